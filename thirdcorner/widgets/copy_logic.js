// @ts-check
/** Recognising a reader's own copy of the text by sketches of its paragraphs (see thirdcorner/sketch.py). Pure: no DOM, no storage. */

const RUN = 5;
/** From which share of a sketch on a paragraph counts as recognised. */
export const ENOUGH = 0.5;

/** A text's words, case, marks and signs folded. @param {string} text */
export function words(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The 32-bit FNV-1a hash of a text's UTF-8. @param {string} text */
export function fnv(text) {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value;
}

/** The hashes of a text's runs of words. @param {string} text @returns {Set<number>} */
export function runs(text) {
  const found = words(text);
  return new Set(Array.from({ length: Math.max(0, found.length - RUN + 1) }, (_, i) => fnv(found.slice(i, i + RUN).join(" "))));
}

/**
 * Which paragraphs a copy holds: for each, the piece of the copy that has most of its sketch, if it has enough.
 * @param {string[]} pieces the copy's paragraphs @param {{id: string, sketch: number[]}[]} paragraphs
 * @returns {Record<string, {text: string, share: number}>}
 */
export function recognised(pieces, paragraphs) {
  const hashed = pieces.map((text) => ({ text, runs: runs(text) }));
  /** @type {Record<string, {text: string, share: number}>} */
  const found = {};
  for (const p of paragraphs) {
    if (!p.sketch.length) continue;
    for (const piece of hashed) {
      const share = p.sketch.filter((n) => piece.runs.has(n)).length / p.sketch.length;
      if (share >= ENOUGH && share > (found[p.id]?.share ?? 0)) found[p.id] = { text: piece.text, share };
    }
  }
  return found;
}

/** A pasted copy as paragraphs: at line ends, empty ones left out. @param {string} text */
export function pieces(text) {
  return text.split(/\n+/).map((line) => line.replace(/\s+/g, " ").trim()).filter((line) => words(line).length >= RUN);
}

/**
 * A text in parts, those that are one of the hedges told apart; letter case aside, the longest hedge first.
 * @param {string} text @param {string[]} hedges @returns {[string, boolean][]}
 */
export function marked(text, hedges) {
  const known = hedges.map((x) => x.trim()).filter(Boolean).sort((a, b) => b.length - a.length);
  if (!known.length) return [[text, false]];
  const pattern = new RegExp(`(${known.map((x) => x.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/['’]/g, "['’]")).join("|")})`, "giu");
  return text.split(pattern).map((part, i) => /** @type {[string, boolean]} */ ([part, i % 2 === 1])).filter(([part]) => part !== "");
}
