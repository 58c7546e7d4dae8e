"""Scoring as `front/src/logic/scoring.ts` does it on the page, for answers that come in a file.

Both are tested on the same cases. An answer that is not of the shape its kind asks for is worth nothing and never an error.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ..model import Question

_SPACE = "\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"  # what a space is in JavaScript
_SPACES = re.compile(f"[{_SPACE}]+")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_NUMBER = re.compile(r"-?(\d+\.?\d*|\.\d+)", re.ASCII)
LONGEST = 400
"""Of a gap or a number, at most this many characters are read."""


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Fold letter case, Unicode forms, dashes, quotation marks and spaces, so that equal words compare equal."""
    flat = "".join(c for c in unicodedata.normalize("NFKD", text[:LONGEST]) if not unicodedata.category(c).startswith("M")).lower()
    flat = re.sub("[\u201c\u201d]", '"', re.sub("[\u2018\u2019\u02bc]", "'", _DASHES.sub("-", flat)))
    return _SPACES.sub(" ", flat).strip(" ")


def number(text: str) -> float:
    """Read a number as people write it (``98,3``, ``1,190``, ``−5``, ``98 %``); `nan` where it is none."""
    flat = _SPACES.sub("", fold(text).replace("%", ""))
    flat = flat.replace(",", "") if _GROUPED.fullmatch(flat) else flat.replace(",", ".", 1)
    return float(flat) if _NUMBER.fullmatch(flat) else math.nan


def score(question: Question, answer: Any, marks: Mapping[str, Any] | None = None) -> float | None:
    """Return what an answer earns, from 0 to 1; `None` where nobody has marked it yet or nothing is scored.

    Parameters
    ----------
    question
        A question of any kind; the rules stand on its model.
    answer
        In the form that `answers.modern` gives: an id, a list of ids or strings, ``{pair: answer}``, a boolean, or a string, by kind.
    marks
        What a marker gave: a boolean for each key idea, or a level (from 0) for each criterion, by id.
    """
    q = question
    marks = marks if isinstance(marks, Mapping) else {}
    match q.kind:
        case "single":
            return float(any(o.correct for o in q.options if o.id == answer))
        case "multiple":
            keys = {o.id: o.correct for o in q.options}
            if not isinstance(answer, list) or not all(isinstance(id, str) and id in keys for id in answer):
                return 0.0
            chosen = set(answer)
            good = sum(keys[id] for id in chosen)
            return float(max(0.0, (2 * good - len(chosen)) / sum(keys.values())))
        case "true-false":
            return float(answer is q.correct)
        case "matching":
            given = answer if isinstance(answer, dict) else {}
            return _share([given.get(p.id) == p.answer for p in q.pairs])
        case "ordering":
            return _in_order(answer, [item.id for item in q.items])
        case "numeric":
            return float(isinstance(answer, str) and abs(number(answer) - q.answer) <= q.tolerance + 1e-9)
        case "fill-in":
            said = [fold(text) if isinstance(text := _at(answer, i), str) else "" for i in range(len(q.blanks))]
            return _share([any(fold(form) == one for form in b.accepted) for b, one in zip(q.blanks, said, strict=True)])
        case "short-answer":
            return _share([marks.get(idea.id) is True for idea in q.ideas]) if marks else None
        case "essay":
            levels: list[Any] = [marks.get(c.id) for c in q.rubric]
            if not all(type(level) is int and 0 <= level < len(c.levels_md) for level, c in zip(levels, q.rubric, strict=True)):
                return None
            return float(sum(level / (len(c.levels_md) - 1) for level, c in zip(levels, q.rubric, strict=True)) / len(levels))
    return None


def _at(answer: Any, i: int) -> Any:
    return answer[i] if isinstance(answer, list) and i < len(answer) else None


def _share(parts: list[bool]) -> float:
    return sum(parts) / len(parts)


def _in_order(answer: Any, key: list[str]) -> float:
    """Return the share of pairs in order; 0 for what is not an order of all items."""
    if not isinstance(answer, list) or not all(isinstance(id, str) for id in answer) or sorted(answer) != sorted(key):
        return 0.0
    place = [key.index(id) for id in answer]
    pairs = [(i, j) for i in range(len(key)) for j in range(i + 1, len(key))]
    return float(sum(place[i] < place[j] for i, j in pairs) / len(pairs))
