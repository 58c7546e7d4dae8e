"""The engine reads any text: no word of this course's subject stands in its code, whatever the language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests import ROOT
from thirdcorner.course.read import load

ENGINE = ROOT / "thirdcorner"
CODE = {".py", ".ts", ".js", ".mjs", ".svelte", ".css", ".html", ".json", ".j2", ".tex"}
MADE = {"node_modules", "built", "generated", "__pycache__", "package-lock.json"}
PLACES = ("China", "Chinese", "Beijing", "Russia", "Russian", "Moscow", "Korea", "Korean", "Pyongyang", "Seoul", "Washington", "Ukraine", "Soviet")
PEOPLE = ("Putin", "Xi", "Kim", "Stalin", "Mao", "Trump")
SUBJECT = re.compile(rf"\b(?:{'|'.join((*PLACES, *PEOPLE, 'OSW', 'DPRK', 'KOTRA'))})\b|\b(?:osw|china|russia|dprk|1914)\b")


def engine() -> list[Path]:
    return [p for p in sorted(ENGINE.rglob("*")) if p.suffix in CODE and p.is_file() and not MADE & set(p.relative_to(ENGINE).parts)]


def said(text: str) -> list[str]:
    """The lines of a file that speak of the subject, without the examples that a docstring puts in double backquotes."""
    bare = re.sub(r"``[^`\n]+``", "", text)
    return [line.strip() for line in bare.splitlines() if SUBJECT.search(line) or OUTCOME.search(line)]


OUTCOME = re.compile(r"[\"'](?:" + "|".join(load(ROOT).outcomes) + r")[\"']")
"""An outcome by its id, as code would name it."""


def test_the_engine_holds_no_word_of_the_subject() -> None:
    files = engine()
    assert len(files) > 200
    found = {p.relative_to(ROOT).as_posix(): lines for p in files if (lines := said(p.read_text("utf-8")))}
    assert found == {}


@pytest.mark.parametrize("line", ['return "The original at OSW"', 'if s.id.startswith("osw-"):', 'WORK = {"O10": 1}', "// Beijing leans", ".tc-actor-china {}", "year === 1914"])
def test_a_subject_word_is_seen(line: str) -> None:
    assert said(line) == [line]


def test_an_example_in_a_docstring_is_none() -> None:
    assert said('The id of an activity, such as ``"analogy-1914"``.') == []
