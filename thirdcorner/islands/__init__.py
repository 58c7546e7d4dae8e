"""The Sphinx extension: islands, charts, the record's roles, and pages that run under a strict policy without a network.

This module only wires. `source` turns widget cells into references, `nodes` resolves them, `mime` does the same for
executed outputs, `record` shows data in prose, `page` finishes each page, `assets` writes what pages load.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from .. import __version__


def setup(app: Sphinx) -> dict[str, Any]:
    """Set the extension up; called by Sphinx."""
    from ..widgets.base import BUILDING
    from . import assets, nodes, page, record, source

    os.environ[BUILDING] = "1"  # the kernels that execute chapters inherit it
    app.add_config_value("thirdcorner_edition", "2026-autumn", "html", [str])
    app.add_config_value("thirdcorner_course", "third-corner", "html", [str])
    app.add_config_value("thirdcorner_engine", engine(), "env", [str])  # another engine, other pages
    app.add_config_value("thirdcorner_print_answers", "sheet", "env", [str])
    for part in (nodes, record, source, page, assets):
        part.register(app)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": False, "env_version": 1}


def engine() -> str:
    """Return the fingerprint of the package's own files, by which Sphinx knows that every page is out of date."""
    files = sorted(p for p in Path(__file__).parent.parent.rglob("*") if p.suffix in {".py", ".js", ".css", ".html"})
    return hashlib.sha256(b"".join(p.read_bytes() for p in files)).hexdigest()[:16]
