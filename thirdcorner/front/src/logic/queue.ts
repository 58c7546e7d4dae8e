/** Which cards a session asks, and in which order; what comes when. Pure. */

import type { Scheduled } from "../generated/types";
import { dayOf, dueDay, isCard } from "./fsrs";

/** New cards a session takes up at most, so that the first one does not drown what is due. */
export const NEW_A_SESSION = 10;

/** A card, and the question of which it is one; of a term there is no question. */
export interface Askable {
  id: string;
  of?: string;
}
type Kept = Record<string, unknown>;

/** Whether a learner has answered a question in its chapter. */
function met(state: unknown): boolean {
  const given = state as { tries?: number; checked?: boolean } | null | undefined;
  return given?.checked === true || (typeof given?.tries === "number" && given.tries > 0);
}

/** Every card that is due, the longest overdue first. */
function dueCards(cards: readonly Askable[], work: Kept, now: number): string[] {
  const due = cards.flatMap(({ id }) => {
    const card = work[id];
    return isCard(card) && dueDay(card, now) <= dayOf(now) ? [{ id, day: dueDay(card, now), due: card.due }] : [];
  });
  return due.sort((a, b) => a.day - b.day || a.due - b.due).map(({ id }) => id);
}

/** Cards never reviewed, in the order of the book: of questions that the learner has answered, or (`terms`) of the glossary. */
export function newCards(cards: readonly Askable[], work: Kept, terms: boolean): string[] {
  return cards.filter((c) => !work[c.id] && (c.of ? !terms && met(work[c.of]) : terms)).map((c) => c.id);
}

/** The ids to ask now: what is due, then questions not reviewed before; or, where terms are wanted, terms. New ones, so many as a session takes up. */
export function queue(cards: readonly Askable[], work: Kept, now: number, terms: boolean): string[] {
  const fresh = newCards(cards, work, terms).slice(0, NEW_A_SESSION);
  return terms ? fresh : [...dueCards(cards, work, now), ...fresh];
}

export interface Forecast {
  due: number;
  week: number;
  later: number;
  /** How many are due today, tomorrow, and so on; what comes after the last of them is not among them. */
  days: number[];
}

/** How far the picture of what comes looks ahead, today among it. */
export const AHEAD = 14;

/** What will come: how many cards are due today, within a week, and later; and day by day. */
export function forecast(states: readonly unknown[], now: number): Forecast {
  const found: Forecast = { due: 0, week: 0, later: 0, days: new Array<number>(AHEAD).fill(0) };
  for (const card of states.filter((state): state is Scheduled => isCard(state))) {
    const left = dueDay(card, now) - dayOf(now);
    found[left <= 0 ? "due" : left <= 7 ? "week" : "later"] += 1;
    if (left < AHEAD) found.days[Math.max(0, left)] += 1;
  }
  return found;
}

/** How many review cards of a store are due today. */
export function countDue(entries: Readonly<Record<string, { state: unknown }>>, now: number): number {
  return forecast(
    Object.entries(entries).flatMap(([id, { state }]) => (id.startsWith("review/") ? [state] : [])),
    now,
  ).due;
}
