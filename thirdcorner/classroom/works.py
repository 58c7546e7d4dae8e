"""An answer in words, as a marker or its writer reads it again."""

from __future__ import annotations

from functools import cache
from typing import Any

from .editions import key_lines

LONGEST = 20_000
"""How many characters of an exercise's work a marker is shown in words; how many more there are is told."""


def work_text(q: Any, work: dict[str, Any]) -> str:
    """Return the work on an exercise in words, a line a field, as the widget tells it in JupyterLab; whatever else a file holds, as it is."""
    try:
        widget: Any = _widget(q.widget, q.id)
        widget.work = work
        frame = widget.to_frame()
        rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    except Exception:  # work that was made by hand may be anything
        rows = [{"id": id, **state} for id, state in work.items()]
    told = []
    for row in rows:
        said = [
            f"{str(k).removesuffix('_text').replace('_', ' ')}: {v}" for k, v in row.items() if k != "id" and v not in (None, "", [], {})
        ]
        if said:
            told.append(f"{row.get('id', '')}\n  " + "\n  ".join(said))
    whole = "\n".join(told)
    return whole if len(whole) <= LONGEST else f"{whole[:LONGEST]}\n… and {len(whole) - LONGEST:,} more characters"


@cache
def _widget(name: str, id: str) -> Any:
    """Return a widget to read work with; its content is read once."""
    from ..widgets import CONSTRUCTORS

    made: Any = CONSTRUCTORS[name]
    return made(id)


@cache
def shown(name: str, id: str) -> tuple[str, dict[str, Any]]:
    """Return the component that shows an exercise, and its content; nothing where this course does not have the exercise."""
    from ..course.read import load
    from ..widgets import CONSTRUCTORS

    try:
        kind = CONSTRUCTORS[name]
        return kind.name, kind.resolve(load(), kind.refer(id)).content
    except (KeyError, ValueError):
        return "", {}


def lines_of(q: Any) -> list[str]:
    """Return a question's key, or an exercise's rubric, in words (Markdown)."""
    return [f"- **{c.criterion}**: {' / '.join(c.levels_md)}" for c in q.rubric] if q.kind == "exercise" else key_lines(q)


def answer_lines(q: Any, answer: Any) -> tuple[list[str], bool]:
    """Return an answer in words, a line an item, and whether these are Markdown of the question's own (else a learner's text)."""
    names = {p.id: p for p in getattr(q, "parts", ())}
    match q.kind:
        case "single" | "interpretive":
            return [names[answer].text_md], True
        case "multiple":
            return [names[id].text_md for id in answer] or ["nothing"], True
        case "true-false":
            return ["true" if answer else "false"], True
        case "matching":
            return [f"{names[id].stem_md} → {text}" for id, text in answer.items()], False
        case "ordering":
            return [f"{n}. {names[id].text_md}" for n, id in enumerate(answer, 1)], False
        case "parameterised":
            return [f"{answer['answer']} {q.unit}"], False
        case "numeric":
            return [f"{answer} {q.unit}"], False
        case "fill-in":
            return [f"gap {n}: {text}" for n, text in enumerate(answer, 1)], False
        case "exercise":
            return [work_text(q, answer)], False
    return [str(answer)], False
