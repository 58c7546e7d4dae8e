"""The dilemma explorer."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .asked import CodedExercise, Kept, Shape

Did = Literal["closer", "distance", "both"]


class DilemmaVoice(Shape):
    """Where a published reading puts an ally."""

    name: str
    abandonment: int
    entrapment: int
    says_html: str
    sources: str


class DilemmaAlly(Shape):
    """A state toward its partner; `years` are the first and the last of its decade, where it may have moved between them."""

    id: str
    key: str
    era: str
    name: str
    short: str
    record_html: str
    years: list[int] | None = None
    did: Did
    why_html: str
    voices: list[DilemmaVoice]
    sources: str


class DilemmaEra(Shape):
    """A time from which allies are taken."""

    id: str
    label: str


class DilemmaContent(Shape):
    """The dilemma explorer: its allies, and what is said around them."""

    id: str
    title: str
    task_html: str
    worked_example_html: str
    method_html: str
    question_html: str
    ends_html: str
    eras: list[DilemmaEra]
    allies: list[DilemmaAlly]
    code: CodedExercise | None = None


class Placed(Kept):
    """Where a learner puts an ally, from 0 to 10, where it began, and what it did; or, of the whole, words on it."""

    abandonment: float | None = Field(default=None, ge=0, le=10)
    entrapment: float | None = Field(default=None, ge=0, le=10)
    from_abandonment: float | None = Field(default=None, ge=0, le=10)
    from_entrapment: float | None = Field(default=None, ge=0, le=10)
    did: Did | None = None
    compared: bool = False
    reading_text: str = ""
