// @ts-check
/** The analogy laboratory's reckoning. Pure: no DOM, no storage. */

export const SIDES = ["likeness", "difference"];
export const MARKS = ["known", "unclear", "presumed"];
/** How heavy a card is, from "weighs nothing" to "decides". */
export const WEIGHTS = ["weighs nothing", "weighs a little", "weighs much", "decides"];

/**
 * What one coding has and the other has not.
 * @param {string[]} mine @param {string[]} theirs
 * @returns {{both: string[], only: string[], missed: string[]}}
 */
export function against(mine, theirs) {
  return { both: mine.filter((t) => theirs.includes(t)), only: mine.filter((t) => !theirs.includes(t)), missed: theirs.filter((t) => !mine.includes(t)) };
}

/**
 * The cards' count and weight by side and mark; only cards that have both a side and a mark count.
 * @param {{side?: string, mark?: string, weight?: number}[]} cards
 * @returns {Record<string, Record<string, {n: number, weight: number}>>}
 */
export function sums(cards) {
  const found = Object.fromEntries(SIDES.map((s) => [s, Object.fromEntries(MARKS.map((m) => [m, { n: 0, weight: 0 }]))]));
  for (const c of cards) {
    const cell = found[c.side ?? ""]?.[c.mark ?? ""];
    if (!cell) continue;
    cell.n += 1;
    cell.weight += c.weight ?? 0;
  }
  return found;
}

/**
 * The cards of one side and mark that weigh most (none where all weigh nothing).
 * @template {{side?: string, mark?: string, weight?: number}} T
 * @param {T[]} cards @param {string} side @param {string} mark @returns {T[]}
 */
export function heaviest(cards, side, mark) {
  const found = cards.filter((c) => c.side === side && c.mark === mark && (c.weight ?? 0) > 0);
  const most = Math.max(0, ...found.map((c) => c.weight ?? 0));
  return found.filter((c) => c.weight === most);
}

/**
 * Each corner's part of its own triangle, from 0 to 1; `null` for all where one number is missing, since a sum without it would mislead.
 * @param {(number|null)[]} values @returns {(number|null)[]}
 */
export function parts(values) {
  if (values.some((v) => v === null)) return values.map(() => null);
  const sum = values.reduce((/** @type {number} */ a, v) => a + (v ?? 0), 0);
  return values.map((v) => (sum ? (v ?? 0) / sum : 0));
}
