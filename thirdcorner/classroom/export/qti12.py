"""QTI 1.2 as Canvas reads and writes it for classic quizzes: one quiz in a zip.

Canvas takes a multiple-answers question's wrong marks off its right ones, as the book does. It has no question of order,
so that becomes a matching of items with places.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
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
from .common import Job, answers_of, ident_of, key, packed, points, zipped
from .forms import cut, decimal, forms
from .moodle_xml import CUT
from .phrases import say
from .wording import (
    block,
    escape,
    html_list,
    length_note,
    marker_notes,
    number_note,
    part_feedback,
    places_prompt,
    plain,
    readings_feedback,
    readings_prompt,
    rich,
    with_gaps,
    xml_text,
)

Node = Any
_QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"
_PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
_META = "http://www.imsglobal.org/xsd/imsmd_v1p2"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"


def make(job: Job) -> bytes:
    """Return the questions as a zip that Canvas imports as one unpublished quiz."""
    ident = "quiz_" + key(job.title, *(q.id for q in job.bank))
    assessment, pictures = packed({"": _assessment(ident, job)}, lambda _: "$IMS-CC-FILEBASE$/pictures/")
    files = {
        "imsmanifest.xml": _manifest(ident, job.title, pictures),
        f"{ident}/assessment_meta.xml": _settings(ident, job),
        f"{ident}/{ident}.xml": assessment[""],
    }
    return zipped(files | {f"pictures/{name}": data for name, data in pictures.items()})


def also(q: Question) -> Iterator[str]:
    """Yield what Canvas makes of single questions."""
    if q.kind in ("matching", "ordering"):
        stems = [p.stem_md for p in q.pairs] if q.kind == "matching" else q.items_md
        if any(rich(stem) != escape(plain(stem)) for stem in stems):
            yield "in part: Canvas matches plain text, so the stems have lost their emphasis, and pictures are told in words"
    if isinstance(q, FillIn):
        if len(q.blanks) > 1 and "[" in q.prompt_md:
            yield "in part: Canvas takes [ ] for a gap: they are written as entities in its prompt"
        if any(cut(b) for b in q.blanks):
            yield CUT


def _bytes(node: Node) -> bytes:
    made: bytes = etree.tostring(node, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return made


def _add(node: Node, tag: str, text: str | None = None, **attributes: str) -> Node:
    made = etree.SubElement(node, etree.QName(etree.QName(node).namespace, tag), **attributes)
    made.text = None if text is None else xml_text(text)
    return made


def _manifest(ident: str, title: str, pictures: Mapping[str, bytes]) -> bytes:
    root = etree.Element(f"{{{_PACKAGE}}}manifest", nsmap={None: _PACKAGE, "imsmd": _META}, identifier=f"{ident}_manifest")
    about = _add(root, "metadata")
    _add(about, "schema", "IMS Content")
    _add(about, "schemaversion", "1.1.3")
    general = etree.SubElement(etree.SubElement(about, f"{{{_META}}}lom"), f"{{{_META}}}general")
    etree.SubElement(etree.SubElement(general, f"{{{_META}}}title"), f"{{{_META}}}string").text = xml_text(title)
    _add(root, "organizations")
    resources = _add(root, "resources")
    quiz = _add(resources, "resource", identifier=ident, type="imsqti_xmlv1p2")
    _add(quiz, "file", href=f"{ident}/{ident}.xml")
    _add(quiz, "dependency", identifierref=f"{ident}_meta")
    meta = f"{ident}/assessment_meta.xml"
    kind = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
    _add(_add(resources, "resource", identifier=f"{ident}_meta", type=kind, href=meta), "file", href=meta)
    for name in pictures:
        href = f"pictures/{name}"
        _add(_add(resources, "resource", identifier="picture_" + name.split(".")[0], type="webcontent", href=href), "file", href=href)
    return _bytes(root)


def _settings(ident: str, job: Job) -> bytes:
    kept = any(isinstance(q, (SingleChoice, MultipleChoice)) and ordered(q) for q in job.bank)  # Canvas has one word for a whole quiz
    root = etree.Element(f"{{{_CANVAS}}}quiz", nsmap={None: _CANVAS}, identifier=ident)
    for tag, value in (
        ("title", job.title),
        ("description", ""),
        ("shuffle_answers", "false" if kept else "true"),
        ("scoring_policy", "keep_highest"),
        ("quiz_type", "practice_quiz"),
        ("points_possible", f"{sum(points(q) for q in job.bank):.1f}"),
        ("show_correct_answers", "true"),
        ("allowed_attempts", "-1"),
        ("one_question_at_a_time", "false"),
        ("cant_go_back", "false"),
        ("available", "false"),
    ):
        _add(root, tag, value)
    return _bytes(root)


def _assessment(ident: str, job: Job) -> bytes:
    root = etree.Element(f"{{{_QTI}}}questestinterop", nsmap={None: _QTI, "xsi": _XSI})
    root.set(f"{{{_XSI}}}schemaLocation", f"{_QTI} http://www.imsglobal.org/xsd/ims_qtiasiv1p2p1.xsd")
    quiz = _add(root, "assessment", ident=ident, title=xml_text(job.title))
    _fields(_add(quiz, "qtimetadata"), cc_maxattempts="1")
    section = _add(quiz, "section", ident="root_section")
    for q in job.bank:
        _item(section, job, q)
    return _bytes(root)


def _fields(node: Node, **values: str) -> None:
    for name, value in values.items():
        field = _add(node, "qtimetadatafield")
        _add(field, "fieldlabel", name)
        _add(field, "fieldentry", value)


def _kind(q: Question) -> str:
    if isinstance(q, FillIn):
        return "short_answer_question" if len(q.blanks) == 1 else "fill_in_multiple_blanks_question"
    return {
        "single": "multiple_choice_question",
        "multiple": "multiple_answers_question",
        "true-false": "true_false_question",
        "matching": "matching_question",
        "ordering": "matching_question",
        "numeric": "numerical_question",
    }.get(q.kind, "essay_question")


def _item(section: Node, job: Job, q: Question) -> None:
    ident = ident_of(q)
    item = _add(section, "item", ident=ident, title=xml_text(job.name(q)))
    names = [name for name, _, _ in _choices(q, ident)]
    fields = {"question_type": _kind(q), "points_possible": f"{points(q)}", "original_answer_ids": ",".join(names)}
    _fields(_add(_add(item, "itemmetadata"), "qtimetadata"), **fields, assessment_question_identifierref=f"{ident}_ref")
    presentation = _add(item, "presentation")
    _material(presentation, _prompt(q))
    processing = _add(item, "resprocessing")
    _add(_add(processing, "outcomes"), "decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal")
    said = {"general_fb": _general(q)}
    _condition(processing, "general_fb")
    if isinstance(q, (SingleChoice, MultipleChoice, TrueFalse)):
        said |= _choice(presentation, processing, q, ident)
    elif isinstance(q, (Matching, Ordering)):
        _matching(presentation, processing, job, q, ident)
    elif isinstance(q, Numeric):
        said |= _numeric(presentation, processing, q)
    elif isinstance(q, FillIn):
        said |= _fill_in(presentation, processing, q, ident)
    else:
        _field(presentation)
        _add(_add(_add(processing, "respcondition", **{"continue": "No"}), "conditionvar"), "other")
    for name, words in said.items():
        _material(_add(_add(item, "itemfeedback", ident=name), "flow_mat"), words)


def _prompt(q: Question) -> str:
    if isinstance(q, FillIn):
        if len(q.blanks) == 1:
            return with_gaps(q, lambda n: "_____")
        return with_gaps(q, lambda n: f"[blank{n}]", lambda text: text.replace("[", "&#91;").replace("]", "&#93;"))
    if isinstance(q, Interpretive):
        return readings_prompt(q)
    if isinstance(q, Ordering):
        return places_prompt(q.prompt_md)
    return block(q.prompt_md) + (number_note(q, typed=True) if isinstance(q, Numeric) else length_note(q))


def _general(q: Question) -> str:
    return block(q.explanation_md) + part_feedback(q) + (readings_feedback(q) if isinstance(q, Interpretive) else marker_notes(q))


def _material(node: Node, text: str, kind: str = "text/html") -> None:
    _add(_add(node, "material"), "mattext", text, texttype=kind)


def _condition(processing: Node, feedback: str) -> None:
    """Show `feedback` whatever is answered."""
    made = _add(processing, "respcondition", **{"continue": "Yes"})
    _add(_add(made, "conditionvar"), "other")
    _add(made, "displayfeedback", feedbacktype="Response", linkrefid=feedback)


def _right(processing: Node, feedback: str = "") -> Node:
    """Add the condition of full marks, and return the node that its tests go into."""
    made = _add(processing, "respcondition", **{"continue": "No"})
    test = _add(made, "conditionvar")
    _add(made, "setvar", "100", action="Set", varname="SCORE")
    if feedback:
        _add(made, "displayfeedback", feedbacktype="Response", linkrefid=feedback)
    return test


def _share(processing: Node, respident: str, name: str, parts: int) -> None:
    """Add the condition of one part's share of the marks."""
    made = _add(processing, "respcondition")
    _add(_add(made, "conditionvar"), "varequal", name, respident=respident)
    _add(made, "setvar", f"{100 / parts:.2f}", action="Add", varname="SCORE")


def _choices(q: Question, ident: str) -> list[tuple[str, str, str]]:
    """Return the name, text and feedback of each choice, as HTML."""
    if isinstance(q, TrueFalse):
        return [(f"{ident}_true", say("true"), rich(q.feedback_true_md)), (f"{ident}_false", say("false"), rich(q.feedback_false_md))]
    if isinstance(q, (SingleChoice, MultipleChoice)):
        return [(f"{ident}_{o.id}", rich(o.text_md), rich(o.feedback_md)) for o in q.options]
    return []


def _choice(presentation: Node, processing: Node, q: SingleChoice | MultipleChoice | TrueFalse, ident: str) -> dict[str, str]:
    multiple = isinstance(q, MultipleChoice)
    lid = _add(presentation, "response_lid", ident="response1", rcardinality="Multiple" if multiple else "Single")
    render = _add(lid, "render_choice")
    keyed = [q.correct, not q.correct] if isinstance(q, TrueFalse) else [o.correct for o in q.options]
    said = {}
    for name, text, feedback in (choices := _choices(q, ident)):
        _material(_add(render, "response_label", ident=name), text)
        made = _add(processing, "respcondition", **{"continue": "Yes"})
        _add(_add(made, "conditionvar"), "varequal", name, respident="response1")
        _add(made, "displayfeedback", feedbacktype="Response", linkrefid=f"{name}_fb")
        said[f"{name}_fb"] = feedback
    test = _right(processing)
    test = _add(test, "and") if multiple else test
    for (name, _, _), is_key in zip(choices, keyed, strict=True):
        if is_key or multiple:
            _add(test if is_key else _add(test, "not"), "varequal", name, respident="response1")
    return said


def _matching(presentation: Node, processing: Node, job: Job, q: Matching | Ordering, ident: str) -> None:
    if isinstance(q, Matching):
        answers = answers_of(q)
        stems = [(p.id, plain(p.stem_md), p.answer) for p in q.pairs]
    else:
        answers = [str(n + 1) for n in range(len(q.items))]
        stems = [(q.items[i].id, plain(q.items[i].text_md), str(i + 1)) for i in job.order(q, len(q.items))]
    names = {answer: f"{ident}_{n}" for n, answer in enumerate(answers, 1)}
    for part, stem, answer in stems:
        lid = _add(presentation, "response_lid", ident=f"response_{ident}_{part}")
        _material(lid, stem, "text/plain")
        render = _add(lid, "render_choice")
        for label, name in names.items():
            _material(_add(render, "response_label", ident=name), label, "text/plain")
        _share(processing, f"response_{ident}_{part}", names[answer], len(stems))


def _field(presentation: Node, number: bool = False) -> None:
    field = _add(presentation, "response_str", ident="response1", rcardinality="Single")
    label = _add(_add(field, "render_fib", **({"fibtype": "Decimal"} if number else {})), "response_label", ident="answer1")
    if not number:
        label.set("rshuffle", "No")


def _numeric(presentation: Node, processing: Node, q: Numeric) -> dict[str, str]:
    _field(presentation, number=True)
    either = _add(_right(processing, "correct_fb"), "or")
    _add(either, "varequal", decimal(q.answer), respident="response1")
    middle, reach = Decimal(repr(q.answer)), Decimal(repr(q.tolerance))
    both = _add(either, "and")
    _add(both, "vargte", format(middle - reach, "f"), respident="response1")
    _add(both, "varlte", format(middle + reach, "f"), respident="response1")
    _condition(processing, "general_incorrect_fb")
    traps = html_list([f"{decimal(value)}: {rich(words)}" for value, words in q.traps]) if q.traps else ""
    return {"correct_fb": rich(q.feedback_right_md), "general_incorrect_fb": block(q.feedback_wrong_md) + traps}


def _fill_in(presentation: Node, processing: Node, q: FillIn, ident: str) -> dict[str, str]:
    if len(q.blanks) == 1:
        _field(presentation)
        test = _right(processing, "correct_fb")
        for form in forms(q.blanks[0]):
            _add(test, "varequal", form, respident="response1")
    else:
        for n, blank in enumerate(q.blanks, 1):
            lid = _add(presentation, "response_lid", ident=f"response_blank{n}")
            _material(lid, f"blank{n}", "text/plain")
            render = _add(lid, "render_choice")
            for m, form in enumerate(forms(blank), 1):
                _material(_add(render, "response_label", ident=f"{ident}_{n}_{m}"), form, "text/plain")
                _share(processing, f"response_blank{n}", f"{ident}_{n}_{m}", len(q.blanks))
        made = _add(processing, "respcondition", **{"continue": "No"})
        everything = _add(_add(made, "conditionvar"), "and")
        for n, blank in enumerate(q.blanks, 1):
            either = _add(everything, "or")
            for m, _ in enumerate(forms(blank), 1):
                _add(either, "varequal", f"{ident}_{n}_{m}", respident=f"response_blank{n}")
        _add(made, "displayfeedback", feedbacktype="Response", linkrefid="correct_fb")
    _condition(processing, "general_incorrect_fb")
    return {"correct_fb": rich(q.feedback_right_md), "general_incorrect_fb": rich(q.feedback_wrong_md)}
