"""Questions of every kind, as one union told apart by ``kind``.

Each kind states its key in its own fields and gives feedback for each thing a learner can choose. Scoring is in
``widgets/scoring.js`` for the page; the rules are given on the models.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from .base import Id, Keys, Markdown, Model, Text

Bloom = Literal["remember", "understand", "apply", "analyse", "evaluate", "create"]


class Option(Model):
    """A choice, whether it is keyed, and what choosing it overlooked or saw."""

    text_md: Markdown
    feedback_md: Markdown
    correct: bool = False


class _Base(Model):
    id: Id = Field(pattern=r"^[a-z0-9-]+/q[0-9]{2,3}$")
    prompt_md: Markdown
    outcomes: Keys = Field(min_length=1)
    bloom: Bloom
    difficulty: int = Field(ge=1, le=3)
    paragraphs: Keys = ()
    claims: Keys = Field(default=(), max_length=3)
    sources: Keys = ()
    tags: Keys = ()
    explanation_md: Markdown
    hints_md: tuple[Markdown, ...] = ()
    confidence: bool = False

    def names(self) -> Iterator[tuple[str, Keys]]:
        """Yield its outcomes, paragraphs, claims and sources."""
        yield "outcomes", self.outcomes
        yield "paragraphs", self.paragraphs
        yield "claims", self.claims
        yield "sources", self.sources

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits of what a learner answered: an edit of it invalidates that answer only."""
        asked = self.model_dump(mode="json", exclude={"outcomes", "bloom", "difficulty", "sources", "tags", "hints_md"})
        return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:12]


class SingleChoice(_Base):
    """One keyed option; score 1 or 0."""

    kind: Literal["single"]
    options: tuple[Option, ...] = Field(min_length=3, max_length=6)

    @model_validator(mode="after")
    def _one_key(self) -> Self:
        keyed = sum(option.correct for option in self.options)
        if keyed != 1:
            raise ValueError(f"it has {keyed} options with `correct: true`; a single choice has exactly one")
        return self


class MultipleChoice(_Base):
    """Any number of keyed options; score (right marks - wrong marks) / keyed, not below 0."""

    kind: Literal["multiple"]
    options: tuple[Option, ...] = Field(min_length=3, max_length=8)

    @model_validator(mode="after")
    def _keys(self) -> Self:
        keyed = sum(option.correct for option in self.options)
        if not 1 <= keyed < len(self.options):
            raise ValueError(f"{keyed} of its {len(self.options)} options are keyed; key at least one and not all")
        return self


class TrueFalse(_Base):
    """A statement to judge true or false, usually with a confidence; score 1 or 0."""

    kind: Literal["true-false"]
    correct: bool
    feedback_true_md: Markdown
    feedback_false_md: Markdown
    confidence: bool = True


class Pair(Model):
    """A stem and the answer that belongs to it."""

    stem_md: Markdown
    answer: Text
    feedback_md: Markdown


class Matching(_Base):
    """Stems to be matched with answers; score the share matched rightly."""

    kind: Literal["matching"]
    pairs: tuple[Pair, ...] = Field(min_length=2, max_length=8)
    distractors: tuple[Text, ...] = ()


class Ordering(_Base):
    """Items written in the right order; score the share of pairs of items that stand in it (Kendall's tau, from 0 to 1)."""

    kind: Literal["ordering"]
    items_md: tuple[Markdown, ...] = Field(min_length=3, max_length=8)
    feedback_md: tuple[Markdown, ...] = ()

    @model_validator(mode="after")
    def _feedback_each(self) -> Self:
        if len(self.feedback_md) != len(self.items_md):
            raise ValueError(f"it has {len(self.items_md)} items and {len(self.feedback_md)} feedbacks; give one for each item")
        return self


class Numeric(_Base):
    """A number within a tolerance; score 1 or 0. `traps` are wrong numbers people give, with what went wrong."""

    kind: Literal["numeric"]
    answer: float
    tolerance: float = Field(ge=0)
    unit: Text
    feedback_right_md: Markdown
    feedback_wrong_md: Markdown
    traps: tuple[tuple[float, Markdown], ...] = ()


class Blank(Model):
    """A gap, with every form accepted for it."""

    accepted: tuple[Text, ...] = Field(min_length=1)


class FillIn(_Base):
    """A sentence with ``{{1}}``, ``{{2}}`` … for gaps; score the share filled rightly, letter case and dashes folded."""

    kind: Literal["fill-in"]
    blanks: tuple[Blank, ...] = Field(min_length=1, max_length=4)
    feedback_right_md: Markdown
    feedback_wrong_md: Markdown

    @model_validator(mode="after")
    def _gaps_match(self) -> Self:
        missing = [n for n in range(1, len(self.blanks) + 1) if f"{{{{{n}}}}}" not in self.prompt_md]
        if missing:
            raise ValueError(f"its prompt has no gap {{{{{missing[0]}}}}} for blank {missing[0]}")
        return self


class Reading(Model):
    """A defensible or a strained reading, and what whoever holds it must explain."""

    text_md: Markdown
    defensible: bool = True
    must_explain_md: Markdown


class Interpretive(_Base):
    """Readings of which several are defensible; never right or wrong, and never scored."""

    kind: Literal["interpretive"]
    readings: tuple[Reading, ...] = Field(min_length=2, max_length=6)


class KeyIdea(Model):
    """Something that a good answer says, and why it matters."""

    text_md: Markdown
    feedback_md: Markdown


class ShortAnswer(_Base):
    """A few sentences, marked by their writer beside a model answer; score the share of key ideas that the writer ticks."""

    kind: Literal["short-answer"]
    words_max: int = Field(default=80, gt=0, le=200)
    ideas: tuple[KeyIdea, ...] = Field(min_length=2, max_length=6)
    model_answer_md: Markdown


class Criterion(Model):
    """A row of a rubric: what is judged, and its levels from the weakest to the best."""

    criterion: Text
    levels_md: tuple[Markdown, ...] = Field(min_length=3, max_length=4)


class Essay(_Base):
    """A longer answer, marked by its writer or a peer on a rubric; score the mean of level / best level."""

    kind: Literal["essay"]
    words_min: int = Field(gt=0)
    words_max: int = Field(gt=0, le=1500)
    rubric: tuple[Criterion, ...] = Field(min_length=2, max_length=5)
    model_answer_md: Markdown

    @model_validator(mode="after")
    def _range(self) -> Self:
        if self.words_max < self.words_min:
            raise ValueError(f"words_max is {self.words_max}, below words_min {self.words_min}")
        return self


Question = Annotated[
    SingleChoice
    | MultipleChoice
    | TrueFalse
    | Matching
    | Ordering
    | Numeric
    | FillIn
    | Interpretive
    | ShortAnswer
    | Essay,
    Field(discriminator="kind"),
]
