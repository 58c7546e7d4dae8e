// @ts-check
/** The few DOM helpers that every widget shares. Text is always set as text; `html` takes only build-time HTML. */

/**
 * Make an element. Keys of `props` beginning with `on` are listeners; `class`, `for`, `aria-…` and `data-…` are
 * attributes; `html` is HTML that the build rendered from the course's own Markdown, never a learner's text.
 * @param {string} tag
 * @param {Record<string, any>} [props]
 * @param {...any} children nodes and strings, in lists of any depth; null, undefined and false are left out
 * @returns {any} the element
 */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "html") node.innerHTML = value;
    else if (key in node && !/^(list|form|role)$/.test(key)) /** @type {any} */ (node)[key] = value;
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(.../** @type {(Node|string)[]} */ (children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false)));
  return node;
}

let counter = 0;

/** An element id that no other on the page has. @param {string} stem */
export function uid(stem) {
  counter += 1;
  return `tc-${stem}-${counter}`;
}

/**
 * Put text into a live region, so that a screen reader speaks it even when it is the same as before.
 * @param {HTMLElement} region
 * @param {string} text
 */
export function announce(region, text) {
  region.textContent = "";
  requestAnimationFrame(() => (region.textContent = text));
}

/**
 * Run something once the next frame stands: a sum at the end of an exercise must not hold up what the learner looks at.
 * @param {() => void} run
 */
export function afterPaint(run) {
  requestAnimationFrame(() => setTimeout(run));
}

/** Move the focus to the first element that fits. @param {Element} root @param {string} selector */
export function focusOn(root, selector) {
  /** @type {HTMLElement|null} */ (root.querySelector(selector))?.focus();
}

/**
 * A group of radio buttons, in a fieldset with a legend.
 * @param {{legend: any, name: string, class?: string, value: any, choices: {value: any, label: any}[], onpick: (value: any) => void, disabled?: boolean}} o
 * @returns {HTMLFieldSetElement}
 */
export function radios(o) {
  return h(
    "fieldset",
    { class: `tc-choices ${o.class ?? ""}`, disabled: !!o.disabled },
    h("legend", {}, o.legend),
    o.choices.map(({ value, label }) =>
      h(
        "label",
        { class: "tc-choice" },
        h("input", { type: "radio", name: o.name, value: String(value), checked: o.value === value, onchange: () => o.onpick(value) }),
        typeof label === "string" ? h("span", {}, label) : label,
      ),
    ),
  );
}

/** Steps of confidence, in per cent, from a coin's toss to near certainty. */
export const CONFIDENCE = [50, 60, 70, 80, 90, 99];

/**
 * Ask how sure the learner is, in per cent.
 * @param {string} name
 * @param {number|undefined} value
 * @param {(value: number) => void} onpick
 * @param {boolean} [disabled]
 */
export function confidence(name, value, onpick, disabled) {
  const choices = CONFIDENCE.map((v) => ({ value: v, label: `${v} %` }));
  return radios({ legend: "How sure are you?", name, class: "tc-confidence", value, choices, onpick, disabled });
}

/**
 * Move one item of a list up or down.
 * @template T
 * @param {T[]} list
 * @param {number} from
 * @param {number} by
 * @returns {T[]} a new list, or the same one where the move leads outside it
 */
export function moved(list, from, by) {
  const to = from + by;
  if (to < 0 || to >= list.length) return list;
  const next = list.slice();
  [next[from], next[to]] = [next[to], next[from]];
  return next;
}

/**
 * A list whose items are put in order by buttons: works by pointer, keyboard and screen reader alike.
 * @param {{label: string, order: number[], item: (index: number) => any, name: (index: number) => string, onmove: (order: number[]) => void, disabled?: boolean, mark?: (index: number, place: number) => any}} o
 * @returns {{el: HTMLElement, focus: (index: number, by: number) => void}}
 */
export function sorter(o) {
  const status = h("p", { class: "tc-sr", role: "status" });
  const list = h("ol", { class: "tc-sorter", "aria-label": o.label });
  let order = o.order;
  const draw = () =>
    list.replaceChildren(
      ...order.map((index, place) =>
        h(
          "li",
          { "data-index": index },
          h("span", { class: "tc-sorter-item" }, o.item(index)),
          !o.disabled &&
            h("span", { class: "tc-sorter-moves" },
              h("button", { type: "button", "aria-label": `Move up: ${o.name(index)}`, "aria-disabled": place === 0 ? "true" : null, onclick: () => move(place, -1) }, "↑"),
              h("button", { type: "button", "aria-label": `Move down: ${o.name(index)}`, "aria-disabled": place === order.length - 1 ? "true" : null, onclick: () => move(place, 1) }, "↓"),
            ),
          o.mark?.(index, place),
        ),
      ),
    );
  /** @param {number} index @param {number} by */
  const focus = (index, by) => list.querySelector(`[data-index="${index}"] button:nth-of-type(${by < 0 ? 1 : 2})`)?.focus();
  /** @param {number} place @param {number} by */
  const move = (place, by) => {
    const index = order[place];
    const next = moved(order, place, by);
    if (next === order) return;
    order = next;
    draw();
    focus(index, by);
    announce(status, `${o.name(index)}: now ${order.indexOf(index) + 1} of ${order.length}`);
    o.onmove(order);
  };
  draw();
  return { el: h("div", {}, list, status), focus };
}
