// @ts-check
import { h, uid, announce } from "./dom.js";
import { workOf } from "./work.js";
import { body, initial } from "./question_body.js";
import { answered, score } from "./scoring.js";

/**
 * An assignment: answers kept on the device, and one file to hand in made of what is kept. Its questions have no keys, unless its
 * feedback may be seen: `now`, with so many checks as it has tries, or `released`, when answers stand as they are.
 *
 * Traits: `content` (id, title, dates, questions, exercises that stand above them on the page), `work` (by `assign/<assignment>/<question>`), `stale`, `seed`.
 * @param {{model: any, el: HTMLElement}} context
 */
function render({ model, el }) {
  const { id, instructions, dates, points, tries, feedback, questions, exercises } = model.get("content");
  const seed = model.get("seed");
  const notebook = workOf(model);
  /** @param {any} q */
  const key = (q) => `assign/${id}/${q.id}`;
  const count = h("p", { class: "tc-where" });
  const status = h("p", { class: "tc-note", role: "status" });
  const tell = () => {
    const done = questions.filter((/** @type {any} */ q) => answered(q, notebook.get(key(q)).answer)).length;
    count.textContent = `${done} of ${questions.length} answered. Answers are kept on this device until you hand them in or delete them.`;
  };
  /** @type {(() => void)[]} */
  const redraws = [];
  const submit = () => {
    const detail = { ids: [...questions.map(key), ...exercises.flatMap((/** @type {any} */ e) => e.items)], name: `${id}-submission.json`, kept: /** @type {string[]|null} */ (null) };
    document.dispatchEvent(new CustomEvent("tc-submit", { detail }));
    if (detail.kept === null) return announce(status, "A submission is saved from the book in a browser, not from a notebook.");
    const kept = new Set(detail.kept);
    const begun = exercises.filter((/** @type {any} */ e) => e.items.some((/** @type {string} */ i) => kept.has(i))).length;
    const parts = [questions.length && `${questions.filter((/** @type {any} */ q) => kept.has(key(q))).length} of ${questions.length} answers`, exercises.length && `your work on ${begun} of ${exercises.length} ${exercises.length === 1 ? "exercise" : "exercises"}`];
    announce(status, `${id}-submission.json holds ${parts.filter(Boolean).join(" and ")}, as they are kept and shown here. Hand the file in where your course asks for it.`);
  };
  el.replaceChildren(
    h("div", { class: "tc-assignment" },
      instructions && h("p", {}, instructions),
      h("p", { class: "tc-where" }, dates && `${dates} `, `${points} points.`),
      questions.map((/** @type {any} */ q, /** @type {number} */ i) => {
        const slot = h("section", { class: `tc-question tc-question-${q.kind}`, "data-question": q.id, "aria-label": `Question ${i + 1}` });
        const name = uid("a");
        const spoken = h("p", { class: "tc-sr", role: "status" });
        /** What is kept, its ordering in the question's own numbers where the key is known by them. */
        const mine = () => {
          const work = notebook.get(key(q));
          return q.shown && work.answer ? { ...work, answer: work.answer.map((/** @type {number} */ n) => q.shown[n]) } : work;
        };
        const keep = (/** @type {any} */ change) => {
          notebook.keep(key(q), q.shown && change.answer ? { ...change, answer: change.answer.map((/** @type {number} */ n) => q.shown.indexOf(n)) } : change);
          tell();
        };
        const check = () => {
          const answer = mine().answer ?? initial(seed, q);
          if (!answered(q, answer)) return announce(spoken, "Answer the question first; then check it.");
          keep({ answer, checked: true, tries: (mine().tries ?? 0) + 1 });
          draw();
          announce(spoken, verdict(q, score(q, answer, mine().marks)));
          /** @type {any} */ (slot.querySelector(".tc-verdict"))?.focus();
        };
        const again = () => {
          keep({ checked: false });
          draw();
          /** @type {any} */ (slot.querySelector("input, select, button, textarea"))?.focus();
        };
        const draw = () => {
          const work = mine();
          const done = !!q.told && (feedback === "released" || work.checked === true);
          const result = done ? score(q, work.answer, work.marks) : null;
          const spent = !!tries && (work.tries ?? 0) >= tries;
          const open = done && (feedback === "released" || spent || result?.right || result?.score === null);
          const prompt = h("div", { class: "tc-prompt" }, h("span", { class: "tc-number" }, `${i + 1}`), q.kind === "fill-in" ? null : h("div", { html: q.prompt }));
          slot.replaceChildren(
            ...[
              notebook.stale(key(q)) && h("p", { class: "tc-note" }, "This question has been reworded since you answered it. Answer it again; the earlier answer is kept aside."),
              body({
                mine, seed, q, name, work, done, open: !!open, result, prompt, draw, keep,
              }),
              done && h("p", { class: `tc-verdict ${result?.right ? "tc-right" : result?.score === null ? "" : "tc-caution"}`, tabIndex: -1 }, work.answer === undefined && feedback === "released" ? "You did not answer this question." : verdict(q, result)),
              open && h("div", { class: "tc-explanation", html: q.explanation }),
              q.told && feedback === "now" && h("div", { class: "tc-actions" },
                !done && h("button", { type: "button", class: "tc-button", onclick: check }, tries ? `Check (${tries - (work.tries ?? 0)} left)` : "Check"),
                done && !open && h("button", { type: "button", class: "tc-button", onclick: again }, "Try again")),
              h("p", { class: "tc-where" }, q.points ? `${q.points} ${q.points === 1 ? "point" : "points"}` : "Not scored: no reading is the right one", !done && q.kind === "ordering" && initial(seed, q) && ". Move at least one item: an order that you have not touched is not an answer."),
            ].filter(Boolean),
          );
        };
        draw();
        redraws.push(draw);
        return h("div", {}, slot, spoken);
      }),
      count,
      h("div", { class: "tc-actions" }, h("button", { type: "button", class: "tc-button tc-primary", "data-tc-do": "submit", onclick: submit }, "Save my submission to a file")),
      status,
    ),
  );
  tell();
  return notebook.listen(() => { redraws.forEach((draw) => draw()); tell(); });
}

/** @param {any} q @param {any} result */
function verdict(q, result) {
  if (q.kind === "interpretive") return "Here is what each reading must explain.";
  if (result.score === null) return "Compare your answer with the one below; a person marks it.";
  if (result.right) return "Right.";
  return result.score > 0 ? `Partly right: ${Math.round(result.score * 100)} %.` : "Not right.";
}

export default { render };
