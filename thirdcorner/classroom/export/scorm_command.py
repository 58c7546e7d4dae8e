"""``thirdcorner export scorm``: which chapters, by which rule; builds the book first where it is older than its sources."""

from __future__ import annotations

import argparse
import sys
from urllib.parse import urlsplit

from ...course.built import build, fresh
from ...course.chapters import Chapter
from ...course.read import Course, nearest
from ...course.yaml import ContentError
from .scorm import Rule, make

NAME = "scorm"
CANDOUR = "Score and record come from the student’s browser and are open to anyone who looks there: use them for practice, never for an examination."


def add(parser: argparse.ArgumentParser) -> None:
    """Add the rule by which a package reports."""
    rule = parser.add_argument_group("scorm", "what a package of chapters reports to the platform")
    rule.add_argument("--score", choices=("done", "first"), default=None, help="the share of work done (default), or the mean of first answers")
    rule.add_argument("--complete", type=int, default=None, metavar="PERCENT", help="a chapter is complete from this share of its work (default: 100)")
    rule.add_argument("--pass", type=int, default=None, dest="passed", metavar="SCORE", help="report “passed” from this score, once complete")
    rule.add_argument("--idle", type=int, default=None, metavar="MINUTES", help="time stops so long after the last sign of work (default: 5); 0 counts all")


GIVEN = ("score", "complete", "passed", "idle")


def refused(args: argparse.Namespace) -> str:
    """Return why no package can be made as it is asked for; empty where one can."""
    for name in ("outcome", "kind", "id", "tag"):
        if getattr(args, name):
            return f"--{name}: a package holds chapters whole; choose them with --chapter"
    if args.bank == "pool":
        return "--bank pool: a package shows every answer to whoever has it, so no graded question goes in; use your platform’s own quiz"
    if args.lang != "en":
        return f"--lang {args.lang}: a package holds the book’s pages as they are; leave it out"
    if args.version:
        return f"--version {args.version}: scorm is SCORM 1.2; leave it out"
    for name, least, most in (("complete", 1, 100), ("passed", 1, 100), ("idle", 0, 600)):
        value = getattr(args, name)
        if value is not None and not least <= value <= most:
            return f"--{'pass' if name == 'passed' else name} {value}: it must be from {least} to {most}"
    if args.at:
        address = urlsplit(args.at)
        if address.scheme not in ("https", "http") or not address.netloc or address.query or address.fragment or address.path.endswith(".html"):
            return f"--at {args.at}: name the address of the folder that holds index.html, such as https://example.org/book"
    return ""


def choose(course: Course, slugs: list[str]) -> list[Chapter]:
    """Return the chapters asked for in the book's order, all where none is; raise `ValueError` where one is not there."""
    for wrong in sorted(set(slugs) - set(course.chapters)):
        raise ValueError(f"--chapter {wrong}: the book has no such chapter; {nearest(wrong, list(course.chapters))}")
    return [c for id, c in course.chapters.items() if not slugs or id in slugs]


def run(args: argparse.Namespace, course: Course) -> int:
    """Write the package, or one a chapter; return the exit status."""
    try:
        said = refused(args)
        chapters = choose(course, args.chapter)
    except ValueError as error:
        said = error.args[0]
    if said:
        print(said, file=sys.stderr)
        return 1
    if not fresh(course.root):
        print("The built book is older than its sources, or is not there: building it …", file=sys.stderr, flush=True)
        if build(course.root) != 0:
            print("The book could not be built, so nothing was packed; mend what stands above", file=sys.stderr)
            return 1
    rule = Rule(args.score or "done", 100 if args.complete is None else args.complete, args.passed, 5 if args.idle is None else args.idle)
    title = args.title or (course.about.title if course.about else "Chapters")
    parts = [(args.to, title, chapters)]
    if args.by:
        parts = [(args.to / f"{c.id}.zip", f"{c.number} {c.title}", [c]) for c in chapters]
    try:
        for to, name, some in parts:
            data = make(course, some, name, rule, args.at)
            to.parent.mkdir(parents=True, exist_ok=True) if args.by else None
            to.write_bytes(data)
            print(f"{to}: {len(some)} {'chapter' if len(some) == 1 else 'chapters'} as SCORM 1.2, {len(data) / 1e6:.1f} MB")
    except ContentError as error:
        print(f"{error}\nNothing was packed.", file=sys.stderr)
        return 1
    except FileNotFoundError as error:
        print(error.strerror or error.args[0], file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename or to}: it cannot be written ({error.strerror}); name a file in a folder that exists", file=sys.stderr)
        return 1
    print(f"  {told(rule)}\n  {CANDOUR}")
    return 0


def told(rule: Rule) -> str:
    """Return the rule in words."""
    what = "the share of work done" if rule.score == "done" else "the mean of first answers"
    end = f"complete from {rule.complete} per cent of its work" if rule.passed is None else f"passed from {rule.complete} per cent of its work and a score of {rule.passed}"
    time = f"time stops {rule.idle} minutes after the last sign of work" if rule.idle else "all time that a page is open counts"
    return f"The score is {what}; a chapter is {end}; {time}."
