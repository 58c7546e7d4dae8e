"""An assignment as a page of the book: questions without keys, answered on the device, handed in as one file."""

from __future__ import annotations

from ..course.read import Course, read_assignment
from ..model.shapes.asked import AssignmentContent
from .base import Island, Reference, Resolved


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
        published = read_assignment(course, reference.id)
        prints = {f"assign/{published['id']}/{q['id']}": q.pop("fingerprint") for q in published["questions"]}
        prints |= {f"assign/{published['id']}/number": "number"} if published.get("lots") or any(q.get("versions") for q in published["questions"]) else {}
        return Resolved(AssignmentContent(**published).model_dump(mode="json", exclude_defaults=True), prints)
