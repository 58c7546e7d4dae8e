"""The ledger of risks and benefits: beliefs as ranges, their net with its spread, what matters most, and what would flip it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..course.read import Course
from ..model.activities import Ledger as Activity
from .base import ActivityIsland


class Ledger(ActivityIsland):
    """Weigh risks against benefits with the beliefs made explicit.

    State, under the activity's id: ``factors`` (by factor id: ``likelihood`` per cent, ``magnitude`` 0–10 and ``years``, each ``[low,
    high]``, and ``confidence``), ``together`` (``none``, ``risks`` or ``all``: what moves together), ``rate`` (per cent a year by
    which what comes later counts less), ``reading_text``.

    Parameters
    ----------
    activity
        The id of an activity of kind ``ledger``, such as ``"ledger-12"``.
    """

    name = "ledger"
    activity = Activity

    @classmethod
    def present(cls, course: Course, activity: Any) -> dict[str, Any]:
        """Render the factors with what the register says of their claims."""
        content = super().present(course, activity)
        for factor, shown in zip(activity.factors, content["factors"], strict=True):
            shown["where"] = f"{factor.paragraph} · {', '.join(factor.claims)}"
            del shown["paragraph"], shown["claims"]
        return content

    def to_frame(self) -> pd.DataFrame:
        """Return one row a factor: ``factor, side, likelihood_low, likelihood_high, magnitude_low, …, years_high, confidence``."""
        mine = self.work.get(self.content.get("id", ""), {}).get("factors", {})
        rows = []
        for factor in self.content.get("factors", []):
            state = {**factor, **{k: v for k, v in mine.get(factor["id"], {}).items() if v is not None}}
            row = {"factor": factor["id"], "side": factor["side"]}
            for name in ("likelihood", "magnitude", "years"):
                row[f"{name}_low"], row[f"{name}_high"] = state[name]
            rows.append({**row, "confidence": state["confidence"]})
        return pd.DataFrame(rows)
