"""The data lab as an nbgrader assignment: each task with its hints, a cell to answer in, and a cell that checks and marks.

A learner sees the check, which explains a wrong answer at once; the marks come from hidden tests, which hold all they need, so
that a learner's copy of the course or its tables cannot move them. What the chapter says of the results is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from ..course.chapters import CELL, literal_call
from ..course.drawn import source_of
from ..course.read import Course
from .data_lab import FILE, tasks
from .notebooks import plain
from .tasks import Task, sealed

_CHECK = re.compile(r"^check_task\(\"([\w-]+)\", *(\w+)\)\s*$", re.M)


@dataclass(frozen=True)
class Exercise:
    """A task as a chapter sets it: the text above its starter, the starter, the hints, and the model solution."""

    id: str
    answer: str
    text: str
    starter: str
    hints: str
    solution: str


def assignment(course: Course, chapter: str, points: int = 2) -> dict[str, bytes]:
    """Return a chapter's tasks as the files of an nbgrader source assignment, by their names below ``source/<name>/``.

    Parameters
    ----------
    course
        The course.
    chapter
        The chapter's id, such as ``"16-data-lab"``.
    points
        The marks of each task.

    Raises
    ------
    ValueError
        Where the chapter sets no task, or one without a model solution.
    """
    path = course.root / course.chapters[chapter].file
    text = path.read_text("utf-8")
    found = list(exercises(text))
    if not found:
        raise ValueError(f"{course.chapters[chapter].file}: no cell of it calls check_task, so there is nothing to assign")
    known = tasks(course.root)
    cells = [
        text_cell(
            f"# {course.chapters[chapter].title}\n\nAnswer where the three dots stand and run each check. What it says tells you what is off; the marks are given when you hand in.",
            "head",
        )
    ]
    cells += [code_cell(source, f"begin-{n}") for n, source in enumerate(["from thirdcorner import *", *tools(text)])]
    for one in found:
        cells += _exercise(course, one, known[one.id], points)
    made = nbformat.v4.new_notebook(cells=cells)
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    files = {f"{name_of(chapter)}.ipynb": nbformat.writes(made).encode(), "_toc.yml": b"# By this file the notebook finds the tables in book/.\nformat: jb-book\n"}
    for source in (course.root / FILE, *sorted((course.root / "book" / "data" / "figures").glob("*.csv"))):
        files[source.relative_to(course.root).as_posix()] = source.read_bytes()
    return files


def write_assignments(course: Course, folder: Path, points: int = 2) -> list[Path]:
    """Write the assignment of each chapter that sets tasks into an nbgrader course; return their folders below ``source/``.

    Raises `FileExistsError` where one is there already, since an instructor may have changed it, and `ValueError` where there is none.
    """
    chapters = assignable(course)
    if not chapters:
        raise ValueError("no chapter calls check_task, so there is nothing to assign")
    made = {folder / "source" / name_of(id): assignment(course, id, points) for id in chapters}
    write_files(made)
    return list(made)


def write_files(made: Mapping[Path, Mapping[str, bytes]]) -> None:
    """Write source assignments, each a folder with its files; raise `FileExistsError` where one is there already, before anything is written."""
    for target in made:
        if target.exists():
            raise FileExistsError(f"{target} is there already: move it away, so that nothing of yours is overwritten")
    for target, files in made.items():
        for name, data in files.items():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).write_bytes(data)


def name_of(chapter: str) -> str:
    """Return what a chapter's assignment is called: its id without the number."""
    return re.sub(r"^\d+-", "", chapter)


def assignable(course: Course) -> list[str]:
    """Return the chapters that set tasks."""
    return [id for id, chapter in course.chapters.items() if "check_task(" in (course.root / chapter.file).read_text("utf-8")]


def exercises(text: str) -> Iterator[Exercise]:
    """Yield the tasks of a chapter's source; raise `ValueError` for one without a model solution."""
    cells = [(m, _source(m["body"]), "hide-input" in m["body"].split("\n", 1)[0]) for m in CELL.finditer(text)]
    asked = [(m, code, found) for m, code, solved in cells if not solved and (found := _CHECK.search(code))]
    for match, code, found in asked:
        solved = next(((m, c) for m, c, hidden in cells if hidden and (hit := _CHECK.search(c)) and hit[1] == found[1]), None)
        if solved is None:
            raise ValueError(f"the task {found[1]} has no model solution: add a cell with `:tags: [hide-input]` that ends in check_task({found[1]!r}, …)")
        above = text[: match.start()]
        heading = max(above.rfind("\n## "), above.rfind("\n### "), 0)
        yield Exercise(found[1], found[2], above[heading:], _CHECK.sub("", code).strip(), text[match.end() : solved[0].start()], _CHECK.sub("", solved[1]).strip())


def tools(text: str) -> list[str]:
    """Return the cells above the first task that make its tools ready: those that are neither a widget nor for the page alone."""
    found = []
    for match in CELL.finditer(text):
        code = _source(match["body"])
        if _CHECK.search(code):
            break
        if literal_call(match["body"]) is None and "page-only" not in match["body"].split("\n", 1)[0]:
            found.append(code.strip())
    return found


def _source(body: str) -> str:
    return source_of(body).strip("\n")


def _exercise(course: Course, one: Exercise, task: Task, points: int) -> list[Any]:
    """Return the cells of a task."""
    answer = f"{one.starter}\n### BEGIN SOLUTION\n{one.solution}\n### END SOLUTION"
    hidden = f"### BEGIN HIDDEN TESTS\nfrom thirdcorner.live.tasks import mark\nmark({sealed(task)!r}, {one.answer}, {points})\n### END HIDDEN TESTS"
    return [
        text_cell(plain(course, one.text), f"{one.id}-text"),
        text_cell(plain(course, one.hints), f"{one.id}-hints"),
        code_cell(answer, f"{one.id}-answer", solution=True),
        code_cell(f'check_task("{one.id}", {one.answer})\n{hidden}', f"{one.id}-test", points=points),
    ]


def text_cell(source: str, id: str) -> Any:
    """Return a cell to read."""
    return nbformat.v4.new_markdown_cell(source, id=id)


def code_cell(source: str, id: str, *, solution: bool = False, points: float | None = None) -> Any:
    """Return a code cell; one with a solution or with points is nbgrader's."""
    made = nbformat.v4.new_code_cell(source, id=id)
    if solution or points is not None:
        made.metadata["nbgrader"] = {"grade": points is not None, "grade_id": id, "locked": not solution, "schema_version": 3, "solution": solution, "task": False}
        if points is not None:
            made.metadata["nbgrader"]["points"] = points
    return made
