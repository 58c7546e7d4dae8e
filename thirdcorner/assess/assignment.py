"""What is assigned: the questions, their points, when they are due, and in which order each printed variant asks them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, Self

from pydantic import AwareDatetime, Field, TypeAdapter, ValidationError, model_validator

from ..content import Course, nearest
from ..model import Question
from ..model.base import Id, Model, Text
from ..reading import ContentError, Problem, read_yaml


class Asked(Model):
    """A question by its id, and what it is worth."""

    id: Id
    points: float = Field(default=1, ge=0, le=1000)


class Pick(Model):
    """So many questions that fit; which of them, the assignment's seed decides."""

    count: int = Field(ge=1, le=200)
    points: float = Field(default=1, ge=0, le=1000)
    bank: Literal["formative", "pool"] = "pool"
    outcome: Text | None = None
    kind: Text | None = None
    bloom: Text | None = None
    chapter: Text | None = None
    tag: Text | None = None

    def fits(self, q: Question) -> bool:
        """Return whether a question meets every condition given."""
        asked = ((self.outcome, q.outcomes), (self.kind, (q.kind,)), (self.bloom, (q.bloom,)), (self.chapter, (q.id.split("/")[0],)), (self.tag, q.tags))
        return all(want is None or want in has for want, has in asked)


class Assignment(Model):
    """An assignment's file.

    `late` says what becomes of work after `due`: accepted as it is, accepted less `penalty` (a share of the points, for
    each day begun), or refused.
    """

    id: Id
    title: Text
    instructions: str = ""
    due: AwareDatetime | None = None
    late: Literal["accept", "penalty", "refuse"] = "accept"
    penalty: float = Field(default=0.1, gt=0, le=1)
    tries: int = Field(default=1, ge=1, le=20)
    feedback: Literal["now", "after-due", "never"] = "after-due"
    seed: int = 1
    variants: int = Field(default=1, ge=1, le=4)
    questions: tuple[Asked, ...] = ()
    select: tuple[Pick, ...] = ()

    @model_validator(mode="after")
    def _asks(self) -> Self:
        if not self.questions and not self.select:
            raise ValueError("it asks nothing: name `questions:` or `select:`")
        if self.due is None and (self.late != "accept" or self.feedback == "after-due"):
            raise ValueError("it has no `due:`, which `late:` and `feedback: after-due` need")
        return self

    def kept(self, at: datetime | None) -> float:
        """Return which share of the points work handed in at a time keeps, from 0 to 1."""
        if self.due is None or at is None or at <= self.due or self.late == "accept":
            return 1.0
        if self.late == "refuse":
            return 0.0
        days = -(-(at - self.due).total_seconds() // 86400)
        return max(0.0, 1 - self.penalty * days)

    def tells(self, now: datetime) -> bool:
        """Return whether students may see feedback now."""
        return self.feedback == "now" or (self.feedback == "after-due" and self.due is not None and now > self.due)


@dataclass(frozen=True)
class Sheet:
    """An assignment with its questions found: `points` by id, in the order asked."""

    assignment: Assignment
    questions: tuple[Question, ...]
    points: Mapping[str, float]

    @property
    def total(self) -> float:
        """What full marks are worth; what nobody scores (readings) counts nothing."""
        return sum(self.points[q.id] for q in self.questions if q.kind != "interpretive")


_ADAPTER: TypeAdapter[Assignment] = TypeAdapter(Assignment)


def read(path: Path, course: Course, pool: Course) -> Sheet:
    """Read an assignment and find its questions in the formative bank and the graded pool.

    Raises
    ------
    ContentError
        With every problem, by file, line and id.
    """
    problems: list[Problem] = []
    if not path.is_file():
        raise ContentError([Problem(str(path), 1, path.stem, "there is no such file", "name an assignment, such as week3.yml")])
    data, lines = read_yaml(path.parent, path, problems)
    if problems:
        raise ContentError(problems)
    try:
        made = _ADAPTER.validate_python(data)
    except ValidationError as error:
        at = [(tuple(p for p in e["loc"]), e["msg"]) for e in error.errors(include_url=False)]
        raise ContentError([Problem(path.name, lines[loc], path.stem, f"{'.'.join(map(str, loc)) or 'it'}: {msg}", "mend the entry") for loc, msg in at]) from None
    every = {**course.questions, **pool.questions}
    points: dict[str, float] = {}
    for n, asked in enumerate(made.questions):
        if asked.id not in every:
            problems.append(Problem(path.name, lines["questions", n], asked.id, "there is no such question", nearest(asked.id, list(every))))
        elif asked.id in points:
            problems.append(Problem(path.name, lines["questions", n], asked.id, "it is asked twice", "drop one of them"))
        points[asked.id] = asked.points
    for n, pick in enumerate(made.select):
        bank = (pool if pick.bank == "pool" else course).questions.values()
        fit = [q.id for q in bank if q.id not in points and pick.fits(q)]
        if len(fit) < pick.count:
            problems.append(Problem(path.name, lines["select", n], made.id, f"{len(fit)} questions fit and {pick.count} are wanted", "ask for fewer or drop a condition"))
        for id in drawn(fit, f"{made.seed}/{made.id}/{n}")[: pick.count]:
            points[id] = pick.points
    if problems:
        raise ContentError(problems)
    return Sheet(made, tuple(every[id] for id in points), points)


def drawn(ids: list[str], seed: str) -> list[str]:
    """Return ids in an order that is the same for the same seed, on every machine."""
    return sorted(ids, key=lambda id: hashlib.sha256(f"{seed}#{id}".encode()).digest())


def variant(sheet: Sheet, letter: str) -> list[Question]:
    """Return the questions in the order of a variant; A has the order of the file."""
    if letter == "A":
        return list(sheet.questions)
    order = drawn([q.id for q in sheet.questions], f"{sheet.assignment.seed}/{sheet.assignment.id}/{letter}")
    found = {q.id: q for q in sheet.questions}
    return [found[id] for id in order]
