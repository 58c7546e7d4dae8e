/**
 * One piece of a learner's work as it is kept, and how two versions of it become one. Pure.
 *
 * No clock is trusted: a counter (`n`), which each write sets past all that it has seen, orders versions; the time (`at`) is what a
 * reader is shown, and orders only what the edition before wrote, which had no counter. What belongs together moves together: each
 * text of the learner's own (a field whose name ends in `_text`) is a part of its own, and so is each first value; the other fields
 * are one part, since a score beside another answer would be untrue. `f` says when a part was last changed, where not with the rest.
 */

export const VERSION = 1;
export type State = Record<string, unknown>;
/** When something was written: by the counter, and by the clock. */
export type Stamp = readonly [n: number, at: number];
export interface Entry {
  v: number;
  hash: string;
  at: number;
  n?: number;
  f?: Record<string, Stamp>;
  state: State;
}
export interface Joined {
  entry: Entry;
  /** What had to give way, as an entry of those fields alone. */
  lost: Entry | null;
}

/**
 * First values: of these the earliest stands, whatever comes later. A field called `first` is one in every piece of work; so is
 * the whole of a piece whose id ends in `first-…`, such as `welcome/first-answer`.
 */
export const isFirstId = (id: string) => /(^|\/)first-[^/]*$/.test(id);
const isFirst = (field: string) => field === "first";
/** Whether a state says first values and nothing else. */
export const onlyFirst = (state: State) => Object.keys(state).every(isFirst);

/** How deep a state may nest; what goes deeper was made to break something. */
const DEPTH = 30;
/** The highest counter believed: a higher one would leave no room for the next. */
const HIGHEST = 1e12;
const REST = "*";

export const isPlain = (value: unknown): value is State => !!value && typeof value === "object" && !Array.isArray(value);

export function shallow(value: unknown, depth = DEPTH): boolean {
  let level = [value];
  for (let d = 0; level.length && d <= depth; d += 1) level = level.flatMap((v) => (v && typeof v === "object" ? Object.values(v) : []));
  return level.length === 0;
}

/** Whether a value is an entry of the version this book writes. */
function isEntry(e: unknown): e is Entry {
  return isPlain(e) && e.v === VERSION && typeof e.hash === "string" && Number.isFinite(e.at) && isPlain(e.state) && shallow(e);
}

export type Steps = Record<number, (entry: Entry) => object>;
/**
 * How an entry becomes one of the next version, by the version that it has. A change of what an entry means raises VERSION
 * and adds its step here, with a test on an entry as the old edition wrote it.
 */
export const MIGRATIONS: Steps = {};

/** The entry that a text holds, brought up to this version; `null` where it holds none. */
export function entryIn(text: string, steps: Steps): Entry | null {
  try {
    let e = JSON.parse(text);
    while (isPlain(e) && Number(e.v) < VERSION && steps[Number(e.v)]) e = { ...steps[Number(e.v)](e as unknown as Entry), v: Number(e.v) + 1 };
    return isEntry(e) ? e : null;
  } catch {
    return null;
  }
}

/** A value as text, the same for the same value in whatever order its parts stand. */
export function canonical(value: unknown): string {
  const sorted = (_: string, v: unknown) => (isPlain(v) ? Object.fromEntries(Object.entries(v).sort(([x], [y]) => (x < y ? -1 : 1))) : v);
  return JSON.stringify(value, sorted) ?? "";
}
export const same = (a: unknown, b: unknown) => a === b || canonical(a) === canonical(b);

/** Whether a value says nothing, so that nothing is lost with it. */
export const isEmpty = (v: unknown): boolean =>
  v === undefined || v === null || v === "" || (typeof v === "object" && Object.values(v).every(isEmpty));

const counter = (n: unknown) => (Number.isInteger(n) && (n as number) >= 0 && (n as number) <= HIGHEST ? (n as number) : 0);
export const stampOf = (e: Entry): Stamp => [counter(e.n), e.at];
export const partOf = (field: string) => (field.endsWith("_text") || isFirst(field) ? field : REST);

/** A part's value; `undefined` where there is nothing of it. */
function valueOf(e: Entry, part: string): unknown {
  if (part !== REST) return Object.hasOwn(e.state, part) ? e.state[part] : undefined;
  const rest = Object.entries(e.state).filter(([field]) => partOf(field) === REST);
  return rest.length ? Object.fromEntries(rest) : undefined;
}

/** When a part was changed; `null` where it never was. */
function changed(e: Entry, part: string): Stamp | null {
  const own = isPlain(e.f) && Object.hasOwn(e.f, part) ? e.f[part] : null;
  if (Array.isArray(own) && Number.isFinite(own[1])) return [counter(own[0]), own[1]];
  return valueOf(e, part) === undefined ? null : stampOf(e);
}

const partsOf = (e: Entry) => [...Object.keys(e.state).map(partOf), ...(isPlain(e.f) ? Object.keys(e.f) : [])];
const later = (a: Stamp, b: Stamp, x: unknown, y: unknown) => a[0] - b[0] || a[1] - b[1] || (canonical(x) >= canonical(y) ? 1 : -1);
/** Of first values the day decides, since counters of two devices say nothing of which came first; a day that cannot be comes last. */
const day = ([, at]: Stamp) => (at > 0 ? at : Infinity);
const earlier = (a: Stamp, b: Stamp, x: unknown, y: unknown) => (day(a) === day(b) ? -later(a, b, x, y) : day(b) - day(a));

/** An entry from its parts, in the one form that these parts have. */
export function made(hash: string, parts: readonly (readonly [string, unknown, Stamp])[], least: Stamp = [0, -Infinity]): Entry {
  const state: [string, unknown][] = [];
  let top = least;
  for (const [part, value, stamp] of parts) {
    if (later(stamp, top, 0, 0) > 0) top = stamp;
    if (value !== undefined) state.push(...(part === REST ? Object.entries(value as State) : [[part, value] as [string, unknown]]));
  }
  const apart = parts.filter(([, value, stamp]) => value === undefined || !same(stamp, top)).map(([part, , stamp]) => [part, stamp] as const);
  const [n, at] = top;
  return {
    v: VERSION,
    hash,
    at: at === -Infinity ? 0 : at,
    ...(n ? { n } : {}),
    ...(apart.length ? { f: Object.fromEntries(apart) } : {}),
    state: Object.fromEntries(state),
  };
}

/** Every part of an entry, with its value and when it was changed. */
export const partsIn = (e: Entry) => [...new Set(partsOf(e))].map((part) => [part, valueOf(e, part), changed(e, part) ?? stampOf(e)] as const);

/**
 * Two versions of a piece of work as one, part by part the later, whoever comes first; what differs and gives way is returned, so
 * that it can be put aside. Of work on two wordings one stands as a whole: that on the wording of today, where `today` knows it.
 */
export function joined(id: string, a: Entry, b: Entry, today: readonly string[] = []): Joined {
  if (same(a, b)) return { entry: a, lost: null };
  const whole = (won: boolean): Joined => (won ? { entry: a, lost: b } : { entry: b, lost: a });
  if (isFirstId(id)) {
    const first = whole(earlier(stampOf(a), stampOf(b), a, b) > 0);
    return same(a.state, b.state) ? { ...first, lost: null } : first;
  }
  const [aNow, bNow] = [today.includes(a.hash), today.includes(b.hash)];
  if (a.hash !== b.hash && !(aNow && bNow)) return whole(aNow !== bNow ? aNow : later(stampOf(a), stampOf(b), a, b) > 0);
  const lost: [string, unknown, Stamp][] = [];
  const parts = [...new Set([...partsOf(a), ...partsOf(b)])].sort().map((part) => {
    const [x, y, when, then] = [valueOf(a, part), valueOf(b, part), changed(a, part), changed(b, part)];
    const wins = !then || (!!when && (isFirst(part) ? earlier : later)(when, then, x, y) > 0);
    const [value, stamp, other, was] = wins ? [x, when!, y, then] : [y, then, x, when];
    if (was && !isEmpty(other) && !same(value, other)) lost.push([part, other, was]);
    return [part, value, stamp] as const;
  });
  const hash = aNow && bNow ? today[0] : a.hash;
  const [m, t] = [stampOf(a), stampOf(b)];
  return { entry: made(hash, parts, later(m, t, 0, 0) > 0 ? m : t), lost: lost.length ? made(hash, lost) : null };
}

/** Two records as one, with what gave way. */
export function merged(a: Record<string, Entry>, b: Record<string, Entry>): Record<string, Entry> {
  const all = new Map(Object.entries(a));
  for (const [id, entry] of Object.entries(b)) all.set(id, all.has(id) ? joined(id, all.get(id)!, entry).entry : entry);
  return Object.fromEntries(all);
}

/**
 * A state changed here and elsewhere since both were `base`, field by field, and within a field that is a table cell by cell: what
 * was changed here stands; what was changed to something else elsewhere is returned as lost. Of first values that which was there
 * stands, and what is said here is lost.
 */
export function threeWay(base: State, mine: State, theirs: State): { state: State; lost: State } {
  const state: [string, unknown][] = [];
  const lost: [string, unknown][] = [];
  const of = (from: State, field: string) => (Object.hasOwn(from, field) ? from[field] : undefined);
  for (const field of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
    const [b, m, t] = [of(base, field), of(mine, field), of(theirs, field)];
    let value = m;
    if (isFirst(field) && t !== undefined) {
      value = t;
      if (!isEmpty(m) && !same(m, t) && !same(m, b)) lost.push([field, m]);
    } else if (!same(m, t)) {
      if (same(m, b)) value = t;
      else if (!same(t, b)) {
        if (isPlain(m) && isPlain(t)) {
          const inner = threeWay(isPlain(b) ? b : {}, m, t);
          value = inner.state;
          if (!isEmpty(inner.lost)) lost.push([field, inner.lost]);
        } else if (!isEmpty(t)) lost.push([field, t]);
      }
    }
    if (value !== undefined) state.push([field, value]);
  }
  return { state: Object.fromEntries(state), lost: Object.fromEntries(lost) };
}

/** What a page is told of: see the words in notice.ts. */
export type Tell = "full" | "noroom" | "blocked" | "unreadable" | "elsewhere" | "first" | "vanished";
/** Why something was put aside; `earlier` is what an edition put aside that did not say why. */
export type Why = "unreadable" | "reworded" | "elsewhere" | "first" | "import" | "again" | "taken" | "earlier";
export interface Aside {
  key: string;
  id: string;
  when: number;
  why: Why;
  text: string;
  /** What it says, where it can be read and so taken back. */
  entry: Entry | null;
}
/** What the name of a thing put aside says: its id, when, and why. */
export const named = (name: string): { id: string; when?: number; why: Why } => {
  const [, id, when, why] = name.match(/^(.*?):(\d{1,15})(?::([a-z]+))?$/s) ?? [];
  return { id: id ?? name, why: (why as Why) ?? "earlier", ...(when && { when: Number(when) }) };
};
export interface RecordFile {
  format: string;
  v: number;
  course: string;
  edition: string;
  exported: string;
  items: Record<string, Entry>;
  aside: Record<string, string>;
}

/** A file's text as a record of this course; throws an `Error` in words where it is none. */
export function fileOf(text: string, course: string): { items: State; aside?: unknown } {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new Error("This file is not a record of this book: it is not JSON.");
  }
  if (!isPlain(data) || data.format !== "thirdcorner-record" || !isPlain(data.items)) throw new Error("This file is not a record of this book.");
  if (!(Number(data.v) <= VERSION))
    throw new Error(`This record is of version ${String(data.v).slice(0, 20)}; this edition reads version ${VERSION}.`);
  if (data.course !== course) throw new Error(`This record belongs to another course (${String(data.course).slice(0, 40)}).`);
  if (!shallow(data, 40)) throw new Error("This file nests too deeply to be a record of this book.");
  return { items: data.items, aside: data.aside };
}
