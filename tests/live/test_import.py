"""What the course costs a kernel before its first cell has drawn anything."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests import ROOT

resource = pytest.importorskip("resource")
TWICE = 2.0


def processor_seconds(code: str) -> float:
    """Return the processor time that a fresh interpreter takes for a line of Python; the least of five."""

    def once() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    return min(once() for _ in range(5))


def test_importing_the_course_costs_at_most_twice_what_it_stands_on() -> None:
    ours, theirs = processor_seconds("from thirdcorner import *; Quiz"), processor_seconds("import pandas, anywidget")
    assert ours <= TWICE * theirs, f"{ours:.2f} s against {theirs:.2f} s: look at python -X importtime -c 'from thirdcorner import *'"


@pytest.mark.parametrize("module", ["altair", "jsonschema", "nbformat", "sphinx", "vl_convert", "hypothesis"])
def test_what_only_some_chapters_need_waits_until_it_is_asked_for(module: str) -> None:
    code = f"from thirdcorner import *; import sys; sys.exit({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0
