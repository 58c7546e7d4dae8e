/** The record's tools: a file to keep or to load, and what is handed in. */

import { button, download, h, spoken } from "./notice";
import type { Store } from "./store";

/** Larger than any record of a course. */
const MOST = 8_000_000;

/** An assignment asks for its submission: the stored answers of its questions and nothing else, as one file. */
export function submission(store: Store, event: CustomEvent<{ ids: string[]; name: string; kept: unknown }>) {
  const { ids, name } = event.detail;
  const file = store.file();
  const items = Object.fromEntries(ids.filter((id) => Object.hasOwn(file.items, id)).map((id) => [id, file.items[id]]));
  download(name, (event.detail.kept = { ...file, items, aside: {} }));
}

const many = (n: number, one: string, more: string) => `${n} ${n === 1 ? one : more}`;

/** Buttons that save the record to a file and load one back. */
export function recordTools(store: Store, renew: () => void): Node[] {
  const said = spoken();
  const save = button("Save my answers to a file", () => {
    download("third-corner-record.json", store.file());
    said.textContent = "Saved as third-corner-record.json.";
  });
  save.dataset.tcDo = "export";
  const pick = h("input", { type: "file", accept: ".json,application/json" });
  pick.addEventListener("change", async () => {
    const file = pick.files?.[0];
    if (!file) return;
    try {
      if (file.size > MOST) throw new Error("This file is larger than any record of this book.");
      const { taken, aside } = store.load(await file.text());
      said.textContent =
        `${many(taken, "answer is", "answers are")} new or newer; ` +
        (aside ? `${many(aside, "thing was", "things were")} put aside, and can be seen and taken back on My work.` : "nothing else changed.");
    } catch (error) {
      said.textContent = (error as Error).message;
    }
    renew();
    document.dispatchEvent(new CustomEvent("tc-record"));
    pick.value = "";
  });
  return [h("div", { className: "tc-record-tools" }, save, h("label", { className: "tc-button tc-file" }, "Load answers from a file", pick), said)];
}
