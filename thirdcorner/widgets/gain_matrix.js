// @ts-check
import { h, uid, afterPaint } from "./dom.js";
import { benchOf, select, table } from "./bench.js";
import { gainers, totals } from "./gain_logic.js";

/** @type {[string, string][]} */
const VALUES = [["", "…"], ["2", "++ gains much"], ["1", "+ gains"], ["0", "0 neither"], ["-1", "− loses"], ["-2", "−− loses much"]];
const sign = (/** @type {number|undefined} */ v) => (v === undefined ? "" : ["−−", "−", "0", "+", "++"][v + 2]);
const ATTESTED = { attested: "attested", claimed: "claimed by an interested party", inferred: "inferred" };

/**
 * Who gains: each flow rated for each actor, compared row by row, and summed with and without what is only claimed.
 * @param {{model: any, el: HTMLElement}} context
 */
function render({ model, el }) {
  const content = model.get("content");
  const bench = benchOf(model, [content.id, ...content.rows.map((/** @type {any} */ r) => r.id)]);
  const slots = content.rows.map(() => h("div", {}));
  const sum = h("div", { role: "status" });
  const reading = h("p", {});
  let only = false;
  const drawSum = () => sum.replaceChildren(...summed(bench, content, only, (now) => { only = now; drawSum(); }));
  const one = (/** @type {number} */ i) => slots[i].replaceChildren(row(bench, content, i, () => one(i), () => afterPaint(drawSum)));
  return bench.mount(el, "tc-gain-matrix", [slots, sum, bench.tools, reading, h("details", { class: "tc-worked" }, h("summary", {}, "What such a table is worth"), h("div", { html: content.ends }))], (changed) => {
    slots.forEach((/** @type {any} */ _, /** @type {number} */ i) => (!changed || changed.has(content.rows[i].id)) && one(i));
    drawSum();
    if (!changed) reading.replaceChildren(h("label", { for: `${content.id}-reading`, html: content.question }), bench.text(content.id, "reading_text", { id: `${content.id}-reading`, rows: 3 }));
  });
}

/** One flow. @param {any} bench @param {any} content @param {number} i @param {() => void} redraw @param {() => void} changed */
function row(bench, content, i, redraw, changed) {
  const r = content.rows[i];
  const mine = () => ({ values: {}, ...bench.work.get(r.id) });
  const done = !!mine().compared;
  return h("fieldset", { class: "tc-item", "data-flow": r.key }, h("legend", {}, h("span", { class: "tc-number" }, `${i + 1} `), r.what, " ", h("span", { class: "tc-where" }, `${r.head}; ${/** @type {any} */ (ATTESTED)[r.attestation]}`)),
    bench.work.stale(r.id) && h("p", { class: "tc-note" }, "This row has been changed since you rated it; your earlier ratings are kept aside."),
    h("div", { html: r.says }), h("p", { class: "tc-where" }, r.sources),
    h("div", { class: "tc-cells" }, content.actors.map((/** @type {any} */ a) => h("label", {}, a.short, select(`Row ${i + 1}, ${a.name}`, VALUES, mine().values[a.id] === undefined ? "" : String(mine().values[a.id]), (v) => {
      const { [a.id]: _, ...rest } = mine().values;
      bench.keep(r.id, { values: v === "" ? rest : { ...rest, [a.id]: Number(v) } });
      changed();
    }, { disabled: done })))),
    h("div", { class: "tc-actions" }, done ? bench.button("Rate it again", () => { bench.keep(r.id, { compared: false }); redraw(); }) : bench.button("Compare", () => {
      const left = content.actors.filter((/** @type {any} */ a) => mine().values[a.id] === undefined).map((/** @type {any} */ a) => a.short);
      if (left.length) return bench.say(`Still without a sign: ${left.join(", ")}.`);
      bench.keep(r.id, { compared: true });
      redraw();
      /** @type {any} */ (document.querySelector(`[data-flow="${r.key}"] .tc-explanation`))?.focus();
    }, { "aria-label": `Compare: ${r.what}` })),
    done && h("div", { class: "tc-explanation", tabIndex: -1 }, h("ul", {}, r.cells.map((/** @type {any} */ c, /** @type {number} */ k) => h("li", {}, h("b", {}, `${content.actors[k].short} ${sign(c.value)}`), ` (you ${sign(mine().values[c.actor])}): `, h("span", { html: c.why }))))));
}

/** What each has in all. @param {any} bench @param {any} content @param {boolean} only @param {(now: boolean) => void} change */
function summed(bench, content, only, change) {
  const rows = content.rows.map((/** @type {any} */ r) => ({ attestation: r.attestation, values: bench.work.get(r.id).values ?? {} }));
  if (!rows.some((/** @type {any} */ r) => Object.keys(r.values).length)) return [];
  const ids = content.actors.map((/** @type {any} */ a) => a.id);
  const name = (/** @type {string} */ id) => content.actors.find((/** @type {any} */ a) => a.id === id).short;
  const all = totals(rows, ids, false);
  const hard = totals(rows, ids, true);
  const first = (/** @type {Record<string, number>} */ t) => gainers(t).map(name).join(" and ");
  const box = uid("only");
  return [
    h("p", { class: "tc-bench-title" }, "Your sums"),
    h("p", {}, h("label", { class: "tc-choice", for: box }, h("input", { id: box, type: "checkbox", checked: only, onchange: (/** @type {any} */ e) => change(e.target.checked) }), h("span", {}, "count only what is attested"))),
    table("Your sums", ["Actor", "Sum"], ids.map((/** @type {string} */ a) => [name(a), String((only ? hard : all)[a]).replace("-", "−")])),
    h("p", {}, first(all) === first(hard) ? `Most is gained by ${first(all)}, whether or not you count what is only claimed or inferred.` : `Counting everything, most is gained by ${first(all)}; counting only what is attested, by ${first(hard)}.`),
  ];
}

export default { render };
