// Reads names of TypeScript modules, one a line; answers each with its mutants and with the module that holds all of them behind switches.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { Instrumenter } from "@stryker-mutator/instrumenter";
import { allMutators } from "./node_modules/@stryker-mutator/instrumenter/dist/src/mutators/mutate.js";

const LEFT_OUT = ["StringLiteral", "ArrowFunction", "ObjectLiteral", "CallExpression"]; // words, and what the first call of anything would find
const number = {
  name: "Number",
  *mutate(path) {
    if (path.isNumericLiteral()) yield { type: "NumericLiteral", value: path.node.value + 1 };
  },
};
const statement = {
  name: "RemovedStatement",
  *mutate(path) {
    if (path.isExpressionStatement()) yield { type: "EmptyStatement" };
  },
};
const branch = {
  name: "SwappedBranch",
  *mutate(path) {
    if (!path.isConditionalExpression()) return;
    const { test, consequent, alternate } = path.node;
    yield { type: "ConditionalExpression", test, consequent: alternate, alternate: consequent };
  },
};
allMutators.push(number, statement, branch);
const quiet = { debug() {}, info() {}, warn() {}, isDebugEnabled: () => false };

for await (const name of createInterface({ input: process.stdin })) {
  const content = readFileSync(name, "utf8");
  const lines = content.split("\n");
  const made = await new Instrumenter(quiet).instrument([{ name, mutate: true, content }], { plugins: null, excludedMutations: LEFT_OUT, ignorers: [] });
  const mutants = made.mutants
    .filter((mutant) => mutant.status !== "Ignored")
    .map(({ id, mutatorName, replacement, location: { start, end } }) => ({
      id,
      kind: mutatorName,
      line: start.line + 1,
      was: lines.slice(start.line, end.line + 1).join("\n"),
      now: lines[start.line].slice(0, start.column) + replacement + lines[end.line].slice(end.column),
    }));
  console.log(JSON.stringify({ mutants, module: made.files[0].content }));
}
