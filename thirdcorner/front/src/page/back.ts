/** Taking back what was put aside, where that is offered: on the learner's own page, and where an instructor marks. */

import { isEmpty, isFirstId, onlyFirst } from "./entry";
import type { Store } from "./store";

/** Fields that judge the others: they do not come back with work on another wording. */
const VERDICTS = new Set(["checked", "compared", "judged", "argued", "revealed", "score", "first", "tries", "marks"]);

/**
 * Let something that was put aside stand again; what stood in its place is put aside in turn. Work on another wording comes back
 * as work on today's, without the verdicts on it; a first value stays aside. False where it cannot be read, is a first value, which
 * another stands before, or there is no room.
 */
export function takeBack(store: Store, key: string): boolean {
  const one = store.asides().find((a) => a.key === key);
  if (!one?.entry || isFirstId(one.id) || onlyFirst(one.entry.state)) return false;
  const counting = store.wordings(one.id, store.entry(one.id)?.hash ?? one.entry.hash);
  let { state } = one.entry;
  if (!counting.includes(one.entry.hash)) {
    const { first } = state;
    if (!isEmpty(first) && !store.setAside(one.id, JSON.stringify({ ...one.entry, f: undefined, state: { first } }), "reworded")) return false;
    state = Object.fromEntries(Object.entries(state).filter(([field]) => !VERDICTS.has(field)));
  }
  if (!store.change(one.id, state, counting, {}, "taken")) return false;
  store.deleteAside(key);
  return true;
}
