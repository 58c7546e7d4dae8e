"""An assignment on paper: a sheet without keys in each variant, and the key to each, apart from it."""

from __future__ import annotations

import html
from typing import Any

from ..content import Course
from ..editions import MARK, solution_lines
from ..export.common import shuffled
from ..words import markdown_html
from .assignment import Sheet, drawn, variant
from .gradebook import lines_of, page


def sheet_html(sheet: Sheet, letter: str) -> str:
    """Return the printable sheet of a variant, without any key."""
    a = sheet.assignment
    due = f" {a.dates}" if a.dates else ""
    body = [f"<h1>{html.escape(a.title)} <small>variant {letter}</small></h1><p>Name ______________________________</p><p>{html.escape(a.instructions)}{html.escape(due)} {sheet.total:g} points.</p>"]
    for n, q in enumerate(variant(sheet, letter), 1):
        body.append(f"<section><h2>{n}. <small>{sheet.points[q.id]:g} points</small></h2><div>{markdown_html(_gapped(q))}</div>{_form(sheet, q, letter)}</section>")
    return page(f"{a.title}, variant {letter}", "".join(body))


def key_html(sheet: Sheet, letters: str) -> str:
    """Return the key to every variant, for the instructor."""
    body = [f"<h1>Key: {html.escape(sheet.assignment.title)}</h1><p><strong>{MARK}</strong></p>"]
    for letter in letters:
        body.append(f'<section class="sheet"><h2>Variant {letter}</h2>')
        for n, q in enumerate(variant(sheet, letter), 1):
            places = _places(sheet, q, letter)
            where = f"<p><b>Key: {', '.join(places)}</b></p>" if places else ""
            lines = "\n".join(lines_of(q))
            body.append(f"<h3>{n}. {html.escape(q.id)} ({sheet.points[q.id]:g})</h3><div>{markdown_html(q.prompt_md)}</div>{where}<div>{markdown_html(lines)}</div><div>{markdown_html(q.explanation_md)}</div>")
        body.append("</section>")
    return page(f"Key: {sheet.assignment.title}", "".join(body))


def solutions_md(sheet: Sheet, course: Course) -> str:
    """Return the solutions of assigned work as Markdown: keys of the questions; rubric and answers of the exercises."""
    from ..widgets import CONSTRUCTORS

    lines: list[str] = []
    for n, q in enumerate(sheet.questions, 1):
        lines += [f"## {n}. {q.id}", "", f"{sheet.points[q.id]:g} points", ""]
        if q.kind == "exercise":
            widget = CONSTRUCTORS[q.widget]
            answers = widget.resolve(course, widget.refer(q.id)).answers
            lines += [q.prompt_md, "", "Marked by:", "", *lines_of(q), "", "```{raw} html", answers, "```", ""]
        else:
            lines += solution_lines(q)
    return "\n".join(lines) + "\n"


def _gapped(q: Any) -> str:
    import re

    return re.sub(r"\{\{(\d+)\}\}", r"______ (\1)", q.prompt_md) if q.kind == "fill-in" else q.prompt_md


def _order(sheet: Sheet, q: Any, letter: str, n: int) -> list[int]:
    """Return the order of a question's options in a variant."""
    return [int(i) for i in drawn([str(i) for i in range(n)], f"{sheet.assignment.seed}/{q.id}/{letter}")]


def _places(sheet: Sheet, q: Any, letter: str) -> list[str]:
    """Return where the keys stand on the sheet, as letters; empty for kinds whose key is in words."""
    if q.kind not in ("single", "multiple"):
        return []
    return ["abcdefgh"[place] for place, i in enumerate(_order(sheet, q, letter, len(q.options))) if q.options[i].correct]


def _form(sheet: Sheet, q: Any, letter: str) -> str:
    """Return what a student fills in by hand."""
    match q.kind:
        case "single" | "multiple":
            order = _order(sheet, q, letter, len(q.options))
            items = "".join(f"<li>☐ {markdown_html(q.options[i].text_md)}</li>" for i in order)
            return f'<ol type="a">{items}</ol>' + ("<p>More than one may be right.</p>" if q.kind == "multiple" else "")
        case "true-false":
            return "<p>☐ true &nbsp; ☐ false</p>"
        case "matching":
            answers = sorted({*(p.answer for p in q.pairs), *q.distractors}, key=str.casefold)
            stems = "".join(f"<li>____ {markdown_html(p.stem_md)}</li>" for p in q.pairs)
            return f"<ul>{stems}</ul><ol type='A'>{''.join(f'<li>{html.escape(a)}</li>' for a in answers)}</ol>"
        case "ordering":
            items = "".join(f"<li>____ {markdown_html(q.items_md[i])}</li>" for i in shuffled(len(q.items_md), f"{sheet.assignment.seed}/{q.id}/{letter}"))
            return f"<p>Number them.</p><ul>{items}</ul>"
        case "numeric":
            return f"<p>______________ {html.escape(q.unit)}</p>"
        case "interpretive":
            return "<ul>" + "".join(f"<li>☐ {markdown_html(r.text_md)}</li>" for r in q.readings) + "</ul><p>Say what your reading must explain.</p>" + "<p>&nbsp;</p>" * 4
        case "short-answer":
            return f"<p>At most {q.words_max} words.</p>" + "<p>&nbsp;</p>" * 6
        case "exercise":
            return f"<p>Use the worksheet in the handout of chapter {html.escape(', '.join(c.split('-')[0].lstrip('0') for c in q.chapters) or 'this exercise')}, or the book.</p>"
        case "essay":
            return f"<p>{q.words_min} to {q.words_max} words.</p>" + "<p>&nbsp;</p>" * 14
    return ""
