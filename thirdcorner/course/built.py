"""Build a book, and tell whether its pages are those of the sources as they are now: the build leaves their fingerprint beside them."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
_ENGINE = {".py", ".js", ".mjs", ".css", ".ts", ".svelte", ".html", ".svg"}
_MADE = {"node_modules", "built", "generated", "__pycache__", "classroom", "live"}
"""Folders of the package that are made from others, or that no page is made from."""


def fingerprint(root: Path) -> str:
    """Return what a built book depends on: the files of its folder ``book``, its configuration, and the engine."""
    told = hashlib.sha256(version("thirdcorner").encode())
    book = [p for p in (root / "book").rglob("*") if p.is_file() and not any(part.startswith(".") or part == "_build" for part in p.parts[len(root.parts) :])]
    engine = [p for p in PACKAGE.rglob("*") if p.suffix in _ENGINE and not _MADE & set(p.parts[len(PACKAGE.parts) :])]
    for base, paths in ((root, [*book, *(root / name for name in ("_config.yml", "_toc.yml"))]), (PACKAGE, engine)):
        for path in sorted(p for p in paths if p.is_file()):
            told.update(path.relative_to(base).as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return told.hexdigest()


def build(root: Path) -> int:
    """Build a book as ``jupyter-book build -W -n`` does, warnings being errors; its words go to standard error. Return the exit status."""
    command = [sys.executable, "-X", "utf8", "-c", "from jupyter_book.cli.main import main; main()"]  # no script: its name differs by system
    command += ["build", str(root), "-W", "-n", "--keep-going", "-q"]
    return subprocess.call(command, cwd=root, env={**os.environ, "THIRDCORNER_ROOT": str(root)}, stdout=sys.stderr)


def stamp(root: Path) -> Path:
    """Return the file beside the pages that holds the fingerprint of what they were built from."""
    return root / "_build" / "built.sha256"


def fresh(root: Path) -> bool:
    """Return whether the pages are those of the sources as they are now."""
    path = stamp(root)
    return (root / "_build" / "html" / "index.html").is_file() and path.is_file() and path.read_text("utf-8") == fingerprint(root)
