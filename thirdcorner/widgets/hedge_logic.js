// @ts-check
/** Ranges of probability, in per cent. Pure: no DOM, no storage. */

/** @typedef {[number, number]} Range low and high, 0 to 100 */

/**
 * How far two ranges agree: what they share, divided by what they cover together (the Jaccard index); 1 for equal points.
 * @param {Range} a @param {Range} b
 */
export function agreement(a, b) {
  const shared = Math.min(a[1], b[1]) - Math.max(a[0], b[0]);
  if (shared < 0) return 0;
  const covered = Math.max(a[1], b[1]) - Math.min(a[0], b[0]);
  return covered === 0 ? 1 : shared / covered;
}

/**
 * How one word was translated in several places: the range that all share (`null` where there is none) and the widest distance of two middles.
 * @param {Range[]} ranges @returns {{shared: Range|null, apart: number}}
 */
export function sameWord(ranges) {
  const low = Math.max(...ranges.map((r) => r[0]));
  const high = Math.min(...ranges.map((r) => r[1]));
  const middles = ranges.map((r) => (r[0] + r[1]) / 2);
  return { shared: low <= high ? [low, high] : null, apart: Math.max(...middles) - Math.min(...middles) };
}

/**
 * A pair of ends in order, each within 0 and 100, the end that was moved pushing the other.
 * @param {Range} range @param {0|1} end @param {number} value @returns {Range}
 */
export function set(range, end, value) {
  const v = Math.max(0, Math.min(100, value));
  return end === 0 ? [v, Math.max(v, range[1])] : [Math.min(v, range[0]), v];
}
