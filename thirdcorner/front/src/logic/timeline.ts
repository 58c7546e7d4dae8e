/**
 * The reckoning of the timeline. Pure. A month is one number, twelve for each year since 0, so that dates can be subtracted. The window
 * is what the axis shows: from the first month to the one after the last.
 */

export type Span = [number, number];
export interface Happening {
  id: string;
  date: string;
  end: string;
  precision: "day" | "month" | "year";
  actors: readonly string[];
  kind: string;
}

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
/** No closer view than this: twelve months on the narrowest screen are wide enough for a finger. */
export const CLOSEST = 12;

export const monthOf = (iso: string): number => Number(iso.slice(0, 4)) * 12 + Number(iso.slice(5, 7)) - 1;
export const written = (month: number): string => `${String(Math.floor(month / 12)).padStart(4, "0")}-${String((month % 12) + 1).padStart(2, "0")}`;
export const worded = (month: number): string => `${MONTHS[month % 12]} ${Math.floor(month / 12)}`;
export const within = (value: number, [low, high]: Span): number => Math.min(high, Math.max(low, value));
export const wholeOf = (start: string, end: string): Span => [monthOf(start), monthOf(end) + 1];

/** The first and the last month of an event, as exact as it is known. */
export function spanOf(event: Happening): Span {
  const [first, last] = [monthOf(event.date), monthOf(event.end)];
  return event.precision === "year" ? [first - (first % 12), last - (last % 12) + 11] : [first, last];
}

/** Where an event stands on the axis. */
export function standsAt(event: Happening): number {
  if (event.precision === "year") return spanOf(event)[0] + 6;
  return monthOf(event.date) + (event.precision === "day" ? (Number(event.date.slice(8, 10)) - 0.5) / 31 : 0.5);
}

/** By how many months a date misses an event: below zero where it is too early, 0 anywhere within it. */
export function off(month: number, event: Happening): number {
  const [first, last] = spanOf(event);
  return month < first ? month - first : Math.max(0, month - last);
}

const many = (n: number, what: string) => `${n} ${what}${n === 1 ? "" : "s"}`;

/** A length of time, by months up to two years, by years and months after that. */
export function long(months: number): string {
  const size = Math.abs(months);
  if (size < 24) return many(size, "month");
  return [many(Math.floor(size / 12), "year"), size % 12 ? many(size % 12, "month") : ""].filter(Boolean).join(" ");
}
export const offWords = (months: number): string => (months ? `${long(months)} too ${months < 0 ? "early" : "late"}` : "the right month");

/** The share of the pairs that stand in the order of the record; two in one month are half a pair, and a whole one where they did share it. */
export function pairs(at: Readonly<Record<string, number>>, events: readonly Happening[]): number {
  const sorted = [...events].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  let good = 0;
  let all = 0;
  for (let i = 0; i < sorted.length; i += 1)
    for (let j = i + 1; j < sorted.length; j += 1) {
      const [a, b] = [sorted[i], sorted[j]];
      all += 1;
      if (at[a.id] < at[b.id]) good += 1;
      else if (at[a.id] === at[b.id]) good += monthOf(a.date) === monthOf(b.date) ? 1 : 0.5;
    }
  return all ? good / all : 1;
}

/** The order that the edition before kept, as ids: it named the places in the order of the dates. `null` where it is not one of these. */
export function orderOf(order: readonly (string | number)[], events: readonly Happening[]): string[] | null {
  const ids = [...events].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0)).map((e) => e.id);
  const named = order.map((o) => (typeof o === "number" ? ids[o] : o));
  return named.length === ids.length && ids.every((id) => named.includes(id)) ? named : null;
}

/** What a record holds of a set, as it is read today: `null` where it does not fit. */
export function restored(
  state: { at?: Record<string, string>; order?: (string | number)[]; checked?: boolean; score?: number | null },
  events: readonly Happening[],
) {
  const at = state.at ?? {};
  if (Object.keys(at).some((id) => !events.some((e) => e.id === id))) return null;
  if (!state.order?.length) return state.checked && events.some((e) => !at[e.id]) ? null : state;
  const order = orderOf(state.order, events);
  return order && { ...state, order };
}

/** The marks of an axis that find room: a month and its label each, from January on, in steps that a reader knows. */
export function ticks([from, to]: Span, width: number): { month: number; label: string }[] {
  const perMonth = width / (to - from);
  const steps = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600];
  const room = (step: number) => (step < 12 ? 64 : 42);
  const step = steps.find((s) => perMonth * s >= room(s)) ?? steps[steps.length - 1];
  const found: { month: number; label: string }[] = [];
  for (let month = Math.ceil(from / step) * step; month < to; month += step) {
    if ((month - from) * perMonth + room(step) - 8 > width) break;
    const year = String(Math.floor(month / 12));
    found.push({ month, label: step < 12 ? `${MONTHS[month % 12].slice(0, 3)} ${year}` : year });
  }
  return found;
}

export interface Flag {
  id: string;
  /** Where its stem stands, and how wide it is, in px. */
  x: number;
  width: number;
}

/** Flags in rows, so that none lies on another: their left edges and their rows, counted from the axis. */
export function rows(flags: readonly Flag[], room: number, gap = 4): Record<string, { left: number; row: number }> {
  const ends: Span[][] = [];
  const found: Record<string, { left: number; row: number }> = {};
  for (const { id, x, width } of [...flags].sort((a, b) => a.x - b.x || (a.id < b.id ? -1 : 1))) {
    const left = Math.max(0, Math.min(x - width / 2, room - width));
    let row = ends.findIndex((taken) => taken.every(([l, r]) => left >= r + gap || left + width <= l - gap));
    if (row < 0) row = ends.push([]) - 1;
    ends[row].push([left, left + width]);
    found[id] = { left, row };
  }
  return found;
}

/** A window drawn with the brush, from either end. */
export function brushed(a: number, b: number, whole: Span): Span {
  const [low, high] = [Math.floor(within(Math.min(a, b), whole)), Math.ceil(within(Math.max(a, b), whole))];
  return settled([low, Math.max(high, low + CLOSEST)], whole);
}
/** A window pushed back onto the period. */
export function settled([from, to]: Span, whole: Span): Span {
  const size = Math.min(to - from, whole[1] - whole[0]);
  const start = within(from, [whole[0], whole[1] - size]);
  return [start, start + size];
}
/** A window made closer (below 1) or wider about its middle, or about the event in hand. */
export function zoomed([from, to]: Span, factor: number, whole: Span, about = (from + to) / 2): Span {
  const least = Math.min(CLOSEST, whole[1] - whole[0]);
  const size = Math.max(least, Math.round((to - from) * factor));
  return settled([Math.round(about - size / 2), Math.round(about - size / 2) + size], whole);
}
/** A window moved by a share of itself. */
export const panned = ([from, to]: Span, by: number, whole: Span): Span => {
  const step = Math.round((to - from) * by) || Math.sign(by);
  return settled([from + step, to + step], whole);
};

export interface View {
  actors: readonly string[];
  kinds: readonly string[];
  when: "all" | "before" | "after";
}
/** The events with all the actors chosen, of any of the kinds chosen, on the chosen side of the text's day. */
export function chosen<E extends Happening>(events: readonly E[], view: View, textDate: string): E[] {
  return events.filter(
    (e) =>
      view.actors.every((a) => e.actors.includes(a)) &&
      (!view.kinds.length || view.kinds.includes(e.kind)) &&
      (view.when === "all" || (view.when === "before") === e.date < textDate),
  );
}

/** The two neighbours in time between which most months passed; none where there are fewer than two. */
export function gap<E extends Happening>(events: readonly E[]): [E, E] | undefined {
  let found: [E, E] | undefined;
  let most = -1;
  for (let n = 1; n < events.length; n += 1) {
    const months = monthOf(events[n].date) - monthOf(events[n - 1].date);
    if (months > most) [found, most] = [[events[n - 1], events[n]], months];
  }
  return found;
}
