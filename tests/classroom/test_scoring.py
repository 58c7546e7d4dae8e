"""The page and the grader score alike: the same questions, the same answers, right, wrong and absurd."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.classroom.test_grade import graded, put
from tests.widgets.test_logic import run_front as run
from thirdcorner.classroom import grading
from thirdcorner.classroom.answers import modern
from thirdcorner.classroom.assignments import read
from thirdcorner.classroom.scoring import fold, number, score
from thirdcorner.course.asked import asked, key
from thirdcorner.course.read import load, load_pool
from thirdcorner.model import Question

COURSE = load()
POOL = load_pool(COURSE)
BANK = [q for q in [*COURSE.questions.values(), *POOL.questions.values()] if q.kind != "parameterised"]  # its versions: test_parameterised.py


def as_page(q: object) -> list[dict]:
    """What the page's script reads of a question: what is asked, and its key."""
    return [asked(q).model_dump(mode="json", exclude_defaults=True), key(q).model_dump(mode="json", exclude_defaults=True)]  # type: ignore[arg-type]


def answers(q: object, chance: random.Random) -> tuple[list, list]:
    """Return answers of the right shape, in the form of the edition before, and marks beside them."""
    made: list = []
    marks: list = []
    for _ in range(4):
        match q.kind:  # type: ignore[attr-defined]
            case "single":
                made.append(chance.randrange(len(q.options)))
            case "multiple":
                made.append(sorted(chance.sample(range(len(q.options)), chance.randrange(1, len(q.options) + 1))))
            case "true-false":
                made.append(chance.random() < 0.5)
            case "matching":
                every = [*(p.answer for p in q.pairs), *q.distractors]
                made.append([chance.choice(every) for _ in q.pairs])
            case "ordering":
                made.append(chance.sample(range(len(q.items_md)), len(q.items_md)))
            case "numeric":
                made.append(chance.choice([f"{q.answer}", f"{q.answer:,}", str(q.answer).replace(".", ","), f"{q.answer + q.tolerance + 1} %", "−3", "none"]))
            case "fill-in":
                made.append([chance.choice([*b.accepted, b.accepted[0].upper() + " ", "nothing"]) for b in q.blanks])
            case _:
                made.append("some words")
        match q.kind:  # type: ignore[attr-defined]
            case "short-answer":
                marks.append([chance.random() < 0.5 for _ in q.ideas])
            case "essay":
                marks.append([chance.randrange(len(c.levels_md)) for c in q.rubric])
            case _:
                marks.append([])
    return made, marks


def today(q: object, answer: object, marks: object) -> dict:
    """Return a state of the edition before in the form of today, as the grader reads it."""
    return modern(q, {"answer": answer, "marks": marks}, [p.id for p in q.parts])  # type: ignore[attr-defined, arg-type]


def test_the_grader_scores_every_question_as_the_page_does() -> None:
    chance = random.Random(3)
    cases = [(q, today(q, a, m)) for q in BANK for a, m in zip(*answers(q, chance), strict=True)]
    shown = run("value.map(([[q, key], { answer, marks }]) => m.score(q, key, answer, marks))", [[as_page(q), state] for q, state in cases])
    mine = [score(q, state.get("answer"), state.get("marks", {})) for q, state in cases]
    differing = [(q.id, state, there["score"], here) for (q, state), there, here in zip(cases, shown, mine, strict=True) if there["score"] != pytest.approx(here)]
    assert len(cases) > 900
    assert differing == []


def test_the_page_reads_a_record_of_the_edition_before_as_the_grader_does() -> None:
    chance = random.Random(4)
    cases = [(q, {"answer": a, "marks": m}) for q in BANK for a, m in zip(*answers(q, chance), strict=True)]
    asks = [asked(q, was=[p.id for p in q.parts]).model_dump(mode="json", exclude_defaults=True) for q, _ in cases]
    shown = run("value.map(([q, state]) => m.restored(q, state))", [[ask, state] for ask, (_, state) in zip(asks, cases, strict=True)], "logic/given")
    for (q, state), there in zip(cases, shown, strict=True):
        here = today(q, state["answer"], state["marks"])
        assert (there is None) == ("answer" not in here), (q.id, state)
        if there is None:  # words for an answer that is chosen: put aside here, no answer there
            assert q.kind == "interpretive"
            continue
        assert there["answer"] == here["answer"], q.id
        assert there["marks"] == here.get("marks", {}), q.id


def test_the_edges_of_each_kind() -> None:
    """A gap and a number are read so far and no further; a tolerance is inside; an order and a rubric are whole or nothing."""
    assert fold("a" * 400 + "b") == "a" * 400
    assert [number(t) for t in ("1,190", "12,34", "−5", "98,3 %", "1,190.5", " 7 ")] == [1190, 12.34, -5, 98.3, 1190.5, 7]
    assert all(n != n for n in map(number, ("", "1e3", "1,19,000", "five", "1.2.3")))
    numeric = next(q for q in BANK if q.kind == "numeric")
    edge = numeric.answer + numeric.tolerance
    assert score(numeric, f"{edge}") == 1
    assert score(numeric, f"{edge + 0.001:.6f}") == 0
    assert score(numeric, numeric.answer) == 0, "a number is read from what was typed"
    order = next(q for q in BANK if q.kind == "ordering")
    ids = [i.id for i in order.items]
    pairs = len(ids) * (len(ids) - 1) / 2
    assert (score(order, ids), score(order, ids[::-1]), score(order, ids[:-1])) == (1, 0, 0)
    assert score(order, [ids[1], ids[0], *ids[2:]]) == pytest.approx(1 - 1 / pairs)
    many = next(q for q in BANK if q.kind == "multiple" and sum(o.correct for o in q.options) > 1)
    good, bad = ([o.id for o in many.options if o.correct is is_key] for is_key in (True, False))
    assert (score(many, good), score(many, bad), score(many, []), score(many, [*good[:1], "gone"]), score(many, good[0])) == (1, 0, 0, 0, 0)
    assert score(many, [*good, bad[0]]) == pytest.approx((len(good) - 1) / len(good))
    essay = next(q for q in BANK if q.kind == "essay")
    top = {c.id: len(c.levels_md) - 1 for c in essay.rubric}
    one = next(iter(top))
    assert score(essay, "x", top) == 1
    assert score(essay, "x", dict.fromkeys(top, 0)) == 0
    assert [score(essay, "x", {**top, one: wrong}) for wrong in (-1, top[one] + 1, True, None, 1.0)] == [None] * 5
    assert score(essay, "x", {**top, one: top[one] - 1}) == pytest.approx((len(top) - 1 / top[one]) / len(top))
    short = next(q for q in BANK if q.kind == "short-answer")
    assert score(short, "x", {}) is None
    assert score(short, "x", {short.ideas[0].id: True, **{i.id: 1 for i in short.ideas[1:]}}) == pytest.approx(1 / len(short.ideas))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(st.text(st.characters(max_codepoint=0x2FFF, exclude_categories=("Cs", "Cn")), max_size=12), st.sampled_from(["98,3", "1 190", "1,190.5", "−5", "98 %", "Ēst–“x”", ".5", "5.", "1,2,3"])), min_size=1, max_size=30))
def test_words_are_folded_and_numbers_read_as_on_the_page(texts: list[str]) -> None:
    there = run("value.map(t => [m.fold(t), String(m.number(t))])", texts)
    for text, (folded, value) in zip(texts, there, strict=True):
        assert fold(text) == folded
        mine = number(text)
        assert (mine != mine) == (value == "NaN")
        if mine == mine:
            assert mine == float(value)


ABSURD = st.recursive(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5), lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3), max_leaves=8)


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(BANK), ABSURD, ABSURD)
def test_an_answer_of_any_shape_is_scored_from_nought_to_one_and_never_stops_the_grader(q: object, answer: object, marks: object) -> None:
    state = today(q, answer, marks)
    for earned in (score(q, state.get("answer"), state.get("marks", {})), score(q, answer, marks)):  # type: ignore[arg-type]
        assert earned is None or 0 <= earned <= 1


def test_what_was_worked_out_for_an_equal_answer_changes_no_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every kind that a key scores, and answers of every shape, met again and again: the rows are those of a grader that remembers nothing."""
    kinds = ("single", "multiple", "true-false", "matching", "ordering", "numeric", "fill-in", "interpretive")
    asked = [next(q for q in [*POOL.questions.values(), *COURSE.questions.values()] if q.kind == kind) for kind in kinds]
    (tmp_path / "all.yml").write_text("id: all\ntitle: All\nfeedback: never\nquestions:\n" + "".join(f"  - {{id: {q.id}}}\n" for q in asked), "utf-8")
    sheet, chance = read(tmp_path / "all.yml", COURSE, POOL), random.Random(4)

    def said(q: Question) -> Any:
        ids = [p.id for p in q.parts]
        right = {"numeric": "12", "fill-in": ["nothing", "x" * 500], "true-false": True, "matching": {i: chance.choice(q.answers) for i in ids} if q.kind == "matching" else {}}
        some = chance.sample(ids, len(ids) if q.kind == "ordering" else min(len(ids), 2))
        return chance.choice([right.get(q.kind, some if q.kind in ("multiple", "ordering") else chance.choice(ids or ["a"])), None, True, 1, "1", [], {}, ["1", 1]])

    def file(n: int) -> bytes:
        items = {q.id: {"v": 1, "hash": q.wording, "at": 1, "state": {"answer": said(q)}} for q in asked}
        return json.dumps({"format": "thirdcorner-record", "v": 1, "course": "third-corner", "items": items}).encode()

    place = put(tmp_path / "in", **{f"s{n:03}.json": file(n) for n in range(200)})
    made = [[repr(row) for row in graded(sheet, place).rows]]
    monkeypatch.setattr(grading, "_MOST", 0)
    made.append([repr(row) for row in graded(sheet, place).rows])
    assert made[0] == made[1] and len({row for row in made[0]}) == 200
