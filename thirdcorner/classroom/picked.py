"""What was picked, as one whole number: so that a million answers are counted by arrays, and a table says what each number stands for.

Of a single choice it is the option's place; of several choices the options that were ticked, as bits; of a number, which trap
(0 the key, then the traps, then a band of other numbers). Of matching, ordering and gaps it has a digit a part, each in a base of its
own (`bases`): which answer a pair was given, where an item was put, in which form a gap was filled. Of marked work it stays 0.

What was typed and is neither in the key nor a trap has no number of its own: its letters go beside it (`typed`).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from .answers import ids_of
from .scoring import fold, number
from .tables import clean, told

Picks = npt.NDArray[np.signedinteger[Any]]
BY_PART = ("matching", "ordering", "fill-in")
"""The kinds whose parts are each given something of their own."""
BANDS = 5
"""Numbers that are neither key nor trap: far below the key, below it, above it, far above it; and what is no number."""
_NONE = "no number that can be read"
OTHER = "another answer"
LETTERS = 60
"""Of what was typed, at most so many characters are kept; what is longer ends in dots."""


def bases(q: Any) -> list[int]:
    """Return how many things each part of a question can be given: the base of its digit."""
    match q.kind:
        case "matching":
            return [len(q.answers) + 1] * len(q.pairs)
        case "ordering":
            return [len(q.items)] * len(q.items)
        case "fill-in":
            return [len(b.accepted) + 2 for b in q.blanks]
    return []


def kept_as(questions: Iterable[Any]) -> np.dtype[Any]:
    """Return the smallest whole number that holds what can be picked of each of these questions."""
    most = max((math.prod(bases(q)) for q in questions), default=1)
    return np.dtype(np.int16 if most <= 2**15 else np.int32 if most <= 2**31 else np.int64)


def picked(q: Any, answer: Any) -> int:
    """Return what an answer in the form of today picked."""
    match q.kind:
        case "single" | "interpretive":
            return ids_of(q)[answer]
        case "true-false":
            return int(answer)
        case "multiple":
            return sum(1 << i for i, o in enumerate(q.options) if o.id in answer)
        case "matching":
            places = {text: n for n, text in enumerate(q.answers, 1)}
            return _joined(q, [places.get(answer.get(p.id), 0) for p in q.pairs])
        case "ordering":
            return _joined(q, [answer.index(item.id) for item in q.items])
        case "fill-in":
            return _joined(q, [_form(b.accepted, answer[i] if i < len(answer) else "") for i, b in enumerate(q.blanks)])
        case "numeric":
            value = number(answer)
            known = [q.answer, *(t[0] for t in q.traps)]
            return next((i for i, one in enumerate(known) if abs(value - one) <= q.tolerance + 1e-9), len(known) + _band(q, value))
    return 0


def _joined(q: Any, digits: list[int]) -> int:
    made = 0
    for digit, base in zip(reversed(digits), reversed(bases(q)), strict=True):
        made = made * base + digit
    return made


def _form(accepted: tuple[str, ...], said: str) -> int:
    """Return in which accepted form a gap was filled, from 1 on; 0 where it was left empty, the last where it was another."""
    if not (mine := fold(said)):
        return 0
    return next((n for n, form in enumerate(accepted, 1) if fold(form) == mine), len(accepted) + 1)


def typed(q: Any, answer: Any) -> tuple[str, ...]:
    """Return what was typed that no pick stands for: for each gap its letters (empty where it is right, or was left so), or a number."""
    if q.kind == "fill-in":
        wrong = [_form(b.accepted, said) > len(b.accepted) for b, said in zip(q.blanks, answer, strict=False)]
        return tuple(_letters(said) if other else "" for said, other in zip(answer, wrong, strict=False)) if any(wrong) else ()
    if q.kind == "numeric" and picked(q, answer) > len(q.traps):
        value = number(answer)
        return (_letters(answer) if math.isnan(value) else f"{value:.12g}",)
    return ()


@lru_cache(maxsize=4096)
def typed_in(others: str) -> Mapping[int, tuple[str, ...]]:
    """Return what a row keeps as JSON of what was `typed`, by the question's place."""
    return {int(place): tuple(texts) for place, texts in json.loads(others or "{}").items()}


def _letters(text: str) -> str:
    """Return what was typed on one line, with signs that nobody sees in words."""
    flat = told(" ".join(clean(text[: 4 * LETTERS]).split()))
    return flat if len(flat) <= LETTERS else f"{flat[: LETTERS - 1]}…"


def far(q: Any) -> float:
    """Return how far from the key another number counts as far: half of the key, or four tolerances where that is more, or 1."""
    return max(abs(q.answer) / 2, 4 * q.tolerance) or 1.0


def _band(q: Any, value: float) -> int:
    edges = (q.answer - far(q), q.answer, q.answer + far(q))
    return BANDS - 1 if math.isnan(value) else sum(value > edge if n == 2 else value >= edge for n, edge in enumerate(edges))


def choices(q: Any) -> list[tuple[str, bool | None]]:
    """Return what can be picked in words (Markdown), and whether it is keyed (`None`: neither right nor wrong)."""
    match q.kind:
        case "single" | "multiple":
            return [(o.text_md, o.correct) for o in q.options]
        case "true-false":
            return [("False", not q.correct), ("True", q.correct)]
        case "interpretive":
            return [(r.text_md, None) for r in q.readings]
        case "matching":
            return [(f"{p.stem_md} → {p.answer}", True) for p in q.pairs]
        case "ordering":
            return [(f"{n}. {item.text_md}", True) for n, item in enumerate(q.items, 1)]
        case "parameterised":
            return [(f"{q.answer} {q.unit}", True), *((formula, False) for formula, _ in q.traps), ("another number", False)]
        case "numeric":
            return [(f"{q.answer:g} {q.unit}", True), *((f"{value:g}", False) for value, _ in q.traps), ("another number", False)]
        case "fill-in":
            return [(f"gap {n}: {b.accepted[0]}", True) for n, b in enumerate(q.blanks, 1)]
    return []


def tallies(q: Any, picks: Picks) -> list[int]:
    """Return how often each choice was picked."""
    given = picks[picks >= 0]
    many = len(choices(q))
    if q.kind == "multiple":
        return [int(((given >> i) & 1).sum()) for i in range(many)]
    if q.kind in BY_PART:
        return [int(np.isin(digit, _right(q, n)).sum()) for n, digit in enumerate(_digits(q, given))]
    if q.kind in ("numeric", "parameterised"):
        given = np.minimum(given, many - 1)
    return [int((given == i).sum()) for i in range(many)]


def _right(q: Any, n: int) -> list[int]:
    """Return the digits of a part that are right."""
    match q.kind:
        case "matching":
            return [q.answers.index(q.pairs[n].answer) + 1]
        case "ordering":
            return [n]
    return [*range(1, len(q.blanks[n].accepted) + 1)]


def _digits(q: Any, given: Picks) -> list[Picks]:
    """Return the digit of each part."""
    found, left = [], given.astype(np.int64)
    for base in bases(q):
        found.append(left % base)
        left //= base
    return found


def forms(q: Any) -> list[tuple[str, str, bool]]:
    """Return what each part can be given: the part in words, what it is given, and whether that is right.

    It is what `choices` cannot say: which answer a pair was given, where an item was put, how a gap was filled, and in which band
    a number lies that is neither the key nor a trap. Of a gap the last stands for all that was typed otherwise.
    """
    match q.kind:
        case "matching":
            return [(p.stem_md, text, text == p.answer) for p in q.pairs for text in ("nothing", *q.answers)]
        case "ordering":
            return [(item.text_md, f"place {at}", at == n) for n, item in enumerate(q.items, 1) for at in range(1, len(q.items) + 1)]
        case "fill-in":
            return [
                (f"gap {n}", text, 0 < at <= len(b.accepted))
                for n, b in enumerate(q.blanks, 1)
                for at, text in enumerate(("nothing", *b.accepted, OTHER))
            ]
        case "numeric":
            low, high = q.answer - far(q), q.answer + far(q)
            told = (f"less than {low:g}", f"{low:g} to {q.answer:g}", f"{q.answer:g} to {high:g}", f"more than {high:g}")
            return [("another number", text, False) for text in (*told, _NONE)]
        case "parameterised":
            return [("another number", text, False) for text in ("far below the key", "below the key", "above the key", "far above the key", _NONE)]
    return []


def given_to(q: Any, picks: Picks) -> list[int]:
    """Return how often each of `forms` was given."""
    given = picks[picks >= 0]
    if q.kind in BY_PART:
        return [int((digit == n).sum()) for digit, base in zip(_digits(q, given), bases(q), strict=True) for n in range(base)]
    if q.kind in ("numeric", "parameterised"):
        first = len(choices(q)) - 1
        return [int((given == first + n).sum()) for n in range(BANDS)]
    return []
