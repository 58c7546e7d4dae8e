"""The learner's own page."""

from __future__ import annotations

from .asked import Shape
from .triangle import DayOneContent


class MineItem(Shape):
    """A piece of work that stands in a chapter: the outcomes it meets, and what was asked where a learner writes."""

    id: str
    outcomes: list[str]
    asked: str = ""


class MineChapter(Shape):
    """A chapter with its pieces of work, in the order of the page."""

    id: str
    number: str
    title: str
    minutes: int | None = None
    items: list[MineItem]


class MineOutcome(Shape):
    """An outcome of the course."""

    id: str
    short: str
    text: str


class MineContent(Shape):
    """The learner's own page: every chapter and outcome, and the first day's question where the course asks one."""

    id: str
    title: str
    chapters: list[MineChapter]
    outcomes: list[MineOutcome]
    day: DayOneContent | None = None
