"""The branching crisis: predict, advise, read what follows, and replay the path in a debrief."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..course.read import Course
from ..model.activities import Crisis as Activity
from .base import ActivityIsland


class Crisis(ActivityIsland):
    """Play a branching exercise.

    State, by id ``<activity>/<scene>``: ``predict`` (a prediction's id), ``why_text``, ``choice`` (an advice's id). Under the
    activity's id: ``reading_text``.

    Parameters
    ----------
    activity
        The id of an activity of kind ``crisis``, such as ``"crisis-14"``.
    """

    name = "crisis"
    activity = Activity

    @classmethod
    def present(cls, course: Course, activity: Any) -> dict[str, Any]:
        """Render the scenes; give each choice its claims in words."""
        content = super().present(course, activity)
        for scene, shown in zip(activity.scenes, content["scenes"], strict=True):
            shown["item"] = f"{activity.id}/{scene.id}"
            for given, made in zip((*scene.predictions, *scene.advice), (*shown["predictions"], *shown["advice"]), strict=True):
                made["claims"] = [{"id": id, "text": course.claims[id].text_md} for id in given.claims]
        for shown in (content["cast"] or {}).get("roles", ()):
            shown["where"] = "; ".join(course.sources[k].short for k in shown.pop("sources"))
        return content

    def to_frame(self) -> pd.DataFrame:
        """Return one row a scene of the path played, in order: ``step, scene, prediction, choice, leads_to, crosses``.

        ``crosses`` says whether the choice crossed the red line of the role that was taken; it is false where none was.
        """
        scenes = {s["id"]: s for s in self.content.get("scenes", [])}
        at = next(iter(scenes), "")
        role = self.work.get(str(self.content.get("id")), {}).get("role")
        rows: list[tuple[int, str, Any, str, str, bool]] = []
        while at in scenes:
            state = self.work.get(scenes[at]["item"], {})
            chosen = next((a for a in scenes[at]["advice"] if a["id"] == state.get("choice")), None)
            if chosen is None:
                break
            rows.append((len(rows) + 1, at, state.get("predict"), chosen["id"], chosen["to"], any(c["role"] == role for c in chosen["crosses"])))
            at = chosen["to"]
        return pd.DataFrame(rows, columns=["step", "scene", "prediction", "choice", "leads_to", "crosses"])
