"""The page and the grader score alike: the same questions, the same answers, right, wrong and absurd."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.test_logic import run
from thirdcorner.assess.scoring import fold, number, score
from thirdcorner.content import load, load_pool

COURSE = load()
BANK = [*COURSE.questions.values(), *load_pool(COURSE).questions.values()]


def as_page(q: object) -> dict:
    """What `scoring.js` reads of a question."""
    shown = q.model_dump(mode="json")  # type: ignore[attr-defined]
    if shown["kind"] == "ordering":
        shown["items"] = shown["items_md"]
    if shown["kind"] == "essay":
        shown["rubric"] = [{"levels": c["levels_md"]} for c in shown["rubric"]]
    return shown


def answers(q: object, chance: random.Random) -> tuple[list, list]:
    """Return answers of the right shape and marks beside them."""
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


def test_the_grader_scores_every_question_as_the_page_does() -> None:
    chance = random.Random(3)
    cases = [(q, a, m) for q in BANK for a, m in zip(*answers(q, chance), strict=True)]
    shown = run("value.map(([q, answer, marks]) => m.score(q, answer, marks))", [[as_page(q), a, m] for q, a, m in cases])
    differing = [(q.id, a, there["score"], score(q, a, m)) for (q, a, m), there in zip(cases, shown, strict=True) if there["score"] != pytest.approx(score(q, a, m))]
    assert len(cases) > 900
    assert differing == []


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
@given(st.sampled_from(BANK), ABSURD, st.lists(ABSURD, max_size=4))
def test_an_answer_of_any_shape_is_scored_from_nought_to_one_and_never_stops_the_grader(q: object, answer: object, marks: list) -> None:
    earned = score(q, answer, marks)  # type: ignore[arg-type]
    assert earned is None or 0 <= earned <= 1
