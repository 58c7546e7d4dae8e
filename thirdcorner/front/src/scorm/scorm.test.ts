import { beforeEach, expect, test, vi } from "vitest";
import { Memory } from "../page/memory";
import { Clock } from "./clock";
import { cameFrom } from "./links";

const signs = new Map<string, () => void>();

beforeEach(() => {
  signs.clear();
  vi.stubGlobal("sessionStorage", new Memory());
  vi.stubGlobal("addEventListener", (name: string, does: () => void) => signs.set(name, does));
});

test.each([
  [300, [100, 200], 500, 500],
  [300, [100], 10_000, 400],
  [300, [], 10_000, 300],
  [300, [1000], 1050, 350],
  [0, [], 10_000, 10_000],
])("with an idle time of %i s and signs at %j, %i s of a page are %i s of work", (idle, at, end, worked) => {
  let now = 0;
  const clock = new Clock(idle, false, () => now);
  for (const second of at) {
    now = second;
    signs.get("keydown")!();
  }
  now = end;
  expect(clock.seconds).toBe(worked);
  expect([...signs.keys()]).toEqual(idle ? ["pointerdown", "keydown", "scroll"] : []);
});

test("a page that another leads to goes on counting, once, and a new session begins at nothing", () => {
  let now = 0;
  const first = new Clock(300, false, () => now);
  now = 60;
  first.hand();
  now = 100;
  const second = new Clock(300, true, () => now);
  now = 130;
  expect(second.seconds).toBe(90);
  expect(new Clock(300, true, () => now).seconds).toBe(0);
  second.hand();
  expect(new Clock(300, false, () => now).seconds).toBe(0);
});

test.each([
  ["https://lms.test/p/book/chapters/05.html", true],
  ["https://lms.test/p/book/chapters/05.html?x=1#y", true],
  ["https://lms.test/p/book/%C5%81%20.html", true],
  ["https://lms.test/mod/scorm/player.php", false],
  ["https://lms.test/q/book/chapters/05.html", false],
  ["https://other.test/p/book/chapters/05.html", false],
  ["", false],
])("%s is a page of the package: %s", (referrer, is) => {
  const pages = ["book/chapters/05.html", "book/reference/glossary.html", "book/Ł .html"];
  expect(cameFrom(referrer, "https://lms.test/p/book/reference/glossary.html", { here: "book/reference/glossary.html", pages })).toBe(is);
});
