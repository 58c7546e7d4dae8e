// @ts-check
/** Scoring of every kind of question. Pure: no DOM, no storage, the same under Node and in a page. */

/**
 * What an answer earns: `score` from 0 to 1 (`null` where nothing is scored), and which parts of it are right.
 * @typedef {{score: number|null, right: boolean, parts: boolean[]}} Result
 */

/** Fold letter case, Unicode forms, dashes, quotation marks and spaces, so that equal words compare equal. @param {string} text */
export function fold(text) {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[\u2010-\u2015\u2212]/g, "-")
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/\s+/g, " ")
    .trim();
}

/**
 * Read a number as people write it: `98.3`, `98,3`, `1 190`, `1,190`, `−5`, `98 %`. `NaN` where it is none.
 * @param {string} text
 */
export function number(text) {
  let t = fold(text).replace(/[%\s]/g, "");
  if (/^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(t)) t = t.replace(/,/g, "");
  else t = t.replace(",", ".");
  return /^-?(\d+\.?\d*|\.\d+)$/.test(t) ? Number(t) : NaN;
}

/**
 * Share of the pairs of items that stand in the right order: 1 for the key, 0 for its reverse.
 * @param {number[]} order the item indices in the learner's order; the key is 0, 1, 2, …
 */
export function pairsInOrder(order) {
  let good = 0;
  let all = 0;
  for (let i = 0; i < order.length; i += 1)
    for (let j = i + 1; j < order.length; j += 1) {
      all += 1;
      if (order[i] < order[j]) good += 1;
    }
  return all ? good / all : 1;
}

/**
 * Score an answer. Single choice, true/false and numeric: 1 or 0. Multiple choice: (right marks − wrong marks) / keys,
 * not below 0. Matching and fill-in: the share right. Ordering: the share of pairs in order. Interpretive: not scored.
 * Short answer: the share of key ideas that its writer ticked. Essay: the mean of level / best level, the weakest being 0;
 * not scored until each criterion has a level.
 * @param {any} question as it stands in an island's content
 * @param {any} answer an index, a list of indices or strings, a boolean or a string, by kind
 * @param {any[]} [marks] what the writer marked: a boolean an idea, or a level (from 0) a criterion
 * @returns {Result}
 */
export function score(question, answer, marks = []) {
  switch (question.kind) {
    case "single":
      return whole([question.options[answer]?.correct === true]);
    case "multiple": {
      const keys = question.options.filter((/** @type {any} */ o) => o.correct).length;
      const parts = question.options.map((/** @type {any} */ o, /** @type {number} */ i) => o.correct === answer.includes(i));
      const good = answer.filter((/** @type {number} */ i) => question.options[i]?.correct).length;
      return { score: Math.max(0, (2 * good - answer.length) / keys), right: parts.every(Boolean), parts };
    }
    case "true-false":
      return whole([answer === question.correct]);
    case "matching":
      return share(question.pairs.map((/** @type {any} */ p, /** @type {number} */ i) => answer[i] === p.answer));
    case "ordering":
      return {
        score: pairsInOrder(answer),
        right: pairsInOrder(answer) === 1,
        parts: answer.map((/** @type {number} */ item, /** @type {number} */ place) => item === place),
      };
    case "numeric": {
      const value = number(String(answer));
      return whole([Math.abs(value - question.answer) <= question.tolerance + 1e-9]);
    }
    case "fill-in":
      return share(
        question.blanks.map((/** @type {any} */ b, /** @type {number} */ i) =>
          b.accepted.some((/** @type {string} */ form) => fold(form) === fold(answer[i] ?? "")),
        ),
      );
    case "short-answer": {
      const parts = question.ideas.map((/** @type {any} */ _, /** @type {number} */ i) => marks[i] === true);
      return marks.length ? share(parts) : { score: null, right: false, parts };
    }
    case "essay": {
      const levels = question.rubric.map((/** @type {any} */ c, /** @type {number} */ i) => (marks[i] ?? NaN) / (c.levels.length - 1));
      const mean = levels.reduce((/** @type {number} */ a, /** @type {number} */ b) => a + b, 0) / levels.length;
      return Number.isNaN(mean) ? { score: null, right: false, parts: [] } : { score: mean, right: mean === 1, parts: levels.map((/** @type {number} */ l) => l === 1) };
    }
    case "interpretive":
      return { score: null, right: false, parts: [] };
  }
  throw new Error(`unknown kind of question: ${question.kind}`);
}

/** @param {boolean[]} parts @returns {Result} */
function whole(parts) {
  return { score: parts[0] ? 1 : 0, right: parts[0], parts };
}

/** @param {boolean[]} parts @returns {Result} */
function share(parts) {
  const good = parts.filter(Boolean).length;
  return { score: good / parts.length, right: good === parts.length, parts };
}

/**
 * A shuffled 0 … n−1 that is the same for the same seed, and never the key itself (where there is another order).
 * @param {number} n
 * @param {string} seed
 * @returns {number[]}
 */
export function shuffled(n, seed) {
  let state = 2166136261;
  for (const char of seed) state = Math.imul(state ^ char.charCodeAt(0), 16777619) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const list = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i -= 1) {
    const j = Math.floor(next() * (i + 1));
    [list[i], list[j]] = [list[j], list[i]];
  }
  return n > 1 && list.every((v, i) => v === i) ? [...list.slice(1), list[0]] : list;
}

/** Whether an answer is complete enough to be checked. @param {any} question @param {any} answer */
export function answered(question, answer) {
  if (answer === undefined || answer === null) return false;
  if (question.kind === "multiple") return answer.length > 0;
  if (question.kind === "matching") return question.pairs.every((/** @type {any} */ _, /** @type {number} */ i) => answer[i]);
  if (question.kind === "fill-in") return question.blanks.every((/** @type {any} */ _, /** @type {number} */ i) => (answer[i] ?? "").trim());
  if (question.kind === "short-answer" || question.kind === "essay") return words(answer) > 0;
  if (question.kind === "numeric") return !Number.isNaN(number(String(answer)));
  return true;
}

/** How many words a text has. @param {string} text */
export function words(text) {
  return (String(text).match(/[\p{L}\p{N}][\p{L}\p{N}’'.-]*/gu) ?? []).length;
}
