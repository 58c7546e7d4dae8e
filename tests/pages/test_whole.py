"""After any history a build gives the pages of a clean one: edits and their way back, a chapter that is gone, a build that was killed, a full disk."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import ROOT, program
from tests.conftest import build

pytestmark = pytest.mark.long

CHAPTER = "book/chapters/01-first"
CELLS = """---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {name: python3, display_name: Python 3}
---
# First

![A corner](corner.svg) On {event}`e1` an {gloss}`alliance` and an otherworldly word.

```{code-cell} python
6 * 7
```

```{code-cell} python
Quiz("quiz", tags=["one"])
```
"""
STOP = '''"""End this build at the point that STOP_AT names, as a killed process or a full disk ends it."""

import os
import resource
import signal
from pathlib import Path


def kill(*_):
    os.kill(os.getpid(), signal.SIGKILL)


def half(app, page, *_):
    if page == "book/other":
        Path(app.builder.get_outfilename(page)).write_text("<!DOCTYPE html><html><head><title>Oth")
        kill()


def full(*_):
    resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, 8_000))


POINTS = {
    "reading": ("doctree-read", kill, 500),
    "resolving": ("env-check-consistency", kill, 500),
    "writing": ("html-page-context", half, 999),
    "full": ("env-before-read-docs", full, 500),
}


def setup(app):
    if at := os.environ.get("STOP_AT"):
        event, action, priority = POINTS[at]
        app.connect(event, action, priority=priority)
'''


def book(folder: Path) -> Path:
    """Return the sample book with a chapter that has a picture and a notebook, and with what ends a build where it is told to."""
    shutil.copytree(ROOT / "tests" / "sample", folder)
    (folder / "book/chapters").mkdir()
    (folder / f"{CHAPTER}.md").write_text(CELLS, "utf-8")
    (folder / "book/chapters/corner.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 9L9 9L9 0"/></svg>\n', "utf-8")
    (folder / "stop.py").write_text(STOP, "utf-8")
    listed(folder, CHAPTER, there=True)
    change(folder / "_config.yml", "sphinx:\n", "sphinx:\n  local_extensions: {stop: .}\n")
    change(folder / "_config.yml", "thirdcorner.live.ahead]", "thirdcorner.live.ahead, thirdcorner.live.offer]")
    return folder


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def listed(folder: Path, page: str, *, there: bool) -> None:
    toc = folder / "_toc.yml"
    text = toc.read_text("utf-8")
    line = f"  - file: {page}\n"
    toc.write_text(text + line if there else text.replace(line, ""), "utf-8")


def built(folder: Path) -> dict[str, bytes]:
    """Build, and return every published file's bytes."""
    done = build(folder)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    out = folder / "_build" / "html"
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}


def clean(folder: Path, target: Path) -> dict[str, bytes]:
    """Return what a clean build of the folder's sources, elsewhere, publishes."""
    shutil.copytree(folder, target, ignore=shutil.ignore_patterns("_build"))
    return built(target)


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def test_edits_and_their_way_back_give_the_bytes_of_a_clean_build_and_leave_nothing_stale(tmp_path: Path) -> None:
    folder = book(tmp_path / "book")
    first = built(folder)
    assert {f"{CHAPTER}.html", "notebooks/01-first.ipynb", "_images/corner.svg"} <= first.keys()
    assert b"otherworldly" in first["_static/thirdcorner/search-index.js"]

    bank = folder / "book/questions/quiz.yml"
    change(bank, "Which are even?", "Which are not odd?")
    change(bank, "quiz/q01", "quiz/q91")
    chapter = (folder / f"{CHAPTER}.md").read_text("utf-8")
    (folder / f"{CHAPTER}.md").unlink()
    listed(folder, CHAPTER, there=False)
    (folder / "book/new.md").write_text("# New\n\nA page about an {gloss}`alliance`.\n", "utf-8")
    listed(folder, "book/new", there=True)
    edited = built(folder)
    assert differing(edited, clean(folder, tmp_path / "other" / "place")) == []
    assert [name for name in edited if ("first." in name and "static" not in name) or "corner.svg" in name] == []
    assert [name for name, data in edited.items() if b"otherworldly" in data or b"01-first" in data or b"quiz/q01" in data] == []
    assert b"book/new.html" in edited["_static/thirdcorner/search-index.js"]

    change(bank, "Which are not odd?", "Which are even?")
    change(bank, "quiz/q91", "quiz/q01")
    (folder / f"{CHAPTER}.md").write_text(chapter, "utf-8")
    (folder / "book/new.md").unlink()
    listed(folder, "book/new", there=False)
    listed(folder, CHAPTER, there=True)
    assert differing(built(folder), first) == []


def test_a_build_that_was_killed_or_found_the_disk_full_leaves_nothing_half(tmp_path: Path) -> None:
    folder = book(tmp_path / "book")
    words = ["Which are even?", "Which are not odd?"]
    wanted = {words[0]: built(folder)}
    for point in ("reading", "resolving", "writing", "full"):
        change(folder / "book/questions/quiz.yml", *words)
        words.reverse()
        wanted[words[0]] = wanted.get(words[0]) or clean(folder, tmp_path / f"clean-{point}")
        stopped = stop(folder, point)
        assert stopped.returncode != 0 if point == "full" else stopped.returncode == -9, (point, stopped.stdout[-2000:], stopped.stderr[-2000:])
        assert differing(built(folder), wanted[words[0]]) == [], point


def stop(folder: Path, point: str) -> subprocess.CompletedProcess[str]:
    """Build until the point is reached."""
    command = [program("jupyter-book"), "build", str(folder), "-W", "-n", "--keep-going"]
    env = {**os.environ, "THIRDCORNER_ROOT": str(folder), "STOP_AT": point}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, encoding="utf-8", timeout=300)
