// Svelte's accessibility warnings are errors of svelte-check (--fail-on-warnings); these rules hold the rest.
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";

export default ts.config(
  { ignores: ["src/generated/**", "built/**", "node_modules/**"] },
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  { files: ["**/*.svelte", "**/*.svelte.ts"], languageOptions: { parserOptions: { parser: ts.parser } } },
  {
    rules: {
      "svelte/no-at-html-tags": "off", // only HTML that the build rendered from the course's own Markdown: fields named …_html
      "@typescript-eslint/no-explicit-any": ["error"],
      "@typescript-eslint/no-unused-expressions": "off",
    },
  },
);
