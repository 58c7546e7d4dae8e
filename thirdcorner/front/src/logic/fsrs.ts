/**
 * Spaced retrieval by FSRS-6 (Ye, Su & Cao 2022, https://doi.org/10.1145/3534678.3539081; version 6 with its published default
 * parameters). Without learning steps and without fuzz: each review gives a stability in days, and the next one is due when the
 * chance of recall has fallen to the retention asked for. Days are those of the calendar where the learner is. Pure.
 */

import type { Scheduled } from "../generated/types";

/** Again, hard, good, easy. */
export type Rating = 1 | 2 | 3 | 4;

/** The published default parameters of FSRS-6. */
export const W = [
  0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912,
  0.0658, 0.1542,
];
const DECAY = -W[20];
const FACTOR = 0.9 ** (1 / DECAY) - 1;
export const DAY = 86_400_000;
export const RETENTION = 0.9;

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

/** The number of the calendar day, by the clock on the learner's wall, in which a time falls. */
export function dayOf(at: number): number {
  return Math.floor((at - new Date(at).getTimezoneOffset() * 60_000) / DAY);
}

/** Calendar days from one time to another: an evening's review is a day old the next evening, be it a little earlier. */
const days = (from: number, to: number) => Math.max(0, dayOf(to) - dayOf(from));

/** Whether a value is a card that can be scheduled: what a record restores, and what is counted. */
export function isCard(value: unknown): value is Scheduled {
  if (!value || typeof value !== "object") return false;
  const { stability, difficulty, last, due } = value as Record<string, number>;
  if (![stability, difficulty, last, due].every(Number.isFinite)) return false;
  return stability > 0 && difficulty >= 1 && difficulty <= 10 && Math.abs(last) < 8.64e15;
}

/**
 * The calendar day on which a card is due. A wrong clock sends nothing away: a review that is dated in the future counts as today's,
 * and a card waits at most as long after its review as its interval allows.
 */
export function dueDay(card: Scheduled, now: number): number {
  const waits = clamp(Math.round((card.due - card.last) / DAY), 1, interval(card.stability));
  return Math.min(dayOf(card.last), dayOf(now)) + waits;
}

/** The chance of recall after some whole days. */
export function retrievability(card: Pick<Scheduled, "stability">, elapsed: number): number {
  return (1 + (FACTOR * elapsed) / card.stability) ** DECAY;
}

const firstDifficulty = (rating: Rating) => W[4] - Math.exp(W[5] * (rating - 1)) + 1;

function nextDifficulty(difficulty: number, rating: Rating): number {
  const damped = difficulty + ((10 - difficulty) * -W[6] * (rating - 3)) / 9;
  return clamp(W[7] * firstDifficulty(4) + (1 - W[7]) * damped, 1, 10);
}

function nextStability({ stability: s, difficulty: d }: Scheduled, rating: Rating, elapsed: number): number {
  if (elapsed < 1) {
    const growth = Math.exp(W[17] * (rating - 3 + W[18])) * s ** -W[19];
    return s * (rating >= 2 ? Math.max(1, growth) : growth);
  }
  const r = retrievability({ stability: s }, elapsed);
  if (rating === 1) {
    const long = W[11] * d ** -W[12] * ((s + 1) ** W[13] - 1) * Math.exp((1 - r) * W[14]);
    return Math.min(long, s / Math.exp(W[17] * W[18]));
  }
  const hard = rating === 2 ? W[15] : 1;
  const easy = rating === 4 ? W[16] : 1;
  return s * (1 + Math.exp(W[8]) * (11 - d) * s ** -W[9] * (Math.exp((1 - r) * W[10]) - 1) * hard * easy);
}

/** Days until the next review, at least one. */
export function interval(stability: number): number {
  return clamp(roundEven((stability / FACTOR) * (RETENTION ** (1 / DECAY) - 1)), 1, 36_500);
}

/** Round half to even, as Python does. */
function roundEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/**
 * Review a card (`null` for one never reviewed) at a time in ms, so many whole days after the last review.
 * A review that a wrong clock dated in the future counts as today's.
 */
export function review(card: Scheduled | null, rating: Rating, at: number, elapsed = card ? days(card.last, at) : 0): Scheduled {
  const stability = clamp(card ? nextStability(card, rating, elapsed) : W[rating - 1], 0.001, 1e9);
  const difficulty = card ? nextDifficulty(card.difficulty, rating) : clamp(firstDifficulty(rating), 1, 10);
  return { stability, difficulty, last: at, due: at + interval(stability) * DAY };
}
