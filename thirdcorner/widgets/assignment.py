"""An assignment as a page of the book: questions without keys, answered on the device, handed in as one file."""

from __future__ import annotations

from ..content import Course, read_assignment
from .base import Island, Reference, Resolved, templates


class Assignment(Island):
    """Questions that ``thirdcorner assign --book`` wrote into ``book/assignments/``; no key is in that file.

    Parameters
    ----------
    assignment
        Its id, such as ``"week-3"``.
    """

    name = "assignment"

    def __init__(self, assignment: str):
        super().__init__(self.refer(assignment))

    @classmethod
    def refer(cls, assignment: str) -> Reference:
        """Return the reference of an assignment."""
        return Reference(cls.name, assignment)

    @classmethod
    def resolve(cls, course: Course, reference: Reference) -> Resolved:
        """Read the published questions; there are no answers to print."""
        content = read_assignment(course, reference.id)
        items = {f"assign/{content['id']}/{q['id']}": q["fingerprint"] for q in content["questions"]}
        template = templates().get_template("assignment.html").module
        return Resolved(content, items, str(template.fallback(content)), "")  # type: ignore[attr-defined]
