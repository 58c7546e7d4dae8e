/**
 * A computer that others use as well: the record lives in the tabs of the book and goes with the last of them. That the computer is
 * shared is known to every tab (the flag stands in the lasting store); what is done in one tab is told to the others, which keep it
 * in the store of their own tab. first.ts puts that store in the lasting one's place before anything reads it.
 */

import { button, h, spoken } from "./notice";
import { openStore, type Options, type Store } from "./store";

const FLAG = "tc-shared";
const OURS = /^tc(-aside|-seed)?:/;
type Said = { ask: true } | { all: Record<string, string> } | { key: string; value: string | null };

/** The lasting store, which first.ts has hidden behind the tab's own. */
const lasting = (): Storage => globalThis.thirdcorner?.lasting ?? localStorage;

export function isShared(): boolean {
  try {
    return sessionStorage.getItem(FLAG) === "yes";
  } catch {
    return false;
  }
}

/** The tab's store, which tells the other tabs of the book what is written, and takes over what they write. */
export function told(storage: Storage, renew: () => void, name = FLAG): Options["storage"] {
  const line = new BroadcastChannel(name);
  const ours = () => Array.from({ length: storage.length }, (_, i) => storage.key(i)!).filter((key) => OURS.test(key));
  const set = (key: string, value: string) => {
    try {
      storage.setItem(key, value);
    } catch {
      // full: the tab that wrote it has it
    }
  };
  line.onmessage = ({ data }: MessageEvent<Said>) => {
    if ("ask" in data) return line.postMessage({ all: Object.fromEntries(ours().map((key) => [key, storage.getItem(key)])) } as Said);
    if ("all" in data) {
      const missing = Object.entries(data.all).filter(([key]) => OURS.test(key) && storage.getItem(key) === null);
      missing.forEach(([key, value]) => set(key, value));
      if (missing.length) renew();
    } else if (OURS.test(data.key)) {
      if (data.value === null) storage.removeItem(data.key);
      else set(data.key, data.value);
      renew();
    }
  };
  line.postMessage({ ask: true } as Said);
  const say = (key: string, value: string | null) => OURS.test(key) && line.postMessage({ key, value } as Said);
  return {
    getItem: (key) => storage.getItem(key),
    setItem: (key, value) => {
      storage.setItem(key, value);
      say(key, value);
    },
    removeItem: (key) => {
      storage.removeItem(key);
      say(key, null);
    },
    key: (i) => storage.key(i),
    get length() {
      return storage.length;
    },
  };
}

/** The choice at the foot of the side bar. To end it, one says first what becomes of this session's answers. */
export function sharedChoice(store: Store, open: { course: string; edition: string }): Node[] {
  const said = spoken();
  const ask = h("div", { className: "tc-actions", hidden: true });
  const box = h("input", { type: "checkbox", checked: isShared() });
  const turn = (on: boolean) => {
    try {
      if (on) lasting().setItem(FLAG, "yes");
      else lasting().removeItem(FLAG);
      if (on) sessionStorage.setItem(FLAG, "yes");
      else sessionStorage.clear();
      location.reload();
    } catch {
      box.checked = isShared();
      said.textContent = "This browser lets the page keep nothing lasting, so there is nothing to forget.";
    }
  };
  const close = () => {
    ask.hidden = true;
    box.checked = isShared();
    said.textContent = "";
    box.focus();
  };
  ask.append(
    button("Keep them in this browser", () => {
      try {
        openStore({ ...open, storage: lasting(), tell: () => {} }).load(JSON.stringify(store.file()));
        turn(false);
      } catch (error) {
        said.textContent = (error as Error).message;
      }
    }),
    button("Forget them", () => turn(false)),
    button("Stay as it is", close),
  );
  box.addEventListener("change", () => {
    if (box.checked) return turn(true);
    const n = Object.keys(store.entries()).length + store.asides().length;
    if (n === 0) return turn(false);
    ask.hidden = false;
    said.textContent = `This session holds ${n} ${n === 1 ? "answer" : "answers"} in the book’s tabs and nowhere else. What shall become of ${n === 1 ? "it" : "them"}?`;
    ask.querySelector("button")?.focus();
  });
  // the other tabs follow: what was done there before is kept where it was
  addEventListener("storage", (event) => {
    if (event.key !== FLAG || event.storageArea !== lasting() || (event.newValue === "yes") === isShared()) return;
    if (event.newValue === "yes") sessionStorage.setItem(FLAG, "yes");
    else sessionStorage.clear();
    location.reload();
  });
  return [h("label", {}, box, " Shared computer: keep nothing once the book’s tabs are closed"), said, ask];
}
