/**
 * Runs before the page is drawn: the reader's light or dark, a store that never throws where the real one is blocked, the learner's own
 * order of options, and room for earlier work.
 */
import { mixed } from "../logic/mixed";

const tc = (globalThis.thirdcorner ??= {});
/** A store in memory, where the browser lets the page keep nothing: the theme's scripts read both stores without asking. */
const memory = (kept = new Map<string, string>()) => ({
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => kept.set(key, `${value}`),
  removeItem: (key: string) => kept.delete(key),
  clear: () => kept.clear(),
  key: (i: number) => [...kept.keys()][i] ?? null,
  get length() {
    return kept.size;
  },
  blocked: true,
});
for (const name of ["localStorage", "sessionStorage"] as const) {
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
  tc.lasting = lasting;
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
// Each learner has an order of options of their own: it stands before anything is drawn, and the component finds it.
let seed = 0;
tc.mix = (within) => {
  try {
    const key = `tc-seed:${document.querySelector<HTMLElement>("script[data-course]")!.dataset.course}`;
    if (!seed) localStorage.setItem(key, `${(seed = +localStorage.getItem(key)! || 1 + ((Math.random() * 2147483646) | 0))}`);
  } catch {
    // full: the order is that of this visit
  }
  for (const set of within.querySelectorAll<HTMLElement>("[data-mix]")) {
    const boxes = [...set.querySelectorAll("input")];
    const own = mixed(boxes, ({ value }) => value, set.dataset.mix!, seed);
    const after = boxes.at(-1)?.parentNode!.nextSibling;
    if (own.some((box, n) => box !== boxes[n])) own.forEach((box) => set.insertBefore(box.parentNode!, after!));
  }
  return seed;
};
const parsed = new MutationObserver(() => document.querySelector("[data-mix]") && tc.mix!(document));
parsed.observe(document, { childList: true, subtree: true });
addEventListener("DOMContentLoaded", () => parsed.disconnect());
// What holds earlier work takes the room it took when the page was left, unseen until it is live, or its script fails, or 5 s have passed: nothing read moves.
let rooms: Record<string, [width: number, room: Record<string, number>]> = {};
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
const holds = `${document.currentScript!.dataset.holds}`.split(" ");
const held = Object.keys(localStorage).some((key) => key.startsWith("tc:") && holds.includes(key.split(/[:/]/)[3]));
// Where that room is not known (work that was imported, another width), the text waits until the exercises near it are live, or the record is drawn.
if (known || held || location.hash) {
  const late = "visibility:hidden;animation:tc-late 0s 5s forwards!important";
  const rule = ([id, height]: [string, number]) =>
    `${id ? `.tc-island[data-id="${CSS.escape(id)}"]` : "[data-tc-record]"}:not([data-state]){box-sizing:border-box;block-size:${+height}px;overflow:hidden;${late}}`;
  const waits = `${held ? "html:not(.tc-near) main" : "main:has([data-tc-record]:not([data-state]))"}{${late}}`;
  const sheet = new CSSStyleSheet({ media: "screen" });
  sheet.replaceSync(
    `@keyframes tc-late{to{visibility:visible;block-size:auto;overflow:visible}}${known ? Object.entries(room).map(rule).join("") : waits}`,
  );
  document.adoptedStyleSheets = [sheet];
  addEventListener("error", (e) => (sheet.disabled ||= !e.error === !e.message), true); // words alone: a size that was observed twice in one frame
}
addEventListener("pagehide", () => {
  look();
  const holding = [...document.querySelectorAll<HTMLElement>("[data-tc-record][data-state]")];
  for (const { island, model } of tc.mounted ?? []) if (island.offsetHeight && Object.keys(model.work).length) holding.push(island);
  delete rooms[location.pathname];
  if (holding.length)
    rooms[location.pathname] = [innerWidth, Object.fromEntries(holding.map((node) => [node.dataset.id ?? "", node.getBoundingClientRect().height]))];
  try {
    localStorage.setItem("tc-room", JSON.stringify(rooms));
  } catch {
    // full or blocked: what is below moves as the work comes in
  }
});
