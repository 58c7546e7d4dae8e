/** The record of one chapter: what the browser has, what the platform has, and what stands of both. */

import type { Own } from "./own";
import type { Entry, Package } from "./package";
import { pack, unpack, type Kept, type Packed } from "./packed";
import { worked } from "./rule";

/** What was forgotten in this browser, with the time, until the platform has taken that. */
const FORGOTTEN = "tc-scorm-forgotten";

export class ChapterRecord {
  #pack: Package;
  #store: Own;
  #prefix: string;
  /** What the platform knows to be done. */
  #done: Record<string, number | null> = {};

  constructor(pack: Package, store: Own) {
    this.#pack = pack;
    this.#store = store;
    this.#prefix = `tc:${pack.course}:${pack.edition}:`;
  }
  get #leftKey() {
    return `tc-scorm-left:${this.#pack.slug}`;
  }

  /** The id of the piece of work that a key of the store holds. */
  idOf(key: string): string | undefined {
    const id = key.startsWith(this.#prefix) ? key.slice(this.#prefix.length) : "";
    return id in this.#pack.items ? id : undefined;
  }

  /** What the browser has of this page, by id; what it cannot read is left to the book's own store. */
  entries(): Record<string, Entry> {
    const found: Record<string, Entry> = {};
    for (const id of Object.keys(this.#pack.items)) {
      try {
        const entry = JSON.parse(this.#store.getItem(this.#prefix + id) ?? "null") as Entry | null;
        if (entry && typeof entry.hash === "string" && Number.isFinite(entry.at) && entry.state && typeof entry.state === "object") found[id] = entry;
      } catch {
        // unreadable: the store puts it aside and tells
      }
    }
    return found;
  }

  /** Take what the platform has and this browser has not, or has an older answer of. Returns whether all of it could be read and kept. */
  restore(text: string): "restored" | "unreadable" | "full" {
    if (!text) return "restored";
    let kept: Kept;
    try {
      kept = unpack(text, this.#pack.slug, this.#pack.items);
    } catch {
      this.#aside("suspend_data", text);
      return "unreadable";
    }
    const { entries, done } = this.#without(kept);
    this.#done = { ...done, ...worked(this.#pack, entries, {}) };
    try {
      const mine = this.entries();
      for (const [id, entry] of Object.entries(entries)) {
        const have = mine[id];
        if (have && Math.floor(have.at / 1000) >= Math.floor(entry.at / 1000)) continue;
        // what never went to the platform is put aside before a later answer from elsewhere takes its place
        if (have && this.#left().includes(id)) this.#aside(id, JSON.stringify(have));
        this.#store.setItem(this.#prefix + id, JSON.stringify(entry));
      }
      return "restored";
    } catch {
      return "full";
    }
  }

  /** Note that the learner forgot something, on whatever page, or did it anew: what was forgotten does not come back from the platform. */
  wrote(key: string, value: string | null): void {
    if (!key.startsWith(this.#prefix)) return;
    const id = key.slice(this.#prefix.length);
    const list = this.#forgotten();
    if (value === null) {
      delete this.#done[id];
      list[id] = Date.now();
    } else if (id in list) delete list[id];
    else return;
    this.#keepForgotten(list);
  }
  #forgotten(): Record<string, number> {
    try {
      return { ...(JSON.parse(this.#store.getItem(FORGOTTEN) ?? "{}") as Record<string, number>) };
    } catch {
      return {};
    }
  }
  #keepForgotten(list: Record<string, number>): void {
    try {
      if (Object.keys(list).length) this.#store.setItem(FORGOTTEN, JSON.stringify(list));
      else this.#store.removeItem(FORGOTTEN);
    } catch {
      // full: what is forgotten on the page of its own chapter still goes to the platform
    }
  }
  /** What the platform keeps, without what was forgotten here since. */
  #without({ entries, done }: Kept): Kept {
    const list = this.#forgotten();
    const stays = ([id, { at }]: [string, Entry]) => !(id in list) || Math.floor(at / 1000) > Math.floor(list[id] / 1000);
    return {
      entries: Object.fromEntries(Object.entries(entries).filter(stays)),
      done: Object.fromEntries(Object.entries(done).filter(([id]) => !(id in list))),
    };
  }

  /** The record as it goes to the platform, and what of it is done. */
  packed(): Packed & { done: Record<string, number | null> } {
    const entries = this.entries();
    const done = worked(this.#pack, entries, this.#done);
    return { ...pack(this.#pack.slug, entries, done), done };
  }

  /** Note what did not go to the platform; what of this page was forgotten is forgotten there as well now. */
  note(left: string[]): void {
    const list = this.#forgotten();
    const rest = Object.fromEntries(Object.entries(list).filter(([id]) => !(id in this.#pack.items)));
    if (Object.keys(rest).length < Object.keys(list).length) this.#keepForgotten(rest);
    try {
      if (left.length) this.#store.setItem(this.#leftKey, JSON.stringify(left));
      else if (this.#store.getItem(this.#leftKey) !== null) this.#store.removeItem(this.#leftKey);
    } catch {
      // full: the store tells of it where an answer is not kept
    }
  }
  #left(): string[] {
    try {
      const left: unknown = JSON.parse(this.#store.getItem(this.#leftKey) ?? "[]");
      return Array.isArray(left) ? left.map(String) : [];
    } catch {
      return [];
    }
  }
  /** Put a text where the book's own store keeps what was put aside, so that a saved file has it. */
  #aside(id: string, text: string): void {
    const key = `tc-aside:${this.#pack.course}:${this.#pack.edition}:${id}:${Date.now()}`;
    this.#store.setItem(key, text);
  }
}
