/** Class codes: a learner's work on one exercise as a short text, and back. The twin of `classroom/codes.py`, held to it by a test. */

import type { Coded, CodedRows } from "../generated/types";

export interface Layout {
  name: string;
  number: number;
  blocks: CodedRows[];
}
export interface Code {
  layout: Layout;
  wording: string;
  mark: string;
  digits: number[];
}
export type Work = Record<string, unknown>;
/** What was said of one row in one part: a number, `[low, high]`, a value, some values, or 0, 0.5, 1. */
export type Said = number | [number, number] | string | string[];

export const SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const HEAD = /^TC1-([0-9A-HJKMNP-TV-Z]{2,8})-([0-9A-HJKMNP-TV-Z])([0-9A-HJKMNP-TV-Z]{2})-([0-9A-HJKMNP-TV-Z]{6})-/;

const SIGNED = /^[0-9A-HJKMNP-TV-Z]+$/;

/** Letters as they are read: either case, O as 0, I and L as 1. */
export const canonical = (text: string) =>
  text
    .replace(/[Oo]/g, "0")
    .replace(/[IiLl]/g, "1")
    .toUpperCase();

const steps = (part: Coded) => Math.floor((part.high - part.low) / part.step + 0.5) + 1;

/** How many values a judgement can have, none included. */
export function radix(part: Coded): number {
  if (part.kind === "steps") return steps(part) + 1;
  if (part.kind === "range") return (steps(part) * (steps(part) + 1)) / 2 + 1;
  if (part.kind === "choice") return part.values.length + 1;
  if (part.kind === "set") return 2 ** part.values.length + 1;
  return 4;
}
export const partsOf = (layout: Layout) =>
  layout.blocks.flatMap((block) => block.ids.flatMap((row) => block.parts.map((part) => ({ block, row, part }))));
const product = (layout: Layout) => partsOf(layout).reduce((all, { part }) => all * BigInt(radix(part)), 1n);

/** How many signs the answers take. */
export function answerSigns(layout: Layout): number {
  const count = product(layout);
  let signs = 1;
  while (32n ** BigInt(signs) < count) signs += 1;
  return signs;
}
/** How many characters a layout's codes have. */
export const whole = (layout: Layout) => 4 + layout.name.length + 1 + 4 + 7 + answerSigns(layout) + 5;

/** A check over ASCII text: a cyclic code of degree 20 (x²⁰ + x³ + 1), so that whatever changes within twenty bits is always found. */
export function crc20(text: string): number {
  let check = 0xfffff;
  for (let n = 0; n < text.length; n += 1) check = ((check << 8) & 0xfffff) ^ TABLE[(check >> 12) ^ text.charCodeAt(n)];
  return check;
}
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let check = byte << 12;
  for (let bit = 0; bit < 8; bit += 1) check = check & 0x80000 ? (check << 1) ^ 0x100009 : check << 1;
  return check;
});
export function signsOf(number: bigint, length: number): string {
  let text = "";
  for (let n = length - 1; n >= 0; n -= 1) text += SIGNS[Number((number >> BigInt(5 * n)) & 31n)];
  return text;
}
/** A number that signs write, in limbs of four signs, the greatest first: dividing these takes a tenth of a `bigint`'s time. */
function limbsOf(text: string): number[] {
  const limbs = [];
  for (let end = text.length; end > 0; end -= 4) {
    let limb = 0;
    for (let n = Math.max(0, end - 4); n < end; n += 1) limb = (limb << 5) | SIGNS.indexOf(text[n]);
    limbs.push(limb);
  }
  return limbs.reverse();
}
export const checkOf = (body: string) => signsOf(BigInt(crc20(body)), 4);

function follow(state: unknown, path: string[], row: string): unknown {
  let at = state;
  for (const name of path) {
    const key = name.replace("{id}", row);
    at = at && typeof at === "object" && !Array.isArray(at) && Object.hasOwn(at, key) ? (at as Work)[key] : undefined;
  }
  return at;
}
const isNumber = (value: unknown): value is number => typeof value === "number" && Math.abs(value) < 1e9;
const stepOf = (part: Coded, value: number) =>
  value > part.low ? Math.max(0, Math.min(steps(part) - 1, Math.floor((value - part.low) / part.step + 0.5))) : 0;

function digitOf(part: Coded, state: unknown, row: string): number {
  const found = part.paths.map((path) => follow(state, path, row));
  const value = found.length === 2 ? found : found[0];
  if (part.kind === "steps") return isNumber(value) ? 1 + stepOf(part, value) : 0;
  if (part.kind === "range") {
    if (!Array.isArray(value) || value.length !== 2 || !isNumber(value[0]) || !isNumber(value[1])) return 0;
    const [low, high] = [stepOf(part, value[0]), stepOf(part, value[1])].sort((a, b) => a - b);
    return 1 + (high * (high + 1)) / 2 + low;
  }
  if (part.kind === "choice") {
    const text = typeof value === "boolean" ? String(value) : isNumber(value) && Number.isInteger(value) ? String(value) : value;
    return typeof text === "string" ? part.values.indexOf(text) + 1 : 0;
  }
  if (part.kind === "set") return Array.isArray(value) ? 1 + part.values.reduce((sum, one, n) => sum + (value.includes(one) ? 2 ** n : 0), 0) : 0;
  return !isNumber(value) ? 0 : value <= 0 ? 1 : value >= 1 ? 3 : 2;
}

/** What a digit above 0 says. */
export function valueOf(part: Coded, digit: number): Said {
  const n = digit - 1;
  if (part.kind === "steps") return Number((part.low + n * part.step).toFixed(6));
  if (part.kind === "range") {
    let high = 0;
    while (((high + 1) * (high + 2)) / 2 <= n) high += 1;
    return [part.low + (n - (high * (high + 1)) / 2) * part.step, part.low + high * part.step];
  }
  if (part.kind === "choice") return part.values[n];
  if (part.kind === "set") return part.values.filter((_, i) => (n >> i) & 1);
  return n / 2;
}

/** The digits of a learner's work; what was not committed says nothing. `of` gives the state of one piece of work. */
export function digitsOf(layout: Layout, of: (id: string) => unknown): number[] {
  return layout.blocks.flatMap((block) =>
    block.ids.flatMap((row) => {
      const state = of(block.at.replace("{id}", row));
      const committed = follow(block.when_at ? of(block.when_at) : state, block.when, row);
      const counts = committed !== undefined && committed !== null && committed !== false && committed !== 0;
      return block.parts.map((part) => (counts ? digitOf(part, state, row) : 0));
    }),
  );
}

export function encode(layout: Layout, wording: string, mark: string, digits: number[]): string {
  const number = partsOf(layout).reduce((sum, { part }, n) => sum * BigInt(radix(part)) + BigInt(digits[n]), 0n);
  const body = `TC1-${layout.name}-${SIGNS[layout.number]}${wording}-${mark}-${signsOf(number, answerSigns(layout))}-`;
  return body + checkOf(body);
}

/** A layout with what reading a thousand codes of it needs only once. */
export interface Known {
  layout: Layout;
  length: number;
  /** Runs of digits from the last to the first, each with the product of its radices, as far as that is below 2³². */
  runs: { radices: number[]; product: number }[];
  /** How many digits there are. */
  count: number;
}
export type Layouts = Map<string, Known>;
/** Layouts by name and the sign of their number. */
export const layoutsOf = (layouts: Layout[]): Layouts =>
  new Map(
    layouts.map((layout) => {
      const radices = partsOf(layout).map(({ part }) => radix(part));
      return [`${layout.name}-${SIGNS[layout.number]}`, { layout, length: whole(layout), runs: runsOf(radices), count: radices.length }];
    }),
  );
function runsOf(radices: number[]) {
  const runs: Known["runs"] = [];
  for (const one of radices.toReversed()) {
    const last = runs.at(-1);
    if (last && last.product * one < 2 ** 32) {
      last.radices.push(one);
      last.product *= one;
    } else runs.push({ radices: [one], product: one });
  }
  return runs;
}

/** The code that a text is, whole and without spaces; `null` where it is none. */
export const decode = (given: string, layouts: Layouts): Code | null => decoded(canonical(given), layouts);

/** The same of a text whose letters are as they are read. */
export function decoded(text: string, layouts: Layouts): Code | null {
  const head = HEAD.exec(text);
  const known = head && layouts.get(`${head[1]}-${head[2]}`);
  if (!head || !known || text.length !== known.length || text.at(-5) !== "-") return null;
  const answers = text.slice(head[0].length, -5);
  const check = text.slice(-4);
  if (!SIGNED.test(answers) || check !== checkOf(text.slice(0, -4))) return null;
  const limbs = limbsOf(answers);
  const digits = new Array<number>(known.count);
  let [first, at] = [0, known.count];
  for (const { radices, product } of known.runs) {
    let rest = 0;
    for (let k = first; k < limbs.length; k += 1) {
      const part = rest * 0x100000 + limbs[k];
      limbs[k] = Math.floor(part / product);
      rest = part - limbs[k] * product;
    }
    while (first < limbs.length && !limbs[first]) first += 1;
    for (const one of radices) {
      const before = Math.floor(rest / one);
      digits[(at -= 1)] = rest - before * one;
      rest = before;
    }
  }
  return first < limbs.length ? null : { layout: known.layout, wording: head[3], mark: head[4], digits };
}

/** A mark: six random signs. */
export function drawn(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(6));
  return [...bytes].map((byte) => SIGNS[byte & 31]).join("");
}
export const isMark = (mark: unknown): mark is string => typeof mark === "string" && /^[0-9A-HJKMNP-TV-Z]{6}$/.test(mark);
