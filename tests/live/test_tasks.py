"""The data lab's checks: every model solution passes, every starter and every usual mistake is told apart and explained."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from typing import Any

import altair as alt
import pandas as pd
import pytest

from tests import ROOT
from thirdcorner import charts
from thirdcorner.course.chapters import CELL
from thirdcorner.course.read import load
from thirdcorner.live.checks import Demand, Table, frame_problems, from_json, to_json, value_problems
from thirdcorner.live.data_lab import check_task, tasks
from thirdcorner.live.notebooks import notebook
from thirdcorner.live.tasks import mark, sealed

CHAPTER = (ROOT / "book/chapters/16-data-lab.md").read_text("utf-8")
TASKS = tasks(ROOT)


def right(id: str) -> pd.DataFrame:
    """Return the table that a task asks for."""
    demand = TASKS[id].demand()
    assert isinstance(demand, Table)
    return demand.expected.copy()


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("THIRDCORNER_BUILDING", raising=False)


def cells(tag: str) -> Iterator[str]:
    for match in CELL.finditer(CHAPTER):
        if f":tags: [{tag}" in match["body"]:
            yield "\n".join(line for line in match["body"].splitlines() if not line.startswith(":"))


def run(code: str, names: dict[str, Any]) -> list[Any]:
    """Run a cell and return what it checked."""
    found: list[Any] = []
    names["check_task"] = lambda id, answer: found.append(check_task(id, answer))
    exec(code, names)
    return found


def test_every_task_stands_in_the_chapter_with_a_starter_hints_and_a_solution_that_passes() -> None:
    names: dict[str, Any] = {"alt": alt, "pd": pd, "charts": charts}
    solved = [result for code in cells("hide-input") for result in run(code, names)]
    assert [r.title for r in solved] == [t.title for t in TASKS.values()]
    assert [r.problems for r in solved] == [()] * len(TASKS)
    started = [result for code in cells("skip-execution") for result in run(code, dict(names))]
    assert [r.title for r in started] == [t.title for t in TASKS.values()]
    assert all("three dots" in r.problems[0] for r in started)
    for task in re.split(r"^### Task ", CHAPTER, flags=re.M)[1:]:
        assert task.count(":class: dropdown\n") >= 2


share = pd.DataFrame({"year": [2002, 2003], "china_share_percent": [32.6, 42.8]})
pair = pd.DataFrame({"partner": ["a", "b"], "trade_usd_m": [2721, 34.4]})
line = alt.Chart(share).mark_line()


@pytest.mark.parametrize(
    ("task", "answer", "told"),
    [
        ("trade-share", 3, "Altair chart"),
        ("trade-share", alt.Chart(share).mark_bar().encode(x="year:Q", y="china_share_percent:Q"), "mark is bar"),
        ("trade-share", line.encode(x="year:N", y="china_share_percent:Q"), "x is nominal"),
        ("trade-share", line.encode(x="year:Q", y=alt.Y("china_share_percent:Q", scale=alt.Scale(domain=[30, 100]))), "y does not start at zero"),
        ("trade-share", line.encode(x="year:Q", y=alt.Y("china_share_percent:Q", scale=alt.Scale(zero=False))), "y does not start at zero"),
        ("trade-share", line.encode(y="china_share_percent:Q"), "Nothing is encoded on x"),
        ("denominator", 0.312, "per cent"),
        ("denominator", 25.9, "percentage points"),
        ("denominator", 45.36, "smaller total"),
        ("denominator", pd.Series([31.2]), "single number"),
        ("denominator", float("nan"), "NaN"),
        ("denominator", "31.2", "this is str"),
        ("log-axis", alt.Chart(pair).mark_bar().encode(x=alt.X("trade_usd_m:Q", scale=alt.Scale(type="log")), y="partner:N"), "mark is bar"),
        ("log-axis", alt.Chart(pair).mark_point().encode(x="trade_usd_m:Q", y="partner:N"), "no log scale"),
        ("growth", lambda: right("growth").assign(change_percent=lambda t: t.change_percent / 100), "hundred times too small"),
        ("growth", lambda: right("growth").assign(change_percent=lambda t: -t.change_percent), "sign is turned round"),
        ("coalitions", lambda: charts.read("capabilities")[["year", "side", "cinc"]], "more than once"),
        ("coalitions", lambda: charts.read("capabilities").groupby(["year", "side"])["cinc"].sum(), "Series"),
        ("coalitions", lambda: charts.read("capabilities").groupby(["year", "side"])[["cinc"]].sum(), "stands in the index"),
        ("coalitions", lambda: charts.read("capabilities").groupby(["year", "side"], as_index=False)["cinc"].mean(), "a mean says"),
        ("measures", lambda: right("measures").query("missing == 0"), "row is missing"),
        ("measures", lambda: right("measures").assign(missing=0), "passes over them in silence"),
        ("votes", 11, "number of texts"),
        ("votes", 1000 / 12, "Two vetoes"),
        ("ideal-points", lambda: right("ideal-points").drop(columns="after"), "no column after"),
        ("ties", lambda: right("ties").assign(strongest="consultation"), "order of strength"),
        ("network", lambda: alt.Chart(pair).mark_rule().encode(x="trade_usd_m:Q"), "x shows trade_usd_m"),
        ("lags", lambda: right("lags").assign(months_late=lambda t: -t.months_late), "sign is turned round"),
        ("timeline", lambda: alt.Chart(pd.DataFrame({"what": ["a"], "text_date": ["2024"]})).mark_rule().encode(x="text_date:N", y="what:N"), "x is nominal"),
    ],
)
def test_a_usual_mistake_is_told_apart(task: str, answer: Any, told: str) -> None:
    result = check_task(task, answer() if callable(answer) and not hasattr(answer, "to_dict") else answer)
    assert not result.ok
    assert told in " ".join(result.problems)
    assert TASKS[task].shows not in repr(result)


def test_a_finding_never_gives_the_number_away() -> None:
    expected = pd.DataFrame({"key": ["a", "b", "c"], "value": [1.2345, 2.3456, 3.4567]})
    said = " ".join(frame_problems(expected.assign(value=[9.0, 8.0, 7.0]), expected, ["key"]) + value_problems(9.0, 1.2345, tolerance=0.1, unit="per cent"))
    assert not any(number in said for number in ("1.2345", "2.3456", "3.4567"))


def test_rows_and_columns_may_stand_in_any_order() -> None:
    made = right("ties")
    assert check_task("ties", made.sample(frac=1, random_state=1)[["strongest", "party_b", "triangle", "party_a"]].assign(more=1)).ok


def test_a_build_stops_where_a_model_solution_does_not_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIRDCORNER_BUILDING", "1")
    with pytest.raises(ValueError, match="the model solution of votes"):
        check_task("votes", 11)


def test_markup_in_an_answer_stays_text() -> None:
    table = right("growth").assign(change_percent="<script>alert(1)</script>")
    assert "<script>" not in check_task("growth", table)._repr_html_()


def test_in_the_live_notebook_starters_are_cells_and_solutions_and_hints_are_folded() -> None:
    made = notebook(load(ROOT), CHAPTER)
    code = [c.source for c in made.cells if c.cell_type == "code"]
    prose = "\n".join(c.source for c in made.cells if c.cell_type == "markdown")
    assert sum("check_task(" in c for c in code) == len(TASKS)
    assert not any("charts.publish" in c for c in code)
    assert prose.count("<summary>Model solution</summary>") == len(TASKS)
    assert prose.count("<summary>Hint ") == CHAPTER.count("{admonition} Hint ")
    assert prose.count("<details>") == prose.count("</details>")


@pytest.mark.parametrize("id", TASKS)
def test_a_demand_survives_json_and_marks_as_the_check_does(id: str, capsys: pytest.CaptureFixture[str]) -> None:
    demand: Demand = TASKS[id].demand()
    again = from_json(to_json(demand))
    assert to_json(again) == to_json(demand)
    line = sealed(TASKS[id])
    assert "\n" not in line
    assert mark(line, 3.0, 2) == 0
    assert again.problems(3.0)[0] in capsys.readouterr().out
    names: dict[str, Any] = {"alt": alt, "pd": pd, "charts": charts}
    answers: dict[str, Any] = {}
    names["check_task"] = answers.__setitem__
    for code in cells("hide-input"):
        exec(code, names)
    assert mark(line, answers[id], 2) == 2
    assert capsys.readouterr().out == f"{TASKS[id].title}: Checked, and right.\n{TASKS[id].shows}\n"
    assert mark(line, ..., 2) == 0


def write_tasks(folder: Any, text: str) -> None:
    (folder / "book" / "data_lab").mkdir(parents=True, exist_ok=True)
    (folder / "_toc.yml").write_text("format: jb-book\n", "utf-8")
    (folder / "book" / "data_lab" / "tasks.py").write_text(text, "utf-8")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "TASKS is missing"),
        ("TASKS = 3", "no tuple of Task"),
        ("from thirdcorner.live.tasks import Task\nTASKS = (Task('a', 'A', None, ''), Task('a', 'B', None, ''))", "a: two tasks have this id"),
    ],
)
def test_tasks_that_cannot_be_used_are_told_by_their_file(tmp_path: Any, text: str, told: str) -> None:
    write_tasks(tmp_path, text)
    with pytest.raises(ValueError, match=told) as caught:
        tasks(tmp_path)
    assert str(caught.value).startswith("book/data_lab/tasks.py: ")


def test_a_course_of_another_subject_has_tasks_of_its_own(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "book").mkdir()
    (tmp_path / "_toc.yml").write_text("format: jb-book\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError, match="this course has no data lab"):
        check_task("sum", 4)
    write_tasks(tmp_path, "from thirdcorner.live.checks import Number\nfrom thirdcorner.live.tasks import Task\nTASKS = (Task('sum', 'One', lambda: Number(4, 0, 'apples'), 'Four.'),)\n")
    assert check_task("sum", 4).ok
    with pytest.raises(KeyError, match="did you mean sum"):
        check_task("sums", 4)
    assert not list(tmp_path.rglob("*.pyc"))


def test_a_corrected_table_corrects_its_task(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "book" / "data_lab", tmp_path / "book" / "data_lab")
    shutil.copytree(ROOT / "book" / "data" / "figures", tmp_path / "book" / "data" / "figures")
    (tmp_path / "_toc.yml").write_text("format: jb-book\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert check_task("votes", 1100 / 12).ok
    table = tmp_path / "book/data/figures/security-council-votes.csv"
    votes = pd.read_csv(table)
    one = votes[(votes["vote"] == "for") & (votes["state"] == "China")].index[0]
    votes.loc[one, "vote"] = "abstain"
    votes.to_csv(table, index=False)
    assert not check_task("votes", 1100 / 12).ok
    assert check_task("votes", 1000 / 12).ok
