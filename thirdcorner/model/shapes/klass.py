"""The page Class."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .asked import CodedRows, Part, Shape
from .draw_first import DrawValue
from .ledger import LedgerFactor


class ClassRow(Shape):
    """A row of a picture of the class: where its judgement stands in a code, and its words.

    `part` is the row's own where a screen shows several; `outside` says that it stands
    beside the triangle of a stage; `truth` is what the record has: a value, or 1 for what came about.
    """

    block: str
    id: str
    label: str
    part: str = ""
    outside: bool = False
    truth: float | None = None


class ClassBand(Shape):
    """A range that is published for a row, drawn beside the class's."""

    row: str
    low: float
    high: float
    label: str


class ClassLine(Shape):
    """A line of a chart that a class drew: how it begins, where it was drawn (a row a place), and the record to its end."""

    block: str
    name: str
    actor: str = ""
    begun: list[DrawValue]
    record: list[DrawValue]


class ClassScreen(Shape):
    """One question on the projector.

    Judgements on a line of numbers, choices among values, the ledger's nets, certainty against right, lines laid over one another, a
    matrix of ratings (`columns` are its parts), parts on a triangle that somebody plays, moves from one choice to another (`part`, then `then`), or the scores of forecasts.
    """

    title: str
    kind: Literal["numbers", "choices", "nets", "calibration", "lines", "matrix", "moves", "scores", "stage"]
    part: str
    rows: list[ClassRow]
    low: float = 0
    high: float = 100
    unit: str = ""
    then: str = ""
    values: list[Part] = Field(default_factory=list)
    columns: list[Part] = Field(default_factory=list)
    lines: list[ClassLine] = Field(default_factory=list)
    bands: list[ClassBand] = Field(default_factory=list)
    factors: list[LedgerFactor] = Field(default_factory=list)


class ClassLayout(Shape):
    """A layout of the exercise's codes, the newest or an older one."""

    name: str
    number: int
    blocks: list[CodedRows]


class ClassExercise(Shape):
    """An exercise that makes codes: its layouts, oldest first, and the questions that the projector shows.

    In a learner's file its mark stands under `mark_at`, and `prints` are the fingerprints of the pieces of work that a code is made from.
    """

    id: str
    name: str
    title: str
    wording: str
    layouts: list[ClassLayout]
    screens: list[ClassScreen]
    mark_at: str = ""
    prints: dict[str, str] = Field(default_factory=dict)


class ClassContent(Shape):
    """The page Class: every exercise that makes codes."""

    id: str
    exercises: list[ClassExercise]


class Nothing(Shape):
    """What a page keeps that keeps nothing, such as Class."""
