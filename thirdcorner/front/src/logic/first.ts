/** What a learner said on the first day, and what they say now. Pure: the store keeps, this decides which is which. */

export interface Said {
  answer: string;
  sure: number;
  at: string;
}
export interface Both {
  first?: Said | null;
  latest?: Said | null;
}

/** Put the two in their order: of two, what was said first is first, wherever a record had it. */
export function settled<T extends Both>(state: T): T {
  const { first, latest } = state;
  return first && latest && latest.at < first.at ? { ...state, first: latest, latest: first } : state;
}

/** Keep an answer: as the first where there is none, else beside it; what is said when the first day is over (`late`) is never the first. */
export function saying({ first, latest }: Both, said: Said, late = false): Both {
  return first || late ? { first: first ?? null, latest: said } : settled({ first: said, latest: latest ?? null });
}

/** The same order for the same seed; of all orders each is as likely as another (Fisher and Yates, mulberry32). */
export function shuffled<T>(all: readonly T[], seed: number): T[] {
  let a = seed >>> 0;
  const next = () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const made = [...all];
  for (let n = made.length - 1; n > 0; n -= 1) {
    const k = Math.floor(next() * (n + 1));
    [made[n], made[k]] = [made[k], made[n]];
  }
  return made;
}

const MONTHS = /* @__PURE__ */ "January February March April May June July August September October November December".split(" ");
/** A moment as a day in words, where the reader is. */
export function dayOf(at: string): string {
  const d = new Date(at);
  return Number.isNaN(d.getTime()) ? "an unknown day" : `${d.getDate()} ${MONTHS[d.getMonth()]} ${d.getFullYear()}`;
}
/** A month in words: `2024-10-31` is October 2024. */
export const monthWords = (day: string) => `${MONTHS[Number(day.slice(5, 7)) - 1]} ${day.slice(0, 4)}`;

/** How the two compare, in one sentence. */
export function compared(first: Said, latest: Said): string {
  const surer = latest.sure - first.sure;
  const more = surer === 0 ? "as sure as then" : surer > 0 ? `surer by ${surer} points` : `less sure by ${-surer} points`;
  return first.answer === latest.answer ? `You hold what you held, and are ${more}.` : `You have changed your mind, and are ${more}.`;
}
