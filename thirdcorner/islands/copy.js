// @ts-check

/** Where a reader's own copy is kept if the reader said so on the page "Your copy" (widgets/my_copy.js). */
const KEY = "tc-copy";

/** Show each paragraph of the reader's own copy beside its walk, its hedges marked. Text is set as text. */
export function ownCopy() {
  let kept;
  try {
    kept = JSON.parse(localStorage.getItem(KEY) ?? "null");
  } catch {
    return; // unreadable: the page "Your copy" takes a new one
  }
  if (!kept || typeof kept !== "object") return;
  document.querySelectorAll(".tc-paragraph[id^='par-']").forEach((box) => {
    const parts = kept[box.id.slice("par-".length)];
    if (!Array.isArray(parts)) return;
    const fold = document.createElement("details");
    fold.className = "tc-own-copy";
    const summary = document.createElement("summary");
    summary.textContent = `Your copy of ${box.id.slice("par-".length)}`;
    const quote = document.createElement("blockquote");
    for (const [text, hedge] of parts) {
      const part = document.createElement(hedge ? "mark" : "span");
      part.textContent = String(text);
      quote.append(part);
    }
    fold.append(summary, quote);
    box.append(fold);
  });
}
