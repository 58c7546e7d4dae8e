"""``thirdcorner assign`` and ``thirdcorner grade``: read, call, write, and say what was written."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from ..course.read import Course, load, load_pool
from .assignments import Sheet, read
from .collect import Graded, collect
from .decisions import NAME, read_decisions, sheet_after
from .export import FORMATS
from .grading import OPEN, Job, Keep
from .handed_in import times_in
from .marks import Marks, read_marks
from .orders import secret_of
from .outputs import Outputs
from .publish import write_page
from .results import write
from .roster import read_roster
from .several import Work, graded
from .sheets import key_html, sheet_html, student_html
from .sources import Limits
from .submissions import Context
from .tables import clean, told
from .worksheets import Filled, fill

LETTERS = "ABCD"


def add(commands: Any) -> None:
    """Add both commands to the subparsers of a command line."""
    one = commands.add_parser("assign", help="write an assignment's printable sheets, their key, and the questions for a platform")
    one.add_argument("assignment", type=Path, help="such as week3.yml")
    one.add_argument("--to", type=Path, default=None, metavar="FOLDER", help="where (default: _build/assign/<id>)")
    one.add_argument(
        "--format",
        choices=tuple(FORMATS),
        default=None,
        metavar="FORMAT",
        help=f"also write the questions for a platform: {', '.join(FORMATS)}",
    )
    one.add_argument(
        "--book", action="store_true", help="also write the assignment's page, without keys, into book/assignments and _toc.yml"
    )
    one.add_argument(
        "--release",
        action="store_true",
        help="with --book, once the due date is past: the page shows each student the feedback on the answers kept there",
    )
    one.add_argument(
        "--try", action="store_true", dest="rehearse", help="let a made-up student answer, hand in and be graded, before the class does"
    )
    two = commands.add_parser("grade", help="grade folders or zips of submissions; write gradebooks, feedback and an item analysis")
    two.add_argument("submissions", type=Path, nargs="+", help="folders or zips as the platform gave them; nothing in them is changed")
    two.add_argument(
        "--assignment", type=Path, required=True, metavar="FILE", help="its decisions.yml beside it is read, and never written"
    )
    two.add_argument("--to", type=Path, default=None, metavar="FOLDER", help="where (default: _build/grade/<id>)")
    two.add_argument("--roster", type=Path, default=None, metavar="CSV", help="who is in the class: id, name, and, if wanted, group")
    two.add_argument(
        "--worksheet",
        type=Path,
        default=None,
        metavar="FILE",
        help="the file downloaded from Moodle, Canvas, Blackboard or Brightspace, or any table: it is written again with the grades in it",
    )
    two.add_argument(
        "--column", default=None, metavar="HEAD", help="which column of the worksheet takes the grade, where that cannot be told"
    )
    two.add_argument("--marks", type=Path, nargs="+", default=(), metavar="CSV", help="what markers saved, a file each")
    two.add_argument("--names", action="store_true", help="markers see students' ids instead of numbers")
    two.add_argument("--encoding", default=None, metavar="NAME", help="of tables that are no UTF-8, such as windows-1250")
    two.add_argument("--no-feedback", action="store_true", help="write no feedback files")
    two.add_argument("--no-similarity", action="store_true", help="do not compare answers with each other")
    two.add_argument(
        "--max-files", type=int, default=Limits().files, metavar="N", help="how many files are read of one place (default: %(default)s)"
    )
    two.add_argument(
        "--max-bytes", type=int, default=Limits().total, metavar="N", help="how many bytes are read of one folder or zip (default: %(default)s)"
    )
    two.add_argument(
        "--scheduler",
        default="",
        metavar="ADDRESS",
        help="let a Dask cluster grade (tcp://…), whose workers see the same files by the same path; needs thirdcorner[cluster]",
    )
    two.add_argument("--processes", type=int, default=None, metavar="N", help="how many processes read and grade (default: one a core)")


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
    letters = LETTERS[: a.variants]
    if args.release and not (args.book and a.tells(datetime.now(UTC))):
        print(
            f"{args.assignment}: {'--release goes with --book' if not args.book else f'its feedback may not be seen yet (feedback: {a.feedback}, due {a.due})'}",
            file=sys.stderr,
        )
        return 1
    secret_of(sheet.keys)
    try:
        _sheets(args, course, sheet, to, letters)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    if args.book:
        for path in write_page(course.root, sheet, course if args.release or a.feedback == "now" else None):
            print(f"  {path.relative_to(course.root).as_posix()}")
    print(
        f"{to}: {_n(len(sheet.asked), 'question')}, {_n(len(sheet.exercises), 'exercise')}, {sheet.total:g} points, variants {', '.join(letters)}. What holds keys is in key/: not for students."
    )
    return 0


def _sheets(args: argparse.Namespace, course: Course, sheet: Sheet, to: Path, letters: str) -> None:
    """Write the sheets, their key, and the questions for a platform."""
    a = sheet.assignment
    with Outputs(to) as out:
        for letter in letters:
            out.text(f"{a.id}-{letter}.html", sheet_html(sheet, letter))
        out.text(f"{a.id}-for-students.html", student_html(sheet))
        out.text(f"key/{a.id}-key.html", key_html(sheet, letters))
        if args.format:
            made = FORMATS[args.format].write(course, tuple(sheet.asked), a.title)
            out.data(f"key/{a.id}{FORMATS[args.format].suffix}", made.data)
            for id, why in made.left_out:
                print(f"  {id}: {why}")
            for exercise in sheet.exercises:
                print(f"  {exercise.id}: no platform holds this exercise; link to its page in the book")


def run(args: argparse.Namespace) -> int:
    """Grade; return the exit status."""
    course = load()
    sheet = read(args.assignment, course, load_pool(course))
    decisions = read_decisions(args.assignment.with_name(NAME), sheet)
    keep: Keep = "all" if not args.no_feedback else "open" if any(q.kind in OPEN for q in sheet.questions) else "none"
    job = Job(sheet_after(sheet, decisions), decisions, keep)
    to = args.to or course.root / "_build" / "grade" / sheet.assignment.id
    try:
        made, notes = _graded(args, job, course_id(course))
        if not made.rows:
            why = "".join(f"\n  {u.file!r}: {u.why}" for u in made.unread[:10])
            raise ValueError(
                f"{', '.join(map(str, args.submissions))}: no submission could be read in it; nothing was written or changed{why}"
            )
        filled = _filled(args, made)
        notes += write(made, to, feedback=not args.no_feedback, names=args.names, similar=not args.no_similarity, filled=filled)
    except (OSError, ValueError) as error:
        print(clean(str(error)), file=sys.stderr)
        return 1
    _tell(made, to, [*notes, *(filled[1].notes if filled else ())])
    return 0


def _graded(args: argparse.Namespace, job: Job, course: str) -> tuple[Graded, list[str]]:
    """Grade with a progress bar; return the class, and what is to be said."""
    from rich.console import Console
    from rich.progress import Progress, TextColumn, TimeElapsedColumn

    a = job.sheet.assignment
    zone = a.due.tzinfo if a.due and a.due.tzinfo else UTC
    roster = read_roster(args.roster, args.encoding) if args.roster else None
    marks = read_marks(args.marks, {q.id: q for q in job.sheet.questions if q.kind in OPEN}, args.encoding) if args.marks else Marks()
    times, note = times_in(args.worksheet.read_bytes(), args.worksheet.name, zone) if args.worksheet else ({}, "")
    work = Work(job, Context(course, roster, zone, job.decisions.whose), Limits(args.max_files, args.max_bytes))
    with Progress(
        TextColumn("Grading"),
        TextColumn("{task.completed:,} files"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        auto_refresh=False,
    ) as bar:
        task = bar.add_task("grade", total=None)

        def tell(count: int) -> None:
            bar.advance(task, count)
            bar.refresh()

        rows, unread = graded(args.submissions, work, args.processes, tell, args.scheduler)
    return collect(job, rows, unread, marks, roster, {f"moodle:{id}": at for id, at in times.items()}), [note] if note else []


def _filled(args: argparse.Namespace, made: Graded) -> tuple[str, Filled] | None:
    """Return the platform's own file with its grades in it, if one was given."""
    return (args.worksheet.name, fill(args.worksheet.read_bytes(), args.worksheet.name, made, args.column)) if args.worksheet else None


def _tell(made: Graded, to: Path, notes: list[str]) -> None:
    """Say what was written, and what a teacher should look at first."""
    waiting = sum(1 for _ in made.to_mark())
    undecided = sum(len(made.undecided(r)) for r in made.rows)
    kinds = {kind: sum(u.kind == kind for u in made.unread) for kind in ("unread", "asked", "receipt")}
    more = [f"{undecided} answers to another wording to decide"] if undecided else []
    more += [f"{len(made.missing())} of the roster missing"] if made.roster else []
    more += [f"{kinds['receipt']} receipts"] if kinds["receipt"] else []
    more += [f"whose {_n(kinds['asked'], 'file')} {'is' if kinds['asked'] == 1 else 'are'} must be settled"] if kinds["asked"] else []
    print(
        f"{to}: {_n(len(made.rows), 'student')}, {kinds['unread']} files not read, {waiting} open answers to mark{''.join(f', {m}' for m in more)}"
    )
    for note in notes:
        print(f"  {told(note)}")
    waits = [u for u in made.unread if u.kind != "receipt"]
    for unread in waits[:10]:
        print(f"  {unread.file!r}: {told(unread.why)}", file=sys.stderr)
    if len(waits) > 10:
        print(f"  and {len(waits) - 10} more in report.csv", file=sys.stderr)
    problems = (*made.marks.problems, *made.marks.unused())
    for problem in problems[:20]:
        print(f"  {told(problem)}", file=sys.stderr)
    if len(problems) > 20:
        print(f"  and {len(problems) - 20} more about marks in report.csv", file=sys.stderr)


def _n(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
