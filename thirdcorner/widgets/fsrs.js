// @ts-check
/**
 * Spaced retrieval by FSRS-6 (Ye, Su & Cao 2022, https://doi.org/10.1145/3534678.3539081; version 6 with its published default
 * parameters). Pure. Without learning steps and without fuzz: each review gives a stability in days, and the next one is due
 * when the chance of recall has fallen to the retention asked for.
 */

/** The published default parameters of FSRS-6. */
export const W = [
  0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629, 1.6483, 0.6014,
  1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
];
const DECAY = -W[20];
const FACTOR = 0.9 ** (1 / DECAY) - 1;
export const DAY = 86_400_000;
export const RETENTION = 0.9;

/**
 * A card: how stable a memory is (days until recall falls to 90 %), how difficult (1 to 10), when last reviewed and due (ms).
 * @typedef {{stability: number, difficulty: number, last: number, due: number}} Card
 */

/** @param {number} value @param {number} low @param {number} high */
const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

/** Whole days between two times. @param {number} from @param {number} to */
const days = (from, to) => Math.max(0, Math.floor((to - from) / DAY));

/** The chance of recall after some whole days. @param {Card} card @param {number} at a time in ms */
export function retrievability(card, at) {
  return (1 + (FACTOR * days(card.last, at)) / card.stability) ** DECAY;
}

/** @param {number} rating */
const firstDifficulty = (rating) => W[4] - Math.exp(W[5] * (rating - 1)) + 1;

/** @param {number} difficulty @param {number} rating */
function nextDifficulty(difficulty, rating) {
  const damped = difficulty + ((10 - difficulty) * -W[6] * (rating - 3)) / 9;
  return clamp(W[7] * firstDifficulty(4) + (1 - W[7]) * damped, 1, 10);
}

/** @param {Card} card @param {number} rating @param {number} at */
function nextStability({ stability: s, difficulty: d, last, due }, rating, at) {
  if (days(last, at) < 1) {
    const growth = Math.exp(W[17] * (rating - 3 + W[18])) * s ** -W[19];
    return s * (rating >= 2 ? Math.max(1, growth) : growth);
  }
  const r = retrievability({ stability: s, difficulty: d, last, due }, at);
  if (rating === 1) {
    const long = W[11] * d ** -W[12] * ((s + 1) ** W[13] - 1) * Math.exp((1 - r) * W[14]);
    return Math.min(long, s / Math.exp(W[17] * W[18]));
  }
  const hard = rating === 2 ? W[15] : 1;
  const easy = rating === 4 ? W[16] : 1;
  return s * (1 + Math.exp(W[8]) * (11 - d) * s ** -W[9] * (Math.exp((1 - r) * W[10]) - 1) * hard * easy);
}

/** Days until the next review, at least one. @param {number} stability */
export function interval(stability) {
  return clamp(roundEven((stability / FACTOR) * (RETENTION ** (1 / DECAY) - 1)), 1, 36_500);
}

/** Round half to even, as Python does. @param {number} value */
function roundEven(value) {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/**
 * Review a card.
 * @param {Card|null} card `null` for one never reviewed
 * @param {1|2|3|4|number} rating 1 again, 2 hard, 3 good, 4 easy
 * @param {number} at the time of the review, in ms
 * @returns {Card}
 */
export function review(card, rating, at) {
  const stability = Math.max(0.001, card ? nextStability(card, rating, at) : W[rating - 1]);
  const difficulty = card ? nextDifficulty(card.difficulty, rating) : clamp(firstDifficulty(rating), 1, 10);
  return { stability, difficulty, last: at, due: at + interval(stability) * DAY };
}
