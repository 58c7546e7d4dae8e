"""Rules of item writing: each fires on a question (or a bank) that breaks it and is silent on one that does not; book and pool hold all."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from thirdcorner.course.asked import asked, mixed
from thirdcorner.course.check import check, graded
from thirdcorner.course.check.balance import balance
from thirdcorner.course.check.chance import EXACT, at_least, at_most
from thirdcorner.course.check.giveaways import giveaways, same
from thirdcorner.course.check.items import questions
from thirdcorner.course.check.twins import figures, twins
from thirdcorner.course.check.work import unmet
from thirdcorner.course.read import load, load_pool
from thirdcorner.model import Outcome, Question

ANY: TypeAdapter[Question] = TypeAdapter(Question)
COMMON = {"outcomes": ["O4"], "bloom": "apply", "difficulty": 1, "sources": ["one"], "explanation_md": "So it is.", "prompt_md": "Which?"}
SAID = {"feedback_right_md": "Yes.", "feedback_wrong_md": "No."}


def question(kind: str, n: int = 1, **fields: Any) -> Question:
    return ANY.validate_python({"id": f"bank/q{n:02}", "kind": kind, **COMMON, **fields})


def single(texts: list[str], key: int = 0, n: int = 1, **fields: Any) -> Question:
    options = [{"id": "abcdef"[i], "text_md": t, "feedback_md": f"On {i}.", "correct": i == key} for i, t in enumerate(texts)]
    return question("single", n, options=options, **fields)


def multiple(texts: list[str], keys: set[int], **fields: Any) -> Question:
    options = [{"id": "abcdef"[i], "text_md": t, "feedback_md": f"On {i}.", "correct": i in keys} for i, t in enumerate(texts)]
    return question("multiple", options=options, **fields)


def statement(n: int, correct: bool) -> Question:
    return question("true-false", n, correct=correct, feedback_true_md="T.", feedback_false_md="F.")


def matching(answers: list[str], distractors: tuple[str, ...] = (), **fields: Any) -> Question:
    pairs = [{"id": "abcdef"[i], "stem_md": f"stem {i}", "answer": a, "feedback_md": "So."} for i, a in enumerate(answers)]
    return question("matching", pairs=pairs, distractors=distractors, **fields)


def numeric(answer: float, tolerance: float, n: int = 1, **fields: Any) -> Question:
    return question("numeric", n, answer=answer, tolerance=tolerance, unit="days", **SAID, **fields)


def fill_in(prompt: str, *blanks: list[str], **fields: Any) -> Question:
    return question("fill-in", prompt_md=prompt, blanks=[{"accepted": b} for b in blanks], **SAID, **fields)


def reading(*defensible: bool) -> Question:
    readings = [{"id": "abcdef"[i], "text_md": f"r{i}", "defensible": d, "must_explain_md": "why"} for i, d in enumerate(defensible)]
    return question("interpretive", readings=readings)


FOUR = ["a lake in the north", "a river", "a hill near the sea", "a town"]


@pytest.mark.parametrize(
    ("broken", "told", "mended"),
    [
        (single(["10", "10.0", "12"]), "option 'b' says the same as the key", single(["10", "11", "12"])),
        (single(["Ten", "10", "12"]), "option 'b' says the same as the key", single(["Ten", "11", "12"])),
        (numeric(5, 1, traps=[(6, "Close.")]), "its trap 6 counts as right", numeric(5, 1, traps=[(6.5, "Close.")])),
        (fill_in("A {{1}} and a {{2}}.", ["hedge"]), "the gap {{2}}, for which there is no blank", fill_in("A {{1}} and a {{2}}.", ["hedge"], ["claim"])),
        (fill_in("To abstain is to {{1}}.", ["abstain"]), "the word 'abstain', which fills gap 1", fill_in("Not to vote is to {{1}}.", ["abstain"])),
        (reading(False, False), "none of its readings is defensible", reading(True, True, False)),
        (reading(True, False), "1 of its readings is defensible", reading(True, True)),
        (matching(["war", "peace"]), "none is left over", matching(["war", "peace"], ("truce",))),
        (matching(["war", "peace"], ("Peace.",)), "its distractor 'Peace.' is an answer", matching(["war", "peace", "war"])),
        (multiple(FOUR, {0, 1}, hints_md=["Two of the four."]), "counts the keys", multiple(FOUR, {0, 1}, hints_md=["Ask where water runs."])),
        (multiple(FOUR, {0, 1, 2}, hints_md=["All but one hold."]), "counts the keys", multiple(FOUR, {0, 1, 2}, hints_md=["One may be wet."])),
        (single(FOUR, hints_md=["Think of a lake."]), None, single(FOUR, hints_md=["Think of maps."])),
        *((multiple(FOUR, {0, 1}, hints_md=[said]), "counts the keys", multiple(FOUR, {0, 1}, hints_md=["Two writers disagree here."])) for said in ("Two hold.", "Two are correct", "Three are right.")),
        *((single(FOUR, hints_md=[said]), "by its place", single(FOUR, hints_md=["Read the second sentence again."])) for said in ("Choose the second option.", "Take the last answer.")),
        *((statement(1, True).model_copy(update={"hints_md": (said,)}), "whether it is true", statement(1, True).model_copy(update={"hints_md": ("Was it signed or in force?",)})) for said in ("It is true.", "The sentence is not correct.", "False.")),
        (single(FOUR, hints_md=["It is a lake, in the north."]), "states the key", single(FOUR, hints_md=["Where does water stand?"])),
        (numeric(64, 1, hints_md=["About 64."]), "states the key", numeric(64, 1, hints_md=["Five years are 60."])),
        (fill_in("A {{1}}.", ["base"], hints_md=["Not the share but the base."]), "states the key", fill_in("A {{1}}.", ["base"], hints_md=["Divide by it."])),
        (matching(["entrapment"] * 2, hints_md=["One is Entrapment."]), "states the key", matching(["entrapment"] * 2, hints_md=["Who pulls?"])),
    ],
)  # fmt: skip
def test_a_question_that_gives_itself_away_is_told_and_one_that_does_not_is_let_be(broken: Question, told: str | None, mended: Question) -> None:
    found = [what for what, _ in giveaways(broken)]
    assert any(told in what for what in found) if told else found == []
    assert list(giveaways(mended)) == []


@pytest.mark.parametrize(("one", "other", "alike"), [("1,5", "1.5", True), ("50 %", "fifty", False), ("Ten", "10", True), ("A – b.", "a b", True), ("a", "b", False)])
def test_texts_are_the_same_as_numbers_or_letter_by_letter(one: str, other: str, alike: bool) -> None:
    assert same(one, other) is alike


def bank_of_singles(longest: int, of: int) -> list[Question]:
    """Return singles of four whose keys are the longest in some, and never the shortest; keys stand at every place in turn."""
    found = []
    for n in range(of):
        key = n % 4
        texts = ["abcdefgh", "abcdefghi", "abcdefghij", "abcdefghijk"]
        at = 3 if n < longest else 1 + n % 2
        texts[key], texts[at] = texts[at], texts[key]
        found.append(single(texts, key, n + 1))
    return found


def told_by(bank: list[Question]) -> str:
    return "\n".join(what for _, what, _ in balance(bank))


def test_keys_that_are_the_longest_more_often_than_chance_are_told_and_so_are_keys_that_never_are() -> None:
    assert "the key is the longest option in 22 of 60 single choices that have one, where chance gives 15" in told_by(bank_of_singles(22, 60))
    assert told_by(bank_of_singles(15, 60)) == ""
    assert "can be struck out unread" in told_by(bank_of_singles(1, 60))
    assert told_by(bank_of_singles(3, 6)) == ""  # a few prove nothing
    even = [single(["abcd", "abcd*", "abcd", "abc"], n % 3, n + 1) for n in range(15)]
    assert "longest option" not in told_by(even)  # as long as another, marks of Markdown aside


def test_keys_that_stand_in_one_place_too_often_or_too_seldom_are_told() -> None:
    texts = ["abcd"] * 4
    lean = [single([f"{t}{i}" for i, t in enumerate(texts)], 1 if n < 26 else n % 3, n + 1) for n in range(60)]
    out = told_by(lean)
    assert "keys of the bank stand at place 2" in out
    assert "0 of 60 keys of the bank stand at place 4" in out
    assert "stand at" not in told_by([single([f"{t}{i}" for i, t in enumerate(texts)], n % 4, n + 1) for n in range(60)])


def test_true_and_false_that_are_out_of_balance_are_told() -> None:
    assert "false is right in 17 of 22 statements" in told_by([statement(n, n <= 5) for n in range(1, 23)])
    assert "true is right in 17 of 22 statements" in told_by([statement(n, n > 5) for n in range(1, 23)])
    assert told_by([statement(n, n <= 12) for n in range(1, 23)]) == ""


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 40), st.floats(0.05, 0.95), st.integers(0, 40))
def test_the_distribution_is_the_binomial_where_chances_are_equal(n: int, p: float, count: int) -> None:
    exact = sum(math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(count, n + 1))
    assert at_least([p] * n, count) == pytest.approx(exact, abs=1e-9)
    assert at_most([p] * n, count) + at_least([p] * n, count + 1) == pytest.approx(1)


@pytest.mark.parametrize("share", [0.2, 0.25, 0.3])
def test_large_banks_are_judged_as_the_exact_test_would(share: float) -> None:
    n = EXACT
    exact, curve = at_least([0.25] * n, int(share * n)), at_least([0.25] * (n + 1), int(share * (n + 1)))
    assert curve == pytest.approx(exact, abs=0.03)


OUTCOMES = {
    id: Outcome.model_validate({"id": id, "short": "S", "text": "T", "work": work})
    for id, work in (("O3", {"bloom": "understand"}), ("O4", {}), ("O10", {"kinds": ["short-answer", "essay"], "bloom": "apply"}))
}


@pytest.mark.parametrize(
    ("outcome", "kind", "bloom", "told"),
    [
        ("O10", "single", "evaluate", "which a question of kind single does not meet"),
        ("O10", "short-answer", "understand", "which work at bloom `understand` does not meet"),
        ("O10", "short-answer", "apply", None),
        ("O3", "single", "remember", "which work at bloom `remember` does not meet"),
        ("O3", "single", "understand", None),
        ("O4", "single", "remember", None),
        ("O99", "single", "remember", None),
    ],
)
def test_an_outcome_is_named_only_where_the_work_meets_it(outcome: str, kind: str, bloom: str, told: str | None) -> None:
    ideas = [{"id": i, "text_md": i, "feedback_md": "F."} for i in "ab"]
    asked = {"outcomes": [outcome], "bloom": bloom}
    q = question(kind, ideas=ideas, model_answer_md="M.", **asked) if kind == "short-answer" else single(FOUR, **asked)
    found = [what for what, _ in unmet(q, OUTCOMES)]
    assert found == [] if told is None else told in found[0]


def test_the_course_says_which_work_meets_a_memo_and_that_recall_checks_nothing() -> None:
    outcomes = load().outcomes
    assert outcomes["O10"].work.kinds == ("short-answer", "essay") and outcomes["O10"].work.bloom == "apply"
    assert {id for id, o in outcomes.items() if o.work.bloom == "remember"} == {"O2", "O4"}


PUBLIC = [
    numeric(0.64, 0.005, prompt_md="You gave 80 per cent to something that failed. What is your Brier score?", sources=["brier"]),
    numeric(10, 0, n=2, prompt_md="For how many resolutions did the state vote?", sources=["list"]),
    question("single", 3, options=single(FOUR).options, prompt_md="In 1904 and 1907 one office gives 83 and another 57 per cent. Which sentence is right?", sources=["mbn"]),
    *(single(FOUR, n=n, prompt_md=f"Of river {n}, which sentence holds?") for n in range(10, 40)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("prompt", "fields", "told"),
    [
        ("A forecaster gave 80 per cent to what then failed. Which Brier score is that?", {}, "its stem is nearly that of bank/q01"),
        ("The distance is .64. Why?", {}, "its figure 0.64 stands in bank/q01"),
        ("True or not: ten texts had its vote.", {"sources": ["list"]}, "the answer 10 links it with bank/q02"),
        ("Two shares, 57 and 83: who errs?", {"sources": ["mbn"]}, "its numbers 57 and 83 stand in bank/q03"),
        ("Ten texts had its vote.", {"sources": ["other"]}, None),
        ("From 1904 to 1907, what changed on the frontier, and in whose favour did half of 57 arbiters decide?", {"sources": ["mbn"]}, None),
        ("By ICD 203 and ES-11/1, in 2024, which of 12 states?", {}, None),
    ],
)
def test_what_a_pool_shares_with_the_book_is_told(prompt: str, fields: dict[str, Any], told: str | None) -> None:
    found = [what for _, what, _ in twins([single(FOUR, n=99, prompt_md=prompt, **fields)], PUBLIC)]
    assert found == [] if told is None else any(told in what for what in found)


def test_names_and_years_are_no_figures() -> None:
    assert figures("ICD 203 of 2015, GA/12407, 12 states, 2,721 million, −6.8 per cent, .014") == {2721, -6.8, 0.014}


def test_options_are_shown_in_an_order_of_their_question_and_never_by_key() -> None:
    banks = [[single(FOUR, key=1, n=n) for n in range(1, 200)]]
    places = [[p.id for p in asked(q).parts].index("b") for q in banks[0]]
    assert all(30 < places.count(place) < 70 for place in range(4))
    assert [p.id for p in asked(banks[0][0]).parts] == mixed(banks[0][0]) == [p.id for p in asked(single(FOUR, key=1)).parts]
    assert sorted(mixed(banks[0][0])) == list("abcd")


AMOUNTS = ["45–55 per cent", "about 60 per cent", "−7 per cent", "to more than 80 per cent"]
IN_ORDER = [
    ["never", "rarely", "often", "always"],
    ["low", "medium", "high"],
    ["Much less likely than before.", "Somewhat less likely.", "About as likely.", "Somewhat more likely.", "Much more likely."],
    ["nothing, since no threat is believed", "a little, as with any threat", "a great deal, as it would hurt", "it depends on the source"],
    ["allies", "members of a pact", "neither, as the treaty is worthless"],
    ["the first reading", "the second reading", "both of them"],
    ["Moscow", "Beijing", "Pyongyang", "all three, since each has a treaty"],
]
"""Options that are a scale in words, or of which one speaks of the others."""
IN_ANY = [FOUR, ["Little Rock", "Allentown", "Moscow"], ["Both sides arm at once.", "One of them yields.", "Neither of them spoke of it."], ["More than one army came.", "A treaty was signed.", "A port was closed."]]


@pytest.mark.parametrize("texts", [*IN_ORDER, AMOUNTS])
def test_options_keep_their_order_where_it_matters(texts: list[str]) -> None:
    for n in range(1, 30):
        for q in (single(texts, n=n, ordered=True), multiple(texts, {0}, ordered=True)):
            assert asked(q).ordered
            assert mixed(q) == [p.id for p in asked(q).parts] == [o.id for o in q.options]
    assert asked(single(texts)).ordered is (texts is AMOUNTS)  # amounts are known by themselves


def told(bank: list[Question]) -> list[str]:
    return [what for _, _, what, _ in questions(bank, lambda *said: said, {})]


UNMARKED = "its options are a scale, or one speaks of the others, and each learner sees them in another order"


@given(st.sampled_from(IN_ORDER).flatmap(st.permutations), st.booleans())
@settings(max_examples=60, deadline=None)
def test_a_scale_that_is_not_marked_is_told_in_whatever_order_it_is_written(texts: list[str], many: bool) -> None:
    made = multiple(texts, {0}) if many else single(texts)
    assert UNMARKED in told([made])
    assert UNMARKED not in told([made.model_copy(update={"ordered": True})])


@pytest.mark.parametrize("texts", [*IN_ANY, AMOUNTS])
def test_other_options_need_no_mark(texts: list[str]) -> None:
    assert UNMARKED not in told([single(texts)])


def test_the_mark_sets_no_answer_aside_and_grades_none_anew() -> None:
    one, other = single(FOUR), single(FOUR, ordered=True)
    assert (one.wording, one.marking) == (other.wording, other.marking)


def test_book_and_pool_hold_every_rule() -> None:
    course = load()
    assert check(course) == []
    assert graded(course, load_pool(course)) == []
