"""What the record says about its learner, and what a review session asks."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.test_logic import run

CHAPTERS = [
    {"id": "01-a", "number": "1", "title": "A", "minutes": 5, "items": [{"id": "01-a/q01", "outcomes": ["O1"], "asked": ""}, {"id": "01-a/q02", "outcomes": ["O2"], "asked": "Say <why>."}]},
    {"id": "02-b", "number": "2", "title": "B", "minutes": None, "items": [{"id": "desk/c1", "outcomes": ["O1"], "asked": "The desk", "activity": "desk"}]},
]
OUTCOMES = [{"id": "O1", "text": "Tell."}, {"id": "O2", "text": "Say."}]
WORK = {
    "01-a/q01": {"checked": True, "first": 1, "score": 1},
    "01-a/q02": {"checked": True, "answer": "Because\n# it is", "score": 0.5},
    "desk/c1": {"step": {"reading_text": "My reading"}},
}


def test_progress_counts_what_is_done_and_knows_where_to_go_on() -> None:
    found = run("[value[0].map((c) => m.progress(c, value[1])), m.next(value[0], {}, {}).id, m.next(value[0], {'desk/c1': null, '01-a/q01': value[1]['01-a/q01']}, {'01-a/q01': 5}).id, m.next(value[0], value[1], {})]", [CHAPTERS, WORK], "progress")
    assert found == [[{"done": 2, "all": 2}, {"done": 1, "all": 1}], "01-a", "01-a", None]


def test_the_portfolio_holds_every_word_written_and_lets_none_become_markup() -> None:
    text = run("m.portfolio('T', value[0], value[1], value[2], '2026-11-24')", [CHAPTERS, OUTCOMES, WORK], "progress")
    assert "> Because\n> # it is" in text
    assert "**The desk**\n\n> My reading" in text
    assert "- O1 Tell. 2 of 2 exercises, first answers 100 %" in text


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([50, 60, 70, 80, 90, 99]), st.sampled_from([0, 0.5, 1])), max_size=30))
def test_calibration_agrees_with_python(answers: list[tuple[int, float]]) -> None:
    states = [{"confidence": c, "first": f} for c, f in answers] + [{"confidence": 70}, {"first": 1}, None]
    found = run("m.calibration(value)", states, "progress")
    assert found["n"] == len(answers) == sum(b["n"] for b in found["bins"])
    if answers:
        brier = sum((c / 100 - (f == 1)) ** 2 for c, f in answers) / len(answers)
        assert abs(found["brier"] - brier) < 1e-12
    assert sum(b["right"] for b in found["bins"]) == sum(f == 1 for _, f in answers)


def test_a_session_asks_what_is_due_first_and_only_questions_once_answered() -> None:
    cards = [{"id": f"review/q{n}", "of": f"q{n}"} for n in range(15)] + [{"id": "review/term/a", "of": None}]
    work = {**{f"q{n}": {"checked": True, "tries": 1} for n in range(13)}, "review/q0": {"due": 50}, "review/q1": {"due": 20}, "review/q2": {"due": 500}}
    found = run("[m.queue(value[0], value[1], 100, false), m.queue(value[0], {}, 100, true), m.forecast([{due: 1}, {due: 200}, {due: 1e12}], 100)]", [cards, work], "queue")
    assert found[0] == ["review/q1", "review/q0", *(f"review/q{n}" for n in range(3, 13))]
    assert found[1] == ["review/term/a"]
    assert found[2] == {"due": 1, "week": 1, "later": 1}
