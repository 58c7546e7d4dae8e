"""Cells run side by side, and again only when they, the engine or the course's data changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests import ROOT
from tests.conftest import build

pytestmark = pytest.mark.long

PAGE = """---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {name: python3, display_name: Python 3}
---
# Page

WORDS

```{code-cell} python
CELL
```
"""
COUNTED = """from pathlib import Path
from thirdcorner import charts
runs = Path("../runs")
runs.write_text((runs.read_text() if runs.is_file() else "") + "x")
print("last:", charts.read("shares").iloc[-1, 1])"""
MEETING = """from pathlib import Path
from time import monotonic, sleep
Path("../MINE").touch()
late = monotonic() + 60
while not Path("../THEIRS").exists():
    assert monotonic() < late, "nobody runs beside"
    sleep(0.05)
print("met", "THEIRS")"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    target = tmp_path / "book"
    shutil.copytree(ROOT / "tests" / "sample", target)
    return target


def written(folder: Path, name: str) -> str:
    return (folder / "_build" / "html" / "book" / f"{name}.html").read_text("utf-8")


def test_what_cells_gave_is_kept_until_they_or_what_they_read_change(folder: Path) -> None:
    page, runs = folder / "book" / "other.md", folder / "runs"

    def run(words: str, cell: str) -> tuple[int, str]:
        page.write_text(PAGE.replace("WORDS", words).replace("CELL", cell), "utf-8")
        done = build(folder)
        assert done.returncode == 0, done.stdout + done.stderr
        assert words in written(folder, "other")
        return len(runs.read_text("utf-8")), written(folder, "other")

    count, text = run("One.", COUNTED)
    assert count == 1 and "last: " in text
    count, again = run("Two.", COUNTED)
    assert count == 1 and "last: " in again, "prose alone starts no kernel"
    data = next((folder / "book" / "data" / "figures").glob("shares.*"))
    data.write_text(data.read_text("utf-8").rstrip("\n").rsplit("\n", 1)[0] + "\n", "utf-8")
    count, fewer = run("Three.", COUNTED)
    assert count == 2, "another row, another run"
    assert fewer.split("last: ")[1][:8] != text.split("last: ")[1][:8]
    count, _ = run("Four.", COUNTED + "\n1 + 1")
    assert count == 3, "another cell, another run"


def test_pages_run_side_by_side(folder: Path) -> None:
    for mine, theirs in (("other", "quiz"), ("quiz", "other")):
        cell = MEETING.replace("MINE", mine).replace("THEIRS", theirs)
        (folder / "book" / f"{mine}.md").write_text(PAGE.replace("WORDS", "").replace("CELL", cell), "utf-8")
    done = build(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "met quiz" in written(folder, "other") and "met other" in written(folder, "quiz")


def test_a_cell_that_fails_is_named_and_runs_again_when_it_is_mended(folder: Path) -> None:
    page = folder / "book" / "other.md"
    page.write_text(PAGE.replace("WORDS", "").replace("CELL", 'raise ValueError("no such pair")'), "utf-8")
    done = build(folder)
    said = done.stdout + done.stderr
    assert done.returncode != 0
    assert "no such pair" in said and "other.md" in said
    page.write_text(PAGE.replace("WORDS", "").replace("CELL", 'print("a pair")'), "utf-8")
    assert build(folder).returncode == 0
    assert "a pair" in written(folder, "other")


def test_a_page_whose_widgets_stand_in_the_source_starts_no_kernel(folder: Path) -> None:
    page = folder / "book" / "other.md"
    page.write_text(PAGE.replace("WORDS", "").replace("CELL", 'Quiz("quiz")').replace("name: python3", "name: no-such-kernel"), "utf-8")
    done = build(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert 'data-widget="quiz"' in written(folder, "other")
