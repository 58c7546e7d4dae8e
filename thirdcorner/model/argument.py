"""The text's argument as data: its paragraphs, and the claims each paragraph makes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

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


class Sentence(Model):
    """A sentence of the commentary in numbers: its words, the claims it makes, and what is before each hedge; its text is not ours to print.

    `hedges` holds for each hedge of the register how many words stand before it; `years` are those the sentence names. `claims` is
    empty where the register has none from it. See ``thirdcorner.course.sentences``, which writes all but the claims.
    """

    id: Id
    words: int = Field(gt=0)
    claims: Keys = ()
    hedges: tuple[int, ...] = ()
    years: tuple[int, ...] = ()


class Paragraph(Model):
    """A paragraph of the commentary, found by its opening words; its text is not ours to print.

    `sketch` (see ``thirdcorner.course.sketch``) recognises it in a reader's own copy. `heading` names the claims that the heading
    above it makes, and no sentence.
    """

    id: Id
    section: Text
    opens: Text
    words: int = Field(gt=0)
    gist_md: Markdown
    sentences: tuple[Sentence, ...] = ()
    heading: Keys = ()
    sketch: tuple[int, ...] = ()

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield the claims of its sentences and of the heading above it."""
        yield "claims", tuple(dict.fromkeys([*(c for s in self.sentences for c in s.claims), *self.heading]))

    @model_validator(mode="after")
    def _sentences_make_the_paragraph(self) -> Self:
        if self.sentences and sum(s.words for s in self.sentences) != self.words:
            raise ValueError(f"its sentences have {sum(s.words for s in self.sentences)} words together, and it has {self.words}")
        if len({s.id for s in self.sentences}) < len(self.sentences):
            raise ValueError("two of its sentences have one id")
        return self


class Relation(Model):
    """One claim's bearing on another."""

    kind: RelationKind
    to: Id
    note_md: Markdown | None = None


class Search(Model):
    """One look for something that was not, or hardly, found: a statement of absence is worth what its search is worth."""

    query: Text
    lang: Text | None = None
    """The language of the query where it is not that of the book, as HTML names it."""
    where: Text
    date: Day
    result_md: Markdown


class Claim(Model):
    """One thing a paragraph says, in our own words, with what the record says of it.

    Where `verdict_md` says that something was not found, `searches` says how, where and when it was looked for.
    """

    id: Id
    paragraph: Id
    text_md: Markdown
    kind: ClaimKind
    hedge: Text | None = None
    evidence_md: Markdown | None = None
    verdict: Verdict
    verdict_md: Markdown
    sources: Keys = ()
    searches: tuple[Search, ...] = ()
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
