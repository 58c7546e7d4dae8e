"""The marking page: open answers beside what they are marked by, and what a marker says of them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from .asked import Kept, Shape


class MarkedPart(Shape):
    """What is marked by itself: an idea, which is there or not, or a criterion with its levels from the weakest to the best."""

    id: str
    html: str
    levels_html: list[str] = Field(default_factory=list)


class MarkedQuestion(Shape):
    """An open question or an exercise; of an exercise, the `widget` that shows its work, and that widget's content.

    `hash` is the fingerprint of its parts: marks by another rubric do not count by this one.
    """

    id: str
    kind: Literal["short-answer", "essay", "exercise"]
    title: str = ""
    prompt_html: str
    model_html: str = ""
    points: float
    hash: str
    parts: list[MarkedPart]
    widget: str = ""
    content: dict[str, Any] = Field(default_factory=dict)


class MarkerSaid(Shape):
    """What one marker gave an answer: a share from 0 to 1, what was said of each part (by id), and of the whole."""

    marker: str
    value: float
    levels: dict[str, int] = Field(default_factory=dict)
    comments: dict[str, str] = Field(default_factory=dict)
    comment: str = ""


class MarkedAnswer(Shape):
    """An answer: whose (a number, or the student's id), to what, and its digest.

    `text` is the answer, or the work in words; `states` the work itself, by permanent id, where a widget can show it. `earlier` tells
    of a mark that another answer of the same student was given; `said`, what markers gave this one, where they differ.
    """

    whose: str
    question: str
    work: str
    text: str
    states: dict[str, dict[str, Any]] = Field(default_factory=dict)
    earlier: str = ""
    said: list[MarkerSaid] = Field(default_factory=list)


class MarkingContent(Shape):
    """An assignment's open answers, question by question; `column` says whether students are known by a number or by their id."""

    id: str
    title: str
    column: Literal["number", "student"]
    questions: list[MarkedQuestion]
    answers: list[MarkedAnswer]


class Judged(Kept):
    """What a marker says of one answer: whether each idea is there, or the level (from 0) of each criterion; and comments."""

    levels: dict[str, bool | int] = Field(default_factory=dict)
    comments_text: dict[str, str] = Field(default_factory=dict)
    comment_text: str = ""
