"""Risk pathways: put a chain in order, give each link a chance, and find the weak one."""

from __future__ import annotations

import hashlib
import math
from typing import Any

import pandas as pd

from ..course.read import Course
from ..model.activities import RiskPathways as Activity
from .base import ActivityIsland


class RiskPathways(ActivityIsland):
    """Order and weigh causal chains.

    State, by id ``<activity>/<pathway>``: ``order`` (ids of the links as the learner has them), ``checked``, ``first`` (share of pairs in
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
        """Render the chains with short forms of the sources, and the order in which a learner meets their links."""
        content = super().present(course, activity)
        for pathway, shown in zip(activity.pathways, content["pathways"], strict=True):
            shown["key"], shown["id"] = pathway.id, f"{activity.id}/{pathway.id}"
            shown["start"] = shuffled([link.id for link in pathway.links], shown["id"])
            for link, told in zip(pathway.links, shown["links"], strict=True):
                told["sources"] = "; ".join(course.sources[key].short for key in link.sources)
                del told["claims"]
        return content

    def to_frame(self) -> pd.DataFrame:
        """Return one row a link weighed: ``pathway, place, link, chance, so_far`` (per cent, the latter the product up to it).

        ``so_far`` is missing where a link before has no chance. In the edition before, a link left alone stood at 50 when its learner compared.
        """
        rows = []
        for pathway in self.content.get("pathways", []):
            state = self.work.get(pathway["id"], {})
            chances = state.get("chances", {})
            given = [chances.get(link["id"], 50 if state.get("compared") else math.nan) for link in pathway["links"]]
            so_far = [100 * math.prod(c / 100 for c in given[: n + 1]) for n in range(len(given))]
            rows += [(pathway["key"], n + 1, link["id"], given[n], so_far[n]) for n, link in enumerate(pathway["links"]) if not math.isnan(given[n])]
        return pd.DataFrame(rows, columns=["pathway", "place", "link", "chance", "so_far"])


def shuffled(ids: list[str], seed: str) -> list[str]:
    """Return ids in an order made from the seed, the same for every learner, and never the order they came in."""
    made = sorted(ids, key=lambda id: hashlib.sha256(f"{seed}/{id}".encode()).digest())
    return made if made != ids else [*made[1:], made[0]]
