/** What a record says about its learner: done and next, calibration, outcomes, written answers. Pure. */

import type { MineChapter, MineOutcome } from "../generated/types";

type Chapter = MineChapter;
export type Kept = Record<string, Record<string, unknown> | undefined>;

const isQuestion = (id: string) => /\/q\d+$/.test(id);
const isShare = (value: unknown): value is number => typeof value === "number" && value >= 0 && value <= 1;

/** Whether a piece of work is done: a question once checked, a piece of a larger exercise once the learner kept something in it. */
export function isDone(id: string, state: Kept[string]): boolean {
  if (!state) return false;
  return isQuestion(id) ? state.checked === true || (state.tries as number) > 0 : Object.keys(state).length > 0;
}

/** How much of each chapter is done, from a store's entries: ids of the pieces of work by chapter. */
export function counted(
  chapters: Readonly<Record<string, readonly string[]>>,
  entries: Readonly<Record<string, { state: Record<string, unknown> } | undefined>>,
): Record<string, { done: number; all: number }> {
  const done = (id: string) => isDone(id, entries[id]?.state);
  return Object.fromEntries(Object.entries(chapters).map(([slug, ids]) => [slug, { done: ids.filter(done).length, all: ids.length }]));
}

/** How much of a chapter is done. */
export function progress(chapter: Chapter, work: Kept): { done: number; all: number } {
  return { done: chapter.items.filter(({ id }) => isDone(id, work[id])).length, all: chapter.items.length };
}

/** Where to go on: the chapter worked on last if it is not finished, else the first that is not. */
export function next(chapters: readonly Chapter[], work: Kept, times: Record<string, number>): Chapter | null {
  const open = chapters.filter((c) => progress(c, work).done < c.items.length);
  const last = (c: Chapter) => Math.max(0, ...c.items.map(({ id }) => times[id] ?? 0));
  const begun = open.filter((c) => last(c) > 0).sort((a, b) => last(b) - last(a));
  return begun[0] ?? open[0] ?? null;
}

export interface Bin {
  sure: number;
  n: number;
  right: number;
}
export interface Calibration {
  bins: Bin[];
  n: number;
  brier: number | null;
}

/**
 * Calibration: by stated confidence, how often the first answer was right, and the Brier score of all (the mean squared distance
 * between confidence and outcome; Brier 1950). Right means a first score of 1.
 */
export function calibration(states: readonly unknown[]): Calibration {
  const bins = new Map<number, Bin>();
  let sum = 0;
  let n = 0;
  for (const state of states) {
    const { confidence, first } = (state ?? {}) as { confidence?: unknown; first?: unknown };
    if (typeof confidence !== "number" || !isShare(confidence / 100) || !isShare(first)) continue;
    const right = first === 1 ? 1 : 0;
    const bin = bins.get(confidence) ?? { sure: confidence, n: 0, right: 0 };
    bins.set(confidence, { ...bin, n: bin.n + 1, right: bin.right + right });
    sum += (confidence / 100 - right) ** 2;
    n += 1;
  }
  return { bins: [...bins.values()].sort((a, b) => a.sure - b.sure), n, brier: n ? sum / n : null };
}

/** From how many answers on something can be said. */
export const ENOUGH = 10;

/** One sentence on a calibration, or why there is none. */
export function calibrationWords({ bins, n, brier }: Calibration): string {
  if (n < ENOUGH)
    return `${n} ${n === 1 ? "answer" : "answers"} with a confidence so far: too few to say anything. From ten on there is a sentence here.`;
  const said = bins.reduce((a, b) => a + (b.sure * b.n) / 100, 0) / n;
  const was = bins.reduce((a, b) => a + b.right, 0) / n;
  const gap = Math.round((said - was) * 100);
  const how =
    Math.abs(gap) <= 5
      ? "close to how often you were right"
      : gap > 0
        ? `${gap} points above how often you were right: on the whole you were too sure`
        : `${-gap} points below how often you were right: you knew more than you thought`;
  return `Over ${n} answers you were ${Math.round(said * 100)} % sure on average, ${how}. Brier score ${brier?.toFixed(2)} (always saying 50 % gives 0.25; lower is better).`;
}

export interface Evidence {
  id: string;
  all: number;
  done: number;
  /** The mean first score of those that have one. */
  mean: number | null;
}

/** Evidence for each outcome; what stands in several chapters counts once. */
export function evidence(outcomes: readonly { id: string }[], chapters: readonly Chapter[], work: Kept): Evidence[] {
  const every = new Map(chapters.flatMap((c) => c.items.map((item) => [item.id, item] as const)));
  return outcomes.map(({ id }) => {
    const items = [...every.values()].filter((item) => item.outcomes.includes(id));
    const done = items.filter((item) => isDone(item.id, work[item.id]));
    const scores = done.map((item) => [work[item.id]?.first, work[item.id]?.score].find(isShare)).filter(isShare);
    return { id, all: items.length, done: done.length, mean: scores.length ? scores.reduce((a, b) => a + b, 0) / scores.length : null };
  });
}

/** Every text under a key that ends in `_text`, however deep. */
function texts(state: unknown): string[] {
  if (!state || typeof state !== "object") return [];
  const said = (value: unknown) => (typeof value === "string" && value.trim() ? [value.trim()] : []);
  return Object.entries(state).flatMap(([key, value]) => (key.endsWith("_text") && typeof value === "string" ? said(value) : texts(value)));
}

export interface Written {
  chapter: Chapter;
  pieces: { id: string; asked: string; text: string }[];
}

/** Everything the learner wrote, by the chapter in which it first stands. */
export function written(chapters: readonly Chapter[], work: Kept): Written[] {
  const seen = new Set<string>();
  const told = chapters.map((chapter) => ({
    chapter,
    pieces: chapter.items.flatMap(({ id, asked = "" }) => {
      if (seen.has(id)) return [];
      seen.add(id);
      const state = work[id];
      const answer = isQuestion(id) && asked && typeof state?.answer === "string" ? state.answer.trim() : "";
      return (answer ? [answer] : texts(state)).map((text) => ({ id, asked, text }));
    }),
  }));
  return told.filter(({ pieces }) => pieces.length);
}

/**
 * The portfolio as Markdown: what was done, the outcomes, the calibration, and every written answer as a quotation, so that nothing
 * a learner wrote can become markup of the page.
 */
export function portfolio(
  title: string,
  chapters: readonly Chapter[],
  outcomes: readonly Pick<MineOutcome, "id" | "text">[],
  work: Kept,
  day: string,
): string {
  const lines = [`# ${title}`, "", `My work, saved on ${day}. This is a record that I keep myself; nobody has certified it.`, "", "## Chapters", ""];
  for (const c of chapters) {
    const { done, all } = progress(c, work);
    lines.push(`- ${c.number}. ${c.title}: ${done} of ${all} exercises`);
  }
  lines.push("", "## Outcomes", "");
  for (const e of evidence(outcomes, chapters, work)) {
    const text = outcomes.find((o) => o.id === e.id)?.text ?? "";
    const first = e.mean === null ? "" : `, first answers ${Math.round(e.mean * 100)} %`;
    lines.push(`- ${e.id} ${text} ${e.done} of ${e.all} exercises${first}`);
  }
  lines.push("", "## Calibration", "", calibrationWords(calibration(Object.values(work))), "", "## What I wrote", "");
  for (const { chapter, pieces } of written(chapters, work)) {
    lines.push(`### ${chapter.number}. ${chapter.title}`, "");
    for (const { asked, text } of pieces) lines.push(`**${asked}**`, "", ...text.split("\n").map((l) => `> ${l}`.trimEnd()), "");
  }
  return `${lines.join("\n").trimEnd()}\n`;
}
