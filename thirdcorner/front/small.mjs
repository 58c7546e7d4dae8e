// Takes out of scripts what esbuild leaves in them and nothing reaches: a quarter of the core, an eighth of all. In threads of its own, since that
// takes seconds, in which the next edit may come.
import { availableParallelism } from "node:os";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { minify } from "terser";

/** The scripts made small, by file; `null` where `signal` stopped it. */
export async function smaller(scripts, signal) {
  const waiting = Object.entries(scripts).sort(([, a], [, b]) => a.length - b.length); // the longest is begun first
  const small = {};
  const work = (worker) =>
    new Promise((ended, failed) => {
      const next = () => (waiting.length ? worker.postMessage(waiting.pop()) : worker.terminate());
      worker.on("message", ([file, text]) => {
        small[file] = text;
        next();
      });
      worker.on("error", failed).on("exit", ended);
      next();
    });
  const threads = signal?.aborted ? 0 : Math.min(2, availableParallelism(), waiting.length);
  const workers = Array.from({ length: threads }, () => new Worker(new URL(import.meta.url)));
  signal?.addEventListener("abort", () => workers.forEach((worker) => worker.terminate()));
  await Promise.all(workers.map(work));
  return Object.keys(small).length === Object.keys(scripts).length ? small : null;
}

if (!isMainThread)
  parentPort.on("message", async ([file, text]) => {
    const { code } = await minify(text, { ecma: 2022, module: file.endsWith(".mjs"), compress: { passes: 4 } });
    parentPort.postMessage([file, code]);
  });
