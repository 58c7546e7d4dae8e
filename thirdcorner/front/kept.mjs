// Bundles that stay known while this process lives: each is made anew only where something that it was made of has changed.
import { stat } from "node:fs/promises";
import path from "node:path";
import { build, context } from "esbuild";

/** Whether this process builds again and again (build.mjs), so that esbuild had better remember what it has read. */
const stays = process.argv.includes("--stay");
/** What was made, by name: what was asked for, the state of each file that it is made of, and what became of it. */
const known = new Map();
/** The state of each file as first seen in this round. */
let seen = new Map();
let began = 0;

/** Begin a round: every file is looked at once more. */
export function look() {
  seen = new Map();
  began = Date.now();
}

/** What tells a file from what it was; a file that was written since the round began may have been read before that, and is never the same again. */
function state(file) {
  const looked = ({ mtimeMs, size, ino }) => (mtimeMs > began - 10 ? Symbol(file) : `${mtimeMs} ${size} ${ino}`);
  if (!seen.has(file))
    seen.set(
      file,
      stat(file).then(looked, () => null),
    );
  return seen.get(file);
}

async function same(inputs) {
  const now = await Promise.all([...inputs].map(async ([file, was]) => was === (await state(file))));
  return now.every(Boolean);
}

/** Whether everything that was made is of the files as they are now. */
export async function current() {
  look();
  const now = await Promise.all([...known.values()].map(({ inputs }) => same(inputs)));
  return now.every(Boolean);
}

/** Forget what is no longer asked for. */
export function forget(stale) {
  for (const [name, { again }] of known)
    if (stale(name)) {
      known.delete(name);
      void again?.dispose();
    }
}

/**
 * What `of` makes of a bundle and of the files in it that were edited since it was last made. It is what it was the last time where no file was edited
 * and `asked`, which says in words what is asked for, is the same.
 */
export async function bundled(name, asked, options, of) {
  const before = known.get(name);
  if (before?.asked === asked && (await same(before.inputs))) return before.result;
  let again = before?.again;
  if (before?.asked !== asked) {
    await again?.dispose();
    again = stays ? await context({ ...options, metafile: true }) : undefined;
    known.set(name, { asked, again, inputs: new Map([["", "not made yet"]]) });
  }
  const made = await (again ? again.rebuild() : build({ ...options, metafile: true }));
  const files = Object.keys(made.metafile.inputs).filter((input) => !/^[\w()-]+:|^entry\.ts$/.test(input)); // the others exist in plugins only
  const inputs = new Map(await Promise.all(files.map(async (file) => [file, await state(file)])));
  const edited = files.filter((file) => inputs.get(file) !== before?.inputs.get(file));
  known.set(name, { asked, again, inputs, result: of(made, edited) });
  return known.get(name).result;
}

/** A plugin that is set up once for all bundles, so that a file which several of them need is compiled once, until it changes. */
export function once(plugin) {
  const handlers = [];
  const compiled = new Map();
  const remembered = (load) => async (args) => {
    const now = await state(path.relative("", args.path));
    if (compiled.get(args.path)?.now !== now) compiled.set(args.path, { now, result: load(args) });
    return compiled.get(args.path).result;
  };
  const onResolve = (options, callback) => handlers.push(["onResolve", options, callback]);
  const onLoad = (options, callback) => handlers.push(["onLoad", options, options.namespace ? callback : remembered(callback)]);
  const setup = (b) => {
    if (!handlers.length) plugin.setup({ ...b, onResolve, onLoad, onEnd() {} });
    for (const [on, options, callback] of handlers) b[on](options, callback);
  };
  return { name: plugin.name, setup };
}
