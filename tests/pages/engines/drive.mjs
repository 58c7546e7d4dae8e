// @ts-check
/**
 * A browser that does as it is told: takes orders from standard input and answers each on standard output, a line of JSON both ways.
 * `engine.py` is the other end; a test looks there, and judges.
 *
 * @typedef {{engine: string, browser: string, driver: string, screen: string, folder: string, prefs: Record<string, unknown>, options: string[], patience_ms: number}} Job
 * @typedef {{
 *   version: string, fresh(): Promise<void>, goto(url: string): Promise<void>, reload(): Promise<void>, evaluate(expression: string): Promise<unknown>,
 *   click(expression: string): Promise<void>, press(key: string): Promise<void>, type(text: string): Promise<void>,
 *   choose(expression: string, file: string): Promise<void>, size(width: number, height: number): Promise<void>, wrong(): Promise<string[]>, close(): Promise<void>
 * }} Driver
 * @typedef {(job: Job) => Promise<Driver>} Start
 */
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";

/**
 * The record that the browser has saved into a folder, once it is there whole.
 * @param {string} folder
 */
async function saved(folder) {
  for (;; await pause(20))
    for (const name of (await readdir(folder)).filter((name) => name.endsWith(".json"))) {
      const path = join(folder, name);
      const text = await readFile(path, "utf8");
      try {
        JSON.parse(text);
      } catch {
        continue; // half of it
      }
      await rm(path);
      return text;
    }
}

/** @type {Driver | undefined} */
let driver;
/** @type {Job} */
let job;
/** @param {string} order @param {any[]} words @returns {Promise<unknown>} */
async function done(order, words) {
  if (order === "start") {
    [job] = words;
    driver = await /** @type {{start: Start}} */ (await import(`./${job.engine}.mjs`)).start(job);
  } else if (!driver) throw new Error("nothing is started");
  else if (order === "saved") return saved(job.folder);
  else if (order === "version") return driver.version;
  else return /** @type {any} */ (driver)[order](...words);
}

for await (const line of createInterface(process.stdin)) {
  const [order, ...words] = JSON.parse(line);
  const late = new AbortController();
  const timeout = pause(2 * (job?.patience_ms ?? 60_000), null, { signal: late.signal }).then(() => {
    throw new Error(`no answer to ${order} ${words.join(" ")}`);
  });
  try {
    console.log(JSON.stringify({ value: (await Promise.race([done(order, words), timeout])) ?? null }));
  } catch (error) {
    console.log(JSON.stringify({ error: String(/** @type {Error} */ (error).stack) }));
  } finally {
    timeout.catch(() => {});
    late.abort();
  }
}
await driver?.close();
process.exit();
