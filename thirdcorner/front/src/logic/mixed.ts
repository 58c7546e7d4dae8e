/** The order in which a learner sees the options of a question: their own, the same at each visit, wherever it is asked. */

import type { Asked } from "../generated/types";
import { seedOf } from "./lots.ts";

/** Things in the order that falls to a seed, any order as likely as another; without a seed they stay as they are. */
export function mixed<T>(things: readonly T[], id: (one: T) => string, question: string, seed: number): T[] {
  const rank = (one: T) => {
    const made = seedOf(`${id(one)}/${seed}/${question}`);
    return Math.imul(made ^ (made >>> 15), 0x2c1b3c6d) >>> 0; // FNV’s last letters alone would hardly move its upper bits
  };
  return seed ? [...things].sort((a, b) => rank(a) - rank(b)) : [...things];
}

/** Whether the options of a question may stand in any order. */
export const mixes = (q: Asked) => !q.ordered && (q.kind === "single" || q.kind === "multiple");

/** A question as a learner sees it. */
export const ownOrder = <Q extends Asked>(q: Q, seed: number): Q =>
  mixes(q) ? { ...q, parts: mixed(q.parts ?? [], ({ id }) => id, q.id, seed) } : q;
