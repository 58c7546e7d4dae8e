"""How a bench tells what it measured beside what is promised, and one table of all of them: ``python -m bench`` makes it."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from tests import ROOT

TOLD = ROOT / "_build" / "bench" / "told"


class Row(NamedTuple):
    """What was measured, and the limit that is promised; `nan` for what was not measured, which keeps no promise."""

    what: str
    measured: float
    limit: float
    unit: str
    least: bool = False
    """Whether the limit is the least that will do, as of a score, and not the most."""

    @property
    def kept(self) -> bool:
        """Whether the promise is kept."""
        if math.isnan(self.measured):
            return False
        return self.measured >= self.limit if self.least else self.measured <= self.limit


def table(title: str, rows: Sequence[tuple[str, Row]]) -> Table:
    """Return rows as a table, each with the bench that told it."""
    made = Table("bench", "what", title=title)
    for head in ("measured", "limit", ""):
        made.add_column(head, justify="right")
    for bench, row in rows:
        measured = "not measured" if math.isnan(row.measured) else f"{row.measured:,.3g}" if row.measured < 1000 else f"{row.measured:,.0f}"
        limit = f"{'at least' if row.least else 'at most'} {row.limit:,g} {row.unit}"
        made.add_row(bench, row.what, measured, limit, "[green]kept" if row.kept else "[red]broken")
    return made


def tell(bench: str, rows: Sequence[Row], where: Path = TOLD) -> int:
    """Print a bench's table and keep it for the one at the end; return 1 if a promise is not kept, or nothing was measured."""
    where.mkdir(parents=True, exist_ok=True)
    (where / f"{bench}.json").write_text(json.dumps(rows), "utf-8")
    Console().print(table(f"bench.{bench}", [(bench, row) for row in rows]))
    return 0 if rows and all(row.kept for row in rows) else 1


def told(benches: Sequence[str], where: Path = TOLD) -> list[tuple[str, Row]]:
    """Return what benches told; one that told nothing has a row that says so."""
    found: list[tuple[str, Row]] = []
    for bench in benches:
        path = where / f"{bench}.json"
        rows = [Row(*row) for row in json.loads(path.read_text("utf-8"))] if path.is_file() else []
        found += [(bench, row) for row in rows] or [(bench, Row("it ended before it measured anything", math.nan, 0, ""))]
    return found
