"""Gradebooks in the column forms of Moodle, Canvas and Blackboard, feedback a student, and what is to be marked by hand.

No cell can start a formula: a text that a spreadsheet would run begins with an apostrophe instead. Feedback is text,
escaped, in a page that may load nothing.
"""

from __future__ import annotations

import csv
import hashlib
import html
import io
import re
from collections.abc import Iterable
from functools import cache
from typing import Any

import numpy as np

from ..editions import key_lines
from ..words import markdown_html
from .assignment import Exercise, Sheet
from .grade import OPEN, Graded, Row, findings, given_to, work_on
from .submissions import Submission

LONGEST = 20_000
"""How many characters of an exercise's work a marker is shown."""
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def safe(value: object) -> object:
    """Return a cell that no spreadsheet runs; numbers stay numbers."""
    if isinstance(value, str):
        value = re.sub(r"[\x00-\x08\x0b-\x1f]", " ", value)
        if re.match(r"\s*[=+\-@|%\t\r\n]", value):
            return f"'{value}"
    return value


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a CSV with every cell safe."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n")
    write.writerow([safe(cell) for cell in head])
    write.writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue()


def moodle(made: Graded) -> str:
    """Return Moodle's offline grading worksheet; its import needs `Identifier` and `Grade`."""
    head = ("Identifier", "Full name", "Grade", "Maximum Grade", "Feedback comments")
    return table(head, ((f"Participant {r.student}", r.name, made.points(r), made.sheet.total, _short(made, r)) for r in made.rows))


def canvas(made: Graded) -> str:
    """Return a Canvas gradebook: its second row holds the points possible."""
    head = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section", made.sheet.assignment.title)
    rows: list[tuple[object, ...]] = [("    Points Possible", "", "", "", "", made.sheet.total)]
    return table(head, rows + [(r.name, r.student, "", "", "", made.points(r)) for r in made.rows])


def blackboard(made: Graded) -> str:
    """Return a Blackboard Grade Center upload: matched by user name."""
    head = ("Last Name", "First Name", "Username", f"{made.sheet.assignment.title} [Total Pts: {made.sheet.total:g} Score]")
    return table(head, (("", "", r.student, made.points(r)) for r in made.rows))


GRADEBOOKS = {"moodle": moodle, "canvas": canvas, "blackboard": blackboard}


def detail(made: Graded) -> str:
    """Return a row a student with the score of each question (0 to 1; empty: not marked or not scored), for one's own use."""
    head = ("student", "name", "file", "saved", "kept", "points", *(q.id for q in made.sheet.questions))
    rows = ((r.student, r.name, r.file, r.at.isoformat() if r.at else "", made.kept(r), made.points(r), *("" if np.isnan(s) else round(float(s), 4) for s in r.scores)) for r in made.rows)
    return table(head, rows)


def report(made: Graded) -> str:
    """Return what a teacher should look at."""
    return table(("student", "file", "what"), findings(made))


def to_mark(made: Graded, texts: Iterable[tuple[str, str, str]]) -> str:
    """Return the open answers, `texts` being (student, question, answer), with an empty column for the mark."""
    prompts = {q.id: q.prompt_md for q in made.sheet.questions}
    return table(("student", "question", "prompt", "answer", "mark"), ((s, q, prompts[q], text, "") for s, q, text in texts))


def open_answers(sheet: Sheet, one: Submission) -> list[tuple[str, str, str]]:
    """Return the open answers of a submission as (student, question, text)."""
    found = []
    for q in sheet.questions:
        if q.kind == "exercise":
            work, _ = work_on(one, q)
            if work:
                found.append((one.student, q.id, work_text(q, work)))
            continue
        entry, answer = given_to(sheet, one, q)
        if q.kind in OPEN and entry and entry["hash"] == q.fingerprint and isinstance(answer, str):
            found.append((one.student, q.id, answer))
    return found


def work_text(q: Exercise, work: dict[str, Any]) -> str:
    """Return the work on an exercise in words, a line a field, as the widget tells it in JupyterLab; whatever else a file holds, as it is."""
    try:
        widget: Any = _widget(q.widget, q.id)
        widget.work = work
        frame = widget.to_frame()
        rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    except Exception:  # work that was made by hand may be anything
        rows = [{"id": id, **state} for id, state in work.items()]
    lines = []
    for row in rows:
        told = [f"{str(k).removesuffix('_text').replace('_', ' ')}: {v}" for k, v in row.items() if k != "id" and v not in (None, "", [], {})]
        if told:
            lines.append(f"{row.get('id', '')}\n  " + "\n  ".join(told))
    return "\n".join(lines)[:LONGEST]


@cache
def _widget(name: str, id: str) -> Any:
    """Return a widget to read work with; its content is read once."""
    from ..widgets import CONSTRUCTORS

    made: Any = CONSTRUCTORS[name]
    return made(id)


def lines_of(q: Any) -> list[str]:
    """Return a question's key, or an exercise's rubric, in words."""
    return [f"- **{c.criterion}**: {' / '.join(c.levels_md)}" for c in q.rubric] if q.kind == "exercise" else key_lines(q)


def _short(made: Graded, row: Row) -> str:
    waiting = len(made.unmarked(row))
    late = f" Late: {made.kept(row):.0%} of the points kept." if made.kept(row) < 1 else ""
    return f"{made.points(row):g} of {made.sheet.total:g}.{late}" + (f" {waiting} answers are still to be marked." if waiting else "")


def file_name(student: str) -> str:
    """Return a file name for a student's feedback that is safe on every system, and different for different students."""
    flat = re.sub(r"[^A-Za-z0-9_-]+", "-", student).strip("-")[:60] or "student"
    return flat if flat == student else f"{flat}-{hashlib.sha256(student.encode('utf-8', 'replace')).hexdigest()[:6]}"


def feedback(made: Graded, row: Row, tell: bool) -> str:
    """Return a student's feedback as one page; `tell` adds keys and explanations."""
    title = html.escape(made.sheet.assignment.title)
    parts = [f"<h1>{title}</h1><p>{html.escape(row.name)}: <b>{html.escape(_short(made, row))}</b></p>"]
    for n, (q, s) in enumerate(zip(made.sheet.questions, row.scores, strict=True), 1):
        worth = made.sheet.points[q.id]
        earned = "not scored" if q.kind == "interpretive" else "not yet marked" if np.isnan(s) else f"{float(s) * worth:.4g} of {worth:g}"
        parts.append(f"<h2>{n}. <small>{earned}</small></h2>{_block(q.prompt_md)}")
        if tell:
            parts.append(_block("\n".join(lines_of(q))) + _block(q.explanation_md))
    parts += [f"<p>{html.escape(note)}</p>" for note in row.notes]
    return page(made.sheet.assignment.title, "".join(parts))


def _block(source: str) -> str:
    return f"<div>{markdown_html(source)}</div>"


def page(title: str, body: str, policy: str = POLICY) -> str:
    """Return a page that stands alone, in light and dark, and may load nothing."""
    style = (
        ":root{color-scheme:light dark}body{font:1.05rem/1.55 Charter,Cambria,Georgia,serif;max-width:44rem;margin:2rem auto;padding:0 1rem}"
        "blockquote{white-space:pre-wrap;overflow-wrap:anywhere;border-inline-start:3px solid #8888;margin-inline:0;padding-inline-start:1rem}label{display:block;padding:.3rem 0}"
        "button{font:inherit;padding:.3rem .8rem}:focus-visible{outline:3px solid currentColor;outline-offset:2px}table{border-collapse:collapse}td,th{padding:.2rem .6rem;border-bottom:1px solid #8888;text-align:left;vertical-align:top}svg{max-width:100%;height:auto}"
        ".scroll{overflow-x:auto}@media print{h2{break-after:avoid}.sheet{break-before:page}}"
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{html.escape(policy, quote=False)}">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{html.escape(title)}</title><style>{style}</style></head><body><main>{body}</main></body></html>\n'
    )
