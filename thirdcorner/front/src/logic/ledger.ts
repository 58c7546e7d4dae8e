/**
 * The arithmetic of the ledger. Pure. An entry is worth likelihood × weight × 1 / (1 + rate)^years, with likelihood from 0 to 1; risks
 * count against, benefits and the cost of the other course count for. Each of the three is drawn evenly from its range; confidence
 * widens the ranges of likelihood and weight about their middle (low: 1.6 times, high: 0.6 times, clipped at the ends of the scale).
 */

export type Range = [number, number];
export type Belief = "likelihood" | "magnitude" | "years";
export type Together = "none" | "risks" | "all";
export interface Entry {
  id: string;
  side: "risk" | "benefit" | "reversal";
  likelihood: Range;
  magnitude: Range;
  years: Range;
  confidence: "low" | "medium" | "high";
}

export const BELIEFS: readonly Belief[] = ["likelihood", "magnitude", "years"];
export const TOP: Record<Belief, number> = { likelihood: 100, magnitude: 10, years: 20 };
const WIDEN = { low: 1.6, medium: 1, high: 0.6 };

/** A seeded generator of numbers from 0 to 1 (mulberry32). */
export function generator(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** The range that is drawn from. */
export function widened(e: Entry, name: Belief): Range {
  const [low, high] = e[name];
  if (name === "years") return [low, high];
  const middle = (low + high) / 2;
  const half = ((high - low) / 2) * WIDEN[e.confidence];
  return [Math.max(0, middle - half), Math.min(TOP[name], middle + half)];
}

function worth(e: Entry, likelihood: number, weight: number, years: number, rate: number): number {
  const now = (e.side === "risk" ? -1 : 1) * (likelihood / 100) * weight;
  return rate ? now / (1 + rate / 100) ** years : now;
}

const within = (range: Range, at: number) => range[0] + (range[1] - range[0]) * at; // by place: taken apart, it costs a drag three times as much

let lots = { seed: NaN, drawn: new Float64Array() };
/** The first of a seed's numbers; kept, since a drag draws with the same ones at each move. */
function drawn(seed: number, many: number): Float64Array {
  if (lots.seed !== seed || lots.drawn.length < many) {
    const next = generator(seed);
    lots = { seed, drawn: Float64Array.from({ length: many }, next) };
  }
  return lots.drawn;
}

/**
 * Draw the net value many times, the same for the same seed; sorted, lowest first. `together` says which likelihoods share one draw:
 * none (independent), those of the risks, or all (a hot year raises risks and benefits alike).
 */
export function simulated(entries: Entry[], o: { together: Together; rate: number; seed: number; draws?: number }): number[] {
  const nets = new Float64Array(o.draws ?? 2000);
  const each = 1 + 3 * entries.length;
  const lot = drawn(o.seed, nets.length * each);
  const ranges = entries.map((e) => BELIEFS.map((name) => widened(e, name)));
  const shares = entries.map((e) => o.together === "all" || (o.together === "risks" && e.side === "risk"));
  for (let n = 0; n < nets.length; n += 1) {
    const shared = n * each;
    for (let i = 0; i < entries.length; i += 1) {
      const own = shared + 1 + 3 * i;
      const range = ranges[i];
      const at = lot[shares[i] ? shared : own];
      nets[n] += worth(entries[i], within(range[0], at), within(range[1], lot[own + 1]), within(range[2], lot[own + 2]), o.rate);
    }
  }
  return Array.from(nets.sort());
}

/** As many values as dots, each standing for an equal share of a sorted sample. */
export function quantiles(sorted: number[], dots: number): number[] {
  return Array.from({ length: dots }, (_, i) => sorted[Math.floor(((i + 0.5) / dots) * sorted.length)]);
}

type Values = Record<Belief, number>;
const middles = (e: Entry): Values => ({ likelihood: within(e.likelihood, 0.5), magnitude: within(e.magnitude, 0.5), years: within(e.years, 0.5) });
const valued = (e: Entry, v: Values, rate: number) => worth(e, v.likelihood, v.magnitude, v.years, rate);

/** The net with every belief at the middle of its range. */
export function middle(entries: Entry[], rate: number): number {
  return entries.reduce((net, e) => net + valued(e, middles(e), rate), 0);
}

/** The net with every belief at its middle, but for those given of one entry. */
function netIf(entries: Entry[], rate: number): (at: number, fixed: Partial<Values>) => number {
  const worths = entries.map((e) => valued(e, middles(e), rate));
  return (at, fixed) => {
    const other = valued(entries[at], { ...middles(entries[at]), ...fixed }, rate);
    return worths.reduce((net, w, i) => net + (i === at ? other : w), 0);
  };
}

/** How far each belief alone moves the net from one end of its range to the other, widest first. */
export function tornado(entries: Entry[], rate: number) {
  const net = netIf(entries, rate);
  return entries
    .flatMap((e, i) =>
      BELIEFS.map((name) => {
        const [a, b] = widened(e, name).map((v) => net(i, { [name]: v }));
        return { id: e.id, name, low: Math.min(a, b), high: Math.max(a, b), swing: Math.abs(a - b) };
      }),
    )
    .sort((a, b) => b.swing - a.swing);
}

/** How far each entry moves the net when all three of its beliefs go from their worst to their best, widest first. */
export function spans(entries: Entry[], rate: number) {
  const net = netIf(entries, rate);
  return entries
    .map((e, i) => {
      const [ps, ms, ts] = BELIEFS.map((name) => widened(e, name));
      const ends = ps.flatMap((likelihood) => ms.flatMap((magnitude) => ts.map((years) => net(i, { likelihood, magnitude, years }))));
      return { id: e.id, low: Math.min(...ends), high: Math.max(...ends) };
    })
    .sort((a, b) => b.high - b.low - (a.high - a.low));
}

/**
 * For each likelihood and weight, the value at which the net (the rest at its middle) is zero; the smallest change, as a share of its
 * scale, first. A belief for which no value on its scale does it is left out.
 */
export function breakEven(entries: Entry[], rate: number) {
  const now = middle(entries, rate);
  const net = netIf(entries, rate);
  return entries
    .flatMap((e, i) =>
      (["likelihood", "magnitude"] as const).flatMap((name) => {
        const held = within(e[name], 0.5);
        const slope = net(i, { [name]: held + 1 }) - now;
        if (Math.abs(slope) < 1e-12) return [];
        const value = held - now / slope;
        return value >= 0 && value <= TOP[name] ? [{ id: e.id, name, now: held, value, change: Math.abs(value - held) / TOP[name] }] : [];
      }),
    )
    .sort((a, b) => a.change - b.change);
}

/** Two ends and what a drag adds to them, kept in order and on the scale. */
export function moved([low, high]: Range, by: number, top: number, step: number): Range {
  const shift = Math.min(top - high, Math.max(-low, Math.round(by / step) * step));
  return [low + shift, high + shift];
}

/** A range with one end put elsewhere; the other end gives way where the two would cross. */
export function stretched([low, high]: Range, end: 0 | 1, to: number, top: number, step: number): Range {
  const value = Math.min(top, Math.max(0, Math.round(to / step) * step));
  return end === 0 ? [value, Math.max(value, high)] : [Math.min(low, value), value];
}

type Corner = "top-left" | "top-right" | "bottom-left" | "bottom-right";
const CORNERS: readonly Corner[] = ["top-left", "bottom-left", "top-right", "bottom-right"];

/**
 * In which corner of its rectangle each label stands, so that no two lie on one another on the smallest screen; `null` where all four
 * are taken, and the list beside the picture has to do.
 */
export function labelled(entries: (Entry & { short: string })[], size: { width: number; height: number }): Record<string, Corner | null> {
  const placed: { x: number; y: number; w: number; h: number }[] = [];
  const found: Record<string, Corner | null> = {};
  for (const e of [...entries].sort((a, b) => a.likelihood[0] - b.likelihood[0])) {
    const w = e.short.length * 7 + 6;
    const h = 16;
    const [left, right] = e.likelihood.map((v) => (v / 100) * size.width);
    const [bottom, top] = e.magnitude.map((v) => size.height * (1 - v / 10));
    found[e.id] = null;
    for (const corner of CORNERS) {
      const x = corner.endsWith("left") ? left : right - w;
      const y = corner.startsWith("top") ? top : bottom - h;
      const inside = x >= 0 && x + w <= size.width && y >= 0 && y + h <= size.height;
      if (!inside || placed.some((p) => x < p.x + p.w && p.x < x + w && y < p.y + p.h && p.y < y + h)) continue;
      placed.push({ x, y, w, h });
      found[e.id] = corner;
      break;
    }
  }
  return found;
}
