// @ts-check
/** The learner's work in a widget's model: one state by permanent id, kept as soon as it changes. */

/**
 * Give a widget its way to the `work` trait.
 * @param {any} model an anywidget model, in JupyterLab or in a page
 * @returns {{get: (id: string) => any, keep: (id: string, change: any) => void, drop: (ids: string[]) => void, put: (states: [string, any][]) => void, stale: (id: string) => boolean, listen: (draw: () => void) => () => void}}
 */
export function workOf(model) {
  let own = false;
  /** @param {any} work */
  const write = (work) => {
    own = true;
    try {
      model.set("work", work);
      model.save_changes();
    } finally {
      own = false;
    }
  };
  return {
    /** What the learner did on one thing; empty where nothing. */
    get: (id) => model.get("work")[id] ?? {},
    /** Change some fields of it. */
    keep: (id, change) => write({ ...model.get("work"), [id]: { ...(model.get("work")[id] ?? {}), ...change } }),
    /** Forget it. */
    drop: (ids) => write(Object.fromEntries(Object.entries(model.get("work")).filter(([id]) => !ids.includes(id)))),
    /** Set some states as they are given, whole; an empty one is forgotten. */
    put: (states) => {
      const others = Object.entries(model.get("work")).filter(([id]) => !states.some(([other]) => other === id));
      write(Object.fromEntries([...others, ...states.filter(([, state]) => Object.keys(state).length)]));
    },
    /** Whether it was answered in an earlier wording. */
    stale: (id) => (model.get("stale") ?? []).includes(id) && model.get("work")[id] === undefined,
    /** Draw again when somebody else changed it: another tab, an import, Python. */
    listen: (draw) => {
      const heard = () => own || draw();
      model.on("change:work", heard);
      return () => model.off("change:work", heard);
    },
  };
}
