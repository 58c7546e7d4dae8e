"""What is assigned: the questions and exercises, their points, when they are due, and in which order each printed variant asks them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, TypeAdapter, ValidationError, ValidationInfo, field_validator, model_validator

from ..course.read import Course, nearest, pool_folder
from ..course.yaml import ContentError, Problem, read_yaml
from ..model import ActivityBase, Criterion, Earlier, Parameterised, Question
from ..model.base import Id, Model, Text
from . import lots
from .lateness import before, days_late, in_words, stated, when, zone_of
from .orders import in_secret_order, secret_of

PLAIN = (
    Criterion(criterion="Work", levels_md=("nothing that can be marked", "a part of what the exercise asks", "all that the exercise asks")),
    Criterion(criterion="Reasons", levels_md=("none", "for some of the choices", "for each choice that matters, to the point")),
)
"""By what an exercise is marked where its assignment does not say."""


class Asked(Model):
    """A question by its id, and what it is worth."""

    id: Id
    points: float = Field(default=1, ge=0, le=1000)


class AskedExercise(Asked):
    """A larger exercise of the book by its id, what it is worth, and by what it is marked."""

    rubric: tuple[Criterion, ...] = Field(default=PLAIN, min_length=1, max_length=8)


class Pick(Model):
    """So many questions, or exercises, that fit; which of them, the assignment's seed decides.

    With `among`, the seed decides on so many, all of which stand on the page, and `count` of these fall to each student by number.
    """

    count: int = Field(ge=1, le=200)
    among: int | None = Field(default=None, ge=2, le=200)
    points: float = Field(default=1, ge=0, le=1000)
    bank: Literal["formative", "pool", "exercises"] = "pool"
    outcome: Text | None = None
    kind: Text | None = None
    bloom: Text | None = None
    chapter: Text | None = None
    tag: Text | None = None

    @model_validator(mode="after")
    def _draws(self) -> Self:
        if self.among is not None and (self.among <= self.count or self.bank == "exercises"):
            raise ValueError("`among` is for questions, and more than `count`: each student gets `count` of so many")
        return self

    def fits(self, q: Question) -> bool:
        """Return whether a question meets every condition given."""
        asked = ((self.outcome, q.outcomes), (self.kind, (q.kind,)), (self.bloom, (q.bloom,)), (self.chapter, (q.id.split("/")[0],)), (self.tag, q.tags))
        return all(want is None or want in has for want, has in asked)

    def suits(self, activity: ActivityBase, chapters: Sequence[str]) -> bool:
        """Return whether an exercise that stands in these chapters meets every condition given; it has no level and no tag."""
        asked = ((self.outcome, activity.outcomes), (self.kind, (getattr(activity, "kind", ""),)), (self.chapter, chapters), (self.bloom, ()), (self.tag, ()))
        return all(want is None or want in has for want, has in asked)


class Assignment(Model):
    """An assignment's file.

    `opens` is told and not enforced: a page of a static book is there for whoever has the book. Both times are by the wall clocks of
    `zone`, or say their own offset. `late` says what becomes of work after `due`: accepted as it is, accepted less `penalty` (a share of
    the points, for each local calendar day begun), or refused. With `groups`, one file counts for every member of its sender's group in
    the roster. `tries` says how many files a student may hand in, of which the latest counts, and with
    `feedback: now` how often an answer may be checked; without it there is no limit.
    """

    id: Id
    title: Text
    instructions: str = ""
    zone: str | None = None
    opens: datetime | None = None
    due: datetime | None = None
    groups: bool = False
    late: Literal["accept", "penalty", "refuse"] = "accept"
    penalty: float = Field(default=0.1, gt=0, le=1)
    tries: int | None = Field(default=None, ge=1, le=20)
    feedback: Literal["now", "after-due", "never"] = "after-due"
    seed: int = 1
    variants: int = Field(default=1, ge=1, le=4)
    questions: tuple[Asked, ...] = ()
    exercises: tuple[AskedExercise, ...] = ()
    select: tuple[Pick, ...] = ()

    @field_validator("zone")
    @classmethod
    def _place(cls, value: str | None) -> str | None:
        if value is not None:
            zone_of(value)
        return value

    @field_validator("opens", "due", mode="before")
    @classmethod
    def _written(cls, value: Any) -> Any:
        return when(value)

    @field_validator("opens", "due")
    @classmethod
    def _by_the_clocks_of_the_place(cls, value: datetime | None, info: ValidationInfo) -> datetime | None:
        zone = zone_of(info.data["zone"]) if info.data.get("zone") else None
        if value is None or (value.tzinfo and not zone):
            return value
        if value.tzinfo:
            return value.astimezone(zone)
        if zone is None:
            raise ValueError(f"{value:%Y-%m-%d %H:%M} is a time of no place; add `zone: Europe/Warsaw`, or its offset (+01:00)")
        return stated(value, zone)

    @model_validator(mode="after")
    def _asks(self) -> Self:
        if not self.questions and not self.exercises and not self.select:
            raise ValueError("it asks nothing: name `questions:`, `exercises:` or `select:`")
        if self.due is None and (self.late != "accept" or self.feedback == "after-due"):
            raise ValueError("it has no `due:`, which `late:` and `feedback: after-due` need")
        if self.opens and self.due and not before(self.opens, self.due):
            raise ValueError(f"it opens on {self.opens}, and is due on {self.due}, which is not later")
        return self

    @property
    def dates(self) -> str:
        """When it opens and is due, in words; empty where neither is set."""
        said = [f"{word} {in_words(at)}" for word, at in (("Opens", self.opens), ("Due", self.due)) if at]
        return ". ".join(said) + "." if said else ""

    def kept(self, at: datetime | None) -> float:
        """Return which share of the points work handed in at a time keeps, from 0 to 1."""
        days = days_late(self.due, at) if self.due and at else 0
        return self.kept_after(days)

    def kept_after(self, days: int) -> float:
        """Return which share of the points work so many days late keeps."""
        if not days or self.late == "accept":
            return 1.0
        return 0.0 if self.late == "refuse" else max(0.0, round(1 - self.penalty * days, 6))

    def tells(self, now: datetime) -> bool:
        """Return whether students may see feedback now."""
        return self.feedback == "now" or (self.feedback == "after-due" and self.due is not None and before(self.due, now))


@dataclass(frozen=True)
class Exercise:
    """A larger exercise as it is assigned: marked by hand, from the work that a student's file holds under `items` (id to fingerprint)."""

    id: str
    title: str
    prompt_md: str
    rubric: tuple[Criterion, ...]
    items: Mapping[str, str]
    widget: str
    chapters: tuple[str, ...]
    kind: Literal["exercise"] = "exercise"
    explanation_md: str = ""
    model_answer_md: str = ""


@dataclass(frozen=True)
class Lot:
    """Questions of which so many fall to each student."""

    ids: tuple[str, ...]
    count: int
    seed: str


@dataclass(frozen=True)
class Sheet:
    """An assignment with its questions and, after them, its exercises found: `points` by id, in the order asked.

    `was` holds how the edition before knew a question whose wording is the same: its answers count; `earlier`, of any question. `keys` is the instructor's
    folder, where the secret of the orders lies.
    """

    assignment: Assignment
    questions: tuple[Any, ...]
    points: Mapping[str, float]
    was: Mapping[str, Earlier] = field(default_factory=dict)
    earlier: Mapping[str, Earlier] = field(default_factory=dict)
    keys: Path = Path("instructor")
    lots: tuple[Lot, ...] = ()

    @cached_property
    def secret(self) -> bytes:
        """What orders are drawn with; made when it is first needed."""
        return secret_of(self.keys)

    @property
    def asked(self) -> list[Question]:
        """The questions alone."""
        return [q for q in self.questions if q.kind != "exercise"]

    @property
    def exercises(self) -> list[Exercise]:
        """The exercises alone."""
        return [q for q in self.questions if q.kind == "exercise"]

    @property
    def total(self) -> float:
        """What full marks are worth; what nobody scores (readings) counts nothing."""
        scored = {q.id for q in self.questions if q.kind != "interpretive"}
        return sum(self.points[id] for id in scored - self.drawn) + sum(self.points[lot.ids[0]] * lot.count for lot in self.lots if lot.ids[0] in scored)

    @cached_property
    def drawn(self) -> frozenset[str]:
        """The ids of all questions that fall to some and not to others."""
        return frozenset(id for lot in self.lots for id in lot.ids)

    @cached_property
    def by_number(self) -> bool:
        """Whether what it asks of a student depends on the student's number."""
        return bool(self.lots) or any(q.kind == "parameterised" for q in self.questions)

    def draw_of(self, q: Question) -> str:
        """Return what the versions of a question are drawn with, besides a student's number."""
        return f"{self.assignment.seed}/{self.assignment.id}/{q.id}"

    def version_of(self, q: Parameterised, number: str) -> str:
        """Return the version of a question that falls to a student's number; none to no number."""
        return lots.one_of(tuple(q.drawn), self.draw_of(q), number)

    def falls_to(self, number: str) -> frozenset[str]:
        """Return which of the drawn questions fall to a student's number; none to no number."""
        if not lots.folded(number):
            return frozenset()
        return frozenset(id for lot in self.lots for id in lots.drawn(lot.ids, lot.count, lot.seed, number))


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
    stands: dict[str, list[str]] = {}
    for chapter in course.chapters.values():
        for call in chapter.calls:
            if call.args and call.args[0] in course.activities:
                stands.setdefault(str(call.args[0]), []).append(chapter.id)
    points: dict[str, float] = {}
    rubrics: dict[str, tuple[Criterion, ...]] = {}
    for n, asked in enumerate(made.questions):
        if asked.id not in every:
            problems.append(Problem(path.name, lines["questions", n], asked.id, "there is no such question", nearest(asked.id, list(every))))
        elif asked.id in points:
            problems.append(Problem(path.name, lines["questions", n], asked.id, "it is asked twice", "drop one of them"))
        points[asked.id] = asked.points
    for n, one in enumerate(made.exercises):
        if one.id not in course.activities:
            problems.append(Problem(path.name, lines["exercises", n], one.id, "there is no such exercise", nearest(one.id, list(course.activities))))
        elif one.id in points:
            problems.append(Problem(path.name, lines["exercises", n], one.id, "it is set twice", "drop one of them"))
        points[one.id], rubrics[one.id] = one.points, one.rubric
    drawing: list[Lot] = []
    for n, pick in enumerate(made.select):
        wanted = pick.among or pick.count
        if pick.bank == "exercises":
            fit = [a.id for a in course.activities.values() if a.id not in points and pick.suits(a, stands.get(a.id, []))]
        else:
            fit = [q.id for q in (pool if pick.bank == "pool" else course).questions.values() if q.id not in points and pick.fits(q)]
        if len(fit) < wanted:
            what = "exercises" if pick.bank == "exercises" else "questions"
            problems.append(Problem(path.name, lines["select", n], made.id, f"{len(fit)} {what} fit and {wanted} are wanted", "ask for fewer or drop a condition"))
        chosen = drawn(fit, f"{made.seed}/{made.id}/{n}")[:wanted]
        points |= dict.fromkeys(chosen, pick.points)
        drawing += [Lot(tuple(chosen), pick.count, f"{made.seed}/{made.id}/{n}")] if pick.among else []
        scored = {every[id].kind == "interpretive" for id in chosen if id in every}
        if pick.among and len(scored) > 1:
            problems.append(Problem(
                path.name, lines["select", n], made.id,
                "readings, which nobody scores, are among questions that are scored: students would have different sums",
                "name a `kind`",
            ))  # fmt: skip
    secret = [id for id in points if id in pool.questions and id not in course.questions]
    if made.feedback == "now" and secret:
        problems.append(Problem(
            path.name, 1, secret[0], "`feedback: now` would put the key of this graded question into students’ hands",
            "say `after-due`, or ask questions of the book’s own bank",
        ))  # fmt: skip
    if problems:
        raise ContentError(problems)
    found = [every[id] for id in points if id in every] + [exercise(course, id, rubrics.get(id, PLAIN), tuple(stands.get(id, ()))) for id in points if id not in every]
    was = {q.id: then for q in found if q.kind != "exercise" and (then := (pool if q.id in pool.questions else course).was(q))}
    return Sheet(made, tuple(found), points, was, {**course.earlier, **pool.earlier}, pool_folder(course.root), tuple(drawing))


def exercise(course: Course, id: str, rubric: tuple[Criterion, ...], chapters: tuple[str, ...]) -> Exercise:
    """Return an activity of the book as it is assigned."""
    from ..widgets import widget_of

    activity = course.activities[id]
    widget = widget_of(activity)
    if widget is None:
        raise ValueError(f"no widget shows the activity {id}")
    return Exercise(id, activity.title, f"**{activity.title}.** {activity.task_md}", rubric, widget.items(course, activity), widget.__name__, chapters)


def drawn(ids: list[str], seed: str) -> list[str]:
    """Return ids in an order that is the same for the same seed, on every machine."""
    return sorted(ids, key=lambda id: hashlib.sha256(f"{seed}#{id}".encode()).digest())


def variant(sheet: Sheet, letter: str) -> list[Any]:
    """Return the questions in the order of a variant, the exercises after them; A has the order of the file. Of a draw it has its own lot, and of drawn
    versions its own one.
    """
    left = sheet.drawn - sheet.falls_to(letter)
    asked: list[Any] = [q for q in sheet.asked if q.id not in left]
    asked = [q.version(sheet.version_of(q, letter), id=q.id) if isinstance(q, Parameterised) else q for q in asked]
    if letter == "A":
        return [*asked, *sheet.exercises]
    return [*in_secret_order(asked, sheet.secret, "questions", str(sheet.assignment.seed), sheet.assignment.id, letter), *sheet.exercises]
