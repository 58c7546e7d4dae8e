/** A line at the foot of the page: whether the platform has the work, what it is told, and what stays in this browser. */

import type { Package } from "./package";
import { LIMIT } from "./packed";
import type { Report } from "./rule";

function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Partial<HTMLElementTagNameMap[K]>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children);
  return node;
}

/** The rule in words. */
export function ruled({ rule, counts, items }: Package): string {
  const scored = counts.filter((id) => items[id]?.scored).length;
  const what =
    rule.score === "done"
      ? `The score is the share of the chapter’s ${counts.length} pieces of work that you have done, whether your answers are right or wrong.`
      : `The score is the mean of your first answers to the chapter’s ${scored} questions that can be marked; what you have not answered counts nothing.`;
  const when = `The chapter counts as ${rule.pass === null ? "complete" : "passed"} once ${rule.complete === 100 ? "all" : `${rule.complete} per cent`} of its work is done`;
  const time = rule.idle
    ? `Time is counted while you work, and stops ${rule.idle} minutes after your last key, click or scroll.`
    : "Time is counted for as long as the page is open.";
  return `${what} ${when}${rule.pass === null ? "" : ` and the score is ${rule.pass} or more`}. ${time} Your instructor chose this rule.`;
}

export class Bar {
  #pack: Package;
  #said = h("p", { className: "tc-scorm-said" });
  #count = h("span", {});
  #now = h("button", { type: "button", className: "tc-button", textContent: "Try again now", hidden: true });
  #stays = h("div", { className: "tc-scorm-left", hidden: true });
  #more: HTMLDetailsElement;
  #box: HTMLElement;

  constructor(pack: Package, again: () => void) {
    this.#pack = pack;
    this.#said.setAttribute("role", "status");
    this.#now.addEventListener("click", again);
    this.#more = h("details", { hidden: true }, h("summary", {}, this.#count), h("p", { textContent: ruled(pack) }), this.#stays);
    this.#box = h("div", { className: "tc-scorm" }, this.#said, this.#now, this.#more);
    this.#box.setAttribute("role", "region");
    this.#box.setAttribute("aria-label", "Your learning platform");
    (document.querySelector("main article") ?? document.body).append(this.#box);
  }
  /** Say how it stands; the same words are not said twice. */
  say(state: "kept" | "waits" | "fails" | "apart", text: string): void {
    this.#box.dataset.state = state;
    this.#now.hidden = state !== "fails";
    if (this.#said.textContent !== text) this.#said.textContent = text;
  }
  /** Say something that stays. */
  note(text: string): void {
    this.#box.prepend(h("p", { role: "alert", textContent: text }));
  }
  /** Show what is reported, and which answers the platform has no room for. */
  show(report: Report, left: string[]): void {
    this.#more.hidden = false;
    const stays = left.length ? `, ${left.length} only in this browser` : "";
    this.#count.textContent = report.done
      ? `${report.done} of ${report.all} done, score ${report.score}${stays}`
      : `nothing done yet of ${report.all} pieces of work`;
    this.#stays.hidden = !left.length;
    if (!left.length) return;
    const mine = this.#pack.pages.find((page) => page.endsWith("/my-work.html"));
    const up = "../".repeat(this.#pack.here.split("/").length - 1);
    const names = new Map<string, number>();
    for (const id of left) names.set(this.#pack.items[id]?.name || id, (names.get(this.#pack.items[id]?.name || id) ?? 0) + 1);
    const full = `The platform takes ${LIMIT.toLocaleString("en-GB")} characters a chapter, and yours has more. These answers are in this browser only:`;
    const list = [...names].map(([name, n]) => h("li", { textContent: n > 1 ? `${name}, ${n} parts` : name }));
    const save = mine
      ? [
          h(
            "p",
            {},
            "To take them to another computer, save them to a file on ",
            h("a", { href: up + mine, textContent: "My work" }),
            " and load it there.",
          ),
        ]
      : [];
    this.#stays.replaceChildren(h("p", { textContent: full }), h("ul", {}, ...list), ...save);
  }
}
