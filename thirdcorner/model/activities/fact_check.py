"""The fact-check desk: dated claims, source cards, the record, and what it does to the argument."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from ..base import Id, Keys, Markdown, Model, Text
from .base import ActivityBase, fingerprint


class SourceCard(Model):
    """A short card about one source: what it says in our words, when it was published, and how near it stands."""

    source: Id
    says_md: Markdown
    published: Text
    nearness: Text


class Judgement(Model):
    """What a learner may decide about a claim, and what that decision overlooked or saw."""

    value: Literal["holds", "correct-it", "wrong", "cannot-tell"]
    feedback_md: Markdown


class FactCheckCase(Model):
    """One dated claim on the desk, the cards to check it against, and what the record does to the argument."""

    id: Id
    claim: Id
    claim_md: Markdown
    cards: tuple[SourceCard, ...] = Field(min_length=2, max_length=6)
    key: Literal["holds", "correct-it", "wrong", "cannot-tell"]
    also_defensible: tuple[Literal["holds", "correct-it", "wrong", "cannot-tell"], ...] = ()
    best_card: int = Field(ge=1)
    best_card_why_md: Markdown
    judgements: tuple[Judgement, ...] = Field(min_length=4, max_length=4)
    record_md: Markdown
    effect_options: tuple[Markdown, ...] = Field(min_length=3, max_length=4)
    effect_key: int = Field(ge=1)
    effect_feedback_md: tuple[Markdown, ...]
    argument_md: Markdown

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if {j.value for j in self.judgements} != {"holds", "correct-it", "wrong", "cannot-tell"}:
            raise ValueError("it needs feedback for each of holds, correct-it, wrong and cannot-tell")
        if self.best_card > len(self.cards):
            raise ValueError(f"best_card is {self.best_card}, but it has {len(self.cards)} cards")
        if len(self.effect_feedback_md) != len(self.effect_options):
            raise ValueError(f"it has {len(self.effect_options)} effects and {len(self.effect_feedback_md)} feedbacks")
        if self.effect_key > len(self.effect_options):
            raise ValueError(f"effect_key is {self.effect_key}, but it has {len(self.effect_options)} effects")
        return self

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that change when what the learner judged changes."""
        return fingerprint(self.model_dump(mode="json", include={"claim_md", "cards", "key", "effect_options", "effect_key"}))


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
