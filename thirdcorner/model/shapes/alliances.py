"""Alliances through time."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .asked import CodedExercise, Kept, Shape

TieKind = Literal["fight", "pact", "talk"]
"""The strongest tie of a pair: a promise to fight, one to stay out or not to attack, one to consult."""
DataSet = Literal["atop", "cow"]


class AlliancePower(Shape):
    """A power and its share of the world's capabilities in thousandths, a number a year from the theatre's first; none where there is no figure."""

    id: str
    name: str
    shares: list[int | None]


class AllianceTie(Shape):
    """A tie of a pair over a span of years, both ends counted."""

    a: str
    b: str
    kind: TieKind
    first: int
    last: int


class AllianceTreaty(AllianceTie):
    """A treaty of the course's own record, drawn where a data set has ended."""

    name: str


class AllianceTheatre(Shape):
    """A theatre: its powers in their places, its ties by data set, the last year of each data set, and the treaties that go on."""

    id: str
    name: str
    first: int
    last: int
    stands: int | None = None
    """The year at which it opens once the prediction is kept."""
    powers: list[AlliancePower]
    ties: dict[DataSet, list[AllianceTie]]
    ends: dict[DataSet, int]
    treaties: list[AllianceTreaty]


class AlliancesTimeContent(Shape):
    """Alliances through time: what is asked first, and of which theatre."""

    id: str
    title: str
    task_html: str
    asks: str
    asked: str
    first: str
    """The id under which the learner's prediction is kept."""
    terms_html: str
    reads: str
    theatres: list[AllianceTheatre]
    code: CodedExercise | None = None


class YearsSeen(Kept):
    """How a learner left the picture: the year of each theatre, the data set, what is shown; and a year that is said.

    Under the id of the prediction `year` alone is kept, once.
    """

    year: int | None = None
    years: dict[str, int] = Field(default_factory=dict)
    data_set: DataSet = "atop"
    apart: bool = False
    fight: bool = False
    reading_text: str = ""
