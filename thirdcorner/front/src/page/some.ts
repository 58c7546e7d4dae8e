/**
 * What only some pages have: charts to explore, the filter of claims, the learner's own copy beside its walk, what is due for review,
 * and answers, which stand on a sheet of their own on paper.
 */

import { countDue } from "../logic/queue";
import { explorable } from "./charts";
import { ownCopy } from "./copy";
import { claimFilter } from "./filter";
import { h, top } from "./notice";
import { sheetOfAnswers } from "./print";
import type { Store } from "./store";

/** How many cards wait, with a link to them. */
function due(store: Store, places: NodeListOf<HTMLElement>) {
  const draw = () => {
    const n = countDue(store.entries(), Date.now());
    const href = `${top()}book/review.html`;
    for (const place of places) {
      const link = h("a", { href, textContent: `${n} ${n === 1 ? "card is" : "cards are"} due for review` });
      place.replaceChildren(...(n ? [link, "."] : []));
    }
  };
  draw();
  document.addEventListener("tc-record", draw);
  addEventListener("pageshow", draw);
}

globalThis.thirdcorner.some = (store, scriptOf) => {
  document.querySelectorAll<HTMLElement>("figure.tc-chart").forEach((figure) => explorable(figure, scriptOf));
  document.querySelectorAll<HTMLElement>("[data-tc-filter]").forEach(claimFilter);
  ownCopy();
  sheetOfAnswers();
  const places = document.querySelectorAll<HTMLElement>("[data-tc-due]");
  if (places.length) due(store, places);
};
