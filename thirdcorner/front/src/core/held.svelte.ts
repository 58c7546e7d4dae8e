/** What may wait while something is dragged, so that a frame of the drag stays short: words and tables that nobody reads in mid-movement, and second pictures. */

const PAUSE_MS = 120;

let down = $state(false);
const drawn = typeof document !== "undefined"; // the static form waits for nothing
if (drawn) {
  const told = { capture: true, passive: true };
  document.addEventListener("pointerdown", () => (down = true), told);
  for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => (down = false), told);
}

/**
 * A value that stays as it was while a pointer is down and changes it, and follows as soon as that rests or lets go. With `turn`, 0 or 1, it
 * follows every second change of what `on` reads meanwhile: of two that take turns, a frame has one to draw.
 */
export class AtRest<T> {
  #rests = $state(0);
  #kept: { rests: number; value: T } | undefined;
  readonly #value: T;

  /** Made where a component begins. */
  constructor(now: () => T, on: () => unknown = now, turn?: 0 | 1) {
    let changes = 0;
    this.#value = $derived.by(() => {
      if (turn !== undefined) on();
      changes += 1;
      if (!down || changes % 2 === turn || this.#kept?.rests !== this.#rests) this.#kept = { rests: this.#rests, value: now() };
      return this.#kept.value;
    });
    if (!drawn) return;
    $effect(() => {
      if (!down) return;
      on();
      const timer = setTimeout(() => (this.#rests += 1), PAUSE_MS);
      return () => clearTimeout(timer);
    });
  }

  get value(): T {
    return this.#value;
  }
}
