// @ts-check
import { h, uid, announce, radios, sorter, afterPaint } from "./dom.js";
import { shuffled, pairsInOrder } from "./scoring.js";
import { benchOf } from "./bench.js";

const SHAPES = {
  circle: "M0-5a5 5 0 1 0 .01 0z", square: "M-4.5-4.5h9v9h-9z", triangle: "M0-5.5L5.2 4h-10.4z", diamond: "M0-6L6 0 0 6-6 0z",
  cross: "M-5-1.7h3.3V-5h3.4v3.3H5v3.4H1.7V5h-3.4V1.7H-5z", plus: "M-5-1.7h3.3V-5h3.4v3.3H5v3.4H1.7V5h-3.4V1.7H-5z",
  star: "M0-6l1.6 3.9 4.2.3-3.2 2.7 1 4.1L0 2.8-3.6 5l1-4.1-3.2-2.7 4.2-.3z", hexagon: "M-5 0l2.5-4.4h5L5 0 2.5 4.4h-5z",
  pentagon: "M0-5.5l5.2 3.8-2 6.2h-6.4l-2-6.2z", ring: "M0-5a5 5 0 1 0 .01 0zM0-2.2a2.2 2.2 0 1 1-.01 0z",
};

/**
 * The timeline explorer: a strip to see when, a list to read what, filters for both, and put-in-order tasks.
 * @param {{model: any, el: HTMLElement}} context
 */
function render({ model, el }) {
  const content = model.get("content");
  const bench = benchOf(model, content.order_tasks.map((/** @type {any} */ t) => t.id));
  const { recorded: work, status } = bench;
  const seed = model.get("seed");
  const view = { actors: new Set(), kinds: new Set(), when: "all" };
  const strip = h("div", { class: "tc-strip", tabIndex: 0, role: "region", "aria-label": "The events as a picture; the list below says the same" });
  const list = h("ol", { class: "tc-events" });
  const count = h("p", { class: "tc-bench-task" });
  const drawEvents = (/** @type {boolean} */ speak) => {
    const shown = chosen(content, view);
    count.textContent = `${shown.length} of ${content.events.length} events`;
    const drawStrip = () => strip.replaceChildren(stripOf(content, shown, (id) => reveal(id)));
    list.replaceChildren(...listOf(content, shown));
    if (speak) afterPaint(drawStrip); else drawStrip();
    if (speak) announce(status, `${shown.length} of ${content.events.length} events shown`);
  };
  /** @param {string} id */
  const reveal = (id) => {
    const item = /** @type {HTMLElement|null} */ (list.querySelector(`[data-event="${id}"]`));
    item?.querySelector("details")?.setAttribute("open", "");
    item?.scrollIntoView({ block: "nearest" });
    item?.querySelector("summary")?.focus();
  };
  /** @param {Set<string>} set @param {{id: string, name: string, mark?: any}} o */
  const toggle = (set, o) =>
    h("button", { type: "button", class: "tc-button tc-filter", "aria-pressed": "false", onclick: (/** @type {any} */ e) => {
      if (set.has(o.id)) set.delete(o.id); else set.add(o.id);
      e.currentTarget.setAttribute("aria-pressed", String(set.has(o.id)));
      drawEvents(true);
    } }, o.mark ?? null, o.name);
  const tasks = content.order_tasks.map((/** @type {any} */ task) => h("section", { class: "tc-order-task", "data-question": task.id, "aria-label": "Put in order" }));
  const drawTasks = content.order_tasks.map((/** @type {any} */ task, /** @type {number} */ i) => orderTask(content, task, tasks[i], work, seed, status));
  const name = uid("when");
  el.replaceChildren(
    h("div", { class: "tc-timeline" },
      h("p", { class: "tc-bench-title" }, content.title),
      h("div", { class: "tc-bench-task", html: content.task }),
      tasks.length > 0 && h("div", {}, tasks, bench.tools),
      h("div", { class: "tc-filters", role: "group", "aria-label": "Show only these actors" }, h("span", { class: "tc-filter-name" }, "Actors"),
        content.actors.map((/** @type {any} */ a) => toggle(view.actors, { ...a, mark: swatch(a) }))),
      h("div", { class: "tc-filters", role: "group", "aria-label": "Show only these kinds of event" }, h("span", { class: "tc-filter-name" }, "Kinds"),
        content.kinds.map((/** @type {any} */ k) => toggle(view.kinds, k))),
      radios({ legend: `Against ${content.text_date_words}, when ${content.text_date_label}`, name, class: "tc-inline", value: "all", onpick: (when) => ((view.when = when), drawEvents(true)),
        choices: [{ value: "all", label: "All" }, { value: "before", label: "Before it" }, { value: "after", label: "On or after it" }] }),
      h("div", { class: "tc-actions" }, h("button", { type: "button", class: "tc-button", onclick: () => {
        view.actors.clear(); view.kinds.clear(); view.when = "all";
        el.querySelectorAll(".tc-filter").forEach((b) => b.setAttribute("aria-pressed", "false"));
        /** @type {HTMLInputElement} */ (el.querySelector(`input[name="${name}"]`)).checked = true;
        drawEvents(true);
      } }, "Show all again")),
      count, strip, list, status),
  );
  drawEvents(false);
  const again = () => drawTasks.forEach((/** @type {() => void} */ draw) => draw());
  bench.onredraw(again);
  return work.listen(again);
}

/**
 * The events that a view shows: any chosen actor, any chosen kind, on the chosen side of the text's date.
 * @param {any} content @param {{actors: Set<string>, kinds: Set<string>, when: string}} view
 */
export function chosen(content, view) {
  return content.events.filter(
    (/** @type {any} */ e) =>
      (view.actors.size === 0 || e.actors.some((/** @type {string} */ a) => view.actors.has(a))) &&
      (view.kinds.size === 0 || view.kinds.has(e.kind)) &&
      (view.when === "all" || (view.when === "before") === e.date < content.text_date),
  );
}

/** @param {string} tag @param {Record<string, any>} attributes @param {...Node} children */
function s(tag, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  node.append(...children);
  return node;
}

/** @param {any} actor */
function swatch(actor) {
  return s("svg", { viewBox: "-7 -7 14 14", width: 14, height: 14, "aria-hidden": "true", class: `tc-actor-${actor.id}` }, s("path", { d: shape(actor.marker), style: `fill: var(--tc-mine, ${actor.colour})` }));
}

/** @param {string} marker */
function shape(marker) {
  return SHAPES[/** @type {keyof typeof SHAPES} */ (marker)] ?? SHAPES.circle;
}

/**
 * The strip: one row an actor, one mark an event. A picture only; the list below is its full text.
 * @param {any} content @param {any[]} shown @param {(id: string) => void} pick
 */
function stripOf(content, shown, pick) {
  const width = 720, row = 24, left = 96, height = content.actors.length * row + 30;
  const t0 = Date.parse(content.start), t1 = Date.parse(content.end);
  const x = (/** @type {string} */ d) => left + ((Date.parse(d) - t0) / (t1 - t0)) * (width - left - 12);
  const svg = s("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true", focusable: "false" });
  for (let year = Number(content.start.slice(0, 4)); year <= Number(content.end.slice(0, 4)); year += 1) {
    const at = x(`${year}-01-01`);
    svg.append(s("line", { x1: at, x2: at, y1: 0, y2: height - 20, class: "tc-strip-year" }), text(at + 4, height - 5, String(year)));
  }
  content.actors.forEach((/** @type {any} */ a, /** @type {number} */ i) => {
    const y = i * row + row / 2;
    svg.append(s("line", { x1: left, x2: width - 12, y1: y, y2: y, class: "tc-strip-row" }), text(0, y + 4, a.short));
    for (const e of shown.filter((e) => e.actors.includes(a.id))) {
      const mark = s("path", { d: shape(a.marker), transform: `translate(${x(e.date)} ${y})`, style: `fill: var(--tc-actor-${a.id}, ${a.colour})`, class: "tc-strip-mark" }, s("title", {}));
      /** @type {any} */ (mark.firstChild).textContent = `${e.when}: ${e.title}`;
      mark.addEventListener("click", () => pick(e.id));
      svg.append(mark);
    }
  });
  const at = x(content.text_date);
  svg.append(s("line", { x1: at, x2: at, y1: 0, y2: height - 20, class: "tc-strip-text" }));
  return svg;
}

/** @param {number} x @param {number} y @param {string} words */
function text(x, y, words) {
  const node = s("text", { x, y });
  node.textContent = words;
  return node;
}

/** @param {any} content @param {any[]} shown */
function listOf(content, shown) {
  if (shown.length === 0) return [h("li", {}, "No event fits all of these filters; show all again, or drop one.")];
  let past = false;
  return shown.flatMap((e) => {
    const line = !past && e.date >= content.text_date;
    past ||= line;
    return [
      line && h("li", { class: "tc-text-date" }, `${content.text_date_words}: ${content.text_date_label}`),
      rowOf(e),
    ].filter(Boolean);
  });
}

/** The row of each event, made once: a filter only moves them. @type {WeakMap<any, HTMLElement>} */
const rows = new WeakMap();

/** @param {any} e */
function rowOf(e) {
  let row = rows.get(e);
  if (!row) {
    row = h("li", { "data-event": e.id, class: "tc-event-row" },
      h("details", {},
        h("summary", {}, h("time", { datetime: e.date }, e.when), " ", h("span", {}, e.title)),
        e.text && h("p", { html: e.text }),
        h("p", { class: "tc-where" }, `${e.who} · ${e.kind_name} · ${e.sources}${e.grade === "B" ? " · one source" : ""}`)));
    rows.set(e, /** @type {HTMLElement} */ (row));
  }
  return row;
}

/**
 * A put-in-order task: dates hidden until it is checked.
 * @param {any} content @param {any} task @param {HTMLElement} slot @param {any} work @param {number} seed @param {HTMLElement} status
 */
function orderTask(content, task, slot, work, seed, status) {
  const draw = () => {
    const mine = work.get(task.id);
    const order = mine.order ?? shuffled(task.items.length, `${seed}/${task.id}`);
    const score = pairsInOrder(order);
    slot.replaceChildren(
      h("div", { class: "tc-prompt", html: task.prompt }),
      sorter({
        label: "Put in order, earliest at the top", order, disabled: mine.checked,
        item: (v) => h("span", {}, mine.checked && h("time", {}, `${task.items[v].when}: `), task.items[v].title),
        name: (v) => task.items[v].title,
        onmove: (next) => work.keep(task.id, { order: next }),
        mark: (v, place) => mine.checked && v !== place && h("span", { class: "tc-mark tc-caution" }, `✗ belongs at ${v + 1}`),
      }).el,
      mine.checked ? h("p", { class: `tc-verdict ${score === 1 ? "tc-right" : "tc-caution"}`, tabIndex: -1 }, score === 1 ? "✓ In order." : `${Math.round(score * 100)} % of the pairs stand in order.`) : "",
      mine.checked ? h("div", { class: "tc-explanation", html: task.shows }) : "",
      h("div", { class: "tc-actions" }, h("button", { type: "button", class: `tc-button${mine.checked ? "" : " tc-primary"}`, onclick: () => {
        const done = !work.get(task.id).checked;
        work.keep(task.id, { order, checked: done, ...(done ? { score: pairsInOrder(work.get(task.id).order ?? order) } : {}) });
        draw();
        /** @type {HTMLElement|null} */ (slot.querySelector(done ? ".tc-verdict" : "button"))?.focus();
        if (done) announce(status, slot.querySelector(".tc-verdict")?.textContent ?? "");
      } }, mine.checked ? "Try again" : "Check the order")),
    );
  };
  draw();
  return draw;
}

export default { render };
