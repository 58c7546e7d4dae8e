"""Chains: the product, the stations, the weakest link and what ten points more would add, against an independent Python."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.test_logic import run
from thirdcorner import RiskPathways

CHANCES = st.lists(st.integers(0, 100), min_size=1, max_size=7)


@settings(max_examples=40, deadline=None)
@given(CHANCES)
def test_a_chain(chances: list[int]) -> None:
    end, along, weakest, gains = run("[m.end(value), m.along(value), m.weakest(value), value.map((_, i) => m.gain(value, i))]", chances, "pathway_logic")
    shares = [c / 100 for c in chances]
    assert end == pytest.approx(100 * math.prod(shares))
    assert along == pytest.approx([100 * math.prod(shares[: n + 1]) for n in range(len(shares))])
    assert along == sorted(along, reverse=True)
    assert weakest == [n for n, c in enumerate(chances) if c == min(chances)]
    for n, gain in enumerate(gains):
        other = [*shares[:n], min(1, shares[n] + 0.1), *shares[n + 1 :]]
        assert gain == pytest.approx(100 * math.prod(other) - end, abs=1e-9)
    if max(chances) <= 90:
        assert max(gains) == pytest.approx(gains[weakest[0]], abs=1e-9)


def test_the_frame_has_products() -> None:
    pathways = RiskPathways("pathways-06")
    pathways.work = {"pathways-06/arms": {"chances": {"help": 60, "faster": 50}}}
    frame = pathways.to_frame()
    assert frame["so_far"].tolist() == pytest.approx([60, 30, 15, 7.5])
