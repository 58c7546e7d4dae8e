"""What the record says about its learner, and what a review session asks."""

from __future__ import annotations

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.widgets.test_logic import run_front as run

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
    found = run("[value[0].map((c) => m.progress(c, value[1])), m.next(value[0], {}, {}).id, m.next(value[0], {'desk/c1': null, '01-a/q01': value[1]['01-a/q01']}, {'01-a/q01': 5}).id, m.next(value[0], value[1], {})]", [CHAPTERS, WORK], "logic/progress")
    assert found == [[{"done": 2, "all": 2}, {"done": 1, "all": 1}], "01-a", "01-a", None]


def test_the_portfolio_holds_every_word_written_and_lets_none_become_markup() -> None:
    text = run("m.portfolio('T', value[0], value[1], value[2], '2026-11-24')", [CHAPTERS, OUTCOMES, WORK], "logic/progress")
    assert "> Because\n> # it is" in text
    assert "**The desk**\n\n> My reading" in text
    assert "- O1 Tell. 2 of 2 exercises, first answers 100 %" in text


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([50, 60, 70, 80, 90, 99]), st.sampled_from([0, 0.5, 1])), max_size=30))
def test_calibration_agrees_with_python(answers: list[tuple[int, float]]) -> None:
    states = [{"confidence": c, "first": f} for c, f in answers] + [{"confidence": 70}, {"first": 1}, None]
    found = run("m.calibration(value)", states, "logic/progress")
    assert found["n"] == len(answers) == sum(b["n"] for b in found["bins"])
    if answers:
        brier = sum((c / 100 - (f == 1)) ** 2 for c, f in answers) / len(answers)
        assert abs(found["brier"] - brier) < 1e-12
    assert sum(b["right"] for b in found["bins"]) == sum(f == 1 for _, f in answers)


def test_what_is_done_and_what_was_last() -> None:
    cases = [("a/q1", None), ("a/q1", {}), ("a/q1", {"checked": True}), ("a/q1", {"tries": 1}), ("a/q1", {"tries": 0}), ("a/q1", {"answer": "x"}), ("desk", {}), ("desk", {"card": "x"}), ("a/q1/x", {"a": 1})]
    assert run("value.map((v) => m.isDone(v[0], v[1] ?? undefined))", cases, "logic/progress") == [False, False, True, True, False, False, False, True, True]
    chapters = [{"id": f"c{n}", "items": [{"id": f"c{n}/q1"}, {"id": f"c{n}/q2"}]} for n in range(3)]
    done = {"checked": True}
    nexts = "value[1].map(([work, times]) => m.next(value[0], work, times)?.id ?? null)"
    times = [({}, {}), ({}, {"c1/q1": 5}), ({}, {"c1/q1": 5, "c2/q2": 9}), ({"c2/q1": done, "c2/q2": done}, {"c1/q1": 5, "c2/q2": 9}), ({"c0/q1": done, "c0/q2": done}, {"c0/q1": 9})]
    assert run(nexts, [chapters, times], "logic/progress") == ["c0", "c1", "c2", "c1", "c1"]
    entries = {"a/q1": {"state": done}, "a/q2": {"state": {}}}
    assert run("m.counted({ a: ['a/q1', 'a/q2'], b: ['b/q1'] }, value)", entries, "logic/progress") == {"a": {"done": 1, "all": 2}, "b": {"done": 0, "all": 1}}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([50, 60, 70, 80, 90, 99]), st.sampled_from([0, 1])), max_size=14))
def test_a_calibration_is_said_from_ten_on(answers: list[tuple[int, int]]) -> None:
    found, words = run("((c) => [c, m.calibrationWords(c)])(m.calibration(value))", [{"confidence": c, "first": f} for c, f in answers], "logic/progress")
    assert found["bins"] == [{"sure": s, "n": sum(c == s for c, _ in answers), "right": sum(f for c, f in answers if c == s)} for s in sorted({c for c, _ in answers})]
    if len(answers) < 10:
        many = "1 answer" if len(answers) == 1 else f"{len(answers)} answers"
        assert words == f"{many} with a confidence so far: too few to say anything. From ten on there is a sentence here."
        return
    said, was = sum(c for c, _ in answers) / len(answers) / 100, sum(f for _, f in answers) / len(answers)
    exact = round(100 * (said - was), 6)
    gap = math.floor(exact + 0.5)
    how = "close to how often you were right" if abs(gap) <= 5 else f"{gap} points above how often you were right: on the whole you were too sure"
    how = f"{-gap} points below how often you were right: you knew more than you thought" if gap < -5 else how
    assume_whole = abs(exact % 1 - 0.5) > 1e-6 and abs(said * 100 % 1 - 0.5) > 1e-6
    if assume_whole:
        brier = run("value.toFixed(2)", found["brier"], "logic/progress")
        assert words == f"Over {len(answers)} answers you were {math.floor(said * 100 + 0.5)} % sure on average, {how}. Brier score {brier} (always saying 50 % gives 0.25; lower is better)."


def test_five_points_are_close_and_the_whole_portfolio_is_as_it_should_be() -> None:
    words = "m.calibrationWords({ bins: [{ sure: value[0], n: 20, right: value[1] }], n: 20, brier: 0.2 })"
    first = "Over 20 answers you were"
    tail = "Brier score 0.20 (always saying 50 % gives 0.25; lower is better)."
    assert run(words, [75, 14], "logic/progress") == f"{first} 75 % sure on average, close to how often you were right. {tail}"
    assert run(words, [76, 14], "logic/progress") == f"{first} 76 % sure on average, 6 points above how often you were right: on the whole you were too sure. {tail}"
    assert run(words, [65, 14], "logic/progress") == f"{first} 65 % sure on average, close to how often you were right. {tail}"
    assert run(words, [64, 14], "logic/progress") == f"{first} 64 % sure on average, 6 points below how often you were right: you knew more than you thought. {tail}"
    text = run("m.portfolio('T', value[0], value[1], value[2], '2026-11-24')", [CHAPTERS, OUTCOMES, WORK], "logic/progress")
    assert text == (
        "# T\n\nMy work, saved on 2026-11-24. This is a record that I keep myself; nobody has certified it.\n\n## Chapters\n\n"
        "- 1. A: 2 of 2 exercises\n- 2. B: 1 of 1 exercises\n\n## Outcomes\n\n- O1 Tell. 2 of 2 exercises, first answers 100 %\n- O2 Say. 1 of 1 exercises, first answers 50 %\n\n"
        "## Calibration\n\n0 answers with a confidence so far: too few to say anything. From ten on there is a sentence here.\n\n## What I wrote\n\n"
        "### 1. A\n\n**Say <why>.**\n\n> Because\n> # it is\n\n### 2. B\n\n**The desk**\n\n> My reading\n"
    )


def test_all_that_was_written_stands_where_it_first_stands() -> None:
    items = [{"id": "a/q1", "asked": "Why?"}, {"id": "a/q2"}, {"id": "desk", "asked": "Desk"}]
    chapters = [{"id": "a", "items": items}, {"id": "b", "items": items[2:]}, {"id": "c", "items": []}]
    work = {"a/q1": {"answer": "  So. "}, "a/q2": {"answer": "not asked", "note_text": " n "}, "desk": {"one_text": "1", "deep": [{"two_text": "2", "no": "3"}], "blank_text": " ", "x_text": 5}}
    found = run("m.written(value[0], value[1]).map((w) => [w.chapter.id, w.pieces])", [chapters, work], "logic/progress")
    assert found == [["a", [
        {"id": "a/q1", "asked": "Why?", "text": "So."}, {"id": "a/q2", "asked": "", "text": "n"},
        {"id": "desk", "asked": "Desk", "text": "1"}, {"id": "desk", "asked": "Desk", "text": "2"},
    ]]]  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["O1", "O2"]), st.sampled_from([None, 0, 0.5, 1]), st.booleans(), st.booleans()), max_size=12))
def test_evidence_counts_each_piece_once_and_agrees_with_python(made: list[tuple[str, float | None, bool, bool]]) -> None:
    items = [{"id": f"01-a/q{n:02}", "outcomes": [outcome], "asked": ""} for n, (outcome, *_) in enumerate(made)]
    again = [item for item, (*_, twice) in zip(items, made, strict=True) if twice]
    chapters = [{"id": "01-a", "number": "1", "title": "A", "items": items}, {"id": "02-b", "number": "2", "title": "B", "items": again}]
    work = {i["id"]: {"checked": done, **({} if first is None else {"first": first})} for i, (_, first, done, _) in zip(items, made, strict=True)}
    found = run("m.evidence(value[0], value[1], value[2])", [OUTCOMES, chapters, work], "logic/progress")
    for e in found:
        own = [m for m in made if m[0] == e["id"]]
        firsts = [first for _, first, done, _ in own if done and first is not None]
        assert (e["all"], e["done"]) == (len(own), sum(done for _, _, done, _ in own))
        assert e["mean"] == (sum(firsts) / len(firsts) if firsts else None)


def test_what_cannot_be_is_not_counted() -> None:
    states = [{"confidence": 1e308, "first": 1}, {"confidence": -1, "first": 1}, {"confidence": 70, "first": {"answer": "x"}}, {"confidence": 70, "first": 1e308}, "text", 3, [[]]]
    assert run("m.calibration(value)", states, "logic/progress") == {"bins": [], "n": 0, "brier": None}
