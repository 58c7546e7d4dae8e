/** What a class said, from its codes: by question the judgements of everybody, where the class parts most, and what to talk about first. Pure. */

import type { ClassRow, ClassScreen, Coded } from "../generated/types";
import { partsOf, radix, SIGNS, valueOf, type Code, type Layout, type Said } from "./codes";
import { generator, middle, type Entry, type Range } from "./ledger";

/** Below so many nothing is drawn. */
export const FLOOR = 5;
export const COLUMNS = 41;

type Picked = (code: Code, block: string, row: string, part: string) => Said | undefined;

/** A way to what a code says of a row; an older layout is read where its ids still are. */
export function picker(): Picked {
  const places = new Map<Layout, Map<string, number>>();
  const every = new Map<Layout, ReturnType<typeof partsOf>>();
  return (code, block, row, part) => {
    let at = places.get(code.layout);
    if (!at) {
      const all = partsOf(code.layout);
      every.set(code.layout, all);
      at = new Map(all.map((p, n) => [`${p.block.id} ${p.row} ${p.part.id}`, n]));
      places.set(code.layout, at);
    }
    const n = at.get(`${block} ${row} ${part}`);
    return n === undefined || !code.digits[n] ? undefined : valueOf(every.get(code.layout)![n].part, code.digits[n]);
  };
}

/** What all codes that say something of a row say of it; codes of one layout stand together, so that its place is looked up once. */
function saidOf(codes: Code[], block: string, row: string, part: string): Said[] {
  const said: Said[] = [];
  let layout: Layout | undefined;
  let [n, found] = [-1, [] as Said[]];
  let place: ReturnType<typeof partsOf>[number] | undefined;
  for (const code of codes) {
    if (code.layout !== layout) {
      layout = code.layout;
      const all = partsOf(layout);
      n = all.findIndex((p) => p.block.id === block && p.row === row && p.part.id === part);
      [place, found] = [all[n], []];
    }
    if (place && code.digits[n]) said.push((found[code.digits[n]] ??= valueOf(place.part, code.digits[n])));
  }
  return said;
}

/** The key of a row on its screen. */
export const keyOf = (row: ClassRow) => `${row.block} ${row.id} ${row.part}`;

/** Codes sorted by what they say and never by their mark, so that no order follows the chat. */
export const sorted = (codes: Iterable<Code>): Code[] =>
  [...codes]
    .map((code) => [`${SIGNS[code.layout.number]}${code.wording}${String.fromCharCode(...code.digits)}`, code] as const)
    .sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0))
    .map(([, code]) => code);

/** A quantile of sorted numbers, between its neighbours. */
export function quantile(numbers: number[], p: number): number {
  const at = (numbers.length - 1) * p;
  const low = Math.floor(at);
  return numbers[low] + (numbers[Math.min(low + 1, numbers.length - 1)] - numbers[low]) * (at - low);
}

export interface NumberRow {
  row: ClassRow;
  /** How many said something of it. */
  n: number;
  /** The ends of the middle half of the class, and the one in the middle. */
  half: [number, number];
  median: number;
  /** How many stand in each of `COLUMNS` columns, by the middle of what they said. */
  columns: number[];
  /** Which part of them has each column within its range; empty where they gave points. */
  covered: number[];
}
export interface ChoiceRow {
  row: ClassRow;
  n: number;
  counts: number[];
  /** The part of those who did not choose what most chose. */
  apart: number;
}

const columnOf = (value: number, low: number, high: number) =>
  Math.max(0, Math.min(COLUMNS - 1, Math.round(((value - low) / (high - low)) * (COLUMNS - 1))));

/** The judgements on a line of numbers, row by row; a row of fewer than five says only how many. */
export function numberRows(screen: ClassScreen, codes: Code[]): NumberRow[] {
  const [low, high] = [screen.low ?? 0, screen.high ?? 100];
  return screen.rows.map((row) => {
    const said = saidOf(codes, row.block, row.id, row.part || screen.part);
    return numberRow(row, said as (number | Range)[], low, high);
  });
}
export function numberRow(row: ClassRow, said: (number | Range)[], low: number, high: number): NumberRow {
  const mids = said.map((v) => (Array.isArray(v) ? (v[0] + v[1]) / 2 : v)).sort((a, b) => a - b);
  const columns = new Array<number>(COLUMNS).fill(0);
  for (const value of mids) columns[columnOf(value, low, high)] += 1;
  const ranges = said.filter((v) => Array.isArray(v));
  const width = (high - low) / (COLUMNS - 1);
  const covered = ranges.length ? reached(ranges, low, width).map((n) => n / said.length) : [];
  const enough = mids.length >= FLOOR;
  return {
    row,
    n: mids.length,
    half: enough ? [quantile(mids, 0.25), quantile(mids, 0.75)] : [0, 0],
    median: enough ? quantile(mids, 0.5) : 0,
    columns,
    covered,
  };
}

/** How many ranges reach into each column, counted by where they begin and end. */
function reached(ranges: Range[], low: number, width: number): number[] {
  const changes = new Array<number>(COLUMNS + 1).fill(0);
  for (const [from, to] of ranges) {
    changes[Math.min(COLUMNS, Math.max(0, Math.ceil((from - low) / width - 0.5)))] += 1;
    changes[Math.min(COLUMNS, Math.max(0, Math.floor((to - low) / width + 0.5) + 1))] -= 1;
  }
  let sum = 0;
  return changes.slice(0, COLUMNS).map((change) => (sum += change));
}

/** How many chose what, row by row; of a set each value counts by itself. */
export function choiceRows(screen: ClassScreen, codes: Code[]): ChoiceRow[] {
  const values = (screen.values ?? []).map((v) => v.id);
  return screen.rows.map((row) => {
    const said = saidOf(codes, row.block, row.id, row.part || screen.part);
    const counts = values.map((value) => said.filter((v) => (Array.isArray(v) ? (v as string[]).includes(value) : String(v) === value)).length);
    const sets = said.some((v) => Array.isArray(v));
    const apart = sets
      ? Math.max(0, ...counts.map((c) => Math.min(c, said.length - c))) / Math.max(1, said.length)
      : 1 - Math.max(0, ...counts) / Math.max(1, said.length);
    return { row, n: said.length, counts, apart };
  });
}

/** By certainty: how many answers were given with it, by how many students, and how many answers were right at first; of fewer than five students only their number is told. */
export function calibration(screen: ClassScreen, codes: Code[]): { sure: string; n: number; students: number; right: number }[] {
  const pick = picker();
  return (screen.values ?? []).map(({ id: sure }) => {
    const each = codes
      .map((code) => screen.rows.filter((row) => pick(code, row.block, row.id, "sure") === sure).map((row) => pick(code, row.block, row.id, "first")))
      .filter((firsts) => firsts.length);
    const firsts = each.length < FLOOR ? [] : each.flat();
    return { sure, n: firsts.length, students: each.length, right: firsts.filter((f) => f === 1).length };
  });
}

/** Everybody's net of the ledger: what was left as the text has it counts as the text has it. */
export function nets(screen: ClassScreen, codes: Code[]): number[] {
  const pick = picker();
  const found = codes.map((code) => {
    const entries = (screen.factors ?? []).map((f) => {
      const own = (part: string, given: number[]) => (pick(code, "factors", f.id, part) as Range | undefined) ?? (given as Range);
      const confidence = (pick(code, "factors", f.id, "confidence") as Entry["confidence"] | undefined) ?? f.confidence;
      return {
        ...f,
        likelihood: own("likelihood", f.likelihood),
        magnitude: own("magnitude", f.magnitude),
        years: own("years", f.years),
        confidence,
      };
    });
    return middle(entries, (pick(code, "whole", "all", "rate") as number | undefined) ?? 0);
  });
  return found.sort((a, b) => a - b);
}
/** The nets as a row of dots on a scale that holds them all, the even balance in its middle. */
export function netRow(numbers: number[], reach = 0): NumberRow & { low: number; high: number } {
  const far = Math.max(reach, 4, Math.ceil(Math.max(...numbers.map(Math.abs), 0)));
  return { ...numberRow({ block: "", id: "net", label: "net", part: "" }, numbers, -far, far), low: -far, high: far };
}

export const whole = (value: number) => String(Number(value.toFixed(1)));

/** What to talk about first on a screen of rows: the one on which the class parts most, and how far. */
export function rowFirst(screen: ClassScreen, codes: Code[]): string {
  const unit = screen.unit ? ` ${screen.unit}` : "";
  if (screen.kind === "nets") {
    const all = nets(screen, codes);
    const above = all.filter((v) => v > 0).length;
    return `${above} of ${all.length} balances come out above zero; the middle half of you has a net between ${whole(quantile(all, 0.25))} and ${whole(quantile(all, 0.75))}. ${above && above < all.length ? "Let one from either side say which single belief would move them over." : "Ask what each of you would have to believe for it to come out otherwise."}`;
  }
  if (screen.kind === "numbers") {
    const rows = numberRows(screen, codes).filter((r) => r.n >= FLOOR);
    if (!rows.length) return "";
    const most = rows.reduce((a, b) => (b.half[1] - b.half[0] > a.half[1] - a.half[0] ? b : a));
    if (most.half[1] === most.half[0]) return "In every row the middle half of you says the same.";
    return `Talk about ${quoted(most.row.label)} first: the middle half of you lies between ${whole(most.half[0])} and ${whole(most.half[1])}${unit}.`;
  }
  if (screen.kind === "choices" || screen.kind === "stage") {
    const rows = choiceRows(screen, codes).filter((r) => r.n >= FLOOR);
    if (!rows.length) return "";
    const most = rows.reduce((a, b) => (b.apart > a.apart ? b : a));
    if (most.apart === 0) return "In every row all of you say the same.";
    return `Talk about ${quoted(most.row.label)} first: ${Math.round(most.apart * most.n)} of ${most.n} do not share the commonest answer.`;
  }
  const bins = calibration(screen, codes).filter((b) => b.students >= FLOOR);
  if (!bins.length) return "";
  const gap = (b: (typeof bins)[number]) => Number(b.sure) / 100 - b.right / b.n;
  const most = bins.reduce((a, b) => (Math.abs(gap(b)) > Math.abs(gap(a)) ? b : a));
  return `Of the answers given with ${most.sure} % certainty, ${Math.round((100 * most.right) / most.n)} % were right at first${Math.abs(gap(most)) < 0.1 ? ", which is close." : gap(most) > 0 ? ": ask what made them feel so sure." : ": you know more than you think."}`;
}
/** Of codes of an older layout, which rows of a screen they lack, and how many of them: "31 codes lack “item 15”". */
export function lacking(screen: ClassScreen, codes: Code[]): string {
  const has = (layout: Layout, row: ClassRow) => layout.blocks.some((block) => block.id === row.block && block.ids.includes(row.id));
  const counts = new Map<Layout, number>();
  for (const { layout } of codes) counts.set(layout, (counts.get(layout) ?? 0) + 1);
  const lack = new Map<number, string[]>();
  for (const row of screen.rows) {
    const n = [...counts].reduce((sum, [layout, count]) => sum + (has(layout, row) ? 0 : count), 0);
    if (n) lack.set(n, [...new Set([...(lack.get(n) ?? []), quoted(row.label)])]);
  }
  const named = (labels: string[]) => (labels.length > 3 ? `${labels.slice(0, 2).join(", ")} and ${labels.length - 2} more` : labels.join(", "));
  return [...lack].map(([n, labels]) => `${n} ${n === 1 ? "code lacks" : "codes lack"} ${named(labels)}`).join("; ");
}
export const quoted = (label: string) => (/^“/.test(label) ? label : `“${label}”`);

/** How many values a judgement can have, none not counted. */
const valuesOf = (part: Coded) => radix(part) - 1;

/** A made-up class for rehearsing: each leans one way and scatters about it; what runs on from row to row, such as a line, does not jump. */
export function madeUp(layout: Layout, wording: string, count: number, seed: number): Code[] {
  const draw = generator(seed);
  const all = partsOf(layout);
  const runs = all.map(({ block, part }, n) => part.kind === "steps" && n > 0 && all[n - 1].block === block && all[n - 1].part === part);
  const leans: number[] = [];
  for (const [n, on] of runs.entries()) leans.push(on ? Math.min(0.95, Math.max(0.05, leans[n - 1] + (draw() - 0.4) * 0.25)) : draw());
  return Array.from({ length: count }, () => {
    let own = 0;
    const digits = all.map(({ part }, n) => {
      own = runs[n] ? own + (draw() - 0.5) * 0.08 : (draw() + draw() + draw() - 1.5) * 0.5;
      const at = Math.max(0, Math.min(0.999, leans[n] + own));
      if (part.kind === "range") {
        const steps = Math.floor((part.high - part.low) / part.step + 0.5) + 1;
        const low = Math.floor(Math.min(at, 0.9) * steps);
        const high = Math.min(steps - 1, low + 1 + Math.floor(draw() * steps * 0.25));
        return 1 + (high * (high + 1)) / 2 + low;
      }
      const values = valuesOf(part);
      return values === 1 ? Number(draw() < 0.15) : 1 + Math.floor(at * values);
    });
    return { layout, wording, mark: "000000", digits };
  });
}
