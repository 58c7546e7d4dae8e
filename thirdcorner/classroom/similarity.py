"""Answers alike beyond chance: a list to look at, and never a verdict.

Texts: the same after folding, or runs of ten words and more in common that stand neither in the question nor in its model answer,
nor in many texts of the class. Choices: the same rare wrong answers (what was typed by its letters), so many that chance among all pairs of the class would give one
such pair in twenty classes (answers taken as independent, which friends who learn together are not).
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from .collect import Graded
from .picked import Picks, typed_in
from .scoring import fold
from .tables import lines

RUN, LEAST = 8, 3
"""Words in a row that two texts share, and so many such runs at least: ten words in one place."""
RARE = 0.05
"""A wrong answer as rare as this says something."""
MOST = 25
"""What more texts than this share is common to the class, and tells no two of them apart."""
TEXTS = 10_000
"""Of so many different texts of a question every two are compared in runs of words; of more, wholes alone."""
FEWEST = 8
"""Texts of fewer words are not compared."""
CHANCE = 0.05


@dataclass(frozen=True)
class Alike:
    """Two students' answers, and what they share."""

    kind: str
    one: str
    other: str
    question: str
    strength: float
    what: str


def alike(made: Graded) -> tuple[list[Alike], list[str]]:
    """Return the pairs, strongest first, and in words what was not compared."""
    found: list[Alike] = []
    notes: list[str] = []
    for q in made.sheet.questions:
        if q.kind in ("short-answer", "essay"):
            texts = {r.student: text for r in made.rows if r.works and isinstance(text := r.answers.get(q.id), str)}
            senders = {r.student: r.file for r in made.rows}
            some, left = _texts(q, texts, senders)
            found += some
            notes += left
    some, note = _choices(made)
    found += some
    notes += [note] if note else []
    return sorted(found, key=lambda a: (a.kind, -a.strength, a.question, a.one, a.other)), notes


def words_of(text: str) -> list[str]:
    """Return a text's words, folded."""
    return re.findall(r"\w+", text.casefold())


def _runs(words: list[str]) -> list[int]:
    """Return a number for each run of words; the same on every machine."""
    return [
        int.from_bytes(hashlib.blake2b(" ".join(words[i : i + RUN]).encode("utf-8", "surrogatepass"), digest_size=8).digest())
        for i in range(len(words) - RUN + 1)
    ]


def _texts(q: Any, texts: dict[str, str], senders: dict[str, str]) -> tuple[list[Alike], list[str]]:
    """Return the texts of one question that are alike, and in words what was not compared."""
    given = set(_runs(words_of(q.prompt_md))) | set(_runs(words_of(getattr(q, "model_answer_md", ""))))
    words = {s: w for s, text in texts.items() if len(w := words_of(text)) >= FEWEST}
    short = len(texts) - len(words)
    whole: dict[str, list[str]] = defaultdict(list)
    for s, w in words.items():
        whole[" ".join(w)].append(s)
    found = [
        Alike("the same text", a, b, q.id, float(len(words[a])), f"{len(words[a])} words, all the same")
        for group in whole.values()
        for a, b in pairwise(group)
        if senders[a] != senders[b]
    ]
    different = [group[0] for group in whole.values()]  # of equal texts one stands for all
    runs = {s: np.array(_runs(words[s]), np.uint64) for s in different[:TEXTS]}
    owners, common = _owners(runs, given)
    shared: Counter[tuple[str, str]] = Counter()
    for some in owners:
        shared.update(combinations(some, 2))
    for (a, b), count in shared.items():
        if count >= LEAST and senders[a] != senders[b]:
            at, length = _longest(runs[a].tolist(), set(runs[b].tolist()) - given)
            found.append(
                Alike(
                    "shared words",
                    a,
                    b,
                    q.id,
                    float(count + RUN - 1),
                    f"{count + RUN - 1} words in runs of {RUN} and more; the longest: “{' '.join(words[a][at : at + min(length + RUN - 1, 24)])}”",
                )
            )
    notes = [f"{q.id}: {common} runs of words stand in more than {MOST} texts each and were not compared"] if common else []
    if short:
        notes.append(f"{q.id}: {short:,} {'text' if short == 1 else 'texts'} of fewer than {FEWEST} words {'was' if short == 1 else 'were'} not compared")
    if len(different) > TEXTS:
        left = len(different) - TEXTS
        notes.append(
            f"{q.id}: {left:,} of {len(different):,} texts were compared as wholes only, and not in runs of words: the first {TEXTS:,} by id were"
        )
    return found, notes


def _owners(runs: Mapping[str, npt.NDArray[np.uint64]], given: set[int]) -> tuple[list[list[str]], int]:
    """Return, of each run that a few texts share, whose they are, and how many runs too many share. What stands in one text alone is not held."""
    own = {s: np.unique(made) for s, made in runs.items()}
    values, counts = np.unique(np.concatenate([*own.values(), np.array([], np.uint64)]), return_counts=True)
    counts[np.isin(values, np.array(sorted(given), np.uint64))] = 0
    few = values[(counts > 1) & (counts <= MOST)]
    found: dict[int, list[str]] = defaultdict(list)
    for s, made in own.items():
        for run in made[np.isin(made, few, assume_unique=True)].tolist() if len(few) else ():
            found[run].append(s)
    return list(found.values()), int((counts > MOST).sum())


def _longest(runs: list[int], other: set[int]) -> tuple[int, int]:
    """Return where the longest row of shared runs begins, and how many runs it has."""
    best, at, length = (0, 0), 0, 0
    for i, run in enumerate([*runs, -1]):
        if run in other:
            at, length = (i, 1) if not length else (at, length + 1)
        else:
            best, length = (max(best, (length, -at)), 0)
    return -best[1], best[0]


def _choices(made: Graded) -> tuple[list[Alike], str]:
    """Return the pairs of students who share rare wrong answers."""
    n = len(made.rows)
    if n < 10:
        return [], "wrong answers were not compared: fewer than ten students say nothing of what is rare"
    scores, picks = made.matrix
    typed: dict[int, list[tuple[int, tuple[str, ...]]]] = defaultdict(list)
    for at, row in enumerate(made.rows):
        for i, texts in typed_in(row.others).items():
            typed[i].append((at, texts))
    bits: Counter[tuple[int, int]] = Counter()
    which: dict[tuple[int, int], list[str]] = defaultdict(list)
    common = 0
    for i, q in enumerate(made.sheet.questions):
        wrong = (picks[:, i] >= 0) & (scores[:, i] < 1)
        given = _apart(picks[:, i], typed[i])
        values, counts = np.unique(given[wrong], return_counts=True)
        for value, count in zip(values.tolist(), counts.tolist(), strict=True):
            if count < 2 or count > max(2, RARE * n):
                continue
            if count > MOST:
                common += 1
                continue
            for pair in combinations(np.flatnonzero(wrong & (given == value)).tolist(), 2):
                bits[pair] += -2 * math.log2(count / n)  # type: ignore[assignment]
                which[pair].append(q.id)
    enough = math.log2(n * (n - 1) / 2 / CHANCE)
    found = []
    for (a, b), strength in bits.items():
        one, other = made.rows[a], made.rows[b]
        if strength > enough and len(which[a, b]) > 1 and one.file != other.file:
            found.append(
                Alike(
                    "rare wrong answers",
                    one.student,
                    other.student,
                    "",
                    round(float(strength), 1),
                    f"{len(which[a, b])} wrong answers that few gave: {', '.join(which[a, b])}",
                )
            )
    return found, f"{common} wrong answers were given by more than {MOST} students each and were not compared" if common else ""


def _apart(picks: Picks, typed: Iterable[tuple[int, tuple[str, ...]]]) -> npt.NDArray[np.int64]:
    """Return a number for each answer to a question that only equal ones share: one pick stands for all that was typed and is not in the key."""
    made = picks.astype(np.int64)
    numbers: dict[tuple[int, tuple[str, ...]], int] = {}
    for at, texts in typed:
        key = (int(picks[at]), tuple(map(fold, texts)))
        made[at] = -2 - numbers.setdefault(key, len(numbers))
    return made


def similarity_csv(made: Graded) -> Iterator[str]:
    """Yield the list as a table, with what was not compared below it."""
    found, notes = alike(made)

    def rows() -> Iterator[tuple[object, ...]]:
        for a in found:
            yield (a.kind, a.one, a.other, a.question, a.strength, a.what)
        for note in notes:
            yield ("not compared", "", "", "", "", note)

    yield from lines(("what is alike", "student", "other student", "question", "strength", "how; a reason to look, not a verdict"), rows())
