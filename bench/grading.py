"""What grading costs: submissions of thirty answers from one zip, at one scale and at ten times that, and nbgrader beside it.

Run as ``python -m bench.grading``; ``--submissions 100000`` is the scale that the course promises (two minutes, 2 GiB).
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

import nbformat

from thirdcorner.assess.scoring import score
from thirdcorner.content import load, load_pool
from thirdcorner.export import FORMATS
from thirdcorner.export.common import answers_of, shuffled
from thirdcorner.export.nbgrader import LETTERS, variable

ANSWERS = 30


def chosen() -> list[Any]:
    """Thirty questions that are scored without a person."""
    course = load()
    bank = [*load_pool(course).questions.values(), *course.questions.values()]
    return [q for q in bank if q.kind in ("single", "multiple", "true-false", "matching", "ordering", "numeric", "fill-in")][:ANSWERS]


def answer(q: Any, chance: random.Random) -> Any:
    """Return a plausible answer."""
    match q.kind:
        case "single":
            return chance.randrange(len(q.options))
        case "multiple":
            return sorted(chance.sample(range(len(q.options)), 2))
        case "true-false":
            return chance.random() < 0.5
        case "matching":
            return [chance.choice(q.pairs).answer for _ in q.pairs]
        case "ordering":
            return chance.sample(range(len(q.items_md)), len(q.items_md))
        case "numeric":
            return f"{q.answer * chance.choice([1, 1, 2]):g}"
    return [chance.choice([b.accepted[0], "something else"]) for b in q.blanks]


def write(path: Path, questions: list[Any], students: int) -> None:
    """Write a zip of submissions as Moodle delivers them."""
    chance = random.Random(1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for n in range(students):
            items = {q.id: {"v": 1, "hash": q.fingerprint, "at": n, "state": {"answer": answer(q, chance), "tries": 1, "checked": True}} for q in questions}
            file = {"format": "thirdcorner-record", "v": 1, "course": "third-corner", "edition": "e", "exported": "2026-12-01T10:00:00+00:00", "items": items, "aside": {}}
            archive.writestr(f"Student {n}_{n}_assignsubmission_file_/week.json", json.dumps(file))


def graded(folder: Path, students: int, questions: list[Any]) -> tuple[float, float]:
    """Grade in a process of its own, feedback left out; return seconds and peak MiB."""
    write(folder / f"{students}.zip", questions, students)
    (folder / "week.yml").write_text("id: week\ntitle: Week\nfeedback: never\nquestions:\n" + "".join(f"  - {{id: {q.id}}}\n" for q in questions))
    start = time.perf_counter()
    code = "import resource, sys; from thirdcorner.cli import main; s = main(sys.argv[1:]); print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024); sys.exit(s)"
    done = subprocess.run(
        [sys.executable, "-c", code, "grade", str(folder / f"{students}.zip"), "--assignment", str(folder / "week.yml"), "--to", str(folder / "out"), "--no-feedback"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return time.perf_counter() - start, float(done.stdout.split()[-1])


def as_cell(q: Any, given: Any) -> object:
    """Return an answer as nbgrader's notebook takes it: letters for what is chosen, numbers as numbers."""
    match q.kind:
        case "single":
            return LETTERS[given]
        case "multiple":
            return [LETTERS[i] for i in given]
        case "matching":
            return [LETTERS[answers_of(q).index(g)] for g in given]
        case "ordering":
            return [LETTERS[shuffled(len(q.items_md), q.id).index(i)] for i in given]
        case "numeric":
            return float(given)
    return given


def beside(folder: Path, students: int, questions: list[Any]) -> tuple[float, list[float], list[float]]:
    """Let nbgrader autograde the same answers of as many students; return the seconds, its points and ours."""
    course, env = load(), {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    zipfile.ZipFile(io.BytesIO(FORMATS["nbgrader"].write(course, questions, "week").data)).extractall(folder)
    (folder / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'bench'\n")
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
    points = {row["student_id"]: float(row["score"]) for row in csv.DictReader((folder / "grades.csv").open())}
    return seconds, [points[f"student{n}"] for n in range(students)], ours


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=20_000)
    parser.add_argument("--nbgrader", type=int, default=5, help="how many of the same submissions nbgrader grades beside it; 0 leaves it out")
    args = parser.parse_args()
    wanted = args.submissions
    questions = chosen()
    with tempfile.TemporaryDirectory() as name:
        small = graded(Path(name), max(100, wanted // 10), questions)
        large = graded(Path(name), wanted, questions)
    print(f"grading and item analysis of {wanted:,} submissions of {len(questions)} answers: {large[0]:.1f} s, {large[1]:.0f} MiB at the peak")
    print(f"ten times as many cost {large[0] / small[0]:.1f} times as much ({small[0]:.1f} s before); {1000 * large[0] / wanted:.2f} ms a submission")
    if args.nbgrader:
        with tempfile.TemporaryDirectory() as name:
            seconds, theirs, ours = beside(Path(name), args.nbgrader, questions)
        same = all(abs(a - b) < 0.01 for a, b in zip(theirs, ours, strict=True))
        print(f"nbgrader autogrades {args.nbgrader} of them in {seconds:.1f} s: {1000 * seconds / args.nbgrader:.0f} ms a submission, {'the same points' if same else f'other points: {theirs} against {ours}'}")


if __name__ == "__main__":
    main()
