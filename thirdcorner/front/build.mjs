// Builds the front end, server and page alike, into built/ (or built/dev): `node build.mjs SCHEMAS [--dev | --stay]`, called by build.py. What is
// bundled from what stands in bundles.mjs. With --stay it does what each line on standard input asks for (see COMMANDS), and answers with a line of
// JSON: {errors}, empty where it could, and what else there is to say.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import Ajv from "ajv";
import standaloneCode from "ajv/dist/standalone/index.js";
import { forms, scripts, SRC } from "./bundles.mjs";
import { current } from "./kept.mjs";
import { smaller } from "./small.mjs";

const [schemasFile, ...flags] = process.argv.slice(2);
const dev = flags.includes("--dev");
const OUT = path.resolve(dev ? "built/dev" : "built");
const STAMP = path.join(OUT, "stamp");
const SERVER = "server.mjs";
const SMALL = path.join(OUT, "small.json");

const read = (file) => readFile(file, "utf8").catch(() => null);

/** Write a file only where it changed, so that nothing is rebuilt for nothing. */
async function save(file, contents) {
  if ((await read(file)) !== contents) await writeFile(file, contents);
}

/** Write the check of what a record restores, from the schemas that Python states, as code without `eval`; return the types that have one. */
async function checks() {
  const schemas = JSON.parse(await readFile(schemasFile, "utf8"));
  const work = Object.values(schemas).filter((schema) => schema["x-work"]);
  const bare = (schema) =>
    JSON.parse(JSON.stringify(schema, (key, value) => (["description", "title"].includes(key) && typeof value === "string" ? undefined : value))); // words for people: the check repeats whatever it is given
  const ajv = new Ajv({ schemas: work.map(bare), code: { source: true, esm: true, optimize: 2 }, messages: false, strict: false });
  const made = path.join(SRC, "generated");
  await mkdir(made, { recursive: true });
  await save(path.join(made, "schemas.json"), JSON.stringify(schemas, null, 1));
  await save(path.join(made, "valid.js"), `// @ts-nocheck\n${standaloneCode(ajv, Object.fromEntries(work.map((s) => [s.title, s.$id])))}`);
  await save(path.join(made, "valid.d.ts"), work.map((s) => `export function ${s.title}(value: unknown): boolean;\n`).join(""));
  return work.map((schema) => schema.title);
}

/** The text of each file as last bundled. */
const made = {};
const hash = (text) => createHash("sha256").update(text).digest("hex");

/** Which scripts on disk are small, each with the hash of what it was before; of what was bundled, only as it was last. */
async function small() {
  const said = Object.entries(JSON.parse((await read(SMALL)) ?? "{}"));
  return Object.fromEntries(said.filter(([file, was]) => existsSync(path.join(OUT, file)) && (!(file in made) || was === hash(made[file]))));
}

/** Write what was bundled, scripts as they are; those that are small on disk stay. Nothing on disk says what is not true if this is cut off. */
async function put(texts) {
  Object.assign(made, texts);
  const known = await small();
  const changed = [];
  for (const [file, text] of Object.entries(texts)) if (!known[file] && (await read(path.join(OUT, file))) !== text) changed.push(file);
  if (!changed.length) return;
  await rm(STAMP, { force: true });
  if (existsSync(SMALL)) await save(SMALL, JSON.stringify(known));
  for (const file of changed) await writeFile(path.join(OUT, file), texts[file]);
}

/** Make small what is not yet, and take away what is no longer built; return whether that was done, and not stopped. */
async function finish(signal) {
  const known = dev ? {} : await small();
  if (!dev) {
    const scripts = Object.entries(made).filter(([file]) => /\.m?js$/.test(file));
    const all = Object.fromEntries(scripts.map(([file, text]) => [file, hash(text)]).sort());
    const done = await smaller(Object.fromEntries(scripts.filter(([file]) => !known[file])), signal);
    if (!done) return false;
    for (const [file, text] of Object.entries(done)) await save(path.join(OUT, file), text);
    await save(SMALL, JSON.stringify(all));
  }
  const rest = [...Object.keys(made), "stamp", "dev", ...(dev ? [] : ["small.json"])];
  for (const file of await readdir(OUT)) if (!rest.includes(file)) await rm(path.join(OUT, file), { recursive: true });
  return true;
}

/** What could not be built, as `file:line: what is wrong`, a line each. */
function told(error) {
  const at = ({ file, line }) => `${path.relative("", path.resolve(file)).replaceAll("\\", "/")}:${line}`;
  const lines = (error.errors ?? []).map(({ text, location }) => (location?.file ? `${at(location)}: ${text}` : text));
  return lines.length ? [...new Set(lines)] : [error.stack ?? String(error)];
}

const works = await checks();
await mkdir(OUT, { recursive: true });
/** What can be asked for; `rest` is cut off by whatever is asked for next. */
const COMMANDS = {
  /** Write what pages and notebooks load. */
  async scripts() {
    const texts = await scripts();
    for (const file of Object.keys(made)) if (!(file in texts) && file !== SERVER) delete made[file];
    await put(texts);
  },
  /** Write the module that renders static forms, and say of which widgets these may be others than on disk. */
  async forms() {
    const { js, touched } = await forms(works);
    const same = made[SERVER] === js || (await small())[SERVER] === hash(js);
    await put({ [SERVER]: js });
    return { touched: same ? [] : touched };
  },
  /** Make everything what a clean build makes, and leave the stamp, unless a source was edited meanwhile: then that is asked for next. */
  async rest(stamp, signal) {
    const whole = (await current()) && (await finish(signal)) && (await current());
    if (whole) await save(STAMP, stamp);
    return { whole };
  },
};

if (!flags.includes("--stay")) {
  const all = [await scripts(), { [SERVER]: (await forms(works)).js }]; // nothing is written where one of them cannot be built
  await put(Object.assign(...all));
  await finish();
} else {
  let cut = new AbortController();
  let resting = Promise.resolve();
  for await (const asked of createInterface({ input: process.stdin })) {
    const [command, stamp] = asked.split(" ");
    cut.abort();
    await resting;
    cut = new AbortController();
    if (!COMMANDS[command]) throw new Error(`there is no command ${command}: write ${Object.keys(COMMANDS).join(", ")}`);
    const done = COMMANDS[command](stamp, cut.signal).then(
      (said) => ({ errors: [], ...said }),
      (error) => ({ errors: told(error) }),
    );
    resting = done.then((said) => process.stdout.write(`${JSON.stringify(said)}\n`));
    if (command !== "rest") await resting;
  }
}
