/** What is reported of a record, by the rule that the instructor set at export. Pure. */

import { counted } from "../logic/progress";
import type { Entry, Package } from "./package";
import { firstOf } from "./packed";

export interface Report {
  score: number;
  status: "incomplete" | "completed" | "passed";
  done: number;
  all: number;
}

/** Which pieces of a chapter's work are done, each with what its first answer earned. `before` are those the platform knows of. */
export function worked(
  { slug, counts }: Package,
  entries: Record<string, Entry>,
  before: Record<string, number | null>,
): Record<string, number | null> {
  const found: Record<string, number | null> = {};
  for (const id of counts) {
    if (counted({ [slug]: [id] }, entries)[slug].done) found[id] = firstOf(entries[id].state);
    else if (id in before && !(id in entries)) found[id] = before[id];
  }
  return found;
}

/** The score (0 to 100) and the status: never “failed”, since whoever has not finished practising has not failed. */
export function report({ counts, items, rule }: Package, done: Record<string, number | null>): Report {
  const all = counts.length;
  const n = counts.filter((id) => id in done).length;
  const scored = counts.filter((id) => items[id]?.scored);
  const mean = scored.reduce((sum, id) => sum + (done[id] ?? 0), 0) / Math.max(1, scored.length);
  const share = all ? (100 * n) / all : 0;
  const score = Math.round(rule.score === "first" ? 100 * mean : share);
  const complete = all > 0 && share >= rule.complete;
  return { score, status: !complete ? "incomplete" : rule.pass === null ? "completed" : score >= rule.pass ? "passed" : "incomplete", done: n, all };
}

/** Seconds as SCORM 1.2 writes a span of time. */
export function span(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (n: number) => String(n).padStart(2, "0");
  return `${String(Math.min(9999, Math.floor(whole / 3600))).padStart(4, "0")}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}
