"""`dist` says what it holds: nothing, what was asked without keys, or what was released with them; never decisions or the secret."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests import ROOT
from tests.classroom.test_grade import COURSE, POOL
from thirdcorner.classroom.assignments import read
from thirdcorner.classroom.held import held, private
from thirdcorner.classroom.orders import secret_of
from thirdcorner.classroom.publish import published
from thirdcorner.cli import main

IDS = [q.id for q in POOL.questions.values() if q.kind == "single"][:3]


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample book, as if built, with a graded pool of its own."""
    root = tmp_path / "book"
    shutil.copytree(ROOT / "tests" / "sample", root, ignore=shutil.ignore_patterns("_build"))
    (root / "_build" / "html").mkdir(parents=True)
    (root / "_build" / "html" / "index.html").write_text("<p>A page.</p>", "utf-8")
    (root / "instructor" / "questions").mkdir(parents=True)
    shutil.copy(ROOT / "instructor" / "questions" / "pool-o1.yml", root / "instructor" / "questions")
    monkeypatch.setenv("THIRDCORNER_ROOT", str(root))
    monkeypatch.delenv("THIRDCORNER_INSTRUCTOR", raising=False)
    return root


def publish(root: Path, id: str, questions: list[str], told: bool) -> None:
    path = root / f"{id}.yml"
    path.write_text(f"id: {id}\ntitle: T\nfeedback: never\nquestions: [{', '.join(f'{{id: {q}}}' for q in questions)}]\n", "utf-8")
    made = published(read(path, COURSE, POOL), COURSE if told else None)
    (root / "book" / "assignments").mkdir(exist_ok=True)
    text = json.dumps(made, ensure_ascii=False)
    (root / "book" / "assignments" / f"{id}.json").write_text(text, "utf-8")
    (root / "_build" / "html" / f"{id}.html").write_text(text, "utf-8")


POOL_O1 = [id for id in POOL.questions if id.startswith("pool-o1/")]


@pytest.mark.parametrize(
    ("pages", "what"),
    [
        ([], "It holds none of the 6 graded questions."),
        ([("one", POOL_O1[:2], False)], "Of the 6 graded questions it holds 2 questions as assignments ask them, without key. It holds nothing of the other 4."),
        ([("one", POOL_O1[:3], True)], "it holds 3 questions with key and feedback, released on purpose by one: use none of them for a grade again. It holds nothing of the other 3."),
        ([("one", POOL_O1[:1], True), ("two", POOL_O1[:2], False)], "it holds 1 question with key and feedback, released on purpose by one: use none of them for a grade again; and 1 question as assignments ask them, without key."),
    ],
)
def test_dist_says_what_the_zip_holds(book: Path, pages: list, what: str, capsys: pytest.CaptureFixture[str]) -> None:
    for id, questions, told in pages:
        publish(book, id, questions, told)
    assert main(["dist", "--to", str(book / "out.zip")]) == 0
    assert what in capsys.readouterr().out


def test_a_page_of_a_release_taken_back_is_a_leak(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    publish(book, "one", POOL_O1[:2], True)
    stale = (book / "_build" / "html" / "one.html").read_text("utf-8")
    publish(book, "one", POOL_O1[:2], False)
    (book / "_build" / "html" / "one.html").write_text(stale, "utf-8")
    assert main(["dist", "--to", str(book / "out.zip")]) == 1
    assert POOL_O1[0] in capsys.readouterr().err
    assert not (book / "out.zip").exists()


@pytest.mark.parametrize("what", ["decisions", "reason", "secret"])
def test_no_zip_is_made_that_holds_a_decision_its_reason_or_the_secret(book: Path, what: str, capsys: pytest.CaptureFixture[str]) -> None:
    (book / "instructor" / "assignments").mkdir()
    (book / "instructor" / "assignments" / "decisions.yml").write_text("- {do: exempt, assignment: a, students: [x], by: m, why: in hospital since Tuesday}\n", "utf-8")
    secret = secret_of(book / "instructor").hex()
    html = book / "_build" / "html"
    {
        "decisions": lambda: (html / "_sources").mkdir() or (html / "_sources" / "decisions.yml").write_text("[]", "utf-8"),
        "reason": lambda: (html / "p.html").write_text("<p>Ada was in <b>hospital</b> since Tuesday.</p>", "utf-8"),
        "secret": lambda: (html / "p.js").write_text(f"const s = '{secret}'", "utf-8"),
    }[what]()
    assert main(["dist", "--to", str(book / "out.zip")]) == 1
    assert {"decisions": "a file of decisions", "reason": "a reason from a file of decisions", "secret": "the secret that orders"}[what] in capsys.readouterr().err
    assert not (book / "out.zip").exists()
    assert [p.id for p in private(book, [("ok.html", b"<p>nothing</p>")])] == []


def test_what_is_not_of_the_pool_is_not_counted(book: Path) -> None:
    publish(book, "one", [IDS[0]], True)
    assert held(book, []).sentence(0) == "It holds none of the 0 graded questions."
    assert held(book, IDS).released == ("one",)
