"""Who gains: rate what each actor has of each thing that changed hands, and see what survives when claims are left out."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..course.read import Course
from ..course.words import markdown_html, nice_date
from ..model.activities import GainMatrix as Activity
from .base import ActivityIsland


class GainMatrix(ActivityIsland):
    """Rate gains and losses by flow and actor.

    State, by id ``<activity>/<flow>``: ``values`` (by actor, -2 to 2), ``compared``. Under the activity's id: ``reading_text``.

    Parameters
    ----------
    activity
        The id of an activity of kind ``gain-matrix``, such as ``"gains-07"``.
    """

    name = "gain_matrix"
    activity = Activity

    @classmethod
    def present(cls, course: Course, activity: Any) -> dict[str, Any]:
        """Render the rows with what the data say of their flows."""
        content = super().present(course, activity)
        content["actors"] = [{"id": a, "name": course.actors[a].name, "short": course.actors[a].short} for a in activity.actors]
        for row, shown in zip(activity.rows, content["rows"], strict=True):
            flow = course.flows[row.flow]
            day = nice_date(flow.start.isoformat()[: {"day": 10, "month": 7, "year": 4}[flow.precision]])
            shown |= {
                "key": row.flow, "id": f"{activity.id}/{row.flow}", "what": flow.what, "attestation": flow.attestation, "says_html": markdown_html(flow.says_md),
                "head": f"{course.actors[flow.giver].short} to {course.actors[flow.receiver].short}, {day}",
                "sources": "; ".join(course.sources[key].short for key in (*flow.sources, *row.sources)),
            }  # fmt: skip
            del shown["flow"]
            for cell in shown["cells"]:
                del cell["claims"]
        return content

    def to_frame(self) -> pd.DataFrame:
        """Return one row a cell rated: ``flow, attestation, actor, value``."""
        rows = [
            (row["key"], row["attestation"], actor, value)
            for row in self.content.get("rows", [])
            for actor, value in self.work.get(row["id"], {}).get("values", {}).items()
        ]
        return pd.DataFrame(rows, columns=["flow", "attestation", "actor", "value"])
