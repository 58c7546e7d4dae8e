/** The page around the islands: definitions on demand, and what the theme did with inline handlers. */

import { h } from "./notice";
import { place } from "./place";
import { reading, shelf } from "./shelf";
import type { Store } from "./store";

/**
 * Whether this browser keeps a separate store for each `file://` page, as Firefox does with its stock preferences. There,
 * a page may not read the rules of a style sheet beside it.
 */
export function separateStores(): boolean {
  if (location.protocol !== "file:" || !CSS.supports("-moz-appearance", "none")) return false;
  const sheet = [...document.styleSheets].find((s) => s.href?.startsWith("file:"));
  try {
    return !sheet?.cssRules;
  } catch {
    return true;
  }
}

/** `more` is what else the reader chooses beside letters and lines. */
export function startPage(store: Store, more: Node[]): void {
  document.querySelectorAll("[data-tc-do='print']").forEach((b) => b.addEventListener("click", () => print()));
  place();
  shelf(store);
  reading(more);
  definitions();
  if (!store.blocked && Object.keys(store.entries()).length > 0) navigator.storage?.persist?.();
}

/** Glossary links show their definition on hover, focus and tap; Escape closes it. */
function definitions(): void {
  const box = h("div", { className: "tc-definition", hidden: true, id: "tc-definition", role: "tooltip" });
  document.body.append(box);
  let over = false;
  const show = (link: HTMLElement) => {
    const { bottom, left } = link.getBoundingClientRect();
    box.textContent = link.dataset.definition ?? "";
    box.hidden = false;
    box.style.top = `${bottom + scrollY + 6}px`;
    box.style.left = `${Math.max(12, Math.min(left + scrollX, innerWidth - box.offsetWidth - 16))}px`;
    link.setAttribute("aria-describedby", box.id);
  };
  const hide = () => {
    if (over) return;
    box.hidden = true;
    document.querySelectorAll("[aria-describedby='tc-definition']").forEach((l) => l.removeAttribute("aria-describedby"));
  };
  const leave = () => {
    over = false;
    hide();
  };
  box.addEventListener("pointerenter", () => (over = true));
  box.addEventListener("pointerleave", leave);
  document.querySelectorAll<HTMLElement>("a.tc-gloss").forEach((link) => {
    link.addEventListener("pointerenter", (e) => e.pointerType === "mouse" && show(link));
    link.addEventListener("pointerleave", () => requestAnimationFrame(hide));
    link.addEventListener("focus", () => show(link));
    link.addEventListener("blur", hide);
    link.addEventListener("click", (e) => {
      if (box.hidden || matchMedia("(hover: none)").matches) {
        if (link.dataset.opened !== "yes") e.preventDefault();
        link.dataset.opened = "yes";
        show(link);
      }
    });
  });
  document.addEventListener("keydown", (e) => e.key === "Escape" && leave());
}
