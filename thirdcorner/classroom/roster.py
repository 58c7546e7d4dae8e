"""The roster: who is in the class, by what each platform may know them, and in whose group.

A CSV with a column for the student's id (number, user name, or e-mail), one or two for the name, and, if wanted, `group`. A file is
matched by an id first, then by a name; a name that two students bear settles nothing and is asked about.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .names import Who
from .tables import Table, read_file

IDS = (
    "id", "student id", "student", "student number", "id number", "username", "user name", "login", "login id", "sis login id", "sis user id", "sis id", "orgdefinedid", "participant",
    "numer albumu", "nr albumu", "indeks", "numer indeksu", "nazwa użytkownika", "identyfikator", "matrikelnummer", "matrikelnr", "anmeldename", "benutzername", "kennung",
)  # fmt: skip
NAMES = ("name", "full name", "student name", "imię i nazwisko", "nazwisko i imię", "vollständiger name")
FIRST = ("first name", "firstname", "given name", "imię", "imiona", "vorname")
LAST = ("last name", "lastname", "surname", "family name", "nazwisko", "nachname")
MAIL = ("email", "e mail", "email address", "mail", "adres e mail", "e mail adresse")
GROUP = ("group", "grupa", "gruppe", "team", "section")


@dataclass(frozen=True)
class Student:
    """A student of the roster."""

    key: str
    name: str
    ids: tuple[str, ...]
    group: str = ""


@dataclass
class Roster:
    """The students, found by id or name."""

    students: Mapping[str, Student] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._ids: dict[str, set[str]] = defaultdict(set)
        self._bare: dict[str, set[str]] = defaultdict(set)
        self._names: dict[str, set[str]] = defaultdict(set)
        for s in self.students.values():
            for id in s.ids:
                self._ids[flat(id)].add(s.key)
                self._bare[bare(id)].add(s.key)
            for form in forms(s.name):
                self._names[form].add(s.key)

    def find(self, who: Who) -> tuple[Student | None, str]:
        """Return the student, or none and, in words, what cannot be told (empty: nobody of the roster)."""
        exact = {key for id in who.ids for key in self._ids.get(flat(id), ())} or {
            key for id in who.ids for key in self._bare.get(bare(id), ())
        }
        if len(exact) == 1:
            called = set[str]().union(*(self._names.get(form, set()) for form in forms(who.name))) if who.kind in ("moodle", "canvas") else set()
            if called and not exact & called:  # a platform's number that looks like another student's in the roster
                return None, f"by its number it is {_list(exact)}’s, and by its name {_list(called)}’s"
            return self.students[next(iter(exact))], ""
        if len(exact) > 1:
            return None, f"{_list(exact)} of the roster would fit"
        named: set[str] = set()
        for name in (who.name, *who.ids, *([who.name.split("-", 1)[1]] if who.kind == "moodle" and "-" in who.name else [])):
            for form in forms(name):
                named |= self._names.get(form, set())
        if len(named) == 1:
            return self.students[next(iter(named))], ""
        return None, f"{len(named)} students of the roster are called so ({_list(named)})" if named else ""


def _list(keys: Iterable[str]) -> str:
    return " or ".join(sorted(keys)[:4])


def flat(text: str) -> str:
    """Return an id or name as it is compared: letters and digits, accents off, in one case."""
    plain = "".join(
        c
        for c in unicodedata.normalize("NFKD", text.replace("ł", "l").replace("Ł", "L").replace("ß", "ss").replace("ø", "o"))
        if not unicodedata.combining(c)
    )
    return re.sub(r"[\W_]+", "", plain).casefold()


def bare(id: str) -> str:
    """Return an id without the zeros at its front, which a spreadsheet takes away."""
    return flat(id).lstrip("0") or "0" if id.strip().isdigit() else flat(id)


def forms(name: str) -> set[str]:
    """Return the ways in which a name is written: its words in either order, and run together as Canvas has them."""
    words = [flat(w) for w in re.split(r"[\s,_]+", name) if flat(w)]
    whole = ["".join(words), "".join(sorted(words))] if words else []
    if len(words) > 1:
        whole += ["".join([words[-1], *words[:-1]]), "".join([*words[1:], words[0]])]
    return set(whole)


def read_roster(path: Path, encoding: str | None = None) -> Roster:
    """Read a roster.

    Raises
    ------
    ValueError
        Where it names nobody, has no column to know a student by, or has an id twice, with the line.
    """
    found = read_file(path, (*IDS, *NAMES, *FIRST, *LAST, *MAIL, *GROUP), encoding)
    return Roster(_students(found))


def _students(found: Table) -> dict[str, Student]:
    ids = [c for c in (found.column(name) for name in (*IDS, *MAIL)) if c]
    name, first, last, group = (found.column(*names) for names in (NAMES, FIRST, LAST, GROUP))
    if not ids and not name and not (first and last):
        raise ValueError(f"{found.name}:1: no column tells who is who; call one `id`, and one `name`")
    students: dict[str, Student] = {}
    for line, row in found.rows:
        own = [row[c] for c in ids if row.get(c)]
        called = row.get(name or "", "") or " ".join(p for p in (row.get(first or "", ""), row.get(last or "", "")) if p)
        key = own[0] if own else called
        if not key:
            raise ValueError(f"{found.name}:{line}: this student has neither id nor name")
        if key in students:
            raise ValueError(f"{found.name}:{line}: {key!r} is in the roster twice")
        mail = [o.split("@")[0] for o in own if "@" in o]
        students[key] = Student(key, called or key, (*own, *mail), row.get(group or "", ""))
    if not students:
        raise ValueError(f"{found.name}: it names no student")
    return students
