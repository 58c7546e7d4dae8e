"""nbgrader: the hidden tests score as the page does, and the real nbgrader gives the key full marks and a wrong answer none."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import random
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest

from tests import ROOT, program
from tests.classroom.export.conftest import shown
from tests.widgets.test_logic import run_front
from thirdcorner.classroom.answers import modern
from thirdcorner.classroom.export import FORMATS
from thirdcorner.classroom.export.common import answers_of
from thirdcorner.classroom.export.nbgrader import LETTERS, variable
from thirdcorner.course.asked import asked, key

OPEN = ("interpretive", "short-answer", "essay")


def notebook(course, bank, title="A quiz"):
    archive = zipfile.ZipFile(io.BytesIO(FORMATS["nbgrader"].write(course, bank, title).data))
    (name,) = archive.namelist()
    return nbformat.reads(archive.read(name).decode(), as_version=4)


@pytest.fixture(scope="module", params=["bank", "pool", "awkward"])
def questions(request):
    return request.getfixturevalue(request.param)


def cell(made, q, part):
    ident = re.sub(r"[^A-Za-z0-9_-]+", "-", q.id)
    return next(c for c in made.cells if c.metadata.nbgrader.grade_id == f"{ident}-{part}")


def marked(made, q, answer):
    """Run a question's test cell as a kernel does and return its last value."""
    source = cell(made, q, "test").source
    body, last = source.replace("### END HIDDEN TESTS", "").rstrip().rsplit("\n", 1)
    names = {variable(q): answer}
    with contextlib.redirect_stdout(io.StringIO()) as said:
        exec(body, names)
        score = eval(last, names)
    assert said.getvalue().strip()
    return score


def test_the_notebook_is_valid_and_its_cells_are_nbgraders(course, questions):
    made = notebook(course, questions)
    nbformat.validate(made)
    about = [c.metadata.nbgrader for c in made.cells]
    assert len({a.grade_id for a in about}) == len(about)
    assert all(a.schema_version == 3 and re.fullmatch(r"[A-Za-z0-9_-]+", a.grade_id) for a in about)
    assert all(("points" in a) == a.grade for a in about)
    for c in made.cells:
        marks = re.findall(r"(BEGIN|END) (SOLUTION|HIDDEN TESTS)", c.source)
        assert marks in ([], [("BEGIN", "SOLUTION"), ("END", "SOLUTION")], [("BEGIN", "HIDDEN TESTS"), ("END", "HIDDEN TESTS")])


def test_the_key_earns_everything_and_nothing_earns_nothing(course, questions):
    made = notebook(course, questions)
    for q in questions:
        if q.kind not in OPEN:
            names = {}
            exec(cell(made, q, "answer").source, names)
            assert marked(made, q, names[variable(q)]) == 1
            with pytest.raises(AssertionError):
                marked(made, q, None)


def test_no_key_is_in_what_learners_see(course, questions):
    made = notebook(course, questions)
    for q in questions:
        if q.kind not in OPEN:
            seen = re.sub(r"### BEGIN HIDDEN TESTS.*### END HIDDEN TESTS", "", cell(made, q, "test").source, flags=re.S)
            assert "score" not in seen and "said" not in seen
            left = re.sub(r"### BEGIN SOLUTION.*### END SOLUTION", "", cell(made, q, "answer").source, flags=re.S)
            assert f"{variable(q)} = None" in left


def attempt(course, q, rng):
    """Return a random answer twice: as the notebook takes it, and as scoring.ts does."""
    match q.kind:
        case "single":
            i = rng.randrange(len(q.options))
            return LETTERS[i], i
        case "multiple":
            picked = [i for i in range(len(q.options)) if rng.random() < 0.5]
            return [LETTERS[i] for i in picked], picked
        case "true-false":
            return (rng.random() < 0.5,) * 2
        case "matching":
            given = [rng.choice(answers_of(q)) for _ in q.pairs]
            return [LETTERS[answers_of(q).index(g)] for g in given], given
        case "ordering":
            order, before = list(range(len(q.items_md))), shown(course, q)
            rng.shuffle(order)
            return [LETTERS[before.index(i)] for i in order], order
        case "numeric":
            value = rng.choice([q.answer, q.answer + q.tolerance, q.answer - 1.5 * q.tolerance - 1, *(t for t, _ in q.traps)])
            text = rng.choice([repr(value), repr(value).replace(".", ","), repr(value).replace("-", "−") + " %"])
            return rng.choice([(value, value), (text, text)])
        case "fill-in":
            given = [rng.choice([*b.accepted, b.accepted[0].upper(), "wrong"]) for b in q.blanks]
            return given, given
    raise AssertionError(q.kind)


def test_hidden_tests_score_as_the_page_does(course, questions):
    rng, made, cases = random.Random(7), notebook(course, questions), []
    for q in questions:
        for _ in range(0 if q.kind in OPEN else 6):
            mine, theirs = attempt(course, q, rng)
            state = modern(q, {"answer": theirs}, [p.id for p in q.parts])
            page = [asked(q).model_dump(mode="json", exclude_defaults=True), key(q).model_dump(mode="json", exclude_defaults=True)]
            cases.append((page, state.get("answer"), marked(made, q, mine)))
    scores = run_front("value.map(([[q, key], a]) => m.score(q, key, a).score)", [c[:2] for c in cases])
    for case, theirs in zip(cases, scores, strict=True):
        assert case[2] == pytest.approx(theirs, abs=1e-6), case


@pytest.fixture
def assignment(course, bank, awkward, tmp_path):
    """Return a course folder with two questions of each kind and the awkward bank as one source assignment."""
    by_kind = {}
    for q in bank:
        by_kind.setdefault(q.kind, []).append(q)
    picked = [*(q for some in by_kind.values() for q in some[:2]), *awkward]
    made = FORMATS["nbgrader"].write(course, picked, "quiz")
    zipfile.ZipFile(io.BytesIO(made.data)).extractall(tmp_path / "source")  # where nbgrader's own documentation has it
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'test'\n", "utf-8")
    return tmp_path, picked


@pytest.mark.long
def test_nbgrader_itself_marks_the_key_a_wrong_answer_and_a_blank(course, assignment):
    folder, picked = assignment
    if not shutil.which(program("nbgrader")):
        pytest.skip("nbgrader is not installed: its own marking was not tried")
    env = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "THIRDCORNER_ROOT": str(ROOT)}

    def nbgrader(*args):
        done = subprocess.run(["nbgrader", *args], cwd=folder, env=env, capture_output=True, text=True, encoding="utf-8", timeout=300)
        assert done.returncode == 0, done.stdout + done.stderr

    nbgrader("generate_assignment", "quiz")
    release = nbformat.read(folder / "release" / "quiz" / "quiz.ipynb", as_version=4)
    assert not any("SOLUTION" in c.source or "HIDDEN" in c.source for c in release.cells)
    source = nbformat.read(folder / "source" / "quiz" / "quiz.ipynb", as_version=4)
    wrong = {
        "single": lambda q: next(LETTERS[i] for i, o in enumerate(q.options) if not o.correct),
        "multiple": lambda q: [LETTERS[i] for i, o in enumerate(q.options) if not o.correct],
        "true-false": lambda q: not q.correct,
        "matching": lambda q: [LETTERS[(answers_of(q).index(p.answer) + 1) % len(answers_of(q))] for p in q.pairs],
        "ordering": lambda q: [LETTERS[shown(course, q).index(i)] for i in reversed(range(len(q.items_md)))],
        "numeric": lambda q: q.answer + 10 * q.tolerance + 1,
        "fill-in": lambda q: ["no such word"] * len(q.blanks),
    }
    for who in ("key", "wrong", "blank"):
        handed = nbformat.from_dict(source if who == "key" else release).copy()
        handed.cells = [nbformat.from_dict(dict(c)) for c in (source if who == "key" else release).cells]
        if who == "wrong":
            for q in picked:
                if q.kind in wrong:
                    cell(handed, q, "answer").source = f"{variable(q)} = {wrong[q.kind](q)!r}"
        to = folder / "submitted" / who / "quiz"
        to.mkdir(parents=True)
        nbformat.write(handed, to / "quiz.ipynb")
    nbgrader("autograde", "quiz")
    nbgrader("generate_feedback", "quiz")
    nbgrader("export")
    rows = {row["student_id"]: row for row in csv.DictReader((folder / "grades.csv").open(encoding="utf-8"))}
    automatic = sum(q.kind not in OPEN for q in picked)
    assert {who: float(row["score"]) for who, row in rows.items()} == {"key": automatic, "wrong": 0, "blank": 0}
    assert float(rows["key"]["max_score"]) == sum(q.kind != "interpretive" for q in picked)
    page = (folder / "feedback" / "wrong" / "quiz" / "quiz.html").read_text(encoding="utf-8")
    assert "quoted" in page
