// @ts-check
import { h, uid, announce, focusOn, afterPaint } from "./dom.js";
import { benchOf } from "./bench.js";
import { brier, compared, calibrated, table } from "./forecast_logic.js";

/**
 * The forecast desk. The learner gives a probability and locks it; only then come outcome, evidence and score.
 * @param {{model: any, el: HTMLElement}} context
 */
function render({ model, el }) {
  const content = model.get("content");
  const bench = benchOf(model, [...content.resolved, ...content.open].map((/** @type {any} */ q) => q.id), (state) => state.locked === true);
  const { recorded: work, status } = bench;
  const score = h("div", { class: "tc-forecast-score" });
  const ends = h("div", { class: "tc-actions" });
  /** @type {(() => void)[]} */
  const redraws = [];
  /** @param {any} q @param {number} i */
  const place = (q, i) => {
    const slot = h("section", { class: "tc-case tc-forecast", "data-forecast": q.id, "aria-label": `Question ${i + 1}` });
    const draw = () => slot.replaceChildren(...one(q, i).filter(Boolean));
    redraws.push(draw);
    draw();
    return slot;
  };
  /** @param {any} q @param {number} i */
  const one = (q, i) => {
    const mine = work.get(q.id);
    const name = uid("forecast");
    const number = h("output", { for: name }, mine.probability === undefined ? "not yet" : `${mine.probability} %`);
    const lock = () => {
      if (work.get(q.id).probability === undefined) return announce(status, "First move the slider to your probability.");
      work.keep(q.id, { locked: true });
      redraws[i]();
      afterPaint(tally);
      const slot = el.querySelector(`[data-forecast="${CSS.escape(q.id)}"]`);
      if (slot) focusOn(slot, q.outcome ? ".tc-record" : "textarea");
      announce(status, q.outcome ? `The answer is ${q.outcome}.` : "Kept.");
    };
    return [
      h("p", { class: "tc-case-claim" }, h("span", { class: "tc-number" }, `${i + 1} `), h("span", { html: q.question })),
      h("p", { class: "tc-bench-task" }, `Asked on ${q.asked}, closes on ${q.closes}. Yes if: `, h("span", { html: q.rule })),
      work.stale(q.id) && h("p", { class: "tc-note" }, "This question has been reworded since you forecast. Your earlier number is kept aside and no longer counts."),
      h("p", { class: "tc-forecast-slide" },
        h("label", { for: name }, "Probability of Yes"),
        h("input", { id: name, type: "range", min: "0", max: "100", step: "1", value: String(mine.probability ?? 50), disabled: mine.locked === true && !!q.outcome,
          oninput: (/** @type {any} */ e) => { number.textContent = `${e.target.value} %`; }, onchange: (/** @type {any} */ e) => { number.textContent = `${e.target.value} %`; work.keep(q.id, { probability: Number(e.target.value) }); } }),
        number),
      q.outcome && h("label", { class: "tc-choice" }, h("input", { type: "checkbox", checked: mine.knew === true, disabled: mine.locked === true, onchange: (/** @type {any} */ e) => work.keep(q.id, { knew: e.target.checked }) }), h("span", {}, "I happen to know the answer (scored apart)")),
      !(mine.locked && q.outcome) && h("div", { class: "tc-actions" }, h("button", { type: "button", class: "tc-button tc-primary", onclick: lock }, q.outcome ? "Lock it in and see" : mine.locked ? "Change it" : "Keep it")),
      mine.locked && q.outcome && h("div", { class: "tc-record", tabIndex: -1 },
        h("p", { class: "tc-verdict" }, `${q.outcome === "yes" ? "Yes" : "No"}. You said ${mine.probability} %: Brier ${brier(mine.probability, q.outcome).toFixed(2)}${mine.knew ? ", not counted, since you knew" : ""}.`),
        h("div", { class: "tc-explanation" }, h("div", { html: q.resolution }), h("p", { class: "tc-where" }, "Base rate: ", h("span", { html: q.base_rate_words || "none." })), h("p", { class: "tc-where" }, q.where))),
      !q.outcome && mine.locked && h("p", {}, h("label", { for: `${name}-why` }, "Why, in a sentence"), h("textarea", { id: `${name}-why`, rows: 2, onchange: (/** @type {any} */ e) => work.keep(q.id, { reason_text: e.target.value }) }, mine.reason_text ?? "")),
    ];
  };
  const answers = () => content.resolved.map((/** @type {any} */ q) => ({ q, ...work.get(q.id) })).filter((/** @type {any} */ a) => a.locked && !a.knew)
    .map((/** @type {any} */ a) => ({ probability: a.probability, outcome: a.q.outcome, base_rate: a.q.base_rate }));
  const tally = () => {
    const found = compared(answers());
    const left = content.resolved.filter((/** @type {any} */ q) => !work.get(q.id).locked).length;
    score.replaceChildren(...scored(found, calibrated(answers()), left, content.hindsight).filter(Boolean));
    const open = content.open.filter((/** @type {any} */ q) => work.get(q.id).locked);
    ends.replaceChildren(
      ...[
        open.length > 0 && h("button", { type: "button", class: "tc-button", onclick: () => save(open) }, "Save my open forecasts as a table"),
      ].filter(Boolean),
    );
  };
  /** @param {any[]} open */
  const save = (open) => {
    const rows = open.map((q) => ({ id: q.id, question: plain(q.question), closes: q.closes_iso, probability: work.get(q.id).probability, reason: work.get(q.id).reason_text ?? "" }));
    const link = h("a", { href: URL.createObjectURL(new Blob(["\ufeff", table(rows)], { type: "text/csv" })), download: "my-forecasts.csv" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    announce(status, "Saved as my-forecasts.csv.");
  };
  const all = () => { redraws.forEach((draw) => draw()); tally(); };
  el.replaceChildren(
    h("div", { class: "tc-forecast-desk" },
      h("p", { class: "tc-bench-title" }, content.title), h("div", { class: "tc-bench-task", html: content.task }),
      h("details", { class: "tc-worked" }, h("summary", {}, "A worked example"), h("div", { html: content.worked_example })),
      content.resolved.map(place), score,
      content.open.length > 0 && [h("p", { class: "tc-bench-title" }, "Open questions"), h("p", { class: "tc-bench-task" }, "Nobody knows these yet. Give a number and a reason, save them, and score them with your class when they close."), ...content.open.map((/** @type {any} */ q, /** @type {number} */ i) => place(q, content.resolved.length + i))],
      ends, bench.tools, status),
  );
  bench.onredraw(all);
  tally();
  return work.listen(all);
}

/**
 * The score in a table beside three simple forecasters, and the calibration with counts.
 * @param {ReturnType<typeof compared>} found @param {ReturnType<typeof calibrated>} bins @param {number} left @param {string} hindsight
 */
function scored(found, bins, left, hindsight) {
  if (found.n === 0) return [h("p", { class: "tc-bench-task" }, "Your score appears here once you have locked in a forecast.")];
  /** @param {number|null} v */
  const show = (v) => (v ?? 0).toFixed(2);
  const rows = [["You", found.mine], ["Always 50 %", found.even], ["Always yes", found.yes], ["Base rates", found.base]];
  return [
    h("p", { class: "tc-bench-title" }, `Your Brier score over ${found.n} ${found.n === 1 ? "question" : "questions"}: ${show(found.mine)}`),
    h("table", { class: "tc-register" }, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Forecaster"), h("th", { scope: "col" }, "Brier score, lower is better"))),
      h("tbody", {}, rows.map(([who, v]) => h("tr", {}, h("th", { scope: "row" }, String(who)), h("td", {}, show(/** @type {number} */ (v))))))),
    h("table", { class: "tc-register" }, h("caption", {}, "When you said …, how often was it Yes?"), h("thead", {}, h("tr", {}, ["You said", "Questions", "Yes"].map((t) => h("th", { scope: "col" }, t)))),
      h("tbody", {}, bins.map((b) => h("tr", {}, h("th", { scope: "row" }, `${b.low}–${b.high} %`), h("td", {}, String(b.n)), h("td", {}, b.n ? `${b.yes} of ${b.n}` : ""))))),
    h("p", { class: "tc-where" }, "Counts this small show a habit at most. No score is split into parts from so few."),
    left === 0 && h("div", { class: "tc-explanation", html: hindsight }),
  ];
}

/** @param {string} html */
function plain(html) {
  return h("span", { html }).textContent;
}

export default { render };
