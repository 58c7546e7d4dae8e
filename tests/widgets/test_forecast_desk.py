"""Scores, calibration and the pooled class agree with Python, what it says is what they are, and no cell is taken for a formula."""

from __future__ import annotations

import csv
import io
from statistics import fmean
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.widgets.test_logic import run_front
from thirdcorner import ForecastDesk
from thirdcorner.course.forecasts import FORECASTERS, score, sets
from thirdcorner.course.read import load

ANSWERS = st.lists(
    st.fixed_dictionaries(
        {"probability": st.integers(0, 100), "outcome": st.sampled_from(["yes", "no"]), "base_rate": st.one_of(st.none(), st.floats(0, 1))},
        optional={"pooled": st.floats(0, 100)},
    ),
    min_size=1, max_size=20,
).map(lambda all: [{**a, "number": n + 1} for n, a in enumerate(all)])  # fmt: skip


def run(expression: str, value: object) -> Any:
    return run_front(expression, value, "logic/forecast")


def brier(answers: list[dict], say: Any) -> float:
    return fmean((say(a) - (a["outcome"] == "yes")) ** 2 for a in answers)


@settings(max_examples=40, deadline=None)
@given(ANSWERS)
def test_the_scores_are_those_of_python(answers: list[dict]) -> None:
    found = run("m.compared(value)", answers)
    assert found["mine"] == pytest.approx(brier(answers, lambda a: a["probability"] / 100))
    assert found["even"] == pytest.approx(0.25)
    assert found["yes"] == pytest.approx(sum(a["outcome"] == "no" for a in answers) / len(answers))
    assert found["base"] == pytest.approx(brier(answers, lambda a: 0.5 if a["base_rate"] is None else a["base_rate"]))
    pooled = [a for a in answers if "pooled" in a]
    assert found["pooledOver"] == len(pooled)
    assert found["pooled"] == (pytest.approx(brier(pooled, lambda a: a["pooled"] / 100)) if pooled else None)


@settings(max_examples=40, deadline=None)
@given(ANSWERS)
def test_each_answer_is_in_one_fifth_and_the_means_are_those_of_python(answers: list[dict]) -> None:
    bins = run("m.calibrated(value)", answers)
    for n, one in enumerate(bins):
        mine = [a for a in answers if min(a["probability"] // 20, 4) == n]
        assert (one["low"], one["high"], one["n"]) == (20 * n, 20 * n + 20, len(mine))
        assert one["yes"] == sum(a["outcome"] == "yes" for a in mine)
        assert one["said"] == (pytest.approx(fmean(a["probability"] for a in mine)) if mine else None)


@settings(max_examples=60, deadline=None)
@given(ANSWERS, st.integers(0, 4))
def test_what_it_says_is_what_the_scores_are(answers: list[dict], left: int) -> None:
    said = run("m.told(value[0], value[1])", [answers, left])
    found = run("m.compared(value)", answers)
    assert said == told(answers, found, left, run("Object.values(value).map((v) => v?.toFixed(2))", found))
    assert "Nothing is scored yet" in run("m.told([], 3)", None)


def told(answers: list[dict], found: dict, left: int, rounded: list[str]) -> str:
    """Return what it should say, from the scores and from how JavaScript rounds them to two places."""
    show = dict(zip(found, rounded, strict=True))
    sides: dict[str, list[str]] = {"better than": [], "the same as": [], "worse than": []}
    for name, key in (("always 50 %", "even"), ("the base rates", "base"), ("always yes", "yes")):
        side = "the same as" if show[key] == show["mine"] else "better than" if show[key] > show["mine"] else "worse than"
        sides[side].append(f"{name} ({show[key]})")
    against = ", ".join(f"{side} {' and '.join(filter(None, [', '.join(names[:-1]), names[-1]]))}" for side, names in sides.items() if names)
    worst = max(answers, key=lambda a: brier([a], lambda b: b["probability"] / 100))
    far = f" Most of it comes from question {worst['number']}, where you said {worst['probability']} % and the answer was {worst['outcome']}."
    far = far if brier([worst], lambda b: b["probability"] / 100) > 0.25 else ""
    rest = f" {left} {'question is' if left == 1 else 'questions are'} left." if left else ""
    return f"Over {len(answers)} {'question' if len(answers) == 1 else 'questions'} your Brier score is {show['mine']}: {against}.{far}{rest}"


CODES = st.lists(
    st.fixed_dictionaries(
        {
            "mark": st.sampled_from([f"AAAAA{n}" for n in range(9)]),
            "said": st.dictionaries(st.sampled_from(["f1", "f2", "f3"]), st.fixed_dictionaries({}, optional={"probability": st.integers(0, 100), "knew": st.booleans()})),
        }
    ),
    max_size=14,
)


@settings(max_examples=60, deadline=None)
@given(CODES)
def test_a_pool_is_the_mean_of_at_least_five_who_did_not_know_and_the_last_code_of_each(codes: list[dict]) -> None:
    found = run("m.pool(value, ['f1', 'f2'])", codes)
    own = {c["mark"]: c["said"] for c in codes}
    assert found["learners"] == len(own)
    expected = {}
    for q in ("f1", "f2"):
        numbers = [s[q]["probability"] for s in own.values() if "probability" in s.get(q, {}) and not s[q].get("knew")]
        if len(numbers) >= 5:
            expected[q] = pytest.approx(fmean(numbers))
    assert found["by"] == expected


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=30).filter(lambda t: "\x00" not in t and t.isprintable()))
def test_the_table_reads_back_and_holds_no_formula(text: str) -> None:
    row = {"id": "a/b", "question": text, "closes": "2027-12-31", "probability": 30, "reason": text}
    file = run("m.table([value])", row)
    head, cells = csv.reader(io.StringIO(file, newline=""))
    assert head == ["id", "question", "closes", "probability_percent", "reason"]
    assert (cells[0], *cells[2:]) == ("a/b", "2027-12-31", "30", cells[1])
    assert file.endswith("\r\n")
    assert cells[1] in (text, f"'{text}")
    assert cells[1].startswith("'") == text.startswith(("=", "+", "-", "@", "'"))


def test_no_cell_begins_as_a_formula_does() -> None:
    assert run("value.map((t) => m.cell(t))", ["=1", "+1", "-1", "@a", "\ta", "\ra", "a=1", 'say "so"']) == [
        '"\'=1"', '"\'+1"', '"\'-1"', '"\'@a"', '"\'\ta"', '"\'\ra"', '"a=1"', '"say ""so"""',
    ]  # fmt: skip


def test_the_frame_tells_no_outcome_before_it_is_locked() -> None:
    desk = ForecastDesk("forecast-13")
    desk.work = {"forecast-13/f01-treaty-in-force": {"probability": 80, "locked": True}, "forecast-13/f02-russia-confirms-troops": {"probability": 30}}
    frame = desk.to_frame().set_index("id")
    assert frame.loc["forecast-13/f01-treaty-in-force", "brier"] == pytest.approx(0.04)
    assert frame["outcome"].notna().sum() == 1


def test_what_the_page_says_of_simple_forecasters_is_computed_as_the_bench_computes_it() -> None:
    course = load()
    desk = course.activities["forecast-13"]
    for name, asked in sets(course, desk).items():
        answers = [{"number": 1, "probability": 50, "outcome": f.outcome, "base_rate": f.base_rate} for f in asked]
        found = run("m.compared(value)", answers)
        assert {who: score(who, asked) for who in FORECASTERS} == pytest.approx({who: found[who] for who in FORECASTERS}), name


def test_base_rates_lose_on_what_was_chosen_first_and_are_worth_having_over_all() -> None:
    course = load()
    parts = sets(course, course.activities["forecast-13"])
    assert {name: len(asked) for name, asked in parts.items()} == {"chosen first": 14, "added later": 4, "all": 18}
    assert score("base", parts["chosen first"]) > score("even", parts["chosen first"]) == 0.25
    assert score("base", parts["all"]) < 0.25 < score("yes", parts["all"])
