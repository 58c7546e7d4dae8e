/** A branching exercise as a graph without circles: its ways, which of them is the learner's, and where each scene lies on the map. Pure. */

export interface Move {
  id: string;
  to: string;
}
export interface Scene {
  id: string;
  advice: readonly Move[];
}
export interface Step {
  scene: string;
  choice: string;
}
export interface Way {
  steps: Step[];
  ending: string;
}
/** Where a scene or an ending lies: in which column, and how far along and down, from 0 to 1. */
export interface Place {
  id: string;
  column: number;
  x: number;
  y: number;
}

/** The way so far: every scene reached by the choices made, the last one open or an ending. The first scene is the start. */
export function pathOf(scenes: readonly Scene[], choice: (scene: string) => string | undefined) {
  const steps: Step[] = [];
  let at = scenes[0].id;
  for (;;) {
    const scene = scenes.find((s) => s.id === at);
    if (!scene) return { steps, at, ended: true };
    const chosen = scene.advice.find((a) => a.id === choice(at));
    if (!chosen) return { steps, at, ended: false };
    steps.push({ scene: at, choice: chosen.id });
    at = chosen.to;
  }
}

/** Every way from the start to an ending. */
export function paths(scenes: readonly Scene[]): Way[] {
  const walk = (at: string, steps: Step[]): Way[] => {
    const scene = scenes.find((s) => s.id === at);
    if (!scene) return [{ steps, ending: at }];
    return scene.advice.flatMap((a) => walk(a.to, [...steps, { scene: at, choice: a.id }]));
  };
  return walk(scenes[0].id, []);
}

/** Of the ways that pass through a scene or an ending, the one that leaves the learner's own way last, and after how many decisions. */
export function nearest(scenes: readonly Scene[], own: readonly Step[], target: string): { way: Way; shared: number } | undefined {
  let best: { way: Way; shared: number } | undefined;
  for (const way of paths(scenes)) {
    if (way.ending !== target && !way.steps.some((s) => s.scene === target)) continue;
    const parts = way.steps.findIndex((s, n) => s.choice !== own[n]?.choice);
    const shared = parts < 0 ? way.steps.length : parts;
    if (!best || shared > best.shared) best = { way, shared };
  }
  return best;
}

/** What joins two places: the moves that lead from the one to the other. */
export function joints(scenes: readonly Scene[]): { from: string; to: string; moves: string[] }[] {
  return scenes.flatMap((s) =>
    [...new Set(s.advice.map((a) => a.to))].map((to) => ({ from: s.id, to, moves: s.advice.filter((a) => a.to === to).map((a) => a.id) })),
  );
}

/**
 * The places of all scenes and endings, in columns by the longest way to them, endings in the last. Within a column each lies near what
 * leads to it, so that few lines cross.
 */
export function layout(scenes: readonly Scene[], endings: readonly string[]): Place[] {
  const depth: Record<string, number> = { [scenes[0].id]: 0 };
  for (const s of scenes) for (const a of s.advice) depth[a.to] = Math.max(depth[a.to] ?? 0, depth[s.id] + 1);
  const last = Math.max(...Object.values(depth));
  for (const e of endings) depth[e] = last;
  const all = [...scenes.map((s) => s.id), ...endings];
  const columns = Array.from({ length: last + 1 }, (_, c) => all.filter((id) => depth[id] === c));
  const lines = joints(scenes);
  const height: Record<string, number> = {};
  const settle = (column: string[]) => column.forEach((id, n) => (height[id] = (n + 0.5) / column.length));
  columns.forEach(settle);
  const into = (id: string) => lines.filter((l) => l.to === id).map((l) => l.from);
  const out = (id: string) => lines.filter((l) => l.from === id).map((l) => l.to);
  const sort = (column: string[], beside: (id: string) => string[]) => {
    const middle = (id: string) => {
      const near = beside(id).map((o) => height[o]);
      return near.length ? near.reduce((a, b) => a + b, 0) / near.length : height[id];
    };
    const at = Object.fromEntries(column.map((id) => [id, middle(id)]));
    column.sort((a, b) => Math.round(1e9 * (at[a] - at[b]))); // what pulls alike keeps its order, however its sum was rounded
    settle(column);
  };
  for (let round = 0; round < 4; round += 1) {
    columns.forEach((c) => sort(c, into));
    columns
      .slice()
      .reverse()
      .forEach((c) => sort(c, out));
  }
  columns.forEach((c) => sort(c, into));
  return columns.flatMap((ids, column) => ids.map((id) => ({ id, column, x: (column + 0.5) / (last + 1), y: height[id] })));
}

/** What was leaned on most often, where anything was twice or more: the ids, and how often. */
export function leaned(claims: readonly (readonly string[])[]): { ids: string[]; times: number } {
  const counts = new Map<string, number>();
  for (const step of claims) for (const id of new Set(step)) counts.set(id, (counts.get(id) ?? 0) + 1);
  const times = Math.max(0, ...counts.values());
  return times < 2 ? { ids: [], times: 0 } : { ids: [...counts].filter(([, n]) => n === times).map(([id]) => id), times };
}

/** The scenes of a way at which the choice made crossed a role's red line. */
export const crossed = (
  scenes: readonly { id: string; advice: readonly { id: string; crosses: readonly { role: string }[] }[] }[],
  steps: readonly Step[],
  role: string,
): string[] =>
  steps
    .filter((step) => scenes.find((s) => s.id === step.scene)?.advice.some((a) => a.id === step.choice && a.crosses.some((c) => c.role === role)))
    .map((step) => step.scene);

/** How an ending is marked beside the numbers of the scenes: a, b, c. */
export const letter = (n: number): string => String.fromCharCode(97 + n);
