"""The made-up class: each platform's delivery gives the same marks, the chat its codes, and a test student goes all the way."""

from __future__ import annotations

import base64
import csv
from pathlib import Path
from typing import Any

import pytest

from tests.classroom.pictures import APART, FOLDER, PAGES, SIZE, taken
from tests.classroom.test_marking import data_of
from thirdcorner.cli import main

STUDENTS = 24
APART_AT_MOST = 6
"""Two machines draw one page up to 4 apart; two of these pages are 7 apart and more."""


def points(folder: Path) -> dict[str, str]:
    """Points by name, of those in time."""
    with (folder / "gradebook-plain.csv").open(encoding="utf-8-sig") as file:
        return {row["name"]: row["points"] for row in csv.DictReader(file) if not row["late"]}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("class")
    assert main(["demo-class", "--students", str(STUDENTS), "--to", str(folder)]) == 0
    return folder


def test_the_same_class_has_the_same_marks_however_it_is_delivered(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    marked = {row["question"] for row in csv.DictReader((made / "marks.csv").open(encoding="utf-8-sig"))}
    assert marked == {"fact-check-05"}
    page = data_of(made / "graded-moodle" / "mark.html")  # something is left to mark, and something to decide
    assert {a["question"] for a in page["answers"]} == {"fact-check-05"}
    assert {bool(a.get("said")) for a in page["answers"]} == {True, False}
    assert all(len(a["states"]) > 1 for a in page["answers"])
    canvas, blackboard = points(made / "graded-canvas"), points(made / "graded-blackboard")
    assert len(canvas) == STUDENTS - STUDENTS // 10
    assert canvas == blackboard
    for name in ("graded-moodle/worksheet-moodle-worksheet.csv", "graded-canvas/worksheet-canvas-gradebook.csv", "graded-blackboard/worksheet-blackboard-gradebook.xls"):
        assert (made / name).stat().st_size > 0
    assert len({row["student"] for row in csv.DictReader((made / "class.csv").open(encoding="utf-8"))}) >= STUDENTS // 2


@pytest.mark.long
def test_two_rehearsals_are_the_same_bytes(made: Path, tmp_path: Path) -> None:
    assert main(["demo-class", "--students", str(STUDENTS), "--to", str(tmp_path)]) == 0
    for name in ("moodle.zip", "canvas.zip", "blackboard.zip", "chat.txt", "roster.csv", "class.csv", "graded-canvas/gradebook-plain.csv"):
        assert (made / name).read_bytes() == (tmp_path / name).read_bytes(), name


def test_a_test_student_answers_hands_in_and_is_graded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assign", "instructor/assignments/week3.yml", "--to", str(tmp_path), "--try"]) == 0
    assert "1 student," in capsys.readouterr().out
    assert (tmp_path / "try" / "handed-in.zip").is_file()
    assert list((tmp_path / "try" / "graded" / "feedback").iterdir())


def test_more_students_than_there_are_names_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo-class", "--students", "5000", "--to", str(tmp_path)]) == 1
    assert "--students: from 1 to" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.long
def test_the_pictures_under_teach_show_these_pages_as_they_are_now(browser: Any, served_book: str, tmp_path: Path) -> None:
    assert main(["demo-class", "--to", str(tmp_path)]) == 0
    kept = {path.stem: base64.b64encode(path.read_bytes()).decode() for path in FOLDER.glob("*.webp")}
    assert kept.keys() == PAGES.keys()
    apart = {name: page.evaluate(APART, [webp, kept[name]]) for name, webp, page in taken(browser, served_book, tmp_path / "graded-moodle")}
    assert {name: far for name, far in apart.items() if far > APART_AT_MOST} == {}, "take them anew: python -m tests.classroom.pictures"
    blank = browser.new_page(viewport=SIZE)
    assert min(blank.evaluate(APART, [kept[one], kept[other]]) for one in kept for other in kept if one < other) > APART_AT_MOST  # another page is seen to be one
    blank.close()
