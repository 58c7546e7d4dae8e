// @ts-check
/** Chains of events, each link likely only given the one before. Pure: no DOM, no storage. */

/** How likely the end is: the product of the links, in per cent. @param {number[]} chances per cent, in order */
export function end(chances) {
  return chances.reduce((product, p) => (product * p) / 100, 100);
}

/** How likely each station is, from the first on, in per cent. @param {number[]} chances */
export function along(chances) {
  return chances.map((_, i) => end(chances.slice(0, i + 1)));
}

/** The places of the least likely links. @param {number[]} chances */
export function weakest(chances) {
  const least = Math.min(...chances);
  return chances.flatMap((p, i) => (p === least ? [i] : []));
}

/**
 * What ten points more at one link would add to the end, in points; largest where the link is weakest.
 * @param {number[]} chances @param {number} i
 */
export function gain(chances, i) {
  return end(chances.map((p, k) => (k === i ? Math.min(100, p + 10) : p))) - end(chances);
}
