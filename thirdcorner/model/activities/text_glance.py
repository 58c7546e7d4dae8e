"""The text at a glance: every sentence a bar, what it claims its colour; a prediction by section comes first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from ..base import Id, Keys, Text
from .base import ActivityBase, fingerprint


class TextGlance(ActivityBase):
    """What is predicted before the kinds are shown, and the exercise whose sorting can be laid over them.

    `measured` says what the prediction is held against: the share of a section's words that report facts, or how many lines of the
    register lead from it to the thesis, which is the first section.
    """

    kind: Literal["text-glance"]
    measured: Literal["facts", "thesis"]
    asks: Text
    sorter: Id | None = None

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield also the exercise whose sorting it shows."""
        yield from super().names()
        yield "activities", (self.sorter,) if self.sorter else ()

    def items(self) -> dict[str, str]:
        """Return two pieces of work: the picture as it was left, and the prediction, which another question would set aside."""
        return {self.id: fingerprint([self.id]), f"{self.id}/first-expected": fingerprint([self.measured, self.asks])}
