import type { DilemmaAlly, Placed } from "../generated/types";
import type { Did, Fears } from "../logic/dilemma";

/** An ally with what the learner said of it; `point` and `from` where both fears are set. */
export interface Standing {
  ally: DilemmaAlly;
  n: number;
  then: boolean;
  mine: Partial<Placed>;
  point?: Fears;
  from?: Fears;
}

export const DID: readonly (readonly [Did, string])[] = [
  ["closer", "stood closer"],
  ["distance", "kept its distance"],
  ["both", "did both at once"],
];
export const didWords = (did: string | null | undefined): string => DID.find(([id]) => id === did)?.[1] ?? "";
export const EXPECTS: Record<Did, string> = {
  closer: "to be left is the larger fear, and the theory expects it to stand closer",
  distance: "to be dragged in is the larger fear, and the theory expects it to keep its distance",
  both: "the fears are of a size, and the theory expects it to do both at once",
};

/** The letter by which a reading is named in the plane and beside it. */
export const letter = (n: number): string => "abcdefgh"[n];
