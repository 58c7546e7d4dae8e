// @ts-check
import { h, uid, afterPaint } from "./dom.js";
import { benchOf, table } from "./bench.js";
import { agreement, sameWord, set } from "./hedge_logic.js";

/**
 * The hedge translator: a range for each hedge, then the scales' ranges beside it, and the same word in several places.
 * @param {{model: any, el: HTMLElement}} context
 */
function render({ model, el }) {
  const content = model.get("content");
  const bench = benchOf(model, content.hedges.map((/** @type {any} */ x) => x.id));
  const slots = content.hedges.map(() => h("div", {}));
  const whole = h("div", {});
  const drawWhole = () => whole.replaceChildren(...summary(bench, content));
  const one = (/** @type {number} */ i) => slots[i].replaceChildren(hedge(bench, content.hedges[i], i, () => { one(i); afterPaint(drawWhole); }));
  return bench.mount(el, "tc-hedge-translator", [slots, whole, bench.tools], (changed) => {
    slots.forEach((/** @type {any} */ _, /** @type {number} */ i) => (!changed || changed.has(content.hedges[i].id)) && one(i));
    drawWhole();
  });
}

/** One hedge. @param {any} bench @param {any} x @param {number} i @param {() => void} redraw */
function hedge(bench, x, i, redraw) {
  const mine = bench.work.get(x.id);
  const done = !!mine.compared;
  const name = uid("hedge");
  /** @type {[number, number]} */
  let range = [mine.low ?? 0, mine.high ?? 100];
  const told = h("p", { class: "tc-hedge-told", role: "status" });
  const strips = h("div", { "aria-hidden": "true" });
  const inputs = /** @type {const} */ ([0, 1]).map((end) => h("input", { id: `${name}-${end}`, type: "range", min: "0", max: "100", step: "5", value: String(range[end]), disabled: done,
    oninput: (/** @type {any} */ e) => { range = set(range, end, Number(e.target.value)); inputs.forEach((other, k) => (other.value = String(range[k]))); say(); },
    onchange: () => bench.keep(x.id, { low: range[0], high: range[1] }) }));
  const say = () => {
    told.textContent = `I hear ${range[0]} to ${range[1]} per cent.`;
    strips.replaceChildren(strip("you", range, "tc-band-mine"), ...(done ? x.scales.map((/** @type {any} */ s) => strip(s.scale, s.range, "")) : []));
  };
  say();
  return h("fieldset", { class: "tc-item", "data-hedge": x.key }, h("legend", {}, h("span", { class: "tc-number" }, `${i + 1} `), h("q", {}, x.hedge), " ", h("span", { class: "tc-where" }, x.claim)),
    bench.work.stale(x.id) && h("p", { class: "tc-note" }, "This hedge has been changed since you translated it; your earlier range is kept aside."),
    h("div", { html: x.text }),
    h("p", { class: "tc-range" }, h("label", { for: `${name}-0` }, "at least, per cent"), inputs[0]), h("p", { class: "tc-range" }, h("label", { for: `${name}-1` }, "at most, per cent"), inputs[1]),
    told, strips,
    h("div", { class: "tc-actions" }, done ? bench.button("Translate it again", () => { bench.keep(x.id, { compared: false }); redraw(); })
      : bench.button("Compare", () => {
        if (bench.work.get(x.id).low === undefined) return bench.say("Move one of the ends first.");
        bench.keep(x.id, { compared: true });
        redraw();
        /** @type {any} */ (document.querySelector(`[data-hedge="${x.key}"] [tabindex="-1"]`))?.focus();
      }, { "aria-label": `Compare: ${x.hedge}` })),
    done && h("div", { class: "tc-explanation", tabIndex: -1 },
      x.scales.length ? h("ul", {}, x.scales.map((/** @type {any} */ s) => h("li", {}, `${s.scale}, “${s.words}”: ${s.range[0]} to ${s.range[1]} per cent. You share ${Math.round(100 * agreement(range, s.range))} per cent of what the two cover.`)))
        : h("p", {}, "No scale has a range for these words. Any number you wrote is yours alone."),
      h("div", { html: x.says })));
}

/** A range on a line from 0 to 100. @param {string} label @param {[number, number]} range @param {string} css */
function strip(label, range, css) {
  return h("div", { class: "tc-band" }, h("span", {}, label), h("div", {}, h("div", { class: `tc-band-bar ${css}`, style: `margin-inline-start: ${range[0]}%; inline-size: ${Math.max(1, range[1] - range[0])}%` })));
}

/** Every translation, and whether one word was heard alike. @param {any} bench @param {any} content */
function summary(bench, content) {
  const done = content.hedges.map((/** @type {any} */ x) => ({ ...x, ...bench.work.get(x.id), id: x.id })).filter((/** @type {any} */ x) => x.compared);
  if (done.length < 2) return [];
  const words = [...new Set(done.map((/** @type {any} */ x) => x.word).filter(Boolean))];
  const said = words.flatMap((word) => {
    const mine = done.filter((/** @type {any} */ x) => x.word === word);
    if (mine.length < 2) return [];
    const found = sameWord(mine.map((/** @type {any} */ x) => [x.low, x.high]));
    return [`“${word}” stands in ${mine.length} of them; your middles lie up to ${Math.round(found.apart)} points apart, and ${found.shared ? `all your ranges share ${found.shared[0]} to ${found.shared[1]}` : "your ranges have nothing in common"}.`];
  });
  const width = done.reduce((/** @type {number} */ a, /** @type {any} */ x) => a + x.high - x.low, 0) / done.length;
  return [
    h("p", { class: "tc-bench-title" }, "Your translations"),
    table("Your translations", ["Words", "Claim", "From", "To"], done.map((/** @type {any} */ x) => [h("q", {}, x.hedge), x.claim, `${x.low} %`, `${x.high} %`])),
    ...said.map((s) => h("p", {}, s)), said.length > 0 && h("div", { html: content.same }),
    h("p", {}, `On average your ranges are ${Math.round(width)} points wide.`), done.length === content.hedges.length && h("div", { class: "tc-explanation", html: content.ends }),
  ].filter(Boolean);
}

export default { render };
