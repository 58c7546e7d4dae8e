/** A store in memory with a browser's manners, for tests: it can be full, blocked, and cleared under one's feet. */

export class Memory {
  kept = new Map<string, string>();
  /** How many characters it takes. */
  room = Infinity;
  /** Whether the browser lets the page neither read nor write. */
  blocked = false;

  #size = () => [...this.kept].reduce((n, [key, value]) => n + key.length + value.length, 0);
  #ask() {
    if (this.blocked) throw new DOMException("blocked", "SecurityError");
  }
  get length() {
    this.#ask();
    return this.kept.size;
  }
  key(i: number) {
    this.#ask();
    return [...this.kept.keys()][i] ?? null;
  }
  getItem(key: string) {
    this.#ask();
    return this.kept.get(key) ?? null;
  }
  setItem(key: string, value: string) {
    this.#ask();
    const before = this.kept.get(key);
    this.kept.set(key, String(value));
    if (this.#size() > this.room) {
      if (before === undefined) this.kept.delete(key);
      else this.kept.set(key, before);
      throw new DOMException("full", "QuotaExceededError");
    }
  }
  removeItem(key: string) {
    this.#ask();
    this.kept.delete(key);
  }
}
