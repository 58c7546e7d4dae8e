/** Find class codes in whatever a class pasted. The twin of `classroom/chat.py`, held to it by a test. */

import { canonical, checkOf, decoded, SIGNS, type Code, type Layouts } from "./codes";

export interface Met {
  line: number;
  code: Code | null;
  why: "" | "damaged" | "newer" | "unknown";
}
/** What a class's texts hold, after doublets: the last code of each mark. */
export interface Tally {
  codes: Map<string, Code>;
  twice: number;
  damaged: number[];
  newer: number;
  unknown: number;
}

const NAMED: Record<string, string> = {
  nbsp: " ",
  ndash: "-",
  mdash: "-",
  minus: "-",
  hyphen: "-",
  dash: "-",
  shy: " ",
  zwj: " ",
  zwnj: " ",
  lrm: " ",
  rlm: " ",
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};
const ENTITY = /&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z]{2,6}));/gi;
const TAG = /<\/?[A-Za-z][A-Za-z0-9]*(?:[ \t\n][^<>]*)?\/?>/g;
const QUOTE = /^[ \t]*(?:[>|][ \t]*)+/gm;
/** An entity in which a mail’s line ends. */
const SPLIT = /(&#?[0-9a-z]{0,8})=[ \t]*\n([#0-9a-z]{0,8};)/gi;
const SOFT_END = /=[ \t]*\n/g;
const NOTHING = new RegExp("[\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\u2066-\\u206f\\ufe00-\\ufe0f\\ufeff*_~`\\\\]", "g");
const DASH = /[\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d]/g;
const START = /(?<![A-Za-z0-9])[Tt][ \n\t]{0,9}[Cc][ \n\t]{0,9}[1IiLl][ \n\t]{0,9}-/g;
const LIKE = /(?<![A-Za-z0-9-])[A-Za-z0-9]{2,4}-([A-Za-z0-9]{2,8})-[A-Za-z0-9]{3}-[A-Za-z0-9]/g;
/** A layout, a wording and a mark: where a code's beginning is spoilt, what follows is whole. */
const TAIL = /[A-Za-z0-9]{3}-(?=[A-Za-z0-9]{6}-[A-Za-z0-9])/g;
const CUT = /^\.\.\.(?![A-Za-z0-9-])/;
const LONGEST = 110;
/** So many characters at most stand before a code's tail. */
const HEAD = 24;

function entity(all: string, hex?: string, decimal?: string, name?: string): string {
  if (name) return NAMED[name.toLowerCase()] ?? all;
  const number = hex ? parseInt(hex, 16) : Number(decimal);
  return number > 0 && number < 0x110000 && !(number >= 0xd800 && number < 0xe000) ? String.fromCodePoint(number) : all;
}
const linesIn = (text: string) => text.split("\n").length - 1;

/** A text with what chat adds taken back, its lines as they were. */
export function folded(text: string): string {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(SPLIT, "$1$2\n")
    .replace(SOFT_END, "\n")
    .replace(ENTITY, entity)
    .normalize("NFKC")
    .replace(TAG, (tag) => ` ${"\n".repeat(linesIn(tag))}`)
    .replace(NOTHING, " ")
    .replace(DASH, "-")
    .replace(QUOTE, "");
}

/** Every code of a text, in order, and every place where one is damaged or of an edition not known here. */
export const find = (given: string, layouts: Layouts): Met[] => [...reading(given, layouts)].flatMap(({ met }) => met ?? []);

/** The same, place by place, so that a long text can be read in pieces: what was met there, and how much of the text that is. */
export function* reading(given: string, layouts: Layouts): Generator<{ met: Met | null; part: number }> {
  const text = folded(given);
  const names = new Set([...layouts.values()].map(({ layout }) => layout.name));
  const near = new Set([...names].flatMap((name) => nearly(`TC1${name}`)));
  const sure = [...text.matchAll(START)].map((m) => m.index);
  const like = [...text.matchAll(LIKE)].filter((m) => names.has(canonical(m[1]))).map((m) => m.index);
  const whole = new Set([...sure, ...like]);
  const tails = [...text.matchAll(TAIL)].map((m) => m.index).filter((at) => !whole.has(at));
  let [line, counted, end, told] = [1, 0, 0, -HEAD];
  for (const start of [...whole, ...tails].sort((a, b) => a - b)) {
    const tail = !whole.has(start);
    if (start < end || (tail && (start - told < HEAD || !headed(text.slice(Math.max(0, start - HEAD), start), near)))) continue;
    line += linesIn(text.slice(counted, start));
    counted = start;
    const [found, after]: Read = tail ? [{ code: null, why: "damaged" }, start] : read(text, start, layouts, names, near);
    end = Math.max(after, start + 3);
    if (found) told = start;
    yield { met: found && { line, ...found }, part: start / text.length };
  }
}

/** A head without its hyphens, and what is left of it without one sign: two that share a form differ by a slip. */
const nearly = (head: string) => [head, ...[...head].map((_, n) => head.slice(0, n) + head.slice(n + 1))];

/** Whether what stands before a code's tail is its beginning, but for a slip. */
function headed(before: string, near: Set<string>): boolean {
  const head = [...canonical(before)].filter((sign) => SIGNS.includes(sign)).join("");
  for (let length = 4; length <= Math.min(13, head.length); length += 1) if (nearly(head.slice(-length)).some((form) => near.has(form))) return true;
  return false;
}

type Read = [Omit<Met, "line"> | null, number];
/** What each sign of ASCII is read as; nothing where no code has it. */
const READ = Array.from({ length: 128 }, (_, n) => canonical(String.fromCharCode(n))).map((sign) => (`${SIGNS}-`.includes(sign) ? sign : ""));

function read(text: string, start: number, layouts: Layouts, names: Set<string>, near: Set<string>): Read {
  let canon = "";
  const ends: number[] = [];
  let gap = 0;
  for (let at = start; at < text.length && canon.length < LONGEST && gap < 60; at += 1) {
    const byte = text.charCodeAt(at);
    if (byte === 32 || byte === 9 || byte === 10) {
      gap += 1;
      continue;
    }
    const sign = byte < 128 ? READ[byte] : "";
    if (!sign) break;
    gap = 0;
    canon += sign;
    ends.push(at + 1);
  }
  const parts = canon.split("-");
  const known = parts.length > 2 ? layouts.get(`${parts[1]}-${parts[2].slice(0, 1)}`) : undefined;
  const last = ends[ends.length - 1];
  if (last && canon.length < (known?.length ?? LONGEST) - 1 && CUT.test(text.slice(last, last + 4))) return [null, last]; // as a reply quotes it
  if (parts.length < 4 || parts[1].length < 2 || parts[1].length > 8 || parts[2].length !== 3) {
    const told = parts.length > 2 && parts[0] === "TC1" && nearly(`TC1${parts[1]}`).some((form) => near.has(form));
    return [told ? { code: null, why: "damaged" } : null, start + 3];
  }
  if (known) {
    const code = canon.length >= known.length && bounded(text, ends[known.length - 1]) ? decoded(canon.slice(0, known.length), layouts) : null;
    if (code) return [{ code, why: "" }, ends[known.length - 1]];
  } else {
    const length = closed(text, canon, ends);
    if (length) return [{ code: null, why: names.has(parts[1]) ? "newer" : "unknown" }, ends[length - 1]];
  }
  return [{ code: null, why: "damaged" }, start + 3];
}

/** The length of a code whose layout is not known here; 0 where no check comes out. */
function closed(text: string, canon: string, ends: number[]): number {
  if (!canon.startsWith("TC1-")) return 0;
  for (let length = 24; length <= canon.length; length += 1) {
    const check = canon.slice(length - 4, length);
    if (canon[length - 5] === "-" && !check.includes("-") && bounded(text, ends[length - 1]) && check === checkOf(canon.slice(0, length - 4)))
      return length;
  }
  return 0;
}
const bounded = (text: string, end: number) => end >= text.length || !/[A-Za-z0-9-]/.test(text[end]);

export const empty = (): Tally => ({ codes: new Map(), twice: 0, damaged: [], newer: 0, unknown: 0 });

/** A tally with what was met in one more text; the same mark again replaces the code before. */
export function taken(before: Tally, met: Met[]): Tally {
  const tally = { ...before, codes: new Map(before.codes), damaged: [...before.damaged] };
  for (const { code, why, line } of met) {
    if (code) {
      const key = `${code.layout.name} ${code.mark}`;
      if (tally.codes.has(key)) tally.twice += 1;
      tally.codes.set(key, code);
    } else if (why === "damaged") tally.damaged.push(line);
    else if (why === "newer") tally.newer += 1;
    else tally.unknown += 1;
  }
  return tally;
}

export const many = (n: number) => `${n} ${n === 1 ? "code" : "codes"}`;

/** What was read, in words: how many codes, how many twice, damaged or of another edition. */
export function took(tally: Tally): string {
  const parts = [many(tally.codes.size)];
  if (tally.twice) parts.push(`${tally.twice} twice, of which the last counts`);
  if (tally.damaged.length)
    parts.push(
      `${tally.damaged.length} damaged (line ${[...new Set(tally.damaged)].slice(0, 12).join(", ")}${tally.damaged.length > 12 ? " …" : ""})`,
    );
  if (tally.newer) parts.push(`${tally.newer} of a newer edition`);
  if (tally.unknown) parts.push(`${tally.unknown} of an exercise that this book does not have`);
  return parts.join(" · ");
}
