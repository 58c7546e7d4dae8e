"""What grading costs: a million submissions of thirty answers, feedback, whole records, essays alike, and nbgrader beside it.

Run as ``python -m bench.grading``; by itself it measures what the course promises, on two cores: 1,000,000 submissions in ten zips in ten
minutes and 2 GiB for all processes together, 10,000 with feedback and 10,000 whole records of 200 kB in two minutes each, 10,000 essays in
five. Of fewer the time promised is less, in proportion. ``--folder`` puts the submissions into one folder instead of zips; ``--submissions
20000 --feedback 500 --records 500 --essays 500`` takes a minute; 0 leaves a part out.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
import psutil

from bench.told import Row, tell
from thirdcorner.classroom.export import FORMATS
from thirdcorner.classroom.export.common import Job, answers_of
from thirdcorner.classroom.export.nbgrader import LETTERS, variable
from thirdcorner.classroom.scoring import score
from thirdcorner.course.read import load, load_pool

ANSWERS = 30
LIMIT_MIB = 2048


class Promise(NamedTuple):
    """So many are graded within so many seconds."""

    many: int
    seconds: int


PROMISED = {
    "submissions": Promise(1_000_000, 600),
    "feedback": Promise(10_000, 120),
    "records": Promise(10_000, 120),
    "essays": Promise(10_000, 300),
}
START_S = 10
"""What any run may take to start, however few it grades."""


def chosen() -> list[Any]:
    """Thirty questions that are scored without a person."""
    course = load()
    bank = [*load_pool(course).questions.values(), *course.questions.values()]
    return [q for q in bank if q.kind in ("single", "multiple", "true-false", "matching", "ordering", "numeric", "fill-in")][:ANSWERS]


def answer(q: Any, chance: random.Random) -> Any:
    """Return a plausible answer."""
    match q.kind:
        case "single":
            return chance.choice(q.options).id
        case "multiple":
            return sorted(o.id for o in chance.sample(q.options, 2))
        case "true-false":
            return chance.random() < 0.5
        case "matching":
            return {p.id: chance.choice(q.pairs).answer for p in q.pairs}
        case "ordering":
            return [item.id for item in chance.sample(q.items, len(q.items))]
        case "numeric":
            return f"{q.answer * chance.choice([1, 1, 2]):g}"
    return [chance.choice([b.accepted[0], "something else"]) for b in q.blanks]


def write(path: Path, questions: list[Any], students: int, first: int = 0, more: dict[str, Any] | None = None, essay: str | None = None) -> None:
    """Write submissions as Moodle delivers them, into a zip or, where the path has no ending, a folder.

    `more` is work beside the answers, `essay` a question with a text for each.
    """
    if not path.suffix:
        for name, text in submissions(questions, students, first, more, essay):
            file = path / name
            file.parent.mkdir(parents=True)
            file.write_text(text, "utf-8")
        return
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in submissions(questions, students, first, more, essay):
            archive.writestr(name, text)


def submissions(questions: list[Any], students: int, first: int, more: dict[str, Any] | None, essay: str | None) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each file."""
    chance = random.Random(first + 1)
    for n in range(first, first + students):
        items = {
            q.id: {"v": 1, "hash": q.wording, "at": n, "state": {"answer": answer(q, chance), "tries": 1, "checked": True}} for q in questions if q.id != essay
        }
        items |= {q.id: {"v": 1, "hash": q.wording, "at": n, "state": {"answer": " ".join(chance.choices(WORDS, k=400))}} for q in questions if q.id == essay}
        head = {"format": "thirdcorner-record", "v": 1, "course": "third-corner", "edition": "e", "exported": "2026-12-01T10:00:00+00:00"}
        file = {**head, "items": items | (more or {}), "aside": {}}
        yield f"Student {n}_{n}_assignsubmission_file_/week.json", json.dumps(file)


_FIRST = ("ta", "ko", "mi", "re", "su", "la", "no", "vi", "de", "pa")
_THEN = ("ro", "le", "ka", "ti", "mu", "se", "da", "no")
WORDS = [f"{a}{b}{c}" for a in _FIRST for b in _THEN for c in ("n", "l", "s", "r", "m", "t", "k")]


def graded(folder: Path, places: list[Path], questions: list[Any], *options: str) -> tuple[float, float, float]:
    """Grade in processes of their own; return seconds, of these on a processor, and the peak of what all hold together, in MiB."""
    (folder / "week.yml").write_text("id: week\ntitle: Week\nfeedback: never\nquestions:\n" + "".join(f"  - {{id: {q.id}}}\n" for q in questions), "utf-8")
    where = ("--assignment", str(folder / "week.yml"), "--to", str(folder / "out"), "--max-files", "2000000", "--max-bytes", "20000000000")
    command = [sys.executable, "-m", "thirdcorner.cli", "grade", *map(str, places), *where, *options]
    start, peak, before = time.perf_counter(), 0.0, resource.getrusage(resource.RUSAGE_CHILDREN)
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, encoding="utf-8") as run:
        root = psutil.Process(run.pid)
        while run.poll() is None:
            peak = max(peak, held(root))
            time.sleep(0.5)
        if run.returncode:
            raise RuntimeError(run.stderr.read() if run.stderr else "it failed")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - start, busy, peak


def rows_of(what: str, part: str, many: int, took: tuple[float, float, float]) -> list[Row]:
    """Return what is promised of a part, in proportion to how many were graded, with what was measured."""
    promised = PROMISED[part]
    limit = max(START_S, promised.seconds * many / promised.many)
    seconds, busy, peak = took
    return [Row(f"{many:,} {what} ({busy:.0f} s of processor time)", seconds, limit, "s"), Row(f"{many:,} {what}, all processes", peak, LIMIT_MIB, "MiB")]


def held(root: psutil.Process) -> float:
    """Return what a process and its children hold, what they share counted once, in MiB."""
    total = 0
    for one in [root, *root.children(recursive=True)]:
        try:
            info = one.memory_full_info()
            total += getattr(info, "pss", info.rss)
        except psutil.Error:
            continue
    return total / 2**20


def as_cell(q: Any, given: Any) -> object:
    """Return an answer as nbgrader's notebook takes it: letters for what is chosen, numbers as numbers."""
    places = {part.id: n for n, part in enumerate(q.parts)}
    match q.kind:
        case "single":
            return LETTERS[places[given]]
        case "multiple":
            return [LETTERS[places[id]] for id in given]
        case "matching":
            return [LETTERS[answers_of(q).index(given[p.id])] for p in q.pairs]
        case "ordering":
            return [LETTERS[Job(load(), (), "").order(q, len(q.items)).index(places[id])] for id in given]
        case "numeric":
            return float(given)
    return given


def beside(folder: Path, students: int, questions: list[Any]) -> tuple[float, list[float], list[float]]:
    """Let nbgrader autograde the same answers of as many students; return the seconds, its points and ours."""
    course, env = load(), {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    zipfile.ZipFile(io.BytesIO(FORMATS["nbgrader"].write(course, questions, "week").data)).extractall(folder / "source")
    (folder / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'bench'\n", "utf-8")
    subprocess.run(["nbgrader", "generate_assignment", "week"], cwd=folder, env=env, capture_output=True, check=True)
    release = (folder / "release" / "week" / "week.ipynb").read_text("utf-8")
    chance, ours = random.Random(1), []
    for n in range(students):
        made, given = nbformat.reads(release, as_version=4), [answer(q, chance) for q in questions]
        names = {f"{re.sub(r'[^A-Za-z0-9_-]+', '-', q.id)}-answer": f"{variable(q)} = {as_cell(q, a)!r}" for q, a in zip(questions, given, strict=True)}
        for cell in made.cells:
            cell.source = names.get(cell.metadata.get("nbgrader", {}).get("grade_id", ""), cell.source)
        to = folder / "submitted" / f"student{n}" / "week"
        to.mkdir(parents=True)
        nbformat.write(made, to / "week.ipynb")
        ours.append(sum(float(score(q, a)) for q, a in zip(questions, given, strict=True)))
    start = time.perf_counter()
    subprocess.run(["nbgrader", "autograde", "week"], cwd=folder, env=env, capture_output=True, check=True)
    seconds = time.perf_counter() - start
    subprocess.run(["nbgrader", "export"], cwd=folder, env=env, capture_output=True, check=True)
    points = {row["student_id"]: float(row["score"]) for row in csv.DictReader((folder / "grades.csv").open(encoding="utf-8"))}
    return seconds, [points[f"student{n}"] for n in range(students)], ours


def main() -> int:
    """Grade at the scale that is wanted; return 1 where a promise is broken."""
    parser = argparse.ArgumentParser(prog="python -m bench.grading", description=__doc__)
    for part, promised in PROMISED.items():
        parser.add_argument(f"--{part}", type=int, default=promised.many, metavar="N", help=f"how many ({promised.many:,}); 0 leaves them out")
    parser.add_argument("--zips", type=int, default=10, help="in how many zips the submissions come (10)")
    parser.add_argument("--folder", action="store_true", help="they come in one folder instead")
    parser.add_argument("--nbgrader", type=int, default=5, help="how many of the same submissions nbgrader grades beside it (5); 0 leaves it out")
    args = parser.parse_args()
    questions, plain = chosen(), ("--no-feedback", "--no-similarity")
    rows: list[Row] = []
    if args.submissions:
        with tempfile.TemporaryDirectory() as name:
            places = [Path(name) / "all"] if args.folder else [Path(name) / f"{n}.zip" for n in range(args.zips)]
            each = args.submissions // len(places)
            for n, place in enumerate(places):
                write(place, questions, each, n * each)
            where = "in one folder" if args.folder else f"in {args.zips} zips"
            rows += rows_of(f"submissions {where}", "submissions", each * len(places), graded(Path(name), places, questions, *plain))
    work = {f"work/{k}": {"v": 1, "hash": "x", "at": k, "state": {"text": "words " * 30, "cells": list(range(40))}} for k in range(480)}
    essay = next(q for q in load_pool(load()).questions.values() if q.kind == "essay")
    for part, what, asked, more, text, options in (
        ("feedback", "submissions with feedback", questions, {}, None, ("--no-similarity",)),
        ("records", "whole records of 200 kB", questions, work, None, plain),
        ("essays", "essays compared with each other", [*questions, essay], {}, essay.id, ("--no-feedback",)),
    ):
        if many := getattr(args, part):
            with tempfile.TemporaryDirectory() as name:
                write(Path(name) / "all.zip", asked, many, 0, more, text)
                rows += rows_of(what, part, many, graded(Path(name), [Path(name) / "all.zip"], asked, *options))
    if args.nbgrader:
        with tempfile.TemporaryDirectory() as name:
            seconds, theirs, ours = beside(Path(name), args.nbgrader, questions)
        same = all(abs(a - b) < 0.01 for a, b in zip(theirs, ours, strict=True))
        points = "the same points" if same else f"other points: {theirs} against {ours}"
        print(f"nbgrader autogrades {args.nbgrader} of them in {seconds:.1f} s: {1000 * seconds / args.nbgrader:.0f} ms a submission, {points}")
        rows.append(Row("submissions to which nbgrader gives other points", float(sum(abs(a - b) >= 0.01 for a, b in zip(theirs, ours, strict=True))), 0, ""))
    return tell("grading", rows)


if __name__ == "__main__":
    raise SystemExit(main())
