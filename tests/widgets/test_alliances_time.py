"""Alliances through time: ties, shares, peaks and partings of a year agree with an independent Python, on made and on the course's data."""

from __future__ import annotations

import csv
import math
import re
from itertools import groupby
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests import ROOT
from tests.widgets.test_logic import run_front as run
from thirdcorner.course.read import load
from thirdcorner.widgets.alliances_time import AlliancesTime
from thirdcorner.widgets.base import Reference

KINDS = ["fight", "pact", "talk"]
POWERS = ["p0", "p1", "p2", "p3"]
FIRST, LAST = 1900, 1930
OTHER = {"atop": "cow", "cow": "atop"}


@st.composite
def theatres(draw: Any) -> dict:
    span = st.tuples(st.integers(FIRST, LAST), st.integers(0, 12))
    pair = st.sampled_from([(a, b) for i, a in enumerate(POWERS) for b in POWERS[i + 1 :]])

    def ties() -> list[dict]:
        rows = draw(st.lists(st.tuples(pair, st.sampled_from(KINDS), span), max_size=9))
        return [{"a": a, "b": b, "kind": k, "first": y, "last": min(LAST, y + n)} for (a, b), k, (y, n) in rows]

    shares = st.lists(st.one_of(st.none(), st.integers(1, 400)), max_size=LAST - FIRST)
    return {
        "id": "t", "name": "There", "first": FIRST, "last": LAST, "powers": [{"id": p, "name": p.upper(), "shares": draw(shares)} for p in POWERS],
        "ties": {"atop": ties(), "cow": ties()}, "ends": {"atop": draw(st.integers(FIRST, LAST)), "cow": draw(st.integers(FIRST, LAST))},
        "treaties": [dict(t, name="A treaty") for t in ties()],
    }  # fmt: skip


def at(t: dict, data: str, year: int) -> dict[tuple[str, str], str]:
    rows = t["ties"][data] if year <= t["ends"][data] else t["treaties"]
    held: dict[tuple[str, str], list[str]] = {}
    for r in rows:
        if r["first"] <= year <= r["last"]:
            held.setdefault((r["a"], r["b"]), []).append(r["kind"])
    return {pair: min(kinds, key=KINDS.index) for pair, kinds in held.items()}


def in_words(years: list[int]) -> str:
    runs = [[y for _, y in g] for _, g in groupby(enumerate(years), lambda p: p[1] - p[0])]
    words = [str(r[0]) if len(r) == 1 else f"{r[0]} to {r[-1]}" for r in runs]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


@settings(max_examples=60, deadline=None)
@given(theatres(), st.integers(FIRST, LAST), st.sampled_from(["atop", "cow"]))
def test_the_ties_and_shares_of_a_year_and_where_the_sets_part(t: dict, year: int, data: str) -> None:
    ties, shares, parted, says = run(
        "[m.tiesAt(value[0], value[2], value[1]), value[0].powers.map((p) => m.shareAt(value[0], p, value[1])), m.partings(value[0], value[1]), m.yearWords(value[0], value[2], value[1])]",
        [t, year, data], "logic/alliances",
    )  # fmt: skip
    assert {(x["a"], x["b"]): x["kind"] for x in ties} == at(t, data, year)
    for power, found in zip(t["powers"], shares, strict=True):
        known = [(FIRST + n, s) for n, s in enumerate(power["shares"]) if s is not None and FIRST + n <= year]
        assert found == ({"share": known[-1][1], "of": known[-1][0]} if known else None)
    both = year <= min(t["ends"].values())
    one, other = at(t, "atop", year), at(t, "cow", year)
    assert {(p["a"], p["b"]): (p["atop"], p["cow"]) for p in parted} == ({p: (one.get(p), other.get(p)) for p in {*one, *other} if one.get(p) != other.get(p)} if both else {})
    fighting = [f"{a.upper()} and {b.upper()}" for (a, b) in {(x["a"], x["b"]): 0 for x in ties} if at(t, data, year)[a, b] == "fight"]
    who = {0: "no pair are", 1: "1 pair is"}.get(len(fighting), f"{len(fighting)} pairs are") + " bound to fight"
    who += f": {'; '.join(fighting[:-1])}; and {fighting[-1]}" if len(fighting) > 1 else f": {fighting[0]}" if fighting else ""
    gone = f"{data.upper()} ends in {t['ends'][data]}; by the treaties of our register "
    assert says == (f"There {year}: {who}." if year <= t["ends"][data] else f"There {year}: {gone}{who}. Other ties of that year are not known here.")


@settings(max_examples=15, deadline=None)
@given(theatres(), st.sampled_from(["atop", "cow"]), st.integers(FIRST, LAST))
def test_the_peak_and_how_far_the_prediction_is_from_it(t: dict, data: str, expected: int) -> None:
    counts = {y: sum(k == "fight" for k in at(t, data, y).values()) for y in range(FIRST, t["ends"][data] + 1)}
    most = max(counts.values())
    years = [y for y, n in counts.items() if n == most]
    found, there, says = run("[m.peak(value[0], value[1]), m.peak(value[0], value[3]), m.peakWords(value[0], value[1], value[2])]", [t, data, expected, OTHER[data]], "logic/alliances")
    assert found == {"most": most, "years": years}
    off = min(abs(y - expected) for y in years)
    mine = "as you said" if off == 0 else f"your {expected} is 1 year away" if off == 1 else f"your {expected} is {off} years away"
    told = f"the most pairs of There’s six powers, {most}, were bound to fight in {in_words(years)}: {mine}."
    if there == found:
        assert says == f"By {data.upper()} and by {OTHER[data].upper()} {told}"
        return
    first = f"By {data.upper()} {told}"
    assert says == f"{first} By {OTHER[data].upper()} it was {there['most']}, in {in_words(there['years'])}."


def test_one_year_away_is_said_as_one() -> None:
    tie = {"a": "p0", "b": "p1", "kind": "fight", "first": 1905, "last": 1905}
    t = {"id": "t", "name": "There", "first": FIRST, "last": LAST, "powers": [], "ties": {"atop": [tie], "cow": [tie]}, "ends": {"atop": LAST, "cow": LAST}, "treaties": []}
    said = run("value[1].map((y) => m.peakWords(value[0], 'atop', y).split(': ')[1].split('.')[0])", [t, [1904, 1905, 1906, 1907]], "logic/alliances")
    assert said == ["your 1904 is 1 year away", "as you said", "your 1906 is 1 year away", "your 1907 is 2 years away"]
    assert run("[m.radius(250, 100), m.spans([1893, 1894, 1897, 1905, 1906])]", None, "logic/alliances") == [50, "1893 to 1894, 1897 and 1905 to 1906"]


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 999), st.integers(1, 999), st.integers(3, 8))
def test_areas_are_in_proportion_and_powers_stand_round_a_circle(one: int, other: int, n: int) -> None:
    a, b, places = run("[m.radius(value[0], 100), m.radius(value[1], 100), m.places(value[2], [200, 200], 128)]", [one, other, n], "logic/alliances")
    assert a**2 / b**2 == pytest.approx(one / other)
    turns = [math.radians(-120 + 360 * i / n) for i in range(n)]
    assert [x for p in places for x in p] == pytest.approx([200 + 128 * f(turn) for turn in turns for f in (math.cos, math.sin)])
    assert a == pytest.approx(100 * math.sqrt(one / 1000))


def bent(a: tuple, b: tuple, ra: float, rb: float, centre: tuple) -> list[float]:
    """Return the six numbers of a tie, with complex numbers: its middle is pushed away from the centre, its ends leave the circles by 3."""
    p, q, c = complex(*a), complex(*b), complex(*centre)
    long = abs(q - p) or 1
    half = (p + q) / 2
    normal = 1j * (q - p) / long
    outside = ((half - c) * normal.conjugate()).real
    by = half + normal * min(18, 0.09 * long) * (-1 if outside < 0 else 1)
    ends = [end + (by - end) / (abs(by - end) or 1) * (r + 3) for end, r in ((p, ra), (q, rb))]
    return [x for z in (ends[0], by, ends[1]) for x in (z.real, z.imag)]


AT = st.tuples(st.integers(0, 400), st.integers(0, 400))


@settings(max_examples=40, deadline=None)
@given(AT, AT, st.integers(2, 40), st.integers(2, 40))
@example((100, 200), (300, 200), 5, 9)  # through the middle
@example((200, 100), (240, 110), 5, 9)
@example((7, 7), (7, 7), 5, 9)
def test_a_tie_is_bent_away_from_the_middle_and_ends_at_the_circles(a: tuple, b: tuple, ra: int, rb: int) -> None:
    path = run("m.arc(...value)", [a, b, ra, rb, (200, 200)], "logic/alliances")
    assert re.fullmatch(r"M[-\d.]+ [-\d.]+Q[-\d.]+ [-\d.]+ [-\d.]+ [-\d.]+", path)
    assert [float(x) for x in re.findall(r"-?[\d.]+", path)] == pytest.approx(bent(a, b, ra, rb, (200, 200)), abs=0.051)


def test_the_packed_tables_are_small_whole_and_name_their_source() -> None:
    folder = ROOT / "book/data/figures"
    rows = list(csv.DictReader((folder / "alliance-ties.csv").open(encoding="utf-8")))
    assert {r["source"] for r in rows} == {"atop-5.1", "cow-alliances-4.1"}
    for key, spans in groupby(sorted(rows, key=lambda r: (r["theatre"], r["data_set"], r["a"], r["b"], int(r["first"]))), lambda r: (r["theatre"], r["data_set"], r["a"], r["b"])):
        years = [y for r in spans for y in range(int(r["first"]), int(r["last"]) + 1)]
        assert len(years) == len(set(years)), key  # one tie a year
    terms = {f.id: f.caveat_md for f in load(ROOT).figures.values()}
    assert all("not under this course’s licence" in terms[id] for id in ("alliance-ties", "capability-shares"))
    assert "alliance-ties.csv" in (ROOT / "LICENSE-CONTENT").read_text("utf-8")


def test_the_years_that_chapters_speak_of() -> None:
    content = AlliancesTime.resolve(load(ROOT), Reference("alliances_time", "alliances-02")).content
    europe, asia = content["theatres"]
    assert (europe["ends"], asia["ends"]) == ({"atop": 1914, "cow": 1914}, {"atop": 2018, "cow": 2012})
    assert at(europe, "atop", 1907)["france", "britain"] == at(europe, "cow", 1907)["france", "britain"] == "talk"
    assert at(europe, "cow", 1913)["france", "russian-empire"] == "fight"
    assert at(asia, "cow", 1996).get(("dprk", "russia")) is None
    assert at(asia, "atop", 1996)["dprk", "russia"] == "fight"
    assert at(asia, "atop", 2023)["dprk", "russia"] == "talk"
    assert {pair for pair, kind in at(asia, "atop", 2024).items() if kind == "fight"} == {("china", "dprk"), ("dprk", "russia"), ("us", "japan"), ("us", "rok")}
    known = {r["state"]: float(r["cinc"]) for r in csv.DictReader((ROOT / "book/data/figures/capabilities.csv").open(encoding="utf-8")) if r["year"] == "2022"}
    course = load(ROOT)
    for power in asia["powers"]:
        drawn = power["shares"][2022 - asia["first"]]
        assert drawn == pytest.approx(1000 * known[course.actors[power["id"]].name], abs=0.51)


def test_the_frame_has_a_row_a_span() -> None:
    frame = AlliancesTime("alliances-02").to_frame()
    assert list(frame.columns) == ["theatre", "data_set", "a", "b", "tie", "first", "last"]
    assert len(frame) == 81
