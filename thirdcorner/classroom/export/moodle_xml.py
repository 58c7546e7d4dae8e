"""Moodle XML: every kind of question, with feedback, hints and tags, in one category a chapter.

Moodle's ordering question graded by all previous and next items, and its multiple choice with fractions of 100 / keyed and
-100 / keyed, follow the book's own scoring rules exactly.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from ...course.asked import ordered
from ...course.formats import exact
from ...course.maths import with_tex
from ...course.pictures import unpacked
from ...model import (
    Essay,
    FillIn,
    Interpretive,
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    Question,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)
from .common import Job, by_chapter, labels, points, section_name
from .forms import cut, decimal, forms, number_forms
from .wording import (
    block,
    escape,
    hints_list,
    length_note,
    marker_notes,
    model_answer,
    number_note,
    part_feedback,
    readings_feedback,
    readings_prompt,
    rich,
    short,
    with_gaps,
    xml_text,
)

GRADES = (
    100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667, 14.28571, 12.5, 11.11111, 10, 5, 0,
)  # fmt: skip
"""The percentages that Moodle knows, each also with a minus; an import with another one stops."""

Node = Any  # lxml's elements have no types that mypy accepts without its stubs


def grade(share: float) -> str:
    """Return the percentage of Moodle's list that is nearest to a share from -1 to 1."""
    near = min(GRADES, key=lambda g: abs(g - abs(share) * 100))
    return f"{'-' if share < 0 and near else ''}{near:g}" if near == int(near) else f"{'-' if share < 0 else ''}{near:.7g}"


def make(job: Job) -> bytes:
    """Return the questions as Moodle XML."""
    root = etree.Element("quiz")
    for slug, questions in by_chapter(job.bank).items():
        _category(root, job.title, section_name(job.course, slug, questions), slug)
        for q in questions:
            kind, write_kind = _kind(q)
            node = etree.SubElement(root, "question", type=kind)
            _head(node, job, q)
            write_kind(node, q)
            _tail(node, job, q)
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return made


def _kind(q: Question) -> tuple[str, Callable[[Node, Any], None]]:
    if isinstance(q, FillIn) and len(q.blanks) == 1:
        return "shortanswer", _short_answer
    return ("shortanswer", _listed) if listed(q) else _KINDS[q.kind]


def listed(q: Question) -> list[str]:
    """Return the forms of the one number that is right, where Moodle's own reading of numbers would refuse some; else nothing."""
    return number_forms(q) or [] if isinstance(q, Numeric) and exact(q) else []


def also(q: Question) -> Iterator[str]:
    """Yield what Moodle makes of single questions."""
    if q.kind == "matching" and len({*(p.answer for p in q.pairs), *q.distractors}) < 3:
        yield "in part: it has fewer than three answers; Moodle imports it but its editing form asks for three"
    if isinstance(q, FillIn) and any(cut(b) for b in q.blanks):
        yield CUT


CUT = "in part: the list of accepted forms ends before every way of writing them"


def _category(root: Node, title: str, name: str, slug: str) -> None:
    node = etree.SubElement(root, "question", type="category")
    path = "/".join(["$course$", "top", *(xml_text(part).replace("/", "//") for part in (title, name))])
    _text(etree.SubElement(node, "category"), path)
    _rich(node, "info", "")
    etree.SubElement(node, "idnumber").text = slug


def _text(node: Node, text: str) -> None:
    etree.SubElement(node, "text").text = xml_text(text)


def _rich(node: Node, tag: str, text: str, **attributes: str) -> Node:
    """Add an element whose text is HTML."""
    made = etree.SubElement(node, tag, **attributes, format="html")
    inner = etree.SubElement(made, "text")
    text, pictures = unpacked(with_tex(xml_text(text), (r"\(", r"\)"), ("$$", "$$")), "@@PLUGINFILE@@/")
    if text:
        inner.text = text if "]]>" in text else etree.CDATA(text)
    for name, data in sorted(pictures.items()):
        etree.SubElement(made, "file", name=name, path="/", encoding="base64").text = base64.b64encode(data).decode()
    return made


def _plain(node: Node, **values: str | int) -> None:
    for tag, value in values.items():
        etree.SubElement(node, tag).text = str(value)


def _head(node: Node, job: Job, q: Question) -> None:
    _text(etree.SubElement(node, "name"), f"{job.name(q)}: {short(q.prompt_md)}")
    _rich(node, "questiontext", _prompt(q))
    _rich(node, "generalfeedback", _general(q))
    _plain(node, defaultgrade=_mark(q), penalty="0.3333333", hidden=0, idnumber=q.id)


def _mark(q: Question) -> int:
    return len(q.blanks) if isinstance(q, FillIn) else points(q)


def _prompt(q: Question) -> str:
    if isinstance(q, FillIn):
        if len(q.blanks) == 1:
            return with_gaps(q, lambda n: "_____")
        return with_gaps(q, lambda n: _cloze(q, n), lambda text: text.replace("{", "&#123;"))
    if isinstance(q, Interpretive):
        return readings_prompt(q)
    return block(q.prompt_md) + (number_note(q, typed=True) if isinstance(q, Numeric) else length_note(q))


def _general(q: Question) -> str:
    feedback = block(q.explanation_md) + part_feedback(q)
    if isinstance(q, Interpretive):
        return feedback + readings_feedback(q)
    if isinstance(q, FillIn) and len(q.blanks) > 1:
        return block(q.feedback_right_md) + feedback
    return feedback + model_answer(q)


def _cloze(q: FillIn, n: int) -> str:
    """Return a gap in Moodle's embedded-answers code: a case-insensitive short answer worth one mark."""
    answers = "~".join(f"={_coded(_no_wildcard(form))}" for form in forms(q.blanks[n - 1]))
    return f"{{1:SHORTANSWER:{answers}~*#{_coded(rich(q.feedback_wrong_md))}}}"


def _coded(text: str) -> str:
    """Write every character that the code uses, and every one that HTML uses, as a numeric entity; Moodle decodes them."""
    return "".join(f"&#{ord(c)};" if c in "\\~#{}=%/\"'&<>:" else c for c in text)


def _no_wildcard(text: str) -> str:
    return text.replace("*", r"\*")


def _tail(node: Node, job: Job, q: Question) -> None:
    if q.kind not in ("interpretive", "short-answer", "essay"):
        for hint in q.hints_md:
            made = _rich(node, "hint", rich(hint))
            if q.kind in ("multiple", "matching", "ordering"):
                etree.SubElement(made, "shownumcorrect")
    tags = etree.SubElement(node, "tags")
    for label in labels(job.course, q):
        _text(etree.SubElement(tags, "tag"), label)


def _answer(node: Node, text: str, share: float, feedback: str, html_text: bool = False) -> Node:
    if html_text:
        made = _rich(node, "answer", text, fraction=grade(share))
    else:
        made = etree.SubElement(node, "answer", fraction=grade(share), format="moodle_auto_format")
        _text(made, text)
    _rich(made, "feedback", feedback)
    return made


def _combined(node: Node) -> None:
    for tag in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
        _rich(node, tag, "")
    etree.SubElement(node, "shownumcorrect").text = "1"


def _choice(node: Node, q: SingleChoice | MultipleChoice) -> None:
    single = isinstance(q, SingleChoice)
    _plain(node, single="true" if single else "false", shuffleanswers="false" if ordered(q) else "true", answernumbering="abc", showstandardinstruction=0 if single else 1)
    _combined(node)
    keyed = sum(o.correct for o in q.options)
    for option in q.options:
        wrong = 0.0 if single else -1 / keyed
        _answer(node, rich(option.text_md), 1 / keyed if option.correct else wrong, rich(option.feedback_md), html_text=True)


def _true_false(node: Node, q: TrueFalse) -> None:
    _answer(node, "true", float(q.correct), rich(q.feedback_true_md))
    _answer(node, "false", float(not q.correct), rich(q.feedback_false_md))


def _matching(node: Node, q: Matching) -> None:
    _plain(node, shuffleanswers="true")
    _combined(node)
    used = {p.answer for p in q.pairs}
    pairs = [(rich(p.stem_md), p.answer) for p in q.pairs]
    for stem, answer in [*pairs, *(("", d) for d in dict.fromkeys(q.distractors) if d not in used)]:
        made = _rich(node, "subquestion", stem)
        _text(etree.SubElement(made, "answer"), escape(answer))  # Moodle reads it as HTML and takes tags away


def _ordering(node: Node, q: Ordering) -> None:
    _plain(node, layouttype="VERTICAL", selecttype="ALL", selectcount=0, gradingtype="RELATIVE_ALL_PREVIOUS_AND_NEXT")
    _plain(node, showgrading="SHOW", numberingstyle="none")
    _combined(node)
    for place, item in enumerate(q.items_md, 1):
        _rich(node, "answer", rich(item), fraction=f"{place}.0000000")  # here it is the place, as in Moodle's own exports


def _numeric(node: Node, q: Numeric) -> None:
    key = [(q.answer, 1.0, q.feedback_right_md)]
    for value, share, feedback in [*key, *((trap, 0.0, words) for trap, words in q.traps)]:
        made = _answer(node, decimal(value), share, rich(feedback))
        _plain(made, tolerance=decimal(q.tolerance))
    _plain(_answer(node, "*", 0.0, rich(q.feedback_wrong_md)), tolerance=0)
    names = [] if q.unit.startswith("(") else list(dict.fromkeys([xml_text(q.unit).replace(" ", ""), *(["%"] if q.unit == "per cent" else [])]))
    _plain(node, unitgradingtype=0, unitpenalty="0.1000000", showunits=0 if names else 3, unitsleft=0)
    if names:  # Moodle takes the spaces out of a reply before it looks for a unit, so the names have none
        units = etree.SubElement(node, "units")
        for name in names:
            _plain(etree.SubElement(units, "unit"), multiplier=1, unit_name=name)


def _short_answer(node: Node, q: FillIn) -> None:
    _plain(node, usecase=0)
    for form in forms(q.blanks[0]):
        _answer(node, _no_wildcard(form), 1.0, rich(q.feedback_right_md))
    _answer(node, "*", 0.0, rich(q.feedback_wrong_md))


def _listed(node: Node, q: Numeric) -> None:
    """Write the one right number as a short answer in each of its forms, with its unit and without, and the traps likewise."""
    _plain(node, usecase=0)
    endings = ["", *([] if q.unit.startswith("(") else [f" {xml_text(q.unit)}"])]
    said: set[str] = set()
    for value, share, feedback in ((q.answer, 1.0, q.feedback_right_md), *((trap, 0.0, words) for trap, words in q.traps)):
        for form in number_forms(q.model_copy(update={"answer": value})) or []:
            for text in (form + ending for ending in endings):
                if text not in said:
                    said.add(text)
                    _answer(node, _no_wildcard(text), share, rich(feedback))
    _answer(node, "*", 0.0, rich(q.feedback_wrong_md))


def _cloze_tail(node: Node, q: FillIn) -> None:
    """Do nothing: the answers stand in the text."""


def _essay(node: Node, q: Interpretive | ShortAnswer | Essay) -> None:
    _plain(node, responseformat="editor", responserequired=0 if q.kind == "interpretive" else 1, responsefieldlines=30 if q.kind == "essay" else 10)
    if isinstance(q, Essay):
        _plain(node, minwordlimit=q.words_min)
    if not isinstance(q, Interpretive):
        _plain(node, maxwordlimit=q.words_max)
    _plain(node, attachments=0, attachmentsrequired=0, maxbytes=0, filetypeslist="")
    _rich(node, "graderinfo", marker_notes(q) + hints_list(q))
    _rich(node, "responsetemplate", "")


_KINDS: dict[str, tuple[str, Callable[[Node, Any], None]]] = {
    "single": ("multichoice", _choice),
    "multiple": ("multichoice", _choice),
    "true-false": ("truefalse", _true_false),
    "matching": ("matching", _matching),
    "ordering": ("ordering", _ordering),
    "numeric": ("numerical", _numeric),
    "fill-in": ("cloze", _cloze_tail),
    "interpretive": ("essay", _essay),
    "short-answer": ("essay", _essay),
    "essay": ("essay", _essay),
}
