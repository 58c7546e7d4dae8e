"""The triangle's geometry, what stands at a date and what is said agree with an independent Python; the first answer stays first."""

from __future__ import annotations

import calendar
import math
import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.widgets.test_logic import run_front as run

IDS = ["top", "left", "right"]
NAMES = {"top": "North", "left": "West", "right": "East"}
SIDES = [(0, 1), (0, 2), (1, 2)]
DAYS = st.dates(date(2021, 1, 1), date(2026, 12, 31))
SHAPE = st.fixed_dictionaries({"width": st.integers(300, 900), "height": st.integers(400, 700), "gap": st.floats(8, 20), "reach": st.floats(20, 60), "across": st.integers(30, 70), "top": st.integers(30, 60)})
PAIRS = st.sampled_from([(a, b) for a in IDS for b in IDS if a != b])
FLOWS = st.lists(
    st.tuples(PAIRS, DAYS, st.one_of(st.none(), DAYS), st.sampled_from(["attested", "claimed", "inferred"]), st.booleans()), max_size=26
).map(lambda rows: [{"id": f"f{n}", "giver": p[0], "receiver": p[1], "kind": "arms", "start": s.isoformat(), "end": e.isoformat() if e else "", "attestation": a, "mutual": m} for n, (p, s, e, a, m) in enumerate(rows)])  # fmt: skip


def of_side(flows: list[dict], a: str, b: str) -> list[dict]:
    return [f for f in flows if (f["giver"], f["receiver"]) == (a, b)] + [f for f in flows if (f["giver"], f["receiver"]) == (b, a)]


def places(flows: list[dict], s: dict) -> list[complex]:
    base = s["height"] - max(len(of_side(flows, "left", "right")) / 2 * s["gap"], s["reach"])
    return [complex(s["width"] / 2, s["top"]), complex(s["across"], base), complex(s["width"] - s["across"], base)]


@settings(max_examples=10, deadline=None)
@given(FLOWS, SHAPE)
def test_each_ribbon_has_a_lane_of_its_own_from_giver_to_receiver(flows: list[dict], shape: dict) -> None:
    found = run("m.lanes(value[0], value[1], value[2]).map((l) => ({ ...l, half: m.along(l, 0.5).at }))", [flows, IDS, shape], "logic/triangle")
    lanes = {lane["id"]: lane for lane in found}
    assert set(lanes) == {f["id"] for f in flows}
    at = places(flows, shape)
    middle = sum(at) / 3
    for i, j in SIDES:
        a, b, mine = at[i], at[j], of_side(flows, IDS[i], IDS[j])
        way = (b - a) / abs(b - a)
        half = (a + b) / 2
        out = way * 1j
        if ((half - middle) * out.conjugate()).real < 0:
            out = -out
        for n, flow in enumerate(mine):
            lane = lanes[flow["id"]]
            off = (n - (len(mine) - 1) / 2) * shape["gap"]
            assert complex(*lane["half"]) == pytest.approx(half + out * off, abs=1e-6)  # exactly its number of gaps from the side
            giver, receiver = at[IDS.index(flow["giver"])], at[IDS.index(flow["receiver"])]
            start, end = complex(*lane["from"]), complex(*lane["to"])
            toward = (receiver - giver) / abs(receiver - giver)
            assert ((start - giver) * toward.conjugate()).real == pytest.approx(shape["reach"], abs=1e-6)
            assert ((receiver - end) * toward.conjugate()).real == pytest.approx(shape["reach"], abs=1e-6)
            assert abs(((start - giver) * toward.conjugate()).imag) <= abs(off) + 1e-6  # pinched at the corners


@settings(max_examples=10, deadline=None)
@given(FLOWS, SHAPE)
def test_no_ribbon_lies_elsewhere_for_what_stands_yet(flows: list[dict], shape: dict) -> None:
    """The picture draws all lanes and shows some, so the lanes may not depend on the month."""
    one, other = run("value[3].map((flows) => m.lanes(flows, value[1], value[2]))", [None, IDS, shape, [flows, [dict(f, start="2030-01-01") for f in flows]]], "logic/triangle")
    assert one == other


MONTHS = st.tuples(st.integers(2000, 2030), st.integers(1, 12)).map(lambda v: date(v[0], v[1], 1))


@settings(max_examples=10, deadline=None)
@given(MONTHS, st.integers(0, 120), FLOWS)
def test_what_stands_at_the_end_of_a_month(start: date, month: int, flows: list[dict]) -> None:
    year, number = divmod(start.year * 12 + start.month - 1 + month, 12)
    last = date(year, number + 1, calendar.monthrange(year, number + 1)[1])
    day, back, many, standing = run(
        "((d) => [d, m.monthOf(value[0], d), m.months(value[0], d), value[2].filter((f) => m.stands(f, d)).map((f) => f.id)])(m.lastDay(value[0], value[1]))",
        [start.isoformat(), month, flows], "logic/triangle",
    )  # fmt: skip
    assert day == last.isoformat()
    assert (back, many) == (month, month + 1)
    assert standing == [f["id"] for f in flows if date.fromisoformat(f["start"]) <= last and (not f["end"] or date.fromisoformat(f["end"]) >= last)]


@settings(max_examples=10, deadline=None)
@given(MONTHS, st.integers(1, 80), st.lists(st.integers(0, 80 * 28), min_size=1, max_size=10))
def test_days_lie_along_the_line_in_their_order(start: date, many: int, days: list[int]) -> None:
    all_days = sorted(start + timedelta(days=d) for d in days)
    end = start + timedelta(days=31 * many)
    found = run("value[2].map((d) => m.share(value[0], value[1], d))", [start.isoformat(), end.isoformat(), [d.isoformat() for d in all_days]], "logic/triangle")
    assert found == sorted(found)
    steps = (end.year - start.year) * 12 + end.month - start.month
    for day, at in zip(all_days, found, strict=True):
        exact = ((day.year - start.year) * 12 + day.month - start.month + day.day / calendar.monthrange(day.year, day.month)[1] - 1) / steps
        assert at == pytest.approx(min(1, max(0, exact)))


ONES = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"]


def words(n: int) -> str:
    return ONES[n] if n <= 20 else f"twenty-{ONES[n - 20]}" if n < 30 else str(n)


def said(flows: list[dict], when: str, filtered: bool) -> str:
    kinds = " of the kinds you chose" if filtered else ""
    if not flows:
        return f"By {when} the record has nothing{kinds} that passed between the three."
    told = {"attested": "well attested", "claimed": "by one side’s claim", "inferred": "inferred"}
    parts = [f"{words(n)} {end}" for name, end in told.items() if (n := sum(f["attestation"] == name for f in flows))]
    listed = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    total = words(len(flows))
    text = f"{total[0].upper()}{total[1:]} thing{'s' if len(flows) > 1 else ''}{kinds} had been given by {when}, {listed}."
    open_ = [sum(f["attestation"] != "attested" for f in of_side(flows, IDS[i], IDS[j])) for i, j in SIDES]
    if not any(open_):
        return text + " All of it is attested by both sides or by independent observers."
    n = max(open_)
    i, j = SIDES[open_.index(n)]
    return f"{text} Least is sure between {NAMES[IDS[i]]} and {NAMES[IDS[j]]}, where {words(n)} thing{'s rest' if n > 1 else ' rests'} on a claim or an inference."


@settings(max_examples=10, deadline=None)
@given(FLOWS, st.booleans())
def test_the_sentence_says_what_the_state_is(flows: list[dict], filtered: bool) -> None:
    found = run("m.sentence(value[0], 'May 2024', new Map(Object.entries(value[1])), value[2])", [flows, NAMES, filtered], "logic/triangle")
    assert found == said(flows, "May 2024", filtered)


SAID = st.builds(lambda a, s, d: {"answer": a, "sure": s, "at": f"{d.isoformat()}T10:00:00.000Z"}, st.sampled_from("abcde"), st.integers(0, 100), DAYS)


@settings(max_examples=10, deadline=None)
@given(st.lists(SAID, min_size=1, max_size=6), st.one_of(st.none(), SAID), st.one_of(st.none(), SAID))
def test_the_first_answer_stays_first(answers: list[dict], first: dict | None, latest: dict | None) -> None:
    kept, settled = run("[value[0].reduce((state, said) => ({ ...state, ...m.saying(state, said) }), {}), m.settled(value[1])]", [answers, {"first": first, "latest": latest}], "logic/first")
    assert kept["first"] == answers[0]
    assert kept.get("latest") == (answers[-1] if len(answers) > 1 else None)
    late = run("value[0].reduce((state, said) => ({ ...state, ...m.saying(state, said, true) }), { first: value[1] })", [answers, first], "logic/first")
    assert late == {"first": first, "latest": answers[-1]}, "once the first day is over nothing becomes the first answer"
    both = [s for s in (first, latest) if s]
    assert first or (settled["first"], settled["latest"]) == (None, latest)
    assert [s for s in (settled["first"], settled["latest"]) if s] in ([both] if len(both) < 2 else [sorted(both, key=lambda s: s["at"]), both if first["at"] == latest["at"] else []])  # type: ignore[index]


@settings(max_examples=10, deadline=None)
@given(st.integers(1, 2**31 - 1), st.lists(st.integers(-999, 999), unique=True, max_size=8))
def test_an_order_is_the_same_for_the_same_seed_and_loses_nothing(seed: int, things: list[int]) -> None:
    one, two = run("[m.shuffled(value[1], value[0]), m.shuffled(value[1], value[0])]", [seed, things], "logic/first")
    assert one == two
    assert sorted(one) == sorted(things)


def test_every_answer_comes_first_about_as_often_as_any_other() -> None:
    seeds = random.Random(7).sample(range(1, 2**31), 4000)
    firsts = run("value.map((seed) => m.shuffled(['a', 'b', 'c', 'd', 'e'], seed)[0])", seeds, "logic/first")
    counts = [firsts.count(x) for x in "abcde"]
    assert math.isclose(sum(counts), 4000)
    assert all(700 < n < 900 for n in counts)  # 800 expected; four standard deviations are 101
