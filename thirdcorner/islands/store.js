// @ts-check
/**
 * What the learner did, kept in the browser: one entry an id, so that two tabs, a full store or a reworded question
 * touch nothing else. Nothing unreadable is ever overwritten: it is put aside and told.
 */

export const VERSION = 1;

/**
 * @typedef {{v: number, hash: string, at: number, state: any}} Entry
 * @typedef {{format: string, v: number, course: string, edition: string, exported: string, items: Record<string, Entry>, aside: Record<string, string>}} RecordFile
 */

/**
 * How an entry becomes one of the next version, by the version that it has. A change of what an entry means raises VERSION
 * and adds its step here, with a test on an entry as the old edition wrote it.
 * @type {Record<number, (entry: any) => any>}
 */
export const MIGRATIONS = {};

/** Bring an entry to this version, step by step; what has no step stays as it is. @param {any} entry @param {Record<number, (entry: any) => any>} [steps] */
export function migrated(entry, steps = MIGRATIONS) {
  let e = entry;
  while (e && typeof e === "object" && e.v < VERSION && steps[e.v]) e = { ...steps[e.v](e), v: e.v + 1 };
  return e;
}

/** Whether a value is an entry of the version this book writes. @param {any} e @returns {e is Entry} */
export function isEntry(e) {
  return !!e && typeof e === "object" && e.v === VERSION && typeof e.hash === "string" && Number.isFinite(e.at) && !!e.state && typeof e.state === "object";
}

/**
 * Which of two entries of one id stands: the later, and of two at one moment the one whose text sorts last. The choice
 * does not depend on the order in which they are met.
 * @param {Entry} a @param {Entry} b
 */
export function newer(a, b) {
  if (a.at !== b.at) return a.at > b.at ? a : b;
  return JSON.stringify(a) >= JSON.stringify(b) ? a : b;
}

/**
 * Put two records together; commutative, idempotent, and nothing is lost but what a newer entry replaces.
 * @param {Record<string, Entry>} a @param {Record<string, Entry>} b
 * @returns {Record<string, Entry>}
 */
export function merged(a, b) {
  const all = { ...a };
  for (const [id, entry] of Object.entries(b)) all[id] = Object.hasOwn(all, id) ? newer(all[id], entry) : entry;
  return all;
}

/**
 * Open the learner's record.
 * @param {{course: string, edition: string, storage: any, tell: (what: "full"|"blocked"|"unreadable", id: string) => void, now?: () => number, steps?: Record<number, (entry: any) => any>}} o
 */
export function openStore({ course, edition, storage, tell, now = Date.now, steps = MIGRATIONS }) {
  const prefix = `tc:${course}:${edition}:`;
  const aside = `tc-aside:${course}:${edition}:`;
  /** @param {string} key @param {string} value */
  const put = (key, value) => {
    try {
      storage.setItem(key, value);
      return true;
    } catch {
      return false;
    }
  };
  /** @param {string} start @returns {string[]} */
  const keys = (start) => {
    const found = [];
    for (let i = 0; i < storage.length; i += 1) {
      const key = storage.key(i);
      if (key !== null && key.startsWith(start)) found.push(key);
    }
    return found;
  };
  /** Put a text aside before its place is used again. @param {string} id @param {string} text */
  const setAside = (id, text) => put(`${aside}${id}:${now()}`, text);

  /** @param {string} id @returns {Entry|null} */
  const entry = (id) => {
    const text = storage.getItem(prefix + id);
    if (text === null) return null;
    try {
      const found = migrated(JSON.parse(text), steps);
      if (isEntry(found)) return found;
    } catch {
      // told below, with what else cannot be read
    }
    if (setAside(id, text)) storage.removeItem(prefix + id);
    tell("unreadable", id);
    return null;
  };

  const store = {
    blocked: storage.blocked === true,
    prefix,
    /**
     * What was done on an id; `stale` where it was done on an earlier wording, whose answer then does not count.
     * @param {string} id @param {string} hash
     */
    read: (id, hash) => {
      const found = entry(id);
      if (found === null) return { state: null, stale: false, at: 0 };
      return found.hash === hash ? { state: found.state, stale: false, at: found.at } : { state: null, stale: true, at: found.at };
    },
    /** @param {string} id @param {any} state @param {string} hash */
    write: (id, state, hash) => {
      const old = storage.getItem(prefix + id);
      if (old !== null) {
        const before = entry(id);
        if (before && before.hash !== hash) setAside(id, old);
      }
      if (store.blocked) tell("blocked", id);
      const kept = put(prefix + id, JSON.stringify({ v: VERSION, hash, at: now(), state }));
      if (!kept) tell("full", id);
      return kept;
    },
    /** @param {string} id */
    forget: (id) => storage.removeItem(prefix + id),
    /** Every readable entry, by id. @returns {Record<string, Entry>} */
    entries: () => {
      /** @type {Record<string, Entry>} */
      const all = {};
      for (const key of keys(prefix)) {
        const found = entry(key.slice(prefix.length));
        if (found) all[key.slice(prefix.length)] = found;
      }
      return all;
    },
    /** The whole record as one file, what was put aside included. @returns {RecordFile} */
    file: () => ({
      format: "thirdcorner-record",
      v: VERSION,
      course,
      edition,
      exported: new Date(now()).toISOString(),
      items: store.entries(),
      aside: Object.fromEntries(keys(aside).map((key) => [key.slice(aside.length), storage.getItem(key)])),
    }),
    /**
     * Merge a file into the record; throws an `Error` in words where it is not one of ours, and then changes nothing.
     * @param {string} text
     * @returns {number} how many answers are new or newer
     */
    load: (text) => {
      let data;
      try {
        data = JSON.parse(text);
      } catch {
        throw new Error("This file is not a record of this book: it is not JSON.");
      }
      if (data?.format !== "thirdcorner-record" || typeof data.items !== "object" || !data.items)
        throw new Error("This file is not a record of this book.");
      if (!(data.v <= VERSION)) throw new Error(`This record is of version ${data.v}; this edition reads version ${VERSION}.`);
      if (data.course !== course) throw new Error(`This record belongs to another course (${data.course}).`);
      data.items = Object.fromEntries(Object.entries(data.items).map(([id, e]) => [id, migrated(e, steps)]));
      const wrong = Object.entries(data.items).filter(([, e]) => !isEntry(e));
      if (wrong.length) throw new Error(`This record has ${wrong.length} answers that cannot be read, the first ${wrong[0][0]}; nothing was changed.`);
      const mine = store.entries();
      let count = 0;
      for (const [id, best] of Object.entries(merged(mine, data.items))) {
        if (mine[id] && JSON.stringify(mine[id]) === JSON.stringify(best)) continue;
        if (!put(prefix + id, JSON.stringify(best))) throw new Error(`The browser's store is full: ${count} answers were taken over, ${id} and later ones were not.`);
        count += 1;
      }
      for (const [key, old] of Object.entries(data.aside ?? {})) if (typeof old === "string") put(aside + key, old);
      return count;
    },
    /** Forget everything of this course and edition. */
    clear: () => [...keys(prefix), ...keys(aside)].forEach((key) => storage.removeItem(key)),
    /** The learner's own number, for shuffled orders that stay the same. @returns {number} */
    seed: () => {
      const key = `tc-seed:${course}`;
      const kept = Number(storage.getItem(key));
      if (Number.isInteger(kept) && kept > 0) return kept;
      const fresh = 1 + Math.floor(Math.random() * 2147483646);
      put(key, String(fresh));
      return fresh;
    },
  };
  return store;
}
