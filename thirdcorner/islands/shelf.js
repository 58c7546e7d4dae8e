// @ts-check
/** What the book shows of the record around its pages: progress beside each chapter, what is due, and how the reader likes to read. */

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
 * How much of each chapter is done. Pure.
 * @param {Record<string, string[]>} chapters ids of the pieces of work, by chapter
 * @param {Record<string, {state: any}>} entries
 * @returns {Record<string, {done: number, all: number}>}
 */
export function counted(chapters, entries) {
  const done = (/** @type {string} */ id) => {
    const state = entries[id]?.state;
    return !!state && (/\/q\d+$/.test(id) ? state.checked === true || state.tries > 0 : Object.keys(state).length > 0);
  };
  return Object.fromEntries(Object.entries(chapters).map(([slug, ids]) => [slug, { done: ids.filter(done).length, all: ids.length }]));
}

/** Review cards that are due. Pure. @param {Record<string, {state: any}>} entries @param {number} now */
export function dueNow(entries, now) {
  return Object.entries(entries).filter(([id, e]) => id.startsWith("review/") && e.state?.due <= now).length;
}

/** @param {any} store */
export function shelf(store) {
  const chapters = /** @type {any} */ (globalThis).thirdcorner?.course?.chapters ?? {};
  const draw = () => {
    const entries = store.entries();
    for (const [slug, { done, all }] of Object.entries(counted(chapters, entries))) {
      document.querySelectorAll(`#pst-primary-sidebar a[href$="${slug}.html"], #pst-primary-sidebar a.current[href="#"]`).forEach((link) => {
        if (link.getAttribute("href") === "#" && !location.pathname.endsWith(`/${slug}.html`)) return;
        const mark = link.querySelector(".tc-done") ?? link.appendChild(h("span", { className: "tc-done" }));
        mark.textContent = done ? ` ${done}/${all}` : "";
        mark.title = `${done} of ${all} exercises done`;
      });
      const place = document.querySelector(".tc-chapter-head");
      if (place && location.pathname.endsWith(`/${slug}.html`)) {
        const line = place.querySelector(".tc-done-line") ?? place.appendChild(h("p", { className: "tc-done-line" }));
        line.textContent = done ? `You have done ${done} of ${all} exercises here.` : `${all} exercises wait here.`;
      }
    }
    const due = dueNow(entries, Date.now());
    document.querySelectorAll("[data-tc-due]").forEach((place) => {
      const up = location.pathname.includes("/book/") ? "" : "book/";
      place.replaceChildren(...(due ? [h("a", { href: `${up}review.html` }, `${due} ${due === 1 ? "card is" : "cards are"} due for review`), "."] : []));
    });
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

/** How the reader likes to read, at the foot of the side bar; remembered on this device, applied by first.js before the page is drawn. */
export function reading() {
  const bar = document.querySelector("#pst-primary-sidebar .sidebar-primary-items__start, #pst-primary-sidebar");
  if (!bar) return;
  const root = document.documentElement;
  const look = read();
  const said = h("p", { className: "tc-said" });
  said.setAttribute("role", "status");
  /** @param {string} name @param {string[]} steps @param {string[]} names */
  const choice = (name, steps, names) => {
    const select = h("select", {}, ...steps.map((value, i) => h("option", { value, textContent: names[i], selected: (look[name] ?? steps[1]) === value })));
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
  const shared = h("input", { type: "checkbox", checked: sessionOnly() });
  shared.addEventListener("change", () => {
    try {
      if (shared.checked) sessionStorage.setItem("tc-shared", "yes");
      else sessionStorage.clear();
      location.reload();
    } catch {
      said.textContent = "This browser lets the page keep nothing, so there is nothing to forget.";
    }
  });
  const keys = h("dl", {}, ...KEYS.flatMap(([key, does]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, does)]));
  const box = h("details", { className: "tc-reading" }, h("summary", {}, "Reading"),
    choice("size", SIZES, ["small", "standard", "large", "very large"]), choice("measure", WIDTHS, ["short", "standard", "long"]),
    h("label", {}, shared, " Shared computer: keep nothing once this tab closes"), said, h("p", {}, "Keys"), keys);
  bar.append(box);
}

/** @returns {Record<string, string>} */
function read() {
  try {
    const found = JSON.parse(localStorage.getItem("tc-look") ?? "{}");
    return found && typeof found === "object" ? found : {};
  } catch {
    return {};
  }
}

/** Whether this tab keeps its record for itself and forgets it when it closes. */
export function sessionOnly() {
  try {
    return sessionStorage.getItem("tc-shared") === "yes";
  } catch {
    return false;
  }
}
