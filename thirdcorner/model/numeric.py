"""Questions whose answer is a number: one, or a number by a formula in a fixed list of drawn versions.

A parameterised question is drawn when it is read, always to the same list: its values follow from its id, its seed and its ranges. A
version's values are what a learner is asked with; its key is worked out only where a key is wanted, by `Parameterised.version`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from .base import Markdown, Model, Text
from .formulas import FUNCTIONS, names_in, worked_out
from .question_base import Asking

MOST = 50
"""Versions of a question."""
_DRAWS = 4000
"""How often values are drawn before it is said that too few differ."""
_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}(?!`)")
"""A value's place in a text; a role of MyST, which a backtick follows, is none."""

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,23}$")]
Formula = Annotated[str, StringConstraints(min_length=1)]


class Numeric(Asking):
    """A number within a tolerance; score 1 or 0. `traps` are wrong numbers people give, with what went wrong."""

    kind: Literal["numeric"]
    answer: float
    tolerance: float = Field(ge=0)
    unit: Text
    feedback_right_md: Markdown
    feedback_wrong_md: Markdown
    traps: tuple[tuple[float, Markdown], ...] = ()

    def asks(self) -> dict[str, Any]:
        """Return prompt and unit."""
        return {**super().asks(), "unit": self.unit}


class Version(Numeric):
    """A drawn version of a parameterised question, as a question of its own: its id is the question’s with ``v`` and a number behind it."""

    id: str = Field(pattern=r"^[a-z0-9-]+/q[0-9]{2,3}(v[0-9]{2})?$", max_length=80)


class Steps(Model):
    """The values from `low` to `high`, so far apart."""

    low: float
    high: float
    step: float = Field(gt=0)

    @property
    def values(self) -> tuple[float, ...]:
        """Every value, the lowest first."""
        return tuple(round(self.low + n * self.step, 10) for n in range(int((self.high - self.low) / self.step + 1e-9) + 1))

    @model_validator(mode="after")
    def _some(self) -> Self:
        if self.high < self.low or (self.high - self.low) / self.step > 10_000:
            raise ValueError(f"from {self.low:g} to {self.high:g} by {self.step:g} are no values, or more than ten thousand")
        return self


class Parameterised(Asking):
    """A number by a formula, in at most fifty versions; score 1 or 0, as `numeric`.

    Of ``values`` (a list, or ``low``, ``high``, ``step``) as many `versions` are drawn, no two alike, each for which `where` holds; or
    `rows` gives each version’s values as they are. Texts name a value as ``{name}``; what is read after answering may name ``{answer}``,
    to so many `decimals`. The answer lies `between` two numbers, where it says so. `traps` are formulas of wrong numbers.
    """

    kind: Literal["parameterised"]
    versions: int = Field(default=10, ge=2, le=MOST)
    seed: int = 1
    values: dict[Name, Steps | tuple[float, ...]] = Field(default_factory=dict)
    rows: tuple[dict[Name, float], ...] = Field(default=(), max_length=MOST)
    where: Formula | None = None
    answer: Formula
    between: tuple[float, float] | None = None
    decimals: int = Field(default=1, ge=0, le=6)
    tolerance: float = Field(ge=0)
    unit: Text
    feedback_right_md: Markdown
    feedback_wrong_md: Markdown
    traps: tuple[tuple[Formula, Markdown], ...] = ()

    @cached_property
    def drawn(self) -> Mapping[str, Mapping[str, float]]:
        """The values of each version, by its id (``v01`` to ``v50``): all that a learner is asked with, and no key."""
        rows: tuple[Mapping[str, float], ...] = self.rows or tuple(self._draw())
        return {f"v{n:02}": row for n, row in enumerate(rows, 1)}

    def _draw(self) -> Iterator[Mapping[str, float]]:
        """Yield the values of each version; which, the question's id and seed decide, on every machine alike."""
        lists = {name: had.values if isinstance(had, Steps) else had for name, had in self.values.items()}
        seen: set[tuple[float, ...]] = set()
        for n in range(_DRAWS):
            row = {name: had[_chance(self.id, self.seed, n, name) % len(had)] for name, had in lists.items()}
            if tuple(row.values()) not in seen and (self.where is None or worked_out(self.where, row)):
                seen.add(tuple(row.values()))
                yield row
            if len(seen) == self.versions:
                return

    def prompt(self, version: str) -> str:
        """Return what a version asks, as Markdown."""
        return filled(self.prompt_md, self.drawn[version])

    def version(self, version: str, *, id: str = "") -> Version:
        """Return a version with its key, which is worked out now.

        Parameters
        ----------
        version
            Its id, such as ``v03``.
        id
            The id it has as a question; by default the question's own, with the version's behind it.

        Raises
        ------
        ValueError
            In words, where a formula gives no number.
        """
        if (made := self._made.get((version, id))) is not None:
            return made
        row = self.drawn[version]
        answer = round(worked_out(self.answer, row), self.decimals + 2)
        told = {**row, "answer": round(answer, self.decimals)}
        shared = self.model_dump(exclude={"kind", "id", "versions", "seed", "values", "rows", "where", "between", "decimals", "answer", "traps"})
        texts = {field: filled(text, told) for field, text in shared.items() if field.endswith("_md") and isinstance(text, str)}
        traps = tuple((round(worked_out(formula, row), self.decimals + 2), filled(said, told)) for formula, said in self.traps)
        texts["prompt_md"] = self.prompt(version)
        made = Version(**{**shared, **texts}, id=id or f"{self.id}{version}", kind="numeric", answer=answer, traps=traps)
        self._made[version, id] = made
        return made

    @cached_property
    def _made(self) -> dict[tuple[str, str], Version]:
        """Versions that were worked out, by version and id: a class asks for each again and again."""
        return {}

    @cached_property
    def unfilled(self) -> Self:
        """The question with gaps where its values stand: for a student of whom no version is known."""
        return self.model_copy(update={name: _PLACE.sub("…", getattr(self, name)) for name in ("prompt_md", "explanation_md")})

    @property
    def numerics(self) -> list[Version]:
        """Every version with its key, as questions of their own."""
        return [self.version(id) for id in self.drawn]

    def asks(self) -> dict[str, Any]:
        """Return prompt, unit, and the values of each version."""
        return {**super().asks(), "unit": self.unit, "drawn": [[id, sorted(row.items())] for id, row in self.drawn.items()]}

    @model_validator(mode="after")
    def _whole(self) -> Self:
        faults = list(dict.fromkeys(self._faults()))
        if faults:
            more = f"; and {len(faults) - 4} more" if len(faults) > 4 else ""
            raise ValueError("; ".join(faults[:4]) + more)
        return self

    def _faults(self) -> Iterator[str]:
        """Yield what is wrong with its values and formulas: nothing that a learner could meet is left to be found by one."""
        if bool(self.values) == bool(self.rows):
            yield "it needs either `values:` to draw from or `rows:`"
            return
        known = set(self.values) or set(self.rows[0])
        clash = known & {*FUNCTIONS, "answer"}
        if clash:
            yield f"a value may not be called {min(clash)!r}, which means something already"
        if any(set(row) != known for row in self.rows):
            yield f"its rows do not all name {', '.join(sorted(known))}"
        if any(isinstance(had, tuple) and not had for had in self.values.values()):
            yield "one of its `values:` is an empty list"
        formulas = [self.answer, *([self.where] if self.where else []), *(formula for formula, _ in self.traps)]
        try:
            wrong = [(formula, name) for formula in formulas for name in sorted(names_in(formula) - known)]
        except ValueError as error:
            yield str(error)
            return
        yield from (f"the formula {formula!r} names {name!r}, which is none of its values ({', '.join(sorted(known))})" for formula, name in wrong)
        before, after = [self.prompt_md], [self.explanation_md, self.feedback_right_md, self.feedback_wrong_md, *(said for _, said in self.traps)]
        for texts, more in ((before, set[str]()), (after, {"answer"})):
            for name in sorted({name for text in texts for name in _PLACE.findall(text)} - known - more):
                yield f"a text has the place {{{name}}}, which is none of its values ({', '.join(sorted(known | more))})"
        if any(_PLACE.search(hint) for hint in self.hints_md):
            yield "a hint names a value; say the way, which is the same for every version"
        if not any(_PLACE.search(text) for text in before):
            yield "its prompt names none of its values, so that every version asks the same"
        if clash or wrong or any(set(row) != known for row in self.rows) or any(isinstance(had, tuple) and not had for had in self.values.values()):
            return
        yield from self._faults_of_versions()

    def _faults_of_versions(self) -> Iterator[str]:
        try:
            drawn = self.drawn
        except ValueError as error:
            yield str(error)
            return
        wanted = len(self.rows) or self.versions
        if len(drawn) < max(2, wanted):
            yield f"only {len(drawn)} different sets of values were found, and {max(2, wanted)} versions are wanted"
        met: dict[tuple[tuple[str, float], ...], str] = {}
        for id, row in drawn.items():
            told = ", ".join(f"{name} = {value:g}" for name, value in row.items())
            if (first := met.setdefault(tuple(sorted(row.items())), id)) != id:
                yield f"version {id} has the same values as {first} ({told})"
            for formula in (self.answer, *(trap for trap, _ in self.traps)):
                try:
                    made = worked_out(formula, row)
                except ValueError as error:
                    yield f"version {id} ({told}): {error}"
                    continue
                if formula is self.answer and self.between and not self.between[0] <= made <= self.between[1]:
                    yield f"version {id} ({told}): its answer is {made:g}, out of the range from {self.between[0]:g} to {self.between[1]:g}"


def filled(text: str, row: Mapping[str, float]) -> str:
    """Return a text with values in their places."""
    return _PLACE.sub(lambda place: said(row[place[1]]) if place[1] in row else place[0], text)


def said(value: float) -> str:
    """Return a number as a text has it: thousands apart from 10,000 on, no zeros behind, a minus that is one."""
    text = f"{value:,.10f}" if abs(value) >= 10_000 else f"{value:.10f}"
    return text.rstrip("0").rstrip(".").replace("-", "−")


def _chance(*what: object) -> int:
    return int.from_bytes(hashlib.sha256("/".join(map(str, what)).encode()).digest()[:8])
