// Builds the front end, server and page alike, into built/ (or built/dev): `node build.mjs SCHEMAS [--dev | --stay]`, called by build.py.
// With --stay it builds once for each line `build` on standard input, and answers with a line of JSON: {errors}, empty where it could.
// A widget is src/widgets/X.svelte, whose module exports `restore`, and src/widgets/X.answers.svelte where it has answers.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import Ajv from "ajv";
import standaloneCode from "ajv/dist/standalone/index.js";
import { build } from "esbuild";
import esbuildSvelte from "esbuild-svelte";
import { minify } from "terser";

const [schemasFile, ...flags] = process.argv.slice(2);
const dev = flags.includes("--dev");
const SRC = path.resolve("src");
const OUT = path.resolve(dev ? "built/dev" : "built");
/** The widgets that have a component, and those of them that have answers. */
let names = [];
let withAnswers = [];
/** The types of work whose check is generated. */
let works = [];

async function look() {
  const files = await readdir(path.join(SRC, "widgets"));
  names = files
    .filter((f) => /^[A-Z]\w*\.svelte$/.test(f))
    .map((f) => f.slice(0, -".svelte".length))
    .sort();
  withAnswers = names.filter((name) => files.includes(`${name}.answers.svelte`));
}

/** AchWorkbench → ach_workbench: the stem that a widget shares with its Python file. */
const stem = (name) => name.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toLowerCase();
const place = (file) => path.relative(SRC, file).replaceAll("\\", "/");

/** A class's hash comes from its file's place in the house, so that server and page agree wherever they are built. */
const cssHash = ({ hash, filename }) => `tc-${hash(place(path.resolve(filename)))}`;
const compiler = (generate) => esbuildSvelte({ compilerOptions: { generate, css: "external", cssHash, dev, runes: true }, cache: true });

/** A plugin that is set up once for all builds, so that a file which several of them need is compiled once, until it changes. */
function once(plugin) {
  const handlers = [];
  const note = (on) => (options, callback) => handlers.push([on, options, callback]);
  const setup = (b) => {
    if (!handlers.length) plugin.setup({ ...b, onResolve: note("onResolve"), onLoad: note("onLoad") });
    for (const [on, options, callback] of handlers) b[on](options, callback);
  };
  return { name: plugin.name, setup };
}
const compiled = { client: once(compiler("client")), server: once(compiler("server")) };
const mode = dev ? "development" : "production";
const common = {
  bundle: true,
  charset: "utf8",
  conditions: ["svelte", "browser", mode],
  define: { "process.env.NODE_ENV": JSON.stringify(mode) },
  legalComments: "none",
  logLevel: flags.includes("--stay") ? "silent" : "warning", // whoever asks for a build is answered
  minify: !dev,
  target: ["es2022"],
  write: false,
};
const entry = (contents) => ({ stdin: { contents, resolveDir: SRC, loader: "ts", sourcefile: "entry.ts" }, outfile: "entry.js" });
const text = ({ outputFiles }, end) => outputFiles.find((f) => f.path.endsWith(end))?.text ?? "";

/** Write a file only where it changed, so that nothing is rebuilt for nothing. */
async function save(file, contents) {
  if ((await readFile(file, "utf8").catch(() => null)) !== contents) await writeFile(file, contents);
}

/** Write the check of what a record restores, from the schemas that Python states, as code without `eval`. */
async function checks() {
  const schemas = JSON.parse(await readFile(schemasFile, "utf8"));
  const work = Object.values(schemas).filter((schema) => schema["x-work"]);
  works = work.map((schema) => schema.title);
  const bare = (schema) =>
    JSON.parse(JSON.stringify(schema, (key, value) => (["description", "title"].includes(key) && typeof value === "string" ? undefined : value))); // words for people: the check repeats whatever it is given
  const ajv = new Ajv({ schemas: work.map(bare), code: { source: true, esm: true, optimize: 2 }, messages: false, strict: false });
  const made = path.join(SRC, "generated");
  await mkdir(made, { recursive: true });
  await save(path.join(made, "schemas.json"), JSON.stringify(schemas, null, 1));
  await save(path.join(made, "valid.js"), `// @ts-nocheck\n${standaloneCode(ajv, Object.fromEntries(work.map((s) => [s.title, s.$id])))}`);
  await save(path.join(made, "valid.d.ts"), work.map((s) => `export function ${s.title}(value: unknown): boolean;\n`).join(""));
}

const page = (name) => `
  import { hydrate, mount, unmount, flushSync } from "svelte";
  import Widget, { restore } from "./widgets/${name}.svelte";
  ((globalThis as any).thirdcorner.widgets ??= {})["${stem(name)}"] = {
    restore,
    hydrate(target: HTMLElement, model: any, content: any, recover?: boolean) {
      const app = hydrate(Widget, { target, props: { content, model }, recover });
      flushSync();
      return () => unmount(app);
    },
    mount(target: HTMLElement, model: any) {
      const app = mount(Widget, { target, props: { content: model.get("content"), model } });
      flushSync();
      return () => unmount(app);
    },
  };`;
/** The page on which an instructor marks: a script and a style of its own, over the same core as the components that it shows work in. */
const MARKING = 'import "./marking/page.ts";';
/** The learner's record on its own page, over the same core. */
const MINE = 'import "./page/mine.ts";';
/** What the widgets' scripts use of Svelte's runtime, by module, and the files of ours that more than two of them need. What a record restores is checked by code of its own in each script: together it is 110 KB. */
async function common_ground() {
  const runtime = new Map();
  const counts = new Map();
  const note = (module, name) => runtime.set(module, (runtime.get(module) ?? new Set()).add(name));
  for (const contents of [...names.map(page), MARKING, MINE]) {
    const made = await build({
      ...common,
      ...entry(contents),
      minify: false,
      format: "esm",
      metafile: true,
      external: ["svelte", "svelte/*"],
      plugins: [compiled.client],
    });
    const code = text(made, ".js");
    for (const [, alias, module] of code.matchAll(/^import \* as (\S+) from "(svelte[^"]*)";$/gm)) {
      const use = new RegExp(`(?<![\\w$])(?<!(?<!\\.\\.)\\.)${alias.replaceAll("$", "\\$")}\\.([A-Za-z_$][\\w$]*)`, "g");
      for (const [, found] of code.matchAll(use)) note(module, found);
    }
    for (const [, list, module] of code.matchAll(/^import \{([^}]*)\} from "(svelte[^"]*)";$/gm))
      for (const one of list.split(",")) note(module, one.trim().split(" as ")[0]);
    for (const input of Object.keys(made.metafile.inputs)) {
      const at = place(path.resolve(input));
      if (![MARKING, MINE].includes(contents) && /^(parts|core|logic)\//.test(at)) counts.set(at, (counts.get(at) ?? 0) + 1);
    }
  }
  return {
    runtime,
    shared: [...counts]
      .filter(([, n]) => n > 2)
      .map(([at]) => at)
      .sort(),
  };
}

/** The core: the runtime, only what is used of it, and the shared files with their style, each under the name by which it is imported. */
function core({ runtime, shared }) {
  const lines = [...runtime].sort().map(([module, found], n) => {
    const all = [...found].sort();
    return `import { ${all.map((x) => `${x} as m${n}${x}`)} } from "${module}";\ncore["${module}"] = { ${all.map((x) => `${x}: m${n}${x}`)} };`;
  });
  lines.push(...shared.map((at, n) => `import * as f${n} from "./${at}";\ncore["${at}"] = { __esModule: true, ...f${n} };`));
  return `const core: any = (((globalThis as any).thirdcorner ??= {}).core = {});\n${lines.join("\n")}`;
}

/** Take from the core's objects whatever the core has. */
const fromCore = ({ runtime, shared }) => ({
  name: "from-core",
  setup(b) {
    b.onResolve({ filter: /^svelte(\/|$)/ }, ({ path: module }) => ({ path: module, namespace: runtime.has(module) ? "core" : "nothing" }));
    b.onResolve({ filter: /^\./ }, async (args) => {
      if (args.pluginData === "looked") return undefined;
      const found = await b.resolve(args.path, { resolveDir: args.resolveDir, importer: args.importer, kind: args.kind, pluginData: "looked" });
      return shared.includes(place(found.path)) ? { path: place(found.path), namespace: "core" } : undefined;
    });
    b.onLoad({ filter: /.*/, namespace: "core" }, ({ path: key }) => ({
      contents: `module.exports = globalThis.thirdcorner.core[${JSON.stringify(key)}]`,
      loader: "js",
    }));
    b.onLoad({ filter: /.*/, namespace: "nothing" }, () => ({ contents: "", loader: "js" }));
  },
});

/** A static form restores nothing, so it needs no check of what a record holds. */
const unchecked = {
  name: "unchecked",
  setup(b) {
    b.onResolve({ filter: /generated\/valid\.js$/ }, ({ path: module }) => ({ path: module, namespace: "unchecked" }));
    b.onLoad({ filter: /.*/, namespace: "unchecked" }, () => ({
      contents: works.map((name) => `export const ${name} = () => true;`).join("\n"),
      loader: "js",
    }));
  },
};

/** The module that renders static forms, in Node. */
const server = () => `
  ${names.map((x) => `import ${x} from "./widgets/${x}.svelte";`).join("\n")}
  ${withAnswers.map((x) => `import ${x}Answers from "./widgets/${x}.answers.svelte";`).join("\n")}
  export { render } from "svelte/server";
  export const page = { ${names.map((x) => `${stem(x)}: ${x}`)} } as any;
  export const answers = { ${withAnswers.map((x) => `${stem(x)}: ${x}Answers`)} } as any;`;

/** The npm packages whose code stands in what a reader's browser gets, for the list of licences (bench/supply.py). */
const published = new Set();
async function traced(options) {
  const made = await build({ ...options, metafile: true });
  const inside = Object.values(made.metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs));
  for (const [file, { bytesInOutput }] of inside) {
    const name = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1];
    if (name && bytesInOutput) published.add(name);
  }
  return made;
}

/** A script over the core, for pages and notebooks alike, and the style of those of its parts that are not the core's. */
async function over(contents, name, ground) {
  const made = await traced({ ...common, ...entry(contents), format: "iife", plugins: [fromCore(ground), compiled.client] });
  return { [`${name}.js`]: text(made, ".js"), [`${name}.css`]: text(made, ".css") };
}

/** Take out of the scripts what esbuild leaves in them and nothing reaches: a quarter of the core, an eighth of all. What has not changed is made small once. */
async function shrink(made) {
  const known = JSON.parse(await readFile(path.join(OUT, "small.json"), "utf8").catch(() => "{}"));
  const hashes = {};
  const one = async (file) => {
    hashes[file] = createHash("sha256").update(made[file]).digest("hex");
    const before = known[file] === hashes[file] && (await readFile(path.join(OUT, file), "utf8").catch(() => null));
    made[file] = before || (await minify(made[file], { ecma: 2022, module: file.endsWith(".mjs"), compress: { passes: 4 } })).code;
  };
  await Promise.all(
    Object.keys(made)
      .filter((file) => /\.m?js$/.test(file))
      .map(one),
  );
  made["small.json"] = JSON.stringify(hashes);
}

/** A topology on a grid ten times as wide (0.04 degrees, a quarter of a pixel on our maps), which takes a third off its size. */
function coarser({ transform: { scale, translate }, arcs, ...rest }, times = 10) {
  const grid = (arc) => {
    let [x, y] = [0, 0];
    const points = arc.map(([dx, dy]) => [Math.round((x += dx) / times), Math.round((y += dy) / times)]);
    return points.map(([px, py], n) => (n ? [px - points[n - 1][0], py - points[n - 1][1]] : [px, py])).filter(([dx, dy], n) => n === 0 || dx || dy);
  };
  return { ...rest, transform: { scale: scale.map((s) => s * times), translate }, arcs: arcs.map(grid) };
}

/** Build everything from the sources as they are now; nothing is written where one of them cannot be built. */
async function all() {
  await look();
  const ground = await common_ground();
  const host = { ...common, entryPoints: ["src/host/host.ts"], format: "iife", outfile: "host.js" };
  const first = { ...common, entryPoints: ["src/host/first.ts"], format: "iife", outfile: "first.js" }; // a page has it before it is drawn
  const scorm = { ...common, entryPoints: ["src/scorm/scorm.ts"], format: "iife", outfile: "scorm.js" }; // only packages load it
  const search = { ...common, entryPoints: ["src/search/search.ts"], format: "iife", outfile: "search.js" };
  const some = { ...common, entryPoints: ["src/page/some.ts"], format: "iife", outfile: "some.js" };
  const opener = {
    ...common,
    ...entry('import { opened } from "./opener/opener"; (globalThis as any).thirdcorner.opened = opened;'),
    format: "iife",
  };
  const picture = {
    ...common,
    ...entry('import { pictured } from "./opener/picture"; (globalThis as any).thirdcorner.pictured = pictured;'),
    format: "iife",
  };
  const forms = {
    ...common,
    ...entry(server()),
    conditions: ["svelte", "node", mode],
    platform: "node",
    format: "esm",
    minify: !dev,
  };
  const [whole, hosted, early, packed, asked, few, files, drawn, node, ...widgets] = await Promise.all([
    traced({ ...common, ...entry(core(ground)), format: "iife", plugins: [compiled.client] }),
    traced(host),
    traced(first),
    traced(scorm),
    traced(search),
    traced(some),
    traced(opener),
    traced(picture),
    build({ ...forms, plugins: [unchecked, compiled.server] }),
    ...names.map((name) => over(page(name), stem(name), ground)),
    over(MARKING, "marking", ground),
    over(MINE, "mine", ground),
  ]);
  const made = {
    "core.js": text(whole, ".js"),
    "core.css": text(whole, ".css"),
    "host.js": text(hosted, ".js"),
    "first.js": text(early, ".js"),
    "scorm.js": text(packed, ".js"),
    "scorm.css": text(packed, ".css"),
    "search.js": text(asked, ".js"),
    "some.js": text(few, ".js"),
    "opener.js": text(files, ".js"), // only the page Class loads these two, when they are needed
    "picture.js": text(drawn, ".js"),
    "server.mjs": text(node, ".js"),
    "land.json": JSON.stringify(coarser(JSON.parse(await readFile("node_modules/world-atlas/land-110m.json", "utf8")))), // for maps: widgets/coast.py
    "components.json": JSON.stringify(names.map(stem)),
    "packages.json": JSON.stringify([...published].sort()), // world-atlas is in pages as data
    ...Object.assign({}, ...widgets),
  };
  if (!dev) await shrink(made);
  const small = made["small.json"];
  if (small !== (await readFile(path.join(OUT, "small.json"), "utf8").catch(() => null))) await rm(path.join(OUT, "small.json"), { force: true });
  for (const [file, contents] of Object.entries(made)) await save(path.join(OUT, file), contents);
  for (const file of await readdir(OUT)) if (!(file in made) && !["stamp", "dev"].includes(file)) await rm(path.join(OUT, file), { recursive: true });
}

/** What could not be built, as `file:line: what is wrong`, a line each. */
function told(error) {
  const at = ({ file, line }) => `${path.relative("", path.resolve(file)).replaceAll("\\", "/")}:${line}`;
  const lines = (error.errors ?? []).map(({ text, location }) => (location?.file ? `${at(location)}: ${text}` : text));
  return lines.length ? [...new Set(lines)] : [error.stack ?? String(error)];
}

await checks();
await mkdir(OUT, { recursive: true });
if (!flags.includes("--stay")) await all();
else
  for await (const asked of createInterface({ input: process.stdin })) {
    if (asked !== "build") throw new Error(`there is no command ${asked}: write build`);
    const errors = await all().then(() => [], told);
    process.stdout.write(`${JSON.stringify({ errors })}\n`);
  }
