/** Who is tied to whom in a year, how large a power is then, and what that says. Pure. */

export type Kind = "fight" | "pact" | "talk";
export type DataSet = "atop" | "cow";
export interface Tie {
  a: string;
  b: string;
  kind: Kind;
  first: number;
  last: number;
}
export interface Power {
  id: string;
  name: string;
  shares: readonly (number | null)[];
}
export interface Theatre {
  id: string;
  name: string;
  first: number;
  last: number;
  /** Where it opens once the prediction is kept. */
  stands?: number | null;
  powers: readonly Power[];
  ties: Record<DataSet, readonly Tie[]>;
  ends: Record<DataSet, number>;
  treaties: readonly (Tie & { name: string })[];
}
export type Point = [number, number];

export const NAMES: Record<DataSet, string> = { atop: "ATOP", cow: "COW" };
export const WORDS: Record<Kind, string> = { fight: "a promise to fight", pact: "another pact", talk: "consultation only" };
const ORDER: readonly Kind[] = ["fight", "pact", "talk"];

const stands = (t: Tie, year: number) => t.first <= year && year <= t.last;

/** Whether a data set of a theatre still has the year. */
export const covers = (t: Theatre, data: DataSet, year: number) => year <= t.ends[data];

/** The ties of a year: the data set's, or after its end the treaties of the course, the strongest of each pair. */
export function tiesAt(t: Theatre, data: DataSet, year: number): Tie[] {
  const all = covers(t, data, year) ? t.ties[data] : t.treaties;
  const by = new Map<string, Tie>();
  for (const tie of all) {
    if (!stands(tie, year)) continue;
    const pair = `${tie.a} ${tie.b}`;
    const held = by.get(pair);
    if (!held || ORDER.indexOf(tie.kind) < ORDER.indexOf(held.kind)) by.set(pair, tie);
  }
  return [...by.values()];
}

/** A power's share of the world in thousandths: of the year, or the last known before it; `of` is the year it is of. None before the first. */
export function shareAt(t: Theatre, power: Power, year: number): { share: number; of: number } | null {
  for (let n = Math.min(year - t.first, power.shares.length - 1); n >= 0; n -= 1) {
    const share = power.shares[n];
    if (share != null) return { share, of: t.first + n };
  }
  return null;
}

/** How many pairs are bound to fight, year by year, as far as the data set goes. */
export const fights = (t: Theatre, data: DataSet): number[] =>
  Array.from(
    { length: Math.min(t.last, t.ends[data]) - t.first + 1 },
    (_, n) => tiesAt(t, data, t.first + n).filter((x) => x.kind === "fight").length,
  );

/** The most pairs that were bound to fight in one year, and in which years. */
export function peak(t: Theatre, data: DataSet): { most: number; years: number[] } {
  const all = fights(t, data);
  const most = Math.max(...all);
  return { most, years: all.flatMap((n, i) => (n === most ? [t.first + i] : [])) };
}

/** Years as spans in words: 1893 to 1897, 1905. */
export function spans(years: readonly number[]): string {
  const out: [number, number][] = [];
  for (const y of years) {
    const last = out.at(-1);
    if (last && last[1] === y - 1) last[1] = y;
    else out.push([y, y]);
  }
  const words = out.map(([a, b]) => (a === b ? `${a}` : `${a} to ${b}`));
  return words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${words.at(-1)}` : words[0];
}

export interface Parting {
  a: string;
  b: string;
  atop: Kind | null;
  cow: Kind | null;
}
/** The pairs on which the data sets part in a year; none where one of them has ended. */
export function partings(t: Theatre, year: number): Parting[] {
  if (!covers(t, "atop", year) || !covers(t, "cow", year)) return [];
  const kinds = (data: DataSet) => new Map(tiesAt(t, data, year).map((x) => [`${x.a} ${x.b}`, x.kind]));
  const [atop, cow] = [kinds("atop"), kinds("cow")];
  return [...new Set([...atop.keys(), ...cow.keys()])]
    .filter((pair) => atop.get(pair) !== cow.get(pair))
    .map((pair) => ({ a: pair.split(" ")[0], b: pair.split(" ")[1], atop: atop.get(pair) ?? null, cow: cow.get(pair) ?? null }));
}

/** Where the powers stand: round a circle, the first at the upper left, then with the clock. */
export const places = (n: number, centre: Point, radius: number): Point[] =>
  Array.from({ length: n }, (_, i) => {
    const angle = (-120 + (360 / n) * i) * (Math.PI / 180);
    return [centre[0] + Math.cos(angle) * radius, centre[1] + Math.sin(angle) * radius];
  });

/** A circle's radius, its area in proportion to the share. */
export const radius = (share: number, of1000: number) => Math.sqrt(share / 1000) * of1000;

/** A tie from the edge of one circle to that of the other, bent a little away from the middle of the picture. */
export function arc(a: Point, b: Point, ra: number, rb: number, centre: Point): string {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const long = Math.hypot(dx, dy) || 1;
  const half: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  const side = Math.sign((half[0] - centre[0]) * -dy + (half[1] - centre[1]) * dx) || 1;
  const bend = Math.min(18, long * 0.09) * side;
  const by: Point = [half[0] - (dy / long) * bend, half[1] + (dx / long) * bend];
  const edge = (p: Point, r: number): Point => {
    const l = Math.hypot(by[0] - p[0], by[1] - p[1]) || 1;
    return [p[0] + ((by[0] - p[0]) / l) * (r + 3), p[1] + ((by[1] - p[1]) / l) * (r + 3)];
  };
  const round = (p: Point) => p.map((x) => x.toFixed(1)).join(" ");
  return `M${round(edge(a, ra))}Q${round(by)} ${round(edge(b, rb))}`;
}

const nameOf = (t: Theatre, id: string) => t.powers.find((p) => p.id === id)?.name ?? id;
export const pairOf = (t: Theatre, tie: { a: string; b: string }) => `${nameOf(t, tie.a)} and ${nameOf(t, tie.b)}`;
const listed = (all: readonly string[]) => (all.length > 1 ? `${all.slice(0, -1).join("; ")}; and ${all.at(-1)}` : (all[0] ?? ""));
const pairs = (n: number) => `${n} pair${n === 1 ? "" : "s"}`;

/** What a theatre shows in a year. */
export function yearWords(t: Theatre, data: DataSet, year: number): string {
  const fight = tiesAt(t, data, year).filter((x) => x.kind === "fight");
  const who = fight.length ? `: ${listed(fight.map((x) => pairOf(t, x)))}` : "";
  const bound = fight.length === 1 ? "is" : "are";
  if (covers(t, data, year)) return `${t.name} ${year}: ${fight.length ? pairs(fight.length) : "no pair"} ${bound} bound to fight${who}.`;
  return `${t.name} ${year}: ${NAMES[data]} ends in ${t.ends[data]}; by the treaties of our register ${fight.length ? pairs(fight.length) : "no pair"} ${bound} bound to fight${who}. Other ties of that year are not known here.`;
}

/** What came of the prediction: when the most pairs were bound, by each data set. */
export function peakWords(t: Theatre, data: DataSet, expected: number): string {
  const { most, years } = peak(t, data);
  const other: DataSet = data === "atop" ? "cow" : "atop";
  const there = peak(t, other);
  const off = Math.min(...years.map((y) => Math.abs(y - expected)));
  const mine = off === 0 ? "as you said" : `your ${expected} is ${off} year${off === 1 ? "" : "s"} away`;
  if (there.most === most && spans(there.years) === spans(years))
    return `By ${NAMES[data]} and by ${NAMES[other]} the most pairs of ${t.name}’s six powers, ${most}, were bound to fight in ${spans(years)}: ${mine}.`;
  return `By ${NAMES[data]} the most pairs of ${t.name}’s six powers, ${most}, were bound to fight in ${spans(years)}: ${mine}. By ${NAMES[other]} it was ${there.most}, in ${spans(there.years)}.`;
}
