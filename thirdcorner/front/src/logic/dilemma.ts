/** The alliance security dilemma (Snyder 1984) as a plane of two fears, each from 0 to 10. Pure. */

export type Did = "closer" | "distance" | "both";
export interface Fears {
  abandonment: number;
  entrapment: number;
}
export interface Point extends Fears {
  id: string;
  era: string;
}

/** From which distance of the two fears on the theory expects something. */
export const CLEAR = 2;
export const TOP = 10;

const within = (v: number) => Math.max(0, Math.min(TOP, v));

/**
 * What the theory expects of an ally: to stand `closer` where it fears more to be left, to keep its `distance` where it fears more to
 * be dragged in, `both` where the fears are of a size.
 */
export function expected({ abandonment, entrapment }: Fears): Did {
  const more = abandonment - entrapment;
  return more >= CLEAR ? "closer" : more <= -CLEAR ? "distance" : "both";
}

/**
 * The dilemma: each step closer (below 0: farther) takes one from the fear of being left and adds one to the fear of being dragged in,
 * and the reverse. A fear stops at 0 and at 10.
 */
export function moved({ abandonment, entrapment }: Fears, steps: number): Fears {
  return { abandonment: within(abandonment - steps), entrapment: within(entrapment + steps) };
}

/** The middle of the points of each era, and how many it has. */
export function middles(points: readonly (Fears & { era: string })[]): Record<string, Fears & { n: number }> {
  const found: Record<string, Fears & { n: number }> = {};
  for (const p of points) {
    const m = (found[p.era] ??= { n: 0, abandonment: 0, entrapment: 0 });
    m.abandonment = (m.abandonment * m.n + p.abandonment) / (m.n + 1);
    m.entrapment = (m.entrapment * m.n + p.entrapment) / (m.n + 1);
    m.n += 1;
  }
  return found;
}

/** How far into the plane the axes' ends lie, as a share of its side: a point at 0 is whole. */
export const MARGIN = 0.05;
/** Where a fear stands, in per cent of the side. */
export const at = (fear: number): number => 100 * (MARGIN + (fear / TOP) * (1 - 2 * MARGIN));
/** The whole number nearest to a place, given as a share of the side. */
export const fearAt = (share: number): number => within(Math.round(((share - MARGIN) / (1 - 2 * MARGIN)) * TOP));

/** How many points stand in the same place before each: those are drawn beside one another. */
export function heaped(points: readonly Point[]): Record<string, number> {
  const seen: Record<string, number> = {};
  return Object.fromEntries(
    points.map((p) => [p.id, (seen[`${p.abandonment} ${p.entrapment}`] = (seen[`${p.abandonment} ${p.entrapment}`] ?? -1) + 1)]),
  );
}

/** Which fear led at first, and which at last: how an ally went from one place to another, in words; empty where it stood. */
export function went(from: Fears, to: Fears): string {
  const words = (by: number, fear: string) => (by ? [`the fear of being ${fear} ${by > 0 ? "rose" : "fell"} by ${Math.abs(by)}`] : []);
  return [...words(to.abandonment - from.abandonment, "left"), ...words(to.entrapment - from.entrapment, "dragged in")].join(" and ");
}

/** How far readings lie from a point and from one another, in steps along both axes: the nearest, and the widest gap between two. */
export function spread(mine: Fears, voices: readonly Fears[]): { nearest: number; widest: number } {
  const gap = (a: Fears, b: Fears) => Math.abs(a.abandonment - b.abandonment) + Math.abs(a.entrapment - b.entrapment);
  return {
    nearest: voices.reduce((best, v, n) => (gap(mine, v) < gap(mine, voices[best]) ? n : best), 0),
    widest: Math.max(0, ...voices.flatMap((v) => voices.map((w) => gap(v, w)))),
  };
}
