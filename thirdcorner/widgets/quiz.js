// @ts-check
import { h, uid, announce, focusOn, radios, confidence, sorter } from "./dom.js";
import { workOf } from "./work.js";
import { score, answered, shuffled, number, words } from "./scoring.js";

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

/** The answer a question starts from: a shuffled order for an ordering, nothing for the rest. @param {any} seed @param {any} q */
function initial(seed, q) {
  return q.kind === "ordering" ? shuffled(q.items.length, `${seed}/${q.id}`) : undefined;
}

/**
 * What the learner works with, by kind.
 * @param {{mine: () => any, seed: any, q: any, name: string, work: any, done: boolean, open: boolean, result: any, prompt: any, keep: (change: any) => void, draw: () => void}} o
 */
function body({ mine, seed, q, name, work, done, open, result, prompt, keep, draw }) {
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
      const choices = [...q.pairs.map((/** @type {any} */ p) => p.answer), ...q.distractors].filter((v, n, all) => all.indexOf(v) === n).sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
      return h("fieldset", { class: "tc-choices tc-matching", disabled: done }, h("legend", {}, prompt),
        q.pairs.map((/** @type {any} */ p, /** @type {number} */ v) =>
          h("div", { class: "tc-match" },
            h("label", { for: `${name}-${v}`, html: p.stem }),
            h("select", { id: `${name}-${v}`, onchange: (/** @type {any} */ e) => {
              const now = q.pairs.map((/** @type {any} */ _, /** @type {number} */ n) => mine().answer?.[n] ?? "");
              now[v] = e.target.value;
              keep({ answer: now });
            } }, h("option", { value: "" }, "choose …"), choices.map((c) => h("option", { value: c, selected: answer?.[v] === c }, c))),
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

/** @param {string} html */
function plain(html) {
  return h("span", { html }).textContent;
}

export default { render };
