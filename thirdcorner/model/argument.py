"""The text's argument as data: its paragraphs, and the claims each paragraph makes."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .base import Id, Keys, Markdown, Model, Text

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
    """A paragraph of the commentary, found by its opening words; its text is not ours to print."""

    id: Id
    section: Text
    opens: Text
    words: int = Field(gt=0)
    gist_md: Markdown


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
