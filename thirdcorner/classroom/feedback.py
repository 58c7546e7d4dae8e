"""What a student gets back: points, each answer as it was given, what it earned, the rubric's levels and comments; keys once they may be seen."""

from __future__ import annotations

import html
import io
import zipfile
from functools import lru_cache
from typing import Any

from ..course.words import markdown_html
from ..model import Parameterised
from .collect import Graded
from .gradebooks import comment
from .grading import OPEN, Row
from .marks import Mark, said_of
from .stand_alone import file_name, page
from .tables import clean
from .works import answer_lines, lines_of

EARNED = {"u": "not yet marked", "w": "another wording, or another’s questions, were answered: your instructor decides", "t": "checked too often", "i": "not scored"}


def feedback(made: Graded, row: Row, tell: bool) -> str:
    """Return a student's feedback as one page; `tell` adds keys and explanations. Reasons of decisions are in none."""
    title = html.escape(made.sheet.assignment.title)
    parts = [f"<h1>{title}</h1><p>{html.escape(row.name)}: <b>{html.escape('exempt' if made.exempt(row) else comment(made, row))}</b></p>"]
    answers, scores, place = row.answers, row.scores.tolist(), 0
    for n, q in enumerate(made.sheet.questions):
        if row.states[n] == "x":
            continue
        place += 1
        answer, q = answered(q, answers.get(q.id))
        worth, state = made.sheet.points[q.id], row.states[n]
        earned = EARNED.get(state) if scores[n] != scores[n] or state == "t" else f"{scores[n] * worth:.4g} of {worth:g}"
        earned = "not scored" if q.kind == "interpretive" else earned or "not scored"
        parts.append(f"<h2>{place}. <small>{earned}</small></h2>{_block(q.prompt_md)}{_answer(q, answer)}")
        parts += [_mark(q, m, len(made.given[row.student, q.id]) > 1) for m in made.given.get((row.student, q.id), [])]
        if tell:
            parts.append(_key(q))
    return page(made.sheet.assignment.title, "".join(parts))


@lru_cache(maxsize=4096)
def _block(source: str) -> str:
    return f"<div>{markdown_html(source)}</div>"


def answered(q: Any, answer: Any) -> tuple[Any, Any]:
    """Return the answer to a question and the question, which of drawn versions is the one that was answered."""
    if not isinstance(q, Parameterised):
        return answer, q
    version = str(answer.get("version")) if isinstance(answer, dict) else ""
    return answer.get("answer") if answer else None, q.version(version, id=q.id) if version in q.drawn else q.unfilled


_KEYS: dict[int, tuple[Any, str]] = {}


def _key(q: Any) -> str:
    """Return a question's key and explanation; rendered once for all students."""
    if id(q) not in _KEYS or _KEYS[id(q)][0] is not q:
        _KEYS[id(q)] = (q, _block("\n".join(lines_of(q))) + _block(q.explanation_md))
    return _KEYS[id(q)][1]


def _answer(q: Any, answer: Any) -> str:
    """Return the answer that was given; a learner's own words are text and nothing else."""
    if answer is None:
        return "<p><i>You did not answer this.</i></p>"
    try:
        told, own = answer_lines(q, answer)
    except (KeyError, AttributeError, TypeError):  # kept from another wording
        told, own = [str(answer)], False
    if own:
        return f"<p>Your answer:</p><ul>{''.join(f'<li>{_block(line)}</li>' for line in told)}</ul>"
    if q.kind in OPEN:
        return f"<p>Your answer:</p><blockquote>{html.escape(told[0])}</blockquote>"
    return f"<p>Your answer:</p><ul>{''.join(f'<li>{html.escape(line)}</li>' for line in told)}</ul>"


def _mark(q: Any, mark: Mark, several: bool) -> str:
    """Return what a marker said: each idea or criterion with its level and comment, and the comment on the whole; no marker's name."""
    rows = "".join(
        f"<tr><th>{_block(name)}</th><td>{_levels(q, words, given)}</td><td>{html.escape(said)}</td></tr>" for name, words, given, said in said_of(q, mark)
    )
    levels = f"<table><tbody>{rows}</tbody></table>" if rows else ""
    which = f"<p>One marker: {mark.value:.0%}</p>" if several else ""
    return f"{which}{levels}{f'<p>Comment: {html.escape(mark.comment)}</p>' if mark.comment else ''}"


def _levels(q: Any, words: list[str], given: int | None) -> str:
    """Return the levels of a criterion, the one given marked in words as well as in weight; of an idea, whether it is there."""
    if q.kind == "short-answer":
        return "" if given is None else words[given]
    return "<ol start=0>" + "".join(f"<li>{f'<b>given: {markdown_html(w)}</b>' if n == given else markdown_html(w)}</li>" for n, w in enumerate(words)) + "</ol>"


def moodle_zip(made: Graded, pages: list[tuple[Row, str]]) -> bytes:
    """Return the feedback as the zip that Moodle's bulk upload takes: each file named as Moodle named what was handed in."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for row, text in pages:
            kind, _, id = row.handle.partition(":")
            if kind == "moodle":
                name = "".join(" " if c in '_/\\:*?"<>|' or not c.isprintable() else c for c in clean(row.name))[:80].strip() or "student"
                info = zipfile.ZipInfo(f"{name}_{id}_assignsubmission_file_feedback.html", date_time=(1980, 1, 1, 0, 0, 0))
                info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                archive.writestr(info, text.encode("utf-8", "replace"))
    return out.getvalue()


__all__ = ["feedback", "file_name", "moodle_zip"]
