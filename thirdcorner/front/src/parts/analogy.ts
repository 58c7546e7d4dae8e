import type { AnalogyCase, AnalogyContent, AnalogyPart, AnalogyTie, Compared } from "../generated/types";
import { laid, NOBODY, seated } from "../logic/analogy";
import { plain } from "../logic/words";

/** Where the corners of both triangles and the rival outside stand, on a plane of 340 by 322. */
export const PLACES = [
  { x: 192, y: 66 },
  { x: 76, y: 238 },
  { x: 266, y: 238 },
] as const;
export const OUTSIDE = [
  { x: 42, y: 44 },
  { x: 42, y: 140 },
] as const;
export const PLANE = { width: 340, height: 322 };
export const CORNERS = [
  [0, 1],
  [0, 2],
  [1, 2],
] as const;

export const STEPS = [
  ["cast", "Cast"],
  ["code", "Code the ties"],
  ["lay", "Lay over"],
  ["weigh", "Weigh"],
  ["break", "Break"],
] as const;

export const PROMISES: Record<string, string> = {
  defence: "to fight if the other is attacked (defence)",
  offence: "to help in attacking (offence)",
  neutrality: "to stay out (neutrality)",
  "non-aggression": "not to attack each other (non-aggression)",
  consultation: "to talk it over (consultation)",
};
/** A type on a side of the picture, where there is little room. */
export const SHORT: Record<string, string> = { neutrality: "neutral", "non-aggression": "no attack", consultation: "consult" };
export const WEIGHTS = ["weighs nothing", "weighs a little", "weighs much", "decides"];
/** How many words a verdict has before other readings show. */
export const ENOUGH = 40;

/** A corner or a rival as it stands in a picture. */
export interface Stand {
  /** The part whose place it is. */
  part: string;
  /** Who stands there; null where the place is empty. */
  id: string | null;
  name: string;
  actor: string;
  /** As a share of the world, or of all that stand here; null where the data have none. */
  size: number | null;
  said: string;
  /** Brought here by the learner, not only waiting for a place. */
  settled: boolean;
}
/** A sign a side and a corner, and whether the learner expected it not to fit. */
export interface Signs {
  sides: readonly (readonly [string, boolean])[];
  corners: readonly (readonly [string, boolean])[];
}
export interface Drawn {
  tie: AnalogyTie;
  from: number;
  to: number;
  /** The learner's coding; null where there is none yet. */
  mine: readonly string[] | null;
  committed: boolean;
}

/** The parts in the order of their places: corners first. */
export const placesOf = (parts: readonly AnalogyPart[]) => [...parts.filter((p) => !p.rival), ...parts.filter((p) => p.rival)];
/** Today's capitals in alphabetical order, so that no casting is suggested. */
export const playersOf = (c: AnalogyCase) =>
  c.blank ? c.now.map((p) => p.id) : [...c.now].sort((a, b) => (a.name < b.name ? -1 : 1)).map((p) => p.id);
export const at = (n: number) => PLACES[n] ?? OUTSIDE[n - PLACES.length] ?? OUTSIDE[0];
export const middle = (from: number, to: number) => ({ x: (at(from).x + at(to).x) / 2, y: (at(from).y + at(to).y) / 2 });

/** Who stands on which place of today's triangle. */
export function seatsOf(c: AnalogyCase, cast: Readonly<Record<string, string>>) {
  const places = placesOf(c.then).map((p) => p.id);
  return c.blank ? { seats: places as (string | null)[], waiting: [] as string[] } : seated(places, playersOf(c), cast);
}

/** A card of the course's or of the learner's own, with what the learner said of it. */
export interface Held {
  id: string;
  /** Its words without markup. */
  name: string;
  own: boolean;
  side?: string;
  mark?: string;
  weight?: number;
}

export function cardsOf(c: AnalogyCase, mine: Partial<Compared>): Held[] {
  return [
    ...(c.cards ?? []).map((x) => ({ id: x.id, name: plain(x.text_html), own: false, ...mine.cards?.[x.id] })),
    ...(mine.own ?? []).map((x) => ({ id: x.id, name: x.name, own: true, ...mine.cards?.[x.id] })),
  ];
}

export interface Seen {
  column: string;
  then: number;
  now: number;
}
/** The last years and the first measure are what one sees first. */
export const firstSeen = (content: AnalogyContent, c: AnalogyCase): Seen => ({
  column: content.measures?.[0]?.column ?? "",
  then: c.then_years?.at(-1)?.year ?? 0,
  now: c.now_years?.at(-1)?.year ?? 0,
});

/** Everything that is drawn of a case, from what the learner did; `cast` stands in for the learner's own where another's is looked at. */
export function viewOf(content: AnalogyContent, c: AnalogyCase, of: (item: string) => Partial<Compared>, seen: Seen, other?: Record<string, string>) {
  const roles = of(`${content.id}/${c.id}/roles`);
  const cast = other ?? roles.cast ?? {};
  const places = placesOf(c.then);
  const { seats, waiting } = seatsOf(c, cast);
  const numbers = (age: "then" | "now") =>
    (age === "then" ? c.then_years : c.now_years)?.find((y) => y.year === seen[age])?.values[seen.column] ?? {};
  const values = { then: numbers("then"), now: numbers("now") };
  const sums = (["then", "now"] as const).map((age) => Object.values(values[age]).reduce<number>((a, v) => a + (v ?? 0), 0));
  const sized = (age: "then" | "now", id: string | null) => {
    if (c.blank) return { size: 30, said: "" };
    if (id === null || !(id in values[age])) return { size: null, said: "" };
    const value = values[age][id];
    if (value === null) return { size: null, said: "not in the data" };
    const size = Math.max(5, 62 * Math.sqrt(value / (sums[age === "then" ? 0 : 1] || 1)));
    return { size, said: value < 1 ? value.toFixed(3).replace("0.", ".") : value.toLocaleString("en-GB") };
  };
  const pair = (n: number, side: 0 | 1) => roles.pairs?.[n]?.[side]?.trim() || (n === 3 ? "rival" : `corner ${n + 1}`);
  const nameThen = (n: number) => (c.blank ? pair(n, 0) : places[n].name);
  const player = (id: string) => c.now.find((p) => p.id === id);
  const nameNow = (id: string | null, n: number) => (c.blank ? pair(n, 1) : id === null ? "nobody" : (player(id)?.name ?? id));
  const stand = (id: string | null, n: number): Stand => {
    const part = places[n]?.id ?? "";
    const settled = c.blank || cast[part] === (id ?? NOBODY);
    return { part, id, name: nameNow(id, n), actor: (id && player(id)?.actor) || "", ...sized("now", id), settled };
  };
  const then = places.map((p, n): Stand => ({
    part: p.id,
    id: p.id,
    name: nameThen(n),
    actor: p.actor ?? "",
    ...sized("then", p.id),
    settled: true,
  }));
  const now = seats.map(stand);
  const idle = waiting.map((id, n) => stand(id, seats.length + n));
  const all = { then, now: [...now, ...idle] };
  const ties = c.ties.map((tie): Drawn => {
    const [from, to] = tie.between.map((id) => all[tie.age].findIndex((s) => s.id === id));
    const work = of(tie.item);
    return { tie, from, to, mine: work.types ?? null, committed: !!work.compared };
  });
  const coded = (age: string, a: number, b: number) => {
    const found = ties.find((t) => t.tie.age === age && [t.from, t.to].sort().join() === [a, b].sort().join());
    return found?.committed ? (found.mine ?? []) : null;
  };
  const sides = CORNERS.map((between) => ({ between, then: coded("then", between[0], between[1]), now: coded("now", between[0], between[1]) }));
  const corner = (age: "then" | "now", stands: Stand[]) =>
    c.blank ? [] : stands.slice(0, 3).map((s) => (s.id === null ? null : (values[age][s.id] ?? null)));
  const lain = laid(sides, corner("then", then), corner("now", now));
  const names = then.slice(0, 3).map((s, n) => `${s.name} / ${now[n].name}`);
  const sideName = (t: Drawn) => t.tie.name || [t.from, t.to].map((n) => all[t.tie.age][n].name).join(" and ");
  const spoken = (age: "then" | "now", title: string) => {
    const told = all[age].map(
      (s, n) => `${s.name}${s.said ? `, ${s.said}` : ""}${age === "now" && !c.blank ? (s.settled ? `, as ${nameThen(n)}` : ", not cast yet") : ""}`,
    );
    const tied = ties
      .filter((t) => t.tie.age === age)
      .map((t) => {
        const sets = t.committed ? (t.tie.codings ?? []).map((k) => `; ${k.name}: ${k.says}`).join("") : "";
        return `${sideName(t)}: ${t.mine && (t.committed || t.mine.length) ? t.mine.join(" and ") || "none of the five" : "not coded"}${sets}`;
      });
    return `${title}. ${told.join("; ")}. Sides: ${tied.join(". ")}.`;
  };
  const title = (age: "then" | "now") => `${age === "then" ? "Then" : "Now"}${c.blank ? "" : `, corners of ${seen[age]}`}`;
  return {
    then,
    now,
    waiting: idle,
    ties,
    sides,
    lain,
    names,
    sideName,
    places,
    titles: [title("then"), title("now")] as const,
    labels: [spoken("then", title("then")), spoken("now", title("now"))] as const,
  };
}
export type View = ReturnType<typeof viewOf>;

/** Another case's triangle of then, to stand beside the two of this one; none where there is no such case. */
export function besideOf(content: AnalogyContent, c: AnalogyCase, id: string, of: (item: string) => Partial<Compared>, column: string) {
  const other = content.cases.find((x) => x.id === id && x.id !== c.id && !x.blank);
  if (!other) return undefined;
  const view = viewOf(content, other, of, { ...firstSeen(content, other), column });
  const ties = view.ties.filter((t) => t.tie.age === "then");
  const coded = ties.filter((t) => t.committed).length;
  return {
    title: `${other.name}: ${view.titles[0].toLowerCase()}`,
    label: `${other.name}. ${view.labels[0]}`,
    stands: view.then,
    ties,
    says: ` Beside them stands ${other.name}, of whose ${ties.length} sides you have coded ${coded || "none"}.`,
  };
}
export type Beside = ReturnType<typeof besideOf>;
