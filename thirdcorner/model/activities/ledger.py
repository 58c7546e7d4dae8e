"""The ledger: risks, benefits and the cost of the other course, with ranges of belief, each default traced to a paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from ..base import Id, Keys, Markdown, Model, Text
from .base import ActivityBase, fingerprint

Range = tuple[float, float]


class Factor(Model):
    """A risk, a benefit, or what the other course would cost: how likely (per cent), how weighty (0–10), after how many years, how sure.

    A cost of the other course (`reversal`) counts for the course weighed, as a benefit does: what is compared is two courses, and not
    one of them with nothing. `short` is what stands in the picture.
    """

    id: Id
    side: Literal["risk", "benefit", "reversal"]
    name: Text
    short: str = Field(min_length=1, max_length=14)
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
    """The factors and what is said around them.

    `weighed` is what the course that is weighed is called where the balance speaks for it, and `instead` what the other one is.
    """

    kind: Literal["ledger"]
    worked_example_md: Markdown
    beliefs_md: Markdown
    question_md: Markdown
    weighed: Text = "the course weighed"
    instead: Text = "the other course"
    factors: tuple[Factor, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _both_sides(self) -> Self:
        if not {"risk", "benefit"} <= {f.side for f in self.factors}:
            raise ValueError("it needs at least one risk and one benefit")
        return self

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield also the paragraphs and claims of the factors."""
        yield from super().names()
        for factor in self.factors:
            yield "paragraphs", (factor.paragraph,)
            yield "claims", factor.claims

    def items(self) -> dict[str, str]:
        """Return one piece of work, which an edit of the risks' and benefits' names and number sets aside."""
        return {self.id: fingerprint([(f.id, f.side, f.name) for f in self.factors if f.side != "reversal"])}
