// @ts-check
/** Firefox on a lead: Playwright cannot drive a distribution's own; puppeteer-core can, by WebDriver BiDi. */
import puppeteer from "puppeteer-core";

/** Say on the console what Firefox says nowhere that a driver could hear: a breach of the policy, a file that did not load. */
function listen() {
  addEventListener("securitypolicyviolation", (e) => console.error(`policy: ${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}`));
  addEventListener("error", ({ target }) => target instanceof Element && console.error(`did not load: ${target.outerHTML}`), true);
}

/** @type {import("./drive.mjs").Start} */
export async function start({ browser: path, folder, prefs, patience_ms }, heard) {
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
      await page.evaluateOnNewDocument(listen);
    },
    goto: async (url) => void (await page.goto(url)),
    reload: async () => void (await page.reload()),
    evaluate: (expression) => page.evaluate(expression),
    click: async (expression) => (await element(expression)).click(),
    press: (key) => page.keyboard.press(/** @type {import("puppeteer-core").KeyInput} */ (key)),
    type: (text) => page.keyboard.type(text),
    choose: async (expression, file) => (await element(expression)).uploadFile(file),
    size: (width, height) => page.setViewport({ width, height }),
    close: () => browser.close(),
  };
}
