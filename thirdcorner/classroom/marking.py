"""The local marking page: open answers beside what they are marked by, one at a time, by keyboard; nothing leaves the machine.

One file holds all of it, so that it works from wherever it lies: the page's own component, those of the exercises whose work it shows,
and the answers as data. Its policy names each script by its digest; whatever a student wrote is text.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterator
from typing import Any

from ..course.words import markdown_html
from ..front import HERE as FRONT
from ..front import built
from ..model.shapes.marking import MarkedAnswer, MarkedPart, MarkedQuestion, MarkerSaid, MarkingContent
from .collect import Graded
from .gradebooks import differing_answers, open_answers
from .grading import OPEN
from .marks import Mark, parts_of
from .stand_alone import POLICY
from .tables import clean
from .works import shown

LONGEST = 200_000
"""How many characters an exercise's work may have to be drawn; what is longer is shown in words."""
_STYLE = (
    "*,*::before,*::after{box-sizing:border-box}body{margin:0;background:var(--tc-paper);color:var(--tc-ink);font-family:var(--tc-sans);line-height:1.5}"
    "main{max-inline-size:88rem;margin-inline:auto;padding:1rem clamp(0.75rem,3vw,2rem)}img,svg{max-inline-size:100%}"
    ".tc-notice{border-inline-start:3px solid var(--tc-caution);background:var(--tc-wash);padding:.5rem .9rem;margin:.5rem}"
)
NO_SCRIPT = "This page needs its script. Without it, fill in <code>to-mark.csv</code>, which lies beside it and holds the same answers."


def mark_page(made: Graded, names: bool = False) -> str:
    """Return the page for the open answers that nobody has marked, and for those that markers mark differently.

    They stand question by question, so that one rubric stays in mind. Students are numbers there, unless `names` are wanted.
    """
    content = marking(made, names)
    widgets = sorted({q.widget for q in content.questions if q.widget})
    scripts = [_inline(built(f"{name}.js")) for name in ("core", *widgets, "marking")]
    styles = (FRONT / "base.css").read_text("utf-8") + "".join(built(f"{name}.css") for name in ("core", *widgets, "marking")) + _STYLE
    allowed = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in scripts)
    policy = f"{POLICY}; img-src data:; script-src {allowed}"
    state = clean(json.dumps(content.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False)).replace("<", "\\u003c")
    return clean(
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{html.escape(policy, quote=False)}">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><title>Mark</title><style>{styles}</style></head>'
        f'<body><main id="marking"><h1>Mark</h1><p>{NO_SCRIPT}</p></main><script type="application/json">{state}</script>{"".join(f"<script>{s}</script>" for s in scripts)}</body></html>\n'
    )


def marking(made: Graded, names: bool = False) -> MarkingContent:
    """Return what the page shows: questions in the order in which they are asked, answers by question and student."""
    questions = [q for q in made.sheet.questions if q.kind in OPEN]
    order = {q.id: n for n, q in enumerate(questions)}
    answers = [_answer(a) for a in (*open_answers(made, names), *differing_answers(made, names))]
    answers.sort(key=lambda a: (order[a.question], a.whose))
    title = made.sheet.assignment.title
    asked = [question(made, q) for q in questions]
    return MarkingContent(id=made.sheet.assignment.id, title=title, column="student" if names else "number", questions=asked, answers=answers)


def question(made: Graded, q: Any) -> MarkedQuestion:
    """Return what a marker needs of an open question: what was asked, by what it is marked, and the exercise itself."""
    parts = list(_parts(q))
    hash = hashlib.blake2b(json.dumps([p.model_dump() for p in parts]).encode(), digest_size=6).hexdigest()
    model = markdown_html(q.model_answer_md) if q.model_answer_md else ""
    widget, content = shown(q.widget, q.id) if q.kind == "exercise" else ("", {})
    return MarkedQuestion(
        id=q.id, kind=q.kind, title=getattr(q, "title", ""), prompt_html=markdown_html(q.prompt_md), model_html=model, points=made.sheet.points[q.id], hash=hash, parts=parts,
        widget=widget, content=content,
    )  # fmt: skip


def _parts(q: Any) -> Iterator[MarkedPart]:
    levels = [c.levels_md for c in q.rubric] if q.kind != "short-answer" else [()] * len(q.ideas)
    for (id, name, _), words in zip(parts_of(q), levels, strict=True):
        yield MarkedPart(id=id, html=markdown_html(name) if q.kind == "short-answer" else html.escape(name), levels_html=[markdown_html(level) for level in words])


def _answer(a: dict[str, Any]) -> MarkedAnswer:
    answer = a["answer"]
    drawn = isinstance(answer, dict) and len(json.dumps(answer)) <= LONGEST
    states = {id: state for id, state in answer.items() if isinstance(state, dict)} if drawn else {}
    said = [_said(m) for m in a.get("marks", ())]
    return MarkedAnswer(whose=a["whose"], question=a["question"], work=a["work"], text=a["text"], states=states, earlier=a["earlier"], said=said)


def _said(mark: Mark) -> MarkerSaid:
    levels = {id: int(level) for id, level, _ in mark.parts if level is not None}
    comments = {id: text for id, _, text in mark.parts if text}
    return MarkerSaid(marker=mark.marker, value=round(mark.value, 4), levels=levels, comments=comments, comment=mark.comment)


def _inline(script: str) -> str:
    """Return a script as it may stand in a page: nothing in it ends, or opens, what a page takes for an element or a comment."""
    return re.sub(r"<(?=!--|/?script)", r"\\x3c", script, flags=re.I)
