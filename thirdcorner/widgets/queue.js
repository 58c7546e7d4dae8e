// @ts-check
import { DAY } from "./fsrs.js";

/** Which cards a session asks, and in which order. Pure. */

/** New cards a session takes up at most, so that the first one does not drown what is due. */
export const NEW_A_SESSION = 10;

/**
 * The ids to ask now: what is due, the longest overdue first, then new cards: questions that the learner has answered in a
 * chapter, then terms if they are wanted.
 * @param {{id: string, of: string|null}[]} cards
 * @param {Record<string, any>} work states by id, of questions and of review cards
 * @param {number} now in ms
 * @param {boolean} terms whether new terms of the glossary are wanted
 * @returns {string[]}
 */
export function queue(cards, work, now, terms) {
  const due = cards.filter((c) => work[c.id] && work[c.id].due <= now).sort((a, b) => work[a.id].due - work[b.id].due);
  const fresh = cards.filter((c) => !work[c.id] && (c.of ? work[c.of]?.tries > 0 || work[c.of]?.checked === true : terms));
  return [...due, ...fresh.slice(0, NEW_A_SESSION)].map((c) => c.id);
}

/** What will come: how many cards are due today, within a week, and later. @param {any[]} states @param {number} now */
export function forecast(states, now) {
  const found = { due: 0, week: 0, later: 0 };
  for (const { due } of states) found[due <= now ? "due" : due <= now + 7 * DAY ? "week" : "later"] += 1;
  return found;
}
