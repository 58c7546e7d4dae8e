// @ts-check
/** What a record says about its learner: done and next, calibration, outcomes, written answers. Pure. */

/**
 * @typedef {{id: string, outcomes: string[], asked: string, activity?: string}} Item
 * @typedef {{id: string, number: string, title: string, minutes: number|null, items: Item[]}} Chapter
 */

/** Whether a piece of work is done: a question once checked, a piece of a larger exercise once the learner kept something in it. @param {Item} item @param {any} state */
export function isDone(item, state) {
  if (!state) return false;
  return item.activity ? Object.keys(state).length > 0 : state.checked === true || state.tries > 0;
}

/** How much of a chapter is done. @param {Chapter} chapter @param {Record<string, any>} work */
export function progress(chapter, work) {
  return { done: chapter.items.filter((item) => isDone(item, work[item.id])).length, all: chapter.items.length };
}

/**
 * Where to go on: the chapter worked on last if it is not finished, else the first that is not.
 * @param {Chapter[]} chapters @param {Record<string, any>} work @param {Record<string, number>} times
 * @returns {Chapter|null}
 */
export function next(chapters, work, times) {
  const open = chapters.filter((c) => progress(c, work).done < c.items.length);
  const last = (/** @type {Chapter} */ c) => Math.max(0, ...c.items.map((i) => times[i.id] ?? 0));
  const begun = open.filter((c) => last(c) > 0).sort((a, b) => last(b) - last(a));
  return begun[0] ?? open[0] ?? null;
}

/**
 * Calibration: by stated confidence, how often the first answer was right, and the Brier score of all (the mean squared distance
 * between confidence and outcome; Brier 1950). Right means a first score of 1.
 * @param {any[]} states
 */
export function calibration(states) {
  /** @type {Map<number, {sure: number, n: number, right: number}>} */
  const bins = new Map();
  let sum = 0;
  let n = 0;
  for (const state of states) {
    if (typeof state?.confidence !== "number" || typeof state.first !== "number") continue;
    const right = state.first === 1 ? 1 : 0;
    const bin = bins.get(state.confidence) ?? { sure: state.confidence, n: 0, right: 0 };
    bins.set(state.confidence, { ...bin, n: bin.n + 1, right: bin.right + right });
    sum += (state.confidence / 100 - right) ** 2;
    n += 1;
  }
  return { bins: [...bins.values()].sort((a, b) => a.sure - b.sure), n, brier: n ? sum / n : null };
}

/** One sentence on a calibration, or why there is none. @param {ReturnType<typeof calibration>} found */
export function calibrationWords({ bins, n, brier }) {
  if (n < 10) return `${n} ${n === 1 ? "answer" : "answers"} with a confidence so far: too few to say anything. From ten on there is a sentence here.`;
  const said = bins.reduce((a, b) => a + (b.sure * b.n) / 100, 0) / n;
  const was = bins.reduce((a, b) => a + b.right, 0) / n;
  const gap = Math.round((said - was) * 100);
  const how = Math.abs(gap) <= 5 ? "close to how often you were right" : gap > 0 ? `${gap} points above how often you were right: on the whole you were too sure` : `${-gap} points below how often you were right: you knew more than you thought`;
  return `Over ${n} answers you were ${Math.round(said * 100)} % sure on average, ${how}. Brier score ${brier?.toFixed(2)} (always saying 50 % gives 0.25; lower is better).`;
}

/**
 * Evidence for each outcome: exercises done, and the mean first score of those that have one.
 * @param {{id: string}[]} outcomes @param {Chapter[]} chapters @param {Record<string, any>} work
 */
export function evidence(outcomes, chapters, work) {
  return outcomes.map(({ id }) => {
    const items = chapters.flatMap((c) => c.items.filter((i) => i.outcomes.includes(id)));
    const done = items.filter((i) => isDone(i, work[i.id]));
    const scores = done.map((i) => work[i.id].first ?? work[i.id].score).filter((s) => typeof s === "number");
    return { id, all: items.length, done: done.length, mean: scores.length ? scores.reduce((a, b) => a + b, 0) / scores.length : null };
  });
}

/** Every text under a key that ends in `_text`, however deep. @param {any} state @returns {string[]} */
function texts(state) {
  if (!state || typeof state !== "object") return [];
  return Object.entries(state).flatMap(([key, value]) => (key.endsWith("_text") && typeof value === "string" ? (value.trim() ? [value.trim()] : []) : texts(value)));
}

/**
 * Everything the learner wrote, by chapter.
 * @param {Chapter[]} chapters @param {Record<string, any>} work
 */
export function written(chapters, work) {
  return chapters
    .map((c) => ({
      chapter: c,
      pieces: c.items.flatMap((item) => {
        const state = work[item.id];
        const own = !item.activity && item.asked && typeof state?.answer === "string" && state.answer.trim() ? [state.answer.trim()] : texts(state);
        return own.map((text) => ({ id: item.id, asked: item.asked, text }));
      }),
    }))
    .filter((c) => c.pieces.length);
}

/**
 * The portfolio as Markdown: what was done, the outcomes, the calibration, and every written answer as a quotation, so that nothing
 * a learner wrote can become markup of the page.
 * @param {string} title @param {Chapter[]} chapters @param {{id: string, text: string}[]} outcomes @param {Record<string, any>} work @param {string} day
 */
export function portfolio(title, chapters, outcomes, work, day) {
  const lines = [`# ${title}`, "", `My work, saved on ${day}. This is a record that I keep myself; nobody has certified it.`, "", "## Chapters", ""];
  for (const c of chapters) {
    const { done, all } = progress(c, work);
    lines.push(`- ${c.number}. ${c.title}: ${done} of ${all} exercises`);
  }
  lines.push("", "## Outcomes", "");
  for (const e of evidence(outcomes, chapters, work)) {
    const text = outcomes.find((o) => o.id === e.id)?.text ?? "";
    lines.push(`- ${e.id} ${text} ${e.done} of ${e.all} exercises${e.mean === null ? "" : `, first answers ${Math.round(e.mean * 100)} %`}`);
  }
  lines.push("", "## Calibration", "", calibrationWords(calibration(Object.values(work))), "", "## What I wrote", "");
  for (const { chapter, pieces } of written(chapters, work)) {
    lines.push(`### ${chapter.number}. ${chapter.title}`, "");
    for (const { asked, text } of pieces) lines.push(`**${asked}**`, "", ...text.split("\n").map((/** @type {string} */ l) => `> ${l}`.trimEnd()), "");
  }
  return `${lines.join("\n").trimEnd()}\n`;
}
