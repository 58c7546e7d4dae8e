"""The forecast desk: a probability first, then the outcome, the Brier score and the calibration of all answers."""

from __future__ import annotations

from typing import Any

import pandas as pd
from markupsafe import Markup

from ..course.read import Course
from ..course.words import markdown_html, nice_date
from ..model import Forecast
from ..model.activities import ForecastDesk as Activity
from ..model.activities.base import fingerprint
from .base import ActivityIsland


class ForecastDesk(ActivityIsland):
    """Forecast before you see; then compare with the record, with base rates, and with someone who always says yes.

    State, by id ``<activity>/<forecast>``: ``probability`` (0–100 per cent that it is Yes), ``locked`` (committed, so that the
    answer may be seen), ``knew`` (the learner knew the answer; such answers are scored apart), ``reason_text``.

    Parameters
    ----------
    activity
        The id of an activity of kind ``forecast-desk``, such as ``"forecast-13"``.
    """

    name = "forecast_desk"
    activity = Activity

    @classmethod
    def items(cls, course: Course, activity: Any) -> dict[str, str]:
        """Return one fingerprint a question: its words, its rule and its deadline."""
        asked = [course.forecasts[id] for id in (*activity.resolved, *activity.open)]
        return {f"{activity.id}/{f.id}": fingerprint([f.question_md, f.rule_md, f.closes.isoformat(), f.outcome]) for f in asked}

    @classmethod
    def present(cls, course: Course, activity: Any) -> dict[str, Any]:
        """Render the questions with rule, base rate, outcome and sources."""
        return {
            "title": activity.title,
            "task_html": markdown_html(activity.task_md),
            "worked_example_html": markdown_html(activity.worked_example_md),
            "hindsight_html": markdown_html(activity.hindsight_md),
            "resolved": [_question(course, activity.id, course.forecasts[id]) for id in activity.resolved],
            "open": [_question(course, activity.id, course.forecasts[id]) for id in activity.open],
        }

    def to_frame(self) -> pd.DataFrame:
        """Return one row a question: ``id, question, probability, locked, knew, outcome, brier`` (empty while open or unlocked)."""
        rows = []
        for q in [*self.content.get("resolved", []), *self.content.get("open", [])]:
            state = self.work.get(q["id"], {})
            p, outcome = state.get("probability"), q["outcome"]
            scored = state.get("locked") and outcome is not None and p is not None
            brier = (p / 100 - (outcome == "yes")) ** 2 if scored else None
            rows.append(
                {
                    "id": q["id"],
                    "question": q["question"],
                    "probability": p,
                    "locked": bool(state.get("locked")),
                    "knew": bool(state.get("knew")),
                    "outcome": outcome if scored else None,
                    "brier": brier,
                }
            )
        return pd.DataFrame(rows, columns=["id", "question", "probability", "locked", "knew", "outcome", "brier"])


def _question(course: Course, activity: str, f: Forecast) -> dict[str, Any]:
    return {
        "id": f"{activity}/{f.id}",
        "key": f.id,
        "question_html": (asked := markdown_html(f.question_md)),
        "question": Markup(asked).striptags(),
        "asked": nice_date(f.asked.isoformat()),
        "closes": nice_date(f.closes.isoformat()),
        "closes_iso": f.closes.isoformat(),
        "rule_html": markdown_html(f.rule_md),
        "base_rate": f.base_rate,
        "base_rate_html": markdown_html(f.base_rate_md) if f.base_rate_md else "",
        "outcome": f.outcome,
        "resolution_html": markdown_html(f.resolution_md) if f.resolution_md else "",
        "where": "; ".join(course.sources[k].short for k in f.sources),
    }
