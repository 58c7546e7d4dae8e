"""The hedge translator: the original's words for probability, put into ranges and compared with two published scales."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from ..base import Id, Keys, Markdown, Model, Text
from .base import ActivityBase, fingerprint


class Hedged(Model):
    """A claim whose hedge is translated; `word` is the nearest row of the scales, absent where no scale has one."""

    id: Id
    claim: Id
    word: Text | None = None
    says_md: Markdown


class HedgeTranslator(ActivityBase):
    """Hedged claims, and the figure that holds the scales (columns ``scale, words, low_percent, high_percent``)."""

    kind: Literal["hedge-translator"]
    worked_example_md: Markdown
    figure: Id
    hedges: tuple[Hedged, ...] = Field(min_length=3)
    same_md: Markdown
    ends_md: Markdown

    @model_validator(mode="after")
    def _a_word_twice(self) -> Self:
        words = [h.word for h in self.hedges if h.word]
        if len(words) == len(set(words)):
            raise ValueError("let at least one word stand twice, so that the learner can see whether it is translated alike")
        return self

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield also the figure and the claims."""
        yield from super().names()
        yield "figures", (self.figure,)
        yield "claims", tuple(h.claim for h in self.hedges)

    def items(self) -> dict[str, str]:
        """Return one fingerprint a hedge."""
        return {f"{self.id}/{h.id}": fingerprint([h.claim, h.word]) for h in self.hedges}
