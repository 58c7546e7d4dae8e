"""The hedge translator: words for probability as ranges, compared with two scales and with oneself."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..course.read import Course
from ..course.tables import read_table
from ..course.words import markdown_html
from ..model.activities import HedgeTranslator as Activity
from .base import ActivityIsland


class HedgeTranslator(ActivityIsland):
    """Translate hedges into ranges.

    State, by id ``<activity>/<hedge>``: ``low`` and ``high`` (per cent), ``compared``.

    Parameters
    ----------
    activity
        The id of an activity of kind ``hedge-translator``, such as ``"hedges-01"``.
    """

    name = "hedge_translator"
    activity = Activity

    @classmethod
    def present(cls, course: Course, activity: Any) -> dict[str, Any]:
        """Give each hedge its claim, its words in the original, and the scales' ranges for its word."""
        content = super().present(course, activity)
        rows = read_table(course, activity.figure)[1]
        for given, shown in zip(activity.hedges, content["hedges"], strict=True):
            claim = course.claims[given.claim]
            shown |= {"key": given.id, "id": f"{activity.id}/{given.id}", "claim": given.claim, "text_html": markdown_html(claim.text_md), "hedge": claim.hedge or ""}
            shown["scales"] = [
                {"scale": r["scale"], "words": r["words"], "range": [int(r["low_percent"]), int(r["high_percent"])]}
                for r in rows
                if r["words"] in similar(given.word)
            ]
        return content

    def to_frame(self) -> pd.DataFrame:
        """Return one row a hedge translated: ``hedge, claim, word, low, high, width``."""
        rows = []
        for hedge in self.content.get("hedges", []):
            state = self.work.get(hedge["id"], {})
            if state.get("low") is not None and state.get("high") is not None:
                rows.append((hedge["key"], hedge["claim"], hedge["word"], state["low"], state["high"], state["high"] - state["low"]))
        return pd.DataFrame(rows, columns=["hedge", "claim", "word", "low", "high", "width"])


def similar(word: str | None) -> tuple[str, ...]:
    """Return the forms under which two scales list one word ("likely" is "probable" to Kent)."""
    if word is None:
        return ()
    pairs = (("likely", "probable"), ("unlikely", "probably not"), ("roughly even chance", "chances about even"), ("almost no chance", "almost certainly not"))
    return next((p for p in pairs if word in p), (word,))
