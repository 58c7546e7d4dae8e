"""A bargaining game: the learner sets what the players care about, predicts, and sees it solved from its ends."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..content import Course
from ..model.activities import BargainingGame as Activity
from .base import ActivityIsland


class BargainingGame(ActivityIsland):
    """Set payoffs, predict the outcome, and follow backward induction step by step.

    State, under the activity's id: ``values`` (by parameter), ``guess`` (an outcome's id), ``steps`` (how many nodes are solved on
    screen), ``x`` and ``y`` (the parameters of the map), ``reading_text``.

    Parameters
    ----------
    activity
        The id of an activity of kind ``bargaining-game``, such as ``"lean-08"``.
    """

    name = "bargaining_game"
    activity = Activity

    @classmethod
    def present(cls, course: Course, activity: Any) -> dict[str, Any]:
        """Render the game; say where each parameter comes from."""
        content = super().present(course, activity)
        for parameter, shown in zip(activity.parameters, content["parameters"], strict=True):
            shown["where"] = " · ".join([parameter.paragraph, ", ".join(parameter.claims)]).strip(" ·")
        return content

    def to_frame(self) -> pd.DataFrame:
        """Return one row an outcome and player: ``outcome, player, payoff``, at the learner's values."""
        values = {p["id"]: p["default"] for p in self.content.get("parameters", [])}
        values |= self.work.get(self.content.get("id", ""), {}).get("values", {})
        rows = [
            (outcome["id"], player, sum(times * values[name] for name, times in terms.items()))
            for outcome in self.content.get("endings", [])
            for player, terms in outcome["payoffs"].items()
        ]
        return pd.DataFrame(rows, columns=["outcome", "player", "payoff"])
