"""The alliance security dilemma: states of two eras placed between the fear of being left and the fear of being dragged in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from ..base import Id, Keys, Markdown, Model, Text
from .base import ActivityBase, fingerprint

Conduct = Literal["closer", "distance", "both"]


class Voice(Model):
    """Where a reading puts a state, each fear from 0 to 10; the number is the book's, the argument the source's."""

    name: Text
    abandonment: int = Field(ge=0, le=10)
    entrapment: int = Field(ge=0, le=10)
    says_md: Markdown
    sources: Keys = Field(min_length=1)


class Ally(Model):
    """A state toward its partner in one era: the record, what it did, and how others place it.

    `years` are the first and the last year of an era in which it may have moved, so that a beginning can be placed as well; `short` is what stands over the plane, with an arrow.
    """

    id: Id
    era: Id
    name: Text
    short: str = Field(pattern="^[^→]+ → [^→]+$")
    record_md: Markdown
    years: tuple[int, int] | None = None
    did: Conduct
    why_md: Markdown
    voices: tuple[Voice, ...] = Field(min_length=1)
    claims: Keys = ()
    sources: Keys = Field(min_length=1)

    @model_validator(mode="after")
    def _years_run_upwards(self) -> Self:
        if self.years is not None and self.years[0] >= self.years[1]:
            raise ValueError(f"ally {self.id}: years {self.years[0]} and {self.years[1]} must run upwards")
        return self


class Era(Model):
    """A time from which allies are taken."""

    id: Id
    label: Text


class DilemmaExplorer(ActivityBase):
    """Allies of several eras on one plane."""

    kind: Literal["dilemma-explorer"]
    worked_example_md: Markdown
    method_md: Markdown
    question_md: Markdown
    ends_md: Markdown
    eras: tuple[Era, ...] = Field(min_length=2, max_length=3)
    allies: tuple[Ally, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _eras_are_used(self) -> Self:
        eras = {e.id for e in self.eras}
        if strange := {a.era for a in self.allies} ^ eras:
            raise ValueError(f"each era needs an ally and each ally an era; look at {', '.join(sorted(strange))}")
        return self

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield also the claims and sources of the allies and voices."""
        yield from super().names()
        for ally in self.allies:
            yield "claims", ally.claims
            yield "sources", ally.sources
            yield from (("sources", voice.sources) for voice in ally.voices)

    def items(self) -> dict[str, str]:
        """Return one fingerprint an ally, and one for the text."""
        found = {f"{self.id}/{a.id}": fingerprint([a.name, a.era, a.record_md]) for a in self.allies}
        return {self.id: fingerprint(self.question_md), **found}
