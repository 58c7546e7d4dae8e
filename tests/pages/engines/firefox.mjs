// @ts-check
/** Firefox on a lead: Playwright cannot drive a distribution's own; puppeteer-core can, by WebDriver BiDi. */
import puppeteer from "puppeteer-core";

/** @type {import("./drive.mjs").Start} */
export async function start({ browser: path, folder, prefs, patience_ms }) {
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: path,
    headless: true,
    timeout: patience_ms,
    acceptInsecureCerts: true,
    extraPrefsFirefox: { "browser.download.dir": folder, "browser.download.folderList": 2, "browser.download.alwaysOpenPanel": false, ...prefs },
  });
  /** @type {import("puppeteer-core").BrowserContext | undefined} */
  let context;
  /** @type {import("puppeteer-core").Page} */
  let page;
  /** @type {string[]} */
  let errors = [];
  let marks = 0;
  let look = () => {};
  const heard = (/** @type {string} */ error) => {
    errors.push(error);
    look();
  };
  const element = async (/** @type {string} */ expression) => {
    const found = (await page.evaluateHandle(expression)).asElement();
    if (!found) throw new Error(`no element: ${expression}`);
    return /** @type {import("puppeteer-core").ElementHandle<HTMLInputElement>} */ (found);
  };
  return {
    version: await browser.version(),
    async fresh() {
      await context?.close();
      context = await browser.createBrowserContext();
      page = await context.newPage();
      page.setDefaultTimeout(patience_ms);
      await page.setViewport({ width: 1280, height: 900 });
      page.on("console", (said) => said.type() === "error" && heard(said.text()));
      page.on("pageerror", (error) => heard(String(error)));
      page.on("dialog", (dialog) => void dialog.accept());
      page.on("requestfailed", (request) => heard(`failed: ${request.url()} ${request.failure()?.errorText}`));
      page.on("response", (response) => response.status() >= 400 && heard(`${response.status()}: ${response.url()}`));
    },
    goto: async (url) => void (await page.goto(url)),
    reload: async () => void (await page.reload()),
    evaluate: (expression) => page.evaluate(expression),
    click: async (expression) => (await element(expression)).click(),
    press: (key) => page.keyboard.press(/** @type {import("puppeteer-core").KeyInput} */ (key)),
    type: (text) => page.keyboard.type(text),
    choose: async (expression, file) => (await element(expression)).uploadFile(file),
    size: (width, height) => page.setViewport({ width, height }),
    /** What the console has told so far. A mark is told last, and waited for: what came before it has been heard then. */
    async wrong() {
      const mark = `tc-mark-${++marks}`;
      const marked = new Promise((done) => {
        look = () => errors.some((error) => error.includes(mark)) && done(mark);
      });
      await page.evaluate(`console.error(${JSON.stringify(mark)})`);
      await marked;
      const found = errors.filter((error) => !error.includes(mark));
      errors = [];
      return found;
    },
    close: () => browser.close(),
  };
}
