"""The timeline: events are put on an axis by date and held against the record, whose other events can be filtered and read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ..course.read import Course
from ..course.words import date_words, markdown_html, nice_date
from ..model import Event, Timeline
from .base import ActivityIsland

KINDS = {
    "diplomacy": "Diplomacy", "treaty": "Treaties", "weapons": "Weapons", "war": "War", "united-nations": "United Nations",
    "trade": "Trade", "domestic": "Domestic", "publication": "Publications",
}  # fmt: skip


class TimelineExplorer(ActivityIsland):
    """Put events on an axis by date, see by how many months they miss the record, and explore the events of the period.

    State, by id of a set: ``at`` (year and month by event id), ``checked`` (held against the record) and ``score`` (the share of pairs
    that stand in the right order). A record of the edition before has ``order`` instead of ``at``.

    Parameters
    ----------
    activity
        The id of an activity of kind ``timeline``, such as ``"timeline-05"``.
    """

    name = "timeline"
    activity = Timeline

    @classmethod
    def present(cls, course: Course, activity: Any) -> dict[str, Any]:
        """Choose the period's events, and those of the sets, and render them."""
        asked = [course.events[id] for task in activity.order_tasks for id in task.events]
        within = [e for e in course.events.values() if activity.start <= e.date <= activity.end and e.kind != "publication"]
        events = sorted({e.id: e for e in (*within, *asked)}.values(), key=lambda e: (e.date, e.id))
        told = next((date_words(e) for e in events if e.date == activity.text_date), nice_date(activity.text_date.isoformat()))
        present, kinds = {a for e in events for a in e.actors}, {e.kind for e in events}
        return {
            "title": activity.title,
            "task_html": markdown_html(activity.task_md),
            "start": activity.start.isoformat(),
            "end": activity.end.isoformat(),
            "text_date": activity.text_date.isoformat(),
            "text_date_words": told,
            "text_date_label": activity.text_date_label,
            "actors": [{"id": a.id, "name": a.name} for a in course.actors.values() if a.id in present],
            "kinds": [{"id": id, "name": name} for id, name in KINDS.items() if id in kinds],
            "events": [_event(course, e) for e in events],
            "tasks": [_task(course, t) for t in activity.order_tasks],
        }

    def to_frame(self) -> pd.DataFrame:
        """Return one row an event of a set: ``task, event, placed`` (year and month), ``date``, ``months_off`` and ``checked``.

        `months_off` is below zero where the event was put too early, and empty until the set was held against the record.
        """
        rows, by_id = [], {e["id"]: e for e in self.content.get("events", [])}
        for task in self.content.get("tasks", []):
            state = self.work.get(task["id"], {})
            checked = bool(state.get("checked"))
            for id in task["events"]:
                placed, event = state.get("at", {}).get(id), by_id[id]
                off = months_off(placed, event) if placed and checked else None
                rows.append((task["id"], id, placed, event["date"] if checked else None, off, checked))
        return pd.DataFrame(rows, columns=["task", "event", "placed", "date", "months_off", "checked"])


def months_off(placed: str, event: Mapping[str, Any]) -> int:
    """Return by how many months a year and month miss an event: below zero where they are too early, 0 anywhere within it."""
    def month(day: str) -> int:
        return int(day[:4]) * 12 + int(day[5:7]) - 1

    first, last, mine = month(event["date"]), month(event["end"]), month(placed)
    if event["precision"] == "year":
        first, last = first - first % 12, last - last % 12 + 11
    return mine - first if mine < first else max(0, mine - last)


def _event(course: Course, event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "date": event.date.isoformat(),
        "end": (event.end or event.date).isoformat(),
        "precision": event.precision,
        "when": date_words(event),
        "title": event.title,
        "text_html": markdown_html(event.text_md) if event.text_md else "",
        "actors": list(event.actors),
        "who": ", ".join(course.actors[a].short for a in event.actors),
        "kind": event.kind,
        "kind_name": KINDS[event.kind],
        "sources": "; ".join(course.sources[k].short for k in event.sources),
        "grade": event.grade,
    }


def _task(course: Course, task: Any) -> dict[str, Any]:
    return {
        "id": task.id,
        "name": task.name,
        "prompt_html": markdown_html(task.prompt_md),
        "shows_html": markdown_html(task.shows_md),
        "events": sorted(task.events, key=lambda id: course.events[id].title),
    }
