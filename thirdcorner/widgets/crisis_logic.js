// @ts-check
/** A branching exercise as a graph. Pure: no DOM, no storage. */

/**
 * The path so far: every scene reached by the choices made, the last one open or an ending.
 * @param {{id: string, advice: {id: string, to: string}[]}[]} scenes the first is the start
 * @param {(scene: string) => string|undefined} choice what was chosen at a scene
 * @returns {{steps: {scene: string, choice: string}[], at: string, ended: boolean}}
 */
export function pathOf(scenes, choice) {
  const steps = [];
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

/**
 * Every path from the start to an ending, as lists of scene and choice.
 * @param {{id: string, advice: {id: string, to: string}[]}[]} scenes
 * @returns {{steps: [string, string][], ending: string}[]}
 */
export function paths(scenes) {
  const walk = (/** @type {string} */ at, /** @type {[string, string][]} */ steps) => {
    const scene = scenes.find((s) => s.id === at);
    /** @type {{steps: [string, string][], ending: string}[]} */
    const found = scene ? scene.advice.flatMap((a) => walk(a.to, [...steps, [at, a.id]])) : [{ steps, ending: at }];
    return found;
  };
  return walk(scenes[0].id, []);
}
