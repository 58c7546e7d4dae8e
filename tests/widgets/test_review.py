"""What a review session asks, and when a card comes back: by the calendar where the learner is, whatever the clock said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.widgets.test_logic import run_front as run
from thirdcorner.course.read import load
from thirdcorner.widgets import Review

DAY = 86_400_000
NOON = 1_767_268_800_000


def card(last: float, days: float, stability: float = 10) -> dict[str, float]:
    """Return a card reviewed and due so many days after the first of January 2026, at noon."""
    return {"stability": stability, "difficulty": 5, "last": NOON + last * DAY, "due": NOON + (last + days) * DAY}


def test_a_session_asks_what_is_due_first_and_only_questions_once_answered() -> None:
    cards = [{"id": f"review/q{n}", "of": f"q{n}"} for n in range(15)] + [{"id": "review/term/a", "of": None}]
    work = {**{f"q{n}": {"checked": True, "tries": 1} for n in range(13)}, "review/q0": card(0, 5), "review/q1": card(0, 2), "review/q2": card(5, 9)}
    now = card(10, 0)["last"]
    found = run("[m.queue(value[0], value[1], value[2], false), m.queue(value[0], {}, value[2], true), m.forecast(Object.values(value[3]), value[2])]", [cards, work, now, {1: card(0, 3), 2: card(8, 5), 3: card(9, 9)}], "logic/queue")
    assert found[0] == ["review/q1", "review/q0", *(f"review/q{n}" for n in range(3, 13))]
    assert found[1] == ["review/term/a"]
    assert found[2] == {"due": 1, "week": 1, "later": 1, "days": [1, 0, 0, 1, *[0] * 4, 1, *[0] * 5]}


@pytest.mark.parametrize("zone", ["UTC", "Europe/Warsaw", "America/New_York", "Pacific/Auckland", "Asia/Kolkata"])
def test_who_learns_each_evening_a_little_earlier_has_something_to_do_each_evening(zone: str) -> None:
    """By the calendar where the learner is, through the nights in which clocks change: 400 evenings, each five seconds earlier."""
    found = run(
        "(() => { process.env.TZ = value; let at = new Date(2026, 0, 1, 23, 59).getTime(), idle = [];"
        " let card = { stability: 1, difficulty: 5, last: at, due: at + m.DAY };"
        " for (let n = 1; n < 400; n += 1) { const evening = new Date(2026, 0, 1 + n, 23, 59, -5 * n).getTime();"
        "  if (m.dueDay(card, evening) > m.dayOf(evening)) idle.push(n); if (m.dueDay(card, evening - 16 * 3600e3) !== m.dueDay(card, evening)) idle.push(-n);"
        "  card = { ...card, last: evening, due: evening + m.DAY }; } return idle; })()",
        zone, "logic/fsrs",
    )  # fmt: skip
    assert found == []


def test_what_a_wrong_clock_sent_away_comes_back() -> None:
    now = card(10, 0)["last"]
    far, future, sound = card(0, 4000, 3), card(3000, 3, 3), card(9, 3, 3)
    found = run("value[0].map((c) => m.dueDay(c, value[1]) - m.dayOf(value[1]))", [[far, future, sound], now], "logic/fsrs")
    assert found == [-7, 3, 2]
    assert run("m.forecast([null, {}, {due: 1}, {stability: -1, difficulty: 1, last: 1, due: 1}], 5)", None, "logic/queue") == {"due": 0, "week": 0, "later": 0, "days": [0] * 14}


STATES = st.fixed_dictionaries({"stability": st.floats(0.01, 5000), "difficulty": st.floats(1, 10), "last": st.integers(-400, 400), "wait": st.integers(0, 9000)})


@settings(max_examples=30, deadline=None)
@given(st.lists(STATES, min_size=1, max_size=20), st.integers(0, 60))
def test_the_forecast_and_the_order_agree_with_python(made: list[dict], today: int) -> None:
    """Python counts in dates; the days here are whole ones at noon in UTC, so that both clocks agree."""
    states = {f"review/q{n}": card(c["last"], c["wait"], c["stability"]) | {"difficulty": c["difficulty"]} for n, c in enumerate(made)}
    asked, told = run(
        "((cards) => [m.queue(cards, value[0], value[1], false), m.forecast(Object.values(value[0]), value[1])])(Object.keys(value[0]).map((id) => ({ id, of: 'q' })))",
        [states, NOON + today * DAY], "logic/queue",
    )  # fmt: skip
    start = datetime(2026, 1, 1, 12, tzinfo=UTC)
    now = (start + timedelta(days=today)).date()
    whole = run("value.map(m.interval)", [c["stability"] for c in made], "logic/fsrs")
    left = {}
    for (id, kept), c, most in zip(states.items(), made, whole, strict=True):
        last = min((start + timedelta(days=c["last"])).date(), now)
        left[id] = (last + timedelta(days=min(max(c["wait"], 1), most)) - now).days, kept["due"]
    due = sorted((id for id, (days, _) in left.items() if days <= 0), key=lambda id: left[id])
    assert asked == due
    assert told["due"] == len(due)
    assert told["week"] == sum(0 < days <= 7 for days, _ in left.values())
    assert told["later"] == sum(days > 7 for days, _ in left.values())
    assert told["days"] == [sum(max(days, 0) == day for days, _ in left.values()) for day in range(14)]


@pytest.mark.parametrize(
    ("state", "kept"),
    [
        ({"stability": 3.2, "difficulty": 5.1, "last": 1_764_000_000_000, "due": 1_764_300_000_000}, True),
        ({"stability": 3.2, "difficulty": 5.1, "last": 1_764_000_000_000, "due": 1_764_300_000_000, "later": "kept as well"}, True),
        ({"stability": 0, "difficulty": 5, "last": 1, "due": 1}, False),
        ({"stability": 3, "difficulty": 11, "last": 1, "due": 1}, False),
        ({"stability": 3, "difficulty": 5, "last": 1e300, "due": 1}, False),
        ({"stability": "3", "difficulty": 5, "last": 1, "due": 1}, False),
        ({}, False),
        (None, False),
    ],
)
def test_a_card_of_the_edition_before_is_read_and_what_is_none_is_refused(state: object, kept: bool) -> None:
    assert run("m.isCard(value)", state, "logic/fsrs") is kept


def test_every_question_and_every_term_is_a_card_under_an_id_of_its_own() -> None:
    course = load()
    found = Review.resolve(course, Review.refer())
    ids = [c["id"] for c in found.content["cards"]]
    assert len(set(ids)) == len(ids) == len(course.questions) + len(course.glossary)
    assert set(ids) | set(found.reads) == set(found.items)
    assert set(found.reads) == set(course.questions)
