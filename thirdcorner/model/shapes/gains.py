"""Who gains."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .asked import Kept, Shape

Gain = Literal[-2, -1, 0, 1, 2]


class GainActor(Shape):
    """An actor, with the short form that stands over a column."""

    id: str
    name: str
    short: str


class GainCell(Shape):
    """How the course reads a cell, and why."""

    actor: str
    value: Gain
    why_html: str


class GainFlow(Shape):
    """Something that changed hands: `id` is permanent, `key` its name in the data, `head` who gave it to whom and when."""

    id: str
    key: str
    what: str
    head: str
    attestation: Literal["attested", "claimed", "inferred"]
    says_html: str
    sources: str
    cells: list[GainCell]


class GainContent(Shape):
    """Flows by actors."""

    id: str
    title: str
    task_html: str
    worked_example_html: str
    question_html: str
    ends_html: str
    actors: list[GainActor]
    rows: list[GainFlow]


class Gained(Kept):
    """What a learner gave each actor in one row; under the exercise's own id, words on the whole."""

    values: dict[str, Gain] = Field(default_factory=dict)
    compared: bool = False
    reading_text: str = ""
