/** What the theme’s own scripts did for what this book shows of it: the switch of light and dark, the menu, tips, its place in the side bar. */

const dark = matchMedia("(prefers-color-scheme: dark)");

function show(mode: string) {
  const root = document.documentElement;
  root.dataset.mode = mode;
  root.dataset.theme = mode === "auto" ? (dark.matches ? "dark" : "light") : mode;
}

/** Keep what the next page shows, where there is room. */
function keep(store: Storage, key: string, value: string) {
  try {
    store.setItem(key, value);
  } catch {
    // full: the next page is as if nothing had been chosen
  }
}

/** Light, dark, or as the system has it; first.ts sets it before the page is drawn. */
function lightAndDark() {
  dark.addEventListener("change", () => show(document.documentElement.dataset.mode ?? "auto"));
  document.querySelectorAll<HTMLElement>(".theme-switch-button").forEach((button) =>
    button.addEventListener("click", () => {
      const modes = ["auto", ...(dark.matches ? ["light", "dark"] : ["dark", "light"])];
      const mode = modes[(modes.indexOf(document.documentElement.dataset.mode ?? "auto") + 1) % 3];
      show(mode);
      keep(localStorage, "mode", mode);
    }),
  );
}

/** The menu: beside the text where there is room, where it can be put away; else a dialog that takes the side bar's contents in. */
function menu() {
  const bar = document.querySelector<HTMLElement>("#pst-primary-sidebar");
  const dialog = document.querySelector<HTMLDialogElement>("#pst-primary-sidebar-modal");
  const button = document.querySelector<HTMLElement>(".primary-toggle");
  if (!bar || !dialog || !button) return;
  const move = (from: HTMLElement, to: HTMLElement) => {
    to.append(...from.childNodes);
    to.className = from.className;
    from.className = "";
  };
  button.addEventListener("click", () => {
    if (matchMedia("(min-width: 992px)").matches) bar.classList.toggle("pst-sidebar-hidden");
    else {
      move(bar, dialog);
      dialog.showModal();
    }
  });
  dialog.addEventListener("close", () => move(dialog, bar));
  dialog.addEventListener("click", (event) => {
    const { right } = dialog.getBoundingClientRect();
    if (event.target === dialog && event.clientX > right) dialog.close();
  });
}

/** The side bar stands where it stood on the page before, or shows where one is. */
function sideBar() {
  const bar = document.querySelector<HTMLElement>("#pst-primary-sidebar");
  if (!bar) return;
  const kept = Number.parseInt(sessionStorage.getItem("sidebar-scroll-top") ?? "", 10);
  const here = bar.querySelector(".toctree-l1.current > a")?.getBoundingClientRect().top ?? 0;
  if (!Number.isNaN(kept)) bar.scrollTop = kept;
  else if (here > innerHeight / 2) bar.scrollTop = here - bar.getBoundingClientRect().top - bar.clientHeight / 4;
  addEventListener("pagehide", () => keep(sessionStorage, "sidebar-scroll-top", String(bar.scrollTop)));
}

/** What scrolls sideways can be reached by key. */
function scrolling() {
  const boxes = document.querySelectorAll<HTMLElement>("pre, .cell_output > .output, .pst-scrollable-table-container");
  const sized = new ResizeObserver((seen) => {
    for (const { target } of seen as { target: Element }[])
      (target as HTMLElement).tabIndex = target.scrollWidth > target.clientWidth || target.scrollHeight > target.clientHeight ? 0 : -1;
  });
  boxes.forEach((box) => sized.observe(box));
}

/** Far down on a page, a button that leads to its top shows as soon as one scrolls up. */
function backToTop() {
  const button = document.getElementById("pst-back-to-top");
  let last = scrollY;
  const look = () => {
    button?.style.setProperty("display", scrollY > 2 * innerHeight && scrollY < last ? "block" : "none");
    last = scrollY;
  };
  addEventListener("scroll", look, { passive: true });
  button?.addEventListener("click", () => {
    scrollTo(0, 0);
    document.querySelector<HTMLElement>("#main-content")?.focus({ preventScroll: true });
  });
}

export function theme(): void {
  lightAndDark();
  menu();
  sideBar();
  scrolling();
  backToTop();
  const root = document.documentElement;
  addEventListener("keydown", (event) => event.key === "Escape" && root.classList.add("tc-no-tips"));
  addEventListener("focusin", () => root.classList.remove("tc-no-tips"));
}
