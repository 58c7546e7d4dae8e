// @ts-check
/**
 * Weighing hypotheses by what the evidence rules out. Pure: no DOM, no storage.
 *
 * The score is the weighted inconsistency score of the PARC ACH software (ACH 1.1, technical description, as a reader reports it): an
 * inconsistent cell counts 1, a very inconsistent one 2, all else nothing, times the weights of the item's credibility and relevance.
 */

/** The ratings a cell can have, from very inconsistent to very consistent; `""` is unrated, `"na"` does not apply. */
export const SCALE = { II: -2, I: -1, N: 0, C: 1, CC: 2 };
const WEIGHT = { low: Math.SQRT1_2, medium: 1, high: Math.SQRT2 };

/**
 * @typedef {{id: string, credibility: "low"|"medium"|"high", relevance: "low"|"medium"|"high", cells: Record<string, string>}} Row
 */

/** The weight of an item. @param {Row} row */
export const weight = (row) => WEIGHT[row.credibility] * WEIGHT[row.relevance];

/** A cell's place on the scale; `NaN` where it is unrated or does not apply. @param {string|undefined} rating */
export const place = (rating) => /** @type {any} */ (SCALE)[rating ?? ""] ?? NaN;

/**
 * The inconsistency of each hypothesis: 0 where nothing speaks against it, larger the more does.
 * @param {Row[]} rows @param {string[]} hypotheses @returns {Record<string, number>}
 */
export function scores(rows, hypotheses) {
  return Object.fromEntries(hypotheses.map((h) => [h, rows.reduce((sum, row) => sum + Math.max(0, -(place(row.cells[h]) || 0)) * weight(row), 0)]));
}

/** The hypotheses with least against them. @param {Record<string, number>} found @returns {string[]} */
export function leaders(found) {
  const least = Math.min(...Object.values(found));
  return Object.keys(found).filter((h) => found[h] - least < 1e-9);
}

/**
 * How far an item parts the hypotheses: the distance between its highest and its lowest rating (0 to 4), times its weight.
 * @param {Row} row @param {string[]} hypotheses
 */
export function diagnosticity(row, hypotheses) {
  const rated = hypotheses.map((h) => place(row.cells[h])).filter((v) => !Number.isNaN(v));
  return rated.length < 2 ? 0 : (Math.max(...rated) - Math.min(...rated)) * weight(row);
}

/**
 * What the ranking hangs on: the items without which somebody else leads.
 * @param {Row[]} rows @param {string[]} hypotheses @returns {{id: string, leaders: string[]}[]}
 */
export function pivots(rows, hypotheses) {
  const now = leaders(scores(rows, hypotheses)).join();
  return rows.map((row) => ({ id: row.id, leaders: leaders(scores(rows.filter((r) => r !== row), hypotheses)) })).filter((p) => p.leaders.join() !== now);
}

/**
 * The single judgements that would change who leads, each at its smallest change; smallest first.
 * @param {Row[]} rows @param {string[]} hypotheses
 * @returns {{id: string, hypothesis: string, from: string, to: string, steps: number, leaders: string[]}[]}
 */
export function flips(rows, hypotheses) {
  const base = scores(rows, hypotheses);
  const now = leaders(base).join();
  const found = [];
  for (const row of rows)
    for (const h of hypotheses) {
      const at = place(row.cells[h]);
      if (Number.isNaN(at)) continue;
      const others = Object.entries(SCALE).filter(([, v]) => v !== at).sort((a, b) => Math.abs(a[1] - at) - Math.abs(b[1] - at));
      for (const [to, value] of others) {
        const changed = { ...base, [h]: base[h] + (Math.max(0, -value) - Math.max(0, -at)) * weight(row) };
        const lead = leaders(changed);
        if (lead.join() === now) continue;
        found.push({ id: row.id, hypothesis: h, from: row.cells[h], to, steps: Math.abs(value - at), leaders: lead });
        break;
      }
    }
  return found.sort((a, b) => a.steps - b.steps);
}

/**
 * The cells in which two readers differ, widest first; only those that both have rated.
 * @param {Row[]} mine @param {Record<string, Record<string, string>>} theirs by item, then hypothesis
 * @returns {{id: string, hypothesis: string, mine: string, theirs: string, gap: number}[]}
 */
export function differences(mine, theirs) {
  return mine
    .flatMap((row) => Object.entries(theirs[row.id] ?? {}).map(([h, rating]) => ({ id: row.id, hypothesis: h, mine: row.cells[h], theirs: rating, gap: Math.abs(place(row.cells[h]) - place(rating)) })))
    .filter((d) => d.gap > 0)
    .sort((a, b) => b.gap - a.gap);
}
