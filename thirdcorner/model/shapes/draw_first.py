"""Draw it first."""

from __future__ import annotations

from pydantic import Field

from .asked import CodedExercise, Kept, Shape
from .triangle import Cited


class DrawAt(Shape):
    """A place along the axis: the year, and how many rows of the table are one point there."""

    id: str
    at: float
    many: int = 1


class DrawValue(Shape):
    """What the record has for a year: a number, or the place of a word among the levels."""

    id: str
    at: float
    value: float


class DrawLine(Shape):
    """A line of the record; one that is `given` is shown whole."""

    id: str
    name: str
    actor: str = ""
    given: bool = False
    label: str = "above"
    record: list[DrawValue]


class DrawFirstContent(Shape):
    """Axes, the beginning of each line up to `until`, the places that are drawn, and the record."""

    id: str
    title: str
    task_html: str
    lines: list[DrawLine] = Field(min_length=1)
    until: float
    points: list[DrawAt] = Field(min_length=1)
    start: float
    end: float
    low: float
    high: float
    step: float
    decimals: int
    levels: list[str]
    axis: str
    unit: str
    finding: str
    shows_html: str
    sources: list[Cited]
    code: CodedExercise | None = None


class Drawn(Kept):
    """A learner's drawing: a value by the id of its line and its year (``china/2014``); whether it is committed."""

    points: dict[str, float] = Field(default_factory=dict)
    committed: bool = False
