// @ts-check
import { h, announce } from "./dom.js";
import { workOf } from "./work.js";
import { review, interval } from "./fsrs.js";
import { queue, forecast } from "./queue.js";

const RATINGS = [
  { value: 1, label: "Again", means: "I did not know it" },
  { value: 2, label: "Hard", means: "with effort" },
  { value: 3, label: "Good", means: "I knew it" },
  { value: 4, label: "Easy", means: "at once" },
];

/**
 * A session of spaced retrieval: a card is asked, the learner answers aloud or on paper, sees the answer, says how it went.
 * @param {{model: any, el: HTMLElement}} context
 */
function render({ model, el }) {
  const { cards } = model.get("content");
  const byId = new Map(cards.map((/** @type {any} */ c) => [c.id, c]));
  const work = workOf(model);
  const status = h("p", { class: "tc-sr", role: "status" });
  const stage = h("div", { class: "tc-review" });
  el.replaceChildren(stage, status);
  /** @type {string[]} */
  let waiting = [];
  /** @type {{id: string, before: any}|null} */
  let last = null;

  const overview = () => {
    const states = cards.map((/** @type {any} */ c) => model.get("work")[c.id]).filter(Boolean);
    const { due, week, later } = forecast(states, Date.now());
    const fresh = (/** @type {boolean} */ terms) => queue(cards, model.get("work"), Date.now(), terms).length;
    const all = h("input", { type: "checkbox" });
    stage.replaceChildren(
      ...[
        h("p", {}, h("b", {}, `${due} due now`), `, ${week} within a week, ${later} later. `, "A question comes into the review once you have answered it in its chapter."),
        h("label", { class: "tc-choice" }, all, h("span", {}, "Also take up new terms of the glossary")),
        h("div", { class: "tc-actions" }, h("button", { type: "button", class: "tc-button tc-primary", onclick: () => {
          if (fresh(all.checked) === 0) return announce(status, tell.textContent = "Nothing is due. Answer questions in a chapter first, or take up terms.");
          begin(queue(cards, model.get("work"), Date.now(), all.checked));
        } }, "Begin")),
      ],
    );
    const tell = h("p", { class: "tc-bench-task" });
    stage.append(tell);
  };
  /** @param {string[]} ids */
  const begin = (ids) => {
    waiting = ids;
    last = null;
    ask();
  };
  const ask = () => {
    if (waiting.length === 0) return finished();
    const card = byId.get(waiting[0]);
    const answer = h("div", { class: "tc-review-answer", hidden: true, tabIndex: -1, html: card.answer });
    const rates = h("div", { class: "tc-actions", role: "group", "aria-label": "How did it go?", hidden: true }, RATINGS.map((r) => h("button", { type: "button", class: "tc-button", onclick: () => rate(card, r.value) }, `${r.label}: ${r.means}, `, h("small", {}, when(card, r.value)))));
    const show = h("button", { type: "button", class: "tc-button tc-primary", onclick: () => {
      answer.hidden = rates.hidden = false;
      show.hidden = true;
      answer.focus();
    } }, "Show the answer");
    const head = h("p", { class: "tc-bench-task", tabIndex: -1 }, `${waiting.length} to go · ${card.where}. ${card.of ? "Answer aloud or on paper before you look." : "Which term is this?"}`);
    stage.replaceChildren(
      ...[
        head,
        h("div", { class: "tc-review-asked", html: card.asked }),
        answer,
        h("div", { class: "tc-actions" }, show),
        rates,
        h("div", { class: "tc-actions" }, last && h("button", { type: "button", class: "tc-button", onclick: undo }, "Undo the last one"), h("button", { type: "button", class: "tc-button", onclick: overview }, "Stop here")),
      ],
    );
    head.focus();
  };
  /** @param {any} card @param {number} rating */
  const when = (card, rating) => {
    const found = interval(review(work.get(card.id).due ? work.get(card.id) : null, rating, Date.now()).stability);
    return found === 1 ? "again in a day" : `again in ${found} days`;
  };
  /** @param {any} card @param {number} rating */
  const rate = (card, rating) => {
    const before = model.get("work")[card.id];
    last = { id: card.id, before };
    work.keep(card.id, review(before ?? null, rating, Date.now()));
    waiting = rating === 1 ? [...waiting.slice(1), card.id] : waiting.slice(1);
    ask();
  };
  const undo = () => {
    if (!last) return;
    if (last.before) work.keep(last.id, last.before);
    else work.drop([last.id]);
    waiting = [last.id, ...waiting.filter((id) => id !== last?.id)];
    last = null;
    ask();
    announce(status, "Undone.");
  };
  const finished = () => {
    overview();
    const done = h("p", { class: "tc-verdict", tabIndex: -1 }, "That is all for now.");
    stage.prepend(done);
    done.focus();
  };
  overview();
  return () => {};
}

export default { render };
