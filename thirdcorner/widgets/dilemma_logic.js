// @ts-check
/** The alliance security dilemma (Snyder 1984) as a plane of two fears, each from 0 to 10. Pure: no DOM, no storage. */

/** From which distance of the two fears on the theory expects something. */
export const CLEAR = 2;

/**
 * What the theory expects of an ally: to stand `closer` where it fears more to be left, to keep its `distance` where it fears more to
 * be dragged in, `both` where the fears are of a size.
 * @param {number} abandonment @param {number} entrapment
 */
export function expected(abandonment, entrapment) {
  const more = abandonment - entrapment;
  return more >= CLEAR ? "closer" : more <= -CLEAR ? "distance" : "both";
}

/**
 * The dilemma: each step closer takes one from the fear of being left and adds one to the fear of being dragged in, and the reverse.
 * A fear stops at 0 and at 10.
 * @param {number} abandonment @param {number} entrapment @param {number} steps closer (below 0: farther)
 * @returns {[number, number]}
 */
export function moved(abandonment, entrapment, steps) {
  const within = (/** @type {number} */ v) => Math.max(0, Math.min(10, v));
  return [within(abandonment - steps), within(entrapment + steps)];
}

/**
 * The middle of the points of each era, and how many it has.
 * @param {{era: string, abandonment: number, entrapment: number}[]} points
 * @returns {Record<string, {n: number, abandonment: number, entrapment: number}>}
 */
export function middles(points) {
  /** @type {Record<string, {n: number, abandonment: number, entrapment: number}>} */
  const found = {};
  for (const p of points) {
    const m = (found[p.era] ??= { n: 0, abandonment: 0, entrapment: 0 });
    m.abandonment = (m.abandonment * m.n + p.abandonment) / (m.n + 1);
    m.entrapment = (m.entrapment * m.n + p.entrapment) / (m.n + 1);
    m.n += 1;
  }
  return found;
}
