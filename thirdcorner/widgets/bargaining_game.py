"""A bargaining game: the learner sets what the players care about, predicts, and sees it solved from its ends."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..course.read import Course
from ..model.activities import BargainingGame as Activity
from .base import ActivityIsland


class BargainingGame(ActivityIsland):
    """Set payoffs, predict the outcome, and follow backward induction step by step.

    State, under the activity's id: ``values`` (by parameter), ``guess`` (an outcome's id), ``steps`` (how many nodes are solved on
    screen), ``lever_guess`` and ``lever_steps`` (the same with the move that can be added), ``x`` and ``y`` (the parameters of the
    map), ``reading_text``.

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
        lever = activity.lever
        given = [*activity.parameters, *(lever.parameters if lever else ())]
        for parameter, shown in zip(given, [*content["parameters"], *(content["lever"]["parameters"] if lever else ())], strict=True):
            shown["where"] = " · ".join([parameter.paragraph, ", ".join(parameter.claims)]).strip(" ·")
            del shown["paragraph"], shown["claims"]
        return content

    def to_frame(self) -> pd.DataFrame:
        """Return one row an outcome and player: ``outcome, player, payoff``, at the learner's values; with the lever, once that is solved."""
        mine = self.work.get(self.content.get("id", ""), {})
        lever = (self.content.get("lever") or {}) if mine.get("lever_steps") else {}
        values = {p["id"]: p["default"] for p in [*self.content.get("parameters", []), *lever.get("parameters", [])]}
        values |= mine.get("values", {})
        rows = [
            (outcome["id"], player, sum(times * values[name] for name, times in terms.items()))
            for outcome in [*self.content.get("endings", []), *([lever["ending"]] if lever else [])]
            for player, terms in outcome["payoffs"].items()
        ]
        return pd.DataFrame(rows, columns=["outcome", "player", "payoff"])
