"""What every format owes: the same bytes each time, valid files, and a word about whatever it leaves out."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.classroom.export.conftest import AWKWARD, make_bank, numeric
from thirdcorner.classroom.export import FORMATS
from thirdcorner.classroom.export import json as json_format
from thirdcorner.classroom.export.common import ident_of, shuffled
from thirdcorner.classroom.export.forms import decimal

EVERY = pytest.mark.parametrize("name", list(FORMATS))
TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40).filter(lambda t: t.strip() and "{{" not in t)
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def write(name, course, bank, title="A title / with < & ]]> 习"):
    return FORMATS[name].write(course, bank, title)


def files(data):
    if data[:2] != b"PK":
        return {"": data}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@EVERY
def test_equal_questions_give_equal_bytes(name, course, bank, pool, awkward):
    for questions in (bank, pool, awkward, []):
        assert write(name, course, questions) == write(name, course, list(questions))


@EVERY
def test_every_question_is_in_the_file_or_said_to_be_left_out(name, course, bank, pool, awkward):
    for questions in (bank, pool, awkward):
        made = write(name, course, questions)
        text = b"\n".join(files(made.data).values()).decode("utf-8", "replace")
        out = {id for id, why in made.left_out if why.startswith("left out")}
        assert not [q.id for q in questions if q.id not in text and ident_of(q) not in text and q.id not in out]
        assert {id for id, _ in made.left_out} <= {q.id for q in questions}
        assert all(why.startswith(("left out: ", "in part: ")) for _, why in made.left_out)


@EVERY
def test_a_number_that_is_none_is_left_out_and_said(name, course):
    for wrong in (float("nan"), float("inf")):
        made = write(name, course, [numeric(wrong), numeric(1.0, wrong)])
        if name not in ("json", "csv"):
            assert [why[:8] for _, why in made.left_out if "finite" in why] == ["left out", "left out"]
        if name == "moodle-xml":
            assert b"numerical" not in made.data


@EVERY
@QUICK
@given(text=TEXT, answer=TEXT)
def test_any_text_makes_a_well_formed_file(name, course, text, answer):
    for path, data in files(write(name, course, make_bank(text, answer), text).data).items():
        if path.endswith(".xml") or name == "moodle-xml":
            etree.fromstring(data)
        elif path.endswith(".ipynb") or name == "json":
            json.loads(data)
        elif path.endswith(".anki2"):
            database = sqlite3.connect(":memory:")
            database.deserialize(data)
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            database.close()
        else:
            data.decode("utf-8")


@QUICK
@given(text=TEXT)
def test_json_and_csv_lose_nothing(course, text):
    bank = make_bank(text, text)
    assert json_format.read(write("json", course, bank).data) == bank
    rows = list(csv.DictReader(io.StringIO(write("csv", course, bank).data.decode("utf-8-sig"), newline="")))
    assert [json.loads(row["json"]) for row in rows] == [q.model_dump(mode="json") for q in bank]


def test_json_says_what_it_cannot_read(course, bank):
    whole = json.loads(write("json", course, bank).data)
    with pytest.raises(ValueError, match="reads version 1"):
        json_format.read(json.dumps(whole | {"version": 2}).encode())
    with pytest.raises(ValueError, match="no export"):
        json_format.read(b"[]")


def test_no_cell_of_the_csv_is_a_formula(course):
    made = write("csv", course, make_bank("=HYPERLINK(1)"))
    rows = csv.reader(io.StringIO(made.data.decode("utf-8-sig"), newline=""))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))]
    assert any("apostrophe" in why for _, why in made.left_out)


def test_awkward_words_are_whole_in_xml(course, awkward):
    """HTML in XML: read once as XML and once as HTML, the words are what the author wrote."""
    seen = AWKWARD.replace("`", "")
    root = etree.fromstring(write("moodle-xml", course, awkward).data)
    text = root.find(".//question[@type='multichoice']/questiontext/text").text
    assert "".join(etree.HTML(text).itertext()) == seen


def test_numbers_have_no_exponent():
    assert [decimal(x) for x in (1e-7, 1e22, -0.0, 67.5, 10.0, 0.1)] == ["0.0000001", "1" + "0" * 22, "0", "67.5", "10", "0.1"]


@given(st.integers(2, 9), st.text())
def test_a_shuffle_is_an_order_and_never_the_key(n, seed):
    order = shuffled(n, seed.encode("utf-8", "ignore").decode())
    assert sorted(order) == list(range(n)) and order != sorted(order)
