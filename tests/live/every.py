"""A course whose book calls every widget, an assignment's included."""

from __future__ import annotations

import random
import shutil
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

from tests import ROOT
from tests.front.test_hydration import worked
from thirdcorner.classroom.assignments import read
from thirdcorner.classroom.publish import write_page
from thirdcorner.course.chapters import CELL
from thirdcorner.course.drawn import source_of
from thirdcorner.course.read import load, load_pool
from thirdcorner.widgets import CONSTRUCTORS
from thirdcorner.widgets.specimens import specimens


def calls(root: Path) -> dict[str, str]:
    """Return a cell of the book for each widget, by the widget's name."""
    found: dict[str, str] = {}
    for path in sorted((root / "book").rglob("*.md")):
        for match in CELL.finditer(path.read_text("utf-8")):
            code = source_of(match["body"]).strip()
            if code.partition("(")[0] in CONSTRUCTORS:
                found.setdefault(code.partition("(")[0], code)
    return found


def lay_out(root: Path) -> Path:
    """Write the course with an assignment published into a new folder; return it."""
    shutil.copytree(ROOT / "book", root / "book", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("_config.yml", "_toc.yml"):
        shutil.copy2(ROOT / name, root)
    write_page(root, read(ROOT / "instructor" / "assignments" / "week3.yml", load(ROOT), load_pool(load(ROOT))))
    assert set(calls(root)) == set(CONSTRUCTORS)
    return root


@cache
def works(root: Path) -> dict[str, dict[str, Any]]:
    """Return work for each widget that keeps any, by the widget's name."""
    known, found = load(root), {}
    for name, code in calls(root).items():
        args, kwargs = eval(code, {name: lambda *args, **kwargs: (args, kwargs)})
        resolved = CONSTRUCTORS[name].resolve(known, CONSTRUCTORS[name].refer(*args, **kwargs))
        done = {id: entry["state"] for id, entry in worked(resolved.content, defaultdict(str), random.Random(1)).items()}
        states = done or next((dict(one.work) for one in reversed(specimens(known, CONSTRUCTORS[name].name)) if one.work), {})
        found[name] = {f"assign/week-3/{id}": state for id, state in states.items()} if name == "Assignment" else states
    assert {name for name, states in found.items() if not states} == {"ClassPage", "MyCopy", "MyWork"}, "the others keep work"
    return {name: states for name, states in found.items() if states}
