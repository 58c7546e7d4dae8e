/** The learner's work as Svelte state: one state by permanent id, over an anywidget model or a page's record alike. */

/** What JupyterLab's model and the page's both have. */
export interface Model {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  on(event: string, listener: () => void): void;
  off(event: string, listener: () => void): void;
  save_changes(): void;
}

/** The work of one widget; `S` is the state of one piece of it. */
export class Work<S extends object> {
  #model: Model | undefined;
  #all = $state.raw<Record<string, S>>({});
  #stale = $state.raw<string[]>([]);
  readonly seed: number;

  /** On the server there is no model, and no work. */
  constructor(model: () => Model | undefined) {
    this.#model = model();
    this.seed = Number(this.#model?.get("seed") ?? 0);
    this.#heard();
  }

  #heard = () => {
    this.#all = (this.#model?.get("work") ?? {}) as Record<string, S>;
    this.#stale = (this.#model?.get("stale") ?? []) as string[];
  };

  /** Draw again when somebody else changed it: another tab, an import, Python. Returns what ends that. */
  listen(): () => void {
    this.#model?.on("change:work", this.#heard);
    return () => this.#model?.off("change:work", this.#heard);
  }

  /** What the learner did on one thing; empty where nothing. */
  of(id: string): Partial<S> {
    return this.#all[id] ?? NOTHING;
  }

  /** Change some fields of it, and keep that. */
  keep(id: string, change: Partial<S>): void {
    this.#all = { ...this.#all, [id]: { ...this.#all[id], ...change } as S };
    this.#model?.set("work", this.#all);
    this.#model?.save_changes();
  }

  /** Set some states whole, and keep that; one that is undefined or empty is forgotten. */
  put(states: (readonly [string, S | undefined])[]): void {
    const others = Object.entries(this.#all).filter(([id]) => !states.some(([other]) => other === id));
    const kept = states.filter(([, state]) => state && Object.keys(state).length) as [string, S][];
    this.#all = Object.fromEntries([...others, ...kept]);
    this.#model?.set("work", this.#all);
    this.#model?.save_changes();
  }

  /** Whether it was answered in an earlier wording, and not since. */
  stale(id: string): boolean {
    return this.#stale.includes(id) && this.#all[id] === undefined;
  }
}

const NOTHING = Object.freeze({});
