/** The learning platform, as SCORM 1.2 lets a page speak with it: an object `API` in a window above, whose calls never throw here. */

interface Api {
  LMSInitialize(nothing: ""): string | boolean;
  LMSFinish(nothing: ""): string | boolean;
  LMSGetValue(name: string): string;
  LMSSetValue(name: string, value: string): string | boolean;
  LMSCommit(nothing: ""): string | boolean;
  LMSGetLastError(): string | number;
  LMSGetErrorString(code: string): string;
}

/** The platform's object in this window's parents, or in those of the window that opened it. */
function found(): Api | null {
  for (const start of [window, window.opener as Window | null]) {
    try {
      for (let [w, n] = [start, 0]; w && n < 500; n += 1) {
        const { API } = w as unknown as { API?: Api };
        if (API) return API;
        if (w.parent === w) break;
        w = w.parent;
      }
    } catch {
      // a window of another origin: no platform that this page may speak with
    }
  }
  return null;
}

export class Platform {
  #api = found();
  /** Whether it answers. */
  open = false;

  /** Begin a session, or go on with one that another page of the package began. */
  constructor() {
    if (!this.#api) return;
    this.open = this.#true(() => this.#api!.LMSInitialize(""));
    if (!this.open) {
      this.get("cmi.core.student_id");
      this.open = this.#error() === "0";
    }
  }
  /** Whether there is a platform at all, open or not. */
  get there() {
    return this.#api !== null;
  }
  get(name: string): string {
    try {
      return String(this.#api?.LMSGetValue(name) ?? "");
    } catch {
      return "";
    }
  }
  /** Set values and keep them; what went wrong, in the platform's own words, or nothing. */
  keep(values: Record<string, string>): string | null {
    for (const [name, value] of Object.entries(values)) if (!this.#true(() => this.#api!.LMSSetValue(name, value))) return this.#why(name);
    return this.#true(() => this.#api!.LMSCommit("")) ? null : this.#why("LMSCommit");
  }
  finish(): void {
    if (this.open) this.#true(() => this.#api!.LMSFinish(""));
    this.open = false;
  }
  #true(call: () => string | boolean): boolean {
    try {
      return String(call()) === "true";
    } catch {
      return false;
    }
  }
  #error(): string {
    try {
      return String(this.#api?.LMSGetLastError() ?? "");
    } catch {
      return "";
    }
  }
  #why(what: string): string {
    const code = this.#error();
    try {
      return this.#api!.LMSGetErrorString(code) || `${what}: ${code}`;
    } catch {
      return what;
    }
  }
}
