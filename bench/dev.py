"""How soon an edit shows in the open page with `make dev`, on the real book: a component, its logic, its style, a chapter, content.

A copy of the book and of the engine is edited, several times each, and the median counts. Chapter 5 is open and worked on all the while;
what was answered in it must stand after every edit. Run as ``python -m bench.dev``; the first build takes a few minutes.
"""

from __future__ import annotations

import argparse
import math
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import TimeoutError, sync_playwright

from bench.told import Row, tell
from tests import ROOT
from tests.browsers import chromium
from tests.live.test_dev import Dev, developing

TIMES, PATIENCE_MS = 5, 120_000
FRONT_S, TEXT_S = 2.0, 8.0
PAGE = "/book/chapters/05-renewed-alliance.html"
QUESTION = "[data-question='05-renewed-alliance/q10']"
LIVE = f".tc-island[data-state=live]:has({QUESTION})"
CHAPTER, QUESTIONS = "book/chapters/05-renewed-alliance.md", "book/questions/05-renewed-alliance.yml"
WORDS = "said => document.body?.textContent.includes(said)"
JUDGED = f"""said => document.querySelector("{QUESTION}")?.textContent.includes(said)"""
OUTLINED = "said => [...document.querySelectorAll('h1')].some(h => h.checkVisibility() && getComputedStyle(h).outlineWidth === said)"  # the first is paper's alone


class Edit(NamedTuple):
    """What is edited, from which words to which at the n-th time, and what then shows it in the page."""

    what: str
    file: str
    old: str
    new: Callable[[int], str]
    shown: str
    said: Callable[[int], str]
    limit: float


def outline(n: int) -> str:
    """Return a rule that shows."""
    return f"h1 {{ outline: {n + 1}px dotted }}"


EDITS = (
    Edit(
        "a component", "thirdcorner/front/src/widgets/Quiz.svelte", '<div class="tc-quiz">', lambda n: f'<div class="tc-quiz"><p>Words of edit {n}.</p>',
        WORDS, lambda n: f"Words of edit {n}.", FRONT_S,
    ),
    Edit(
        "its logic", "thirdcorner/front/src/logic/scoring.ts", "answer === key.right", lambda n: f"answer {'===' if n % 2 else '!=='} key.right /* {n} */",
        JUDGED, lambda n: "Right." if n % 2 else "Not so.", FRONT_S,
    ),
    Edit("a style", "thirdcorner/pages/book.css", ".bd-article { padding-block-start: 1rem !important; }", outline, OUTLINED, lambda n: f"{n + 1}px", FRONT_S),
    Edit(
        "a chapter", CHAPTER, "# A renewed Russia–North Korea alliance\n", lambda n: f"# A renewed Russia–North Korea alliance\n\nSentence of edit {n}.\n",
        WORDS, lambda n: f"Sentence of edit {n}.", TEXT_S,
    ),
    Edit("a question", QUESTIONS, "You kept ratification and entry", lambda n: f"You kept ({n}) ratification and entry", WORDS, lambda n: f"You kept ({n}) ratification", TEXT_S),
)  # fmt: skip


def measured(dev: Dev, page: Any, edit: Edit, times: int) -> list[float]:
    """Make an edit so many times, and return the seconds until each showed, by the clock of whoever waits; the file is left as it was.

    One that never shows counts as not measured, and the page is loaded again for those that come after it.
    """
    old, took = edit.old, []
    for n in range(times):
        new = edit.new(n)
        began = time.perf_counter()
        dev.edit(edit.file, old, new)
        try:
            page.wait_for_function(edit.shown, arg=edit.said(n), timeout=PATIENCE_MS, polling=20)
        except TimeoutError:
            print(f"It never showed; the terminal said: {''.join(dev.said.get() for _ in range(dev.said.qsize()))}")
            took = [math.nan]
            page.reload()
            old = new
            break
        took.append(time.perf_counter() - began)
        old = new
        worked(page)
    dev.edit(edit.file, old, edit.old)
    return took


def worked(page: Any) -> None:
    """Hold that the answer given before the edits stands in the exercise, which is live."""
    page.locator(LIVE).first.wait_for(timeout=PATIENCE_MS)
    if not page.locator(QUESTION).get_by_label("True").is_checked():
        raise SystemExit("an edit lost the answer that was given before it")


def main() -> int:
    """Print the medians; return 1 where an edit is late."""
    parser = argparse.ArgumentParser(prog="python -m bench.dev", description=__doc__)
    parser.add_argument("--times", type=int, default=TIMES, help=f"how often each edit is made ({TIMES})")
    args = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        kept_out = shutil.ignore_patterns("_build", ".venv", ".git", "node_modules", ".*_cache", "__pycache__", "thirdcorner", "tests", "bench")
        shutil.copytree(ROOT, folder / "book", ignore=kept_out)
        print("Building a copy of the book …")
        with developing(folder, folder / "book", patience_s=1200) as dev:
            browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page()
            page.set_default_timeout(PATIENCE_MS)
            page.goto(dev.address + PAGE)
            page.evaluate("dispatchEvent(new Event('wheel'))")  # the reader begins: every exercise wakes
            page.locator(LIVE).first.wait_for()
            question = page.locator(QUESTION)
            question.get_by_label("True").check()
            question.get_by_label("80 %").check()
            question.get_by_role("button", name="Check").click()
            for edit in EDITS:
                print(f"Editing {edit.what} …", flush=True)
                took = measured(dev, page, edit, args.times)
                print(", ".join(f"{seconds:.1f} s" for seconds in took), flush=True)
                rows.append(Row(f"an edit of {edit.what}, median of {len(took)}", statistics.median(took), edit.limit, "s"))
            browser.close()
    return tell("dev", rows)


if __name__ == "__main__":
    raise SystemExit(main())
