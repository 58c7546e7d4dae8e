"""``thirdcorner export``: choose questions, write one file, and say what it does not hold."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from ..content import Course, load, load_pool, nearest
from ..model import Question
from . import FORMATS
from .common import Notes, chapter_of


def add(commands: Any) -> None:
    """Add the ``export`` command to the subparsers of a command line."""
    told = "; ".join(f"{f.name}: {f.help}" for f in FORMATS.values())
    one = commands.add_parser("export", help="write questions for a learning management system or a program", description=told)
    one.add_argument("format", choices=tuple(FORMATS), metavar="FORMAT", help=", ".join(FORMATS))
    one.add_argument("--to", type=Path, required=True, metavar="FILE", help="the file to write")
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


def report(notes: Notes) -> list[str]:
    """Return what an export does not hold, a line for each reason with the questions that it concerns."""
    found: dict[str, list[str]] = {}
    for id, why in notes:
        found.setdefault(why, []).append(id)
    return [f"{why} ({len(ids)}: {', '.join(ids[:6])}{', …' if len(ids) > 6 else ''})" for why, ids in found.items()]


def run(args: argparse.Namespace) -> int:
    """Write the export; return the exit status."""
    course = load()
    try:
        bank = choose(load_pool(course) if args.bank == "pool" else course, args)
    except ValueError as error:
        print(error.args[0], file=sys.stderr)
        return 1
    title = args.title or (course.about.title if course.about else "Questions")
    made = FORMATS[args.format].write(course, bank, title)
    try:
        args.to.write_bytes(made.data)
    except OSError as error:
        print(f"{args.to}: it cannot be written ({error.strerror}); name a file in a folder that exists", file=sys.stderr)
        return 1
    whole = len({id for id, why in made.left_out if why.startswith("left out")})
    print(f"{args.to}: {len(bank) - whole} of {len(bank)} questions as {args.format}")
    for line in report(made.left_out):
        print(f"  {line}")
    return 0
