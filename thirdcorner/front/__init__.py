"""What runs in the reader’s browser: components and pages' scripts, built by `build`, drawn at build time by `render`."""

from __future__ import annotations

import base64
import json
import re
import zlib
from functools import cache

from .build import BUILT, HERE, PACKED, components, ensure, packed


@cache
def built(file: str) -> str:
    """Return a built file's text; build first where it has never been built."""
    path = BUILT / file
    if not path.is_file() and file in (here := packed() if PACKED.is_file() else {}):
        return here[file]
    return (path if path.is_file() else ensure() / file).read_text("utf-8")


ASKED_FOR = ("opener", "picture")
"""Scripts of the page Class that are loaded when a file or a picture asks for them."""


def asked(page: str) -> set[str]:
    """Return the scripts of ours that a page's HTML asks for only once it is open."""
    found = {f"{name}.js" for name in re.findall(r'data-widget="(\w+)"', page)}
    if "data-tc-record" in page:
        found |= {"core.js", "mine.js"}
    if re.search(r'data-tc-(?:filter|due)|class="(?:tc-chart|tc-paragraph|tc-answers)\b', page):
        found.add("some.js")
    if 'data-widget="class_page"' in page:
        found |= {f"{name}.js" for name in ASKED_FOR}
    if "tc-chart-spec" in page:
        found.add("vega.js")
    return found


@cache
def module(widget: str) -> str:
    """Return a component as one ES module for notebooks: the page's own scripts, packed, which unpack themselves where they are drawn.

    A notebook keeps the module with each instance (`_esm` is a synced trait), so it stays under 90 KB (1,024 bytes each).
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(f"{built('core.js')}\n{built(f'{widget}.js')}".encode()) + packer.flush()
    return _UNPACK % {"packed": base64.b64encode(packed).decode(), "widget": json.dumps(widget)}


_UNPACK = """const unpack = async () => {
  const bytes = Uint8Array.from(atob("%(packed)s"), (c) => c.charCodeAt(0));
  const code = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).text();
  const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  await import(/* webpackIgnore: true */ url);
  URL.revokeObjectURL(url);
};
const found = () => globalThis.thirdcorner?.widgets?.[%(widget)s];
let ready;
const lenient = (act) => {
  try {
    return act();
  } catch (error) {
    if (!/not implemented/.test(error)) throw error; // MyST's own model keeps nothing, and says so by throwing
  }
};
const hosted = (model) => ({
  get: (name) => model.get(name),
  set: (name, value) => model.set(name, value),
  on: (event, heard) => model.on(event, heard),
  off: (event, heard) => lenient(() => model.off(event, heard)),
  save_changes: () => lenient(() => model.save_changes()),
});
export default {
  async render({ model, el }) {
    el.classList.add("tc-live");
    if (!found()) await (ready ??= unpack());
    return found().mount(el, hosted(model));
  },
};
"""
"""Unpacks when it is drawn, and not when it is loaded: anywidget gives a module two seconds to load, which many at once need on a slow machine."""

__all__ = ["ASKED_FOR", "HERE", "asked", "built", "components", "ensure", "module"]
