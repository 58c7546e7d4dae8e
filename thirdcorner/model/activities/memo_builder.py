"""The memo builder: the parts of a one-page memo, what each asks, and which earlier work may be drawn on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from ..base import Id, Keys, Markdown, Model, Text
from ..question import Row
from .base import ActivityBase, fingerprint


class MemoPart(Model):
    """A part of the memo; `needs` says what a program can see in it."""

    id: Id
    name: Text
    asks_md: Markdown
    words_max: int = Field(gt=0)
    needs: Literal["text", "likelihood", "confidence", "date"] = "text"
    draws_on: Keys = ()


class MemoBuilder(ActivityBase):
    """The parts in order, the words of likelihood and confidence, the rubric for oneself and for a peer, and a model.

    `day_one` is the question of the first day whose answer stands beside the memo.
    """

    kind: Literal["memo-builder"]
    worked_example_md: Markdown
    words_max: int = Field(gt=0)
    parts: tuple[MemoPart, ...] = Field(min_length=3)
    likelihood: tuple[Text, ...] = Field(min_length=3)
    confidence: tuple[Text, ...] = Field(min_length=2)
    rubric: tuple[Row, ...] = Field(min_length=3, max_length=8)
    day_one: Id | None = None
    peer_md: tuple[Markdown, ...] = Field(min_length=2)
    ends_md: Markdown

    @model_validator(mode="after")
    def _parts_fit(self) -> Self:
        rows = [c.id for c in self.rubric]
        if twice := {id for id in rows if rows.count(id) > 1}:
            raise ValueError(f"the rubric has two rows {min(twice)!r}; marks name a row by its id")
        if sum(p.words_max for p in self.parts) > self.words_max * 1.25:
            raise ValueError(f"the parts may have {sum(p.words_max for p in self.parts)} words in all, the memo {self.words_max}; cut the parts or raise words_max")
        return self

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield also the activities that the parts draw on, and the question of the first day."""
        yield from super().names()
        yield "activities", (self.day_one,) if self.day_one else ()
        yield from (("activities", part.draws_on) for part in self.parts)

    def items(self) -> dict[str, str]:
        """Return one fingerprint a part, and one for the marks."""
        parts = {f"{self.id}/{p.id}": fingerprint([p.name, p.needs]) for p in self.parts}
        return {self.id: fingerprint([c.criterion for c in self.rubric]), **parts}
