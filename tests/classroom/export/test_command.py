"""``thirdcorner export``: what is chosen, what is written, and what is said."""

from __future__ import annotations

import argparse
import json

import pytest

from tests import ROOT
from tests.classroom.export.conftest import course_of, make_bank
from thirdcorner.classroom.export import FORMATS, command


@pytest.fixture
def export(monkeypatch, tmp_path):
    """Return a function that runs the command and returns its status and the file's path."""
    monkeypatch.setenv("THIRDCORNER_ROOT", str(ROOT))

    def run(format, *args):
        parser = argparse.ArgumentParser()
        command.add(parser.add_subparsers(dest="command"))
        to = tmp_path / f"out{FORMATS[format].suffix}"
        return command.run(parser.parse_args(["export", format, "--to", str(to), *args])), to

    return run


AT = {"common-cartridge": ("--at", "https://example.org/book")}


@pytest.mark.parametrize("format", list(FORMATS))
def test_it_writes_a_file_and_says_what_it_does_not_hold(export, capsys, format):
    status, to = export(format, "--chapter", "02-background", *AT.get(format, ()))
    assert status == 0 and to.stat().st_size > 500
    said = capsys.readouterr().out
    assert f"questions as {format}" in said
    assert format in ("json", "csv") or "in part: " in said


def test_conditions_narrow_each_other(export):
    _, to = export("json", "--chapter", "02-background", "05-renewed-alliance", "--kind", "single", "multiple", "--outcome", "O4")
    found = json.loads(to.read_text(encoding="utf-8"))["questions"]
    assert found
    for q in found:
        assert q["id"].split("/")[0] in ("02-background", "05-renewed-alliance") and q["kind"] in ("single", "multiple") and "O4" in q["outcomes"]


@pytest.mark.parametrize("args, said", [
    (("--kind", "singel"), "did you mean single?"),
    (("--id", "02-background/q03", "--kind", "single"), "leave one out"),
])  # fmt: skip
def test_an_empty_choice_is_an_error_that_says_why(export, capsys, args, said):
    status, to = export("json", *args)
    assert status == 1 and not to.exists()
    assert said in capsys.readouterr().err


def test_the_pool_is_exported_apart_from_the_book(export, monkeypatch, course):
    pool = course_of(course, make_bank("pooled"))
    monkeypatch.setattr(command, "load_pool", lambda _: pool)
    status, to = export("json", "--bank", "pool", "--title", "Exam")
    whole = json.loads(to.read_text(encoding="utf-8"))
    assert status == 0 and whole["title"] == "Exam"
    assert [q["id"] for q in whole["questions"]] == list(pool.questions)


def test_a_folder_that_does_not_exist_is_said(export, capsys, tmp_path):
    status, _ = export("json", "--to", str(tmp_path / "none" / "x.json"))
    assert status == 1 and "cannot be written" in capsys.readouterr().err


def test_equal_reasons_stand_in_one_line_that_names_every_question():
    assert command.report((("a", "x"), ("b", "y"), ("c", "x"))) == ["x (2: a, c)", "y (1: b)"]
    many = tuple((f"{n // 20:02}-slug/q{n:02}", "x") for n in range(60))
    (line,) = command.report(many)
    assert all(f"q{n:02}" in line for n in range(60)) and line.count("02-slug") == 1
    assert command.report(many, [id for id, _ in many]) == ["x (60: all)"]


@pytest.mark.parametrize("format, args, said", [
    ("common-cartridge", (), "it is missing"),
    ("common-cartridge", ("--at", "http://example.org"), "no such address"),
    ("common-cartridge", ("--at", "https://example.org/book/index.html"), "name the folder"),
    ("common-cartridge", ("--at", "https://example.org", "--version", "1.2"), "1.3 and 1.1"),
    ("gift", ("--at", "https://example.org"), "leave it out"),
    ("gift", ("--version", "1.1"), "no versions"),
    ("anki", ("--bank", "pool"), "shows every answer"),
])  # fmt: skip
def test_what_a_format_cannot_do_is_refused(export, capsys, format, args, said):
    status, to = export(format, *args)
    assert status == 1 and not to.exists() and said in capsys.readouterr().err


def test_a_file_a_chapter_is_named_after_it(export, tmp_path, capsys, course):
    status, _ = export("moodle-xml", "--by", "chapter", "--to", str(tmp_path / "quizzes"), "--kind", "single")
    slugs = {q.id.split("/")[0] for q in course.questions.values() if q.kind == "single"}
    assert status == 0 and {p.stem for p in (tmp_path / "quizzes").iterdir()} == slugs
    title = course.chapters["05-renewed-alliance"].title
    assert f"$course$/top/05 {title}/05 {title}" in (tmp_path / "quizzes" / "05-renewed-alliance.xml").read_text("utf-8")


def test_a_file_of_the_pool_is_called_by_its_outcome(export, course):
    status, to = export("moodle-xml", "--bank", "pool")
    text = to.read_text("utf-8")
    assert status == 0
    for id, outcome in course.outcomes.items():
        assert f"/{id} {outcome.short}</text>" in text and f"outcome {id} {outcome.short}" in text


@pytest.mark.parametrize("lang, true", [("pl", "Prawda"), ("de", "Richtig"), ("fr", "Vrai"), ("es", "Verdadero")])
def test_the_platforms_own_words_are_in_its_language(export, lang, true):
    import zipfile

    status, to = export("qti-2.1", "--kind", "true-false", "numeric", "--lang", lang)
    with zipfile.ZipFile(to) as archive:
        items = [archive.read(n).decode() for n in archive.namelist() if n.startswith("items/")]
    assert status == 0 and sum(true in item for item in items) > 5 and not any(">True<" in item or "Give a number" in item for item in items)
