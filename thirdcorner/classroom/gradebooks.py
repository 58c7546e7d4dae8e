"""Gradebooks in the column forms of the platforms, and the tables of everything else: each written piece by piece, so that a long one is never held whole."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from .collect import Graded
from .decisions import MarkBy
from .findings import accounts, findings
from .grading import Row
from .lateness import absurd
from .marks import HEAD, Mark, differ, value_of
from .tables import lines
from .works import work_text

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def in_english(at: datetime) -> str:
    """Return a moment as Moodle's worksheet in English has it, which is the only form that its import reads back."""
    return f"{_DAYS[at.weekday()]}, {at.day} {_MONTHS[at.month - 1]} {at.year}, {at.hour % 12 or 12}:{at.minute:02} {'AM' if at.hour < 12 else 'PM'}"


def points_cell(made: Graded, row: Row) -> object:
    """Return what a gradebook says of a student: points, or nothing for one who is exempt."""
    return "" if made.exempt(row) else made.points(row)


def moodle(made: Graded) -> Iterator[str]:
    """Yield Moodle's offline grading worksheet in English; its import needs `Identifier`, `Grade` and `Last modified (grade)`.

    The date is that of the latest file or of the due time, whichever is later: an empty one would skip every student who has a
    grade. Whoever's number in Moodle is not known is left out, since another may have that number there. The way that always works is to
    fill in the worksheet that Moodle gives: see `worksheets`.
    """
    a = made.sheet.assignment
    known = [r.at for r in made.rows if r.at and not absurd(r.at, a.opens, a.due)]
    last = max([*known, *([a.due] if a.due else [])], key=lambda at: at.timestamp(), default=None)
    when = in_english(last.astimezone(a.due.tzinfo) if a.due else last) if last else ""
    head = ("Identifier", "Full name", "Grade", "Maximum grade", "Last modified (grade)", "Feedback comments")
    rows = (
        (f"Participant {handle(r, 'moodle')}", r.name, points_cell(made, r), made.total, when, comment(made, r))
        for r in made.rows
        if r.handle.startswith("moodle:")
    )
    yield from lines(head, rows)


def canvas(made: Graded) -> Iterator[str]:
    """Yield a Canvas gradebook: its second row holds the points possible."""
    head = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section", made.sheet.assignment.title)

    def rows() -> Iterator[tuple[object, ...]]:
        yield ("    Points Possible", "", "", "", "", made.total)
        for r in made.rows:
            yield (r.name, handle(r, "canvas"), "", "", "", points_cell(made, r))

    yield from lines(head, rows())


def blackboard(made: Graded) -> Iterator[str]:
    """Yield a Blackboard Grade Center upload: matched by user name."""
    head = ("Last Name", "First Name", "Username", f"{made.sheet.assignment.title} [Total Pts: {made.total:g} Score]")
    yield from lines(head, (("", "", handle(r, "blackboard"), points_cell(made, r)) for r in made.rows))


def brightspace(made: Graded) -> Iterator[str]:
    """Yield a Brightspace import: matched by user name, each line ended by its sign."""
    head = ("Username", f"{made.sheet.assignment.title} Points Grade <Numeric MaxPoints:{made.total:g}>", "End-of-Line Indicator")
    yield from lines(head, ((f"#{r.student}", points_cell(made, r), "#") for r in made.rows))


def plain(made: Graded) -> Iterator[str]:
    """Yield a gradebook for no platform: who, in which group, how many points of how many."""
    head = ("student", "name", "group", "points", "of", "late", "to be marked", "to be decided", "word")
    yield from lines(
        head,
        (
            (
                r.student,
                r.name,
                made.group(r.student),
                points_cell(made, r),
                made.total,
                f"{1 - made.kept(r):.0%}" if made.kept(r) < 1 else "",
                len(made.unmarked(r)),
                len(made.undecided(r)),
                r.word,
            )
            for r in made.rows
        ),
    )


GRADEBOOKS = {"moodle": moodle, "canvas": canvas, "blackboard": blackboard, "brightspace": brightspace, "plain": plain}


def handle(row: Row, platform: str) -> str:
    """Return by what a platform knows a student, or else the student's id here."""
    kind, _, id = row.handle.partition(":")
    return id if kind == platform else row.student


def comment(made: Graded, row: Row) -> str:
    """Return what a platform's comment box says: how many points, what lateness cost, and what markers wrote."""
    waiting = len(made.unmarked(row)) + len(made.undecided(row))
    said = f"{made.points(row):g} of {made.total:g}."
    said += f" Late: {made.kept(row):.0%} of the points kept." if made.kept(row) < 1 else ""
    said += f" {waiting} {'answer is' if waiting == 1 else 'answers are'} still to be marked." if waiting else ""
    return " ".join([said, *comments(made, row)])


def comments(made: Graded, row: Row) -> list[str]:
    """Return what markers wrote to a student, about the whole and about each answer."""
    places = {q.id: n for n, q in enumerate(made.sheet.questions, 1)}
    about = [f"{places[id]}: {m.comment}" for id in places for m in made.given.get((row.student, id), []) if m.comment]
    return [*(made.marks.about((made.number(row.student), row.student)) if made.marks.comments else []), *about]


DETAIL = ("student", "name", "file", "word", "saved", "clock", "answers", "kept", "points")


def detail(made: Graded) -> Iterator[str]:
    """Yield a row a student with the score of each question (0 to 1; empty: not marked, not decided or not scored), for one's own use."""

    def rows() -> Iterator[tuple[object, ...]]:
        for r in made.rows:
            yield (
                r.student,
                r.name,
                r.file,
                r.word,
                r.at.isoformat() if r.at else "",
                r.clock,
                f"x{r.digest.hex()[:12]}",
                made.kept(r),
                points_cell(made, r),
                *("" if s != s else s if s in (0.0, 1.0) else round(s, 4) for s in r.scores.tolist()),
            )

    yield from lines((*DETAIL, *(q.id for q in made.sheet.questions)), rows())


def report(made: Graded) -> Iterator[str]:
    """Yield what a teacher should look at."""
    yield from lines(("student", "file", "what"), findings(made))


def files(made: Graded) -> Iterator[str]:
    """Yield every file and what became of it."""
    yield from lines(("file", "student", "what became of it"), accounts(made))


def to_mark(made: Graded, names: bool = False) -> Iterator[str]:
    """Yield the open answers that nobody has marked, with an empty column for the mark; without names, unless they are wanted."""
    head = ("student", *HEAD[1:]) if names else HEAD
    yield from lines(
        head, ((a["whose"], a["question"], a["work"], a["prompt"], a["text"], a["earlier"], "", "", "") for a in open_answers(made, names))
    )


def open_answers(made: Graded, names: bool = False) -> Iterator[dict[str, Any]]:
    """Yield the answers that are to be marked: whose (a number, or the id), which, and the mark that an earlier answer was given."""
    for _, some in groupby(made.to_mark(), lambda one: id(one[0])):
        asked = list(some)
        yield from _open(made, asked[0][0], [question for _, question in asked], names)


def differing_answers(made: Graded, names: bool = False) -> Iterator[dict[str, Any]]:
    """Yield the answers that markers marked differently and on which nothing was decided, in the same form, with the `marks` given."""
    for row in (r for r in made.rows if made.given and made.once(r.student)):
        decided = {d.question for d in made.decisions.of(MarkBy) if d.student in (row.student, made.number(row.student))}
        ids = [q.id for q in made.sheet.questions if q.id not in decided and differ(made.given.get((row.student, q.id), []))]
        yield from ({**a, "marks": made.given[row.student, a["question"]]} for a in _open(made, row, ids, names))


def _open(made: Graded, row: Row, ids: list[str], names: bool) -> Iterator[dict[str, Any]]:
    """Yield those of a student's open answers that the row kept."""
    if not ids or not row.works:
        return
    answers, works = row.answers, {made.sheet.questions[i].id: (made.sheet.questions[i], work) for i, work in row.works}
    for id in ids:
        if id in answers and id in works:
            q, work = works[id]
            earlier = made.before.get((row.student, id))
            yield {
                "whose": made.speaks.get(row.student, row.student) if names else made.number(row.student),
                "question": id,
                "work": work,
                "prompt": q.prompt_md,
                "answer": answers[id],
                "text": work_text(q, answers[id]) if q.kind == "exercise" else str(answers[id]),
                "earlier": f"{value_of(earlier):.2f}, for another answer" if earlier else "",
            }


def moderation(made: Graded) -> Iterator[str]:
    """Yield each answer that more than one marker marked, those that differ first, without names."""
    several = sorted(
        ((marks, student, id) for (student, id), marks in made.given.items() if len(marks) > 1 and made.once(student)), key=lambda t: (-_apart(t[0]), t[2], t[1])
    )
    rows = (
        (
            made.number(s),
            id,
            f"{_apart(m):.2f}",
            "differ" if differ(m) else "agree",
            f"{value_of(m):.2f}",
            "; ".join(f"{one.marker}: {one.value:.2f}{' – ' + one.comment if one.comment else ''}" for one in m),
        )
        for m, s, id in several
    )
    yield from lines(("number", "question", "apart", "they", "counts now", "marks"), rows)


def _apart(marks: list[Mark]) -> float:
    return max(m.value for m in marks) - min(m.value for m in marks)


def numbers(made: Graded) -> Iterator[str]:
    """Yield which number stands for which student; for whoever joins names to marks at the end."""
    yield from lines(("number", "student", "name"), ((made.number(r.student), r.student, r.name) for r in made.rows if r.works))


def summary(made: Graded) -> str:
    """Return the class in figures, as JSON."""
    points = [made.points(r) for r in made.rows if not made.exempt(r)]
    mean = sum(points) / len(points) if points else math.nan
    late = sum(made.kept(r) < 1 for r in made.rows)
    told = {
        "assignment": made.sheet.assignment.id, "students": len(made.rows), "points": made.total, "mean": None if math.isnan(mean) else round(mean, 4),
        "late": late, "missing": len(made.missing()), "to_mark": sum(1 for _ in made.to_mark()), "to_decide": sum(len(made.undecided(r)) for r in made.rows),
        "not_read": sum(u.kind == "unread" for u in made.unread), "asked": sum(u.kind == "asked" for u in made.unread), "receipts": sum(u.kind == "receipt" for u in made.unread),
    }  # fmt: skip
    return json.dumps(told, indent=1) + "\n"
