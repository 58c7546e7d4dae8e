/** Where the reader is: marked in the side bar's Contents, kept for *Continue* on the welcome page. */

import { h, top } from "./notice";

const KEY = "tc-read";

/** A heading's words, without the sign of its permalink. */
function words(heading?: Element | null): string {
  const parts = [...(heading?.childNodes ?? [])].map((node) => ((node as Element).matches?.(".headerlink") ? "" : node.textContent));
  return parts.join("").trim();
}

export function place(): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>("#pst-primary-sidebar .tc-contents a")];
  const sections = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  const look = () => {
    const now = sections.findLastIndex((section) => (section?.getBoundingClientRect().top ?? Infinity) <= 100); // up to the bar at the top
    links.forEach((link, i) => (i === now ? link.setAttribute("aria-current", "location") : link.removeAttribute("aria-current")));
    keep(sections[now]);
  };
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest(".tc-contents a") : null;
    link?.closest<HTMLDialogElement>("dialog[open]")?.close();
  });
  if (links.length) {
    addEventListener("scroll", look, { passive: true }); // a browser tells it once a frame
    look();
  }
  goOn();
}

/** Remember a chapter and its section as what was read last. */
function keep(section?: Element | null): void {
  const slug = location.pathname.match(/\/chapters\/([\w-]+)(?:\.html)?$/)?.[1]; // some hosts leave the ending out
  if (!slug) return;
  const page = `chapters/${slug}.html`;
  const title = words(document.querySelector("main h1"));
  const chapter = document.querySelector(".tc-eyebrow")?.textContent ?? "";
  try {
    localStorage.setItem(KEY, JSON.stringify({ page, chapter, title, at: section?.id ?? "", heading: words(section?.querySelector("h2, h3")) }));
  } catch {
    // full or blocked: the welcome page simply has nothing to continue
  }
}

/** On the welcome page, a link to where the reader was. */
function goOn(): void {
  const spot = document.querySelector("[data-tc-continue]");
  if (!spot) return;
  try {
    const last = JSON.parse(localStorage.getItem(KEY) ?? "null");
    if (!last || !/^chapters\/[\w-]+\.html$/.test(last.page) || !/^[\w-]*$/.test(last.at)) return;
    const href = `${top()}book/${last.page}${last.at ? `#${last.at}` : ""}`;
    const where = [last.chapter, last.title, last.heading].filter((part) => typeof part === "string" && part).join(" · ");
    spot.replaceChildren(h("a", { href, className: "tc-button tc-primary", textContent: "Continue" }), ` ${where}`);
  } catch {
    // unreadable: nothing to continue
  }
}
