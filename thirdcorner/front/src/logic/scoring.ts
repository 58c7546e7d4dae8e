/** Scoring of every kind of question, as `thirdcorner/classroom/scoring.py` does it. Pure: no DOM, no storage. */

import type { Asked, Key } from "../generated/types";

export type Answer = string | boolean | string[] | Record<string, string> | undefined;
export type Marks = Record<string, boolean | number>;

/** What an answer earns, from 0 to 1 (`null` where nothing is scored), and which parts of it are right, by id. */
export interface Result {
  score: number | null;
  right: boolean;
  parts: Record<string, boolean>;
}

/** Fold letter case, Unicode forms, dashes, quotation marks and spaces, so that equal words compare equal. */
export function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[\u2010-\u2015\u2212]/g, "-")
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/\s+/g, " ")
    .trim();
}

/** Read a number as people write it: `98.3`, `98,3`, `1 190`, `1,190`, `−5`, `98 %`. `NaN` where it is none. */
export function number(text: string): number {
  let t = fold(text).replace(/[%\s]/g, "");
  if (/^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(t)) t = t.replace(/,/g, "");
  else t = t.replace(",", ".");
  return /^-?(\d+\.?\d*|\.\d+)$/.test(t) ? Number(t) : NaN;
}

/** Share of the pairs of items that stand in the right order: 1 for the key, 0 for its reverse. */
export function pairsInOrder(order: string[], key: string[]): number {
  const place = new Map(key.map((id, n) => [id, n]));
  let good = 0;
  let all = 0;
  for (let i = 0; i < order.length; i += 1)
    for (let j = i + 1; j < order.length; j += 1) {
      all += 1;
      if ((place.get(order[i]) ?? -1) < (place.get(order[j]) ?? -1)) good += 1;
    }
  return all ? good / all : 1;
}

const UNSCORED: Result = { score: null, right: false, parts: {} };
const shareOf = (parts: Record<string, boolean>): Result => {
  const all = Object.values(parts);
  const good = all.filter(Boolean).length;
  return { score: good / all.length, right: good === all.length, parts };
};
const list = (value: unknown): string[] => (Array.isArray(value) ? (value as string[]) : []);
const pairs = (value: unknown): Record<string, string> =>
  value && typeof value === "object" && !Array.isArray(value) ? (value as Record<string, string>) : {};

/**
 * Score an answer. Single choice, true/false and numeric: 1 or 0. Multiple choice: (right marks − wrong marks) / keys, not below
 * 0. Matching and fill-in: the share right. Ordering: the share of pairs in order. Interpretive: not scored. Short answer: the share
 * of key ideas that its writer ticked. Essay: the mean of level / best level, the weakest being 0; not scored until each criterion
 * has a level.
 */
export function score(q: Asked, key: Key, answer: Answer, marks: Marks = {}): Result {
  switch (q.kind) {
    case "single":
      return shareOf({ [String(answer)]: list(key.right).includes(String(answer)) });
    case "true-false":
      return shareOf({ [String(answer)]: answer === key.right });
    case "multiple": {
      const right = list(key.right);
      const chosen = list(answer);
      const good = chosen.filter((id) => right.includes(id)).length;
      const parts = Object.fromEntries((q.parts ?? []).map((p) => [p.id, right.includes(p.id) === chosen.includes(p.id)]));
      return { score: Math.max(0, (2 * good - chosen.length) / right.length), right: Object.values(parts).every(Boolean), parts };
    }
    case "matching": {
      const right = pairs(key.right);
      return shareOf(Object.fromEntries(Object.keys(right).map((id) => [id, pairs(answer)[id] === right[id]])));
    }
    case "ordering": {
      const right = list(key.right);
      const order = list(answer);
      const whole = order.length === right.length && new Set(order).size === right.length && order.every((id) => right.includes(id));
      const share = whole ? pairsInOrder(order, right) : 0;
      return { score: share, right: share === 1, parts: Object.fromEntries(order.map((id, place) => [id, id === right[place]])) };
    }
    case "numeric":
      return shareOf({ value: Math.abs(number(String(answer)) - Number(key.right)) <= (key.tolerance ?? 0) + 1e-9 });
    case "fill-in": {
      const forms = (key.right ?? []) as unknown as string[][];
      return shareOf(Object.fromEntries(forms.map((accepted, n) => [n, accepted.some((form) => fold(form) === fold(list(answer)[n] ?? ""))])));
    }
    case "short-answer": {
      const parts = Object.fromEntries((key.ideas ?? []).map((idea) => [idea.id, marks[idea.id] === true]));
      return Object.keys(marks).length ? shareOf(parts) : { ...UNSCORED, parts };
    }
    case "essay": {
      const rows = key.rubric ?? [];
      const levels = rows.map((row) => Number(marks[row.id] ?? NaN) / (row.levels_html.length - 1));
      const mean = levels.reduce((a, b) => a + b, 0) / levels.length;
      return Number.isNaN(mean)
        ? UNSCORED
        : { score: mean, right: mean === 1, parts: Object.fromEntries(rows.map((row, n) => [row.id, levels[n] === 1])) };
    }
    case "interpretive":
      return UNSCORED;
  }
}

/** Whether an answer is complete enough to be checked. */
export function answered(q: Asked, answer: Answer): boolean {
  if (answer === undefined || answer === null) return false;
  switch (q.kind) {
    case "multiple":
      return list(answer).length > 0;
    case "matching":
      return (q.parts ?? []).every((p) => pairs(answer)[p.id]);
    case "fill-in":
      return Array.from({ length: q.gaps ?? 0 }, (_, n) => (list(answer)[n] ?? "").trim()).every(Boolean);
    case "short-answer":
    case "essay":
      return words(String(answer)) > 0;
    case "numeric":
      return !Number.isNaN(number(String(answer)));
    default:
      return true;
  }
}

/** How many words a text has. */
export function words(text: string): number {
  return (text.match(/[\p{L}\p{N}][\p{L}\p{N}’'.-]*/gu) ?? []).length;
}
