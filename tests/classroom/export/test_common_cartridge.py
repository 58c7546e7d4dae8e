"""Common Cartridge, held against the rules of 1EdTech's schemas (which no registry carries) and against Moodle's and Canvas's importers.

`CONTENT` states the profile of QTI 1.2.1 (ccv1p1_qtiasiv1p2p1_v1p0.xsd, final of 2011, and its Schematron rules) in this test's
own words: which children an element has, in which order, and which attributes.
"""

from __future__ import annotations

import html
import io
import posixpath
import re
import zipfile

import pytest
from lxml import etree

from tests.classroom.export.conftest import make_bank, numeric
from thirdcorner.classroom.export import FORMATS
from thirdcorner.classroom.export.cc_questions import QTI, items
from thirdcorner.classroom.export.forms import forms
from thirdcorner.classroom.scoring import fold, number

CONTENT = {
    "questestinterop": ("assessment", {"xsi:schemaLocation"}),
    "assessment": ("qtimetadata? section", {"ident!", "title!"}),
    "section": ("item+", {"ident!", "title"}),
    "item": ("itemmetadata? presentation? resprocessing* itemfeedback*", {"ident!", "title"}),
    "itemmetadata": ("qtimetadata+", set()),
    "qtimetadata": ("qtimetadatafield+", set()),
    "qtimetadatafield": ("fieldlabel fieldentry", set()),
    "fieldlabel": ("", set()),
    "fieldentry": ("", set()),
    "presentation": ("material (response_lid|response_str)", {"label"}),
    "material": ("mattext+", {"label"}),
    "mattext": ("", {"texttype", "charset", "label"}),
    "response_lid": ("render_choice", {"ident!", "rcardinality=Single|Multiple"}),
    "response_str": ("render_fib", {"ident!", "rcardinality=Single|Multiple"}),
    "render_choice": ("response_label*", {"shuffle"}),
    "render_fib": ("response_label*", {"fibtype", "prompt", "rows", "columns"}),
    "response_label": ("material*", {"ident!", "rshuffle"}),
    "resprocessing": ("outcomes respcondition+", set()),
    "outcomes": ("decvar", set()),
    "decvar": ("", {"varname!=SCORE", "vartype=Integer|Decimal", "minvalue", "maxvalue"}),
    "respcondition": ("conditionvar setvar* displayfeedback*", {"continue=Yes|No", "title"}),
    "conditionvar": ("(and|other|varequal)+", set()),
    "and": ("(not|varequal)+", set()),
    "not": ("varequal+", set()),
    "other": ("", set()),
    "varequal": ("", {"respident!", "case=Yes|No"}),
    "setvar": ("", {"varname=SCORE", "action=Set"}),
    "displayfeedback": ("", {"feedbacktype!=Response", "linkrefid!"}),
    "itemfeedback": ("(flow_mat|material)+", {"ident!", "title"}),
    "flow_mat": ("material+", {"class"}),
}
FIELDS = {
    "cc_profile": "cc.exam.v0p1", "qmd_assessmenttype": "Examination", "qmd_scoretype": "Percentage", "qmd_feedbackpermitted": "Yes|No",
    "cc_maxattempts": "Examination|1|2|3|4|5|unlimited",
}  # fmt: skip
PROFILES = ("multiple_choice", "multiple_response", "true_false", "fib", "essay")


def faults(root):
    """Yield what in an assessment breaks the schema."""
    for node in root.iter():
        name = etree.QName(node)
        if name.namespace != QTI or name.localname not in CONTENT:
            yield f"{node.tag} is not of the profile"
            continue
        model, attributes = CONTENT[name.localname]
        children = "".join(f"{etree.QName(c).localname} " for c in node)
        pattern = re.sub(r"[a-z_]+", lambda m: f"(?:{m[0]} )", model).replace(" (", "(").replace(" ) ", " )")
        pattern = re.sub(r"\)\s+(?=\()", ")", pattern)
        if not re.fullmatch(pattern, children):
            yield f"{name.localname} has {children or 'nothing'}; it may have {model or 'nothing'}"
        if list(node) and (node.text or "").strip():
            yield f"{name.localname} has text beside its elements"
        allowed = {}
        for attribute in attributes:
            key, _, values = attribute.replace("!", "").partition("=")
            allowed[key] = (values, "!" in attribute)
        for key, value in node.attrib.items():
            short = "xsi:" + key.split("}")[1] if key.startswith("{") else key
            if short not in allowed or (allowed[short][0] and not re.fullmatch(allowed[short][0], value)):
                yield f"{name.localname}/@{short} = {value!r}"
        for key, (_, needed) in allowed.items():
            if needed and key not in node.attrib:
                yield f"{name.localname} lacks @{key}"


def bare(data):
    root = etree.fromstring(data)
    for node in root.iter():
        node.tag = etree.QName(node).localname
    return root


def fields(node):
    return {f.findtext("fieldlabel"): f.findtext("fieldentry") for f in node.find("qtimetadata")}


def rules(root):
    """Yield what breaks the Schematron rules 1 to 13."""
    about = fields(root.find("assessment"))
    yield from (f"1: {k}={v}" for k, v in about.items() if not re.fullmatch(FIELDS.get(k, "(?!)"), v))
    idents = [i.get("ident") for i in root.iter("item")]
    if len(set(idents)) < len(idents):
        yield "13: two items have one ident"
    for item in root.iter("item"):
        told = fields(item.find("itemmetadata"))
        profile = told["cc_profile"].removeprefix("cc.").removesuffix(".v0p1")
        if profile not in PROFILES or set(told) - {"cc_profile", "cc_weighting", "qmd_computerscored"} or not re.fullmatch(r"\d\d?", told["cc_weighting"]):
            yield f"2: {told}"
        responses = {r.get("ident") for r in item.iter("response_lid", "response_str")}
        labels = [label.get("ident") for label in item.iter("response_label")]
        tests = list(item.iter("varequal"))
        if any(t.get("respident") not in responses for t in tests):
            yield "e: a test names no response"
        choice = profile in ("multiple_choice", "multiple_response", "true_false")
        if choice != (item.find("presentation/response_lid") is not None):
            yield f"b: the response does not suit {profile}"
        if choice and {t.text for t in tests} - set(labels):
            yield "9: a test names no label"
        fewest = {"true_false": 2, "multiple_choice": 3, "multiple_response": 2}.get(profile, 0)
        if len(labels) < fewest or (profile == "true_false" and labels != ["true", "false"]):
            yield f"d: {profile} has {len(labels)} labels"
        if choice and item.find("presentation/response_lid").get("rcardinality") != ("Multiple" if profile == "multiple_response" else "Single"):
            yield "a: rcardinality"
        if (profile == "essay") != (told.get("qmd_computerscored") == "No") or (profile == "essay" and tests):
            yield "8: an essay is not marked by a computer"
        shown, said = {d.get("linkrefid") for d in item.iter("displayfeedback")}, {f.get("ident") for f in item.iter("itemfeedback")}
        if shown != said or shown & {"hint", "solution"}:
            yield f"12: {shown ^ said}"


def cartridge(course, bank, version="1.3", at="https://example.org/book/"):
    made = FORMATS["common-cartridge"].write(course, bank, "T & <T>", at=at, version=version)
    archive = zipfile.ZipFile(io.BytesIO(made.data))
    return {name: archive.read(name) for name in archive.namelist()}, made.left_out


BOTH = pytest.mark.parametrize("version", ["1.3", "1.1"])


@pytest.fixture(scope="module", params=["bank", "pool", "awkward"])
def questions(request):
    return request.getfixturevalue(request.param)


@BOTH
def test_every_assessment_keeps_the_rules(course, questions, version):
    files, _ = cartridge(course, questions, version)
    quizzes = [data for name, data in files.items() if name.startswith("questions/")]
    assert quizzes
    for data in quizzes:
        assert not [*faults(etree.fromstring(data)), *rules(bare(data))]


def test_the_checker_sees_what_it_is_for():
    root = etree.fromstring(f'<questestinterop xmlns="{QTI}"><assessment ident="a"><section ident="s"><item ident="i"><or/></item></section></assessment></questestinterop>')
    assert [f for f in faults(root) if "lacks @title" in f] and [f for f in faults(root) if "not of the profile" in f] and [f for f in faults(root) if "item has or" in f]


@BOTH
def test_the_manifest_lists_each_file_once_and_each_module_its_parts(course, bank, version):
    files, _ = cartridge(course, bank, version)
    v = "v" + version.replace(".", "p")
    root = etree.fromstring(files["imsmanifest.xml"])
    assert etree.QName(root).namespace == f"http://www.imsglobal.org/xsd/imscc{v}/imscp_v1p1"
    top = bare(files["imsmanifest.xml"])
    assert [etree.QName(c).localname for c in root] == ["metadata", "organizations", "resources"]
    assert (top.findtext("metadata/schema"), top.findtext("metadata/schemaversion")) == ("IMS Common Cartridge", f"{version}.0")
    assert top.findtext("metadata/lom/general/title/string") == "T & <T>"
    (organization,) = top.findall("organizations/organization")
    assert organization.get("structure") == "rooted-hierarchy"
    (root_item,) = organization.findall("item")
    assert root_item.find("title") is None
    modules = root_item.findall("item")
    assert [m.findtext("title")[:2] for m in modules] == sorted({q.id[:2] for q in bank})
    resources = {r.get("identifier"): r for r in top.findall("resources/resource")}
    hrefs = [f.get("href") for r in resources.values() for f in r.findall("file")]
    assert sorted(hrefs) == sorted(set(files) - {"imsmanifest.xml"})
    for module in modules:
        kinds = [resources[i.get("identifierref")].get("type") for i in module.findall("item")]
        assert kinds == [f"imswl_xml{v}", f"imsqti_xmlv1p2/imscc_xml{v}/assessment", f"imsdt_xml{v}"]
        assert all(i.findtext("title") for i in module.findall("item"))
    for resource in resources.values():
        if resource.get("type") != "webcontent":
            assert resource.get("href") is None and len(resource.findall("file")) == 1
    every = [n.get("identifier") for n in top.iter() if n.get("identifier")]
    assert len(set(every)) == len(every) and all(re.fullmatch(r"[A-Za-z_][\w.-]*", i) for i in every)


@BOTH
def test_pages_are_links_and_prompts_are_topics(course, bank, version):
    files, _ = cartridge(course, bank, version)
    v = "v" + version.replace(".", "p")
    link = etree.fromstring(files["pages/05-renewed-alliance.xml"])
    assert link.tag == f"{{http://www.imsglobal.org/xsd/imscc{v}/imswl_{v}}}webLink"
    assert link.find("{*}url").get("href") == "https://example.org/book/book/chapters/05-renewed-alliance.html"
    assert link.findtext("{*}title") == course.chapters["05-renewed-alliance"].title
    topic = etree.fromstring(files["discussion/05-renewed-alliance.xml"])
    assert topic.tag == f"{{http://www.imsglobal.org/xsd/imscc{v}/imsdt_{v}}}topic"
    text = topic.find("{*}text")
    assert text.get("texttype") == "text/html" and "".join(etree.HTML(text.text).itertext()).strip()[:40] in course.chapters["05-renewed-alliance"].discussion_md
    assert sum(name.startswith("discussion/") for name in files) == len({q.id.split("/")[0] for q in bank})


def test_without_an_address_there_are_questions_only(course, bank):
    files, _ = cartridge(course, bank, at="")
    assert {name.split("/")[0] for name in files} == {"imsmanifest.xml", "questions"}


def reply(item, given):
    """Mark an answer as the profile says: conditions in turn, until one that does not go on; return the score from 0 to 1."""
    score = 0.0
    for rule in item.iter("respcondition"):
        if holds(rule.find("conditionvar"), given):
            score = float(rule.findtext("setvar") or score * 100) / 100
            if rule.get("continue") == "No":
                break
    return score


def holds(node, given):
    """Return whether a condition is true of an answer: a set of labels, or a text; several texts under one condition are ways to write it."""
    if node.tag == "varequal":
        return node.text in given if isinstance(given, set) else node.text.casefold() == given.casefold()
    parts = [holds(c, given) for c in node]
    if node.tag == "not":
        return not any(parts)
    if node.tag == "other":
        return True
    return any(parts) if node.tag == "conditionvar" else all(parts)


@BOTH
def test_the_key_earns_everything_and_a_wrong_answer_nothing(course, questions, version):
    files, left_out = cartridge(course, questions, version)
    by_ident = {i.get("ident"): i for name, data in files.items() if name.startswith("questions/") for i in bare(data).iter("item")}
    out = {id for id, why in left_out if why.startswith("left out")}
    held = [q for q in questions if q.id not in out]
    assert {i.ident for q in held for i in items(q)} == set(by_ident)
    for made in (i for q in held for i in items(q)):
        item = by_ident[made.ident]
        if made.choices:
            key = {name for name, _, _, is_key in made.choices if is_key}
            assert reply(item, key) == 1
            wrong = [key ^ {name} for name, _, _, _ in made.choices] if made.profile == "multiple_response" else [{name} for name, _, _, k in made.choices if not k]
            assert wrong and all(reply(item, given) == 0 for given in wrong)
        elif made.accepted:
            assert all(reply(item, form) == 1 for form in made.accepted) and reply(item, "no such word") == 0


def test_the_keys_are_the_questions_own(course, bank):
    for q in bank:
        made = items(q)
        if q.kind in ("single", "multiple"):
            assert [k for _, _, _, k in made[0].choices] == [o.correct for o in q.options]
            assert [name.rsplit("_", 1)[1] for name, _, _, _ in made[0].choices] == [o.id for o in q.options]
        elif q.kind == "true-false":
            assert [name for name, _, _, k in made[0].choices if k] == [str(q.correct).lower()]
        elif q.kind == "matching":
            assert [[t for _, t, _, k in i.choices if k] for i in made] == [[p.answer.replace("&", "&amp;")] for p in q.pairs]
            assert len({tuple(t for _, t, _, _ in i.choices) for i in made}) == 1
        elif q.kind == "fill-in":
            assert [set(map(fold, i.accepted)) for i in made] == [set(map(fold, forms(b))) for b in q.blanks]
        elif q.kind == "numeric":
            assert all(abs(number(form) - q.answer) <= q.tolerance + 1e-9 for form in made[0].accepted)


def moodle(item):
    """Read an item as Moodle 4's importer does (backup/cc/entity11.quiz.class.php): the share of each answer, and its general feedback."""
    profile = fields(item.find("itemmetadata"))["cc_profile"]
    rules = list(item.iter("respcondition"))
    general = [d.get("linkrefid") for r in rules if r.get("continue") == "Yes" for d in r.findall("displayfeedback")]
    if "multiple_response" in profile:
        right = [v for r in rules if r.findtext("setvar") == "100" for v in r.iter("varequal") if v.get("case") == "Yes" and v.getparent().tag != "not"]
        return {v.text: 1 / len(right) for v in right}, general
    if "fib" in profile:
        first = next(r for r in rules if r.findtext("setvar") == "100")
        return {v.text: 1.0 for v in first.findall("conditionvar/varequal")}, general
    found = {}
    for rule in rules:
        first = rule.find("conditionvar/varequal")
        if first is not None:
            found[first.text] = 1.0 if rule.findtext("setvar") else 0.0
    return {name: share for name, share in found.items() if share}, general


def test_moodle_finds_the_keys_and_no_choices_feedback_in_the_general(course, bank):
    files, _ = cartridge(course, bank, "1.1")
    by_ident = {i.get("ident"): i for name, data in files.items() if name.startswith("questions/") for i in bare(data).iter("item")}
    seen = set()
    for q in bank:
        for made in items(q):
            if made.ident in by_ident and made.profile != "essay":
                seen.add(made.profile)
                shares, general = moodle(by_ident[made.ident])
                keys = {name for name, _, _, k in made.choices if k} or set(made.accepted)
                assert set(shares) == keys and general == ["general_fb"]
                if made.choices:
                    assert sum(shares.values()) == pytest.approx(1)
    assert seen == set(PROFILES) - {"essay"}


def test_what_has_no_form_in_a_cartridge_is_told_with_the_format_to_use(course):
    two = next(q for q in make_bank("text") if q.kind == "matching").model_copy(update={"distractors": ()})
    _, left_out = cartridge(course, [*make_bank("text"), two.model_copy(update={"id": "ch/q50"}), numeric(67.5, 12.5).model_copy(update={"id": "ch/q51"})], at="")
    out = {id: why for id, why in left_out if why.startswith("left out")}
    assert set(out) == {"ch/q05", "ch/q50", "ch/q51"} and all("use moodle-xml" in why for why in out.values())
    assert len([id for id, _ in left_out if id in out]) == len(out)


def moodle_path(folder, address):
    """Return where Moodle 4's importer (backup/cc/entities.class.php) looks for a picture that something in a folder shows."""
    return posixpath.normpath(posixpath.join(folder, "./" + address.replace("$IMS-CC-FILEBASE$", "")))


def canvas_path(folder, address, files):
    """Return which file Canvas's importer takes: by the folder, else without token and dots, else by the end of its path."""
    bare = re.sub(r"\$[^$]*\$|\.\./", "", address)
    return next((name for name in (posixpath.join(folder, bare), bare) if name in files), None)


@BOTH
def test_a_picture_is_found_from_where_it_is_shown(course, pictured, version):
    pictured = pictured.model_copy(update={"explanation_md": "why", "hints_md": (), "options": make_bank("text")[0].options})
    files, told = cartridge(course, [pictured], version, at="")
    shown = [(name, address) for name, data in files.items() if name.endswith(".xml") for address in re.findall(r"src=\"([^\"]+)\"", html.unescape(data.decode())) if "FILEBASE" in address]
    assert shown
    for name, address in shown:
        assert moodle_path(posixpath.dirname(name), address) in files
        assert canvas_path(posixpath.dirname(name), address, files) in files
    assert not any("prompt alone" in why for _, why in told)
    beside = pictured.model_copy(update={"explanation_md": pictured.prompt_md})
    assert any("prompt alone" in why for _, why in cartridge(course, [beside], version, at="")[1]) == (version == "1.1")


@pytest.mark.parametrize("name", ["common-cartridge", "qti-1.2", "qti-2.1", "qti-3.0", "moodle-xml", "gift"])
def test_a_question_of_the_pool_is_called_by_its_outcome(course, pool, name):
    some = [q for q in pool if q.id.startswith("pool-o1/")]
    made = FORMATS[name].write(course, some, "T").data
    text = made.decode() if made[:2] != b"PK" else "".join(zipfile.ZipFile(io.BytesIO(made)).read(n).decode("utf-8", "replace") for n in zipfile.ZipFile(io.BytesIO(made)).namelist())
    titles = re.findall(r"title=\"([^\"]*)\"|<name>\s*<text>([^<]*)|::(.*?)::", text)
    assert any(f"O1 {course.outcomes['O1'].short}, 3" in "".join(t) for t in titles)
    assert not [t for t in titles if "pool-" in "".join(t)]
