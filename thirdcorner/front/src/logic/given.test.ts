import { describe, expect, it } from "vitest";
import type { Asked } from "../generated/types";
import { restored } from "./given";

const parts = ["b", "a", "c"].map((id) => ({ id, html: id }));
const q = (kind: Asked["kind"]): Asked => ({ id: "x/q01", kind, prompt_html: "", parts, was: ["a", "b", "c"] });

describe("a record of the edition before", () => {
  it.each<[Asked["kind"], unknown, unknown]>([
    ["single", 1, "b"],
    ["interpretive", 0, "a"],
    ["multiple", [0, 2], ["a", "c"]],
    ["ordering", [2, 0, 1], ["c", "a", "b"]],
    ["matching", ["A", "", "C"], { a: "A", c: "C" }],
    ["true-false", false, false],
    ["numeric", "98,3", "98,3"],
    ["fill-in", ["one", "two"], ["one", "two"]],
    ["essay", "text", "text"],
  ])("%s: %o becomes %o", (kind, was, now) => {
    expect(restored(q(kind), { answer: was, checked: true, tries: 2 })).toMatchObject({ answer: now, checked: true, tries: 2 });
  });

  it("has marks by place, which become marks by id", () => {
    expect(restored(q("short-answer"), { answer: "text", marks: [true, null, false] })?.marks).toEqual({ a: true, c: false });
  });
});

describe("a record of today", () => {
  it.each<[Asked["kind"], unknown]>([
    ["single", "c"],
    ["multiple", []],
    ["matching", { a: "A" }],
    ["ordering", ["c", "b", "a"]],
  ])("%s: %o stays as it is", (kind, answer) => {
    expect(restored(q(kind), { answer })?.answer).toEqual(answer);
  });
});

describe("what cannot be read", () => {
  it.each<[Asked["kind"], unknown]>([
    ["single", { answer: 9 }],
    ["single", { answer: ["a"] }],
    ["single", { answer: "z" }],
    ["multiple", { answer: "a" }],
    ["multiple", { answer: ["z"] }],
    ["matching", { answer: "A" }],
    ["true-false", { answer: "yes" }],
    ["numeric", { answer: ["1"] }],
    ["essay", { answer: true }],
    ["single", { answer: "a", tries: "many" }],
    ["single", { answer: "a", confidence: 900 }],
    ["single", { answer: "a", marks: "all" }],
    ["single", { answer: "a", checked: {} }],
    ["single", "a"],
    ["single", null],
    ["single", []],
  ])("%s: %o is put aside", (kind, state) => {
    expect(restored(q(kind), state)).toBeNull();
  });
});
