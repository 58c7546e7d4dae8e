/** What a record restores: checked against the type that Python states, and brought from the form of the edition before. */

import type { Asked, Given } from "../generated/types";
import { Given as isGiven } from "../generated/valid.js";

const LISTED = ["multiple", "ordering", "fill-in"];
const WRITTEN = ["numeric", "short-answer", "essay"];

/** Whether an answer is of the shape that its kind of question keeps. */
function fits(q: Asked, answer: unknown): boolean {
  const known = new Set((q.parts ?? []).map((p) => p.id));
  if (answer === undefined || answer === null) return true;
  if (q.kind === "true-false") return typeof answer === "boolean";
  if (WRITTEN.includes(q.kind)) return typeof answer === "string";
  if (q.kind === "matching") return typeof answer === "object" && !Array.isArray(answer);
  if (LISTED.includes(q.kind)) return Array.isArray(answer) && (q.kind === "fill-in" || answer.every((id) => known.has(id as string)));
  return typeof answer === "string" && known.has(answer);
}

/** An answer of the edition before, which named parts by number, in today's form; any other value as it is. */
function modernAnswer(q: Asked, answer: unknown): unknown {
  const was = q.was ?? [];
  const named = (n: unknown) => (typeof n === "number" ? (was[n] ?? n) : n);
  if (!was.length) return answer;
  if (q.kind === "matching" && Array.isArray(answer))
    return Object.fromEntries(answer.map((text, n) => [was[n], text] as const).filter(([id, text]) => id && text));
  if (q.kind === "multiple" || q.kind === "ordering") return Array.isArray(answer) ? answer.map(named) : answer;
  return named(answer);
}

/** Marks of the edition before, a list by place, as marks by id. */
function modernMarks(q: Asked, marks: unknown): unknown {
  if (!Array.isArray(marks)) return marks;
  const was = q.was ?? [];
  return Object.fromEntries(marks.map((mark, n) => [was[n], mark] as const).filter(([id, mark]) => id && mark !== null));
}

/** The state of one question as today's type has it; `null` where what was kept cannot be read, and must be put aside. */
export function restored(q: Asked, state: unknown): Given | null {
  if (!state || typeof state !== "object" || Array.isArray(state)) return null;
  const kept = state as Record<string, unknown>;
  const made: Record<string, unknown> = { ...kept };
  if ("answer" in kept) made.answer = modernAnswer(q, kept.answer);
  if ("marks" in kept) made.marks = modernMarks(q, kept.marks);
  return isGiven(made) && fits(q, made.answer) ? (made as unknown as Given) : null;
}
