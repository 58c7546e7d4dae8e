"""Each bench holds what is promised, tells when it does not, and weighs us beside a stock book in which every cell runs."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
import zipfile
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from bench import content, dev, first_control, frames, grading, interaction, lighthouse, pages
from bench.__main__ import BENCHES
from bench.told import Row, tell, told
from tests import ROOT
from tests.pages.test_bytes import AWAKE, ISLAND_BYTES, PROSE_BYTES
from thirdcorner.course.chapters import CELL
from thirdcorner.course.read import load
from thirdcorner.widgets import WIDGETS

PROMISED: tuple[tuple[str, object, object], ...] = (
    ("a clean build, in times of stock's; an edit", (pages.CLEAN, pages.EDITED), (0.5, 1.1)),
    ("clean builds and edits that a median is of", (pages.RUNS, pages.EDITS), (3, 7)),
    ("layout shift", pages.SHIFTED, 0.02),
    ("first live control of chapter 5", [line[1:] for line in first_control.LINES], [(1_600_000, 150, 2.0), (400_000, 400, 4.5)]),
    ("how much slower, and visits", (first_control.SLOWER, first_control.TIMES), (4, 7)),
    ("input to next paint of each widget", (interaction.SLOWER, interaction.LIMIT_MS), (4, 50)),
    ("work of a frame in a drag", (frames.SLOWER, frames.LIMIT_MS), (4, 16)),
    ("an edit of a component, its logic, a style", {e.limit for e in dev.EDITS if e.what in ("a component", "its logic", "a style")}, {2.0}),
    ("an edit of a chapter or of content", {e.limit for e in dev.EDITS if e.what in ("a chapter", "a question")}, {8.0}),
    ("a million submissions", grading.PROMISED["submissions"], (1_000_000, 600)),
    ("feedback, records, essays", [grading.PROMISED[p] for p in ("feedback", "records", "essays")], [(10_000, 120), (10_000, 120), (10_000, 300)]),
    ("memory of all processes", grading.LIMIT_MIB, 2048),
    ("Lighthouse", list(lighthouse.LEAST.values()), [98, 100, 100, 100]),
    ("reading and checking", (content.LIMIT_SECONDS, content.LIMIT_GROWTH), ({1: 2, 100: 60}, 15)),
)

OPTIONS = re.compile(r"\A(?:---\n.*?\n---\n|(?::[^\n]*\n)*)", re.S)
"""What a cell says of how it is shown, before its code."""


@pytest.mark.parametrize(("held", "promised"), [pytest.param(*case[1:], id=case[0]) for case in PROMISED])
def test_a_bench_holds_what_is_promised(held: object, promised: object) -> None:
    assert held == promised


def test_every_bench_is_called_by_make_and_alone() -> None:
    """Those that are none tell what they are for in README and CONTRIBUTING, as `bench.sizing` does."""
    none = {"__main__", "told", "stock", "student", "sizing", "supply"}
    assert {p.stem for p in (ROOT / "bench").glob("*.py")} - none == set(BENCHES)
    assert all(callable(import_module(f"bench.{name}").main) for name in BENCHES)
    assert "\nbench: .venv/dev browser book\n\t@$(BIN)/python -m bench\n" in (ROOT / "Makefile").read_text("utf-8")
    told_of = "".join((ROOT / name).read_text("utf-8") for name in ("README.md", "CONTRIBUTING.md"))
    assert [name for name in BENCHES if f"`{name}`" not in told_of] == []


def test_an_unknown_bench_is_told() -> None:
    done = subprocess.run([sys.executable, "-m", "bench", "speed"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    assert "there is no bench speed" in done.stderr


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([Row("x", 16, 16, "ms")], 0),
        ([Row("x", 16, 16, "ms"), Row("y", 16.1, 16, "ms")], 1),
        ([Row("x", 98, 98, "points", True)], 0),
        ([Row("x", 97, 98, "points", True)], 1),
        ([Row("x", math.nan, 16, "ms")], 1),
        ([], 1),
    ],
)
def test_a_broken_promise_ends_in_1_and_stands_in_the_table(tmp_path: Path, rows: list[Row], code: int) -> None:
    assert tell("some", rows, tmp_path) == code
    found = told(["some", "silent"], tmp_path)
    assert [row.kept for bench, row in found if bench == "some"] == ([row.kept for row in rows] or [False])
    assert [row.kept for bench, row in found if bench == "silent"] == [False]


def test_a_page_may_weigh_what_its_test_allows() -> None:
    weight = {"cold": 1.0, "bytes": 200_000.0, "from_cdn": 0, "lost": [], "shift": 0.0}
    both = {"ours": ([1.0, 9.0, 2.0], [3.0]), "stock": ([4.0, 4.0, 4.0], [3.0])}
    rows = {row.what: row for row in pages.told(both, {("ours", d): weight for d in (pages.CHAPTER, pages.PROSE, "book/chapters/06-risks")})}
    clean, edit = list(rows.values())[:2]
    assert (clean.measured, clean.kept, edit.measured, edit.kept) == (0.5, True, 1.0, True)
    limits = {doc: (rows[f"{doc}, cold"].limit * 1000, rows[f"{doc}, scrolled"].limit * 1000) for doc in (pages.CHAPTER, pages.PROSE, "book/chapters/06-risks")}
    assert limits[pages.CHAPTER] == (ISLAND_BYTES, AWAKE[f"{pages.CHAPTER}.html"])
    assert limits[pages.PROSE] == (PROSE_BYTES, PROSE_BYTES)
    assert limits["book/chapters/06-risks"] == (ISLAND_BYTES, ISLAND_BYTES)
    assert rows[f"{pages.CHAPTER}, scrolled"].kept
    assert not rows["book/chapters/06-risks, scrolled"].kept


def test_in_the_stock_book_every_cell_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cell that fails is cheap, and makes stock's build cheaper than it is."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.delitem(sys.modules, "stock", raising=False)
    pages.make_stock(tmp_path / "stock")
    ours = {p.relative_to(ROOT): len(CELL.findall(p.read_text("utf-8"))) for p in (ROOT / "book").rglob("*.md")}
    ran = 0
    for path in sorted((tmp_path / "stock" / "book").rglob("*.md")):
        cells = CELL.findall(text := path.read_text("utf-8"))
        if not cells:
            continue
        assert len(cells) == ours[path.relative_to(tmp_path / "stock")] + 1, f"{path.name}: the first cell imports what the others call"
        assert (path.parent / "stock.py").is_file()
        sys.path.insert(0, str(path.parent))
        space: dict[str, Any] = {}
        for match in CELL.finditer(text):
            exec(compile(OPTIONS.sub("", match["body"]), str(path), "exec"), space)
            ran += 1
    assert ran > 150
    assert "nb_execution_raise_on_error: true" in (tmp_path / "stock" / "_config.yml").read_text("utf-8")


@pytest.mark.long
def test_a_failing_cell_stops_the_stock_build(tmp_path: Path) -> None:
    front = "---\njupytext: {text_representation: {extension: .md, format_name: myst}}\nkernelspec: {name: python3, display_name: Python 3}\n---\n"
    (tmp_path / "_config.yml").write_text(pages.STOCK, "utf-8")
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: a\n", "utf-8")
    (tmp_path / "a.md").write_text(f"{front}\n# A\n\n```{{code-cell}} python\nprint(1)\n```\n", "utf-8")
    assert pages.build(tmp_path) > 0
    (tmp_path / "a.md").write_text(f"{front}\n# A\n\n```{{code-cell}} python\nTextGlance('x')\n```\n", "utf-8")
    with pytest.raises(SystemExit, match="TextGlance"):
        pages.build(tmp_path)


def event(name: str, ts: int, dur: int, kind: str = "", tid: int = 1) -> dict[str, Any]:
    return {"ph": "X", "name": name, "pid": 1, "tid": tid, "ts": ts, "dur": 2 * dur, "tdur": dur, "args": {"data": {"type": kind}}}


def test_the_work_of_a_frame_is_what_its_thread_did_and_counts_once() -> None:
    trace = [
        event("EventDispatch", 0, 4000, "pointermove"), event("FunctionCall", 1000, 2000), event("Layout", 2000, 1000),
        event("Paint", 9000, 500), event("Commit", 10_000, 500), event("Commit", 9000, 90_000, tid=2),
        event("TimerFire", 12_000, 1000), event("Commit", 15_000, 500),
        event("EventDispatch", 20_000, 1000, "input"), event("Commit", 23_000, 500),
        event("TimerFire", 30_000, 17_000), event("Commit", 70_000, 500), {"ph": "M", "name": "Paint"},
    ]  # fmt: skip
    assert frames.work_of(trace) == [5.0, 1.5, 17.5], "a frame that moved nothing counts where it is too long, what is inside another not again"
    assert frames.work_of([]) == []


def test_what_is_dragged_stands_in_the_book() -> None:
    calls = {cls.name: cls.__name__ for cls in WIDGETS.values()}
    assert {d.widget for d in frames.DRAGS} >= {
        "triangle", "ledger", "analogy_lab", "bargaining_game", "dilemma_explorer", "risk_pathways", "hedge_translator", "draw_first", "timeline",
        "sorting_bench", "alliances_time", "argument_map", "ach_workbench", "gain_matrix", "forecast_desk",
    }  # fmt: skip
    assert [d.what for d in frames.DRAGS if f"{calls[d.widget]}(" not in (ROOT / f"{d.page}.md").read_text("utf-8")] == []


def test_every_widget_of_the_book_is_used() -> None:
    assert set(interaction.first_places()) == set(WIDGETS) - {"assignment"}
    assert interaction.first_places()["quiz"] == f"book/chapters/{next(iter(load(ROOT).chapters))}"
    assert all((ROOT / f"{path}.md").is_file() for path in interaction.first_places().values())
    assert any("text" in selector for selector in interaction.CONTROLS)


def test_what_is_edited_in_the_real_book_stands_there_once() -> None:
    assert [e.what for e in dev.EDITS if (ROOT / e.file).read_text("utf-8").count(e.old) != 1] == []
    assert [e.what for e in dev.EDITS if len({e.new(n) for n in range(7)} | {e.old}) != 8] == []


def test_submissions_lie_in_a_folder_as_in_a_zip(tmp_path: Path) -> None:
    questions = grading.chosen()[:2]
    grading.write(tmp_path / "all.zip", questions, 3)
    grading.write(tmp_path / "all", questions, 3)
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        zipped = {name: archive.read(name) for name in archive.namelist()}
    assert zipped == {p.relative_to(tmp_path / "all").as_posix(): p.read_bytes() for p in (tmp_path / "all").rglob("*.json")}
    assert len(zipped) == 3
    assert set(json.loads(next(iter(zipped.values())))["items"]) == {q.id for q in questions}


def test_of_fewer_submissions_the_time_promised_is_in_proportion() -> None:
    seconds, memory = grading.rows_of("submissions", "submissions", 500_000, (301.0, 500.0, 2000.0))
    assert (seconds.limit, seconds.kept, memory.kept) == (300, False, True)
    assert grading.rows_of("essays", "essays", 10, (1.0, 1.0, 1.0))[0].limit == grading.START_S
