// @ts-check
import { openStore } from "./store.js";
import { startPage, notice, recordTools } from "./chrome.js";

/**
 * The host of a page's islands: gives each an anywidget model without a kernel, kept in the learner's browser, and
 * mounts it. Each island fails alone and then keeps its static form.
 */

const script = /** @type {HTMLScriptElement} */ (document.currentScript);
const base = script.src.slice(0, script.src.lastIndexOf("/") + 1);
/** @type {Map<string, Promise<any>>} */
const loading = new Map();
/** @type {{model: any, items: Record<string, string>}[]} */
const mounted = [];

const TELL = {
  full: "Your browser’s store for this site is full: what you just did is not kept. Save your answers to a file, then make room.",
  blocked: "Your browser keeps nothing for this page (its storage is blocked), so your answers last until you close it. Save them to a file if you need them.",
  unreadable: "An earlier answer could not be read. It was put aside, not deleted, and is part of the file you can save.",
};

const store = openStore({
  course: script.dataset.course ?? "",
  edition: script.dataset.edition ?? "",
  storage: localStorage,
  tell: (what) => notice(what, TELL[what], recordTools(store, renew)),
});

/**
 * Load a script once. @param {string} name @returns {Promise<any>}
 */
export function script_of(name) {
  if (!loading.has(name))
    loading.set(
      name,
      new Promise((done, fail) => {
        const tag = document.createElement("script");
        tag.src = `${base}${name}.js`;
        tag.onload = () => done(/** @type {any} */ (globalThis).thirdcorner.modules[name]);
        tag.onerror = () => fail(new Error(`the file ${name}.js did not load`));
        document.head.append(tag);
      }),
    );
  return /** @type {Promise<any>} */ (loading.get(name));
}

/**
 * An anywidget model without a kernel: the same `get`, `set`, `on`, `off`, `save_changes`.
 * @param {Record<string, any>} values
 * @param {(before: Record<string, any>, after: Record<string, any>) => void} save called with the old and the new work
 */
export function makeModel(values, save) {
  /** @type {Map<string, Set<Function>>} */
  const heard = new Map();
  let saved = values.work;
  const model = {
    get: (/** @type {string} */ name) => values[name],
    set: (/** @type {string} */ name, /** @type {any} */ value) => {
      values[name] = value;
      for (const listener of [...(heard.get(`change:${name}`) ?? []), ...(heard.get("change") ?? [])]) listener();
    },
    on: (/** @type {string} */ event, /** @type {Function} */ listener) => void (heard.get(event) ?? heard.set(event, new Set()).get(event))?.add(listener),
    off: (/** @type {string} */ event, /** @type {Function} */ listener) => void heard.get(event)?.delete(listener),
    save_changes: () => {
      save(saved, values.work);
      saved = values.work;
    },
    /** Take work from elsewhere (another tab, an import) without writing it back. */
    take: (/** @type {any} */ work) => {
      saved = work;
      model.set("work", work);
    },
  };
  return model;
}

/** @param {Record<string, string>} items */
function restored(items) {
  /** @type {Record<string, any>} */
  const work = {};
  /** @type {Record<string, number>} */
  const times = {};
  const stale = [];
  for (const [id, hash] of Object.entries(items)) {
    const found = store.read(id, hash);
    if (found.state) {
      work[id] = found.state;
      times[id] = found.at;
    }
    if (found.stale) stale.push(id);
  }
  return { work, times, stale };
}

/** Read every mounted island's work again. */
function renew() {
  for (const { model, items } of mounted) model.take(restored(items).work);
}

/** @param {HTMLElement} island */
async function mount(island) {
  const fallback = /** @type {HTMLElement} */ (island.querySelector(".tc-fallback"));
  try {
    const { content, items } = JSON.parse(island.querySelector("script[type='application/json']")?.textContent ?? "{}");
    const widget = await script_of(island.dataset.widget ?? "");
    const model = makeModel({ content, seed: store.seed(), ...restored(items) }, (before, after) => {
      for (const [id, state] of Object.entries(after)) if (state !== before[id] && items[id] !== undefined) store.write(id, state, items[id]);
      for (const id of Object.keys(before)) if (!(id in after)) store.forget(id);
    });
    const live = document.createElement("div");
    live.className = "tc-live";
    await widget.default.render({ model, el: live });
    fallback.hidden = true;
    island.append(live);
    mounted.push({ model, items });
    island.dataset.state = "live";
  } catch (error) {
    island.dataset.state = "failed";
    fallback.hidden = false;
    const note = document.createElement("p");
    note.className = "tc-note tc-failed";
    note.setAttribute("role", "status");
    note.textContent = "This exercise could not start, so you see its printed form, answers in the folds. The rest of the page works.";
    island.prepend(note);
    console.warn(`thirdcorner: ${island.dataset.widget} ${island.dataset.id}:`, error);
  }
}

/** @param {HTMLElement} figure */
function explorable(figure) {
  const tools = figure.querySelector(".tc-chart-tools");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "tc-button";
  button.textContent = "Explore this chart";
  button.addEventListener("click", async () => {
    button.disabled = true;
    const picture = /** @type {HTMLElement} */ (figure.querySelector(".tc-chart-picture"));
    const spec = JSON.parse(figure.querySelector(".tc-chart-spec")?.textContent ?? "{}");
    const width = Math.max(280, picture.clientWidth - 8);
    try {
      await script_of("vega");
      const stage = document.createElement("div");
      stage.className = "tc-chart-live";
      stage.tabIndex = 0;
      stage.setAttribute("role", "img");
      stage.setAttribute("aria-label", figure.querySelector("svg")?.getAttribute("aria-label") ?? "");
      const config = { ...spec.config, mark: { ...spec.config?.mark, tooltip: { content: "data" } } };
      await /** @type {any} */ (globalThis).vegaEmbed(stage, { ...spec, config, width, autosize: { type: "fit-x", contains: "padding" } }, { ast: true, actions: false, renderer: "svg" });
      picture.append(stage);
      figure.dataset.state = "live";
      button.textContent = "Point at a mark to read it";
    } catch (error) {
      button.textContent = "This chart could not be opened; its data stand in the table";
      console.warn(`thirdcorner: chart ${figure.dataset.chart}:`, error);
    }
  });
  tools?.prepend(button);
}

function start() {
  startPage(store, renew);
  // At once, not when it comes near: the page has its final height before it is scrolled, so nothing read is moved.
  document.querySelectorAll(".tc-island").forEach((island) => mount(/** @type {HTMLElement} */ (island)));
  document.querySelectorAll("figure.tc-chart").forEach((figure) => explorable(/** @type {HTMLElement} */ (figure)));
  addEventListener("storage", (event) => {
    if (event.key === null || event.key.startsWith(store.prefix)) renew();
  });
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
