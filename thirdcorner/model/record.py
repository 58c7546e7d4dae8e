"""The record against which the text is read: sources, actors, dated events, outcomes, terms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, HttpUrl, model_validator

from .base import Day, Grade, Id, Keys, Markdown, Model, Text
from .question_base import Bloom, QuestionKind

EventKind = Literal["diplomacy", "treaty", "weapons", "war", "united-nations", "trade", "domestic", "publication"]
Precision = Literal["day", "month", "year"]


class About(Model):
    """The course itself: its id and title, the text it reads, and the day after which nothing is graded."""

    id: Id
    title: Text
    text_title: Text
    text_date: Day
    facts_until: Day
    original: Id | None = None
    """The bibliography's entry of the text itself, whose address every siglum links to."""
    published_by: Text | None = None
    """Who published the text, as links to it say."""


class Source(Model):
    """An entry of the bibliography, read from BibTeX; `text` is how a page prints it, `tip` the same without its note."""

    id: Id
    text: Text
    tip: Text = Field(exclude=True)  # it says nothing that `text` does not
    short: Text
    url: HttpUrl | None = None
    year: int | None = None
    date: Text | None = None
    """When it was published, as far as the bibliography says: ``2024``, ``2024-12`` or ``2024-12-03``."""
    label: Text | None = None
    """What kind of outlet this is where a reader must know it, such as ``state media``."""
    title: Text | None = None
    """Its title as it stands in `text`."""
    lang: Text | None = None
    """The language of the title where it is not that of the book, as HTML names it: ``pl``, ``ru-Latn``."""

    def older_than(self, event: Event) -> bool:
        """Return whether it appeared before an event, as far as both dates are known; without a date it is not older."""
        if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", self.date or ""):
            return False
        appeared, happened = str(self.date), event.written
        known = min(len(appeared), len(happened))
        return appeared[:known] < happened[:known]


class Actor(Model):
    """A state or body, with the one colour and marker it keeps through the whole book."""

    id: Id
    name: Text
    short: Text
    colour: Text = Field(pattern=r"^#[0-9a-f]{6}$")
    colour_dark: Text = Field(pattern=r"^#[0-9a-f]{6}$")
    marker: Literal["circle", "square", "triangle", "diamond", "cross", "star", "hexagon", "pentagon", "plus", "ring"]


class Event(Model):
    """Something that happened on a day (or in a month or a year), with its grade and sources.

    `claims` are those on which it bears, and `bears_md` says how; both then stand beside these claims as well.
    """

    id: Id
    date: Day
    end: Day | None = None
    precision: Precision = "day"
    title: Text
    text_md: Markdown | None = None
    kind: EventKind
    actors: Keys = Field(min_length=1)
    grade: Grade
    sources: Keys = Field(min_length=1)
    claims: Keys = ()
    bears_md: Markdown | None = None

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield its actors, its sources and the claims on which it bears."""
        yield "actors", self.actors
        yield "sources", self.sources
        yield "claims", self.claims

    @property
    def written(self) -> str:
        """Its date to its precision, as a source's date is written: ``2024``, ``2024-12`` or ``2024-12-03``."""
        return self.date.isoformat()[: {"day": 10, "month": 7, "year": 4}[self.precision]]

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.end is not None and self.end < self.date:
            raise ValueError(f"it ends on {self.end}, before it begins on {self.date}")
        if self.bears_md and not self.claims:
            raise ValueError("it has bears_md and no claims; name those on which it bears")
        return self


class Work(Model):
    """What a question has to ask for to meet an outcome: its kinds (none named: any), and the lowest of Bloom's levels."""

    kinds: tuple[QuestionKind, ...] = ()
    bloom: Bloom = "remember"


class Outcome(Model):
    """Something a learner can do at the end, and which work meets it."""

    id: Id
    text: Text
    short: Text
    work: Work = Work()


class Term(Model):
    """A glossary entry; `sources` is empty where the fact base names none."""

    id: Id
    term: Text
    definition_md: Markdown
    sources: Keys = ()
    see: Keys = ()

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield its sources and the terms it points at."""
        yield "sources", self.sources
        yield "glossary", self.see


class Check(Model):
    """One reading of a chapter against the record, sentence by sentence: what it was held against, and what was changed."""

    id: Id
    chapter: Id
    date: Day
    against_md: Markdown
    changed_md: Markdown

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield its chapter."""
        yield "chapters", (self.chapter,)


class Concept(Model):
    """A concept of the field at work: what it makes a reader look for, and one case from the record."""

    id: Id
    term: Id
    look_for_md: Markdown
    case_md: Markdown
    events: Keys = ()
    sources: Keys = Field(min_length=1)

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield its glossary term, the events of its case, and its sources."""
        yield "glossary", (self.term,)
        yield "events", self.events
        yield "sources", self.sources


class Earlier(Model):
    """How an earlier edition knew a question: its fingerprint then, the wording it had, and its parts in the order of then.

    Answers of that edition name a part by its number. They stay valid for as long as the question's wording is the same.
    """

    id: Id
    hash: Text
    wording: Text
    parts: Keys = ()
