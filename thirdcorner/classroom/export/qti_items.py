"""Questions as items of QTI 2.1: what is asked, how it is marked, and what is said to each answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from ...course.asked import ordered
from ...model import (
    FillIn,
    Interpretive,
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    Question,
    SingleChoice,
    TrueFalse,
)
from .common import Job, answers_of, ident_of
from .forms import decimal, forms
from .phrases import say
from .wording import (
    block,
    escape,
    length_note,
    marker_notes,
    model_answer,
    number_note,
    part_feedback,
    readings_feedback,
    rich,
    with_gaps,
    xml_text,
)

Node = Any
QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
SCHEMA = "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"


def add(node: Node, tag: str, text: str | None = None, **attributes: str) -> Node:
    """Add an element in its parent's namespace and return it."""
    made = etree.SubElement(node, etree.QName(etree.QName(node).namespace, tag), **attributes)
    made.text = None if text is None else xml_text(text)
    return made


def root_of(tag: str, namespace: str, schema: str, **attributes: str) -> Node:
    """Return a root element that names its schema."""
    root = etree.Element(f"{{{namespace}}}{tag}", nsmap={None: namespace, "xsi": _XSI}, **attributes)
    root.set(f"{{{_XSI}}}schemaLocation", f"{namespace} {schema}")
    return root


def written(root: Node) -> bytes:
    """Return a document as bytes."""
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


def item(job: Job, q: Question) -> Node:
    """Return a question as an assessmentItem."""
    root = root_of("assessmentItem", QTI, SCHEMA)
    for name, value in (("identifier", ident_of(q)), ("title", xml_text(job.name(q))), ("adaptive", "false"), ("timeDependent", "false")):
        root.set(name, value)
    said = _WRITERS[q.kind](root, job, q)
    general = add(root.find(f"{{{QTI}}}responseProcessing"), "setOutcomeValue", identifier="GENERAL")
    add(general, "baseValue", "general", baseType="identifier")
    for name, words in said.items():
        _fill(add(root, "modalFeedback", outcomeIdentifier="FEEDBACK", identifier=name, showHide="show"), words)
    _fill(add(root, "modalFeedback", outcomeIdentifier="GENERAL", identifier="general", showHide="show"), _general(q))
    return root


def _general(q: Question) -> str:
    feedback = block(q.explanation_md) + part_feedback(q)
    if isinstance(q, Interpretive):
        return feedback + readings_feedback(q)
    return feedback + model_answer(q)


def _outcomes(root: Node, scored: bool = True, told: str = "") -> None:
    """Declare the score, the general feedback, and (with the cardinality `told`) the feedback on what was answered."""
    if scored:
        score = add(root, "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float", normalMaximum="1")
        add(add(score, "defaultValue"), "value", "0")
    if told:
        add(root, "outcomeDeclaration", identifier="FEEDBACK", cardinality=told, baseType="identifier")
    add(root, "outcomeDeclaration", identifier="GENERAL", cardinality="single", baseType="identifier")


def _response(root: Node, cardinality: str, base: str, keys: Sequence[str] = (), name: str = "RESPONSE") -> Node:
    made = add(root, "responseDeclaration", identifier=name, cardinality=cardinality, baseType=base)
    if keys:
        right = add(made, "correctResponse")
        for value in keys:
            add(right, "value", value)
    return made


def _map(declaration: Node, shares: dict[str, float], folded: bool = False) -> None:
    """Add the marks that each answer brings, within 0 and 1."""
    mapping = add(declaration, "mapping", lowerBound="0", upperBound="1", defaultValue="0")
    for value, share in shares.items():
        made = add(mapping, "mapEntry", mapKey=value, mappedValue=repr(share))
        if folded:
            made.set("caseSensitive", "false")


def _body(root: Node, html: str) -> Node:
    body = add(root, "itemBody")
    _fill(add(body, "div"), html)
    return body


def _tell(rule: Node, name: str) -> None:
    """Set the feedback to one of those that the item has."""
    add(add(rule, "setOutcomeValue", identifier="FEEDBACK"), "baseValue", name, baseType="identifier")


def _choices(q: Any) -> list[tuple[str, str, str, bool]]:
    """Return the name, text, feedback and key of each choice."""
    if isinstance(q, TrueFalse):
        return [("true", say("true"), rich(q.feedback_true_md), q.correct), ("false", say("false"), rich(q.feedback_false_md), not q.correct)]
    if isinstance(q, Interpretive):
        return [(f"reading_{r.id}", rich(r.text_md), "", False) for r in q.readings]
    return [(f"choice_{o.id}", rich(o.text_md), rich(o.feedback_md), o.correct) for o in q.options]


def _choice(root: Node, job: Job, q: SingleChoice | MultipleChoice | TrueFalse | Interpretive) -> dict[str, str]:
    multiple, scored = isinstance(q, MultipleChoice), not isinstance(q, Interpretive)
    choices = _choices(q)
    keys = [name for name, _, _, is_key in choices if is_key]
    declaration = _response(root, "multiple" if multiple else "single", "identifier", keys)
    if multiple:
        _map(declaration, {name: (1 if is_key else -1) / len(keys) for name, _, _, is_key in choices})
    _outcomes(root, scored, ("multiple" if multiple else "single") if scored else "")
    body = _body(root, block(q.prompt_md))
    shuffle = "true" if isinstance(q, (SingleChoice, MultipleChoice)) and not ordered(q) else "false"
    interaction = add(body, "choiceInteraction", responseIdentifier="RESPONSE", shuffle=shuffle, maxChoices="0" if multiple else "1")
    for name, text, _, _ in choices:
        _fill(add(interaction, "simpleChoice", identifier=name), text)
    processing = add(root, "responseProcessing")
    if multiple:
        _unless_empty(processing)
    elif scored:
        test = add(add(processing, "responseCondition"), "responseIf")
        match = add(test, "match")
        add(match, "variable", identifier="RESPONSE")
        add(match, "correct", identifier="RESPONSE")
        add(add(test, "setOutcomeValue", identifier="SCORE"), "baseValue", "1", baseType="float")
    if scored:
        add(add(processing, "setOutcomeValue", identifier="FEEDBACK"), "variable", identifier="RESPONSE")
    return {name: words for name, _, words, _ in choices if words}


def _unless_empty(processing: Node) -> None:
    """Score by the mapping, unless nothing was answered."""
    rule = add(processing, "responseCondition")
    test = add(rule, "responseIf")
    add(add(test, "isNull"), "variable", identifier="RESPONSE")
    add(add(test, "setOutcomeValue", identifier="SCORE"), "baseValue", "0", baseType="float")
    other = add(rule, "responseElse")
    add(add(other, "setOutcomeValue", identifier="SCORE"), "mapResponse", identifier="RESPONSE")


def _matching(root: Node, job: Job, q: Matching) -> dict[str, str]:
    names = {answer: f"answer_{n}" for n, answer in enumerate(answers_of(q), 1)}
    keys = [f"stem_{p.id} {names[p.answer]}" for p in q.pairs]
    _map(_response(root, "multiple", "directedPair", keys), {pair: 1 / len(keys) for pair in keys})
    _outcomes(root)
    body = _body(root, block(q.prompt_md))
    interaction = add(body, "matchInteraction", responseIdentifier="RESPONSE", shuffle="true", maxAssociations=str(len(keys)))
    stems, answers = add(interaction, "simpleMatchSet"), add(interaction, "simpleMatchSet")
    for pair in q.pairs:
        _fill(add(stems, "simpleAssociableChoice", identifier=f"stem_{pair.id}", matchMax="1"), rich(pair.stem_md))
    for answer, name in names.items():
        _fill(add(answers, "simpleAssociableChoice", identifier=name, matchMax=str(len(keys))), escape(answer))
    _unless_empty(add(root, "responseProcessing"))
    return {}


def _ordering(root: Node, job: Job, q: Ordering) -> dict[str, str]:
    """Write an order whose score is the share of pairs that stand in it, as in the book."""
    names = [f"item_{i.id}" for i in q.items]
    _response(root, "ordered", "identifier", names)
    _outcomes(root)
    for name in (*(f"PLACE_{n}" for n in names), "PAIRS"):
        add(add(add(root, "outcomeDeclaration", identifier=name, cardinality="single", baseType="integer"), "defaultValue"), "value", "0")
    interaction = add(_body(root, block(q.prompt_md)), "orderInteraction", responseIdentifier="RESPONSE", shuffle="true")
    for i in job.order(q, len(names)):
        _fill(add(interaction, "simpleChoice", identifier=names[i]), rich(q.items[i].text_md))
    processing = add(root, "responseProcessing")
    for name in names:
        _place(processing, name, len(names))
    pairs = [(a, b) for n, a in enumerate(names) for b in names[n + 1 :]]
    for first, second in pairs:
        test = add(add(processing, "responseCondition"), "responseIf")
        both = add(test, "and")
        placed = add(both, "gt")
        add(placed, "variable", identifier=f"PLACE_{first}")
        add(placed, "baseValue", "0", baseType="integer")
        before = add(both, "lt")
        add(before, "variable", identifier=f"PLACE_{first}")
        add(before, "variable", identifier=f"PLACE_{second}")
        more = add(add(test, "setOutcomeValue", identifier="PAIRS"), "sum")
        add(more, "variable", identifier="PAIRS")
        add(more, "baseValue", "1", baseType="integer")
    share = add(add(processing, "setOutcomeValue", identifier="SCORE"), "divide")
    add(share, "variable", identifier="PAIRS")
    add(share, "baseValue", str(len(pairs)), baseType="integer")
    return {}


def _place(processing: Node, name: str, count: int) -> None:
    """Note at which place of the response an item stands; 0 where it stands at none."""
    rule = add(processing, "responseCondition")
    for n in range(1, count + 1):
        test = add(rule, "responseIf" if n == 1 else "responseElseIf")
        match = add(test, "match")
        add(add(match, "index", n=str(n)), "variable", identifier="RESPONSE")
        add(match, "baseValue", name, baseType="identifier")
        add(add(test, "setOutcomeValue", identifier=f"PLACE_{name}"), "baseValue", str(n), baseType="integer")


def _numeric(root: Node, job: Job, q: Numeric) -> dict[str, str]:
    _response(root, "single", "float", [decimal(q.answer)])
    _outcomes(root, told="single")
    body = _body(root, block(q.prompt_md) + number_note(q, typed=True))
    add(add(body, "p"), "textEntryInteraction", responseIdentifier="RESPONSE", expectedLength="12")
    processing = add(root, "responseProcessing")
    rule = add(processing, "responseCondition")
    numbers = [(q.answer, "right", q.feedback_right_md), *((n, f"trap_{i}", words) for i, (n, words) in enumerate(q.traps, 1))]
    for value, name, _ in numbers:
        test = add(rule, "responseIf" if name == "right" else "responseElseIf")
        reach = decimal(q.tolerance + 1e-9)
        equal = add(test, "equal", toleranceMode="absolute", tolerance=f"{reach} {reach}")
        add(equal, "variable", identifier="RESPONSE")
        add(equal, "baseValue", decimal(value), baseType="float")
        if name == "right":
            add(add(test, "setOutcomeValue", identifier="SCORE"), "baseValue", "1", baseType="float")
        _tell(test, name)
    _tell(add(rule, "responseElse"), "wrong")
    return {name: rich(words) for _, name, words in numbers} | {"wrong": rich(q.feedback_wrong_md)}


def _fill_in(root: Node, job: Job, q: FillIn) -> dict[str, str]:
    count = len(q.blanks)
    for n, blank in enumerate(q.blanks, 1):
        accepted = forms(blank)
        _map(_response(root, "single", "string", accepted[:1], f"RESPONSE_{n}"), dict.fromkeys(accepted, 1), folded=True)
    _outcomes(root, told="single")
    add(add(add(root, "outcomeDeclaration", identifier="FILLED", cardinality="single", baseType="float"), "defaultValue"), "value", "0")
    _body(root, with_gaps(q, lambda n: f'<textEntryInteraction responseIdentifier="RESPONSE_{n}" expectedLength="20"/>'))
    processing = add(root, "responseProcessing")
    for n in range(1, count + 1):
        test = add(add(processing, "responseCondition"), "responseIf")
        add(add(add(test, "not"), "isNull"), "variable", identifier=f"RESPONSE_{n}")
        total = add(add(test, "setOutcomeValue", identifier="FILLED"), "sum")
        add(total, "variable", identifier="FILLED")
        add(total, "mapResponse", identifier=f"RESPONSE_{n}")
    share = add(add(processing, "setOutcomeValue", identifier="SCORE"), "divide")
    add(share, "variable", identifier="FILLED")
    add(share, "baseValue", str(count), baseType="float")
    rule = add(processing, "responseCondition")
    test = add(rule, "responseIf")
    enough = add(test, "gte")
    add(enough, "variable", identifier="FILLED")
    add(enough, "baseValue", str(count), baseType="float")
    _tell(test, "right")
    _tell(add(rule, "responseElse"), "wrong")
    return {"right": rich(q.feedback_right_md), "wrong": rich(q.feedback_wrong_md)}


def _open(root: Node, job: Job, q: Question) -> dict[str, str]:
    _response(root, "single", "string")
    _outcomes(root)
    body = _body(root, block(q.prompt_md) + length_note(q))
    _fill(add(add(body, "rubricBlock", view="scorer"), "div"), marker_notes(q))
    lines = "12" if q.kind == "essay" else "5"
    add(body, "extendedTextInteraction", responseIdentifier="RESPONSE", expectedLines=lines)
    add(root, "responseProcessing")
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
