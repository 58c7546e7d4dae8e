/** What a file to hand in holds, in words, and the short word by which it is known again (`classroom/submissions.py` has its twin). Pure. */

import type { AssignmentContent, Asked, Given } from "../generated/types";
import { drawn, folded } from "./lots.ts";
import { answered, type Answer } from "./scoring.ts";
import { inVersion, ownWork, versionFor, type InVersion } from "./versions.ts";

/** A file as it is saved. */
export interface Saved {
  format?: unknown;
  exported?: unknown;
  items?: Record<string, { state?: Record<string, unknown> }>;
}
const SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** The questions that are asked of a student's number, each in the version that falls to it. */
export function askedOf(content: AssignmentContent, number: string): InVersion[] {
  const lots = content.lots ?? [];
  const own = new Set(folded(number) ? lots.flatMap((lot) => drawn(lot, number)) : []);
  const some = new Set(lots.flatMap((lot) => lot.ids));
  const asked = content.questions.filter((q: Asked) => !some.has(q.id) || own.has(q.id));
  return asked.filter((q) => !q.versions?.length || folded(number)).map((q) => inVersion(q, versionFor(q, number)));
}

/** Six signs made from every byte of a file: CRC-32, its last two bits left away. Whoever wants to can make a file that has a given word. */
export function wordOf(bytes: Uint8Array): string {
  let check = ~0;
  for (const byte of bytes) {
    check ^= byte;
    for (let bit = 0; bit < 8; bit += 1) check = (check >>> 1) ^ (check & 1 ? 0xedb88320 : 0);
  }
  const number = ~check >>> 2;
  return [25, 20, 15, 10, 5, 0].map((shift) => SIGNS[(number >>> shift) & 31]).join("");
}

const many = (n: number, one: string, more = `${one}s`) => `${n} ${n === 1 ? one : more}`;
const said = (value: unknown) => typeof value === "string" && value.trim() !== "";

/** What a file holds of an assignment: how much is answered, how many texts, when it was saved, and its word. */
export function receipt(content: AssignmentContent, file: Saved, bytes: Uint8Array): string {
  const items = file.items ?? {};
  const stateOf = (id: string) => (Object.hasOwn(items, id) ? (items[id]?.state ?? {}) : {});
  const number = String(stateOf(`assign/${content.id}/number`).answer ?? "");
  const asked = askedOf(content, number);
  const answerOf = (q: InVersion) => ownWork(q, stateOf(`assign/${content.id}/${q.id}`) as Partial<Given>).answer as Answer;
  const done = asked.filter((q) => answered(q, answerOf(q)));
  const exercises = content.exercises ?? [];
  const begun = exercises.filter((e) => e.items.some((id) => Object.hasOwn(items, id)));
  const written = begun.flatMap((e) =>
    e.items.flatMap((id) => Object.entries(stateOf(id)).filter(([key, value]) => /_text$/.test(key) && said(value))),
  );
  const texts = done.filter((q) => q.kind === "short-answer" || q.kind === "essay").length + written.length;
  const at = new Date(typeof file.exported === "string" ? file.exported : NaN);
  const when = Number.isNaN(at.getTime())
    ? "It does not say when it was saved."
    : `It was saved on ${at.toLocaleString("en-GB", { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" })} by the clock of the device that saved it.`;
  const parts = [
    asked.length && `${done.length} of ${many(asked.length, "answer")}`,
    exercises.length && `your work on ${begun.length} of ${many(exercises.length, "exercise")}`,
    many(texts, "text"),
  ].filter(Boolean);
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}. ${when} Its word is ${wordOf(bytes)}.`;
}

/** The same of a file that is opened again, or why nothing can be said of it. */
export function reopened(content: AssignmentContent, name: string, bytes: Uint8Array): string {
  let file: Saved | null = null;
  try {
    file = JSON.parse(new TextDecoder().decode(bytes)) as Saved | null;
  } catch {
    // told below
  }
  const items = file?.items;
  if (!file || file.format !== "thirdcorner-record" || !items || typeof items !== "object") return `${name} is not a file saved by this book.`;
  const ours = (id: string) => id.startsWith(`assign/${content.id}/`) || (content.exercises ?? []).some((e) => e.items.includes(id));
  if (!Object.keys(items).some(ours)) return `${name} holds nothing of this assignment.`;
  return `${name} holds ${receipt(content, file, bytes)}`;
}
