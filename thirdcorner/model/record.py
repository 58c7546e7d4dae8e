"""The record against which the text is read: sources, actors, dated events, outcomes, terms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, HttpUrl, model_validator

from .base import Day, Grade, Id, Keys, Markdown, Model, Text

EventKind = Literal["diplomacy", "treaty", "weapons", "war", "united-nations", "trade", "domestic", "publication"]
Precision = Literal["day", "month", "year"]


class About(Model):
    """The course itself: its id and title, the text it reads, and the day after which nothing is graded."""

    id: Id
    title: Text
    text_title: Text
    text_date: Day
    facts_until: Day


class Source(Model):
    """An entry of the bibliography, read from BibTeX; `text` is how a page prints it."""

    id: Id
    text: Text
    short: Text
    url: HttpUrl | None = None
    year: int | None = None
    date: Text | None = None
    """When it was published, as far as the bibliography says: ``2024``, ``2024-12`` or ``2024-12-03``."""
    label: Text | None = None
    """What kind of outlet this is where a reader must know it, such as ``state media``."""


class Actor(Model):
    """A state or body, with the one colour and marker it keeps through the whole book."""

    id: Id
    name: Text
    short: Text
    colour: Text = Field(pattern=r"^#[0-9a-f]{6}$")
    colour_dark: Text = Field(pattern=r"^#[0-9a-f]{6}$")
    marker: Literal["circle", "square", "triangle", "diamond", "cross", "star", "hexagon", "pentagon", "plus", "ring"]


class Event(Model):
    """Something that happened on a day (or in a month or a year), with its grade and sources."""

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

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield its actors and sources."""
        yield "actors", self.actors
        yield "sources", self.sources

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.end is not None and self.end < self.date:
            raise ValueError(f"it ends on {self.end}, before it begins on {self.date}")
        return self


class Outcome(Model):
    """Something a learner can do at the end."""

    id: Id
    text: Text
    short: Text


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
