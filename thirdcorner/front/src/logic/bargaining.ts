/**
 * Games in extensive form with perfect information, solved by backward induction (Zermelo 1913; Selten 1965 for the name of what is
 * found, a subgame-perfect equilibrium). Pure. Where two moves are worth the same, the first listed is taken.
 */

export type Values = Record<string, number>;
export interface Move {
  id: string;
  label: string;
  to: string;
}
export interface Node {
  id: string;
  player: string;
  moves: Move[];
}
export interface Ending {
  id: string;
  label: string;
  /** By player, how often each parameter counts. */
  payoffs: Record<string, Record<string, number>>;
}
/** The first node is the root. */
export interface Game {
  nodes: Node[];
  endings: Ending[];
}
export interface Scale {
  id: string;
  low: number;
  high: number;
}

const within = ({ low, high }: Scale) => Array.from({ length: high - low + 1 }, (_, i) => low + i);
const summed = (terms: Record<string, number>, values: Values) => Object.entries(terms).reduce((sum, [name, times]) => sum + times * values[name], 0);

/** What each player gets at an ending. */
export function payoffs(ending: Ending, values: Values): Values {
  return Object.fromEntries(Object.entries(ending.payoffs).map(([player, terms]) => [player, summed(terms, values)]));
}

/**
 * Solve a game from its ends. `order`: the nodes from the last to the root; `best`: the move at each node; `ties`: where two are worth
 * the same; `worth`: what each node or ending is worth to each player; `path`: the moves that are played.
 */
export function solve(game: Game, values: Values) {
  const worth: Record<string, Values> = Object.fromEntries(game.endings.map((e) => [e.id, payoffs(e, values)]));
  const best: Record<string, string> = {};
  const ties: string[] = [];
  const order = game.nodes.map((n) => n.id).reverse();
  for (const node of game.nodes.slice().reverse()) {
    const gains = node.moves.map((m) => worth[m.to][node.player]);
    const most = Math.max(...gains);
    if (gains.filter((g) => g === most).length > 1) ties.push(node.id);
    const move = node.moves[gains.indexOf(most)];
    best[node.id] = move.id;
    worth[node.id] = worth[move.to];
  }
  const { path, ending } = played(game, best, game.nodes[0].id);
  return { order, best, ties, worth, path, outcome: ending };
}

/** What is played from a node or ending on, when each node has its move. */
export function played(game: Game, best: Record<string, string>, from: string): { path: string[]; ending: string } {
  const path: string[] = [];
  let at = from;
  for (let node = game.nodes.find((n) => n.id === at); node; node = game.nodes.find((n) => n.id === at)) {
    const move = node.moves.find((m) => m.id === best[node!.id])!;
    path.push(move.id);
    at = move.to;
  }
  return { path, ending: at };
}

/** The nodes and moves that lead to an ending, from the root. */
export function way(game: Game, ending: string): { node: string; move: string }[] {
  const found: { node: string; move: string }[] = [];
  for (let to = ending; to !== game.nodes[0].id;) {
    const node = game.nodes.find((n) => n.moves.some((m) => m.to === to))!;
    found.unshift({ node: node.id, move: node.moves.find((m) => m.to === to)!.id });
    to = node.id;
  }
  return found;
}

/** Why an ending is not reached: the last place on its way where the player does better by another move; `null` where there is none. */
export function leaves(game: Game, values: Values, ending: string) {
  const { best, worth } = solve(game, values);
  for (const { node, move } of way(game, ending).reverse()) {
    if (best[node] === move) continue;
    const at = game.nodes.find((n) => n.id === node)!;
    const on = (id: string) => at.moves.find((m) => m.id === id)!.to;
    return {
      node,
      player: at.player,
      expected: move,
      better: best[node],
      would: worth[on(move)][at.player],
      gets: worth[on(best[node])][at.player],
    };
  }
  return null;
}

/**
 * How a game ends, and why. `wanted` says that whoever moves first gets as much as any ending gives it; where it does not, `instead` is
 * what it would get by its best other move, and what keeps it from that move.
 */
export function reason(game: Game, values: Values): { ending: string; wanted: boolean; instead: string } {
  const { best, worth, outcome } = solve(game, values);
  const root = game.nodes[0];
  const mine = worth[root.id][root.player];
  const others = root.moves.filter((m) => m.id !== best[root.id]);
  const next = others.reduce((a, b) => (worth[b.to][root.player] > worth[a.to][root.player] ? b : a));
  return {
    ending: outcome,
    wanted: game.endings.every((e) => worth[e.id][root.player] <= mine),
    instead: played(game, best, next.to).ending,
  };
}

/** A name for endings that look the same from outside: `at` is the ending, `instead` what keeps the first mover from another one. */
export interface Region {
  at: string;
  instead?: string | null;
}

/** The number of the region in which the values lie: that of its ending and reason, else that of its ending alone. */
export function regionOf(game: Game, values: Values, regions: readonly Region[]): number {
  const why = reason(game, values);
  const exact = why.wanted ? -1 : regions.findIndex((r) => r.at === why.ending && r.instead === why.instead);
  return exact >= 0 ? exact : regions.findIndex((r) => r.at === why.ending && !r.instead);
}

/** The region for each pair of values of two parameters, the others held: rows, the highest `y` first. */
export function mapped(game: Game, values: Values, x: Scale, y: Scale, regions: readonly Region[]) {
  const xs = within(x);
  const ys = within(y).reverse();
  return { xs, ys, cells: ys.map((v) => xs.map((u) => regionOf(game, { ...values, [x.id]: u, [y.id]: v }, regions))) };
}

/** The smallest change of a single parameter that leads to another ending, for each parameter that has one; smallest first. */
export function turns(game: Game, values: Values, parameters: readonly Scale[]) {
  const now = solve(game, values).outcome;
  const found: { id: string; from: number; to: number; outcome: string }[] = [];
  for (const p of parameters) {
    const others = within(p).sort((a, b) => Math.abs(a - values[p.id]) - Math.abs(b - values[p.id]));
    for (const to of others) {
      const { outcome } = solve(game, { ...values, [p.id]: to });
      if (outcome === now) continue;
      found.push({ id: p.id, from: values[p.id], to, outcome });
      break;
    }
  }
  return found.sort((a, b) => Math.abs(a.to - a.from) - Math.abs(b.to - b.from));
}

/** The game with one more move at a node, before its last, and the ending that the move leads to. */
export function levered(game: Game, lever: { node: string; move: Move; ending: Ending }): Game {
  const nodes = game.nodes.map((n) => (n.id === lever.node ? { ...n, moves: [...n.moves.slice(0, -1), lever.move, ...n.moves.slice(-1)] } : n));
  return { nodes, endings: [...game.endings, lever.ending] };
}

/**
 * Which parameter a bar stands for, where it is dragged: the term of a payoff that is in the fewest payoffs, the later of two. What the
 * parameter must be for the payoff to be `to`, on its scale; `null` where nothing of the payoff can be set.
 */
export function barred(game: Game, values: Values, scales: readonly Scale[], ending: string, player: string, to: number) {
  const terms = game.endings.find((e) => e.id === ending)!.payoffs[player];
  const uses = (name: string) => game.endings.reduce((n, e) => n + Object.values(e.payoffs).filter((t) => t[name]).length, 0);
  const own = Object.keys(terms)
    .filter((t) => terms[t])
    .reduce<string | undefined>((a, b) => (a === undefined || uses(b) <= uses(a) ? b : a), undefined);
  const scale = scales.find((s) => s.id === own);
  if (own === undefined || !scale) return null;
  const rest = summed(terms, { ...values, [own]: 0 });
  return { id: own, value: Math.min(scale.high, Math.max(scale.low, Math.round((to - rest) / terms[own]) + 0)) };
}

/** The least and the most that any ending can give anybody: the scale of the bars. */
export function reach(game: Game, scales: readonly Scale[]): [number, number] {
  const of = (name: string) => scales.find((s) => s.id === name)!;
  const ends = game.endings.flatMap((e) =>
    Object.values(e.payoffs).map((terms) =>
      Object.entries(terms).reduce<[number, number]>(
        ([low, high], [name, times]) => {
          const both = [times * of(name).low, times * of(name).high];
          return [low + Math.min(...both), high + Math.max(...both)];
        },
        [0, 0],
      ),
    ),
  );
  return [Math.min(0, ...ends.map((e) => e[0])), Math.max(0, ...ends.map((e) => e[1]))];
}

/** The largest rectangle of cells that lie in one region, as columns and rows from the top; where two are as large, the upper one. */
export function roomiest(cells: readonly (readonly number[])[], region: number) {
  let best = { x: 0, y: 0, width: 0, height: 0 };
  const heights: number[] = new Array(cells[0]?.length ?? 0).fill(0);
  cells.forEach((row, y) => {
    row.forEach((cell, x) => (heights[x] = cell === region ? heights[x] + 1 : 0));
    heights.forEach((_, from) => {
      let height = Infinity;
      for (let to = from; to < heights.length && heights[to]; to += 1) {
        height = Math.min(height, heights[to]);
        const width = to - from + 1;
        if (width * height > best.width * best.height) best = { x: from, y: y - height + 1, width, height };
      }
    });
  });
  return best;
}

/** Words in lines of at most so many letters; `null` where they need more lines than there are, or a word is longer than a line. */
export function wrapped(words: string, letters: number, lines: number): string[] | null {
  const made: string[] = [];
  for (const word of words.split(" ")) {
    if (word.length > letters) return null;
    const last = made.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= letters) made[made.length - 1] = `${last} ${word}`;
    else made.push(word);
  }
  return made.length <= lines ? made : null;
}

/** Where everything of a tree stands: a row an ending, in the order of the moves; each node in the row of the first ending under it. */
export function laid(game: Game) {
  const rows: Record<string, number> = {};
  const depths: Record<string, number> = {};
  let next = 0;
  const visit = (id: string, depth: number): number => {
    depths[id] = depth;
    const node = game.nodes.find((n) => n.id === id);
    rows[id] = node ? node.moves.map((m) => visit(m.to, depth + 1))[0] : next++;
    return rows[id];
  };
  visit(game.nodes[0].id, 0);
  return { rows, depths, height: next, deepest: Math.max(...game.nodes.map((n) => depths[n.id])) };
}
