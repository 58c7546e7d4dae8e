"""A question's words as the formats need them: HTML, one line of plain text, and what is put beside them."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence

from ...course.formats import FEATURES, exact
from ...course.maths import with_tex
from ...course.words import markdown_html
from ...model import FillIn, Interpretive, Numeric, Question
from .phrases import say

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Return `text` with U+FFFD for each character that XML 1.0 forbids, and plain line ends."""
    return _FORBIDDEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def escape(text: str) -> str:
    """Return plain text as HTML or XML."""
    return html.escape(xml_text(text), quote=False)


def rich(source: str) -> str:
    """Return Markdown as HTML in which no character is one that XML forbids."""
    return xml_text(markdown_html(source))


def block(source: str) -> str:
    """Return Markdown as HTML that stands by itself: a lone paragraph keeps its ``<p>``."""
    made = rich(source)
    return made if re.match(r"<(p|ul|ol|pre|table|blockquote|h\d|hr)\b", made) else f"<p>{made}</p>"


def plain(source: str) -> str:
    """Return Markdown as one line of plain text: a formula as its TeX, a picture as the words that stand for it."""
    made = with_tex(rich(source), ("$", "$"), ("$", "$"))
    made = re.sub(r'<img [^>]*?alt="([^"]*)"[^>]*>', r"[\1]", made)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", "", made))).strip()


def short(source: str, room: int = 60) -> str:
    """Return the beginning of Markdown as plain text, cut at a word where it is longer than `room`; gaps are ``___``."""
    text = re.sub(r"\{\{\d+\}\}", "___", plain(source))
    return text if len(text) <= room else text[:room].rsplit(" ", 1)[0] + " …"


def with_gaps(q: FillIn, gap: Callable[[int], str], text: Callable[[str], str] = lambda t: t) -> str:
    """Return the prompt as HTML with ``gap(n)`` for the first ``{{n}}``, and `text` applied to all between.

    A gap that Markdown has swallowed (in a link's address, say) is put at the end, so that none is lost.
    """
    parts = re.split(r"\{\{(\d+)\}\}", block(q.prompt_md))
    left = list(range(1, len(q.blanks) + 1))
    out = [text(parts[0])]
    for number, after in zip(parts[1::2], parts[2::2], strict=True):
        n = int(number)
        if n in left:
            left.remove(n)
            out.append(gap(n))
        else:
            out.append(f"[{number}]" if 1 <= n <= len(q.blanks) else text(f"{{{{{number}}}}}"))
        out.append(text(after))
    return "".join(out) + "".join(f" {gap(n)}" for n in left)


def one_gap(q: FillIn, n: int) -> str:
    """Return the prompt with gap `n` to be filled, for a format that has one gap a question."""
    if len(q.blanks) == 1:
        return with_gaps(q, lambda m: "_____")
    return with_gaps(q, lambda m: f"__({m})__" if m != n else "_____") + f"<p>{say('gap', n=n, all=len(q.blanks))}</p>"


def html_list(items: Sequence[str], ordered: bool = False) -> str:
    """Return an HTML list of items that are HTML already."""
    tag = "ol" if ordered else "ul"
    return f"<{tag}>" + "".join(f"<li>{item}</li>" for item in items) + f"</{tag}>"


def places_prompt(source: str) -> str:
    """Return the prompt of an ordering question that asks for places."""
    return f"{block(source)}<p>{say('places')}</p>"


def readings_prompt(q: Interpretive) -> str:
    """Return the prompt of an interpretive question with its readings, as a task to write about."""
    readings = html_list([rich(r.text_md) for r in q.readings], ordered=True)
    return f"{block(q.prompt_md)}{readings}<p>{say('reading')}</p>"


def readings_feedback(q: Interpretive) -> str:
    """Return what each reading must explain, as HTML."""
    return html_list(
        [f"{rich(r.text_md)} <em>{say('defensible' if r.defensible else 'strained')}; {say('explain')}</em> {rich(r.must_explain_md)}" for r in q.readings],
        ordered=True,
    )


def marker_notes(q: Question) -> str:
    """Return what a marker needs as HTML: key ideas or rubric, and the model answer; empty for other kinds."""
    if q.kind == "interpretive":
        return readings_feedback(q)
    if q.kind == "short-answer":
        ideas = html_list([f"{rich(i.text_md)} — {rich(i.feedback_md)}" for i in q.ideas])
        return f"<p>{say('ideas')}</p>{ideas}{model_answer(q)}"
    if q.kind == "essay":
        rows = "".join(
            f"<tr><th>{escape(c.criterion)}</th>" + "".join(f"<td>{n}: {rich(level)}</td>" for n, level in enumerate(c.levels_md)) + "</tr>"
            for c in q.rubric
        )
        return f"<p>{say('rubric')}</p><table><tbody>{rows}</tbody></table>{model_answer(q)}"
    return ""


def model_answer(q: Question) -> str:
    """Return the model answer of an open question as HTML; empty for other kinds."""
    return f"<p>{say('model')}</p>{block(q.model_answer_md)}" if q.kind in ("short-answer", "essay") else ""


def length_note(q: Question) -> str:
    """Return how long the answer of an open question should be, as HTML; empty for other kinds."""
    if q.kind == "short-answer":
        return f"<p>{say('at-most', n=q.words_max)}</p>"
    return f"<p>{say('between', low=q.words_min, high=q.words_max)}</p>" if q.kind == "essay" else ""


def number_note(q: Numeric, typed: bool = False) -> str:
    """Return what to type, as HTML: a number, and its unit, and (if `typed`) how a decimal, a minus or thousands are to be written."""
    unit = escape(q.unit)
    how = f" {say('typed')}" if typed and (q.answer < 0 or q.answer % 1 or q.tolerance % 1) and not exact(q) else ""
    if typed and FEATURES["signs"].has(q):
        how += f" {say('digits')}"
    return f"<p>{say('number' if unit.startswith('(') else 'unit', unit=unit)}{how}</p>"


def part_feedback(q: Question) -> str:
    """Return the feedback on each part of a matching or an ordering question in one list, as HTML; empty for other kinds."""
    if q.kind == "matching":
        return html_list([f"{rich(p.stem_md)} — <strong>{escape(p.answer)}</strong>. {rich(p.feedback_md)}" for p in q.pairs])
    if q.kind == "ordering":
        return html_list([f"{rich(i)} — {rich(f)}" for i, f in zip(q.items_md, q.feedback_md, strict=True)], ordered=True)
    return ""


def hints_list(q: Question) -> str:
    """Return the hints in one paragraph, as HTML; empty where there are none."""
    return f"<p>{say('hints')} {' '.join(rich(h) for h in q.hints_md)}</p>" if q.hints_md else ""
