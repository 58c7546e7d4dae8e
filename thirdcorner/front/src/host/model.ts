/** An anywidget model without a kernel: the same `get`, `set`, `on`, `off`, `save_changes`. */

import type { Model } from "../core/work.svelte";
import type { State } from "./page";

type Save = (before: Record<string, State>, after: Record<string, State>) => void;

export class PageModel implements Model {
  #values: Record<string, unknown>;
  #heard = new Map<string, Set<() => void>>();
  #saved: Record<string, State>;
  #save: Save;

  /** `save` is called with the old and the new work. */
  constructor(values: Record<string, unknown> & { work: Record<string, State> }, save: Save) {
    this.#values = values;
    this.#saved = values.work;
    this.#save = save;
  }

  get work() {
    return this.#values.work as Record<string, State>;
  }
  get = (name: string) => this.#values[name];
  set = (name: string, value: unknown) => {
    this.#values[name] = value;
    for (const listener of [...this.#of(`change:${name}`), ...this.#of("change")]) listener();
  };
  on = (event: string, listener: () => void) => void this.#of(event).add(listener);
  off = (event: string, listener: () => void) => void this.#of(event).delete(listener);
  save_changes = () => {
    this.#save(this.#saved, this.work);
    this.#saved = this.work;
  };
  /** Take work from elsewhere (the record, another tab, an import) without writing it back. */
  take = (work: Record<string, State>) => {
    this.#saved = work;
    this.set("work", work);
  };
  #of(event: string): Set<() => void> {
    const found = this.#heard.get(event) ?? new Set();
    this.#heard.set(event, found);
    return found;
  }
}
