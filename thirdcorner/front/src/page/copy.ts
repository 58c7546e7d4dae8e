import { KEY, kept } from "../logic/copy";
import { h } from "./notice";

/** Show each paragraph of the reader's own copy, kept on the page "Your copy", beside its walk, its hedges marked. Text is set as text. */
export function ownCopy(): void {
  let found: ReturnType<typeof kept>;
  try {
    found = kept(localStorage.getItem(KEY));
  } catch {
    return; // a browser that keeps nothing
  }
  document.querySelectorAll(".tc-paragraph[id^='par-']").forEach((box) => {
    const id = box.id.slice("par-".length);
    if (!Object.hasOwn(found, id)) return;
    const said = found[id].map(([textContent, hedge]) => h(hedge ? "mark" : "span", { textContent }));
    box.append(h("details", { className: "tc-own-copy" }, h("summary", {}, `Your copy of ${id}`), h("blockquote", {}, ...said)));
  });
}
