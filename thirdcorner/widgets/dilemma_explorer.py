"""The dilemma explorer: place allies between two fears, say what they did, and compare two eras."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..course.read import Course
from ..model.activities import DilemmaExplorer as Activity
from .base import ActivityIsland


class DilemmaExplorer(ActivityIsland):
    """Place allies on the plane of the alliance security dilemma.

    State, by id ``<activity>/<ally>``: ``abandonment`` and ``entrapment`` (0–10), ``did`` (``closer``, ``distance`` or ``both``),
    ``compared``, and ``from_abandonment`` and ``from_entrapment`` where it began. Under the activity's id: ``reading_text``.

    Parameters
    ----------
    activity
        The id of an activity of kind ``dilemma-explorer``, such as ``"dilemma-03"``.
    """

    name = "dilemma_explorer"
    activity = Activity

    @classmethod
    def present(cls, course: Course, activity: Any) -> dict[str, Any]:
        """Render the allies with short forms of the sources."""
        content = super().present(course, activity)
        for given, shown in zip(activity.allies, content["allies"], strict=True):
            shown["key"], shown["id"] = given.id, f"{activity.id}/{given.id}"
            shown["sources"] = "; ".join(course.sources[key].short for key in given.sources)
            for voice, said in zip(given.voices, shown["voices"], strict=True):
                said["sources"] = "; ".join(course.sources[key].short for key in voice.sources)
            del shown["claims"]
        return content

    def to_frame(self) -> pd.DataFrame:
        """Return one row an ally placed: ``ally, era, abandonment, entrapment, did``; what is not set is empty."""
        rows = []
        for ally in self.content.get("allies", []):
            state = self.work.get(ally["id"], {})
            if "abandonment" in state or "entrapment" in state:
                rows.append((ally["key"], ally["era"], state.get("abandonment"), state.get("entrapment"), state.get("did")))
        return pd.DataFrame(rows, columns=["ally", "era", "abandonment", "entrapment", "did"])
