/**
 * Where the ribbons of the triangle lie, which of them stand at a date, and what that says. Pure.
 *
 * The first corner is on top, the second bottom left, the third bottom right. All flows between two corners share their side as lanes
 * of one width, whether they stand yet or not, so that none moves when another comes. A lane is a quadratic curve: pinched at the
 * corners, and at its middle exactly as far from the side as its number says.
 */

export type Attestation = "attested" | "claimed" | "inferred";
export interface Flow {
  id: string;
  giver: string;
  receiver: string;
  kind: string;
  start: string;
  end?: string;
  attestation: Attestation;
  mutual?: boolean;
}
export type Point = [number, number];
export interface Shape {
  width: number;
  height: number;
  /** From the middle of one lane to the next. */
  gap: number;
  /** From a corner's middle to where its ribbons begin. */
  reach: number;
  /** From the edge to a corner's middle: across for the lower two, down for the upper. */
  across: number;
  top: number;
}
/** A ribbon from its giver to its receiver. */
export interface Lane {
  id: string;
  from: Point;
  by: Point;
  to: Point;
}

const PINCH = 0.38;
/** Left, right, base: the corners they join. */
const SIDES = [
  [0, 1],
  [0, 2],
  [1, 2],
] as const;
/** How wide a ribbon is, by how well it is attested. */
export const WIDTH: Record<Attestation, number> = { attested: 8, claimed: 6, inferred: 3.5 };
export const TELLS: Record<Attestation, string> = {
  attested: "attested by both sides or by independent observers",
  claimed: "claimed by one side only",
  inferred: "inferred from other things seen",
};

const lanesOf = (flows: readonly Flow[], a: string, b: string) => [
  ...flows.filter((f) => f.giver === a && f.receiver === b),
  ...flows.filter((f) => f.giver === b && f.receiver === a),
];

/** The corners' middles; the base lies so high that its lanes below it stay in the picture. */
export function corners(flows: readonly Flow[], ids: readonly string[], s: Shape): Point[] {
  const below = (lanesOf(flows, ids[1], ids[2]).length / 2) * s.gap;
  const base = s.height - Math.max(below, s.reach);
  return [
    [s.width / 2, s.top],
    [s.across, base],
    [s.width - s.across, base],
  ];
}

/** The lanes of all flows, side by side: left, right, base; those of one direction together, the inner ones first. */
export function lanes(flows: readonly Flow[], ids: readonly string[], s: Shape): Lane[] {
  const at = corners(flows, ids, s);
  const middle: Point = [(at[0][0] + at[1][0] + at[2][0]) / 3, (at[0][1] + at[1][1] + at[2][1]) / 3];
  return SIDES.flatMap(([i, j]) => {
    const [a, b] = [at[i], at[j]];
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
    const along: Point = [(b[0] - a[0]) / length, (b[1] - a[1]) / length];
    const half: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    let out: Point = [-along[1], along[0]];
    if (out[0] * (half[0] - middle[0]) + out[1] * (half[1] - middle[1]) < 0) out = [-out[0], -out[1]];
    const all = lanesOf(flows, ids[i], ids[j]);
    return all.map((flow, n) => {
      const off = (n - (all.length - 1) / 2) * s.gap;
      const near = (p: Point, way: number): Point => [
        p[0] + along[0] * s.reach * way + out[0] * off * PINCH,
        p[1] + along[1] * s.reach * way + out[1] * off * PINCH,
      ];
      const by: Point = [half[0] + out[0] * off * (2 - PINCH), half[1] + out[1] * off * (2 - PINCH)];
      const [start, end] = [near(a, 1), near(b, -1)];
      return flow.giver === ids[i] ? { id: flow.id, from: start, by, to: end } : { id: flow.id, from: end, by, to: start };
    });
  });
}

/** The point of a ribbon at a share of its way, and its direction there in degrees. */
export function along({ from, by, to }: Lane, t: number): { at: Point; angle: number } {
  const u = 1 - t;
  const mix = (k: 0 | 1) => u * u * from[k] + 2 * u * t * by[k] + t * t * to[k];
  const slope = (k: 0 | 1) => u * (by[k] - from[k]) + t * (to[k] - by[k]);
  return { at: [mix(0), mix(1)], angle: (Math.atan2(slope(1), slope(0)) * 180) / Math.PI };
}

/** How many months the scrubber runs through, both ends counted. */
export function months(start: string, end: string): number {
  const [y, m] = start.split("-").map(Number);
  const [y2, m2] = end.split("-").map(Number);
  return (y2 - y) * 12 + m2 - m + 1;
}

/** The last day of a month, counted from the start. */
export function lastDay(start: string, month: number): string {
  const [y, m] = start.split("-").map(Number);
  return new Date(Date.UTC(y, m + month, 0)).toISOString().slice(0, 10);
}

/** The month, from the start, in which a day lies. */
export const monthOf = (start: string, day: string) => months(start, day) - 1;

/** How far along the scrubber a day lies, where the middle of a month is its step. */
export function share(start: string, end: string, day: string): number {
  const last = months(start, end) - 1;
  const [, , d] = day.split("-").map(Number);
  const full = Number(lastDay(day, 0).slice(8));
  return Math.min(1, Math.max(0, (monthOf(start, day) + d / full - 1) / last));
}

/** Whether a flow has begun by a day and has not ended before it. */
export const stands = (f: Flow, day: string) => f.start <= day && (!f.end || f.end >= day);

const NUMBERS =
  "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split(" ");
const number = (n: number) => NUMBERS[n] ?? (n < 30 ? `twenty-${NUMBERS[n - 20]}` : String(n));
export const counted = (n: number, thing: string) => `${number(n)} ${thing}${n === 1 ? "" : "s"}`;
const capital = (text: string) => text[0].toUpperCase() + text.slice(1);

/** Between which two corners most is only claimed or inferred, of those shown; the first of several; none where all is attested. */
export function weakest(shown: readonly Flow[], ids: readonly string[]): { pair: [string, string]; open: number } | null {
  const open = (a: string, b: string) => lanesOf(shown, a, b).filter((f) => f.attestation !== "attested").length;
  const sides = SIDES.map(([i, j]) => ({ pair: [ids[i], ids[j]] as [string, string], open: open(ids[i], ids[j]) }));
  const most = Math.max(...sides.map((s) => s.open));
  return most ? sides.find((s) => s.open === most)! : null;
}

/** What the picture says: how much stands, how well it is attested, and where it is least so; `corners` by id, with their names. */
export function sentence(shown: readonly Flow[], when: string, corners: ReadonlyMap<string, string>, filtered: boolean): string {
  const kinds = filtered ? " of the kinds you chose" : "";
  if (!shown.length) return `By ${when} the record has nothing${kinds} that passed between the three.`;
  const of = (a: Attestation) => shown.filter((f) => f.attestation === a).length;
  const parts = [
    of("attested") && `${number(of("attested"))} well attested`,
    of("claimed") && `${number(of("claimed"))} by one side’s claim`,
    of("inferred") && `${number(of("inferred"))} inferred`,
  ].filter(Boolean) as string[];
  const list = parts.length > 1 ? `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}` : parts[0];
  const weak = weakest(shown, [...corners.keys()]);
  const where = weak
    ? ` Least is sure between ${corners.get(weak.pair[0])} and ${corners.get(weak.pair[1])}, where ${counted(weak.open, "thing")} ${weak.open === 1 ? "rests" : "rest"} on a claim or an inference.`
    : " All of it is attested by both sides or by independent observers.";
  return `${capital(counted(shown.length, "thing"))}${kinds} had been given by ${when}, ${list}.${where}`;
}
