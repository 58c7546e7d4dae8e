"""What happened after the day on which the graded record ends: told with its dates, graded nowhere."""

from __future__ import annotations

from ..model import Event
from .read import Course


def later(course: Course) -> list[Event]:
    """Return the events after the graded record, in order; none where a course sets no such day."""
    last = course.about.facts_until if course.about else None
    return sorted((e for e in course.events.values() if last is not None and e.date > last), key=lambda e: (e.date, e.id))
