import { expect, test } from "vitest";
import { best, Finder, marked, sentences, type Index } from "./search";

const INDEX: Index = {
  pages: [
    ["a.html", "Chapter 1 · Reading"],
    ["b.html", "Chapter 2 · Treaties"],
  ],
  places: [
    [0, "one", "Alliances", "An alliance binds. Partners fear being left."],
    [0, "two", "Trade", "Much coal was sold.\nOn an alliance nothing was said. A spaceport is near Carpathia."],
    [1, "three", "The treaty of 2024", "It names assistance, and Athens and its friends signed it."],
  ],
  answers: [
    ["term", "g.html#term-alliance", "alliance", "A promise of help in war."],
    ["event", "t.html#event-v", "1 May 1900: a meeting", "Two envoys meet."],
    ["claim", "c.html#claim-A1", "Claim A1.1", "The alliance is new."],
  ],
};
const finder = await new Finder(INDEX).ready();
const urls = (question: string) => Object.values(finder.find(question)).map((hits) => hits.map((hit: { url: string }) => hit.url));

test("the record answers first, term before claim before event, and a heading counts more than the text below one", () => {
  expect(urls("alliance")).toEqual([
    ["g.html#term-alliance", "c.html#claim-A1"],
    ["a.html#one", "a.html#two"],
  ]);
});

test.each([
  ["carp", "a.html#two"],
  ["carpathja", "a.html#two"],
  ["CARPATHIA", "a.html#two"],
  ["spaceprot", "a.html#two"],
  ["treaty 2024", "b.html#three"],
  ["athens", "b.html#three"],
  ["the coal of", "a.html#two"],
])("%s is found", (question, url) => expect(urls(question)[1][0]).toBe(url));

test.each(["", "   ", "the", "xyzzy", "…"])("%j finds nothing", (question) => expect(urls(question)).toEqual([[], []]));

test("all words are asked for first, some of them where nothing holds all", () => {
  expect(urls("coal spaceport")[1]).toEqual(["a.html#two"]);
  expect(urls("coal assistance")[1].toSorted()).toEqual(["a.html#two", "b.html#three"]);
});

test("the sentence that holds the words is shown, with the words apart", () => {
  expect(finder.find("spaceport").places[0].sentence).toEqual(["A ", "spaceport", " is near Carpathia."]);
  expect(best("One. Two holds it. Three", new Set(["it", "holds"]))).toBe("Two holds it.");
  expect(sentences("About 5 p.m. he came. He left.\nNext")).toEqual(["About 5 p.m. he came.", "He left.", "Next"]);
});

test("a long sentence is cut around its first word, at a word's end", () => {
  const long = `${"many words before ".repeat(20)}target${" and many after it".repeat(20)}`;
  const pieces = marked(long, new Set(["target"]));
  expect(pieces[1]).toBe("target");
  expect(pieces.join("").length).toBeLessThan(240);
  expect(pieces[0].startsWith("… ") && pieces.at(-1)!.endsWith(" …")).toBe(true);
});
