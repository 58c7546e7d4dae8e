"""Execute the chapters' cells side by side while other pages are read, and keep what they gave.

A Sphinx extension of its own, beside `thirdcorner.live.offer`. MyST-NB executes one notebook after another, each in the moment its page
is read, and waits for its kernel. Here the kernels of all pages that are to be read start at once, as many as there are processors; each
notebook's outputs go to the cache from which MyST-NB takes them. Pages without cells are read first. A notebook that fails is left
to MyST-NB, which executes it again and says where. Nothing happens unless the book executes with ``execute_notebooks: cache``.
"""

from __future__ import annotations

import hashlib
import shutil
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from os import cpu_count
from pathlib import Path
from typing import Any

from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn, JupyterCacheAbstract
from jupyter_cache.executors.utils import ExecutionResult, single_nb_execution
from myst_nb.core.read import create_nb_reader
from sphinx.application import Sphinx

from .. import __version__
from ..course.chapters import CELL
from ..course.read import find_root
from ..pages.source import rewrite


def setup(app: Sphinx) -> dict[str, Any]:
    """Set the extension up; called by Sphinx."""
    ahead = Ahead()
    app.connect("env-before-read-docs", ahead.begin)
    app.connect("source-read", ahead.keep)
    app.connect("build-finished", ahead.end)
    return {"version": __version__, "parallel_read_safe": False, "parallel_write_safe": True}


def stands_on(app: Sphinx) -> str:
    """Return the fingerprint of all that cells read: the engine, what `thirdcorner.live` gives them, and the course's data."""
    root = find_root(Path(app.srcdir))
    files = sorted([*Path(__file__).parent.rglob("*.py"), *(p for p in (root / "book").rglob("*") if p.is_file() and p.suffix not in {".md", ".pyc"})])
    parts = [getattr(app.config, "thirdcorner_engine", "").encode(), *(part for p in files for part in (p.name.encode(), p.read_bytes()))]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


class Ahead:
    """The notebooks that are being executed in one build, by the name of their page."""

    def __init__(self) -> None:
        self.cache: JupyterCacheAbstract | None = None
        self.mark: Path | None = None
        self.now = ""
        self.running: dict[str, Future[ExecutionResult]] = {}
        self.pool: ThreadPoolExecutor | None = None

    def begin(self, app: Sphinx, env: Any, docnames: list[str]) -> None:
        """Start the kernels of the pages to be read whose outputs are not kept, and put those pages last."""
        config = env.mystnb_config
        if config.execution_mode != "cache":
            return
        folder = Path(config.execution_cache_path)
        mark, now = folder / "stands-on.txt", stands_on(app)
        if not mark.is_file() or mark.read_text("utf-8") != now:
            shutil.rmtree(folder, ignore_errors=True)
        self.cache = get_cache(str(folder))  # type: ignore[no-untyped-call]
        self.pool = ThreadPoolExecutor(cpu_count() or 1)
        for name in docnames:
            path = Path(env.doc2path(name))
            text = rewrite(path.read_text("utf-8")) if path.suffix == ".md" else ""
            reader = create_nb_reader(str(path), env.myst_config, config, text) if text else None
            if reader is None:
                continue
            notebook = reader.read(text)
            try:
                self.cache.match_cache_notebook(notebook)
            except KeyError:
                if CELL.search(text):
                    rules = {"timeout": config.execution_timeout, "allow_errors": config.execution_allow_errors}
                    self.running[name] = self.pool.submit(single_nb_execution, notebook, cwd=str(path.parent), **rules)
                else:  # no cell is left that needs one, so no kernel
                    self._give(notebook, path, 0)
        if docnames:
            self.mark, self.now = mark, now
            mark.unlink(missing_ok=True)  # a cache that a killed build was writing to is not trusted
        docnames.sort(key=self.running.__contains__)

    def keep(self, app: Sphinx, docname: str, source: list[str]) -> None:
        """Put the outputs of the page that is about to be read where MyST-NB looks for them."""
        running = self.running.pop(docname, None)
        if running is None or self.cache is None:
            return
        with suppress(Exception):  # whatever it is, MyST-NB meets it again and says it
            result = running.result()
            if result.err is None:
                self._give(result.nb, app.env.doc2path(docname), result.time)

    def _give(self, notebook: Any, path: str | Path, seconds: float) -> None:
        assert self.cache is not None
        self.cache.cache_notebook_bundle(CacheBundleIn(notebook, str(path), data={"execution_seconds": seconds}), check_validity=False, overwrite=True)

    def end(self, app: Sphinx, error: Exception | None) -> None:
        """Let go of what nobody waits for any more, and say what the cache stands on where the build came to its end."""
        if self.pool is not None:
            self.pool.shutdown(cancel_futures=True)
        if self.mark is not None and error is None:
            self.mark.parent.mkdir(parents=True, exist_ok=True)
            self.mark.write_text(self.now, "utf-8", newline="\n")
