"""Listed forms: what the book accepts is in the list, in each way people write it, and nothing else."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.classroom.export.conftest import make_bank, numeric
from thirdcorner.classroom.export import FORMATS
from thirdcorner.classroom.export.forms import ROOM, cut, forms, number_forms, written
from thirdcorner.classroom.scoring import fold, number, score
from thirdcorner.model import Blank

ACCEPTED = st.text(st.sampled_from("aé-–−'’“\" 9b"), min_size=1, max_size=12).filter(str.strip)


@given(ACCEPTED)
def test_every_listed_form_is_one_that_the_book_accepts(text):
    found = forms(Blank(accepted=(text,)))
    assert found and len({f.casefold() for f in found}) == len(found) <= ROOM
    assert {fold(f) for f in found} == {fold(text)}


@pytest.mark.parametrize("accepted, typed", [
    ("non-aggression pact", ["non–aggression pact", "non—aggression pact", "non−aggression pact", "non-aggression  pact", "non-aggression\u00a0pact", "non–aggression  pact"]),
    ("“axis”", ['"axis"', "“axis”"]), ("Élysée", ["Elysee"]), ("Xi’s", ["Xi's"]),
])  # fmt: skip
def test_what_people_type_is_in_the_list(accepted, typed):
    assert set(typed) <= set(forms(Blank(accepted=(accepted,)))) and not cut(Blank(accepted=(accepted,)))


def test_what_the_author_wrote_comes_first_and_a_list_that_ends_is_told(course):
    many = tuple(f"é{n} - “x’s y”" for n in range(20))
    assert forms(Blank(accepted=many))[:20] == list(many) and cut(Blank(accepted=many))
    gap = next(q for q in make_bank("text") if q.kind == "fill-in").model_copy(update={"blanks": (Blank(accepted=many),)})
    for name in ("moodle-xml", "qti-1.2", "qti-2.1", "qti-3.0", "gift", "common-cartridge"):
        assert any("list of accepted forms ends" in why for _, why in FORMATS[name].write(course, [gap], "T").left_out), name


@given(st.decimals(-9999, 9999, places=2) | st.decimals(-9999, 9999, places=3), st.sampled_from(["per cent", "years"]))
def test_each_way_of_writing_a_number_is_read_as_that_number(value, unit):
    found = written(value, unit)
    assert len(set(found)) == len(found) and {number(f) for f in found} == {float(value)}


def test_a_number_is_written_as_people_do():
    assert written(Decimal("-1190.5")) == ["-1190.5", "-1190,5", "-1,190.5", "−1190.5", "−1190,5", "−1,190.5"]
    assert written(Decimal("98.30"), "per cent") == ["98.3", "98,3", "98.3%", "98,3%", "98.3 %", "98,3 %"]


@given(st.decimals(-50, 50, places=1), st.sampled_from([0.0, 0.1, 0.5]))
def test_listed_numbers_are_those_that_the_book_accepts(value, tolerance):
    q = numeric(float(value), tolerance)
    found = number_forms(q)
    assert found and all(score(q, form) == 1 for form in found)
    edge = Decimal(repr(tolerance))
    for near in (value - edge, value, value + edge):
        assert set(written(near, q.unit)) <= set(found)


def test_a_number_is_also_written_with_a_zero_more_and_one_less(course):
    assert {"9.50", "9,50", "9.5 %"} <= set(number_forms(numeric(9.5).model_copy(update={"unit": "per cent"})))
    assert {".5", ",5", "0.50", "-.5"} & set(number_forms(numeric(0.5))) == {".5", ",5", "0.50"}
    assert "-.5" in number_forms(numeric(-0.5)) and "0,500" not in number_forms(numeric(0.5))
    for name in ("moodle-xml", "gift"):
        assert b"9.50" in FORMATS[name].write(course, [numeric(9.5)], "T").data


@given(st.decimals(-9999, 9999, places=2), st.sampled_from(["per cent", "years"]))
def test_each_looser_way_is_read_as_that_number(value, unit):
    assert {number(form) for form in written(value, unit, loose=True)} == {float(value)}


@pytest.mark.parametrize("accepted, typed", [
    ("Élysée", ["Elysée", "Élysee"]), ("pre-war non-aggression", ["pre–war non-aggression", "pre-war  non−aggression"]), ("the three year rule", ["the  three year rule"]),
])  # fmt: skip
def test_one_sign_typed_otherwise_is_in_the_list_or_told(accepted, typed):
    blank = Blank(accepted=(accepted,))
    assert set(typed) <= set(forms(blank)) or cut(blank)
    assert cut(Blank(accepted=("a-b-c-d-e-f g",)))


def test_a_tolerance_that_no_list_can_stand_for_has_none():
    assert number_forms(numeric(67.5, 12.5)) is None and number_forms(numeric(float("nan"))) is None
