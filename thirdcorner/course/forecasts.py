"""What simple forecasters score on a desk's resolved questions: the figures that a page states about them."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Forecast
from ..model.activities import ForecastDesk
from .read import Course

FORECASTERS = {"even": "always 50 per cent", "base": "the base rate, 50 per cent where there is none", "yes": "always yes"}
"""The forecasters that know nothing of a question but its base rate, and their names."""


def score(forecaster: str, asked: Sequence[Forecast]) -> float:
    """Return the mean Brier score, from 0 (best) to 1, of one of `FORECASTERS` over resolved questions (one or more)."""
    return sum((_said(forecaster, f) - (f.outcome == "yes")) ** 2 for f in asked) / len(asked)


def table(course: Course, desk: ForecastDesk) -> tuple[list[str], dict[str, list[str]]]:
    """Return what a page shows: the names of the sets with their sizes, and by forecaster its scores to two places, one a set."""
    parts = sets(course, desk)
    heads = [f"{name} ({len(asked)}, {sum(f.outcome == 'yes' for f in asked)} of them Yes)" for name, asked in parts.items()]
    return heads, {words: [f"{score(who, asked):.2f}" for asked in parts.values()] for who, words in FORECASTERS.items()}


def _said(forecaster: str, asked: Forecast) -> float:
    """Return the probability of Yes that a simple forecaster gives, from 0 to 1."""
    if forecaster == "base":
        return 0.5 if asked.base_rate is None else asked.base_rate
    return {"even": 0.5, "yes": 1.0}[forecaster]


def sets(course: Course, desk: ForecastDesk) -> dict[str, list[Forecast]]:
    """Return the questions in the sets that are compared: those chosen beforehand, those added, and all; an empty set is left out."""
    every = [course.forecasts[id] for id in desk.resolved]
    parts = {"chosen first": [f for f in every if f.id not in desk.added], "added later": [f for f in every if f.id in desk.added], "all": every}
    return {name: part for name, part in parts.items() if part and (name == "all" or desk.added)}
