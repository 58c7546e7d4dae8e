"""Grade submissions against an assignment: one light row a file, so that a hundred thousand of them fit in memory."""

from __future__ import annotations

import csv
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ..model import Question
from .assignment import Exercise, Sheet
from .publish import order_shown
from .scoring import score
from .submissions import Submission, Unread

Marks = Mapping[tuple[str, str], float]
"""What a marker gave, from 0 to 1, by (student, question)."""

OPEN = ("short-answer", "essay", "exercise")
"""Kinds that a person marks; what their writer ticked on the page does not count."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one file earns: `scores` from 0 to 1 by question (`nan`: not marked, or not scored), `choices` by option (-1: none)."""

    student: str
    name: str
    file: str
    at: datetime | None
    late: bool
    digest: bytes
    scores: npt.NDArray[np.float32]
    choices: npt.NDArray[np.int8]
    notes: tuple[str, ...]

    @property
    def age(self) -> tuple[float, str]:
        """By which the later of two files of one student is known: its time, then its path."""
        return (self.at.timestamp() if self.at else 0.0, self.file)


@dataclass
class Graded:
    """The result: a row a student, in order of their ids, and what a teacher should look at."""

    sheet: Sheet
    rows: list[Row] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    replaced: list[Row] = field(default_factory=list)
    surplus: list[Row] = field(default_factory=list)
    """Files handed in after the tries were used up; they do not count."""
    same: list[tuple[Row, Row]] = field(default_factory=list)

    def points(self, row: Row) -> float:
        """Return what a student gets: points by question, less what lateness costs; unmarked answers count nothing yet."""
        earned = sum(self.sheet.points[q.id] * float(s) for q, s in zip(self.sheet.questions, row.scores, strict=True) if not np.isnan(s))
        return round(earned * self.kept(row), 2)

    def kept(self, row: Row) -> float:
        """Return the share that lateness leaves; a file that Canvas calls late without a later time costs one day."""
        assignment = self.sheet.assignment
        kept = assignment.kept(row.at)
        if row.late and kept == 1.0:
            kept = {"accept": 1.0, "penalty": 1 - assignment.penalty, "refuse": 0.0}[assignment.late]
        return kept

    def unmarked(self, row: Row) -> list[str]:
        """Return the ids of a student's open answers that nobody has marked."""
        return [q.id for q, s, c in zip(self.sheet.questions, row.scores, row.choices, strict=True) if q.kind in OPEN and np.isnan(s) and c >= 0]


def given_to(sheet: Sheet, one: Submission, q: Question) -> tuple[dict[str, Any] | None, Any]:
    """Return a question's entry and its answer, from the assignment's page or else from the chapter that asks it.

    The numbers of a published ordering are translated back: see `publish.order_shown`.
    """
    entry = one.items.get(f"assign/{sheet.assignment.id}/{q.id}")
    if entry is None:
        entry = one.items.get(q.id)
        return entry, entry["state"].get("answer") if entry else None
    answer = entry["state"].get("answer")
    if q.kind == "ordering" and isinstance(answer, list):
        shown = order_shown(sheet, q)
        answer = [shown[i] if type(i) is int and 0 <= i < len(shown) else -1 for i in answer]
    return entry, answer


def work_on(one: Submission, exercise: Exercise) -> tuple[dict[str, Any], list[str]]:
    """Return what a file holds of an exercise, by id, and the ids of work done on another wording, which does not count."""
    here = {id: one.items[id] for id in exercise.items if id in one.items}
    return {id: e["state"] for id, e in here.items() if e["hash"] == exercise.items[id]}, [id for id, e in here.items() if e["hash"] != exercise.items[id]]


def grade_one(sheet: Sheet, one: Submission, marks: Marks) -> Row:
    """Grade a submission. Its own scores are not believed: each answer is scored again."""
    n = len(sheet.questions)
    scores, choices = np.full(n, np.nan, np.float32), np.full(n, -1, np.int8)
    notes: list[str] = []
    given = hashlib.blake2b(digest_size=16)
    for i, q in enumerate(sheet.questions):
        if q.kind == "exercise":
            work, stale = work_on(one, q)
            notes += [f"{id}: it was done on another wording of the exercise and does not count" for id in stale]
            scores[i] = marks.get((one.student, q.id), np.nan) if work else 0.0
            if work:
                choices[i] = 0
                given.update(json.dumps([q.id, work], sort_keys=True).encode("utf-8", "surrogatepass"))
            continue
        entry, answer = given_to(sheet, one, q)
        if q.kind != "interpretive":
            scores[i] = 0.0
        if entry is None or answer is None:
            continue
        given.update(json.dumps([q.id, answer], sort_keys=True).encode("utf-8", "surrogatepass"))
        if entry["hash"] != q.fingerprint:
            notes.append(f"{q.id}: it answers another wording of the question and earns nothing")
            continue
        tries = entry["state"].get("tries")
        if sheet.assignment.tries and isinstance(tries, int) and tries > sheet.assignment.tries and entry is one.items.get(f"assign/{sheet.assignment.id}/{q.id}"):
            notes.append(f"{q.id}: it was checked {tries} times, {sheet.assignment.tries} allowed, and earns nothing")
            continue
        if q.kind in OPEN:
            choices[i] = 0
            scores[i] = marks.get((one.student, q.id), np.nan)
        elif q.kind != "interpretive":
            scores[i] = score(q, answer)
        if q.kind in ("single", "true-false", "interpretive") and type(answer) in (int, bool) and 0 <= answer < 100:
            choices[i] = int(answer)
    return Row(one.student, one.name, one.file, one.at, one.late, given.digest(), scores, choices, tuple(notes))


def grade(sheet: Sheet, submissions: Iterable[Submission | Unread], marks: Marks | None = None, each: Callable[[Row], None] | None = None) -> Graded:
    """Grade every submission; of several by one student the latest counts, or the latest of the first `tries`.

    `each` is called once a file, for a progress bar. The order in which files come does not matter.
    """
    made, files = Graded(sheet), dict[str, list[Row]]()
    for one in submissions:
        if isinstance(one, Unread):
            made.unread.append(one)
            continue
        row = grade_one(sheet, one, marks or {})
        if each:
            each(row)
        files.setdefault(row.student, []).append(row)
    for of_one in files.values():
        of_one.sort(key=lambda r: r.age)
        counts = of_one[: sheet.assignment.tries]
        made.rows.append(counts[-1])
        made.replaced += counts[:-1]
        made.surplus += of_one[len(counts) :]
    made.rows.sort(key=lambda r: (r.student, r.file))
    empty = hashlib.blake2b(digest_size=16).digest()
    first: dict[bytes, Row] = {}
    made.same = [(first[r.digest], r) for r in made.rows if r.digest != empty and first.setdefault(r.digest, r) is not r]
    return made


def read_marks(path: Path, sheet: Sheet) -> dict[tuple[str, str], float]:
    """Read a marked ``to-mark.csv``: the column `mark` holds a share from 0 to 1; empty ones stay unmarked.

    Raises
    ------
    ValueError
        Naming the line, where a mark is no number from 0 to 1 or a question is not in the assignment.
    """
    known = {q.id for q in sheet.questions if q.kind in OPEN}
    made: dict[tuple[str, str], float] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), 2):
            text = (row.get("mark") or "").strip().replace(",", ".")
            if not text:
                continue
            if row.get("question") not in known:
                raise ValueError(f"{path}:{line}: {row.get('question')!r} is no open question of this assignment")
            try:
                value = float(text)
            except ValueError:
                value = -1.0
            if not 0 <= value <= 1:
                raise ValueError(f"{path}:{line}: the mark {text!r} is no number from 0 to 1")
            made[(row.get("student") or "").removeprefix("'"), str(row["question"])] = value
    return made


def findings(made: Graded) -> Iterator[tuple[str, str, str]]:
    """Yield what a teacher should look at: (student, file, what)."""
    for unread in made.unread:
        yield "", unread.file, f"not read: {unread.why}"
    for row in made.replaced:
        yield row.student, row.file, "an earlier or second file of the same student; the latest counts"
    for row in made.surplus:
        yield row.student, row.file, f"handed in after {made.sheet.assignment.tries} {'try' if made.sheet.assignment.tries == 1 else 'tries'}; it does not count"
    for one, other in made.same:
        yield other.student, other.file, f"the same answers, to the letter, as {one.student} ({one.file}); for short assignments this may be chance"
    names = Counter(r.name for r in made.rows)
    for row in made.rows:
        if made.kept(row) < 1:
            yield row.student, row.file, f"late: {made.kept(row):.0%} of the points kept"
        if row.at is None:
            yield row.student, row.file, "it bears no time"
        if names[row.name] > 1:
            yield row.student, row.file, f"{names[row.name]} students are called {row.name}"
        for note in row.notes:
            yield row.student, row.file, note
