/** What every instrument has in common: its work by permanent ids, undo, a reset that asks, words for the live region. */

import { Announcer } from "./announcer.svelte";
import { Work, type Model } from "./work.svelte";

const STEPS = 50;

/** `S` is the state of one piece of work. */
export class Bench<S extends object> {
  readonly work: Work<S>;
  readonly status = new Announcer();
  #ids: string[];
  #fixed: (state: Partial<S>) => boolean;
  #past = $state.raw<Record<string, S>[]>([]);
  /** Whether the reset was asked for once and waits for a second press. */
  asking = $state(false);

  /** `ids` are all under which the instrument keeps something; `fixed` says which states were committed for good, so that undo leaves them. */
  constructor(model: () => Model | undefined, ids: () => string[], fixed: (state: Partial<S>) => boolean = () => false) {
    this.work = new Work<S>(model);
    this.#ids = ids();
    this.#fixed = fixed;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }
  of(id: string): Partial<S> {
    return this.work.of(id);
  }
  /** Change a state, so that it can be taken back. `as` names a gesture: all changes of one drag are one step. */
  keep(id: string, change: Partial<S>, as = ""): void {
    if (!as || as !== this.#gesture) this.#remember();
    this.#gesture = as;
    this.work.keep(id, change);
  }
  /** Keep without a step of undo: for text as it is typed, which has an undo of its own. */
  note(id: string, change: Partial<S>): void {
    this.work.keep(id, change);
  }
  undo(): void {
    const before = this.#past.at(-1);
    if (!before) return void this.status.say("There is nothing to undo.");
    this.#past = this.#past.slice(0, -1);
    this.#gesture = "";
    this.work.put(this.#ids.filter((id) => !this.#fixed(this.work.of(id))).map((id) => [id, before[id]]));
    void this.status.say("Undone.");
  }
  /** The first press asks, the second forgets; undo brings the work back. */
  reset(): void {
    this.asking = !this.asking;
    if (this.asking) return void this.status.say("This forgets everything you did in this exercise. Press once more to do it.");
    this.#remember();
    this.work.put(this.#ids.map((id) => [id, undefined]));
    void this.status.say("The bench is clear. Undo brings your work back.");
  }

  #gesture = "";
  #remember(): void {
    const now = Object.fromEntries(this.#ids.map((id) => [id, this.work.of(id) as S]).filter(([, state]) => Object.keys(state).length));
    this.#past = [...this.#past.slice(1 - STEPS), now];
  }
}
