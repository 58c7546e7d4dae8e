/** Which questions fall to whom: a function of the assignment and the student's number (`classroom/lots.py` is its twin). */

import { shuffled } from "./first.ts";

export interface Lot {
  ids: string[];
  count: number;
  seed: string;
}

/** A student's number as it is drawn with: signs and spaces dropped, upper case, no zeros before. */
export function folded(number: string): string {
  return number
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s\x00-\x2f:-@[-`{-\x7f\u2010-\u2015]/g, "")
    .replace(/^0+(?=.)/su, "");
}

/** FNV-1a of 32 bits over UTF-8 (Fowler, Noll and Vo). */
export function seedOf(text: string): number {
  let made = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) made = Math.imul(made ^ byte, 0x01000193);
  return made >>> 0;
}

/** The ids of a lot that fall to a number, in their own order. */
export function drawn({ ids, count, seed }: Lot, number: string): string[] {
  const kept = new Set(shuffled(ids, seedOf(`${seed}/${folded(number)}`)).slice(0, count));
  return ids.filter((id) => kept.has(id));
}
