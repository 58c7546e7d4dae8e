// @ts-check
/**
 * A learner in a real Firefox: opens a chapter, answers a question, loads the chapter again, opens the page of the
 * record. Takes one job (JSON) from standard input, prints one report (JSON). It looks and tells; the test judges.
 *
 * Playwright cannot drive a distribution's Firefox; puppeteer-core can, by WebDriver BiDi.
 */
import { text } from "node:stream/consumers";
import puppeteer from "puppeteer-core";

/**
 * @typedef {{firefox: string, chapter: string, record: string, question: string, prefs: Record<string, unknown>}} Job
 * @typedef {{ids: string[], states: string[], drawn: number, notice: string}} Look
 */

const PATIENCE_MS = 60_000;

/** Say on the console what Firefox says nowhere that a driver could hear: a breach of the policy, a file that did not load. */
function listen() {
  addEventListener("securitypolicyviolation", (e) => console.error(`policy: ${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}`));
  addEventListener("error", ({ target }) => target instanceof Element && console.error(`did not load: ${target.outerHTML}`), true);
}

/**
 * Try what the policy forbids, a string as code; say what forbade it. (A timer: `eval` itself may run where a driver calls it.)
 * @returns {Promise<string>}
 */
function tryString() {
  return new Promise((done) => {
    addEventListener("securitypolicyviolation", (e) => done(`${e.effectiveDirective} ${e.blockedURI}`), { once: true });
    addEventListener("tc-it-ran", () => done("it ran"), { once: true });
    setTimeout("dispatchEvent(new Event('tc-it-ran'))");
  });
}

/** @param {Job} job */
async function learn({ firefox, chapter, record, question, prefs }) {
  const browser = await puppeteer.launch({ browser: "firefox", executablePath: firefox, headless: true, timeout: PATIENCE_MS, acceptInsecureCerts: true, extraPrefsFirefox: prefs });
  /** @type {string[]} */
  const wrong = [];
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    await page.setViewport({ width: 1280, height: 900 });
    /** @type {Set<string>} */
    const requests = new Set();
    page.on("console", (said) => said.type() === "error" && wrong.push(said.text()));
    page.on("pageerror", (error) => wrong.push(String(error)));
    page.on("request", (request) => requests.add(request.url()));
    page.on("requestfailed", (request) => wrong.push(`failed: ${request.url()} ${request.failure()?.errorText}`));
    page.on("response", (response) => response.status() >= 400 && wrong.push(`${response.status()}: ${response.url()}`));
    await page.evaluateOnNewDocument(listen);

    const answer = await page.goto(chapter);
    const first = await look(page);
    const slot = `.tc-live [data-question="${question}"]`;
    const before = await answered(page, slot);
    await page.locator(`${slot} input[type="radio"][value="b"]`).click();
    await page.locator(`${slot} .tc-actions .tc-primary`).click();
    await page.waitForSelector(`${slot} .tc-verdict`);
    const given = await answered(page, slot);

    await page.reload();
    const again = await look(page);
    await page.waitForSelector(`${slot} .tc-verdict`);
    const kept = await answered(page, slot);

    await page.goto(record);
    const listed = await page.waitForSelector("[data-tc-record] tbody tr");
    return {
      version: await browser.version(),
      policy: answer?.headers()["content-security-policy"] ?? "",
      first,
      before,
      given,
      again,
      kept,
      listed: await listed?.evaluate((row) => [...row.children].map((cell) => cell.textContent).join("\t")),
      requests: [...requests].filter((url) => !url.startsWith("data:")),
      wrong: [...wrong],
      evaluation: await page.evaluate(tryString),
    };
  } catch (error) {
    console.error(wrong.join("\n"));
    throw error;
  } finally {
    await browser.close();
  }
}

/**
 * Wait until no island waits any more, then say what stands there. A notice is up by then; its text comes a frame later.
 * @param {import("puppeteer-core").Page} page
 * @returns {Promise<Look>}
 */
async function look(page) {
  await page.evaluate(() => dispatchEvent(new Event("wheel"))); // the reader begins
  await page.waitForSelector("html:not(:has(.tc-island:not([data-state])))"); // none, seen or unseen
  if (await page.$(".tc-notice")) await page.waitForSelector(".tc-notice > p:not(:empty)");
  return page.evaluate(() => {
    for (const fold of document.querySelectorAll("details:has(.tc-island)")) /** @type {HTMLDetailsElement} */ (fold).open = true;
    const islands = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".tc-island")]);
    return {
      ids: islands.map((island) => island.dataset.id ?? ""),
      states: islands.map((island) => island.dataset.state ?? ""),
      drawn: islands.filter((island) => (island.querySelector(".tc-live")?.clientHeight ?? 0) > 40).length,
      notice: [...document.querySelectorAll(".tc-notice")].map((n) => /** @type {HTMLElement} */ (n).innerText).join("\n"),
    };
  });
}

/**
 * The option chosen for a question, and whatever the question says by now.
 * @param {import("puppeteer-core").Page} page @param {string} slot
 */
async function answered(page, slot) {
  return page.$eval(slot, (node) => ({
    chosen: /** @type {HTMLInputElement | null} */ (node.querySelector("input:checked"))?.value ?? null,
    verdict: /** @type {HTMLElement | null} */ (node.querySelector(".tc-verdict"))?.textContent ?? "",
  }));
}

console.log(JSON.stringify(await learn(JSON.parse(await text(process.stdin)))));
