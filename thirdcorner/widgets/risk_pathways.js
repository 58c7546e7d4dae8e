// @ts-check
import { h, uid, radios, sorter } from "./dom.js";
import { benchOf } from "./bench.js";
import { pairsInOrder, shuffled } from "./scoring.js";
import { along, end, gain, weakest } from "./pathway_logic.js";

/**
 * Risk pathways. A chain is put in order; each link then gets a chance; the end follows; the weak link is named, and compared.
 * @param {{model: any, el: HTMLElement}} context
 */
function render({ model, el }) {
  const content = model.get("content");
  const bench = benchOf(model, [content.id, ...content.pathways.map((/** @type {any} */ p) => p.id)]);
  const slots = content.pathways.map((/** @type {any} */ p) => h("details", { class: "tc-step", open: p === content.pathways[0], "data-pathway": p.key }));
  const reading = h("p", {});
  const draw = (/** @type {number} */ i) => {
    const p = content.pathways[i];
    const mine = bench.work.get(p.id);
    slots[i].replaceChildren(h("summary", {}, `${p.name} (${p.paragraph})`), ...(mine.checked ? weigh(bench, p, () => draw(i)) : order(bench, p, model.get("seed"), () => draw(i))).filter(Boolean));
  };
  return bench.mount(el, "tc-risk-pathways", [slots, reading, bench.tools, h("details", { class: "tc-worked" }, h("summary", {}, "What multiplying does and does not do"), h("div", { html: content.ends }))], (changed) => {
    content.pathways.forEach((/** @type {any} */ p, /** @type {number} */ i) => (!changed || changed.has(p.id)) && draw(i));
    if (!changed) reading.replaceChildren(h("label", { for: `${content.id}-reading`, html: content.question }), bench.text(content.id, "reading_text", { id: `${content.id}-reading`, rows: 3 }));
  });
}

/** First: from cause to effect. @param {any} bench @param {any} p @param {number} seed @param {() => void} redraw */
function order(bench, p, seed, redraw) {
  const plain = p.links.map((/** @type {any} */ l) => (h("span", { html: l.text }).textContent ?? "").trim());
  const start = bench.work.get(p.id).order ?? shuffled(p.links.length, `${p.id}/${seed}`);
  const said = h("p", { role: "status" });
  const list = sorter({ label: `${p.name}: from cause to effect`, order: start, item: (i) => plain[i], name: (i) => plain[i], onmove: (next) => bench.keep(p.id, { order: next }) });
  return [
    bench.work.stale(p.id) && h("p", { class: "tc-note" }, "This chain has been changed since you worked on it; your earlier work is kept aside."),
    h("p", {}, "Put the stations in order, from the first cause to the last effect."), list.el, said,
    h("div", { class: "tc-actions" },
      bench.button("Check the order", () => {
        const now = bench.work.get(p.id).order ?? start;
        const share = pairsInOrder(now);
        bench.keep(p.id, { order: now, first: bench.work.get(p.id).first ?? share, ...(share === 1 ? { checked: true } : {}) });
        if (share === 1) {
          redraw();
          bench.say("In order. Now give each link a chance.");
          /** @type {any} */ (document.querySelector(`[data-pathway="${p.key}"] input`))?.focus();
          return;
        }
        const wrong = now.findIndex((/** @type {number} */ item, /** @type {number} */ place) => item !== place);
        said.textContent = `${Math.round(share * 100)} per cent of the pairs stand in order. Look at place ${wrong + 1}: could it come about before what you have below it?`;
      }),
      bench.button("Show the order of the text", () => { bench.keep(p.id, { order: p.links.map((/** @type {any} */ _, /** @type {number} */ i) => i), first: bench.work.get(p.id).first ?? 0, checked: true }); redraw(); })),
  ];
}

/** Then: how likely is each, once the one before has come? @param {any} bench @param {any} p @param {() => void} redraw */
function weigh(bench, p, redraw) {
  const state = () => ({ chances: {}, ...bench.work.get(p.id) });
  const chances = () => p.links.map((/** @type {any} */ l) => state().chances[l.id] ?? 50);
  const told = h("div", { role: "status" });
  const sofar = p.links.map(() => h("output", { class: "tc-where" }));
  const say = () => {
    const now = chances();
    along(now).forEach((v, i) => (sofar[i].textContent = `${now[i]} %; so far ${v.toFixed(0)} in 100`));
    const weak = weakest(now);
    told.replaceChildren(h("p", {}, h("b", {}, `By your numbers the end comes in ${end(now).toFixed(0)} of 100.`), ` The least likely ${weak.length > 1 ? "links are" : "link is"} ${weak.map((i) => i + 1).join(" and ")}; ten points more there would add ${gain(now, weak[0]).toFixed(1)} to the end.`));
  };
  const done = !!state().compared;
  const items = p.links.map((/** @type {any} */ l, /** @type {number} */ i) => {
    const name = uid("link");
    const input = h("input", { id: name, type: "range", min: "0", max: "100", step: "5", value: String(chances()[i]), onchange: () => { bench.keep(p.id, { chances: { ...state().chances, [l.id]: Number(input.value) } }); say(); } });
    return h("li", {}, h("span", { html: l.text }), h("p", { class: "tc-range" }, h("label", { for: name, class: "tc-where" }, i ? "given the one before" : "by itself"), input, sofar[i]),
      done && h("div", { class: "tc-feedback" }, h("span", { html: l.bears }), " ", h("small", {}, l.sources)));
  });
  say();
  const out = [
    h("ol", { class: "tc-pathway" }, items), told,
    radios({ legend: "Which link would you test first?", name: uid("weak"), class: "tc-inline", value: state().weak, disabled: done, choices: p.links.map((/** @type {any} */ l, /** @type {number} */ i) => ({ value: l.id, label: `link ${i + 1}` })), onpick: (weak) => bench.keep(p.id, { weak }) }),
    h("div", { class: "tc-actions" }, !done && bench.button("Compare", () => {
      if (!state().weak) return bench.say("Name the link that you would test first.");
      bench.keep(p.id, { compared: true });
      redraw();
      /** @type {any} */ (document.querySelector(`[data-pathway="${p.key}"] .tc-explanation`))?.focus();
    }), bench.button("Order it again", () => { bench.keep(p.id, { checked: false, compared: false, order: undefined }); redraw(); })),
    done && h("div", { class: "tc-explanation", tabIndex: -1 }, h("p", {}, state().weak === p.weak ? "The book would begin there too." : `The book would begin at link ${p.links.findIndex((/** @type {any} */ l) => l.id === p.weak) + 1}.`), h("div", { html: p.weak_text })),
  ];
  return out.filter(Boolean);
}

export default { render };
