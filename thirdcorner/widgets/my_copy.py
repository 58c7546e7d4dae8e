"""A reader's own copy of the text, recognised paragraph by paragraph; it never leaves the device."""

from __future__ import annotations

from ..course.read import Course
from ..course.words import markdown_html
from ..model.shapes.my_copy import CopyContent, CopyParagraph
from .base import Island, Reference, Resolved


class MyCopy(Island):
    """Open or paste one's own copy of the text, and read it beside the walk with its hedges marked.

    It keeps nothing in `work`. Where the reader says so, the recognised paragraphs stay in the browser, for the chapters to show.
    """

    name = "my_copy"

    def __init__(self) -> None:
        super().__init__(self.refer())

    @classmethod
    def refer(cls) -> Reference:
        """Return the reference: there is one such page."""
        return Reference(cls.name, "my-copy")

    @classmethod
    def resolve(cls, course: Course, reference: Reference) -> Resolved:
        """List the paragraphs with their sketches, gists, hedges and chapters; never their text."""
        homes: dict[str, str] = {}
        for chapter in course.chapters.values():
            for id in chapter.paragraphs:
                homes.setdefault(id, chapter.id)
        hedges: dict[str, list[str]] = {}
        for claim in course.claims.values():
            hedges.setdefault(claim.paragraph, []).extend(part.strip() for part in (claim.hedge or "").split(";") if part.strip())
        paragraphs = [
            CopyParagraph(id=p.id, opens=p.opens, gist_html=markdown_html(p.gist_md), sketch=list(p.sketch), hedges=hedges.get(p.id, []), chapter=homes.get(p.id, ""))
            for p in course.paragraphs.values()
        ]
        return Resolved(CopyContent(id="my-copy", paragraphs=paragraphs).model_dump(mode="json", exclude_defaults=True), {})
