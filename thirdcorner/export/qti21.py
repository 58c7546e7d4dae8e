"""QTI 2.1: one assessmentItem a question, a test with a section a chapter, and a manifest with the tags as keywords."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from ..content import Course
from ..model import FillIn, Interpretive, Matching, MultipleChoice, Numeric, Ordering, Question, SingleChoice, TrueFalse
from .common import (
    NOT_FINITE,
    Exported,
    answers_of,
    block,
    by_chapter,
    confidence_notes,
    decimal,
    escape,
    finite,
    forms,
    hint_notes,
    key,
    labels,
    length_note,
    marker_notes,
    number_note,
    part_feedback,
    readings_feedback,
    rich,
    shuffled,
    with_gaps,
    xml_notes,
    xml_text,
    zipped,
)

Node = Any
QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
_LOM = "http://ltsc.ieee.org/xsd/LOM"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_TEMPLATES = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/"


def write(course: Course, bank: Sequence[Question], title: str) -> Exported:
    """Return the questions as a QTI 2.1 package."""
    notes = [*xml_notes(bank), *confidence_notes(bank), *hint_notes(bank)]
    notes += [(q.id, NOT_FINITE) for q in bank if not finite(q)]
    held = [q for q in bank if finite(q)]
    notes += [(q.id, why) for q in held for why in _losses(q)]
    files: dict[str, str | bytes] = {"imsmanifest.xml": _manifest(held, title), "test.xml": _test(course, held, title)}
    files |= {_file(q): _item(q) for q in held}
    return Exported(zipped(files), tuple(notes))


def _losses(q: Question) -> list[str]:
    found = []
    if q.kind == "ordering":
        found.append("in part: QTI has no share of pairs in order: its score is 1 for the right order and 0 for any other")
    if q.kind in ("matching", "ordering"):
        found.append("in part: the feedback on its parts stands together in the general feedback")
    if "style=" in rich(q.prompt_md):
        found.append("in part: QTI has no alignment of table cells")
    return found


def _ident(q: Question) -> str:
    return "q_" + key(q.id)


def _file(q: Question) -> str:
    return "items/" + re.sub(r"[^A-Za-z0-9-]+", "_", q.id) + ".xml"


def _add(node: Node, tag: str, text: str | None = None, **attributes: str) -> Node:
    made = etree.SubElement(node, etree.QName(etree.QName(node).namespace, tag), **attributes)
    made.text = None if text is None else xml_text(text)
    return made


def _root(tag: str, namespace: str, schema: str, **attributes: str) -> Node:
    root = etree.Element(f"{{{namespace}}}{tag}", nsmap={None: namespace, "xsi": _XSI}, **attributes)
    root.set(f"{{{_XSI}}}schemaLocation", f"{namespace} {schema}")
    return root


def _bytes(root: Node) -> bytes:
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return made


def _fill(node: Node, html: str) -> Node:
    """Put HTML (which Markdown gives well-formed) into `node` as QTI's own elements."""
    read = etree.fromstring(f'<div xmlns="{QTI}">{xml_text(html)}</div>')
    for child in read.iter():
        for name in ("style", "start"):
            child.attrib.pop(name, None)
    node.text = read.text
    node.extend(list(read))
    return node


def _item(q: Question) -> bytes:
    root = _root("assessmentItem", QTI, "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd")
    for name, value in (("identifier", _ident(q)), ("title", q.id), ("adaptive", "false"), ("timeDependent", "false")):
        root.set(name, value)
    said = _WRITERS[q.kind](root, q)
    for name, words in (said | {"general": _general(q)}).items():
        _fill(_add(root, "modalFeedback", outcomeIdentifier="FEEDBACK", identifier=name, showHide="show"), words)
    return _bytes(root)


def _general(q: Question) -> str:
    feedback = block(q.explanation_md) + part_feedback(q)
    if isinstance(q, Interpretive):
        return feedback + readings_feedback(q)
    return feedback + (f"<p>Model answer:</p>{block(q.model_answer_md)}" if q.kind in ("short-answer", "essay") else "")


def _outcomes(root: Node, scored: bool = True) -> None:
    if scored:
        score = _add(root, "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float", normalMaximum="1")
        _add(_add(score, "defaultValue"), "value", "0")
    feedback = _add(root, "outcomeDeclaration", identifier="FEEDBACK", cardinality="multiple", baseType="identifier")
    _add(_add(feedback, "defaultValue"), "value", "general")


def _response(root: Node, cardinality: str, base: str, keys: Sequence[str] = (), name: str = "RESPONSE") -> Node:
    made = _add(root, "responseDeclaration", identifier=name, cardinality=cardinality, baseType=base)
    if keys:
        right = _add(made, "correctResponse")
        for value in keys:
            _add(right, "value", value)
    return made


def _map(declaration: Node, shares: dict[str, float], folded: bool = False) -> None:
    """Add the marks that each answer brings, within 0 and 1."""
    mapping = _add(declaration, "mapping", lowerBound="0", upperBound="1", defaultValue="0")
    for value, share in shares.items():
        made = _add(mapping, "mapEntry", mapKey=value, mappedValue=repr(share))
        if folded:
            made.set("caseSensitive", "false")


def _body(root: Node, html: str) -> Node:
    body = _add(root, "itemBody")
    _fill(_add(body, "div"), html)
    return body


def _tell(processing: Node, *names: str, chosen: bool = False) -> None:
    """Set FEEDBACK to `names`, the general feedback, and (if `chosen`) what the learner chose."""
    among = _add(_add(processing, "setOutcomeValue", identifier="FEEDBACK"), "multiple")
    if chosen:
        _add(among, "variable", identifier="RESPONSE")
    for name in (*names, "general"):
        _add(among, "baseValue", name, baseType="identifier")


def _choices(q: Any) -> list[tuple[str, str, str, bool]]:
    """Return the name, text, feedback and key of each choice."""
    if isinstance(q, TrueFalse):
        return [("true", "True", rich(q.feedback_true_md), q.correct), ("false", "False", rich(q.feedback_false_md), not q.correct)]
    if isinstance(q, Interpretive):
        return [(f"reading_{n}", rich(r.text_md), "", False) for n, r in enumerate(q.readings, 1)]
    return [(f"choice_{n}", rich(o.text_md), rich(o.feedback_md), o.correct) for n, o in enumerate(q.options, 1)]


def _choice(root: Node, q: SingleChoice | MultipleChoice | TrueFalse | Interpretive) -> dict[str, str]:
    multiple, scored = isinstance(q, MultipleChoice), not isinstance(q, Interpretive)
    choices = _choices(q)
    keys = [name for name, _, _, is_key in choices if is_key]
    declaration = _response(root, "multiple" if multiple else "single", "identifier", keys)
    if multiple:
        _map(declaration, {name: (1 if is_key else -1) / len(keys) for name, _, _, is_key in choices})
    _outcomes(root, scored)
    body = _body(root, block(q.prompt_md))
    shuffle = "true" if isinstance(q, (SingleChoice, MultipleChoice)) else "false"
    interaction = _add(body, "choiceInteraction", responseIdentifier="RESPONSE", shuffle=shuffle, maxChoices="0" if multiple else "1")
    for name, text, _, _ in choices:
        _fill(_add(interaction, "simpleChoice", identifier=name), text)
    processing = _add(root, "responseProcessing")
    if multiple:
        _unless_empty(processing)
    elif scored:
        test = _add(_add(processing, "responseCondition"), "responseIf")
        match = _add(test, "match")
        _add(match, "variable", identifier="RESPONSE")
        _add(match, "correct", identifier="RESPONSE")
        _add(_add(test, "setOutcomeValue", identifier="SCORE"), "baseValue", "1", baseType="float")
    _tell(processing, chosen=scored)
    return {name: words for name, _, words, _ in choices if words}


def _unless_empty(processing: Node) -> None:
    """Score by the mapping, unless nothing was answered."""
    rule = _add(processing, "responseCondition")
    test = _add(rule, "responseIf")
    _add(_add(test, "isNull"), "variable", identifier="RESPONSE")
    _add(_add(test, "setOutcomeValue", identifier="SCORE"), "baseValue", "0", baseType="float")
    other = _add(rule, "responseElse")
    _add(_add(other, "setOutcomeValue", identifier="SCORE"), "mapResponse", identifier="RESPONSE")


def _matching(root: Node, q: Matching) -> dict[str, str]:
    names = {answer: f"answer_{n}" for n, answer in enumerate(answers_of(q), 1)}
    keys = [f"stem_{n} {names[p.answer]}" for n, p in enumerate(q.pairs, 1)]
    _map(_response(root, "multiple", "directedPair", keys), {pair: 1 / len(keys) for pair in keys})
    _outcomes(root)
    body = _body(root, block(q.prompt_md))
    interaction = _add(body, "matchInteraction", responseIdentifier="RESPONSE", shuffle="true", maxAssociations=str(len(keys)))
    stems, answers = _add(interaction, "simpleMatchSet"), _add(interaction, "simpleMatchSet")
    for n, pair in enumerate(q.pairs, 1):
        _fill(_add(stems, "simpleAssociableChoice", identifier=f"stem_{n}", matchMax="1"), rich(pair.stem_md))
    for answer, name in names.items():
        _fill(_add(answers, "simpleAssociableChoice", identifier=name, matchMax=str(len(keys))), escape(answer))
    _add(root, "responseProcessing", template=_TEMPLATES + "map_response")
    return {}


def _ordering(root: Node, q: Ordering) -> dict[str, str]:
    _response(root, "ordered", "identifier", [f"item_{n}" for n in range(1, len(q.items_md) + 1)])
    _outcomes(root)
    interaction = _add(_body(root, block(q.prompt_md)), "orderInteraction", responseIdentifier="RESPONSE", shuffle="true")
    for i in shuffled(len(q.items_md), q.id):
        _fill(_add(interaction, "simpleChoice", identifier=f"item_{i + 1}"), rich(q.items_md[i]))
    _add(root, "responseProcessing", template=_TEMPLATES + "match_correct")
    return {}


def _numeric(root: Node, q: Numeric) -> dict[str, str]:
    _response(root, "single", "float", [decimal(q.answer)])
    _outcomes(root)
    body = _body(root, block(q.prompt_md) + number_note(q))
    _add(_add(body, "p"), "textEntryInteraction", responseIdentifier="RESPONSE", expectedLength="12")
    processing = _add(root, "responseProcessing")
    rule = _add(processing, "responseCondition")
    numbers = [(q.answer, "right", q.feedback_right_md), *((n, f"trap_{i}", words) for i, (n, words) in enumerate(q.traps, 1))]
    for value, name, _ in numbers:
        test = _add(rule, "responseIf" if name == "right" else "responseElseIf")
        reach = decimal(q.tolerance + 1e-9)
        equal = _add(test, "equal", toleranceMode="absolute", tolerance=f"{reach} {reach}")
        _add(equal, "variable", identifier="RESPONSE")
        _add(equal, "baseValue", decimal(value), baseType="float")
        if name == "right":
            _add(_add(test, "setOutcomeValue", identifier="SCORE"), "baseValue", "1", baseType="float")
        _tell(test, name)
    _tell(_add(rule, "responseElse"), "wrong")
    return {name: rich(words) for _, name, words in numbers} | {"wrong": rich(q.feedback_wrong_md)}


def _fill_in(root: Node, q: FillIn) -> dict[str, str]:
    count = len(q.blanks)
    for n, blank in enumerate(q.blanks, 1):
        accepted = forms(blank)
        _map(_response(root, "single", "string", accepted[:1], f"RESPONSE_{n}"), {form: 1 / count for form in accepted}, folded=True)
    _outcomes(root)
    _body(root, with_gaps(q, lambda n: f'<textEntryInteraction responseIdentifier="RESPONSE_{n}" expectedLength="20"/>'))
    processing = _add(root, "responseProcessing")
    total = _add(_add(processing, "setOutcomeValue", identifier="SCORE"), "sum")
    for n in range(1, count + 1):
        _add(total, "mapResponse", identifier=f"RESPONSE_{n}")
    rule = _add(processing, "responseCondition")
    test = _add(rule, "responseIf")
    enough = _add(test, "gte")
    _add(enough, "variable", identifier="SCORE")
    _add(enough, "baseValue", "0.999", baseType="float")
    _tell(test, "right")
    _tell(_add(rule, "responseElse"), "wrong")
    return {"right": rich(q.feedback_right_md), "wrong": rich(q.feedback_wrong_md)}


def _open(root: Node, q: Question) -> dict[str, str]:
    _response(root, "single", "string")
    _outcomes(root)
    body = _body(root, block(q.prompt_md) + length_note(q))
    _fill(_add(_add(body, "rubricBlock", view="scorer"), "div"), marker_notes(q))
    lines = "12" if q.kind == "essay" else "5"
    _add(body, "extendedTextInteraction", responseIdentifier="RESPONSE", expectedLines=lines)
    _tell(_add(root, "responseProcessing"))
    return {}


_WRITERS: dict[str, Any] = {
    "single": _choice,
    "multiple": _choice,
    "true-false": _choice,
    "interpretive": _choice,
    "matching": _matching,
    "ordering": _ordering,
    "numeric": _numeric,
    "fill-in": _fill_in,
    "short-answer": _open,
    "essay": _open,
}


def _test(course: Course, bank: Sequence[Question], title: str) -> bytes:
    ident = "test_" + key(title, *(q.id for q in bank))
    root = _root("assessmentTest", QTI, "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd", identifier=ident, title=xml_text(title))
    part = _add(root, "testPart", identifier="part", navigationMode="nonlinear", submissionMode="individual")
    for n, (slug, questions) in enumerate((by_chapter(bank) or {"empty": []}).items(), 1):
        name = course.chapters[slug].title if slug in course.chapters else slug
        section = _add(part, "assessmentSection", identifier=f"section_{n}", title=xml_text(name), visible="true")
        for q in questions:
            _add(section, "assessmentItemRef", identifier=_ident(q), href=_file(q))
    return _bytes(root)


def _manifest(bank: Sequence[Question], title: str) -> bytes:
    root = _root("manifest", _PACKAGE, "http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd", identifier="manifest")
    about = _add(root, "metadata")
    _add(about, "schema", "QTIv2.1 Package")
    _add(about, "schemaversion", "1.0.0")
    _add(root, "organizations")
    resources = _add(root, "resources")
    test = _add(resources, "resource", identifier="test", type="imsqti_test_xmlv2p1", href="test.xml")
    _lom(test, title, [])
    _add(test, "file", href="test.xml")
    for q in bank:
        made = _add(resources, "resource", identifier=_ident(q), type="imsqti_item_xmlv2p1", href=_file(q))
        _lom(made, q.id, labels(q))
        _add(made, "file", href=_file(q))
        _add(test, "dependency", identifierref=_ident(q))
    return _bytes(root)


def _lom(resource: Node, title: str, keywords: Sequence[str]) -> None:
    general = _add(etree.SubElement(_add(resource, "metadata"), f"{{{_LOM}}}lom", nsmap={"lom": _LOM}), "general")
    _add(_add(general, "title"), "string", title)
    for word in keywords:
        _add(_add(general, "keyword"), "string", word)
