// @ts-check
import { h, uid, afterPaint } from "./dom.js";
import { benchOf, fold, select, table } from "./bench.js";
import { differences, diagnosticity, flips, leaders, pivots, scores } from "./ach_logic.js";

/** @type {[string, string][]} */
const RATINGS = [["", "·"], ["II", "−−"], ["I", "−"], ["N", "0"], ["C", "+"], ["CC", "++"], ["na", "n/a"]];
/** @type {[string, string][]} */
const LEVELS = [["low", "low"], ["medium", "medium"], ["high", "high"]];
const WORDS = { II: "very inconsistent", I: "inconsistent", N: "neither", C: "consistent", CC: "very consistent", na: "not applicable" };
const sign = (/** @type {string} */ rating) => RATINGS.find(([v]) => v === (rating ?? ""))?.[1] ?? "";

/**
 * The workbench for competing hypotheses. The learner rates each item against each hypothesis, sees what is ruled out and what the
 * result hangs on, and, once committed, how others filled in the same table.
 * @param {{model: any, el: HTMLElement}} context
 */
function render({ model, el }) {
  const content = model.get("content");
  const id = content.id;
  const bench = benchOf(model, [id, ...content.evidence.map((/** @type {any} */ e) => e.id)]);
  const { work } = bench;
  const own = () => ({ hypotheses: [], rows: [], ...work.get(id) });
  const hypotheses = () => [...content.hypotheses, ...own().hypotheses];
  const ids = () => hypotheses().map((/** @type {any} */ x) => x.id);
  /** Every row with its state. */
  const rows = () => [
    ...content.evidence.map((/** @type {any} */ e) => ({ ...e, credibility: "medium", relevance: "medium", cells: {}, ...work.get(e.id), id: e.id })),
    ...own().rows.map((/** @type {any} */ r) => ({ credibility: "medium", relevance: "medium", cells: {}, ...r, own: true })),
  ];
  /** @param {any} row @param {any} change */
  const keepRow = (row, change) => {
    if (row.own) bench.keep(id, { rows: own().rows.map((/** @type {any} */ r) => (r.id === row.id ? { ...r, ...change } : r)) });
    else bench.keep(row.id, change);
    afterPaint(tell);
  };
  const now = (/** @type {string} */ rowId) => rows().find((r) => r.id === rowId);
  const matrix = h("div", {});
  const result = h("div", { class: "tc-ach-result" });
  const others = h("div", {});
  const last = h("div", {});
  /** @type {Set<string>} */
  const open = new Set();

  /** @type {Map<string, HTMLElement>} */
  const boxes = new Map();
  /** All rows, or those that changed. @param {Set<string>} [changed] */
  const drawMatrix = (changed) => {
    const all = rows();
    if (changed && !changed.has(id)) return all.forEach((row, n) => changed.has(row.id) && boxes.get(row.id)?.replaceWith(boxOf(row, n)));
    boxes.clear();
    matrix.replaceChildren(...all.map((row, n) => boxOf(row, n)), adders());
  };
  /** One row: an item, a sign for each hypothesis, two weights. @param {any} row @param {number} n */
  const boxOf = (row, n) => {
    const box = h("fieldset", { class: "tc-item", "data-item": row.key ?? row.id }, h("legend", {}, words(row, n)),
      work.stale(row.id) && h("p", { class: "tc-note" }, "This item has been reworded since you rated it; your earlier ratings are kept aside."),
      h("div", { class: "tc-cells" }, hypotheses().map((x) => h("label", {}, x.name, select(`Item ${n + 1}, ${x.name}`, RATINGS, row.cells[x.id], (value) => {
        const fresh = now(row.id);
        keepRow(fresh, { cells: { ...fresh.cells, [x.id]: value } });
      })))),
      h("div", { class: "tc-ach-weights" },
        /** @type {const} */ (["credibility", "relevance"]).map((name) => h("label", {}, name, select(`Item ${n + 1}: ${name}`, LEVELS, row[name], (value) => keepRow(now(row.id), { [name]: value })))),
        row.own && bench.button("Remove", () => remove("rows", row.id), { "aria-label": `Remove item ${n + 1}` })),
      !row.own && h("details", { class: "tc-where" }, h("summary", {}, "source and caution"), h("div", { html: row.bears }), h("p", {}, row.sources)));
    boxes.set(row.id, box);
    return box;
  };
  /** @param {any} row @param {number} n */
  const words = (row, n) => [h("span", { class: "tc-number" }, `${n + 1} `), row.own ? h("span", {}, row.name) : h("span", { html: row.text })];
  const adders = () => {
    const box = (/** @type {"hypotheses"|"rows"} */ kind, /** @type {string} */ label) => {
      const input = h("input", { type: "text", id: uid("own"), maxLength: 200 });
      return h("p", { class: "tc-range" }, h("label", { for: input.id }, label), input, bench.button("Add", () => {
        const name = input.value.trim();
        if (!name) return bench.say("Write it first.");
        const list = own()[kind];
        const next = 1 + Math.max(0, ...list.map((/** @type {any} */ o) => Number(o.id.slice(4))));
        bench.keep(id, { [kind]: [...list, kind === "rows" ? { id: `own-${next}`, name, cells: {} } : { id: `own-${next}`, name }] });
        drawMatrix();
        tell();
        bench.say(`Added: ${name}`);
        matrix.querySelector(kind === "rows" ? "fieldset:last-of-type select" : ".tc-cells label:last-child select")?.focus();
      }));
    };
    return h("div", {}, box("rows", "An item of your own"), box("hypotheses", "A hypothesis of your own"),
      own().hypotheses.length > 0 && h("p", { class: "tc-actions" }, own().hypotheses.map((/** @type {any} */ x) => bench.button(`Remove ${x.name}`, () => remove("hypotheses", x.id)))));
  };
  /** @param {"hypotheses"|"rows"} kind @param {string} gone */
  const remove = (kind, gone) => {
    bench.keep(id, { [kind]: own()[kind].filter((/** @type {any} */ o) => o.id !== gone) });
    drawMatrix();
    tell();
    bench.say("Removed. Undo brings it back.");
  };

  const tell = () => {
    const all = rows();
    const names = Object.fromEntries(hypotheses().map((x) => [x.id, x.name]));
    const rated = all.filter((r) => ids().some((x) => r.cells[x]));
    result.replaceChildren(...(rated.length ? told(rated, ids(), names, all) : [h("p", {}, "Rate a first item, and the table begins to speak.")]));
    const whole = () => rows().filter((r) => !r.own && content.hypotheses.every((/** @type {any} */ x) => r.cells[x.id])).length;
    others.replaceChildren(...(own().compared ? compared(content, all, names, open) : [
      h("p", { class: "tc-where" }, `${whole()} of ${content.evidence.length} items are rated against all hypotheses. Other readers show after ${content.rows_needed}, so that your signs are your own.`),
      bench.button("Compare with other readers", () => {
        if (whole() < content.rows_needed) return bench.say(`Rate ${content.rows_needed - whole()} more items against all hypotheses first.`);
        bench.keep(id, { compared: true });
        tell();
        others.querySelector("[tabindex='-1']")?.focus();
      }),
    ]));
  };
  const drawLast = () => last.replaceChildren(h("label", { html: content.question, for: `${id}-reading` }), bench.text(id, "reading_text", { id: `${id}-reading`, rows: 5 }));
  return bench.mount(el, "tc-ach-workbench", [
    h("dl", { class: "tc-kinds" }, content.hypotheses.flatMap((/** @type {any} */ x) => [h("dt", {}, x.name), h("dd", {}, h("span", { html: x.says }), " ", h("em", { html: x.forbids }), " ", h("span", { class: "tc-where" }, x.sources))])),
    h("p", { class: "tc-where" }, "Ask of each cell: if the hypothesis were true, how surprising would this item be? ", RATINGS.slice(1).map(([v, s]) => `${s} ${/** @type {any} */ (WORDS)[v]}`).join(" · ")),
    matrix, bench.tools, result, others, last,
    h("details", { class: "tc-worked" }, h("summary", {}, "Whose method is this, and does it work?"), h("div", { html: content.method }), h("div", { html: content.ends })),
  ], (changed) => { drawMatrix(changed); tell(); if (!changed) drawLast(); });
}

/** "A", "A and B", "A, B and C". @param {string[]} list */
const listed = (list) => (list.length < 2 ? list.join("") : `${list.slice(0, -1).join(", ")} and ${list[list.length - 1]}`);

/** What the table says, sentence by sentence. @param {any[]} rows @param {string[]} ids @param {Record<string, string>} names @param {any[]} all */
function told(rows, ids, names, all) {
  const found = scores(rows, ids);
  const lead = leaders(found);
  const number = (/** @type {string} */ rowId) => all.findIndex((r) => r.id === rowId) + 1;
  const ranked = ids.slice().sort((a, b) => found[a] - found[b]);
  const spread = rows.map((r) => ({ id: r.id, d: diagnosticity(r, ids) })).sort((a, b) => b.d - a.d);
  const idle = spread.filter((s) => s.d === 0);
  const hang = pivots(rows, ids);
  const flip = flips(rows, ids).slice(0, 3);
  const open = rows.reduce((n, r) => n + ids.filter((x) => !r.cells[x]).length, 0);
  const sentences = [
    lead.length === ids.length ? "So far nothing parts the hypotheses." : `Least speaks against ${listed(lead.map((x) => names[x]))} (${found[lead[0]].toFixed(1)}); most against ${names[ranked[ranked.length - 1]]} (${found[ranked[ranked.length - 1]].toFixed(1)}).`,
    spread[0]?.d > 0 && `Item ${number(spread[0].id)} parts them most${idle.length ? `; ${idle.length === 1 ? `item ${number(idle[0].id)} parts nothing` : `items ${listed(idle.map((s) => String(number(s.id))))} part nothing`}` : ""}.`,
    hang.length ? `The order hangs on ${hang.length === 1 ? "one item" : `${hang.length} items`}: ${hang.map((p) => `without item ${number(p.id)} ${listed(p.leaders.map((x) => names[x]))} would lead`).join("; ")}.` : lead.length < ids.length && "No single item can be taken away so that somebody else leads.",
    flip.length ? `A single judgement would change it: ${flip.map((f) => `item ${number(f.id)} under ${names[f.hypothesis]}, ${sign(f.from)} made ${sign(f.to)} (then ${listed(f.leaders.map((x) => names[x]))})`).join("; ")}.` : "No single judgement changes who leads.",
    open > 0 && `${open} ${open === 1 ? "cell" : "cells"} of the items begun ${open === 1 ? "is" : "are"} still empty and count for nothing.`,
    "This ranks your judgements. It says nothing of how probable a hypothesis is.",
  ].filter(Boolean);
  return [
    h("p", { class: "tc-bench-title" }, "What your table says"),
    h("div", { role: "status", class: "tc-ach-says" }, sentences.map((s) => h("p", {}, s))),
    table("Inconsistency by hypothesis", ["Hypothesis", "Inconsistency", "Without its heaviest item"], ranked.map((x) => {
      const heaviest = Math.max(0, ...rows.map((r) => scores([r], ids)[x]));
      return [names[x], h("span", {}, h("span", { class: "tc-swing", style: `inline-size: ${Math.min(9, found[x])}rem`, "aria-hidden": "true" }), found[x].toFixed(1)), (found[x] - heaviest).toFixed(1)];
    })),
    h("details", { class: "tc-worked" }, h("summary", {}, "How diagnostic each item is"), table("Diagnosticity", ["Item", "Spread × weight"], spread.map((s) => [`Item ${number(s.id)}`, s.d.toFixed(1)]))),
  ];
}

/** Other readers; which of them are unfolded stays so. @param {any} content @param {any[]} all @param {Record<string, string>} names @param {Set<string>} open */
function compared(content, all, names, open) {
  const ids = content.hypotheses.map((/** @type {any} */ x) => x.id);
  return [
    h("p", { class: "tc-bench-title", tabIndex: -1 }, "Other readers"),
    ...content.readers.map((/** @type {any} */ reader) => {
      const cells = Object.fromEntries(content.evidence.map((/** @type {any} */ e) => [e.id, reader.cells[e.key]]));
      const rows = content.evidence.map((/** @type {any} */ e) => ({ id: e.id, credibility: reader.weights[e.key]?.[0] ?? "medium", relevance: reader.weights[e.key]?.[1] ?? "medium", cells: cells[e.id] }));
      const found = scores(rows, ids);
      return fold({ class: "tc-worked", "data-reader": reader.id, open: open.has(reader.id), ontoggle: (/** @type {any} */ e) => (e.target.open ? open.add(reader.id) : open.delete(reader.id)) },
        `${reader.name}: least against ${listed(leaders(found).map((x) => names[x]))}`, () => reading(content, reader, rows, cells, found, all));
    }),
  ];
}

/** One reader's matrix, and where the learner differs from it. @param {any} content @param {any} reader @param {any[]} rows @param {any} cells @param {Record<string, number>} found @param {any[]} all */
function reading(content, reader, rows, cells, found, all) {
  const ids = content.hypotheses.map((/** @type {any} */ x) => x.id);
  const names = Object.fromEntries(content.hypotheses.map((/** @type {any} */ x) => [x.id, x.name]));
  const number = (/** @type {string} */ rowId) => all.findIndex((r) => r.id === rowId) + 1;
  const given = all.filter((r) => !r.own);
  const apart = differences(given, cells).filter((d) => d.gap >= 2).slice(0, 6);
  const aside = given.filter((r) => ids.every((/** @type {string} */ x) => cells[r.id][x] === "na") && ids.some((/** @type {string} */ x) => (r.cells[x] ?? "na") !== "na")).map((r) => String(number(r.id)));
  return [
    h("div", { html: reader.says }),
    table(`The matrix of ${reader.name}`, ["Item", ...content.hypotheses.map((/** @type {any} */ x) => x.name.split(" ")[0])], [...rows.map((/** @type {any} */ r) => [`Item ${number(r.id)}`, ...ids.map((/** @type {string} */ x) => sign(r.cells[x]))]), ["Inconsistency", ...ids.map((/** @type {string} */ x) => found[x].toFixed(1))]], "tc-ach-signs"),
    aside.length > 0 && h("p", {}, `Sets aside, where you did not: ${aside.length === 1 ? "item" : "items"} ${listed(aside)}.`),
    apart.length ? [h("p", {}, "You differ most in"), h("ul", {}, apart.map((d) => h("li", {}, `item ${number(d.id)} under ${names[d.hypothesis]}: you ${sign(d.mine)}, here ${sign(d.theirs)}`)))] : h("p", {}, "You differ in no cell by more than one step."),
  ];
}

export default { render };
