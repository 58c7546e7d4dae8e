"""The pictures of a chapter as its source declares them: what a chart is called, which table it draws, its title and its words for the blind."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

_READ = re.compile(r"charts\.read\(\s*[\"']([\w-]+)[\"']")
_FLOWS = re.compile(r"charts\.flows\(([^)]*)\)")


def source_of(cell: str) -> str:
    """Return a cell's code, its options left out, whether they stand as ``:tags:`` or between two lines of hyphens; the lines keep their numbers."""
    head, rest = re.match(r"(?:---\n.*?^---$\n?|(?::[a-z-]+:[^\n]*\n?)*)", cell, re.M | re.S), cell
    if head:
        rest = "\n" * head[0].count("\n") + cell[head.end() :]
    return rest


@dataclass(frozen=True)
class Picture:
    """A call of ``charts.publish``: its name, what it draws, title and alternative text.

    It draws the table read last before it, where there is one, or the flows between the actors that its cell asks for.
    """

    name: str
    table: str | None
    title: str
    alt: str
    flows: tuple[str, ...] = ()


def pictures(cells: list[str]) -> tuple[Picture, ...]:
    """Return the pictures of a chapter's code cells, in order."""
    found: list[Picture] = []
    table: str | None = None
    for cell in cells:
        reads = _READ.findall(cell)
        table = reads[-1] if reads else table
        if "charts.publish(" in cell:
            between = tuple(actor for asked in _FLOWS.findall(cell) for actor in re.findall(r"[\w-]+", asked))
            found += (Picture(name, None if between else table, title, alt, between) for name, title, alt in _published(cell))
    return tuple(found)


def _published(cell: str) -> Iterator[tuple[str, str, str]]:
    try:
        tree = ast.parse("\n".join("" if re.match(r"[%!]", line) else line for line in source_of(cell).splitlines()))
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "publish" and node.args:
            name, said = _text(node.args[0]), {k.arg: _text(k.value) for k in node.keywords}
            if name:
                yield name, said.get("title") or "", said.get("alt") or ""


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
