"""From graded files to a graded class: which file counts for whom, and what markers and decisions add."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from itertools import groupby
from sys import intern
from typing import Any

import numpy as np
import numpy.typing as npt

from .decisions import Bonus, Decisions, Exempt, Extend, Late, MarkBy, TrustClock
from .grading import OPEN, Job, Row, grade_one
from .lateness import absurd, days_late
from .marks import Mark, Marks, value_of
from .orders import number_of
from .picked import Picks
from .roster import Roster, bare
from .submissions import Submission, Unread


@dataclass
class Graded:
    """The result: a row a student, in order of their ids, and everything that a report needs."""

    job: Job
    rows: list[Row] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    replaced: list[tuple[Row, str]] = field(default_factory=list)
    """Files that do not count because another of the same student (or group) does, and why."""
    surplus: list[Row] = field(default_factory=list)
    """Files handed in after the tries were used up; they do not count."""
    same: list[tuple[Row, Row]] = field(default_factory=list)
    marks: Marks = field(default_factory=Marks)
    given: dict[tuple[str, str], list[Mark]] = field(default_factory=dict)
    """What markers gave, by student and question."""
    before: dict[tuple[str, str], list[Mark]] = field(default_factory=dict)
    """What an earlier answer of the same student was given; it does not count."""
    roster: Roster | None = None

    @property
    def sheet(self) -> Any:
        """The assignment."""
        return self.job.sheet

    @property
    def decisions(self) -> Decisions:
        """What was decided."""
        return self.job.decisions

    @cached_property
    def worth(self) -> npt.NDArray[np.float64]:
        """The points of each question; a score of nobody's (a reading) is no number and adds nothing."""
        return np.array([self.sheet.points[q.id] for q in self.sheet.questions], np.float64)

    @property
    def matrix(self) -> tuple[npt.NDArray[np.float32], Picks]:
        """Scores and picks, students × items; put together anew when asked for, since kept they would weigh as much as a fifth of the rows."""
        shape = (len(self.rows), len(self.sheet.questions))
        scores = np.frombuffer(b"".join(r.raw for r in self.rows), np.float32).reshape(shape)
        return scores, np.frombuffer(b"".join(r.raw_picks for r in self.rows), self.job.kept_as).reshape(shape)

    @cached_property
    def speaks(self) -> dict[str, str]:
        """Who stands for each student where one file counts for a group: its first member in the roster."""
        first: dict[str, str] = {}
        return {student: first.setdefault(group, student) for student, group in _groups(self).items()}

    @cached_property
    def members(self) -> dict[str, list[str]]:
        """The members of each group for which one file counts, by who stands for it."""
        found: dict[str, list[str]] = {}
        for student, first in self.speaks.items():
            found.setdefault(first, []).append(student)
        return found

    def number(self, student: str) -> str:
        """Return the number that stands for a student, or for a group that is marked once, where names are left out."""
        return number_of(self.sheet.secret, self.sheet.assignment.id, self.speaks.get(student, student))

    def to_mark(self) -> Iterator[tuple[Row, str]]:
        """Yield each open answer that nobody has marked, with its row; once for a group."""
        seen: set[tuple[str, str]] = set()
        for row in self.rows:
            for id in self.unmarked(row):
                if (key := (self.speaks.get(row.student, ""), id)) not in seen:
                    yield row, id
                    seen |= {key} if key[0] else set()

    def once(self, student: str) -> bool:
        """Return whether what was said of a student's answers is told here, and not with whoever stands for the group."""
        return self.speaks.get(student, student) == student

    @cached_property
    def total(self) -> float:
        """What full marks are worth."""
        return float(self.sheet.total)

    @cached_property
    def keys(self) -> set[str]:
        """Every student's id."""
        return {r.student for r in self.rows}

    def called(self, student: str) -> tuple[str, ...]:
        """Return by what ids a table may know a student: a spreadsheet takes zeros away from the front of a number."""
        short = bare(student)
        return (student,) if short == student or short in self.keys or not student.isdigit() else (student, short)

    def exempt(self, row: Row) -> bool:
        """Return whether a student gets no grade by decision."""
        return bool(self.decisions.made) and self.decisions.for_student(Exempt, row.student) is not None

    def points(self, row: Row) -> float:
        """Return what a student gets: points by question, less what lateness costs, and a bonus; unmarked answers count nothing yet."""
        if row.earned == row.earned:
            return row.earned
        earned = float(np.nansum(row.scores.astype(np.float64) * self.worth))
        bonus = sum(d.points for d in self.decisions.of(Bonus) if row.student in d.students) if self.decisions.made else 0.0
        return round(max(0.0, earned * self.kept(row) + bonus), 2)

    def due(self, row: Row) -> datetime | None:
        """Return until when a student had."""
        due: datetime | None = self.sheet.assignment.due
        extended = self.decisions.for_student(Extend, row.student) if self.decisions.made else None
        return extended.until if extended else due

    def days(self, row: Row) -> int:
        """Return how many days late a file is by its clock, whoever's that is; 0 where it has none that can be right."""
        due, a = self.due(row), self.sheet.assignment
        return days_late(due, row.at) if due and row.at and not absurd(row.at, a.opens, a.due) else 0

    def kept(self, row: Row) -> float:
        """Return the share that lateness leaves: by a decision, by the platform's clock, or a day where Canvas says LATE and no more."""
        if row.share == row.share:
            return row.share
        if self.decisions.made and (decided := self.decisions.for_student(Late, row.student)):
            return decided.keep
        trusted = row.clock == "platform" or (self.decisions.made and self.decisions.for_student(TrustClock, row.student) is not None)
        days = self.days(row) if trusted else 0
        flagged = row.late and self.due(row) == self.sheet.assignment.due
        return float(self.sheet.assignment.kept_after(max(days, int(flagged))))

    def unmarked(self, row: Row) -> list[str]:
        """Return the ids of a student's open answers that nobody has marked."""
        return [q.id for q, state in zip(self.sheet.questions, row.states, strict=True) if state == "u"] if "u" in row.states else []

    def undecided(self, row: Row) -> list[str]:
        """Return the ids of answers to another wording, of which nothing was decided."""
        return [q.id for q, state in zip(self.sheet.questions, row.states, strict=True) if state == "w"] if "w" in row.states else []

    def missing(self) -> list[Any]:
        """Return the students of the roster of whom there is no file."""
        have = {r.student for r in self.rows}
        return [s for s in self.roster.students.values() if s.key not in have] if self.roster else []

    def group(self, student: str) -> str:
        """Return a student's group in the roster."""
        found = self.roster.students.get(student) if self.roster else None
        return found.group if found else ""


def grade(job: Job | Any, submissions: Iterable[Submission | Unread], marks: Marks | None = None, roster: Roster | None = None) -> Graded:
    """Grade every submission in this process; see `collect`. The order in which files come does not matter."""
    job = job if isinstance(job, Job) else Job(job)
    rows, unread = [], []
    for one in submissions:
        if isinstance(one, Unread):
            unread.append(one)
        else:
            rows.append(grade_one(job, one))
    return collect(job, rows, unread, marks, roster)


def collect(
    job: Job,
    rows: list[Row],
    unread: list[Unread],
    marks: Marks | None = None,
    roster: Roster | None = None,
    times: Mapping[str, datetime] | None = None,
) -> Graded:
    """Choose the file that counts for each student, and give it its marks.

    Parameters
    ----------
    job
        What was graded.
    rows
        A row a file, in any order; the list is sorted in place.
    unread
        Files that were not read.
    marks
        What markers gave.
    roster
        Who is in the class; with it, and `groups` in the assignment, one file counts for a whole group.
    times
        When the platform says that each student handed in, by what it knows the student by (``moodle:812``).
    """
    made = Graded(job, marks=marks or Marks(), roster=roster)
    made.unread = sorted(unread, key=lambda u: (u.kind, u.file))
    if times:
        rows[:] = [replace(r, at=times[r.handle], clock="platform") if r.handle in times else r for r in rows]
    groups = _groups(made)

    def unit(row: Row) -> str:
        return f"\x1f{groups[row.student]}" if row.student in groups else row.student

    rows.sort(key=unit)  # by one key that is there already: a tuple for each of a million rows would cost as much as half of them
    for key, files in groupby(rows, unit):
        every = sorted(files, key=lambda r: r.age)
        made.rows += _shared(_choose(made, every), made, key, {r.student: r.handle for r in every})
    made.rows.sort(key=lambda r: r.student)
    if any(q.kind in OPEN for q in job.sheet.questions) or job.decisions.made:
        made.rows = [_marked(made, row) for row in made.rows]
    first: dict[bytes, Row] = {}
    figures: dict[float, float] = {}  # a class earns few different figures, and a number of its own for each row would weigh more than its place
    again = set(repeated(row.digest for row in made.rows if row.answered))
    for row in made.rows:
        object.__setattr__(row, "share", figures.setdefault(kept := made.kept(row), kept))
        object.__setattr__(row, "earned", figures.setdefault(points := made.points(row), points))
        if row.digest in again and row.answered and (one := first.setdefault(row.digest, row)) is not row and one.file != row.file:
            made.same.append((one, row))
    return made


def repeated(values: Iterable[Any]) -> dict[Any, int]:
    """Return what occurs more than once, and how often; a sorted list of a million weighs a tenth of a table of them."""
    return {value: n for value, some in groupby(sorted(values)) if (n := sum(1 for _ in some)) > 1}


def _groups(made: Graded) -> dict[str, str]:
    """Return the group of each student where one file counts for the group."""
    if not made.roster or not made.sheet.assignment.groups:
        return {}
    return {s.key: s.group for s in made.roster.students.values() if s.group}


def _choose(made: Graded, files: list[Row]) -> Row:
    """Return the file that counts of one student's: the latest that answers anything, and of equal ones the first."""
    if len(files) == 1:
        return files[0]
    real = [r for r in files if r.answered] or files[-1:]
    tries = made.sheet.assignment.tries
    made.replaced += [
        (r, "it holds no answer to this assignment, and another file of the same student does") for r in files if r not in real
    ]
    if tries and len(real) > tries:
        made.surplus += real[tries:]
        real = real[:tries]
    last = real[-1]
    kept = next(r for r in real if r.digest == last.digest)
    for r in real:
        if r is not kept:
            made.replaced.append(
                (
                    r,
                    "the same answers as a file handed in before it, which counts"
                    if r.digest == kept.digest and r.age > kept.age
                    else "an earlier or second file of the same student; the latest counts",
                )
            )
    return kept


def _shared(row: Row, made: Graded, unit: str, handles: Mapping[str, str]) -> list[Row]:
    """Return a row for each whom the file counts for: its sender, or the members of the group, known by the `handles` of files of their own."""
    if not unit.startswith("\x1f") or not made.roster:
        return [row]
    return [
        row if s.key == row.student else replace(row, student=s.key, name=s.name, handle=handles.get(s.key, ""))
        for s in made.roster.students.values()
        if s.group == unit[1:]
    ]


def _marked(made: Graded, row: Row) -> Row:
    """Return a row with what markers gave its open answers, and with marks that were decided."""
    decided = {d.question: d.score for d in made.decisions.of(MarkBy) if d.student == row.student or (row.works and d.student == made.number(row.student))}
    if not row.works and not decided:
        return row
    scores, states = row.scores.copy(), list(row.states)
    places = {q.id: i for i, q in enumerate(made.sheet.questions)}
    members = made.members.get(made.speaks.get(row.student, ""), [row.student])
    whose = (made.number(row.student), *(id for s in members for id in made.called(s))) if row.works else ()
    for i, work in row.works:
        id = made.sheet.questions[i].id
        found = made.marks.of(whose, id, work)
        if found and states[i] == "u":
            scores[i], states[i] = value_of(found), "m"
            made.given[row.student, id] = found
        elif earlier := made.marks.earlier(whose, id, work):
            made.before[row.student, id] = earlier
    for id, score in decided.items():
        scores[places[id]], states[places[id]] = score, "m" if states[places[id]] in "um" else states[places[id]].replace("w", "a")
    return replace(row, raw=scores.astype(np.float32).tobytes(), states=intern("".join(states)))
