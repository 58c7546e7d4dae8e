"""Which questions of a chapter's bank a quiz asks, and what it is called."""

from __future__ import annotations

from ..model import Paragraph, Question
from .read import Course, nearest


def quiz_id(slug: str, tags: list[str] | None = None, ids: list[str] | None = None) -> str:
    """Return a quiz's id, which tells several of one chapter apart."""
    part = "-".join(tags or ids or [])
    return f"{slug}/quiz{'-' + part if part else ''}"


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


def sections_of(course: Course) -> list[tuple[str, str, list[Paragraph]]]:
    """Return the text's sections in order: id, name, paragraphs."""
    names = dict.fromkeys(p.section for p in course.paragraphs.values())
    return [(f"sec{n}", name, [p for p in course.paragraphs.values() if p.section == name]) for n, name in enumerate(names, 1)]
