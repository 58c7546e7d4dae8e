"""Item analysis: difficulty, discrimination, what was picked by ability group, and Cronbach's alpha with what it does not say.

Difficulty is the mean score; discrimination the correlation of an item's score with the rest of the test (corrected
item-total correlation); groups are the upper and lower 27 per cent by total (Kelley 1939). Alpha is Cronbach's (1951).
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .collect import Graded
from .grading import OPEN
from .marks import parts_of
from .picked import Picks, choices, forms, given_to, tallies, typed_in
from .scoring import fold
from .tables import lines

GROUP = 0.27
ENOUGH = 30
"""Below so many students an item analysis is a rumour; the page says so."""
SPELLED, DIFFERENT = 20, 10_000
"""So many of a gap's wrong answers stand with their letters, the commonest; and of so many different ones each is counted."""
Floats = npt.NDArray[np.floating]
Spelled = tuple[str, int, int, int]
"""What was typed wrongly into a gap, by how many, and of those how many stand in the upper and the lower group."""


@dataclass(frozen=True)
class Item:
    """An item's figures; `nan` where they cannot be computed (nobody differs, or nothing is scored)."""

    id: str
    kind: str
    n: int
    difficulty: float
    discrimination: float
    chosen: tuple[tuple[str, bool | None, int, int, int], ...]
    """For each choice: its words, whether it is keyed, how many picked it, and of those how many stand in the upper and the lower group."""
    advice: str
    given: tuple[tuple[str, str, bool, int, int, int], ...] = ()
    """What the parts of an item were given (pairs, items, gaps), or in which band a number lies: part, what, whether it is right, and the counts as above.

    What was typed into a gap and is wrong stands in quotation marks, in the letters of the first student who typed it.
    """


@dataclass(frozen=True)
class Analysis:
    """The items' figures, alpha over `scored` items, the number of students, and the size of the upper and of the lower group."""

    items: tuple[Item, ...]
    alpha: float
    scored: int
    students: int
    group: int


def alpha(scores: Floats) -> float:
    """Return Cronbach's alpha of a matrix students × items; `nan` for fewer than two items or students, or no variance."""
    students, items = scores.shape
    if students < 2 or items < 2:
        return math.nan
    return _alpha([scores[:, i] for i in range(items)], scores.sum(axis=1))


def _alpha(columns: list[Floats], total: Floats) -> float:
    k, spread = len(columns), float(total.var(ddof=1))
    return float(k / (k - 1) * (1 - sum(float(c.var(ddof=1)) for c in columns) / spread)) if spread > 0 else math.nan


def analyse(made: Graded) -> Analysis:
    """Analyse the items. Unanswered counts as 0; open answers that nobody has marked leave their item out of alpha."""
    if not made.rows:
        return Analysis((), math.nan, 0, 0, 0)
    scores, picks = made.matrix
    whole = [i for i in range(scores.shape[1]) if not np.isnan(scores[:, i]).any()]
    total = np.zeros(len(scores))
    for i in whole:
        total += scores[:, i]
    order, size = np.argsort(total, kind="stable"), max(1, round(GROUP * len(total)))
    low, high = order[:size], order[-size:]
    wrong = _typed(made, high, low)
    items = []
    for i, q in enumerate(made.sheet.questions):
        column = scores[:, i].astype(np.float64)
        seen = ~np.isnan(column)
        rest = total - (column if i in whole else 0)
        difficulty = float(column[seen].mean()) if seen.any() else math.nan
        chosen = _marked(made, q, high, low) if q.kind in OPEN else _picked(q, picks[:, i], high, low)
        told = correlation(column[seen], rest[seen])
        spelled = [wrong.get((i, gap), []) for gap in range(len(q.blanks))] if q.kind == "fill-in" else []
        words = advice(q, difficulty, told, chosen, len(total), size, [one for some in spelled for one in some])
        items.append(Item(q.id, q.kind, int(seen.sum()), difficulty, told, chosen, words, _given(q, picks[:, i], high, low, spelled)))
    found = _alpha([scores[:, i].astype(np.float64) for i in whole], total) if len(whole) > 1 and len(total) > 1 else math.nan
    return Analysis(tuple(items), found, len(whole), len(made.rows), size)


def _typed(made: Graded, high: npt.NDArray[np.intp], low: npt.NDArray[np.intp]) -> dict[tuple[int, int], list[Spelled]]:
    """Return what was typed wrongly into gaps, by the places of question and gap, the commonest first; alike are what folds alike."""
    gaps = {i for i, q in enumerate(made.sheet.questions) if q.kind == "fill-in"}
    upper, lower = (np.bincount(group, minlength=len(made.rows)).tolist() for group in (high, low))
    met: dict[tuple[int, int], dict[str, list[Any]]] = defaultdict(dict)
    for row, above, below in zip(made.rows, upper, lower, strict=True) if gaps else ():
        for i, texts in typed_in(row.others).items():
            for gap, text in enumerate(texts) if i in gaps else ():
                known = met[i, gap]
                if text and ((key := fold(text)) in known or len(known) < DIFFERENT):
                    counts = known.setdefault(key, [text, 0, 0, 0])
                    counts[1:] = counts[1] + 1, counts[2] + above, counts[3] + below
    return {at: [(t, a, b, c) for t, a, b, c in sorted(some.values(), key=lambda one: (-one[1], one[0]))[:SPELLED]] for at, some in met.items()}


def _given(
    q: Any, picks: Picks, high: npt.NDArray[np.intp], low: npt.NDArray[np.intp], spelled: list[list[Spelled]]
) -> tuple[tuple[str, str, bool, int, int, int], ...]:
    """Return what each part was given, by all and in both groups; of gaps, wrong answers with their letters before the rest of them."""
    counted = zip(forms(q), given_to(q, picks), given_to(q, picks[high]), given_to(q, picks[low]), strict=True)
    rows = [(part, text, right, every, upper, lower) for (part, text, right), every, upper, lower in counted]
    if q.kind != "fill-in":
        return tuple(rows)
    made: list[tuple[str, str, bool, int, int, int]] = []
    for blank, some in zip(q.blanks, spelled, strict=True):
        here, rows = rows[: len(blank.accepted) + 2], rows[len(blank.accepted) + 2 :]
        part, rest, _, every, upper, lower = here.pop()
        every, upper, lower = every - sum(a for _, a, _, _ in some), upper - sum(b for _, _, b, _ in some), lower - sum(c for *_, c in some)
        made += [*here, *((part, f"“{text}”", False, a, b, c) for text, a, b, c in some), (part, rest, False, every, upper, lower)]
    return tuple(made)


def _picked(
    q: Any, picks: Picks, high: npt.NDArray[np.intp], low: npt.NDArray[np.intp]
) -> tuple[tuple[str, bool | None, int, int, int], ...]:
    """Return what was picked, by all and in both groups."""
    counted = zip(choices(q), tallies(q, picks), tallies(q, picks[high]), tallies(q, picks[low]), strict=True)
    return tuple((text, keyed, every, upper, lower) for (text, keyed), every, upper, lower in counted)


def _marked(
    made: Graded, q: Any, high: npt.NDArray[np.intp], low: npt.NDArray[np.intp]
) -> tuple[tuple[str, bool | None, int, int, int], ...]:
    """Return how often each idea was found, or each level given, by all and in both groups."""
    upper, lower = {made.rows[n].student for n in high}, {made.rows[n].student for n in low}
    told: dict[tuple[str, int], list[int]] = {}
    for part, _, top in parts_of(q):
        for level in range(top + 1) if q.kind != "short-answer" else (1,):
            told[part, level] = [0, 0, 0]
    for (student, id), marks in made.given.items():
        for part, level, _ in marks[0].parts if id == q.id else ():
            if level is not None and (part, int(level)) in told:
                for place, counts in enumerate((True, student in upper, student in lower)):
                    told[part, int(level)][place] += counts
    names = {part: name for part, name, _ in parts_of(q)}
    words = {key: names[key[0]] if q.kind == "short-answer" else f"{names[key[0]]}: level {key[1]}" for key in told}
    return tuple((words[key], None, counts[0], counts[1], counts[2]) for key, counts in told.items())


def correlation(a: Floats, b: Floats) -> float:
    """Return Pearson's correlation; `nan` where either does not vary."""
    if len(a) < 3 or np.ptp(a) < 1e-9 or np.ptp(b) < 1e-9:
        return math.nan
    return float(np.corrcoef(a, b)[0, 1])


def advice(
    q: Any, difficulty: float, told: float, chosen: tuple[tuple[str, bool | None, int, int, int], ...], students: int, size: int, spelled: Iterable[Spelled] = ()
) -> str:
    """Return what to do about an item, in one sentence; `spelled` is what was typed wrongly."""
    if q.kind == "interpretive":
        return "It is not scored; talk about why the readings part."
    if math.isnan(difficulty):
        return "Mark its answers first."
    if students < ENOUGH:
        return f"Wait: fewer than {ENOUGH} students say little about an item."
    wrong = [c for c in chosen if c[1] is False]
    picked = [(text, upper, lower) for text, _, _, upper, lower in wrong if q.kind in ("single", "multiple", "true-false", "numeric", "parameterised")]
    drawing = next((c for c in (*picked, *((t, u, w) for t, _, u, w in spelled)) if c[1] - c[2] > 0.15 * size and c[1] > size / 4), None)
    if not math.isnan(told) and told < -0.05:
        return "Look at its key: those who did well on the rest did badly here, which a wrong key or a misleading wording explains first."
    if drawing:
        return f"Read “{_short(drawing[0])}” again: the stronger students chose it more often than the weaker, so it may be right in some sense."
    if difficulty > 0.95:
        return "Nearly all have it right: keep it as a beginning, or ask something harder."
    if difficulty < 0.25:
        return "Few have it right: see whether it was taught, whether the wording hides what is asked, and then whether the key is right."
    if math.isnan(told) or told < 0.1:
        return "It hardly tells the stronger from the weaker: make what it asks plainer, or leave it for what it teaches."
    unused = [c for c in wrong if q.kind == "single" and c[2] < 0.02 * students]
    if unused:
        return f"It works; nobody, or nearly nobody, chose “{_short(unused[0][0])}”: replace it with a mistake that people make."
    return "It works; keep it."


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57].rsplit(' ', 1)[0]} …"


def number(value: float) -> object:
    """Return a figure for a table: a number, or nothing where there is none."""
    return "" if math.isnan(value) else round(value, 4)


def said(value: float) -> str:
    """Return a figure for a page, or a dash."""
    return "–" if math.isnan(value) else f"{value:.2f}".replace("-", "−")


def items_csv(found: Analysis) -> Iterator[str]:
    """Yield the figures as CSV, numbers as numbers."""
    yield from lines(
        ("question", "kind", "n", "difficulty", "discrimination", "advice"),
        ((i.id, i.kind, i.n, number(i.difficulty), number(i.discrimination), i.advice) for i in found.items),
    )


def choices_csv(found: Analysis) -> Iterator[str]:
    """Yield what was chosen of each item by all and in both groups as CSV: its choices, then what each of its parts was given."""
    signs = {True: "yes", False: "no", None: ""}
    yield from lines(
        ("question", "kind", "part", "given", "keyed", "all", "upper", "lower"),
        (
            row
            for i in found.items
            for row in (
                *((i.id, i.kind, "", text, signs[keyed], every, upper, lower) for text, keyed, every, upper, lower in i.chosen),
                *((i.id, i.kind, part, text, signs[right], every, upper, lower) for part, text, right, every, upper, lower in i.given),
            )
        ),
    )


def items_json(found: Analysis) -> str:
    """Return everything as JSON; what cannot be computed is null."""
    told = {
        "students": found.students, "alpha": _null(found.alpha), "scored_items": found.scored, "group_size": found.group,
        "items": [{
            "id": i.id, "kind": i.kind, "n": i.n, "difficulty": _null(i.difficulty), "discrimination": _null(i.discrimination), "advice": i.advice,
            "choices": [{"text": text, "keyed": keyed, "all": every, "upper": upper, "lower": lower} for text, keyed, every, upper, lower in i.chosen],
            "given": [{"part": part, "text": text, "keyed": right, "all": every, "upper": upper, "lower": lower} for part, text, right, every, upper, lower in i.given],
        } for i in found.items],
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _null(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 6)
