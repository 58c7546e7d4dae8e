"""The learner's own page: what is done and next, calibration, outcomes with evidence, every written answer."""

from __future__ import annotations

import re
from typing import Any

from ..course.chapters import shown
from ..course.read import Course
from ..course.words import markdown_html
from ..model.activities import DayOne as DayOneActivity
from ..model.shapes.my_work import MineChapter, MineContent, MineItem, MineOutcome
from ..model.shapes.triangle import DayOneContent
from .base import Island, Reference, Resolved, widget_of
from .day_one import asked as first_day


class MyWork(Island):
    """Everything the learner did in the course, from the record that the browser keeps.

    Its content lists the course's chapters with their exercises; `work` holds the learner's state of each by permanent id.
    """

    name = "my_work"

    def __init__(self) -> None:
        super().__init__(self.refer())

    @classmethod
    def refer(cls) -> Reference:
        """Return the reference: there is one such page."""
        return Reference(cls.name, "my-work")

    @classmethod
    def resolve(cls, course: Course, reference: Reference) -> Resolved:
        """List every exercise that stands in a chapter, with its outcomes and, where one writes, what was asked."""
        chapters: list[MineChapter] = []
        prints: dict[str, str] = {}
        was: dict[str, str] = {}
        for chapter in course.chapters.values():
            items: list[MineItem] = []
            for kind, thing in shown(chapter, banks(course), course.activities):
                if kind == "questions":
                    prints[thing.id] = thing.wording
                    if earlier := course.was(thing):
                        was[thing.id] = earlier.hash
                    asked = plain(thing.prompt_md) if thing.kind in ("short-answer", "essay") else ""
                    items.append(MineItem(id=thing.id, outcomes=thing.outcomes, asked=asked))
                else:
                    for id, print_ in pieces(course, thing).items():
                        prints[id] = print_
                        items.append(MineItem(id=id, outcomes=thing.outcomes, asked=thing.title))
            chapters.append(MineChapter(id=chapter.id, number=chapter.number, title=chapter.title, minutes=chapter.minutes, items=items))
        first = next((a for a in course.activities.values() if isinstance(a, DayOneActivity)), None)
        content = MineContent(
            id="my-work",
            title=course.about.title if course.about else "My work",
            chapters=chapters,
            outcomes=[MineOutcome(id=o.id, short=o.short, text=o.text) for o in course.outcomes.values()],
            day=DayOneContent(**first_day(course, first.id, "back")) if first else None,
        )
        reads = {**(first.items() if first else {}), **prints}
        return Resolved(content.model_dump(mode="json", exclude_defaults=True), reads, was=was, reads=tuple(reads))


def pieces(course: Course, activity: Any) -> dict[str, str]:
    """Return the pieces of work of an activity, as its widget counts them."""
    widget = widget_of(activity)
    return dict(widget.items(course, activity) if widget else activity.items())


def banks(course: Course) -> dict[str, list[Any]]:
    """Return the questions by chapter."""
    found: dict[str, list[Any]] = {}
    for question in course.questions.values():
        found.setdefault(question.id.split("/")[0], []).append(question)
    return found


def plain(source: str) -> str:
    """Return Markdown as plain text."""
    import html

    return html.unescape(re.sub(r"<[^>]+>", "", markdown_html(source)))
