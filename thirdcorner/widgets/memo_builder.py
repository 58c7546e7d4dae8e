"""The memo builder: one page, part by part, from the learner's own work, with what a program can see and a rubric for the rest."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..course.read import Course
from ..model.activities import MemoBuilder as Activity
from .base import ActivityIsland
from .day_one import asked
from .my_work import pieces


class MemoBuilder(ActivityIsland):
    """Write a one-page memo.

    State, by id ``<activity>/<part>``: ``part_text``. Under the activity's id: ``marks`` (a level from 0 by a criterion's id; an
    edition before kept a list in their order), ``checked``. It shows what the parts draw on, and the answer of the first day.

    Parameters
    ----------
    activity
        The id of an activity of kind ``memo-builder``, such as ``"memo-15"``.
    """

    name = "memo_builder"
    activity = Activity

    @classmethod
    def reads(cls, course: Course, activity: Any) -> dict[str, str]:
        """Return the work of the activities that a part draws on, and of the first day."""
        others = [key for part in activity.parts for key in part.draws_on] + ([activity.day_one] if activity.day_one else [])
        return {id: print_ for key in others for id, print_ in pieces(course, course.activities[key]).items()}

    @classmethod
    def present(cls, course: Course, activity: Any) -> dict[str, Any]:
        """Render the parts; say which work each may draw on, and where that stands."""
        content = super().present(course, activity)
        homes = {str(call.args[0]): chapter.id for chapter in course.chapters.values() for call in chapter.calls if call.args}
        for part, shown in zip(activity.parts, content["parts"], strict=True):
            shown["item"] = f"{activity.id}/{part.id}"
            shown["draws_on"] = [
                {"title": course.activities[key].title, "chapter": homes.get(key, ""), "items": list(pieces(course, course.activities[key]))} for key in part.draws_on
            ]
        content["day"] = asked(course, activity.day_one, "back") if activity.day_one else None
        return content

    def to_frame(self) -> pd.DataFrame:
        """Return one row a part: ``part, words, text``."""
        rows = []
        for part in self.content.get("parts", []):
            text = self.work.get(part["item"], {}).get("part_text", "")
            rows.append((part["id"], len(text.split()), text))
        return pd.DataFrame(rows, columns=["part", "words", "text"])
