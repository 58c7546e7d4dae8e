"""The chapters in a real JupyterLab: widgets draw from their Python models and hand the learner's work back to Python."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Page

from tests import ROOT
from tests.live.serving import end_kernels, jupyter
from thirdcorner.course.kept import FILE
from thirdcorner.course.read import load
from thirdcorner.live.notebooks import notebook

pytestmark = pytest.mark.long


COLAB = """import sys, types
files = types.ModuleType("google.colab.files")
files.download = lambda path: None
sys.modules |= {"google.colab": types.ModuleType("google.colab"), "google.colab.files": files}"""
"""A stand-in for Colab's own module."""


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[str]:
    """Start JupyterLab on a folder with one chapter and one cell that shows what the learner did."""
    made = notebook(load(ROOT), (ROOT / "book/chapters/05-renewed-alliance.md").read_text("utf-8"))
    quiz = next(c for c in made.cells if c.source.startswith("quiz = Quiz("))
    small = [made.cells[0], quiz, nbformat.v4.new_code_cell("print('answered', len(quiz.to_frame()))")]
    for number, cell in enumerate(small):
        cell["id"] = f"cell-{number}"
    made.cells = small
    nbformat.write(made, tmp_path / "chapter.ipynb")
    made.cells = [nbformat.v4.new_code_cell(COLAB, id="colab"), *small]
    nbformat.write(made, tmp_path / "colab.ipynb")
    tasks = notebook(load(ROOT), (ROOT / "book/chapters/16-data-lab.md").read_text("utf-8"))
    code = [c for c in tasks.cells if c.cell_type == "code" and "Quiz(" not in c.source]
    starter = next(c for c in code if 'check_task("votes"' in c.source)
    fold = next(c for c in tasks.cells if c.cell_type == "markdown" and 'check_task("votes"' in c.source)
    tasks.cells = [*code[:2], starter, nbformat.v4.new_code_cell('check_task("votes", 11)', id="wrong"), fold]
    nbformat.write(tasks, tmp_path / "tasks.ipynb")
    with jupyter(tmp_path) as address:
        yield address


CONNECTED = "async () => (await (await fetch('/api/kernels')).json()).some((one) => one.execution_state === 'idle' && one.connections > 0)"


def run_all(open_page, url: str) -> Page:
    """Open a notebook and run all of its cells."""
    page = open_page(url).page
    page.set_default_timeout(90_000)
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
    if "/lab/" in url:
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    else:
        page.locator(".jp-Notebook-ExecutionIndicator[data-status='idle']").first.wait_for(state="attached")
    page.wait_for_function(CONNECTED)  # either may say Idle before its kernel is connected, and then runs nothing
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    return page


def answer(page: Page) -> None:
    """Answer the first question with the first of its choices and have it checked."""
    question = page.locator(".tc-quiz .tc-question").filter(has=page.get_by_role("radio")).first
    question.get_by_role("radio").first.check()
    question.get_by_role("button", name="Check").click()
    question.locator(".tc-explanation, .tc-feedback").first.wait_for()


def seen_by_python(page: Page) -> None:
    """Run the last cell again, which counts the answers; the kernel has then heard of all that was done before."""
    page.locator(".jp-CodeCell").last.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    page.get_by_text("answered 1").wait_for()


def test_a_quiz_lives_in_jupyterlab_and_python_sees_the_answer(open_page, lab: str) -> None:
    page = run_all(open_page, f"{lab}/lab/tree/chapter.ipynb?reset")
    page.locator(".tc-quiz .tc-question").first.wait_for()
    page.get_by_text("answered 0").wait_for()
    answer(page)
    seen_by_python(page)


def test_a_task_of_the_data_lab_is_worked_live_with_its_solution_folded(open_page, lab: str) -> None:
    page = run_all(open_page, f"{lab}/lab/tree/tasks.ipynb?reset")
    page.get_by_text("There is nothing to check yet: put your answer where the three dots stand.").wait_for()
    page.get_by_text("That is the number of texts. Asked is which part of all texts it is, in per cent.").wait_for()
    fold = page.locator("details", has_text="Model solution")
    fold.wait_for()
    assert fold.get_attribute("open") is None
    fold.locator("summary").click()
    fold.get_by_text("cast = votes.pivot").wait_for()


@pytest.mark.parametrize("place", ["lab/tree", "notebooks"])
def test_answers_survive_saving_reopening_and_a_new_kernel(open_page, lab: str, tmp_path: Path, place: str) -> None:
    """In JupyterLab and in Notebook 7: reloaded with the kernel alive the widget is there, and with a new one the answers are."""
    address = f"{lab}/{place}/chapter.ipynb"
    page = run_all(open_page, f"{address}?reset" if place == "lab/tree" else address)
    answer(page)
    seen_by_python(page)
    with page.expect_response(lambda r: r.request.method == "PUT" and "/api/contents/chapter.ipynb" in r.url):
        page.keyboard.press("Control+s")
    record = tmp_path / "third-corner-record.json"
    kept = json.loads(record.read_text("utf-8"))["items"]
    assert [entry["state"].keys() >= {"score"} for entry in kept.values()] == [True]
    page.reload()
    answered = page.locator(".tc-quiz .tc-question").filter(has=page.get_by_role("radio")).first
    answered.locator(".tc-explanation, .tc-feedback").first.wait_for()
    page.context.close()
    assert end_kernels(lab) == 1
    page = run_all(open_page, f"{address}?reset" if place == "lab/tree" else address)
    page.get_by_text("answered 1").wait_for()
    answered = page.locator(".tc-quiz .tc-question").filter(has=page.get_by_role("radio")).first
    answered.locator(".tc-explanation, .tc-feedback").first.wait_for()
    assert answered.get_by_role("radio").first.is_checked()
    assert json.loads(record.read_text("utf-8"))["items"] == kept


def test_where_a_machine_forgets_the_first_cell_saves_the_answers_and_takes_a_file_in(open_page, lab: str, tmp_path: Path) -> None:
    page = run_all(open_page, f"{lab}/lab/tree/colab.ipynb?reset")
    page.get_by_text("Colab forgets this machine").wait_for()
    answer(page)
    seen_by_python(page)
    page.get_by_role("button", name="Save my answers").click()
    page.get_by_text(f"{FILE} is downloaded.").wait_for()
    with page.expect_file_chooser() as asked:
        page.get_by_role("button", name="Load my answers").click()
    asked.value.set_files(tmp_path / FILE)
    page.get_by_text("Answers taken over: 0.").wait_for()
