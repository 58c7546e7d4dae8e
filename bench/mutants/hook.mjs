// Loaded by NODE_OPTIONS: in place of one module of the front end, Node gets the one with its mutants in it. An address that ends in
// `?mutant=…` hands that on to what it imports, so that all of it is read anew.
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";

const { THIRDCORNER_MUTATED: mutated, THIRDCORNER_MUTANTS: holding } = process.env;
const chosen = /[?]mutant=.*$/;
registerHooks({
  resolve(at, context, next) {
    const found = next(at, context);
    const choice = chosen.exec(context.parentURL ?? "");
    return choice && found.url.includes("/front/src/") ? { ...found, url: found.url.replace(chosen, "") + choice[0] } : found;
  },
  load(url, context, next) {
    if (url.replace(chosen, "") === mutated) return { format: "module-typescript", source: readFileSync(holding, "utf8"), shortCircuit: true };
    return next(url, context);
  },
});
