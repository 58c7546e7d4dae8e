"""The author's command line: arguments in, calls, messages out."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import io
import json
import sys
import webbrowser
from pathlib import Path

from .course.read import find_root, load
from .course.yaml import ContentError


def main(argv: list[str] | None = None) -> int:
    """Run a command; return its exit status."""
    parser = argparse.ArgumentParser(prog="thirdcorner", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("check", help="check the course's content")
    one.add_argument("--format", choices=("text", "json"), default="text")
    one.add_argument("--read", action="store_true", help="name as well what has changed since it was read against the record")
    again = commands.add_parser("read", help="say that things were read against the record as they now stand (book/data/read.lock)")
    again.add_argument("names", nargs="+", metavar="KIND/ID", help="such as events/e14, tables/trade or chapters/02-background; `all` for everything")
    again.add_argument("--pool", action="store_true", help="of the graded pool instead of the book")
    two = commands.add_parser("serve", help="serve the built book on 127.0.0.1 with the headers a host should send")
    two.add_argument("--port", type=int, default=8000)
    two.add_argument("--no-browser", action="store_true")
    two.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help="where it listens (default: %(default)s, which only this machine reaches)")
    live = commands.add_parser("dev", help="serve the book and rebuild what an edit touches")
    live.add_argument("--port", type=int, default=8000)
    live.add_argument("--no-browser", action="store_true")
    commands.add_parser("stats", help="the course on one screen")
    three = commands.add_parser("new", help="write a valid skeleton with a permanent id into the right file")
    things = three.add_subparsers(dest="thing", required=True)
    question = things.add_parser("question", help="a question at the end of a chapter's bank")
    question.add_argument("chapter", help="such as 05-renewed-alliance")
    question.add_argument("--kind", default="single")
    event = things.add_parser("event", help="a dated event")
    event.add_argument("day", help="such as 2024-12-03")
    event.add_argument("title")
    event.add_argument("--source", help="a key of sources.bib, no older than the event; without it the skeleton asks for one")
    claim = things.add_parser("claim", help="a claim of a paragraph")
    claim.add_argument("paragraph", help="such as A1")
    chapter = things.add_parser("chapter", help="a chapter, its bank, and its line in _toc.yml")
    chapter.add_argument("slug", help="such as 17-after-the-treaty")
    chapter.add_argument("title")
    things.add_parser("course", help="a whole course of one chapter, which builds, in a new folder").add_argument("folder", type=Path)
    four = commands.add_parser("schema", help="write JSON Schemas of the content's files for editors")
    four.add_argument("--to", type=Path, default=None, help="folder (default: _build/schema)")
    whole = importlib.util.find_spec("lxml") is not None
    if not whole:
        parser.epilog = 'The instructor\'s commands come with pip install "thirdcorner[book]".'
    if whole and (Path(__file__).parent / "classroom").is_dir():  # a student's repository has no classroom
        for part in ("classroom.export.command", "classroom.command", "classroom.class_command", "classroom.demo"):
            importlib.import_module(f".{part}", __package__).add(commands)
    commands.add_parser("pdf", help="the book and its handouts as PDF in _build/pdf (needs Chromium and the development packages)")
    own = commands.add_parser("sketch", help="write sketches of the text's paragraphs, by which the book knows a reader's own copy")
    own.add_argument("copy", type=Path, help="the text as a file of plain text, one paragraph a line")
    dist = commands.add_parser("dist", help="the built book as one zip, checked to hold nothing of the graded pool but what was assigned or released on purpose")
    dist.add_argument("--to", type=Path, default=None, help="the zip (default: dist/third-corner.zip)")
    dist.add_argument("--repository", type=Path, default=None, help="also write the student repository into this empty folder")
    commands.add_parser("teach", help="build the instructor's edition, graded pool and keys included, into _build/teach")
    lab = commands.add_parser("lab", help="JupyterLab with the chapters as live notebooks")
    lab.add_argument("--assignment", type=Path, default=None, metavar="FOLDER", help="start nothing: write the data lab into this nbgrader course, as source/NAME")
    lab.add_argument("--sheet", type=Path, default=None, metavar="FILE", help="with --assignment: write this sheet of instructor/assignments there instead of the data lab")
    lab.add_argument("--write", action="store_true", help="start nothing: bring notebooks/ up to date")
    lab.add_argument("--points", type=int, default=2, help="with --assignment: the marks of each task")
    lite = commands.add_parser("lite", help="the notebooks in a browser's own Python, as a folder for any static host (needs thirdcorner[lite] and a Pyodide release)")
    lite.add_argument("--pyodide", type=Path, required=True, metavar="FOLDER", help="the folder of an official Pyodide release: that which holds pyodide.mjs")
    lite.add_argument("--to", type=Path, default=None, metavar="FOLDER", help="where it is written (default: _build/lite)")
    if (Path(__file__).parent / "classroom").is_dir():
        importlib.import_module(".live.hub.start", __package__).add(commands)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a code page without some letter of a message, as Windows has them, stops no command
    args = parser.parse_args(argv)
    try:
        return _COMMANDS[args.command](args)
    except ContentError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:  # a file that is open elsewhere, a folder in the way, a full disk
        print(f"{error.filename or args.command}: {error.strerror or error}", file=sys.stderr)
        return 1


def _check(args: argparse.Namespace) -> int:
    from .course.author import summary
    from .course.check import check, graded
    from .course.read import load_pool, pool_folder
    from .course.readings import unread

    course = None
    try:
        course = load()
        problems = check(course)
        pool = load_pool(course)
        problems += graded(course, pool)
        problems += [*unread(course), *unread(pool, pool_folder(course.root))] if args.read else []
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


def _read(args: argparse.Namespace) -> int:
    from .course.readings import again

    status, said = again(load(), [] if args.names == ["all"] else args.names, args.pool)
    print(said, file=sys.stderr if status else sys.stdout)
    return status


def _stats(args: argparse.Namespace) -> int:
    from .course.author import stats

    print(stats(load()))
    return 0


def _new(args: argparse.Namespace) -> int:
    from .course import author

    try:
        if args.thing == "course":
            print(f"A course stands in {author.new_course(args.folder)}; its README.md says what to do next")
            return 0
        course = load()
        match args.thing:
            case "question":
                path, id = author.new_question(course, args.chapter, args.kind)
            case "event":
                path, id = author.new_event(course, args.day, args.title, args.source)
            case "claim":
                path, id = author.new_claim(course, args.paragraph)
            case _:
                path, id = author.new_chapter(course, args.slug, args.title)
    except (KeyError, ValueError) as error:
        print(error.args[0], file=sys.stderr)
        return 1
    print(f"{id} stands in {path.relative_to(course.root).as_posix()}; write it, then run `thirdcorner check`")
    return 0


def _schema(args: argparse.Namespace) -> int:
    from .course.author import write_schemas

    root = find_root()
    for path in write_schemas(args.to or root / "_build" / "schema"):
        print(path)
    return 0


def _serve(args: argparse.Namespace) -> int:
    from .pages.serve import alone, server

    folder = find_root() / "_build" / "html"
    if not (folder / "index.html").is_file():
        print("There is no book yet: run `make book`.", file=sys.stderr)
        return 1
    with server(folder, args.port, host=args.host) as httpd:
        print(f"The book is at {httpd.address} (Ctrl-C ends)")
        if not alone(args.host):
            print(f"It listens on {args.host}: whoever reaches this machine over the network can read it, unencrypted.")
        if not args.no_browser:
            webbrowser.open(httpd.address)
        try:
            httpd.serve_forever()
        except KeyboardInterrupt:
            return 0
    return 0


def _dev(args: argparse.Namespace) -> int:
    try:
        from .live.dev import run
    except ImportError as error:
        print(f"`thirdcorner dev` needs the development packages ({error.name} is missing): run `make dev`.", file=sys.stderr)
        return 1
    return run(find_root(), args.port, browser=not args.no_browser)


def _export(args: argparse.Namespace) -> int:
    from .classroom.export.command import run

    return run(args)


def _assign(args: argparse.Namespace) -> int:
    from .classroom import command, demo

    return command.assign(args) or (demo.rehearse(args) if args.rehearse else 0)


def _demo_class(args: argparse.Namespace) -> int:
    from .classroom.demo import run

    return run(args)


def _grade(args: argparse.Namespace) -> int:
    from .classroom.command import run

    return run(args)


def _class(args: argparse.Namespace) -> int:
    from .classroom.class_command import run

    return run(args)


def _pdf(args: argparse.Namespace) -> int:
    from .pages.pdf import make

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
    from .course.sentences import write_sentences
    from .course.sketch import write_sketches

    try:
        found, many = write_sketches(load(), args.copy), write_sentences(load(), args.copy)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Sketches of {len(found)} paragraphs and the lengths of {many} sentences stand in book/data/paragraphs.yml; no text does")
    return 0


def _dist(args: argparse.Namespace) -> int:
    from .classroom.editions import archive, assigned, files_in, leaks, student_repository
    from .classroom.held import held, private
    from .course.read import load_pool
    from .live.notebooks import written

    course = load()
    pool = list(load_pool(course).questions.values())
    folder = course.root / "_build" / "html"
    if not (folder / "index.html").is_file():
        print("There is no book yet: run `make book`.", file=sys.stderr)
        return 1
    found = [*leaks(pool, files_in(folder), assigned(course.root)), *private(course.root, files_in(folder))]
    if args.repository and not found:
        try:
            made = student_repository(course, args.repository, written)
            found = [*leaks(pool, files_in(made), assigned(course.root)), *private(course.root, files_in(made))]
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
    print(f"{target} ({target.stat().st_size / 1e6:.1f} MB) opens from a stick: unpack it, open third-corner/index.html. {held(course.root, [q.id for q in pool]).sentence(len(pool))}")
    return 0


def _teach(args: argparse.Namespace) -> int:

    from .classroom.assignments import read
    from .classroom.editions import teaching_source
    from .classroom.sheets import solutions_md
    from .course.built import build
    from .course.read import load_pool, pool_folder

    course = load()
    graded = load_pool(course)
    pool = list(graded.questions.values())
    sheets = [read(path, course, graded) for path in sorted((pool_folder(course.root) / "assignments").glob("*.yml"))]
    assigned = [(s.assignment.id, s.assignment.title, solutions_md(s, course)) for s in sheets]
    source = teaching_source(course, pool, course.root / "_build" / "teach", assigned)
    done = build(source)
    if done == 0:
        print(f"The instructor's edition, {len(pool)} graded questions and the solutions of {len(sheets)} {'assignment' if len(sheets) == 1 else 'assignments'} included, is at {source / '_build' / 'html' / 'index.html'}")
    return done


def _lab(args: argparse.Namespace) -> int:
    import subprocess
    from datetime import date

    from .live.notebooks import told, write_notebooks

    if args.assignment:
        from .live.weekly import command

        return command(load(), args.assignment, args.points, args.sheet)
    try:
        folder, placed = write_notebooks(find_root(), date.today())
    except OSError as error:
        print(f"{error.filename}: the notebooks cannot be put here ({error.strerror}); nothing of yours was changed", file=sys.stderr)
        return 1
    print("\n".join(told(folder, placed)))
    if args.write:
        return 0
    return subprocess.call([sys.executable, "-m", "jupyterlab", str(folder)])


def _hub(args: argparse.Namespace) -> int:
    from .live.hub.start import run

    return run(args, load())


def _lite(args: argparse.Namespace) -> int:
    try:
        from .live import lite
    except ImportError as error:
        print(f'`thirdcorner lite` needs more packages ({error.name} is missing): pip install "thirdcorner[lite]"', file=sys.stderr)
        return 1
    return lite.run(load(), args.pyodide, args.to)


_COMMANDS = {"check": _check, "read": _read, "serve": _serve, "dev": _dev, "stats": _stats, "lab": _lab,
    "hub": _hub, "lite": _lite, "export": _export, "assign": _assign, "grade": _grade, "class": _class, "demo-class": _demo_class,
    "pdf": _pdf, "sketch": _sketch, "dist": _dist, "teach": _teach, "new": _new, "schema": _schema}  # fmt: skip

if __name__ == "__main__":
    raise SystemExit(main())
