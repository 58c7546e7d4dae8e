/** Sums over a matrix of gains, and what they say. Pure. */

export type Gain = -2 | -1 | 0 | 1 | 2;
export type Values = Readonly<Record<string, Gain | undefined>>;
/** One thing that changed hands, as a learner rates it; `book` is how the course reads it. */
export interface Row {
  attestation: string;
  values: Values;
  compared?: boolean;
  book?: Readonly<Record<string, number>>;
}

/** Each sign with the key that sets it, worst first. */
export const SIGNS: readonly { value: Gain; sign: string; words: string; key: string }[] = [
  { value: -2, sign: "−−", words: "loses much", key: "1" },
  { value: -1, sign: "−", words: "loses", key: "2" },
  { value: 0, sign: "0", words: "neither", key: "3" },
  { value: 1, sign: "+", words: "gains", key: "4" },
  { value: 2, sign: "++", words: "gains much", key: "5" },
];
export const sign = (value: number | undefined) => SIGNS.find((s) => s.value === value)?.sign ?? "";
export const spoken = (value: number | undefined) => SIGNS.find((s) => s.value === value)?.words ?? "not yet rated";
export const signed = (sum: number) => `${sum > 0 ? "+" : sum < 0 ? "−" : ""}${Math.abs(sum)}`;

/** What each actor has in all, over the rows that count; an empty cell counts nothing. */
export function totals(rows: readonly Row[], actors: readonly string[], attestedOnly: boolean): Record<string, number> {
  const counted = rows.filter((r) => !attestedOnly || r.attestation === "attested");
  return Object.fromEntries(actors.map((a) => [a, counted.reduce((sum, r) => sum + (r.values[a] ?? 0), 0)]));
}

/** The actors with the largest sum. */
export function gainers(found: Readonly<Record<string, number>>): string[] {
  const most = Math.max(...Object.values(found));
  return Object.keys(found).filter((a) => found[a] === most);
}

/** In how many of the cells compared learner and course differ, and over which actor by the most steps. */
export function apart(rows: readonly Row[], actors: readonly string[]): { cells: number; differ: number; most: string[] } {
  const done = rows.filter((r) => r.compared && r.book);
  const steps = Object.fromEntries(actors.map((a) => [a, 0]));
  let [cells, differ] = [0, 0];
  for (const { values, book } of done)
    for (const a of actors) {
      const gap = Math.abs((values[a] ?? 0) - book![a]);
      cells += 1;
      differ += gap ? 1 : 0;
      steps[a] += gap;
    }
  return { cells, differ, most: differ ? gainers(steps) : [] };
}

const listed = (names: readonly string[]) => (names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`);

/** What the learner's signs imply, sentence by sentence; empty where there are none. */
export function told(rows: readonly Row[], actors: readonly { id: string; name: string }[]): string[] {
  const ids = actors.map((a) => a.id);
  const rated = rows.reduce((n, r) => n + ids.filter((a) => r.values[a] !== undefined).length, 0);
  if (!rated) return [];
  const name = (all: readonly string[]) => listed(all.map((id) => actors.find((a) => a.id === id)?.name ?? id));
  const [all, hard] = [false, true].map((only) => totals(rows, ids, only));
  const [first, firm] = [all, hard].map((sums) => (Math.max(...Object.values(sums)) > 0 ? name(gainers(sums)) : "nobody"));
  const losers = gainers(Object.fromEntries(ids.map((a) => [a, -all[a]]))).filter((a) => all[a] < 0);
  const solid = rows.some((r) => r.attestation === "attested" && ids.some((a) => r.values[a] !== undefined));
  const said = [
    first === "nobody"
      ? "By your signs nobody gains so far."
      : !solid
        ? `Most is gained by ${first} so far, and of what is attested nothing is rated yet.`
        : first === firm
          ? `Most is gained by ${first}, whether or not you count what is only claimed or inferred.`
          : `Counting everything, most is gained by ${first}; counting only what is attested, by ${firm}.`,
  ];
  if (losers.length) said.push(`Most is lost by ${name(losers)} (${signed(all[losers[0]])}).`);
  const { cells, differ, most } = apart(rows, ids);
  if (cells)
    said.push(
      differ
        ? `Of the ${cells} cells compared you read ${differ} otherwise than the book, most of all over ${name(most)}.`
        : `In all ${cells} cells compared you and the book write the same sign.`,
    );
  const left = rows.length * ids.length - rated;
  if (left) said.push(`${left} of ${rows.length * ids.length} cells ${left === 1 ? "is" : "are"} still empty and count nothing.`);
  return said;
}
