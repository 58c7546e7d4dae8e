"""A stranger's book: the wheel in a clean environment, a stock Jupyter Book with three of our widgets on one page, and all its other pages untouched."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests import ROOT
from tests.front.test_wheel import wheel  # noqa: F401 (a fixture)

CELLS = ['Quiz("01-the-rule", tags=["check"])', 'AnalogyLab("analogy")', 'Ledger("ledger")']
HEAD = "---\njupytext:\n  text_representation:\n    extension: .md\n    format_name: myst\nkernelspec:\n  name: python3\n  display_name: Python 3\n---\n# Exercises\n\nThe author’s own words.\n\n:::{admonition} A fold of the author’s\n:class: dropdown\nInside.\n:::\n"
POLICY = '<meta http-equiv="Content-Security-Policy" content="default-src *">'


@pytest.fixture(scope="module")
def clean(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: F811
    """Return the programs of an environment that holds the wheel with ``[book]``, and what the stock book's own cells need."""
    folder = tmp_path_factory.mktemp("clean")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([str(programs / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check", f"{wheel}[book]", "matplotlib"], check=True)
    return programs


def run(clean: Path, folder: Path, *arguments: str) -> None:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHONPATH", "THIRDCORNER"))} | {"PATH": f"{clean}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run([str(clean / "jupyter-book"), *arguments], cwd=folder, env=env, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr


def stock(clean: Path, folder: Path, *, ours: bool) -> Path:
    """Make a stock book with a page more, and build it; with our extension and widgets as the README tells, or without either."""
    run(clean, folder, "create", "mine")
    book = folder / "mine"
    toc = yaml.safe_load((book / "_toc.yml").read_text("utf-8"))
    toc["chapters"].append({"file": "exercises"})
    (book / "_toc.yml").write_text(yaml.safe_dump(toc, sort_keys=False), "utf-8")
    config = yaml.safe_load((book / "_config.yml").read_text("utf-8"))
    config["parse"] = {"myst_enable_extensions": ["colon_fence"]}
    if ours:
        config["sphinx"] = {"extra_extensions": ["thirdcorner.pages"]}
        for part in ("data", "questions", "activities"):
            shutil.copytree(ROOT / "examples" / "farewell" / "book" / part, book / "book" / part)
        for name in ("02-the-alliance", "03-the-weighing"):
            (book / "book" / "questions" / f"{name}.yml").unlink()
    (book / "_config.yml").write_text(yaml.safe_dump(config, sort_keys=False), "utf-8")
    cells = "".join(f"\n```{{code-cell}} python\nfrom thirdcorner import *\n{cell}\n```\n" for cell in CELLS) if ours else ""
    (book / "exercises.md").write_text(HEAD + cells, "utf-8")
    run(clean, book, "build", ".", "-W", "--keep-going")
    return book / "_build" / "html"


def pages(folder: Path) -> dict[str, bytes]:
    """Return each page's bytes, without the addresses in memory that the stock notebook prints."""
    return {p.relative_to(folder).as_posix(): re.sub(rb"0x[0-9a-f]{6,}", b"0x", p.read_bytes()) for p in folder.rglob("*.html")}


@pytest.fixture(scope="module")
def books(clean: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """Yield the stock book's pages without and with us."""
    yield tuple(stock(clean, tmp_path_factory.mktemp(name), ours=name == "ours") for name in ("plain", "ours"))  # type: ignore[misc]


@pytest.mark.long
def test_pages_without_our_widgets_are_the_bytes_they_were_and_no_policy_is_forced(books: tuple[Path, Path]) -> None:
    plain, ours = map(pages, books)
    assert plain.keys() == ours.keys() and len(ours) > 5
    assert [name for name in ours if ours[name] != plain[name]] == ["exercises.html"]
    page = ours["exercises.html"].decode()
    assert "Content-Security-Policy" not in page and "bootstrap" in page and "data-guest" in page
    before = plain["exercises.html"].decode()
    assert before.partition("</head>")[0] in page  # all that the author's head held stands, and ours comes after it
    kept = {p.relative_to(books[0]) for p in (books[0] / "_static").rglob("*") if p.is_file()}
    assert not [p for p in kept if not (books[1] / p).is_file()]


@pytest.mark.long
def test_the_widgets_are_worked_in_the_strange_book(books: tuple[Path, Path], browser: Any) -> None:
    """The stock theme asks networks for scripts of its own, so only what is ours may not go wrong."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        page = context.new_page()
        page.route("**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort())
        wrong: list[str] = []
        page.on("pageerror", lambda e: "THEBE_JS_URL" not in str(e) and wrong.append(str(e)))  # the stock page declares it twice
        page.goto((books[1] / "exercises.html").as_uri())
        page.mouse.wheel(0, 10)
        page.locator(".tc-island:not([data-state])").first.wait_for(state="detached")
        assert page.locator(".tc-island[data-state=live]").count() == len(CELLS)
        answer = page.get_by_role("radio", name="An inference from what the paragraph said before")
        answer.check()
        question = page.locator("[data-question='01-the-rule/q01']")
        question.get_by_role("button", name="Check").click()
        question.locator(".tc-verdict").wait_for()
        ledger = page.locator(".tc-island[data-widget=ledger]")
        assert "for steering clear" in ledger.locator(".says").text_content()
        lab = page.locator(".tc-island[data-widget=analogy_lab]")
        lab.get_by_role("group", name="Madrid is now").get_by_role("radio", name="London").check()
        page.reload()
        page.locator(".tc-island:not([data-state])").first.wait_for(state="detached")
        assert answer.is_checked()
        assert lab.get_by_role("group", name="Madrid is now").get_by_role("radio", name="London").is_checked()
        page.get_by_text("Click to show").or_(page.locator(".admonition.dropdown button")).first.click()  # the author's fold is still the theme's
        assert wrong == []
    finally:
        context.close()
