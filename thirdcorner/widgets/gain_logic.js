// @ts-check
/** Sums over a matrix of gains. Pure: no DOM, no storage. */

/** @typedef {{attestation: string, values: Record<string, number|undefined>}} Row */

/**
 * What each actor has in all, over the rows that count; an empty cell counts nothing.
 * @param {Row[]} rows @param {string[]} actors @param {boolean} attestedOnly whether rows that are only claimed or inferred are left out
 * @returns {Record<string, number>}
 */
export function totals(rows, actors, attestedOnly) {
  const counted = rows.filter((r) => !attestedOnly || r.attestation === "attested");
  return Object.fromEntries(actors.map((a) => [a, counted.reduce((sum, r) => sum + (r.values[a] ?? 0), 0)]));
}

/** The actors with the largest sum. @param {Record<string, number>} found @returns {string[]} */
export function gainers(found) {
  const most = Math.max(...Object.values(found));
  return Object.keys(found).filter((a) => found[a] === most);
}
