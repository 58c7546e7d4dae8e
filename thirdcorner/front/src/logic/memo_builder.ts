/** What a program can see in a memo, and the memo as Markdown. Pure. */

import type { Both, Said } from "./first";

export interface Part {
  id: string;
  name: string;
  words_max: number;
  needs: string;
}
export interface Rules {
  words_max: number;
  likelihood: readonly string[];
  confidence: readonly string[];
}
export interface Found {
  part: string | null;
  what: string;
}
export interface Row {
  id: string;
  levels_html: readonly string[];
}

/** How many words a text has. */
export const count = (text: string): number => (String(text).match(/[\p{L}\p{N}][\p{L}\p{N}’'.-]*/gu) ?? []).length;

/** Whether a text has one of some words, as whole words, letter case aside. */
export const has = (text: string, words: readonly string[]): boolean =>
  words.some((w) => new RegExp(`(^|[^\\p{L}])${w.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\p{L}])`, "iu").test(text));

const MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December";
const DATED = new RegExp(
  `\\b(19|20)\\d\\d\\b|\\b\\d{1,2} (${MONTHS})\\b|\\b(within|in|by|until|after) (the )?(next )?(\\d+|one|two|three|four|five|six|nine|twelve) (days?|weeks?|months?|years?)\\b`,
  "iu",
);
/** Whether a text names a day, month or year, or a span until one. */
export const dated = (text: string): boolean => DATED.test(text);

/** The sentences in which a word of likelihood and one of confidence stand together (ICD 203 asks to keep them apart). */
export const mixed = (text: string, likelihood: readonly string[], confidence: readonly string[]): string[] =>
  text.split(/(?<=[.!?])\s+/u).filter((s) => has(s, likelihood) && has(s, confidence));

/** What is still open in a memo, in the order of its parts. */
export function open(parts: readonly Part[], texts: Record<string, string>, rules: Rules): Found[] {
  const found: Found[] = [];
  for (const p of parts) {
    const text = texts[p.id] ?? "";
    const n = count(text);
    if (!n) found.push({ part: p.id, what: `${p.name} is empty.` });
    else if (n > p.words_max) found.push({ part: p.id, what: `${p.name} has ${n} words; ${p.words_max} are its share.` });
    else if (p.needs === "likelihood" && !has(text, rules.likelihood)) found.push({ part: p.id, what: `${p.name} has no word of likelihood.` });
    else if (p.needs === "confidence" && !has(text, rules.confidence)) found.push({ part: p.id, what: `${p.name} does not say how sure you are.` });
    else if (p.needs === "date" && !dated(text)) found.push({ part: p.id, what: `${p.name} names no date or span by which one would see it.` });
    for (const sentence of mixed(text, rules.likelihood, rules.confidence))
      found.push({ part: p.id, what: `${p.name} mixes likelihood and confidence in one sentence: “${sentence}”` });
  }
  const all = parts.reduce((sum, p) => sum + count(texts[p.id] ?? ""), 0);
  if (all > rules.words_max) found.push({ part: null, what: `The memo has ${all} words; a page holds ${rules.words_max}.` });
  return found;
}

export type Marks = Record<string, number | null>;

/** Marks by a criterion's id, where the edition before kept a list in the rubric's order; `null` where a mark is no level of it. */
export function marksOf(rubric: readonly Row[], marks: Marks | readonly (number | null)[] | undefined): Marks | null {
  const named: Marks = Array.isArray(marks) ? Object.fromEntries(marks.map((m, n) => [rubric[n]?.id ?? "", m])) : { ...(marks as Marks | undefined) };
  const fits = Object.entries(named).every(([id, m]) => {
    const row = rubric.find((r) => r.id === id);
    return !!row && (m === null || (Number.isInteger(m) && m >= 0 && m < row.levels_html.length));
  });
  return fits ? named : null;
}

/** What the writer's own marks come to in a hundred; `null` until each row has one. */
export function mean(rubric: readonly Row[], marks: Marks): number | null {
  const parts = rubric.map((r) => (marks[r.id] ?? NaN) / (r.levels_html.length - 1));
  const sum = parts.reduce((a, b) => a + b, 0);
  return Number.isNaN(sum) ? null : Math.round((100 * sum) / rubric.length);
}

/** A learner's text in Markdown, in which nothing of it becomes markup. */
const safe = (text: string) =>
  text
    .trim()
    .replace(/^([#>*+-]|\d+\.)/gmu, "\\$1")
    .replace(/</gu, "&lt;");

/** The memo as Markdown; with it, where there is one, the answer of the first day beside what is said now. */
export function markdown(
  title: string,
  parts: readonly Pick<Part, "id" | "name">[],
  texts: Record<string, string>,
  day: string,
  first?: { title: string; question: string; said: Both; words: Record<string, string>; dayOf: (at: string) => string },
): string {
  const lines = [`# ${title}`, "", day, "", ...parts.flatMap((p) => [`## ${p.name}`, "", safe(texts[p.id] ?? "") || "…", ""])];
  if (first?.said.first || first?.said.latest) {
    const one = (said: Said, verb: string) => [
      `On ${first.dayOf(said.at)} I ${verb}, ${said.sure} of 100 sure:`,
      "",
      `> ${first.words[said.answer] ?? "an answer that this edition no longer offers"}`,
      "",
    ];
    const { first: then, latest } = first.said;
    lines.push(`## ${first.title}`, "", first.question, "");
    if (then) lines.push(...one(then, "said"));
    if (latest) lines.push(...one(latest, "say"));
  }
  return lines.join("\n");
}
