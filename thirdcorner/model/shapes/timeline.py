"""The timeline."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .asked import Kept, Shape

Month = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]


class TimelineEvent(Shape):
    """An event: its days (ISO), how exact they are, and the same in words."""

    id: str
    date: str
    end: str
    precision: Literal["day", "month", "year"]
    when: str
    title: str
    text_html: str
    actors: list[str]
    who: str
    kind: str
    kind_name: str
    sources: str
    grade: str


class TimelineNamed(Shape):
    """An actor, which has a lane, or a kind of event, which has a shape."""

    id: str
    name: str


class TimelineTask(Shape):
    """Events to be put on the axis, named in the order of their titles, and what their dates show."""

    id: str
    name: str
    prompt_html: str
    shows_html: str
    events: list[str]


class TimelineContent(Shape):
    """The events of a period, the day of the text, and the sets that are to be dated."""

    id: str
    title: str
    task_html: str
    start: str
    end: str
    text_date: str
    text_date_words: str
    text_date_label: str
    actors: list[TimelineNamed]
    kinds: list[TimelineNamed]
    events: list[TimelineEvent]
    tasks: list[TimelineTask]


class Dated(Kept):
    """Where a learner put the events of a set (year and month, by event id), and whether that was held against the record.

    `order` is what the edition before kept: the events in the learner's order, as ids, or as places in the order of their dates.
    """

    at: dict[str, Month] = Field(default_factory=dict)
    order: list[str | int] = Field(default_factory=list)
    checked: bool = False
    score: float | None = Field(default=None, ge=0, le=1)
