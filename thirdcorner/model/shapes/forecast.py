"""The forecast desk."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .asked import CodedExercise, Kept, Shape


class ForecastQuestion(Shape):
    """A question with its rule and days; the base rate (0 to 1) where there is one, and the answer where it is known."""

    id: str
    key: str
    question_html: str
    question: str
    asked: str
    closes: str
    closes_iso: str
    rule_html: str
    base_rate: float | None = None
    base_rate_html: str
    outcome: Literal["yes", "no"] | None = None
    resolution_html: str
    where: str


class ForecastContent(Shape):
    """The desk: questions that are resolved and questions that are open, and what is said around them."""

    id: str
    title: str
    task_html: str
    worked_example_html: str
    hindsight_html: str
    resolved: list[ForecastQuestion]
    open: list[ForecastQuestion]
    code: CodedExercise | None = None


class Foretold(Kept):
    """A learner's forecast: a probability of Yes in per cent, whether it was committed, whether the answer was known, and why."""

    probability: float | None = Field(default=None, ge=0, le=100)
    locked: bool = False
    knew: bool = False
    reason_text: str = ""
