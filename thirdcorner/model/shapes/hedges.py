"""The hedge translator."""

from __future__ import annotations

from pydantic import Field

from .asked import CodedExercise, Kept, Shape


class HedgeScale(Shape):
    """What a published scale means by a word: low and high, per cent."""

    scale: str
    words: str
    range: list[float] = Field(min_length=2, max_length=2)


class HedgeSaid(Shape):
    """A hedge of the text: `id` is permanent, `key` its name within the exercise; `word` the nearest of the scales, where one has it."""

    id: str
    key: str
    claim: str
    hedge: str
    word: str | None = None
    text_html: str
    says_html: str
    scales: list[HedgeScale]


class HedgeContent(Shape):
    """The hedge translator."""

    id: str
    title: str
    task_html: str
    worked_example_html: str
    hedges: list[HedgeSaid]
    same_html: str
    ends_html: str
    code: CodedExercise | None = None


class Heard(Kept):
    """Between which percentages a learner hears a hedge; the scales show once that is committed."""

    low: float | None = Field(default=None, ge=0, le=100)
    high: float | None = Field(default=None, ge=0, le=100)
    compared: bool = False
