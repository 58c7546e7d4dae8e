"""Grade one file against an assignment: a light row, so that a million of them fit in memory and pass between processes."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from sys import intern  # of a class, most rows have one of a few rows of states
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from ..model import Parameterised, Question
from .answers import ids_of, modern
from .assignments import Exercise, Sheet
from .decisions import Accept, Decisions, Drop, OfAnotherNumber, Wording, accepted_in, scored
from .lateness import Clock
from .lots import folded
from .marks import work_of
from .picked import Picks, kept_as, picked, typed
from .publish import order_before, order_shown
from .submissions import Submission

_MOST, _LONGEST = 2000, 300
"""So many answers of a question are remembered, and none that is longer."""
OPEN = ("short-answer", "essay", "exercise")
"""Kinds that a person marks; what their writer ticked on the page does not count."""
Keep = Literal["all", "open", "none"]
"""Which answers a row keeps: for feedback files all, for marking the open ones, for a gradebook none."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one file earns.

    `raw` holds a score from 0 to 1 for each question (`nan`: not marked, not decided, or not scored), `raw_picks` what was picked
    (-1: nothing; see `picked`), `states` a letter a question: ``-`` no answer, ``a`` scored, ``u`` to be marked, ``m`` marked, ``w``
    another wording (or another's draw) and not decided, ``t`` checked too often, ``i`` a reading, ``d`` full marks by decision, ``x`` not asked of this student. `works` are the digests of
    open answers by the question's place. `others` is what was typed that no pick stands for (`typed_in`).
    """

    student: str
    name: str
    file: str
    at: datetime | None
    clock: Clock
    late: bool
    known: bool
    digest: bytes
    raw: bytes
    raw_picks: bytes
    states: str
    notes: tuple[str, ...] = ()
    works: tuple[tuple[int, str], ...] = ()
    given: str = ""
    handle: str = ""
    word: str = ""
    others: str = ""
    earned: float = field(default=math.nan, compare=False)
    """The points, set once by `collect`."""
    share: float = field(default=math.nan, compare=False)
    """The share of them that lateness leaves, set once by `collect`."""

    @property
    def scores(self) -> npt.NDArray[np.float32]:
        """The score of each question."""
        return np.frombuffer(self.raw, np.float32)

    @property
    def picks(self) -> Picks:
        """What was picked, by question."""
        return np.frombuffer(self.raw_picks, f"i{len(self.raw_picks) // max(1, len(self.states))}" if self.states else np.int16)

    @property
    def answered(self) -> int:
        """How many questions and exercises it answers."""
        return len(self.states) - self.states.count("-") - self.states.count("x")

    @property
    def answers(self) -> dict[str, Any]:
        """The answers kept, by question."""
        return json.loads(self.given) if self.given else {}

    @property
    def age(self) -> tuple[float, str]:
        """By which the later of two files of one student is known: its time, then its path."""
        return (self.at.timestamp() if self.at else 0.0, self.file)


@dataclass(frozen=True)
class Job:
    """What grading a file needs to know; the same for all files, and given to each process once."""

    sheet: Sheet
    decisions: Decisions = field(default_factory=Decisions)
    keep: Keep = "open"

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "accepted", tuple(self.decisions.of(Accept)))
        put(self, "wordings", {d.question: d.give for d in self.decisions.of(Wording)})
        put(self, "kept_as", kept_as(self.sheet.questions))
        put(self, "full", frozenset(d.question for d in self.decisions.of(Drop) if d.give == "full"))

    accepted: tuple[Accept, ...] = field(init=False, default=())
    wordings: Mapping[str, str] = field(init=False, default_factory=dict)
    full: frozenset[str] = field(init=False, default=frozenset())
    kept_as: np.dtype[Any] = field(init=False, default=np.dtype(np.int16))
    worths: dict[int, tuple[Any, dict[Any, tuple[int, float | None, tuple[str, ...]]]]] = field(init=False, default_factory=dict, compare=False, repr=False)
    """What answers are worth that were met before, by question (which is held, so that its number stays its own)."""

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "worths": {}}


def given_to(sheet: Sheet, one: Submission, q: Question) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """Return a question's entry and its state in the form of today, from the assignment's page or else from the chapter that asks it.

    Numbers of the form before count the parts as the edition that wrote the file had them; those of a published ordering, as its
    page showed them.
    """
    entry = one.items.get(f"assign/{sheet.assignment.id}/{q.id}")
    published = entry is not None
    entry = entry or one.items.get(q.id)
    if entry is None:
        return None, {}
    then = sheet.was.get(q.id) or sheet.earlier.get(q.id)
    before = then is not None and then.hash == entry["hash"]
    parts: Sequence[str] = then.parts if then and before else tuple(ids_of(q))
    if published and q.kind == "ordering" and len(parts) == len(q.parts) and _by_number(entry["state"].get("answer")):
        parts = [parts[i] for i in (order_before if before else order_shown)(sheet, q)]
    return entry, modern(q, entry["state"], parts)


def _by_number(answer: Any) -> bool:
    return isinstance(answer, list) and any(type(one) is int for one in answer)


def counts(sheet: Sheet, q: Question, entry: Mapping[str, Any]) -> bool:
    """Return whether an entry answers the question as it is worded: by today's fingerprint, or by that of the edition before."""
    then = sheet.was.get(q.id)
    return entry["hash"] == q.wording or (then is not None and entry["hash"] == then.hash)


def work_on(one: Submission, exercise: Exercise) -> tuple[dict[str, Any], list[str]]:
    """Return what a file holds of an exercise, by id, and the ids of work done on another wording, which does not count."""
    here = {id: one.items[id] for id in exercise.items if id in one.items}
    return {id: e["state"] for id, e in here.items() if e["hash"] == exercise.items[id]}, [
        id for id, e in here.items() if e["hash"] != exercise.items[id]
    ]


@dataclass
class _Found:
    """What grading a file has found so far."""

    scores: npt.NDArray[np.float32]
    picks: Picks
    states: list[str]
    notes: list[str] = field(default_factory=list)
    works: list[tuple[int, str]] = field(default_factory=list)
    typed: dict[int, tuple[str, ...]] = field(default_factory=dict)


def grade_one(job: Job | Sheet, one: Submission) -> Row:
    """Grade a submission. Its own scores are not believed: each answer is scored again."""
    job = job if isinstance(job, Job) else Job(job)
    n = len(job.sheet.questions)
    found = _Found(np.full(n, np.nan, np.float32), np.full(n, -1, job.kept_as), ["-"] * n)
    given: dict[str, Any] = {}
    draw = _draw(found, job, one) if job.sheet.by_number else _Draw()
    for i, q in enumerate(job.sheet.questions):
        if q.id in draw.left:
            found.states[i] = "x"
            continue
        if q.kind == "exercise":
            answer = _exercise(found, job, one, i, q)
        else:
            answer = _drawn(found, job, one, i, q, draw.number) if q.kind == "parameterised" else _question(found, job, one, i, q)
        if answer is not None:
            given[q.id] = answer
        if draw.give != "own" and (q.id in job.sheet.drawn or q.kind == "parameterised") and found.states[i] != "-":
            found.scores[i], found.states[i] = (0.0, "a") if draw.give == "nothing" else (np.nan, "w")
        if q.id in job.full:
            found.scores[i], found.states[i] = 1.0, "d"
    _others(found, job.sheet, one)
    digest = hashlib.blake2b(json.dumps(given, sort_keys=True).encode("ascii"), digest_size=16).digest()
    kept = (
        given
        if job.keep == "all"
        else {id: given[id] for i, _ in found.works if (id := job.sheet.questions[i].id) in given}
        if job.keep == "open"
        else {}
    )
    return Row(
        one.student, one.name, one.file, one.at, one.clock, one.late, one.known, digest,
        found.scores.tobytes(), found.picks.tobytes(), intern("".join(found.states)), tuple(found.notes), tuple(found.works), json.dumps(kept) if kept else "", one.handle, one.word,
        intern(json.dumps(found.typed)) if found.typed else "",
    )  # fmt: skip


class _Draw(NamedTuple):
    """What was drawn for a student: which questions did not fall to the `number`, and what answers to the others earn.

    `give` is ``own`` (what they are worth), ``nothing`` by decision, or ``open``: the number is not the student's, and nothing was decided.
    """

    left: frozenset[str] = frozenset()
    number: str = ""
    give: Literal["own", "open", "nothing"] = "own"


def _draw(found: _Found, job: Job, one: Submission) -> _Draw:
    """Return what was drawn for a student, by the number in the file; of several that a roster has of a student, one alone is the student's own."""
    sheet = job.sheet
    state = one.items.get(f"assign/{sheet.assignment.id}/number", {}).get("state", {})
    number = state["answer"] if isinstance(state.get("answer"), str) else ""
    left = sheet.drawn - sheet.falls_to(number)
    if not folded(number):
        found.notes.append("it gives no number, so that no question was drawn for it")
        return _Draw(left)
    if not one.held:
        found.notes.append(f"its questions were drawn by the number {number[:40]!r}, which nothing was held against: give a roster (--roster)")
    elif not one.known or _fall(sheet, number) != _fall(sheet, one.student):
        decided = job.decisions.for_student(OfAnotherNumber, one.student)
        if decided is None:
            whose = f"and not by the student’s own, {one.student!r}" if one.known else "and nobody in the roster is known by it"
            found.notes.append(f"its questions were drawn by the number {number[:40]!r}, {whose}: decide what becomes of them (decisions.yml, `do: draw`)")
        if decided and decided.give == "nothing":
            return _Draw(sheet.drawn, number, "nothing")
        return _Draw(left, number, "own" if decided else "open")
    return _Draw(left, number)


def _fall(sheet: Sheet, number: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return what falls to a number: which questions, and which versions."""
    return sheet.falls_to(number), tuple(sheet.version_of(q, number) for q in sheet.asked if q.kind == "parameterised")


def _drawn(found: _Found, job: Job, one: Submission, i: int, q: Parameterised, number: str) -> Any:
    """Score the version of a question that was answered, if it is the one that falls to the student's number; return it with its answer, or none.

    An answer from the chapter, whose version follows from the learner's own record, counts in whichever version it was given.
    """
    entry, state = given_to(job.sheet, one, q)
    published = entry is not None and entry is one.items.get(f"assign/{job.sheet.assignment.id}/{q.id}")
    version, due = state.get("version"), job.sheet.version_of(q, number)
    if "answer" not in state or (isinstance(version, str) and version in q.drawn and (version == due or not published)):
        if not (isinstance(version, str) and version in q.drawn):
            return _question(found, job, one, i, q)
        answer = _question(found, job, one, i, q.version(version, id=q.id), q, accepted_in(job.accepted, q, version))
        return None if answer is None else {"version": version, "answer": answer}
    shown = repr(version)[:20] if isinstance(version, str) else "no version"
    found.notes.append(f"{q.id}: it answers {shown}, and {due or 'no version'} falls to its number")
    found.scores[i], found.states[i] = np.nan, "w"
    return {"version": version if isinstance(version, str) else "", "answer": state["answer"]}


def _exercise(found: _Found, job: Job, one: Submission, i: int, q: Any) -> Any:
    """Note the work on an exercise; return it, or none."""
    work, stale = work_on(one, q)
    found.notes += [f"{id}: it was done on another wording of the exercise and does not count" for id in stale]
    if not work:
        found.scores[i] = 0.0
        return None
    found.picks[i], found.states[i] = 0, "u"
    found.works.append((i, work_of(q.id, work)))
    return work


def _question(found: _Found, job: Job, one: Submission, i: int, q: Any, version_of: Any = None, accepted: tuple[Accept, ...] | None = None) -> Any:
    """Score a question, or a version of one whose wording is that of all its versions; return the answer, or none."""
    sheet, asked = job.sheet, version_of or q
    entry, state = given_to(sheet, one, q)
    answer = state.get("answer")
    if q.kind != "interpretive":
        found.scores[i] = 0.0
    if entry is None or answer is None:
        if entry is not None and not counts(sheet, asked, entry) and entry["state"].get("answer") is not None:
            _reworded(found, job, i, q)
        return None
    found.states[i] = "a"
    if not counts(sheet, asked, entry) and _reworded(found, job, i, q):
        return answer
    tries = state.get("tries")
    if (
        sheet.assignment.tries
        and type(tries) is int
        and tries > sheet.assignment.tries
        and entry is one.items.get(f"assign/{sheet.assignment.id}/{q.id}")
    ):
        found.notes.append(f"{q.id}: it was checked {tries} times, {sheet.assignment.tries} allowed, and earns nothing")
        found.states[i] = "t"
    elif q.kind in OPEN:
        found.scores[i], found.states[i], found.picks[i] = np.nan, "u", 0
        found.works.append((i, work_of(q.id, answer)))
    else:
        found.picks[i], worth, letters = _worth(job, q, answer, job.accepted if accepted is None else accepted)
        if letters:
            found.typed[i] = letters
        found.states[i] = "i" if q.kind == "interpretive" else "a"
        if q.kind != "interpretive":
            found.scores[i] = worth
    return answer


def _worth(job: Job, q: Any, answer: Any, accepted: tuple[Accept, ...]) -> tuple[int, float | None, tuple[str, ...]]:
    """Return what an answer picked, what it earns, and what was typed; worked out once for equal answers, of which a class gives many."""
    kind = type(answer)
    key = answer if kind is str or kind is bool else tuple(answer) if kind is list else tuple(answer.items())
    known = job.worths.setdefault(id(q), (q, {}))[1]
    if (made := known.get(key)) is None:
        made = picked(q, answer), None if q.kind == "interpretive" else scored(q, answer, accepted), typed(q, answer)
        if len(known) < _MOST and len(json.dumps(answer)) < _LONGEST:
            known[key] = made
    return made


def _reworded(found: _Found, job: Job, i: int, q: Any) -> bool:
    """Note an answer to another wording; return whether that settles it."""
    match job.wordings.get(q.id):
        case "as-now":
            return False
        case "full":
            found.scores[i], found.states[i] = 1.0, "d"
        case "nothing":
            found.scores[i], found.states[i] = 0.0, "a"
        case _:
            found.scores[i], found.states[i] = np.nan, "w"
            found.notes.append(
                f"{q.id}: it answers another wording of the question; decide what becomes of it (decisions.yml, `do: wording`)"
            )
    return True


def _others(found: _Found, sheet: Sheet, one: Submission) -> None:
    """Note where a file answers nothing of this assignment, and what it answers instead."""
    if set(found.states) - {"x"} != {"-"}:
        return
    others = sorted({id.split("/")[1] for id in one.items if id.startswith("assign/") and id.count("/") > 1} - {sheet.assignment.id})
    found.notes.append(
        f"it holds another assignment ({', '.join(others)[:80]}) and none of this" if others else "it holds no answer of this assignment"
    )
