"""What a stroke sets, where drawing and record part and what is said of it agree with an independent Python; content errors say what to do."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import ROOT
from tests.widgets.test_logic import run_front
from thirdcorner.course.read import load
from thirdcorner.model.activities import DrawFirst as Activity
from thirdcorner.widgets import DrawFirst

COURSE = load(ROOT)
DRAWN = [a.id for a in COURSE.activities.values() if isinstance(a, Activity)]
YEARS = st.lists(st.integers(1990, 2025), min_size=2, max_size=9, unique=True).map(sorted)
SCALE = st.sampled_from([{"low": 0, "high": 100, "step": 1}, {"low": -3, "high": 3.5, "step": 0.1}, {"low": 0, "high": 350, "step": 5}, {"low": 0, "high": 2, "step": 1}])
PLACE = st.fixed_dictionaries({"at": st.floats(1985, 2030) | st.integers(1990, 2025), "value": st.floats(-400, 400)})


def run(expression: str, value: object) -> Any:
    return run_front(expression, value, "logic/draw_first")


def snapped(value: float, s: dict) -> float:
    steps = math.floor((value - s["low"]) / s["step"] + 0.5)
    return min(s["high"], max(s["low"], s["low"] + steps * s["step"]))


@settings(max_examples=40, deadline=None)
@given(YEARS, SCALE, st.one_of(st.none(), PLACE), PLACE)
def test_a_stroke_sets_each_year_that_it_passes_where_it_passes_it(years: list[int], scale: dict, start: dict | None, end: dict) -> None:
    points = [{"id": str(y), "at": y} for y in years]
    found = run("m.stroked(...value)", [points, start, end, scale])
    passed = {}
    if start and start["at"] != end["at"]:
        low, high = sorted((start["at"], end["at"]))
        slope = (end["value"] - start["value"]) / (end["at"] - start["at"])
        passed = {y: start["value"] + slope * (y - start["at"]) for y in years if low <= y <= high}
    least = min(abs(y - end["at"]) for y in years)
    assert {y for y in years if str(y) in found} - set(passed) <= {y for y in years if abs(y - end["at"]) == least}
    assert len(set(found) - {str(y) for y in passed}) <= 1
    assert any(str(y) in found for y in years if abs(y - end["at"]) == least)
    for year, value in found.items():
        wanted = passed.get(int(year), end["value"])
        assert scale["low"] <= value <= scale["high"]
        assert abs(value - snapped(wanted, scale)) <= scale["step"] * 1.001 if abs((wanted - scale["low"]) / scale["step"] % 1 - 0.5) < 1e-6 else value == pytest.approx(snapped(wanted, scale), abs=1e-5)


LINES = ["one", "two"]
RECORD = st.lists(st.integers(0, 1000).map(lambda n: n / 10), min_size=9, max_size=9)
NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def word(n: int) -> str:
    return NUMBERS[n] if n <= 12 else str(n)


def listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def made(years: list[int], records: list[list[float]]) -> tuple[list[dict], list[dict]]:
    points = [{"id": str(y), "at": y} for y in years]
    lines = [{"id": name, "name": name.upper(), "record": [{**p, "value": v} for p, v in zip(points, record, strict=False)]} for name, record in zip(LINES, records, strict=False)]
    return points, lines


@settings(max_examples=40, deadline=None)
@given(YEARS, st.lists(RECORD, min_size=1, max_size=2), st.randoms(use_true_random=False))
def test_the_sentence_says_where_they_part_most_and_by_how_much(years: list[int], records: list[list[float]], chance: Any) -> None:
    points, lines = made(years, records)
    mine = {f"{x['id']}/{p['id']}": chance.randrange(101) for x in lines for p in points}
    rows = [(x["name"], p["id"], mine[f"{x['id']}/{p['id']}"], r["value"]) for x in lines for p, r in zip(points, x["record"], strict=True)]
    said = run("m.told(m.parted(value[0], value[1], value[2]), { decimals: 1, unit: 'per cent', levels: [] })", [mine, lines, points])
    assert said.count(". ") == 0, "one sentence"
    most = max(abs(m - r) for *_, m, r in rows)
    if most < 0.05:
        assert "the same at all" in said
        return
    named = [(name, year, m, r) for name, year, m, r in rows if f"part most in {year}" in said and (len(lines) == 1 or f" on {name}, where" in said)]
    assert any(abs(m - r) == pytest.approx(most) and f"where you drew {m:g} and the record has {r:g} per cent;" in said for _, _, m, r in named)
    mean = sum(abs(m - r) for *_, m, r in rows) / len(rows)
    assert any(f"they part by {v:g}, and" in said for v in (round(mean, 1), round(mean + 1e-9, 1), round(mean - 1e-9, 1)))
    low, high = sum(m - r <= -0.05 for *_, m, r in rows), sum(m - r >= 0.05 for *_, m, r in rows)
    whole = {low: "you are too low throughout.", high: "you are too high throughout."}.get(len(rows), f"you are too low in {word(low)} and too high in {word(high)} of the {word(len(rows))} years.")
    assert said.endswith(whole)


def test_the_edges_of_what_is_said() -> None:
    one = {"id": "one", "name": "ONE", "record": [{"id": "2000", "at": 2000, "value": 10}, {"id": "2001", "at": 2001, "value": 10}]}
    points = [{"id": "2000", "at": 2000}, {"id": "2001", "at": 2001}]
    said = "m.told(m.parted(value[0], [value[1]], value[2]), { decimals: 1, unit: '', levels: [] })"
    first = "Your line and the record part most in"
    assert run(said, [{"one/2000": 12, "one/2001": 9}, one, points]) == (
        f"{first} 2000, where you drew 12 and the record has 10; on average they part by 1.5, and you are too low in one and too high in one of the two years."
    )
    assert run(said, [{"one/2000": 9, "one/2001": 11}, one, points]).startswith(f"{first} 2000, "), "the first of two that are as far"
    assert run(said, [{"one/2000": 10.05, "one/2001": 10}, {**one, "record": [{**r, "value": 10} for r in one["record"]]}, points]).endswith("you are too low in no and too high in one of the two years.")
    assert run(said, [{"one/2000": 10.04, "one/2001": 9.96}, one, points]) == "Your line and the record are the same at all two points."
    assert run(said, [{}, one, points]) == ""
    assert run("m.parted({ 'one/2000': 1, 'one/2001': 2 }, [{ ...value[0], given: true }], value[1])", [one, points]) == []
    assert run("m.parted({ 'one/1999': 1, 'one/2001': 2 }, [value[0]], value[1]).map((r) => [r.id, r.mine, r.record, r.off])", [one, points]) == [["2001", 2, 10, -8]]


def test_numbers_are_written_as_a_page_writes_them() -> None:
    assert run("[m.written(-1.25, 1), m.written(2, 1), m.written(-0.01, 1), m.fixed(-1.25, 2), m.fixed(2, 1), m.fixed(-0.01, 1)]", None) == ["−1.3", "2", "0", "−1.25", "2.0", "0.0"]
    assert run("[0, 1, 12, 13].map(m.number)", None) == ["no", "one", "twelve", "13"]
    assert run("[[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(m.listed)", None) == ["", "a", "a and b", "a, b and c"]
    scale = {"low": 0, "high": 10, "step": 2.5}
    assert run("[-1, 1.2, 1.25, 9.9, 99].map((v) => m.snapped(v, value))", scale) == [0, 0, 2.5, 10, 10]
    assert run("m.stroked([], null, { at: 1, value: 1 }, value)", scale) == {}
    points = [{"id": str(y), "at": y} for y in (2000, 2002, 2004)]
    assert run("m.stroked(value[0], null, { at: 2001, value: 5 }, value[1])", [points, scale]) == {"2000": 5}, "the first of two that are as near"
    assert run("m.stroked(value[0], { at: 2000, value: 0 }, { at: 2004, value: 10 }, value[1])", [points, scale]) == {"2000": 0, "2002": 5, "2004": 10}
    assert run("m.stroked(value[0], { at: 2004, value: 10 }, { at: 2001.4, value: 5 }, value[1])", [points, scale]) == {"2002": 7.5 if 5 + 5 * 0.6 / 2.6 >= 6.25 else 5, "2004": 10}
    assert run("m.stroked(value[0], { at: 2000, value: 0 }, { at: 2000, value: 10 }, value[1])", [points, scale]) == {"2000": 10}
    assert run("[[0, 100], [-3, 3.5], [0, 350], [0, 1], [0, 12], [10, 12.5]].map((v) => m.marks(...v))", None) == [
        [0, 20, 40, 60, 80, 100], [-2, 0, 2], [0, 100, 200, 300], [0, 0.2, 0.4, 0.6, 0.8, 1], [0, 2.5, 5, 7.5, 10], [10, 10.5, 11, 11.5, 12, 12.5],
    ]  # fmt: skip
    assert run("[m.fitting([{ at: 0 }, { at: 5 }, { at: 10 }], 10, 0.5).length, m.fitting([{ at: 0 }, { at: 6 }, { at: 10 }], 10, 0.5).map((p) => p.at), m.fitting([], 1, 1)]", None) == [3, [0, 10], []]


def test_what_is_lacking_and_where_a_line_turns_is_said_for_each_line() -> None:
    points = [{"id": str(y), "at": y} for y in (2000, 2001, 2002, 2003)]
    record = [{"id": "1998", "at": 1998, "value": 50}, {"id": "1999", "at": 1999, "value": 10}, *({**p, "value": 1} for p in points)]
    lines = [{"id": "one", "name": "ONE", "record": record}, {"id": "two", "name": "TWO", "record": record}, {"id": "g", "name": "G", "given": True, "record": record}]
    some = {"one/2000": 20, "one/2001": 5, "two/2000": 1, "two/2001": 20, "two/2002": 5, "two/2003": 6}
    said = "[m.drawn(value[0], value[1], value[2], { decimals: 0, unit: '', levels: value[3] }), m.lacking(value[0], value[1], value[2])]"
    assert run(said, [some, lines, points, []]) == [
        "Your line of ONE is at 5 in 2001, and turns once on the way. Your line of TWO is at 6 in 2003, and turns three times on the way.",
        "Still to be drawn: ONE in 2002 and 2003.",
    ]
    assert run(said, [{"two/2000": 1}, lines, points, []]) == ["Your line of TWO is at 1 in 2000.", "Still to be drawn: the whole line of ONE; TWO in 2001, 2002 and 2003."]
    assert run(said, [{"one/2000": 0, "one/2001": 1, "one/2002": 0}, lines[:1], points, ["low", "high"]])[0] == "Your line is at “low” in 2002, and turns twice on the way."
    assert run("[[1, 2, 2, 1], [1, 2, 3], [2, 1, 1, 2, 1], [], [3]].map(m.turnsOf)", None) == [1, 0, 2, 0, 0]
    kept = {"one/2000": 0, "one/2001": 100, "two/2000": -1, "two/2001": 101, "g/2000": 5, "one/1999": 5}
    assert run("m.readable(value[0], value[1], value[2], { low: 0, high: 100, step: 1 })", [kept, lines, points]) == {"one/2000": 0, "one/2001": 100}


@settings(max_examples=25, deadline=None)
@given(YEARS, st.integers(1, 2), st.randoms(use_true_random=False))
def test_of_words_it_says_at_how_many_points_they_agree_and_where_not(years: list[int], many: int, chance: Any) -> None:
    levels = ["veto", "abstains", "for"]
    points, lines = made(years, [[chance.randrange(3) for _ in range(9)] for _ in range(many)])
    mine = {f"{x['id']}/{p['id']}": chance.randrange(3) for x in lines for p in points}
    said = run("m.told(m.parted(value[0], value[1], value[2]), { decimals: 0, unit: '', levels: value[3] })", [mine, lines, points, levels])
    off = [(x["name"], r["id"], mine[f"{x['id']}/{r['id']}"], int(r["value"])) for x in lines for r in x["record"] if mine[f"{x['id']}/{r['id']}"] != r["value"]]
    total = len(lines) * len(points)
    if not off:
        assert said == f"Your line and the record agree at all {word(total)} points."
        return
    if len(off) < 3:
        where = [f"{name + ' in ' if many > 1 else ''}{year} (you: {levels[m]}; the record: {levels[r]})" for name, year, m, r in off]
    else:
        where = [f"{name + ' in ' if many > 1 else ''}{listed([o[1] for o in off if o[0] == name])}" for name in dict.fromkeys(o[0] for o in off)]
    assert said == f"You and the record agree at {word(total - len(off))} of {word(total)} points, and part on {', and on '.join(where)}."


@settings(max_examples=25, deadline=None)
@given(YEARS, st.randoms(use_true_random=False))
def test_before_it_is_committed_the_sentence_knows_the_drawing_alone(years: list[int], chance: Any) -> None:
    points, lines = made(years, [[50.0] * 9])
    some = {f"one/{p['id']}": chance.randrange(101) for p in points if chance.random() < 0.6}
    drawn, lacks = run("[m.drawn(value[0], value[1], value[2], { decimals: 1, unit: '', levels: [] }), m.lacking(value[0], value[1], value[2])]", [some, lines, points])
    open_ = [p["id"] for p in points if f"one/{p['id']}" not in some]
    assert lacks == ("" if not open_ else f"Still to be drawn: {'all of it' if len(open_) == len(points) else listed(open_)}.")
    values = list(some.values())
    if not values:
        assert drawn == ""
        return
    signs = [s for a, b in pairwise(values) if (s := (b > a) - (b < a))]
    turns = sum(a != b for a, b in pairwise(signs))
    assert drawn.startswith(f"Your line is at {values[-1]:g} in {list(some)[-1][4:]}")
    assert ("turns" in drawn) == (len(values) > 1 and turns > 0)
    assert run("m.turnsOf(value)", values) == turns


@settings(max_examples=30, deadline=None)
@given(YEARS, st.dictionaries(st.sampled_from(["one/1999", "one/2001", "two/2001", "2001", "one/", "gone/2001"]) | st.integers(1990, 2025).map(lambda y: f"one/{y}"), st.floats(-50, 150) | st.sampled_from([0, 100])))
def test_of_a_record_only_known_years_at_values_of_the_scale_are_read(years: list[int], kept: dict[str, float]) -> None:
    points, lines = made(years, [[1.0] * 9])
    found = run("m.readable(value[0], value[1], value[2], { low: 0, high: 100, step: 1 })", [kept, lines, points])
    assert found == {k: v for k, v in kept.items() if k in {f"one/{y}" for y in years} and 0 <= v <= 100}


@settings(max_examples=20, deadline=None)
@given(YEARS, st.floats(0, 0.3), st.sampled_from([(0, 100), (-3, 3.5), (0, 350), (0, 1)]))
def test_labels_stand_apart_and_marks_are_round(years: list[int], gap: float, ends: tuple[float, float]) -> None:
    span = years[-1] - years[0]
    kept, marks = run("[m.fitting(value[0], value[1], value[2]).map((p) => p.at), m.marks(...value[3])]", [[{"at": y} for y in years], span, gap, ends])
    assert kept[-1] == years[-1] and kept == sorted(kept)
    assert all(b - a >= span * gap for a, b in pairwise(kept))
    assert all(ends[0] - 1e-9 <= m <= ends[1] + 1e-9 for m in marks) and 3 <= len(marks) <= 8
    assert len({round(b - a, 6) for a, b in pairwise(marks)}) == 1


@pytest.mark.parametrize("id", DRAWN)
def test_each_chart_is_drawn_from_its_table_and_hides_what_is_to_be_drawn(id: str) -> None:
    resolved = DrawFirst.resolve(COURSE, DrawFirst.refer(id))
    content, activity = resolved.content, COURSE.activities[id]
    for line in content["lines"]:
        assert {activity.until, *activity.draw} <= {v["id"] for v in line["record"]}
        assert [v["at"] for v in line["record"]] == sorted(v["at"] for v in line["record"])
        assert all(content["low"] <= v["value"] <= content["high"] for v in line["record"])
    assert set(resolved.items) == {id, f"{id}/code"}
    mended = activity.model_copy(update={"shows_md": "Other words."})
    assert mended.items() == activity.items()
    assert activity.model_copy(update={"high": 999}).items() != activity.items() or activity.levels


def test_there_are_four_charts_and_their_first_years_are_given() -> None:
    assert {COURSE.activities[id].figure for id in DRAWN} >= {"dprk-trade-share", "china-russia-trade", "security-council-votes", "unga-ideal-points"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"draw": ("2024", "2008")}, "run forwards"),
        ({"draw": ("2004", "2008")}, "after 2005"),
        ({"low": 100}, "upwards"),
        ({"lines": ({"id": "china", "name": "x", "given": True},)}, "left to draw"),
    ],
)
def test_an_author_is_told_what_is_wrong(change: dict, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Activity.model_validate({**COURSE.activities["draw-08"].model_dump(), **change})


def test_a_year_that_the_table_does_not_have_is_named() -> None:
    broken = COURSE.activities["draw-08"].model_copy(update={"draw": ("2008", "2030")})
    course = replace(COURSE, activities={**COURSE.activities, "draw-08": broken})
    with pytest.raises(ValueError, match="2030"):
        DrawFirst.resolve(course, DrawFirst.refer("draw-08"))


def test_the_frame_has_a_row_a_point_and_the_record_only_after_committing() -> None:
    island = DrawFirst("draw-08")
    island.work = {"draw-08": {"points": {"china/2014": 60}}}
    frame = island.to_frame()
    assert list(frame.columns) == ["line", "year", "drawn", "record"] and len(frame) == 9
    assert frame["record"].isna().all() and frame.loc[frame["year"] == "2014", "drawn"].item() == 60
    island.work = {"draw-08": {"points": {"china/2014": 60}, "committed": True}}
    assert island.to_frame().set_index("year").loc["2014", "record"] == 90.1
