// @ts-check
import { h, uid, announce, focusOn, confidence } from "./dom.js";
import { workOf } from "./work.js";
import { body, initial } from "./question_body.js";
import { score, answered } from "./scoring.js";

/**
 * A quiz: a few questions of any kind, each answered, checked and explained on its own.
 *
 * Traits: `content.questions` (what the course asks), `work` (by question id: what the learner did), `stale` (ids of
 * answers given to an earlier wording), `seed` (the learner's, for shuffled orders).
 * @param {{model: any, el: HTMLElement}} context
 */
function render({ model, el }) {
  const { questions, title } = model.get("content");
  const work = workOf(model);
  /** @type {(() => void)[]} */
  const redraws = [];
  el.replaceChildren(
    h("div", { class: "tc-quiz" },
      title && h("p", { class: "tc-bench-title" }, title),
      questions.map((/** @type {any} */ q, /** @type {number} */ i) => {
        const slot = h("section", { class: `tc-question tc-question-${q.kind}`, "data-question": q.id, "aria-label": `Question ${i + 1}` });
        const status = h("p", { class: "tc-sr", role: "status" });
        redraws.push(question({ work, seed: model.get("seed"), q, i, slot, status }));
        return h("div", {}, slot, status);
      }),
    ),
  );
  return work.listen(() => redraws.forEach((draw) => draw()));
}

/** @type {Record<string, string>} */
const CHECK = { interpretive: "Compare readings", "short-answer": "Compare with a model answer", essay: "Compare with a model answer" };
/** Kinds that the learner marks, or that nobody does: once answered, all is shown. */
const OPEN = ["interpretive", "short-answer", "essay"];

/**
 * Draw one question into its slot; return the function that draws it again from the model.
 * @param {{work: ReturnType<typeof workOf>, seed: any, q: any, i: number, slot: HTMLElement, status: HTMLElement}} o
 */
function question({ work: notebook, seed, q, i, slot, status }) {
  const name = uid("q");
  let hints = 0;
  const mine = () => notebook.get(q.id);
  /** @param {any} change */
  const keep = (change) => notebook.keep(q.id, change);
  const check = () => {
    const { answer = initial(seed, q), confidence: sure, tries = 0, first } = mine();
    if (!answered(q, answer)) return announce(status, "Answer the question first; then check it.");
    if (q.confidence && sure === undefined) {
      announce(status, "Say how sure you are; then check it.");
      return focusOn(slot, ".tc-confidence input");
    }
    const result = score(q, answer, mine().marks);
    keep({ answer, checked: true, tries: tries + 1, score: result.score, first: first ?? result.score });
    draw();
    announce(status, verdict(q, result).words);
    focusOn(slot, ".tc-verdict");
  };
  const again = () => {
    keep({ checked: false });
    draw();
    focusOn(slot, "input, select, button");
  };
  const reveal = () => {
    keep({ revealed: true });
    draw();
    focusOn(slot, ".tc-explanation");
  };
  const draw = () => {
    const work = mine();
    const done = work.checked === true;
    const result = done ? score(q, work.answer, work.marks) : null;
    const open = done && (OPEN.includes(q.kind) || result?.right || work.revealed);
    const prompt = () => h("div", { class: "tc-prompt" }, h("span", { class: "tc-number" }, `${i + 1}`), q.kind === "fill-in" ? null : h("div", { html: q.prompt }));
    const hintId = uid("hints");
    slot.replaceChildren(
      ...[
        notebook.stale(q.id) &&
          h("p", { class: "tc-note" }, "This question has been reworded since you answered it. Your earlier answer is kept aside and no longer counts."),
        body({ mine, seed, q, name, work, done, open, result, prompt: prompt(), keep, draw }),
        q.confidence && confidence(`${name}-sure`, work.confidence, (sure) => keep({ confidence: sure }), done),
        done && result && feedbackLine(q, result, work),
        open && explanation(q),
        h("div", { class: "tc-actions" },
          !done && h("button", { type: "button", class: "tc-button tc-primary", onclick: check }, CHECK[q.kind] ?? "Check"),
          !done && q.hints.length > 0 && h("button", { type: "button", class: "tc-button", "aria-controls": hintId, onclick: () => hint(hintId) }, "Hint"),
          done && !open && h("button", { type: "button", class: "tc-button tc-primary", onclick: again }, "Try again"),
          done && !open && h("button", { type: "button", class: "tc-button", onclick: reveal }, "Show the answer"),
          done && open && h("button", { type: "button", class: "tc-button", onclick: again }, "Answer again"),
        ),
        h("ol", { class: "tc-hints", id: hintId, hidden: hints === 0, "aria-label": "Hints" }, q.hints.slice(0, hints).map((/** @type {string} */ t) => h("li", { html: t }))),
      ].filter(Boolean),
    );
  };
  /** @param {string} id */
  const hint = (id) => {
    if (hints < q.hints.length) hints += 1;
    const list = slot.querySelector(`#${id}`);
    list?.replaceChildren(...q.hints.slice(0, hints).map((/** @type {string} */ t) => h("li", { html: t })));
    list?.removeAttribute("hidden");
    announce(status, `Hint ${hints} of ${q.hints.length}: ${list?.lastElementChild?.textContent}`);
  };
  draw();
  return draw;
}

/** @param {any} q @param {{score: number|null, right: boolean}} result */
function verdict(q, result) {
  if (q.kind === "interpretive") return { words: "Here is what each reading must explain." };
  if (result.score === null) return { words: "Read the model answer, then mark your own." };
  if (OPEN.includes(q.kind)) return { words: `Your own mark: ${Math.round(result.score * 100)} %.` };
  if (result.right) return { words: "Right." };
  if (result.score > 0) return { words: `Partly right: ${Math.round(result.score * 100)} %.` };
  return { words: q.kind === "true-false" ? "Not so." : "Not yet." };
}

/** @param {any} q @param {any} result @param {any} work */
function feedbackLine(q, result, work) {
  const sure = q.confidence && work.confidence !== undefined
    ? ` You said ${work.confidence} % sure${result.right ? "." : work.confidence >= 90 ? ": worth noting where that certainty came from." : "."}` : "";
  return h("p", { class: `tc-verdict ${result.right ? "tc-right" : result.score === null ? "" : "tc-caution"}`, tabIndex: -1 }, verdict(q, result).words, sure);
}

/** @param {any} q */
function explanation(q) {
  return h("div", { class: "tc-explanation", tabIndex: -1 }, h("div", { html: q.explanation }), q.where && h("p", { class: "tc-where", html: q.where }));
}

export default { render };
