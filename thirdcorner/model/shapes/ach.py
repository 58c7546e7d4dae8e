"""The workbench for competing hypotheses."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .asked import CodedExercise, Kept, Shape


class AchHypothesis(Shape):
    """An explanation, and what it forbids."""

    id: str
    name: str
    says_html: str
    forbids_html: str
    sources: str


class AchEvidence(Shape):
    """An item of evidence: `id` is permanent, `key` its name within the exercise, `short` its label in the matrix."""

    id: str
    key: str
    short: str
    text_html: str
    bears_html: str
    sources: str


Rating = Literal["II", "I", "N", "C", "CC", "na", ""]
Level = Literal["low", "medium", "high"]


class AchReader(Shape):
    """How another reader filled the matrix in: a rating by item and hypothesis; weights (credibility, relevance) where not medium."""

    id: str
    name: str
    says_html: str
    cells: dict[str, dict[str, Rating]]
    weights: dict[str, tuple[Level, Level]]


class AchContent(Shape):
    """The workbench for competing hypotheses."""

    id: str
    title: str
    task_html: str
    worked_example_html: str
    method_html: str
    question_html: str
    ends_html: str
    rows_needed: int
    hypotheses: list[AchHypothesis]
    evidence: list[AchEvidence]
    readers: list[AchReader]
    code: CodedExercise | None = None


class AchOwn(Kept):
    """A hypothesis or, with ratings, an item of the learner's own."""

    id: str
    name: str
    cells: dict[str, Rating] = Field(default_factory=dict)
    credibility: Level = "medium"
    relevance: Level = "medium"


class AchWork(Kept):
    """What a learner did on one item (`cells` and its two weights), or under the exercise's own id (all else).

    `item_text` and `explanation_text` are written and not added yet.
    """

    cells: dict[str, Rating] = Field(default_factory=dict)
    credibility: Level = "medium"
    relevance: Level = "medium"
    hypotheses: list[AchOwn] = Field(default_factory=list)
    rows: list[AchOwn] = Field(default_factory=list)
    compared: bool = False
    item_text: str = ""
    explanation_text: str = ""
    reading_text: str = ""
