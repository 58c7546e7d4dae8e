"""The front end built edit by edit: only what is touched, told where it cannot be, and at rest what a clean build makes."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest

from thirdcorner.front import again as module
from thirdcorner.front import build
from thirdcorner.front.again import Again
from thirdcorner.front.build import FOLLOWED, HERE, FrontError

MADE = shutil.ignore_patterns("node_modules", "__pycache__", "dev")


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A front end of its own, free to edit, which is built."""
    build.ensure()
    here = tmp_path_factory.mktemp("front") / "front"
    shutil.copytree(HERE, here, ignore=MADE)
    (here / "node_modules").symlink_to(HERE / "node_modules")
    with pytest.MonkeyPatch.context() as patch:
        for where in (build, module):
            patch.setattr(where, "HERE", here)
        patch.setattr(build, "BUILT", here / "built")
        yield here


@pytest.fixture(scope="module")
def again(front: Path) -> Iterator[Again]:
    running = Again()
    running.begin()
    running.forms()
    yield running
    running.end()
    assert FOLLOWED not in os.environ


class Edit:
    """Edits sources, and puts them back."""

    def __init__(self, front: Path) -> None:
        self.front = front
        self.was: dict[Path, str] = {}

    def __call__(self, file: str, old: str, new: str) -> None:
        path = self.front / "src" / file
        text = path.read_text("utf-8")
        self.was.setdefault(path, text)
        assert old in text, (file, old)
        path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture
def edit(front: Path, again: Again) -> Iterator[Edit]:
    one = Edit(front)
    yield one
    for path, text in one.was.items():
        path.write_text(text, "utf-8")
    again.scripts()
    again.forms()


def rested(again: Again) -> None:
    """Wait until what is built is what a clean build makes; of a file that was written only just now Node is not sure, and looks again."""
    told: SimpleQueue[bool] = SimpleQueue()
    for _ in range(20):
        again.scripts()
        again.forms()
        again.rest(told.put)
        if told.get(timeout=120):
            return
    raise AssertionError("it never came to rest")


def texts(front: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((front / "built").iterdir()) if path.is_file()}


def changed(front: Path, before: dict[str, bytes]) -> set[str]:
    """Return the built files that are others than before, apart from what is said of them (the stamp, and which are small)."""
    now = texts(front)
    return {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)} - {"small.json", "stamp"}


def test_an_edit_of_a_component_makes_its_script_anew_and_then_its_form(front: Path, again: Again, edit: Edit) -> None:
    before = texts(front)
    edit("widgets/Quiz.svelte", '<div class="tc-quiz">', '<div class="tc-quiz"><p>Words of an edit.</p>')
    again.scripts()
    assert changed(front, before) == {"quiz.js"}
    assert again.forms() == {"quiz"}
    assert changed(front, before) == {"quiz.js", "server.mjs"}
    assert again.forms() == set()


def test_an_edit_of_logic_touches_the_forms_of_those_who_use_it(front: Path, again: Again, edit: Edit) -> None:
    edit("logic/scoring.ts", "answer === key.right", "answer !== key.right")
    again.scripts()
    assert "quiz" in (touched := again.forms())
    assert "timeline" not in touched


def test_what_a_component_newly_takes_of_sveltes_runtime_is_in_the_core(front: Path, again: Again, edit: Edit) -> None:
    before = texts(front)
    edit("widgets/Triangle.svelte", "<script lang=\"ts\">", '<script lang="ts">\n  import { Spring } from "svelte/motion";\n  $effect(() => void new Spring(1).set(2));')
    again.scripts()
    assert {"core.js", "triangle.js"} <= changed(front, before)
    assert b'"svelte/motion"' in (front / "built" / "core.js").read_bytes()


def test_a_widget_that_comes_and_goes_leaves_nothing(front: Path, again: Again, edit: Edit) -> None:
    rested(again)
    before = texts(front)
    new = front / "src" / "widgets" / "Newcomer.svelte"
    new.write_text('<script module lang="ts">export const restore = () => null;</script><p>New.</p>', "utf-8")
    try:
        again.scripts()
        assert "newcomer" in again.forms()
        assert "newcomer.js" in changed(front, before)
    finally:
        new.unlink()
    rested(again)
    assert changed(front, before) == set()


@pytest.mark.parametrize(
    ("file", "old", "new"), [("widgets/Quiz.svelte", "{/each}", "{/eachone}"), ("logic/scoring.ts", "answer === key.right", "answer === key.right)")]
)
def test_a_source_that_cannot_be_built_is_told_and_what_was_built_stays(front: Path, again: Again, edit: Edit, file: str, old: str, new: str) -> None:
    before = texts(front)
    edit(file, old, new)
    for build_it in (again.scripts, again.forms):
        with pytest.raises(FrontError, match=rf"thirdcorner/front/src/{file}:\d+: "):
            build_it()
    assert changed(front, before) == set()
    told: SimpleQueue[bool] = SimpleQueue()
    again.rest(told.put)
    assert told.get(timeout=120) is False
    edit(file, new, old)
    again.scripts()
    again.forms()


def test_a_form_that_cannot_be_built_is_told_while_scripts_are_built(front: Path, again: Again, edit: Edit) -> None:
    edit("widgets/Quiz.answers.svelte", "{/each}", "{/eachone}")
    again.scripts()
    with pytest.raises(FrontError, match=r"thirdcorner/front/src/widgets/Quiz\.answers\.svelte:\d+: "):
        again.forms()
    edit("widgets/Quiz.answers.svelte", "{/eachone}", "{/each}")
    assert again.forms() <= {"quiz"}


def test_nothing_is_said_to_be_what_it_is_not_before_it_rests(front: Path, again: Again, edit: Edit) -> None:
    rested(again)
    assert "stamp" in texts(front)
    edit("widgets/Quiz.svelte", '<div class="tc-quiz">', '<div class="tc-quiz"><p>Words of an edit.</p>')
    again.scripts()
    assert "stamp" not in texts(front)
    assert "quiz.js" not in json.loads(texts(front)["small.json"])
    told: SimpleQueue[bool] = SimpleQueue()
    again.forms()
    again.rest(told.put)
    again.scripts()  # cuts it off
    assert told.get(timeout=120) is False
    assert "stamp" not in texts(front)


@pytest.mark.long
def test_at_rest_everything_is_what_a_clean_build_makes(front: Path, again: Again, edit: Edit, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(2):
        edit("widgets/Quiz.svelte", '<div class="tc-quiz">', f'<div class="tc-quiz"><p>Words of edit {n}.</p>')
        edit("logic/scoring.ts", "answer === key.right", f"answer === key.right + {n}")
        again.scripts()
    rested(again)
    at_rest = texts(front)
    shutil.rmtree(front / "built")
    monkeypatch.delenv(FOLLOWED)
    build.ensure()
    assert texts(front) == at_rest
