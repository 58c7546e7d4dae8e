/** Files as *Save for handing in* writes them, read as the codes that they hold; nothing else of them is read. The twin of `classroom/codes.py: of_file`. Pure. */

import type { ClassExercise } from "../generated/types";
import { digitsOf, encode, isMark, signsOf } from "./codes";
import { seedOf } from "./lots";

type Entry = { hash?: unknown; state: Record<string, unknown> };
const isPlain = (value: unknown): value is Record<string, unknown> => !!value && typeof value === "object" && !Array.isArray(value);

/**
 * The codes of a learner's file, a line each; `null` where a text is no such file. The mark is the learner's own where the file has one,
 * else it is made from the file, so that the same file counts once. Work on another wording is a code of another wording.
 */
export function codesOf(text: string, exercises: readonly ClassExercise[]): string | null {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isPlain(data) || data.format !== "thirdcorner-record" || !isPlain(data.items)) return null;
  const known = new Map(Object.entries(data.items).filter((e): e is [string, Entry] => isPlain(e[1]) && isPlain(e[1].state)));
  let made = "";
  return exercises
    .flatMap((one) => {
      const prints = Object.entries(one.prints ?? {}).filter(([id]) => known.has(id));
      const own = new Set(prints.map(([id]) => id));
      const layout = one.layouts.at(-1)!;
      const digits = digitsOf(layout, (id) => (own.has(id) ? known.get(id)!.state : {}));
      if (!digits.some(Boolean)) return [];
      made ||= signsOf(BigInt(seedOf(text) & 0x3fffffff), 6);
      const kept = known.get(one.mark_at ?? "")?.state.mark;
      const same = prints.every(([id, print]) => known.get(id)!.hash === print);
      const wording = same ? one.wording : one.wording === "00" ? "01" : "00";
      return [encode(layout, wording, isMark(kept) ? kept : made, digits)];
    })
    .join("\n");
}
