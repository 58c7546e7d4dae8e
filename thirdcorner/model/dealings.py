"""What states promise and pass to one another, what is counted of it, and what one may forecast."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from .argument import Search
from .base import Day, Grade, Id, Keys, Markdown, Model, Text

ObligationType = Literal["defence", "offence", "neutrality", "non-aggression", "consultation"]
"""The five types of the Alliance Treaty Obligations and Provisions project (Leeds and others 2002)."""


class Obligation(Model):
    """One duty of a treaty, by ATOP type, with the article and, where the fact base has it, the wording."""

    type: ObligationType
    article: Text | None = None
    says_md: Markdown
    wording: Text | None = None
    sources: Keys = ()


class Excerpt(Model):
    """Words of a treaty, or of a party on it, that state no obligation of the five types."""

    article: Text
    wording: Text
    sources: Keys = Field(min_length=1)


class Treaty(Model):
    """A treaty or exchange of letters, what it obliges its parties to do, and how two data sets code it.

    `cow` and `atop` hold the codes as the data sets print them, and stay empty where they have none.
    """

    id: Id
    name: Text
    parties: Keys = Field(min_length=2)
    signed: Day
    in_force: Day | None = None
    ended: Day | None = None
    precision: Literal["day", "month", "year"] = "day"
    obligations: tuple[Obligation, ...] = ()
    no_obligation_md: Markdown | None = None
    excerpts: tuple[Excerpt, ...] = ()
    note_md: Markdown | None = None
    cow: Text | None = None
    atop: tuple[ObligationType, ...] = ()
    grade: Grade
    events: Keys = ()
    sources: Keys = Field(min_length=1)
    searches: tuple[Search, ...] = ()

    @model_validator(mode="after")
    def _says_what_it_obliges(self) -> Self:
        if not self.obligations and not self.no_obligation_md:
            raise ValueError("it lists no obligations; say in no_obligation_md what it provides instead")
        return self

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield its parties, events and sources."""
        yield "actors", self.parties
        yield "events", self.events
        yield "sources", self.sources
        for excerpt in self.excerpts:
            yield "sources", excerpt.sources
        for obligation in self.obligations:
            yield "sources", obligation.sources


class Flow(Model):
    """Who gave what to whom, when, and how well it is attested; `mutual` where each side gives the same, as in trade or a treaty.

    ``attested`` means that both sides or independent observers say so; ``claimed`` that an interested party does;
    ``inferred`` that it is drawn from other things seen.
    """

    id: Id
    giver: Id
    receiver: Id
    what: Text
    kind: Literal["arms", "troops", "technology", "food", "energy", "money", "diplomatic-cover", "recognition", "labour", "goods"]
    start: Day
    end: Day | None = None
    precision: Literal["day", "month", "year"] = "day"
    attestation: Literal["attested", "claimed", "inferred"]
    mutual: bool = False
    says_md: Markdown
    grade: Grade
    claims: Keys = ()
    sources: Keys = Field(min_length=1)

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield its two sides, its claims and its sources."""
        yield "actors", (self.giver, self.receiver)
        yield "claims", self.claims
        yield "sources", self.sources


class Figure(Model):
    """A table of ``book/data/figures/<id>.csv``: what its numbers count, in which unit, and against what.

    `denominator` says what a share is a share of (``none`` for a plain amount). Where one table holds several, its CSV has
    a column ``denominator``, and `series` names the column that tells its series apart: no series may mix two.
    """

    id: Id
    title: Text
    value: Text
    unit: Text
    denominator: Text
    series: Text | None = None
    period: Text
    caveat_md: Markdown
    sources: Keys = Field(min_length=1)

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield its sources."""
        yield "sources", self.sources


class Forecast(Model):
    """A question about the future as seen on a day, with the rule by which it is resolved.

    `outcome` stays empty while the question is open.
    """

    id: Id
    question_md: Markdown
    asked: Day
    closes: Day
    rule_md: Markdown
    base_rate_md: Markdown | None = None
    base_rate: float | None = Field(default=None, ge=0, le=1)
    outcome: Literal["yes", "no"] | None = None
    resolution_md: Markdown | None = None
    paragraphs: Keys = ()
    claims: Keys = ()
    sources: Keys = ()

    @model_validator(mode="after")
    def _resolved_or_open(self) -> Self:
        if self.closes < self.asked:
            raise ValueError(f"it closes on {self.closes}, before it was asked on {self.asked}")
        if (self.outcome is None) != (self.resolution_md is None):
            raise ValueError("a resolved question has both outcome and resolution_md, an open one neither")
        if self.outcome and not self.sources:
            raise ValueError("a resolved question needs sources")
        return self

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield its paragraphs, claims and sources."""
        yield "paragraphs", self.paragraphs
        yield "claims", self.claims
        yield "sources", self.sources
