"""The repository keeps its measure: files that can be read at a sitting, nothing that nothing uses, a citation that tools can read."""

from __future__ import annotations

import datetime
import subprocess
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests import ROOT, program
from tests.house.test_portable import named
from tests.house.unused import unused

LINES = 350


def code(*endings: str) -> list[str]:
    return [n for n in named() if n.endswith(endings) and (ROOT / n).is_file()]


def too_long(names: list[str], root: Path = ROOT) -> dict[str, int]:
    return {n: lines for n in names if (lines := len((root / n).read_text("utf-8").splitlines())) > LINES}


def test_no_file_of_code_is_longer_than_one_can_read() -> None:
    names = code(".py", ".ts", ".js", ".mjs", ".svelte", ".css")
    assert len(names) > 600
    assert too_long(names) == {}


def test_a_longer_file_is_seen(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n" * (LINES + 1), "utf-8")
    (tmp_path / "b.py").write_text("x = 1\n" * LINES, "utf-8")
    assert too_long(["a.py", "b.py"], tmp_path) == {"a.py": LINES + 1}


def test_nothing_stands_there_that_nothing_uses() -> None:
    assert unused() == []


def test_a_function_that_nothing_calls_is_seen(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("def called(): ...\ndef never(): ...\ncalled()\n", "utf-8")
    assert unused((tmp_path / "a.py",)) == ["a.py:2: function never is used by nothing"]


def cited(folder: Path) -> subprocess.CompletedProcess[str]:
    """Let cffconvert read a citation; it runs in an environment of its own, since it wants a jsonschema older than Jupyter's."""
    command = [program("uv"), "tool", "run", "--from", "cffconvert==2.0.0", "cffconvert", "--validate"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8")


@pytest.mark.long
def test_the_citation_is_one_that_tools_can_read(tmp_path: Path) -> None:
    text = (ROOT / "CITATION.cff").read_text("utf-8")
    (tmp_path / "CITATION.cff").write_text(text, "utf-8")
    done = cited(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    (tmp_path / "CITATION.cff").write_text(text.replace("authors:", "writers:"), "utf-8")
    assert cited(tmp_path).returncode != 0


def test_the_citation_names_the_version_that_the_package_has() -> None:
    import tomllib

    said = YAML(typ="safe").load((ROOT / "CITATION.cff").read_text("utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert (said["version"], said["license"]) == (project["version"], project["license"])
    assert isinstance(said["date-released"], datetime.date)
    assert f"## {said['version']}" in (ROOT / "CHANGELOG.md").read_text("utf-8")
