"""The content of the larger exercises, one file each under ``book/activities/``, told apart by ``kind``."""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from .base import Day, Id, Keys, Markdown, Model, Text


class _Activity(Model):
    id: Id
    title: Text
    task_md: Markdown
    outcomes: Keys = Field(min_length=1)
    minutes: int = Field(gt=0)


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
        asked = self.model_dump(mode="json", include={"claim_md", "cards", "key", "effect_options", "effect_key"})
        return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:12]


class FactCheck(_Activity):
    """The fact-check desk: cases to judge, each with a confidence."""

    kind: Literal["fact-check"]
    worked_example_md: Markdown
    cases: tuple[FactCheckCase, ...] = Field(min_length=1)


class OrderTask(Model):
    """A few events to be put in order, and what the right order shows."""

    id: Id
    prompt_md: Markdown
    events: Keys = Field(min_length=3, max_length=8)
    shows_md: Markdown


class Timeline(_Activity):
    """The timeline explorer: which events it shows, the text's date, and its put-in-order tasks."""

    kind: Literal["timeline"]
    start: Day
    end: Day
    text_date: Day
    text_date_label: Text
    order_tasks: tuple[OrderTask, ...] = ()


Activity = Annotated[FactCheck | Timeline, Field(discriminator="kind")]
