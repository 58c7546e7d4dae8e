"""What was picked, as one whole number: so that a million answers are counted by arrays, and a table says what each number stands for.

Of a single choice it is the option's place; of several choices, matching and ordering, the parts that were ticked or right, as bits;
of a number, which trap (0 the key, the last: another number); of gaps, those filled rightly, as bits; of marked work it stays 0.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from .answers import ids_of
from .scoring import fold, number


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
            return sum(1 << i for i, p in enumerate(q.pairs) if answer.get(p.id) == p.answer)
        case "ordering":
            return sum(1 << i for i, item in enumerate(q.items) if answer[i] == item.id)
        case "numeric":
            value = number(answer)
            known = [q.answer, *(t[0] for t in q.traps)]
            return next((i for i, one in enumerate(known) if abs(value - one) <= q.tolerance + 1e-9), len(known))
        case "fill-in":
            said = [fold(a) for a in answer]
            return sum(1 << i for i, b in enumerate(q.blanks) if i < len(said) and any(fold(form) == said[i] for form in b.accepted))
    return 0


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


def tallies(q: Any, picks: npt.NDArray[np.int16]) -> list[int]:
    """Return how often each choice was picked."""
    given = picks[picks >= 0]
    if q.kind in ("multiple", "matching", "ordering", "fill-in"):
        return [int(((given >> i) & 1).sum()) for i in range(len(choices(q)))]
    return [int((given == i).sum()) for i in range(len(choices(q)))]
