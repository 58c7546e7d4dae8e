"""Find the book, read its files, and return one frozen `Course`; every problem names file, line and id."""

from __future__ import annotations

import gc
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import TypeAdapter, ValidationError

from ..model import (
    About,
    Activity,
    Actor,
    Check,
    Claim,
    CodeLayout,
    Concept,
    Earlier,
    Event,
    Figure,
    Flow,
    Forecast,
    Outcome,
    Paragraph,
    Perspective,
    Question,
    Source,
    Term,
    Treaty,
)
from . import pictures
from .bibliography import entries, lines, source_of
from .chapters import Chapter, read_chapter
from .explain import explained
from .yaml import ContentError, Lines, Problem, read_yaml

COURSE, EDITION = "third-corner", "2026-autumn"
"""What a course and its edition are called where ``_config.yml`` gives them no name."""
LISTS: Mapping[str, TypeAdapter[Any]] = {
    "paragraphs": TypeAdapter(Paragraph),
    "claims": TypeAdapter(Claim),
    "actors": TypeAdapter(Actor),
    "outcomes": TypeAdapter(Outcome),
    "events": TypeAdapter(Event),
    "glossary": TypeAdapter(Term),
    "checks": TypeAdapter(Check),
    "concepts": TypeAdapter(Concept),
    "treaties": TypeAdapter(Treaty),
    "flows": TypeAdapter(Flow),
    "figures": TypeAdapter(Figure),
    "perspectives": TypeAdapter(Perspective),
    "forecasts": TypeAdapter(Forecast),
    "earlier": TypeAdapter(Earlier),
    "codes": TypeAdapter(CodeLayout),
}
_QUESTION: TypeAdapter[Any] = TypeAdapter(Question, config={"defer_build": True})
_ACTIVITY: TypeAdapter[Any] = TypeAdapter(Activity, config={"defer_build": True})
_ABOUT: TypeAdapter[Any] = TypeAdapter(About)
ADAPTERS: Mapping[str, TypeAdapter[Any]] = {**LISTS, "questions": _QUESTION, "activities": _ACTIVITY, "about": _ABOUT}
"""How each kind of file is validated: a list of entries, or one mapping (an activity, the course itself)."""


@dataclass(frozen=True)
class Course:
    """Everything the course knows, by permanent id, and where each thing stands."""

    root: Path
    about: About | None
    paragraphs: Mapping[str, Paragraph]
    claims: Mapping[str, Claim]
    actors: Mapping[str, Actor]
    outcomes: Mapping[str, Outcome]
    events: Mapping[str, Event]
    glossary: Mapping[str, Term]
    checks: Mapping[str, Check]
    concepts: Mapping[str, Concept]
    treaties: Mapping[str, Treaty]
    flows: Mapping[str, Flow]
    figures: Mapping[str, Figure]
    perspectives: Mapping[str, Perspective]
    forecasts: Mapping[str, Forecast]
    earlier: Mapping[str, Earlier]
    codes: Mapping[str, CodeLayout]
    sources: Mapping[str, Source]
    questions: Mapping[str, Question]
    activities: Mapping[str, Activity]
    chapters: Mapping[str, Chapter]
    where: Mapping[tuple[str, str], tuple[str, int]] = field(repr=False)

    def at(self, kind: str, id: str) -> tuple[str, int]:
        """Return the file (relative to the root) and line of a thing."""
        return self.where.get((kind, id), ("book", 0))

    def problem(self, kind: str, id: str, what: str, do: str) -> Problem:
        """Return a `Problem` placed where the thing stands."""
        return Problem(*self.at(kind, id), id, what, do)

    def was(self, question: Question) -> Earlier | None:
        """Return how an earlier edition knew a question, where its wording is still the same; its answers then count."""
        found = self.earlier.get(question.id)
        return found if found and found.wording == question.wording else None

    def last_check(self, chapter: str) -> Check | None:
        """Return the newest reading of a chapter against the record."""
        return max((c for c in self.checks.values() if c.chapter == chapter), key=lambda c: c.date, default=None)

    def questions_of(self, slug: str) -> list[Question]:
        """Return the formative questions of a chapter in file order."""
        return list(self._banks.get(slug, ()))

    @cached_property
    def _banks(self) -> Mapping[str, list[Question]]:
        return {slug: list(bank) for slug, bank in groupby(sorted(self.questions.values(), key=lambda q: q.id.split("/")[0]), key=lambda q: q.id.split("/")[0])}


def find_root(start: Path | None = None) -> Path:
    """Return the folder that holds ``_toc.yml`` and ``book/``, from `start` (default: here) upwards.

    ``THIRDCORNER_ROOT`` names it outright. Raises `FileNotFoundError` where there is none.
    """
    if named := os.environ.get("THIRDCORNER_ROOT"):
        return Path(named).resolve()
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "_toc.yml").is_file() and (folder / "book").is_dir():
            return folder
    raise FileNotFoundError(f"no folder with _toc.yml and book/ at {here} or above; set THIRDCORNER_ROOT")


def names(root: Path) -> tuple[str, str]:
    """Return what a learner's record is called by: the course and its edition, as ``_config.yml`` gives them to the pages too."""
    path = root / "_config.yml"
    config = read_yaml(root, path, [])[0] if path.is_file() else None
    found = ((config or {}).get("sphinx") or {}).get("config") or {}
    return str(found.get("thirdcorner_course", COURSE)), str(found.get("thirdcorner_edition", EDITION))


def load(root: Path | None = None) -> Course:
    """Read the whole course under `root`; raise `ContentError` with every problem found.

    The last result is kept for as long as no file under ``book/`` has changed.
    """
    root = root or find_root()
    pictures.look_in(root / "book" / "questions")
    collecting = gc.isenabled()
    gc.disable()  # reading makes many objects and no cycles; collecting among them costs more than all the rest
    try:
        return _load_stamped(root)
    finally:
        if collecting:
            gc.enable()


def _load_stamped(root: Path) -> Course:
    return _load(root, tuple((str(p), s.st_mtime_ns, s.st_size) for p in [*data_files(root), *chapter_files(root)] for s in (p.stat(),)))


def data_files(root: Path) -> list[Path]:
    """Return every file that `load` reads, sorted."""
    book = root / "book"
    found = [p for part in ("data", "questions", "activities") for p in (book / part).glob("*.yml")]
    return sorted([*found, *(book / "data").glob("*.bib"), *(book / "assignments").glob("*.json"), *(book / "questions" / "images").glob("*.*")])


def chapter_files(root: Path) -> list[Path]:
    """Return the chapters' sources, in order."""
    return sorted((root / "book" / "chapters").glob("*.md"))


@lru_cache(maxsize=8)  # one who edits for hours reads the course hundreds of times
def _load(root: Path, stamps: tuple[tuple[str, int, int], ...]) -> Course:
    problems: list[Problem] = []
    where: dict[tuple[str, str], tuple[str, int]] = {}
    kinds: dict[str, Mapping[str, Any]] = {}
    for kind, adapter in LISTS.items():
        kinds[kind] = _read_list(root, root / "book" / "data" / f"{kind}.yml", kind, adapter, where, problems)
    questions: dict[str, Any] = {}
    for path in sorted((root / "book" / "questions").glob("*.yml")):
        read = _read_list(root, path, "questions", _QUESTION, where, problems)
        for id in read:
            if not id.startswith(f"{path.stem}/"):
                file, line = where["questions", id]
                problems.append(Problem(file, line, id, "its id belongs to another chapter", f"begin it with {path.stem}/"))
        questions |= read
    activities: dict[str, Any] = {}
    for path in sorted((root / "book" / "activities").glob("*.yml")):
        data, lines = read_yaml(root, path, problems)
        if data is not None:
            _validate(root, path, "activities", _ACTIVITY, data, lines, (), activities, where, problems)
    chapters: dict[str, Chapter] = {}
    for path in chapter_files(root):
        file = path.relative_to(root).as_posix()
        where["chapters", path.stem] = (file, 1)
        try:
            chapters[path.stem] = read_chapter(path.stem, file, path.read_text(encoding="utf-8"))
        except UnicodeDecodeError as error:
            problems.append(Problem(file, 1, path.stem, f"it is not UTF-8 ({error.reason})", "save it as UTF-8"))
    sources = _read_sources(root, root / "book" / "data" / "sources.bib", where, problems)
    about: dict[str, Any] = {}
    if (path := root / "book" / "data" / "about.yml").is_file():
        data, at = read_yaml(root, path, problems)
        if data is not None:
            _validate(root, path, "about", _ABOUT, data, at, (), about, where, problems)
    if problems:
        raise ContentError(problems)
    frozen = {kind: MappingProxyType(dict(found)) for kind, found in kinds.items()}
    return Course(
        root=root,
        about=next(iter(about.values()), None),
        **frozen,
        sources=MappingProxyType(sources),
        questions=MappingProxyType(questions),
        activities=MappingProxyType(activities),
        chapters=MappingProxyType(chapters),
        where=MappingProxyType(where),
    )


def pool_folder(root: Path) -> Path:
    """Return where the graded questions stand: the folder that ``THIRDCORNER_INSTRUCTOR`` names, else ``instructor/``."""
    named = os.environ.get("THIRDCORNER_INSTRUCTOR")
    return Path(named).expanduser().resolve() if named else root / "instructor"


def load_pool(course: Course, folder: Path | None = None) -> Course:
    """Return a course whose questions are the graded pool of `folder` (``questions/*.yml``) and nothing else.

    The pool is never part of `load`, so that no student build can hold it. Raises `ContentError` with every problem found,
    an id that a formative question already has included.
    """
    folder = folder or pool_folder(course.root)
    pictures.look_in(folder / "questions")
    problems: list[Problem] = []
    where = {key: at for key, at in course.where.items() if key[0] != "questions" or key[1] in course.questions}
    found: dict[str, Any] = {}
    for path in sorted((folder / "questions").glob("*.yml")):
        found |= _read_list(folder, path, "questions", _QUESTION, where, problems)
    earlier = _read_list(folder, folder / "earlier.yml", "earlier", LISTS["earlier"], where, problems)
    if problems:
        raise ContentError(problems)
    return replace(course, questions=MappingProxyType(found), earlier=MappingProxyType(earlier), where=MappingProxyType(where))


def _read_list(
    root: Path,
    path: Path,
    kind: str,
    adapter: TypeAdapter[Any],
    where: dict[tuple[str, str], tuple[str, int]],
    problems: list[Problem],
) -> dict[str, Any]:
    """Read a file that is a list of things with ids."""
    found: dict[str, Any] = {}
    if not path.is_file():
        return found
    data, lines = read_yaml(root, path, problems)
    if data is None:
        return found
    name = path.relative_to(root).as_posix()
    if not isinstance(data, list):
        problems.append(Problem(name, 1, path.stem, "it is not a list", "write each entry as `- id: …`"))
        return found
    for index, entry in enumerate(data):
        _validate(root, path, kind, adapter, entry, lines, (index,), found, where, problems)
    return found


def _validate(
    root: Path,
    path: Path,
    kind: str,
    adapter: TypeAdapter[Any],
    entry: Any,
    lines: Lines,
    at: tuple[str | int, ...],
    found: dict[str, Any],
    where: dict[tuple[str, str], tuple[str, int]],
    problems: list[Problem],
) -> None:
    name = path.relative_to(root).as_posix()
    id = str(entry.get("id", "(no id)")) if isinstance(entry, dict) else "(no id)"
    try:
        thing = adapter.validate_python(entry)
    except ValidationError as error:
        problems.extend(explained(name, id, e, lines, at) for e in error.errors(include_url=False))
        return
    if (kind, thing.id) in where:
        other = "{}:{}".format(*where[kind, thing.id])
        problems.append(Problem(name, lines[at], thing.id, f"the id is already used at {other}", "give it a new id"))
        return
    where[kind, thing.id] = (name, lines[at])
    found[thing.id] = thing


def _read_sources(
    root: Path, path: Path, where: dict[tuple[str, str], tuple[str, int]], problems: list[Problem]
) -> dict[str, Source]:
    """Read the bibliography."""
    if not path.is_file():
        return {}
    name = path.relative_to(root).as_posix()
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        problems.append(Problem(name, 1, path.stem, f"it is not UTF-8 ({error.reason})", "save it as UTF-8"))
        return {}
    at = lines(text)
    try:
        read = entries(text)
    except ValueError as error:
        problems.append(Problem(name, error.args[0], "sources.bib", error.args[1], "mend the BibTeX"))
        return {}
    found: dict[str, Source] = {}
    for key, entry in read.items():
        try:
            found[key] = source_of(key, entry)
        except ValidationError as error:
            problems.extend(explained(name, key, e, Lines({(): at.get(key, 1)}), ()) for e in error.errors(include_url=False))
        where["sources", key] = (name, at.get(key, 1))
    return found


def read_assignment(course: Course, id: str) -> dict[str, Any]:
    """Return a published assignment, keys not included; raise `KeyError` where ``thirdcorner assign --book`` has written none."""
    import json

    folder = course.root / "book" / "assignments"
    path = folder / f"{id}.json"
    if path.parent != folder or not path.is_file():
        known = sorted(p.stem for p in folder.glob("*.json"))
        raise KeyError(f"no assignment {id!r} in book/assignments/: {nearest(id, known)}")
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def nearest(wrong: str, known: list[str]) -> str:
    """Return a hint that names the nearest of the known ids."""
    import difflib

    close = difflib.get_close_matches(wrong, known, n=1, cutoff=0.4)
    return f"did you mean {close[0]}?" if close else f"use one of {', '.join(sorted(known)[:8]) or '(none yet)'}"
