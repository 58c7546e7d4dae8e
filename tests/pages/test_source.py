"""Widget cells are read without being run, line for line; other cells are left alone."""

from __future__ import annotations

import json

import pytest

from thirdcorner.pages.assets import prune
from thirdcorner.pages.source import read_reference, rewrite


def test_a_widget_cell_becomes_a_reference_and_keeps_its_lines() -> None:
    text = 'before\n\n```{code-cell} python\n:tags: [x]\n\nQuiz("a", tags=["b"])\n```\nafter\n'
    changed = rewrite(text)
    assert changed.count("\n") == text.count("\n")
    assert json.loads(changed.splitlines()[3])["options"]["tags"] == ["b"]


@pytest.mark.parametrize("cell", ["quiz = Quiz('a')", "Quiz(slug())", "print(1)", "Quiz('a'); Quiz('b')", "Quiz("])
def test_other_cells_are_left_to_the_kernel(cell: str) -> None:
    found = read_reference(cell)
    assert found is None or "error" in json.loads(found)


def test_pruning_keeps_every_rule_that_could_match() -> None:
    css = ".a{x:1}.b{x:2}.a .b,.a>p{x:3}@media print{.b{x:4}}:root{--used:1;--unused:2}.a::after{y:var(--used)}.a:not(.b){z:1}"
    kept = prune(css, frozenset({"a", "p"}))
    assert kept == ".a{x:1}.a>p{x:3}:root{--used:1;}.a::after{y:var(--used)}.a:not(.b){z:1}"
