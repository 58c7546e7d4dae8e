/** What the text at a glance counts, what rests on what in it, and where a sentence stands in a reader's own copy. Pure. */

export type Kind = "fact" | "inference" | "forecast" | "judgement" | "assumption";
export type Verdict = "holds" | "holds-with-correction" | "contested" | "wrong" | "cannot-be-checked";
export interface Relation {
  kind: "supports" | "presumes" | "attacks";
  to: string;
}
export interface Claim {
  id: string;
  kind: Kind;
  verdict: Verdict;
  relations?: readonly Relation[];
}
export interface Sentence {
  id: string;
  words: number;
  claims: readonly string[];
  hedges?: readonly number[];
}
export interface Paragraph {
  id: string;
  sentences: readonly Sentence[];
  unsaid?: readonly string[];
  heading?: readonly string[];
}
export interface Section {
  id: string;
  name: string;
  paragraphs: readonly Paragraph[];
}
/** A bar: a sentence, or what a paragraph claims without a sentence of its own (a premise left unsaid, a heading). */
export interface Bar {
  id: string;
  paragraph: string;
  claims: readonly string[];
  words: number;
  is: "said" | "unsaid" | "heading";
}
export type Claims = ReadonlyMap<string, Claim>;

export const KINDS: readonly Kind[] = ["fact", "inference", "judgement", "forecast", "assumption"];
/** The verdicts, the most serious first: it is the one that a bar shows. */
export const VERDICTS: readonly Verdict[] = ["wrong", "holds-with-correction", "contested", "cannot-be-checked", "holds"];

/** The bars of a paragraph in order: its sentences, then its heading's claim and its premises. */
export const barsOf = (p: Paragraph): Bar[] => [
  ...p.sentences.map((s): Bar => ({ id: `${p.id}.${s.id}`, paragraph: p.id, claims: s.claims, words: s.words, is: "said" })),
  ...(p.heading ?? []).map((c): Bar => ({ id: c, paragraph: p.id, claims: [c], words: 0, is: "heading" })),
  ...(p.unsaid ?? []).map((c): Bar => ({ id: c, paragraph: p.id, claims: [c], words: 0, is: "unsaid" })),
];

/** The kinds of what a bar claims, each once, in the order of its claims. */
export const kindsOf = (claims: Claims, ids: readonly string[]): Kind[] => [...new Set(ids.flatMap((id) => claims.get(id)?.kind ?? []))];

/** The most serious verdict on what a bar claims; none where it claims nothing. */
export function verdictOf(claims: Claims, ids: readonly string[]): Verdict | null {
  const all = ids.flatMap((id) => claims.get(id)?.verdict ?? []);
  return VERDICTS.find((v) => all.includes(v)) ?? null;
}

/** Which share of some sections' words is of a kind (0 to 1); a sentence of several kinds counts in equal parts for each. */
export function share(sections: readonly Section[], claims: Claims, kind: Kind): number {
  const all = sections.flatMap((s) => s.paragraphs.flatMap((p) => p.sentences));
  const words = all.reduce((sum, s) => sum + s.words, 0);
  const of = (s: Sentence) => {
    const kinds = kindsOf(claims, s.claims);
    return kinds.includes(kind) ? s.words / kinds.length : 0;
  };
  return words ? all.reduce((sum, s) => sum + of(s), 0) / words : 0;
}

/** The claims of a section, said and unsaid. */
export const claimsIn = (section: Section) => new Set(section.paragraphs.flatMap((p) => barsOf(p).flatMap((b) => b.claims)));

/** How many lines of support lead from each other section straight to the thesis, and how many tell against it, by the section's id. */
export function linesTo(sections: readonly Section[], thesis: string, claims: Claims): Map<string, { for: number; against: number }> {
  const at = sections.find((s) => s.id === thesis);
  const there = at ? claimsIn(at) : new Set<string>();
  return new Map(
    sections
      .filter((s) => s.id !== thesis)
      .map((s) => {
        const lines = [...claimsIn(s)].flatMap((id) => claims.get(id)?.relations ?? []).filter((r) => there.has(r.to));
        return [s.id, { for: lines.filter((r) => r.kind === "supports").length, against: lines.filter((r) => r.kind === "attacks").length }];
      }),
  );
}

/**
 * Whom a claim holds up: by support step by step upwards, and by premise, since what presumes a claim falls with it; how many steps away
 * each is. The claims themselves are not in it.
 */
export function feltBy(claims: Claims, from: readonly string[]): Map<string, number> {
  const felt = new Map<string, number>(from.map((id) => [id, 0]));
  let now = [...from];
  for (let step = 1; now.length; step += 1) {
    const next = now.flatMap((id) => [
      ...(claims.get(id)?.relations ?? []).filter((r) => r.kind === "supports").map((r) => r.to),
      ...[...claims.values()].filter((c) => c.relations?.some((r) => r.kind === "presumes" && r.to === id)).map((c) => c.id),
    ]);
    now = [...new Set(next)].filter((id) => claims.has(id) && !felt.has(id));
    for (const id of now) felt.set(id, step);
  }
  for (const id of from) felt.delete(id);
  return felt;
}

export interface Line {
  from: string;
  to: string;
  kind: Relation["kind"];
  /** Whether it touches what is in hand, and is not one of the lines further up. */
  near: boolean;
}

/** The lines to draw for what is in hand: those that begin or end in it, and those by which what it holds up goes on. */
export function linesOf(claims: Claims, inHand: readonly string[]): Line[] {
  const felt = feltBy(claims, inHand);
  const mine = new Set(inHand);
  return [...claims.values()].flatMap((c) =>
    (c.relations ?? []).flatMap((r): Line[] => {
      const near = mine.has(c.id) || mine.has(r.to);
      const onward = r.kind === "supports" ? felt.has(c.id) && felt.has(r.to) : r.kind === "presumes" && felt.has(r.to) && felt.has(c.id);
      return near || onward ? [{ from: c.id, to: r.to, kind: r.kind, near }] : [];
    }),
  );
}

const END = /(?<!\bSt\.)(?<!\bMr\.)(?<!\bMrs\.)(?<!\bDr\.)(?<=[.?!])([’”]?)(?:\[\d+\])?\s+(?=[‘“]?[A-Z0-9])/u;

/** The sentences of a paragraph of a reader's own copy; the same rule as in ``course/sentences.py``. */
export function sentences(paragraph: string): string[] {
  const parts = paragraph.trim().split(/\s+/u).join(" ").split(END);
  const joined = parts.flatMap((part, n) => (n % 2 ? [] : [part + (parts[n + 1] ?? "")]));
  return joined.map((s) => s.replace(/\[\d+\]/gu, "").trim()).filter(Boolean);
}

/** The sentence of a reader's own copy that stands in a place; `null` where the copy is divided otherwise than the text. */
export function ownSentence(paragraph: string, of: readonly Sentence[], place: number): string | null {
  const found = sentences(paragraph);
  return found.length === of.length && found.every((s, n) => Math.abs(s.split(/\s+/u).length - of[n].words) <= 2) ? found[place] : null;
}

/** What the sorting bench says of a bar: the kind that the learner gave a statement made of its claims; only where it was checked. */
export function sortedKind(
  claims: readonly string[],
  sorted: readonly { item: string; claims: readonly string[] }[],
  given: (item: string) => { answer?: unknown; checked?: unknown },
): Kind | null {
  for (const s of sorted) {
    const { answer, checked } = given(s.item);
    if (checked && s.claims.some((c) => claims.includes(c)) && KINDS.includes(answer as Kind)) return answer as Kind;
  }
  return null;
}

const plural = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;
const percent = (x: number) => `${Math.round(x * 100)} per cent`;

/** The best of some things by a number; the first of several. */
const best = <T>(all: readonly T[], of: (one: T) => number) => all.reduce((a, b) => (of(b) > of(a) ? b : a));

/** What the picture says before the prediction is kept: its size. */
export function sizeWords(sections: readonly Section[]): string {
  const all = sections.flatMap((s) => s.paragraphs.flatMap((p) => p.sentences));
  const words = all.map((s) => s.words);
  return `The text has ${all.length} sentences; the shortest is ${Math.min(...words)} words long, the longest ${Math.max(...words)}.`;
}

/** What the kinds say, beside the learner's prediction of the section that consists most of facts. */
export function factWords(sections: readonly Section[], claims: Claims, expected: string): string {
  const of = (s: Section) => share([s], claims, "fact");
  const top = best(sections, of);
  const mine = sections.find((s) => s.id === expected);
  const first = `Facts fill ${percent(of(top))} of “${top.name}”, more than of any other section`;
  const own = !mine ? "." : mine.id === top.id ? ", as you expected." : `; of “${mine.name}”, which you expected, ${percent(of(mine))}.`;
  const bars = sections.flatMap((s) => s.paragraphs.flatMap((p) => p.sentences));
  const hedged = bars.filter((s) => s.hedges?.length).length;
  const whole = `Of the whole text, ${percent(share(sections, claims, "fact"))} report and ${percent(share(sections, claims, "inference") + share(sections, claims, "judgement"))} infer or judge; ${plural(hedged, "sentence")} of ${bars.length} ${hedged === 1 ? "carries" : "carry"} a hedge.`;
  return `${first}${own} ${whole}`;
}

/** What the lines say, beside the learner's prediction of the section that sends most of them to the thesis. */
export function thesisWords(sections: readonly Section[], thesis: string, claims: Claims, expected: string): string {
  const lines = linesTo(sections, thesis, claims);
  const others = sections.filter((s) => s.id !== thesis);
  const of = (s: Section) => lines.get(s.id)?.for ?? 0;
  const top = best(others, of);
  const mine = others.find((s) => s.id === expected);
  const all = others.reduce((sum, s) => sum + of(s), 0);
  const first = `Of ${plural(all, "line")} that hold the thesis up from outside it, ${of(top)} come from “${top.name}”, more than from any other section`;
  const own = !mine ? "." : mine.id === top.id ? ", as you expected." : `; from “${mine.name}”, which you expected, ${of(mine)}.`;
  const against = others.filter((s) => lines.get(s.id)?.against);
  const names = against.map((s) => `“${s.name}” (${lines.get(s.id)!.against})`);
  const list = names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names[0];
  return `${first}${own} ${names.length ? `Claims that tell against it stand in the text too: in ${list}.` : "Nothing in the text tells against it."}`;
}

/** What the learner's own sorting comes to; empty where there is none. */
export function sortingWords(bars: readonly Bar[], claims: Claims, mine: (bar: Bar) => Kind | null): string {
  const sorted = bars.filter((b) => b.claims.length && mine(b));
  if (!sorted.length) return "";
  const like = sorted.filter((b) => kindsOf(claims, b.claims).includes(mine(b)!)).length;
  return `You have sorted ${plural(sorted.length, "bar")}: in ${like} the register has your kind${like < sorted.length ? `, in ${sorted.length - like} another` : ""}.`;
}

/** What the lines of the bar in hand say: how far a mistake in it would be felt; `where` names the bar as the reader sees it named. */
export function restsWords(claims: Claims, bar: Bar, thesis: ReadonlySet<string>, where: string = bar.id): string {
  const felt = [...feltBy(claims, bar.claims).keys()];
  if (!felt.length) return `Nothing in the register rests on ${where}.`;
  const top = felt.filter((id) => thesis.has(id)).length;
  const far = top ? `, ${top} of them in the thesis` : ", none of them in the thesis";
  return `A mistake in ${where} would be felt by ${plural(felt.length, "other claim")}${far}.`;
}
