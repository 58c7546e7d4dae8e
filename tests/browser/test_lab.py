"""The chapters in a real JupyterLab: widgets draw from their Python models and hand the learner's work back to Python."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Page

from thirdcorner.content import load
from thirdcorner.lab import notebook

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.long


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[str]:
    """Start JupyterLab on a folder with one chapter and one cell that shows what the learner did."""
    made = notebook(load(ROOT), (ROOT / "book/chapters/05-renewed-alliance.md").read_text("utf-8"))
    quiz = next(c for c in made.cells if c.source.startswith("Quiz("))
    small = [made.cells[0], nbformat.v4.new_code_cell(f"quiz = {quiz.source.strip()}\nquiz"), nbformat.v4.new_code_cell("print('answered', len(quiz.to_frame()))")]
    for number, cell in enumerate(small):
        cell["id"] = f"cell-{number}"
    made.cells = small
    nbformat.write(made, tmp_path / "chapter.ipynb")
    tasks = notebook(load(ROOT), (ROOT / "book/chapters/16-data-lab.md").read_text("utf-8"))
    code = [c for c in tasks.cells if c.cell_type == "code" and not c.source.startswith("Quiz(")]
    starter = next(c for c in code if 'check_task("votes"' in c.source)
    fold = next(c for c in tasks.cells if c.cell_type == "markdown" and 'check_task("votes"' in c.source)
    tasks.cells = [*code[:2], starter, nbformat.v4.new_code_cell('check_task("votes", 11)', id="wrong"), fold]
    nbformat.write(tasks, tmp_path / "tasks.ipynb")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {**os.environ, "THIRDCORNER_ROOT": str(ROOT), "JUPYTER_CONFIG_DIR": str(tmp_path / "config"), "JUPYTER_DATA_DIR": str(tmp_path / "data"), "IPYTHONDIR": str(tmp_path / "ipython")}
    env.pop("THIRDCORNER_BUILDING", None)
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}", "--ServerApp.port_retries=0", "--IdentityProvider.token=", f"--ServerApp.root_dir={tmp_path}", "--LabApp.news_url=", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    log = (tmp_path / "lab.log").open("w")
    running = subprocess.Popen(command, env=env, stdout=log, stderr=subprocess.STDOUT)
    try:
        yield _ready(f"http://127.0.0.1:{port}", running, tmp_path / "lab.log")
    finally:
        running.terminate()
        running.wait(timeout=30)
        log.close()


def _ready(base: str, running: subprocess.Popen[bytes], log: Path) -> str:
    """Wait until the server says that it has started."""
    while running.poll() is None:
        try:
            with urllib.request.urlopen(f"{base}/api", timeout=5) as answer:
                assert "version" in json.load(answer)
            return base
        except OSError:
            if log.stat().st_size > 1_000_000:
                break
    raise AssertionError(log.read_text())


def run_all(open_page, url: str) -> Page:
    """Open a notebook and run all of its cells."""
    page = open_page(url).page
    page.set_default_timeout(90_000)
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    return page


def test_a_quiz_lives_in_jupyterlab_and_python_sees_the_answer(open_page, lab: str) -> None:
    page = run_all(open_page, f"{lab}/lab/tree/chapter.ipynb?reset")
    page.locator(".tc-quiz .tc-question").first.wait_for()
    page.get_by_text("answered 0").wait_for()
    question = page.locator(".tc-quiz .tc-question").filter(has=page.get_by_role("radio")).first
    question.get_by_role("radio").first.check()
    question.get_by_role("button", name="Check").click()
    question.locator(".tc-explanation, .tc-feedback").first.wait_for()
    page.locator(".jp-CodeCell").last.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    page.get_by_text("answered 1").wait_for()


def test_a_task_of_the_data_lab_is_worked_live_with_its_solution_folded(open_page, lab: str) -> None:
    page = run_all(open_page, f"{lab}/lab/tree/tasks.ipynb?reset")
    page.get_by_text("There is nothing to check yet: put your answer where the three dots stand.").wait_for()
    page.get_by_text("That is the number of texts. Asked is which part of all texts it is, in per cent.").wait_for()
    fold = page.locator("details", has_text="Model solution")
    fold.wait_for()
    assert fold.get_attribute("open") is None
    fold.locator("summary").click()
    fold.get_by_text("cast = votes.pivot").wait_for()
