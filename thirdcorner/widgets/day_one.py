"""The question of the first day, where it is asked again, and where the answer comes back."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..course.read import Course, nearest
from ..course.words import markdown_html
from ..model.activities import DayOne as Activity
from .base import ActivityIsland, Reference, Resolved, activity_of, code_of, mark_of


def asked(course: Course, id: str, mode: str) -> dict[str, Any]:
    """Return the question with its answers, which are another activity's hypotheses; raise `KeyError` where there is no such activity."""
    activity = activity_of(course, id, Activity)
    other = course.activities.get(activity.answers_of)
    hypotheses = getattr(other, "hypotheses", ())
    if not hypotheses:
        raise KeyError(f"activity {id!r} takes its answers from {activity.answers_of!r}, which has no hypotheses")
    if course.chapters and activity.begin not in course.chapters:
        raise KeyError(f"activity {id!r} begins with chapter {activity.begin!r}, which is not there: {nearest(activity.begin, list(course.chapters))}")
    return {
        "id": activity.id, "title": activity.title, "question": activity.question, "lead_html": markdown_html(activity.task_md),
        "answers": [{"id": h.id, "html": markdown_html(h.says_md)} for h in hypotheses], "begin": f"chapters/{activity.begin}.html", "mode": mode,
    }  # fmt: skip


class DayOne(ActivityIsland):
    """Ask the first day's question of those who have not answered it, or show what they said beside what they think now.

    State, under the activity's id: ``first`` and ``latest`` (each ``answer``, ``sure`` 0–100, ``at``), ``answer`` and ``sure`` in
    hand, ``skipped``, ``why_text``. Nothing changes ``first`` once it is there.

    Parameters
    ----------
    activity
        The id of an activity of kind ``day-one``.
    again
        Ask only those who have not answered; otherwise the answer comes back.
    """

    name = "day_one"
    activity = Activity

    def __init__(self, activity: str, *, again: bool = False):
        super(ActivityIsland, self).__init__(self.refer(activity, again=again))

    @classmethod
    def refer(cls, activity: str, *, again: bool = False) -> Reference:
        """Return the reference of the question, and in which way it stands here."""
        return Reference(cls.name, activity, {"again": again})

    @classmethod
    def resolve(cls, course: Course, reference: Reference) -> Resolved:
        """Find the question and its answers."""
        content = asked(course, reference.id, "again" if reference.options.get("again") else "back")
        code = code_of(course, reference.id)
        return Resolved({**content, "code": code and code.model_dump(mode="json")}, {**mark_of(code), **course.activities[reference.id].items()})

    def to_frame(self) -> pd.DataFrame:
        """Return one row an answer given: ``when`` (first or latest), ``answer``, ``sure``, ``at``."""
        mine = self.work.get(self.content.get("id", ""), {})
        rows = [(name, said["answer"], said["sure"], said["at"]) for name in ("first", "latest") if (said := mine.get(name))]
        return pd.DataFrame(rows, columns=["when", "answer", "sure", "at"])
