"""Alliances through time: powers as circles, ties by what they promise, a year to be moved; two theatres side by side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from ..base import Id, Keys, Markdown, Model, Text
from .base import ActivityBase, fingerprint


class Theatre(Model):
    """Some powers in the order in which they stand round the picture, and the years that its scrubber runs through.

    `treaties` are drawn, apart, in years that a data set no longer covers. At `stands` the picture opens once the prediction is kept;
    without it at the learner's own year, or at the first.
    """

    id: Id
    name: Text
    first: int
    last: int
    powers: Keys = Field(min_length=3, max_length=8)
    treaties: Keys = ()
    stands: int | None = None

    @model_validator(mode="after")
    def _forwards(self) -> Self:
        if self.last <= self.first:
            raise ValueError(f"it ends in {self.last}, which is not after {self.first}")
        if self.stands is not None and not self.first <= self.stands <= self.last:
            raise ValueError(f"it cannot stand at {self.stands}, which is not between {self.first} and {self.last}")
        return self


class AlliancesTime(ActivityBase):
    """What is predicted of one theatre before any tie is shown, the two tables that are drawn (see `Figure`), and what is to be said at the end."""

    kind: Literal["alliances-time"]
    asks: Text
    asked: Id
    ties: Id
    shares: Id
    terms_md: Markdown
    reads: Text = "Stand both at a year you choose, and say in one sentence what is alike."
    theatres: tuple[Theatre, ...] = Field(min_length=1, max_length=2)

    @model_validator(mode="after")
    def _asks_of_one(self) -> Self:
        if self.asked not in {t.id for t in self.theatres}:
            raise ValueError(f"it asks of {self.asked!r}, which is none of its theatres")
        return self

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield also the figures, the actors and the treaties."""
        yield from super().names()
        yield "figures", (self.ties, self.shares)
        for theatre in self.theatres:
            yield "actors", theatre.powers
            yield "treaties", theatre.treaties

    def items(self) -> dict[str, str]:
        """Return two pieces of work: the picture as it was left, and the prediction, which another question would set aside."""
        return {self.id: fingerprint([self.id]), f"{self.id}/first-year": fingerprint([self.asked, self.asks])}
