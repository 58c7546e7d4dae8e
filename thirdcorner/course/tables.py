"""The tables under ``book/data/figures``: read as text, told by file and line where they are none."""

from __future__ import annotations

import csv

from .read import Course
from .yaml import ContentError, Problem


def read_table(course: Course, figure: str) -> tuple[list[str], list[dict[str, str]]]:
    """Return the columns and rows of ``book/data/figures/<figure>.csv``, as text.

    Raises `FileNotFoundError` where it is missing, and `ContentError` with the line where it is no table: not UTF-8, a quote that is not
    closed, a row that has more cells or fewer than the head, a column named twice.
    """
    file = f"book/data/figures/{figure}.csv"
    line = 1

    def wrong(what: str, do: str) -> ContentError:
        return ContentError([Problem(file, line, figure, what, do)])

    try:
        with (course.root / file).open(encoding="utf-8", newline="") as opened:
            reader = csv.reader(opened, strict=True)
            columns = next(reader, [])
            if columns and columns[0].startswith("\ufeff"):
                raise wrong("it begins with a byte-order mark", "save it as UTF-8 without BOM")
            if len(set(columns)) < len(columns) or not all(columns):
                raise wrong("a column has no name, or the name of another", "name each column once")
            rows = []
            for cells in reader:
                line = reader.line_num
                if cells and len(cells) != len(columns):
                    raise wrong(f"this row has {len(cells)} cells and the head {len(columns)}", "write one cell a column; a cell with a comma stands in quotes")
                rows += [dict(zip(columns, cells, strict=True))] if cells else []
    except UnicodeDecodeError as error:
        raise wrong(f"it is not UTF-8 ({error.reason})", "save it as UTF-8") from None
    except csv.Error as error:
        raise wrong(f"it is no CSV ({error})", "close each quote, and double those within a cell") from None
    return columns, rows
