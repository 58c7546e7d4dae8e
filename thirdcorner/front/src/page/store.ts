/**
 * What the learner did, kept in the browser: one entry an id, so that two tabs, a full store or a reworded question touch nothing
 * else. Whatever has to give way is put aside first, and where there is no room for that it stays, and the reader is told.
 */

import {
  entryIn,
  fileOf,
  isEmpty,
  isFirstId,
  isPlain,
  joined,
  made,
  MIGRATIONS,
  named,
  onlyFirst,
  partsIn,
  same,
  stampOf,
  threeWay,
  VERSION,
  type Aside,
  type Entry,
  type RecordFile,
  type State,
  type Steps,
  type Tell,
  type Why,
} from "./entry";

export type { Aside, RecordFile, Steps, Tell, Why } from "./entry";
export interface Options {
  course: string;
  edition: string;
  storage: Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length"> & { blocked?: boolean };
  tell: (what: Tell, id: string) => void;
  now?: () => number;
  steps?: Steps;
}
export type Store = ReturnType<typeof openStore>;

/** Open the learner's record. */
export function openStore({ course, edition, storage, tell, now = Date.now, steps = MIGRATIONS }: Options) {
  const prefix = `tc:${course}:${edition}:`;
  const aside = `tc-aside:${course}:${edition}:`;
  const clock = `tc-clock:${course}:${edition}`;
  /** The wordings that count today, by id: as this edition prints them, and as the one before did. */
  const today = new Map<string, readonly string[]>();
  /** What this page has read or written, so that it can put it back where the browser lost it. */
  const held = new Map<string, string>();
  let count = 0;
  let token = "";
  /** The ids whose work the browser has lost and this page still holds. */
  let gone = new Set<string>();

  const get = (key: string): string | null => {
    try {
      const text = storage.getItem(key);
      return typeof text === "string" ? text : null;
    } catch {
      return null;
    }
  };
  const put = (key: string, value: string) => {
    try {
      storage.setItem(key, value);
      return true;
    } catch {
      return false;
    }
  };
  const drop = (key: string) => {
    try {
      storage.removeItem(key);
    } catch {
      // blocked meanwhile: nothing is there to remove
    }
  };
  const keys = (start: string): string[] => {
    try {
      return Array.from({ length: storage.length }, (_, i) => storage.key(i)).filter((key): key is string => !!key?.startsWith(start));
    } catch {
      return [];
    }
  };
  const noRoom = (id: string) => (tell("noroom", id), false);
  const time = () => (Number.isFinite(now()) ? Math.max(0, Math.floor(now())) : 0);
  const wordings = (id: string, hash?: string) => today.get(id) ?? (hash === undefined ? [] : [hash]);

  const parsed = (text: string) => entryIn(text, steps);

  const asides = (): Aside[] =>
    keys(aside).map((key) => {
      const text = get(key) ?? "";
      return { key, when: 0, ...named(key.slice(aside.length)), text, entry: parsed(text) };
    });
  /** Put a text aside before its place is used again; what is there already, word for word, is not put there twice. */
  const setAside = (id: string, text: string, why: Why, when = time()): boolean => {
    if (asides().some((a) => a.id === id && a.text === text)) return true;
    while (get(`${aside}${id}:${when}:${why}`) !== null) when += 1;
    return put(`${aside}${id}:${when}:${why}`, text);
  };

  const clocked = () => get(clock)?.split(" ") ?? [];
  /** Whether what this page knew the browser to keep is no longer there, though nobody asked the book to forget it. */
  const vanished = () => {
    const found = clocked()[1] ?? "";
    const was = token;
    token = found;
    if (!was || found === was) return false;
    gone = new Set(held.keys());
    tell("vanished", "");
    return true;
  };
  /** The next number of the counter, past all that was seen. */
  const tick = (least = 0) => {
    vanished();
    const [written, whose] = clocked();
    const kept = Number(written);
    count = 1 + Math.max(count, least, Number.isInteger(kept) && kept > 0 && kept < 1e12 ? kept : 0);
    token ||= whose || Math.random().toString(36).slice(2, 10);
    if (!put(clock, `${count} ${token}`) && get(clock) === null) token = "";
    return count;
  };

  const entry = (id: string): Entry | null => {
    vanished();
    const text = get(prefix + id);
    const mine = gone.has(id) ? parsed(held.get(id) ?? "") : null;
    if (text === null) {
      if (!mine) held.delete(id);
      return mine;
    }
    const found = parsed(text);
    if (found && mine) {
      const both = joined(id, mine, found, wordings(id)); // another tab wrote since the browser lost mine
      return (!both.lost || setAside(id, JSON.stringify(both.lost), "elsewhere")) && keep(id, both.entry) ? both.entry : found;
    }
    if (found) {
      held.set(id, text);
      return found;
    }
    if (!setAside(id, text, "unreadable")) return (tell("noroom", id), null);
    drop(prefix + id);
    tell("unreadable", id);
    return mine;
  };
  const keep = (id: string, e: Entry) => {
    const text = JSON.stringify(e);
    if (!put(prefix + id, text)) return false;
    held.set(id, text);
    gone.delete(id);
    return true;
  };
  /** An entry with a new state, in which only what differs has a new stamp. */
  const restated = (before: Entry | null, state: State, hash: string): Entry => {
    const stamp = [tick(before ? stampOf(before)[0] : 0), time()] as const;
    const next = partsIn({ v: VERSION, hash, at: stamp[1], n: stamp[0], state });
    const old = new Map(before ? partsIn(before).map((part) => [part[0], part] as const) : []);
    const parts = next.map((part) => (old.has(part[0]) && same(old.get(part[0])![1], part[1]) ? old.get(part[0])! : part));
    for (const [part, value, when] of old.values())
      if (!next.some(([p]) => p === part)) parts.push([part, undefined, value === undefined ? when : stamp]);
    return made(hash, parts, stamp);
  };

  /**
   * Change what is kept to a state on the first of the wordings that count; `base` as in `write`. What gives way is put aside, and is
   * told where nobody asked for that: `why` says that somebody did.
   */
  const change = (id: string, state: State, counting: readonly string[], base?: State, why?: Why): boolean => {
    const before = entry(id);
    if (!before && get(prefix + id) !== null) return false; // told: it cannot be read, and there is no room to put it aside
    const old = before && counting.includes(before.hash) ? before : null;
    const both = old ? threeWay(base ?? old.state, state, old.state) : { state, lost: before?.state };
    if (before && !isEmpty(both.lost)) {
      const because = old ? (onlyFirst(both.lost!) ? "first" : "elsewhere") : "reworded";
      if (!setAside(id, old ? JSON.stringify({ ...old, f: undefined, state: both.lost }) : held.get(id)!, why ?? because)) return noRoom(id);
      if (old && !why) tell(because as Tell, id);
    }
    if (store.blocked) tell("blocked", id);
    const stands = old?.hash === counting[0] && !gone.has(id) && same(old.state, both.state);
    if (stands || keep(id, restated(old, both.state, counting[0]))) return true;
    tell("full", id);
    return false;
  };

  const store = {
    blocked: storage.blocked === true,
    prefix,
    /**
     * What was done on an id; `stale` where it was done on an earlier wording, whose answer then does not count.
     * `was` is the fingerprint that the edition before gave to the same wording.
     */
    read: (id: string, hash: string, was?: string): { state: State | null; stale: boolean; at: number } => {
      today.set(id, was === undefined ? [hash] : [hash, was]);
      const found = entry(id);
      if (found === null) return { state: null, stale: false, at: 0 };
      const counts = isFirstId(id) || wordings(id).includes(found.hash);
      return { state: counts ? found.state : null, stale: !counts, at: found.at };
    },
    /**
     * Keep a state. `base` is what the page had before the change, where it knows: then only what the page changed is changed,
     * what another tab did meanwhile stays, and what both changed otherwise is put aside. First values stay what they were: what would have taken the place of one is put aside, and
     * false says that it does not stand.
     */
    write: (id: string, state: State, hash: string, was?: string, base?: State): boolean => {
      const counting = was === undefined ? [hash] : [hash, was];
      today.set(id, counting);
      const before = entry(id);
      if (!before || !isFirstId(id)) return change(id, state, counting, base);
      if (same(before.state, state)) return true;
      if (!isEmpty(state)) tell(setAside(id, JSON.stringify({ v: VERSION, hash, at: time(), state }), "first") ? "first" : "full", id);
      return false;
    },
    /** Put an entry aside that its widget cannot read, or that the learner wants out of the way; where there is no room for that, it stays. */
    refuse: (id: string, why: Why = "unreadable"): boolean => {
      const old = get(prefix + id) ?? held.get(id);
      if (old === undefined) return true;
      if (!setAside(id, old, why)) return noRoom(id);
      drop(prefix + id);
      held.delete(id);
      if (why === "unreadable") tell("unreadable", id);
      return true;
    },
    /** Forget what the learner took away here; what another tab has changed since is put aside. */
    forget: (id: string, base?: State): boolean => {
      const before = entry(id);
      if (before === null && get(prefix + id) !== null) return false; // it cannot be read, and there was no room to put it aside
      const other = before && base && !same(before.state, base);
      if (other && !setAside(id, held.get(id)!, "elsewhere")) return noRoom(id);
      drop(prefix + id);
      held.delete(id);
      return true;
    },
    /** Every readable entry, by id. */
    entries: (): Record<string, Entry> =>
      Object.fromEntries(
        [...new Set([...keys(prefix).map((key) => key.slice(prefix.length)), ...gone])]
          .map((id) => [id, entry(id)] as const)
          .filter((pair): pair is [string, Entry] => !!pair[1]),
      ),
    /** Whether something is kept on an id, readable or not. */
    has: (id: string) => get(prefix + id) !== null,
    asides,
    setAside,
    entry,
    change,
    wordings,
    /** Delete one thing that was put aside, for good. */
    deleteAside: (key: string) => key.startsWith(aside) && drop(key),
    /** The whole record as one file, what was put aside included. */
    file: (): RecordFile => ({
      format: "thirdcorner-record",
      v: VERSION,
      course,
      edition,
      exported: new Date(Math.min(time(), 8.64e15)).toISOString(),
      items: store.entries(),
      aside: Object.fromEntries(keys(aside).map((key) => [key.slice(aside.length), get(key) ?? ""])),
    }),
    /**
     * Merge a file into the record: what is new or later is taken over, what gives way is put aside, and so is what cannot be read.
     * Throws an `Error` in words where the file is not one of ours, and then changes nothing, or where there is no room.
     */
    load: (text: string): { taken: number; aside: number } => {
      const data = fileOf(text, course);
      const did = { taken: 0, aside: 0 };
      const full = (id: string) =>
        new Error(
          `The browser’s store is full: ${did.taken} ${did.taken === 1 ? "answer was" : "answers were"} taken over, ${id.slice(0, 80)} and what comes after it in the file were not. Nothing that you had was overwritten.`,
        );
      const apart = (id: string, words: string, why: Why = "import", when?: number) => {
        const before = keys(aside).length;
        if (!setAside(id, words, why, when)) throw full(id);
        did.aside += keys(aside).length - before;
      };
      for (const [id, raw] of Object.entries(data.items)) {
        const theirs = parsed(JSON.stringify(raw) ?? "");
        const mine = entry(id);
        if (!theirs || (mine === null && get(prefix + id) !== null)) apart(id, JSON.stringify(raw));
        else {
          const { entry: best, lost } = mine ? joined(id, mine, theirs, wordings(id)) : { entry: theirs, lost: null };
          if (lost) apart(id, JSON.stringify(lost));
          if (mine && same(mine, best) && !gone.has(id)) continue;
          tick(stampOf(best)[0]);
          if (!keep(id, best)) throw full(id);
          did.taken += 1;
        }
      }
      for (const [name, old] of Object.entries(isPlain(data.aside) ? data.aside : {})) {
        const { id, why, when } = named(name);
        if (typeof old === "string") apart(id, old, why, when);
      }
      return did;
    },
    /** Forget everything of this course and edition. */
    clear: () => {
      [...keys(prefix), ...keys(aside)].forEach(drop);
      held.clear();
      gone.clear();
    },
    /** Look whether the browser has thrown away what it kept; tells once each time it has. */
    look: vanished,
    /** Put back what this page still holds of what the browser lost; returns whether all of it is kept again. */
    putBack: (): boolean => {
      tick();
      for (const id of gone) if (!entry(id) || (get(prefix + id) === null && put(prefix + id, held.get(id)!))) gone.delete(id);
      return !gone.size;
    },
  };
  token = clocked()[1] ?? "";
  return store;
}
