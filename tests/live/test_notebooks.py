"""Live notebooks: no directive is left as a raw fence, and the widgets keep their state where Python can read it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests import ROOT
from thirdcorner.course.read import find_root, load
from thirdcorner.course.since import later
from thirdcorner.course.words import date_words
from thirdcorner.live.notebooks import notebook


@pytest.mark.parametrize("path", sorted((ROOT / "book/chapters").glob("*.md")), ids=lambda p: p.stem)
def test_a_chapter_becomes_a_notebook_without_directives(path: Path) -> None:
    made = notebook(load(ROOT), path.read_text("utf-8"))
    prose = "\n".join(c.source for c in made.cells if c.cell_type == "markdown")
    assert not re.search(r"\{(event|gloss|src|claim|paragraph|admonition|record)\}|^:{3}|^```\{", prose, re.M)


def test_what_is_later_than_the_graded_record_is_listed_in_the_live_chapter_too() -> None:
    course = load(ROOT)
    made = notebook(course, (ROOT / "book/chapters/13-since-publication.md").read_text("utf-8"))
    prose = "\n".join(c.source for c in made.cells if c.cell_type == "markdown")
    listed = later(course)
    assert listed and all(f"- **{date_words(e)}.** {e.title}" in prose for e in listed)


def test_a_larger_exercise_is_named_and_its_frame_is_a_cell_away() -> None:
    made = notebook(load(ROOT), (ROOT / "book/chapters/11-competing-explanations.md").read_text("utf-8"))
    code = [c.source for c in made.cells if c.cell_type == "code"]
    at = code.index('ach_workbench = AchWorkbench("ach-11")\nach_workbench')
    assert code[at + 1].startswith("ach_workbench.to_frame()")
    assert any(c.startswith("quiz = Quiz(") and c.endswith("\nquiz") for c in code)


def test_a_live_widget_has_its_content_and_gives_a_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("THIRDCORNER_BUILDING", raising=False)
    monkeypatch.chdir(ROOT / "tests" / "sample")
    assert find_root() == ROOT / "tests" / "sample"
    from thirdcorner import Quiz

    quiz = Quiz("quiz", tags=["one"])
    assert [q["id"] for q in quiz.content["questions"]] == ["quiz/q01", "quiz/q02", "quiz/q03"]
    quiz.work = {"quiz/q01": {"answer": 1, "score": 1}}
    assert quiz.to_frame().to_dict("records") == [{"id": "quiz/q01", "answer": 1, "score": 1}]
