/** What a learner made of the claims on the desk: whether it is complete, whether the record agrees, what it comes to. Pure. */

export type Verdict = "holds" | "correct-it" | "wrong" | "cannot-tell";
export const JUDGEMENTS: readonly (readonly [Verdict, string])[] = [
  ["holds", "It holds as written"],
  ["correct-it", "It needs a correction"],
  ["wrong", "It is wrong"],
  ["cannot-tell", "These cards cannot tell"],
];
/** What a judgement means that can be mistaken for another. */
export const MEANS: Partial<Record<Verdict, string>> = {
  "correct-it": "on some reading it is right, and the words do not say which",
  wrong: "on no fair reading does it fit the record",
};
export const wordsOf = (judgement: string | undefined) => JUDGEMENTS.find(([id]) => id === judgement)?.[1] ?? "";

export interface Case {
  id: string;
  cards: readonly { id: string }[];
  effects: readonly { id: string }[];
  key: string;
  also_defensible: readonly string[];
}
export interface Judged {
  card?: string | number;
  judgement?: string;
  confidence?: number | null;
  judged?: boolean;
  first?: number | null;
  effect?: string | number;
  argued?: boolean;
}

/** Whether a judgement is the record's, or another that the record bears. */
export const agrees = (c: Case, judgement: string | undefined) => judgement === c.key || c.also_defensible.includes(judgement ?? "");

/**
 * The same work with its card and its effect named by id, where the edition before kept their places (cards from 1, effects from 0);
 * `null` where it names what is not there, or says that it was judged or argued and lacks what that takes.
 */
export function named<T extends Judged>(c: Case, state: T): (T & { card: string; effect: string }) | null {
  const id = (list: readonly { id: string }[], value: string | number | undefined, from: number) =>
    typeof value === "number" ? list[value - from]?.id : !value || list.some((one) => one.id === value) ? (value ?? "") : undefined;
  const card = id(c.cards, state.card, 1);
  const effect = id(c.effects, state.effect, 0);
  if (card === undefined || effect === undefined) return null;
  const made = { ...state, card, effect };
  return (state.judged && lacks(made).length) || (state.argued && !effect) ? null : made;
}

/** What is still to be said before the record is shown, in words. */
export function lacks(state: Judged): string[] {
  return [
    state.card ? "" : "which card settles it best",
    state.judgement ? "" : "what you make of the claim",
    state.confidence == null ? "how sure you are" : "",
  ].filter(Boolean);
}

/** How confidence and success compare over the claims judged; nothing before two are. */
export function tally(cases: readonly Case[], of: (id: string) => Judged): string {
  const judged = cases.filter((c) => of(c.id).judged);
  if (judged.length < 2) return "";
  const right = judged.filter((c) => agrees(c, of(c.id).judgement)).length;
  const sure = judged.reduce((sum, c) => sum + (of(c.id).confidence ?? 0), 0) / judged.length;
  const share = (100 * right) / judged.length;
  const word =
    Math.abs(sure - share) <= 15 ? "close together" : sure > share ? "surer than right, on these few" : "more often right than sure, on these few";
  return `${judged.length} of ${cases.length} claims judged: the record agrees with ${right}. Your mean confidence was ${Math.round(sure)} %, your share right ${Math.round(share)} %: ${word}.`;
}
