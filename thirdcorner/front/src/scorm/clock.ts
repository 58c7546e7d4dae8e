/** How long the learner worked in this session. A page of the package that another leads to goes on counting. */

const KEY = "tc-scorm-time";

export class Clock {
  #seconds: number;
  #last: number;
  #idle: number;
  #now: () => number;

  /** `idle` is after how many seconds without a sign of the learner nothing is counted; 0 counts all. */
  constructor(idle: number, goesOn: boolean, now = () => Date.now() / 1000) {
    this.#idle = idle;
    this.#now = now;
    this.#last = now();
    this.#seconds = goesOn ? Number(sessionStorage.getItem(KEY)) || 0 : 0;
    sessionStorage.removeItem(KEY);
    if (idle) for (const sign of ["pointerdown", "keydown", "scroll"]) addEventListener(sign, this.sign, { capture: true, passive: true });
  }
  /** The learner does something. */
  sign = (): void => {
    this.#seconds = this.seconds;
    this.#last = this.#now();
  };
  /** The seconds worked so far. */
  get seconds(): number {
    const since = this.#now() - this.#last;
    return this.#seconds + (this.#idle ? Math.min(since, this.#idle) : since);
  }
  /** Let the next page of the package go on from here. */
  hand(): void {
    sessionStorage.setItem(KEY, String(this.seconds));
  }
}
