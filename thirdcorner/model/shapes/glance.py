"""The text at a glance."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .asked import CodedExercise, Kept, Shape

Measured = Literal["facts", "thesis"]
"""What the learner predicts by section: which consists most of facts, or which sends most lines to the thesis."""
Layer = Literal["verdicts", "years", "mine", "rests"]
"""What can be laid over the picture."""
Kind = Literal["fact", "inference", "forecast", "judgement", "assumption"]


class GlanceSentence(Shape):
    """A sentence in numbers: its words, its claims, how many words stand before each hedge, and the years it names."""

    id: str
    words: int
    claims: list[str]
    hedges: list[int] = Field(default_factory=list)
    years: list[int] = Field(default_factory=list)


class GlanceParagraph(Shape):
    """A paragraph: its opening words, its sentences, and the claims it makes without saying them (`unsaid`) or in its heading."""

    id: str
    section: str
    opens: str
    sentences: list[GlanceSentence]
    unsaid: list[str] = Field(default_factory=list)
    heading: list[str] = Field(default_factory=list)


class GlanceSection(Shape):
    """A section: its paragraphs in order."""

    id: str
    name: str
    paragraphs: list[GlanceParagraph]


class GlanceRelation(Shape):
    """What a claim does to another."""

    kind: Literal["supports", "presumes", "attacks"]
    to: str


class GlanceClaim(Shape):
    """A claim as the register has it, in our words; evidence and the words of the verdict may be left to its card there."""

    id: str
    text_html: str
    kind: Kind
    hedge: str = ""
    evidence_html: str = ""
    verdict: Literal["holds", "holds-with-correction", "contested", "wrong", "cannot-be-checked"]
    verdict_html: str = ""
    relations: list[GlanceRelation] = Field(default_factory=list)


class GlanceSorted(Shape):
    """A statement that a learner sorts in another exercise, with the claims it is made of."""

    item: str
    claims: list[str]


class TextGlanceContent(Shape):
    """The text as bars: what is asked first, the sections, and the register of what their sentences claim."""

    id: str
    title: str
    task_html: str
    asks: str
    measured: Measured
    first: str
    """The id under which the learner's prediction is kept."""
    thesis: str
    """The id of the section that holds the thesis."""
    sections: list[GlanceSection]
    claims: list[GlanceClaim]
    sorted: list[GlanceSorted] = Field(default_factory=list)
    code: CodedExercise | None = None


class Glanced(Kept):
    """How a learner left the picture: what lies over it, the sentence in hand, the kinds it was sorted into, the section chosen.

    Under the id of the prediction the chosen section alone is kept, once.
    """

    section: str = ""
    layers: list[Layer] | None = None
    sentence: str = ""
    kinds: dict[str, Kind] = Field(default_factory=dict)
    reading_text: str = ""
