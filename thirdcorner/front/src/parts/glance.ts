import type { GlanceClaim, GlanceParagraph, GlanceSentence, TextGlanceContent } from "../generated/types";
import { barsOf, kindsOf, verdictOf, type Bar, type Claims, type Kind, type Verdict } from "../logic/glance";

/** The sign of each kind about the origin, so that no kind is told by its colour alone. */
export const SIGNS: Record<Kind, string> = {
  fact: "M-3.4-3.4h6.8v6.8h-6.8z",
  inference: "M-3.2-4.2L4 0L-3.2 4.2z",
  judgement: "M0-4.6L4.6 0L0 4.6L-4.6 0z",
  forecast: "M-4.2 0a4.2 4.2 0 1 0 8.4 0a4.2 4.2 0 1 0-8.4 0zM-2 0a2 2 0 1 1 4 0a2 2 0 1 1-4 0z",
  assumption: "M-4.2-1.3h8.4v2.6h-8.4z",
};
export const VERDICT_SIGNS: Record<Verdict, string> = {
  holds: "✓",
  "holds-with-correction": "≈",
  contested: "⇄",
  wrong: "✗",
  "cannot-be-checked": "?",
};
export const VERDICT_WORDS: Record<Verdict, string> = {
  holds: "holds",
  "holds-with-correction": "holds with a correction",
  contested: "contested",
  wrong: "wrong as worded",
  "cannot-be-checked": "cannot be checked",
};
export const LAYERS = [
  ["verdicts", "Verdicts"],
  ["years", "Years"],
  ["mine", "My sorting"],
  ["rests", "What rests on what"],
] as const;
export type Layer = (typeof LAYERS)[number][0];

/** A bar with the paragraph and the sentence that it draws. */
export interface Drawn extends Bar {
  of: GlanceParagraph;
  sentence?: GlanceSentence;
}

/** What is drawn of a paragraph; the claims without a sentence only where the kinds may be seen. */
export const drawnOf = (p: GlanceParagraph, kinds = true): Drawn[] =>
  barsOf(p)
    .map((bar, n) => ({ ...bar, of: p, sentence: p.sentences[n] }))
    .filter((bar) => kinds || bar.is === "said");
export const claimsOf = (content: TextGlanceContent): Map<string, GlanceClaim> => new Map(content.claims.map((c) => [c.id, c]));

const listed = (all: readonly string[]) => (all.length > 1 ? `${all.slice(0, -1).join(", ")} and ${all.at(-1)}` : (all[0] ?? ""));

/** Where a bar stands, in words. */
export function placeOf(bar: Drawn): string {
  if (bar.is === "unsaid") return `${bar.paragraph}, left unsaid`;
  if (bar.is === "heading") return `${bar.paragraph}, in the heading`;
  return `${bar.paragraph}, sentence ${bar.of.sentences.findIndex((s) => s.id === bar.sentence?.id) + 1}`;
}

/** A bar in words, as far as the learner may see it: place, length, kinds, hedges, verdict, years, own kind. */
export function labelOf(bar: Drawn, claims: Claims, shown: { kinds: boolean; layers: readonly Layer[]; mine: Kind | null }): string {
  const parts = [placeOf(bar) + (bar.is === "said" ? `, ${bar.words} words` : "")];
  if (shown.kinds) {
    parts.push(listed(kindsOf(claims, bar.claims)) || "nothing in the register");
    const hedges = bar.sentence?.hedges?.length ?? 0;
    if (hedges) parts.push(hedges === 1 ? "a hedge" : `${hedges} hedges`);
    const verdict = verdictOf(claims, bar.claims);
    if (shown.layers.includes("verdicts") && verdict) parts.push(VERDICT_WORDS[verdict]);
    if (shown.layers.includes("years") && bar.sentence?.years?.length) parts.push(listed(bar.sentence.years.map(String)));
  }
  if (shown.layers.includes("mine") && shown.mine) parts.push(`sorted by you: ${shown.mine}`);
  return parts.join("; ");
}
