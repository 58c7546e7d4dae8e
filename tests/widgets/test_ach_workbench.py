"""The workbench's arithmetic agrees with an independent Python one, and what it says would flip the result does flip it."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.widgets.test_logic import run_front as run
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
    found, pivots, flips = run("[m.scores(value[0], value[1]), m.pivots(value[0], value[1]), m.flips(value[0], value[1])]", [rows, HYPOTHESES], "logic/ach")
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
    assert run("m.diagnosticity(value[0], value[1])", [flat[0], HYPOTHESES], "logic/ach") == 0
    theirs = {row["id"]: {h: "N" for h in HYPOTHESES} for row in rows}
    gaps = [d["gap"] for d in run("m.differences(value[0], value[1])", [rows, theirs], "logic/ach")]
    assert gaps == sorted(gaps, reverse=True)
    assert all(0 < g <= 2 for g in gaps)


def parting(row: dict) -> float:
    rated = [SCALE[r] for r in row["cells"].values() if r in SCALE]
    return (max(rated) - min(rated)) * WEIGHT[row["credibility"]] * WEIGHT[row["relevance"]] if len(rated) > 1 else 0


def listed(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def told(rows: list[dict]) -> list[str]:
    """Return what the page should say of items numbered from 1, the hypotheses named in capitals."""
    begun = [r for r in rows if any(r["cells"].values())]
    if not begun:
        return []
    found, lead = scores(begun), leaders(scores(begun))
    most = max(HYPOTHESES, key=lambda h: found[h])
    number = {r["id"]: int(r["id"][1:]) + 1 for r in rows}
    said = [f"Least speaks against {listed([h.upper() for h in lead])} ({found[lead[0]]:.1f}), most against {most.upper()} ({found[most]:.1f})."]
    if len(lead) == len(HYPOTHESES):
        said = ["So far nothing parts the explanations."]
    best = max(begun, key=parting)
    if parting(best) > 0:
        said.append(f"Item {number[best['id']]} tells them apart best.")
    idle = [str(number[r["id"]]) for r in begun if all(r["cells"].values()) and parting(r) == 0]
    if idle:
        said.append(f"Item {idle[0]} fits all alike and says nothing." if len(idle) == 1 else f"Items {listed(idle)} fit all alike and say nothing.")
    without = {r["id"]: leaders(scores([o for o in begun if o is not r])) for r in begun}
    hang = [f"item {number[id]} (without it {listed([h.upper() for h in other])} would lead)" for id, other in without.items() if other != lead]
    if hang:
        said.append(f"The order hangs on {', '.join(hang)}.")
    elif len(lead) < len(HYPOTHESES):
        said.append("No single item can be taken away so that another explanation leads.")
    empty = sum(not r["cells"][h] for r in begun for h in HYPOTHESES)
    if empty:
        said.append(f"{empty} {'cell of the items begun is' if empty == 1 else 'cells of the items begun are'} still empty and {'counts' if empty == 1 else 'count'} for nothing.")
    return said


def alike(*ratings: str) -> list[dict]:
    return [{"id": f"e{n}", "credibility": "high", "relevance": "low", "cells": {h: rating for h in HYPOTHESES}} for n, rating in enumerate(ratings)]


@settings(max_examples=60, deadline=None)
@given(ROWS)
@example(alike("C", "", "I"))
@example(alike("N"))
@example([*alike("CC", "II", "I"), {"id": "e3", "credibility": "low", "relevance": "low", "cells": {"h1": "I", "h2": "I", "h3": ""}}])
def test_what_it_says_is_what_the_ratings_imply(rows: list[dict]) -> None:
    names = [{"id": h, "name": h.upper()} for h in HYPOTHESES]
    assert run("m.told(value[0], value[1], (id) => Number(id.slice(1)) + 1)", [rows, names], "logic/ach") == told(rows)
    parted = run("value[0].map((row) => m.diagnosticity(row, value[1]))", [rows, HYPOTHESES], "logic/ach")
    assert parted == pytest.approx([parting(r) for r in rows])


def test_two_readers_differ_only_where_both_have_placed_it() -> None:
    mine = [{**alike("I")[0], "cells": {"h1": "II", "h2": "N", "h3": "na"}}, {**alike("", "C")[1], "cells": {"h1": "C"}}]
    theirs = {"e0": {"h1": "I", "h2": "CC", "h3": "N"}, "e1": {"h1": "C", "h2": "N"}}
    found = run("m.differences(value[0], value[1])", [mine, theirs], "logic/ach")
    assert found == [
        {"id": "e0", "hypothesis": "h2", "mine": "N", "theirs": "CC", "gap": 2},
        {"id": "e0", "hypothesis": "h1", "mine": "II", "theirs": "I", "gap": 1},
    ]


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
