/** What a marker says of answers, and the files that hold it: the same as `thirdcorner/classroom/marks.py` reads. Pure. */

import type { Judged, MarkedAnswer, MarkedQuestion, MarkingContent } from "../generated/types";

/** Under which id the marks of an answer are kept: an answer that changed is another. */
export const idOf = (a: MarkedAnswer) => `${a.whose}/${a.question}/${a.work}`;
/** Under which id the comment on all of a student's work is kept. */
export const wholeOf = (a: MarkedAnswer) => `${a.whose}/whole`;
/** Under which id the marker's own name is kept. */
export const MARKER = "marker";

/** How many levels a part has above none: an idea is there or not. */
export const best = (q: MarkedQuestion, n: number) => Math.max(1, (q.parts[n].levels_html ?? []).length - 1);
const fits = (level: unknown, top: number): level is number => typeof level === "number" && Number.isInteger(level) && level >= 0 && level <= top;

/** The level of a part; `null` where none is given. An idea that is not ticked is not there, once any of them was judged. */
export function levelOf(q: MarkedQuestion, judged: Partial<Judged>, n: number): number | null {
  const levels = judged.levels ?? {};
  const given = Object.hasOwn(levels, q.parts[n].id) ? levels[q.parts[n].id] : null;
  if (q.kind === "short-answer") return typeof given === "boolean" ? Number(given) : Object.keys(levels).length ? 0 : null;
  return fits(given, best(q, n)) ? given : null;
}

/** The mark from 0 to 1; `null` while some part is still open. */
export function markOf(q: MarkedQuestion, judged: Partial<Judged>): number | null {
  const shares = q.parts.map((_, n) => {
    const level = levelOf(q, judged, n);
    return level === null ? null : level / best(q, n);
  });
  if (!shares.length || shares.includes(null)) return null;
  return (shares as number[]).reduce((sum, share) => sum + share, 0) / shares.length;
}

/** Whether anything was said of an answer that is not marked. */
export const begun = (judged: Partial<Judged>) =>
  [judged.comment_text, ...Object.values(judged.comments_text ?? {})].some((text) => text?.trim()) || Object.keys(judged.levels ?? {}).length > 0;

const cell = (value: string) => `"${(/^\s*[=+\-@|%]/.test(value) ? `'${value}` : value).replace(/"/g, '""')}"`;
const row = (cells: string[]) => cells.map(cell).join(",");

/** The marks as a table, a line an answer that is marked and a line a comment on all of a student's work; nothing of what is only begun. */
export function tableOf(content: MarkingContent, of: (id: string) => Partial<Judged>): { text: string; marks: number; begun: number } {
  const asked = new Map(content.questions.map((q) => [q.id, q]));
  const rows: string[] = [];
  const whole = new Map<string, string>();
  let [marks, open] = [0, 0];
  for (const a of content.answers) {
    const about = of(wholeOf(a)).comment_text?.trim();
    if (about) whole.set(a.whose, about);
    if (a.said?.length) continue; // what markers differ on is decided, not marked again
    const q = asked.get(a.question)!;
    const judged = of(idOf(a));
    const mark = markOf(q, judged);
    if (mark === null) {
      open += Number(begun(judged));
      continue;
    }
    marks += 1;
    const parts = q.parts.map(({ id }, n) => ({ id, level: levelOf(q, judged, n), comment: judged.comments_text?.[id] ?? "" }));
    rows.push(row([a.whose, a.question, a.work, String(mark), judged.comment_text ?? "", JSON.stringify(parts)]));
  }
  for (const [whose, comment] of whole) rows.push(row([whose, "", "", "", comment, ""]));
  const head = [content.column, "question", "work", "mark", "comment", "parts"].join(",");
  return { text: ["\ufeff" + head, ...rows, ""].join("\r\n"), marks, begun: open };
}

/** What was decided where markers differ, as lines for `decisions.yml`: JSON strings, which are YAML as well. */
export function decisionsOf(content: MarkingContent, of: (id: string) => Partial<Judged>, by: string): { text: string; decided: number } {
  const asked = new Map(content.questions.map((q) => [q.id, q]));
  const lines: string[] = [];
  for (const a of content.answers) {
    const judged = of(idOf(a));
    const score = a.said?.length ? markOf(asked.get(a.question)!, judged) : null;
    if (score === null) continue;
    const differed = `markers differed (${a.said!.map((s) => `${s.marker} ${s.value.toFixed(2)}`).join(", ")})`;
    const why = [differed, judged.comment_text?.trim()].filter(Boolean).join(": ");
    const said = { assignment: content.id, do: "mark", student: a.whose, question: a.question, score, by: by.trim() || "moderator", why };
    lines.push(
      `- {${Object.entries(said)
        .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
        .join(", ")}}`,
    );
  }
  return { text: [`# For decisions.yml, beside the assignment’s file.`, ...lines, ""].join("\n"), decided: lines.length };
}

/** What the file of marks is called: a marker is known by its name. */
export function fileName(marker: string): string {
  const flat = marker
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40);
  return flat ? `marked-${flat}.csv` : "marked.csv";
}

/** Marks as the page of the edition before kept them, in the form of today; `lost` counts those that do not fit the rubric of today. */
export function earlierMarks(content: MarkingContent, kept: unknown): { marks: Map<string, Judged>; lost: number } {
  const marks = new Map<string, Judged>();
  let lost = 0;
  const all = kept && typeof kept === "object" ? (kept as Record<string, unknown>) : {};
  for (const a of content.answers) {
    const key = `${a.whose}\u001f${a.question}\u001f${a.work}`;
    if (!Object.hasOwn(all, key)) continue;
    const q = content.questions.find(({ id }) => id === a.question)!;
    const made = inForm(q, all[key]);
    if (made) marks.set(idOf(a), made);
    else lost += 1;
  }
  return { marks, lost };
}

function inForm(q: MarkedQuestion, kept: unknown): Judged | null {
  const { levels = [], comments = [], comment = "" } = (kept ?? {}) as Record<string, unknown>;
  if (!Array.isArray(levels) || !Array.isArray(comments) || typeof comment !== "string" || levels.length > q.parts.length) return null;
  const right = q.kind === "short-answer" ? (v: unknown) => typeof v === "boolean" : (v: unknown, n: number) => fits(v, best(q, n));
  const own = (list: unknown[], good: (v: unknown, n: number) => boolean) =>
    Object.fromEntries(list.flatMap((v, n) => (good(v, n) && q.parts[n] ? [[q.parts[n].id, v]] : [])));
  if (levels.some((v, n) => v !== null && !right(v, n))) return null;
  return { levels: own(levels, right), comments_text: own(comments, (v) => typeof v === "string" && v !== ""), comment_text: comment } as Judged;
}
