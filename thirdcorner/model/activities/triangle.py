"""The triangle: three capitals, and what each gave another, from the course's own record of flows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from ..base import Day, Id, Keys, Model, Text
from .base import ActivityBase, fingerprint


class Corner(Model):
    """An actor, by the name that stands in its corner."""

    actor: Id
    capital: Text


class Triangle(ActivityBase):
    """Three corners, the first of them on top, and the months that the scrubber runs through.

    What is drawn are the flows of the record between any two of the three; `marked` is what the line at the text's own date is called.
    """

    kind: Literal["triangle"]
    corners: tuple[Corner, ...] = Field(min_length=3, max_length=3)
    start: Day
    end: Day
    marked: Text

    @model_validator(mode="after")
    def _three_and_forwards(self) -> Self:
        if len({c.actor for c in self.corners}) < 3:
            raise ValueError("its corners must be three different actors")
        if self.end <= self.start:
            raise ValueError(f"it ends on {self.end}, which is not after its start on {self.start}")
        return self

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield also the actors."""
        yield from super().names()
        yield "actors", tuple(c.actor for c in self.corners)

    def items(self) -> dict[str, str]:
        """Return one piece of work: how the learner left the picture, which no new flow sets aside."""
        return {self.id: fingerprint([self.id, self.start.isoformat()])}
