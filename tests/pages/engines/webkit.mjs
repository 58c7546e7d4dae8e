// @ts-check
/** WebKitGTK on a lead: its own driver speaks W3C WebDriver, and its small browser has no headless mode, so it draws to a screen of its own. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { Builder, Key } from "selenium-webdriver";

/** What a key is called by tests, and by WebDriver. */
const KEYS = /** @type {Record<string, string>} */ ({ Enter: Key.ENTER, Tab: Key.TAB, Escape: Key.ESCAPE, ArrowLeft: Key.ARROW_LEFT, ArrowDown: Key.ARROW_DOWN });

/** A port that nobody has taken. */
async function free() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  server.close();
  await once(server, "close");
  return port;
}

/** @type {import("./drive.mjs").Start} */
export async function start({ browser: path, driver: program, screen, folder, options, patience_ms }) {
  const xvfb = spawn(screen, ["-displayfd", "1", "-screen", "0", "1400x1100x24", "-nolisten", "tcp"], { stdio: ["ignore", "pipe", "ignore"] });
  const [display] = await once(createInterface(xvfb.stdout), "line");
  const port = await free();
  const env = {
    ...process.env,
    HOME: folder,
    DISPLAY: `:${display}`,
    GDK_BACKEND: "x11",
    NO_AT_BRIDGE: "1",
    WEBKIT_DISABLE_COMPOSITING_MODE: "1", // no picture card: layers would cost half the time
    WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1", // as root there is none; the pages are our own
  };
  const driver = spawn(program, [`--port=${port}`], { env, stdio: "ignore" });
  const server = `http://127.0.0.1:${port}`;
  for (const until = Date.now() + patience_ms; !(await fetch(`${server}/status`).then((r) => r.ok, () => false)); await pause(20))
    if (Date.now() > until) throw new Error(`${program} does not answer`);

  const capabilities = {
    browserName: "MiniBrowser",
    acceptInsecureCerts: true,
    unhandledPromptBehavior: "accept",
    "webkitgtk:browserOptions": { binary: path, args: ["--automation", ...options] },
  };
  /** @type {import("selenium-webdriver").WebDriver | undefined} */
  let session;
  const it = () => {
    if (!session) throw new Error("no session");
    return session;
  };
  const element = async (/** @type {string} */ expression) => /** @type {import("selenium-webdriver").WebElement} */ (await it().executeScript(`return ${expression}`));
  /** @type {string[]} */
  const heard = [];
  /** Its console is told to nobody while it is driven, so the pages of the tests keep what goes wrong (`listen.js`); what has left one is asked for. */
  const leave = async () => void heard.push(.../** @type {string[]} */ (await it().executeScript("return globalThis.tcWrong?.splice(0) ?? []")));
  const size = (/** @type {number} */ width, /** @type {number} */ height) => it().manage().window().setRect({ x: 0, y: 0, width, height });
  return {
    version: "",
    async fresh() {
      await session?.quit();
      session = await new Builder().usingServer(server).withCapabilities(capabilities).build();
      await session.manage().setTimeouts({ script: patience_ms, pageLoad: patience_ms, implicit: 0 });
      const told = await session.getCapabilities();
      this.version = `${told.getBrowserName()}/${told.getBrowserVersion()}`;
      await size(1280, 900);
    },
    async goto(url) {
      await leave();
      await it().get(url);
    },
    async reload() {
      await leave();
      await it().navigate().refresh();
    },
    wrong: async () => [...heard.splice(0), .../** @type {string[]} */ (await it().executeScript("return tcWrong.splice(0)"))],
    evaluate: (expression) => it().executeScript(`return ${expression}`),
    click: async (expression) => (await element(expression)).click(),
    press: (key) => it().actions().sendKeys(KEYS[key] ?? key).perform(),
    type: (text) => it().actions().sendKeys(text).perform(),
    choose: async (expression, file) => (await element(expression)).sendKeys(file),
    size: async (width, height) => void (await size(width, height)),
    async close() {
      await session?.quit();
      driver.kill();
      xvfb.kill();
    },
  };
}
