/** What the map says: how many ways are known, and what was expected. Pure. */

const NUMBERS = "none one two three four five six seven eight nine ten eleven twelve".split(" ");
export const number = (n: number) => NUMBERS[n] ?? String(n);

export interface Counted {
  known: number;
  total: number;
  right: string;
  choices: { id: string; words: string }[];
}

/** What stands under the map: before the answer nothing of it, after it the count beside what was expected. */
export function told({ known, total, right, choices }: Counted, answer: string, committed: boolean): string {
  const chosen = choices.find((c) => c.id === answer);
  if (!committed)
    return chosen
      ? `You expect a source to name the way ${chosen.words}. Keep the answer, and the ways are drawn.`
      : "No way is drawn yet. Open a point, and answer the question when you are ready.";
  const [mine, is] = [answer, right].map((id) => choices.findIndex((c) => c.id === id));
  const how = mine === is ? "as it is" : mine > is ? "which is more than there are" : "which is fewer than there are";
  return `Of the ${total} things on the triangle, a source names the way of ${number(known)}; you expected it ${chosen?.words ?? "without saying how often"}, ${how}. How a thing went is known less often than that it went.`;
}
