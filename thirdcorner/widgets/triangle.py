"""The triangle: what each of three capitals gave another, by month, by kind, and by how well it is attested."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..course.read import Course
from ..course.words import markdown_html, nice_date
from ..model import Flow
from ..model.activities import Triangle as Activity
from .base import ActivityIsland, Reference, Resolved, activity_of
from .day_one import asked

_UP_TO = {"day": 10, "month": 7, "year": 4}


class Triangle(ActivityIsland):
    """Show what passed between three capitals, from the course's record of flows.

    State, under the activity's id: ``month`` (from the start), ``without`` (kinds left out), ``flow`` (the ribbon in hand).

    Parameters
    ----------
    activity
        The id of an activity of kind ``triangle``.
    asks
        The id of an activity of kind ``day-one``, whose question then stands beside the picture.
    """

    name = "triangle"
    activity = Activity

    def __init__(self, activity: str, *, asks: str | None = None):
        super(ActivityIsland, self).__init__(self.refer(activity, asks=asks))

    @classmethod
    def refer(cls, activity: str, *, asks: str | None = None) -> Reference:
        """Return the reference of the triangle, with the question beside it."""
        return Reference(cls.name, activity, {"asks": asks})

    @classmethod
    def resolve(cls, course: Course, reference: Reference) -> Resolved:
        """Gather the flows between the corners; raise `KeyError` where there are none, or where the question is not found."""
        activity = activity_of(course, reference.id, Activity)
        corners = [c.actor for c in activity.corners]
        flows = sorted((f for f in course.flows.values() if {f.giver, f.receiver} <= set(corners)), key=lambda f: (f.start, f.id))
        if not flows:
            raise KeyError(f"no flow in book/data/flows.yml is between two of {', '.join(corners)}")
        if course.about is None:
            raise KeyError("book/data/about.yml is missing, which says when the text appeared")
        asks = reference.options.get("asks")
        content = {
            "id": activity.id, "title": activity.title, "task_html": markdown_html(activity.task_md),
            "corners": [{"id": c.actor, "capital": c.capital, "name": course.actors[c.actor].name} for c in activity.corners],
            "flows": [shown(course, f) for f in flows],
            "kinds": {kind: kind.replace("-", " ") for kind in dict.fromkeys(f.kind for f in flows)},
            "start": activity.start.isoformat(), "end": activity.end.isoformat(),
            "marked": course.about.text_date.isoformat(), "marked_words": activity.marked,
            "day": asked(course, asks, "ask") if asks else None,
        }  # fmt: skip
        items = {**activity.items(), **(course.activities[asks].items() if asks else {})}
        return Resolved(content, items)

    def to_frame(self) -> pd.DataFrame:
        """Return one row a flow: ``start, giver, receiver, kind, what, attestation``."""
        columns = ["start", "giver", "receiver", "kind", "what", "attestation"]
        return pd.DataFrame([[f[c] for c in columns] for f in self.content.get("flows", [])], columns=columns)


def shown(course: Course, flow: Flow) -> dict[str, Any]:
    """Return a flow as the picture reads it, its sources in words."""
    cited = [course.sources[s] for s in flow.sources]
    return {
        "id": flow.id, "giver": flow.giver, "receiver": flow.receiver, "what": flow.what, "kind": flow.kind,
        "start": flow.start.isoformat(), "end": flow.end.isoformat() if flow.end else "", "when": nice_date(flow.start.isoformat()[: _UP_TO[flow.precision]]),
        "attestation": flow.attestation, "mutual": flow.mutual, "says_html": markdown_html(flow.says_md),
        "sources": [{"text": s.text, "url": str(s.url or ""), "label": s.label or ""} for s in cited],
    }  # fmt: skip
