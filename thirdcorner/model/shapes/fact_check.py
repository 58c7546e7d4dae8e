"""The fact-check desk."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .asked import Kept, Shape

Verdict = Literal["holds", "correct-it", "wrong", "cannot-tell"]


class DeskCard(Shape):
    """A source in short: its name and, where it has one, its label; what it says; when it came out; how near it stands."""

    id: str
    name: str
    label: str
    says_html: str
    published: str
    nearness: str


class DeskEffect(Shape):
    """What a finding may do to the argument, and what is said to one who says so."""

    id: str
    text_html: str
    feedback_html: str


class DeskCase(Shape):
    """A statement on the desk with its cards, and what the record says; `claim` is the id of the claim that it is."""

    id: str
    claim: str
    name: str | None
    claim_html: str
    cards: list[DeskCard]
    key: Verdict
    also_defensible: list[Verdict]
    best_card: str
    best_card_why_html: str
    judgements: dict[str, str]
    record_html: str
    effects: list[DeskEffect]
    effect_key: str
    argument_html: str


class DeskContent(Shape):
    """The fact-check desk: its cases in order."""

    id: str
    title: str
    task_html: str
    worked_example_html: str
    cases: list[DeskCase]


class Checked(Kept):
    """What a learner made of one case: `card` and `effect` by id; the edition before kept their places (from 1, and from 0)."""

    card: str | int = ""
    judgement: Literal["holds", "correct-it", "wrong", "cannot-tell", ""] = ""
    confidence: float | None = Field(default=None, ge=0, le=100)
    reason_text: str = ""
    judged: bool = False
    first: float | None = Field(default=None, ge=0, le=1)
    effect: str | int = ""
    argued: bool = False
