"""Courses on other texts: the one that `thirdcorner new course` writes, and each of `examples/`; checked, built, and worked in a browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import ROOT
from tests.conftest import build
from thirdcorner.cli import main
from thirdcorner.course.check import check
from thirdcorner.course.read import load
from thirdcorner.pages.serve import server

EXAMPLES = sorted(p.parent for p in (ROOT / "examples").glob("*/_toc.yml"))


def built(folder: Path) -> Iterator[str]:
    """Build a course with warnings as errors, and serve it for a while."""
    import threading

    done = build(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    with server(folder / "_build" / "html") as httpd:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{httpd.server_address[1]}/book"
        httpd.shutdown()


def test_a_new_course_is_sound_and_a_folder_with_something_in_it_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "a" / "course"
    assert main(["new", "course", str(folder)]) == 0
    assert "README.md says what to do next" in capsys.readouterr().out
    assert check(load(folder)) == []
    before = sorted(folder.rglob("*"))
    (folder / "mine.txt").write_text("mine", "utf-8")
    for place in (folder, folder / "mine.txt"):
        assert main(["new", "course", str(place)]) == 1
        assert "is not empty" in capsys.readouterr().err
    assert sorted(folder.rglob("*")) == sorted([*before, folder / "mine.txt"])
    (tmp_path / "empty").mkdir()
    assert main(["new", "course", str(tmp_path / "empty")]) == 0


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda f: f.name)
def test_each_example_is_sound(folder: Path) -> None:
    course = load(folder)
    assert check(course) == []
    assert len(course.chapters) >= 3 and {a.kind for a in course.activities.values()} >= {"analogy-lab", "ledger"}


@pytest.mark.long
def test_a_new_course_builds_and_its_quiz_is_worked(tmp_path: Path, open_page: Any) -> None:
    assert main(["new", "course", str(tmp_path / "course")]) == 0
    for served in built(tmp_path / "course"):
        watched = open_page(f"{served}/chapters/01-first.html")
        answered(watched, "01-first/q01", "in the data file of claims")
        bench = watched.page.locator(".tc-island[data-widget=sorting_bench]")
        bench.locator(".put").first.click()
        bench.get_by_text("1 card lies in a bin").wait_for()
        assert watched.wrong == []


@pytest.mark.long
def test_the_example_is_built_and_worked_to_its_record(tmp_path: Path, open_page: Any) -> None:
    folder = tmp_path / "farewell"
    shutil.copytree(ROOT / "examples" / "farewell", folder, ignore=shutil.ignore_patterns("_build"))
    for served in built(folder):
        watched = open_page(f"{served}/chapters/01-the-rule.html")
        page = watched.page
        answered(watched, "01-the-rule/q01", "An inference from what the paragraph said before")
        page.goto(f"{served}/chapters/02-the-alliance.html")
        watched.mount_all()
        lab = page.locator(".tc-island[data-widget=analogy_lab]")
        for part, player in {"Philadelphia": "Paris", "Paris": "Washington", "Madrid": "London", "London": "Moscow"}.items():
            lab.get_by_role("group", name=f"{part} is now").get_by_role("radio", name=player).check()
        page.goto(f"{served}/chapters/03-the-weighing.html")
        watched.mount_all()
        ledger = page.locator(".tc-island[data-widget=ledger]")
        before = ledger.locator(".says").text_content()
        assert "for steering clear" in before
        for factor in ("quarrels", "trade"):
            ledger.get_by_role("radio", name=factor, exact=True).check()
            for end in ("from", "to"):
                field = ledger.locator("[data-factor]").get_by_label(f"weight, {end}")
                field.fill("0")
                field.press("Tab")
        assert "for an alliance" in ledger.locator(".says").text_content()
        page.goto(f"{served}/my-work.html")
        watched.mount_all()
        for chapter in ("The rule", "The alliance", "The weighing"):
            assert "1 of" in page.locator(".tc-my-work tr").filter(has_text=chapter).inner_text()
        said = " ".join(p.read_text("utf-8") for p in (folder / "_build/html").rglob("*.html"))
        assert not [word for word in ("Pyongyang", "Beijing", "Third Corner: reading", "OSW") if word in said]
        assert watched.wrong == []


def answered(watched: Any, id: str, option: str) -> None:
    """Answer a single choice, and find the answer again over a reload."""
    watched.mount_all()
    question = watched.page.locator(f"[data-question='{id}']")
    question.get_by_role("radio", name=option).check()
    question.get_by_role("button", name="Check").click()
    question.locator(".tc-verdict").wait_for()
    watched.page.reload()
    watched.mount_all()
    assert question.get_by_role("radio", name=option).is_checked()
    question.locator(".tc-verdict").wait_for()
