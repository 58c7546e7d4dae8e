/** Scoring forecasts. Pure; probabilities in per cent, outcomes "yes" or "no". */

export type Outcome = "yes" | "no";
export interface Answer {
  /** The number under which its question stands. */
  number: number;
  probability: number;
  outcome: Outcome;
  base_rate: number | null;
  /** What a pooled class gave, where enough of it did. */
  pooled?: number;
}

/** Brier (1950), of the event only: from 0, best, to 1. */
export const brier = (percent: number, outcome: Outcome): number => (percent / 100 - (outcome === "yes" ? 1 : 0)) ** 2;
const mean = (values: readonly number[]): number | null => (values.length ? values.reduce((a, b) => a + b, 0) / values.length : null);

/**
 * The mean score of a forecaster and of others on the same questions: always 50 %, always yes, the base rate where there is one (else
 * 50 %), and a pooled class on those questions that enough of it answered.
 */
export function compared(answers: readonly Answer[]) {
  const pooled = answers.filter((a) => a.pooled !== undefined);
  return {
    n: answers.length,
    mine: mean(answers.map((a) => brier(a.probability, a.outcome))),
    even: mean(answers.map((a) => brier(50, a.outcome))),
    yes: mean(answers.map((a) => brier(100, a.outcome))),
    base: mean(answers.map((a) => brier(100 * (a.base_rate ?? 0.5), a.outcome))),
    pooled: mean(pooled.map((a) => brier(a.pooled!, a.outcome))),
    pooledOver: pooled.length,
  };
}

export const EDGES = [0, 20, 40, 60, 80, 100];
/** Calibration in five bins, with counts; an edge belongs to the bin above it, 100 to the last. */
export function calibrated(answers: readonly Pick<Answer, "probability" | "outcome">[]) {
  return EDGES.slice(0, -1).map((low, i) => {
    const high = EDGES[i + 1];
    const mine = answers.filter((a) => a.probability >= low && (a.probability < high || (high === 100 && a.probability === 100)));
    return { low, high, n: mine.length, yes: mine.filter((a) => a.outcome === "yes").length, said: mean(mine.map((a) => a.probability)) };
  });
}

/** Below so many nothing of a class is shown, as on the class's own page. */
export const FLOOR = 5;
export interface Said {
  mark: string;
  /** By question: a probability of Yes, and whether the answer was known. */
  said: Record<string, { probability?: number; knew?: boolean }>;
}
/** The mean forecast of a class by question, of those who did not know the answer; the last code of each mark counts. */
export function pool(codes: readonly Said[], questions: readonly string[]): { learners: number; by: Record<string, number> } {
  const own = [...new Map(codes.map((c) => [c.mark, c])).values()];
  const by: Record<string, number> = {};
  for (const q of questions) {
    const given = own.flatMap((c) => (c.said[q]?.probability === undefined || c.said[q].knew ? [] : [c.said[q].probability!]));
    if (given.length >= FLOOR) by[q] = mean(given)!;
  }
  return { learners: own.length, by };
}

const listed = (names: readonly string[]) =>
  names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;

/** What the scores say, in sentences; `left` questions are not committed yet. */
export function told(answers: readonly Answer[], left: number): string {
  const found = compared(answers);
  if (found.mine === null)
    return "Nothing is scored yet. Put your number on the scale and lock it in; only then do the answer and the base rate show.";
  const mine = found.mine;
  const show = (value: number) => value.toFixed(2);
  const others: [string, number][] = [
    ["always 50 %", found.even!],
    ["the base rates", found.base!],
    ["always yes", found.yes!],
  ];
  const side = (test: (value: number) => boolean) => others.filter(([, value]) => test(value)).map(([name, value]) => `${name} (${show(value)})`);
  const parts = [
    [side((v) => show(v) > show(mine)), "better than"],
    [side((v) => show(v) === show(mine)), "the same as"],
    [side((v) => show(v) < show(mine)), "worse than"],
  ] as const;
  const against = parts
    .filter(([names]) => names.length)
    .map(([names, words]) => `${words} ${listed(names)}`)
    .join(", ");
  const worst = [...answers].sort((a, b) => brier(b.probability, b.outcome) - brier(a.probability, a.outcome))[0];
  const far =
    brier(worst.probability, worst.outcome) > 0.25
      ? ` Most of it comes from question ${worst.number}, where you said ${worst.probability} % and the answer was ${worst.outcome}.`
      : "";
  const rest = left ? ` ${left} ${left === 1 ? "question is" : "questions are"} left.` : "";
  return `Over ${found.n} ${found.n === 1 ? "question" : "questions"} your Brier score is ${show(mine)}: ${against}.${far}${rest}`;
}

/** A cell of CSV that no spreadsheet takes for a formula. */
export function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
/** Open forecasts as CSV, for a class to score when they close. */
export function table(rows: readonly { id: string; question: string; closes: string; probability: number; reason: string }[]): string {
  const head = ["id", "question", "closes", "probability_percent", "reason"];
  const lines = [head, ...rows.map((r) => [r.id, r.question, r.closes, String(r.probability), r.reason])];
  return lines.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}
