/**
 * The search's list of hits, loaded with the index at the first key: a combobox whose options are links. Arrows walk through them,
 * Enter follows one, Escape closes; how many there are is said aloud.
 */
import { Finder, type Found, type Hit } from "../logic/search";
import type { Place } from "../host/search";

const KINDS = { term: "Term", claim: "Claim", event: "Event" };
const many = (n: number, one: string, more: string) => `${n} ${n === 1 ? one : more}`;

function made<K extends keyof HTMLElementTagNameMap>(tag: K, className: string, ...children: (Node | string)[]): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  node.className = className;
  node.append(...children);
  return node;
}

/** A sentence whose found words are marked; it is text, never HTML. */
const sentence = (pieces: string[]) => made("span", "tc-hit-text", ...pieces.map((piece, n) => (n % 2 ? made("mark", "", piece) : piece)));

function option(hit: Hit, id: string, top: string): HTMLAnchorElement {
  const where = hit.kind === "place" ? hit.where : KINDS[hit.kind];
  const link = made("a", "tc-hit", made("span", "tc-hit-where", where), " ", made("span", "tc-hit-title", hit.title), " ", sentence(hit.sentence));
  link.href = top + hit.url;
  link.id = id;
  link.role = "option";
  link.ariaSelected = "false";
  return link;
}

function group(name: string, options: HTMLElement[], id: string): HTMLElement {
  const head = made("div", "tc-hits-name", name);
  head.id = id;
  const box = made("div", "tc-hits-group", head, ...options);
  box.role = "group";
  box.setAttribute("aria-labelledby", id);
  return box;
}

/** What is said of a list. */
function count({ answers, places }: Found, most: number): string {
  if (!answers.length && !places.length) return "Nothing found.";
  const parts = [];
  if (answers.length) parts.push(many(answers.length, "entry of the record", "entries of the record"));
  if (places.length) parts.push(`${places.length === most ? "the best " : ""}${many(places.length, "place in the text", "places in the text")}`);
  const said = parts.join(", ");
  return `${said[0].toUpperCase()}${said.slice(1)}.`;
}

let finder: Promise<Finder> | undefined;

/** Make a field answer as one types in it. */
export function attach({ input, list, said, top, most }: Place): void {
  let options: HTMLAnchorElement[] = [];
  let at = -1;
  let asked = "";
  const choose = (n: number) => {
    options[at]?.setAttribute("aria-selected", "false");
    at = n;
    const now = options[at];
    now?.setAttribute("aria-selected", "true");
    now?.scrollIntoView({ block: "nearest" });
    if (now) input.setAttribute("aria-activedescendant", now.id);
    else input.removeAttribute("aria-activedescendant");
  };
  const draw = async () => {
    const question = (asked = input.value.trim());
    finder ??= new Finder(thirdcorner.index!).ready();
    const made = await finder;
    if (question !== asked) return; // another key came meanwhile
    const found = made.find(question, most);
    let n = 0;
    const links = (hits: Hit[]) => hits.map((hit) => option(hit, `${list.id}-${n++}`, top));
    const [answers, places] = [links(found.answers), links(found.places)];
    options = [...answers, ...places];
    at = -1;
    list.replaceChildren();
    if (answers.length) list.append(group("In the record", answers, `${list.id}-answers`));
    if (places.length) list.append(group("In the text", places, `${list.id}-places`));
    list.hidden = !options.length;
    list.scrollTop = 0;
    choose(-1);
    input.ariaExpanded = String(options.length > 0);
    said.textContent = question ? count(found, most) : "";
  };
  input.addEventListener("input", () => void draw());
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && options.length) {
      event.preventDefault();
      choose(at < 0 ? (step > 0 ? 0 : options.length - 1) : (at + step + options.length) % options.length);
    } else if (event.key === "Enter" && options.length && input.value.trim() === asked) {
      event.preventDefault();
      options[Math.max(0, at)].click();
    }
  });
  void draw();
}

thirdcorner.search = { attach };
