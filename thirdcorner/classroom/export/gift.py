"""GIFT, Moodle's plain-text format, with its category, id and tag comments; texts are HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...course.maths import with_tex
from ...model import (
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
from .common import Job, by_chapter, labels, section_name
from .forms import cut, decimal, forms, number_forms
from .moodle_xml import CUT, grade, listed
from .wording import (
    block,
    escape,
    length_note,
    marker_notes,
    number_note,
    one_gap,
    part_feedback,
    places_prompt,
    readings_feedback,
    readings_prompt,
    rich,
    short,
    xml_text,
)


def make(job: Job) -> bytes:
    """Return the questions as GIFT."""
    out = []
    for slug, questions in by_chapter(job.bank).items():
        names = (job.title, section_name(job.course, slug, questions))
        out.append("$CATEGORY: $course$/top/" + "/".join(re.sub(r"\s+", " ", xml_text(n)).replace("/", "//") for n in names))
        for q in questions:
            out += _questions(job, q)
    return ("\n\n".join(out) + "\n").encode("utf-8")


def also(q: Question) -> Iterator[str]:
    """Yield what GIFT makes of single questions."""
    if isinstance(q, FillIn):
        if any(all("->" in form for form in b.accepted) for b in q.blanks):
            yield "left out: every form accepted for a gap has ->, by which GIFT knows a matching question"
        elif any(len(_held(b)) < len(forms(b)) for b in q.blanks):
            yield "in part: the accepted forms that have -> are missing, since GIFT knows a matching question by it"
        if any(cut(b) for b in q.blanks):
            yield CUT


def coded(text: str) -> str:
    r"""Return text with a backslash before each of ``\ ~ = # { } :``, line ends as ``\n``, and formulas as TeX."""
    text = with_tex(xml_text(text), (r"\(", r"\)"), ("$$", "$$"))
    return re.sub(r"([\\~=#{}:])", r"\\\1", text).replace("\n", r"\n")


def _questions(job: Job, q: Question) -> list[str]:
    if isinstance(q, FillIn):
        several = len(q.blanks) > 1
        return [_one(job, q, one_gap(q, n), _blank(q, n), f".{n}" if several else "") for n in range(1, len(q.blanks) + 1)]
    return [_one(job, q, _prompt(q), _answers(job, q))]


def _one(job: Job, q: Question, prompt: str, answers: list[str], suffix: str = "") -> str:
    tags = " ".join(f"[tag:{_tag(label)}]" for label in labels(job.course, q))
    head = f"// [id:{q.id}{suffix}] {tags}"
    general = coded(block(q.explanation_md) + part_feedback(q) + (readings_feedback(q) if isinstance(q, Interpretive) else marker_notes(q)))
    body = "\n".join(["{", *answers, f"####{general}", "}"])
    return f"{head}\n::{coded(f'{job.name(q)}{suffix}: {short(q.prompt_md)}')}::[html]{coded(prompt)}{body}"


def _tag(label: str) -> str:
    return re.sub(r"[\x00-\x1f\]\[<>`]", " ", label)


def _prompt(q: Question) -> str:
    if isinstance(q, Interpretive):
        return readings_prompt(q)
    if isinstance(q, Ordering):
        return places_prompt(q.prompt_md)
    return block(q.prompt_md) + (number_note(q, typed=True) if isinstance(q, Numeric) else length_note(q))


def _text(source: str) -> str:
    """Return Markdown as GIFT's HTML in which a first ``%`` is no weight."""
    made = rich(source)
    return coded("&#37;" + made[1:] if made.startswith("%") else made)


def _answers(job: Job, q: Question) -> list[str]:
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
        return [f"={coded(rich(q.items_md[i]))} -> {i + 1}" for i in job.order(q, len(q.items))]
    if isinstance(q, Numeric) and listed(q):
        return _listed(q)
    if isinstance(q, Numeric):
        reach = decimal(q.tolerance)
        right = f"=%100%{decimal(q.answer)}:{reach}#{coded(rich(q.feedback_right_md))}"
        traps = [f"=%0%{decimal(value)}:{reach}#{coded(rich(words))}" for value, words in q.traps]
        return ["#", right, *traps, f"~#{coded(rich(q.feedback_wrong_md))}"]
    return []


def _listed(q: Numeric) -> list[str]:
    """Return the one right number in each of its forms, and the traps likewise, as a short answer."""
    out: dict[str, str] = {}
    for value, share, words in ((q.answer, 100, q.feedback_right_md), *((trap, 0, words) for trap, words in q.traps)):
        for form in number_forms(q.model_copy(update={"answer": value})) or []:
            out.setdefault(form, f"=%{share}%{coded(form)}#{coded(rich(words))}")
    return [*out.values(), f"=%0%*#{coded(rich(q.feedback_wrong_md))}"]


def _blank(q: FillIn, n: int) -> list[str]:
    right, wrong = coded(rich(q.feedback_right_md)), coded(rich(q.feedback_wrong_md))
    accepted = [f"=%100%{coded(form.replace('*', chr(92) + '*'))}#{right}" for form in _held(q.blanks[n - 1])]
    return [*accepted, f"=%0%*#{wrong}"]


def _held(blank: Blank) -> list[str]:
    """Return the accepted forms that GIFT can hold."""
    return [form for form in forms(blank) if "->" not in form]
