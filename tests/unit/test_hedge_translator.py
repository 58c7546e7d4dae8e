"""The translator's ranges: agreement is symmetric and bounded, ends stay in order, and the scales' rows are found."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.test_logic import run
from thirdcorner import HedgeTranslator

PER_CENT = st.integers(0, 100)
RANGE = st.tuples(PER_CENT, PER_CENT).map(sorted)


@settings(max_examples=40, deadline=None)
@given(RANGE, RANGE, st.lists(RANGE, min_size=1, max_size=4), st.sampled_from([0, 1]), st.integers(-20, 120))
def test_ranges(a: list[int], b: list[int], ranges: list[list[int]], end: int, value: int) -> None:
    one, other, same, moved = run("[m.agreement(value[0], value[1]), m.agreement(value[1], value[0]), m.sameWord(value[2]), m.set(value[0], value[3], value[4])]", [a, b, ranges, end, value], "hedge_logic")
    points_a, points_b = (set(range(r[0] * 10, r[1] * 10)) for r in (a, b))
    assert one == other
    if points_a and points_b and points_a & points_b:
        cover = max(a[1], b[1]) - min(a[0], b[0])
        assert one == pytest.approx(len(points_a & points_b) / 10 / cover)
    assert 0 <= one <= 1
    assert (one == 1) == (a == b)
    low, high = max(r[0] for r in ranges), min(r[1] for r in ranges)
    assert same["shared"] == ([low, high] if low <= high else None)
    assert 0 <= moved[0] <= moved[1] <= 100
    assert moved[end] == min(100, max(0, value))


def test_the_scales_and_the_frame() -> None:
    translator = HedgeTranslator("hedges-01")
    scales = {h["key"]: [(s["scale"], s["range"]) for s in h["scales"]] for h in translator.content["hedges"]}
    assert scales["r1"] == [("ICD 203", [55, 80]), ("Kent 1964", [63, 87])]
    assert scales["v1"] == []
    translator.work = {"hedges-01/r1": {"low": 60, "high": 80}}
    assert translator.to_frame()["width"].tolist() == [20]
