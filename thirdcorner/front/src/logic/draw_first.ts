/**
 * A line drawn before its record is seen: what a stroke sets, where the drawing and the record part, and what that says. Pure.
 *
 * A drawing is a value by `line/year`. On a scale of words the value is the word's place, the lowest 0.
 */

export interface At {
  id: string;
  at: number;
}
export interface Value extends At {
  value: number;
}
export interface Scale {
  low: number;
  high: number;
  step: number;
}
export interface Line {
  id: string;
  name: string;
  given?: boolean;
  record: Value[];
}
export type Drawing = Record<string, number>;

/** The nearest value that the scale has. */
export function snapped(value: number, { low, high, step }: Scale): number {
  const near = low + Math.round((value - low) / step) * step;
  return Number(Math.min(high, Math.max(low, near)).toFixed(6));
}

/**
 * What a stroke from one place to another sets: each point that it passes, where it passes it, and the point nearest to its end. A
 * stroke that begins (`from` is `null`) sets the nearest alone.
 */
export function stroked(points: At[], from: { at: number; value: number } | null, to: { at: number; value: number }, scale: Scale): Drawing {
  if (!points.length) return {};
  const nearest = points.reduce((a, b) => (Math.abs(b.at - to.at) < Math.abs(a.at - to.at) ? b : a));
  const set: Drawing = {};
  if (from && from.at !== to.at) {
    const [low, high] = [Math.min(from.at, to.at), Math.max(from.at, to.at)];
    for (const p of points)
      if (p.at >= low && p.at <= high) set[p.id] = snapped(from.value + ((to.value - from.value) * (p.at - from.at)) / (to.at - from.at), scale);
  }
  return nearest.id in set ? set : { ...set, [nearest.id]: snapped(to.value, scale) };
}

/** A drawing of which only what can be read is left: known points, at values that the scale has. */
export function readable(drawing: Drawing, lines: Line[], points: At[], scale: Scale): Drawing {
  const ids = new Set(lines.filter((l) => !l.given).flatMap((l) => points.map((p) => `${l.id}/${p.id}`)));
  return Object.fromEntries(Object.entries(drawing).filter(([id, v]) => ids.has(id) && v >= scale.low && v <= scale.high));
}

export interface Parted {
  line: Line;
  id: string;
  mine: number;
  record: number;
  /** What was drawn, less the record. */
  off: number;
}
/** Every point that was drawn beside the record, line by line in the order of the years. */
export function parted(drawing: Drawing, lines: Line[], points: At[]): Parted[] {
  return lines
    .filter((l) => !l.given)
    .flatMap((line) =>
      points.flatMap(({ id }) => {
        const mine = drawing[`${line.id}/${id}`];
        const record = line.record.find((r) => r.id === id)?.value;
        return mine === undefined || record === undefined ? [] : [{ line, id, mine, record, off: mine - record }];
      }),
    );
}

const NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split(" ");
export const number = (n: number) => NUMBERS[n] ?? String(n);
export const listed = (words: string[]) => (words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`);
/** A number as the page writes it: with a true minus, and no decimals that say nothing. */
export const written = (value: number, decimals: number) => `${Number(value.toFixed(decimals)) + 0}`.replace("-", "−");

/** The same with its decimals, for what stands in a column. */
export const fixed = (value: number, decimals: number) => (Number(value.toFixed(decimals)) + 0).toFixed(decimals).replace("-", "−");

export interface Said {
  decimals: number;
  unit: string;
  levels: string[];
}

/** Which points are still to be drawn, in words; empty where none is. */
export function lacking(drawing: Drawing, lines: Line[], points: At[]): string {
  const open = lines
    .filter((l) => !l.given)
    .map((line) => ({ line, ids: points.filter((p) => !(`${line.id}/${p.id}` in drawing)).map((p) => p.id) }))
    .filter((x) => x.ids.length);
  if (!open.length) return "";
  const several = lines.filter((l) => !l.given).length > 1;
  const words = open.map(({ line, ids }) => {
    const which = ids.length === points.length ? "all of it" : listed(ids);
    return !several ? which : which === "all of it" ? `the whole line of ${line.name}` : `${line.name} in ${which}`;
  });
  return `Still to be drawn: ${words.join("; ")}.`;
}

/** What the drawing alone says, before the record is shown. */
export function drawn(drawing: Drawing, lines: Line[], points: At[], said: Said): string {
  const sentences = lines
    .filter((l) => !l.given)
    .flatMap((line) => {
      const mine = points.filter((p) => `${line.id}/${p.id}` in drawing).map((p) => ({ id: p.id, value: drawing[`${line.id}/${p.id}`] }));
      if (!mine.length) return [];
      const value = (v: number) => (said.levels.length ? `“${said.levels[v]}”` : written(v, said.decimals));
      const last = mine[mine.length - 1];
      const before = line.record.filter((r) => r.at < (points[0]?.at ?? Infinity)).at(-1);
      const turns = turnsOf([...(before ? [before.value] : []), ...mine.map((m) => m.value)]);
      const way =
        mine.length < 2 ? "" : turns ? `, and turns ${turns === 1 ? "once" : turns === 2 ? "twice" : `${number(turns)} times`} on the way` : "";
      return [`Your line${lines.filter((l) => !l.given).length > 1 ? ` of ${line.name}` : ""} is at ${value(last.value)} in ${last.id}${way}.`];
    });
  return sentences.join(" ");
}

/** How often a line changes from rising to falling, or back. */
export function turnsOf(values: number[]): number {
  let way = 0;
  let turns = 0;
  for (let n = 1; n < values.length; n += 1) {
    const next = Math.sign(values[n] - values[n - 1]);
    if (next && way && next !== way) turns += 1;
    way = next || way;
  }
  return turns;
}

/** Where the drawing and the record part, and by how much, in one sentence. */
export function told(rows: Parted[], { decimals, unit, levels }: Said): string {
  if (!rows.length) return "";
  const several = new Set(rows.map((r) => r.line.id)).size > 1;
  if (levels.length) {
    const off = rows.filter((r) => r.off);
    if (!off.length) return `Your line and the record agree at all ${number(rows.length)} points.`;
    const lines = [...new Set(off.map((r) => r.line))];
    const where =
      off.length < 3
        ? off.map((r) => `${several ? `${r.line.name} in ` : ""}${r.id} (you: ${levels[r.mine]}; the record: ${levels[r.record]})`)
        : lines.map((l) => `${several ? `${l.name} in ` : ""}${listed(off.filter((r) => r.line === l).map((r) => r.id))}`);
    return `You and the record agree at ${number(rows.length - off.length)} of ${number(rows.length)} points, and part on ${where.join(", and on ")}.`;
  }
  const most = rows.reduce((a, b) => (Math.abs(b.off) > Math.abs(a.off) ? b : a));
  const mean = rows.reduce((sum, r) => sum + Math.abs(r.off), 0) / rows.length;
  const least = 0.5 * 10 ** -decimals;
  if (Math.abs(most.off) < least) return `Your line and the record are the same at all ${number(rows.length)} points.`;
  const low = rows.filter((r) => r.off <= -least).length;
  const high = rows.filter((r) => r.off >= least).length;
  const side =
    low === rows.length
      ? "you are too low throughout"
      : high === rows.length
        ? "you are too high throughout"
        : `you are too low in ${number(low)} and too high in ${number(high)} of the ${number(rows.length)} years`;
  const units = unit ? ` ${unit}` : "";
  const v = (x: number) => written(x, decimals);
  return `Your line and the record part most in ${most.id}${several ? ` on ${most.line.name}` : ""}, where you drew ${v(most.mine)} and the record has ${v(most.record)}${units}; on average they part by ${v(mean)}, and ${side}.`;
}

/** The labels of an axis that fit: the last stands, and each further one that is far enough from the one after it. */
export function fitting<T extends { at: number }>(all: T[], span: number, gap: number): T[] {
  const kept: T[] = [];
  for (const one of [...all].sort((a, b) => b.at - a.at)) if (!kept.length || kept[kept.length - 1].at - one.at >= span * gap) kept.push(one);
  return kept.reverse();
}

/** Round values from the bottom to the top of a scale, about five of them. */
export function marks(low: number, high: number): number[] {
  const rough = (high - low) / 5;
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * size).find((s) => s >= rough - 1e-9) ?? size * 10;
  const found: number[] = [];
  for (let n = Math.ceil(low / step - 1e-9); n * step <= high + 1e-9; n += 1) found.push(Number((n * step).toFixed(6)) + 0);
  return found;
}
