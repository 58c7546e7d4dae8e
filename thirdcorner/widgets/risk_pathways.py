"""Risk pathways: put a chain in order, give each link a chance, and find the weak one."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from ..content import Course
from ..model.activities import RiskPathways as Activity
from .base import ActivityIsland


class RiskPathways(ActivityIsland):
    """Order and weigh causal chains.

    State, by id ``<activity>/<pathway>``: ``order`` (indices of the links as the learner has them), ``checked``, ``first`` (share of pairs in
    order at the first try), ``chances`` (per cent by link id), ``weak`` (a link's id), ``compared``. Under the activity's id: ``reading_text``.

    Parameters
    ----------
    activity
        The id of an activity of kind ``risk-pathways``, such as ``"pathways-06"``.
    """

    name = "risk_pathways"
    activity = Activity

    @classmethod
    def present(cls, course: Course, activity: Any) -> dict[str, Any]:
        """Render the chains with short forms of the sources."""
        content = super().present(course, activity)
        for pathway, shown in zip(activity.pathways, content["pathways"], strict=True):
            shown["key"], shown["id"] = pathway.id, f"{activity.id}/{pathway.id}"
            for link, told in zip(pathway.links, shown["links"], strict=True):
                told["sources"] = "; ".join(course.sources[key].short for key in link.sources)
        return content

    def to_frame(self) -> pd.DataFrame:
        """Return one row a link weighed: ``pathway, place, link, chance, so_far`` (per cent, the latter the product up to it)."""
        rows = []
        for pathway in self.content.get("pathways", []):
            chances = self.work.get(pathway["id"], {}).get("chances", {})
            given = [chances.get(link["id"], 50) for link in pathway["links"]]
            if chances:
                rows += [(pathway["key"], n + 1, link["id"], given[n], 100 * math.prod(c / 100 for c in given[: n + 1])) for n, link in enumerate(pathway["links"])]
        return pd.DataFrame(rows, columns=["pathway", "place", "link", "chance", "so_far"])
