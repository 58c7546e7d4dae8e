// @ts-check
import { h, uid, radios } from "./dom.js";
import { benchOf } from "./bench.js";
import { pathOf, paths } from "./crisis_logic.js";

/**
 * The branching crisis. At each scene the learner says what the other will do and why, then advises; what follows is told in words.
 * @param {{model: any, el: HTMLElement}} context
 */
function render({ model, el }) {
  const content = model.get("content");
  const bench = benchOf(model, [content.id, ...content.scenes.map((/** @type {any} */ s) => s.item)]);
  const scenes = content.scenes.map((/** @type {any} */ s) => ({ ...s, id: s.key }));
  const scene = (/** @type {string} */ key) => scenes.find((/** @type {any} */ s) => s.key === key);
  const total = paths(scenes).length;
  const place = h("div", {});
  const now = () => pathOf(scenes, (key) => bench.work.get(scene(key).item).choice);
  const draw = () => {
    const path = now();
    place.replaceChildren(...[
      path.steps.length > 0 && h("ol", { class: "tc-crisis-past" }, path.steps.map((step) => past(bench, scene(step.scene), step.choice, draw, place))),
      path.ended ? ending(bench, content, scenes, path, total) : open(bench, scene(path.at), path.steps.length + 1, () => { draw(); /** @type {any} */ (place.querySelector(".tc-crisis-now, .tc-crisis-end"))?.focus(); }),
    ].filter(Boolean));
  };
  return bench.mount(el, "tc-crisis", [h("div", { class: "tc-note", html: content.setting }), place, bench.tools], draw);
}

/** A scene that has been decided, folded. @param {any} bench @param {any} s @param {string} choice @param {() => void} draw @param {HTMLElement} place */
function past(bench, s, choice, draw, place) {
  const chosen = s.advice.find((/** @type {any} */ a) => a.id === choice);
  return h("li", {}, h("details", {}, h("summary", {}, `${s.title}: ${chosen.label}`), h("div", { html: s.text }),
    bench.button("Go back to this point", () => {
      bench.keep(s.item, { choice: undefined });
      draw();
      /** @type {any} */ (place.querySelector(".tc-crisis-now"))?.focus();
      bench.say(`Back at: ${s.title}`);
    }, { "aria-label": `Go back to this point: ${s.title}` })), h("div", { class: "tc-feedback", html: chosen.consequence }));
}

/** The scene at which the learner stands. @param {any} bench @param {any} s @param {number} number @param {() => void} next */
function open(bench, s, number, next) {
  const mine = bench.work.get(s.item);
  const name = uid("scene");
  return h("section", { class: "tc-crisis-now", tabIndex: -1, "aria-label": s.title, "data-scene": s.key },
    h("p", { class: "tc-bench-title" }, `${number} · ${s.title}`),
    bench.work.stale(s.item) && h("p", { class: "tc-note" }, "This scene has been rewritten since you played it; your earlier choice is kept aside."),
    h("div", { class: "tc-case-claim", html: s.text }),
    radios({ legend: h("span", { html: s.asks }), name: `${name}-p`, value: mine.predict, choices: s.predictions.map((/** @type {any} */ p) => ({ value: p.id, label: h("span", { html: p.text }) })), onpick: (predict) => bench.keep(s.item, { predict }) }),
    h("p", {}, h("label", { for: `${name}-why` }, "Why? One line will do."), bench.text(s.item, "why_text", { id: `${name}-why`, rows: 2 })),
    h("p", {}, h("b", {}, "And you advise your minister to")),
    h("div", { class: "tc-crisis-advice" }, s.advice.map((/** @type {any} */ a) => h("div", {}, h("p", { html: a.text }), bench.button(a.label, () => {
      if (!bench.work.get(s.item).predict) return bench.say("Say first what the other side will do.");
      bench.keep(s.item, { choice: a.id });
      next();
    }, { "data-advice": a.id })))));
}

/** The ending and the debrief. @param {any} bench @param {any} content @param {any[]} scenes @param {any} path @param {number} total */
function ending(bench, content, scenes, path, total) {
  const end = content.endings.find((/** @type {any} */ e) => e.id === path.at);
  const claims = (/** @type {any[]} */ list) => list.length > 0 && h("ul", { class: "tc-where" }, list.map((c) => h("li", {}, `${c.id}: ${c.text}`)));
  return h("section", { class: "tc-crisis-end", tabIndex: -1, "aria-label": `Ending: ${end.title}`, "data-ending": end.id },
    h("p", { class: "tc-bench-title" }, end.title), h("div", { class: "tc-case-claim", html: end.text }),
    h("p", { class: "tc-where" }, `One of ${content.endings.length} endings, by one of ${total} ways. None of them is the right one.`),
    h("p", { class: "tc-bench-title" }, "Debrief: your way, once more"),
    h("ol", {}, path.steps.map((/** @type {any} */ step) => {
      const s = scenes.find((x) => x.key === step.scene);
      const mine = bench.work.get(s.item);
      const guess = s.predictions.find((/** @type {any} */ p) => p.id === mine.predict);
      const chosen = s.advice.find((/** @type {any} */ a) => a.id === step.choice);
      return h("li", { class: "tc-crisis-debrief" }, h("p", {}, h("b", {}, s.title)),
        guess && h("p", {}, "You expected: ", h("span", { html: guess.text }), " ", h("em", { html: guess.must_explain })), guess && claims(guess.claims),
        mine.why_text && h("p", {}, "You wrote: ", h("q", {}, mine.why_text)),
        h("p", {}, `You advised: ${chosen.label}.`), claims(chosen.claims),
        h("p", {}, h("b", {}, `What ${content.text_source} would have said: `), h("span", { html: chosen.would_say })), h("p", {}, h("b", {}, "What it would have missed: "), h("span", { html: chosen.would_miss })));
    })),
    h("p", {}, h("label", { for: `${content.id}-reading`, html: content.debrief }), bench.text(content.id, "reading_text", { id: `${content.id}-reading`, rows: 5 })));
}

export default { render };
