"""The analogy laboratory: cast the parts, code the ties, lay one triangle over the other, weigh the cards, name what breaks it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Literal, Self

from pydantic import Field, model_validator

from ..base import Id, Keys, Markdown, Model, Text
from ..dealings import ObligationType
from .base import ActivityBase, fingerprint

Side = Literal["likeness", "difference"]
Mark = Literal["known", "unclear", "presumed"]
Age = Literal["then", "now"]
CORNERS = 3
BLANK = ("a", "b", "c", "rival")
"""The parts of a case that the learner fills in: three corners and a rival, then and now."""


class Part(Model):
    """A part in the old case, or a state that may play it now.

    `state` names its rows in the figures, `actor` whose colour it has; the first three parts that are no `rival` are the corners.
    """

    id: Id
    name: Text
    was_md: Markdown | None = None
    rival: bool = False
    state: Text | None = None
    actor: Id | None = None


class Casting(Model):
    """Who plays whom in somebody's reading, by part of the old case."""

    name: Text
    cast: dict[str, str]
    says_md: Markdown
    sources: Keys = ()


class Tie(Model):
    """A side of a triangle: whom it joins, the treaties whose words the learner codes, and how the book codes them.

    Where the two had no treaty, `unwritten_md` says so in place of words.
    """

    id: Id
    age: Age
    between: tuple[Id, Id]
    name: Text
    treaties: Keys = ()
    unwritten_md: Markdown | None = None
    types: tuple[ObligationType, ...] = ()
    says_md: Markdown
    sources: Keys = ()

    @model_validator(mode="after")
    def _has_words(self) -> Self:
        if bool(self.treaties) == bool(self.unwritten_md):
            raise ValueError(f"tie {self.id}: name its treaties, or say in unwritten_md that there is none")
        return self


class Years(Model):
    """The years of the figures that can be compared, the last first seen."""

    then: tuple[int, ...] = Field(min_length=1)
    now: tuple[int, ...] = Field(min_length=1)


class Measure(Model):
    """A column of the figures, what its numbers count, and what it cannot see."""

    column: Id
    name: Text
    unit: Text | None = None
    blind_md: Markdown


class Card(Model):
    """A likeness or a difference, how well it is known, why the book says so, and which parts of the old case it concerns."""

    id: Id
    concerns: Keys = ()
    text_md: Markdown
    side: Side
    mark: Mark
    why_md: Markdown
    claims: Keys = ()
    sources: Keys = ()


class ModelReading(Model):
    """What one reader concludes."""

    name: Text
    text_md: Markdown
    sources: Keys = ()


class Case(Model):
    """One analogy on the bench; where it names no parts, it is blank and the learner fills it in.

    `today_of` names the case whose ties of today stand here as well, with what the learner coded there.
    """

    id: Id
    name: Text
    says_md: Markdown
    then: tuple[Part, ...] = ()
    now: tuple[Part, ...] = ()
    castings: tuple[Casting, ...] = ()
    ties: tuple[Tie, ...] = ()
    today_of: Id | None = None
    years: Years | None = None
    cards: tuple[Card, ...] = ()
    question_md: Markdown
    readings: tuple[ModelReading, ...] = ()
    sources: Keys = ()

    @model_validator(mode="after")
    def _cast_of_its_own(self) -> Self:
        then, now = {p.id for p in self.then}, {p.id for p in self.now} | {"nobody"}
        for casting in self.castings:
            if set(casting.cast) != then or not set(casting.cast.values()) <= now:
                raise ValueError(f"case {self.id}: casting {casting.name!r} must give each of {', '.join(sorted(then))} one of {', '.join(sorted(now))}")
        if self.then and sum(not p.rival for p in self.then) != CORNERS:
            raise ValueError(f"case {self.id}: a triangle has three corners; mark the other parts as rival")
        for tie in self.ties:
            of = {p.id for p in (self.then if tie.age == "then" else self.now)}
            if not set(tie.between) <= of:
                raise ValueError(f"case {self.id}: tie {tie.id} must join two of {', '.join(sorted(of))}")
        for card in self.cards:
            if not set(card.concerns) <= then:
                raise ValueError(f"case {self.id}: card {card.id} can concern only {', '.join(sorted(then))}")
        return self

    def own_ties(self) -> tuple[str, ...]:
        """Return the ids of the ties that the learner codes here: the case's, or on a blank bench each side of the two triangles."""
        if self.then:
            return tuple(t.id for t in self.ties)
        return tuple(f"{age}-{a}-{b}" for age in ("then", "now") for a, b in combinations(BLANK[:CORNERS], 2))


class AnalogyLab(ActivityBase):
    """The cases on the bench, the figures whose rows give the corners their size, and how the exercise closes."""

    kind: Literal["analogy-lab"]
    worked_example_md: Markdown
    figures: Keys = ()
    measures: tuple[Measure, ...] = ()
    cases: tuple[Case, ...] = Field(min_length=1)
    order_md: Markdown
    shared_md: Markdown | None = None
    closing_md: Markdown

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if any(c.years for c in self.cases) and not (self.figures and self.measures):
            raise ValueError("a case compares years; name the figures and the measures that give the corners their size")
        ids = {c.id: c for c in self.cases}
        for case in self.cases:
            if case.today_of and not {t.id for t in self.today(case)}:
                raise ValueError(f"case {case.id}: today_of must name a case with ties of today ({', '.join(i for i in ids if i != case.id)})")
        return self

    def today(self, case: Case) -> tuple[Tie, ...]:
        """Return the ties of today that a case has from another, whose work they share."""
        other = next((c for c in self.cases if c.id == case.today_of), None)
        names = {p.id for p in case.now}
        return tuple(t for t in other.ties if t.age == "now" and set(t.between) <= names) if other else ()

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield also the figures, actors, treaties, claims and sources of the cases."""
        yield from super().names()
        yield "figures", self.figures
        for case in self.cases:
            yield "sources", case.sources
            yield "actors", tuple(p.actor for p in (*case.then, *case.now) if p.actor)
            for tie in case.ties:
                yield "treaties", tie.treaties
                yield "sources", tie.sources
            yield from (("sources", casting.sources) for casting in case.castings)
            yield from (("sources", reading.sources) for reading in case.readings)
            for card in case.cards:
                yield "claims", card.claims
                yield "sources", card.sources

    def items(self) -> dict[str, str]:
        """Return one fingerprint a step of a case, and one a tie."""
        found = {self.id: fingerprint([c.id for c in self.cases])}
        for case in self.cases:
            at = f"{self.id}/{case.id}"
            found[f"{at}/roles"] = fingerprint([[p.id for p in case.then], [p.id for p in case.now]])
            found |= {f"{at}/tie-{t.id}": fingerprint([t.treaties, t.types]) for t in case.ties}
            found |= {f"{at}/tie-{id}": fingerprint(id) for id in case.own_ties() if not case.then}
            found[f"{at}/lay"] = fingerprint([p.id for p in case.then])
            found[f"{at}/cards"] = fingerprint([[c.id, c.text_md] for c in case.cards])
            found[f"{at}/verdict"] = fingerprint(case.question_md)
        return found
