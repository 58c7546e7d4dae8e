// @ts-check
/** The marking page: one written answer at a time beside its rubric; marks are kept on this machine and saved as a table. */

const { assignment, questions, answers } = JSON.parse(document.querySelector("script[type='application/json']")?.textContent ?? "{}");
const KEY = `tc-mark:${assignment}`;
const place = /** @type {HTMLElement} */ (document.getElementById("work"));
const said = /** @type {HTMLElement} */ (document.getElementById("said"));
/** @type {Record<string, any[]>} what is ticked, by student and question */
let marks = {};
try {
  marks = JSON.parse(localStorage.getItem(KEY) ?? "{}") ?? {};
} catch {
  said.textContent = "Marks kept earlier could not be read; they are left where they are until you mark something.";
}
let at = 0;

/** @param {string} tag @param {Record<string, any>} props @param {...(Node|string)} children @returns {any} */
function h(tag, props, ...children) {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children);
  return node;
}

/** @param {any} a */
const id = (a) => `${a.student}\u001f${a.question}`;

/** The mark from 0 to 1, or null while something is still open. @param {any} a @returns {number|null} */
function mark(a) {
  const q = questions[a.question];
  const given = marks[id(a)];
  if (!given) return null;
  if (q.kind === "short-answer") return given.filter((v) => v === true).length / q.parts.length;
  const levels = q.parts.map((/** @type {any} */ part, /** @type {number} */ n) => (given[n] ?? NaN) / (part.levels.length - 1));
  const mean = levels.reduce((/** @type {number} */ x, /** @type {number} */ y) => x + y, 0) / levels.length;
  return Number.isNaN(mean) ? null : mean;
}

/** @param {any} a @param {number} part @param {any} value */
function give(a, part, value) {
  const given = [...(marks[id(a)] ?? questions[a.question].parts.map(() => null))];
  given[part] = value;
  marks = { ...marks, [id(a)]: given };
  try {
    localStorage.setItem(KEY, JSON.stringify(marks));
    tell();
  } catch {
    said.textContent = "The browser’s store is full or blocked: save your marks to a file before you close this page.";
  }
}

function tell() {
  const value = mark(answers[at]);
  const done = answers.filter((/** @type {any} */ a) => mark(a) !== null).length;
  said.textContent = `${value === null ? "Not marked yet" : `Mark ${value.toFixed(2)}`}. ${done} of ${answers.length} marked.`;
}

/** @param {number} to */
function show(to) {
  at = Math.max(0, Math.min(answers.length - 1, to));
  const a = answers[at];
  const q = questions[a.question];
  const given = marks[id(a)] ?? [];
  const heading = h("h2", { tabIndex: -1 }, `${at + 1} of ${answers.length}: ${a.question}, ${a.student}`);
  const text = h("blockquote", {}, a.text);
  const fields = q.parts.map((/** @type {any} */ part, /** @type {number} */ n) =>
    q.kind === "short-answer"
      ? h("label", {}, h("input", { type: "checkbox", checked: given[n] === true, onchange: (/** @type {any} */ e) => give(a, n, e.target.checked) }), " ", h("span", { innerHTML: part.text }))
      : h("fieldset", {}, h("legend", {}, part.name), ...part.levels.map((/** @type {string} */ level, /** @type {number} */ v) =>
          h("label", {}, h("input", { type: "radio", name: `c${n}`, checked: given[n] === v, onchange: () => give(a, n, v) }), ` ${v}: `, h("span", { innerHTML: level })))));
  const none = q.kind === "short-answer" ? [h("button", { type: "button", onclick: () => { give(a, 0, given[0] === true); show(at); } }, "It has none of them")] : [];
  place.replaceChildren(heading, h("div", { innerHTML: q.prompt }), text, ...fields, ...none,
    ...(q.model ? [h("details", {}, h("summary", {}, "Model answer"), h("div", { innerHTML: q.model }))] : []),
    h("p", {},
      h("button", { type: "button", disabled: at === 0, onclick: () => show(at - 1) }, "Previous"), " ",
      h("button", { type: "button", disabled: at === answers.length - 1, onclick: () => show(at + 1) }, "Next"), " ",
      h("button", { type: "button", onclick: save }, "Save marks to a file")));
  tell();
  heading.focus();
}

function save() {
  /** @param {string} v */
  const cell = (v) => `"${(/^\s*[=+\-@|%]/.test(v) ? `'${v}` : v).replace(/"/g, '""')}"`;
  const rows = answers.filter((/** @type {any} */ a) => mark(a) !== null).map((/** @type {any} */ a) => [a.student, a.question, String(mark(a))].map(cell).join(","));
  const link = h("a", { href: URL.createObjectURL(new Blob([["student,question,mark", ...rows, ""].join("\r\n")], { type: "text/csv" })), download: "marked.csv" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  said.textContent = `marked.csv holds ${rows.length} marks. Run the same command again with --marks marked.csv.`;
}

if (answers.length) show(0);
else place.replaceChildren(h("p", {}, "There is nothing to mark."));
