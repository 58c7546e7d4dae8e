"""The workbench for competing hypotheses: rate the evidence, see what it rules out, and what the result hangs on."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from ..course.read import Course
from ..model.activities import AchWorkbench as Activity
from .base import ActivityIsland

PLACE = {"II": -2, "I": -1, "N": 0, "C": 1, "CC": 2}
WEIGHT = {"low": math.sqrt(0.5), "medium": 1.0, "high": math.sqrt(2)}


class AchWorkbench(ActivityIsland):
    """Rate items of evidence against hypotheses, and compare with other readers.

    State, by id ``<activity>/<item>``: ``cells`` (by hypothesis: ``II``, ``I``, ``N``, ``C``, ``CC`` or ``na``), ``credibility`` and
    ``relevance`` (``low``, ``medium``, ``high``). Under the activity's id: ``hypotheses`` and ``rows`` (the learner's own, ``[{id, name}]``
    and ``[{id, name, cells, credibility, relevance}]``), ``compared``, ``reading_text``.

    Parameters
    ----------
    activity
        The id of an activity of kind ``ach-workbench``, such as ``"ach-11"``.
    """

    name = "ach_workbench"
    activity = Activity

    @classmethod
    def present(cls, course: Course, activity: Any) -> dict[str, Any]:
        """Render the matrix with short forms of the sources."""
        content = super().present(course, activity)
        for given, shown in zip((*activity.hypotheses, *activity.evidence), (*content["hypotheses"], *content["evidence"]), strict=True):
            shown["sources"] = "; ".join(course.sources[key].short for key in given.sources)
        for reader in content["readers"]:
            del reader["until"]
        for item in content["evidence"]:
            item["key"], item["id"] = item["id"], f"{activity.id}/{item['id']}"
            del item["claims"]
        return content

    def to_frame(self) -> pd.DataFrame:
        """Return one row a rated cell: ``item, hypothesis, rating, place, credibility, relevance, weight, inconsistency, own``."""
        rows = []
        mine = self.work.get(self.content.get("id", ""), {})
        given = [(e["key"], self.work.get(e["id"], {}), False) for e in self.content.get("evidence", [])]
        for item, state, own in [*given, *((r["id"], r, True) for r in mine.get("rows", []))]:
            levels = [state.get(name, "medium") for name in ("credibility", "relevance")]
            weight = WEIGHT[levels[0]] * WEIGHT[levels[1]]
            for hypothesis, rating in state.get("cells", {}).items():
                place = PLACE.get(rating)
                counted = weight * max(0, -(place or 0))
                rows.append((item, hypothesis, rating, place, *levels, weight, counted, own))
        return pd.DataFrame(rows, columns=["item", "hypothesis", "rating", "place", "credibility", "relevance", "weight", "inconsistency", "own"])
