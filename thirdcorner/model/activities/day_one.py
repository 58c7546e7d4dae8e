"""The question of the first day: asked once, kept as it was first answered, and brought back when the learner knows more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from ..base import Id, Keys, Text
from .base import ActivityBase, fingerprint


class DayOne(ActivityBase):
    """A question whose answers are the hypotheses of another activity; `begin` is the chapter that an answer leads to."""

    kind: Literal["day-one"]
    question: Text
    answers_of: Id
    begin: Id

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield also the activity whose hypotheses are the answers."""
        yield from super().names()
        yield "activities", (self.answers_of,)

    def items(self) -> dict[str, str]:
        """Return one piece of work; no edit of a word sets aside what somebody said on the first day."""
        return {self.id: fingerprint(self.id)}
