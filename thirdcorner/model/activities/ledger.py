"""The ledger: risks and benefits with ranges of belief, each default traced to a paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from ..base import Id, Keys, Markdown, Model, Text
from .base import ActivityBase, fingerprint

Range = tuple[float, float]


class Factor(Model):
    """A risk or a benefit: how likely (per cent), how weighty (0–10), after how many years, and how sure one is."""

    id: Id
    side: Literal["risk", "benefit"]
    name: Text
    paragraph: Id
    claims: Keys = Field(min_length=1)
    likelihood: Range
    magnitude: Range
    years: Range
    confidence: Literal["low", "medium", "high"] = "medium"
    why_md: Markdown

    @model_validator(mode="after")
    def _ranges(self) -> Self:
        for name, (low, high), top in (("likelihood", self.likelihood, 100), ("magnitude", self.magnitude, 10), ("years", self.years, 20)):
            if not 0 <= low <= high <= top:
                raise ValueError(f"{name} is {low:g} to {high:g}; it must run upwards within 0 and {top}")
        return self


class Ledger(ActivityBase):
    """The factors and what is said around them."""

    kind: Literal["ledger"]
    worked_example_md: Markdown
    beliefs_md: Markdown
    question_md: Markdown
    factors: tuple[Factor, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _both_sides(self) -> Self:
        if {f.side for f in self.factors} != {"risk", "benefit"}:
            raise ValueError("it needs at least one risk and one benefit")
        return self

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield also the paragraphs and claims of the factors."""
        yield from super().names()
        for factor in self.factors:
            yield "paragraphs", (factor.paragraph,)
            yield "claims", factor.claims

    def items(self) -> dict[str, str]:
        """Return one piece of work, which an edit of the factors' names and number sets aside."""
        return {self.id: fingerprint([(f.id, f.side, f.name) for f in self.factors])}
