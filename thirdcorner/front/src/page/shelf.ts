/** What the book shows of the record around its pages: progress beside each chapter, and how the reader likes to read. */

import { counted } from "../logic/progress";
import { h, spoken } from "./notice";
import type { Store } from "./store";

export function shelf(store: Store) {
  const chapters = (globalThis as { thirdcorner?: { course?: { chapters: Record<string, string[]> } } }).thirdcorner?.course?.chapters ?? {};
  const draw = () => {
    const entries = store.entries();
    for (const [slug, { done, all }] of Object.entries(counted(chapters, entries))) {
      const links = document.querySelectorAll(`#pst-primary-sidebar a[href$="${slug}.html"], #pst-primary-sidebar a.current[href="#"]`);
      const mine = location.pathname.replace(/\.html$/, "").endsWith(`/${slug}`); // some hosts leave it out
      for (const link of links) {
        if (link.getAttribute("href") === "#" && !mine) continue;
        const mark = link.querySelector<HTMLElement>(".tc-done") ?? link.appendChild(h("span", { className: "tc-done" }));
        mark.textContent = done ? ` ${done}/${all}` : "";
        mark.title = `${done} of ${all} exercises done`;
      }
      const place = mine && document.querySelector(".tc-chapter-head > summary");
      if (place) {
        const line = place.querySelector(".tc-done-line") ?? place.appendChild(h("span", { className: "tc-done-line" }));
        line.textContent = done ? `You have done ${done} of ${all} exercises here.` : `${all} exercises wait here.`;
      }
    }
  };
  draw();
  document.addEventListener("tc-record", draw);
  addEventListener("pageshow", draw);
}

const SIZES = ["0.9", "1", "1.15", "1.3"];
const WIDTHS = ["54ch", "66ch", "80ch"];

/** Keys that work on every page. */
const KEYS = [
  ["Tab, Shift+Tab", "to the next or the previous control"],
  ["Space", "ticks a box, presses a button"],
  ["Arrow keys", "choose among options; move along a slider"],
  ["Ctrl+K", "searches the book"],
  ["Escape", "closes a definition or the search"],
];

/**
 * How the reader likes to read, at the foot of the side bar; remembered on this device, applied by first.ts before the page is drawn.
 * `more` is what else is chosen there.
 */
export function reading(more: Node[]) {
  const bar = document.querySelector("#pst-primary-sidebar .sidebar-primary-items__start, #pst-primary-sidebar");
  if (!bar) return;
  const root = document.documentElement;
  const look = read();
  const said = spoken();
  const choice = (name: string, steps: string[], names: string[]) => {
    const chosen = look[name] ?? steps[1];
    const select = h("select", {}, ...steps.map((value, i) => h("option", { value, textContent: names[i], selected: chosen === value })));
    select.addEventListener("change", () => {
      look[name] = select.value;
      root.style.setProperty(`--tc-${name}`, select.value);
      try {
        localStorage.setItem("tc-look", JSON.stringify(look));
      } catch {
        said.textContent = "This browser keeps nothing for the page, so the choice lasts until you leave it.";
      }
    });
    return h("label", {}, `${name === "size" ? "Letters" : "Lines"} `, select);
  };
  const keys = h("dl", {}, ...KEYS.flatMap(([key, does]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, does)]));
  const sizes = choice("size", SIZES, ["small", "standard", "large", "very large"]);
  const widths = choice("measure", WIDTHS, ["short", "standard", "long"]);
  bar.append(h("details", { className: "tc-reading" }, h("summary", {}, "Reading"), sizes, widths, ...more, said, h("p", {}, "Keys"), keys));
}

function read(): Record<string, string> {
  try {
    const found = JSON.parse(localStorage.getItem("tc-look") ?? "{}");
    return found && typeof found === "object" ? found : {};
  } catch {
    return {};
  }
}
