// @ts-check
/** The page around the islands: notices, the record's tools, definitions on demand, and what the theme did with inline handlers. */

import { ownCopy } from "./copy.js";
import { claimFilter } from "./filter.js";
import { shelf, reading } from "./shelf.js";

/**
 * @param {string} tag @param {Record<string, any>} props @param {...(Node|string)} children
 * @returns {any}
 */
function h(tag, props, ...children) {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children);
  return node;
}

/**
 * Tell the reader something that matters, once a page.
 * @param {string} id @param {string} text @param {Node[]} [tools]
 */
export function notice(id, text, tools = []) {
  if (document.getElementById(`tc-notice-${id}`)) return;
  const close = h("button", { type: "button", className: "tc-button", textContent: "Close" });
  const box = h("div", { id: `tc-notice-${id}`, className: "tc-notice" }, h("p", {}), ...tools, close);
  box.setAttribute("role", "status");
  close.addEventListener("click", () => box.remove());
  (document.querySelector("main article") ?? document.body).prepend(box);
  requestAnimationFrame(() => (box.firstChild.textContent = text));
}

/** Give the reader a file. @param {string} name @param {any} data */
function download(name, data) {
  const link = h("a", { href: URL.createObjectURL(new Blob([JSON.stringify(data, null, 1)], { type: "application/json" })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/**
 * An assignment asks for its submission: the stored answers of its questions and nothing else, as one file.
 * @param {any} store @param {any} event its detail has the answers' `ids`, the file's `name`, and takes which of them are `kept`
 */
function submission(store, event) {
  const { ids, name } = event.detail;
  const file = store.file();
  const items = Object.fromEntries(ids.filter((/** @type {string} */ id) => file.items[id]).map((/** @type {string} */ id) => [id, file.items[id]]));
  event.detail.kept = Object.keys(items);
  download(name, { ...file, items, aside: {} });
}

/**
 * Buttons that save the record to a file and load one back.
 * @param {any} store @param {() => void} renew
 * @returns {Node[]}
 */
export function recordTools(store, renew) {
  const said = h("p", { className: "tc-said" });
  said.setAttribute("role", "status");
  const save = h("button", { type: "button", className: "tc-button", textContent: "Save my answers to a file" });
  save.dataset.tcDo = "export";
  save.addEventListener("click", () => {
    download("third-corner-record.json", store.file());
    said.textContent = "Saved as third-corner-record.json.";
  });
  const pick = h("input", { type: "file", accept: ".json,application/json" });
  const label = h("label", { className: "tc-button tc-file" }, "Load answers from a file", pick);
  pick.addEventListener("change", async () => {
    const file = pick.files?.[0];
    if (!file) return;
    try {
      if (file.size > 8_000_000) throw new Error("This file is larger than any record of this book.");
      const count = store.load(await file.text());
      renew();
      said.textContent = `${count} ${count === 1 ? "answer is" : "answers are"} new or newer; nothing else changed.`;
      document.dispatchEvent(new CustomEvent("tc-record"));
    } catch (error) {
      said.textContent = /** @type {Error} */ (error).message;
    }
    pick.value = "";
  });
  return [h("div", { className: "tc-record-tools" }, save, label, said)];
}

/**
 * Whether this browser keeps a separate store for each `file://` page, as Firefox does with its stock preferences. There,
 * a page may not read the rules of a style sheet beside it.
 */
export function separateStores() {
  if (location.protocol !== "file:" || !CSS.supports("-moz-appearance", "none")) return false;
  const sheet = [...document.styleSheets].find((s) => s.href?.startsWith("file:"));
  try {
    return !sheet?.cssRules;
  } catch {
    return true;
  }
}

/** @param {any} store @param {() => void} renew */
export function startPage(store, renew) {
  if (separateStores())
    notice(
      "separate",
      "Opened from a file, this browser keeps a separate store for each page: your answers stay on the page where you gave them. " +
        "Save them to a file before you move on, or open the book from a web address or in Chromium.",
      recordTools(store, renew),
    );
  document.querySelectorAll("[data-tc-do='print']").forEach((b) => b.addEventListener("click", () => print()));
  document.querySelectorAll("[data-tc-record]").forEach((place) => myRecord(/** @type {HTMLElement} */ (place), store, renew));
  document.querySelectorAll("[data-tc-filter]").forEach((place) => claimFilter(/** @type {HTMLElement} */ (place)));
  document.addEventListener("tc-submit", (event) => submission(store, event));
  ownCopy();
  shelf(store);
  reading();
  definitions();
  if (!store.blocked && Object.keys(store.entries()).length > 0) navigator.storage?.persist?.();
}

/** Glossary links show their definition on hover, focus and tap; Escape closes it. */
function definitions() {
  const box = h("div", { className: "tc-definition", hidden: true, id: "tc-definition" });
  box.setAttribute("role", "tooltip");
  document.body.append(box);
  let over = false;
  /** @param {HTMLElement} link */
  const show = (link) => {
    const { bottom, left } = link.getBoundingClientRect();
    box.textContent = link.dataset.definition ?? "";
    box.hidden = false;
    box.style.top = `${bottom + scrollY + 6}px`;
    box.style.left = `${Math.max(12, Math.min(left + scrollX, innerWidth - box.offsetWidth - 16))}px`;
    link.setAttribute("aria-describedby", box.id);
  };
  const hide = () => {
    if (over) return;
    box.hidden = true;
    document.querySelectorAll("[aria-describedby='tc-definition']").forEach((l) => l.removeAttribute("aria-describedby"));
  };
  box.addEventListener("pointerenter", () => (over = true));
  box.addEventListener("pointerleave", () => ((over = false), hide()));
  document.querySelectorAll("a.tc-gloss").forEach((node) => {
    const link = /** @type {HTMLElement} */ (node);
    link.addEventListener("pointerenter", (e) => e.pointerType === "mouse" && show(link));
    link.addEventListener("pointerleave", () => requestAnimationFrame(hide));
    link.addEventListener("focus", () => show(link));
    link.addEventListener("blur", hide);
    link.addEventListener("click", (e) => {
      if (box.hidden || matchMedia("(hover: none)").matches) {
        if (link.dataset.opened !== "yes") e.preventDefault();
        link.dataset.opened = "yes";
        show(link);
      }
    });
  });
  document.addEventListener("keydown", (e) => {
    if (e.key === "Escape") ((over = false), hide());
  });
}

/**
 * The learner's record on its own page: what is there, export, import, reset.
 * @param {HTMLElement} place @param {any} store @param {() => void} renew
 */
function myRecord(place, store, renew) {
  const list = h("tbody", {});
  const table = h("table", { className: "tc-register" }, h("caption", {}, "What you have done, by chapter or exercise"), h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Where"), h("th", { scope: "col" }, "Answers"), h("th", { scope: "col" }, "Last worked on"))), list);
  const draw = () => {
    /** @type {Map<string, {n: number, at: number}>} */
    const groups = new Map();
    for (const [id, entry] of Object.entries(store.entries())) {
      const where = id.split("/")[0];
      const group = groups.get(where) ?? { n: 0, at: 0 };
      groups.set(where, { n: group.n + 1, at: Math.max(group.at, /** @type {any} */ (entry).at) });
    }
    const rows = [...groups].sort().map(([where, { n, at }]) => h("tr", {}, h("th", { scope: "row" }, where), h("td", {}, String(n)), h("td", {}, new Date(at).toLocaleDateString("en-GB"))));
    list.replaceChildren(...(rows.length ? rows : [h("tr", {}, h("td", { colSpan: 3 }, "Nothing yet: answers appear here as soon as you give them."))]));
  };
  const sure = h("p", { className: "tc-said" });
  sure.setAttribute("role", "status");
  const reset = h("button", { type: "button", className: "tc-button", textContent: "Forget everything" });
  let asked = false;
  reset.addEventListener("click", () => {
    if (!asked) {
      asked = true;
      reset.textContent = "Yes, forget everything on this device";
      sure.textContent = "This deletes every answer of this course from this browser and cannot be undone. Save them to a file first if you may want them.";
      return;
    }
    asked = false;
    store.clear();
    renew();
    draw();
    reset.textContent = "Forget everything";
    sure.textContent = "Every answer of this course is gone from this browser.";
  });
  place.replaceChildren(table, ...recordTools(store, renew), reset, sure);
  document.addEventListener("tc-record", draw);
  draw();
}
