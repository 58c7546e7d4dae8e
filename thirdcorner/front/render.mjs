// Renders static forms for the build: one JSON job a line on standard input, one JSON result a line on standard output.
// A job is {widget, content, prefix}; a result {page, answers} as HTML, or {error} in words.
import path from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const { answers, page, render } = await import(pathToFileURL(path.resolve(process.argv[2])).href);

for await (const line of createInterface({ input: process.stdin })) {
  const { widget, content, prefix } = JSON.parse(line);
  let result;
  try {
    if (!page[widget]) throw new Error(`there is no component for ${widget}`);
    const props = { content };
    result = { page: render(page[widget], { props, idPrefix: prefix }).body, answers: "" };
    if (answers[widget]) result.answers = render(answers[widget], { props, idPrefix: `${prefix}-a` }).body.replace(/<!--.*?-->/gs, "");
  } catch (error) {
    result = { error: error.message };
  }
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
