import type { Index } from "../logic/search";
import type { Text } from "../logic/transcripts";
import type { Store } from "../page/store";
import type { PageModel } from "./model";
import type { Place } from "./search";

/** What a page's scripts share: each adds its own. */
export interface Page {
  core?: Record<string, unknown>;
  /** Components, by the widget's name. */
  widgets?: Record<string, Front>;
  /** The exercises that are awake. */
  mounted?: { island: HTMLElement; model: PageModel }[];
  /** Which pieces of work stand in which chapter. */
  course?: { chapters: Record<string, string[]> };
  /** The search, once it was asked for, and what it searches. */
  search?: { attach(place: Place): void };
  index?: Index;
  /** Draws the learner's record on its own page, where its script was loaded. */
  mine?: (place: HTMLElement, store: Store, renew: () => void, tools: Node[]) => void;
  /** Brings to life what only some pages have, where its script was loaded. */
  some?: (store: Store, scriptOf: (name: string) => Promise<unknown>) => void;
  /** The browser's lasting store, where first.ts has put the tab's own in its place. */
  lasting?: Storage;
  /** Puts options within a part of the page in the learner's own order, and returns the learner's number: see first.ts. */
  mix?: (within: ParentNode) => number;
  /** Loads one more of our scripts, once. */
  script?: (name: string) => Promise<unknown>;
  /** Reads workbooks, mailboxes, mails and zips, once such a file was chosen. */
  opened?: (name: string, bytes: Uint8Array, room?: { left: number }) => Promise<Text[]>;
  /** Makes a picture of a part of the page, once one was asked for. */
  pictured?: (of: HTMLElement, kind: "png" | "svg") => Promise<string>;
  /** Whether a form that does not fit its content is drawn anew (tests say no, so that it is told). */
  recover?: boolean;
  /** Whether every island is drawn anew: while its component is edited, the form that the build made may be of another day. */
  fresh?: boolean;
}

export type State = Record<string, unknown>;

/** A component's script. */
export interface Front {
  restore(content: unknown, id: string, state: unknown): State | null;
  hydrate(target: HTMLElement, model: PageModel, content: unknown, recover?: boolean): () => void;
}

declare global {
  var thirdcorner: Page;
  var vegaEmbed: (stage: HTMLElement, spec: unknown, options: unknown) => Promise<unknown>;
}
