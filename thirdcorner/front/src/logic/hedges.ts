/** Ranges of probability, in per cent. Pure. */

/** Low and high, 0 to 100. */
export type Range = readonly [number, number];
/** The scale is set in steps of so many points. */
export const STEP = 5;

const onScale = (value: number) => Math.min(100, Math.max(0, Math.round(value / STEP) * STEP));

/** How far two ranges agree: what they share, divided by what they cover together (the Jaccard index); 1 for equal points. */
export function agreement(a: Range, b: Range): number {
  const shared = Math.min(a[1], b[1]) - Math.max(a[0], b[0]);
  if (shared < 0) return 0;
  const covered = Math.max(a[1], b[1]) - Math.min(a[0], b[0]);
  return covered === 0 ? 1 : shared / covered;
}

/** How one word was heard in several places: the range that all share (`null` where there is none) and the widest distance of two middles. */
export function sameWord(ranges: readonly Range[]): { shared: Range | null; apart: number } {
  const low = Math.max(...ranges.map((r) => r[0]));
  const high = Math.min(...ranges.map((r) => r[1]));
  const middles = ranges.map((r) => (r[0] + r[1]) / 2);
  return { shared: low <= high ? [low, high] : null, apart: Math.max(...middles) - Math.min(...middles) };
}

/** A pair of ends in order and on the scale, the end that was moved pushing the other. */
export function pushed(range: Range, end: 0 | 1, value: number): Range {
  const v = Math.max(0, Math.min(100, value));
  return end === 0 ? [v, Math.max(v, range[1])] : [Math.min(v, range[0]), v];
}

/** The end that lies nearer to a place; between the two, in doubt, the upper one. */
const nearer = (range: Range, at: number): 0 | 1 => (at - range[0] < range[1] - at ? 0 : 1);

/** What a press on the line does: the first sets a point, each after it moves the nearer end there. */
export function pressed(range: Range | null, at: number): Range {
  const to = onScale(at);
  return range ? pushed(range, nearer(range, at), to) : [to, to];
}

/** What a drag along the line does: it draws a range where there was none, moves a whole one from within, and else the nearer end. */
export function drawn(range: Range | null, from: number, to: number): Range {
  if (!range) {
    const [a, b] = [onScale(from), onScale(to)];
    return a < b ? [a, b] : [b, a];
  }
  if (from <= range[0] || from >= range[1]) return pushed(range, nearer(range, from), onScale(to));
  const by = Math.max(-range[0], Math.min(100 - range[1], onScale(Math.abs(to - from)) * Math.sign(to - from)));
  return [range[0] + by, range[1] + by];
}

/** Below so many nothing of a class is drawn. */
export const FLOOR = 5;

/** Which part of a class has each step of the scale within its range, by hedge; a hedge that fewer than five placed is left out. */
export function covered(said: Record<string, readonly Range[]>): Record<string, { n: number; shares: number[] }> {
  const steps = Array.from({ length: 100 / STEP + 1 }, (_, n) => n * STEP);
  const enough = Object.entries(said).filter(([, ranges]) => ranges.length >= FLOOR);
  const share = (ranges: readonly Range[], at: number) => ranges.filter(([low, high]) => low <= at && at <= high).length / ranges.length;
  return Object.fromEntries(enough.map(([row, ranges]) => [row, { n: ranges.length, shares: steps.map((at) => share(ranges, at)) }]));
}

/** A hedge as a learner has it: its word on the scales, its range where one is placed, and whether it is committed. */
export interface Placed {
  word: string | null;
  range: Range | null;
  compared: boolean;
  scales: readonly { scale: string; range: readonly number[] }[];
}

/** What the learner's ranges imply, sentence by sentence. One's own are compared with one another only once they are committed. */
export function told(hedges: readonly Placed[]): string[] {
  const placed = hedges.flatMap((h) => (h.range ? [{ ...h, range: h.range }] : []));
  if (!placed.length) return [];
  const width = placed.reduce((sum, h) => sum + h.range[1] - h.range[0], 0) / placed.length;
  const done = placed.filter((h) => h.compared);
  const said = [
    `${placed.length} of ${hedges.length} hedges ${placed.length === 1 ? "is" : "are"} placed and ${done.length} compared; your ranges are ${Math.round(width)} points wide on average.`,
  ];
  for (const scale of new Set(done.flatMap((h) => h.scales.map((s) => s.scale)))) {
    const shares = done.flatMap((h) => h.scales.filter((s) => s.scale === scale).map((s) => agreement(h.range, s.range as Range)));
    const mean = Math.round((100 * shares.reduce((a, b) => a + b, 0)) / shares.length);
    said.push(`With ${scale} you share ${shares.length > 1 ? "on average " : ""}${mean} per cent of what the two cover.`);
  }
  for (const word of new Set(done.map((h) => h.word))) {
    const mine = done.filter((h) => h.word === word).map((h) => h.range);
    if (!word || mine.length < 2) continue;
    const { shared, apart } = sameWord(mine);
    const common = shared ? `all your ranges share ${shared[0]} to ${shared[1]}` : "your ranges have nothing in common";
    said.push(`“${word}” stands in ${mine.length} of them; your middles lie up to ${Math.round(apart)} points apart, and ${common}.`);
  }
  return said;
}

/** Whether one word was compared in two places. */
export const twice = (hedges: readonly Placed[]) =>
  hedges.some((a, n) => a.compared && a.word && hedges.some((b, m) => m > n && b.compared && b.word === a.word));
