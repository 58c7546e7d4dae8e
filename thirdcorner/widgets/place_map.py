"""The map: coastlines and points, without borders; the ways that a source names appear once a learner has said how many there are."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..course.read import Course
from ..course.words import markdown_html, nice_date
from ..model.activities import PlaceMap as Activity
from .base import ActivityIsland, Reference, Resolved, activity_of
from .coast import Window, land

_UP_TO = {"day": 10, "month": 7, "year": 4}
_OPEN = 0.34
"""How far a way is drawn toward what it heads for, where no source names its end."""
CREDIT = "Coastlines: Natural Earth (public domain), as the npm package world-atlas ships them. No borders are drawn."


class PlaceMap(ActivityIsland):
    """Show where things happened, and by which ways a source says that things went.

    State, under the activity's id: ``answer`` (how many of the things that passed have a known way), ``committed``, and ``hand`` (the
    place or way in hand, ``place/…`` or ``way/…``).

    Parameters
    ----------
    activity
        The id of an activity of kind ``place-map``.
    """

    name = "place_map"
    activity = Activity

    @classmethod
    def resolve(cls, course: Course, reference: Reference) -> Resolved:
        """Project frames, places and ways; raise `KeyError` where a way names a flow that is none between the actors."""
        activity = activity_of(course, reference.id, Activity)
        flows = {f.id for f in course.flows.values() if {f.giver, f.receiver} <= set(activity.actors)}
        known = {w.flow for w in activity.ways if w.flow}
        if not flows or known - flows:
            raise KeyError(f"activity {activity.id!r}: book/data/flows.yml has no flow {', '.join(sorted(known - flows)) or 'at all'} between {', '.join(activity.actors)}")
        share = 100 * len(known) / len(flows)
        content = {
            "id": activity.id, "title": activity.title, "task_html": markdown_html(activity.task_md), "question": activity.question,
            "choices": [{"id": b.id, "words": b.words} for b in activity.bands],
            "right": next(b.id for b in activity.bands if share <= b.up_to), "known": len(known), "total": len(flows),
            "frames": [_frame(activity, frame) for frame in activity.frames],
            "places": [_place(course, p) for p in activity.places],
            "ways": [{"id": w.id, "by": w.by, "name": w.name, "drawn": bool(w.through), **_news(course, w)} for w in activity.ways],
            "rest_html": markdown_html(activity.rest_md), "credit": CREDIT,
        }  # fmt: skip
        return Resolved(content, activity.items())

    def to_frame(self) -> pd.DataFrame:
        """Return one row a place and event: ``place, when, what``."""
        rows = [[p["name"], n["when"], n["says_html"]] for p in self.content.get("places", []) for n in p["news"]]
        return pd.DataFrame(rows, columns=["place", "when", "what"])


def _news(course: Course, told: Any) -> dict[str, Any]:
    cited = [course.sources[s] for s in told.sources]
    return {
        "when": nice_date(told.when.isoformat()[: _UP_TO[told.precision]]), "says_html": markdown_html(told.says_md),
        "sources": [{"text": s.text, "url": str(s.url or ""), "label": s.label or ""} for s in cited],
    }  # fmt: skip


def _place(course: Course, place: Any) -> dict[str, Any]:
    note = markdown_html(place.note_md) if place.note_md else ""
    return {"id": place.id, "name": place.name, "side": place.side, "coordinates": place.coordinates, "note_html": note, "news": [_news(course, t) for t in place.told]}


def _window(frame: Any) -> Window:
    return Window(frame.west, frame.east, frame.south, frame.north)


def _frame(activity: Activity, frame: Any) -> dict[str, Any]:
    """Return a frame with its land, the places and the ways that lie in it, and the other frame where it lies within."""
    window = _window(frame)
    others = [f for f in activity.frames if f is not frame and window.holds(f.west, f.south) and window.holds(f.east, f.north)]
    covered = [_window(f) for f in others]
    here = [p for p in activity.places if window.holds(p.lon, p.lat) and not any(w.holds(p.lon, p.lat) for w in covered)]
    at = {p.id: window.place(p.lon, p.lat) for p in here}
    boxes = []
    for other in others:
        x, y = window.place(other.west, other.north)
        right, bottom = window.place(other.east, other.south)
        boxes.append({"name": other.name, "x": round(x), "y": round(y), "width": round(right - x), "height": round(bottom - y)})
    return {
        "id": frame.id, "name": frame.name, "width": window.width, "height": round(window.height), "land": land(window),
        "points": [{"id": id, "x": round(100 * x / window.width, 2), "y": round(100 * y / window.height, 2)} for id, (x, y) in at.items()],
        "lines": [line for way in activity.ways if (line := _line(way, at))], "boxes": boxes,
    }  # fmt: skip


def _line(way: Any, at: dict[str, tuple[float, float]]) -> dict[str, Any] | None:
    """Return a way as a path, where all its places lie in the frame; toward an end that no source names it goes a part only."""
    if not way.through or not {*way.through, *([way.toward] if way.toward else [])} <= set(at):
        return None
    points = [at[id] for id in way.through]
    if way.toward:
        (x, y), (tx, ty) = points[-1], at[way.toward]
        points.append((x + (tx - x) * _OPEN, y + (ty - y) * _OPEN))
    return {"id": way.id, "d": "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in points), "open": bool(way.toward)}
