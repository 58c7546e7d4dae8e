"""A chapter offered live on its page: as a notebook to download, and wherever `launch` finds an address for.

A Sphinx extension of its own, beside `thirdcorner.pages`. Every offer is a plain link: nothing of another host is loaded before
it is clicked, and an offer without an address is not made.
"""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ConfigError

from .. import __version__
from ..course.read import find_root, load
from .launch import OPTION, launch
from .notebooks import written


def setup(app: Sphinx) -> dict[str, Any]:
    """Set the extension up; called by Sphinx."""
    app.add_config_value(OPTION, {}, "env", [dict])
    app.connect("config-inited", _checked)
    app.connect("doctree-read", _offer)
    app.connect("build-finished", _write)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}


def _checked(app: Sphinx, config: Any) -> None:
    try:
        launch(config[OPTION])
    except ValueError as error:
        raise ConfigError(error.args[0]) from None


def _slug(app: Sphinx, docname: str) -> str:
    """Return a chapter's id; empty for any other page."""
    folder, _, slug = docname.rpartition("/")
    return slug if folder == "book/chapters" and (Path(app.srcdir) / "book" / "chapters" / f"{slug}.md").is_file() else ""


def _offer(app: Sphinx, doctree: nodes.document) -> None:
    """Put the offers below a chapter's head, or below its title where it has none."""
    slug = _slug(app, app.env.docname)
    section = next(iter(doctree.findall(nodes.section)), None)
    if not slug or section is None:
        return
    up = "../" * app.env.docname.count("/")
    links = [f'<a href="{up}notebooks/{slug}.ipynb" download>notebook (.ipynb)</a>']
    links += [f'<a href="{html.escape(address)}" rel="noopener noreferrer nofollow">{name}</a>' for name, address in launch(app.config[OPTION]).offers(slug)]
    text = f'<p class="tc-offers"><span>This chapter live, with Python:</span> {" ".join(links)}</p>'
    at = next((n for n, child in enumerate(section.children) if "tc-chapter-head" in getattr(child, "attributes", {}).get("classes", ())), 0)
    section.insert(at + 1, nodes.raw("", text, format="html"))


def _write(app: Sphinx, error: Exception | None) -> None:
    """Write the notebooks that the pages offer, where they changed, and take away those of chapters that are gone."""
    if error or app.builder.format != "html":
        return
    course, folder = load(find_root(Path(app.srcdir))), Path(app.outdir) / "notebooks"
    slugs = [slug for name in sorted(app.env.found_docs) if (slug := _slug(app, name))]
    for path in folder.glob("*.ipynb"):
        if path.stem not in slugs:
            path.unlink()
    for slug in slugs:
        data = written(course, (course.root / course.chapters[slug].file).read_text("utf-8"))
        path = folder / f"{slug}.ipynb"
        if not path.is_file() or path.read_bytes() != data:
            folder.mkdir(exist_ok=True)
            path.write_bytes(data)
