"""Spaced retrieval: the questions a learner has met and the terms of the glossary, each asked again when it is due."""

from __future__ import annotations

from ..course.asked import shown
from ..course.read import Course
from ..course.words import markdown_html
from ..model.activities.base import fingerprint
from ..model.shapes.asked import Asked, Key
from ..model.shapes.review import ReviewCard, ReviewContent
from .base import Island, Reference, Resolved
from .my_work import banks


class Review(Island):
    """A session of spaced retrieval, scheduled by FSRS-6.

    State, by id ``review/<id of the question>`` or ``review/term/<id of the term>``: ``stability`` (days), ``difficulty``
    (1–10), ``last`` and ``due`` (ms since 1970).
    """

    name = "review"

    def __init__(self) -> None:
        super().__init__(self.refer())

    @classmethod
    def refer(cls) -> Reference:
        """Return the reference: there is one review."""
        return Reference(cls.name, "review")

    @classmethod
    def resolve(cls, course: Course, reference: Reference) -> Resolved:
        """Make a card of each question, with its key, and of each term, with its definition."""
        cards: list[ReviewCard] = []
        items: dict[str, str] = {}
        was: dict[str, str] = {}
        for slug, questions in banks(course).items():
            where = f"chapter {course.chapters[slug].number}" if slug in course.chapters else slug
            for q in questions:
                cards.append(ReviewCard(id=f"review/{q.id}", where=where, q=remembered(shown(course, q))))
                items[f"review/{q.id}"] = items[q.id] = q.wording
                if earlier := course.was(q):
                    was[f"review/{q.id}"] = was[q.id] = earlier.hash
        for term in course.glossary.values():
            card = ReviewCard(id=f"review/term/{term.id}", where="glossary", term_html=markdown_html(term.term), definition_html=markdown_html(term.definition_md))
            cards.append(card)
            items[card.id] = fingerprint(term.definition_md)
        content = ReviewContent(id="review", cards=cards).model_dump(mode="json", exclude_defaults=True)
        return Resolved(content, items, was=was, reads=tuple(id for id in items if not id.startswith("review/")))


def remembered(q: Asked) -> Asked:
    """Return a question as it is asked from memory: with what is right and why, and without what only a wrong answer is told."""
    versions = [one.model_copy(update={"key": _remembered(q, one.key or Key())}) for one in q.versions]
    return q.model_copy(update={"hints_html": [], "confidence": False, "was": [], "key": _remembered(q, q.key or Key()), "versions": versions})


def _remembered(q: Asked, key: Key) -> Key:
    """Return a key with what the right answer is told, and no other."""
    right = set(key.right) if isinstance(key.right, list) and q.kind in ("single", "multiple") else {str(key.right).lower()} if q.kind == "true-false" else set(key.feedback_html)
    feedback = {id: html for id, html in key.feedback_html.items() if id != "wrong" and id in right}
    return key.model_copy(update={"feedback_html": feedback, "traps": [], "rubric": []})
