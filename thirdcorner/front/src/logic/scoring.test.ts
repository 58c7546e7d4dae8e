import { describe, expect, it } from "vitest";
import type { Asked, Key } from "../generated/types";
import { answered, score, type Answer, type Marks } from "./scoring";

const parts = ["a", "b", "c"].map((id) => ({ id, html: id }));
const q = (kind: Asked["kind"], more: Partial<Asked> = {}): Asked => ({ id: "x/q01", kind, prompt_html: "", parts, ...more });
const levels = (n: number) => Array.from({ length: n }, (_, i) => `level ${i}`);
const TWO = { right: ["b", "c"] };
const BOTH = { right: { a: "A", b: "B" } };
const ORDER = { right: ["c", "a", "b"] };

describe("score", () => {
  it.each<[Asked, Key, Answer, number | null, boolean]>([
    [q("single"), { right: ["b"] }, "b", 1, true],
    [q("single"), { right: ["b"] }, "a", 0, false],
    [q("multiple"), TWO, ["b", "c"], 1, true],
    [q("multiple"), TWO, ["b"], 0.5, false],
    [q("multiple"), TWO, ["a", "b"], 0, false],
    [q("multiple"), TWO, ["a", "b", "c"], 0.5, false],
    [q("true-false"), { right: false }, false, 1, true],
    [q("true-false"), { right: false }, true, 0, false],
    [q("matching"), BOTH, { a: "A", b: "A" }, 0.5, false],
    [q("matching"), BOTH, { a: "A", b: "B" }, 1, true],
    [q("ordering"), ORDER, ["c", "a", "b"], 1, true],
    [q("ordering"), ORDER, ["b", "a", "c"], 0, false],
    [q("ordering"), ORDER, ["c", "a"], 0, false],
    [q("ordering"), ORDER, ["c", "c", "c"], 0, false],
    [q("numeric"), { right: 98.3, tolerance: 0.1 }, "98,4 %", 1, true],
    [q("numeric"), { right: 1190 }, "1,190", 1, true],
    [q("numeric"), { right: -5 }, "−5", 1, true],
    [q("numeric"), { right: 5 }, "five", 0, false],
    [q("fill-in"), { right: [["Hwasong-18"]] }, ["hwasong–18 "], 1, true],
    [q("interpretive"), {}, "a", null, false],
  ])("%o: %o answered %o earns %o", (question, key, answer, earned, right) => {
    expect(score(question, key, answer)).toMatchObject({ score: earned, right });
  });

  it.each<[Asked, Key, Marks, number | null]>([
    [q("short-answer"), { ideas: ["a", "b", "c", "d"].map((id) => ({ id, html: "", feedback_html: "" })) }, { a: true, c: true, d: false }, 0.5],
    [q("short-answer"), { ideas: [{ id: "a", html: "", feedback_html: "" }] }, {}, null],
    [
      q("essay"),
      {
        rubric: [
          { id: "a", criterion: "", levels_html: levels(3) },
          { id: "b", criterion: "", levels_html: levels(4) },
        ],
      },
      { a: 1, b: 3 },
      0.75,
    ],
    [q("essay"), { rubric: [{ id: "a", criterion: "", levels_html: levels(3) }] }, {}, null],
  ])("%o: its writer's marks count", (question, key, marks, earned) => {
    expect(score(question, key, "text", marks).score).toBe(earned);
  });
});

describe("answered", () => {
  it.each<[Asked, Answer, boolean]>([
    [q("single"), undefined, false],
    [q("true-false"), false, true],
    [q("multiple"), [], false],
    [q("matching"), { a: "A" }, false],
    [q("matching"), { a: "A", b: "B", c: "C" }, true],
    [q("fill-in", { gaps: 2 }), ["one"], false],
    [q("fill-in", { gaps: 2 }), ["one", "two"], true],
    [q("numeric"), "five", false],
    [q("short-answer"), "  ", false],
    [q("essay"), "words", true],
  ])("%o answered %o: %o", (question, answer, whole) => {
    expect(answered(question, answer)).toBe(whole);
  });
});
