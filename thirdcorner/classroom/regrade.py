"""What a run changed against the one before it in the same folder: who moved, from what to what, and why."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .collect import Graded
from .tables import clean, lines, safe

RUN, DETAILS = "run.json", "details.csv"
LONGEST = 80_000_000
"""Of details as long as this (some hundred thousand students) no comparison is made."""


@dataclass(frozen=True)
class Before:
    """The run before: how each question was marked, what was decided, and the rows of its details, by student."""

    markings: Mapping[str, str] = field(default_factory=dict)
    points: Mapping[str, float] = field(default_factory=dict)
    decided: tuple[str, ...] = ()
    rows: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def markings(made: Graded) -> dict[str, str]:
    """Return how each question is marked, as a fingerprint."""
    return {q.id: getattr(q, "marking", "") for q in made.sheet.questions}


def run_json(made: Graded, details: str) -> str:
    """Return what the next run needs to know of this one; `details` is the digest of its details file."""
    told = {
        "assignment": made.sheet.assignment.id, "markings": markings(made), "points": {q.id: made.sheet.points[q.id] for q in made.sheet.questions},
        "decided": [what for _, what in made.decisions.lines()], "details": details,
    }  # fmt: skip
    return json.dumps(told, indent=1) + "\n"


class Digest:
    """A text in pieces, whose digest is known once they have passed."""

    def __init__(self, pieces: Iterable[str]):
        self._pieces, self._made = pieces, hashlib.blake2b(digest_size=16)

    def __iter__(self) -> Iterator[str]:
        """Yield the pieces."""
        for piece in self._pieces:
            self._made.update(piece.encode("utf-8", "replace"))
            yield piece

    def hex(self) -> str:
        """Return the digest of what has passed."""
        return self._made.hexdigest()


def read_before(to: Path, assignment: str) -> tuple[Before | None, str]:
    """Return the run before, or none and in words why it cannot be compared with (empty: there was none)."""
    if not (to / RUN).is_file() or not (to / DETAILS).is_file():
        return None, ""
    if (to / DETAILS).stat().st_size > LONGEST:
        return None, f"{to / DETAILS} is too long to compare with ({LONGEST // 1_000_000} MB at most), so what this run changed is not told"
    try:
        told: Any = json.loads((to / RUN).read_text("utf-8"))
        text = (to / DETAILS).read_bytes().decode("utf-8")
        if told["assignment"] != assignment:
            return None, f"{to} holds the run of another assignment ({told['assignment']})"
        if told["details"] != hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest():
            return None, f"{to / DETAILS} was changed since the last run, so what this run changed cannot be told"
        rows = {row["student"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}
        return Before(told["markings"], told["points"], tuple(told["decided"]), rows), ""
    except (OSError, ValueError, KeyError, TypeError) as error:
        return None, f"{to / RUN} cannot be read ({type(error).__name__}), so what this run changed cannot be told"


def moved(made: Graded, then: Before) -> Iterator[tuple[str, str, str, str, str, str]]:
    """Yield what changed: (student, name, what, from, to, why)."""
    now, decided = markings(made), {what for _, what in made.decisions.lines()} ^ set(then.decided)
    seen = set()
    for row in made.rows:
        key = str(safe(clean(row.student)))
        seen.add(key)
        was = then.rows.get(key)
        points = "" if made.exempt(row) else f"{made.points(row)}"
        if was is None:
            yield row.student, row.name, "points", "", points, "handed in since"
            continue
        whys = list(dict.fromkeys(_whys(made, then, now, decided, row, was)))
        if was["points"] != points:
            yield (
                row.student,
                row.name,
                "points",
                was["points"],
                points,
                "; ".join(whys) or ("a decision" if decided else "what is counted changed"),
            )
        for q, score in zip(made.sheet.questions, row.scores.tolist(), strict=True):
            text = "" if score != score else f"{round(score, 4)}"
            if q.id in was and was[q.id] != text:
                yield row.student, row.name, q.id, was[q.id], text, _why(made, then, now, decided, row, was, q.id)
    for key, was in then.rows.items():
        if key not in seen:
            yield key, was["name"], "points", was["points"], "", "nothing of this student was found this time"


def _whys(made: Graded, then: Before, now: Mapping[str, str], decided: set[str], row: Any, was: Mapping[str, str]) -> Iterator[str]:
    for q, score in zip(made.sheet.questions, row.scores.tolist(), strict=True):
        if q.id in was and was[q.id] != ("" if score != score else f"{round(score, 4)}"):
            yield f"{q.id}: {_why(made, then, now, decided, row, was, q.id)}"
        if q.id in then.points and then.points[q.id] != made.sheet.points[q.id]:
            yield f"{q.id}: worth {made.sheet.points[q.id]:g}, was {then.points[q.id]:g}"
    if was["kept"] != str(made.kept(row)):
        yield f"lateness: {float(was['kept'] or 1):.0%} kept before, {made.kept(row):.0%} now"
    if any(row.student in what for what in decided):
        yield "a decision"


def _why(made: Graded, then: Before, now: Mapping[str, str], decided: set[str], row: Any, was: Mapping[str, str], id: str) -> str:
    """Return why a score changed."""
    if any(id in what for what in decided):
        return "a decision"
    if was["answers"] != f"x{row.digest.hex()[:12]}":
        return f"another file counts ({row.file})"
    if then.markings.get(id) != now[id]:
        return "how it is marked was mended"
    if (row.student, id) in made.given or (row.student, id) in made.before:
        return "it was marked"
    return "its wording or its marks changed"


def moved_csv(changes: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Yield what changed as a table."""
    yield from lines(("student", "name", "what", "from", "to", "why"), changes)
