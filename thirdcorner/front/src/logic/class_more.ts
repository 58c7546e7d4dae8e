/** What a class said where more than a row of dots is drawn: its lines, its matrices, who moved, its forecasts' scores; and two classes beside each other. Pure. */

import type { ClassScreen } from "../generated/types";
import { choiceRows, FLOOR, nets, netRow, numberRow, numberRows, picker, quantile, quoted, rowFirst, whole, type NumberRow } from "./classroom";
import { partsOf, type Code } from "./codes";
import { brier, type Outcome } from "./forecast";

/** Up to so many lines each is drawn by itself. */
export const LINES = 120;

/** Everybody's line, a value a row; one who left a point out has none. */
export function linesOf(screen: ClassScreen, codes: Code[]): number[][] {
  const pick = picker();
  const lines = codes
    .map((code) => screen.rows.map((row) => pick(code, row.block, row.id, screen.part)))
    .filter((line): line is number[] => line.every((v) => typeof v === "number"));
  return lines.length < FLOOR ? [] : lines;
}

export interface Cell {
  n: number;
  /** How many gave each step of the scale, the lowest first. */
  counts: number[];
  /** The place of the middle one, and the ends of the middle half; 0 where too few rated it. */
  median: number;
  half: [number, number];
}
/** A quantile of places that were counted, between its neighbours. */
function among(counts: number[], p: number): number {
  const at = (counts.reduce((a, b) => a + b, 0) - 1) * p;
  const place = (n: number) => {
    let sum = 0;
    return counts.findIndex((count) => (sum += count) > n);
  };
  const [low, high] = [place(Math.floor(at)), place(Math.ceil(at))];
  return low + (high - low) * (at - Math.floor(at));
}

export interface MatrixRow {
  row: ClassScreen["rows"][number];
  cells: Cell[];
  /** How far the middle half spreads, on average over the columns that enough rated; −1 where there is none. */
  spread: number;
}
/** The class's matrices as one: a cell has the middle of all ratings and their spread; what was called not applicable does not count. */
export function matrixRows(screen: ClassScreen, codes: Code[]): MatrixRow[] {
  const steps = (screen.values ?? []).map((v) => v.id);
  const layouts = [...new Set(codes.map((c) => c.layout))].map((layout) => ({
    digits: codes.filter((c) => c.layout === layout).map((c) => c.digits),
    at: new Map(partsOf(layout).map(({ block, row, part }, n) => [`${block.id} ${row} ${part.id}`, { n, part }])),
  }));
  return screen.rows.map((row) => {
    const cells = (screen.columns ?? []).map(({ id }): Cell => {
      const counts = steps.map(() => 0);
      for (const { digits, at } of layouts) {
        const place = at.get(`${row.block} ${row.id} ${id}`);
        if (!place) continue;
        const step = [-1, ...place.part.values.map((v) => steps.indexOf(v))];
        for (const one of digits) if (step[one[place.n]] >= 0) counts[step[one[place.n]]] += 1;
      }
      const n = counts.reduce((a, b) => a + b, 0);
      const enough = n >= FLOOR;
      return { n, counts, median: enough ? among(counts, 0.5) : 0, half: enough ? [among(counts, 0.25), among(counts, 0.75)] : [0, 0] };
    });
    const told = cells.filter((c) => c.n >= FLOOR);
    return { row, cells, spread: told.length ? told.reduce((sum, c) => sum + c.half[1] - c.half[0], 0) / told.length : -1 };
  });
}

export interface Moves {
  /** How many said both. */
  n: number;
  stayed: number;
  /** From each value to each. */
  counts: number[][];
}
/** From the first answer to the latest. */
export function moves(screen: ClassScreen, codes: Code[]): Moves {
  const pick = picker();
  const ids = (screen.values ?? []).map((v) => v.id);
  const counts = ids.map(() => ids.map(() => 0));
  const [row] = screen.rows;
  for (const code of codes) {
    const [from, to] = [screen.part, screen.then ?? ""].map((part) => ids.indexOf(String(pick(code, row.block, row.id, part))));
    if (from >= 0 && to >= 0) counts[from][to] += 1;
  }
  const n = counts.flat().reduce((a, b) => a + b, 0);
  return { n, stayed: counts.reduce((sum, line, k) => sum + line[k], 0), counts };
}

export interface Scores {
  /** Everybody's mean Brier score over what they committed without having known it. */
  each: number[];
  /** That of the median of all forecasts, over the questions that enough answered; `null` where there is none. */
  pooled: number | null;
  over: number;
  better: number;
}
/** The pooled forecast against each one's: 0 is best, 1 worst. */
export function scores(screen: ClassScreen, codes: Code[]): Scores {
  const pick = picker();
  const outcome = (truth?: number | null): Outcome => (truth ? "yes" : "no");
  const given = screen.rows.map((): number[] => []);
  const each = codes.flatMap((code) => {
    const own: number[] = [];
    screen.rows.forEach((row, n) => {
      const said = pick(code, row.block, row.id, screen.part);
      if (typeof said !== "number" || pick(code, row.block, row.id, "knew") === "true") return;
      given[n].push(said);
      own.push(brier(said, outcome(row.truth)));
    });
    return own.length ? [own.reduce((a, b) => a + b, 0) / own.length] : [];
  });
  const pooled = screen.rows.flatMap((row, n) =>
    given[n].length < FLOOR
      ? []
      : [
          brier(
            quantile(
              given[n].sort((a, b) => a - b),
              0.5,
            ),
            outcome(row.truth),
          ),
        ],
  );
  const mean = pooled.length ? pooled.reduce((a, b) => a + b, 0) / pooled.length : null;
  return { each, pooled: mean, over: pooled.length, better: mean === null ? 0 : each.filter((score) => mean < score).length };
}
export const scoreRow = (screen: ClassScreen, { each }: Scores): NumberRow =>
  numberRow({ block: "", id: "score", label: "everybody’s score", part: "" }, each, 0, screen.high ?? 1);

/** What to talk about first on a screen of one of these kinds; `null` for the others. */
export function moreFirst(screen: ClassScreen, codes: Code[]): string | null {
  if (screen.kind === "lines") {
    const rows = numberRows(screen, codes).filter((r) => r.n >= FLOOR && r.row.truth != null);
    if (!rows.length) return "";
    const off = (r: NumberRow) => Math.abs(r.median - r.row.truth!);
    const most = rows.reduce((a, b) => (off(b) > off(a) ? b : a));
    const unit = screen.unit ? ` ${screen.unit}` : "";
    return `Your middle line and the record part most in ${most.row.label}: ${whole(most.median)} and ${whole(most.row.truth!)}${unit}. What did most of you expect there, and why?`;
  }
  if (screen.kind === "matrix") {
    const rows = matrixRows(screen, codes).filter((r) => r.spread >= 0);
    if (!rows.length) return "";
    const most = rows.reduce((a, b) => (b.spread > a.spread ? b : a));
    return most.spread
      ? `Talk about ${quoted(most.row.label)} first: on it the middle half of you is spread widest.`
      : "In every row the middle half of you says the same.";
  }
  if (screen.kind === "moves") {
    const { n, stayed } = moves(screen, codes);
    return n < FLOOR ? "" : `${n - stayed} of ${n} give another answer now than at first. Let one of them say what moved them.`;
  }
  if (screen.kind === "scores") {
    const { each, pooled, over, better } = scores(screen, codes);
    return pooled === null || each.length < FLOOR
      ? ""
      : `The middle of your forecasts scores ${pooled.toFixed(2)} over ${over} questions, better than ${better} of ${each.length} of you taken alone; 0 is best.`;
  }
  return null;
}

/** What to talk about first. */
export const talkFirst = (screen: ClassScreen, codes: Code[]) => moreFirst(screen, codes) ?? rowFirst(screen, codes);

/** Where two groups part most: the row, and what the middle one or the commonest answer is in each; empty where nothing can be compared. */
export function between(screen: ClassScreen, [a, b]: { name: string; codes: Code[] }[]): string {
  const unit = screen.unit ? ` ${screen.unit}` : "";
  const told = (label: string, x: string, y: string) => `${a.name} and ${b.name} part most on ${label}: ${x} in ${a.name}, ${y} in ${b.name}.`;
  const numbers = (one: Code[]): NumberRow[] =>
    screen.kind === "nets"
      ? [netRow(nets(screen, one))]
      : screen.kind === "scores"
        ? [scoreRow(screen, scores(screen, one))]
        : numberRows(screen, one);
  if (["numbers", "lines", "nets", "scores"].includes(screen.kind)) {
    const [mine, theirs] = [numbers(a.codes), numbers(b.codes)];
    const pairs = mine.map((x, n) => ({ x, y: theirs[n] })).filter(({ x, y }) => x.n >= FLOOR && y.n >= FLOOR);
    if (!pairs.length) return "";
    const off = ({ x, y }: (typeof pairs)[number]) => Math.abs(x.median - y.median);
    const most = pairs.reduce((p, q) => (off(q) > off(p) ? q : p));
    const digits = (v: number) => (screen.kind === "scores" ? v.toFixed(2) : whole(v));
    if (digits(most.x.median) === digits(most.y.median)) return `The middle answers of ${a.name} and ${b.name} are the same in every row.`;
    const label = screen.kind === "nets" ? "the net" : screen.kind === "scores" ? "the score" : quoted(most.x.row.label);
    return told(label, `the middle one is ${digits(most.x.median)}${unit}`, `${digits(most.y.median)}${unit}`);
  }
  if (screen.kind !== "choices" && screen.kind !== "stage") return "";
  const [mine, theirs] = [choiceRows(screen, a.codes), choiceRows(screen, b.codes)];
  const share = (row: { counts: number[]; n: number }, k: number) => row.counts[k] / row.n;
  const gaps = mine.flatMap((x, n) =>
    x.n < FLOOR || theirs[n].n < FLOOR ? [] : x.counts.map((_, k) => ({ x, y: theirs[n], k, gap: Math.abs(share(x, k) - share(theirs[n], k)) })),
  );
  if (!gaps.length) return "";
  const most = gaps.reduce((p, q) => (q.gap > p.gap ? q : p));
  if (!most.gap) return `${a.name} and ${b.name} answer alike in every row.`;
  const part = (row: { counts: number[]; n: number }) => `${Math.round(100 * share(row, most.k))} %`;
  return told(quoted(most.x.row.label), `“${plain(screen.values![most.k].html)}” from ${part(most.x)}`, part(most.y));
}

/** What a small piece of HTML says: words of ours, with entities. */
export const plain = (html: string) =>
  html
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&#x27;|&#39;/g, "'")
    .replace(/&quot;|&#34;/g, '"')
    .replace(/&amp;/g, "&");
