"""What a program can see in a memo: words, likelihood, confidence, dates, sentences that mix two things, and safe Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.test_logic import run
from thirdcorner import MemoBuilder
from thirdcorner.content import load

RULES = {"words_max": 40, "likelihood": ["likely", "almost certain"], "confidence": ["confidence", "confident"]}
PARTS = [
    {"id": "j", "name": "Judgement", "words_max": 20, "needs": "likelihood"},
    {"id": "c", "name": "Confidence", "words_max": 20, "needs": "confidence"},
    {"id": "s", "name": "Signs", "words_max": 20, "needs": "date"},
]


def said(texts: dict[str, str]) -> list[str]:
    return [f["what"] for f in run("m.open(value[0], value[1], value[2])", [PARTS, texts, RULES], "memo_logic")]


def test_a_whole_memo_has_nothing_open() -> None:
    assert said({"j": "It will likely go on.", "c": "Our confidence is low.", "s": "Look again within three months."}) == []


@pytest.mark.parametrize(
    ("part", "text", "says"),
    [
        ("j", "", "Judgement is empty."),
        ("j", "It will go on.", "Judgement has no word of likelihood."),
        ("j", "It is unlikelyish.", "Judgement has no word of likelihood."),
        ("c", "We looked.", "Confidence does not say how sure you are."),
        ("c", "We are confident that it is likely.", "mixes likelihood and confidence in one sentence"),
        ("s", "When something changes.", "names no date"),
        ("j", "likely " * 21, "Judgement has 21 words; 20 are its share."),
    ],
)
def test_what_is_open_is_said(part: str, text: str, says: str) -> None:
    whole = {"j": "It will likely go on.", "c": "Our confidence is low.", "s": "By 1 March."}
    found = said({**whole, part: text})
    assert len(found) == 1
    assert says in found[0]


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80))
def test_markdown_holds_the_text_and_no_markup_of_it(text: str) -> None:
    made = run("m.markdown('T', value[0], value[1], '2026-01-01')", [PARTS, {"j": text}], "memo_logic")
    assert made.count("\n## ") == len(PARTS)
    assert "<" not in made


def test_it_draws_on_the_learners_own_work() -> None:
    course = load()
    activity = course.activities["memo-15"]
    read, own = MemoBuilder.reads(course, activity), MemoBuilder.items(course, activity)
    assert {"ach-11", "ledger-12", "analogy-1914/r1/verdict"} <= set(read)
    assert not set(read) & set(own)
    assert MemoBuilder("memo-15").content["parts"][1]["draws_on"][0]["chapter"] == "12-ledger"
