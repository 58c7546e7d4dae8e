"""The desk's judgements agree with an independent Python reading; work of the edition before, which kept places, is read by ids."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.widgets.test_logic import run_front
from thirdcorner import FactCheckDesk
from thirdcorner.course.read import load
from thirdcorner.model import FactCheck, FactCheckCase
from thirdcorner.model.activities.base import fingerprint

VERDICTS = ["holds", "correct-it", "wrong", "cannot-tell"]
CASE = {"id": "c", "cards": [{"id": i} for i in ("near", "far", "late")], "effects": [{"id": i} for i in ("turns", "leaves", "helps")], "key": "wrong", "also_defensible": ["correct-it"]}
OLD = st.fixed_dictionaries(
    {},
    optional={
        "card": st.integers(0, 4), "judgement": st.sampled_from(VERDICTS), "confidence": st.integers(0, 100), "judged": st.booleans(),
        "effect": st.integers(-1, 3), "argued": st.booleans(),
    },
)  # fmt: skip


def run(expression: str, value: object) -> Any:
    return run_front(expression, value, "logic/fact_check")


@settings(max_examples=80, deadline=None)
@given(OLD)
def test_places_become_ids_or_the_work_is_refused(old: dict[str, Any]) -> None:
    found = run("m.named(value[0], value[1])", [CASE, old])
    cards, effects = {n: c["id"] for n, c in enumerate(CASE["cards"], 1)}, {n: e["id"] for n, e in enumerate(CASE["effects"])}
    whole = {"card", "judgement", "confidence"} <= set(old)
    fits = old.get("card", 1) in cards and old.get("effect", 0) in effects and (not old.get("judged") or whole) and (not old.get("argued") or "effect" in old)
    assert (found is not None) == fits
    if found:
        assert found["card"] == (cards[old["card"]] if "card" in old else "")
        assert found["effect"] == (effects[old["effect"]] if "effect" in old else "")
        assert {k: v for k, v in found.items() if k not in ("card", "effect")} == {k: v for k, v in old.items() if k not in ("card", "effect")}
        assert run("m.named(value[0], value[1])", [CASE, found]) == found, "what has ids is left as it is"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.fixed_dictionaries({"judgement": st.sampled_from(VERDICTS), "confidence": st.sampled_from([50, 70, 99]), "judged": st.booleans()}), max_size=6))
def test_the_tally_counts_what_was_judged(states: list[dict[str, Any]]) -> None:
    cases = [{**CASE, "id": f"c{n}"} for n in range(len(states))]
    told = run("m.tally(value[0], (id) => value[1][id])", [cases, {f"c{n}": s for n, s in enumerate(states)}])
    judged = [s for s in states if s["judged"]]
    if len(judged) < 2:
        assert told == ""
        return
    right = sum(s["judgement"] in ("wrong", "correct-it") for s in judged)
    sure, share = sum(s["confidence"] for s in judged) / len(judged), 100 * right / len(judged)
    word = "close together" if abs(sure - share) <= 15 else ("surer than right" if sure > share else "more often right than sure") + ", on these few"
    first = f"{len(judged)} of {len(states)} claims judged: the record agrees with {right}."
    assert told == f"{first} Your mean confidence was {int(sure + 0.5)} %, your share right {int(share + 0.5)} %: {word}."


def test_fifteen_points_apart_are_close_and_what_lacks_is_said_in_order() -> None:
    def tally(*judged: tuple[str, int]) -> str:
        states = {f"c{n}": {"judgement": j, "confidence": c, "judged": True} for n, (j, c) in enumerate(judged)}
        return run("m.tally(value[0], (id) => value[1][id])", [[{**CASE, "id": id} for id in states], states])

    assert tally(("wrong", 80), ("wrong", 90)).endswith(": close together.")  # 85 against 100
    assert tally(("wrong", 80), ("wrong", 88)).endswith("more often right than sure, on these few.")
    assert tally(("holds", 15), ("holds", 15)).endswith(": close together.")
    assert tally(("holds", 15), ("holds", 17)).endswith("surer than right, on these few.")
    assert run("m.lacks(value)", {}) == ["which card settles it best", "what you make of the claim", "how sure you are"]
    assert run("m.lacks(value)", {"card": "near", "judgement": "holds", "confidence": 0}) == []
    assert run("m.lacks(value)", {"card": "near", "judgement": "holds", "confidence": None}) == ["how sure you are"]
    assert run("value.map((v) => m.wordsOf(v))", [*VERDICTS, "other"]) == ["It holds as written", "It needs a correction", "It is wrong", "These cards cannot tell", ""]
    assert run("[...value, undefined].map((v) => m.agrees({ key: 'wrong', also_defensible: ['correct-it'] }, v))", VERDICTS) == [False, True, True, False, False]
    strange = [{"card": "gone"}, {"effect": "gone"}, {"argued": True}, {"card": "far", "effect": "leaves", "argued": True}, {"card": "far", "judged": True}]
    assert run("value[1].map((s) => m.named(value[0], s))", [CASE, strange]) == [None, None, None, strange[3], None]


def test_fingerprints_are_those_of_the_edition_before() -> None:
    """Answers given before cards and effects had ids stay valid: what they judged is the same."""
    assert load().activities["fact-check-05"].items() == {
        "fact-check-05/c1": "ab4313e2fb04", "fact-check-05/c2": "e83ff29a95e1", "fact-check-05/c3": "59baf618464a",
        "fact-check-05/c4": "4e76e714b404", "fact-check-05/c5": "d3d2c88a413e",
    }  # fmt: skip


def test_an_id_may_be_mended_and_an_order_may_not() -> None:
    desk = load().activities["fact-check-05"]
    assert isinstance(desk, FactCheck)
    case = desk.cases[0]
    turned = case.model_copy(update={"cards": case.cards[::-1]})
    assert turned.fingerprint != case.fingerprint
    assert fingerprint("a") != fingerprint("b")
    data = case.model_dump(mode="json")
    data["cards"][1]["id"] = data["cards"][0]["id"]
    with pytest.raises(ValidationError, match="stands twice"):
        FactCheckCase.model_validate(data)
    with pytest.raises(ValidationError, match="best_card is 'none'"):
        FactCheckCase.model_validate({**case.model_dump(mode="json"), "best_card": "none"})


def test_the_frame_has_a_row_a_case() -> None:
    desk = FactCheckDesk("fact-check-05")
    desk.work = {"fact-check-05/c1": {"card": "xinhua", "judgement": "wrong", "confidence": 80, "judged": True, "effect": "untouched", "argued": True}}
    row = desk.to_frame().iloc[0]
    assert (row["id"], row["card"], row["effect"]) == ("fact-check-05/c1", "xinhua", "untouched")
