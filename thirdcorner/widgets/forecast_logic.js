// @ts-check
/** Scoring forecasts. Pure; probabilities in per cent, outcomes "yes" or "no". */

/** @param {number} percent @param {string} outcome */
export const brier = (percent, outcome) => (percent / 100 - (outcome === "yes" ? 1 : 0)) ** 2;

/** @param {number[]} values */
const mean = (values) => (values.length ? values.reduce((a, b) => a + b, 0) / values.length : null);

/**
 * The mean Brier score (Brier 1950, of the event only: from 0, best, to 1) of a forecaster and of three others on the same questions:
 * always 50 %, always yes, and the base rate where there is one (else 50 %).
 * @param {{probability: number, outcome: string, base_rate: number|null}[]} answers
 */
export function compared(answers) {
  return {
    n: answers.length,
    mine: mean(answers.map((a) => brier(a.probability, a.outcome))),
    even: mean(answers.map((a) => brier(50, a.outcome))),
    yes: mean(answers.map((a) => brier(100, a.outcome))),
    base: mean(answers.map((a) => brier(100 * (a.base_rate ?? 0.5), a.outcome))),
  };
}

const EDGES = [0, 20, 40, 60, 80, 100];

/**
 * Calibration in five bins, with counts; an edge belongs to the bin above it, 100 to the last.
 * @param {{probability: number, outcome: string}[]} answers
 */
export function calibrated(answers) {
  return EDGES.slice(0, -1).map((low, i) => {
    const high = EDGES[i + 1];
    const mine = answers.filter((a) => a.probability >= low && (a.probability < high || (high === 100 && a.probability === 100)));
    return { low, high, n: mine.length, yes: mine.filter((a) => a.outcome === "yes").length, said: mean(mine.map((a) => a.probability)) };
  });
}

/** A cell of CSV that no spreadsheet takes for a formula. @param {string} text */
export function cell(text) {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** Open forecasts as CSV, for a class to score when they close. @param {{id: string, question: string, closes: string, probability: number, reason: string}[]} rows */
export function table(rows) {
  const head = ["id", "question", "closes", "probability_percent", "reason"];
  return [head, ...rows.map((r) => [r.id, r.question, r.closes, String(r.probability), r.reason])].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}
