"""Risk pathways."""

from __future__ import annotations

from pydantic import Field

from .asked import Kept, Shape


class PathLink(Shape):
    """A station of a chain, and what bears on how likely it is once the one before has come."""

    id: str
    text_html: str
    bears_html: str
    sources: str


class Path(Shape):
    """A chain, its links from cause to effect; `key` names it within the exercise, `start` is the order in which a learner meets them."""

    id: str
    key: str
    name: str
    paragraph: str
    links: list[PathLink]
    start: list[str]
    weak: str
    weak_text_html: str


class PathwaysContent(Shape):
    """Risk pathways: the chains, and what is asked of all of them."""

    id: str
    title: str
    task_html: str
    worked_example_html: str
    question_html: str
    ends_html: str
    pathways: list[Path]


class Weighted(Kept):
    """What a learner did on one chain (`order` in the links' ids; in the edition before, their places), or, under the exercise's id, wrote."""

    order: list[str | int] | None = None
    checked: bool = False
    first: float | None = Field(default=None, ge=0, le=1)
    chances: dict[str, float] = Field(default_factory=dict)
    weak: str = ""
    compared: bool = False
    reading_text: str = ""
