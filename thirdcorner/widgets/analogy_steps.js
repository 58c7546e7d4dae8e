// @ts-check
import { h, uid } from "./dom.js";
import { select, table } from "./bench.js";
import { MARKS, SIDES, WEIGHTS, against, heaviest, parts, sums } from "./analogy_logic.js";

/** @type {[string, string][]} */
const TYPES = [["defence", "defence"], ["offence", "offence"], ["neutrality", "neutrality"], ["non-aggression", "non-aggression"], ["consultation", "consultation"]];
/** A drop-down's choices, an empty one first. @param {string[]} values @returns {[string, string][]} */
const choices = (values) => [["", "…"], .../** @type {[string, string][]} */ (values.map((v) => [v, v]))];

/** Code the ties from their words, then see how the book and two data sets have them. @param {any} bench @param {any} c the case @param {string} at */
export function tiesStep(bench, c, at) {
  return c.ties.map((/** @type {any} */ tie) => {
    const id = `${at}/tie-${tie.id}`;
    const box = h("section", { class: "tc-case", "data-tie": tie.id, "aria-label": tie.name });
    const draw = () => {
      const mine = { types: [], ...bench.work.get(id) };
      const name = uid("tie");
      const found = against(mine.types, tie.types);
      box.replaceChildren(...[
        h("p", { class: "tc-bench-title" }, tie.name),
        bench.work.stale(id) && h("p", { class: "tc-note" }, "This tie has been changed since you coded it; your earlier coding is kept aside."),
        ...tie.treaties.map((/** @type {any} */ t) => h("div", { class: "tc-excerpt" }, h("p", { class: "tc-where" }, `${t.name}, signed ${t.signed}`),
          t.lines.map((/** @type {any} */ l) => h("p", {}, l.article && h("b", {}, `${l.article}: `), l.quote ? h("q", {}, l.quote) : [h("span", { html: l.paraphrase }), h("em", {}, " (our paraphrase)")], " ", h("small", {}, l.sources))))),
        h("fieldset", { class: "tc-choices tc-inline", disabled: !!mine.compared }, h("legend", {}, "It promises (tick all that the words bear; none is an answer too)"),
          TYPES.map(([value, label], n) => h("label", { class: "tc-choice" }, h("input", { type: "checkbox", id: `${name}-${n}`, checked: mine.types.includes(value), onchange: (/** @type {any} */ e) => {
            const now = { types: [], ...bench.work.get(id) };
            bench.keep(id, { types: e.target.checked ? [...now.types, value] : now.types.filter((/** @type {string} */ t) => t !== value) });
          } }), h("span", {}, label)))),
        !mine.compared && h("div", { class: "tc-actions" }, bench.button("Compare", () => {
          bench.keep(id, { types: bench.work.get(id).types ?? [], compared: true });
          draw();
          /** @type {any} */ (box.querySelector("[tabindex='-1']"))?.focus();
        })),
        mine.compared && h("div", { class: "tc-explanation", tabIndex: -1 },
          h("p", {}, h("b", {}, "Our reading: "), tie.types.join(" and ") || "none of the five", ". ",
            found.missed.length ? `You did not tick ${found.missed.join(" and ")}. ` : "", found.only.length ? `You also read ${found.only.join(" and ")}.` : "", !found.missed.length && !found.only.length ? "So have you." : ""),
          h("div", { html: tie.says }),
          tie.treaties.map((/** @type {any} */ t) => h("p", { class: "tc-where" }, `${tie.treaties.length > 1 ? `${t.name}. ` : ""}COW: ${t.cow}. ATOP: ${t.atop}.`))),
        mine.compared && h("div", { class: "tc-actions" }, bench.button("Code it again", () => { bench.keep(id, { compared: false }); draw(); })),
      ].filter(Boolean));
    };
    draw();
    return box;
  });
}

/** The shapes of two triangles, by a measure of choice: each corner's part of its own three. @param {any} content @param {any} c */
export function shapesStep(content, c) {
  const chosen = { then: c.shapes.findLast((/** @type {any} */ s) => s.age === "then"), now: c.shapes.findLast((/** @type {any} */ s) => s.age === "now"), measure: content.measures[0] };
  const out = h("div", { role: "status" });
  const draw = () => {
    /** @type {any[][]} */
    const rows = [];
    for (const shape of [chosen.then, chosen.now]) {
      const names = [shape.middle, ...shape.sides];
      const values = names.map((n) => shape.values[chosen.measure.column][n]);
      const shares = parts(values);
      names.forEach((n, i) => rows.push([`${n} ${shape.year}${i ? "" : " (the middle)"}`, values[i] === null ? "not in the data" : values[i].toLocaleString("en-GB"),
        shares[i] === null ? "no part can be given" : h("span", {}, h("span", { class: i ? "tc-swing" : "tc-swing tc-swing-middle", style: `inline-size: ${7 * /** @type {number} */ (shares[i])}rem`, "aria-hidden": "true" }), `${Math.round(100 * /** @type {number} */ (shares[i]))} %`)]));
      const others = shape.against.map((/** @type {string} */ n) => shape.values[chosen.measure.column][n]);
      if (others.length && chosen.measure.column === "cinc") rows.push([`against them: ${shape.against.join(", ")}`, others.reduce((/** @type {number} */ a, /** @type {number} */ b) => a + b, 0).toFixed(3), ""]);
    }
    out.replaceChildren(table("The corners", ["Corner", chosen.measure.name, "Part of its own three"], rows), h("div", { class: "tc-where", html: chosen.measure.blind }), h("p", { class: "tc-where" }, `Source: ${content.figure_source}`));
  };
  /** @param {"then"|"now"} age */
  const years = (age) => h("label", {}, age === "then" ? "Then " : "Now ", select(`Year, ${age}`, c.shapes.filter((/** @type {any} */ s) => s.age === age).map((/** @type {any} */ s) => [String(s.year), String(s.year)]), String(chosen[age].year), (v) => { chosen[age] = c.shapes.find((/** @type {any} */ s) => String(s.year) === v); draw(); }));
  draw();
  return [
    h("p", { class: "tc-range" }, years("then"), years("now"), h("label", {}, "Measure ", select("Measure", content.measures.map((/** @type {any} */ m) => [m.column, m.name]), chosen.measure.column, (v) => { chosen.measure = content.measures.find((/** @type {any} */ m) => m.column === v); draw(); }))),
    out,
  ];
}

/** Sort likenesses and differences, mark and weigh them. @param {any} bench @param {any} c @param {string} at @param {() => void} changed */
export function cardsStep(bench, c, at, changed) {
  const id = `${at}/cards`;
  const box = h("div", {});
  const sum = h("div", { role: "status" });
  const state = () => ({ cards: {}, own: [], ...bench.work.get(id) });
  const all = () => allCards(bench, c, at);
  /** @param {string} card @param {any} change */
  const keep = (card, change) => {
    bench.keep(id, { cards: { ...state().cards, [card]: { ...state().cards[card], ...change } } });
    tell();
    changed();
  };
  const tell = () => {
    const found = sums(all());
    const differ = heaviest(all(), "difference", "known");
    const alike = heaviest(all(), "likeness", "known");
    const unsure = all().filter((x) => x.mark === "presumed" && (x.weight ?? 0) >= 2);
    sum.replaceChildren(
      table("Your cards", ["", ...MARKS], SIDES.map((s) => [`${s}s`, ...MARKS.map((m) => `${found[s][m].n} ${found[s][m].n === 1 ? "card" : "cards"}, weight ${found[s][m].weight}`)])),
      ...[
        differ.length > 0 && h("p", {}, "Your heaviest known difference: ", differ.map((x) => plain(x)).join("; "), "."),
        alike.length > 0 && h("p", {}, "Your heaviest known likeness: ", alike.map((x) => plain(x)).join("; "), "."),
        unsure.length > 0 && h("p", {}, "Much weight lies on what is presumed: ", unsure.map((x) => plain(x)).join("; "), ". Say what would settle it."),
      ].filter(Boolean),
    );
  };
  const draw = () => {
    const now = state();
    const open = all().filter((x) => !x.own && !(x.side && x.mark)).length;
    box.replaceChildren(...[
      ...all().map((x, n) => h("fieldset", { class: "tc-item", "data-card": x.id }, h("legend", {}, h("span", { class: "tc-number" }, `${n + 1} `), x.own ? h("span", {}, x.name) : h("span", { html: x.text })),
        h("div", { class: "tc-cells" },
          h("label", {}, "It is a", select(`Card ${n + 1}: side`, choices(SIDES), x.side, (side) => keep(x.id, { side }))),
          h("label", {}, "and it is", select(`Card ${n + 1}: how well known`, choices(MARKS), x.mark, (mark) => keep(x.id, { mark }))),
          h("label", {}, "It", select(`Card ${n + 1}: weight`, WEIGHTS.map((w, i) => [String(i), w]), String(x.weight ?? 0), (w) => keep(x.id, { weight: Number(w) })))),
        x.own && bench.button("Remove", () => { bench.keep(id, { own: now.own.filter((/** @type {any} */ o) => o.id !== x.id) }); draw(); changed(); }, { "aria-label": `Remove card ${n + 1}` }),
        now.compared && !x.own && h("div", { class: "tc-feedback" }, h("p", {}, h("b", {}, `Here: ${x.book.side}, ${x.book.mark}. `), h("span", { html: x.book.why }), " ", h("small", {}, x.book.sources))))),
      adder(),
      c.cards.length > 0 && !now.compared && h("div", { class: "tc-actions" }, bench.button("Compare the cards", () => {
        const left = all().filter((x) => !x.own && !(x.side && x.mark)).length;
        if (left) return bench.say(`${left} ${left === 1 ? "card has" : "cards have"} no side or no mark yet.`);
        bench.keep(id, { compared: true });
        draw();
        /** @type {any} */ (box.querySelector("fieldset select"))?.focus();
        bench.say("Beside each card now stands how the book has it, and why.");
      })),
      c.cards.length > 0 && !now.compared && open > 0 && h("p", { class: "tc-where" }, "The book’s marks show when every card has a side and a mark."),
    ].filter(Boolean));
    tell();
  };
  const adder = () => {
    const input = h("input", { type: "text", id: uid("card"), maxLength: 200 });
    return h("p", { class: "tc-range" }, h("label", { for: input.id }, "A card of your own"), input, bench.button("Add", () => {
      const name = input.value.trim();
      if (!name) return bench.say("Write it first.");
      const next = 1 + Math.max(0, ...state().own.map((/** @type {any} */ o) => Number(o.id.slice(4))));
      bench.keep(id, { own: [...state().own, { id: `own-${next}`, name }] });
      draw();
      changed();
      /** @type {any} */ (box.querySelector("fieldset:last-of-type select"))?.focus();
    }));
  };
  draw();
  return [box, sum];
}

/** Every card with what the learner said of it. @param {any} bench @param {any} c @param {string} at @returns {any[]} */
export function allCards(bench, c, at) {
  const now = { cards: {}, own: [], ...bench.work.get(`${at}/cards`) };
  return [
    ...c.cards.map((/** @type {any} */ x) => ({ id: x.id, text: x.text, book: x, ...now.cards[x.id] })),
    ...now.own.map((/** @type {any} */ x) => ({ ...x, own: true, ...now.cards[x.id] })),
  ];
}

/** A card's words without markup. @param {any} card */
export function plain(card) {
  const words = card.own ? card.name : (h("span", { html: card.text }).textContent ?? "");
  return words.trim().replace(/\.$/, "");
}
