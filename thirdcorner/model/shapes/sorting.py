"""The sorting bench."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .asked import Kept, Shape


class SortingKind(Shape):
    """A bin."""

    id: str
    label: str
    means_html: str


class SortingCard(Shape):
    """A statement: the bin where the course puts it (none where readings may differ), a word on each bin, and what would settle it."""

    id: str
    text_html: str
    where: str
    key: str | None = None
    said_html: dict[str, str]
    settles_html: str


class SortingContent(Shape):
    """Statements to be sorted; where `asks_html` is not empty, the learner also writes a line on each."""

    id: str
    title: str
    task_html: str
    worked_example_html: str
    asks_html: str = ""
    ends_html: str
    kinds: list[SortingKind] = Field(min_length=2)
    statements: list[SortingCard]


class Binned(Kept):
    """The bin into which a learner put a statement, a line on it, and what came of it; `first` is 1 where the first was the course's."""

    answer: str | None = None
    line_text: str = ""
    checked: bool = False
    revealed: bool = False
    first: Literal[0, 1] | None = None
