// @ts-check
import { h, uid, radios } from "./dom.js";
import { words } from "./scoring.js";
import { benchOf, fold, select } from "./bench.js";
import { allCards, cardsStep, plain, shapesStep, tiesStep } from "./analogy_steps.js";

/** How many words a verdict has before other readings show. */
const ENOUGH = 40;

/**
 * The analogy laboratory: cast, code, compare shapes, sort cards, name what breaks the likeness; then another case on the same bench.
 * @param {{model: any, el: HTMLElement}} context
 */
function render({ model, el }) {
  const content = model.get("content");
  const ids = content.cases.flatMap((/** @type {any} */ c) => ["roles", "cards", "verdict", ...c.ties.map((/** @type {any} */ t) => `tie-${t.id}`)].map((part) => `${content.id}/${c.id}/${part}`));
  const bench = benchOf(model, [content.id, ...ids]);
  const place = h("div", {});
  const chosen = () => content.cases.find((/** @type {any} */ c) => c.id === bench.work.get(content.id).case) ?? content.cases[0];
  /** @type {Set<string>} */
  const open = new Set();
  const draw = () => {
    const c = chosen();
    const at = `${content.id}/${c.id}`;
    let number = 0;
    /** @param {string} title @param {() => any} body */
    const step = (title, body) => {
      number += 1;
      const key = `${c.id}-${title}`;
      return fold({ class: "tc-step", open: open.has(key) || number === 1, ontoggle: (/** @type {any} */ e) => (e.target.open ? open.add(key) : open.delete(key)) }, `${number} · ${title}`, body);
    };
    const verdict = h("div", {});
    const drawVerdict = () => verdict.replaceChildren(...verdictStep(bench, c, at, drawVerdict));
    drawVerdict();
    place.replaceChildren(
      radios({ legend: "On the bench", name: uid("case"), class: "tc-inline", value: c.id, choices: content.cases.map((/** @type {any} */ x) => ({ value: x.id, label: x.name })), onpick: (id) => {
        bench.work.keep(content.id, { case: id });
        draw();
        /** @type {any} */ (place.querySelector("input:checked"))?.focus();
        bench.say(`On the bench: ${chosen().name}`);
      } }),
      h("div", { html: c.says }),
      ...[
        step("Cast the parts", () => (c.then.length ? rolesStep(bench, c, at) : blankRoles(bench, at))),
        c.ties.length && step("Code the ties", () => tiesStep(bench, c, at)),
        c.shapes.length && step("Compare the shapes", () => shapesStep(content, c)),
        step("Sort and weigh", () => cardsStep(bench, c, at, drawVerdict)),
        step("Name what breaks it", () => verdict),
      ].filter(Boolean),
    );
  };
  return bench.mount(el, "tc-analogy-lab", [place, bench.tools, h("details", { class: "tc-worked" }, h("summary", {}, "Before you leave the bench"), h("div", { html: content.closing }))], draw);
}

/** Who plays whom, and why; then how others cast it. @param {any} bench @param {any} c @param {string} at */
function rolesStep(bench, c, at) {
  const id = `${at}/roles`;
  const box = h("div", {});
  /** @type {[string, string][]} */
  const players = [["", "…"], ...c.now.map((/** @type {any} */ p) => [p.id, p.name]), ["nobody", "nobody"]];
  const name = (/** @type {string} */ part) => players.find(([v]) => v === part)?.[1] ?? "";
  const draw = () => {
    const mine = { cast: {}, ...bench.work.get(id) };
    const twice = Object.values(mine.cast).find((p, i, all) => p && p !== "nobody" && all.indexOf(p) !== i);
    box.replaceChildren(...[
      bench.work.stale(id) && h("p", { class: "tc-note" }, "The parts have changed since you cast them; your earlier casting is kept aside."),
      ...c.then.map((/** @type {any} */ p) => h("p", { class: "tc-range", "data-part": p.id }, h("span", {}, h("b", {}, p.name), " ", p.was && h("span", { class: "tc-where", html: p.was })), select(`Who plays ${p.name}`, players, mine.cast[p.id], (v) => {
        bench.keep(id, { cast: { ...bench.work.get(id).cast, [p.id]: v } });
        note.textContent = twiceNote();
      }))),
      h("p", {}, h("label", { for: `${id}-why` }, "Defend it in a line: which relation do your players carry over?"), bench.text(id, "why_text", { id: `${id}-why`, rows: 2 })),
      note,
      !mine.compared && h("div", { class: "tc-actions" }, bench.button("See how others cast it", () => {
        const now = bench.work.get(id).cast ?? {};
        const left = c.then.filter((/** @type {any} */ p) => !now[p.id]).map((/** @type {any} */ p) => p.name);
        if (left.length) return bench.say(`Still without a player: ${left.join(", ")}. “Nobody” is an answer too.`);
        bench.keep(id, { compared: true });
        draw();
        /** @type {any} */ (box.querySelector("[tabindex='-1']"))?.focus();
      })),
      mine.compared && h("div", { class: "tc-explanation", tabIndex: -1 }, c.castings.map((/** @type {any} */ k) => {
        const apart = c.then.filter((/** @type {any} */ p) => mine.cast[p.id] !== k.cast[p.id]);
        return h("div", {}, h("p", {}, h("b", {}, `${k.name}: `), c.then.map((/** @type {any} */ p) => `${p.name} is ${name(k.cast[p.id])}`).join(", "), ". ", apart.length ? `You differ over ${apart.map((/** @type {any} */ p) => p.name).join(", ")}.` : "You cast it the same way.", " ", h("small", {}, k.sources)), h("div", { html: k.says }));
      })),
    ].filter(Boolean));
    note.textContent = twice ? twiceNote() : "";
  };
  const twiceNote = () => {
    const all = Object.values(bench.work.get(id).cast ?? {});
    const twice = all.find((p, i) => p && p !== "nobody" && all.indexOf(p) !== i);
    return twice ? `${name(twice)} plays two parts. That may be meant; then the two old powers fall into one.` : "";
  };
  const note = h("p", { class: "tc-where", role: "status" });
  draw();
  return box;
}

/** The blank bench: parts in the learner's own words. @param {any} bench @param {string} at */
function blankRoles(bench, at) {
  const id = `${at}/roles`;
  const field = (/** @type {number} */ n, /** @type {0|1} */ side, /** @type {string} */ label) => h("input", { type: "text", maxLength: 80, "aria-label": `${label} ${n + 1}`, placeholder: label, value: bench.work.get(id).pairs?.[n]?.[side] ?? "", onchange: (/** @type {any} */ e) => {
    const pairs = [0, 1, 2, 3].map((i) => [...(bench.work.get(id).pairs?.[i] ?? ["", ""])]);
    pairs[n][side] = e.target.value;
    bench.keep(id, { pairs });
  } });
  return [
    h("p", {}, h("label", { for: `${id}-what` }, "Which old case, and which new one?"), bench.text(id, "analogy_text", { id: `${id}-what`, rows: 2 })),
    ...[0, 1, 2, 3].map((n) => h("p", { class: "tc-range" }, field(n, 0, "Then"), field(n, 1, "is now"))),
    h("p", {}, h("label", { for: `${id}-why` }, "Which relation is carried over?"), bench.text(id, "why_text", { id: `${id}-why`, rows: 2 })),
  ];
}

/** The difference that breaks it, and a verdict in the learner's own words. @param {any} bench @param {any} c @param {string} at @param {() => void} redraw */
function verdictStep(bench, c, at, redraw) {
  const id = `${at}/verdict`;
  const mine = bench.work.get(id);
  const cards = allCards(bench, c, at).filter((x) => x.side === "difference");
  const count = h("span", { class: "tc-where" }, `${words(mine.essay_text ?? "")} words`);
  return [
    select("The difference that breaks the analogy", [["", "Choose …"], .../** @type {[string, string][]} */ (cards.map((x) => [x.id, plain(x)])), ["none", "No difference breaks it"]], mine.breaks, (breaks) => bench.keep(id, { breaks }), { class: "tc-wide" }),
    cards.length === 0 && h("p", { class: "tc-where" }, "Cards that you call a difference in the step before stand here to be chosen."),
    h("p", {}, h("label", { for: `${id}-essay`, html: c.question }), bench.text(id, "essay_text", { id: `${id}-essay`, rows: 7, oninput: (/** @type {any} */ e) => (count.textContent = `${words(e.target.value)} words`) }), count),
    c.readings.length > 0 && !mine.compared && h("div", { class: "tc-actions" }, bench.button("Compare with two readings that disagree", () => {
      const now = bench.work.get(id);
      if (!now.breaks) return bench.say("Choose a difference first, or say that none breaks it.");
      if (words(now.essay_text ?? "") < ENOUGH) return bench.say(`Write at least ${ENOUGH} words first, so that the judgement is yours.`);
      bench.keep(id, { compared: true });
      redraw();
      document.getElementById(`${id}-others`)?.focus();
    })),
    mine.compared && h("div", { id: `${id}-others`, tabIndex: -1, class: "tc-explanation" }, c.readings.map((/** @type {any} */ r) => h("div", {}, h("p", {}, h("b", {}, r.name), " ", h("small", {}, r.sources)), h("div", { html: r.text })))),
  ].filter(Boolean);
}

export default { render };
