"""A build leaves nothing half and nothing stale: after any history the pages are those of a clean build.

Sphinx takes a page for finished where it is younger than its source, and half a page is young; and it never takes away what it
wrote for a source that is gone. So a mark lies beside the pages from the moment that sources are read until everything is written.
Where one lies there already, the last build was killed or failed, and everything is made anew. What no page has any more goes in every build.
"""

from __future__ import annotations

import html
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from sphinx.application import Sphinx


def register(app: Sphinx) -> None:
    """Begin anew where the last build did not end, and take away what is gone."""
    app.connect("config-inited", _begin)
    app.connect("env-get-outdated", _gone)
    app.connect("build-finished", _left, priority=300)  # before anything reads the finished pages
    app.connect("build-finished", _end, priority=1001)  # after everything that writes


def _mark(app: Sphinx) -> Path:
    return Path(app.outdir).with_name(f"{Path(app.outdir).name}.unfinished")


def _begin(app: Sphinx, config: Any) -> None:
    """Where the mark stands, forget what Sphinx remembers and empty the pages' folder, hidden files at its top apart."""
    if config.thirdcorner_whole_book and _mark(app).is_file():
        shutil.rmtree(app.doctreedir, ignore_errors=True)
        Path(app.doctreedir).mkdir(parents=True)
        for path in Path(app.outdir).glob("[!.]*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _gone(app: Sphinx, env: Any, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """Set the mark, and take away the pages whose sources are gone."""
    if not app.config.thirdcorner_whole_book:
        return []  # another's book, whose files are its own
    _mark(app).touch()
    if app.builder.format == "html":
        for name in removed:
            Path(app.builder.get_outfilename(name)).unlink(missing_ok=True)  # type: ignore[attr-defined]
    return []


def _left(app: Sphinx, error: Exception | None) -> None:
    """Take away the pictures and downloads that no page names any more, and folders that stand empty."""
    if error or app.builder.format != "html" or not app.config.thirdcorner_whole_book:
        return
    out = Path(app.outdir)
    files = [p for folder in ("_images", "_downloads") for p in (out / folder).rglob("*") if p.is_file()]
    pages = html.unescape(unquote("".join(page.read_text("utf-8") for page in out.rglob("*.html")))) if files else ""
    for file in files:
        if file.name not in pages:
            file.unlink()
    for path in sorted((p for p in out.glob("[!.]*/**") if p.is_dir()), reverse=True):
        if not any(path.iterdir()):
            path.rmdir()


def _end(app: Sphinx, error: Exception | None) -> None:
    """Take the mark away: all that belongs to the pages is written."""
    if error is None:
        _mark(app).unlink(missing_ok=True)
