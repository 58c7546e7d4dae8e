"""What markers gave: it belongs to an answer, known by its digest, and not to whoever wrote it.

Each marker saves a file of their own (from the marking page, or ``to-mark.csv`` filled in); the file's name is the marker's. An answer
that changed after it was marked is unmarked again, with the earlier mark beside it.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .tables import number_in, read_file

HEAD = ("number", "question", "work", "prompt", "answer", "earlier", "mark", "comment", "parts")
DIFFERENT = 0.005
"""Two marks further apart than this are shown for moderation."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What one marker gave one answer: a share from 0 to 1, a comment, and what was said of each idea or criterion."""

    value: float
    marker: str
    comment: str = ""
    parts: tuple[tuple[str, Any, str], ...] = ()
    """For each part: its id, whether it is there or its level, and a comment."""


@dataclass
class Marks:
    """Marks by whose answer it is (a number or an id), question and answer; comments on a student's work as a whole."""

    given: dict[tuple[str, str, str], dict[str, Mark]] = field(default_factory=lambda: defaultdict(dict))
    where: dict[tuple[str, str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    works: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    comments: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    problems: list[str] = field(default_factory=list)
    used: set[tuple[str, str, str]] = field(default_factory=set)

    def of(self, whose: Iterable[str], question: str, work: str) -> list[Mark]:
        """Return each marker's mark of an answer, and note that its lines were of use."""
        found: dict[str, Mark] = {}
        for name in whose:
            if (key := (name, question, work)) in self.given:
                self.used.add(key)
                found |= self.given[key]
        return [found[m] for m in sorted(found)]

    def earlier(self, whose: Iterable[str], question: str, work: str) -> list[Mark]:
        """Return marks that an earlier answer of the same student was given; they do not count."""
        found = []
        for name in whose:
            for other in sorted(self.works.get((name, question), set()) - {work}):
                self.used.add((name, question, other))
                found += list(self.given[name, question, other].values())
        return found

    def about(self, whose: Iterable[str]) -> list[str]:
        """Return the comments on a student's work as a whole."""
        return [text for name in whose for _, text in sorted(self.comments.get(name, {}).items())]

    def unused(self) -> list[str]:
        """Return, line by line, the marks that belong to no answer of this class."""
        return [
            f"{place}: {key[0]!r} handed in no such answer to {key[1]}; the mark does not count"
            for key, places in sorted(self.where.items())
            if key not in self.used
            for place in places
        ]


def value_of(marks: Sequence[Mark]) -> float:
    """Return the mark that counts where several gave one: their mean, until it is decided otherwise."""
    return sum(m.value for m in marks) / len(marks)


def differ(marks: Sequence[Mark]) -> bool:
    """Return whether markers differ."""
    return bool(marks) and max(m.value for m in marks) - min(m.value for m in marks) > DIFFERENT


def work_of(question: str, answer: Any) -> str:
    """Return by what an answer is known: the same for the same answer, another for any other; no spreadsheet takes it for a number."""
    raw = json.dumps([question, answer], sort_keys=True, ensure_ascii=True)
    return "x" + hashlib.blake2b(raw.encode("ascii"), digest_size=6).hexdigest()


def read_marks(paths: Iterable[Path], questions: Mapping[str, Any], encoding: str | None = None) -> Marks:
    """Read markers' files.

    Parameters
    ----------
    paths
        CSV files with the columns `number` (or `student`), `question`, `work` (or the whole `answer`), and `mark` (a share from 0
        to 1), `comment` or `parts`.
    questions
        The open questions of the assignment, by id.
    encoding
        Of files that are no UTF-8.

    Returns
    -------
    Marks
        With what cannot be used, line by line, in `problems`.

    Raises
    ------
    ValueError
        Where a file is no table of marks at all.
    """
    made = Marks()
    for path in paths:
        found = read_file(path, (*HEAD, "student"), encoding)
        missing = [name for name in ("question", "mark") if not found.column(name)]
        if missing or not found.column("number", "student"):
            raise ValueError(f"{path}:1: it has no column `{(missing or ['number'])[0]}`; fill in the to-mark.csv that this command writes")
        for line, row in found.rows:
            try:
                _take(made, f"{path}:{line}", path.stem, row, questions)
            except ValueError as error:
                made.problems.append(f"{path}:{line}: {error}; the line does not count")
    return made


def _take(made: Marks, place: str, marker: str, row: Mapping[str, str], questions: Mapping[str, Any]) -> None:
    """Take one line in; raise `ValueError` in words where it cannot be used."""
    text, comment = row.get("mark", ""), row.get("comment", "")
    parts = _parts(row.get("parts", ""))
    if not text and not comment and not parts:
        return
    whose, question = row.get("number") or row.get("student", ""), row.get("question", "")
    if not whose:
        raise ValueError("it names no student")
    if not question and not text:
        made.comments[whose][marker] = comment
        return
    if question not in questions:
        raise ValueError(f"{question!r} is no open question of this assignment")
    work = row.get("work", "") or (work_of(question, row["answer"]) if row.get("answer") else "")
    if not work:
        raise ValueError("it does not say which answer was marked (columns `work` or `answer`), and an answer may have changed since")
    value = number_in(text) if text else _from_parts(parts, questions[question])
    if not 0 <= value <= 1:
        raise ValueError(f"the mark {text!r} is no number from 0 to 1")
    key = (whose, question, work)
    if marker in made.given.get(key, {}):
        made.problems.append(f"{place}: this answer is marked twice in this file; the later line counts")
    made.given[key][marker] = Mark(value, marker, comment, parts)
    made.where[key].append(place)
    made.works[whose, question].add(work)


def _parts(text: str) -> tuple[tuple[str, Any, str], ...]:
    """Read what the marking page says of each part; nothing where a cell was spoilt."""
    try:
        found = json.loads(text) if text else []
        return tuple((str(p["id"]), p["level"], str(p.get("comment", ""))) for p in found if isinstance(p["level"], (int, type(None))))
    except (ValueError, TypeError, KeyError, RecursionError):
        raise ValueError("its column `parts` cannot be read; leave it as the marking page wrote it, or empty") from None


def _from_parts(parts: Sequence[tuple[str, Any, str]], q: Any) -> float:
    """Return the mark that ticked ideas or chosen levels make."""
    said = {id: level for id, level, _ in parts if level is not None}
    whole = parts_of(q)
    if set(said) != {id for id, _, _ in whole}:
        raise ValueError("it has a comment and no mark; the comment waits for it" if not said else "some parts are not marked yet")
    shares = [max(0, min(top, int(said[id]))) / top for id, _, top in whole]
    return sum(shares) / len(shares)


def parts_of(q: Any) -> list[tuple[str, str, int]]:
    """Return the parts by which an open question is marked: id, name, and the best level (1 for an idea)."""
    if q.kind == "short-answer":
        return [(i.id, i.text_md, 1) for i in q.ideas]
    return [(getattr(c, "id", f"c{n}"), c.criterion, len(c.levels_md) - 1) for n, c in enumerate(q.rubric, 1)]


def said_of(q: Any, mark: Mark) -> list[tuple[str, list[str], int | None, str]]:
    """Return what a marker said of each part: its name, its levels from the weakest to the best, which of them was given, and the comment."""
    levels = {} if q.kind == "short-answer" else {getattr(c, "id", f"c{n}"): list(c.levels_md) for n, c in enumerate(q.rubric, 1)}
    names = {id: name for id, name, _ in parts_of(q)}
    told = []
    for id, level, comment in mark.parts:
        if id in names:
            words = levels.get(id, ["no", "yes"])
            told.append((names[id], words, None if level is None else max(0, min(level, len(words) - 1)), comment))
    return told
