"""The analogy laboratory."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .asked import CodedExercise, Kept, Shape


class AnalogyPart(Shape):
    """A part of the old case, or a state that may play it now."""

    id: str
    name: str
    was_html: str = ""
    rival: bool = False
    actor: str = ""


class AnalogyLine(Shape):
    """Words of a treaty, or our paraphrase where its wording was not seen."""

    article: str
    quote: str = ""
    paraphrase_html: str = ""
    sources: str


class AnalogyTreaty(Shape):
    """A treaty as something to be coded."""

    name: str
    signed: str
    lines: list[AnalogyLine]


class AnalogyCoding(Shape):
    """How a data set has a side; `types` is null where the side lies outside it."""

    name: str
    says: str
    types: list[str] | None = None


class AnalogyTie(Shape):
    """A side of a triangle; `item` is the piece of work that its coding is kept under."""

    item: str
    id: str
    name: str
    age: Literal["then", "now"]
    between: list[str] = Field(min_length=2, max_length=2)
    treaties: list[AnalogyTreaty] = Field(default_factory=list)
    unwritten_html: str = ""
    types: list[str] | None = None
    says_html: str = ""
    codings: list[AnalogyCoding] = Field(default_factory=list)


class AnalogyYear(Shape):
    """A year's numbers: by measure, by part."""

    year: int
    values: dict[str, dict[str, float | None]]


class AnalogyMeasure(Shape):
    """What the corners' size counts, and what it cannot see."""

    column: str
    name: str
    unit: str = ""
    blind_html: str


class AnalogyTold(Shape):
    """How somebody else casts or judges a case."""

    name: str
    cast: dict[str, str] = Field(default_factory=dict)
    html: str
    sources: str = ""


class AnalogyCard(Shape):
    """A likeness or a difference, and what the book made of it."""

    id: str
    text_html: str
    concerns: list[str]
    side: str
    mark: str
    why_html: str
    sources: str = ""


class AnalogyCase(Shape):
    """One analogy on the bench; a `blank` one has the learner's own names."""

    id: str
    name: str
    says_html: str
    blank: bool = False
    then: list[AnalogyPart]
    now: list[AnalogyPart]
    castings: list[AnalogyTold] = Field(default_factory=list)
    ties: list[AnalogyTie]
    then_years: list[AnalogyYear] = Field(default_factory=list)
    now_years: list[AnalogyYear] = Field(default_factory=list)
    cards: list[AnalogyCard] = Field(default_factory=list)
    question_html: str
    readings: list[AnalogyTold] = Field(default_factory=list)


class AnalogyContent(Shape):
    """The analogy laboratory."""

    id: str
    title: str
    task_html: str
    worked_example_html: str
    closing_html: str
    order_html: str = ""
    shared_html: str = ""
    figure_source: str = ""
    measures: list[AnalogyMeasure] = Field(default_factory=list)
    cases: list[AnalogyCase]
    code: CodedExercise | None = None


class Sorted(Shape):
    """What a learner said of a card; an empty string stands where a choice was taken back."""

    side: Literal["", "likeness", "difference"] = ""
    mark: Literal["", "known", "unclear", "presumed"] = ""
    weight: int = Field(default=0, ge=0, le=3)


class OwnCard(Shape):
    """A card of the learner's own."""

    id: str
    name: str


class Compared(Kept):
    """What a learner did on one piece of an analogy: on its casting, a tie, laying over, its cards or its verdict.

    The activity's own piece holds `case`, `step` and `shared_text`; each piece says with `compared` whether it was committed; `own_text` is a card
    of one's own that is not added yet.
    """

    case: str = ""
    step: str = ""
    shared_text: str = ""
    cast: dict[str, str] = Field(default_factory=dict)
    pairs: list[list[str]] = Field(default_factory=list, max_length=4)
    analogy_text: str = ""
    why_text: str = ""
    types: list[str] = Field(default_factory=list)
    expects: list[str] = Field(default_factory=list)
    cards: dict[str, Sorted] = Field(default_factory=dict)
    own: list[OwnCard] = Field(default_factory=list)
    own_text: str = ""
    breaks: str = ""
    concerns: list[str] = Field(default_factory=list)
    essay_text: str = ""
    compared: bool = False
