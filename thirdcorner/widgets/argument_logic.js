// @ts-check
/** Walking an argument. Pure. A claim `supports`, `presumes` or `attacks` another; only the first two carry a correction upwards. */

/**
 * @typedef {{id: string, relations: {kind: string, to: string}[]}} Claim
 * @typedef {{id: string, via: string, depth: number, others: number}} Step
 */

/** What leans on a claim: it supports them, or they presume it. @param {Claim[]} claims @param {string} id */
export function leaning(claims, id) {
  const up = claims.find((c) => c.id === id)?.relations.filter((r) => r.kind === "supports").map((r) => r.to) ?? [];
  const presuming = claims.filter((c) => c.relations.some((r) => r.kind === "presumes" && r.to === id)).map((c) => c.id);
  return [...new Set([...up, ...presuming])];
}

/** What a claim rests on: what supports it, and what it presumes. @param {Claim[]} claims @param {string} id */
export function resting(claims, id) {
  const below = claims.filter((c) => c.relations.some((r) => r.kind === "supports" && r.to === id)).map((c) => c.id);
  const needs = claims.find((c) => c.id === id)?.relations.filter((r) => r.kind === "presumes").map((r) => r.to) ?? [];
  return { supports: below, presumes: needs, attacks: claims.filter((c) => c.relations.some((r) => r.kind === "attacks" && r.to === id)).map((c) => c.id) };
}

/**
 * How a correction of a claim travels: each claim reached, by which one, in how many steps, and how many other supports it has.
 * Nearest first; a claim reached in two ways counts once, by the shorter.
 * @param {Claim[]} claims @param {string} id
 * @returns {Step[]}
 */
export function upward(claims, id) {
  /** @type {Map<string, Step>} */
  const found = new Map();
  let edge = [id];
  for (let depth = 1; edge.length; depth += 1) {
    /** @type {string[]} */
    const next = [];
    for (const via of edge)
      for (const to of leaning(claims, via)) {
        if (to === id || found.has(to)) continue;
        found.set(to, { id: to, via, depth, others: resting(claims, to).supports.filter((s) => s !== via).length });
        next.push(to);
      }
    edge = next;
  }
  return [...found.values()];
}

/**
 * A place for each claim of a drawn map: its column is the shortest way from it to the thesis, in steps, its row its order there. Claims that lead
 * nowhere stand in the last column.
 * @param {Claim[]} claims @param {string} thesis
 * @returns {{places: Map<string, {column: number, row: number}>, columns: number, rows: number}}
 */
export function placed(claims, thesis) {
  /** @type {Map<string, number>} */
  const depth = new Map([[thesis, 0]]);
  let edge = [thesis];
  for (let steps = 1; edge.length; steps += 1) {
    /** @type {string[]} */
    const next = [];
    for (const id of edge) {
      const { supports, presumes, attacks } = resting(claims, id);
      for (const below of [...supports, ...presumes, ...attacks])
        if (!depth.has(below)) {
          depth.set(below, steps);
          next.push(below);
        }
    }
    edge = next;
  }
  const last = Math.max(...depth.values()) + 1;
  /** @type {Map<number, number>} */
  const filled = new Map();
  const places = new Map();
  for (const { id } of claims) {
    const column = depth.get(id) ?? last;
    const row = filled.get(column) ?? 0;
    filled.set(column, row + 1);
    places.set(id, { column, row });
  }
  return { places, columns: Math.max(...[...places.values()].map((p) => p.column)) + 1, rows: Math.max(...filled.values()) };
}
