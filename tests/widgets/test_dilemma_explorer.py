"""The dilemma's reckoning agrees with an independent Python one, and one step closer never helps against both fears."""

from __future__ import annotations

import re
from collections import Counter
from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.widgets.test_logic import run_front
from thirdcorner import DilemmaExplorer
from thirdcorner.course.read import load
from thirdcorner.model.activities import DilemmaExplorer as Activity

MODULE = "logic/dilemma"
FEAR = st.integers(0, 10)
FEARS = st.fixed_dictionaries({"abandonment": FEAR, "entrapment": FEAR})
POINTS = st.lists(st.fixed_dictionaries({"era": st.sampled_from(["then", "now"]), "abandonment": FEAR, "entrapment": FEAR}), max_size=8).map(
    lambda points: [{**p, "id": f"p{n}"} for n, p in enumerate(points)]
)


@settings(max_examples=40, deadline=None)
@given(FEARS, st.integers(-6, 6), POINTS)
def test_expectation_moves_and_middles(fears: dict, steps: int, points: list[dict]) -> None:
    said, moved, middles = run_front("[m.expected(value[0]), m.moved(value[0], value[1]), m.middles(value[2])]", [fears, steps, points], MODULE)
    left, dragged = fears["abandonment"], fears["entrapment"]
    assert said == ("closer" if left - dragged >= 2 else "distance" if dragged - left >= 2 else "both")
    assert moved == {"abandonment": min(10, max(0, left - steps)), "entrapment": min(10, max(0, dragged + steps))}
    assert (moved["abandonment"] - left) * (moved["entrapment"] - dragged) <= 0
    for era in ("then", "now"):
        mine = [p for p in points if p["era"] == era]
        assert (era in middles) == bool(mine)
        if mine:
            assert middles[era]["n"] == len(mine)
            assert middles[era]["abandonment"] == pytest.approx(mean(p["abandonment"] for p in mine))
            assert middles[era]["entrapment"] == pytest.approx(mean(p["entrapment"] for p in mine))


@settings(max_examples=40, deadline=None)
@given(st.floats(-0.2, 1.2), POINTS)
def test_a_place_is_the_nearest_whole_fear_and_no_point_hides_another(share: float, points: list[dict]) -> None:
    found, places, heap = run_front("[m.fearAt(value[0]), [0,1,2,3,4,5,6,7,8,9,10].map((f) => m.at(f)), m.heaped(value[1])]", [share, points], MODULE)
    assert abs(places[found] / 100 - share) == pytest.approx(min(abs(p / 100 - share) for p in places), abs=1e-9)
    assert 0 < places[0] < places[10] < 100
    stands = [(p["abandonment"], p["entrapment"], heap[p["id"]]) for p in points]
    assert max(Counter(stands).values(), default=1) == 1
    for a, e, k in stands:
        assert k == 0 or (a, e, k - 1) in stands


@settings(max_examples=40, deadline=None)
@given(FEARS, FEARS, st.lists(FEARS, min_size=1, max_size=4))
def test_the_way_and_the_nearest_reading_are_told_truly(first: dict, last: dict, voices: list[dict]) -> None:
    way, spread = run_front("[m.went(value[0], value[1]), m.spread(value[1], value[2])]", [first, last, voices], MODULE)
    told = dict(re.findall(r"being (left|dragged in) (\w+ by \d+)", way))
    for fear, word in (("abandonment", "left"), ("entrapment", "dragged in")):
        by = last[fear] - first[fear]
        assert told.get(word) == (f"{'rose' if by > 0 else 'fell'} by {abs(by)}" if by else None)

    def gap(a: dict, b: dict) -> int:
        return sum(abs(a[f] - b[f]) for f in a)

    assert gap(last, voices[spread["nearest"]]) == min(gap(last, v) for v in voices)
    assert spread["widest"] == max(gap(a, b) for a in voices for b in voices)


def test_the_frame_is_tidy() -> None:
    explorer = DilemmaExplorer("dilemma-03")
    explorer.work = {"dilemma-03/london-paris": {"abandonment": 5, "entrapment": 6, "did": "both"}}
    assert explorer.to_frame().to_dict("records") == [{"ally": "london-paris", "era": "then", "abandonment": 5, "entrapment": 6, "did": "both"}]


def test_years_set_no_earlier_work_aside_and_run_upwards() -> None:
    activity = load().activities["dilemma-03"]
    data = activity.model_dump(mode="json")
    for ally in data["allies"]:
        ally["years"] = None
    assert Activity.model_validate(data).items() == activity.items()
    data["allies"][0]["years"] = [1914, 1904]
    with pytest.raises(ValueError, match="must run upwards"):
        Activity.model_validate(data)
