/** Where one searches: the dialog that Ctrl+K opens, and the search page. The engine and the index load at the first key, not before. */

import { h, spoken } from "../page/notice";

/** A field that answers as one types, the list below it, and what says how many hits there are. */
export interface Place {
  input: HTMLInputElement;
  list: HTMLElement;
  said: HTMLElement;
  /** The way from this page to the book's top. */
  top: string;
  /** So many sections are shown at most. */
  most: number;
}

const mac = /^(Mac|iPhone|iPad)/.test(navigator.platform);

function below(form: Element, id: string): [HTMLElement, HTMLElement] {
  const said = spoken("tc-hits-said");
  const list = h("div", { id, className: "tc-hits", role: "listbox", ariaLabel: "What was found", hidden: true });
  form.after(said, list);
  return [said, list];
}

/** Make the page's fields search. */
export function searching(scriptOf: (name: string) => Promise<unknown>): void {
  const top = document.documentElement.dataset.content_root ?? "./";
  const dialog = document.querySelector<HTMLDialogElement>("#pst-search-dialog");
  const onPage = document.querySelector<HTMLElement>(".bd-search-container form.bd-search");
  const forms = [dialog?.querySelector<HTMLElement>("form.bd-search"), onPage];
  const fields = forms.map((form, n) => {
    const input = form?.querySelector<HTMLInputElement>("input[name=q]");
    if (!form || !input) return undefined;
    const [said, list] = below(form, `tc-hits-${n}`);
    input.role = "combobox";
    input.ariaExpanded = "false";
    input.ariaAutoComplete = "list";
    input.setAttribute("aria-controls", list.id);
    const begin = async () => {
      input.removeEventListener("input", begin);
      said.textContent = "Opening the index …";
      try {
        await scriptOf("search-index");
        await scriptOf("search");
        thirdcorner.search!.attach({ input, list, said, top, most: form === onPage ? 60 : 12 });
      } catch {
        said.textContent = "The index could not be opened. The book’s alphabetical index is the link below.";
      }
    };
    input.addEventListener("input", begin);
    return { input, begin };
  });
  const [inDialog, inPage] = fields;
  const open = () => {
    if (inPage) inPage.input.focus();
    else if (dialog && inDialog) {
      if (dialog.open) dialog.close();
      else {
        dialog.showModal();
        inDialog.input.select();
      }
    }
  };
  if (onPage && inPage) {
    onPage.addEventListener("submit", (event) => event.preventDefault());
    const question = new URLSearchParams(location.search).get("q");
    if (question) {
      inPage.input.value = question;
      void inPage.begin();
    }
    inPage.input.focus();
  }
  document.querySelectorAll<HTMLElement>(".search-button__button").forEach((button) => button.addEventListener("click", open));
  if (mac) document.querySelectorAll<HTMLElement>("kbd.kbd-shortcut__modifier").forEach((key) => (key.textContent = "⌘"));
  addEventListener(
    "keydown",
    (event) => {
      if (
        event.key.toLowerCase() !== "k" ||
        event.shiftKey ||
        event.altKey ||
        (mac ? !event.metaKey || event.ctrlKey : !event.ctrlKey || event.metaKey)
      )
        return;
      event.preventDefault();
      open();
    },
    true,
  );
  dialog?.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const { left, right, top, bottom } = dialog.getBoundingClientRect();
    const outside = event.detail > 0 && (event.clientX < left || event.clientX > right || event.clientY < top || event.clientY > bottom);
    if (link || outside) dialog.close(); // a hit on this page is then seen
  });
}
