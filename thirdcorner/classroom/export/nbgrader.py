"""nbgrader: a zip with a source assignment, ``<assignment>/<assignment>.ipynb``, to unpack into a course's ``source`` folder.

A question is a text to read, a cell to answer in, and (where a program can mark it) a cell of tests. What an answer must look
like is tested in sight; the key, the feedback and the score, by the book's own rules, are in hidden tests. The last value of
a test cell is the score, which nbgrader takes as partial credit. Open questions are cells that a person marks.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Mapping
from string import ascii_lowercase
from typing import Any

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
from .common import Job, answers_of, key, labels, points, zipped
from .phrases import say
from .wording import (
    block,
    escape,
    html_list,
    length_note,
    marker_notes,
    number_note,
    part_feedback,
    readings_feedback,
    readings_prompt,
    rich,
    with_gaps,
)

Cell = dict[str, Any]
Orders = Mapping[str, list[int]]
LETTERS = [*ascii_lowercase, *(a + b for a in ascii_lowercase for b in ascii_lowercase)]
"""What choices are called: a … z, then aa …"""

_FOLD = '''\
import re, unicodedata
def fold(text):
    text = "".join(c for c in unicodedata.normalize("NFKD", str(text)) if not unicodedata.combining(c)).lower()
    text = re.sub("[\\u2010-\\u2015\\u2212]", "-", re.sub("[\\u2018\\u2019\\u02bc]", "'", re.sub("[\\u201c\\u201d]", '"', text)))
    return re.sub(r"\\s+", " ", text).strip()
'''
"""How two words are compared, as `fold` of scoring.ts does it."""


_NUMBER = '''\
def number(answer):
    if not isinstance(answer, str):
        return answer
    flat = re.sub(r"\\s+", "", fold(answer).replace("%", ""))
    flat = flat.replace(",", "") if re.fullmatch(r"-?[0-9]{1,3}(,[0-9]{3})+([.][0-9]+)?", flat) else flat.replace(",", ".", 1)
    return float(flat) if re.fullmatch(r"-?([0-9]+[.]?[0-9]*|[.][0-9]+)", flat) else float("nan")
'''
"""How a number in quotation marks is read, decimal comma and typographic minus included, as `number` of scoring.ts does it."""


_SHOW = '''\
from IPython.display import HTML, display
def show(said):
    display(HTML('<div class="tex2jax_ignore mathjax_ignore">' + "".join("<div>" + words + "</div>" for words in said) + "</div>"))
'''
"""How feedback is shown: as HTML, pictures and tables included, in which no dollar sign starts a formula."""


def make(job: Job) -> bytes:
    """Return the questions as a source assignment."""
    name = re.sub(r"[^a-z0-9]+", "-", job.title.casefold()).strip("-")[:60].strip("-") or "questions"
    orders = {q.id: job.order(q, len(q.items)) for q in job.bank if isinstance(q, Ordering)}
    cells = [_text(f"<h1>{escape(job.title)}</h1><p>{say('how')}</p>", "head", ["head"])]
    for q in job.bank:
        cells += _question(q, labels(job.course, q), orders)
    notebook = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    pictures: dict[str, bytes] = {}
    for cell in cells:
        if cell["cell_type"] == "code":  # what a test shows stands in the page of feedback, which has no folder of pictures
            continue
        source, found = unpacked("".join(cell["source"]), "pictures/")
        cell["source"] = source.splitlines(keepends=True)
        pictures |= found
    data = json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"
    return zipped({f"{name}/{name}.ipynb": data} | {f"{name}/pictures/{p}": pictures[p] for p in sorted(pictures)})


def variable(q: Question) -> str:
    """Return the name that an answer is given to: ``answer_05_renewed_alliance_q07``."""
    return "answer_" + re.sub(r"[^A-Za-z0-9]+", "_", q.id)


def _question(q: Question, tags: list[str], orders: Orders) -> list[Cell]:
    ident = re.sub(r"[^A-Za-z0-9_-]+", "-", q.id)
    cells = [_text(_prompt(q, orders), f"{ident}-text", tags)]
    if isinstance(q, (Interpretive, ShortAnswer, Essay)):
        return [*cells, _by_hand(q, ident)]
    source = f"{variable(q)} = None  # {_form(q)}\n### BEGIN SOLUTION\n{variable(q)} = {_literal(_key(q, orders))}\n### END SOLUTION"
    answer = _cell("code", source, f"{ident}-answer", solution=True)
    return [*cells, answer, _cell("code", _tests(q, orders), f"{ident}-test", grade=True, marks=points(q))]


def _cell(kind: str, source: str, ident: str, *, grade: bool = False, solution: bool = False, marks: int | None = None) -> Cell:
    about: dict[str, Any] = {
        "grade": grade, "grade_id": ident, "locked": not solution, "schema_version": 3, "solution": solution, "task": False,
    }  # fmt: skip
    if marks is not None:
        about["points"] = marks
    made: Cell = {"cell_type": kind, "id": key(ident), "metadata": {"nbgrader": about}, "source": source.splitlines(keepends=True)}
    return made | {"execution_count": None, "outputs": []} if kind == "code" else made


def _text(html: str, ident: str, tags: list[str]) -> Cell:
    made = _cell("markdown", _safe(html), ident)
    made["metadata"]["tags"] = tags
    return made


def _safe(html: str) -> str:
    """Return HTML as one block of a Markdown cell: no blank line ends it, and no dollar sign starts a formula."""
    html = with_tex(html.replace("$", "&#36;"), ("$", "$"), ("$$", "$$"))
    html = re.sub(r"\n(?=[ \t]*(?:\n|$))", "&#10;", html)
    return _unmarked(f"<div>{html}</div>", "E&#78;D", "BEGI&#78;")


def _unmarked(text: str, end: str, begin: str) -> str:
    """Return text in which nobody's words look like nbgrader's own marks."""
    return re.sub(r"(END|BEGIN)(?= (SOLUTION|HIDDEN|MARK))", lambda found: end if found[1] == "END" else begin, text)


def _literal(value: object) -> str:
    """Return Python source for a value, all in ASCII but for letters, on one line."""
    return _unmarked(repr(value).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\x85"), r"\x45ND", r"\x42EGIN")


def _prompt(q: Question, orders: Orders) -> str:
    head = f"<h3>{escape(q.id)}</h3>"
    if isinstance(q, Interpretive):
        made = readings_prompt(q)
    elif isinstance(q, FillIn):
        made = with_gaps(q, lambda n: f"__({n})__")
    else:
        made = block(q.prompt_md)
    made += number_note(q) if isinstance(q, Numeric) else length_note(q)
    if isinstance(q, (SingleChoice, MultipleChoice)):
        made += _lettered([rich(o.text_md) for o in q.options])
    elif isinstance(q, Matching):
        made += html_list([rich(p.stem_md) for p in q.pairs], ordered=True) + _lettered([escape(a) for a in answers_of(q)])
    elif isinstance(q, Ordering):
        made += _lettered([rich(q.items_md[i]) for i in orders[q.id]])
    hints = "".join(f"<details><summary>{say('hints').rstrip(' :')}</summary>{block(h)}</details>" for h in q.hints_md)
    return head + made + hints


def _lettered(items: list[str]) -> str:
    return "<ul>" + "".join(f"<li><code>{letter}</code> {item}</li>" for letter, item in zip(LETTERS, items, strict=False)) + "</ul>"


def _key(q: Question, orders: Orders) -> object:
    """Return the answer that earns full marks."""
    match q.kind:
        case "single":
            return next(LETTERS[i] for i, o in enumerate(q.options) if o.correct)
        case "multiple":
            return [LETTERS[i] for i, o in enumerate(q.options) if o.correct]
        case "true-false":
            return q.correct
        case "matching":
            return [LETTERS[answers_of(q).index(p.answer)] for p in q.pairs]
        case "ordering":
            order = orders[q.id]
            return [LETTERS[order.index(i)] for i in range(len(order))]
        case "numeric":
            return q.answer
        case "fill-in":
            return [b.accepted[0] for b in q.blanks]
    raise ValueError(f"{q.id}: a question of kind {q.kind} has no key")


def _form(q: Question) -> str:
    """Return what an answer must look like, for a comment."""
    match q.kind:
        case "matching":
            return say("matching", n=len(q.pairs))
        case "ordering":
            return say("ordering", n=len(q.items_md))
        case "fill-in":
            return say("gaps", n=len(q.blanks))
    return say("either" if q.kind == "true-false" else q.kind)


def _shape(q: Question) -> str:
    """Return the expression that an answer of the right form makes true."""
    match q.kind:
        case "single":
            return f"answer in {LETTERS[: len(q.options)]!r}"
        case "multiple":
            return f"isinstance(answer, (list, tuple, set)) and set(answer) <= set({''.join(LETTERS[: len(q.options)])!r})"
        case "true-false":
            return "isinstance(answer, bool)"
        case "matching":
            return f"isinstance(answer, (list, tuple)) and len(answer) == {len(q.pairs)}"
        case "ordering":
            return f"isinstance(answer, (list, tuple)) and sorted(answer) == {sorted(LETTERS[: len(q.items_md)])!r}"
        case "numeric":
            return "isinstance(answer, (int, float, str)) and not isinstance(answer, bool)"
    return f"isinstance(answer, (list, tuple)) and len(answer) == {len(q.blanks) if q.kind == 'fill-in' else 0}"


def _scoring(q: Question, orders: Orders) -> str:
    """Return Python lines that set `score` (0 to 1) and `said` (the feedback) from `answer`."""
    answer = _literal(_key(q, orders))
    if isinstance(q, (SingleChoice, MultipleChoice)):
        said = {LETTERS[i]: rich(o.feedback_md) for i, o in enumerate(q.options)}
        if isinstance(q, SingleChoice):
            return f"said = [{_literal(said)}[answer]]\nscore = float(answer == {answer})"
        marks = f"key = set({answer})\nscore = max(0.0, (2 * len(key & set(answer)) - len(set(answer))) / len(key))"
        return f"words = {_literal(said)}\nsaid = [words[a] for a in sorted(set(answer))]\n{marks}"
    if isinstance(q, TrueFalse):
        words = {True: rich(q.feedback_true_md), False: rich(q.feedback_false_md)}
        return f"said = [{_literal(words)}[answer]]\nscore = float(answer is {answer})"
    if isinstance(q, Matching):
        words_of = [rich(p.feedback_md) for p in q.pairs]
        return f"key = {answer}\nsaid = {_literal(words_of)}\nscore = sum(a == k for a, k in zip(answer, key)) / len(key)"
    if isinstance(q, Ordering):
        pairs = "[(a, b) for i, a in enumerate(place) for b in place[i + 1:]]"
        return (
            f"key = {answer}\nsaid = {_literal([rich(f) for f in q.feedback_md])}\nplace = [key.index(a) for a in answer]\n"
            f"pairs = {pairs}\nscore = sum(a < b for a, b in pairs) / len(pairs)"
        )
    if isinstance(q, Numeric):
        reach = f"{q.tolerance!r} + 1e-9"
        traps = [(value, rich(words)) for value, words in q.traps]
        return (
            f"{_FOLD}{_NUMBER}answer = number(answer)\nscore = float(abs(answer - {answer}) <= {reach})\n"
            f"traps = [words for value, words in {_literal(traps)} if abs(answer - value) <= {reach}]\n"
            f"said = [{_literal(rich(q.feedback_right_md))}] if score else (traps or [{_literal(rich(q.feedback_wrong_md))}])[:1]"
        )
    if isinstance(q, FillIn):
        accepted = [list(b.accepted) for b in q.blanks]
        return (
            f"{_FOLD}good = [any(fold(form) == fold(a) for form in forms) for a, forms in zip(answer, {_literal(accepted)})]\n"
            f"score = sum(good) / len(good)\nsaid = [{_literal(rich(q.feedback_right_md))} if all(good) else {_literal(rich(q.feedback_wrong_md))}]"
        )
    raise ValueError(f"{q.id}: a question of kind {q.kind} has no score")


def _tests(q: Question, orders: Orders) -> str:
    """Return a cell of tests: the form of the answer in sight; the score, as the cell's last value, and the feedback hidden."""
    wrong = _literal(say("should", answer=variable(q), form=_form(q)))
    body = textwrap.indent(_scoring(q, orders), "    ")
    return (
        f"def well_formed(answer):\n    return {_shape(q)}\n"
        f"assert well_formed({variable(q)}), {wrong}\n"
        f"### BEGIN HIDDEN TESTS\n{_SHOW}def marked(answer):\n{body}\n"
        f"    show([*said, {_literal(rich(q.explanation_md))}])\n"
        f"    return round(score * {points(q)}, 6)\nmarked({variable(q)})\n### END HIDDEN TESTS"
    )


def _by_hand(q: Interpretive | ShortAnswer | Essay, ident: str) -> Cell:
    """Return a cell to write in, with what a marker needs where the solution stands."""
    notes = block(q.explanation_md) + (readings_feedback(q) if isinstance(q, Interpretive) else marker_notes(q))
    source = f"*{say('write')}*\n\n### BEGIN SOLUTION\n\n{_safe(notes + part_feedback(q))}\n\n### END SOLUTION"
    return _cell("markdown", source, f"{ident}-answer", grade=True, solution=True, marks=points(q))
