"""The workbench's arithmetic agrees with an independent Python one, and what it says would flip the result does flip it."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.test_logic import run
from thirdcorner import AchWorkbench

SCALE = {"II": -2, "I": -1, "N": 0, "C": 1, "CC": 2}
WEIGHT = {"low": math.sqrt(0.5), "medium": 1.0, "high": math.sqrt(2)}
HYPOTHESES = ["h1", "h2", "h3"]
LEVEL = st.sampled_from(list(WEIGHT))
ROWS = st.lists(
    st.fixed_dictionaries({"credibility": LEVEL, "relevance": LEVEL, "cells": st.fixed_dictionaries({h: st.sampled_from([*SCALE, "na", ""]) for h in HYPOTHESES})}),
    min_size=1, max_size=6,
).map(lambda rows: [{**row, "id": f"e{n}"} for n, row in enumerate(rows)])  # fmt: skip


def scores(rows: list[dict]) -> dict[str, float]:
    against = {h: 0.0 for h in HYPOTHESES}
    for row in rows:
        for h, rating in row["cells"].items():
            if rating in ("I", "II"):
                against[h] += {"I": 1, "II": 2}[rating] * WEIGHT[row["credibility"]] * WEIGHT[row["relevance"]]
    return against


def leaders(found: dict[str, float]) -> list[str]:
    return [h for h in HYPOTHESES if found[h] - min(found.values()) < 1e-9]


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_scores_pivots_and_flips_are_those_of_python(rows: list[dict]) -> None:
    found, pivots, flips = run("[m.scores(value[0], value[1]), m.pivots(value[0], value[1]), m.flips(value[0], value[1])]", [rows, HYPOTHESES], "ach_logic")
    assert found == pytest.approx(scores(rows), abs=1e-9)
    now = leaders(scores(rows))
    expected = {row["id"]: leaders(scores([r for r in rows if r is not row])) for row in rows}
    assert {p["id"]: p["leaders"] for p in pivots} == {id: lead for id, lead in expected.items() if lead != now}
    said = {(f["id"], f["hypothesis"]): f for f in flips}
    for row in rows:
        for h in HYPOTHESES:
            rating = row["cells"][h]
            if rating not in SCALE:
                assert (row["id"], h) not in said
                continue
            changing = [
                abs(value - SCALE[rating])
                for to, value in SCALE.items()
                if leaders(scores([{**r, "cells": {**r["cells"], h: to}} if r is row else r for r in rows])) != now
            ]
            assert ((row["id"], h) in said) == bool(changing)
            if changing:
                assert said[row["id"], h]["steps"] == min(changing)
    assert [f["steps"] for f in flips] == sorted(f["steps"] for f in flips)


@settings(max_examples=30, deadline=None)
@given(ROWS)
def test_a_row_that_says_the_same_of_all_parts_nothing_and_differences_are_sorted(rows: list[dict]) -> None:
    flat = [{**rows[0], "cells": {h: "C" for h in HYPOTHESES}}]
    assert run("m.diagnosticity(value[0], value[1])", [flat[0], HYPOTHESES], "ach_logic") == 0
    theirs = {row["id"]: {h: "N" for h in HYPOTHESES} for row in rows}
    gaps = [d["gap"] for d in run("m.differences(value[0], value[1])", [rows, theirs], "ach_logic")]
    assert gaps == sorted(gaps, reverse=True)
    assert all(0 < g <= 2 for g in gaps)


def test_the_frame_is_tidy() -> None:
    bench = AchWorkbench("ach-11")
    bench.work = {
        "ach-11/e02": {"cells": {"h1": "I", "h3": "II"}, "credibility": "low"},
        "ach-11": {"rows": [{"id": "own-1", "name": "mine", "cells": {"h1": "CC"}}]},
    }
    frame = bench.to_frame()
    assert list(frame["item"]) == ["e02", "e02", "own-1"]
    assert frame["inconsistency"].tolist() == pytest.approx([math.sqrt(0.5), 2 * math.sqrt(0.5), 0])
    assert frame["own"].tolist() == [False, False, True]
