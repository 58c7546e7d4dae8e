/**
 * Random histories of two tabs over one store, against a plain model of what must survive: every word that the store said it kept is
 * in the record or among what was put aside, until somebody who saw it wrote over it, or deleted it; what was said first stands until
 * it is forgotten; and what the browser threw away comes back from the page that still holds it.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { canonical, isFirstId, joined, merged, type Entry, type State } from "./entry";
import { takeBack } from "./back";
import { Memory } from "./memory";
import { openStore, type Tell } from "./store";

const IDS = ["q", "memo", "table", "welcome/first-answer"];
const PREFIX = "tc:c:e:";

class History {
  storage = new Memory();
  now = 1_000;
  told: Tell[] = [];
  wording = "h1";
  words = 0;
  /** Words that must be there. */
  alive = new Set<string>();
  files: string[] = [];
  tabs = [0, 1].map(() => ({ store: this.open(), view: {} as Record<string, State> }));

  open() {
    return openStore({ course: "c", edition: "e", storage: this.storage, tell: (what) => void this.told.push(what), now: () => this.now });
  }
  word() {
    const word = `<${(this.words += 1)}>`;
    return word;
  }
  in = (value: unknown) => (typeof value === "string" ? value : (JSON.stringify(value) ?? "")).match(/<\d+>/g) ?? [];
  gone(value: unknown) {
    for (const word of this.in(value)) this.alive.delete(word);
  }
  tab = (n: number) => this.tabs[n % 2];

  type(n: number, id: string, field: string) {
    const { store, view } = this.tab(n);
    const base = view[id] ?? {};
    const word = this.word();
    const [name, cell] = field.split("/");
    const next: State = { ...base, [name]: cell ? { ...(base[name] as State), [cell]: word } : word };
    const raw = this.storage.kept.get(PREFIX + id);
    const was = store.read(id, this.wording).state;
    this.told = [];
    if (!store.write(id, next, this.wording, undefined, base)) {
      if (this.in(raw).length) for (const kept of this.in(raw)) expect(this.everything()).toContain(kept);
      if (this.told.includes("first")) this.alive.add(word);
      expect(this.told.some((what) => what === "full" || what === "noroom" || (what === "first" && was && isFirstId(id)))).toBe(true);
      expect(store.read(id, this.wording).state).toEqual(was);
      return;
    }
    if (isFirstId(id)) expect(was).toBe(null);
    if (name !== "first") this.gone(cell ? (base[name] as State | undefined)?.[cell] : base[name]);
    this.alive.add(word);
    view[id] = next;
    const kept = store.read(id, this.wording).state?.[name];
    if (name === "first" && was?.first) expect([kept, this.told.includes("first")]).toEqual([was.first, true]);
    else expect(cell ? (kept as State)[cell] : kept).toBe(word);
  }
  look(n: number) {
    const { store, view } = this.tab(n);
    for (const id of IDS) {
      const { state } = store.read(id, this.wording);
      if (state) view[id] = state;
      else delete view[id];
    }
  }
  forget(n: number, id: string) {
    const { store, view } = this.tab(n);
    if (!view[id] || !store.forget(id, view[id])) return;
    this.gone(view[id]);
    delete view[id];
  }
  save(n: number, old: boolean) {
    const file = this.tab(n).store.file();
    if (old) file.items = Object.fromEntries(Object.entries(file.items).map(([id, { v, hash, at, state }]) => [id, { v, hash, at, state }]));
    this.files.push(JSON.stringify(file));
  }
  load(n: number, which: number) {
    const text = this.files[which % (this.files.length || 1)];
    if (!text) return;
    try {
      this.tab(n).store.load(text);
    } catch (error) {
      expect((error as Error).message).toContain("full");
      return;
    }
    for (const word of this.in(text)) this.alive.add(word);
  }
  /** Somebody else writes whole, without asking: an edition before, or one to come. */
  other(id: string, v: number) {
    const raw = this.storage.kept.get(PREFIX + id);
    const word = this.word();
    try {
      this.storage.setItem(PREFIX + id, JSON.stringify({ v, hash: this.wording, at: this.now || 1, state: { answer: word } }));
    } catch {
      return;
    }
    this.gone(raw);
    this.alive.add(word);
  }
  back(n: number, which: number, take: boolean) {
    const { store } = this.tab(n);
    const all = store.asides();
    if (!all.length) return;
    const { key, text } = all[which % all.length];
    if (take) takeBack(store, key);
    else {
      store.deleteAside(key);
      if (!this.everything(PREFIX).includes(text)) this.gone(text);
    }
  }
  /** A widget cannot read what it is given, or the learner begins again. */
  refuse(n: number, id: string, why: "unreadable" | "again") {
    const { store, view } = this.tab(n);
    const raw = this.storage.kept.get(PREFIX + id);
    this.told = [];
    if (!store.refuse(id, why)) {
      expect(this.told).toContain("noroom");
      return expect(this.storage.kept.get(PREFIX + id)).toBe(raw);
    }
    delete view[id];
    expect(store.read(id, this.wording).state).toBe(null);
  }
  block(blocked: boolean) {
    this.storage.blocked = blocked;
    if (!blocked) this.tabs.forEach(({ store }) => store.look()); // the reader comes back to the page
  }
  putBack(n: number) {
    const { store } = this.tab(n);
    const held = this.in(store.entries());
    if (store.putBack()) held.forEach((word) => this.alive.add(word));
  }
  /** The browser throws everything away; what was done stands in the pages that are open, unless they are closed as well. */
  vanish(closed: boolean) {
    const known = this.storage.kept.has("tc-clock:c:e") && !this.storage.blocked;
    this.storage.kept.clear();
    this.alive.clear();
    this.files = [];
    this.told = [];
    const noticed = this.tabs.map(({ store }) => store.look());
    if (known) expect(noticed).toContain(true);
    if (!closed) return;
    this.tabs.forEach((tab) => (tab.view = {}));
    this.tabs.forEach((tab) => (tab.store = this.open()));
  }
  everything = (start = "") =>
    [...this.storage.kept]
      .filter(([key]) => key.startsWith(start))
      .map(([, value]) => value)
      .join("\n");
  check() {
    const all = this.everything();
    for (const word of this.alive) expect(all, `lost ${word}`).toContain(word);
  }
}

const tab = fc.nat(1);
const id = fc.constantFrom(...IDS);
const field = fc.constantFrom("answer", "why_text", "values/a", "values/b", "first");
const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant("type" as const), tab, id, field }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("look" as const), tab }) },
  fc.record({ do: fc.constant("forget" as const), tab, id }),
  fc.record({ do: fc.constant("save" as const), tab, old: fc.boolean() }),
  { weight: 2, arbitrary: fc.record({ do: fc.constant("load" as const), tab, which: fc.nat(5) }) },
  fc.record({ do: fc.constant("other" as const), id, v: fc.constantFrom(1, 1, 2, 99) }),
  fc.record({ do: fc.constant("back" as const), tab, which: fc.nat(9), take: fc.boolean() }),
  fc.record({ do: fc.constant("clock" as const), now: fc.constantFrom(0, 1, 500, 1_000, 5e12, -7, NaN, Infinity) }),
  fc.record({ do: fc.constant("room" as const), room: fc.constantFrom(0, 200, 600, 1_500, Infinity, Infinity) }),
  fc.record({ do: fc.constant("reword" as const), wording: fc.constantFrom("h1", "h2") }),
  { weight: 0.2 * 10, arbitrary: fc.record({ do: fc.constant("reload" as const), tab }) },
  fc.record({ do: fc.constant("vanish" as const), closed: fc.boolean() }),
  fc.record({ do: fc.constant("refuse" as const), tab, id, why: fc.constantFrom("unreadable" as const, "again" as const) }),
  fc.record({ do: fc.constant("block" as const), blocked: fc.boolean() }),
  { weight: 2, arbitrary: fc.record({ do: fc.constant("putBack" as const), tab }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

function take(h: History, s: Step) {
  if (s.do === "type") h.type(s.tab, s.id, s.field);
  if (s.do === "look") h.look(s.tab);
  if (s.do === "forget") h.forget(s.tab, s.id);
  if (s.do === "save") h.save(s.tab, s.old);
  if (s.do === "load") h.load(s.tab, s.which);
  if (s.do === "other") h.other(s.id, s.v);
  if (s.do === "back") h.back(s.tab, s.which, s.take);
  if (s.do === "clock") h.now = s.now;
  if (s.do === "room") h.storage.room = s.room;
  if (s.do === "reword") {
    h.wording = s.wording;
    h.tabs.forEach((t) => (t.view = {})); // a new edition comes with a new page
  }
  if (s.do === "reload") {
    h.tab(s.tab).store = h.open();
    h.tab(s.tab).view = {};
    h.look(s.tab);
  }
  if (s.do === "vanish") h.vanish(s.closed);
  if (s.do === "refuse") h.refuse(s.tab, s.id, s.why);
  if (s.do === "block") h.block(s.blocked);
  if (s.do === "putBack") h.putBack(s.tab);
}

test("nothing that was kept is lost, whatever two tabs, clocks, files and a full store do", () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 60, size: "max" }), (steps) => {
      const h = new History();
      for (const s of steps) {
        take(h, s);
        h.check();
      }
    }),
    { numRuns: 400 },
  );
}, 60_000);

const stamp = fc.record({ n: fc.nat(3), at: fc.nat(3) });
const state = fc.dictionary(fc.constantFrom("answer", "checked", "why_text", "more_text", "first"), fc.nat(2), { maxKeys: 4 });
const entry: fc.Arbitrary<Entry> = fc
  .record({ stamp, state, f: fc.dictionary(fc.constantFrom("why_text", "more_text", "*", "first"), fc.tuple(fc.nat(3), fc.nat(3)), { maxKeys: 2 }) })
  .map(({ stamp: { n, at }, state, f }) => joined("q", { v: 1, hash: "h", at, n, f, state }, { v: 1, hash: "h", at: 0, state: {} }).entry);
const record = fc.dictionary(fc.constantFrom("q", "r", "welcome/first-answer"), entry, { maxKeys: 3 });

test("merging is the same in whatever order, grouping and number of times it is done", () => {
  fc.assert(
    fc.property(record, record, record, (a, b, c) => {
      const ab = merged(a, b);
      expect(canonical(ab)).toBe(canonical(merged(b, a)));
      expect(canonical(merged(ab, b))).toBe(canonical(ab));
      expect(canonical(merged(ab, c))).toBe(canonical(merged(a, merged(b, c))));
    }),
    { numRuns: 400 },
  );
}, 60_000);
