"""Moodle XML and GIFT: what Moodle's import would stop at, or take silently for something else."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.classroom.export.conftest import make_bank
from thirdcorner.classroom.export import FORMATS
from thirdcorner.classroom.export.forms import forms
from thirdcorner.classroom.export.gift import coded
from thirdcorner.classroom.export.moodle_xml import GRADES, grade


@pytest.fixture(scope="module", params=["bank", "pool", "awkward"])
def quiz(request, course):
    questions = request.getfixturevalue(request.param)
    return etree.fromstring(FORMATS["moodle-xml"].write(course, questions, "T").data), {q.id: q for q in questions}


def of_type(root, kind):
    return root.findall(f"question[@type='{kind}']")


def test_every_fraction_is_on_moodles_list(quiz):
    known = {f"{sign}{g:.7g}" for g in GRADES for sign in ("", "-")}
    found = [a.get("fraction") for q in quiz[0] if q.get("type") != "ordering" for a in q.iter("answer") if a.get("fraction")]
    assert found and set(found) <= known


def test_every_kind_has_its_type(quiz):
    root, bank = quiz
    types = {"single": "multichoice", "multiple": "multichoice", "true-false": "truefalse", "numeric": "numerical", "interpretive": "essay",
             "short-answer": "essay"}  # fmt: skip
    for node in root:
        if node.get("type") != "category":
            q = bank[node.findtext("idnumber")]
            expected = types.get(q.kind, q.kind)
            if q.kind == "fill-in":
                expected = "shortanswer" if len(q.blanks) == 1 else "cloze"
            assert node.get("type") == expected
    assert len(root) == len(bank) + len(of_type(root, "category"))


def test_choices_carry_the_books_scoring_rule(quiz):
    root, bank = quiz
    for node in of_type(root, "multichoice"):
        q = bank[node.findtext("idnumber")]
        keyed = sum(o.correct for o in q.options)
        assert (node.findtext("single") == "true") == (q.kind == "single")
        for answer, option in zip(node.findall("answer"), q.options, strict=True):
            wrong = 0 if q.kind == "single" else -100 / keyed
            assert abs(float(answer.get("fraction")) - (100 / keyed if option.correct else wrong)) < 1e-4
            assert answer.findtext("feedback/text")


def test_ordering_has_what_moodle_reads(quiz):
    root, bank = quiz
    for node in of_type(root, "ordering"):
        assert node.find("shownumcorrect") is not None
        assert node.findtext("gradingtype") == "RELATIVE_ALL_PREVIOUS_AND_NEXT"
        for tag in ("layouttype", "selecttype", "selectcount", "showgrading", "numberingstyle"):
            assert node.findtext(tag)
        assert len(node.findall("answer")) == len(bank[node.findtext("idnumber")].items_md)


def test_matching_has_pairs_and_its_distractors_no_stem(quiz):
    root, bank = quiz
    for node in of_type(root, "matching"):
        q = bank[node.findtext("idnumber")]
        parts = [(s.findtext("text") or "", html.unescape(s.findtext("answer/text"))) for s in node.findall("subquestion")]
        assert sum(bool(stem) for stem, _ in parts) == len(q.pairs) >= 2
        assert {answer for _, answer in parts} == {*(p.answer for p in q.pairs), *q.distractors}


def test_numeric_answers_are_numbers_and_the_key_comes_first(quiz):
    root, bank = quiz
    for node in of_type(root, "numerical"):
        q = bank[node.findtext("idnumber")]
        texts = [a.findtext("text") for a in node.findall("answer")]
        assert float(texts[0]) == q.answer and texts[-1] == "*"
        assert [float(t) for t in texts[1:-1]] == [value for value, _ in q.traps]
        assert float(node.findtext("answer/tolerance")) == q.tolerance
        assert all(" " not in unit.text for unit in node.iter("unit_name"))


def cloze_answers(text):
    """Read the gaps of a cloze text as Moodle's manual states the code, and undo the entities."""
    gaps = re.findall(r"\{1:SHORTANSWER:([^{}]*)\}", text)
    return [[html.unescape(part[1:]).replace(r"\*", "*") for part in gap.split("~") if part.startswith("=")] for gap in gaps]


def test_cloze_gaps_accept_their_forms_in_the_order_of_the_text(quiz):
    root, bank = quiz
    for node in of_type(root, "cloze"):
        q = bank[node.findtext("idnumber")]
        order = [int(n) for n in re.findall(r"\{\{(\d)\}\}", q.prompt_md)]
        text = node.findtext("questiontext/text")
        assert cloze_answers(text) == [forms(q.blanks[n - 1]) for n in order]
        assert text.count("{") == len(order)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=30).filter(str.strip))
def test_any_accepted_form_comes_back_from_a_cloze(course, answer):
    q = [q for q in make_bank("text", answer) if q.kind == "fill-in"][1]
    root = etree.fromstring(FORMATS["moodle-xml"].write(course, [q], "T").data)
    first, second = cloze_answers(root.findtext(".//questiontext/text"))
    assert (first, second) == (forms(q.blanks[1]), forms(q.blanks[0]))


def test_open_questions_tell_markers_and_interpretive_ones_earn_nothing(quiz):
    root, bank = quiz
    for node in of_type(root, "essay"):
        q = bank[node.findtext("idnumber")]
        assert node.findtext("graderinfo/text")
        assert node.findtext("defaultgrade") == ("0" if q.kind == "interpretive" else "1")


def outcome(course, id):
    return f"outcome {id} {course.outcomes[id].short}"


def test_hints_tags_and_categories_are_there(quiz, course):
    root, bank = quiz
    for node in root:
        if node.get("type") == "category":
            assert node.findtext("category/text").startswith("$course$/top/T/")
            continue
        q = bank[node.findtext("idnumber")]
        assert {outcome(course, o) for o in q.outcomes} | {f"bloom {q.bloom}", f"difficulty {q.difficulty}"} <= {t.findtext("text") for t in node.iter("tag")}
        assert node.get("type") == "essay" or len(node.findall("hint")) == len(q.hints_md)
        assert node.findtext("generalfeedback/text")


@given(st.integers(1, 8))
def test_a_share_becomes_the_nearest_percentage(keyed):
    assert float(grade(-1 / keyed)) == -float(grade(1 / keyed))
    assert abs(float(grade(1 / keyed)) - 100 / keyed) < 5e-6


def decoded(text):
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], text)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])))
def test_gift_escapes_every_character_that_it_uses(text):
    made = coded(text)
    assert not re.search(r"(?<!\\)[~=#{}:]", made.replace("\\\\", "")) and "\n" not in made
    assert decoded(made) == text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")


def test_gift_has_one_block_a_question(course, bank):
    text = FORMATS["gift"].write(course, bank, "T").data.decode()
    blocks = [b for b in text.strip().split("\n\n") if not b.startswith("$CATEGORY")]
    gaps = sum(len(q.blanks) - 1 for q in bank if q.kind == "fill-in")
    assert len(blocks) == len(bank) + gaps
    assert all(re.match(r"// \[id:[^\]]+\]( \[tag:[^\]]+\])+\n::", b) for b in blocks)


def test_gift_never_makes_a_gap_a_matching_question(course):
    half = [q for q in make_bank("text", "a -> b") if q.kind == "fill-in"]
    made = FORMATS["gift"].write(course, half, "T")
    assert [(id, why[:8]) for id, why in made.left_out if "->" in why] == [("ch/q07", "left out"), ("ch/q08", "left out")]
    part = half[0].model_copy(update={"blanks": (half[0].blanks[0].model_copy(update={"accepted": ("a -> b", "c")}),)})
    made = FORMATS["gift"].write(course, [part], "T")
    assert b"=%100%c#" in made.data and b"->" not in made.data
    assert [why[:7] for _, why in made.left_out if "->" in why] == ["in part"]
