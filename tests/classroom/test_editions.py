"""Two editions: a student's build holds nothing of the graded pool, in any form; the instructor's is marked on every page."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest

from tests import ROOT
from tests.conftest import build
from thirdcorner.classroom.editions import MARK, archive, files_in, leaks, phrases, student_repository
from thirdcorner.course.read import load, load_pool
from thirdcorner.live.notebooks import write_notebooks, written


def pool() -> list:
    return list(load_pool(load()).questions.values())


def test_the_built_book_and_its_archive_hold_no_graded_question(book: Path, tmp_path: Path) -> None:
    graded = pool()
    assert len(graded) >= 60
    assert list(leaks(graded, files_in(book))) == []
    (tmp_path / "book.zip").write_bytes(archive(book, "third-corner"))
    with zipfile.ZipFile(tmp_path / "book.zip") as made:
        assert "third-corner/index.html" in made.namelist()
        assert list(leaks(graded, ((n, made.read(n)) for n in made.namelist()))) == []


@pytest.mark.parametrize("form", ["id", "html", "json", "escaped", "markdown"])
def test_a_planted_question_is_found_in_any_form(form: str) -> None:
    q = next(q for q in pool() if q.kind == "single" and "“" in q.prompt_md)
    planted = {
        "id": f"<p>{q.id}</p>",
        "html": f"<p>{q.prompt_md.replace(' ', ' <b>').replace('<b>', '<b></b>')}</p>",
        "json": json.dumps({"x": q.options[0].feedback_md + " and more"}),
        "escaped": json.dumps({"x": q.explanation_md}, ensure_ascii=True).replace("<", "\\u003c"),
        "markdown": f"Text before. {q.prompt_md} Text after.",
    }[form]
    found = list(leaks(pool(), [("page.html", planted.encode())]))
    assert [p.id for p in found] == [q.id]
    assert all(len(p) >= 24 for p in phrases(q))


def test_the_archive_depends_on_the_files_alone(html: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    shutil.copytree(html, again)
    for path in again.rglob("*"):
        os.utime(path, (1, 1))
    assert archive(html, "x") == archive(again, "x")


def test_the_student_repository_has_notebooks_and_no_pool(tmp_path: Path) -> None:
    made = student_repository(load(), tmp_path / "repository", written)
    assert (made / "notebooks" / "05-renewed-alliance.ipynb").is_file()
    assert (made / "requirements.txt").read_text("utf-8").rstrip().endswith("-e .[book]")
    assert not (made / "instructor").exists()
    assert list(leaks(pool(), files_in(made))) == []
    with pytest.raises(FileExistsError, match="not empty"):
        student_repository(load(), made, written)


def test_a_clone_of_the_student_repository_is_up_to_date_and_gets_no_twins(tmp_path: Path) -> None:
    made = student_repository(load(), tmp_path / "repository", written)
    folder, placed = write_notebooks(made, date(2026, 11, 27))
    assert {p.did for p in placed} == {"same"}
    assert len(list(folder.glob("*.ipynb"))) == len(list((ROOT / "book" / "chapters").glob("*.md")))


def test_the_instructors_edition_is_marked_on_every_page_and_has_the_keys(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    shutil.copytree(ROOT / "tests" / "sample", folder)
    (folder / "instructor" / "questions").mkdir(parents=True)
    shutil.copy(ROOT / "instructor" / "questions" / "pool-o1.yml", folder / "instructor" / "questions")
    assert build(folder).returncode == 0
    env = {**os.environ, "THIRDCORNER_ROOT": str(folder)}
    done = subprocess.run([sys.executable, "-m", "thirdcorner.cli", "teach"], cwd=folder, env=env, capture_output=True, text=True, encoding="utf-8", timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    pages = list((folder / "_build/teach/_build/html/book").rglob("*.html"))
    assert len(pages) >= 3
    for page in pages:
        assert MARK.split(":")[0].replace("’", "") in page.read_text("utf-8").replace("’", ""), page
    taught = (folder / "_build/teach/_build/html/book/teach/pool.html").read_text("utf-8")
    assert "pool-o1/q01" in taught
    assert "✓" in taught
    first = next(iter(load_pool(load()).questions.values()))
    assert list(leaks([first], files_in(folder / "_build" / "html"))) == []
