"""The timeline explorer: the register's events of a period, filtered, read, and put in order."""

from __future__ import annotations

from typing import Any

from ..content import Course
from ..model import Event, Timeline
from ..words import date_words, markdown_html
from .base import ActivityIsland

KINDS = {
    "diplomacy": "Diplomacy", "treaty": "Treaties", "weapons": "Weapons", "war": "War", "united-nations": "United Nations",
    "trade": "Trade", "domestic": "Domestic", "publication": "Publications",
}  # fmt: skip


class TimelineExplorer(ActivityIsland):
    """Explore the dated events of a period.

    Parameters
    ----------
    activity
        The id of an activity of kind ``timeline``, such as ``"timeline-05"``.
    """

    name = "timeline"
    activity = Timeline

    @classmethod
    def present(cls, course: Course, activity: Any) -> dict[str, Any]:
        """Choose the period's events and render them and the tasks."""
        within = [e for e in course.events.values() if activity.start <= e.date <= activity.end and e.kind != "publication"]
        events = sorted(within, key=lambda e: (e.date, e.id))
        present = {a for e in events for a in e.actors}
        return {
            "title": activity.title,
            "task": markdown_html(activity.task_md),
            "start": activity.start.isoformat(),
            "end": activity.end.isoformat(),
            "text_date": activity.text_date.isoformat(),
            "text_date_words": f"{activity.text_date.day} {activity.text_date:%B %Y}",
            "text_date_label": activity.text_date_label,
            "actors": [
                {"id": a.id, "name": a.name, "short": a.short, "marker": a.marker, "colour": a.colour}
                for a in course.actors.values()
                if a.id in present
            ],
            "kinds": [{"id": k, "name": name} for k, name in KINDS.items() if any(e.kind == k for e in events)],
            "events": [_event(course, e) for e in events],
            "order_tasks": [_task(course, t) for t in activity.order_tasks],
        }


def _event(course: Course, event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "date": event.date.isoformat(),
        "when": date_words(event),
        "title": event.title,
        "text": markdown_html(event.text_md) if event.text_md else "",
        "actors": list(event.actors),
        "who": ", ".join(course.actors[a].short for a in event.actors),
        "kind": event.kind,
        "kind_name": KINDS[event.kind],
        "sources": "; ".join(course.sources[k].short for k in event.sources),
        "grade": event.grade,
    }


def _task(course: Course, task: Any) -> dict[str, Any]:
    events = sorted((course.events[id] for id in task.events), key=lambda e: e.date)
    return {
        "id": task.id,
        "prompt": markdown_html(task.prompt_md),
        "shows": markdown_html(task.shows_md),
        "items": [{"title": e.title, "when": date_words(e)} for e in events],
    }
