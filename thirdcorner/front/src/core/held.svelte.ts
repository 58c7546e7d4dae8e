/** What may wait while something is dragged, so that a frame of the drag stays short: words and tables that nobody reads in mid-movement, and second pictures. */

/** How long a drag stands still before it rests. */
export const PAUSE_MS = 120;

let down = $state(false);
const drawn = typeof document !== "undefined"; // the static form waits for nothing
if (drawn) {
  const told = { capture: true, passive: true };
  document.addEventListener("pointerdown", () => (down = true), told);
  for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => (down = false), told);
}

/**
 * A value that stays as it was while a pointer is down and changes it, and follows as soon as that rests or lets go; with `turn`, whenever that
 * says yes as well, so that of several that take turns a frame has one to draw.
 */
export class AtRest<T> {
  #rests = $state(0);
  #kept: { rests: number; value: T } | undefined;
  readonly #value: T;

  /** Made where a component begins. */
  constructor(now: () => T, turn?: () => boolean) {
    this.#value = $derived.by(() => {
      if (!down || turn?.() || this.#kept?.rests !== this.#rests) this.#kept = { rests: this.#rests, value: now() };
      return this.#kept.value;
    });
    if (!drawn) return;
    $effect(() => {
      if (!down) return;
      (turn ?? now)();
      const timer = setTimeout(() => (this.#rests += 1), PAUSE_MS);
      return () => clearTimeout(timer);
    });
  }

  get value(): T {
    return this.#value;
  }
}

/**
 * An attachment of what holds a picture: a finger that begins on one of these parts moves it, and the page stays. In a picture itself, `touch-action`
 * is heard of its outermost element only.
 */
export const firm = (parts: string) => (picture: Element) => {
  const onTouch = (event: Event) => void ((event.target as Element).closest(parts) && event.preventDefault());
  picture.addEventListener("touchmove", onTouch, { passive: false });
  return () => picture.removeEventListener("touchmove", onTouch);
};
