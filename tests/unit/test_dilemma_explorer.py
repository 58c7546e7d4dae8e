"""The dilemma's reckoning agrees with an independent Python one, and one step closer never helps against both fears."""

from __future__ import annotations

from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.test_logic import run
from thirdcorner import DilemmaExplorer

FEAR = st.integers(0, 10)
POINTS = st.lists(st.fixed_dictionaries({"era": st.sampled_from(["then", "now"]), "abandonment": FEAR, "entrapment": FEAR}), max_size=8)


@settings(max_examples=40, deadline=None)
@given(FEAR, FEAR, st.integers(-6, 6), POINTS)
def test_expectation_moves_and_middles(left: int, dragged: int, steps: int, points: list[dict]) -> None:
    said, moved, middles = run("[m.expected(value[0], value[1]), m.moved(value[0], value[1], value[2]), m.middles(value[3])]", [left, dragged, steps, points], "dilemma_logic")
    assert said == ("closer" if left - dragged >= 2 else "distance" if dragged - left >= 2 else "both")
    assert moved == [min(10, max(0, left - steps)), min(10, max(0, dragged + steps))]
    assert (moved[0] - left) * (moved[1] - dragged) <= 0
    for era in ("then", "now"):
        mine = [p for p in points if p["era"] == era]
        assert (era in middles) == bool(mine)
        if mine:
            assert middles[era]["n"] == len(mine)
            assert middles[era]["abandonment"] == pytest.approx(mean(p["abandonment"] for p in mine))
            assert middles[era]["entrapment"] == pytest.approx(mean(p["entrapment"] for p in mine))


def test_the_frame_is_tidy() -> None:
    explorer = DilemmaExplorer("dilemma-03")
    explorer.work = {"dilemma-03/london-paris": {"abandonment": 5, "entrapment": 6, "did": "both"}}
    assert explorer.to_frame().to_dict("records") == [{"ally": "london-paris", "era": "then", "abandonment": 5, "entrapment": 6, "did": "both"}]
