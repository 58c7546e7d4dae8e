"""The analogy laboratory: cast the parts, code the ties, compare the shapes, sort the cards, name what breaks it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from ..base import Id, Keys, Markdown, Model, Text
from ..dealings import ObligationType
from .base import ActivityBase, fingerprint

Side = Literal["likeness", "difference"]
Mark = Literal["known", "unclear", "presumed"]


class Part(Model):
    """A part in the old case, or a state that may play it now."""

    id: Id
    name: Text
    was_md: Markdown | None = None


class Casting(Model):
    """Who plays whom in somebody's reading, by part of the old case."""

    name: Text
    cast: dict[str, str]
    says_md: Markdown
    sources: Keys = ()


class Tie(Model):
    """A pair of states, the treaties whose words the learner codes, and how the book codes them."""

    id: Id
    name: Text
    treaties: Keys = Field(min_length=1)
    types: tuple[ObligationType, ...] = ()
    says_md: Markdown


class Shape(Model):
    """A year's corners in the figure's rows: who stands in the middle, who at the sides, and who against them."""

    year: int
    age: Literal["then", "now"]
    middle: Text
    sides: tuple[Text, Text]
    against: tuple[Text, ...] = ()


class Measure(Model):
    """A column of the figure, and what it cannot see."""

    column: Id
    name: Text
    blind_md: Markdown


class Card(Model):
    """A likeness or a difference, how well it is known, and why the book says so."""

    id: Id
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
    """One analogy on the bench; where it names no parts, it is blank and the learner fills it in."""

    id: Id
    name: Text
    says_md: Markdown
    then: tuple[Part, ...] = ()
    now: tuple[Part, ...] = ()
    castings: tuple[Casting, ...] = ()
    ties: tuple[Tie, ...] = ()
    shapes: tuple[Shape, ...] = ()
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
        return self


class AnalogyLab(ActivityBase):
    """The cases on the bench, the figure whose rows give the shapes, and how the exercise closes."""

    kind: Literal["analogy-lab"]
    worked_example_md: Markdown
    figure: Id | None = None
    measures: tuple[Measure, ...] = ()
    cases: tuple[Case, ...] = Field(min_length=1)
    closing_md: Markdown

    @model_validator(mode="after")
    def _shapes_have_a_figure(self) -> Self:
        if any(c.shapes for c in self.cases) and not (self.figure and self.measures):
            raise ValueError("a case has shapes; name the figure and the measures they are drawn from")
        return self

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield also the figure, treaties, claims and sources of the cases."""
        yield from super().names()
        if self.figure:
            yield "figures", (self.figure,)
        for case in self.cases:
            yield "sources", case.sources
            for tie in case.ties:
                yield "treaties", tie.treaties
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
            found[f"{at}/cards"] = fingerprint([[c.id, c.text_md] for c in case.cards])
            found[f"{at}/verdict"] = fingerprint(case.question_md)
        return found
