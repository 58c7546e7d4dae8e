// @ts-check
import { h, announce } from "./dom.js";
import { workOf } from "./work.js";

/** How many steps a learner can take back. */
const STEPS = 50;

/**
 * What every larger exercise has in common: its state by permanent ids, undo, reset with a second question, a live region,
 * and the frame around the work.
 * @param {any} model an anywidget model, in JupyterLab or in a page
 * @param {string[]} ids every id under which the exercise keeps something
 * @param {(state: any) => boolean} [fixed] whether a state was committed for good, so that undo leaves it alone
 */
export function benchOf(model, ids, fixed = () => false) {
  const content = model.get("content");
  const work = workOf(model);
  const status = h("p", { class: "tc-sr", role: "status" });
  /** @type {[string, any][][]} */
  let past = [];
  /** @type {(changed?: Set<string>) => void} */
  let draw = () => {};
  /** @param {string} text */
  const say = (text) => announce(status, text);
  const remember = () => {
    past = [...past.slice(1 - STEPS), ids.map((id) => /** @type {[string, any]} */ ([id, work.get(id)]))];
  };
  /** Change a state, so that it can be taken back. @param {string} id @param {any} change */
  const keep = (id, change) => {
    remember();
    work.keep(id, change);
  };
  const undo = () => {
    const before = past.pop();
    if (!before) return say("There is nothing to undo.");
    const back = before.filter(([id, state]) => !fixed(work.get(id)) && JSON.stringify(state) !== JSON.stringify(work.get(id)));
    work.put(back);
    draw(new Set(back.map(([id]) => id)));
    say("Undone.");
  };
  let asked = false;
  const again = h("button", { type: "button", class: "tc-button", onclick: () => {
    asked = !asked;
    again.textContent = asked ? "Yes, forget my work here" : "Begin again";
    if (asked) return say("This forgets everything you did in this exercise. Press once more to do it.");
    remember();
    work.drop(ids);
    draw();
    say("The bench is clear. Undo brings your work back.");
  } }, "Begin again");
  const tools = h("div", { class: "tc-actions tc-bench-tools" }, h("button", { type: "button", class: "tc-button", onclick: undo }, "Undo"), again);
  return {
    content,
    work,
    status,
    /** The work, each change of which can be taken back. */
    recorded: { ...work, keep, drop: (/** @type {string[]} */ gone) => { remember(); work.drop(gone); } },
    /** Say how to draw again after undo (with the ids it changed) and reset. @param {(changed?: Set<string>) => void} drawn */
    onredraw: (drawn) => { draw = drawn; },
    /** Undo and reset: they stand where the exercise puts them, or else at its end. */
    tools,
    keep,
    say,
    /** A button. @param {string} label @param {() => void} onclick @param {any} [props] */
    button: (label, onclick, props = {}) => h("button", { type: "button", class: "tc-button", onclick, ...props }, label),
    /** A text of the learner's own, kept under `id`/`name` (which ends in `_text`). @param {string} id @param {string} name @param {any} props */
    text: (id, name, props = {}) => h("textarea", { rows: 3, value: work.get(id)[name] ?? "", onchange: (/** @type {any} */ e) => work.keep(id, { [name]: e.target.value }), ...props }),
    /**
     * Put the exercise into its place, and draw it now and whenever somebody else changes it.
     * @param {HTMLElement} el @param {string} css the root class @param {any[]} body
     * @param {(changed?: Set<string>) => void} drawn draws all, or what hangs on the ids that changed
     */
    mount: (el, css, body, drawn) => {
      draw = drawn;
      el.replaceChildren(
        h("div", { class: css },
          h("p", { class: "tc-bench-title" }, content.title), h("div", { class: "tc-bench-task", html: content.task }),
          content.worked_example && h("details", { class: "tc-worked" }, h("summary", {}, "A worked example"), h("div", { html: content.worked_example })),
          body,
          status),
      );
      if (!tools.parentNode) status.before(tools);
      draw();
      return work.listen(() => draw());
    },
  };
}

/**
 * A table in a region of its own, which scrolls where it must.
 * @param {string} label @param {any[]} head @param {any[][]} rows the first cell of each row is its head @param {string} [css]
 */
export function table(label, head, rows, css = "") {
  return h("div", { class: "tc-scroll", tabIndex: 0, role: "region", "aria-label": label },
    h("table", { class: `tc-register ${css}` },
      h("thead", {}, h("tr", {}, head.map((t) => h("th", { scope: "col" }, t)))),
      h("tbody", {}, rows.map((row) => h("tr", {}, row.map((cell, i) => h(i ? "td" : "th", i ? {} : { scope: "row" }, cell)))))));
}

/**
 * A drop-down list.
 * @param {string} label its name @param {[string, string][]} choices value and words @param {string|undefined} value @param {(value: string) => void} onpick @param {any} [props]
 */
export function select(label, choices, value, onpick, props = {}) {
  const key = JSON.stringify(choices);
  let made = options.get(key);
  if (!made) {
    made = document.createDocumentFragment();
    made.append(...choices.map(([v, words]) => h("option", { value: v }, words)));
    options.set(key, made);
  }
  const node = h("select", { "aria-label": label, onchange: (/** @type {any} */ e) => onpick(e.target.value), ...props }, made.cloneNode(true));
  node.value = value ?? "";
  return node;
}

/** The options of lists seen before: a matrix has a hundred times the same. @type {Map<string, DocumentFragment>} */
const options = new Map();

/**
 * A fold whose content is made when it is first opened.
 * @param {any} props @param {any} summary @param {() => any} body
 */
export function fold(props, summary, body) {
  const fill = () => node.childNodes.length === 1 && node.append(...[body()].flat(Infinity).filter(Boolean));
  const node = h("details", props, h("summary", { onclick: fill }, summary)); // a click, by key too, comes before it opens
  if (node.open) fill();
  node.addEventListener("toggle", () => node.open && fill());
  return node;
}
