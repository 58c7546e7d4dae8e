"""What a program can see in a memo: words, likelihood, confidence, dates, sentences that mix two things, and safe Markdown."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.widgets.test_logic import run_front
from thirdcorner import MemoBuilder
from thirdcorner.course.read import load


def run(expression: str, value: object) -> Any:
    return run_front(expression, value, "logic/memo_builder")


RULES = {"words_max": 40, "likelihood": ["likely", "almost certain"], "confidence": ["confidence", "confident"]}
PARTS = [
    {"id": "j", "name": "Judgement", "words_max": 20, "needs": "likelihood"},
    {"id": "c", "name": "Confidence", "words_max": 20, "needs": "confidence"},
    {"id": "s", "name": "Signs", "words_max": 20, "needs": "date"},
]


def said(texts: dict[str, str]) -> list[str]:
    return [f["what"] for f in run("m.open(value[0], value[1], value[2])", [PARTS, texts, RULES])]


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


@pytest.mark.parametrize(
    ("text", "words"),
    [("", 0), ("One two.", 2), ("It’s a 3.5-fold rise", 4), ("— … !", 0), ("São Tomé’s", 2), ("a.b c", 2), ("x", 1)],
)
def test_words_are_counted(text: str, words: int) -> None:
    assert run("m.count(value)", text) == words


def test_whole_words_are_found_whatever_their_case() -> None:
    cases = [("It is Likely.", True), ("unlikely", False), ("likelyish", False), ("(almost certain)", True), ("a.c", False), ("likely", True), ("é likely", True), ("élikely", False)]
    assert run("value.map(([text]) => m.has(text, ['likely', 'almost certain', 'a+c']))", cases) == [found for _, found in cases]
    assert run("m.has('abc', ['a.c'])", None) is False


def test_days_and_spans_are_seen() -> None:
    dates = ["in 2027", "by 1999", "12 March", "3 may", "within six weeks", "in the next 10 days", "after one year", "until the next month"]
    none = ["in 1850", "in 20270", "12 Marches on", "within hours", "in some weeks", "March", "seven months"]
    assert run("value.map(m.dated)", [*dates, *none]) == [True] * 7 + [False] * 8


def test_sentences_that_mix_are_named_and_the_whole_has_a_length() -> None:
    text = "We are confident. It is likely. Likely, with confidence! Is it likely? Our confidence: almost certain."
    assert run("m.mixed(value[0], value[1].likelihood, value[1].confidence)", [text, RULES]) == ["Likely, with confidence!", "Our confidence: almost certain."]
    twenty = " ".join(["likely", *["word"] * 19])
    full = {"j": twenty, "c": "Our confidence is low, " + "word " * 14, "s": "By 2027."}
    assert said(full) == []
    assert said({**full, "s": "By May 2027."}) == ["The memo has 41 words; a page holds 40."]
    assert said({**full, "j": twenty + " more", "s": "2027"}) == ["Judgement has 21 words; 20 are its share."]
    assert run("m.open(value[0], {}, value[1])", [PARTS, RULES]) == [{"part": p["id"], "what": f"{p['name']} is empty."} for p in PARTS]
    mixed = {"j": "It is likely.", "c": "With confidence it is likely.", "s": "By 2027."}
    assert run("m.open(value[0], value[1], value[2])", [PARTS, mixed, RULES]) == [
        {"part": "c", "what": "Confidence mixes likelihood and confidence in one sentence: “With confidence it is likely.”"}
    ]


def test_the_memo_as_markdown_is_whole() -> None:
    texts = {"j": "  # no heading\n> no quote\n1. no list\n- nor this <b> \n12 stays * so", "c": " "}
    made = run("m.markdown('T', value[0], value[1], '2026-01-01')", [PARTS, texts])
    body = "\\# no heading\n\\> no quote\n\\1. no list\n\\- nor this &lt;b> \n12 stays * so"
    assert made == f"# T\n\n2026-01-01\n\n## Judgement\n\n{body}\n\n## Confidence\n\n…\n\n## Signs\n\n…\n"
    said = {"first": {"answer": "a", "sure": 70, "at": "x"}, "latest": {"answer": "b", "sure": 40, "at": "y"}}
    both = run("m.markdown('T', [], {}, 'd', {title: 'Then', question: 'Why?', said: value, words: {a: 'A.', b: 'B.'}, dayOf: (d) => `day ${d}`})", said)
    assert both == "# T\n\nd\n\n## Then\n\nWhy?\n\nOn day x I said, 70 of 100 sure:\n\n> A.\n\nOn day y I say, 40 of 100 sure:\n\n> B.\n"


def test_marks_that_are_no_levels_are_refused_and_the_mean_is_of_all() -> None:
    marks = [{"usable": 3}, {"usable": 4}, {"usable": -1}, {"usable": 1.5}, {"usable": None}, {"other": 1}, {}]
    assert run("value[1].map((v) => m.marksOf(value[0], v))", [ROWS, marks]) == [{"usable": 3}, None, None, None, {"usable": None}, None, {}]
    assert run("m.marksOf(value, undefined)", ROWS) == {}
    assert run("[m.mean(value, { usable: 3, evidence: 0, fairness: 1 }), m.mean(value, { usable: 3, evidence: null, fairness: 1 }), m.mean(value, {})]", ROWS) == [44, None, None]


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80))
def test_markdown_holds_the_text_and_no_markup_of_it(text: str) -> None:
    made = run("m.markdown('T', value[0], value[1], '2026-01-01')", [PARTS, {"j": text}])
    assert made.count("\n## ") == len(PARTS)
    assert "<" not in made


def counted(text: str) -> int:
    """How many words a text has, letter by letter: a word begins with a letter or digit, and goes on with these, apostrophes, stops and hyphens."""
    words, within = 0, False
    for c in text:
        alike = unicodedata.category(c)[0] in "LN"
        words += alike and not within
        within = alike or (within and c in "’'.-")
    return words


def holds(text: str, wanted: list[str]) -> bool:
    """Whether one of some words stands in a text with no letter on either side of it."""
    low = text.lower()
    ends = [(at, at + len(w)) for w in wanted for at in range(len(low)) if low.startswith(w, at)]
    return any((not at or not low[at - 1].isalpha()) and (end == len(low) or not low[end].isalpha()) for at, end in ends)


def names_a_day(words: list[str]) -> bool:
    """Whether the words of a text name a year from 1900 to 2099, a day of a month, or a number of days, weeks, months or years until one."""
    numbers = {"one", "two", "three", "four", "five", "six", "nine", "twelve"}
    for n, word in enumerate(words):
        if word.isdigit() and len(word) == 4 and word[:2] in ("19", "20"):
            return True
        if word.isdigit() and len(word) <= 2 and words[n + 1 : n + 2] == ["March"]:
            return True
        if word in ("within", "in", "by", "until", "after"):
            rest = words[n + 1 :]
            for skipped in ("the", "next"):
                rest = rest[1:] if rest[:1] == [skipped] else rest
            if len(rest) > 1 and (rest[0].isdigit() or rest[0] in numbers) and rest[1].rstrip("s") in ("day", "week", "month", "year"):
                return True
    return False


WORDS = ["likely", "unlikely", "almost", "certain", "confidence", "confident", "We", "2027", "1850", "12", "3", "March", "within", "by", "the", "next", "six", "weeks", "days", "year", "São", "it’s", "a.b", "—"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(["", "", "", ".", "!", "?"])), max_size=12), min_size=3, max_size=3))
def test_what_is_open_is_what_another_hand_finds(pieces: list[list[tuple[str, str]]]) -> None:
    texts = {part["id"]: " ".join(word + end for word, end in piece) for part, piece in zip(PARTS, pieces, strict=True)}
    expected = []
    for part, piece in zip(PARTS, pieces, strict=True):
        text, name, n = texts[part["id"]], part["name"], counted(texts[part["id"]])
        lacks = {"likelihood": not holds(text, RULES["likelihood"]), "confidence": not holds(text, RULES["confidence"]), "date": not dated(piece)}[part["needs"]]
        if not n:
            expected.append(f"{name} is empty.")
        elif n > part["words_max"]:
            expected.append(f"{name} has {n} words; {part['words_max']} are its share.")
        elif lacks:
            expected.append({"likelihood": f"{name} has no word of likelihood.", "confidence": f"{name} does not say how sure you are.", "date": f"{name} names no date or span by which one would see it."}[part["needs"]])
        sentences, last = [], []
        for word, end in piece:
            last.append(word + end)
            if end:
                sentences, last = [*sentences, " ".join(last)], []
        for sentence in [*sentences, " ".join(last)]:
            if holds(sentence, RULES["likelihood"]) and holds(sentence, RULES["confidence"]):
                expected.append(f"{name} mixes likelihood and confidence in one sentence: “{sentence}”")
    whole = sum(counted(text) for text in texts.values())
    assert said(texts) == expected + ([f"The memo has {whole} words; a page holds 40."] if whole > 40 else [])


def dated(piece: list[tuple[str, str]]) -> bool:
    """Whether words name a date within what no stop parts."""
    runs: list[list[str]] = [[]]
    for word, end in piece:
        runs[-1].append(word)
        if end:
            runs.append([])
    return any(names_a_day(run) for run in runs)


ROWS = [{"id": id, "levels_html": ["0", "1", "2", "3"]} for id in ("usable", "evidence", "fairness")]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.none(), st.integers(-1, 5)), max_size=4))
def test_marks_in_an_order_become_marks_by_id_and_impossible_ones_are_refused(old: list[int | None]) -> None:
    found = run("m.marksOf(value[0], value[1])", [ROWS, old])
    if len(old) > len(ROWS) or any(m is not None and not 0 <= m <= 3 for m in old):
        assert found is None
        return
    named = {row["id"]: m for row, m in zip(ROWS, old, strict=False)}
    assert found == named
    assert run("m.marksOf(value[0], value[1])", [ROWS, named]) == named
    given_all = [m for m in named.values() if m is not None]
    mean = run("m.mean(value[0], value[1])", [ROWS, named])
    assert mean == (pytest.approx(100 * sum(given_all) / 9, abs=0.51) if len(given_all) == len(ROWS) else None)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(["a", "b", "gone"]), st.sampled_from([None, "a", "b"]))
def test_the_first_days_answer_goes_into_the_file_beside_the_last(first: str, latest: str | None) -> None:
    said = {"first": {"answer": first, "sure": 70, "at": "2026-09-01"}, "latest": latest and {"answer": latest, "sure": 40, "at": "2026-11-01"}}
    words = {"a": "Beijing cannot.", "b": "Beijing will not."}
    made = run(
        "m.markdown('T', value[0], {}, '2026-12-01', {title: 'Then', question: 'Why?', said: value[1], words: value[2], dayOf: (d) => `day ${d}`})",
        [PARTS, said, words],
    )
    assert made.index("## Signs") < made.index("## Then")
    assert f"On day 2026-09-01 I said, 70 of 100 sure:\n\n> {words.get(first, 'an answer that this edition no longer offers')}" in made
    assert ("I say, 40 of 100 sure" in made) == (latest is not None)
    without = run("m.markdown('T', value[0], {}, '2026-12-01', {title: 'Then', question: 'Why?', said: {}, words: {}, dayOf: String})", [PARTS])
    assert "Then" not in without


def test_it_draws_on_the_learners_own_work() -> None:
    course = load()
    activity = course.activities["memo-15"]
    read, own = MemoBuilder.reads(course, activity), MemoBuilder.items(course, activity)
    assert {"ach-11", "ledger-12", "analogy-1914/r1/verdict"} <= set(read)
    assert "day-one" in read
    assert not set(read) & set(own)
    assert MemoBuilder("memo-15").content["parts"][1]["draws_on"][0]["chapter"] == "12-ledger"
