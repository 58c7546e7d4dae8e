"""Two banks: the book's own, and one of every kind whose words hold whatever a format might stumble over."""

from __future__ import annotations

import dataclasses
from types import MappingProxyType
from typing import Any

import pytest
from pydantic import TypeAdapter

from tests.conftest import ROOT
from thirdcorner.content import Course, load
from thirdcorner.model import Question

AWKWARD = "A & B < C > D ]]> “quoted” – 习近平 é $5 ~ = # { } : -> %50% * [x] \\ `if a < b: {c}` 'it' \"so\""
"""What round-trips; a tilde, a brace, an arrow or a bracket means something to one format or another."""

_QUESTION: TypeAdapter[Any] = TypeAdapter(Question)


def make_bank(text: str, answer: str = "plain") -> list[Question]:
    """Return a question of each kind whose words are `text`, and whose matched and typed words are `answer`."""
    base = {"prompt_md": text, "outcomes": ["O1"], "bloom": "apply", "difficulty": 1, "explanation_md": text, "hints_md": [text], "tags": ["t"]}
    both = {"feedback_right_md": text, "feedback_wrong_md": text}
    keys = lambda flags: [{"text_md": f"{n} {text}", "feedback_md": f"{n} {text}", "correct": f} for n, f in enumerate(flags)]  # noqa: E731
    criterion = {"criterion": answer, "levels_md": [text, text, text]}
    kinds: list[dict[str, Any]] = [
        {"kind": "single", "options": keys([False, True, False])},
        {"kind": "multiple", "options": keys([True, True, True, False])},
        {"kind": "true-false", "correct": False, "feedback_true_md": text, "feedback_false_md": text},
        {"kind": "matching", "pairs": [{"stem_md": f"{n} {text}", "answer": f"{n} {answer}", "feedback_md": text} for n in "ab"], "distractors": [answer]},
        {"kind": "ordering", "items_md": [f"{n} {text}" for n in "abc"], "feedback_md": [text] * 3},
        {"kind": "numeric", "answer": -0.1, "tolerance": 0.05, "unit": answer, "traps": [[0.1, text]], **both},
        {"kind": "fill-in", "prompt_md": f"{text}\n\nIt is {{{{1}}}}.", "blanks": [{"accepted": [answer]}], **both},
        {"kind": "fill-in", "prompt_md": f"{text}\n\n{{{{2}}}} and {{{{1}}}}.", "blanks": [{"accepted": [answer, "x"]}, {"accepted": [answer]}], **both},
        {"kind": "interpretive", "readings": [{"text_md": text, "must_explain_md": text, "defensible": d} for d in (True, False)]},
        {"kind": "short-answer", "ideas": [{"text_md": text, "feedback_md": text}] * 2, "model_answer_md": text},
        {"kind": "essay", "words_min": 10, "words_max": 20, "rubric": [criterion, criterion], "model_answer_md": text},
    ]  # fmt: skip
    return [_QUESTION.validate_python({**base, "id": f"ch/q{n:02}", **kind}) for n, kind in enumerate(kinds, 1)]


def numeric(answer: float = 1.0, tolerance: float = 0.0) -> Question:
    """Return a numeric question."""
    made = next(q for q in make_bank("text") if q.kind == "numeric")
    return made.model_copy(update={"answer": answer, "tolerance": tolerance})


def course_of(course: Course, bank: list[Question]) -> Course:
    """Return a course with these questions only."""
    return dataclasses.replace(course, questions=MappingProxyType({q.id: q for q in bank}))


@pytest.fixture(scope="session")
def course() -> Course:
    return load(ROOT)


@pytest.fixture(scope="session")
def bank(course: Course) -> list[Question]:
    """Return the book's questions."""
    return list(course.questions.values())


@pytest.fixture(scope="session")
def awkward() -> list[Question]:
    """Return the awkward bank."""
    return make_bank(AWKWARD, AWKWARD)
