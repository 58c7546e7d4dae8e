import type { DrawFirstContent, DrawLine } from "../generated/types";

const short = (n: number) => Number(n.toFixed(2));

/** The plane of the picture in per cent: where a year and a value stand on it, and what stands at a place. */
export function planeOf(content: DrawFirstContent) {
  const words = content.levels.length > 0;
  const edge = (content.end - content.start) * 0.03;
  const span = content.end - content.start + 2 * edge;
  const pad = words ? 12 : 3;
  const inner = 100 - 2 * pad;
  const across = (at: number) => short(((at - content.start + edge) / span) * 100);
  const up = (value: number) => pad + ((content.high - value) / (content.high - content.low)) * inner;
  /** Of words there are few, and lines that say the same would lie on one another: each has a height of its own. */
  const shift = (line: DrawLine) => (words && content.lines.length > 1 ? (content.lines.indexOf(line) - (content.lines.length - 1) / 2) * 5 : 0);
  const path = (line: DrawLine, values: { at: number; value: number }[]) =>
    values.map((v, n) => `${n ? "L" : "M"}${across(v.at).toFixed(2)} ${(up(v.value) + shift(line)).toFixed(2)}`).join("");
  const at = (x: number, y: number) => ({
    at: content.start - edge + (x / 100) * span,
    value: content.high - ((y - pad) / inner) * (content.high - content.low),
  });
  return { across, up, shift, path, at };
}
export type Plane = ReturnType<typeof planeOf>;
