"""Other homes: Voila and marimo show every widget, Notebook 7 opens every chapter; in Voila, what Python sets is drawn at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Locator, Page

from tests import ROOT
from tests.live.every import calls, lay_out, works
from tests.live.serving import end_kernels, free_port, jupyter, running
from thirdcorner.course.read import load
from thirdcorner.live.notebooks import chapters
from thirdcorner.widgets import CONSTRUCTORS

pytestmark = pytest.mark.long
PATIENCE = 180_000
"""Milliseconds that a server may take for all of it on a busy machine."""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_out(tmp_path_factory.mktemp("homes") / "course")


DRAWN = """els => els.map(el => el.innerText.trim() + el.innerHTML + [...el.querySelectorAll("input, textarea, select")].map(i => `${i.checked} ${i.value}`).join())"""


def all_shown(page: Page) -> Locator:
    """Wait until every widget stands on a page with words and something to work with; return them, in order."""
    shown = page.locator(".tc-live")
    shown.nth(len(CONSTRUCTORS) - 1).wait_for()
    assert shown.count() == len(CONSTRUCTORS)
    for n, name in enumerate(CONSTRUCTORS):
        one = shown.nth(n)
        one.locator("button, input, select, textarea, [tabindex]").first.wait_for(state="attached")
        assert len(one.inner_text()) > 30, name
    return shown


@pytest.fixture
def voila(course: Path, tmp_path: Path) -> Iterator[str]:
    cells = [f"import json\nfrom pathlib import Path\nfrom thirdcorner import *\nmade = {{}}\nworks = json.loads(Path({str(tmp_path / 'works.json')!r}).read_text())"]
    cells += [f'made["{name}"] = {code}\nmade["{name}"]' for name, code in ((n, calls(course)[n]) for n in CONSTRUCTORS)]
    cells += ["import ipywidgets\nbutton = ipywidgets.Button(description='Set')\ndef every(_):\n    for name, work in works.items():\n        made[name].work = work\nbutton.on_click(every)\nbutton"]
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    nbformat.write(book, tmp_path / "all.ipynb")
    (tmp_path / "works.json").write_text(json.dumps(works(course)), "utf-8")
    port = free_port()
    with running(["-m", "voila", "all.ipynb", f"--port={port}", "--no-browser", "--Voila.ip=127.0.0.1", "--Voila.root_dir=" + str(tmp_path)], tmp_path, f"http://127.0.0.1:{port}/voila/static/voila.js", "voila", THIRDCORNER_ROOT=str(course)):
        yield f"http://127.0.0.1:{port}/"


def test_voila_shows_every_widget_and_draws_what_python_sets(open_page, voila: str, tmp_path: Path) -> None:
    page = open_page("about:blank").page
    page.set_default_timeout(PATIENCE)
    page.goto(voila)  # it answers once the notebook has run
    shown = all_shown(page)
    before = shown.evaluate_all(DRAWN)
    set_ = set(json.loads((tmp_path / "works.json").read_text("utf-8")))
    page.get_by_role("button", name="Set", exact=True).click()
    for n, name in enumerate(CONSTRUCTORS):
        if name in set_:
            page.wait_for_function(f"([el, n, was]) => ({DRAWN})([el])[0] !== was", arg=[shown.nth(n).element_handle(), n, before[n]])


@pytest.fixture
def marimo(course: Path, tmp_path: Path) -> Iterator[str]:
    head = "import marimo\n\napp = marimo.App()\n\n\n@app.cell\ndef _():\n    import marimo as mo\n    import thirdcorner as tc\n    return mo, tc\n"
    body = "".join(f"\n\n@app.cell\ndef _(mo, tc):\n    made_{n} = mo.ui.anywidget(tc.{calls(course)[name]})\n    made_{n}\n    return (made_{n},)\n" for n, name in enumerate(CONSTRUCTORS))
    quiz = list(CONSTRUCTORS).index("Quiz")
    said = f"\n\n@app.cell\ndef _(made_{quiz}, mo):\n    mo.md(f'answered {{len(made_{quiz}.value[\"work\"])}}')\n    return\n"
    (tmp_path / "all.py").write_text(f"{head}{body}{said}", "utf-8")
    port = free_port()
    with running(["-m", "marimo", "run", "all.py", f"--port={port}", "--headless", "--no-token"], tmp_path, f"http://127.0.0.1:{port}/", "marimo", THIRDCORNER_ROOT=str(course)):
        yield f"http://127.0.0.1:{port}/"


def test_marimo_shows_every_widget_and_hears_an_answer(open_page, marimo: str) -> None:
    page = open_page("about:blank").page
    page.set_default_timeout(PATIENCE)
    page.goto(marimo)
    shown = all_shown(page)
    page.get_by_text("answered 0").wait_for()
    question = shown.nth(list(CONSTRUCTORS).index("Quiz")).locator(".tc-question").filter(has=page.get_by_role("radio")).first
    question.get_by_role("radio").first.check()
    question.get_by_role("button", name="Check").click()
    page.get_by_text("answered 1").wait_for()


def test_notebook_7_opens_every_chapter(open_page, tmp_path: Path) -> None:
    made = dict(chapters(load(ROOT)))
    for name, one in made.items():
        nbformat.write(one, tmp_path / name)
    with jupyter(tmp_path) as address:
        page = open_page("about:blank").page
        page.set_default_timeout(PATIENCE)
        for name, one in made.items():
            page.goto(f"{address}/notebooks/{name}")
            page.locator(".jp-Notebook-ExecutionIndicator[data-status='idle']").first.wait_for(state="attached")
            heading = next(c.source for c in one.cells if c.cell_type == "markdown").partition("\n")[0].removeprefix("# ")
            page.get_by_role("heading", level=1, name=heading).wait_for()
            page.locator(".jp-CodeCell .cm-content", has_text="from thirdcorner import *").first.wait_for()
            assert page.locator(".jp-Dialog").count() == 0, name
            end_kernels(address)
    assert len(made) == 16
