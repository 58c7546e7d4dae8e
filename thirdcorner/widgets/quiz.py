"""A quiz: a few questions of a chapter's bank, chosen by tag or by id."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from ..content import Course, nearest
from ..model import Question
from .base import Island, Reference, Resolved, templates
from .render import rendered


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
        part = "-".join(tags or ids or [])
        return Reference(cls.name, f"{slug}/quiz{'-' + part if part else ''}", {"slug": slug, "tags": tags, "ids": ids, "title": title, "earlier": earlier})

    @classmethod
    def resolve(cls, course: Course, reference: Reference) -> Resolved:
        """Choose the questions and render them."""
        questions = choose(course, reference.options["slug"], reference.options.get("tags"), reference.options.get("ids"))
        again = {f"again/{reference.options['slug']}/{q.id}": q for q in draw(course, reference.options["slug"], reference.options.get("earlier") or 0)}
        shown = [present(course, q) for q in questions] + [present(course, q) | {"id": id} for id, q in again.items()]
        content = {"title": reference.options.get("title"), "questions": shown}
        template = templates().get_template("quiz.html").module
        return Resolved(
            content=content,
            items={q.id: q.fingerprint for q in questions} | {id: q.fingerprint for id, q in again.items()},
            fallback=str(template.fallback(content)),  # type: ignore[attr-defined]
            answers=str(template.answers(content)),  # type: ignore[attr-defined]
        )


def choose(course: Course, slug: str, tags: list[str] | None, ids: list[str] | None) -> list[Question]:
    """Return the questions of a chapter that the tags or ids name; raise `KeyError` where there are none."""
    bank = course.questions_of(slug)
    if not bank:
        slugs = sorted({id.split("/")[0] for id in course.questions})
        raise KeyError(f"no questions for chapter {slug!r}: {nearest(slug, slugs)}")
    if ids:
        known = {q.id.split("/")[1]: q for q in bank}
        missing = [id for id in ids if id.split("/")[-1] not in known]
        if missing:
            raise KeyError(f"no question {missing[0]!r} in book/questions/{slug}.yml: {nearest(missing[0], list(known))}")
        return [known[id.split("/")[-1]] for id in ids]
    if tags:
        chosen = [q for q in bank if set(tags) & set(q.tags)]
        if not chosen:
            every = sorted({t for q in bank for t in q.tags})
            raise KeyError(f"no question of {slug} has the tag {tags[0]!r}: {nearest(tags[0], every)}")
        return chosen
    return bank


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


def present(course: Course, question: Question) -> dict[str, Any]:
    """Return a question as the front end reads it: Markdown rendered, bookkeeping left out."""
    shown: dict[str, Any] = rendered(question.model_dump(mode="json", exclude={"outcomes", "bloom", "difficulty", "tags", "claims"}))
    sources = [course.sources[key].short for key in question.sources if key in course.sources]
    where = [f"Paragraph {', '.join(question.paragraphs)}" if question.paragraphs else "", "; ".join(sources)]
    shown["where"] = " · ".join(part for part in where if part)
    if question.kind == "fill-in":
        shown["gapped"] = re.sub(r"\{\{\d\}\}", "______", shown["prompt"])
    del shown["paragraphs"], shown["sources"]
    return shown
