"""The forecast desk: resolved questions to be forecast before the answer is seen, and open ones for a class to score later."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from ..base import Keys, Markdown
from .base import ActivityBase


class ForecastDesk(ActivityBase):
    """Which questions of ``forecasts.yml`` are asked, and what is said around them.

    `added` are those of `resolved` that were chosen when their answers were known; their scores are shown apart as well.
    """

    kind: Literal["forecast-desk"]
    worked_example_md: Markdown
    hindsight_md: Markdown
    resolved: Keys = Field(min_length=1)
    open: Keys = ()
    added: Keys = ()

    @model_validator(mode="after")
    def _added_is_resolved(self) -> Self:
        if strange := set(self.added) - set(self.resolved):
            raise ValueError(f"added: {min(strange)} is none of the resolved questions; list it there too, or strike it here")
        return self

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield also the questions."""
        yield from super().names()
        yield "forecasts", (*self.resolved, *self.open)
