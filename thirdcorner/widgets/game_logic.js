// @ts-check
/**
 * Games in extensive form with perfect information, solved by backward induction (Zermelo 1913; Selten 1965 for the name of what is
 * found, a subgame-perfect equilibrium). Pure: no DOM, no storage. Where two moves are worth the same, the first listed is taken.
 *
 * @typedef {{id: string, player: string, moves: {id: string, label: string, to: string}[]}} Node
 * @typedef {{id: string, label: string, payoffs: Record<string, Record<string, number>>}} Outcome
 * @typedef {{nodes: Node[], endings: Outcome[]}} Game the first node is the root
 */

/** What each player gets at an outcome. @param {Outcome} outcome @param {Record<string, number>} values @returns {Record<string, number>} */
export function payoffs(outcome, values) {
  return Object.fromEntries(Object.entries(outcome.payoffs).map(([player, terms]) => [player, Object.entries(terms).reduce((sum, [name, times]) => sum + times * values[name], 0)]));
}

/**
 * Solve a game from its ends.
 * @param {Game} game @param {Record<string, number>} values the parameters
 * @returns {{order: string[], best: Record<string, string>, ties: string[], worth: Record<string, Record<string, number>>, path: string[], outcome: string}}
 *   `order`: the nodes from the last to the root; `best`: the move at each node; `worth`: what each node or outcome is worth to each player;
 *   `path`: the moves that are played
 */
export function solve(game, values) {
  /** @type {Record<string, Record<string, number>>} */
  const worth = Object.fromEntries(game.endings.map((o) => [o.id, payoffs(o, values)]));
  /** @type {Record<string, string>} */
  const best = {};
  const ties = [];
  const order = game.nodes.map((n) => n.id).reverse();
  for (const node of game.nodes.slice().reverse()) {
    const gains = node.moves.map((m) => worth[m.to][node.player]);
    const most = Math.max(...gains);
    if (gains.filter((g) => g === most).length > 1) ties.push(node.id);
    const move = node.moves[gains.indexOf(most)];
    best[node.id] = move.id;
    worth[node.id] = worth[move.to];
  }
  const path = [];
  let at = game.nodes[0].id;
  for (let node = game.nodes[0]; node; node = /** @type {any} */ (game.nodes.find((n) => n.id === at))) {
    const move = /** @type {any} */ (node.moves.find((m) => m.id === best[node.id]));
    path.push(move.id);
    at = move.to;
  }
  return { order, best, ties, worth, path, outcome: at };
}

/** The nodes and moves that lead to an outcome, from the root. @param {Game} game @param {string} outcome @returns {{node: string, move: string}[]} */
export function way(game, outcome) {
  const found = [];
  for (let to = outcome; to !== game.nodes[0].id; ) {
    const node = /** @type {Node} */ (game.nodes.find((n) => n.moves.some((m) => m.to === to)));
    found.unshift({ node: node.id, move: /** @type {any} */ (node.moves.find((m) => m.to === to)).id });
    to = node.id;
  }
  return found;
}

/**
 * Why an outcome is not played: the last place on its way where the player does better by another move; `null` where there is none.
 * @param {Game} game @param {Record<string, number>} values @param {string} outcome
 * @returns {{node: string, player: string, expected: string, better: string, gets: number, would: number}|null}
 */
export function leaves(game, values, outcome) {
  const { best, worth } = solve(game, values);
  for (const step of way(game, outcome).reverse()) {
    if (best[step.node] === step.move) continue;
    const node = /** @type {Node} */ (game.nodes.find((n) => n.id === step.node));
    const to = (/** @type {string} */ id) => /** @type {any} */ (node.moves.find((m) => m.id === id)).to;
    return { node: node.id, player: node.player, expected: step.move, better: best[node.id], gets: worth[to(best[node.id])][node.player], would: worth[to(step.move)][node.player] };
  }
  return null;
}

/**
 * Which outcome is played at each pair of values of two parameters, the others held.
 * @param {Game} game @param {Record<string, number>} values @param {{id: string, low: number, high: number}} x @param {{id: string, low: number, high: number}} y
 * @returns {{xs: number[], ys: number[], cells: string[][]}} rows of outcomes, the highest y first
 */
export function regions(game, values, x, y) {
  const range = (/** @type {{low: number, high: number}} */ p) => Array.from({ length: p.high - p.low + 1 }, (_, i) => p.low + i);
  const xs = range(x);
  const ys = range(y).reverse();
  return { xs, ys, cells: ys.map((v) => xs.map((u) => solve(game, { ...values, [x.id]: u, [y.id]: v }).outcome)) };
}

/**
 * The smallest change of a single parameter that leads to another outcome, for each parameter that has one; smallest first.
 * @param {Game} game @param {Record<string, number>} values @param {{id: string, low: number, high: number}[]} parameters
 * @returns {{id: string, from: number, to: number, outcome: string}[]}
 */
export function turns(game, values, parameters) {
  const now = solve(game, values).outcome;
  const found = [];
  for (const p of parameters) {
    const others = Array.from({ length: p.high - p.low + 1 }, (_, i) => p.low + i).sort((a, b) => Math.abs(a - values[p.id]) - Math.abs(b - values[p.id]));
    for (const to of others) {
      const { outcome } = solve(game, { ...values, [p.id]: to });
      if (outcome === now) continue;
      found.push({ id: p.id, from: values[p.id], to, outcome });
      break;
    }
  }
  return found.sort((a, b) => Math.abs(a.to - a.from) - Math.abs(b.to - b.from));
}
