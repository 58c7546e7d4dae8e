import type { AchEvidence } from "../generated/types";
import type { Level, Rated, Rating } from "../logic/ach";

/** A row of the workbench with the learner's ratings: an item of the course, or one of the learner's own. */
export interface Row extends Rated {
  short: string;
  own: boolean;
  item?: AchEvidence;
}

/** Every rating: how it is drawn, how it is spoken, and the key that sets it. */
export const RATINGS: readonly { value: Exclude<Rating, "">; sign: string; words: string; key: string }[] = [
  { value: "II", sign: "−−", words: "very inconsistent", key: "1" },
  { value: "I", sign: "−", words: "inconsistent", key: "2" },
  { value: "N", sign: "0", words: "neither", key: "3" },
  { value: "C", sign: "+", words: "consistent", key: "4" },
  { value: "CC", sign: "++", words: "very consistent", key: "5" },
  { value: "na", sign: "n/a", words: "does not apply", key: "0" },
];
export const LEVELS: readonly Level[] = ["low", "medium", "high"];
export const sign = (rating: Rating | undefined): string => RATINGS.find((r) => r.value === rating)?.sign ?? "";
export const spoken = (rating: Rating | undefined): string => RATINGS.find((r) => r.value === rating)?.words ?? "not yet rated";
