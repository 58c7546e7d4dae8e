/** What the exporter writes into each page of a package (`thirdcorner/classroom/export/scorm_pages.py`). */

export interface Rule {
  /** What the score is: the share of the chapter's work that is done, or the mean of first answers. */
  score: "done" | "first";
  /** The share of work, in per cent, from which the chapter is complete. */
  complete: number;
  /** The score from which it is passed; `null` where it can only be complete. */
  pass: number | null;
  /** After how many minutes without a sign of the learner time is no longer counted; 0 counts all of it. */
  idle: number;
}

/** A piece of work: its fingerprint now, that of the edition before, its name, and whether its first answer has a score. */
export interface Piece {
  hash: string;
  was?: string;
  name: string;
  scored?: boolean;
}

export interface Package {
  course: string;
  edition: string;
  /** The chapter whose record the platform keeps here; empty on pages that are only looked up. */
  slug: string;
  title: string;
  /** The page's own place in the package. */
  here: string;
  /** Every page in it. */
  pages: string[];
  /** Where the whole book is published; empty where it is not. */
  at: string;
  /** Every piece of work on the page, by id; `counts` are those that the score counts. */
  items: Record<string, Piece>;
  counts: string[];
  rule: Rule;
}

/** An entry of the record, as `page/store.ts` writes it. */
export interface Entry {
  v: number;
  hash: string;
  at: number;
  state: Record<string, unknown>;
}
