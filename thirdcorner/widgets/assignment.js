// @ts-check
import { h, uid, announce } from "./dom.js";
import { workOf } from "./work.js";
import { body, initial } from "./question_body.js";
import { answered } from "./scoring.js";

/**
 * An assignment: questions without keys, answers kept on the device, and one file to hand in made of what is kept.
 *
 * Traits: `content` (id, title, due, questions without keys), `work` (by `assign/<assignment>/<question>`), `stale`, `seed`.
 * @param {{model: any, el: HTMLElement}} context
 */
function render({ model, el }) {
  const { id, instructions, due, points, questions } = model.get("content");
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
    const detail = { ids: questions.map(key), name: `${id}-submission.json`, kept: -1 };
    document.dispatchEvent(new CustomEvent("tc-submit", { detail }));
    announce(status, detail.kept < 0 ? "A submission is saved from the book in a browser, not from a notebook."
      : `${id}-submission.json holds ${detail.kept} of ${questions.length} answers, as they are kept and shown here. Hand the file in where your course asks for it.`);
  };
  el.replaceChildren(
    h("div", { class: "tc-assignment" },
      instructions && h("p", {}, instructions),
      h("p", { class: "tc-where" }, due && `Due ${due}. `, `${points} points.`),
      questions.map((/** @type {any} */ q, /** @type {number} */ i) => {
        const slot = h("section", { class: `tc-question tc-question-${q.kind}`, "data-question": q.id, "aria-label": `Question ${i + 1}` });
        const name = uid("a");
        const draw = () => {
          const work = notebook.get(key(q));
          const prompt = h("div", { class: "tc-prompt" }, h("span", { class: "tc-number" }, `${i + 1}`), q.kind === "fill-in" ? null : h("div", { html: q.prompt }));
          slot.replaceChildren(
            ...[
              notebook.stale(key(q)) && h("p", { class: "tc-note" }, "This question has been reworded since you answered it. Answer it again; the earlier answer is kept aside."),
              body({
                mine: () => notebook.get(key(q)), seed, q, name, work, done: false, open: false, result: null, prompt, draw,
                keep: (change) => { notebook.keep(key(q), change); tell(); },
              }),
              h("p", { class: "tc-where" }, q.points ? `${q.points} ${q.points === 1 ? "point" : "points"}` : "Not scored: no reading is the right one", q.kind === "ordering" && initial(seed, q) && ". Move at least one item: an order that you have not touched is not an answer."),
            ].filter(Boolean),
          );
        };
        draw();
        redraws.push(draw);
        return slot;
      }),
      count,
      h("div", { class: "tc-actions" }, h("button", { type: "button", class: "tc-button tc-primary", "data-tc-do": "submit", onclick: submit }, "Save my submission to a file")),
      status,
    ),
  );
  tell();
  return notebook.listen(() => { redraws.forEach((draw) => draw()); tell(); });
}

export default { render };
