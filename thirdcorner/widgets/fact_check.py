"""The fact-check desk: dated claims, short source cards, a judgement with a confidence, and what follows from it."""

from __future__ import annotations

from typing import Any

from ..course.read import Course
from ..model import FactCheck
from .base import ActivityIsland


class FactCheckDesk(ActivityIsland):
    """Check dated claims against short source cards, then say what the finding does to the argument.

    State, by a case's id: ``card`` and ``effect`` (ids; an edition before kept their places), ``judgement`` (``holds``,
    ``correct-it``, ``wrong`` or ``cannot-tell``), ``confidence`` per cent, ``reason_text``, ``judged``, ``argued``, and ``first``
    (1 where the first judgement was the record's).

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
        for shown in content["cases"]:
            shown["judgements"] = {j["value"]: j["feedback_html"] for j in shown["judgements"]}
            for card in shown["cards"]:
                source = course.sources[card.pop("source")]
                card |= {"name": source.short, "label": source.label or ""}
        return content
