"""The text's argument as data: its paragraphs, and the claims each paragraph makes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from .base import Day, Grade, Id, Keys, Markdown, Model, Text

ClaimKind = Literal["fact", "inference", "forecast", "judgement", "assumption"]
Verdict = Literal["holds", "holds-with-correction", "contested", "wrong", "cannot-be-checked"]
RelationKind = Literal["supports", "presumes", "attacks"]

VERDICTS: dict[str, tuple[str, str]] = {
    "holds": ("✓", "holds"),
    "holds-with-correction": ("≈", "holds with a correction"),
    "contested": ("⇄", "contested"),
    "wrong": ("✗", "wrong as worded"),
    "cannot-be-checked": ("?", "cannot be checked"),
}
"""Sign and words of each verdict; meaning never rests on the sign or its colour alone."""


class Paragraph(Model):
    """A paragraph of the commentary, found by its opening words; its text is not ours to print.

    `sketch` (see ``thirdcorner.sketch``) recognises it in a reader's own copy.
    """

    id: Id
    section: Text
    opens: Text
    words: int = Field(gt=0)
    gist_md: Markdown
    sketch: tuple[int, ...] = ()


class Relation(Model):
    """One claim's bearing on another."""

    kind: RelationKind
    to: Id
    note_md: Markdown | None = None


class Claim(Model):
    """One thing a paragraph says, in our own words, with what the record says of it."""

    id: Id
    paragraph: Id
    text_md: Markdown
    kind: ClaimKind
    hedge: Text | None = None
    evidence_md: Markdown | None = None
    verdict: Verdict
    verdict_md: Markdown
    sources: Keys = ()
    relations: tuple[Relation, ...] = ()

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield its paragraph, its sources, and the claims it bears on."""
        yield "paragraphs", (self.paragraph,)
        yield "sources", self.sources
        yield "claims", tuple(r.to for r in self.relations)


Stance = Literal["supports", "qualifies", "opposes", "other-question"]


class Perspective(Model):
    """A published position on the text's subject, in its own terms, tied to what it bears on."""

    id: Id
    who: Text
    place: Text
    """Country or body, as the fact base gives it."""
    role: Literal["scholar", "official", "think-tank", "journalist", "state-media", "service"]
    date: Day
    precision: Literal["day", "month", "year"] = "day"
    says_md: Markdown
    quoted: Text | None = None
    stance: Stance
    grade: Grade
    paragraphs: Keys = ()
    claims: Keys = ()
    sources: Keys = Field(min_length=1)

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield the paragraphs and claims it bears on, and its sources."""
        yield "paragraphs", self.paragraphs
        yield "claims", self.claims
        yield "sources", self.sources
