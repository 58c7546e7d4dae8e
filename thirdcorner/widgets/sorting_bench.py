"""The sorting bench: statements put into kinds, one by one, with a word on every choice."""

from __future__ import annotations

from typing import Any

from ..course.read import Course
from ..course.words import markdown_html
from ..model.activities import SortingBench as Activity
from .base import ActivityIsland
from .render import rendered


class SortingBench(ActivityIsland):
    """Sort statements, say what would settle each, and see what every choice overlooks or sees.

    State, by id ``<activity>/<statement>``: ``answer`` (the kind's id), ``checked``, ``first`` (1 where the first choice was the key;
    absent where readings may differ), ``line_text``.

    Parameters
    ----------
    activity
        The id of an activity of kind ``sorting-bench``, such as ``"claim-sorter-01"``.
    """

    name = "sorting_bench"
    activity = Activity

    @classmethod
    def present(cls, course: Course, activity: Any) -> dict[str, Any]:
        """Render the kinds, and each statement with its words by kind."""
        return {
            "title": activity.title,
            "task_html": markdown_html(activity.task_md),
            "worked_example_html": markdown_html(activity.worked_example_md),
            "asks_html": markdown_html(activity.asks_md) if activity.asks_md else "",
            "ends_html": markdown_html(activity.ends_md),
            "kinds": [rendered(k.model_dump(mode="json"), ending="_html") for k in activity.kinds],
            "statements": [
                {
                    "id": f"{activity.id}/{s.id}",
                    "text_html": markdown_html(s.text_md),
                    "where": s.where,
                    "key": s.key,
                    "said_html": {kind: markdown_html(text) for kind, text in s.said_md.items()},
                    "settles_html": markdown_html(s.settles_md),
                }
                for s in activity.statements
            ],
        }
