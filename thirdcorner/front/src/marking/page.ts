/**
 * The marking page: one file that works from wherever it lies. Marks are kept in this browser under the assignment's id, with the
 * same care as a learner's record; nothing leaves the machine but what the marker saves.
 */

import { flushSync, mount } from "svelte";
import { canonical } from "../page/entry";
import type { MarkingContent } from "../generated/types";
import { Judged as isJudged } from "../generated/valid.js";
import { PageModel } from "../host/model";
import { h, notice } from "../page/notice";
import { openStore, type Options, type Tell } from "../page/store";
import PutAside from "../parts/PutAside.svelte";
import { theme } from "./theme";
import Marking from "./Marking.svelte";
import { earlierMarks, idOf, MARKER, wholeOf } from "./sitting";

const WORDS: Record<Tell, string> = {
  full: "This browser’s store is full: your last mark is not kept, and nothing earlier was overwritten. Save your marks to a file now, then make room.",
  noroom:
    "Earlier marks would have had to be put aside here, and this browser’s store is full. They stay, and your last mark is not kept. Save your marks to a file.",
  blocked: "This browser keeps nothing for this page, so your marks last until you close it. Save them to a file before you do.",
  unreadable: "Some marks that were kept could not be read. They are put aside below, not deleted.",
  elsewhere: "Another window said something else of the same answer. It is put aside below.",
  first: "A first value stands, since it was given before; this one is put aside below.",
  vanished: "What this browser kept of your marks has been deleted while this page was open. What you see is on this page only: save it to a file.",
};

/** The browser's store, or one that lasts as long as the page where the browser gives none. */
function storage(): Options["storage"] {
  try {
    localStorage.getItem("tc-mark");
    return localStorage;
  } catch {
    const kept = new Map<string, string>();
    return {
      blocked: true,
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
      key: (n) => [...kept.keys()][n] ?? null,
      get length() {
        return kept.size;
      },
    };
  }
}

const content = JSON.parse(document.querySelector("script[type='application/json']")?.textContent ?? "{}") as MarkingContent;
const kept = storage();
const store = openStore({ course: "marks", edition: content.id, storage: kept, tell: (what) => notice(what, WORDS[what]) });
const hashes = new Map(content.questions.map((q) => [q.id, q.hash]));
const items = new Map<string, string>([
  [MARKER, MARKER],
  ...content.answers.flatMap((a) => [[idOf(a), hashes.get(a.question)!] as const, [wholeOf(a), "whole"] as const]),
]);

/** All that is kept of this class, as it can be read; what was marked by another rubric is stale. */
function recorded(): { work: Record<string, Record<string, unknown>>; stale: string[] } {
  const work: Record<string, Record<string, unknown>> = {};
  const stale: string[] = [];
  for (const [id, hash] of items) {
    const found = store.read(id, hash);
    if (found.stale) stale.push(id);
    if (!found.state) continue;
    if (isJudged(found.state)) work[id] = found.state;
    else store.refuse(id);
  }
  return { work, stale };
}

/** Take over what the page of the edition before kept; it stays where it was as well. */
function takeOver() {
  const text = kept.getItem(`tc-mark:${content.id}`);
  if (text === null) return;
  const stays = "They stay where they are; to-mark.csv, or the earlier page, still takes them.";
  try {
    const { marks, lost } = earlierMarks(content, JSON.parse(text));
    for (const [id, judged] of marks) if (!store.has(id)) store.write(id, { ...judged }, items.get(id)!);
    if (lost) notice("earlier", `${lost} of the marks that an earlier page kept do not fit the rubric of today. ${stays}`);
  } catch {
    notice("earlier", `Marks that an earlier page kept could not be read. ${stays}`);
  }
}

function start() {
  theme();
  takeOver();
  const { work, stale } = recorded();
  const model = new PageModel({ content, work, stale, seed: 1 }, (before, after) => {
    for (const [id, state] of Object.entries(after))
      if (state !== before[id] && items.has(id)) store.write(id, state, items.get(id)!, undefined, before[id] ?? {});
  });
  const renew = () => {
    const now = recorded();
    model.set("stale", now.stale);
    if (canonical(now.work) !== canonical(model.work)) model.take(now.work);
    document.dispatchEvent(new CustomEvent("tc-record"));
  };
  const place = document.getElementById("marking")!;
  place.replaceChildren();
  mount(Marking, { target: place, props: { content, model } });
  flushSync();
  const fold = h("details", { className: "aside" }, h("summary", {}, "Marks that were put aside"));
  const aside = h("div", { className: "tc-live tc-record" });
  fold.append(aside);
  place.append(fold);
  mount(PutAside, { target: aside, props: { store, called: new Map<string, string>(), renew } });
  const look = () => (fold.hidden = !store.asides().length);
  document.addEventListener("tc-record", look);
  document.addEventListener("change", () => setTimeout(look));
  look();
  addEventListener("storage", (event) => {
    if (event.key === null) store.look();
    else if (event.key.startsWith(store.prefix)) renew();
  });
  addEventListener("focus", store.look);
}

start();
