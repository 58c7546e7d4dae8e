import type { TimelineContent, TimelineEvent } from "../generated/types";

/** A shape for each kind of event, about its middle. */
export const SHAPES: Record<string, string> = {
  diplomacy: "M0-6.2a6.2 6.2 0 1 0 .01 0z",
  treaty: "M-5.4-5.4h10.8v10.8h-10.8z",
  weapons: "M0-7L6.4 5h-12.8z",
  war: "M-6.5-3.6L-3.6-6.5 0-2.9 3.6-6.5 6.5-3.6 2.9 0 6.5 3.6 3.6 6.5 0 2.9-3.6 6.5-6.5 3.6-2.9 0z",
  "united-nations": "M-2.2-6.6h4.4v4.4h4.4v4.4h-4.4v4.4h-4.4v-4.4h-4.4v-4.4h4.4z",
  trade: "M0-7.4L6 0 0 7.4-6 0z",
  domestic: "M0-6.6L6.3-2 3.9 5.4h-7.8L-6.3-2z",
  publication: "M-4.6-6.4h6.2l3 3v9.8h-9.2z",
};
export const shapeOf = (kind: string): string => SHAPES[kind] ?? SHAPES.diplomacy;

/** An event as it stands on the axis: the learner's own, where the record has it, or one of the record that is only looked at. */
export interface Placed {
  event: TimelineEvent;
  /** What stands on its flag; without one it has no flag. */
  flag?: string;
  spoken: string;
  at: number;
  by: "mine" | "record" | "seen";
}

/** The events of a set, each with the number under which it stands in the picture and in the list. */
export function numbered(content: TimelineContent, ids: readonly string[]): { event: TimelineEvent; number: number }[] {
  return ids.map((id, n) => ({ event: content.events.find((e) => e.id === id)!, number: n + 1 }));
}

/** The lanes of some events, in the course's order. */
export const lanesOf = (content: TimelineContent, events: readonly TimelineEvent[]) =>
  content.actors.filter((a) => events.some((e) => e.actors.includes(a.id)));
export const kindsOf = (content: TimelineContent, events: readonly TimelineEvent[]) =>
  content.kinds.filter((k) => events.some((e) => e.kind === k.id));

/** The text's day as a line, unless one of a set that is still to be dated happened on it. */
export function lineOf(content: TimelineContent, events: readonly TimelineEvent[], told: boolean) {
  if (!told && events.some((e) => e.date === content.text_date)) return undefined;
  return { date: content.text_date, words: `${content.text_date_words}: ${content.text_date_label}` };
}
