"""Mutants are made on the tree, each differs and can be compiled, keeps its name when other lines move; and a seeded sample of them is killed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bench.mutants.logic import Row, equivalent, place, sample, targets
from bench.mutants.run import Verdict
from bench.mutants.sources import Mutant, mutants
from tests import ROOT

SOURCE = '''"""Words, which stay."""


def late(days: int, free: int = 2) -> float:
    """Say how much is taken off."""
    if days < free and days > 0:
        return 0.5
    log("late")
    return sum(d * 2 for d in range(days) if d)
'''


def test_faults_are_of_every_kind_and_each_is_python(tmp_path: Path) -> None:
    file = tmp_path / "late.py"
    file.write_text(SOURCE, "utf-8")
    found = mutants(str(file))
    pairs = {(m.was, m.now) for m in found}
    assert {
        ("if days < free and days > 0:", "if days <= free and days > 0:"),
        ("if days < free and days > 0:", "if days < free or days > 0:"),
        ("if days < free and days > 0:", "if not (days < free and days > 0):"),
        ("if days < free and days > 0:", "if days < free and days > 1:"),
        ("return 0.5", "return 1.5"),
        ('log("late")', "pass"),
        ("return sum(d * 2 for d in range(days) if d)", "return sum(d / 2 for d in range(days) if d)"),
        ("return sum(d * 2 for d in range(days) if d)", "return sum(d * 2 for d in range(days) if not (d))"),
    } <= pairs
    assert not any("Words" in m.was or ("float" in m.now and "def" not in m.now) for m in found), "no word and no type is touched"
    assert all(m.module != SOURCE and compile(m.module, "m", "exec") for m in found)
    assert len({m.key for m in found}) == len(found)
    file.write_text(SOURCE.replace("def late", "MORE = 1\n\n\ndef late"), "utf-8")
    assert {m.key for m in found} <= {m.key for m in mutants(str(file))}, "a line above changes no name"


def test_what_is_listed_is_there() -> None:
    for target in targets():
        assert all((ROOT / path.split("::")[0]).is_file() for path in (*target.files, *target.tests)), target.name
    for file, was, _ in equivalent():
        assert was in " ".join((ROOT / file).read_text("utf-8").split()), f"{file} no longer has {was}"


def fault(n: int) -> Mutant:
    return Mutant("late.py", "number", n, f"{n}", f"{n + 1}", 1, "")


def test_an_equivalent_mutant_is_replaced_by_the_next() -> None:
    every = [fault(n) for n in range(60)]
    reasons = {place(every[n]): "nobody could see it" for n in (0, 7, 39, 50)}
    wanted, unseen = sample(every, reasons, 40)
    assert [m.line for m in wanted] == [n for n in range(43) if n not in (0, 7, 39)]
    assert [m.line for m, _ in unseen] == [0, 7, 39]
    assert len(sample(every[:5], reasons, 40)[0]) == 4, "a target may have no more"


@pytest.mark.parametrize(
    ("killed", "tried", "wanted", "passes"),
    [
        (36, 40, 40, True),
        (35, 40, 40, False),
        (33, 36, 40, False),
        (36, 39, 40, False),
        (0, 0, 40, False),
        (0, 0, 0, False),
        (5, 5, 5, True),
    ],
)
def test_a_row_passes_where_all_were_tried_and_nine_of_ten_are_killed(killed: int, tried: int, wanted: int, passes: bool) -> None:
    found = [(fault(n), Verdict("killed" if n < killed else "survived", "", 1.0)) for n in range(tried)]
    assert Row(targets()[0], found, [(fault(n), "why") for n in range(4)], wanted).passes is passes


@pytest.mark.long
def test_nine_of_ten_small_faults_are_noticed(tmp_path: Path) -> None:
    """Five faults each in some instruments and in what scores and counts days late; `make mutants` takes forty of each."""
    chosen = ["ach-workbench", "ledger", "timeline", "gain-matrix", "scoring", "lateness"]
    command = [sys.executable, "-m", "bench.mutants", "logic", *chosen, "--size", "5", "--seconds", "60", "--quiet", "--state", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=600, check=False)
    told = re.search(r"(\d+) of (\d+) that are not equivalent are killed", done.stdout)
    assert told, done.stdout + done.stderr
    killed, of = map(int, told.groups())
    assert of >= 10, done.stdout
    assert 10 * killed >= 9 * of, done.stdout


@pytest.mark.long
def test_no_fault_of_content_breaks_the_course_and_those_that_change_a_meaning_are_caught(tmp_path: Path) -> None:
    """Two hundred faults; `make mutants` makes two thousand."""
    command = [sys.executable, "-m", "bench.mutants", "content", "--size", "200", "--seed", "7", "--state", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"are caught \((9[5-9]|100)\.", done.stdout), done.stdout
    assert "traceback:" not in done.stdout
