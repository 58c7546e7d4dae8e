/**
 * The host of a page's islands: gives each an anywidget model without a kernel, kept in the learner's browser, and brings its static
 * form to life where it stands. Each island fails alone, keeps its static form, and opens no answers.
 */
import { separateStores, startPage } from "../page/chrome";
import { isPlain, same } from "../page/entry";
import { button, h, myWork, notice, spoken, WORDS } from "../page/notice";
import { recordTools, submission } from "../page/record";
import { isShared, sharedChoice, told } from "../page/shared";
import { openStore, type Tell } from "../page/store";
import { inHand, withFocus } from "./hand";
import { PageModel } from "./model";
import type { Front, State } from "./page";
import { keepPlace } from "./place";
import { searching } from "./search";
import { theme } from "./theme";

interface Data {
  content: unknown;
  items: Record<string, string>;
  was?: Record<string, string>;
  /** Ids of work done elsewhere that the widget shows and does not keep. */
  reads?: string[];
  /** A specimen's state: it stands in it, and keeps nothing. */
  work?: Record<string, State>;
}
interface Mounted {
  island: HTMLElement;
  live: HTMLElement;
  data: Data;
  model: PageModel;
  restore?: Front["restore"];
  /** Whether something came in that is not shown yet, since the learner had it in hand. */
  late: boolean;
}

const tc = (globalThis.thirdcorner ??= {});
const script = document.currentScript as HTMLScriptElement;
const base = new URL(".", script.src).href;
const loading = new Map<string, Promise<unknown>>();
const mounted: Mounted[] = (tc.mounted = []);

const place = { course: script.dataset.course ?? "", edition: script.dataset.edition ?? "" };
const store = openStore({ ...place, storage: isShared() ? told(sessionStorage, () => elsewhere()) : localStorage, tell });

function tell(what: Tell, id: string) {
  if (what === "elsewhere" || what === "first") return beside(what, id);
  const back = button("Put back what this page holds", () => {
    const kept = store.putBack();
    renew();
    if (kept) notice("back", "What this page held is kept again.");
    else tell("full", id);
  });
  notice(what, WORDS[what], [...(what === "vanished" ? [back] : []), ...recordTools(store, renew)]);
}

/** Say in one line, at the exercise itself, that something else was written there before. */
function beside(what: "elsewhere" | "first", id: string) {
  const at = mounted.find(({ data }) => Object.hasOwn(data.items, id))?.island;
  if (!at) return notice(what, WORDS[what], recordTools(store, renew));
  const line = at.querySelector<HTMLElement>(":scope > .tc-told") ?? at.appendChild(spoken("tc-note tc-told"));
  line.textContent = "";
  const [said] = WORDS[what].split("My work");
  requestAnimationFrame(() => line.replaceChildren(said, h("a", { href: myWork() }, "My work"), "."));
}

/** Load a script of ours once; what it defines comes back. */
function scriptOf(name: string): Promise<unknown> {
  const coming =
    loading.get(name) ??
    new Promise((onload, fail) => {
      const onerror = () => fail(new Error(`${name}.js did not load`));
      document.head.append(h("script", { src: `${base}${name}.js`, onload, onerror }));
    });
  loading.set(name, coming);
  return coming;
}
tc.script = scriptOf;

/** What the record holds of some ids, as a widget of today reads it; what it cannot read is put aside and told. */
function recorded({ content, items, was = {}, reads = [] }: Data, restore?: Front["restore"]) {
  const work: Record<string, State> = {};
  const times: Record<string, number> = {};
  const stale: string[] = [];
  for (const [id, hash] of Object.entries(items)) {
    const found = store.read(id, hash, was[id]);
    if (found.stale) stale.push(id);
    if (!found.state) continue;
    const state = restore && !reads.includes(id) ? readable(restore, content, id, found.state) : found.state;
    if (state === null) store.refuse(id);
    else {
      work[id] = state;
      times[id] = found.at;
    }
  }
  return { work, times, stale };
}

/** What a widget makes of a kept state; `null` where it cannot read it, or fails in the attempt. */
function readable(restore: Front["restore"], content: unknown, id: string, state: State): State | null {
  try {
    return restore(content, id, state);
  } catch {
    return null;
  }
}

/** Write what changed between two states of a widget's work; what it only shows is not its to write. */
const writer =
  ({ items, was = {}, reads = [] }: Data) =>
  (before: Record<string, State>, after: Record<string, State>) => {
    for (const [id, state] of Object.entries(after))
      if (state !== before[id] && Object.hasOwn(items, id)) store.write(id, state, items[id], was[id], before[id] ?? {});
    for (const id of Object.keys(before)) if (!(id in after) && !reads.includes(id)) store.forget(id, before[id]);
  };

/** Show what the record holds of an island now; what the learner has in hand there waits until it is put down. */
function refresh(one: Mounted) {
  one.late = inHand(one.live);
  if (one.late) return;
  const { work, times, stale } = recorded(one.data, one.restore);
  if (same(work, one.model.work) && same(stale, one.model.get("stale"))) return;
  one.model.set("times", times);
  one.model.set("stale", stale);
  withFocus(one.live, () => one.model.take(work));
}

/** Read every mounted island's work again. */
function renew() {
  mounted.forEach(refresh);
}

/** Something was written elsewhere: another tab, an import there. */
function elsewhere() {
  renew();
  document.dispatchEvent(new CustomEvent("tc-record"));
}

/** What the learner put down may be brought up to date. */
function putDown() {
  requestAnimationFrame(() => mounted.filter(({ late }) => late).forEach(refresh));
}

/** A value of a state without what is empty in it, which says nothing; what was ticked, in one order for all. */
const filled = (value: unknown) =>
  Array.isArray(value) ? [...value].sort() : isPlain(value) ? Object.fromEntries(Object.entries(value).filter(([, v]) => v !== "")) : value;

type Filled = [field: HTMLInputElement, value: string, checked: boolean];

/** What the learner filled in before the script came. */
const filledIn = (live: HTMLElement): Filled[] =>
  [...live.querySelectorAll<HTMLInputElement & { selectedIndex?: number }>("input:not([type=file]), select, textarea")]
    .filter(({ type, value, defaultValue, checked, defaultChecked, selectedIndex }) => {
      if (selectedIndex !== undefined) return selectedIndex > 0;
      return /radio|box/.test(type) ? checked !== defaultChecked && (checked || type !== "radio") : value !== defaultValue;
    })
    .map((e) => [e, e.value, e.checked]);

/** Fill in again what did not stay, as the learner did it: Svelte itself keeps only what a component binds. What was in hand is chosen last. */
function putIn(early: Filled[]) {
  const late = early.filter(([e, value, checked]) => e.isConnected && !e.matches(":disabled") && (e.value !== value || e.checked !== checked));
  late.forEach(([e, value, checked]) => Object.assign(e, { value, checked }));
  for (const [e] of late.reverse()) for (const did of ["input", "change"]) e.dispatchEvent(new Event(did, { bubbles: true }));
}

/** Bring a static form to life where it stands: fresh first, so that nothing moves, then with the work of earlier visits. */
function hydrate(island: HTMLElement, live: HTMLElement, data: Data) {
  const widget = tc.widgets?.[island.dataset.widget!];
  if (!widget) throw new Error(`the script of ${island.dataset.widget} did not load`);
  const html = live.innerHTML;
  const early = filledIn(live);
  if (tc.fresh) live.replaceChildren();
  let keeping = false;
  const save = writer(data);
  const model = new PageModel({ content: data.content, seed: tc.mix?.(live), work: {}, times: {}, stale: [] }, (before, after) => {
    if (keeping) save(before, after);
  });
  try {
    widget.hydrate(live, model, data.content, tc.recover);
  } catch (error) {
    live.innerHTML = html; // as the build made it
    throw error;
  }
  if (data.work) return model.take(data.work);
  const typed = model.work; // before the script came
  const { work, times, stale } = recorded(data, widget.restore);
  model.set("times", times);
  model.set("stale", stale);
  model.take(work);
  keeping = true;
  // only what differs from the record was typed by the learner
  const edits = Object.entries(typed).filter(([id, state]) =>
    Object.entries(state).some(([name, value]) => !same(filled(value), filled(work[id]?.[name]))),
  );
  if (edits.length) {
    const again = (id: string) => (work[id]?.checked ? { checked: false } : null);
    model.set("work", { ...work, ...Object.fromEntries(edits.map(([id, state]) => [id, { ...work[id], ...state, ...again(id) }])) });
    model.save_changes();
  }
  queueMicrotask(() => putIn(early)); // once what the record says is drawn
  mounted.push({ island, live, data, model, restore: widget.restore, late: false });
}

/** Bring exercises to life, each with its script and in a frame of its own; what is in view stays where it is. */
async function bring(islands: HTMLElement[]) {
  await Promise.allSettled(islands.map(({ dataset }) => scriptOf(dataset.widget!)));
  for (const island of islands) {
    keepPlace(() => mount(island));
    await new Promise(requestAnimationFrame);
  }
}

/**
 * An exercise wakes, and its script comes, as it comes near; all others follow once the reader begins, so that paper and a lost
 * connection find them awake. Who comes back has begun: the place belongs to the page as it was left.
 */
function awaken(islands: HTMLElement[]) {
  const asleep = new Set(islands);
  const wake = (some: HTMLElement[]) => {
    const now = some.filter((island) => asleep.delete(island));
    return now.length ? bring(now) : undefined;
  };
  const come = async (seen: IntersectionObserverEntry[]) => {
    await wake(seen.filter((one) => one.isIntersecting).map((one) => one.target as HTMLElement));
    document.documentElement.classList.add("tc-near"); // what first.ts kept unseen until then
  };
  const near = new IntersectionObserver((seen) => void come(seen), { rootMargin: "50% 0px" });
  islands.forEach((island) => near.observe(island));
  const begin = async () => {
    for (const island of islands) {
      if (!asleep.has(island)) continue;
      await new Promise<unknown>((idle) => (globalThis.requestIdleCallback ?? setTimeout)(idle));
      await wake([island]);
    }
  };
  const came = performance.getEntriesByType("navigation")[0] as PerformanceNavigationTiming | undefined;
  if (came && came.type !== "navigate") void begin();
  for (const act of ["keydown", "pointerdown", "touchstart", "wheel"]) addEventListener(act, begin, { once: true, passive: true });
}

function mount(island: HTMLElement) {
  let data: Data | undefined;
  try {
    data = JSON.parse(island.querySelector("script[type='application/json']")?.textContent ?? "{}") as Data;
    hydrate(island, island.querySelector<HTMLElement>(":scope > .tc-front")!, data);
    island.dataset.state = "live";
  } catch (error) {
    island.dataset.state = "failed";
    island.prepend(failure(island, data));
    console.warn(`thirdcorner: ${island.dataset.widget} ${island.dataset.id}:`, error);
  }
}

/** What a reader is told where an exercise did not start: its work can be put aside, its answers be shown on asking. */
function failure(island: HTMLElement, data?: Data): HTMLElement {
  const said = spoken("");
  said.textContent = "This exercise could not start, so you see its printed form. The rest of the page works.";
  const note = h("div", { className: "tc-note tc-failed" }, said);
  const own = Object.keys(data?.items ?? {}).filter((id) => !data?.reads?.includes(id) && store.has(id));
  if (own.length)
    note.append(
      button("Put this exercise’s earlier work aside and begin again", () => {
        if (!own.every((id) => store.refuse(id, "again"))) return (said.textContent = WORDS.noroom);
        note.remove();
        delete island.dataset.state;
        mount(island);
        island.querySelector<HTMLElement>(".tc-live :is(input, button, select, textarea, summary)")?.focus();
      }),
    );
  const folds = [...island.querySelectorAll<HTMLDetailsElement>("details.tc-answers")];
  if (folds.length) {
    const show = button("Show its answers", () => {
      for (const fold of folds) {
        fold.classList.add("tc-shown");
        fold.open = true;
      }
      folds[0].querySelector("summary")?.focus();
      show.remove();
    });
    note.append(show);
  }
  return note;
}

function start() {
  if (script.dataset.guest === undefined) {
    theme();
    searching(scriptOf);
    startPage(store, sharedChoice(store, place));
  } // else the page is its author's: its theme, its search and its side bar are not ours
  if (separateStores())
    notice(
      "separate",
      "Opened from a file, this browser keeps a separate store for each page: your answers stay where you gave them. " +
        "Save them to a file before you move on, or open it from a web address or in Chromium.",
      recordTools(store, renew),
    );
  const own = document.querySelector<HTMLElement>("[data-tc-record]");
  if (own)
    void Promise.resolve(tc.core ?? scriptOf("core"))
      .then(() => scriptOf("mine"))
      .then(() => tc.mine?.(own, store, renew, recordTools(store, renew)));
  document.addEventListener("tc-submit", (event) => submission(store, event as CustomEvent));
  awaken([...document.querySelectorAll<HTMLElement>(".tc-island")]);
  if (document.querySelector("figure.tc-chart, [data-tc-filter], .tc-paragraph, [data-tc-due], details.tc-answers"))
    void scriptOf("some").then(() => tc.some?.(store, scriptOf));
  addEventListener("storage", (event) => {
    if (event.key === null) store.look();
    else if (event.key.startsWith(store.prefix)) elsewhere();
  });
  document.addEventListener("focusout", putDown);
  addEventListener("blur", putDown);
  addEventListener("focus", store.look);
  document.addEventListener("visibilitychange", store.look);
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
