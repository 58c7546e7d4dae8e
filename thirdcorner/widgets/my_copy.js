// @ts-check
import { h, uid, announce } from "./dom.js";
import { marked, pieces, recognised } from "./copy_logic.js";

/** Where the recognised paragraphs stay if the reader says so; chapters read it (islands/copy.js). */
const KEY = "tc-copy";
const LIMIT = 2_000_000;

/**
 * A reader's own copy: opened or pasted, recognised, shown beside the walk. Kept only if the reader says so.
 * @param {{model: any, el: HTMLElement}} context
 */
function render({ model, el }) {
  const { paragraphs } = model.get("content");
  const status = h("p", { class: "tc-sr", role: "status" });
  const out = h("div", {});
  const name = uid("copy");
  const area = h("textarea", { id: `${name}-text`, rows: 6, "aria-describedby": `${name}-how` });
  const file = h("input", { id: `${name}-file`, type: "file", accept: ".txt,.html,.htm,.md,text/plain,text/html" });
  /** @type {Record<string, {text: string}>} */
  let found = read();
  const keep = h("input", { type: "checkbox", checked: Object.keys(found).length > 0, onchange: () => (keep.checked ? save() : forget()) });
  const save = () => {
    if (!Object.keys(found).length) return announce(status, "There is nothing to keep yet.");
    try {
      localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(paragraphs.filter((/** @type {any} */ p) => found[p.id]).map((/** @type {any} */ p) => [p.id, marked(found[p.id].text, p.hedges)]))));
      announce(status, "Kept on this device. The chapters now show your copy beside their walk.");
    } catch {
      keep.checked = false;
      announce(status, "This browser has no room for it, so it is shown here only.");
    }
  };
  const forget = () => {
    localStorage.removeItem(KEY);
    announce(status, "No longer kept. What you see here goes when you leave the page.");
  };
  /** @param {string} text */
  const take = (text) => {
    if (text.length > LIMIT) return announce(status, "This is too long for the commentary. Nothing was read.");
    const now = recognised(pieces(text), paragraphs);
    if (!Object.keys(now).length) {
      out.replaceChildren(h("p", { class: "tc-note" }, "No paragraph of the commentary was recognised. Copy the text of the page itself, from its first paragraph on, or save the page and open the file."));
      return announce(status, "Nothing was recognised.");
    }
    found = now;
    draw();
    if (keep.checked) save();
    out.querySelector("[tabindex='-1']")?.focus();
  };
  const draw = () => {
    const have = paragraphs.filter((/** @type {any} */ p) => found[p.id]);
    out.replaceChildren(...(have.length ? [h("p", { class: "tc-verdict", tabIndex: -1 }, `${have.length} of ${paragraphs.length} paragraphs recognised${have.length < paragraphs.length ? `; missing: ${paragraphs.filter((/** @type {any} */ p) => !found[p.id]).map((/** @type {any} */ p) => p.id).join(", ")}` : ""}.`), ...have.map(one)] : []));
  };
  /** @param {any} p */
  const one = (p) => h("section", { class: "tc-own-copy", "data-paragraph": p.id },
    h("p", {}, h("b", { class: "tc-siglum-id" }, p.id), " ", p.chapter && h("a", { href: `chapters/${p.chapter}.html#par-${p.id}` }, "its walk")),
    h("blockquote", {}, marked(found[p.id].text, p.hedges).map(([part, hedge]) => (hedge ? h("mark", {}, part) : part))),
    h("details", {}, h("summary", {}, "In our words"), h("div", { html: p.gist })));
  file.addEventListener("change", async () => {
    const chosen = file.files?.[0];
    if (!chosen) return;
    if (chosen.size > LIMIT * 4) return announce(status, "This file is too large for the commentary. Nothing was read.");
    const text = await chosen.text();
    take(/<(html|body|p)[\s>]/i.test(text) ? plain(text) : text);
  });
  el.replaceChildren(h("div", { class: "tc-my-copy" },
    h("p", {}, h("label", { for: file.id }, "Open your copy: a saved page or a text file. "), file),
    h("p", {}, h("label", { for: area.id }, "Or paste it here"), area),
    h("p", { class: "tc-where", id: `${name}-how` }, "It is read on this device and sent nowhere. The book does not hold the text; it knows the paragraphs by hashes of runs of words."),
    h("div", { class: "tc-actions" }, h("button", { type: "button", class: "tc-button tc-primary", onclick: () => take(area.value) }, "Find the paragraphs")),
    h("label", { class: "tc-choice" }, keep, h("span", {}, "Keep it on this device, so that the chapters can show it")), out, status));
  draw();
}

/** A saved page as text, a paragraph a line; nothing in it is run or loaded. @param {string} html */
function plain(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  return [...page.querySelectorAll("p, li, blockquote, h1, h2, h3")].map((n) => n.textContent ?? "").join("\n");
}

/** What was kept, if it can be read. @returns {Record<string, {text: string}>} */
function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return Object.fromEntries(Object.entries(kept).filter(([, parts]) => Array.isArray(parts)).map(([id, parts]) => [id, { text: parts.map((/** @type {any} */ p) => String(p[0])).join("") }]));
  } catch {
    return {};
  }
}

export default { render };
