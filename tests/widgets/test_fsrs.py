"""Our FSRS gives the cards of the published package, over random histories."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from fsrs import Card, Rating, Scheduler, State
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.widgets.test_logic import run_front as run

START = datetime(2026, 1, 1, tzinfo=UTC)
REVIEWS = st.lists(st.tuples(st.sampled_from([1, 2, 3, 4]), st.integers(0, 60 * 60 * 24 * 400)), min_size=1, max_size=12)


def theirs(history: list[tuple[int, int]]) -> list[tuple[float, float, int]]:
    scheduler, card, now, out = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False), Card(due=START), START, []
    for rating, seconds in history:
        now += timedelta(seconds=seconds)
        card, _ = scheduler.review_card(card, Rating(rating), now)
        assert card.state is State.Review
        assert card.due and card.stability and card.difficulty
        out.append((card.stability, card.difficulty, int((card.due - START).total_seconds())))
    return out


@settings(max_examples=40, deadline=None)
@given(st.lists(REVIEWS, min_size=1, max_size=20))
def test_the_schedule_is_that_of_the_published_package(histories: list[list[tuple[int, int]]]) -> None:
    ours = run(
        "value.map((history) => { let now = 0, card = null; return history.map(([rating, seconds]) => { now += seconds * 1000;"
        " card = m.review(card, rating, now, card ? Math.floor((now - card.last) / m.DAY) : 0); return [card.stability, card.difficulty, card.due / 1000]; }); })",
        histories,
        "logic/fsrs",
    )
    for mine, history in zip(ours, histories, strict=True):
        for (s, d, due), (their_s, their_d, their_due) in zip(mine, theirs(history), strict=True):
            assert s == pytest.approx(their_s, rel=1e-9)
            assert d == pytest.approx(their_d, rel=1e-9)
            assert due == their_due
