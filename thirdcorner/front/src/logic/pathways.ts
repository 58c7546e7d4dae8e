/** Chains of events, each link likely only given the one before. Pure. A chance is in per cent; one that is not set yet is undefined. */

import { listed } from "./words";

export type Chance = number | undefined;

/** How likely the end is: the product of the links, in per cent; undefined while one is open. */
export function end(chances: readonly Chance[]): Chance {
  return chances.reduce<Chance>((product, p) => (product === undefined || p === undefined ? undefined : (product * p) / 100), 100);
}

/** How likely each station is, from the first on. */
export const along = (chances: readonly Chance[]): Chance[] => chances.map((_, i) => end(chances.slice(0, i + 1)));

/** The places of the least likely links of those that are set. */
export function weakest(chances: readonly Chance[]): number[] {
  const least = Math.min(...chances.filter((p) => p !== undefined));
  return chances.flatMap((p, i) => (p === least ? [i] : []));
}

/** What ten points more at one link would add to the end, in points; largest where the link is weakest. */
export function gain(chances: readonly Chance[], i: number): number {
  const more = chances.map((p, k) => (k === i && p !== undefined ? Math.min(100, p + 10) : p));
  return (end(more) ?? 0) - (end(chances) ?? 0);
}

/** The chance that a pointer sets whose distance from the chain's middle is a share of half its breadth (1 at the edge). */
export const dragged = (distance: number): number => Math.round(Math.min(1, Math.max(0, Math.abs(distance))) * 100);

/** So many cases of a hundred, as it is spoken. */
export function ofHundred(value: number): string {
  const rounded = Math.round(value);
  if (rounded === 0 && value > 0) return "fewer than 1 of 100";
  return `${rounded} of 100`;
}

/** What a chain implies, in two or three sentences. */
export function told(chances: readonly Chance[]): string {
  const open = chances.filter((p) => p === undefined).length;
  const whole = end(chances);
  if (open === chances.length)
    return "No link has a chance yet. Drag one thicker or thinner, or set it by its line: how likely is it, once the one before has come?";
  if (whole === undefined) {
    const known = along(chances).filter((v) => v !== undefined);
    const so = known.length ? ` Up to link ${known.length} the chain holds in ${ofHundred(known.at(-1)!)}.` : "";
    return `${open === 1 ? "One link has" : `${open} links have`} no chance yet, so the end is open.${so}`;
  }
  const weak = weakest(chances);
  const more = gain(chances, weak[0]);
  const first = `By your numbers the end comes in ${ofHundred(whole)}.`;
  if (weak.length === chances.length && chances[weak[0]] === 100) return `${first} No link is in doubt.`;
  return `${first} The chain is thinnest at ${weak.length > 1 ? "links" : "link"} ${listed(weak.map((i) => `${i + 1}`))}; ten points more there${weak.length > 1 ? ", at one of them," : ""} would add ${more.toFixed(1)} to the end.`;
}

interface Kept {
  order?: (string | number)[] | null;
  checked?: boolean;
  compared?: boolean;
  chances?: Record<string, number>;
  weak?: string;
}
/**
 * A chain's work with its order by the links' ids; the edition before had places. There a link that was left alone stood at 50 when the
 * learner compared, and counts so. `null` where it fits no such chain.
 */
export function modern<S extends Kept>(links: readonly { id: string }[], state: S): (Omit<S, "order"> & { order?: string[] }) | null {
  const ids = links.map((l) => l.id);
  const made: Kept = { ...state };
  const { order, chances = {}, weak } = state;
  if (order === null || order === undefined) delete made.order;
  else {
    const named = order.map((o) => (typeof o === "number" ? ids[o] : o));
    if (named.length !== ids.length || !ids.every((id) => named.includes(id))) return null;
    made.order = named;
  }
  if (weak && !ids.includes(weak)) return null;
  if (Object.entries(chances).some(([id, p]) => !ids.includes(id) || p < 0 || p > 100)) return null;
  if (state.compared && ids.some((id) => chances[id] === undefined)) made.chances = { ...Object.fromEntries(ids.map((id) => [id, 50])), ...chances };
  return made as Omit<S, "order"> & { order?: string[] };
}
