"""Which files were edited: the book's content, its configuration, and the engine's own sources."""

from __future__ import annotations

import threading
from pathlib import Path
from queue import Queue

import watchfiles

PACKAGE = Path(__file__).resolve().parent.parent.parent


def watch(root: Path) -> Queue[set[Path]]:
    """Begin to watch; return the queue into which each round of edits is put as a set of paths."""
    edits: Queue[set[Path]] = Queue()
    rooms = [p for p in PACKAGE.iterdir() if p.is_dir() and p.name not in ("front", "__pycache__")]
    front = [p for p in (PACKAGE / "front" / "src",) if p.is_dir()]  # apart, as node_modules beside it has thousands of folders
    ready = [threading.Event(), threading.Event()]

    def follow(folders: list[Path], deep: bool, begun: threading.Event) -> None:
        changes = watchfiles.watch(*folders, recursive=deep, step=30, rust_timeout=500, yield_on_timeout=True)
        for round in changes:
            begun.set()
            found = {Path(path) for _, path in round}
            found = {p for p in found if _meant(p) and (deep or p.parent != root or p.name in ("_config.yml", "_toc.yml"))}
            if found:
                edits.put(found)

    # Single files are watched by way of their folder, since most editors put a new file in an old one's place.
    for folders, deep, begun in (([root / "book", *rooms, *front], True, ready[0]), ([root, PACKAGE, PACKAGE / "front"], False, ready[1])):
        threading.Thread(target=follow, args=(folders, deep, begun), daemon=True).start()
    for begun in ready:
        begun.wait()
    return edits


def _meant(path: Path) -> bool:
    """Return whether a file is one that somebody edits, rather than one that a program makes."""
    made = {"__pycache__", "generated", ".ipynb_checkpoints", "jupyter_execute"}
    passing = path.suffix == ".pyc" or path.name.startswith(".") or ".test." in path.name
    return not (made.intersection(path.parts) or passing or path.is_dir())
