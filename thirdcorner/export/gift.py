"""GIFT, Moodle's plain-text format, with its category, id and tag comments; texts are HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..content import Course
from ..model import (
    Blank,
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
from .common import (
    NOT_FINITE,
    Exported,
    block,
    by_chapter,
    confidence_notes,
    decimal,
    escape,
    finite,
    forms,
    hint_notes,
    labels,
    length_note,
    marker_notes,
    number_note,
    part_feedback,
    readings_feedback,
    readings_prompt,
    rich,
    short,
    shuffled,
    with_gaps,
    xml_notes,
    xml_text,
)
from .moodle_xml import grade


def write(course: Course, bank: Sequence[Question], title: str) -> Exported:
    """Return the questions as GIFT."""
    notes = [*xml_notes(bank), *confidence_notes(bank), *hint_notes(bank)]
    out = []
    for slug, questions in by_chapter(bank).items():
        chapter = course.chapters.get(slug)
        names = (title, f"{slug} {chapter.title}" if chapter else slug)
        out.append("$CATEGORY: $course$/top/" + "/".join(re.sub(r"\s+", " ", xml_text(n)).replace("/", "//") for n in names))
        for q in questions:
            if not finite(q):
                notes.append((q.id, NOT_FINITE))
                continue
            if isinstance(q, FillIn) and not all(_held(b) for b in q.blanks):
                notes.append((q.id, "left out: every form accepted for a gap has ->, by which GIFT knows a matching question"))
                continue
            out += _questions(q)
            notes += [(q.id, why) for why in _losses(q)]
    return Exported(("\n\n".join(out) + "\n").encode("utf-8"), tuple(notes))


def _losses(q: Question) -> list[str]:
    found = []
    if q.kind == "ordering":
        found.append("in part: GIFT has no ordering: items are matched with places, and the score is the share of items in place")
    if q.kind in ("matching", "ordering"):
        found.append("in part: the feedback on its parts stands together in the general feedback")
    if isinstance(q, FillIn) and len(q.blanks) > 1:
        found.append(f"in part: GIFT has one gap a question: it is {len(q.blanks)} questions")
    if isinstance(q, FillIn) and any(len(_held(b)) < len(forms(b)) for b in q.blanks):
        found.append("in part: the accepted forms that have -> are missing, since GIFT knows a matching question by it")
    if q.kind == "numeric":
        found.append("in part: GIFT has no units: the unit stands in the prompt")
    if q.kind == "interpretive":
        found.append("in part: it is an essay, and GIFT cannot say that it earns no marks: set its mark to 0")
    if q.kind in ("short-answer", "essay"):
        found.append("in part: GIFT has no notes for markers: the rubric or key ideas stand in the general feedback")
    return found


def coded(text: str) -> str:
    r"""Return text with a backslash before each of ``\ ~ = # { } :``, and line ends as ``\n``."""
    return re.sub(r"([\\~=#{}:])", r"\\\1", xml_text(text)).replace("\n", r"\n")


def _questions(q: Question) -> list[str]:
    if isinstance(q, FillIn):
        count = len(q.blanks)
        prompts = [with_gaps(q, lambda m, n=n: f"__({m})__" if count > 1 and m != n else "_____") for n in range(1, count + 1)]  # type: ignore[misc]
        return [_one(q, prompt, _blank(q, n), f".{n}" if count > 1 else "") for n, prompt in enumerate(prompts, 1)]
    return [_one(q, _prompt(q), _answers(q))]


def _one(q: Question, prompt: str, answers: list[str], suffix: str = "") -> str:
    tags = " ".join(f"[tag:{_tag(label)}]" for label in labels(q))
    head = f"// [id:{q.id}{suffix}] {tags}"
    general = coded(block(q.explanation_md) + part_feedback(q) + (readings_feedback(q) if isinstance(q, Interpretive) else marker_notes(q)))
    body = "\n".join(["{", *answers, f"####{general}", "}"])
    return f"{head}\n::{coded(f'{q.id}{suffix} {short(q.prompt_md)}')}::[html]{coded(prompt)}{body}"


def _tag(label: str) -> str:
    return re.sub(r"[\x00-\x1f\]\[<>`]", " ", label)


def _prompt(q: Question) -> str:
    if isinstance(q, Interpretive):
        return readings_prompt(q)
    if isinstance(q, Ordering):
        return block(q.prompt_md) + "<p>Give each item its place, 1 for the first.</p>"
    return block(q.prompt_md) + (number_note(q) if isinstance(q, Numeric) else length_note(q))


def _text(source: str) -> str:
    """Return Markdown as GIFT's HTML in which a first ``%`` is no weight."""
    made = rich(source)
    return coded("&#37;" + made[1:] if made.startswith("%") else made)


def _answers(q: Question) -> list[str]:
    if isinstance(q, SingleChoice):
        return [f"{'=' if o.correct else '~'}{_text(o.text_md)}#{coded(rich(o.feedback_md))}" for o in q.options]
    if isinstance(q, MultipleChoice):
        keyed = sum(o.correct for o in q.options)
        return [
            f"~%{grade((1 if o.correct else -1) / keyed)}%{_text(o.text_md)}#{coded(rich(o.feedback_md))}" for o in q.options
        ]
    if isinstance(q, TrueFalse):
        wrong, right = (q.feedback_false_md, q.feedback_true_md) if q.correct else (q.feedback_true_md, q.feedback_false_md)
        return [f"{'TRUE' if q.correct else 'FALSE'}#{coded(rich(wrong))}#{coded(rich(right))}"]
    if isinstance(q, Matching):
        used = {p.answer for p in q.pairs}
        extra = [("", d) for d in dict.fromkeys(q.distractors) if d not in used]
        return [f"={coded(stem)} -> {coded(escape(a))}" for stem, a in [*((rich(p.stem_md), p.answer) for p in q.pairs), *extra]]
    if isinstance(q, Ordering):
        return [f"={coded(rich(q.items_md[i]))} -> {i + 1}" for i in shuffled(len(q.items_md), q.id)]
    if isinstance(q, Numeric):
        reach = decimal(q.tolerance)
        right = f"=%100%{decimal(q.answer)}:{reach}#{coded(rich(q.feedback_right_md))}"
        traps = [f"=%0%{decimal(value)}:{reach}#{coded(rich(words))}" for value, words in q.traps]
        return ["#", right, *traps, f"~#{coded(rich(q.feedback_wrong_md))}"]
    return []


def _blank(q: FillIn, n: int) -> list[str]:
    right, wrong = coded(rich(q.feedback_right_md)), coded(rich(q.feedback_wrong_md))
    accepted = [f"=%100%{coded(form.replace('*', chr(92) + '*'))}#{right}" for form in _held(q.blanks[n - 1])]
    return [*accepted, f"=%0%*#{wrong}"]


def _held(blank: Blank) -> list[str]:
    """Return the accepted forms that GIFT can hold."""
    return [form for form in forms(blank) if "->" not in form]
