"""The build: what reaches a page, what stops it, and that an edit of a data file is seen."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests import ROOT
from tests.conftest import build


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    target = tmp_path / "book"
    shutil.copytree(ROOT / "tests" / "sample", target)
    toc = target / "_toc.yml"
    toc.write_text(toc.read_text("utf-8").replace("  - file: book/quiz\n", ""), "utf-8")
    (target / "book/quiz.md").unlink()
    return target


def test_pages_carry_the_policy_and_no_script_in_markup(html: Path) -> None:
    for page in (html / "book").glob("*.html"):
        text = page.read_text("utf-8")
        assert "Content-Security-Policy" in text
        assert "onclick=" not in text
        for foreign in ("cdn.", "unpkg", "jsdelivr", "require.js", "fontawesome", "thebe"):
            assert foreign not in text, (page.name, foreign)


def test_an_edit_of_a_question_reaches_the_page(folder: Path) -> None:
    assert build(folder).returncode == 0
    bank = folder / "book/questions/quiz.yml"
    bank.write_text(bank.read_text("utf-8").replace("Which are even?", "Which are not odd?"), "utf-8")
    assert build(folder).returncode == 0
    assert "Which are not odd?" in (folder / "_build/html/book/other.html").read_text("utf-8")


def test_a_figure_card_shows_the_right_row_with_what_it_is_a_share_of(folder: Path) -> None:
    (folder / "book/other.md").write_text("# Page\n\n```{record} figure shares year=2023\n```\n", "utf-8")
    done = build(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    page = (folder / "_build/html/book/other.html").read_text("utf-8")
    assert "2023: <b>98.3</b> per cent of all recorded trade" in page
    assert "96.7" not in page
    assert "What is not recorded is not here." in page


CHART = """---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {name: python3, display_name: Python 3}
---
# Page

```{code-cell} python
CELL
```
"""


def test_an_edit_of_a_task_reaches_the_page_that_checks_answers_to_it(folder: Path) -> None:
    lab = folder / "book/data_lab"
    lab.mkdir()
    (lab / "tasks.py").write_text("from thirdcorner.live.checks import Number\nfrom thirdcorner.live.tasks import Task\nTASKS = [Task('sum', 'One', lambda: Number(4, 0, 'apples'), 'Four apples.')]\n", "utf-8")
    (folder / "book/other.md").write_text(CHART.replace("CELL", 'from thirdcorner import check_task\ncheck_task("sum", 4)'), "utf-8")
    assert build(folder).returncode == 0
    (lab / "tasks.py").write_text((lab / "tasks.py").read_text("utf-8").replace("Four apples.", "A pair of pairs."), "utf-8")
    assert build(folder).returncode == 0
    assert "A pair of pairs." in (folder / "_build/html/book/other.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ('# Page\n\n{event}`e9`\n', "no event 'e9': did you mean"),
        ("# Page\n\n```{record} figure shares year=1999\n```\n", "figure 'shares' has no row with year=1999"),
        ("# Page\n\n```{record} clam A1.1\n```\n", "no kind 'clam' of record: did you mean claim?"),
        (CHART.replace("CELL", 'Quiz("quizz")'), "no questions for chapter 'quizz': did you mean quiz?"),
        (CHART.replace("CELL", 'Quiz("quiz", tags=["onne"])'), "has the tag 'onne': did you mean one?"),
        (CHART.replace("CELL", 'import altair as alt\nfrom thirdcorner import charts\nd = charts.read("shares")\ncharts.publish("c", alt.Chart(d).mark_bar().encode(x="year:O"), data=d, title="T")'), "chart c has no alt text: say in alt="),
        (CHART.replace("CELL", "import ipywidgets\nipywidgets.IntSlider()"), "needs a kernel and is dead on a page"),
    ],
)
def test_what_a_page_lacks_stops_the_build_with_file_and_line(folder: Path, page: str, told: str) -> None:
    (folder / "book/other.md").write_text(page, "utf-8")
    done = build(folder)
    assert done.returncode != 0
    said = done.stdout + done.stderr
    line = next((row for row in said.splitlines() if told in row), "")
    assert "other.md:" in line, said[-3000:]


def test_a_question_without_a_key_stops_the_build(folder: Path) -> None:
    bank = folder / "book/questions/quiz.yml"
    bank.write_text(bank.read_text("utf-8").replace(", correct: true}", "}"), "utf-8")
    done = build(folder)
    assert done.returncode != 0
    assert "book/questions/quiz.yml:1: quiz/q01: it has 0 options with `correct: true`" in done.stdout + done.stderr
