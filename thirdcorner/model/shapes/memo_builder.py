"""The memo builder."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .asked import Criterion, Kept, Shape
from .triangle import DayOneContent


class MemoDraw(Shape):
    """An exercise whose work a part may draw on, with the ids of its pieces; `chapter` is empty where it stands in none."""

    title: str
    chapter: str
    items: list[str]


class MemoPart(Shape):
    """A part of the memo: `item` is the permanent id of the work on it, `needs` what a program can see in it."""

    id: str
    item: str
    name: str
    asks_html: str
    words_max: int
    needs: Literal["text", "likelihood", "confidence", "date"]
    draws_on: list[MemoDraw]


class MemoContent(Shape):
    """The memo builder; `day` is the question of the first day, whose answer stands beside the memo."""

    id: str
    title: str
    task_html: str
    worked_example_html: str
    words_max: int
    parts: list[MemoPart]
    likelihood: list[str]
    confidence: list[str]
    rubric: list[Criterion]
    peer_html: list[str]
    ends_html: str
    day: DayOneContent | None = None


class Drafted(Kept):
    """What a learner wrote of one part, or, under the memo's own id, how they mark it: a level by a criterion's id.

    The edition before kept a list of levels in the rubric's order.
    """

    part_text: str = ""
    checked: bool = False
    marks: dict[str, int | None] | list[int | None] = Field(default_factory=dict)
