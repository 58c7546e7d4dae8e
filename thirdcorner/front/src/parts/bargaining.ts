import type { GameContent, GameParameter, GameRegion } from "../generated/types";
import { levered, type Game, type Values } from "../logic/bargaining";

/** A game as it is played: with or without the lever. */
export interface Played extends Game {
  parameters: GameParameter[];
  regions: GameRegion[];
}

/** The game of the content, with its lever where that is asked for. */
export function playedOf(content: GameContent, withLever: boolean): Played {
  const { nodes, endings, parameters, regions, lever } = content;
  if (!withLever || !lever) return { nodes, endings, parameters, regions };
  return { ...levered({ nodes, endings }, lever), parameters: [...parameters, ...lever.parameters], regions: [...regions, ...lever.regions] };
}

/** The learner's values, and the content's own where there is none. */
export function valuesOf(content: GameContent, mine: Record<string, number> | undefined): Values {
  const every = [...content.parameters, ...(content.lever?.parameters ?? [])];
  return Object.fromEntries(every.map((p) => [p.id, mine?.[p.id] ?? p.default]));
}

/** Whose number it is: the first player in whose payoffs it stands. */
export const ownerOf = (game: Game, parameter: string): string =>
  game.endings.flatMap((e) => Object.entries(e.payoffs)).find(([, terms]) => terms[parameter])?.[0] ?? "";

/** A number with a real minus, and with its sign where it is asked for. */
export const minus = (n: number): string => String(n).replace("-", "−");
export const signed = (n: number): string => (n > 0 ? `+${n}` : minus(n));

/** The letter of an ending, and its letter and label; the same with the lever and without. */
export const letterOf = (content: GameContent, id: string): string => {
  const at = content.endings.findIndex((e) => e.id === id);
  return "ABCDEFGH"[at < 0 ? content.endings.length : at];
};
export const labelOf = (content: GameContent, id: string): string => {
  const ending = content.endings.find((e) => e.id === id) ?? content.lever?.ending;
  return `${letterOf(content, id)}: ${ending?.label ?? id}`;
};
export const nameOf = (things: readonly { id: string; name: string }[], id: string): string => things.find((t) => t.id === id)?.name ?? id;
