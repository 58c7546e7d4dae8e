"""Each new-style widget in its states, for the page that shows them: made from the course's own content, kept nowhere.

A component appears there fresh by itself, from the first cell that calls it in a chapter; `states.py` gives it more states. What no chapter
calls has a page of its own and stands there alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..course.asked import shown
from ..course.read import Course
from ..model.shapes.asked import Asked, AssignmentContent, QuizContent
from . import CONSTRUCTORS, WIDGETS
from .base import Reference
from .specimen import Content, Specimen
from .states import STATES


def specimens(course: Course, widget: str) -> list[Specimen]:
    """Return a widget in its states, fresh first; empty where no chapter calls it and nothing else is said of it."""
    content = _shown(course, widget)
    return [] if content is None else states(widget, content)


def states(widget: str, content: Content) -> list[Specimen]:
    """Return a widget with some content in its states, fresh first."""
    return STATES[widget](content) if widget in STATES else [Specimen("fresh", content)]


def _shown(course: Course, widget: str) -> Content | None:
    """Return what stands on the page of instruments: what the first cell in a chapter shows, or a part of it that a reader can take in."""
    called = list(_all_called(course, widget))
    content: Content = called[0] if called else {}
    match widget, content:
        case "quiz", _:
            return QuizContent(questions=_one_of_each(course)).model_dump(mode="json", exclude_defaults=True)
        case "assignment", _:
            questions = [q.model_copy(update={"id": f"assign/specimen/{q.id}", "key": None}) for q in _one_of_each(course)[:3]]
            return AssignmentContent(id="specimen", title="A sheet of three questions", points="3 points", questions=questions).model_dump(mode="json", exclude_defaults=True)
        case "argument_map", _:
            return min(called, key=lambda c: len(c["claims"]), default=None)
        case "day_one", {"answers": _}:
            return {**content, "mode": "back"}
        case "timeline", {"tasks": [task, *_], "events": events}:
            return {**content, "tasks": [task], "events": [e for e in events if e["id"] in task["events"]]}
        case "timeline", _:
            return None
        case "forecast_desk", {"resolved": resolved, "open": still_open}:
            return {**content, "resolved": resolved[:4], "open": still_open[:1]}
    return content or None


def _all_called(course: Course, widget: str) -> Iterator[Content]:
    """Yield the content of each cell in a chapter that calls the widget."""
    for chapter in course.chapters.values():
        for call in chapter.calls:
            cls = CONSTRUCTORS.get(call.name)
            if cls is not None and cls.name == widget:
                yield cls.resolve(course, cls.refer(*call.args, **call.kwargs)).content


def _one_of_each(course: Course) -> list[Asked]:
    first: dict[str, Any] = {}
    for question in course.questions.values():
        first.setdefault(question.kind, question)
    return [shown(course, q) for q in first.values()]


def reference(widget: str, state: str) -> Reference:
    """Return a reference under which a specimen stands on a page; no learner's work has such an id."""
    return Reference(WIDGETS[widget].name, f"specimen-{state}")
