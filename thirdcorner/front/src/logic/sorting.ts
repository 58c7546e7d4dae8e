/** Cards in bins, and what they say. Pure. */

/** A card as a learner has it: its bin, the course's (none where readings may differ), whether it is compared, and how the first try came out. */
export interface Card {
  answer: string | null;
  key: string | null;
  checked: boolean;
  first: number | null;
}

/** How a card stands: in no bin, in one, or compared and as the course has it, otherwise, or a reading. */
export type Standing = "loose" | "placed" | "right" | "otherwise" | "reading";
export function standing(card: Card): Standing {
  if (!card.answer) return "loose";
  if (!card.checked) return "placed";
  return card.key === null ? "reading" : card.answer === card.key ? "right" : "otherwise";
}

/** The card after a place that is not compared yet, from the beginning again at the end; -1 where all are. */
export function next(cards: readonly Card[], after: number): number {
  for (let n = 1; n <= cards.length; n += 1) {
    const at = (after + n) % cards.length;
    if (!cards[at].checked) return at;
  }
  return -1;
}

/** What the bins imply, sentence by sentence; empty where no card lies in one. */
export function told(cards: readonly Card[]): string[] {
  const done = cards.filter((c) => c.checked);
  const waiting = cards.filter((c) => standing(c) === "placed").length;
  const keyed = done.filter((c) => c.key !== null);
  const right = keyed.filter((c) => c.first === 1).length;
  const said: string[] = [];
  if (done.length)
    said.push(`${done.length} of ${cards.length} sorted${keyed.length ? `; at the first try ${right} of ${keyed.length} as the book has it` : ""}.`);
  if (waiting) said.push(`${waiting} ${waiting === 1 ? "card lies" : "cards lie"} in a bin and ${waiting === 1 ? "is" : "are"} not compared yet.`);
  const other = done.filter((c) => standing(c) === "otherwise").length;
  if (other) said.push(`The book has ${other === 1 ? "one of them" : `${other} of them`} otherwise: look again.`);
  return said;
}
