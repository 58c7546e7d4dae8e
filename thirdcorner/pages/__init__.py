"""The Sphinx extension: islands, charts, the record's roles, and pages that run under a strict policy without a network.

This module only wires. `source` turns widget cells into references, `nodes` resolves them, `mime` does the same for
executed outputs, `record` shows data in prose, `page` finishes each page, `search` reads the finished pages, `assets` writes what pages load,
`hosts` what their host reads, `whole` keeps an incremental, an interrupted and a clean build the same.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from .. import __version__
from ..course.read import COURSE, EDITION
from ..front import ensure
from ..front.build import FrontError, fingerprint


def setup(app: Sphinx) -> dict[str, Any]:
    """Set the extension up; called by Sphinx."""
    from ..widgets import paired
    from ..widgets.base import BUILDING
    from . import assets, hosts, nodes, page, record, search, source, specimens, whole

    try:
        ensure()
        paired()
    except FrontError as error:
        raise ExtensionError(str(error), modname="thirdcorner") from None
    os.environ[BUILDING] = "1"  # the kernels that execute chapters inherit it
    app.add_config_value("thirdcorner_edition", EDITION, "html", [str])
    app.add_config_value("thirdcorner_course", COURSE, "html", [str])
    app.add_config_value("thirdcorner_engine", engine(), "env", [str])  # another engine, other pages
    app.add_config_value("thirdcorner_whole_book", False, "env", [bool])  # or only the pages that show a widget get what it needs
    app.add_config_value("thirdcorner_print_answers", "sheet", "env", [str])
    for part in (nodes, record, source, specimens, page, search, assets, hosts, whole):
        part.register(app)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": False, "env_version": 1}


def engine() -> str:
    """Return the fingerprint of the package's own files, by which Sphinx knows that every page is out of date."""
    package = Path(__file__).parent.parent
    files = sorted(p for room in ("course", "model", "pages", "widgets") for p in (package / room).rglob("*") if p.suffix in {".py", ".js", ".css", ".html"})
    return hashlib.sha256(b"".join([fingerprint().encode(), *(p.read_bytes() for p in files)])).hexdigest()[:16]
