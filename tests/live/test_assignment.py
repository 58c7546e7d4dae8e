"""The data lab in nbgrader: a wrong answer is explained, the right one passes, and the hidden tests are hidden."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from tests import ROOT
from thirdcorner import cli
from thirdcorner.course.read import load
from thirdcorner.live.assignment import assignment, exercises, write_assignments
from thirdcorner.live.data_lab import tasks

NAME = "data-lab"


def source() -> nbformat.NotebookNode:
    return nbformat.reads(assignment(load(ROOT), "16-data-lab")[f"{NAME}.ipynb"].decode(), as_version=4)


def test_every_task_is_set_with_its_text_its_hints_an_answer_and_a_test() -> None:
    made = source()
    nbformat.validate(made)
    about = {c.metadata.nbgrader.grade_id: c for c in made.cells if "nbgrader" in c.metadata}
    assert set(about) == {f"{id}-{part}" for id in tasks(ROOT) for part in ("answer", "test")}
    assert all(c.metadata.nbgrader.get("points") == (2 if id.endswith("-test") else None) for id, c in about.items())
    prose = "\n".join(c.source for c in made.cells if c.cell_type == "markdown")
    assert prose.count("### Task") == len(tasks(ROOT))
    assert "<summary>Hint 1" in prose


def test_what_the_chapter_says_of_the_results_is_left_out() -> None:
    prose = "\n".join(c.source for c in source().cells if c.cell_type == "markdown")
    assert "Model solution" not in prose
    for told in ("An agreement of 92 per cent", "61 and 63 per cent", "The mean is 14.5 months"):
        assert told in (ROOT / "book/chapters/16-data-lab.md").read_text("utf-8")
        assert told not in prose


def test_a_task_without_a_model_solution_is_told() -> None:
    with pytest.raises(ValueError, match="the task sum has no model solution"):
        list(exercises('### One\n\n```{code-cell} python\nx = ...\ncheck_task("sum", x)\n```\n'))


def test_an_assignment_that_is_there_is_not_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    assert cli.main(["lab", "--assignment", str(tmp_path)]) == 0
    changed = tmp_path / "source" / NAME / f"{NAME}.ipynb"
    changed.write_text("changed", "utf-8")
    assert cli.main(["lab", "--assignment", str(tmp_path)]) == 1
    assert "is there already" in capsys.readouterr().err
    assert changed.read_text("utf-8") == "changed"


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Let nbgrader release the assignment, and grade and answer a right, a wrong, a tampering and an empty submission."""
    folder = tmp_path_factory.mktemp("nbgrader")
    write_assignments(load(ROOT), folder)
    (folder / "nbgrader_config.py").write_text('c = get_config()\nc.CourseDirectory.course_id = "test"\nc.ClearSolutions.code_stub = {"python": "# your answer"}\n', "utf-8")
    _nbgrader(folder, "generate_assignment", NAME)
    given = nbformat.read(folder / "release" / NAME / f"{NAME}.ipynb", as_version=4)
    for who in ("right", "wrong", "tampering", "empty"):
        to = folder / "submitted" / who / NAME
        shutil.copytree(folder / "release" / NAME, to)
        mine = nbformat.from_dict(given.copy())
        mine.cells = [nbformat.from_dict(dict(c)) for c in given.cells]
        if who == "right":
            for one in exercises((ROOT / "book/chapters/16-data-lab.md").read_text("utf-8")):
                _cell(mine, f"{one.id}-answer").source = one.solution
        if who == "wrong":
            answer = _cell(mine, "votes-answer")
            answer.source = answer.source.replace("alike = ...", "alike = 11")
        if who == "tampering":
            tasks_file = to / "book" / "data_lab" / "tasks.py"
            tasks_file.write_text(tasks_file.read_text("utf-8") + "\nTASKS = [Task(t.id, t.title, lambda: Number(0, 1e9, ''), '') for t in TASKS]\n", "utf-8")
            answer = _cell(mine, "votes-answer")
            answer.source = answer.source.replace("alike = ...", "alike = 1")
        nbformat.write(mine, to / f"{NAME}.ipynb")
    _nbgrader(folder, "autograde", NAME)
    _nbgrader(folder, "generate_feedback", NAME)
    _nbgrader(folder, "export")
    return folder


def _cell(made: nbformat.NotebookNode, id: str) -> nbformat.NotebookNode:
    return next(c for c in made.cells if c.metadata.get("nbgrader", {}).get("grade_id") == id)


def _nbgrader(folder: Path, *args: str) -> None:
    env = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    env.pop("THIRDCORNER_ROOT", None)
    done = subprocess.run(["nbgrader", *args], cwd=folder, env=env, capture_output=True, text=True, encoding="utf-8", timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.long
def test_nbgrader_marks_a_right_a_wrong_a_tampering_and_an_empty_submission(graded: Path) -> None:
    rows = {row["student_id"]: row for row in csv.DictReader((graded / "grades.csv").open(encoding="utf-8"))}
    whole = 2 * len(tasks(ROOT))
    assert {who: float(row["score"]) for who, row in rows.items()} == {"right": whole, "wrong": 0, "tampering": 0, "empty": 0}
    assert {float(row["max_score"]) for row in rows.values()} == {whole}


@pytest.mark.long
def test_a_wrong_answer_is_explained_in_the_feedback(graded: Path) -> None:
    said = (graded / "feedback" / "wrong" / NAME / f"{NAME}.html").read_text("utf-8")
    assert "That is the number of texts. Asked is which part of all texts it is, in per cent." in said
    said = (graded / "feedback" / "right" / NAME / f"{NAME}.html").read_text("utf-8")
    assert said.count("Checked, and right.") >= len(tasks(ROOT))


@pytest.mark.long
def test_what_is_released_has_no_solution_and_no_hidden_test_and_explains_a_wrong_answer_at_once(graded: Path) -> None:
    made = nbformat.read(graded / "release" / NAME / f"{NAME}.ipynb", as_version=4)
    text = "\n".join(c.source for c in made.cells)
    assert not re.search("BEGIN|END|HIDDEN|mark\\(|expected", text)
    assert "100 * (cast" not in text
    _cell(made, "votes-answer").source += "\nalike = 11"
    env = {k: v for k, v in os.environ.items() if k != "THIRDCORNER_ROOT"}
    nbformat.write(made, graded / "release" / NAME / "tried.ipynb")
    subprocess.run([sys.executable, "-m", "jupyter", "nbconvert", "--to", "notebook", "--execute", "--inplace", "tried.ipynb"], cwd=graded / "release" / NAME, env=env, check=True, capture_output=True, timeout=200)
    made = nbformat.read(graded / "release" / NAME / "tried.ipynb", as_version=4)
    assert "That is the number of texts." in _cell(made, "votes-test").outputs[0]["data"]["text/plain"]
