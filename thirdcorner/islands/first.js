// @ts-check
// Runs before the page is drawn: the reader's light or dark, and a store that never throws where the real one is blocked.
(() => {
  "use strict";
  try {
    localStorage.getItem("mode");
  } catch {
    const kept = new Map();
    const memory = {
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
    Object.defineProperty(window, "localStorage", { configurable: true, value: memory });
  }
  try {
    localStorage.setItem("mode", localStorage.getItem("mode") || "auto");
  } catch {
    const real = localStorage; // full: the theme's own two keys are let go, the learner's work is refused aloud
    const guarded = {
      getItem: (/** @type {string} */ key) => real.getItem(key),
      setItem: (/** @type {string} */ key, /** @type {string} */ value) => {
        if (key !== "mode" && key !== "theme") real.setItem(key, value);
      },
      removeItem: (/** @type {string} */ key) => real.removeItem(key),
      clear: () => real.clear(),
      key: (/** @type {number} */ i) => real.key(i),
      get length() {
        return real.length;
      },
    };
    Object.defineProperty(window, "localStorage", { configurable: true, value: guarded });
  }
  try {
    if (sessionStorage.getItem("tc-shared") === "yes") Object.defineProperty(window, "localStorage", { configurable: true, value: sessionStorage });
  } catch {
    // blocked, like the other store: nothing is kept anyway
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
})();
