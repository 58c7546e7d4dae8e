// @ts-check
import { h, uid, announce, radios, confidence } from "./dom.js";
import { benchOf } from "./bench.js";

export const JUDGEMENTS = [
  { value: "holds", label: "It holds as written" },
  { value: "correct-it", label: "It needs a correction" },
  { value: "wrong", label: "It is wrong" },
  { value: "cannot-tell", label: "These cards cannot tell" },
];

/**
 * The fact-check desk. For each claim the learner reads the cards, names the one that settles it, judges, says how sure;
 * then sees the record, and says what the finding does to the argument.
 * @param {{model: any, el: HTMLElement}} context
 */
function render({ model, el }) {
  const content = model.get("content");
  const bench = benchOf(model, content.cases.map((/** @type {any} */ c) => c.id));
  const { recorded: work, status } = bench;
  let current = Math.max(0, content.cases.findIndex((/** @type {any} */ c) => !work.get(c.id).argued));
  const stage = h("div", { class: "tc-case" });
  const picker = h("div", { class: "tc-case-picker", role: "group", "aria-label": "Claims on the desk" });
  const tally = h("div", { class: "tc-tally" });
  const draw = () => {
    picker.replaceChildren(
      ...content.cases.map((/** @type {any} */ c, /** @type {number} */ i) => {
        const { judged, argued } = work.get(c.id);
        const state = argued ? "done" : judged ? "judged" : "open";
        return h("button", { type: "button", class: "tc-button", "aria-pressed": String(i === current), onclick: () => show(i) }, `${i + 1}`, h("span", { class: "tc-case-state" }, ` ${state}`));
      }),
    );
    stage.replaceChildren(...oneCase(content.cases[current], current));
    tally.replaceChildren(...summary(content.cases, work.get));
  };
  /** @param {number} i */
  const show = (i) => {
    current = i;
    draw();
    /** @type {HTMLElement} */ (picker.children[i]).focus();
    announce(status, `Claim ${i + 1} of ${content.cases.length}.`);
  };

  /** @param {any} c @param {number} i */
  const oneCase = (c, i) => {
    const mine = work.get(c.id);
    const name = uid("case");
    /** @param {any} change */
    const keep = (change) => work.keep(c.id, change);
    const judge = () => {
      const now = work.get(c.id);
      const lacking = now.judgement === undefined ? "your judgement" : now.card === undefined ? "the card that settles it" : now.confidence === undefined ? "how sure you are" : "";
      if (lacking) return announce(status, `First choose ${lacking}.`);
      keep({ judged: true, first: now.first ?? (agrees(c, now.judgement) ? 1 : 0) });
      draw();
      stage.querySelector(".tc-record")?.focus();
      announce(status, agrees(c, now.judgement) ? "Your judgement agrees with the record." : "The record says otherwise.");
    };
    const argue = () => {
      if (work.get(c.id).effect === undefined) return announce(status, "First choose what it does to the argument.");
      keep({ argued: true });
      draw();
      stage.querySelector(".tc-argument")?.focus();
      announce(status, work.get(c.id).effect === c.effect_key - 1 ? "That is the reading the record bears out." : "Look again at the reasoning.");
    };
    const again = () => {
      work.drop([c.id]);
      draw();
      stage.querySelector("input")?.focus();
    };
    const chosen = JUDGEMENTS.find((j) => j.value === mine.judgement);
    return [
      work.stale(c.id) && h("p", { class: "tc-note" }, "This claim’s cards have changed since you judged it. Your earlier judgement is kept aside and no longer counts."),
      h("p", { class: "tc-case-claim" }, h("span", { class: "tc-number" }, `${i + 1} `), h("span", { html: c.claim })),
      h("p", { class: "tc-bench-task" }, "Read the cards. When was each published, and how near does it stand to the event?"),
      h("ol", { class: "tc-cards" }, c.cards.map((/** @type {any} */ card, /** @type {number} */ n) => cardOf(card, mine.judged && n + 1 === c.best_card))),
      radios({ legend: "Which card settles it best?", name: `${name}-card`, class: "tc-inline", value: mine.card, disabled: mine.judged, onpick: (card) => keep({ card }), choices: c.cards.map((/** @type {any} */ _, /** @type {number} */ n) => ({ value: n + 1, label: `Card ${n + 1}` })) }),
      radios({ legend: "What do you make of the claim?", name: `${name}-judge`, value: mine.judgement, disabled: mine.judged, onpick: (judgement) => keep({ judgement }), choices: JUDGEMENTS }),
      confidence(`${name}-sure`, mine.confidence, (sure) => keep({ confidence: sure }), mine.judged),
      !mine.judged && h("div", { class: "tc-actions" }, h("button", { type: "button", class: "tc-button tc-primary", onclick: judge }, "Compare with the record")),
      mine.judged && h("div", { class: "tc-record", tabIndex: -1 },
        h("p", { class: `tc-verdict ${agrees(c, mine.judgement) ? "tc-right" : "tc-caution"}` }, agrees(c, mine.judgement) ? "✓ The record agrees. " : "✗ The record says otherwise. ", `You said “${chosen?.label}”, ${mine.confidence} % sure.`),
        h("div", { html: c.judgements[mine.judgement] }),
        h("p", {}, h("b", {}, `Card ${c.best_card}. `), mine.card === c.best_card ? "You named the same card. " : `You named card ${mine.card}. `, h("span", { html: c.best_card_why })),
        h("div", { class: "tc-explanation" }, h("b", {}, "The record. "), h("span", { html: c.record }))),
      mine.judged && radios({
        legend: "So what does this do to the argument?", name: `${name}-effect`, value: mine.effect, disabled: mine.argued, onpick: (effect) => keep({ effect }),
        choices: c.effect_options.map((/** @type {string} */ t, /** @type {number} */ n) => ({
          value: n,
          label: h("span", {}, h("span", { html: t }), mine.argued && (n === mine.effect || n === c.effect_key - 1) &&
            h("span", { class: "tc-feedback" }, h("span", { class: `tc-mark ${n === c.effect_key - 1 ? "tc-right" : "tc-caution"}` }, n === c.effect_key - 1 ? "✓ this" : "✗ not this"), " ", h("span", { html: c.effect_feedback[n] }))),
        })),
      }),
      mine.judged && !mine.argued && h("div", { class: "tc-actions" }, h("button", { type: "button", class: "tc-button tc-primary", onclick: argue }, "Say what follows")),
      mine.argued && h("div", { class: "tc-argument tc-explanation", tabIndex: -1 }, h("b", {}, "What follows. "), h("span", { html: c.argument })),
      h("div", { class: "tc-actions" },
        mine.argued && i + 1 < content.cases.length && h("button", { type: "button", class: "tc-button tc-primary", onclick: () => show(i + 1) }, "Next claim"),
        mine.judged && h("button", { type: "button", class: "tc-button", onclick: again }, "Judge this one again")),
    ].filter(Boolean);
  };

  el.replaceChildren(
    h("div", { class: "tc-fact-check" },
      h("p", { class: "tc-bench-title" }, content.title),
      h("div", { class: "tc-bench-task", html: content.task }),
      h("details", { class: "tc-worked" }, h("summary", {}, "A worked example"), h("div", { html: content.worked_example })),
      picker, stage, tally, bench.tools, status),
  );
  bench.onredraw(draw);
  draw();
  return work.listen(draw);
}

/** Whether a judgement is the record's, or another the record bears. @param {any} c @param {string} judgement */
export function agrees(c, judgement) {
  return judgement === c.key || c.also_defensible.includes(judgement);
}

/** @param {any} card @param {boolean} best */
function cardOf(card, best) {
  return h("li", { class: `tc-card${best ? " tc-card-best" : ""}` },
    h("p", { class: "tc-card-head" }, h("b", {}, card.name), card.label && h("span", { class: "tc-label" }, card.label), best && h("span", { class: "tc-mark tc-right" }, "settles it")),
    h("div", { html: card.says }),
    h("p", { class: "tc-card-foot" }, `Published ${card.published}. ${card.nearness}.`));
}

/**
 * What the desk says at the end: judgements, confidence against success, nothing scored beyond that.
 * @param {any[]} cases @param {(id: string) => any} get
 */
export function summary(cases, get) {
  const judged = cases.filter((c) => get(c.id).judged);
  if (judged.length < 2) return [];
  const right = judged.filter((c) => agrees(c, get(c.id).judgement)).length;
  const sure = judged.reduce((sum, c) => sum + get(c.id).confidence, 0) / judged.length;
  const share = (100 * right) / judged.length;
  const word = Math.abs(sure - share) <= 15 ? "close together" : sure > share ? "surer than right, on these few" : "more often right than sure, on these few";
  return [h("p", {}, `${judged.length} of ${cases.length} claims judged: the record agrees with ${right}. Your mean confidence was ${Math.round(sure)} %, your share right ${Math.round(share)} %: ${word}.`)];
}

export default { render };
