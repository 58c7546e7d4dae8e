"""The review."""

from __future__ import annotations

from pydantic import Field

from .asked import Asked, Kept, Shape


class ReviewCard(Shape):
    """A card: a question that was answered in its chapter, or a term whose definition is read out.

    Its id is that under which its schedule is kept. `where` says from which part of the book it comes.
    """

    id: str
    where: str
    q: Asked | None = None
    term_html: str = ""
    definition_html: str = ""


class ReviewContent(Shape):
    """The review: every card that there can be."""

    id: str
    cards: list[ReviewCard]


class Scheduled(Kept):
    """How well a card is remembered: days until recall falls to nine in ten, difficulty, when last reviewed and due (ms since 1970)."""

    stability: float = Field(gt=0)
    difficulty: float = Field(ge=1, le=10)
    last: float
    due: float
