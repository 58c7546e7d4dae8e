"""The forecast desk: resolved questions to be forecast before the answer is seen, and open ones for a class to score later."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from ..base import Keys, Markdown
from .base import ActivityBase


class ForecastDesk(ActivityBase):
    """Which questions of ``forecasts.yml`` are asked, and what is said around them."""

    kind: Literal["forecast-desk"]
    worked_example_md: Markdown
    hindsight_md: Markdown
    resolved: Keys = Field(min_length=1)
    open: Keys = ()

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield also the questions."""
        yield from super().names()
        yield "forecasts", (*self.resolved, *self.open)
