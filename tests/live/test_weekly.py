"""A weekly sheet in nbgrader: the widgets' record file is what is handed in, and hidden tests give each answer the marks of `thirdcorner grade`."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest

from tests import ROOT
from thirdcorner import cli
from thirdcorner.classroom.assignments import Lot, Sheet, read
from thirdcorner.course.asked import key
from thirdcorner.course.kept import FILE
from thirdcorner.course.read import load, load_pool
from thirdcorner.live.weekly import mark, sealed, weekly

COURSE = load(ROOT)
SHEET = ROOT / "instructor" / "assignments" / "week3.yml"


def sheet() -> Sheet:
    return read(SHEET, COURSE, load_pool(COURSE))


def record(answers: dict[str, Any]) -> str:
    """Return a record file with answers by question."""
    wording = {q.id: q.wording for q in sheet().asked}
    items = {f"assign/week-3/{id}": {"v": 1, "hash": wording[id], "at": 1_764_000_000_000, "state": {"answer": answer}} for id, answer in answers.items()}
    return json.dumps({"format": "thirdcorner-record", "v": 1, "course": "third-corner", "edition": "2026-autumn", "seed": 1, "items": items, "aside": {}})


def right() -> dict[str, Any]:
    return {q.id: key(q).right[0] if q.kind == "single" else key(q).right for q in sheet().asked}


def source() -> nbformat.NotebookNode:
    return nbformat.reads(weekly(COURSE, sheet())["week-3.ipynb"].decode(), as_version=4)


def test_a_sheet_sets_its_exercise_and_its_questions_and_each_has_its_points() -> None:
    made = source()
    nbformat.validate(made)
    code = [c.source for c in made.cells if c.cell_type == "code"]
    assert 'fact_check = FactCheckDesk("fact-check-05")\nfact_check' in code
    assert 'sheet = Assignment("week-3")\nsheet' in code
    points = {c.metadata.nbgrader.grade_id: c.metadata.nbgrader.points for c in made.cells if "points" in c.metadata.get("nbgrader", {})}
    assert points == {"fact-check-05-marks": 6, **{f"{q.id.replace('/', '-')}-test": sheet().points[q.id] for q in sheet().asked}}


def test_a_student_is_given_what_is_asked_and_no_question_of_a_bank() -> None:
    files = weekly(COURSE, sheet())
    assert not [name for name in files if "questions" in name or "instructor" in name]
    published = json.loads(files["book/assignments/week-3.json"])
    assert [q["id"] for q in published["questions"]] == [q.id for q in sheet().asked]
    assert not [q for q in published["questions"] if "key" in q]


def test_each_answer_earns_what_it_earns_in_grading_and_the_answer_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / FILE
    file.write_text(record(right()), "utf-8")
    assert [mark(sealed(COURSE, sheet(), q), file) for q in sheet().asked] == [sheet().points[q.id] for q in sheet().asked]
    single = next(q for q in sheet().asked if q.kind == "single")
    wrong = next(o for o in single.options if not o.correct)
    file.write_text(record({single.id: wrong.id}), "utf-8")
    capsys.readouterr()
    assert mark(sealed(COURSE, sheet(), single), file) == 0
    said = capsys.readouterr().out
    assert f"0 of {sheet().points[single.id]:g} points." in said
    assert "Your answer:" in said
    other = next(q for q in sheet().asked if q is not single)
    assert mark(sealed(COURSE, sheet(), other), file) == 0
    assert "Not answered." in capsys.readouterr().out


@pytest.mark.parametrize(("data", "told"), [(None, "was not handed in"), ("{", "cannot be read"), ('{"format": "thirdcorner-record", "v": 1, "course": "another", "items": {}}', "another course"), ("hand-made", "Not answered."), ("listed", "Not answered.")])
def test_what_a_hand_made_file_holds_earns_nothing_and_stops_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str], data: str | None, told: str) -> None:
    q = next(q for q in sheet().asked if q.kind == "single")
    if data is not None:
        (tmp_path / FILE).write_text({"hand-made": record({q.id: "no-such-option"}), "listed": record({q.id: [0, 1]})}.get(data, data), "utf-8")
    assert mark(sealed(COURSE, sheet(), q), tmp_path / FILE) == 0
    assert told in capsys.readouterr().out


def test_a_sheet_that_is_drawn_by_number_is_refused() -> None:
    with pytest.raises(ValueError, match="by a student’s number"):
        weekly(COURSE, replace(sheet(), lots=(Lot(("a", "b"), 1, "s"),)))


def test_a_sheet_is_written_by_a_command_and_nothing_is_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    command = ["lab", "--assignment", str(tmp_path), "--sheet", str(SHEET)]
    assert cli.main(command) == 0
    assert (tmp_path / "source" / "week-3" / "week-3.ipynb").is_file()
    assert cli.main(command) == 1
    assert "is there already" in capsys.readouterr().err


@pytest.mark.long
def test_nbgrader_marks_three_record_files_and_leaves_the_exercise_to_a_person(tmp_path: Path) -> None:
    env = {k: v for k, v in os.environ.items() if k not in ("THIRDCORNER_ROOT", "THIRDCORNER_BUILDING")}
    env["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{env['PATH']}"

    def nbgrader(*args: str) -> None:
        done = subprocess.run([sys.executable, "-m", "nbgrader", *args], cwd=tmp_path, env=env, capture_output=True, text=True, encoding="utf-8", timeout=300)
        assert done.returncode == 0, done.stdout + done.stderr

    for name, data in weekly(COURSE, sheet()).items():
        path = tmp_path / "source" / "week-3" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (tmp_path / "nbgrader_config.py").write_text('c = get_config()\nc.CourseDirectory.course_id = "test"\n', "utf-8")
    nbgrader("generate_assignment", "week-3")
    given = (tmp_path / "release" / "week-3" / "week-3.ipynb").read_text("utf-8")
    assert not re.search("HIDDEN|MARK SCHEME|mark\\(|the better one for each case", given)
    full = right()
    first = next(q.id for q in sheet().asked if q.kind == "single")
    for who, answers in {"whole": full, "part": {first: full[first]}, "none": None}.items():
        to = tmp_path / "submitted" / who / "week-3"
        shutil.copytree(tmp_path / "release" / "week-3", to)
        if answers is not None:
            (to / FILE).write_text(record(answers), "utf-8")
    nbgrader("autograde", "week-3")
    nbgrader("generate_feedback", "week-3")
    nbgrader("export")
    rows = {row["student_id"]: row for row in csv.DictReader((tmp_path / "grades.csv").open(encoding="utf-8"))}
    worth = sum(sheet().points[id] for id in full)
    assert {who: float(row["score"]) for who, row in rows.items()} == {"whole": worth, "part": sheet().points[first], "none": 0}
    assert {float(row["max_score"]) for row in rows.values()} == {worth + 6}
    said = (tmp_path / "feedback" / "none" / "week-3" / "week-3.html").read_text("utf-8")
    assert "was not handed in" in said
