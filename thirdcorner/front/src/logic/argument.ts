/**
 * Walking an argument, and weighing it. Pure. A claim `supports`, `presumes` or `attacks` another; only the first two carry weight, from
 * what supports to what is supported, and from what is presumed to what presumes it.
 */

export interface Claim {
  id: string;
  relations: readonly { kind: string; to: string }[];
}
export type Change = "corrected" | "struck";
/** What a claim does for the one above it. */
export type Bond = "supports" | "presumes" | "attacks";
export interface Step {
  id: string;
  via: string;
  depth: number;
}
/** A claim in the outline with what bears on it; `again` where it was unfolded before. */
export interface Branch {
  id: string;
  how: Bond;
  again: boolean;
  below: Branch[];
}

const to = (claim: Claim | undefined, kind: Bond) => claim?.relations.filter((r) => r.kind === kind).map((r) => r.to) ?? [];
const from = (claims: readonly Claim[], id: string, kind: Bond) =>
  claims.filter((c) => c.relations.some((r) => r.kind === kind && r.to === id)).map((c) => c.id);

/** What a claim rests on: what supports it, what it presumes, and what is held against it. */
export function resting(claims: readonly Claim[], id: string): Record<Bond, string[]> {
  const own = claims.find((c) => c.id === id);
  return { supports: from(claims, id, "supports"), presumes: to(own, "presumes"), attacks: from(claims, id, "attacks") };
}

/** What leans on a claim: it supports them, or they presume it. */
export function leaning(claims: readonly Claim[], id: string): string[] {
  const own = claims.find((c) => c.id === id);
  return [...new Set([...to(own, "supports"), ...from(claims, id, "presumes")])];
}

/** How a change of a claim travels: each claim reached, by which one, and in how many steps; nearest first, each once. */
export function upward(claims: readonly Claim[], id: string): Step[] {
  const found = new Map<string, Step>();
  let edge = [id];
  for (let depth = 1; edge.length; depth += 1) {
    const next: string[] = [];
    for (const via of edge)
      for (const up of leaning(claims, via)) {
        if (up === id || found.has(up)) continue;
        found.set(up, { id: up, via, depth });
        next.push(up);
      }
    edge = next;
  }
  return [...found.values()];
}

/**
 * How much each claim keeps of its ground, from 0 to 1, after some were struck (nothing of them is left) or corrected (half is). What
 * supports a claim holds it in equal parts; what it presumes it needs whole. That is a convention to see by, and no measurement. A
 * circle is cut where it closes.
 */
export function kept(claims: readonly Claim[], changed: Readonly<Record<string, Change>>): Map<string, number> {
  const found = new Map<string, number>();
  const open = new Set<string>();
  function keep(id: string): number {
    const known = found.get(id);
    if (known !== undefined) return known;
    open.add(id);
    const { supports, presumes } = resting(claims, id);
    const held = supports.filter((s) => !open.has(s)).map(keep);
    const own = { struck: 0, corrected: 0.5, stands: 1 }[changed[id] ?? "stands"];
    const needed = presumes.filter((p) => !open.has(p)).reduce((all, p) => all * keep(p), own);
    open.delete(id);
    const value = held.length ? (needed * held.reduce((sum, v) => sum + v, 0)) / held.length : needed;
    found.set(id, value);
    return value;
  }
  for (const { id } of claims) keep(id);
  return found;
}

/** The outline: what bears on the thesis, and what bears on that; after it, what does not lead there. Each claim is unfolded once. */
export function outlined(claims: readonly Claim[], thesis: string): { top: Branch; beside: Branch[] } {
  const seen = new Set<string>();
  function branch(id: string, how: Bond): Branch {
    const again = seen.has(id);
    seen.add(id);
    const { supports, presumes, attacks } = resting(claims, id);
    const below = again
      ? []
      : [
          ...supports.map((s) => [s, "supports"] as const),
          ...presumes.map((p) => [p, "presumes"] as const),
          ...attacks.map((a) => [a, "attacks"] as const),
        ].map(([sub, bond]) => branch(sub, bond));
    return { id, how, again, below };
  }
  const top = branch(thesis, "supports");
  const roots = claims.filter((c) => !leaning(claims, c.id).length);
  const beside = [...roots, ...claims].flatMap((c) => (seen.has(c.id) ? [] : [branch(c.id, "supports")]));
  return { top, beside };
}

export function listed(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** A share as it is spoken: never all or nothing where it is only nearly so. */
export function share(value: number): string {
  const rounded = Math.round(value * 100);
  if (rounded === 100 && value < 1) return "more than 99 per cent";
  if (rounded === 0 && value > 0) return "less than 1 per cent";
  return rounded === 100 ? "all" : rounded === 0 ? "nothing" : `${rounded} per cent`;
}

/** What the learner's changes imply, in a few sentences. */
export function told(claims: readonly Claim[], thesis: string, changed: Readonly<Record<string, Change>>): string {
  const hit = (change: Change) => claims.filter((c) => changed[c.id] === change).map((c) => c.id);
  const [struck, corrected] = [hit("struck"), hit("corrected")];
  if (!struck.length && !corrected.length)
    return `Nothing is struck, and ${thesis} keeps all of its ground. Choose a claim, strike it or correct it, and see how far up it is felt.`;
  const keeps = kept(claims, changed);
  const left = (id: string) => keeps.get(id) ?? 1;
  const did = [struck.length && `struck ${listed(struck)}`, corrected.length && `corrected ${listed(corrected)}`].filter(Boolean);
  const reached = new Map<string, number>();
  for (const id of [...struck, ...corrected])
    for (const step of upward(claims, id)) reached.set(step.id, Math.min(step.depth, reached.get(step.id) ?? Infinity));
  const felt = [...reached.keys()].filter((id) => !changed[id]).sort((a, b) => left(a) - left(b));
  const said = [`You have ${did.join(" and ")}.`];
  const others = felt.filter((id) => id !== thesis);
  if (!felt.length && !changed[thesis]) said.push("Nothing else leans on that, so nothing else gives way.");
  else if (others.length) {
    const [first, ...rest] = others.slice(0, 3);
    const then = rest.length ? `, then in ${listed(rest.map((id) => `${id} (${share(left(id))})`))}` : "";
    said.push(
      `It is felt in ${felt.length} ${felt.length === 1 ? "claim" : "claims"} above, most in ${first}, which keeps ${share(left(first))} of its ground${then}.`,
    );
  }
  const steps = reached.get(thesis);
  if (steps && !changed[thesis]) said.push(`The thesis, ${thesis}, ${steps} ${steps === 1 ? "step" : "steps"} up, keeps ${share(left(thesis))}.`);
  else if (felt.length && !changed[thesis]) said.push(`It does not reach the thesis, ${thesis}.`);
  for (const id of struck.slice(0, 2)) {
    const freed = to(
      claims.find((c) => c.id === id),
      "attacks",
    );
    if (freed.length) said.push(`Struck, ${id} no longer tells against ${listed(freed)}.`);
  }
  return said.join(" ");
}

interface Answered {
  answer?: string | number | null;
  checked?: boolean;
}
/** A piece of work with its answer by the option's id; one of the edition before named it by its place. `null` where it is no option. */
export function modern<S extends Answered>(options: readonly { id: string }[], state: S): (S & { answer?: string }) | null {
  const { answer } = state;
  if (answer === undefined || answer === null) return state.checked ? null : (state as S & { answer?: string });
  const id = typeof answer === "number" ? options[answer]?.id : answer;
  return options.some((o) => o.id === id) ? { ...state, answer: id } : null;
}
