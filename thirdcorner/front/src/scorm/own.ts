/** A store of one student's own inside the browser's: nothing that another student of this computer kept can be read through it. */

/** How the reader likes to read is the computer's, and is read before anybody knows who the student is. */
const SHARED = ["mode", "theme", "tc-look"];

export interface Own extends Storage {
  /** What the browser's own event says of a key of this student's; `undefined` where it is another's. */
  mine(event: StorageEvent): StorageEvent | undefined;
}

/** Open the store of an `owner`; `changed` hears of every key that the page writes or takes away. */
export function own(real: Storage, owner: string, changed: (key: string, value: string | null) => void): Own {
  const prefix = `tc-scorm:${owner}:`;
  const at = (key: string) => (SHARED.includes(key) ? key : prefix + key);
  const names = new Set(Array.from({ length: real.length }, (_, n) => real.key(n) ?? "").filter((key) => key.startsWith(prefix)));
  const store: Own = {
    getItem: (key) => real.getItem(at(String(key))),
    setItem: (key, value) => {
      real.setItem(at(String(key)), String(value));
      if (SHARED.includes(key)) return;
      names.add(at(String(key)));
      changed(String(key), String(value));
    },
    removeItem: (key) => {
      real.removeItem(at(String(key)));
      names.delete(at(String(key)));
      if (!SHARED.includes(key)) changed(String(key), null);
    },
    clear: () => {
      for (const name of [...names]) store.removeItem(name.slice(prefix.length));
    },
    key: (n) => [...names][n]?.slice(prefix.length) ?? null,
    get length() {
      return names.size;
    },
    mine: (event) => {
      const { key, newValue, oldValue, url } = event;
      if (key !== null && !key.startsWith(prefix)) return undefined;
      if (key === null) names.clear();
      else if (newValue === null) names.delete(key);
      else names.add(key);
      return new StorageEvent("storage", { key: key && key.slice(prefix.length), newValue, oldValue, url });
    },
  };
  return (real as Storage & { blocked?: boolean }).blocked ? Object.assign(store, { blocked: true }) : store;
}
