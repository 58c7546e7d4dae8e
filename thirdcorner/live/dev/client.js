/** Put into every page that `thirdcorner dev` serves: the page loads itself again once it has changed, and shows what is wrong. */
(() => {
  (/** @type {any} */ (globalThis).thirdcorner ??= {}).fresh = true;
  const since = document.currentScript?.dataset.since;
  const style = `#tc-dev { position: fixed; inset: auto 1rem 1rem 1rem; z-index: 9999; max-height: 40vh; overflow: auto;
    padding: .75rem 1rem; border: 2px solid #f0907f; border-radius: 6px; background: #14171c; color: #e8e6e1;
    font: 14px/1.5 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
    @media print { #tc-dev { display: none; } }`;
  /** @type {EventSource | null} */
  let line = null;

  /** @param {string} text */
  function show(text) {
    document.getElementById("tc-dev")?.remove();
    if (!text) return;
    const box = document.createElement("div");
    box.id = "tc-dev";
    box.setAttribute("role", "alert");
    box.append(Object.assign(document.createElement("style"), { textContent: style }));
    document.body.append(box);
    box.append(text);
  }

  function listen() {
    if (line || document.hidden) return;
    line = new EventSource(`/_dev/events?page=${encodeURIComponent(location.pathname)}&since=${since}`);
    line.addEventListener("reload", () => location.reload());
    line.addEventListener("notice", (event) => show(JSON.parse(event.data)));
  }

  function hang() {
    line?.close();
    line = null;
  }

  // A browser holds six lines to one server, so a page that nobody looks at gives its own up, and asks again when it is shown.
  addEventListener("visibilitychange", () => (document.hidden ? hang() : listen()));
  addEventListener("pagehide", hang);
  addEventListener("pageshow", listen);
  addEventListener("DOMContentLoaded", listen);
})();
