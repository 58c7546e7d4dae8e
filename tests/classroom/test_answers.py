"""Answers of the edition before are read as they were meant; today's are left as they are; anything else is no answer."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from tests.classroom.test_scoring import ABSURD, BANK, COURSE
from thirdcorner.classroom.answers import modern
from thirdcorner.classroom.assignments import read
from thirdcorner.classroom.grading import grade_one
from thirdcorner.classroom.scoring import score
from thirdcorner.classroom.submissions import parse
from thirdcorner.course.read import load_pool
from thirdcorner.model import Question

EARLIER = Path(__file__).with_name("earlier")
"""Files that the code of commit d4c6206 wrote, what its own grader gave for each question (`scores.json`), and the questions as it had them."""


@pytest.mark.parametrize("name", [f"student-{n}.json" for n in range(4)])
def test_a_file_of_the_edition_before_earns_what_it_earned_then(name: str) -> None:
    bank = {q["id"]: TypeAdapter(Question).validate_python(q) for q in yaml.safe_load((EARLIER / "bank.yml").read_text("utf-8"))}
    known, graded = ({**one.questions, **{id: q for id, q in bank.items() if id in one.questions}} for one in (COURSE, load_pool(COURSE)))
    sheet = read(EARLIER / "earlier.yml", replace(COURSE, questions=known), replace(load_pool(COURSE), questions=graded))
    row = grade_one(sheet, parse(name, (EARLIER / name).read_bytes(), "third-corner"))
    then = json.loads((EARLIER / "scores.json").read_text("utf-8"))[name]
    got = {q.id: None if s != s else round(float(s), 4) for q, s in zip(sheet.questions, row.scores, strict=True)}
    assert got == then
    assert row.notes == ()
    assert sum(s == 1 for s in got.values()) >= 5


def of(kind: str) -> object:
    return next(q for q in BANK if q.kind == kind)


def strategy(q: object) -> st.SearchStrategy:
    """Answers to a question in the form of today."""
    ids = [p.id for p in q.parts]  # type: ignore[attr-defined]
    match q.kind:  # type: ignore[attr-defined]
        case "single" | "interpretive":
            return st.sampled_from(ids)
        case "multiple":
            return st.lists(st.sampled_from(ids), unique=True, max_size=len(ids))
        case "true-false":
            return st.booleans()
        case "matching":
            return st.dictionaries(st.sampled_from(ids), st.sampled_from(q.answers), min_size=1)  # type: ignore[attr-defined]
        case "ordering":
            return st.permutations(ids)
        case "fill-in":
            return st.lists(st.text(max_size=5), min_size=1, max_size=3).filter(any)
    return st.text(min_size=1)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(BANK).flatmap(lambda q: st.tuples(st.just(q), strategy(q))))
def test_an_answer_of_today_is_left_as_it_is_whatever_the_parts_were(case: tuple) -> None:
    q, answer = case
    state = {"answer": answer, "tries": 2, "checked": True}
    assert modern(q, state, ["x", "y", "z"]) == state
    assert modern(q, modern(q, state), ()) == state


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(BANK), ABSURD, ABSURD, st.lists(st.text(max_size=3), max_size=4))
def test_what_is_of_neither_form_is_no_answer_and_no_error(q: object, answer: object, marks: object, parts: list) -> None:
    made = modern(q, {"answer": answer, "marks": marks}, parts)  # type: ignore[arg-type]
    assert set(made) <= {"answer", "marks"}
    assert modern(q, made, parts) == made  # type: ignore[arg-type]
    earned = score(q, made.get("answer"), made.get("marks"))  # type: ignore[arg-type]
    assert earned is None or 0 <= earned <= 1


@pytest.mark.parametrize(
    ("kind", "before", "now"),
    [
        ("single", 1, "y"),
        ("interpretive", 0, "x"),
        ("multiple", [0, 2], ["x", "z"]),
        ("single", 3, None),
        ("single", -1, None),
        ("single", True, None),
        ("multiple", [0, 0], None),
        ("multiple", [0, "y", None], None),
        ("ordering", [2, 0, 1], ["z", "x", "y"]),
        ("ordering", [2, 0], None),
        ("ordering", [2, 0, 0], None),
        ("matching", ["A", "", "B"], {"x": "A", "z": "B"}),
        ("matching", [None, "", 3], None),
        ("true-false", 1, None),
        ("numeric", 98.3, "98.3"),
        ("numeric", True, None),
        ("fill-in", ["a", None], ["a", ""]),
        ("fill-in", [None, ""], None),
        ("essay", ["words"], None),
    ],
)
def test_numbers_count_the_parts_as_the_edition_before_had_them(kind: str, before: object, now: object) -> None:
    q = of(kind)
    names = dict(zip("xyz", [p.id for p in q.parts][:3], strict=False))  # type: ignore[attr-defined]
    small = q.model_copy(update={{"ordering": "items"}.get(kind, "none"): q.parts[:3]})  # type: ignore[attr-defined]

    def named(value: object) -> object:
        if isinstance(value, dict):
            return {names[k]: v for k, v in value.items()}
        return [named(v) for v in value] if isinstance(value, list) else names.get(value, value) if isinstance(value, str) and kind not in ("fill-in", "matching") else value

    assert modern(small, {"answer": before}, list(names.values())).get("answer") == named(now)


def test_marks_of_the_edition_before_are_named_by_idea_and_criterion() -> None:
    short, essay = of("short-answer"), of("essay")
    ideas, rows = [i.id for i in short.ideas], [c.id for c in essay.rubric]  # type: ignore[attr-defined]
    assert modern(short, {"marks": [True, None, 1]}, ideas)["marks"] == {ideas[0]: True}
    assert modern(essay, {"marks": [2, 99]}, rows)["marks"] == {rows[0]: 2}
    assert modern(essay, {"marks": {rows[1]: 1, "nobody": 1}}, ())["marks"] == {rows[1]: 1}
    assert "marks" not in modern(of("single"), {"marks": [1]}, ["a"])
