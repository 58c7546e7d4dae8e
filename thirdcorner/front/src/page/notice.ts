/** What the reader is told, in words that are true of what the store did. */

import type { Tell } from "./store";

/** Make an element. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Partial<HTMLElementTagNameMap[K]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children);
  return node;
}
export const button = (textContent: string, press: () => void, className = "tc-button") => {
  const made = h("button", { type: "button", className, textContent });
  made.addEventListener("click", press);
  return made;
};
/** A line that a screen reader speaks when it changes. */
export function spoken(className = "tc-said"): HTMLParagraphElement {
  return h("p", { className, role: "status" });
}

/** The way to the book's top, whatever folder of whichever host it stands in. */
export const top = () => new URL(document.documentElement.dataset.content_root ?? "./", location.href).href;

/** The page of the reader's own work, from wherever one is in the book. */
export const myWork = () => `${top()}book/my-work.html`;

export const WORDS: Record<Tell, string> = {
  full: "Your browser’s store for this site is full: what you just did is not kept, and nothing earlier was overwritten. Save your answers to a file, then make room.",
  noroom:
    "Something earlier would have to be put aside here, and your browser’s store is full. It stays, so what you do in this exercise is not kept. Save your answers to a file, then make room.",
  blocked: "Your browser keeps nothing for this page (its storage is blocked), so your answers last until you close it. Save them to a file.",
  unreadable: "An earlier answer could not be read. It was put aside, not deleted: it stands on My work, and is part of the file you can save.",
  elsewhere: "The other tab wrote something else; kept on My work.",
  first: "Your first answer stands; this one is kept on My work.",
  vanished: "What your browser kept of this book has been deleted while this page was open. What you still see here is on this page only.",
};

/** Tell the reader something that matters, once a page. */
export function notice(id: string, text: string, tools: Node[] = []) {
  if (document.getElementById(`tc-notice-${id}`)) return;
  const said = h("p");
  const box = h(
    "div",
    { id: `tc-notice-${id}`, className: "tc-notice", role: "status" },
    said,
    ...tools,
    button("Close", () => box.remove()),
  );
  (document.querySelector("main article") ?? document.body).prepend(box);
  requestAnimationFrame(() => (said.textContent = text));
}

/** Give the reader a file. */
export function download(name: string, data: unknown) {
  const link = h("a", { href: URL.createObjectURL(new Blob([JSON.stringify(data, null, 1)], { type: "application/json" })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
