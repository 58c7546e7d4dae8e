// @ts-check
import { h, uid, radios } from "./dom.js";
import { benchOf } from "./bench.js";
import { count, markdown, open } from "./memo_logic.js";

/**
 * The memo builder. Parts are written from the learner's own earlier work; what a program can see is said; the rest a rubric asks.
 * @param {{model: any, el: HTMLElement}} context
 */
function render({ model, el }) {
  const content = model.get("content");
  const bench = benchOf(model, [content.id, ...content.parts.map((/** @type {any} */ p) => p.item)]);
  const parts = content.parts.map((/** @type {any} */ p) => ({ ...p, id: p.key }));
  const texts = () => Object.fromEntries(content.parts.map((/** @type {any} */ p) => [p.key, bench.work.get(p.item).part_text ?? ""]));
  const body = h("div", {});
  const total = h("p", { class: "tc-where", role: "status" });
  const after = h("div", {});
  const tally = () => (total.textContent = `${Object.values(texts()).reduce((a, t) => a + count(t), 0)} of ${content.words_max} words.`);
  const save = () => {
    const link = h("a", { href: URL.createObjectURL(new Blob([markdown(content.title, parts, texts(), new Date().toISOString().slice(0, 10))], { type: "text/markdown" })), download: "memo.md" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    bench.say("Saved as memo.md.");
  };
  const check = () => {
    const found = open(parts, texts(), content);
    bench.work.keep(content.id, { checked: true });
    drawAfter(found);
    /** @type {any} */ (after.querySelector("[tabindex='-1']"))?.focus();
  };
  /** @param {{part: string|null, what: string}[]|null} found */
  const drawAfter = (found) => after.replaceChildren(...[
    found && h("div", { class: "tc-explanation", tabIndex: -1 }, found.length ? [h("p", {}, h("b", {}, "Still open, as far as a program can see:")), h("ul", {}, found.map((f) => h("li", {}, f.what)))] : h("p", {}, "A program finds nothing open. Whether it is good, it cannot see. The rubric asks.")),
    bench.work.get(content.id).checked && rubric(bench, content),
  ].filter(Boolean));
  return bench.mount(el, "tc-memo-builder", [
    body, total,
    h("div", { class: "tc-actions" }, bench.button("Check what can be checked", check, { class: "tc-button tc-primary" }), bench.button("Save as Markdown", save), bench.button("Print", () => print())),
    after, h("details", { class: "tc-worked" }, h("summary", {}, "Peer review sheet"), h("ol", {}, content.peer.map((/** @type {string} */ p) => h("li", { html: p })))), bench.tools,
    h("details", { class: "tc-worked" }, h("summary", {}, "When it is done"), h("div", { html: content.ends })),
  ], () => { body.replaceChildren(...content.parts.map((/** @type {any} */ p, /** @type {number} */ i) => part(bench, p, i, tally))); tally(); drawAfter(null); });
}

/** One part: what it asks, what the learner has already written on it, and the text. @param {any} bench @param {any} p @param {number} i @param {() => void} changed */
function part(bench, p, i, changed) {
  const name = uid("part");
  const words = h("span", { class: "tc-where" }, `${count(bench.work.get(p.item).part_text ?? "")} of ${p.words_max} words`);
  const box = bench.text(p.item, "part_text", { id: name, rows: Math.max(2, Math.round(p.words_max / 14)), oninput: (/** @type {any} */ e) => (words.textContent = `${count(e.target.value)} of ${p.words_max} words`) });
  box.addEventListener("change", changed);
  const drawn = p.draws_on.map((/** @type {any} */ d) => ({ ...d, texts: d.items.flatMap((/** @type {string} */ id) => Object.entries(bench.work.get(id)).filter(([key, v]) => key.endsWith("_text") && typeof v === "string" && v.trim()).map(([, v]) => v)) }));
  return h("section", { class: "tc-item", "data-part": p.key, "aria-label": p.name }, h("p", { class: "tc-bench-title" }, h("label", { for: name }, `${i + 1} · ${p.name}`)), h("div", { class: "tc-where", html: p.asks }),
    drawn.map((/** @type {any} */ d) => h("details", { class: "tc-where" }, h("summary", {}, d.texts.length ? `You wrote, in ${d.title}` : `Nothing yet from ${d.title}`),
      d.texts.length ? d.texts.map((/** @type {string} */ t) => h("div", {}, h("blockquote", {}, t), bench.button("Take it over", () => {
        box.value = [box.value.trim(), t.trim()].filter(Boolean).join("\n");
        bench.keep(p.item, { part_text: box.value });
        words.textContent = `${count(box.value)} of ${p.words_max} words`;
        changed();
        box.focus();
        bench.say("Taken over. Undo takes it back.");
      }))) : h("p", {}, d.chapter ? h("a", { href: `${d.chapter}.html` }, `It stands in chapter ${d.chapter.slice(0, 2)}.`) : ""))),
    box, words);
}

/** The rubric, for oneself. @param {any} bench @param {any} content */
function rubric(bench, content) {
  const marks = () => bench.work.get(content.id).marks ?? [];
  const told = h("p", { role: "status" });
  const say = () => {
    const given = content.rubric.map((/** @type {any} */ c, /** @type {number} */ i) => (marks()[i] ?? NaN) / (c.levels.length - 1));
    const mean = given.reduce((/** @type {number} */ a, /** @type {number} */ b) => a + b, 0) / given.length;
    told.textContent = Number.isNaN(mean) ? "" : `By your own marks ${Math.round(mean * 100)} in 100. Ask a peer to mark it without seeing yours.`;
  };
  say();
  return h("div", {}, h("p", { class: "tc-bench-title" }, "Mark it yourself, after a night"), content.rubric.map((/** @type {any} */ c, /** @type {number} */ i) => radios({
    legend: c.criterion, name: uid("mark"), value: marks()[i], choices: c.levels.map((/** @type {string} */ level, /** @type {number} */ k) => ({ value: k, label: h("span", { html: level }) })),
    onpick: (level) => { const next = content.rubric.map((/** @type {any} */ _, /** @type {number} */ k) => marks()[k] ?? null); next[i] = level; bench.keep(content.id, { marks: next }); say(); },
  })), told);
}

export default { render };
