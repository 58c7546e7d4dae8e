"""The triangle, and the question of the first day."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .asked import CodedExercise, Kept, Part, Shape


class Cited(Shape):
    """A source, as a reader is told it."""

    text: str
    url: str = ""
    label: str = ""


class TriangleFlow(Shape):
    """What one corner gave another; `start` and `end` are days (ISO), `when` and `from` to `to` say it in words."""

    id: str
    giver: str
    receiver: str
    what: str
    kind: str
    start: str
    end: str = ""
    when: str
    attestation: Literal["attested", "claimed", "inferred"]
    mutual: bool = False
    says_html: str
    sources: list[Cited]


class TriangleCorner(Shape):
    """A corner: its actor, the name that stands in it, and the name of the state."""

    id: str
    capital: str
    name: str


class DayOneContent(Shape):
    """The question of the first day; `again` where it is asked only of those who have not answered, ``back`` where the answer returns."""

    id: str
    title: str
    question: str
    lead_html: str
    answers: list[Part]
    begin: str = ""
    mode: Literal["ask", "again", "back"] = "ask"
    code: CodedExercise | None = None


class TriangleContent(Shape):
    """The triangle, its flows in order, and the days between which the scrubber runs; with the first day's question where it asks it."""

    id: str
    title: str
    task_html: str
    corners: list[TriangleCorner] = Field(min_length=3, max_length=3)
    flows: list[TriangleFlow]
    kinds: dict[str, str]
    start: str
    end: str
    marked: str
    marked_words: str
    day: DayOneContent | None = None


class Looked(Kept):
    """How a learner left the triangle: the month (from the start), the kinds left out, and the ribbon in hand."""

    month: int | None = Field(default=None, ge=0)
    without: list[str] = Field(default_factory=list)
    flow: str = ""


class Said(Shape):
    """An answer to the first day's question, how sure (0 to 100), and when (ISO)."""

    answer: str
    sure: float = Field(ge=0, le=100)
    at: str


class Remembered(Kept):
    """What a learner said on the first day and last; `answer` and `sure` are what lies in hand and was not said yet.

    Of two records' `first` the earlier stands, whatever comes later: the store knows the field by its name.
    """

    first: Said | None = None
    latest: Said | None = None
    answer: str = ""
    sure: float | None = Field(default=None, ge=0, le=100)
    skipped: bool = False
    why_text: str = ""
