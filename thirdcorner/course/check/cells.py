"""A figure's table as single values, each with what the prose would call it: its year, and the names that stand in its row."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

_APART = ("source", "grade", "denominator")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Cell:
    """A number of a table, its column, its year (where the row has one) and the names of its row, in small letters."""

    value: float
    column: str
    year: int | None
    names: frozenset[str]


@dataclass(frozen=True)
class Facts:
    """What a table can bear out: its cells, the years and names it knows, and how many of anything it has."""

    cells: tuple[Cell, ...]
    years: frozenset[int]
    names: frozenset[str]
    counts: frozenset[int]


def facts_of(rows: list[dict[str, str]], derived: bool) -> Facts:
    """Return what a table bears out; `derived` adds what a picture may compute of it: differences of pairs, shares of a sum.

    Kept by what the table holds, since the pairs of a long one are many and most tables are what they were at the last check.
    """
    return _facts_of(tuple(tuple(row.items()) for row in rows), derived)


@lru_cache(maxsize=128)
def _facts_of(held: tuple[tuple[tuple[str, str], ...], ...], derived: bool) -> Facts:
    rows = [dict(row) for row in held]
    columns = [c for c in (rows[0] if rows else {}) if c not in _APART]
    dates = [c for c in columns if all(re.fullmatch(r"\d{4}(?:-\d\d){0,2}", r[c] or "") for r in rows)]
    numeric = [c for c in columns if c not in dates and all(_NUMBER.fullmatch(r[c] or "0") for r in rows)]
    named = [c for c in columns if c not in dates and c not in numeric]
    cells: list[Cell] = []
    known: set[str] = set()
    for row in rows:
        year = next((int(row[c][:4]) for c in dates if row[c]), None)
        names = frozenset(n for c in named for n in _called(row[c]))
        known |= names
        cells += [Cell(float(row[c]), c, year, names) for c in numeric if row[c]]
    years = {int(row[c][:4]) for row in rows for c in dates if row[c]}
    more = [*_differences(cells), *_shares(cells)] if derived else []
    return Facts((*cells, *more), frozenset(years), frozenset(known), frozenset(_counts(rows, [*dates, *named])))


def _called(text: str) -> Iterator[str]:
    """Yield what a cell of words may be called: itself, and itself without what stands in brackets."""
    for name in {text, re.sub(r"\s*\([^)]*\)", "", text)}:
        if len(name) > 1:
            yield name.casefold()


def _counts(rows: list[dict[str, str]], columns: list[str]) -> Iterator[int]:
    """Yield every number of things that a title may state: rows, different values, and either within a group."""
    yield len(rows)
    for column in columns:
        yield len({r[column] for r in rows})
        groups: Mapping[str, list[dict[str, str]]] = defaultdict(list)
        for row in rows:
            groups[row[column]].append(row)
        for group in groups.values():
            yield len(group)
            yield from (len({r[other] for r in group}) for other in columns if other != column)


def _differences(cells: list[Cell]) -> Iterator[Cell]:
    by_year: Mapping[tuple[str, int | None], list[Cell]] = defaultdict(list)
    for cell in cells:
        by_year[cell.column, cell.year].append(cell)
    for (column, year), group in by_year.items():
        for one, other in combinations(group, 2):
            yield Cell(abs(one.value - other.value), f"{column} apart", year, one.names | other.names)


def _shares(cells: list[Cell]) -> Iterator[Cell]:
    sums: Mapping[tuple[str, int | None], list[Cell]] = defaultdict(list)
    for cell in cells:
        sums[cell.column, cell.year].append(cell)
    for (column, year), group in sums.items():
        whole = sum(c.value for c in group)
        for name in {n for c in group for n in c.names} if whole else ():
            part = sum(c.value for c in group if name in c.names)
            yield Cell(100 * part / whole, f"{column} share", year, frozenset([name]))
