/** The learner's record on its own page. A script of its own over the core, which other pages need not load. */

import { mount } from "svelte";
import PutAside from "../parts/PutAside.svelte";
import { button, h, spoken } from "./notice";
import type { Store } from "./store";

/** What the exercises are called, from the content of the page's own list of them. */
function names(): Map<string, string> {
  const found = new Map<string, string>();
  try {
    const data = JSON.parse(document.querySelector("[data-widget='my_work'] script[type='application/json']")?.textContent ?? "{}");
    for (const { number, title, items } of data.content.chapters)
      for (const { id, asked } of items) found.set(id, `Chapter ${number}, ${title}${asked ? `: ${asked.slice(0, 120)}` : ""}`);
  } catch {
    // without the list, the ids have to do
  }
  return found;
}

/** The learner's record on its own page: what is there, what was put aside, export, import, reset. */
function myRecord(place: HTMLElement, store: Store, renew: () => void, tools: Node[]) {
  const list = h("tbody");
  const head = ["Where", "Answers", "Last worked on"].map((textContent) => h("th", { scope: "col", textContent }));
  const table = h(
    "table",
    { className: "tc-register" },
    h("caption", {}, "What you have done, by chapter or exercise"),
    h("thead", {}, h("tr", {}, ...head)),
    list,
  );
  const draw = () => {
    const groups = new Map<string, { n: number; at: number }>();
    for (const [id, { at }] of Object.entries(store.entries())) {
      const where = id.split("/")[0];
      const group = groups.get(where) ?? { n: 0, at: 0 };
      groups.set(where, { n: group.n + 1, at: Math.max(group.at, at) });
    }
    const rows = [...groups]
      .sort()
      .map(([where, { n, at }]) =>
        h("tr", {}, h("th", { scope: "row" }, where), h("td", {}, String(n)), h("td", {}, new Date(at).toLocaleDateString("en-GB"))),
      );
    list.replaceChildren(
      ...(rows.length ? rows : [h("tr", {}, h("td", { colSpan: 3 }, "Nothing yet: answers appear here as soon as you give them."))]),
    );
  };
  const sure = spoken();
  let asked = false;
  const reset = button("Forget everything", () => {
    asked = !asked;
    reset.textContent = asked ? "Yes, forget everything on this device" : "Forget everything";
    if (asked) {
      sure.textContent =
        "This deletes every answer of this course from this browser, with what was put aside, and cannot be undone. Save them to a file first if you may want them.";
      return;
    }
    store.clear();
    ["tc-read", "tc-room", "tc-class"].forEach((key) => localStorage.removeItem(key));
    renew();
    document.dispatchEvent(new CustomEvent("tc-record"));
    sure.textContent = "Every answer of this course is gone from this browser.";
  });
  const apart = h("div");
  place.replaceChildren(table, ...tools, reset, sure, apart);
  document.addEventListener("tc-record", draw);
  draw();
  mount(PutAside, { target: apart, props: { store, called: names(), renew } });
  place.dataset.state = "live";
}

(globalThis.thirdcorner ??= {}).mine = myRecord;
