"""The author's command line: arguments in, calls, messages out."""

from __future__ import annotations

import argparse
import functools
import importlib
import json
import sys
import webbrowser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from .content import find_root, load
from .reading import ContentError


def main(argv: list[str] | None = None) -> int:
    """Run a command; return its exit status."""
    parser = argparse.ArgumentParser(prog="thirdcorner", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("check", help="check the course's content")
    one.add_argument("--format", choices=("text", "json"), default="text")
    two = commands.add_parser("serve", help="serve the built book on 127.0.0.1 with the headers a host should send")
    two.add_argument("--port", type=int, default=8000)
    two.add_argument("--no-browser", action="store_true")
    commands.add_parser("stats", help="the course on one screen")
    three = commands.add_parser("new", help="write a valid skeleton with a permanent id into the right file")
    things = three.add_subparsers(dest="thing", required=True)
    question = things.add_parser("question", help="a question at the end of a chapter's bank")
    question.add_argument("chapter", help="such as 05-renewed-alliance")
    question.add_argument("--kind", default="single")
    event = things.add_parser("event", help="a dated event")
    event.add_argument("day", help="such as 2024-12-03")
    event.add_argument("title")
    claim = things.add_parser("claim", help="a claim of a paragraph")
    claim.add_argument("paragraph", help="such as A1")
    chapter = things.add_parser("chapter", help="a chapter, its bank, and its line in _toc.yml")
    chapter.add_argument("slug", help="such as 17-after-the-treaty")
    chapter.add_argument("title")
    four = commands.add_parser("schema", help="write JSON Schemas of the content's files for editors")
    four.add_argument("--to", type=Path, default=None, help="folder (default: _build/schema)")
    for part in ("export", "assess"):  # a student's repository has neither
        if (Path(__file__).parent / part).is_dir():
            importlib.import_module(f".{part}.command", __package__).add(commands)
    commands.add_parser("pdf", help="the book and its handouts as PDF in _build/pdf (needs Chromium and the development packages)")
    own = commands.add_parser("sketch", help="write sketches of the text's paragraphs, by which the book knows a reader's own copy")
    own.add_argument("copy", type=Path, help="the text as a file of plain text, one paragraph a line")
    dist = commands.add_parser("dist", help="the built book as one zip, checked to hold nothing of the graded pool")
    dist.add_argument("--to", type=Path, default=None, help="the zip (default: dist/third-corner.zip)")
    dist.add_argument("--repository", type=Path, default=None, help="also write the student repository into this empty folder")
    commands.add_parser("teach", help="build the instructor's edition, graded pool and keys included, into _build/teach")
    commands.add_parser("lab", help="JupyterLab with the chapters as live notebooks")
    args = parser.parse_args(argv)
    try:
        return _COMMANDS[args.command](args)
    except ContentError as error:
        print(error, file=sys.stderr)
        return 1



def _check(args: argparse.Namespace) -> int:
    from .author import summary
    from .check import check, graded
    from .content import load_pool

    course = None
    try:
        course = load()
        problems = check(course)
        pool = load_pool(course)
        problems += graded(course, pool)
    except ContentError as error:
        problems = error.problems
    if args.format == "json":
        print(json.dumps([vars(p) for p in problems], indent=1))
    else:
        for problem in problems:
            print(problem)
        if course:
            print(summary(course))
            if not problems:
                print(f"The graded pool has {len(pool.questions)} questions.")
        print(f"{len(problems)} problems" if problems else "The content is sound.")
    return 1 if problems else 0


def _stats(args: argparse.Namespace) -> int:
    from .author import stats

    print(stats(load()))
    return 0


def _new(args: argparse.Namespace) -> int:
    from . import author

    course = load()
    try:
        match args.thing:
            case "question":
                path, id = author.new_question(course, args.chapter, args.kind)
            case "event":
                path, id = author.new_event(course, args.day, args.title)
            case "claim":
                path, id = author.new_claim(course, args.paragraph)
            case _:
                path, id = author.new_chapter(course, args.slug, args.title)
    except (KeyError, ValueError) as error:
        print(error.args[0], file=sys.stderr)
        return 1
    print(f"{id} stands in {path.relative_to(course.root)}; write it, then run `thirdcorner check`")
    return 0


def _schema(args: argparse.Namespace) -> int:
    from .author import write_schemas

    root = find_root()
    for path in write_schemas(args.to or root / "_build" / "schema"):
        print(path)
    return 0


class _Handler(SimpleHTTPRequestHandler):
    """Sends the security headers that a host of the book should send."""

    def end_headers(self) -> None:
        """Add the headers."""
        from .islands.page import POLICY

        for name, value in (
            ("Content-Security-Policy", POLICY + "; frame-ancestors 'none'"),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"),
            ("Cache-Control", "no-cache"),
        ):
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of each request."""


def server(folder: Path, port: int = 0) -> ThreadingHTTPServer:
    """Return a server of `folder` on 127.0.0.1; port 0 takes a free one."""
    return ThreadingHTTPServer(("127.0.0.1", port), functools.partial(_Handler, directory=str(folder)))


def _serve(args: argparse.Namespace) -> int:
    folder = find_root() / "_build" / "html"
    if not (folder / "index.html").is_file():
        print("There is no book yet: run `make book`.", file=sys.stderr)
        return 1
    with server(folder, args.port) as httpd:
        address = f"http://127.0.0.1:{httpd.server_address[1]}/"
        print(f"The book is at {address} (Ctrl-C ends)")
        if not args.no_browser:
            webbrowser.open(address)
        try:
            httpd.serve_forever()
        except KeyboardInterrupt:
            return 0
    return 0


def _export(args: argparse.Namespace) -> int:
    from .export.command import run

    return run(args)


def _assign(args: argparse.Namespace) -> int:
    from .assess.command import assign

    return assign(args)


def _grade(args: argparse.Namespace) -> int:
    from .assess.command import run

    return run(args)


def _pdf(args: argparse.Namespace) -> int:
    from .pdf import make

    try:
        from playwright.sync_api import sync_playwright

        from tests.browsers import chromium
    except ImportError as error:
        print(f"The PDF needs the development packages ({error.name} is missing): run `make pdf`.", file=sys.stderr)
        return 1
    root = find_root()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        for path in make(root, root / "_build" / "pdf", browser):
            print(f"{path} ({path.stat().st_size / 1e6:.1f} MB)")
        browser.close()
    return 0


def _sketch(args: argparse.Namespace) -> int:
    from .sketch import write_sketches

    try:
        found = write_sketches(load(), args.copy)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Sketches of {len(found)} paragraphs stand in book/data/paragraphs.yml; no text does")
    return 0


def _dist(args: argparse.Namespace) -> int:
    from .content import load_pool
    from .editions import archive, assigned, files_in, leaks, student_repository

    course = load()
    pool = list(load_pool(course).questions.values())
    folder = course.root / "_build" / "html"
    if not (folder / "index.html").is_file():
        print("There is no book yet: run `make book`.", file=sys.stderr)
        return 1
    found = list(leaks(pool, files_in(folder), assigned(course.root)))
    if args.repository and not found:
        try:
            found = list(leaks(pool, files_in(student_repository(course, args.repository)), assigned(course.root)))
        except FileExistsError as error:
            print(error.args[0], file=sys.stderr)
            return 1
        print(f"The student repository is in {args.repository}")
    for problem in found:
        print(problem, file=sys.stderr)
    if found:
        return 1
    target = args.to or course.root / "dist" / "third-corner.zip"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(archive(folder, "third-corner"))
    print(f"{target} ({target.stat().st_size / 1e6:.1f} MB) opens from a stick: unpack it, open third-corner/index.html. It holds none of the {len(pool)} graded questions.")
    return 0


def _teach(args: argparse.Namespace) -> int:
    import os
    import subprocess

    from .assess.assignment import read
    from .assess.sheets import solutions_md
    from .content import load_pool, pool_folder
    from .editions import teaching_source

    course = load()
    graded = load_pool(course)
    pool = list(graded.questions.values())
    sheets = [read(path, course, graded) for path in sorted((pool_folder(course.root) / "assignments").glob("*.yml"))]
    assigned = [(s.assignment.id, s.assignment.title, solutions_md(s, course)) for s in sheets]
    source = teaching_source(course, pool, course.root / "_build" / "teach", assigned)
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", str(source), "-W", "-n", "--keep-going", "-q"]
    done = subprocess.call(command, cwd=source, env={**os.environ, "THIRDCORNER_ROOT": str(source)})
    if done == 0:
        print(f"The instructor's edition, {len(pool)} graded questions and the solutions of {len(sheets)} {'assignment' if len(sheets) == 1 else 'assignments'} included, is at {source / '_build' / 'html' / 'index.html'}")
    return done


def _lab(args: argparse.Namespace) -> int:
    import subprocess

    from .lab import write_notebooks

    folder = write_notebooks(find_root())
    return subprocess.call([sys.executable, "-m", "jupyterlab", str(folder)])


_COMMANDS = {"check": _check, "serve": _serve, "stats": _stats, "lab": _lab, "export": _export, "assign": _assign, "grade": _grade, "pdf": _pdf, "sketch": _sketch, "dist": _dist, "teach": _teach, "new": _new, "schema": _schema}

if __name__ == "__main__":
    raise SystemExit(main())
