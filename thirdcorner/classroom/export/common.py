"""What the export formats share: the contract, the order of what is shown, the names of sections and tags, and zips."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ...course.formats import DECLARED, Declared
from ...course.pictures import unpacked
from ...course.read import Course, pool_folder
from ...model import Matching, Parameterised, Question
from ..orders import secret_of
from .phrases import say, speaking

STAMP = (2024, 12, 3, 0, 0, 0)
"""The time that every file of a zip bears, so that equal content gives equal bytes."""

Notes = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Job:
    """What is to be written: questions of a course, under a title, with the book's pages at an address.

    `version` is one of the format's own.
    """

    course: Course
    bank: Sequence[Question]
    title: str
    at: str = ""
    version: str = ""

    def order(self, q: Question, n: int) -> list[int]:
        """Return the order in which the `n` parts of a question are shown; it cannot be computed from what is public."""
        return shuffled(n, f"{order_seed(self.course.root)}/{q.id}")

    @cached_property
    def sections(self) -> dict[str, str]:
        """What people call each file of questions, by slug."""
        return {slug: section_name(self.course, slug, some) for slug, some in by_chapter(self.bank).items()}

    def name(self, q: Question) -> str:
        """Return what people call a question: ``O1 Claim kinds, 3``."""
        return f"{self.sections[chapter_of(q)]}, {re.sub('^q0*', '', q.id.rsplit('/', 1)[-1])}"


@dataclass(frozen=True)
class Exported:
    """A finished export, and what it does not hold: (question id, why) for whatever is missing or changed."""

    data: bytes
    left_out: Notes


@dataclass(frozen=True)
class Format:
    """A format: its name, the function that writes it, what it says of single questions besides its declaration, its versions."""

    name: str
    make: Callable[[Job], bytes]
    also: Callable[[Question], Iterable[str]] = lambda q: ()
    versions: tuple[str, ...] = ()
    of_version: Callable[[Question, str], Iterable[str]] = lambda q, version: ()

    @property
    def declared(self) -> Declared:
        """What the format is for and what it lacks."""
        return DECLARED[self.name]

    @property
    def suffix(self) -> str:
        """The suffix of its file."""
        return self.declared.suffix

    @property
    def help(self) -> str:
        """What it is for."""
        return self.declared.help

    def write(self, course: Course, bank: Sequence[Question], title: str, *, lang: str = "en", at: str = "", version: str = "") -> Exported:
        """Return the questions in this format, and by id whatever it changes or leaves out.

        Parameters
        ----------
        course, bank, title
            The course, the questions in their order, and what the export is called.
        lang
            The language of the few words that an export adds.
        at
            The address under which the book is published, for formats that link to its pages.
        version
            One of `versions`; empty for the first.
        """
        version = version or next(iter(self.versions), "")
        notes: list[tuple[str, str]] = []
        held = []
        for q in in_versions(bank):
            whys = [*self.declared.losses(q), *self.also(q), *self.of_version(q, version)]
            out = [why for why in whys if why.startswith("left out")]
            notes += [(q.id, why) for why in dict.fromkeys(out or whys)]
            if not out:
                held.append(q)
        job = Job(course, tuple(held), title, at, version)
        with speaking(lang):
            return Exported(self.make(job), tuple(notes))


def in_versions(bank: Iterable[Question]) -> list[Question]:
    """Return questions with every drawn version as a question of its own, its key worked out: a platform draws one of them for each student."""
    return [one for q in bank for one in (q.numerics if isinstance(q, Parameterised) else [q])]


def order_seed(root: Path) -> str:
    """Return what the orders shown are drawn with: the secret of the instructor's folder (see `orders`).

    Raises
    ------
    ContentError
        Where it cannot be read or written.
    """
    return secret_of(pool_folder(root)).hex()


def shuffled(n: int, seed: str) -> list[int]:
    """Return an order of 0 … n-1 that is the same for the same seed and never the key itself."""
    order = sorted(range(n), key=lambda i: hashlib.sha256(f"{seed}#{i}".encode()).digest())
    return order if order != sorted(order) or n < 2 else [*order[1:], order[0]]


def ident_of(q: Question) -> str:
    """Return a question's id as XML takes one."""
    return "q_" + re.sub(r"[^A-Za-z0-9-]+", "_", q.id)


def chapter_of(q: Question) -> str:
    """Return the slug of a question's chapter."""
    return q.id.rsplit("/", 1)[0]


def by_chapter(bank: Sequence[Question]) -> dict[str, list[Question]]:
    """Return the questions by chapter, in the order met."""
    found: dict[str, list[Question]] = {}
    for q in bank:
        found.setdefault(chapter_of(q), []).append(q)
    return found


def section_name(course: Course, slug: str, questions: Sequence[Question]) -> str:
    """Return what people call a file of questions: ``05 Title`` for a chapter, ``O1 Claim kinds`` where most ask for one outcome."""
    if slug in course.chapters:
        number = slug.split("-")[0]
        return f"{number} {course.chapters[slug].title}" if number.isdigit() else course.chapters[slug].title
    named = [o for o in course.outcomes if 2 * sum(o in q.outcomes for q in questions) >= max(1, len(questions))]
    best = next((o for o in named if slug.casefold().endswith(f"-{o.casefold()}")), named[0] if len(named) == 1 else None)
    return f"{best} {course.outcomes[best].short}" if best else slug


def labels(course: Course, q: Question) -> list[str]:
    """Return the tags of a question: its own, and its outcomes by name, Bloom level, difficulty, paragraphs, claims and sources."""
    outcomes = (f"{say('outcomes')} {o} {course.outcomes[o].short}" if o in course.outcomes else f"{say('outcomes')} {o}" for o in q.outcomes)
    found = [*q.tags, *outcomes, f"{say('bloom')} {q.bloom}", f"{say('difficulty')} {q.difficulty}"]
    found += [f"{say(name)} {id}" for name, ids in q.names() if name != "outcomes" for id in ids]
    return list(dict.fromkeys(found))


def points(q: Question) -> int:
    """Return what a question is worth: one mark, as in the book, and none for an interpretive question."""
    return 0 if q.kind == "interpretive" else 1


def key(*parts: str) -> str:
    """Return sixteen hexadecimal digits that are the same for the same parts."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:16]


def answers_of(q: Matching) -> list[str]:
    """Return the different answers of a matching question, distractors included, sorted so that their order says nothing."""
    return q.answers


def packed(files: Mapping[str, bytes], prefix: Callable[[str], str]) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Return XML files with their pictures taken out, and the pictures by name.

    `prefix` gives what stands before a picture's name in a file.
    """
    pictures: dict[str, bytes] = {}
    out: dict[str, bytes] = {}
    for name, data in files.items():
        text, found = unpacked(data.decode("utf-8"), prefix(name))
        out[name] = text.encode("utf-8")
        pictures |= found
    return out, dict(sorted(pictures.items()))


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """Return a zip of `files` in the order given, with fixed times and modes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, STAMP)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            archive.writestr(entry, data if isinstance(data, bytes) else data.encode("utf-8"))
    return out.getvalue()
