/** What leaves the page Class: a tidy table, and codes under new marks, so that nothing leads back to whoever posted them. Pure. */

import { FLOOR, sorted } from "./classroom";
import { drawn, encode, partsOf, valueOf, type Code, type Said } from "./codes";

export interface Group {
  name: string;
  codes: Code[];
}

/** Codes by exercise, each exercise sorted by what its codes say; those with fewer than five are left out, and so is each judgement that fewer gave. */
function told(codes: Code[]): [string, Code[]][] {
  const by = new Map<string, Code[]>();
  for (const code of codes) {
    const all = by.get(code.layout.name);
    if (all) all.push(code);
    else by.set(code.layout.name, [code]);
  }
  return [...by].filter(([, all]) => all.length >= FLOOR).map(([name, all]) => [name, heard(sorted(all))]);
}

/** Codes without what fewer than five said something of. */
function heard(codes: Code[]): Code[] {
  const keys = new Map([...new Set(codes.map((c) => c.layout))].map((one) => [one, partsOf(one).map((p) => `${p.block.id} ${p.row} ${p.part.id}`)]));
  const counts = new Map<string, number>();
  for (const code of codes) for (const [n, key] of keys.get(code.layout)!.entries()) if (code.digits[n]) counts.set(key, (counts.get(key) ?? 0) + 1);
  return codes.map((code) => ({ ...code, digits: code.digits.map((digit, n) => (counts.get(keys.get(code.layout)![n])! >= FLOOR ? digit : 0)) }));
}

const cell = (value: unknown) => {
  const text = typeof value === "string" && /^\s*[=+\-@|%\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
const ends = (said: Said) => (Array.isArray(said) && typeof said[0] === "number" ? said : null);

/** A row a judgement, with the columns of `thirdcorner class --csv`, and the group first where there are two. `ids` gives an exercise's id by its codes' name. */
export function tidy(groups: Group[], ids: Map<string, string>): { text: string; rows: number } {
  const several = groups.length > 1;
  const rows: unknown[][] = groups.flatMap(({ name: group, codes }) =>
    told(codes).flatMap(([name, all]) =>
      all.flatMap((code, n) =>
        partsOf(code.layout).flatMap(({ block, row, part }, k) => {
          if (!code.digits[k]) return [];
          const said = valueOf(part, code.digits[k]);
          const range = ends(said);
          const value = range ? "" : Array.isArray(said) ? said.join("|") : said;
          return [
            [...(several ? [group] : []), ids.get(name) ?? name, n + 1, code.layout.number, block.id, row, part.id, value, ...(range ?? ["", ""])],
          ];
        }),
      ),
    ),
  );
  const head = [...(several ? ["group"] : []), "exercise", "student", "layout", "block", "row", "part", "value", "low", "high"];
  return { text: `${[head, ...rows].map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`, rows: rows.length };
}

/** The codes of the exercises with enough of them, a line each, under marks drawn anew: to lay this class beside another one later. */
export const again = (codes: Code[], mark = drawn): string[] =>
  told(codes).flatMap(([, all]) =>
    all.filter((code) => code.digits.some(Boolean)).map((code) => encode(code.layout, code.wording, mark(), code.digits)),
  );
