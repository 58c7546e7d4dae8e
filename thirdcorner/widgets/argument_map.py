"""The argument map: the claims and what they bear on, as an outline that folds and as a drawn map, with things to find."""

from __future__ import annotations

from typing import Any

from ..content import Course
from ..model.activities import ArgumentMap as Activity
from ..model.argument import VERDICTS
from ..words import markdown_html
from .base import ActivityIsland
from .render import rendered


class ArgumentMap(ActivityIsland):
    """Read an argument as a map; find what it leaves unsaid, what tells against it, and how far a correction travels.

    State, by id ``<activity>/<task>``: ``answer`` (the option's index), ``checked``, ``first`` (1 where the first check was right).

    Parameters
    ----------
    activity
        The id of an activity of kind ``argument-map``, such as ``"map-04"``.
    """

    name = "argument_map"
    activity = Activity

    @classmethod
    def present(cls, course: Course, activity: Any) -> dict[str, Any]:
        """Gather the claims in scope with all they bear on, up to the thesis."""
        ids = scope(course, activity)
        return {
            "title": activity.title,
            "task": markdown_html(activity.task_md),
            "worked_example": markdown_html(activity.worked_example_md),
            "thesis": activity.thesis,
            "claims": [
                {
                    "id": c.id,
                    "paragraph": c.paragraph,
                    "text": markdown_html(c.text_md),
                    "kind": c.kind,
                    "hedge": c.hedge,
                    "sign": VERDICTS[c.verdict][0],
                    "verdict": VERDICTS[c.verdict][1],
                    "said": markdown_html(c.verdict_md),
                    "relations": [{"kind": r.kind, "to": r.to} for r in c.relations if r.to in ids],
                }
                for c in course.claims.values()
                if c.id in ids
            ],
            "tasks": [{**rendered(t.model_dump(mode="json")), "key": f"{activity.id}/{t.id}"} for t in activity.tasks],
        }


def scope(course: Course, activity: Any) -> set[str]:
    """Return the claims of the paragraphs, all they lead to, and what they presume."""
    ids = {c.id for c in course.claims.values() if not activity.paragraphs or c.paragraph in activity.paragraphs}
    ids |= {activity.thesis}
    waiting = list(ids)
    while waiting:
        for relation in course.claims[waiting.pop()].relations:
            if relation.to not in ids:
                ids.add(relation.to)
                waiting.append(relation.to)
    return ids
