"""What a teacher should look at after a run, and what became of every file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from .collect import Graded, repeated
from .decisions import Exempt, Late, MarkBy
from .grading import Row
from .lateness import absurd
from .marks import differ, value_of

SAME = 2000
"""So many files that hold the same answers as another are listed; the rest are counted."""


def findings(made: Graded) -> Iterator[tuple[str, str, str]]:
    """Yield what a teacher should look at: (student, file, what)."""
    for unread in made.unread:
        if unread.kind != "receipt":
            yield "", unread.file, unread.why if unread.kind == "asked" else f"not read: {unread.why}"
    if receipts := sum(u.kind == "receipt" for u in made.unread):
        yield "", "", f"{receipts} {'is a receipt' if receipts == 1 else 'are receipts'} of the platform's own"
    for row, why in made.replaced:
        yield row.student, row.file, why
    for row in made.surplus:
        yield (
            row.student,
            row.file,
            f"handed in after {made.sheet.assignment.tries} {'try' if made.sheet.assignment.tries == 1 else 'tries'}; it does not count",
        )
    for one, other in made.same[:SAME]:
        yield (
            other.student,
            other.file,
            f"the same answers, to the letter, as {one.student} ({one.file}); for short assignments this may be chance",
        )
    if (more := len(made.same) - SAME) > 0:
        yield "", "", f"{more:,} more {'file holds' if more == 1 else 'files hold'} the same answers as another, and {'is' if more == 1 else 'are'} not listed"
    for s in made.missing():
        exempt = made.decisions.for_student(Exempt, s.key)
        yield s.key, "", f"nothing was handed in by {s.name}{' (exempt)' if exempt else ''}{f', group {s.group}' if s.group else ''}"
    names = repeated(r.name for r in made.rows)
    senders: dict[str, list[str]] = defaultdict(list)
    for row in made.rows if made.sheet.assignment.groups else ():
        senders[row.file].append(row.student)
    for row in made.rows:
        for what in (*_of_time(made, row), *row.notes):
            yield row.student, row.file, what
        if not row.known:
            yield row.student, row.file, "nobody in the roster is called so"
        if row.name in names:
            yield row.student, row.file, f"{names[row.name]} students are called {row.name}"
        if senders and len(senders[row.file]) > 1 and senders[row.file][0] == row.student:
            yield row.student, row.file, f"one file for group {made.group(row.student)}: {', '.join(senders[row.file])}"
    yield from _of_marks(made)
    yield from _of_decisions(made)


def _of_time(made: Graded, row: Row) -> Iterator[str]:
    """Yield what is to be said of when a file was handed in."""
    a, kept = made.sheet.assignment, made.kept(row)
    if kept < 1:
        yield f"late: {kept:.0%} of the points kept"
    if row.at is None:
        yield "it bears no time"
    elif absurd(row.at, a.opens, a.due):
        yield f"its clock says {row.at.year}, which cannot be right; no penalty is taken"
    elif (
        a.late != "accept"
        and row.clock == "device"
        and kept == 1
        and (days := made.days(row))
        and not made.decisions.for_student(Late, row.student)
    ):
        yield f"late by {days} {'day' if days == 1 else 'days'} by the clock of its own device; no penalty is taken without a decision (`do: clock` or `do: late`)"
    if row.late and made.days(row) == 0:
        yield "Canvas says that it is late, and not by how much; a day is counted" if kept < 1 else "Canvas says that it is late"


def _of_marks(made: Graded) -> Iterator[tuple[str, str, str]]:
    """Yield what is to be said of marks."""
    for problem in (*made.marks.problems, *made.marks.unused()):
        yield "", "", problem
    for (student, id), marks in sorted((key, marks) for key, marks in made.before.items() if made.once(key[0])):
        yield student, "", f"{id}: it was {value_of(marks):.2f} before the answer changed; it is to be marked again"
    for (student, id), marks in sorted(made.given.items()):
        if differ(marks) and made.once(student):
            yield (
                student,
                "",
                f"{id}: markers differ ({', '.join(f'{m.marker} {m.value:.2f}' for m in marks)}); the mean counts until `do: mark` decides",
            )


def _of_decisions(made: Graded) -> Iterator[tuple[str, str, str]]:
    """Yield the decisions that were read, and whom they name in vain."""
    have = {r.student for r in made.rows} | (set(made.roster.students) if made.roster else set()) if made.decisions.made else set()
    for line, what in made.decisions.lines():
        yield "", "", f"decided ({made.decisions.file}:{line}): {what}"
    by_number = {line for line, d in made.decisions.made if isinstance(d, MarkBy) and d.student not in have}
    numbers = {made.number(r.student) for r in made.rows if r.works} if by_number else set()
    for line, student in made.decisions.students():
        if student not in have and not (line in by_number and student in numbers):
            yield student, "", f"{made.decisions.file}:{line}: nobody here is known as {student!r}; this decision does nothing for them"


def accounts(made: Graded) -> Iterator[tuple[str, str, str]]:
    """Yield every file once: (file, student, what became of it)."""
    told: list[tuple[str, str, str]] = [
        (u.file, "", {"receipt": "a receipt", "asked": "asked: whose is it?"}.get(u.kind, f"not read: {u.why}")) for u in made.unread
    ]
    told += [(r.file, r.student, why) for r, why in made.replaced] + [
        (r.file, r.student, "handed in after the tries were used up") for r in made.surplus
    ]
    seen: set[str] = set()
    shared = made.sheet.assignment.groups
    for row in made.rows:
        if row.file not in seen:
            if shared:
                seen.add(row.file)
            told.append((row.file, row.student, "counts" if row.answered else "counts, and holds no answer"))
    yield from sorted(told)
