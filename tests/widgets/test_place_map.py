"""A map's land is cut, made small and placed right; its sentence counts; an author's slip is told."""

from __future__ import annotations

import math
import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import ROOT
from tests.widgets.test_logic import run_front
from thirdcorner.course.read import load
from thirdcorner.model.activities import PlaceMap as Activity
from thirdcorner.widgets import PlaceMap
from thirdcorner.widgets.coast import Window, clipped, land, rings, simplified

COURSE = load(ROOT)
CONTENT = PlaceMap.resolve(COURSE, PlaceMap.refer("map-northeast")).content
POINTS = st.lists(st.tuples(st.floats(-50, 50), st.floats(-50, 50)), min_size=3, max_size=20)


def area(points: list[tuple[float, float]]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, [*points[1:], *points[:1]], strict=True)) / 2


def star(radii: list[float]) -> list[tuple[float, float]]:
    return [(r * math.cos(2 * math.pi * n / len(radii)), r * math.sin(2 * math.pi * n / len(radii))) for n, r in enumerate(radii)]


@settings(max_examples=40, deadline=None)
@given(POINTS)
def test_what_is_cut_lies_within_and_what_lies_within_is_not_cut(ring: list[tuple[float, float]]) -> None:
    cut = clipped(ring, -20, -10, 30, 25)
    assert all(-20 - 1e-9 <= x <= 30 + 1e-9 and -10 - 1e-9 <= y <= 25 + 1e-9 for x, y in cut)
    assert clipped(ring, -50, -50, 50, 50) == ring
    assert {p for p in ring if -20 <= p[0] <= 30 and -10 <= p[1] <= 25} <= set(cut)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(1, 40), min_size=5, max_size=14), st.floats(-30, 30))
def test_two_halves_have_the_area_of_the_whole(radii: list[float], at: float) -> None:
    ring = star(radii)
    left, right = clipped(ring, -99, -99, at, 99), clipped(ring, at, -99, 99, 99)
    assert abs(area(left)) + abs(area(right)) == pytest.approx(abs(area(ring)), abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(POINTS, st.floats(0.1, 20))
def test_a_simpler_line_keeps_its_ends_and_stays_near(points: list[tuple[float, float]], tolerance: float) -> None:
    kept = simplified(points, tolerance)
    assert kept[0] == points[0] and kept[-1] == points[-1] and set(kept) <= set(points)

    def near(p: tuple[float, float]) -> float:
        found = []
        for a, b in pairwise(kept):
            length = math.dist(a, b) ** 2
            t = 0 if not length else min(1, max(0, ((p[0] - a[0]) * (b[0] - a[0]) + (p[1] - a[1]) * (b[1] - a[1])) / length))
            found.append(math.dist(p, (a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]))))
        return min(found)

    assert all(near(p) <= tolerance + 1e-6 for p in points)


def test_places_lie_where_they_lie() -> None:
    window = Window(112, 141, 36.5, 53)
    assert window.place(112, 53) == (0, 0)
    assert window.place(141, 36.5) == pytest.approx((640, window.height))
    east, south = window.place(126, 44)[0] - window.place(125, 44)[0], window.place(125, 44)[1] - window.place(125, 45)[1]
    assert east / south == pytest.approx(math.cos(math.radians(44.75)), rel=1e-6), "true to scale at its middle"


def crossings(ring: list[tuple[float, float]], x: float, y: float) -> bool:
    """Whether a point lies within a ring, by how often a ray from it to the right crosses the ring."""
    edges = zip(ring, [*ring[1:], *ring[:1]], strict=True)
    return sum((a[1] > y) != (b[1] > y) and a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]) > x for a, b in edges) % 2 == 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(3, 45), min_size=5, max_size=14), st.floats(-30, -1), st.floats(1, 30), st.lists(st.tuples(st.floats(-40, 40), st.floats(-40, 40)), min_size=5, max_size=15))
def test_a_point_lies_in_what_is_cut_if_it_lies_in_the_ring_and_in_the_frame(radii: list[float], low: float, high: float, points: list[tuple[float, float]]) -> None:
    ring = star(radii)
    cut = clipped(ring, low, low - 1, high, high + 1)
    for x, y in points:
        edge = min(abs(x - low), abs(x - high), abs(y - low + 1), abs(y - high - 1))
        if edge > 1e-6 and min(abs(y - p[1]) for p in [*ring, *cut, (0, 1e9)]) > 1e-9:
            assert crossings(cut, x, y) == (crossings(ring, x, y) and low < x < high and low - 1 < y < high + 1)


@settings(max_examples=60, deadline=None)
@given(st.floats(-170, 100), st.floats(1, 60), st.floats(-70, 40), st.floats(1, 30), st.floats(0, 1), st.floats(0, 1))
def test_a_place_is_where_a_cylinder_that_touches_the_middle_parallel_has_it(west: float, wide: float, south: float, tall: float, across: float, up: float) -> None:
    window = Window(west, west + wide, south, south + tall)
    lon, lat = west + across * wide, south + up * tall
    radius = 640 / math.radians(wide) / math.cos(math.radians(south + tall / 2))  # of the globe, in units, by which the frame is 640 wide
    x = radius * math.cos(math.radians(south + tall / 2)) * math.radians(lon - west)
    y = radius * math.radians(south + tall - lat)
    assert window.place(lon, lat) == pytest.approx((x, y), abs=1e-6)
    assert window.height == pytest.approx(radius * math.radians(tall))
    assert window.holds(lon, lat) == (west <= lon <= west + wide and south <= lat <= south + tall)


def inside(lon: float, lat: float) -> bool:
    """Whether a point lies on land, by how often a ray from it crosses a coast."""
    crossed = 0
    for ring in rings():
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > lat) != (y2 > lat) and x1 + (lat - y1) / (y2 - y1) * (x2 - x1) > lon:
                crossed += 1
    return crossed % 2 == 1


@pytest.mark.parametrize(("lon", "lat", "dry"), [(125.75, 39.03, True), (116.4, 39.91, True), (36.19, 51.74, True), (134, 40, False), (51, 42, False), (128.11, 51.77, True)])
def test_the_outlines_are_those_of_the_world(lon: float, lat: float, dry: bool) -> None:
    assert inside(lon, lat) is dry


def test_a_frame_is_small_and_has_land_alone() -> None:
    for frame in CONTENT["frames"]:
        assert 300 < len(frame["land"]) < 3_000
        assert re.fullmatch(r"(M-?\d+ -?\d+l[-\d ]+z)+", frame["land"])
    assert land(Window(112, 141, 36.5, 53)) == CONTENT["frames"][0]["land"]
    assert land(Window(-140, -130, -40, -30)) == "", "open sea"


def test_each_place_stands_in_one_frame_and_each_way_goes_no_further_than_its_source() -> None:
    standing = [p["id"] for f in CONTENT["frames"] for p in f["points"]]
    assert sorted(standing) == sorted(p["id"] for p in CONTENT["places"])
    lines = {x["id"]: x for f in CONTENT["frames"] for x in f["lines"]}
    assert set(lines) == {w["id"] for w in CONTENT["ways"] if w["drawn"]}
    assert lines["oil"]["open"] and not lines["trains"]["open"]
    assert all(n["sources"] for p in CONTENT["places"] for n in p["news"])


@pytest.mark.parametrize("answer", [c["id"] for c in CONTENT["choices"]])
def test_the_sentence_says_the_count_only_after_the_answer(answer: str) -> None:
    before, after = run_front("[m.told(value[0], value[1], false), m.told(value[0], value[1], true)]", [CONTENT, answer], "logic/place_map")
    assert not re.search(r"\d|\bone\b", before.replace("for one or two", ""))
    order = [c["id"] for c in CONTENT["choices"]]
    words = next(c["words"] for c in CONTENT["choices"] if c["id"] == answer)
    off = order.index(answer) - order.index(CONTENT["right"])
    assert after.startswith(f"Of the {CONTENT['total']} things on the triangle, a source names the way of one; you expected it {words}, ")
    assert ("as it is" in after, "more than" in after, "fewer than" in after) == (off == 0, off > 0, off < 0)


def test_the_whole_sentence_for_any_count() -> None:
    of = {"known": 3, "total": 20, "right": "b", "choices": [{"id": "a", "words": "never"}, {"id": "b", "words": "at times"}, {"id": "c", "words": "often"}]}
    tail = "How a thing went is known less often than that it went."
    said = run_front("['a', 'b', 'c', 'gone'].map((id) => m.told(value, id, true))", of, "logic/place_map")
    first = "Of the 20 things on the triangle, a source names the way of three; you expected it"
    assert said == [
        f"{first} never, which is fewer than there are. {tail}", f"{first} at times, as it is. {tail}", f"{first} often, which is more than there are. {tail}",
        f"{first} without saying how often, which is fewer than there are. {tail}",
    ]  # fmt: skip
    assert run_front("['b', ''].map((id) => m.told(value, id, false))", of, "logic/place_map") == [
        "You expect a source to name the way at times. Keep the answer, and the ways are drawn.",
        "No way is drawn yet. Open a point, and answer the question when you are ready.",
    ]
    assert run_front("[0, 1, 12, 13].map(m.number)", None, "logic/place_map") == ["none", "one", "twelve", "13"]


def test_the_count_is_that_of_the_record() -> None:
    activity = COURSE.activities["map-northeast"]
    assert CONTENT["known"] == len({w.flow for w in activity.ways if w.flow})
    assert CONTENT["total"] == sum({f.giver, f.receiver} <= {"china", "russia", "dprk"} for f in COURSE.flows.values())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"places": [{"id": "x", "name": "X", "lon": 10, "lat": 0, "coordinates": "here"}], "ways": []}, "in no frame"),
        ({"bands": [{"id": "a", "words": "some", "up_to": 50}, {"id": "b", "words": "more", "up_to": 40}]}, "upwards"),
        ({"frames": [{"id": "f", "name": "F", "west": 10, "east": 5, "south": 0, "north": 5}]}, "east of west"),
        ({"ways": [{"id": "w", "by": "sea", "name": "w", "through": ["nowhere", "port"], "when": "2024-01-01", "says_md": "x", "sources": ["y"]}]}, "no place nowhere"),
    ],
)
def test_an_author_is_told_what_is_wrong(change: dict, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Activity.model_validate({**COURSE.activities["map-northeast"].model_dump(), **change})


def test_the_frame_has_a_row_for_each_thing_that_happened() -> None:
    frame = PlaceMap("map-northeast").to_frame()
    assert list(frame.columns) == ["place", "when", "what"] and len(frame) == sum(len(p["news"]) for p in CONTENT["places"])
