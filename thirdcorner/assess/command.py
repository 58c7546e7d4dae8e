"""``thirdcorner assign`` and ``thirdcorner grade``: read, call, write, and say what was written."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from ..content import Course, load, load_pool
from ..export import FORMATS
from . import analysis, gradebook
from .assignment import Sheet, read
from .grade import OPEN, Graded, grade, read_marks
from .marking import SCRIPT, mark_page
from .publish import write_page
from .sheets import key_html, sheet_html
from .submissions import Submission, Unread
from .submissions import read as read_submissions

LETTERS = "ABCD"


def add(commands: Any) -> None:
    """Add both commands to the subparsers of a command line."""
    one = commands.add_parser("assign", help="write an assignment's printable sheets, their key, and the questions for a platform")
    one.add_argument("assignment", type=Path, help="such as week3.yml")
    one.add_argument("--to", type=Path, default=None, metavar="FOLDER", help="where (default: _build/assign/<id>)")
    one.add_argument("--format", choices=tuple(FORMATS), default=None, metavar="FORMAT", help=f"also write the questions for a platform: {', '.join(FORMATS)}")
    one.add_argument("--book", action="store_true", help="also write the assignment's page, without keys, into book/assignments and _toc.yml")
    one.add_argument("--release", action="store_true", help="with --book, once the due date is past: the page shows each student the feedback on the answers kept there")
    two = commands.add_parser("grade", help="grade a folder or zip of submissions; write gradebooks, feedback and an item analysis")
    two.add_argument("submissions", type=Path, help="the folder or zip as the platform gave it; nothing in it is changed")
    two.add_argument("--assignment", type=Path, required=True, metavar="FILE")
    two.add_argument("--to", type=Path, default=None, metavar="FOLDER", help="where (default: _build/grade/<id>)")
    two.add_argument("--marks", type=Path, default=None, metavar="CSV", help="to-mark.csv with its column `mark` filled in")
    two.add_argument("--no-feedback", action="store_true", help="write no feedback files")


def course_id(course: Course) -> str:
    """Return the id that a learner's file bears, from ``_config.yml``."""
    config = yaml.safe_load((course.root / "_config.yml").read_text("utf-8"))
    return str(config.get("sphinx", {}).get("config", {}).get("thirdcorner_course", "third-corner"))


def assign(args: argparse.Namespace) -> int:
    """Write the sheets and the key; return the exit status."""
    course = load()
    sheet = read(args.assignment, course, load_pool(course))
    a = sheet.assignment
    to = args.to or course.root / "_build" / "assign" / a.id
    key = to / "key"
    key.mkdir(parents=True, exist_ok=True)
    letters = LETTERS[: a.variants]
    for letter in letters:
        (to / f"{a.id}-{letter}.html").write_text(sheet_html(sheet, letter), "utf-8")
    (key / f"{a.id}-key.html").write_text(key_html(sheet, letters), "utf-8")
    if args.format:
        made = FORMATS[args.format].write(course, tuple(sheet.asked), a.title)
        (key / f"{a.id}{FORMATS[args.format].suffix}").write_bytes(made.data)
        for id, why in made.left_out:
            print(f"  {id}: {why}")
        for exercise in sheet.exercises:
            print(f"  {exercise.id}: no platform holds this exercise; link to its page in the book")
    if args.release and not (args.book and a.tells(datetime.now(UTC))):
        print(f"{args.assignment}: {'--release goes with --book' if not args.book else f'its feedback may not be seen yet (feedback: {a.feedback}, due {a.due})'}", file=sys.stderr)
        return 1
    if args.book:
        for path in write_page(course.root, sheet, course if args.release or a.feedback == "now" else None):
            print(f"  {path.relative_to(course.root)}")
    print(f"{to}: {_n(len(sheet.asked), 'question')}, {_n(len(sheet.exercises), 'exercise')}, {sheet.total:g} points, variants {', '.join(letters)}. What holds keys is in key/: not for students.")
    return 0


def run(args: argparse.Namespace) -> int:
    """Grade; return the exit status."""
    course = load()
    sheet = read(args.assignment, course, load_pool(course))
    to = args.to or course.root / "_build" / "grade" / sheet.assignment.id
    try:
        marks = read_marks(args.marks, sheet) if args.marks else {}
        made, texts = _graded(sheet, args.submissions, course_id(course), marks)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    write(made, texts, to, feedback=not args.no_feedback)
    waiting = sum(len(made.unmarked(r)) for r in made.rows)
    print(f"{to}: {_n(len(made.rows), 'student')}, {len(made.unread)} files not read, {waiting} open answers to mark")
    for unread in made.unread[:10]:
        print(f"  {unread.file!r}: {unread.why}", file=sys.stderr)
    if len(made.unread) > 10:
        print(f"  and {len(made.unread) - 10} more in report.csv", file=sys.stderr)
    return 0


def _n(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


Texts = list[tuple[str, str, str]]


def _graded(sheet: Sheet, place: Path, course: str, marks: dict[tuple[str, str], float]) -> tuple[Graded, Texts]:
    """Grade with a progress bar; return the result and the open answers of the files that count."""
    from rich.console import Console
    from rich.progress import Progress, TextColumn, TimeElapsedColumn

    texts: dict[tuple[str, str], Texts] = {}
    opens = any(q.kind in OPEN for q in sheet.questions)
    with Progress(TextColumn("Grading"), TextColumn("{task.completed:,} files"), TimeElapsedColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("grade", total=None)

        def each() -> Iterator[Submission | Unread]:
            for n, one in enumerate(read_submissions(place, course), 1):
                if opens and isinstance(one, Submission) and (found := gradebook.open_answers(sheet, one)):
                    texts[one.student, one.file] = found
                if n % 200 == 0:
                    bar.update(task, completed=n)
                yield one

        made = grade(sheet, each(), marks)
    return made, [t for r in made.rows for t in texts.get((r.student, r.file), [])]


def write(made: Graded, texts: Texts, to: Path, feedback: bool = True) -> None:
    """Write everything that grading makes into a folder; the same submissions give the same bytes."""
    to.mkdir(parents=True, exist_ok=True)
    for name, form in gradebook.GRADEBOOKS.items():
        (to / f"gradebook-{name}.csv").write_text(form(made), "utf-8", newline="")
    found = analysis.analyse(made)
    for name, text in (
        ("details.csv", gradebook.detail(made)),
        ("report.csv", gradebook.report(made)),
        ("to-mark.csv", gradebook.to_mark(made, texts)),
        ("mark.html", mark_page(made, texts)),
        ("mark.js", SCRIPT.read_text("utf-8")),
        ("items.csv", analysis.items_csv(found)),
        ("items.html", analysis.items_page(made, found)),
    ):
        (to / name).write_text(text, "utf-8", newline="")
    if feedback:
        (to / "feedback").mkdir(exist_ok=True)
        tell = made.sheet.assignment.tells(datetime.now(UTC))
        for row in made.rows:
            (to / "feedback" / f"{gradebook.file_name(row.student)}.html").write_text(gradebook.feedback(made, row, tell), "utf-8")

