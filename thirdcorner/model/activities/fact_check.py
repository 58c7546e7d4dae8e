"""The fact-check desk: dated claims, source cards, the record, and what it does to the argument."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from ..base import Id, Keys, Markdown, Model, Text
from .base import ActivityBase, fingerprint


class SourceCard(Model):
    """A short card about one source: what it says in our words, when it was published, and how near it stands."""

    id: Id
    source: Id
    says_md: Markdown
    published: Text
    nearness: Text


class Effect(Model):
    """What a finding may do to the argument, and what one who says so saw or overlooked."""

    id: Id
    text_md: Markdown
    feedback_md: Markdown


class Judgement(Model):
    """What a learner may decide about a claim, and what that decision overlooked or saw."""

    value: Literal["holds", "correct-it", "wrong", "cannot-tell"]
    feedback_md: Markdown


class FactCheckCase(Model):
    """One dated claim on the desk, the cards to check it against, and what the record does to the argument."""

    id: Id
    claim: Id
    name: Text | None = None
    """Two or three words for the tab; without it the claim's siglum stands there."""
    claim_md: Markdown
    cards: tuple[SourceCard, ...] = Field(min_length=2, max_length=6)
    key: Literal["holds", "correct-it", "wrong", "cannot-tell"]
    also_defensible: tuple[Literal["holds", "correct-it", "wrong", "cannot-tell"], ...] = ()
    best_card: Id
    best_card_why_md: Markdown
    judgements: tuple[Judgement, ...] = Field(min_length=4, max_length=4)
    record_md: Markdown
    effects: tuple[Effect, ...] = Field(min_length=3, max_length=4)
    effect_key: Id
    argument_md: Markdown

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if {j.value for j in self.judgements} != {"holds", "correct-it", "wrong", "cannot-tell"}:
            raise ValueError("it needs feedback for each of holds, correct-it, wrong and cannot-tell")
        for name, ids, key in (("best_card", [c.id for c in self.cards], self.best_card), ("effect_key", [e.id for e in self.effects], self.effect_key)):
            if len(set(ids)) < len(ids):
                raise ValueError(f"an id stands twice among {', '.join(ids)}; ids are what a learner's answer names")
            if key not in ids:
                raise ValueError(f"{name} is {key!r}, which is none of {', '.join(ids)}")
        return self

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that change when what the learner judged changes.

        It is what it was when answers named places: a record of that edition is read while cards and effects stand in that order.
        """
        judged = self.model_dump(mode="json", include={"claim_md", "key"})
        cards = [card.model_dump(mode="json", exclude={"id"}) for card in self.cards]
        place = next(n for n, e in enumerate(self.effects, 1) if e.id == self.effect_key)
        return fingerprint({**judged, "cards": cards, "effect_options": [e.text_md for e in self.effects], "effect_key": place})


class FactCheck(ActivityBase):
    """The fact-check desk: cases to judge, each with a confidence."""

    kind: Literal["fact-check"]
    worked_example_md: Markdown
    cases: tuple[FactCheckCase, ...] = Field(min_length=1)

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield also the claims of the cases and the sources of their cards."""
        yield from super().names()
        for case in self.cases:
            yield "claims", (case.claim,)
            yield "sources", tuple(card.source for card in case.cards)

    def items(self) -> dict[str, str]:
        """Return one fingerprint a case."""
        return {case.id: case.fingerprint for case in self.cases}
