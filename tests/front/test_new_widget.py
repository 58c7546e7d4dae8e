"""CONTRIBUTING's steps to a new widget, followed to the letter in a copy of the package; and what a wrong step is told."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import ROOT, program
from thirdcorner.front import build

BLOCK = re.compile(r"^```\w+\n(?:#|<!--) (thirdcorner/\S+?)(?: -->)?\n(.*?)^```$", re.M | re.S)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Return a copy of the package beside a small book, with the widget of CONTRIBUTING made in it."""
    build.install()
    shutil.copytree(ROOT / "thirdcorner", tmp_path / "thirdcorner", ignore=shutil.ignore_patterns("node_modules", "built", "generated", "__pycache__"))
    (tmp_path / "thirdcorner/front/node_modules").symlink_to(build.HERE / "node_modules")
    shutil.copytree(ROOT / "tests" / "sample", tmp_path / "book", ignore=shutil.ignore_patterns("_build"))
    told = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## A widget in twenty lines")[2].partition("\n## ")[0]
    steps = dict(BLOCK.findall(told))
    assert set(steps) == {"thirdcorner/model/front.py", "thirdcorner/widgets/tally.py", "thirdcorner/front/src/widgets/Tally.svelte"}
    for file, code in steps.items():
        path = tmp_path / file
        if path.is_file():  # put before what reads the two tables
            text = path.read_text("utf-8")
            at = text.index("def schemas()")
            path.write_text(text[:at] + code + "\n\n" + text[at:], "utf-8")
        else:
            path.write_text(code, "utf-8")
    listed = tmp_path / "thirdcorner/widgets/__init__.py"
    text = listed.read_text("utf-8").replace("from .timeline import", "from .tally import Tally\nfrom .timeline import", 1)
    listed.write_text(text.replace("        SortingBench,\n", "        SortingBench,\n        Tally,\n", 1), "utf-8")
    page = tmp_path / "book/book/other.md"
    page.write_text(page.read_text("utf-8") + '\n```{code-cell} python\nTally("ships", asks="Ships seen")\n```\n', "utf-8")
    return tmp_path


def built(house: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(house), "THIRDCORNER_ROOT": str(house / "book")}
    command = [program("jupyter-book"), "build", str(house / "book"), "-W", "-n", "--keep-going"]
    return subprocess.run(command, cwd=house / "book", env=env, capture_output=True, text=True, encoding="utf-8", timeout=300)


def test_the_widget_of_contributing_is_static_comes_alive_and_keeps_its_work(house: Path, open_page: Callable[..., Any]) -> None:
    done = built(house)
    assert done.returncode == 0, done.stdout + done.stderr
    page = house / "book/_build/html/book/other.html"
    assert "Ships seen: 0" in re.sub(r"<!--.*?-->|<[^>]+>", "", page.read_text("utf-8"))
    watched = open_page(page.as_uri())
    watched.mount_all()
    island = watched.page.locator(".tc-island[data-id='ships']")
    island.get_by_role("button", name="Count").click()
    island.get_by_text("Ships seen: 1").wait_for()
    watched.page.reload()
    island.get_by_text("Ships seen: 1").wait_for()
    assert watched.wrong == []


def remove(path: str) -> Callable[[Path], None]:
    return lambda house: (house / path).unlink()


def replace(path: str, old: str, new: str) -> Callable[[Path], None]:
    def change(house: Path) -> None:
        text = (house / path).read_text("utf-8")
        assert old in text
        (house / path).write_text(text.replace(old, new, 1), "utf-8")

    return change


SVELTE, PYTHON, LIST = "thirdcorner/front/src/widgets/Tally.svelte", "thirdcorner/widgets/tally.py", "thirdcorner/widgets/__init__.py"
WRONG: list[tuple[Callable[[Path], None], str]] = [
    (replace(LIST, "        Tally,\n", ""), r"component tally without a Python class: add widgets/tally\.py"),
    (remove(SVELTE), r"widgets/tally\.py:1: Tally has no component: add front/src/widgets/Tally\.svelte"),
    (replace(PYTHON, '"asks": reference.options["asks"]}\n        return', '"ask": 1}\n        return'), r"other\.md:\d+: tally ships: its content does not fit TallyContent \(.*asks: Field required"),
    (replace(SVELTE, "<p>{content.asks}:", "<p>{content.asks.nothing.at}:"), r"other\.md:\d+: tally ships: its component cannot be rendered with this content"),
    (replace(SVELTE, "{count}</p>", "{count</p>"), r"Tally\.svelte:\d+"),
]


@pytest.mark.long
@pytest.mark.parametrize(("change", "told"), WRONG, ids=["no class", "no component", "content that does not fit", "fails to render", "cannot be compiled"])
def test_a_wrong_step_stops_the_build_and_says_what_to_do(house: Path, change: Callable[[Path], None], told: str) -> None:
    change(house)
    done = built(house)
    assert done.returncode != 0
    assert re.search(told, done.stdout + done.stderr), (done.stdout + done.stderr)[-3000:]
