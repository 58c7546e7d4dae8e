/** Which drawn version of a question falls to a learner, and what it asks (`model/numeric.py` draws them). */

import type { Asked, Given } from "../generated/types";
import { drawn, folded } from "./lots.ts";
import { ownOrder } from "./mixed.ts";

/** A question as one version of it asks it; `version` is empty where a question has none. */
export type InVersion = Asked & { version?: string };

/** The version that falls to a number or seed; empty to none. */
export function versionFor(q: Asked, by: string): string {
  const ids = (q.versions ?? []).map(({ id }) => id);
  return ids.length && folded(by) ? drawn({ ids, count: 1, seed: q.draw ?? "" }, by)[0] : "";
}

/** A question as a version asks it; the question itself where it has no such version. */
export function inVersion(q: Asked, id: string | null | undefined): InVersion {
  const found = (q.versions ?? []).find((one) => one.id === id);
  return found ? { ...q, version: found.id, prompt_html: found.prompt_html, key: found.key } : q;
}

/** The version to try after this one: the next of the list, and after the last the first. Empty where there is no other. */
export function otherVersion(q: Asked, id: string): string {
  const ids = (q.versions ?? []).map((one) => one.id);
  return ids.length > 1 ? ids[(ids.indexOf(id) + 1) % ids.length] : "";
}

/** A question as it is a learner's own: its options in their order, and of its versions the one last answered, else the one that falls to a seed, as if it had no others. */
export function ownVersion(q: Asked, given: Partial<Given>, seed: number): Asked {
  return q.versions?.length ? { ...inVersion(q, given.version ?? versionFor(q, String(seed))), versions: [] } : ownOrder(q, seed);
}

/** What a learner did on this version: nothing, where it was another that they answered. */
export function ownWork(q: InVersion, given: Partial<Given>): Partial<Given> {
  return q.version && given.version && given.version !== q.version ? {} : given;
}

/** A change as it is kept: with the version that it is about, and without what another version was given. */
export function keptWith(q: InVersion, given: Partial<Given>, change: Partial<Given>): Partial<Given> {
  if (!q.version) return change;
  const other = given.version && given.version !== q.version;
  return { ...(other ? { checked: false, revealed: false, tries: 0, first: null, score: null } : {}), ...change, version: q.version };
}
