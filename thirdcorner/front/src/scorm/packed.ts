/**
 * The learner's record as `suspend_data`: packed into letters, digits, `-` and `_`, of which SCORM 1.2 takes 4,096.
 * What is small goes first and free text last; an answer goes whole or stays in the browser. Of what stays, the package keeps that it
 * was done and what its first answer earned, so that a score does not fall on another computer. Pure: no DOM, no storage.
 */

import { deflateSync, inflateSync, strFromU8, strToU8 } from "fflate";
import type { Entry, Piece } from "./package";

export const LIMIT = 4096;
const MARK = "1.";
/** How many characters of a fingerprint are enough to know a wording again. */
const PRINT = 6;
/** A text as long as this was written by hand: options, places and numbers are shorter. */
const FREE = 80;
/** What most records hold; another dictionary needs another MARK, or no earlier record can be read. */
const WORDS = strToU8(
  '"factors":{"likelihood":[,"magnitude":[,"years":[,"confidence":"medium","together":"none","rate":0,"reading_text":"' +
    '"marks":{"first":null,"score":null,"revealed":true,"confidence":50,"text":"","places":{"answer":{"a":"","b":"","c":"","d":"","e":"' +
    '"answer":["a","b","c"],"first":0.5,"score":0.5,"answer":false,"checked":true,"tries":2,"answer":true,"checked":true,"tries":1,' +
    '"first":0,"score":0}],["q01",{"answer":"a","checked":true,"tries":1,"first":1,"score":1}],["~/q',
);

/** What the platform keeps: answers by id, and of answers that did not fit, what their first one earned (`null` where that has no score). */
export interface Kept {
  entries: Record<string, Entry>;
  done: Record<string, number | null>;
}
export interface Packed {
  text: string;
  /** The ids that did not fit, in the order of the record. */
  left: string[];
}

type Row = [id: string, print: string, seconds: number, v: number, state: Record<string, unknown>];
type Body = [slug: string, since: number, rows: Row[], done: [string, number | null][]];

const short = (id: string, slug: string) => (slug && id.startsWith(`${slug}/`) ? `~${id.slice(slug.length)}` : id);
const long = (id: string, slug: string) => (id.startsWith("~/") ? slug + id.slice(1) : id);

/** Bytes as letters, digits, `-` and `_`, which no platform changes on the way. */
function letters(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}
const bytesOf = (text: string) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

/** How many characters of a state somebody wrote. */
function written(value: unknown): number {
  if (typeof value === "string") return value.length >= FREE ? value.length : 0;
  return value && typeof value === "object" ? Object.values(value).reduce((sum: number, part) => sum + written(part), 0) : 0;
}

/** What the first answer on a thing earned, where it has a score. */
export const firstOf = (state: Record<string, unknown>): number | null => (typeof state.first === "number" ? state.first : null);

/** Pack a record; `done` are the pieces of work that are done, whether or not the browser still has their answers. */
export function pack(slug: string, entries: Record<string, Entry>, done: Record<string, number | null>, limit = LIMIT): Packed {
  const ids = Object.keys(entries);
  const times = ids.map((id) => Math.floor(entries[id].at / 1000));
  const since = Math.min(...times, 9999999999);
  const rows = ids.map((id, n) => {
    const { hash, v, state } = entries[id];
    const row: Row = [short(id, slug), hash.slice(0, PRINT), times[n] - since, v, state];
    return { id, row, size: JSON.stringify(row).length, free: written(state) };
  });
  const order = [...rows].sort((a, b) => a.free - b.free || a.size - b.size || (a.id < b.id ? -1 : 1));
  const made = (taken: typeof rows) => {
    const has = new Set(taken.map(({ id }) => id));
    const rest = Object.entries(done).filter(([id]) => !has.has(id));
    const body: Body = [
      slug,
      since,
      rows.filter(({ id }) => has.has(id)).map(({ row }) => row), // in the order of the page, which packs better
      rest.map(([id, first]) => [short(id, slug), first === null ? null : Math.round(first * 1000) / 1000]),
    ];
    return MARK + letters(deflateSync(strToU8(JSON.stringify(body)), { level: 9, mem: 12, dictionary: WORDS }));
  };
  let best = made([]);
  if (best.length > limit)
    return { text: MARK + letters(deflateSync(strToU8(JSON.stringify([slug, since, [], []])), { dictionary: WORDS })), left: ids };
  let taken: typeof rows = [];
  const tried = (some: typeof rows) => {
    const text = made(some);
    if (text.length > limit) return false;
    [best, taken] = [text, some];
    return true;
  };
  if (!tried(order)) {
    let [low, high] = [0, order.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (tried(order.slice(0, middle))) low = middle;
      else high = middle;
    }
    for (const one of order.slice(low)) tried([...taken, one]); // a larger one may still pack into what is left
  }
  const has = new Set(taken.map(({ id }) => id));
  return { text: best, left: ids.filter((id) => !has.has(id)) };
}

const record = (value: unknown): value is Record<string, unknown> => !!value && typeof value === "object" && !Array.isArray(value);

const opened = (text: string): unknown => JSON.parse(strFromU8(inflateSync(bytesOf(text.slice(MARK.length)), { dictionary: WORDS })));

/** Whose chapter's record a text is; empty where it is none. */
export function slugOf(text: string): string {
  try {
    return text.startsWith(MARK) ? String((opened(text) as Body)[0]) : "";
  } catch {
    return "";
  }
}

/**
 * Read `suspend_data`; throws where it is not ours. A fingerprint that begins as one of today's is that one; any other stays as it is,
 * by which the store knows an answer to an earlier wording.
 */
export function unpack(text: string, slug: string, items: Record<string, Piece>): Kept {
  if (!text.startsWith(MARK)) throw new Error("it has no mark of this book");
  const body = opened(text);
  if (!Array.isArray(body) || body.length !== 4 || !Array.isArray(body[2]) || !Array.isArray(body[3])) throw new Error("it has another shape");
  const [of, since, rows, done] = body as Body;
  if (of !== slug) throw new Error(`it is of another chapter (${of})`);
  const kept: Kept = { entries: {}, done: {} };
  for (const [id, print, seconds, v, state] of rows) {
    if (typeof id !== "string" || typeof print !== "string" || !Number.isFinite(seconds) || !Number.isFinite(v) || !record(state))
      throw new Error("it has an answer of another shape");
    const piece = items[long(id, slug)];
    const hash = [piece?.hash, piece?.was].find((one) => one?.slice(0, PRINT) === print) ?? print;
    kept.entries[long(id, slug)] = { v, hash, at: (since + seconds) * 1000, state };
  }
  for (const [id, first] of done) kept.done[long(String(id), slug)] = typeof first === "number" ? first : null;
  return kept;
}
