"""Spaced retrieval: the questions a learner has met and the terms of the glossary, each asked again when it is due."""

from __future__ import annotations

from typing import Any

from ..content import Course
from ..model.activities.base import fingerprint
from ..words import markdown_html
from .base import Island, Reference, Resolved, templates
from .my_work import banks
from .quiz import present


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
        """Give each question with its options and its answer as HTML, and each term with its definition."""
        quiz: Any = templates().get_template("quiz.html").module
        cards, items = [], {}
        for slug, questions in banks(course).items():
            for q in questions:
                shown = present(course, q)
                where = f"chapter {course.chapters[slug].number}" if slug in course.chapters else slug
                asked = shown.get("gapped") or shown["prompt"]
                cards.append({"id": f"review/{q.id}", "of": q.id, "where": where, "asked": asked + str(quiz.options(shown)), "answer": str(quiz.key(shown))})
                items[f"review/{q.id}"] = items[q.id] = q.fingerprint
        for term in course.glossary.values():
            id = f"review/term/{term.id}"
            cards.append({"id": id, "of": None, "where": "glossary", "asked": markdown_html(term.definition_md), "answer": f"<p><strong>{markdown_html(term.term)}</strong></p>"})
            items[id] = fingerprint(term.definition_md)
        content = {"cards": cards}
        template: Any = templates().get_template("review.html").module
        return Resolved(content, items, str(template.fallback(content)), "")
