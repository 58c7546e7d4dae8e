"""A newcomer's paths as CONTRIBUTING tells them, followed to the letter: a chapter, a question, an export format; `test_new_widget` is the fourth."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import ROOT, SAMPLE
from tests.conftest import build
from thirdcorner.course.check import check
from thirdcorner.course.read import load

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
NAMED = re.compile(r"(?:#|<!--) (\S+?/\S+?)(?: -->)?\n")


def steps(heading: str) -> tuple[list[str], dict[str, str]]:
    """The commands of a section of CONTRIBUTING, and what it writes, by file."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    section = text[text.index(f"## {heading}\n") :].split("\n## ", 1)[0]
    blocks = BLOCK.findall(section)
    commands = [line for kind, block in blocks if kind == "sh" for line in block.splitlines()]
    named = [(found[1], block[found.end() :]) for kind, block in blocks if (found := NAMED.match(block))]
    return commands, dict(named)


def run(command: str, folder: Path, code: Path = ROOT) -> subprocess.CompletedProcess[str]:
    program, *arguments = shlex.split(command)
    assert program == "thirdcorner"
    env = {**os.environ, "THIRDCORNER_ROOT": str(folder), "PYTHONPATH": str(code), "PYTHONUTF8": "1"}
    return subprocess.run([sys.executable, "-m", "thirdcorner.cli", *arguments], cwd=folder, env=env, capture_output=True, text=True, encoding="utf-8")


def told(folder: Path) -> list[str]:
    """What the check says of the new chapter and its questions."""
    return [str(p) for p in check(load(folder)) if "17-harbour" in str(p)]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    folder = tmp_path / "course"
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("_build"))
    return folder


@pytest.mark.long
def test_a_chapter_and_its_questions_end_on_a_page_where_one_answers_them(course: Path, open_page: Callable[..., Any]) -> None:
    commands, files = steps("A chapter and a question in ten minutes")
    assert len(commands) == 2 and set(files) == {"book/questions/17-harbour.yml", "book/chapters/17-harbour.md"}
    for command in commands:
        done = run(command, course)
        assert done.returncode == 0, done.stderr
        assert "17-harbour" in done.stdout
    assert any("words of the skeleton" in line for line in told(course))
    (course / "book/questions/17-harbour.yml").write_text(files["book/questions/17-harbour.yml"], "utf-8")
    chapter = course / "book/chapters/17-harbour.md"
    skeleton = chapter.read_text("utf-8")
    assert skeleton.count("(write this)\n") == 1
    chapter.write_text(skeleton.replace("(write this)\n", files["book/chapters/17-harbour.md"]), "utf-8")
    assert [line for line in told(course) if "skeleton" in line or "source" in line or "no chapter shows it" in line] == []
    done = build(course)
    assert done.returncode == 0, done.stdout + done.stderr
    watched = open_page((course / "_build/html/book/chapters/17-harbour.html").as_uri())
    watched.begin()
    page = watched.page
    assert page.get_by_text("A promise binds, a forecast can fail.").count() == 1
    page.get_by_role("radio", name="We shall come when you call.").check()
    page.locator(".tc-question").first.get_by_role("button", name="Check").click()
    page.get_by_text("It binds whoever says it.").locator("visible=true").first.wait_for()
    page.get_by_role("radio", name="The harbour will freeze in March.").wait_for()
    assert watched.wrong == []


def test_a_format_ends_in_a_file_and_says_what_it_left_out(course: Path, tmp_path: Path) -> None:
    _, files = steps("An export format in twenty lines")
    code = tmp_path / "code"
    shutil.copytree(ROOT / "thirdcorner", code / "thirdcorner", ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
    module, entry, line = "classroom/export/lines.py", "course/formats.py", "classroom/export/__init__.py"
    assert set(files) == {f"thirdcorner/{name}" for name in (module, entry, line)}
    (code / "thirdcorner" / module).write_text(files[f"thirdcorner/{module}"], "utf-8")
    for name, before in ((entry, '        Declared("json"'), (line, '        Format("json"')):
        path = code / "thirdcorner" / name
        text = path.read_text("utf-8")
        assert text.count(before) == 1
        path.write_text(text.replace(before, f"        {files[f'thirdcorner/{name}'].strip()}\n{before}").replace("json, moodle_xml", "json, lines, moodle_xml"), "utf-8")
    done = run(f"thirdcorner export lines --to {shlex.quote((tmp_path / 'out.txt').as_posix())}", course, code)
    assert done.returncode == 0, done.stderr
    written = (tmp_path / "out.txt").read_text("utf-8").splitlines()
    assert len(written) == len(load(course).questions) and all(re.match(r"quiz/q\d\d\t\S", row) for row in written)
    assert "the choices are not read aloud" in done.stdout + done.stderr
    assert "lines" in run("thirdcorner export --help", course, code).stdout
