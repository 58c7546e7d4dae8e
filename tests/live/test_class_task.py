"""The class's file of Task 13: as `thirdcorner class --csv` writes it, made of nobody's answers, and read as a class's own is."""

from __future__ import annotations

import csv
import io
import random
import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from tests import ROOT
from tests.classroom.test_codes import COURSE
from thirdcorner import charts
from thirdcorner.classroom.class_command import FLOOR
from thirdcorner.classroom.codes import encode
from thirdcorner.cli import main
from thirdcorner.course.codes import SIGNS, wording
from thirdcorner.live.assignment import exercises
from thirdcorner.live.data_lab import check_task, tasks

TABLE = ROOT / "book" / "data" / "figures" / "made-up-class.csv"
LAYOUT = COURSE.codes["HEDGE1-1"]
TASKS = tasks(ROOT)
STUDENTS, SEED, STEP = 40, 16, 5
LEANS = {"r1": (70, 9, 2), "a1": (66, 10, 2), "w1": (60, 25, 3), "v2": (28, 9, 1), "w1b": (24, 11, 2), "r2": (90, 6, 1), "v1": (None, 8, 22), "v3": (38, 13, 6)}
"""For each row where the made-up students stand and how far apart, in per cent, and how many of the forty give the whole scale; *could* has two camps."""
CAMPS = (20, 70)
FEW = "b1"
"""The row that four of them answer, one fewer than anything is told of."""


def digit(low: int, high: int) -> int:
    """Return a range of whole steps as a code's digit."""
    low, high = low // STEP, high // STEP
    return 1 + high * (high + 1) // 2 + low


def made_up() -> list[str]:
    """Return the codes of forty students who do not exist."""
    rng = random.Random(SEED)
    columns = []
    for row in LAYOUT.blocks[0].ids:
        if row == FEW:
            given = [digit(30, 60)] * (FLOOR - 1) + [0] * (STUDENTS - FLOOR + 1)
        else:
            centre, spread, whole = LEANS[row]
            given = [digit(0, 100)] * whole
            while len(given) < STUDENTS:
                middle = rng.gauss(centre if centre is not None else CAMPS[len(given) % 2], spread)
                low = STEP * round(min(90.0, max(0.0, middle - rng.uniform(3, 15))) / STEP)
                high = STEP * round(min(100.0, max(low + STEP, middle + rng.uniform(3, 15))) / STEP)
                given.append(digit(low, high))
            rng.shuffle(given)
        columns.append(given)
    marks = ["".join(rng.choice(SIGNS) for _ in range(6)) for _ in range(STUDENTS)]
    return [encode(LAYOUT, wording(COURSE, LAYOUT), mark, list(digits)) for mark, digits in zip(marks, zip(*columns, strict=True), strict=True)]


def written(folder: Path, codes: list[str]) -> str:
    """Return what the command writes of a chat with these codes."""
    (folder / "chat.txt").write_text("\n".join(f"Ada: {code}" for code in codes), "utf-8")
    assert main(["class", str(folder / "chat.txt"), "--csv", str(folder / "class.csv")]) == 0
    return (folder / "class.csv").read_text("utf-8")


def sourced(text: str) -> str:
    head, *rows = text.splitlines()
    return "\n".join([f"{head},source", *(f"{row},made-up-class" for row in rows)]) + "\n"


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def solution() -> str:
    """Return the model solution as the chapter has it."""
    return next(one.solution for one in exercises((ROOT / "book/chapters/16-data-lab.md").read_text("utf-8")) if one.id == "class")


def solved(code: str) -> pd.DataFrame:
    names: dict[str, object] = {"pd": pd, "charts": charts}
    exec(code, names)
    made = names["widths"]
    assert isinstance(made, pd.DataFrame)
    return made


def test_the_table_is_what_the_command_writes_of_a_made_up_class_and_holds_no_name(tmp_path: Path) -> None:
    assert TABLE.read_text("utf-8") == sourced(written(tmp_path, made_up()))
    rows = list(csv.DictReader(io.StringIO(TABLE.read_text("utf-8"))))
    assert {r["source"] for r in rows} == {"made-up-class"}
    assert {r["row"] for r in rows} == {*LAYOUT.blocks[0].ids} - {FEW}
    assert {int(r["student"]) for r in rows} == {*range(1, STUDENTS + 1)}


def test_the_widest_row_moves_when_those_who_excluded_nothing_are_left_out() -> None:
    widths = solved(solution()).set_index("row")
    assert widths["width_all"].idxmax() == "w1" and widths["width_ranged"].idxmax() == "v1"
    assert widths["width_all"].idxmin() == "v1" and widths["whole_scale"]["v1"] == 22
    said = TASKS["class"].shows + (ROOT / "book/chapters/16-data-lab.md").read_text("utf-8")
    assert "twenty-two of the forty had drawn one" in said and "made up" in TASKS["class"].shows
    assert 22 < widths["width_all"]["w1"] < 28 and "at about a quarter of the scale" in said
    assert 50 < widths["width_ranged"]["v1"] < 60 and "at more than half of it, and w1 follows" in said
    assert widths["width_ranged"].nlargest(2).index.tolist() == ["v1", "w1"]
    moved = (widths["width_all"] - widths["width_ranged"]).abs()
    assert moved.drop(["v1", "w1"]).max() < 6


def test_the_solution_takes_the_file_of_a_readers_own_class_with_other_exercises_in_it(tmp_path: Path) -> None:
    """And tells no width of fewer than five."""
    own, line = solution(), 'said = charts.read("made-up-class")'
    assert line in own
    codes = [encode(LAYOUT, wording(COURSE, LAYOUT), SIGNS[n] * 6, [digit(10 * n, 10 * n + 20), digit(0, 100) if n > 3 else digit(40, 60), *[0] * 7]) for n in range(8)]
    other = COURSE.codes["QZ1C-1"]
    codes += [encode(other, wording(COURSE, other), SIGNS[n] * 6, [1] * len(other.radices)) for n in range(6)]
    written(tmp_path, codes)
    widths = solved(own.replace(line, f"said = pd.read_csv({str(tmp_path / 'class.csv')!r})")).set_index("row")
    assert list(widths.index) == ["a1", "r1"]
    assert widths.loc["r1"].tolist() == [0, 35, 35]
    assert widths["whole_scale"]["a1"] == 4 and widths["width_all"]["a1"] == 0 and pd.isna(widths["width_ranged"]["a1"])


def right() -> pd.DataFrame:
    return solved(solution())


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (lambda: right().assign(width_ranged=right()["width_all"]), "cover the whole scale; their students’ other answers stay in"),
        (lambda: right().assign(width_all=lambda t: t.width_all / 100), "hundred times too small"),
        (lambda: right().assign(width_all=lambda t: -t.width_all, width_ranged=lambda t: -t.width_ranged), "sign is turned round"),
        (lambda: right().assign(whole_scale=0), "whose range goes from 0 to 100"),
        (lambda: right().query("row != 'v1'"), "A row is missing for v1"),
        (lambda: right().set_index("row"), "stands in the index"),
        (lambda: charts.read("made-up-class").assign(whole_scale=0, width_all=0.0, width_ranged=0.0), "more than once"),
        (lambda: right().rename(columns={"width_all": "width"}), "no column width_all"),
    ],
)
def test_a_usual_mistake_is_told_apart_and_no_number_is_told(answer: Callable[[], pd.DataFrame], told: str) -> None:
    result = check_task("class", answer())
    assert told in " ".join(result.problems)
    assert not any(figure in " ".join(result.problems) for figure in ("24.3", "24.4", "53.1", "22"))


if __name__ == "__main__":  # writes the table anew
    with tempfile.TemporaryDirectory() as folder:
        TABLE.write_text(sourced(written(Path(folder), made_up())), "utf-8", newline="\n")
