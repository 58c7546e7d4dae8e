"""``thirdcorner export``: choose questions, write a file (or one a chapter), and say what it does not hold."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ...course.formats import DECLARED
from ...course.read import Course, load, load_pool, nearest
from ...model import Question
from . import FORMATS, scorm_command
from .common import Exported, Format, Notes, by_chapter, chapter_of, in_versions, section_name
from .phrases import PHRASES


def add(commands: Any) -> None:
    """Add the ``export`` command to the subparsers of a command line."""
    names = (*FORMATS, scorm_command.NAME)
    told = "; ".join(f"{name}: {DECLARED[name].help}" for name in names)
    one = commands.add_parser("export", help="write questions for a learning management system or a program", description=told)
    one.add_argument("format", choices=names, metavar="FORMAT", help=", ".join(names))
    one.add_argument("--to", type=Path, required=True, metavar="FILE", help="the file to write; with --by chapter, the folder")
    one.add_argument("--by", choices=("chapter",), default=None, help="one file a chapter (or an outcome of the pool), named after it")
    one.add_argument("--lang", choices=tuple(PHRASES), default="en", help="the language of the few words that an export adds")
    one.add_argument("--at", default="", metavar="URL", help="where the book is published (https://…); a cartridge links its pages, a package the chapters that it has not")
    one.add_argument("--version", default="", metavar="V", help="of a cartridge: 1.3, or 1.1 for Moodle")
    one.add_argument("--bank", choices=("formative", "pool"), default="formative", help="the book's questions, or the graded pool")
    one.add_argument("--title", default=None, help="what the export is called (default: the course's title)")
    for name, metavar, what in (
        ("chapter", "SLUG", "of these chapters"),
        ("outcome", "O", "of these outcomes"),
        ("kind", "K", "of these kinds"),
        ("id", "ID", "with these ids"),
        ("tag", "T", "with one of these tags"),
    ):
        one.add_argument(f"--{name}", nargs="+", default=[], metavar=metavar, help=f"only questions {what}")
    scorm_command.add(one)


_KEYS: dict[str, Callable[[Question], Iterable[str]]] = {
    "chapter": lambda q: (chapter_of(q),),
    "outcome": lambda q: q.outcomes,
    "kind": lambda q: (q.kind,),
    "id": lambda q: (q.id,),
    "tag": lambda q: q.tags,
}


def choose(course: Course, args: argparse.Namespace) -> list[Question]:
    """Return the questions that meet every condition given, in the order of the bank.

    Raises
    ------
    ValueError
        Where a condition names something that no question of the bank has, or no question meets them all.
    """
    bank = list(course.questions.values())
    if not bank:
        raise ValueError(f"--bank {args.bank}: there are no questions in it")
    for name, keys in _KEYS.items():
        wanted = set(getattr(args, name))
        known = {k for q in course.questions.values() for k in keys(q)}
        for wrong in sorted(wanted - known):
            raise ValueError(f"--{name} {wrong}: no question of the bank has it; {nearest(wrong, list(known))}")
        if wanted:
            bank = [q for q in bank if wanted & set(keys(q))]
    if not bank:
        raise ValueError("no question meets all the conditions; leave one out")
    return bank


def report(notes: Notes, bank: Iterable[str] = ()) -> list[str]:
    """Return what an export does not hold, a line for each reason with the questions that it concerns, by chapter.

    Where a reason concerns all of `bank`, which are the ids that were asked for, it says so instead of naming them.
    """
    every = set(bank)
    found: dict[str, list[str]] = {}
    for id, why in notes:
        found.setdefault(why, []).append(id)
    return [f"{why} ({len(ids)}: {'all' if every == set(ids) else _ids(ids)})" for why, ids in found.items()]


def _ids(ids: list[str]) -> str:
    """Return ids in one line, those of a chapter behind its slug: ``02-background/q03 q05, 04-thesis/q11``."""
    by: dict[str, list[str]] = {}
    for id in ids:
        slug, _, number = id.rpartition("/")
        by.setdefault(slug, []).append(number)
    return ", ".join(f"{slug}/{' '.join(numbers)}" if slug else ", ".join(numbers) for slug, numbers in by.items())


def refused(form: Format, args: argparse.Namespace) -> str:
    """Return why a format cannot be written as it is asked for; empty where it can."""
    if form.name == "common-cartridge":
        address = urlsplit(args.at)
        if address.scheme != "https" or not address.netloc or address.query or address.fragment:
            given = f"{args.at!r} is no such address" if args.at else "it is missing"
            return f"--at: a cartridge links to the book's pages by their address, and {given}; name it, such as --at https://example.org/book"
        if address.path.endswith(".html"):
            return f"--at {args.at}: this is a page; name the folder that holds index.html"
    elif args.at:
        return f"--at: {form.name} holds no links to pages; leave it out"
    for name in scorm_command.GIVEN:
        if getattr(args, name) is not None:
            return f"--{'pass' if name == 'passed' else name}: only scorm reports a score to a platform; leave it out"
    if args.version and args.version not in form.versions:
        return f"--version {args.version}: {form.name} has " + (f"{' and '.join(form.versions)}" if form.versions else "no versions; leave it out")
    if form.name == "anki" and args.bank == "pool":
        return "--bank pool: a deck shows every answer to whoever has it; export the book's own questions for review"
    return ""


def run(args: argparse.Namespace) -> int:
    """Write the export; return the exit status."""
    course = load()
    if args.format == scorm_command.NAME:
        return scorm_command.run(args, course)
    form = FORMATS[args.format]
    if said := refused(form, args):
        print(said, file=sys.stderr)
        return 1
    try:
        bank = choose(load_pool(course) if args.bank == "pool" else course, args)
    except ValueError as error:
        print(error.args[0], file=sys.stderr)
        return 1
    bank = in_versions(bank)
    title = args.title or (course.about.title if course.about else "Questions")
    parts = [(args.to, title, bank)]
    if args.by:
        names = {slug: section_name(course, slug, some) for slug, some in by_chapter(bank).items()}
        parts = [(args.to / f"{_file(slug, names[slug], course)}{form.suffix}", names[slug], some) for slug, some in by_chapter(bank).items()]
    for to, name, some in parts:
        try:
            made = form.write(course, some, name, lang=args.lang, at=args.at, version=args.version)
            if args.by:
                args.to.mkdir(parents=True, exist_ok=True)
            to.write_bytes(made.data)
        except OSError as error:
            print(f"{error.filename or to}: it cannot be written ({error.strerror}); name a file in a folder that exists", file=sys.stderr)
            return 1
        _told(to, form, some, made)
    return 0


def _file(slug: str, name: str, course: Course) -> str:
    """Return what a file of one chapter or outcome is called: a chapter's slug, else the outcome's name as one."""
    return slug if slug in course.chapters else re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or slug


def _told(to: Path, form: Format, bank: list[Question], made: Exported) -> None:
    """Print what a file holds and what it does not."""
    whole = len({id for id, why in made.left_out if why.startswith("left out")})
    print(f"{to}: {len(bank) - whole} of {len(bank)} questions as {form.name}")
    for line in report(made.left_out, [q.id for q in bank]):
        print(f"  {line}")
