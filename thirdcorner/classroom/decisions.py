"""What an instructor decided about an assignment: read at each run from ``decisions.yml`` beside it, and never written.

Each entry says what is done, for which assignment, by whom and why. Reasons may be of health: the file is for instructors, and no
build, archive or feedback file holds any of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field, TypeAdapter, ValidationError, field_validator

from ..course.read import nearest
from ..course.yaml import ContentError, Lines, Problem, read_yaml
from ..model import Parameterised
from ..model.base import Id, Model, Text
from ..model.formulas import names_in, worked_out
from .answers import modern
from .assignments import Sheet
from .lateness import stated, when, zone_of
from .scoring import fold, number, score

NAME = "decisions.yml"
Students = Annotated[tuple[Text, ...], Field(min_length=1)]


class Decision(Model):
    """What every decision says: of which assignment, by whom, and why."""

    assignment: Id
    by: Text
    why: Text


class Drop(Decision):
    """A question is dropped: whoever handed in gets full marks for it, or it is out of the sum."""

    do: Literal["drop"]
    question: Id
    give: Literal["full", "out"]


class Accept(Decision):
    """A further answer is accepted, in the form in which a file holds it; it earns `score`.

    Of a parameterised question it is a number of one drawn `version`, or a formula of its values, which every version works out.
    """

    do: Literal["accept"]
    question: Id
    answer: Any
    version: str = ""
    score: float = Field(default=1, ge=0, le=1)


class Extend(Decision):
    """Students have until later, by the clocks of the assignment's zone."""

    do: Literal["extend"]
    students: Students
    until: datetime

    @field_validator("until", mode="before")
    @classmethod
    def _written(cls, value: Any) -> Any:
        return when(value)


class Exempt(Decision):
    """Students get no grade for this assignment, and are not missing."""

    do: Literal["exempt"]
    students: Students


class Late(Decision):
    """Students keep this share of their points, whenever they handed in."""

    do: Literal["late"]
    students: Students
    keep: float = Field(ge=0, le=1)


class TrustClock(Decision):
    """The clocks of the learners' own devices count for lateness (for these students; without names, for all)."""

    do: Literal["clock"]
    students: tuple[Text, ...] = ()


class Bonus(Decision):
    """Students get points beside those of the questions (or lose them)."""

    do: Literal["bonus"]
    students: Students
    points: float = Field(ge=-1000, le=1000)


class MarkBy(Decision):
    """One answer's score is set by hand, from 0 to 1; it goes before everything else. The student may be named by the number of the marking page."""

    do: Literal["mark"]
    student: Text
    question: Id
    score: float = Field(ge=0, le=1)


class Wording(Decision):
    """What becomes of answers to another wording of a question: graded as it is now, full marks, or nothing."""

    do: Literal["wording"]
    question: Id
    give: Literal["as-now", "full", "nothing"]


class OfAnotherNumber(Decision):
    """What becomes of questions that a student drew by a number the roster does not give them: graded as they were typed, or nothing."""

    do: Literal["draw"]
    students: Students
    give: Literal["as-typed", "nothing"]


class Whose(Decision):
    """A file is this student's."""

    do: Literal["whose"]
    file: Text
    student: Text


Any_ = Annotated[Drop | Accept | Extend | Exempt | Late | TrustClock | Bonus | MarkBy | Wording | OfAnotherNumber | Whose, Field(discriminator="do")]
_ADAPTER: TypeAdapter[Any] = TypeAdapter(Any_)
_D = TypeVar("_D", bound=Decision)


@dataclass(frozen=True)
class Decisions:
    """The decisions about one assignment, with the line of each."""

    made: tuple[tuple[int, Any], ...] = ()
    file: str = NAME

    def of(self, kind: type[_D]) -> Iterator[_D]:
        """Yield the decisions of a kind, in the order of the file."""
        for _, one in self.made:
            if isinstance(one, kind):
                yield one

    def for_student(self, kind: type[_D], student: str) -> _D | None:
        """Return the last decision of a kind about a student."""
        found = None
        for one in self.of(kind):
            named = getattr(one, "students", ())
            if student in named or (isinstance(one, TrustClock) and not named):
                found = one
        return found

    @property
    def whose(self) -> Mapping[str, str]:
        """Whose each file is that was decided on."""
        return {d.file: d.student for d in self.of(Whose)}

    def students(self) -> Iterator[tuple[int, str]]:
        """Yield each student who is named, with the line."""
        for line, d in self.made:
            for student in getattr(d, "students", None) or ([d.student] if hasattr(d, "student") else []):
                yield line, student

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield each decision in words, for the instructor's report."""
        for line, d in self.made:
            told = ", ".join(
                f"{k}: {', '.join(map(str, v)) if isinstance(v, tuple) else v}" for k, v in d if k not in ("do", "assignment", "by", "why") and v != ""
            )
            yield line, f"{d.do} ({told}): {d.why} ({d.by})"


def read_decisions(path: Path, sheet: Sheet) -> Decisions:
    """Read the decisions about an assignment; none where there is no file.

    Raises
    ------
    ContentError
        With every problem, by file, line and id.
    """
    if not path.is_file():
        return Decisions()
    problems: list[Problem] = []
    data, lines = read_yaml(path.parent, path, problems)
    if not problems and not isinstance(data, list):
        problems.append(Problem(path.name, 1, NAME, "it is not a list", "write each decision as `- do: …`"))
    found = (
        []
        if problems
        else [
            (lines[n,], one)
            for n, entry in enumerate(data)
            if (one := _one(path.name, entry, n, lines, problems)) and one.assignment == sheet.assignment.id
        ]
    )
    for line, one in found:
        problems += _fits(path.name, line, one, sheet)
    if problems:
        raise ContentError(problems)
    return Decisions(tuple((line, _placed(one, sheet)) for line, one in found), str(path))


def _one(file: str, entry: Any, n: int, lines: Lines, problems: list[Problem]) -> Any:
    try:
        return _ADAPTER.validate_python(entry)
    except ValidationError as error:
        for e in error.errors(include_url=False):
            where = ".".join(str(p) for p in e["loc"][1:]) if len(e["loc"]) > 1 else ""
            said = str(e.get("ctx", {}).get("error", e["msg"]))
            problems.append(
                Problem(
                    file,
                    lines[n,],
                    str(entry.get("do", "?") if isinstance(entry, dict) else "?"),
                    f"{where + ': ' if where else ''}{said}",
                    "mend the decision",
                )
            )
    return None


def _fits(file: str, line: int, one: Any, sheet: Sheet) -> Iterator[Problem]:
    """Yield what a decision says that the assignment does not have."""
    known = {q.id: q for q in sheet.questions}
    if hasattr(one, "question") and one.question not in known:
        yield Problem(file, line, one.question, "the assignment does not ask it", nearest(one.question, list(known)))
    elif isinstance(one, Accept):
        q = known[one.question]
        if q.kind == "parameterised":
            yield from (Problem(file, line, q.id, what, mend) for what, mend in _of_versions(q, one))
        elif one.version:
            yield Problem(file, line, q.id, f"it has no versions, and the decision names {one.version!r}", "leave `version:` out")
        elif q.kind in ("exercise", "short-answer", "essay", "interpretive") or "answer" not in modern(q, {"answer": one.answer}):
            yield Problem(
                file,
                line,
                one.question,
                f"{one.answer!r} is no answer to a question of kind {q.kind}",
                "write it as a file holds it: an id, a list of ids, true or false, {pair: answer}, or text in quotation marks",
            )
    elif isinstance(one, Extend):
        try:
            _placed(one, sheet)
        except ValueError as error:
            yield Problem(file, line, "extend", str(error), "write day and time, as 2026-12-08 18:00")


def _of_versions(q: Parameterised, one: Accept) -> Iterator[tuple[str, str]]:
    """Yield why a further answer to a parameterised question cannot be told for each version, and what would be right."""
    value, example = "" if isinstance(one.answer, bool) else str(one.answer), next(iter(q.drawn))
    named = ", ".join(q.drawn[example])
    if one.version:
        if one.version not in q.drawn:
            yield f"it has no version {one.version!r}", nearest(one.version, list(q.drawn))
        if math.isnan(number(value)):
            yield f"{one.answer!r} is no number, and the decision is about one version", 'write a number in quotation marks, as "12.5"'
        return
    try:
        if math.isnan(number(value)) and names_in(value):
            for row in q.drawn.values():
                worked_out(value, row)
            return
        told = f"{one.answer!r} may be right in one of its {len(q.drawn)} versions and wrong in another"
    except ValueError as error:
        told = str(error)
    yield told, f"say of which version it is (`version: {example}`), or write a formula of {named}"


def accepted_in(accepted: tuple[Accept, ...], q: Parameterised, version: str) -> tuple[Accept, ...]:
    """Return what is accepted of a version, with formulas worked out for its values."""
    here = [d for d in accepted if d.question == q.id and d.version in ("", version)]
    return tuple(d if d.version else d.model_copy(update={"answer": f"{worked_out(str(d.answer), q.drawn[version]):.12f}"}) for d in here)


def _placed(one: Any, sheet: Sheet) -> Any:
    """Return a decision with its time by the clocks of the assignment's zone."""
    if not isinstance(one, Extend) or one.until.tzinfo:
        return one
    if not sheet.assignment.zone:
        raise ValueError("its time is of no place: the assignment names no `zone:`, so add an offset (+01:00)")
    return one.model_copy(update={"until": stated(one.until, zone_of(sheet.assignment.zone))})


def sheet_after(sheet: Sheet, decisions: Decisions) -> Sheet:
    """Return the sheet with what was dropped out of the sum worth nothing."""
    out = {d.question: 0.0 for d in decisions.of(Drop) if d.give == "out"}
    return replace(sheet, points={**sheet.points, **out}) if out else sheet


def scored(q: Any, answer: Any, accepted: tuple[Accept, ...]) -> float | None:
    """Return what an answer earns: by its key, or as a further answer that was accepted, whichever is more."""
    own = score(q, answer)
    more = [d.score for d in accepted if d.question == q.id and _same(q, answer, modern(q, {"answer": d.answer})["answer"])]
    return max([own or 0.0, *more]) if more else own


def _same(q: Any, answer: Any, other: Any) -> bool:
    match q.kind:
        case "numeric":
            return isinstance(answer, str) and abs(number(answer) - number(other)) <= q.tolerance + 1e-9
        case "fill-in":
            return isinstance(answer, list) and [fold(a) for a in answer] == [fold(a) for a in other]
        case "multiple":
            return isinstance(answer, list) and sorted(answer) == sorted(other)
    return bool(answer == other)
