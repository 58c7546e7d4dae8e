// @ts-check
/**
 * The arithmetic of the ledger. Pure. A factor is worth likelihood × magnitude × 1 / (1 + rate)^years, with likelihood from 0 to 1; risks count
 * against. Each of the three is drawn evenly from its range; confidence widens the ranges of likelihood and magnitude about their middle
 * (low: 1.6 times, high: 0.6 times, clipped at the ends of the scale).
 */

/**
 * @typedef {{id: string, side: "risk"|"benefit", name: string, likelihood: [number, number], magnitude: [number, number], years: [number, number], confidence: "low"|"medium"|"high"}} Factor
 * @typedef {"none"|"risks"|"all"} Together
 */

export const WIDEN = { low: 1.6, medium: 1, high: 0.6 };
export const TOP = { likelihood: 100, magnitude: 10, years: 20 };
export const DRAWS = 2000;

/** A seeded generator of numbers from 0 to 1 (mulberry32). @param {number} seed */
export function generator(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** The range that is drawn from. @param {Factor} f @param {"likelihood"|"magnitude"|"years"} name @returns {[number, number]} */
export function widened(f, name) {
  const [low, high] = f[name];
  if (name === "years") return [low, high];
  const middle = (low + high) / 2;
  const half = ((high - low) / 2) * WIDEN[f.confidence];
  return [Math.max(0, middle - half), Math.min(TOP[name], middle + half)];
}

/** @param {Factor} f @param {number} likelihood per cent @param {number} magnitude @param {number} years @param {number} rate per cent a year */
function worth(f, likelihood, magnitude, years, rate) {
  return ((f.side === "benefit" ? 1 : -1) * (likelihood / 100) * magnitude) / (1 + rate / 100) ** years;
}

/** @param {[number, number]} range @param {number} at from 0 to 1 */
const within = ([low, high], at) => low + (high - low) * at;

/**
 * Draw the net value many times, the same for the same seed.
 * `together` says which likelihoods share one draw: none (independent), those of the risks, or all (a hot year raises risks and benefits alike).
 * @param {Factor[]} factors @param {{together: Together, rate: number, seed: number, draws?: number}} o
 * @returns {number[]} sorted, lowest first
 */
export function simulated(factors, { together, rate, seed, draws = DRAWS }) {
  const next = generator(seed);
  const nets = [];
  for (let n = 0; n < draws; n += 1) {
    const shared = next();
    let net = 0;
    for (const f of factors) {
      const own = next();
      const at = together === "all" || (together === "risks" && f.side === "risk") ? shared : own;
      net += worth(f, within(widened(f, "likelihood"), at), within(widened(f, "magnitude"), next()), within(widened(f, "years"), next()), rate);
    }
    nets.push(net);
  }
  return nets.sort((a, b) => a - b);
}

/** What a sorted sample says. @param {number[]} nets */
export function described(nets) {
  const at = (/** @type {number} */ q) => nets[Math.min(nets.length - 1, Math.floor(q * nets.length))];
  return { low: at(0.05), median: at(0.5), high: at(0.95), above: nets.filter((v) => v > 0).length / nets.length };
}

/** Counts in equal bins. @param {number[]} nets sorted @param {number} bins */
export function histogram(nets, bins = 12) {
  const [low, high] = [nets[0], nets[nets.length - 1]];
  const width = (high - low) / bins || 1;
  const counts = Array.from({ length: bins }, (_, i) => ({ from: low + i * width, to: low + (i + 1) * width, n: 0 }));
  for (const v of nets) counts[Math.min(bins - 1, Math.floor((v - low) / width))].n += 1;
  return counts;
}

/** The net with every belief at the middle of its range, but for those given. @param {Factor[]} factors @param {number} rate @param {Record<string, number>} [fixed] by `id/name` */
export function middle(factors, rate, fixed = {}) {
  return factors.reduce((net, f) => {
    const [p, m, t] = /** @type {const} */ (["likelihood", "magnitude", "years"]).map((name) => fixed[`${f.id}/${name}`] ?? within(f[name], 0.5));
    return net + worth(f, p, m, t, rate);
  }, 0);
}

/** How far each belief alone moves the net from one end of its range to the other, widest first. @param {Factor[]} factors @param {number} rate */
export function tornado(factors, rate) {
  return factors
    .flatMap((f) =>
      /** @type {const} */ (["likelihood", "magnitude", "years"]).map((name) => {
        const [a, b] = widened(f, name).map((v) => middle(factors, rate, { [`${f.id}/${name}`]: v }));
        return { id: f.id, name, low: Math.min(a, b), high: Math.max(a, b), swing: Math.abs(a - b) };
      }),
    )
    .sort((a, b) => b.swing - a.swing);
}

/**
 * For each likelihood and magnitude, the value at which the net (the rest at its middle) is nought; the smallest change, as a share of its
 * scale, first. A belief for which no value on its scale does it is left out.
 * @param {Factor[]} factors @param {number} rate
 */
export function breakEven(factors, rate) {
  const net = middle(factors, rate);
  return factors
    .flatMap((f) =>
      /** @type {const} */ (["likelihood", "magnitude"]).flatMap((name) => {
        const now = within(f[name], 0.5);
        const key = `${f.id}/${name}`;
        const slope = middle(factors, rate, { [key]: now + 1 }) - net;
        if (Math.abs(slope) < 1e-12) return [];
        const value = now - net / slope;
        return value >= 0 && value <= TOP[name] ? [{ id: f.id, name, now, value, change: Math.abs(value - now) / TOP[name] }] : [];
      }),
    )
    .sort((a, b) => a.change - b.change);
}
