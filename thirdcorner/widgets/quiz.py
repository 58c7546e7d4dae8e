"""A quiz: a few questions of a chapter's bank, chosen by tag or by id."""

from __future__ import annotations

import hashlib

from ..course.asked import shown
from ..course.chosen import choose, quiz_id
from ..course.read import Course
from ..model import Question
from ..model.shapes.asked import QuizContent
from .base import Island, Reference, Resolved, code_of, mark_of


class Quiz(Island):
    """Questions of one chapter, answered, checked and explained one by one.

    Parameters
    ----------
    slug
        The chapter whose bank is read, such as ``"05-renewed-alliance"``.
    tags
        Only questions with one of these tags.
    ids
        Only these questions, in this order; the number alone (``"q03"``) will do.
    title
        A title above the questions.
    earlier
        How many questions of earlier chapters to ask again below them, drawn by `draw`; they are answered anew.
    """

    name = "quiz"

    def __init__(
        self, slug: str, *, tags: list[str] | None = None, ids: list[str] | None = None, title: str | None = None, earlier: int = 0
    ):
        super().__init__(self.refer(slug, tags=tags, ids=ids, title=title, earlier=earlier))

    @classmethod
    def refer(
        cls, slug: str, *, tags: list[str] | None = None, ids: list[str] | None = None, title: str | None = None, earlier: int = 0
    ) -> Reference:
        """Return the reference of a quiz; its id tells several of one chapter apart."""
        return Reference(cls.name, quiz_id(slug, tags, ids), {"slug": slug, "tags": tags, "ids": ids, "title": title, "earlier": earlier})

    @classmethod
    def resolve(cls, course: Course, reference: Reference) -> Resolved:
        """Choose the questions and render them."""
        questions = choose(course, reference.options["slug"], reference.options.get("tags"), reference.options.get("ids"))
        again = {f"again/{reference.options['slug']}/{q.id}": q for q in draw(course, reference.options["slug"], reference.options.get("earlier") or 0)}
        every = {q.id: q for q in questions} | again
        code = code_of(course, reference.id)
        content = QuizContent(code=code, title=reference.options.get("title") or "", questions=[shown(course, q).model_copy(update={"id": id}) for id, q in every.items()])
        return Resolved(
            content=content.model_dump(mode="json", exclude_defaults=True),
            items={**mark_of(code), **{id: q.wording for id, q in every.items()}},
            was={id: earlier.hash for id, q in every.items() if (earlier := course.was(q))},
        )


SHORT = ("single", "multiple", "true-false", "matching", "numeric", "fill-in")
"""Kinds that are answered in a minute."""


def draw(course: Course, slug: str, count: int) -> list[Question]:
    """Return questions of earlier chapters, at most one a chapter, the same at every build.

    Spacing and interleaving are what retrieval gains from (Roediger & Karpicke 2006), so chapters are drawn, not only the last one;
    a chapter's own retrieval questions, which ask of what came before them, are left out.
    """
    bank = [q for q in course.questions.values() if q.id.split("/")[0] < slug and q.kind in SHORT and "retrieval" not in q.tags]
    bank.sort(key=lambda q: hashlib.sha256(f"{slug}#{q.id}".encode()).digest())
    first: dict[str, Question] = {}
    for q in bank:
        first.setdefault(q.id.split("/")[0], q)
    return list(first.values())[:count]
