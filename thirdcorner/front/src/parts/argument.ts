import type { ArgumentContent, MapClaim, MapTask } from "../generated/types";
import type { Bond, Change } from "../logic/argument";

/** A premise left unsaid, as far as the learner has filled it. */
export type Filling = "open" | "draft" | "filled";
/** A claim as the learner sees it: what it says (for a premise not yet filled, what the learner chose), and how much it keeps. */
export interface Seen {
  claim: MapClaim;
  says_html: string;
  filling: Filling | "";
  keeps: number;
  change: Change | "";
}
export const BONDS: Record<Bond, string> = { supports: "supports", presumes: "is needed", attacks: "is against it" };
export const FINDS: Record<MapTask["finds"], string> = { premise: "a premise", attack: "an attack", correction: "a correction" };
export const CHANGES: readonly (readonly [Change | "", string])[] = [
  ["", "It stands"],
  ["corrected", "Correct it"],
  ["struck", "Strike it"],
];
/** The claim with which a newcomer begins: the first that the thesis rests on, so that striking it shows at the thesis. */
export function beginning(content: ArgumentContent): string {
  return content.claims.find((c) => c.relations.some((r) => r.kind === "supports" && r.to === content.thesis))?.id ?? content.thesis;
}
