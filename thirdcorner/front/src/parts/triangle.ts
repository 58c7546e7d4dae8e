import {
  symbol,
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolDiamond2,
  symbolPlus,
  symbolSquare,
  symbolStar,
  symbolTimes,
  symbolTriangle,
  symbolWye,
  type SymbolType,
} from "d3-shape";
import type { TriangleContent, TriangleFlow } from "../generated/types";
import { TELLS } from "../logic/triangle";

const SIGNS: Record<string, SymbolType> = {
  arms: symbolTriangle,
  troops: symbolStar,
  technology: symbolSquare,
  food: symbolCircle,
  energy: symbolDiamond,
  money: symbolDiamond2,
  "diplomatic-cover": symbolCross,
  recognition: symbolPlus,
  labour: symbolTimes,
  goods: symbolWye,
};
/** The sign of a kind as a path about the origin, so that no kind is told by its colour alone. */
export const sign = (kind: string) => symbol(SIGNS[kind] ?? symbolCircle, 42).digits(1)() ?? "";
export const colour = (kind: string) => `var(--tc-kind-${kind}, var(--tc-ink))`;

export const capitalOf = (content: TriangleContent, id: string) => content.corners.find((c) => c.id === id)?.capital ?? id;

/** A ribbon in words: who, to whom, what, of which kind, how attested. */
export function named(content: TriangleContent, f: TriangleFlow): string {
  const way = f.mutual ? "and" : "to";
  return `${capitalOf(content, f.giver)} ${way} ${capitalOf(content, f.receiver)}: ${f.what}, ${f.when}; ${content.kinds[f.kind]}; ${TELLS[f.attestation]}`;
}
