"""Who meets what: claims, paragraphs and outcomes against the exercises that stand in chapters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .chapters import shown
from .read import Course

Table = dict[str, dict[str, list[str]]]
"""Rows by id, each with the exercises (ids) by column."""


@dataclass(frozen=True)
class Coverage:
    """What is taught where and met by which exercise.

    Attributes
    ----------
    taught
        Chapters that walk a claim's paragraph or show the claim, by claim.
    met
        Questions and activities that name a claim, by claim.
    paragraphs, outcomes
        Exercises by paragraph (or outcome) and chapter.
    unused
        Questions and activities that no chapter shows.
    """

    taught: dict[str, list[str]]
    met: dict[str, list[str]]
    paragraphs: Table
    outcomes: Table
    unused: list[tuple[str, str]]


def coverage(course: Course) -> Coverage:
    """Compare the chapters with the argument and the outcomes; only work that stands in a chapter counts."""
    taught: dict[str, list[str]] = {id: [] for id in course.claims}
    met: dict[str, list[str]] = {id: [] for id in course.claims}
    paragraphs: Table = {id: defaultdict(list) for id in course.paragraphs}
    outcomes: Table = {id: defaultdict(list) for id in course.outcomes}
    used: set[tuple[str, str]] = set()
    of_paragraph: dict[str, list[str]] = defaultdict(list)
    for claim in course.claims.values():
        of_paragraph[claim.paragraph].append(claim.id)
    banks: dict[str, list[Any]] = defaultdict(list)
    for question in course.questions.values():
        banks[question.id.split("/")[0]].append(question)
    for chapter in course.chapters.values():
        walked = [id for paragraph in chapter.paragraphs for id in of_paragraph[paragraph]]
        for id in dict.fromkeys([*walked, *(c for c in chapter.claims if c in taught)]):
            taught[id].append(chapter.id)
        for kind, thing in shown(chapter, banks, course.activities):
            used.add((kind, thing.id))
            for id in _claims(thing):
                met[id].append(thing.id)
            for id in _paragraphs(course, thing):
                paragraphs[id][chapter.id].append(thing.id)
            for id in (i for i in thing.outcomes if i in outcomes):
                outcomes[id][chapter.id].append(thing.id)
    there = [*(("questions", id) for id in course.questions), *(("activities", id) for id in course.activities)]
    return Coverage(taught, met, paragraphs, outcomes, [pair for pair in there if pair not in used])


def _claims(thing: Any) -> list[str]:
    """Return the claims that a question or an exercise names, anywhere in it."""
    return list(dict.fromkeys(id for what, ids in thing.names() if what == "claims" for id in ids))


def _paragraphs(course: Course, thing: Any) -> Iterable[str]:
    named = [*getattr(thing, "paragraphs", ()), *(course.claims[c].paragraph for c in _claims(thing))]
    return [p for p in dict.fromkeys(named) if p in course.paragraphs]
