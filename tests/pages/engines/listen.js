// What goes wrong on a page, kept where a test can ask for it, and on the console: a file that did not load is told nowhere else.
(() => {
  const wrong = (globalThis.tcWrong = []);
  const error = console.error;
  console.error = (...words) => {
    wrong.push(words.join(" "));
    error(...words);
  };
  addEventListener("securitypolicyviolation", (e) => console.error(`policy: ${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}`));
  addEventListener("unhandledrejection", (e) => wrong.push(String(e.reason)));
  addEventListener("error", ({ target, message }) => (target instanceof Element ? console.error(`did not load: ${target.outerHTML}`) : wrong.push(message)), true);
})();
