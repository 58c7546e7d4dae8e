/**
 * Links of a packed page. One to a page of the package stays; one to another page of the book leads to where the book is published,
 * or is plain text; whatever leaves the package opens in a window of its own, since a platform's frame shows no other site.
 */

import type { Package } from "./package";

/** Where a link of a page leads: its new address, or `null` where it leads nowhere. Pure. */
export function leads(href: string, { here, pages, at }: Pick<Package, "here" | "pages" | "at">): string | null {
  if (/^(#|mailto:|blob:|data:)/i.test(href)) return href;
  const top = new URL("https://package.invalid/");
  const url = URL.canParse(href, new URL(here, top)) ? new URL(href, new URL(here, top)) : null;
  if (!url || url.origin !== top.origin) return url && /^https?:$/.test(url.protocol) ? href : null;
  if (pages.some((page) => new URL(page, top).pathname === url.pathname)) return href;
  return at ? `${at}/${url.pathname.slice(1)}${url.search}${url.hash}` : null;
}

/** Whether a page of the package led to this one, whose address is `address`. Pure. */
export function cameFrom(referrer: string, address: string, { here, pages }: Pick<Package, "here" | "pages">): boolean {
  if (!URL.canParse(referrer)) return false;
  const top = new URL("../".repeat(here.split("/").length - 1) || "./", address);
  const { origin, pathname } = new URL(referrer);
  return origin === top.origin && pages.some((page) => new URL(page, top).pathname === pathname);
}

/** Hold one link to that. */
function hold(link: HTMLAnchorElement, pack: Package): void {
  const href = link.getAttribute("href");
  if (href === null) return;
  const to = leads(href, pack);
  if (to === null) link.removeAttribute("href");
  else if (to !== href) link.setAttribute("href", to);
  if (to && /^https?:/i.test(to) && link.target !== "_blank") {
    link.target = "_blank";
    link.rel = "noopener";
  }
}

/** Hold every link of the page, now and as instruments draw others. */
export function holdLinks(pack: Package): void {
  const under = (node: Node) => {
    if (node instanceof HTMLAnchorElement) hold(node, pack);
    if (node instanceof Element) node.querySelectorAll<HTMLAnchorElement>("a[href]").forEach((link) => hold(link, pack));
  };
  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes)
      if (type === "attributes") under(target);
      else addedNodes.forEach(under);
  }).observe(document.documentElement, { subtree: true, childList: true, attributeFilter: ["href"] });
  under(document.documentElement);
}
