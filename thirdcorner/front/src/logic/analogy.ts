/** The analogy laboratory's reckoning: who stands where, what a side promises, what agrees when one triangle lies on the other. Pure: no DOM, no storage. */

import { inWords, listed } from "./words";

export const TYPES = ["defence", "offence", "neutrality", "non-aggression", "consultation"] as const;
export const MARKS = ["known", "unclear", "presumed"] as const;
export const SIDES = ["likeness", "difference"] as const;
export const NOBODY = "nobody";

/** What a side binds to, in four steps of our own: to fight, to stay out or not attack, to talk, to nothing. */
export type Strength = 0 | 1 | 2 | 3;
const RANK: Record<string, Strength> = { defence: 3, offence: 3, neutrality: 2, "non-aggression": 2, consultation: 1 };

export function strength(types: readonly string[]): Strength {
  return types.reduce<Strength>((most, type) => ((RANK[type] ?? 0) > most ? RANK[type] : most), 0);
}

/**
 * Where each player stands: on the part it is cast in; the others fill the places left, in the order in which they are given, until
 * somebody is brought there. A part that nobody plays stays empty. Who finds no place waits.
 */
export function seated(parts: readonly string[], players: readonly string[], cast: Readonly<Record<string, string>>) {
  const taken = new Set(parts.map((p) => cast[p]));
  const free = players.filter((p) => !taken.has(p));
  const seats = parts.map((part) => {
    const own = cast[part];
    if (own === NOBODY) return null;
    if (own && players.includes(own)) return own;
    return free.shift() ?? null;
  });
  return { seats, waiting: free };
}

/** A casting after a player was brought to a part: whoever stood there is free again; the player leaves the part it had. */
export function brought(cast: Readonly<Record<string, string>>, player: string, part: string): Record<string, string> {
  const left = Object.entries(cast).filter(([p, who]) => p !== part && who !== player);
  return { ...Object.fromEntries(left), [part]: player };
}

/** What one coding has and the other has not. */
export function against(mine: readonly string[], theirs: readonly string[]) {
  return {
    both: mine.filter((t) => theirs.includes(t)),
    only: mine.filter((t) => !theirs.includes(t)),
    missed: theirs.filter((t) => !mine.includes(t)),
  };
}

/** Each corner's part of its own triangle, from 0 to 1; `null` for all where one number is missing, since a sum without it would mislead. */
export function parts(values: readonly (number | null)[]): (number | null)[] {
  if (values.some((v) => v === null)) return values.map(() => null);
  const sum = values.reduce<number>((a, v) => a + (v ?? 0), 0);
  return values.map((v) => (sum ? (v ?? 0) / sum : 0));
}

export interface Side {
  /** The two corners that it joins, by their place. */
  between: readonly [number, number];
  then: readonly string[] | null;
  now: readonly string[] | null;
}
export interface Lain {
  sides: { between: readonly [number, number]; verdict: "kept" | "stronger" | "weaker" | "uncoded" }[];
  corners: { times: number | null; verdict: "kept" | "grown" | "shrunk" | "unknown" }[];
}
/** A corner keeps its proportion while its part of the three is no more than so many times larger or smaller. */
export const TIMES = 2;

/** What agrees when the triangle of now lies on that of then: each side by what it binds to, each corner by its part of the three. */
export function laid(sides: readonly Side[], then: readonly (number | null)[], now: readonly (number | null)[]): Lain {
  const [p, q] = [parts(then), parts(now)];
  return {
    sides: sides.map(({ between, then: a, now: b }) => {
      if (!a || !b) return { between, verdict: "uncoded" };
      const change = strength(b) - strength(a);
      return { between, verdict: change === 0 ? "kept" : change > 0 ? "stronger" : "weaker" };
    }),
    corners: p.map((was, n) => {
      const is = q[n];
      if (was === null || is === null || was === 0) return { times: null, verdict: "unknown" };
      const times = is / was;
      return { times, verdict: times > TIMES ? "grown" : times < 1 / TIMES ? "shrunk" : "kept" };
    }),
  };
}

const some = (n: number, one: string, many: string) => `${inWords(n)} ${n === 1 ? one : many}`;
const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

/** A factor in words that keep their sense below one as well: "three times", "a sixth of". */
export function factor(times: number): string {
  return times >= 1 ? `${Number(times.toFixed(1))} times` : `1/${Number((1 / times).toFixed(1))} of`;
}

/** One sentence on what agrees. `names` are the corners', such as "Athens / Rome". */
export function laidSays({ sides, corners }: Lain, names: readonly string[]): string {
  const side = (verdict: string) => sides.filter((s) => s.verdict === verdict);
  const kept = side("kept").length;
  const coded = sides.length - side("uncoded").length;
  const named = (verdict: string) => listed(side(verdict).map(({ between: [a, b] }) => `${names[a]} with ${names[b]}`));
  const told: string[] = [];
  if (coded === 0) told.push("no side is coded in both triangles yet");
  else {
    told.push(`${some(kept, "side binds", "sides bind")} to the same in both${coded < sides.length ? ` (of ${inWords(coded)} coded)` : ""}`);
    if (side("stronger").length) told.push(`now binds to more: ${named("stronger")}`);
    if (side("weaker").length) told.push(`now binds to less: ${named("weaker")}`);
  }
  const out = corners.flatMap((c, n) => (c.times !== null && c.verdict !== "kept" ? [`${names[n]} has ${factor(c.times)} the share it had`] : []));
  if (!corners.length) return `${capital(told.join("; "))}.`;
  if (corners.some((c) => c.verdict === "unknown")) told.push("a number is missing, so the corners cannot be compared by this measure");
  else if (out.length) told.push(`out of proportion: ${listed(out)}`);
  else told.push("the corners keep their proportions");
  return `${capital(told.join("; "))}.`;
}

/** One sentence on the sides of both triangles, as the learner coded them; `null` is a side not coded. */
export function codedSays(then: readonly (readonly string[] | null)[], now: readonly (readonly string[] | null)[]): string {
  const told = ([which, sides]: [string, readonly (readonly string[] | null)[]]) => {
    const coded = sides.filter((s): s is readonly string[] => s !== null);
    if (!coded.length) return `${which} is not coded yet`;
    const open = sides.length - coded.length;
    const fight = coded.filter((s) => strength(s) === 3).length;
    return `${which} has ${some(fight, "side", "sides")} that ${fight === 1 ? "promises" : "promise"} to fight${open ? `, with ${some(open, "side", "sides")} still to code` : ""}`;
  };
  const first = `${capital([told(["the old triangle", then]), told(["today’s", now])].join("; "))}.`;
  if ([...then, ...now].includes(null)) return first;
  const [a, b] = [then, now].map((sides) =>
    sides
      .map((s) => strength(s ?? []))
      .sort()
      .join(),
  );
  return `${first} ${a === b ? "By what the papers promise, the two have the same set of sides." : "By what the papers promise, the two do not have the same set of sides."}`;
}

export interface Card {
  id: string;
  name: string;
  side?: string;
  mark?: string;
  weight?: number;
}

/** The cards of one side and mark that weigh most (none where all weigh nothing). */
export function heaviest<T extends Card>(cards: readonly T[], side: string, mark: string): T[] {
  const found = cards.filter((c) => c.side === side && c.mark === mark && (c.weight ?? 0) > 0);
  const most = Math.max(0, ...found.map((c) => c.weight ?? 0));
  return found.filter((c) => c.weight === most);
}

/** One paragraph on what was put on the balance; it adds up nothing across the beam. */
export function weighedSays(cards: readonly Card[]): string {
  const placed = cards.filter((c) => c.side && c.mark);
  if (!placed.length) return "Nothing lies on the balance yet.";
  const left = cards.length - placed.length;
  const told = [left ? `${placed.length} of ${cards.length} cards lie on the balance.` : `All ${cards.length} cards lie on the balance.`];
  const quoted = (found: Card[]) => listed(found.map((c) => `“${c.name}”`));
  for (const side of SIDES) {
    const top = heaviest(placed, side, "known");
    if (top.length) told.push(`Your heaviest known ${side}: ${quoted(top)}.`);
  }
  const unsure = placed.filter((c) => c.mark === "presumed" && (c.weight ?? 0) >= 2);
  if (unsure.length) told.push(`Much weight lies on what is only presumed: ${quoted(unsure)}. Say what would settle it.`);
  return told.join(" ");
}
