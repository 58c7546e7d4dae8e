import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Asked } from "../generated/types";
import { mixed, mixes, ownOrder } from "./mixed";

const self = (one: string) => one;
const seed = fc.integer({ min: 1, max: 2147483646 });
const ids = fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9-]{0,9}$/), { minLength: 1, maxLength: 8 });
const question = fc.stringMatching(/^[a-z0-9-]{1,20}\/q[0-9]{2}$/);
const seeds = Array.from({ length: 6000 }, (_, n) => n * 357_913 + 1);
const asked = (more: Partial<Asked> = {}): Asked => ({
  id: "x/q01",
  kind: "single",
  prompt_html: "",
  parts: ["b", "c", "a", "d"].map((id) => ({ id, html: id })),
  ...more,
});
const orderOf = (q: Asked) => q.parts!.map(({ id }) => id).join("");

describe("the learner's own order", () => {
  it("loses nothing and doubles nothing, whatever the seed", () => {
    fc.assert(
      fc.property(ids, question, seed, (all, q, s) => {
        expect(mixed(all, self, q, s).sort()).toEqual([...all].sort());
      }),
    );
  });

  it("is the same in whatever order things come, whole or in part: so the page's script and the component agree", () => {
    fc.assert(
      fc.property(ids, question, seed, fc.nat(), (all, q, s, some) => {
        const whole = mixed(all, self, q, s);
        expect(mixed([...all].reverse(), self, q, s)).toEqual(whole);
        expect(mixed(whole, self, q, s)).toEqual(whole);
        const part = all.slice(0, some % (all.length + 1));
        expect(mixed(part, self, q, s)).toEqual(whole.filter((id) => part.includes(id)));
      }),
    );
  });

  it.each(["x/q01", "05-renewed-alliance/q03", "again/12-ledger/04-thesis/q03"])("of all orders each is as likely as another: %s", (q) => {
    for (const all of [
      ["a", "b", "c"],
      ["a", "b", "c", "d"],
      ["b", "f", "k", "own-1"],
    ]) {
      const found = new Map<string, number>();
      for (const s of seeds) found.set(mixed(all, self, q, s).join(), (found.get(mixed(all, self, q, s).join()) ?? 0) + 1);
      const every = all.reduce((made, _, n) => made * (n + 1), 1);
      expect(found.size).toBe(every);
      const [least, most] = [Math.min(...found.values()), Math.max(...found.values())];
      const [mean, spread] = [seeds.length / every, Math.sqrt(seeds.length / every)];
      expect(least).toBeGreaterThan(mean - 5 * spread);
      expect(most).toBeLessThan(mean + 5 * spread);
    }
  });

  it("is another for another question: who knows one order knows no other", () => {
    const same = seeds.filter((s) => mixed(["a", "b", "c"], self, "x/q01", s).join() === mixed(["a", "b", "c"], self, "x/q02", s).join());
    expect(same.length / seeds.length).toBeCloseTo(1 / 6, 1);
  });
});

describe("a question", () => {
  it("has its options moved, and nothing else of it", () => {
    for (const kind of ["single", "multiple"] as const) {
      expect(new Set(seeds.map((s) => orderOf(ownOrder(asked({ kind }), s)))).size).toBe(24);
      expect({ ...ownOrder(asked({ kind }), 7), parts: [] }).toEqual(asked({ kind, parts: [] }));
    }
  });

  it.each<Partial<Asked>>([
    { ordered: true },
    { kind: "multiple", ordered: true },
    { kind: "interpretive" },
    { kind: "matching" },
    { kind: "ordering" },
    { kind: "short-answer" },
  ])("keeps its order where that matters: %o", (more) => {
    expect(mixes(asked(more))).toBe(false);
    expect(new Set(seeds.slice(0, 50).map((s) => orderOf(ownOrder(asked(more), s))))).toEqual(new Set(["bcad"]));
  });

  it("is as it was built where there is no learner", () => {
    expect(orderOf(ownOrder(asked(), 0))).toBe("bcad");
  });
});
