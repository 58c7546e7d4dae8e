"""Two banks: the book's own, and one of every kind whose words hold whatever a format might stumble over; and a pictured question."""

from __future__ import annotations

import base64
import dataclasses
import io
import zipfile
from types import MappingProxyType
from typing import Any

import pytest
from pydantic import TypeAdapter

from tests import ROOT
from tests.classroom.export.lms import Platform
from tests.classroom.export.scorm_learner import CHAPTER, SECOND
from tests.classroom.export.scorm_learner import packed as packed_chapters
from thirdcorner.classroom.export.common import Job, in_versions
from thirdcorner.course import pictures
from thirdcorner.course.read import Course, load, load_pool
from thirdcorner.model import Question

AWKWARD = "A & B < C > D ]]> “quoted” – 习近平 é $5 ~ = # { } : -> %50% * [x] \\ `if a < b: {c}` 'it' \"so\""
"""What round-trips; a tilde, a brace, an arrow or a bracket means something to one format or another."""

_QUESTION: TypeAdapter[Any] = TypeAdapter(Question)


def lettered(kind: dict[str, Any]) -> dict[str, Any]:
    """Give each part of a question an id, by its place."""
    parts = ("options", "pairs", "items", "readings", "ideas", "rubric")
    return kind | {name: [{"id": "abcdefgh"[n], **one} for n, one in enumerate(kind[name])] for name in parts if name in kind}


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
        {"kind": "ordering", "items": [{"text_md": f"{n} {text}", "feedback_md": text} for n in "abc"]},
        {"kind": "numeric", "answer": -0.1, "tolerance": 0.05, "unit": answer, "traps": [[0.1, text]], **both},
        {"kind": "fill-in", "prompt_md": f"{text}\n\nIt is {{{{1}}}}.", "blanks": [{"accepted": [answer]}], **both},
        {"kind": "fill-in", "prompt_md": f"{text}\n\n{{{{2}}}} and {{{{1}}}}.", "blanks": [{"accepted": [answer, "x"]}, {"accepted": [answer]}], **both},
        {"kind": "interpretive", "readings": [{"text_md": text, "must_explain_md": text, "defensible": d} for d in (True, False)]},
        {"kind": "short-answer", "ideas": [{"text_md": text, "feedback_md": text}] * 2, "model_answer_md": text},
        {"kind": "essay", "words_min": 10, "words_max": 20, "rubric": [criterion, criterion], "model_answer_md": text},
    ]  # fmt: skip
    return [_QUESTION.validate_python({**base, "id": f"ch/q{n:02}", **lettered(kind)}) for n, kind in enumerate(kinds, 1)]


def numeric(answer: float = 1.0, tolerance: float = 0.0) -> Question:
    """Return a numeric question."""
    made = next(q for q in make_bank("text") if q.kind == "numeric")
    return made.model_copy(update={"answer": answer, "tolerance": tolerance})


def shown(course: Course, q: Question) -> list[int]:
    """Return the order in which an export shows the items of an ordering question."""
    return Job(course, (), "").order(q, len(q.items))


def course_of(course: Course, bank: list[Question]) -> Course:
    """Return a course with these questions only."""
    return dataclasses.replace(course, questions=MappingProxyType({q.id: q for q in bank}))


@pytest.fixture(scope="session")
def course() -> Course:
    return load(ROOT)


@pytest.fixture(scope="session")
def bank(course: Course) -> list[Question]:
    """Return the book's questions, each drawn version as one of its own."""
    return in_versions(course.questions.values())


@pytest.fixture(scope="session")
def pool(course: Course) -> list[Question]:
    """Return the graded questions, each drawn version as one of its own."""
    return in_versions(load_pool(course).questions.values())


@pytest.fixture(scope="session")
def awkward() -> list[Question]:
    """Return the awkward bank."""
    return make_bank(AWKWARD, AWKWARD)


PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==")


@pytest.fixture
def pictured(tmp_path) -> Question:
    """Return a question whose prompt has a formula and a picture that stands in a folder of questions."""
    (tmp_path / "questions" / "images").mkdir(parents=True)
    (tmp_path / "questions" / "images" / "dot.png").write_bytes(PIXEL)
    pictures.look_in(tmp_path / "questions")
    return make_bank(r"See ![a dot](images/dot.png) and $\frac{1}{2}$.")[0]


@pytest.fixture(scope="session")
def package(course, book) -> bytes:
    """Return a SCORM package of two chapters."""
    return packed_chapters(course, CHAPTER, SECOND)


@pytest.fixture(scope="session")
def files(package) -> dict[str, bytes]:
    """Return its files."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def platform(package, tmp_path):
    """Run a platform that has it."""
    running = Platform(package, tmp_path)
    yield running
    running.close()
