/**
 * Recognising a reader's own copy of the text by sketches of its paragraphs (see thirdcorner/course/sketch.py), and the form in which
 * it is kept where the reader says so. Pure: no DOM, no storage.
 */

/** Under which name the recognised paragraphs stay in the browser, outside the record; chapters read it. */
export const KEY = "tc-copy";
/** Longer than any copy of the text. */
export const LIMIT = 2_000_000;
const RUN = 5;
/** From which share of a sketch on a paragraph counts as recognised. */
export const ENOUGH = 0.5;

/** A paragraph of the copy in parts, each with whether it is a hedge. */
export type Parts = [text: string, hedge: boolean][];

/** A text's words, case, marks and signs folded. */
export function words(text: string): string[] {
  return (
    text
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

/** The 32-bit FNV-1a hash of a text's UTF-8. */
export function fnv(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value;
}

/** The hashes of a text's runs of words. */
export function runs(text: string): Set<number> {
  const found = words(text);
  return new Set(Array.from({ length: Math.max(0, found.length - RUN + 1) }, (_, i) => fnv(found.slice(i, i + RUN).join(" "))));
}

/** Which paragraphs a copy holds: for each, the piece of the copy that has most of its sketch, if it has enough. */
export function recognised(
  all: readonly string[],
  paragraphs: readonly { id: string; sketch: readonly number[] }[],
): Record<string, { text: string; share: number }> {
  const hashed = all.map((text) => ({ text, runs: runs(text) }));
  const found: Record<string, { text: string; share: number }> = {};
  for (const p of paragraphs) {
    if (!p.sketch.length) continue;
    for (const piece of hashed) {
      const share = p.sketch.filter((n) => piece.runs.has(n)).length / p.sketch.length;
      if (share >= ENOUGH && share > (found[p.id]?.share ?? 0)) found[p.id] = { text: piece.text, share };
    }
  }
  return found;
}

/** A pasted copy as paragraphs: at line ends, those too short to tell left out. */
export function pieces(text: string): string[] {
  return text
    .split(/\n+/)
    .map((line) => line.replace(/\s+/g, " ").trim())
    .filter((line) => words(line).length >= RUN);
}

/** A text in parts, those that are one of the hedges told apart; letter case aside, the longest hedge first. */
export function marked(text: string, hedges: readonly string[]): Parts {
  const known = hedges
    .map((x) => x.trim())
    .filter(Boolean)
    .sort((a, b) => b.length - a.length);
  if (!known.length) return [[text, false]];
  const pattern = known.map((x) => x.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/['’]/g, "['’]")).join("|");
  const parts = text.split(new RegExp(`(${pattern})`, "giu"));
  return parts.map((part, i): [string, boolean] => [part, i % 2 === 1]).filter(([part]) => part !== "");
}

/** What was kept, by paragraph; what cannot be read is left out. */
export function kept(text: string | null): Record<string, Parts> {
  try {
    const found: unknown = JSON.parse(text ?? "null");
    if (!found || typeof found !== "object") return {};
    const parts = (value: unknown): Parts | null =>
      Array.isArray(value) && value.every(Array.isArray) ? value.map(([said, hedge]) => [String(said), Boolean(hedge)]) : null;
    return Object.fromEntries(Object.entries(found).flatMap(([id, value]) => (parts(value) ? [[id, parts(value)!] as const] : [])));
  } catch {
    return {};
  }
}
