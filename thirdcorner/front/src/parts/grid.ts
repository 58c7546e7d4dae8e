/** The keys of a grid of cells in which one cell is in hand, and alone in the order of tabs. */
import { tick } from "svelte";

/** Columns and rows that a key goes on by; a grid has fewer than ninety-nine. */
export const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  Home: [-99, 0],
  End: [99, 0],
};

/** The one of a list that stands so many places on, within the list; what is not in it counts as its first. */
export const onFrom = <T>(all: T[], at: number, by: number): T => all[Math.min(all.length - 1, Math.max(0, Math.max(0, at) + by))];

/** Put the focus on the cell in hand, once it is drawn. */
export async function focusInHand(grid: HTMLElement): Promise<void> {
  await tick();
  grid.querySelector<HTMLElement>('[role="gridcell"][tabindex="0"]')?.focus();
}
