"""``thirdcorner export``: what is chosen, what is written, and what is said."""

from __future__ import annotations

import argparse
import json

import pytest

from tests.conftest import ROOT
from tests.export.conftest import course_of, make_bank
from thirdcorner.export import FORMATS, command


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


@pytest.mark.parametrize("format", list(FORMATS))
def test_it_writes_a_file_and_says_what_it_does_not_hold(export, capsys, format):
    status, to = export(format, "--chapter", "02-background")
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


def test_equal_reasons_stand_in_one_line():
    assert command.report((("a", "x"), ("b", "y"), ("c", "x"))) == ["x (2: a, c)", "y (1: b)"]
