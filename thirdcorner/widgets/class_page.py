"""The page Class: a chat's codes become pictures of where the class parts, one question a screen."""

from __future__ import annotations

from ..course.codes import newest, wording
from ..course.read import Course
from ..model.codes import CodeLayout
from ..model.shapes.klass import ClassContent, ClassExercise, ClassLayout
from . import widget_of
from .base import Island, Reference, Resolved, mark_at
from .class_screens import screens_of


class ClassPage(Island):
    """What a class said, from the codes that an instructor pastes; nothing is kept and nothing leaves the device."""

    name = "class_page"

    def __init__(self) -> None:
        super().__init__(self.refer())

    @classmethod
    def refer(cls) -> Reference:
        """Return the reference: there is one such page."""
        return Reference(cls.name, "class")

    @classmethod
    def resolve(cls, course: Course, reference: Reference) -> Resolved:
        """List every exercise that makes codes, with all its layouts."""
        exercises = []
        for layout in newest(course).values():
            every = sorted((c for c in course.codes.values() if c.exercise == layout.exercise), key=lambda c: c.number)
            layouts = [ClassLayout(name=c.name, number=c.number, blocks=c.model_dump(mode="json")["blocks"]) for c in every]
            screens, prints = list(screens_of(course, layout)), prints_of(course, layout)
            exercises.append(
                ClassExercise(
                    id=layout.exercise, name=layout.name, title=title_of(course, layout), wording=wording(course, layout),
                    layouts=layouts, screens=screens, mark_at=mark_at(layout.exercise), prints=prints,
                )
            )  # fmt: skip
        return Resolved(ClassContent(id="class", exercises=exercises).model_dump(mode="json"), {})


def prints_of(course: Course, layout: CodeLayout) -> dict[str, str]:
    """Return the fingerprint of each piece of work that a code of this layout is made from, as it is worded today; by id."""
    pieces = dict.fromkeys(id for b in layout.blocks for id in [*(b.at.replace("{id}", row) for row in b.ids), *([b.when_at] if b.when_at else [])])
    if (activity := course.activities.get(layout.exercise)) is not None:
        widget = widget_of(activity)
        known = widget.items(course, activity) if widget else {}
    else:
        known = {id: course.questions[id].wording for id in pieces if id in course.questions}
    return {id: known[id] for id in pieces if id in known}


def title_of(course: Course, layout: CodeLayout) -> str:
    """Return what an exercise is called; a quiz by its chapter."""
    if (activity := course.activities.get(layout.exercise)) is not None:
        return str(activity.title)
    slug, _, part = layout.exercise.partition("/quiz")
    chapter = course.chapters.get(slug)
    return f"{chapter.title if chapter else slug}: questions{' “' + part.lstrip('-') + '”' if part else ''}"
