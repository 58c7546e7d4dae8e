// @ts-check
/** What a learner works with, by kind of question: the same in a quiz, where it is checked, and in an assignment, where it is handed in. */

import { h, radios, sorter } from "./dom.js";
import { score, shuffled, number, words } from "./scoring.js";

/** The answer a question starts from: a shuffled order for an ordering, nothing for the rest. @param {any} seed @param {any} q */
export function initial(seed, q) {
  return q.kind === "ordering" ? shuffled(q.items.length, `${seed}/${q.id}`) : undefined;
}

/**
 * What the learner works with, by kind.
 * @param {{mine: () => any, seed: any, q: any, name: string, work: any, done: boolean, open: boolean, result: any, prompt: any, keep: (change: any) => void, draw: () => void}} o
 */
export function body({ mine, seed, q, name, work, done, open, result, prompt, keep, draw }) {
  const answer = work.answer ?? initial(seed, q);
  /** @param {boolean} right */
  const mark = (right) => h("span", { class: right ? "tc-mark tc-right" : "tc-mark tc-caution" }, right ? "✓ right" : "✗ not this");
  switch (q.kind) {
    case "single":
    case "true-false":
    case "interpretive": {
      const options = q.kind === "true-false" ? [{ value: true, text: "True", feedback: q.feedback_true }, { value: false, text: "False", feedback: q.feedback_false }]
        : q.kind === "single" ? q.options.map((/** @type {any} */ o, /** @type {number} */ v) => ({ value: v, ...o }))
        : q.readings.map((/** @type {any} */ r, /** @type {number} */ v) => ({ value: v, text: r.text, feedback: r.must_explain, reading: r }));
      return radios({
        legend: prompt, name, value: answer, disabled: done,
        onpick: (value) => keep({ answer: value }),
        choices: options.map((/** @type {any} */ o) => {
          const chosen = done && o.value === answer;
          const key = q.kind === "true-false" ? o.value === q.correct : o.correct;
          const show = chosen || (open && (key || q.kind === "interpretive"));
          const sign = q.kind === "interpretive" ? h("span", { class: "tc-mark" }, `${o.reading.defensible ? "defensible" : "strained"}; it must explain:`) : mark(key);
          return { value: o.value, label: h("span", {}, h("span", { html: o.text }), show && h("span", { class: "tc-feedback" }, sign, " ", h("span", { html: o.feedback }))) };
        }),
      });
    }
    case "multiple":
      return h("fieldset", { class: "tc-choices", disabled: done }, h("legend", {}, prompt),
        q.options.map((/** @type {any} */ o, /** @type {number} */ v) => {
          const chosen = (answer ?? []).includes(v);
          return h("label", { class: "tc-choice" },
            h("input", { type: "checkbox", name, value: String(v), checked: chosen, onchange: (/** @type {any} */ e) => {
              const now = new Set(mine().answer ?? []);
              if (e.target.checked) now.add(v); else now.delete(v);
              keep({ answer: [...now].sort() });
            } }),
            h("span", {}, h("span", { html: o.text }), done && (chosen || open) && h("span", { class: "tc-feedback" }, mark(o.correct), " ", h("span", { html: o.feedback }))),
          );
        }));
    case "matching": {
      const choices = q.choices ?? [...q.pairs.map((/** @type {any} */ p) => p.answer), ...q.distractors].filter((v, n, all) => all.indexOf(v) === n).sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
      return h("fieldset", { class: "tc-choices tc-matching", disabled: done }, h("legend", {}, prompt),
        q.pairs.map((/** @type {any} */ p, /** @type {number} */ v) =>
          h("div", { class: "tc-match" },
            h("label", { for: `${name}-${v}`, html: p.stem }),
            h("select", { id: `${name}-${v}`, onchange: (/** @type {any} */ e) => {
              const now = q.pairs.map((/** @type {any} */ _, /** @type {number} */ n) => mine().answer?.[n] ?? "");
              now[v] = e.target.value;
              keep({ answer: now });
            } }, h("option", { value: "" }, "choose …"), choices.map((/** @type {string} */ c) => h("option", { value: c, selected: answer?.[v] === c }, c))),
            done && h("p", { class: "tc-feedback" }, mark(result.parts[v]), " ", open && !result.parts[v] && `${p.answer}. `, (open || !result.parts[v]) && h("span", { html: p.feedback })),
          )));
    }
    case "ordering":
      return h("div", { class: "tc-choices", role: "group", "aria-label": "Put in order" }, prompt,
        sorter({
          label: "Put in order, first at the top", order: answer, disabled: done,
          item: (v) => h("span", { html: q.items[v] }), name: (v) => plain(q.items[v]),
          onmove: (order) => keep({ answer: order }),
          mark: (v, place) => done && h("p", { class: "tc-feedback" }, mark(result.parts[place]), " ", open && !result.parts[place] && `Place ${v + 1}. `, h("span", { html: q.feedback[v] })),
        }).el);
    case "numeric": {
      const trap = done && !result.right && q.traps.find((/** @type {any} */ t) => Math.abs(t[0] - number(String(answer))) <= q.tolerance + 1e-9);
      return h("div", { class: "tc-choices" }, h("label", { for: name }, prompt),
        h("span", { class: "tc-numeric" },
          h("input", { id: name, type: "text", inputMode: "decimal", autocomplete: "off", value: answer ?? "", readOnly: done, "aria-describedby": `${name}-unit`, oninput: (/** @type {any} */ e) => keep({ answer: e.target.value }) }),
          h("span", { id: `${name}-unit` }, q.unit)),
        done && h("p", { class: "tc-feedback" }, mark(result.right), " ", h("span", { html: result.right ? q.feedback_right : trap ? trap[1] : q.feedback_wrong })));
    }
    case "fill-in": {
      const parts = q.prompt.split(/\{\{(\d)\}\}/);
      return h("div", { class: "tc-choices tc-fill-in", role: "group", "aria-label": "Fill in" }, prompt,
        h("p", {}, parts.map((/** @type {string} */ part, /** @type {number} */ n) => {
          if (n % 2 === 0) return h("span", { html: part });
          const v = Number(part) - 1;
          return h("input", { type: "text", autocomplete: "off", "aria-label": `Blank ${part}`, value: answer?.[v] ?? "", readOnly: done, oninput: (/** @type {any} */ e) => {
            const now = q.blanks.map((/** @type {any} */ _, /** @type {number} */ k) => mine().answer?.[k] ?? "");
            now[v] = e.target.value;
            keep({ answer: now });
          } });
        })),
        done && h("p", { class: "tc-feedback" }, mark(result.right), " ", h("span", { html: result.right ? q.feedback_right : q.feedback_wrong }),
          open && !result.right && ` Accepted: ${q.blanks.map((/** @type {any} */ b) => b.accepted[0]).join("; ")}.`));
    }
  }
  if (q.kind === "short-answer" || q.kind === "essay") return written({ mine, q, name, work, done, prompt, keep, draw });
  return h("p", {}, `This kind of question is not known here: ${q.kind}`);
}

/**
 * A written answer, and beside a model answer the writer's own marks: key ideas to tick, or a rubric's levels.
 * @param {{mine: () => any, q: any, name: string, work: any, done: boolean, prompt: any, keep: (change: any) => void, draw: () => void}} o
 */
function written({ mine, q, name, work, done, prompt, keep, draw }) {
  const range = q.kind === "essay" ? `${q.words_min} to ${q.words_max} words` : `at most ${q.words_max} words`;
  const count = h("span", { id: `${name}-count`, class: "tc-where" });
  /** @param {string} text */
  const tell = (text) => (count.textContent = `${words(text)} words; asked are ${range}.`);
  tell(work.answer ?? "");
  const parts = q.kind === "essay" ? q.rubric : q.ideas;
  /** @param {number} v @param {any} value */
  const marked = (v, value) => {
    const marks = parts.map((/** @type {any} */ _, /** @type {number} */ n) => (n === v ? value : mine().marks?.[n] ?? null));
    keep({ marks, score: score(q, mine().answer, marks).score });
    draw();
    /** @type {any} */ (document.getElementById(`${name}-mark-${v}-${value}`) ?? document.getElementById(`${name}-mark-${v}`))?.focus();
  };
  return h("div", { class: "tc-choices tc-written" },
    h("label", { for: name }, prompt),
    h("textarea", { id: name, rows: q.kind === "essay" ? 9 : 4, readOnly: done, "aria-describedby": count.id, oninput: (/** @type {any} */ e) => { tell(e.target.value); keep({ answer: e.target.value }); } }, work.answer ?? ""),
    count,
    done && h("div", { class: "tc-feedback" }, h("p", {}, h("b", {}, "One good answer. ")), h("div", { html: q.model_answer })),
    done && q.kind === "short-answer" && h("fieldset", { class: "tc-choices" }, h("legend", {}, "Mark your own answer: tick what it says."),
      parts.map((/** @type {any} */ idea, /** @type {number} */ v) => h("label", { class: "tc-choice" },
        h("input", { type: "checkbox", id: `${name}-mark-${v}`, checked: work.marks?.[v] === true, onchange: (/** @type {any} */ e) => marked(v, e.target.checked) }),
        h("span", {}, h("span", { html: idea.text }), h("span", { class: "tc-feedback", html: idea.feedback }))))),
    done && q.kind === "essay" && parts.map((/** @type {any} */ c, /** @type {number} */ v) => h("fieldset", { class: "tc-choices" }, h("legend", {}, `Mark it yourself, or let a peer: ${c.criterion}`),
      c.levels.map((/** @type {string} */ level, /** @type {number} */ n) => h("label", { class: "tc-choice" },
        h("input", { type: "radio", name: `${name}-mark-${v}`, id: `${name}-mark-${v}-${n}`, checked: work.marks?.[v] === n, onchange: () => marked(v, n) }),
        h("span", { html: level }))))),
  );
}

/** @param {string} html */
function plain(html) {
  return h("span", { html }).textContent;
}
