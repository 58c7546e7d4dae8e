// @ts-check
import { h, announce } from "./dom.js";
import { progress, next, calibration, calibrationWords, evidence, written, portfolio } from "./progress.js";

/**
 * The learner's own page. It reads `work` (every exercise's state by id) and `times` (when each was last worked on) and writes nothing.
 * @param {{model: any, el: HTMLElement}} context
 */
function render({ model, el }) {
  const { title, chapters, outcomes } = model.get("content");
  const status = h("p", { class: "tc-sr", role: "status" });
  const page = h("div", { class: "tc-my-work" });
  el.replaceChildren(page, status);
  const draw = () => {
    const work = model.get("work");
    const times = model.get("times") ?? {};
    page.replaceChildren(
      ...[onward(chapters, work, times), table(chapters, work), outcomesOf(outcomes, chapters, work), calibrationOf(work), texts(chapters, work), takeAway()].flat().filter(Boolean),
    );
  };
  const takeAway = () => [
    h("h2", {}, "Take it with you"),
    h("p", {}, "One file with all of the above, to keep or to hand in: what you did, how sure you were, and every word you wrote. It is no certificate."),
    h("div", { class: "tc-actions" },
      h("button", { type: "button", class: "tc-button tc-primary", onclick: () => save(portfolio(title, chapters, outcomes, model.get("work"), new Date().toISOString().slice(0, 10))) }, "Save as Markdown"),
      h("button", { type: "button", class: "tc-button", onclick: () => print() }, "Print this page")),
  ];
  /** @param {string} text */
  const save = (text) => {
    const link = h("a", { href: URL.createObjectURL(new Blob([text], { type: "text/markdown" })), download: "third-corner-portfolio.md" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    announce(status, "Saved as third-corner-portfolio.md.");
  };
  draw();
  model.on("change:work", draw);
  return () => model.off("change:work", draw);
}

/** @param {any} c */
const link = (c) => h("a", { href: `chapters/${c.id}.html` }, `${c.number}. ${c.title}`);

/** @param {any[]} chapters @param {any} work @param {any} times */
function onward(chapters, work, times) {
  const to = next(chapters, work, times);
  const begun = Object.keys(work).length > 0;
  if (!to) return h("p", {}, "You have worked on every exercise of the course.");
  return h("p", { class: "tc-onward" }, begun ? "Go on with " : "Begin with ", link(to), ".");
}

/** @param {any[]} chapters @param {any} work */
function table(chapters, work) {
  return h("div", { class: "tc-scroll", tabIndex: 0, role: "region", "aria-label": "Progress by chapter" },
    h("table", { class: "tc-register" }, h("thead", {}, h("tr", {}, ["Chapter", "Done", "Minutes"].map((t) => h("th", { scope: "col" }, t)))),
      h("tbody", {}, chapters.map((c) => {
        const { done, all } = progress(c, work);
        return h("tr", {}, h("th", { scope: "row" }, link(c)), h("td", {}, h("progress", { value: done, max: Math.max(1, all), "aria-label": `${done} of ${all} done` }), ` ${done} of ${all}`), h("td", {}, c.minutes ? `about ${c.minutes}` : ""));
      }))));
}

/** @param {any[]} outcomes @param {any[]} chapters @param {any} work */
function outcomesOf(outcomes, chapters, work) {
  const found = evidence(outcomes, chapters, work);
  return [h("h2", {}, "Outcomes, with evidence"),
    h("div", { class: "tc-scroll", tabIndex: 0, role: "region", "aria-label": "Evidence by outcome" },
      h("table", { class: "tc-register" }, h("thead", {}, h("tr", {}, ["Outcome", "Exercises done", "First answers"].map((t) => h("th", { scope: "col" }, t)))),
        h("tbody", {}, outcomes.map((o, i) => h("tr", {}, h("th", { scope: "row", title: o.text }, `${o.id} ${o.short}`), h("td", {}, `${found[i].done} of ${found[i].all}`), h("td", {}, found[i].mean === null ? "" : `${Math.round(found[i].mean * 100)} %`))))))];
}

/** @param {any} work */
function calibrationOf(work) {
  const found = calibration(Object.values(work));
  return [h("h2", {}, "How well you know what you know"), h("p", {}, calibrationWords(found)),
    found.n > 0 && h("table", { class: "tc-register" }, h("thead", {}, h("tr", {}, ["You said", "Answers", "Right at first"].map((t) => h("th", { scope: "col" }, t)))),
      h("tbody", {}, found.bins.map((b) => h("tr", {}, h("th", { scope: "row" }, `${b.sure} %`), h("td", {}, String(b.n)), h("td", {}, `${b.right} (${Math.round((100 * b.right) / b.n)} %)`)))))];
}

/** @param {any[]} chapters @param {any} work */
function texts(chapters, work) {
  const found = written(chapters, work);
  return [h("h2", {}, "What you wrote"),
    found.length === 0 && h("p", {}, "Nothing yet. Short answers, essays and the texts of the larger exercises gather here."),
    found.map(({ chapter, pieces }) => h("section", {}, h("h3", {}, link(chapter)), pieces.map((p) => [h("p", { class: "tc-where" }, p.asked), h("blockquote", { class: "tc-mine" }, p.text)]).flat()))].flat();
}

export default { render };
