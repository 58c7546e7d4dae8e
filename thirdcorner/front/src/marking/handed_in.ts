/** A student's work in the exercise's own component: it can be looked through, and nothing in it changed. */

import type { Model } from "../core/work.svelte";
import type { MarkedAnswer, MarkedQuestion } from "../generated/types";

type State = Record<string, unknown>;
interface Widget {
  restore(content: unknown, id: string, state: unknown): State | null;
  mount(target: HTMLElement, model: Model): () => void;
}
type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** A model that takes no change: whoever writes into it is told the same work again. */
class AsHandedIn implements Model {
  #values: State;
  #heard = new Set<() => void>();
  #refused: () => void;
  constructor(values: State, refused: () => void) {
    this.#values = values;
    this.#refused = refused;
  }
  get = (name: string) => this.#values[name];
  set = () => {};
  on = (_: string, listener: () => void) => void this.#heard.add(listener);
  off = (_: string, listener: () => void) => void this.#heard.delete(listener);
  save_changes = () => {
    for (const listener of this.#heard) listener();
    this.#refused();
  };
}

/** Each control as it was when nobody had touched it since it was drawn: a browser changes a radio button before anyone is asked. */
class Controls {
  #place: HTMLElement;
  #seen = new WeakMap<Control, readonly [value: string, checked: boolean]>();
  constructor(place: HTMLElement) {
    this.#place = place;
  }
  #each = (act: (control: Control, checked: boolean) => void) =>
    this.#place.querySelectorAll<Control>("input, select, textarea").forEach((c) => act(c, c instanceof HTMLInputElement && c.checked));
  note = () => this.#each((c, checked) => this.#seen.set(c, [c.value, checked]));
  putBack = () =>
    this.#each((c, checked) => {
      const [value, was] = this.#seen.get(c) ?? [c.value, checked];
      if (c.value !== value) c.value = value;
      if (c instanceof HTMLInputElement && checked !== was) c.checked = was;
    });
}

const EVENTS = ["pointerdown", "pointerup", "keydown", "click", "input", "change"];

/**
 * Draw the work into a place. Returns what ends it, and the ids of what the component cannot read; throws where there is no such
 * component, or it fails on this work. `refused` is called whenever someone tries to change the work.
 */
export function show(place: HTMLElement, q: MarkedQuestion, a: MarkedAnswer, refused: () => void): { end: () => void; unread: string[] } {
  const widget = (globalThis.thirdcorner?.widgets as Record<string, unknown> | undefined)?.[q.widget ?? ""] as Widget | undefined;
  if (!widget) throw new Error(`no component shows ${q.id}`);
  const work: Record<string, State> = {};
  const unread: string[] = [];
  for (const [id, state] of Object.entries(a.states ?? {})) {
    const read = attempt(() => widget.restore(q.content, id, state));
    if (read) work[id] = read;
    else unread.push(id);
  }
  const controls = new Controls(place);
  let acting = 0;
  let no = false;
  const on = () => {
    acting += 1;
    setTimeout(() => {
      acting -= 1;
      if (no) controls.putBack();
      else controls.note();
      if (!acting) no = false;
    });
  };
  const model = new AsHandedIn({ content: q.content, seed: 1, work, times: {}, stale: [] }, () => {
    if (!acting) return; // not the marker's doing
    no = true;
    refused();
  });
  const unmount = widget.mount(place, model);
  controls.note();
  EVENTS.forEach((name) => place.addEventListener(name, on, true));
  const end = () => {
    EVENTS.forEach((name) => place.removeEventListener(name, on, true));
    unmount();
  };
  return { end, unread };
}

function attempt<T>(act: () => T): T | null {
  try {
    return act();
  } catch {
    return null;
  }
}
