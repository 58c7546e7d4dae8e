// What is bundled from what: the scripts and styles of pages and notebooks, and the module that renders static forms.
// A widget is src/widgets/X.svelte, whose module exports `restore`, and src/widgets/X.answers.svelte where it has answers.
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import esbuildSvelte from "esbuild-svelte";
import { bundled, forget, look, once } from "./kept.mjs";

const dev = process.argv.includes("--dev");
export const SRC = path.resolve("src");

/** The widgets that have a component, and those of them that have answers. */
async function widgets() {
  const files = await readdir(path.join(SRC, "widgets"));
  const names = files
    .filter((f) => /^[A-Z]\w*\.svelte$/.test(f))
    .map((f) => f.slice(0, -".svelte".length))
    .sort();
  return { names, withAnswers: names.filter((name) => files.includes(`${name}.answers.svelte`)) };
}

/** AchWorkbench → ach_workbench: the stem that a widget shares with its Python file. */
const stem = (name) => name.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toLowerCase();
const place = (file) => path.relative(SRC, file).replaceAll("\\", "/");

/** A class's hash comes from its file's place in the house, so that server and page agree wherever they are built. */
const cssHash = ({ hash, filename }) => `tc-${hash(place(path.resolve(filename)))}`;
const compiler = (generate) => once(esbuildSvelte({ compilerOptions: { generate, css: "external", cssHash, dev, runes: true }, cache: false }));
const compiled = { client: compiler("client"), server: compiler("server") };
const mode = dev ? "development" : "production";
const common = {
  bundle: true,
  charset: "utf8",
  conditions: ["svelte", "browser", mode],
  define: { "process.env.NODE_ENV": JSON.stringify(mode) },
  legalComments: "none",
  logLevel: process.argv.includes("--stay") ? "silent" : "warning", // whoever asks for a build is answered
  minify: !dev,
  target: ["es2022"],
  write: false,
};
const entry = (contents) => ({ stdin: { contents, resolveDir: SRC, loader: "ts", sourcefile: "entry.ts" }, outfile: "entry.js" });
const text = ({ outputFiles }, end) => outputFiles.find((f) => f.path.endsWith(end))?.text ?? "";

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
/** The npm packages whose code stands in a bundle, for the list of licences (bench/supply.py). */
function packages({ metafile }) {
  const inside = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs));
  return inside.flatMap(([file, { bytesInOutput }]) => (bytesInOutput && /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1]) || []);
}
const script = (name, asked, options) =>
  bundled(name, asked, { ...common, format: "iife", ...options }, (made) => ({
    js: text(made, ".js"),
    css: text(made, ".css"),
    packages: packages(made),
  }));

const GROUND = "ground: ";
/** What a script uses of Svelte's runtime, as pairs of module and name, and which files of ours it needs. */
function used(made) {
  const code = text(made, ".js");
  const runtime = [];
  for (const [, alias, module] of code.matchAll(/^import \* as (\S+) from "(svelte[^"]*)";$/gm)) {
    const use = new RegExp(`(?<![\\w$])(?<!(?<!\\.\\.)\\.)${alias.replaceAll("$", "\\$")}\\.([A-Za-z_$][\\w$]*)`, "g");
    for (const [, found] of code.matchAll(use)) runtime.push([module, found]);
  }
  for (const [, list, module] of code.matchAll(/^import \{([^}]*)\} from "(svelte[^"]*)";$/gm))
    for (const one of list.split(",")) runtime.push([module, one.trim().split(" as ")[0]]);
  const files = Object.keys(made.metafile.inputs).map((input) => place(path.resolve(input)));
  return { runtime, files: files.filter((at) => /^(parts|core|logic)\//.test(at)) };
}

/** What the widgets' scripts use of Svelte's runtime, by module, and the files of ours that more than two of them need. What a record restores is checked by code of its own in each script: together it is 110 KB. */
async function common_ground(names) {
  const options = { ...common, minify: false, format: "esm", external: ["svelte", "svelte/*"], plugins: [compiled.client] };
  const pages = [...names.map(page), MARKING, MINE];
  forget((name) => name.startsWith(GROUND) && !pages.includes(name.slice(GROUND.length)));
  const all = await Promise.all(pages.map((contents) => bundled(GROUND + contents, "", { ...options, ...entry(contents) }, used)));
  const runtime = new Map();
  for (const [module, name] of all.flatMap((one) => one.runtime)) runtime.set(module, (runtime.get(module) ?? new Set()).add(name));
  const counts = new Map();
  for (const at of all.slice(0, names.length).flatMap(({ files }) => files)) counts.set(at, (counts.get(at) ?? 0) + 1);
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
const unchecked = (works) => ({
  name: "unchecked",
  setup(b) {
    b.onResolve({ filter: /generated\/valid\.js$/ }, ({ path: module }) => ({ path: module, namespace: "unchecked" }));
    b.onLoad({ filter: /.*/, namespace: "unchecked" }, () => ({
      contents: works.map((name) => `export const ${name} = () => true;`).join("\n"),
      loader: "js",
    }));
  },
});

/** The module that renders static forms, in Node. */
const server = ({ names, withAnswers }) => `
  ${names.map((x) => `import ${x} from "./widgets/${x}.svelte";`).join("\n")}
  ${withAnswers.map((x) => `import ${x}Answers from "./widgets/${x}.answers.svelte";`).join("\n")}
  export { render } from "svelte/server";
  export const page = { ${names.map((x) => `${stem(x)}: ${x}`)} } as any;
  export const answers = { ${withAnswers.map((x) => `${stem(x)}: ${x}Answers`)} } as any;`;

/** The stems of the widgets whose form is made of one of these files, a widget's answers among it. */
function madeOf({ inputs }, edited, { names }) {
  const reached = (at, found = new Set()) => {
    if (found.has(at) || !inputs[at]) return found;
    found.add(at);
    inputs[at].imports.forEach(({ path: next }) => reached(next, found));
    return found;
  };
  const parts = (name) => ["", ".answers"].flatMap((end) => [...reached(`src/widgets/${name}${end}.svelte`)]);
  return names.filter((name) => parts(name).some((at) => edited.includes(at))).map(stem);
}

/** The module that renders static forms, from the sources as they are now, and the widgets whose forms may be others than when it was last made. */
export async function forms(works) {
  look();
  const found = await widgets();
  const options = { ...common, ...entry(server(found)), conditions: ["svelte", "node", mode], platform: "node", format: "esm" };
  const of = (made, edited) => ({ js: text(made, ".js"), touched: madeOf(made.metafile, edited, found) });
  return bundled("server", server(found), { ...options, plugins: [unchecked(works), compiled.server] }, of);
}

/** A topology on a grid twenty times as wide (0.07 degrees, at most half a pixel off on our maps), which takes nearly half off its size. */
function coarser({ transform: { scale, translate }, arcs, ...rest }, times = 20) {
  const grid = (arc) => {
    let [x, y] = [0, 0];
    const points = arc.map(([dx, dy]) => [Math.round((x += dx) / times), Math.round((y += dy) / times)]);
    return points.map(([px, py], n) => (n ? [px - points[n - 1][0], py - points[n - 1][1]] : [px, py])).filter(([dx, dy], n) => n === 0 || dx || dy);
  };
  return { ...rest, transform: { scale: scale.map((s) => s * times), translate }, arcs: arcs.map(grid) };
}

const exported = (name) =>
  entry(`import { ${name} } from "./opener/${name === "opened" ? "opener" : "picture"}"; (globalThis as any).thirdcorner.${name} = ${name};`);
/** What stands by itself beside the widgets, by the name of its script. */
const ALONE = {
  host: { entryPoints: ["src/host/host.ts"], outfile: "host.js" },
  first: { entryPoints: ["src/host/first.ts"], outfile: "first.js" }, // a page has it before it is drawn
  scorm: { entryPoints: ["src/scorm/scorm.ts"], outfile: "scorm.js" }, // only packages load it
  search: { entryPoints: ["src/search/search.ts"], outfile: "search.js" },
  some: { entryPoints: ["src/page/some.ts"], outfile: "some.js" },
  opener: exported("opened"), // only the page Class loads these two, when they are needed
  picture: exported("pictured"),
};

/** The text of each file that pages and notebooks load, from the sources as they are now. */
export async function scripts() {
  look();
  const { names } = await widgets();
  const ground = await common_ground(names);
  // a script over the core, for pages and notebooks alike, and the style of those of its parts that are not the core's
  const having = JSON.stringify([[...ground.runtime.keys()].sort(), ground.shared]);
  const over = (name, contents) => script(name, contents + having, { ...entry(contents), plugins: [fromCore(ground), compiled.client] });
  const bundles = {
    core: script("core", core(ground), { ...entry(core(ground)), plugins: [compiled.client] }),
    ...Object.fromEntries(Object.entries(ALONE).map(([name, options]) => [name, script(name, "", options)])),
    ...Object.fromEntries(names.map((name) => [stem(name), over(stem(name), page(name))])),
    marking: over("marking", MARKING),
    mine: over("mine", MINE),
  };
  forget((name) => name !== "server" && !name.startsWith(GROUND) && !(name in bundles));
  const made = await Promise.all(Object.entries(bundles).map(async ([name, bundle]) => [name, await bundle]));
  const styled = made.filter(([name]) => !(name in ALONE) || name === "scorm");
  return {
    ...Object.fromEntries(made.map(([name, { js }]) => [`${name}.js`, js])),
    ...Object.fromEntries(styled.map(([name, { css }]) => [`${name}.css`, css])),
    "land.json": JSON.stringify(coarser(JSON.parse(await readFile("node_modules/world-atlas/land-110m.json", "utf8")))), // for maps: widgets/coast.py
    "components.json": JSON.stringify(names.map(stem)),
    "packages.json": JSON.stringify([...new Set(made.flatMap(([, { packages }]) => packages))].sort()), // world-atlas is in pages as data
  };
}
