"""What a learner is told to answer, and what only a marker reads, have fingerprints of their own."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from tests import ROOT
from thirdcorner.course.read import load, load_pool
from thirdcorner.model import Question

COURSE = load(ROOT)
POOL = load_pool(COURSE)
BANK = [*COURSE.questions.values(), *POOL.questions.values()]
QUESTION: TypeAdapter[Any] = TypeAdapter(Question)
ONE = {kind: next(q for q in BANK if q.kind == kind) for kind in sorted({q.kind for q in BANK})}
PARTS = ("options", "pairs", "items", "readings", "ideas", "rubric")
MARKING = {  # what only a marker reads, by kind: how it is mended
    "single": lambda q: q["options"].append({**q["options"].pop(0)}) or _key(q),
    "multiple": lambda q: _flip(q["options"][0]),
    "true-false": lambda q: q.update(correct=not q["correct"]),
    "matching": lambda q: _swap(q["pairs"], "answer"),
    "ordering": lambda q: q["items"].reverse(),
    "numeric": lambda q: q.update(answer=q["answer"] + 1, tolerance=9),
    "fill-in": lambda q: q["blanks"][0].update(accepted=["another form"]),
    "interpretive": lambda q: q["readings"][0].update(must_explain_md="another thing"),
    "short-answer": lambda q: q.update(model_answer_md="Another."),
    "essay": lambda q: q["rubric"][0].update(criterion="Another"),
}
ASKING = {  # what a learner is told to answer
    "single": lambda q: q["options"][0].update(text_md="another option"),
    "multiple": lambda q: q["options"][-1].update(text_md="another option"),
    "matching": lambda q: q["pairs"][0].update(stem_md="another stem"),
    "ordering": lambda q: q["items"][0].update(text_md="another item"),
    "numeric": lambda q: q.update(unit="furlongs"),
    "interpretive": lambda q: q["readings"][0].update(text_md="another reading"),
}


def _key(q: dict[str, Any]) -> None:
    for n, option in enumerate(q["options"]):
        option["correct"] = n == 0


def _flip(option: dict[str, Any]) -> None:
    option.update(feedback_md="Another word on it.", correct=option["correct"])


def _swap(pairs: list[dict[str, Any]], name: str) -> None:
    pairs[0][name], pairs[-1][name] = pairs[-1][name], pairs[0][name]


def changed(q: Any, mend: Any) -> Any:
    data = q.model_dump(mode="json")
    mend(data)
    return QUESTION.validate_python(data)


@pytest.mark.parametrize("kind", sorted(MARKING))
def test_a_mended_key_keeps_the_wording_and_changes_the_marking(kind: str) -> None:
    other = changed(ONE[kind], MARKING[kind])
    assert other.wording == ONE[kind].wording
    assert other.marking != ONE[kind].marking


@pytest.mark.parametrize("kind", sorted(MARKING))
def test_an_explanation_and_hints_are_no_part_of_the_wording(kind: str) -> None:
    other = changed(ONE[kind], lambda q: q.update(explanation_md="Said in another way.", hints_md=["A hint."]))
    assert other.wording == ONE[kind].wording


@pytest.mark.parametrize("kind", sorted(ASKING))
def test_what_is_asked_is_the_wording(kind: str) -> None:
    assert changed(ONE[kind], ASKING[kind]).wording != ONE[kind].wording
    assert changed(ONE[kind], lambda q: q.update(prompt_md=q["prompt_md"] + " Really?")).wording != ONE[kind].wording


@pytest.mark.parametrize("q", [q for q in BANK if q.parts and q.kind != "ordering"], ids=lambda q: q.id)
def test_a_list_in_another_order_is_no_new_wording(q: Any) -> None:
    def turned(data: dict[str, Any]) -> None:
        for name in PARTS:
            if name in data:
                data[name].reverse()

    assert changed(q, turned).wording == q.wording


@pytest.mark.parametrize("kind", [k for k, q in ONE.items() if q.parts])
def test_two_parts_with_one_id_are_refused(kind: str) -> None:
    def twice(data: dict[str, Any]) -> None:
        name = next(n for n in PARTS if n in data)
        data[name][1]["id"] = data[name][0]["id"]

    with pytest.raises(ValidationError, match="have the id"):
        changed(ONE[kind], twice)


def test_the_ids_of_an_ordering_say_nothing_of_its_order() -> None:
    for q in BANK:
        if q.kind == "ordering":
            assert [i.id for i in q.items] != sorted(i.id for i in q.items) or len(q.items) < 3, q.id


def test_answers_of_the_edition_before_stay_valid_where_prompt_and_options_are_unchanged() -> None:
    kept = [q.id for q in COURSE.questions.values() if COURSE.was(q)]
    assert kept, "no question of the edition before is as it was"
    q = next(q for q in COURSE.questions.values() if q.kind == "single" and COURSE.was(q))
    assert COURSE.was(changed(q, MARKING["single"])) is not None
    assert COURSE.was(changed(q, ASKING["single"])) is None
