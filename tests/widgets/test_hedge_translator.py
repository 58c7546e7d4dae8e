"""The translator's ranges agree with an independent Python, ends stay in order, the class's are counted, old records are read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import ROOT
from tests.widgets.test_logic import run_front as run
from thirdcorner import HedgeTranslator
from thirdcorner.course.read import load

PER_CENT = st.integers(0, 100)
RANGE = st.tuples(PER_CENT, PER_CENT).map(sorted)
STEPS = st.tuples(st.integers(0, 20), st.integers(0, 20)).map(lambda p: sorted(5 * n for n in p))
AT = st.floats(0, 100)


@settings(max_examples=40, deadline=None)
@given(RANGE, RANGE, st.lists(RANGE, min_size=1, max_size=4), st.sampled_from([0, 1]), st.integers(-20, 120))
def test_ranges(a: list[int], b: list[int], ranges: list[list[int]], end: int, value: int) -> None:
    one, other, same, moved = run("[m.agreement(value[0], value[1]), m.agreement(value[1], value[0]), m.sameWord(value[2]), m.pushed(value[0], value[3], value[4])]", [a, b, ranges, end, value], "logic/hedges")
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


def step(value: float) -> int:
    return min(100, max(0, int(value / 5 + 0.5) * 5))


@settings(max_examples=60, deadline=None)
@given(st.none() | STEPS, AT, AT)
def test_a_press_and_a_drag(before: list[int] | None, start: float, to: float) -> None:
    pressed, drawn = run("[m.pressed(value[0], value[2]), m.drawn(value[0], value[1], value[2])]", [before, start, to], "logic/hedges")
    for low, high in (pressed, drawn):
        assert 0 <= low <= high <= 100 and low % 5 == high % 5 == 0
    if before is not None:
        other = before[1] if to - before[0] < before[1] - to else before[0]
        assert pressed == sorted([step(to), other]) or pressed == [step(to)] * 2, "the nearer end goes there"
    if before is None:
        assert pressed == [step(to)] * 2 and drawn == sorted([step(start), step(to)])
    elif before[0] < start < before[1]:
        assert drawn[1] - drawn[0] == before[1] - before[0], "from within the whole range moves"
        assert (drawn[0] - before[0]) * (to - start) >= 0
    else:
        assert step(to) in drawn


@settings(max_examples=60, deadline=None)
@given(STEPS, AT, AT, st.lists(RANGE, min_size=1, max_size=4), st.integers(0, 100), st.sampled_from([0, 1]))
def test_what_is_moved_and_how_far_words_lie_apart_are_those_of_python(before: list[int], start: float, to: float, ranges: list, value: int, end: int) -> None:
    low, high = before
    pressed, drawn, pushed, same = run(
        "[m.pressed(value[0], value[2]), m.drawn(value[0], value[1], value[2]), m.pushed(value[0], value[4], value[3]), m.sameWord(value[5])]", [before, start, to, value, end, ranges], "logic/hedges"
    )

    def put(which: int, at: int) -> list[int]:
        return [at, max(at, high)] if which == 0 else [min(at, low), at]

    assert pressed == put(0 if to - low < high - to else 1, step(to))
    assert pushed == put(end, value)
    if low < start < high:
        by = step(abs(to - start)) * (1 if to > start else -1)
        by = max(-low, min(100 - high, by))
        assert drawn == [low + by, high + by]
    else:
        assert drawn == put(0 if start - low < high - start else 1, step(to))
    middles = [(a + b) / 2 for a, b in ranges]
    assert same["apart"] == max(middles) - min(middles)


def test_the_edges_of_ranges() -> None:
    assert run("[m.agreement([10, 10], [10, 10]), m.agreement([10, 20], [20, 30]), m.agreement([0, 10], [5, 20]), m.agreement([0, 4], [5, 9])]", None, "logic/hedges") == [1, 0, 0.25, 0]
    assert run("[m.sameWord([[0, 10], [10, 20]]), m.sameWord([[0, 9], [10, 20]])]", None, "logic/hedges") == [{"shared": [10, 10], "apart": 10}, {"shared": None, "apart": 10.5}]
    assert run("[m.drawn([20, 40], 20, 50), m.drawn([20, 40], 40, 10), m.drawn([20, 40], 30, 90), m.drawn(null, 40, 20), m.drawn(null, 20, 40)]", None, "logic/hedges") == [
        [50, 50], [10, 10], [80, 100], [20, 40], [20, 40],
    ]  # fmt: skip


def spoken(hedges: list[dict]) -> list[str]:
    """Return the sentences anew."""
    placed = [h for h in hedges if h["range"]]
    done = [h for h in placed if h["compared"]]
    if not placed:
        return []
    wide = sum(h["range"][1] - h["range"][0] for h in placed) / len(placed)
    said = [f"{len(placed)} of {len(hedges)} hedges {'is' if len(placed) == 1 else 'are'} placed and {len(done)} compared; your ranges are {int(wide + 0.5)} points wide on average."]
    for scale in dict.fromkeys(s["scale"] for h in done for s in h["scales"]):
        pairs = [(h["range"], s["range"]) for h in done for s in h["scales"] if s["scale"] == scale]
        shares = [max(0, min(a[1], b[1]) - max(a[0], b[0])) / (max(a[1], b[1]) - min(a[0], b[0])) for a, b in pairs]
        said.append(f"With {scale} you share {'on average ' if len(shares) > 1 else ''}{int(100 * sum(shares) / len(shares) + 0.5)} per cent of what the two cover.")
    for word in dict.fromkeys(h["word"] for h in done):
        mine = [h["range"] for h in done if h["word"] == word]
        if word and len(mine) > 1:
            low, high, middles = max(r[0] for r in mine), min(r[1] for r in mine), [sum(r) / 2 for r in mine]
            common = f"all your ranges share {low} to {high}" if low <= high else "your ranges have nothing in common"
            said.append(f"“{word}” stands in {len(mine)} of them; your middles lie up to {int(max(middles) - min(middles) + 0.5)} points apart, and {common}.")
    return said


SCALED = st.lists(st.sampled_from([{"scale": "ICD 203", "range": [55, 80]}, {"scale": "Kent 1964", "range": [63, 87]}]), max_size=2, unique_by=lambda s: s["scale"])
HEDGE = st.fixed_dictionaries({"word": st.sampled_from(["likely", "may", None]), "range": st.none() | STEPS, "compared": st.booleans(), "scales": SCALED})


@settings(max_examples=60, deadline=None)
@given(st.lists(HEDGE, max_size=6))
def test_what_it_says_is_what_python_says(hedges: list[dict]) -> None:
    said, twice = run("[m.told(value), m.twice(value)]", hedges, "logic/hedges")
    assert said == spoken(hedges)
    words = [h["word"] for h in hedges if h["compared"] and h["word"]]
    assert twice == (len(words) > len(set(words)))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(["r1", "a1", "v2"]), STEPS), max_size=9))
def test_a_class_is_counted_step_by_step_and_never_below_five(class_: list[dict[str, list[int]]]) -> None:
    said = {id: [one[id] for one in class_ if id in one] for id in ("r1", "a1", "v2")}
    found = run("m.covered(value)", said, "logic/hedges")
    assert set(found) == {id for id, ranges in said.items() if len(ranges) >= 5}
    for id, row in found.items():
        assert row["n"] == len(said[id])
        assert row["shares"] == pytest.approx([sum(low <= at <= high for low, high in said[id]) / row["n"] for at in range(0, 101, 5)])


def test_what_it_says_is_made_from_what_was_committed() -> None:
    scales = [{"scale": "ICD 203", "range": [55, 80]}]
    rows = [
        {"word": "likely", "range": [70, 85], "compared": True, "scales": scales},
        {"word": "likely", "range": [90, 100], "compared": True, "scales": scales},
        {"word": None, "range": [0, 50], "compared": False, "scales": []},
        {"word": None, "range": None, "compared": False, "scales": []},
    ]
    assert run("m.told(value)", rows, "logic/hedges") == [
        "3 of 4 hedges are placed and 2 compared; your ranges are 25 points wide on average.",
        "With ICD 203 you share on average 17 per cent of what the two cover.",
        "“likely” stands in 2 of them; your middles lie up to 18 points apart, and your ranges have nothing in common.",
    ]
    rows[1]["compared"] = False
    assert run("[m.told(value).length, m.twice(value)]", rows, "logic/hedges") == [2, False], "one's own ranges are compared only once both are committed"
    assert run("m.told(value)", rows[3:], "logic/hedges") == []


def test_the_scales_and_the_frame() -> None:
    translator = HedgeTranslator("hedges-01")
    scales = {h["key"]: [(s["scale"], s["range"]) for s in h["scales"]] for h in translator.content["hedges"]}
    assert scales["r1"] == [("ICD 203", [55, 80]), ("Kent 1964", [63, 87])]
    assert scales["v1"] == []
    translator.work = {"hedges-01/r1": {"low": 60, "high": 80}}
    assert translator.to_frame()["width"].tolist() == [20]


def test_every_hedge_has_an_id_of_its_own() -> None:
    ids = [h.id for h in load(ROOT).activities["hedges-01"].hedges]
    assert len(ids) == len(set(ids)) and ids == HedgeTranslator("hedges-01").content["code"]["blocks"][0]["ids"]
