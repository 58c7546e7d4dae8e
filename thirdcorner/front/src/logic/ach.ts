/**
 * Weighing hypotheses by what the evidence rules out.
 *
 * The score is the weighted inconsistency score of the PARC ACH software (ACH 1.1, technical description, as a reader reports it): an
 * inconsistent cell counts 1, a very inconsistent one 2, all else nothing, times the weights of the item's credibility and relevance.
 */

export type Level = "low" | "medium" | "high";
/** From very inconsistent to very consistent; `""` is unrated, `"na"` does not apply. */
export type Rating = "II" | "I" | "N" | "C" | "CC" | "na" | "";
export interface Rated {
  id: string;
  credibility: Level;
  relevance: Level;
  cells: Record<string, Rating | undefined>;
}

const SCALE: Partial<Record<Rating, number>> = { II: -2, I: -1, N: 0, C: 1, CC: 2 };
const WEIGHT: Record<Level, number> = { low: Math.SQRT1_2, medium: 1, high: Math.SQRT2 };

export const weight = (row: Rated): number => WEIGHT[row.credibility] * WEIGHT[row.relevance];

/** A rating's place on the scale; `NaN` where there is none. */
export const place = (rating: Rating | undefined): number => SCALE[rating ?? ""] ?? NaN;
const against = (value: number) => Math.max(0, -value || 0);

/** The inconsistency of each hypothesis: 0 where nothing speaks against it, larger the more does. */
export function scores(rows: Rated[], hypotheses: string[]): Record<string, number> {
  return Object.fromEntries(hypotheses.map((h) => [h, rows.reduce((sum, row) => sum + against(place(row.cells[h])) * weight(row), 0)]));
}

/** The hypotheses with least against them. */
export function leaders(found: Record<string, number>): string[] {
  const least = Math.min(...Object.values(found));
  return Object.keys(found).filter((h) => found[h] - least < 1e-9);
}

/** How far an item parts the hypotheses: the distance between its highest and its lowest rating (0 to 4), times its weight. */
export function diagnosticity(row: Rated, hypotheses: string[]): number {
  const rated = hypotheses.map((h) => place(row.cells[h])).filter((v) => !Number.isNaN(v));
  return rated.length < 2 ? 0 : (Math.max(...rated) - Math.min(...rated)) * weight(row);
}

/** What the ranking hangs on: the items without which somebody else leads. */
export function pivots(rows: Rated[], hypotheses: string[]): { id: string; leaders: string[] }[] {
  const now = leaders(scores(rows, hypotheses)).join();
  return rows
    .map((row) => ({
      id: row.id,
      leaders: leaders(
        scores(
          rows.filter((r) => r !== row),
          hypotheses,
        ),
      ),
    }))
    .filter((p) => p.leaders.join() !== now);
}

export interface Flip {
  id: string;
  hypothesis: string;
  from: Rating;
  to: Rating;
  steps: number;
  leaders: string[];
}

/** The single judgements that would change who leads, each at its smallest change; smallest first. */
export function flips(rows: Rated[], hypotheses: string[]): Flip[] {
  const base = scores(rows, hypotheses);
  const now = leaders(base).join();
  const found: Flip[] = [];
  for (const row of rows)
    for (const h of hypotheses) {
      const from = row.cells[h];
      const at = place(from);
      if (from === undefined || Number.isNaN(at)) continue;
      const others = (Object.entries(SCALE) as [Rating, number][])
        .filter(([, v]) => v !== at)
        .sort((a, b) => Math.abs(a[1] - at) - Math.abs(b[1] - at));
      for (const [to, value] of others) {
        const lead = leaders({ ...base, [h]: base[h] + (against(value) - against(at)) * weight(row) });
        if (lead.join() === now) continue;
        found.push({ id: row.id, hypothesis: h, from, to, steps: Math.abs(value - at), leaders: lead });
        break;
      }
    }
  return found.sort((a, b) => a.steps - b.steps);
}

/** The cells in which two readers differ, widest first; only those that both have placed on the scale. */
export function differences(mine: Rated[], theirs: Record<string, Record<string, Rating>>) {
  return mine
    .flatMap((row) =>
      Object.entries(theirs[row.id] ?? {}).map(([h, rating]) => ({
        id: row.id,
        hypothesis: h,
        mine: row.cells[h] ?? "",
        theirs: rating,
        gap: Math.abs(place(row.cells[h]) - place(rating)),
      })),
    )
    .filter((d) => d.gap > 0)
    .sort((a, b) => b.gap - a.gap);
}

/** What the table says, in sentences: who has least against it, what parts them, on what the order hangs, and what is still open. */
export function told(rows: Rated[], hypotheses: { id: string; name: string }[], number: (id: string) => number): string[] {
  const ids = hypotheses.map((h) => h.id);
  const names = (list: string[]) => listed(list.map((id) => hypotheses.find((h) => h.id === id)?.name ?? id));
  const begun = rows.filter((r) => ids.some((h) => r.cells[h]));
  if (!begun.length) return [];
  const found = scores(begun, ids);
  const lead = leaders(found);
  const most = ids.reduce((a, b) => (found[b] > found[a] ? b : a));
  const spread = begun.map((r) => ({ id: r.id, d: diagnosticity(r, ids) })).sort((a, b) => b.d - a.d);
  const full = begun.filter((r) => ids.every((h) => r.cells[h]));
  const idle = full.filter((r) => diagnosticity(r, ids) === 0).map((r) => String(number(r.id)));
  const hang = pivots(begun, ids);
  const open = begun.reduce((n, r) => n + ids.filter((h) => !r.cells[h]).length, 0);
  const said = [
    lead.length === ids.length
      ? "So far nothing parts the explanations."
      : `Least speaks against ${names(lead)} (${found[lead[0]].toFixed(1)}), most against ${names([most])} (${found[most].toFixed(1)}).`,
  ];
  if (spread[0].d > 0) said.push(`Item ${number(spread[0].id)} tells them apart best.`);
  if (idle.length)
    said.push(
      `${idle.length === 1 ? `Item ${idle[0]} fits` : `Items ${listed(idle)} fit`} all alike and ${idle.length === 1 ? "says" : "say"} nothing.`,
    );
  if (hang.length) said.push(`The order hangs on ${hang.map((p) => `item ${number(p.id)} (without it ${names(p.leaders)} would lead)`).join(", ")}.`);
  else if (lead.length < ids.length) said.push("No single item can be taken away so that another explanation leads.");
  if (open)
    said.push(
      `${open} ${open === 1 ? "cell of the items begun is" : "cells of the items begun are"} still empty and ${open === 1 ? "counts" : "count"} for nothing.`,
    );
  return said;
}

/** "A", "A and B", "A, B and C". */
export const listed = (list: string[]): string => (list.length < 2 ? list.join("") : `${list.slice(0, -1).join(", ")} and ${list[list.length - 1]}`);
