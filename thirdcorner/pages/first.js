// @ts-check
// Runs before the page is drawn: the reader's light or dark, a store that never throws where the real one is blocked, and room for earlier work.
(() => {
  "use strict";
  /** A store in memory, where the browser keeps nothing. */
  const memory = () => {
    const kept = new Map();
    return {
      getItem: (/** @type {string} */ key) => (kept.has(key) ? kept.get(key) : null),
      setItem: (/** @type {string} */ key, /** @type {string} */ value) => void kept.set(String(key), String(value)),
      removeItem: (/** @type {string} */ key) => void kept.delete(key),
      clear: () => kept.clear(),
      key: (/** @type {number} */ i) => [...kept.keys()][i] ?? null,
      get length() {
        return kept.size;
      },
      blocked: true,
    };
  };
  for (const name of /** @type {const} */ (["localStorage", "sessionStorage"])) {
    try {
      window[name].getItem("mode");
    } catch {
      Object.defineProperty(window, name, { configurable: true, value: memory() });
    }
  }
  // A shared computer: every tab of the book keeps its record for itself, however it was opened.
  const lasting = localStorage;
  if (lasting.getItem("tc-shared") === "yes") sessionStorage.setItem("tc-shared", "yes");
  if (sessionStorage.getItem("tc-shared") === "yes") {
    /** @type {any} */ (globalThis).thirdcorner = { .../** @type {any} */ (globalThis).thirdcorner, lasting };
    Object.defineProperty(window, "localStorage", { configurable: true, value: sessionStorage });
  }
  const root = document.documentElement;
  try {
    const look = JSON.parse(localStorage.getItem("tc-look") || "{}");
    for (const name of ["size", "measure"]) if (/^[\d.]+(ch)?$/.test(look[name])) root.style.setProperty(`--tc-${name}`, look[name]);
  } catch {
    // unreadable: the standard look
  }
  const mode = localStorage.getItem("mode") || "auto";
  const dark = mode === "dark" || (mode === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.dataset.mode = mode;
  root.dataset.theme = dark ? "dark" : "light";
  root.classList.add("tc-script");
  // What holds earlier work takes the room it took when the page was left, unseen until it is live, or its script fails, or 5 s have passed: nothing read moves.
  /** @type {Record<string, [number, Record<string, number>]>} */
  let rooms = {};
  const look = () => {
    try {
      rooms = JSON.parse(localStorage.getItem("tc-room") || "{}");
    } catch {
      // unreadable: made anew
    }
  };
  look();
  const [width, room] = rooms[location.pathname] ?? [];
  const known = room && width === innerWidth;
  const kept = Array.from({ length: localStorage.length }, (_, n) => localStorage.key(n) ?? "");
  const holds = (document.currentScript?.dataset.holds ?? "").split(" ");
  const held = kept.some((key) => key.startsWith("tc:") && holds.includes(key.split(":")[3]?.split("/")[0]));
  // Where that room is not known (work that was imported, another width), the text waits until the exercises near it are live, or the record is drawn.
  if (known || held || location.hash) {
    const late = "visibility:hidden;animation:tc-late 0s 5s forwards!important";
    const rule = (/** @type {[string, number]} */ [id, height]) => `${id ? `.tc-island[data-id="${CSS.escape(id)}"]` : "[data-tc-record]"}:not([data-state]){box-sizing:border-box;block-size:${+height}px;overflow:hidden;${late}}`;
    const sheet = new CSSStyleSheet({ media: "screen" });
    sheet.replaceSync(`@keyframes tc-late{to{visibility:visible;block-size:auto;overflow:visible}}${known ? Object.entries(room).map(rule).join("") : `${held ? "html:not(.tc-near) article" : "article:has([data-tc-record]:not([data-state]))"}{${late}}`}`);
    document.adoptedStyleSheets = [sheet];
    addEventListener("error", () => (document.adoptedStyleSheets = []), true);
  }
  addEventListener("pagehide", () => {
    look();
    const held = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-tc-record][data-state]"))];
    for (const { island, model } of /** @type {any} */ (globalThis).thirdcorner?.mounted ?? []) if (island.offsetHeight && Object.keys(model.work).length) held.push(island);
    delete rooms[location.pathname];
    if (held.length) rooms[location.pathname] = [innerWidth, Object.fromEntries(held.map((node) => [node.dataset.id ?? "", node.getBoundingClientRect().height]))];
    try {
      localStorage.setItem("tc-room", JSON.stringify(rooms));
    } catch {
      // full or blocked: what is below moves as the work comes in
    }
  });
})();
