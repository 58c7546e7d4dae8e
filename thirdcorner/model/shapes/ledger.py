"""The ledger."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .asked import CodedExercise, Kept, Shape


class LedgerFactor(Shape):
    """An entry of the ledger: ranges of likelihood (per cent), weight (0–10) and years, as the text suggests them."""

    id: str
    side: Literal["risk", "benefit", "reversal"]
    name: str
    short: str
    where: str
    why_html: str
    likelihood: list[float] = Field(min_length=2, max_length=2)
    magnitude: list[float] = Field(min_length=2, max_length=2)
    years: list[float] = Field(min_length=2, max_length=2)
    confidence: Literal["low", "medium", "high"]


class LedgerContent(Shape):
    """The ledger: its entries, and what is said around them."""

    id: str
    title: str
    task_html: str
    worked_example_html: str
    beliefs_html: str
    question_html: str
    weighed: str
    instead: str
    factors: list[LedgerFactor]
    code: CodedExercise | None = None


class Believed(Shape):
    """What a learner believes of one entry, where it differs from the text's."""

    likelihood: list[float] | None = Field(default=None, min_length=2, max_length=2)
    magnitude: list[float] | None = Field(default=None, min_length=2, max_length=2)
    years: list[float] | None = Field(default=None, min_length=2, max_length=2)
    confidence: Literal["low", "medium", "high"] | None = None


class Weighed(Kept):
    """A learner's ledger: beliefs by entry, what moves together, by how much a year counts less (per cent), and words on it."""

    factors: dict[str, Believed] = Field(default_factory=dict)
    together: Literal["none", "risks", "all"] = "none"
    rate: float = Field(default=0, ge=0, le=20)
    reading_text: str = ""
    committed: bool = False
