"""Grades put into the file that the instructor downloaded from the platform: nothing else in it changes.

Moodle's worksheet is known by its shape, whatever its language: the first column ends in the participant's number, the grade stands
left of its maximum. Canvas, Blackboard and Brightspace are known by their heads. Points are scaled to the platform's maximum.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from .collect import Graded
from .gradebooks import comments
from .grading import Row
from .grids import Grid, parse
from .names import Who
from .roster import FIRST, IDS, LAST, MAIL, NAMES, Roster, Student
from .tables import folded, number_in

GRADES = (
    "grade",
    "ocena",
    "bewertung",
    "note",
    "calificación",
    "beoordeling",
    "оценка",
    "points",
    "punkty",
    "punkte",
    "score",
    "mark",
    "result",
    "wynik",
    "ergebnis",
)
MODIFIED = (
    "last modified grade",
    "ostatnia aktualizacja ocena",
    "zuletzt geändert bewertung",
    "dernière modification note",
    "última modificación calificación",
    "laatst gewijzigd beoordeling",
    "последнее изменение оценка",
)
Platform = Literal["moodle", "canvas", "blackboard", "brightspace", "plain"]


@dataclass(frozen=True)
class Shape:
    """What a file is: whose, where the grade belongs, by what columns a student is known, and the maximum (`None`: not said)."""

    platform: Platform
    grade: int
    people: tuple[int, ...]
    maximum: float | None
    comment: int | None = None
    modified: int | None = None
    first: int = 1
    """The first row that is a student's."""


@dataclass(frozen=True)
class Filled:
    """The file with its grades, and what is to be said of it."""

    data: bytes
    notes: tuple[str, ...]
    handles: Mapping[str, str] = field(default_factory=dict)
    """By what Moodle knows each student who stands in its worksheet."""


def shape_of(grid: Grid, title: str, column: str | None = None) -> Shape:
    """Return what a file is; raise `ValueError` in words, asking for what cannot be told."""
    head = grid.head
    flat = [folded(h) for h in head]
    wanted = next((i for i, h in enumerate(head) if column and folded(h) == folded(column)), None)
    if column and wanted is None:
        raise ValueError(f"{grid.name}:1: no column is called {column!r}; its columns are {', '.join(h for h in head if h)}")
    for platform, mark in (("blackboard", r"\[Total Pts:[^\d]*([\d.,]+)"), ("brightspace", r"MaxPoints:([\d.,]+)")):
        marked = [i for i, h in enumerate(head) if re.search(mark, h)]
        if marked and (platform == "brightspace" or "username" in flat or wanted is not None):
            at = wanted if wanted is not None else _titled(grid, marked, title)
            found = re.search(mark, head[at])
            return Shape(platform, at, _people(flat), number_in(found[1]) if found else None)  # type: ignore[arg-type]
    if flat[:2] == ["student", "id"] or (flat[0] == "student" and "id" in flat):
        at = (
            wanted
            if wanted is not None
            else _titled(grid, [i for i, h in enumerate(head) if re.search(r"\(\d+\)$", h) or folded(h) == folded(title)], title)
        )
        row = next(
            (n for n in range(1, min(4, len(grid.rows))) if grid.rows[n] and re.match(r"\s*Points Possible", grid.rows[n][0].text)), 0
        )
        return Shape(
            "canvas", at, _people(flat), _number(grid.rows[row][at].text) if row and at < len(grid.rows[row]) else None, first=row + 1
        )
    if is_moodle(grid):
        return _moodle(grid, flat, wanted)
    at = wanted if wanted is not None else next((flat.index(g) for g in GRADES if g in flat), -1)
    if at < 0:
        raise ValueError(
            f"{grid.name}:1: which column takes the grade cannot be told; name it with --column. Its columns are {', '.join(h for h in head if h)}"
        )
    return Shape("plain", at, _people(flat), None)


def _titled(grid: Grid, among: list[int], title: str) -> int:
    """Return the column of this assignment: by its title, or the only one there is."""
    own = [i for i in among if re.match(rf"{re.escape(folded(title))}( |$)", folded(grid.head[i]))]
    if len(own) == 1 or len(among) == 1:
        return own[0] if own else among[0]
    raise ValueError(
        f"{grid.name}:1: {'no' if not own else len(own)} columns are called {title!r}; name the one with --column: {', '.join(grid.head[i] for i in among)}"
    )


def _people(flat: list[str]) -> tuple[int, ...]:
    """Return the columns by which a student may be known."""
    known = {folded(n) for n in (*IDS, *NAMES, *FIRST, *LAST, *MAIL)}
    return tuple(i for i, h in enumerate(flat) if h in known)


def is_moodle(grid: Grid) -> bool:
    """Return whether the first column is Moodle's: one word for a participant, and a number after it."""
    said = [re.fullmatch(r"(\D+)\d+", row[0].text.strip()) for row in grid.rows[1:] if row and row[0].text.strip()]
    return bool(said) and len({m[1] if m else "" for m in said} - {""}) == 1 and all(said)


def _moodle(grid: Grid, flat: list[str], wanted: int | None) -> Shape:
    """Return where Moodle's columns stand, in any language: the maximum is the column that says the same number for everyone."""
    rows = [row for row in grid.rows[1:] if len(row) == len(flat)]
    same = [i for i in range(1, len(flat)) if rows and len({r[i].text for r in rows}) == 1 and _number(rows[0][i].text) is not None]
    named = [flat.index(g) for g in GRADES if g in flat]
    beside = [i - 1 for i in same if i > 1]
    at = wanted if wanted is not None else named[0] if named else beside[0] if len(beside) == 1 else -1
    if at < 0:
        raise ValueError(
            f"{grid.name}:1: which column takes the grade cannot be told in this language; name it with --column. Its columns are {', '.join(grid.head)}"
        )
    maximum = _number(rows[0][at + 1].text) if rows and at + 1 in same else None
    modified = next((flat.index(h) for h in MODIFIED if h in flat), None)
    comment = modified + 1 if modified is not None and modified + 1 < len(flat) else None
    return Shape("moodle", at, (0, 1, *_people(flat)), maximum, comment, modified)


def _number(text: str) -> float | None:
    try:
        return number_in(text) if text.strip() else None
    except ValueError:
        return None


def comma_in(grid: Grid, shape: Shape) -> bool:
    """Return whether the file writes decimals with a comma: by the numbers in it, else by its language."""
    beside = [row[i].text.strip() for row in grid.rows[1:] for i in (shape.grade, shape.grade + 1) if i < len(row)]
    with_comma, with_dot = (sum(bool(re.fullmatch(rf"-?\d+{sign}\d+", t)) for t in beside) for sign in (",", r"\."))
    if with_comma or with_dot:
        return with_comma > with_dot
    return shape.platform in ("moodle", "plain") and folded(grid.head[shape.grade]) in (
        "ocena",
        "bewertung",
        "punkty",
        "punkte",
        "note",
        "wynik",
        "ergebnis",
        "оценка",
    )


def students_of(made: Graded) -> Roster:
    """Return the graded students as a roster, by every id that is known of each; a number of Moodle's is no other id that looks like it."""
    known = made.roster.students if made.roster else {}
    return Roster(
        {
            r.student: Student(
                r.student,
                r.name,
                tuple(
                    dict.fromkeys(
                        (
                            r.student,
                            *([r.handle if r.handle.startswith("moodle:") else r.handle.partition(":")[2]] if r.handle else []),
                            *(known[r.student].ids if r.student in known else ()),
                        )
                    )
                ),
            )
            for r in made.rows
        }
    )


def fill(data: bytes, name: str, made: Graded, column: str | None = None) -> Filled:
    """Return the platform's own file with the grades in it, every other byte as it was.

    Raises
    ------
    ValueError
        Where the file is none that can be filled in, or what cannot be told must be asked.
    """
    grid = parse(data, name, (*GRADES, *IDS, *NAMES))
    shape = shape_of(grid, made.sheet.assignment.title, column)
    people, comma, rows = students_of(made), comma_in(grid, shape), {r.student: r for r in made.rows}
    scale = 1.0 if shape.maximum is None or not made.sheet.total else shape.maximum / made.sheet.total
    done: dict[str, int] = {}
    handles: dict[str, str] = {}
    notes: list[str] = []
    had = capped = 0
    for n in range(shape.first, len(grid.rows)):
        line = grid.rows[n]
        if len(line) <= shape.grade:
            continue
        who = _who(grid, shape, n)
        student, unclear = people.find(who)
        if unclear:
            notes.append(f"{name}:{n + 1}: {unclear}; its grade is left as it was")
        if not student or made.exempt(row := rows[student.key]):
            continue
        if student.key in done:
            notes.append(f"{name}:{n + 1}: {student.key} stands here a second time (line {done[student.key]}); its grade is left as it was")
            continue
        done[student.key] = n + 1
        handles |= {student.key: who.ids[0]} if who.kind == "moodle" and who.ids else {}
        value = round(made.points(row) * scale, 2)
        if shape.platform == "moodle" and shape.maximum is not None and value > shape.maximum:
            value, capped = shape.maximum, capped + 1
        had += bool(line[shape.grade].text.strip())
        grid.put(n, shape.grade, f"{value:.2f}".replace(".", "," if comma else "."))
        _comment(grid, shape, n, made, row)
    lost = [s for s in rows if s not in done and not made.exempt(rows[s])]
    notes += [
        *_scaled(made, shape, capped),
        f"{len(done)} of {len(rows)} students stand in it",
        *(f"{s}: not found in {name}; enter this grade by hand" for s in lost),
    ]
    if shape.platform == "moodle":
        notes += _boxes(grid, shape, had)
    return Filled(grid.dump(), tuple(notes), handles)


def _who(grid: Grid, shape: Shape, n: int) -> Who:
    """Return by what a line of the file knows its student."""
    line = grid.rows[n]
    heads = [folded(h) for h in grid.head]
    said = {i: grid.read(line[i].text).strip().lstrip("#") for i in shape.people if i < len(line)}
    first = next((said[i] for i in said if heads[i] in FIRST), "")
    last = next((said[i] for i in said if heads[i] in LAST), "")
    whole = next((said[i] for i in said if heads[i] in (folded(x) for x in NAMES)), "") or f"{first} {last}".strip()
    if shape.platform == "moodle":
        m = re.search(r"(\d+)$", said.get(0, ""))
        return Who(
            "",
            said.get(1, "") or whole,
            "moodle",
            (*([f"moodle:{m[1]}"] if m else []), *(said[i] for i in said if i > 1 and heads[i] in (*IDS, *MAIL) and said[i])),
        )
    ids = tuple(
        said[i]
        for i in said
        if said[i] and (heads[i] in (folded(x) for x in (*IDS, *MAIL))) and not (shape.platform == "canvas" and i == 0)
    )
    return Who("", whole or (said.get(0, "") if shape.platform == "canvas" else ""), ids=ids)


def _comment(grid: Grid, shape: Shape, n: int, made: Graded, row: Row) -> None:
    """Put what markers wrote into an empty comment cell."""
    text = " ".join(comments(made, row))
    if text and shape.comment is not None and shape.comment < len(grid.rows[n]) and not grid.rows[n][shape.comment].text.strip():
        grid.put(n, shape.comment, text)


def _scaled(made: Graded, shape: Shape, capped: int) -> Iterable[str]:
    if shape.maximum is None:
        yield f"the file says no maximum: points are of {made.sheet.total:g}, as they are"
    elif abs(shape.maximum - made.sheet.total) > 1e-9:
        yield f"points of {made.sheet.total:g} were scaled to the platform's maximum of {shape.maximum:g}"
    waiting = sum(bool(made.unmarked(r) or made.undecided(r)) for r in made.rows)
    if waiting:
        yield f"{waiting} {'student has' if waiting == 1 else 'students have'} answers still to be marked or decided: these grades are not final"
    if capped:
        yield f"{capped} above the maximum were cut to it: Moodle skips a grade above it without a word"


def _boxes(grid: Grid, shape: Shape, had: int) -> Iterable[str]:
    """Yield which box of Moodle's import to tick."""
    english = shape.modified is not None and folded(grid.head[shape.modified]) == "last modified grade"
    if had and not english:
        yield (
            f"{had} had a grade, and Moodle reads its own dates in English only: tick “Allow updating records that have been "
            "modified more recently in Moodle than in the spreadsheet” on import, or it skips them"
        )
    elif had:
        yield f"{had} had a grade: import this file soon; whoever is graded again in Moodle meanwhile is skipped unless you tick “Allow updating records …”"
