/** Finding words in the book: what the index holds, how hits are ranked, and which sentence of a place answers the question. */
import MiniSearch, { type SearchResult } from "minisearch";

/** What the build writes: pages, their sections, and the record's entries, whose places come first as instant answers. */
export interface Index {
  /** A page's address from the book's top, and its name with the chapter's number. */
  pages: [url: string, name: string][];
  /** A section: its page, its anchor, its heading, its text with a line a block. */
  places: [page: number, anchor: string, heading: string, text: string][];
  /** A term, a claim or an event: its kind, its place, its name, what it says. */
  answers: [kind: Kind, url: string, title: string, text: string][];
}
export type Kind = "term" | "claim" | "event";
export interface Hit {
  kind: Kind | "place";
  url: string;
  title: string;
  /** The chapter's name, of a section. */
  where: string;
  /** The sentence that holds most of the words, in pieces; every second piece is one of the words. */
  sentence: string[];
}
export interface Found {
  answers: Hit[];
  places: Hit[];
}

const STOP = new Set("a an and are as at be by for from in is it of on or that the to was were with".split(" "));
const ANSWERS_A_KIND = 3;
const LONGEST = 220;

/** A word as it is compared: without case, accents, or what stands behind an apostrophe. */
export function plain(word: string): string {
  return word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

const split = (text: string): string[] => text.replace(/[’'](?:s|re|ll|ve|t|d)\b/g, "").split(/[\s\p{P}\p{S}]+/u);
const term = (word: string): string | null => {
  const made = plain(word);
  return made.length < (/\d/.test(made) ? 1 : 2) || STOP.has(made) ? null : made;
};

interface Entry {
  id: number;
  title: string;
  name: string;
  text: string;
}

/** The book's words, ready to be asked. */
export class Finder {
  private readonly engine = new MiniSearch<Entry>({ fields: ["title", "name", "text"], tokenize: split, processTerm: term });
  private readonly entries: Entry[];

  constructor(private readonly index: Index) {
    const answers = index.answers.map(([, , title, text]) => ({ title, name: "", text }));
    const places = index.places.map(([page, , title, text]) => ({ title, name: index.pages[page][1], text }));
    this.entries = [...answers, ...places].map((entry, id) => ({ id, ...entry }));
  }

  /** Read everything, a part at a time, so that a key pressed meanwhile is answered. */
  async ready(): Promise<this> {
    await this.engine.addAllAsync(this.entries, { chunkSize: 20 });
    return this;
  }

  /** Where all words of a question stand, or failing that some of them; best first. */
  find(question: string, most = 12): Found {
    const asked = split(question).filter((word) => term(word) !== null);
    if (!asked.length) return { answers: [], places: [] };
    const options = {
      boost: { title: 4, name: 0.5 },
      prefix: (word: string) => word.length > 1,
      fuzzy: (word: string) => (word.length > 4 && !/\d/.test(word) ? 0.2 : false),
      maxFuzzy: 2,
      weights: { prefix: 0.5, fuzzy: 0.2 },
    };
    let results = this.engine.search(question, { ...options, combineWith: "AND" });
    if (!results.length && asked.length > 1) results = this.engine.search(question, { ...options, combineWith: "OR" });
    const answers: Hit[] = [];
    const places: Hit[] = [];
    const kinds: Record<string, number> = {};
    for (const result of results) {
      const hit = this.hit(result);
      if (hit.kind === "place") places.length < most && places.push(hit);
      else if ((kinds[hit.kind] = (kinds[hit.kind] ?? 0) + 1) <= ANSWERS_A_KIND) answers.push(hit);
    }
    const order = ["term", "claim", "event"]; // the sort is stable: best first within a kind
    answers.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
    return { answers, places };
  }

  private hit(result: SearchResult): Hit {
    const { answers, places, pages } = this.index;
    const words = new Set(result.terms);
    if (result.id < answers.length) {
      const [kind, url, title, text] = answers[result.id];
      return { kind, url, title, where: "", sentence: marked(best(text, words), words) };
    }
    const [page, anchor, heading, text] = places[result.id - answers.length];
    return { kind: "place", url: `${pages[page][0]}#${anchor}`, title: heading, where: pages[page][1], sentence: marked(best(text, words), words) };
  }
}

/** A text's sentences. A block is never joined with the next one; an abbreviation before a small letter or a number ends none. */
export function sentences(text: string): string[] {
  return text.split("\n").flatMap((block) => block.split(/(?<=[.!?][”’)\]]?)\s+(?=[\p{Lu}“‘(])/u));
}

const holds = (sentence: string, words: Set<string>): Set<string> =>
  new Set(
    split(sentence)
      .map((word) => term(word) ?? "")
      .filter((word) => words.has(word)),
  );

/** The first of the sentences that hold most of some words; the text's beginning where none does. */
export function best(text: string, words: Set<string>): string {
  let found = "";
  let most = 0;
  const all = sentences(text);
  for (const sentence of all) {
    const n = holds(sentence, words).size;
    if (n > most) [found, most] = [sentence, n];
  }
  return found || (all[0] ?? "");
}

/** A sentence in pieces, every second of which is one of the words; a long one is cut around the first of them. */
export function marked(sentence: string, words: Set<string>): string[] {
  const pieces = [""];
  for (const part of sentence.split(/([\p{L}\p{N}\p{M}]+)/u)) {
    if (words.has(plain(part))) pieces.push(part, "");
    else pieces[pieces.length - 1] += part;
  }
  if (sentence.length <= LONGEST) return pieces;
  const before = pieces[0].length > 80 && pieces.length > 1 ? pieces[0].slice(-80).replace(/^\S*\s/, "… ") : pieces[0];
  const cut = [before];
  let room = LONGEST - before.length;
  for (const piece of pieces.slice(1)) {
    if (piece.length > room) {
      cut.push(`${piece.slice(0, Math.max(0, room)).replace(/\s\S*$/, "")} …`);
      break;
    }
    cut.push(piece);
    room -= piece.length;
  }
  return cut;
}
