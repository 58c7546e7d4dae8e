import { expect, test } from "vitest";
import { threeWay } from "./entry";
import fixture from "./fixtures/before.json";
import { takeBack } from "./back";
import { Memory } from "./memory";
import { openStore, type RecordFile, type Steps, type Tell } from "./store";

const before = fixture as unknown as { file: RecordFile; store: Record<string, string> };

function opened(storage = new Memory(), more: { now?: () => number; steps?: Steps } = {}) {
  const told: [Tell, string][] = [];
  const store = openStore({
    course: "third-corner",
    edition: "2026-autumn",
    storage,
    tell: (what, id) => told.push([what, id]),
    now: () => 9,
    ...more,
  });
  return { store, told, storage };
}
const asideOf = ({ store }: ReturnType<typeof opened>) => store.asides().map(({ id, why, text }) => ({ id, why, text }));

test("a store that the edition before wrote is read as it stands, whatever cannot be read put aside", () => {
  const storage = new Memory();
  for (const [key, value] of Object.entries(before.store)) storage.setItem(key, value);
  const one = opened(storage);
  expect(one.store.entries()).toEqual(before.file.items);
  expect(one.told).toEqual([["unreadable", "07-benefits/q03"]]);
  expect(asideOf(one)).toEqual(
    expect.arrayContaining([
      { id: "07-benefits/q03", why: "unreadable", text: "{broken" },
      { id: "06-risks/q01", why: "earlier", text: expect.stringContaining("oldwording00") },
    ]),
  );
});

test("a file that the edition before saved is loaded whole, and loading it again changes nothing", () => {
  const one = opened();
  expect(one.store.load(JSON.stringify(before.file))).toEqual({ taken: 5, aside: 2 });
  expect(one.store.entries()).toEqual(before.file.items);
  const kept = new Map(one.storage.kept);
  expect(one.store.load(JSON.stringify(before.file))).toEqual({ taken: 0, aside: 0 });
  expect(one.store.load(JSON.stringify(one.store.file()))).toEqual({ taken: 0, aside: 0 });
  kept.delete("tc-clock:third-corner:2026-autumn");
  for (const [key, value] of kept) expect(one.storage.getItem(key)).toBe(value);
});

test("two tabs that each change a field both keep theirs; where both changed one, what gave way is put aside and told", () => {
  const storage = new Memory();
  const [one, other] = [opened(storage), opened(storage)];
  one.store.write("memo", { part_text: "a", values: { x: 1, y: 1 }, rate: 1 }, "h");
  const base = { part_text: "a", values: { x: 1, y: 1 }, rate: 1 };
  one.store.write("memo", { ...base, part_text: "one", values: { x: 2, y: 1 } }, "h", undefined, base);
  other.store.write("memo", { ...base, values: { x: 1, y: 3 }, rate: 5 }, "h", undefined, base);
  expect(one.store.read("memo", "h").state).toEqual({ part_text: "one", values: { x: 2, y: 3 }, rate: 5 });
  expect(asideOf(one)).toEqual([]);
  other.store.write("memo", { ...base, part_text: "other" }, "h", undefined, base);
  expect(one.store.read("memo", "h").state).toEqual({ part_text: "other", values: { x: 2, y: 3 }, rate: 5 });
  expect(other.told).toEqual([["elsewhere", "memo"]]);
  const [gone] = other.store.asides();
  expect([gone.why, gone.entry?.state]).toEqual(["elsewhere", { part_text: "one" }]);
  expect(takeBack(other.store, gone.key)).toBe(true);
  expect(one.store.read("memo", "h").state).toMatchObject({ part_text: "one", rate: 5 });
  expect(other.store.asides().map((a) => [a.why, a.entry?.state])).toEqual([["taken", { part_text: "other" }]]);
});

test("a full store overwrites nothing that it could not put aside, and says so", () => {
  const storage = new Memory();
  const one = opened(storage);
  one.store.write("q", { answer: "old wording" }, "h1");
  const raw = storage.getItem("tc:third-corner:2026-autumn:q");
  storage.room = 0;
  expect(one.store.write("q", { answer: "new" }, "h2")).toBe(false);
  expect(one.told).toEqual([["noroom", "q"]]);
  expect(storage.getItem("tc:third-corner:2026-autumn:q")).toBe(raw);
  expect(one.store.refuse("q")).toBe(false);
  expect(one.store.write("q", { answer: "same wording" }, "h1")).toBe(false);
  expect(one.told.at(-1)).toEqual(["full", "q"]);
  storage.kept.set("tc:third-corner:2026-autumn:q", "{unreadable");
  expect(one.store.write("q", { answer: "x" }, "h1")).toBe(false);
  expect(storage.getItem("tc:third-corner:2026-autumn:q")).toBe("{unreadable");
  const file = { ...before.file, items: { ...before.file.items } };
  expect(() => one.store.load(JSON.stringify(file))).toThrow("is full: 0 answers were taken over");
});

test("no clock decides: after it is set back, an older backup does not replace newer work, and is put aside", () => {
  let now = 2_000;
  const one = opened(new Memory(), { now: () => now });
  one.store.write("q", { answer: "first" }, "h");
  const backup = JSON.stringify(one.store.file());
  now = 1_000;
  one.store.write("q", { answer: "later, by a clock set back" }, "h");
  one.store.load(backup);
  expect(one.store.read("q", "h").state).toEqual({ answer: "later, by a clock set back" });
  expect(one.store.asides().map((a) => [a.why, a.entry?.state])).toEqual([["import", { answer: "first" }]]);
  one.store.load(backup);
  expect(one.store.asides()).toHaveLength(1);
});

test("work on today's wording stands before work on another, whichever is later", () => {
  const [one, other] = [opened(), opened()];
  other.store.write("q", { answer: "on the old wording" }, "old");
  for (let n = 0; n < 5; n += 1) other.store.write("q", { answer: `on the old wording ${n}` }, "old");
  one.store.write("q", { answer: "on today's" }, "new");
  one.store.load(JSON.stringify(other.store.file()));
  expect(one.store.read("q", "new").state).toEqual({ answer: "on today's" });
  const [gone] = one.store.asides();
  expect(takeBack(one.store, gone.key)).toBe(true);
  expect(one.store.read("q", "new").state).toEqual({ answer: "on the old wording 4" });
});

test("first values stay: a field called first, and the whole of an id that ends in first-…", () => {
  let now = 5_000;
  const one = opened(new Memory(), { now: () => now });
  one.store.write("q", { answer: "a", first: 0 }, "h");
  one.store.write("q", { answer: "b", first: 1 }, "h");
  expect(one.store.read("q", "h").state).toEqual({ answer: "b", first: 0 });
  one.store.write("welcome/first-answer", { text: "What I thought" }, "h");
  now = 9_000;
  one.store.write("welcome/first-answer", { text: "What I think now" }, "h2");
  expect(one.store.read("welcome/first-answer", "h3")).toMatchObject({ state: { text: "What I thought" }, at: 5_000, stale: false });
  const later = opened(new Memory(), { now: () => 7_000 });
  for (let n = 0; n < 9; n += 1) later.store.write("q", { answer: `c${n}`, first: 0.5 }, "h");
  later.store.write("welcome/first-answer", { text: "Elsewhere, later" }, "h");
  const [mine, theirs] = [JSON.stringify(one.store.file()), JSON.stringify(later.store.file())];
  one.store.load(theirs);
  later.store.load(mine);
  for (const { store } of [one, later]) {
    expect(store.read("q", "h").state).toEqual({ answer: "c8", first: 0 });
    expect(store.read("welcome/first-answer", "h")).toMatchObject({ state: { text: "What I thought" }, at: 5_000 });
    expect(store.asides().some((a) => a.text.includes("Elsewhere, later"))).toBe(true);
  }
});

test("of two first values that which was there stands, and what is said here is what is lost", () => {
  expect(threeWay({}, { first: 1 }, { first: 0 })).toEqual({ state: { first: 0 }, lost: { first: 1 } });
  expect(threeWay({ first: 1 }, { first: 1 }, { first: 0 })).toEqual({ state: { first: 0 }, lost: {} });
  expect(threeWay({}, { first: 1, b: 1 }, { b: 2 })).toEqual({ state: { first: 1, b: 1 }, lost: { b: 2 } });
});

test("a second first value is put aside and told as one, and cannot be taken back over the first", () => {
  const storage = new Memory();
  const [one, other] = [opened(storage), opened(storage)];
  one.store.write("q", { answer: "a", first: 0 }, "h", undefined, {});
  expect(other.store.write("q", { answer: "a", first: 1 }, "h", undefined, {})).toBe(true);
  expect(one.store.read("q", "h").state).toEqual({ answer: "a", first: 0 });
  one.store.write("welcome/first-answer", { text: "What I thought" }, "h");
  expect(one.store.write("welcome/first-answer", { text: "What I thought" }, "h")).toBe(true);
  expect(other.store.write("welcome/first-answer", { text: "Another thought" }, "h")).toBe(false);
  expect(other.told).toEqual([
    ["first", "q"],
    ["first", "welcome/first-answer"],
  ]);
  expect(one.store.asides().map((a) => [a.id, a.why, a.entry?.state])).toEqual([
    ["q", "first", { first: 1 }],
    ["welcome/first-answer", "first", { text: "Another thought" }],
  ]);
  for (const { key } of one.store.asides()) expect(takeBack(one.store, key)).toBe(false);
  expect(one.store.asides()).toHaveLength(2);
  storage.room = 0;
  expect(other.store.write("welcome/first-answer", { text: "A third" }, "h")).toBe(false);
  expect(other.told.at(-1)).toEqual(["full", "welcome/first-answer"]);
  expect(one.store.read("welcome/first-answer", "h").state).toEqual({ text: "What I thought" });
});

test("what the browser threw away is noticed by each tab, still held, and put back on asking", () => {
  const storage = new Memory();
  const [one, other] = [opened(storage), opened(storage)];
  for (let n = 0; n < 13; n += 1) one.store.write(`q${n}`, { answer: `${n}` }, "h");
  other.store.write("r", { answer: "r" }, "h");
  one.store.look();
  expect(one.told).toEqual([]);
  storage.kept.clear();
  expect(one.store.write("q0", { answer: "more" }, "h")).toBe(true);
  expect(one.told).toEqual([["vanished", ""]]);
  other.store.look();
  expect(other.told).toEqual([["vanished", ""]]);
  expect(Object.keys(one.store.file().items)).toHaveLength(13);
  expect(one.store.putBack()).toBe(true);
  expect(Object.keys(opened(storage).store.entries())).toHaveLength(13);
  expect(one.store.read("q0", "h").state).toEqual({ answer: "more" });
  one.store.clear();
  one.store.look();
  expect(one.told).toHaveLength(1);
});

test("entries of an older version are brought up, those of a newer one put aside", () => {
  const old = { v: 0, hash: "h", at: 1, state: { given: 2 } };
  const newer = { v: 2, hash: "h", at: 1, state: {} };
  const storage = new Memory();
  storage.setItem("tc:third-corner:2026-autumn:old", JSON.stringify(old));
  storage.setItem("tc:third-corner:2026-autumn:new", JSON.stringify(newer));
  const one = opened(storage, { steps: { 0: (e) => ({ ...e, state: { answer: e.state.given } }) } });
  expect(one.store.load(JSON.stringify({ ...before.file, v: 0, items: { other: old }, aside: {} }))).toEqual({ taken: 1, aside: 0 });
  const lifted = { v: 1, hash: "h", at: 1, state: { answer: 2 } };
  expect(one.store.entries()).toEqual({ old: lifted, other: lifted });
  expect(asideOf(one)).toEqual([{ id: "new", why: "unreadable", text: JSON.stringify(newer) }]);
});

const FILES: [string, string][] = [
  ["not JSON", "{"],
  ["a list", "[]"],
  ["nothing", "null"],
  ["another format", '{"format": "other"}'],
  ["items that are a list", JSON.stringify({ ...before.file, items: [] })],
  ["a newer version", JSON.stringify({ ...before.file, v: 2 })],
  ["no version", JSON.stringify({ ...before.file, v: undefined })],
  ["another course", JSON.stringify({ ...before.file, course: "other" })],
];
test.each(FILES)("a file with %s is refused in words and changes nothing", (_, text) => {
  const one = opened();
  one.store.write("q", { answer: "mine" }, "h");
  const kept = new Map(one.storage.kept);
  expect(() => one.store.load(text)).toThrow(/^This (file|record) /);
  expect(one.storage.kept).toEqual(kept);
});

const HOSTILE = [
  null,
  7,
  "text",
  [],
  {},
  { v: 1 },
  { v: 1, hash: 1, at: 1, state: {} },
  { v: 1, hash: "h", at: "x", state: {} },
  { v: 1, hash: "h", at: 1, state: [] },
];
test.each(HOSTILE.map((entry) => [JSON.stringify(entry), entry]))("of a file, the entry %s is put aside and the rest is taken over", (_, entry) => {
  const one = opened();
  const items = { good: before.file.items["memo-15/options"], bad: entry };
  expect(one.store.load(JSON.stringify({ ...before.file, items, aside: {} }))).toEqual({ taken: 1, aside: 1 });
  expect(asideOf(one)).toEqual([{ id: "bad", why: "import", text: JSON.stringify(entry) }]);
});

test("names and counters made to break something break nothing", () => {
  const one = opened();
  const items = `{"__proto__": ${JSON.stringify({ v: 1, hash: "h", at: 1, n: 1e300, f: { a: "x", b: [1e300, 1] }, state: { answer: "p" } })}, "constructor": ${JSON.stringify({ v: 1, hash: "h", at: 1, state: { toString: "s" } })}}`;
  const deep = "[".repeat(50_000) + "]".repeat(50_000);
  one.store.load(`{"format": "thirdcorner-record", "v": 1, "course": "third-corner", "items": ${items}, "aside": {"x": "kept", "y:9:import": 3}}`);
  expect(Object.keys(one.store.entries()).sort()).toEqual(["__proto__", "constructor"]);
  expect(({} as Record<string, unknown>).answer).toBeUndefined();
  expect(one.store.write("__proto__", { answer: "q" }, "h")).toBe(true);
  expect(one.store.entries()["__proto__"].state).toEqual({ answer: "q" });
  one.storage.setItem("tc:third-corner:2026-autumn:deep", `{"v": 1, "hash": "h", "at": 1, "state": {"answer": ${deep}}}`);
  expect(one.store.read("deep", "h").state).toBeNull();
  expect(one.store.asides().map((a) => a.id)).toEqual(expect.arrayContaining(["x", "deep"]));
});
