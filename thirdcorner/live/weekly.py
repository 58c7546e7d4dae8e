"""A weekly sheet as an nbgrader assignment: its exercises and questions are the widgets, and what is handed in is the record file.

The file lies beside the notebook, so that nbgrader's own submitting takes it along. Each question has a cell of hidden tests that
reads it and gives the marks by the rules of ``thirdcorner grade``; what a person marks has a cell with the rubric, below the work.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import yaml
from pydantic import TypeAdapter

from ..classroom.assignments import Asked, Assignment, Sheet, read
from ..classroom.grading import OPEN, Job, grade_one
from ..classroom.publish import published
from ..classroom.submissions import parse
from ..classroom.works import answer_lines, lines_of
from ..course.kept import FILE
from ..course.read import Course, load_pool, names
from ..course.words import markdown_html
from ..model import Earlier, Question
from ..widgets import CONSTRUCTORS
from .assignment import code_cell, text_cell, write_assignments, write_files

_QUESTION: TypeAdapter[Any] = TypeAdapter(Question)
HEAD = """# {title}

{instructions}

Run the cells from the top, and answer where the exercises and questions stand. Your answers are kept as you give them in `{file}`, beside this notebook, and that file is handed in with the notebook: nothing has to be saved by hand. {dates}"""


def weekly(course: Course, sheet: Sheet) -> dict[str, bytes]:
    """Return a sheet as the files of an nbgrader source assignment, by their names below ``source/<id>/``.

    Raises
    ------
    ValueError
        Where it draws questions by a student's number: nbgrader hands the same sheet to everyone.
    """
    a = sheet.assignment
    if sheet.lots:
        raise ValueError(f"{a.id}: it draws questions by a student’s number, and nbgrader hands the same sheet to everyone; say `select:` without `among`")
    cells = [
        text_cell(HEAD.format(title=a.title, instructions=a.instructions, file=FILE, dates=a.dates).strip(), "head"),
        code_cell("from thirdcorner import *\nkeep_answers()", "begin"),
    ]
    for n, one in enumerate(sheet.exercises):
        name, key = CONSTRUCTORS[one.widget].name + (f"_{n + 1}" if n else ""), one.id
        cells += [
            text_cell(f"## {one.title}\n\n{sheet.points[one.id]:g} points, marked by hand.", f"{key}-text"),
            code_cell(f'{name} = {one.widget}("{one.id}")\n{name}', f"{key}-work"),
        ]
        cells += [code_cell(f"{name}.to_frame()  # what of it is handed in: run this again after you have worked above", f"{key}-done"), _by_hand(one, sheet.points[one.id], key)]
    if sheet.asked:
        cells += [
            text_cell("## Questions", "questions"),
            code_cell(f'sheet = Assignment("{a.id}")\nsheet', "sheet"),
            code_cell("sheet.to_frame()  # what is handed in: run this again after you have answered", "sheet-done"),
        ]
    for n, q in enumerate(sheet.asked, 1):
        key = q.id.replace("/", "-")
        if q.kind in OPEN:
            cells.append(_by_hand(q, sheet.points[q.id], key, f"Question {n}"))
        elif q.kind != "interpretive":
            seen = f"# Question {n}: {sheet.points[q.id]:g} points, given by a test that reads {FILE} once you have handed in."
            hidden = f"### BEGIN HIDDEN TESTS\nfrom thirdcorner.live.weekly import mark\nmark({sealed(course, sheet, q)!r})\n### END HIDDEN TESTS"
            cells.append(code_cell(f"{seen}\n{hidden}", f"{key}-test", points=sheet.points[q.id]))
    made = nbformat.v4.new_notebook(cells=cells)
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {f"{a.id}.ipynb": nbformat.writes(made).encode(), **_course(course, sheet)}


def write_weekly(course: Course, folder: Path, sheet: Sheet) -> Path:
    """Write a sheet into an nbgrader course; return its folder below ``source/``. Raises as `weekly` does, and `FileExistsError` where it is there."""
    target = folder / "source" / sheet.assignment.id
    write_files({target: weekly(course, sheet)})
    return target


def _course(course: Course, sheet: Sheet) -> dict[str, bytes]:
    """Return the part of the course that the sheet's widgets read: the record's names, the data, and the exercises; no question of any bank."""
    called, edition = names(course.root)
    config = {"sphinx": {"config": {"thirdcorner_course": called, "thirdcorner_edition": edition}}}
    made = {"_toc.yml": b"# By this file the notebook finds book/.\nformat: jb-book\n", "_config.yml": yaml.safe_dump(config).encode()}
    files = {course.root / course.where["activities", one.id][0] for one in sheet.exercises}
    files |= {p for pattern in ("*.yml", "*.bib") for p in (course.root / "book" / "data").glob(pattern)} if sheet.exercises else set()
    made |= {path.relative_to(course.root).as_posix(): path.read_bytes() for path in sorted(files)}
    return made | {f"book/assignments/{sheet.assignment.id}.json": json.dumps(published(sheet), ensure_ascii=False, indent=1).encode()}


def sealed(course: Course, sheet: Sheet, q: Any) -> str:
    """Return all that marking an answer needs, as one line of JSON for `mark`: neither the course nor the pool is read then."""
    was = sheet.was.get(q.id)
    about = {
        "course": names(course.root)[0], "id": sheet.assignment.id, "tries": sheet.assignment.tries, "points": sheet.points[q.id],
        "tell": sheet.assignment.feedback != "never", "question": q.model_dump(mode="json"), "was": was and was.model_dump(mode="json"),
    }  # fmt: skip
    return json.dumps(about, ensure_ascii=True, sort_keys=True)


def mark(sealed: str, file: Path | None = None) -> float:
    """Print what is to be said of an answer, and return its marks.

    Parameters
    ----------
    sealed
        What `sealed` gave when the sheet was written.
    file
        The record file that was handed in; left out, that beside the notebook.
    """
    about = json.loads(sealed)
    q = _QUESTION.validate_python(about["question"])
    given = Assignment(id=about["id"], title=about["id"], tries=about["tries"], feedback="never", questions=(Asked(id=q.id, points=about["points"]),))
    was = {q.id: Earlier.model_validate(about["was"])} if about["was"] else {}
    sheet = Sheet(given, (q,), {q.id: about["points"]}, was)
    vars(sheet)["secret"] = b""  # what numbers of an older form meant is not known here; a notebook's record names parts by their ids
    file = file or Path(FILE)
    try:
        one = replace(parse("student.json", file.read_bytes(), about["course"]), file=FILE)
    except OSError:
        print(f"{FILE} was not handed in: it lies beside the notebook once anything is answered.")
        return 0.0
    except ValueError as error:
        print(f"{FILE} cannot be read: {error}")
        return 0.0
    row = grade_one(Job(sheet, keep="all"), one)
    score = 0.0 if row.states[0] in "-tw" else float(row.scores[0])
    print(
        "\n".join(
            [
                _plain(q.prompt_md),
                *_said(q, row.answers.get(q.id)),
                *(n for n in row.notes if n.startswith(q.id)),
                f"{score * about['points']:.4g} of {about['points']:g} points.",
            ]
        )
    )
    if about["tell"]:
        print("\n".join(_plain(line) for line in [*lines_of(q), q.explanation_md]))
    return round(score * float(about["points"]), 4)


def _said(q: Any, answer: Any) -> list[str]:
    """Return a learner's answer in words; what is of no form that the question has counts as none."""
    return ["Not answered."] if answer is None else ["Your answer:", *(f"  {_plain(line)}" for line in answer_lines(q, answer)[0])]


def _plain(source: str) -> str:
    """Return Markdown as plain text."""
    from bs4 import BeautifulSoup

    return BeautifulSoup(markdown_html(source), "html.parser").get_text().strip()


def _by_hand(q: Any, points: float, key: str, head: str = "") -> Any:
    """Return the cell that a person marks, with what the marker needs in the scheme that students are not given."""
    scheme = "\n".join(lines_of(q))
    made = text_cell(
        f"{f'**{head}.** ' if head else ''}Marked by hand from what the cell above shows; {points:g} points.\n\n=== BEGIN MARK SCHEME ===\n\n{scheme}\n\n=== END MARK SCHEME ===",
        f"{key}-marks",
    )
    made.metadata["nbgrader"] = {"grade": False, "grade_id": f"{key}-marks", "locked": True, "points": points, "schema_version": 3, "solution": False, "task": True}
    return made


def command(course: Course, folder: Path, points: int, sheet: Path | None) -> int:
    """Write the data lab, or a sheet where one is named, into an nbgrader course, and say so; return the exit status."""
    try:
        written = [write_weekly(course, folder, read(sheet, course, load_pool(course)))] if sheet else write_assignments(course, folder, points)
        for made in written:
            print(f"{made} is written: nbgrader generate_assignment {made.name}")
    except (ValueError, FileNotFoundError, FileExistsError) as error:
        print(error.args[0], file=sys.stderr)
        return 1
    return 0
