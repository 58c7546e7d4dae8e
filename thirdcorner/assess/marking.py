"""The local marking page: written answers beside their rubric, one at a time, by keyboard; nothing leaves the machine."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..words import markdown_html
from .grade import OPEN, Graded
from .gradebook import POLICY, page

SCRIPT = Path(__file__).with_name("mark.js")


def rubric(q: Any) -> dict[str, Any]:
    """Return what a marker needs of an open question, as the page reads it."""
    made: dict[str, Any] = {"kind": q.kind, "prompt": markdown_html(q.prompt_md)}
    if q.kind == "short-answer":
        return made | {"model": markdown_html(q.model_answer_md), "parts": [{"text": markdown_html(i.text_md)} for i in q.ideas]}
    if q.kind in ("essay", "exercise"):
        return made | {"model": markdown_html(q.model_answer_md), "parts": [{"name": c.criterion, "levels": [markdown_html(level) for level in c.levels_md]} for c in q.rubric]}
    raise ValueError(f"{q.id}: a {q.kind} question is not marked by hand")


def mark_page(made: Graded, texts: Iterable[tuple[str, str, str]]) -> str:
    """Return the page for the open answers, `texts` being (student, question, answer); question by question, so that one rubric stays in mind.

    A student's answer reaches the page as data and is shown as text.
    """
    order = {q.id: n for n, q in enumerate(made.sheet.questions)}
    answers = [{"student": s, "question": q, "text": text} for s, q, text in sorted(texts, key=lambda t: (order[t[1]], t[0]))]
    data = {"assignment": made.sheet.assignment.id, "questions": {q.id: rubric(q) for q in made.sheet.questions if q.kind in OPEN}, "answers": answers}
    state = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c").encode("utf-8", "replace").decode("utf-8")
    body = (
        f'<h1>Mark</h1><p id="said" role="status"></p><div id="work"></div><script type="application/json">{state}</script><script src="mark.js"></script>'
    )
    return page("Mark", body, f"{POLICY}; script-src 'self'")
