"""Questions in the profile of QTI 1.2.1 that a Common Cartridge allows: five kinds, one response each, marks all or nothing.

What Moodle's and Canvas's importers ask for beyond the schema is kept too: ``true`` and ``false`` as the identifiers of a
true/false question, ``case="Yes"`` on the keys of a multiple response (Moodle counts those), feedback on a choice in the
condition that marks it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from ...course.formats import finite
from ...model import FillIn, Interpretive, Matching, MultipleChoice, Numeric, Question, SingleChoice, TrueFalse
from .common import Job, answers_of, ident_of, key, points
from .forms import cut, decimal, forms, number_forms
from .moodle_xml import CUT
from .phrases import say
from .wording import (
    block,
    escape,
    hints_list,
    html_list,
    length_note,
    marker_notes,
    number_note,
    one_gap,
    part_feedback,
    readings_prompt,
    rich,
    xml_text,
)

Node = Any
QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
FEWEST = 3
"""A multiple choice of the profile has at least so many choices."""


@dataclass(frozen=True)
class Item:
    """An item: choices (identifier, HTML, feedback, key), or forms to type, or neither where a person marks it."""

    ident: str
    title: str
    profile: str
    prompt: str
    general: str
    weight: int = 1
    choices: tuple[tuple[str, str, str, bool], ...] = ()
    accepted: tuple[str, ...] = ()
    right: str = ""
    wrong: str = ""


def also(q: Question) -> Iterator[str]:
    """Yield what the profile makes of single questions."""
    if isinstance(q, Matching) and len(answers_of(q)) < FEWEST:
        yield "left out: it has fewer than three answers to choose from; use moodle-xml, qti-2.1 or qti-3.0 for it"
    if isinstance(q, Numeric) and finite(q) and number_forms(q) is None:
        yield "left out: no list of forms can stand for its tolerance; use moodle-xml, qti-1.2, qti-2.1 or qti-3.0 for it"
    if isinstance(q, FillIn) and any(cut(b) for b in q.blanks):
        yield CUT


def of_version(q: Question, version: str) -> Iterator[str]:
    """Yield what a version makes of single questions: Moodle, which reads 1.1, looks for pictures in the prompt alone."""
    if version != "1.1":
        return
    beside = (text for i in items(q) for text in (i.general, i.right, i.wrong, *(part for _, words, said, _ in i.choices for part in (words, said))))
    if any("<img" in text for text in beside):
        yield "in part: Moodle shows a cartridge's pictures in the prompt alone, and this has others; use moodle-xml for it"


def items(q: Question, title: str = "") -> list[Item]:
    """Return a question as one item, or as one a stem or gap, under a title."""
    ident = ident_of(q)
    if isinstance(q, Matching):
        return [_stem(q, ident, n, title) for n in range(len(q.pairs))]
    if isinstance(q, FillIn):
        return [_gap(q, ident, n, title) for n in range(1, len(q.blanks) + 1)]
    if isinstance(q, Numeric):
        traps = html_list([f"{decimal(value)}: {rich(words)}" for value, words in q.traps]) if q.traps else ""
        accepted = tuple(number_forms(q) or ())
        prompt = block(q.prompt_md) + number_note(q)
        return [Item(ident, title, "fib", prompt, _general(q) + traps, accepted=accepted, right=rich(q.feedback_right_md), wrong=rich(q.feedback_wrong_md))]
    if isinstance(q, (SingleChoice, MultipleChoice)):
        choices = tuple((f"{ident}_{o.id}", rich(o.text_md), rich(o.feedback_md), o.correct) for o in q.options)
        profile = "multiple_choice" if isinstance(q, SingleChoice) else "multiple_response"
        return [Item(ident, title, profile, block(q.prompt_md), _general(q), choices=choices)]
    if isinstance(q, TrueFalse):
        both = (("true", say("true"), rich(q.feedback_true_md), q.correct), ("false", say("false"), rich(q.feedback_false_md), not q.correct))
        return [Item(ident, title, "true_false", block(q.prompt_md), _general(q), choices=both)]
    prompt = readings_prompt(q) if isinstance(q, Interpretive) else block(q.prompt_md) + length_note(q)
    return [Item(ident, title, "essay", prompt, _general(q), weight=points(q))]


def _general(q: Question) -> str:
    return block(q.explanation_md) + part_feedback(q) + marker_notes(q) + hints_list(q)


def _stem(q: Matching, ident: str, n: int, title: str) -> Item:
    pair, answers = q.pairs[n], answers_of(q)
    prompt = f"{block(q.prompt_md)}{block(pair.stem_md)}<p>{say('match')}</p>"
    choices = tuple((f"{ident}_{pair.id}_{m}", escape(a), "", a == pair.answer) for m, a in enumerate(answers, 1))
    general = block(q.explanation_md) + block(pair.feedback_md) + hints_list(q)
    return Item(f"{ident}_{pair.id}", f"{title}.{n + 1}", "multiple_choice", prompt, general, choices=choices)


def _gap(q: FillIn, ident: str, n: int, title: str) -> Item:
    several = len(q.blanks) > 1
    accepted = tuple(forms(q.blanks[n - 1]))
    ident, title = (f"{ident}_{n}", f"{title}.{n}") if several else (ident, title)
    return Item(ident, title, "fib", one_gap(q, n), _general(q), accepted=accepted, right=rich(q.feedback_right_md), wrong=rich(q.feedback_wrong_md))


def assessment(job: Job, questions: Sequence[Question], title: str, v: str) -> Node:
    """Return some of the questions as an assessment; `v` is the cartridge's version, such as ``v1p3``."""
    root = etree.Element(f"{{{QTI}}}questestinterop", nsmap={None: QTI, "xsi": _XSI})
    root.set(f"{{{_XSI}}}schemaLocation", f"{QTI} http://www.imsglobal.org/profile/cc/cc{v}/cc{v}_qtiasiv1p2p1_v1p0.xsd")
    whole = add(root, "assessment", ident="assessment_" + key(*(q.id for q in questions)), title=xml_text(title))
    _fields(whole, cc_profile="cc.exam.v0p1", qmd_assessmenttype="Examination", qmd_scoretype="Percentage", cc_maxattempts="unlimited", qmd_feedbackpermitted="Yes")
    section = add(whole, "section", ident="root_section")
    for q in questions:
        for item in items(q, job.name(q)):
            _item(section, item, v)
    return root


def add(node: Node, tag: str, text: str | None = None, **attributes: str) -> Node:
    """Return a new element below a node, in its namespace."""
    made = etree.SubElement(node, etree.QName(etree.QName(node).namespace, tag), **attributes)
    made.text = None if text is None else xml_text(text)
    return made


def _fields(node: Node, **values: str) -> None:
    data = add(node, "qtimetadata")
    for name, value in values.items():
        field = add(data, "qtimetadatafield")
        add(field, "fieldlabel", name)
        add(field, "fieldentry", value)


def _material(node: Node, text: str) -> None:
    add(add(node, "material"), "mattext", text, texttype="text/html")


def _item(section: Node, item: Item, v: str) -> None:
    node = add(section, "item", ident=item.ident, title=xml_text(item.title))
    fields = {"cc_profile": f"cc.{item.profile}.v0p1", "cc_weighting": str(item.weight)}
    _fields(add(node, "itemmetadata"), **fields, **({"qmd_computerscored": "No"} if item.profile == "essay" else {}))
    presentation = add(node, "presentation")
    _material(presentation, item.prompt)
    processing = add(node, "resprocessing")
    add(add(processing, "outcomes"), "decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal")
    _other(processing, "general_fb", goes_on=True)
    said = {"general_fb": item.general}
    if item.choices:
        said |= _choices(presentation, processing, item, v)
    else:
        field = add(presentation, "response_str", ident="response1", rcardinality="Single")
        add(add(field, "render_fib"), "response_label", ident="answer1")
        if item.accepted:
            said |= _typed(processing, item)
    for name, words in said.items():
        _material(add(add(node, "itemfeedback", ident=name), "flow_mat"), words)


def _other(processing: Node, feedback: str, goes_on: bool) -> None:
    """Show a feedback whatever is answered."""
    rule = add(processing, "respcondition", **{"continue": "Yes" if goes_on else "No"})
    add(add(rule, "conditionvar"), "other")
    add(rule, "displayfeedback", feedbacktype="Response", linkrefid=feedback)


def _choices(presentation: Node, processing: Node, item: Item, v: str) -> dict[str, str]:
    several = item.profile == "multiple_response"
    lid = add(presentation, "response_lid", ident="response1", rcardinality="Multiple" if several else "Single")
    render = add(lid, "render_choice")
    # Moodle takes the feedback of whatever goes on for the general one, so in its version a choice's condition ends the processing.
    to_moodle = v == "v1p1"
    goes_on = "Yes" if several and not to_moodle else "No"
    if several and to_moodle:
        _all_keys(processing, item, "Yes")
    said = {}
    for name, text, words, is_key in item.choices:
        _material(add(render, "response_label", ident=name), text)
        if not words and (several or not is_key):
            continue
        rule = add(processing, "respcondition", **{"continue": goes_on})
        add(add(rule, "conditionvar"), "varequal", name, respident="response1", case="Yes")
        if is_key and not several:
            add(rule, "setvar", "100", action="Set", varname="SCORE")
        if words:
            said[f"{name}_fb"] = words
            add(rule, "displayfeedback", feedbacktype="Response", linkrefid=f"{name}_fb")
    if several and not to_moodle:
        _all_keys(processing, item, "No")
    return said


def _all_keys(processing: Node, item: Item, goes_on: str) -> None:
    """Give the marks for all keys and nothing else."""
    rule = add(processing, "respcondition", **{"continue": goes_on})
    both = add(add(rule, "conditionvar"), "and")
    for name, _, _, is_key in item.choices:
        add(both if is_key else add(both, "not"), "varequal", name, respident="response1", case="Yes")
    add(rule, "setvar", "100", action="Set", varname="SCORE")


def _typed(processing: Node, item: Item) -> dict[str, str]:
    rule = add(processing, "respcondition", **{"continue": "No"})
    test = add(rule, "conditionvar")
    for form in item.accepted:
        add(test, "varequal", form, respident="response1", case="No")
    add(rule, "setvar", "100", action="Set", varname="SCORE")
    add(rule, "displayfeedback", feedbacktype="Response", linkrefid="correct_fb")
    _other(processing, "incorrect_fb", goes_on=False)
    return {"correct_fb": item.right, "incorrect_fb": item.wrong}
