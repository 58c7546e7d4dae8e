"""The timeline's reckoning agrees with an independent Python one; its labels never overlap; its window stays on the period."""

from __future__ import annotations

import datetime as dt
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.widgets.test_logic import run_front as run
from thirdcorner import TimelineExplorer
from thirdcorner.widgets.timeline import months_off

LOGIC = "logic/timeline"
DAY = st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31))
MONTH = st.integers(1900 * 12, 2099 * 12)


@st.composite
def happenings(draw: st.DrawFn) -> list[dict]:
    found = []
    for n, day in enumerate(draw(st.lists(DAY, min_size=1, max_size=7, unique=True))):
        end = day + dt.timedelta(days=draw(st.integers(0, 400)))
        precision = draw(st.sampled_from(["day", "month", "year"]))
        found.append({"id": f"e{n}", "date": day.isoformat(), "end": end.isoformat(), "precision": precision, "actors": draw(st.lists(st.sampled_from("abc"), min_size=1, unique=True)), "kind": draw(st.sampled_from("xy"))})
    return found


def months_between(placed: int, event: dict) -> int:
    """Count the months one by one, from the learner's to the nearest that touches the event."""
    first, last = dt.date.fromisoformat(event["date"]), dt.date.fromisoformat(event["end"])
    if event["precision"] == "year":
        first, last = first.replace(month=1), last.replace(month=12)
    touched = {(y, m) for y in range(first.year, last.year + 1) for m in range(1, 13) if (first.year, first.month) <= (y, m) <= (last.year, last.month)}
    year, month = divmod(placed, 12)
    steps = [(year - y) * 12 + month + 1 - m for y, m in touched]
    return min(steps, key=abs)


@settings(max_examples=40, deadline=None)
@given(happenings(), MONTH)
def test_months_off_are_those_of_python_here_and_in_the_frame(events: list[dict], month: int) -> None:
    found = run("value[0].map((e) => m.off(value[1], e))", [events, month], LOGIC)
    assert found == [months_between(month, e) for e in events]
    year, rest = divmod(month, 12)
    assert found == [months_off(f"{year:04}-{rest + 1:02}", e) for e in events]
    assert run("m.monthOf(m.written(value) + '-01')", month, LOGIC) == month


@settings(max_examples=40, deadline=None)
@given(happenings(), st.data())
def test_pairs_in_order_are_those_of_python(events: list[dict], data: st.DataObject) -> None:
    at = {e["id"]: data.draw(st.integers(24000, 24006)) for e in events}
    good = []
    for a, b in combinations(sorted(events, key=lambda e: e["date"]), 2):
        together = a["date"][:7] == b["date"][:7]
        good.append(1 if at[a["id"]] < at[b["id"]] else (1 if together else 0.5) if at[a["id"]] == at[b["id"]] else 0)
    assert run("m.pairs(value[0], value[1])", [at, events], LOGIC) == pytest.approx(sum(good) / len(good) if good else 1)


def test_two_that_shared_a_month_are_in_order_there_and_two_that_did_not_are_half_a_pair() -> None:
    week = [{"id": "a", "date": "1961-07-06"}, {"id": "b", "date": "1961-07-11"}]
    assert run("m.pairs({ a: 23538, b: 23538 }, value)", week, LOGIC) == 1
    assert run("m.pairs({ a: 23538, b: 23538 }, value)", [week[0], {"id": "b", "date": "1961-08-11"}], LOGIC) == 0.5


@settings(max_examples=40, deadline=None)
@given(happenings(), st.data())
def test_a_record_by_position_is_read_as_ids_and_what_does_not_fit_is_refused(events: list[dict], data: st.DataObject) -> None:
    sorted_ids = [e["id"] for e in sorted(events, key=lambda e: e["date"])]
    order = data.draw(st.permutations(range(len(events))))
    old = {"order": order, "checked": True, "score": 0.5}
    found = run("m.restored(value[0], value[1])", [old, events], LOGIC)
    assert found == {**old, "order": [sorted_ids[n] for n in order]}
    assert run("m.restored(value[0], value[1])", [found, events], LOGIC) == found, "read again, it is the same"
    for wrong in ({"order": [*order, 0]}, {"order": [0] * len(order)} if len(order) > 1 else {"order": [9]}, {"at": {"gone": "2000-01"}}, {"at": {}, "checked": True}):
        assert run("m.restored(value[0], value[1])", [wrong, events], LOGIC) is None, wrong
    mine = {"at": {e["id"]: "2000-01" for e in events}, "checked": True}
    assert run("m.restored(value[0], value[1])", [mine, events], LOGIC) == mine


@settings(max_examples=40, deadline=None)
@given(happenings(), st.integers(-400, 400))
def test_places_and_lengths_of_time_are_those_of_python(events: list[dict], size: int) -> None:
    found, words = run("[value[0].map((e) => [m.standsAt(e), m.spanOf(e)]), m.offWords(value[1])]", [events, size], LOGIC)
    for e, (at, span) in zip(events, found, strict=True):
        first, last = dt.date.fromisoformat(e["date"]), dt.date.fromisoformat(e["end"])
        months = [first.year * 12 + first.month - 1, last.year * 12 + last.month - 1]
        within = {"day": (first.day - 0.5) / 31, "month": 0.5, "year": 0}[e["precision"]]
        if e["precision"] == "year":
            assert (at, span) == (first.year * 12 + 6, [first.year * 12, last.year * 12 + 11])
        else:
            assert (at, span) == (pytest.approx(months[0] + within), months)
    assert words == ("the right month" if size == 0 else f"{length(abs(size))} too {'early' if size < 0 else 'late'}")


def length(months: int) -> str:
    def many(n: int, what: str) -> str:
        return f"{n} {what}" if n == 1 else f"{n} {what}s"

    years, rest = divmod(months, 12)
    return many(months, "month") if months < 24 else many(years, "year") + (f" {many(rest, 'month')}" if rest else "")


def test_months_are_written_as_they_are_read() -> None:
    assert run("[m.written(24288), m.written(24299), m.written(11), m.worded(24299), m.monthOf('2024-12-31')]", None, LOGIC) == ["2024-01", "2024-12", "0000-12", "December 2024", 24299]
    assert run("[m.wholeOf('2020-03-01', '2021-02-03'), m.within(5, [6, 9]), m.within(12, [6, 9]), m.within(7, [6, 9])]", None, LOGIC) == [[24242, 24254], 6, 9, 7]
    assert run("[m.long(1), m.long(23), m.long(24), m.long(25), m.long(36)]", None, LOGIC) == ["1 month", "23 months", "2 years", "2 years 1 month", "3 years"]
    assert run("[m.gap([]), m.gap([{ date: '2020-01-01' }])]", None, LOGIC) == [None, None]
    two = [{"id": "a", "date": "2020-01-05"}, {"id": "b", "date": "2020-01-20"}, {"id": "c", "date": "2020-02-20"}, {"id": "d", "date": "2020-03-01"}]
    assert run("[m.gap(value.slice(0, 2)), m.gap(value), m.pairs({}, value.slice(0, 1))]", two, LOGIC) == [two[:2], two[1:3], 1]


STEPS = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600]


@settings(max_examples=60, deadline=None)
@given(MONTH, st.integers(6, 4000), st.sampled_from([300, 576, 900]))
def test_ticks_are_those_of_python(start: int, size: int, width: int) -> None:
    a_month = width / size
    step = next((s for s in STEPS if a_month * s >= (64 if s < 12 else 42)), 600)
    room = (64 if step < 12 else 42) - 8
    names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    marks = [n for n in range(start, start + size) if n % step == 0 and (n - start) * a_month + room <= width]
    expected = [{"month": n, "label": f"{names[n % 12]} {n // 12}" if step < 12 else str(n // 12)} for n in marks]
    assert run("m.ticks(value[0], value[1])", [[start, start + size], width], LOGIC) == expected


def stacked(flags: list[dict], room: float, gap: float = 4) -> dict[str, dict]:
    """Put each flag, from the left, into the lowest row in which it is clear of all others."""
    rows: list[list[tuple[float, float]]] = []
    found = {}
    for f in sorted(flags, key=lambda f: (f["x"], f["id"])):
        left = max(0, min(f["x"] - f["width"] / 2, room - f["width"]))
        right = left + f["width"]
        row = next((n for n, taken in enumerate(rows) if all(left >= r + gap or right <= l - gap for l, r in taken)), len(rows))  # noqa: E741
        if row == len(rows):
            rows.append([])
        rows[row].append((left, right))
        found[f["id"]] = {"left": left, "row": row}
    return found


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(2, 14)), min_size=1, max_size=9))
def test_flags_stand_in_the_rows_of_python(flags: list[tuple[int, int]]) -> None:
    made = [{"id": str(n), "x": 5 * x, "width": 10 * w} for n, (x, w) in enumerate(flags)]
    assert run("m.rows(value, 300)", made, LOGIC) == stacked(made, 300)
    assert run("m.rows(value, 300, 9)", made, LOGIC) == stacked(made, 300, 9)


def test_a_window_is_drawn_moved_and_made_closer_by_whole_months() -> None:
    whole = [1000, 1100]
    cases = {
        "m.brushed(1010.4, 1040.2, value)": [1010, 1041], "m.brushed(1040.2, 1010.4, value)": [1010, 1041], "m.brushed(1050, 1051, value)": [1050, 1062],
        "m.brushed(900, 1200, value)": [1000, 1100], "m.brushed(1095, 1100, value)": [1088, 1100], "m.brushed(1050, 1070, value)": [1050, 1070],
        "m.settled([990, 1010], value)": [1000, 1020], "m.settled([1090, 1110], value)": [1080, 1100], "m.settled([900, 1300], value)": [1000, 1100],
        "m.zoomed([1020, 1060], 0.5, value)": [1030, 1050], "m.zoomed([1020, 1060], 0.5, value, 1024)": [1014, 1034], "m.zoomed([1020, 1060], 0.01, value)": [1034, 1046],
        "m.zoomed([1020, 1060], 9, value)": [1000, 1100], "m.zoomed([1000, 1008], 0.5, [1000, 1008])": [1000, 1008],
        "m.panned([1020, 1060], 0.25, value)": [1030, 1070], "m.panned([1020, 1060], -0.25, value)": [1010, 1050], "m.panned([1020, 1022], 0.1, value)": [1021, 1023],
        "m.panned([1020, 1022], -0.1, value)": [1019, 1021], "m.panned([1020, 1060], 9, value)": [1060, 1100],
    }  # fmt: skip
    assert run(f"[{', '.join(cases)}]", whole, LOGIC) == list(cases.values())


FLAGS = st.lists(st.tuples(st.floats(0, 1), st.integers(28, 160)), min_size=1, max_size=10)


@settings(max_examples=60, deadline=None)
@given(FLAGS, st.sampled_from([300, 343, 576, 900]))
def test_no_flag_lies_on_another_and_none_leaves_the_picture(flags: list[tuple[float, int]], room: int) -> None:
    given_flags = [{"id": str(n), "x": share * room, "width": width} for n, (share, width) in enumerate(flags)]
    found = run("m.rows(value[0], value[1])", [given_flags, room], LOGIC)
    boxes = [(found[f["id"]]["row"], found[f["id"]]["left"], found[f["id"]]["left"] + f["width"]) for f in given_flags]
    assert all(left >= 0 and right <= room + 1e-6 for _, left, right in boxes)
    for (row, left, right), (other, left2, right2) in combinations(boxes, 2):
        assert row != other or left2 >= right or left >= right2
    assert {row for row, *_ in boxes} == set(range(max(row for row, *_ in boxes) + 1))


@settings(max_examples=60, deadline=None)
@given(MONTH, st.integers(12, 1200), st.sampled_from([300, 576, 900]))
def test_ticks_stand_apart_and_on_the_axis(start: int, size: int, width: int) -> None:
    found = run("m.ticks(value[0], value[1])", [[start, start + size], width], LOGIC)
    xs = [(t["month"] - start) / size * width for t in found]
    wide = [7 * len(t["label"]) for t in found]
    assert all(x >= 0 and x + w <= width + 8 for x, w in zip(xs, wide, strict=True))
    assert all(b - a >= w for a, b, w in zip(xs, xs[1:], wide, strict=False))


@settings(max_examples=60, deadline=None)
@given(MONTH, st.integers(1, 900), st.lists(st.tuples(st.sampled_from(["zoomed", "panned", "brushed"]), st.floats(0, 1), st.floats(0, 1)), max_size=8))
def test_whatever_is_zoomed_the_window_stays_on_the_period(start: int, size: int, moves: list) -> None:
    whole = [start, start + size]
    code = """value[1].reduce((all, [what, a, b]) => {
      const [whole, now] = [value[0], all[all.length - 1]];
      const size = whole[1] - whole[0];
      all.push(what === "zoomed" ? m.zoomed(now, a * 4 + 0.1, whole) : what === "panned" ? m.panned(now, b - 0.5, whole) : m.brushed(whole[0] + a * size, whole[0] + b * size, whole));
      return all;
    }, [value[0]])"""
    for low, high in run(code, [whole, moves], LOGIC):
        assert whole[0] <= low < high <= whole[1]
        assert high - low >= min(12, size)
        assert low == int(low)
        assert high == int(high)


@settings(max_examples=40, deadline=None)
@given(happenings(), st.sets(st.sampled_from("abc")), st.sets(st.sampled_from("xy")), st.sampled_from(["all", "before", "after"]), DAY)
def test_filters_and_the_longest_gap_are_those_of_python(events: list[dict], actors: set, kinds: set, when: str, day: dt.date) -> None:
    events = sorted(events, key=lambda e: e["date"])
    view = {"actors": sorted(actors), "kinds": sorted(kinds), "when": when}
    found = run("m.chosen(value[0], value[1], value[2])", [events, view, day.isoformat()], LOGIC)
    sides = {"all": lambda d: True, "before": lambda d: d < day.isoformat(), "after": lambda d: d >= day.isoformat()}
    assert found == [e for e in events if actors <= set(e["actors"]) and (not kinds or e["kind"] in kinds) and sides[when](e["date"])]
    gap = run("m.gap(value)", found, LOGIC)
    if len(found) < 2:
        assert gap is None
    else:
        def apart(a: dict, b: dict) -> int:
            return (int(b["date"][:4]) - int(a["date"][:4])) * 12 + int(b["date"][5:7]) - int(a["date"][5:7])

        assert apart(*gap) == max(apart(a, b) for a, b in pairwise(found))


def test_the_frame_is_tidy_and_tells_no_date_before_it_was_asked_for() -> None:
    line = TimelineExplorer("timeline-05")
    id = "2023-09-13-vostochny"
    line.work = {"timeline-05/weapons-and-summit": {"at": {id: "2023-05"}}, "timeline-05/treaty-path": {"at": {id: "2024-01"}, "checked": True}}
    frame = line.to_frame().set_index(["task", "event"])
    assert not frame.loc["timeline-05/weapons-and-summit"]["date"].notna().any()
    told = frame.loc[("timeline-05/treaty-path", id)]
    assert (told["placed"], told["date"], told["months_off"]) == ("2024-01", "2023-09-13", 4)
    line.work = {"timeline-05/votes": {"order": [0, 2, 1, 3, 4], "checked": True, "score": 0.9}}
    assert line._reads(line.work["timeline-05/votes"]), "a notebook reads the record of the edition before, too"
