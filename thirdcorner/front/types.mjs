// Writes src/generated/types.d.ts from the schemas that Python states; svelte-check then holds the components to them.
import { readFile, writeFile } from "node:fs/promises";
import { compile } from "json-schema-to-typescript";

const schemas = JSON.parse(await readFile("src/generated/schemas.json", "utf8"));
const all = { $defs: {}, type: "object", additionalProperties: false, properties: {}, title: "Everything" };
for (const [name, { $defs = {}, ...schema }] of Object.entries(schemas)) {
  Object.assign(all.$defs, $defs, { [name]: schema });
  all.properties[name] = { $ref: `#/$defs/${name}` };
}
for (const schema of Object.values(all.$defs)) {
  delete schema.$id;
  if (schema["x-work"]) schema.additionalProperties = false; // an unknown field of a record is kept, and no component names one
  for (const property of Object.values(schema.properties ?? {})) delete property.title; // else each field becomes a type of its own
}
const made = await compile(all, "Everything", { bannerComment: "/* Written from the Python models: see types.mjs. */", format: false });
await writeFile("src/generated/types.d.ts", made);
