"""Scores of forecasts agree with Python, and no cell of the table is taken for a formula."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.test_logic import run

ANSWERS = st.lists(
    st.fixed_dictionaries({"probability": st.integers(0, 100), "outcome": st.sampled_from(["yes", "no"]), "base_rate": st.one_of(st.none(), st.floats(0, 1))}), min_size=1, max_size=20
)


@settings(max_examples=25, deadline=None)
@given(ANSWERS)
def test_the_scores_are_those_of_python(answers: list[dict]) -> None:
    found, bins = run("[m.compared(value), m.calibrated(value)]", answers, "forecast_logic")
    hit = [a["outcome"] == "yes" for a in answers]

    def brier(ps: list[float]) -> float:
        return sum((p - h) ** 2 for p, h in zip(ps, hit, strict=True)) / len(hit)

    assert found["mine"] == pytest.approx(brier([a["probability"] / 100 for a in answers]))
    assert found["even"] == pytest.approx(0.25)
    assert found["yes"] == pytest.approx(1 - sum(hit) / len(hit))
    assert found["base"] == pytest.approx(brier([0.5 if a["base_rate"] is None else a["base_rate"] for a in answers]))
    assert sum(b["n"] for b in bins) == len(answers)
    assert sum(b["yes"] for b in bins) == sum(hit)


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=30).filter(lambda t: "\x00" not in t and t.isprintable()))
def test_the_table_reads_back_and_holds_no_formula(text: str) -> None:
    row = {"id": "a/b", "question": text, "closes": "2027-12-31", "probability": 30, "reason": text}
    cells = list(csv.reader(io.StringIO(run("m.table([value])", row, "forecast_logic"))))[1]
    assert cells[1] in (text, f"'{text}")
    assert not cells[1].startswith(("=", "+", "-", "@"))
