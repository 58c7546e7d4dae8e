// Draws each anywidget of a built MyST page as MyST's theme does, in a page without the rest of that theme.
import { ANY_RENDERERS } from "@myst-theme/anywidget";
import { createElement } from "react";
import { createRoot } from "react-dom/client";

const { mdast } = await (await fetch("content/index.json")).json();
const found = (node) => (node.type === "anywidget" ? [node] : (node.children ?? []).flatMap(found));
for (const node of found(mdast)) {
  const at = document.body.appendChild(document.createElement("section"));
  const drawn = { ...node, esm: `./public${node.esm}`, css: `./public${node.css}` };
  createRoot(at).render(createElement(ANY_RENDERERS.anywidget, { node: drawn }));
}
