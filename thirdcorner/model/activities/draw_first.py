"""A chart that is drawn before it is shown: a table of the course, where its beginning ends, and the points that a learner sets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from ..base import Id, Keys, Markdown, Model, Text
from .base import ActivityBase, fingerprint


class DrawnLine(Model):
    """One line of the table: the value of its series column (`of`), and the actor whose colour it has.

    A line that is `given` is shown whole, for the eye to measure by; `label` says on which side of it its name stands.
    """

    id: Id
    name: Text
    of: Text | None = None
    actor: Id | None = None
    given: bool = False
    label: Literal["above", "below"] = "above"


class DrawFirst(ActivityBase):
    """The axes of one figure, its beginning up to and with the year `until`, and the years that are drawn.

    `across` is the table's column of years, or of days, whose rows of one year are then one point. `levels` are the words of a
    table without numbers, the lowest first; `low`, `high` and `step` are the scale otherwise, and its values are told with so many `decimals`.
    """

    kind: Literal["draw-first"]
    figure: Id
    across: Text
    lines: tuple[DrawnLine, ...] = Field(min_length=1, max_length=4)
    until: str = Field(pattern=r"^\d{4}$")
    draw: tuple[str, ...] = Field(min_length=2, max_length=12)
    low: float = 0
    high: float = 100
    step: float = Field(default=1, gt=0)
    levels: tuple[Text, ...] = ()
    decimals: int = Field(default=1, ge=0, le=3)
    axis: Text
    unit: str = ""
    shows_md: Markdown

    @model_validator(mode="after")
    def _forwards(self) -> Self:
        if list(self.draw) != sorted(set(self.draw)) or self.draw[0] <= self.until:
            raise ValueError(f"the years that are drawn must run forwards from after {self.until}, each once")
        if self.levels and len(self.levels) < 2:
            raise ValueError("levels must name two words at least")
        if not self.levels and self.low >= self.high:
            raise ValueError(f"its scale runs from {self.low:g} to {self.high:g}; it must run upwards")
        if all(line.given for line in self.lines):
            raise ValueError("one line at least must be left to draw")
        return self

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield also the figure and the actors."""
        yield from super().names()
        yield "figures", (self.figure,)
        yield "actors", tuple(line.actor for line in self.lines if line.actor)

    def items(self) -> dict[str, str]:
        """Return one piece of work: the drawing, which another scale or another question sets aside and a mended number does not."""
        return {self.id: fingerprint([self.figure, [x.id for x in self.lines if not x.given], self.until, self.draw, self.low, self.high, self.levels])}
