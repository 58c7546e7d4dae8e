"""Questions of every kind, as one union told apart by ``kind``.

Each kind states its key in its own fields and gives feedback for each thing a learner can choose. Scoring is in
``front/src/logic/scoring.ts`` for the page; the rules are given on the models.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from .base import Markdown, Model, Text
from .numeric import Numeric, Parameterised
from .question_base import Asking, PartId


class Choice(Model):
    """A choice, whether it is keyed, and what choosing it overlooked or saw."""

    text_md: Markdown
    feedback_md: Markdown
    correct: bool = False


class Option(Choice):
    """A choice with an id by which answers name it: permanent, whatever its place in the list."""

    id: PartId


def _by_id(parts: Iterable[Any], *fields: str) -> list[list[Any]]:
    return sorted([part.id, *(getattr(part, name) for name in fields)] for part in parts)


class _Choices(Asking):
    """Options; where they are `ordered`, as a scale is, they are shown as written, else each learner sees them in an order of their own."""

    options: tuple[Option, ...] = Field(min_length=3, max_length=8)
    ordered: bool = False

    @property
    def parts(self) -> tuple[Any, ...]:
        """Its options."""
        return self.options

    def asks(self) -> dict[str, Any]:
        """Return prompt and options."""
        return {**super().asks(), "options": _by_id(self.options, "text_md")}


class SingleChoice(_Choices):
    """One keyed option; score 1 or 0."""

    kind: Literal["single"]
    options: tuple[Option, ...] = Field(min_length=3, max_length=6)

    @model_validator(mode="after")
    def _one_key(self) -> Self:
        keyed = sum(option.correct for option in self.options)
        if keyed != 1:
            raise ValueError(f"it has {keyed} options with `correct: true`; a single choice has exactly one")
        return self



class MultipleChoice(_Choices):
    """Any number of keyed options; score (right marks - wrong marks) / keyed, not below 0."""

    kind: Literal["multiple"]

    @model_validator(mode="after")
    def _keys(self) -> Self:
        keyed = sum(option.correct for option in self.options)
        if not 1 <= keyed < len(self.options):
            raise ValueError(f"{keyed} of its {len(self.options)} options are keyed; key at least one and not all")
        return self



class TrueFalse(Asking):
    """A statement to judge true or false, usually with a confidence; score 1 or 0."""

    kind: Literal["true-false"]
    correct: bool
    feedback_true_md: Markdown
    feedback_false_md: Markdown
    confidence: bool = True


class Pair(Model):
    """A stem and the answer that belongs to it."""

    id: PartId
    stem_md: Markdown
    answer: Text
    feedback_md: Markdown


class Matching(Asking):
    """Stems to be matched with answers; score the share matched rightly."""

    kind: Literal["matching"]
    pairs: tuple[Pair, ...] = Field(min_length=2, max_length=8)
    distractors: tuple[Text, ...] = ()

    @property
    def answers(self) -> list[str]:
        """The different answers to choose from, distractors included, sorted so that their order says nothing."""
        return sorted({*(p.answer for p in self.pairs), *self.distractors}, key=lambda a: (a.casefold(), a))

    @property
    def parts(self) -> tuple[Any, ...]:
        """Its pairs."""
        return self.pairs

    def asks(self) -> dict[str, Any]:
        """Return prompt, stems and the answers to choose from."""
        return {**super().asks(), "stems": _by_id(self.pairs, "stem_md"), "answers": self.answers}


class Item(Model):
    """Something to be put in its place, and what its place shows; its id says nothing of the place."""

    id: PartId
    text_md: Markdown
    feedback_md: Markdown


class Ordering(Asking):
    """Items written in the right order; score the share of pairs of items that stand in it (Kendall's tau, from 0 to 1)."""

    kind: Literal["ordering"]
    items: tuple[Item, ...] = Field(min_length=3, max_length=8)

    @property
    def items_md(self) -> tuple[str, ...]:
        """The items' texts, in the right order."""
        return tuple(item.text_md for item in self.items)

    @property
    def feedback_md(self) -> tuple[str, ...]:
        """What is said of each item's place."""
        return tuple(item.feedback_md for item in self.items)

    @property
    def parts(self) -> tuple[Any, ...]:
        """Its items."""
        return self.items

    def asks(self) -> dict[str, Any]:
        """Return prompt and items."""
        return {**super().asks(), "items": _by_id(self.items, "text_md")}


class Blank(Model):
    """A gap, with every form accepted for it."""

    accepted: tuple[Text, ...] = Field(min_length=1)


class FillIn(Asking):
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

    def asks(self) -> dict[str, Any]:
        """Return the prompt, with how many gaps it has."""
        return {**super().asks(), "gaps": len(self.blanks)}


class Reading(Model):
    """A defensible or a strained reading, and what anyone who holds it must explain."""

    id: PartId
    text_md: Markdown
    defensible: bool = True
    must_explain_md: Markdown


class Interpretive(Asking):
    """Readings of which several are defensible; never right or wrong, and never scored."""

    kind: Literal["interpretive"]
    readings: tuple[Reading, ...] = Field(min_length=2, max_length=6)

    @property
    def parts(self) -> tuple[Any, ...]:
        """Its readings."""
        return self.readings

    def asks(self) -> dict[str, Any]:
        """Return prompt and readings."""
        return {**super().asks(), "readings": _by_id(self.readings, "text_md")}


class KeyIdea(Model):
    """Something that a good answer says, and why it matters."""

    id: PartId
    text_md: Markdown
    feedback_md: Markdown


class ShortAnswer(Asking):
    """A few sentences, marked by their writer beside a model answer; score the share of key ideas that the writer ticks."""

    kind: Literal["short-answer"]
    words_max: int = Field(default=80, gt=0, le=200)
    ideas: tuple[KeyIdea, ...] = Field(min_length=2, max_length=6)
    model_answer_md: Markdown

    @property
    def parts(self) -> tuple[Any, ...]:
        """Its key ideas."""
        return self.ideas


class Criterion(Model):
    """A row of a rubric: what is judged, and its levels from the weakest to the best."""

    criterion: Text
    levels_md: tuple[Markdown, ...] = Field(min_length=3, max_length=4)


class Row(Criterion):
    """A row of a question's rubric, with the id by which marks name it."""

    id: PartId


class Essay(Asking):
    """A longer answer, marked by its writer or a peer on a rubric; score the mean of level / best level."""

    kind: Literal["essay"]
    words_min: int = Field(gt=0)
    words_max: int = Field(gt=0, le=1500)
    rubric: tuple[Row, ...] = Field(min_length=2, max_length=5)
    model_answer_md: Markdown

    @model_validator(mode="after")
    def _range(self) -> Self:
        if self.words_max < self.words_min:
            raise ValueError(f"words_max is {self.words_max}, below words_min {self.words_min}")
        return self

    @property
    def parts(self) -> tuple[Any, ...]:
        """Its criteria."""
        return self.rubric


Question = Annotated[
    SingleChoice
    | MultipleChoice
    | TrueFalse
    | Matching
    | Ordering
    | Numeric
    | Parameterised
    | FillIn
    | Interpretive
    | ShortAnswer
    | Essay,
    Field(discriminator="kind"),
]
