"""The fact-check desk: dated claims, short source cards, a judgement with a confidence, and what follows from it."""

from __future__ import annotations

from typing import Any

from ..content import Course
from ..model import FactCheck
from .base import ActivityIsland
from .render import rendered


class FactCheckDesk(ActivityIsland):
    """Check dated claims against short source cards, then say what the finding does to the argument.

    Parameters
    ----------
    activity
        The id of an activity of kind ``fact-check``, such as ``"fact-check-05"``.
    """

    name = "fact_check"
    activity = FactCheck

    @classmethod
    def present(cls, course: Course, activity: Any) -> dict[str, Any]:
        """Render the cases, each card with the name and label of its source."""
        content = super().present(course, activity)
        for case, shown in zip(activity.cases, content["cases"], strict=True):
            shown["judgements"] = {j["value"]: j["feedback"] for j in shown["judgements"]}
            shown["claim"] = rendered({"claim_md": case.claim_md})["claim"]  # the same name as the claim's id, once rendered
            for card in shown["cards"]:
                source = course.sources[card.pop("source")]
                card |= {"name": source.short, "label": source.label}
        return content
