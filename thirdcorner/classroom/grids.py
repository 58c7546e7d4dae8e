"""A delimited file of which single cells are changed, and every other byte stays: encoding, mark, separator, quotes, line ends, order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .tables import separator_of


@dataclass
class Cell:
    """A cell as it stands in the file, and what it says."""

    raw: str
    text: str


@dataclass
class Grid:
    """The file taken apart: its cells by row, and what stands between them."""

    name: str
    mark: bytes
    encoding: str
    sign: str
    rows: list[list[Cell]]
    ends: list[str]

    @property
    def head(self) -> list[str]:
        """What the first row says; where the encoding is an old code page, as its commonest one reads."""
        return [self.read(c.text) for c in self.rows[0]]

    def read(self, text: str) -> str:
        """Return a cell's text for comparison; a byte of an unknown code page reads as Windows has it in central Europe."""
        return text if self.encoding != "latin-1" else text.encode("latin-1").decode("cp1250", "replace")

    def put(self, row: int, column: int, text: str) -> None:
        """Write into one cell, quoted where it was or where it must be."""
        cell = self.rows[row][column]
        if self.encoding == "latin-1":
            text = text.encode("ascii", "replace").decode("ascii")
        quoted = cell.raw.startswith('"') or self.sign in text or any(c in text for c in '"\r\n')
        raw = '"' + text.replace('"', '""') + '"' if quoted else text
        self.rows[row][column] = Cell(raw, text)

    def dump(self) -> bytes:
        """Return the file's bytes."""
        text = "".join(self.sign.join(c.raw for c in row) + end for row, end in zip(self.rows, self.ends, strict=True))
        return self.mark + text.encode(self.encoding, "surrogatepass")


def parse(data: bytes, name: str, wanted: Sequence[str] = ()) -> Grid:
    """Take a delimited file apart; raise `ValueError` in words where it is none."""
    mark, encoding = b"", "utf-8"
    for sign, found in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(sign):
            mark, encoding = sign, found
            break
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError:
        if mark:
            raise ValueError(f"{name}: it is not the {encoding} that it says it is; download it again") from None
        encoding, text = "latin-1", data.decode("latin-1")
    if not text.strip() or "\0" in text:
        raise ValueError(f"{name}: it is no table of text; download it as CSV")
    separator = separator_of(text, wanted)
    rows, ends = _cells(text, separator, name)
    grid = Grid(name, mark, encoding, separator, rows, ends)
    if grid.dump() != data:
        raise ValueError(f"{name}: it cannot be taken apart without changing it; download it again as CSV")
    return grid


def _cells(text: str, sign: str, name: str) -> tuple[list[list[Cell]], list[str]]:
    """Return the rows of cells, and how each row ends."""
    one = re.compile(
        rf'(?P<raw>"(?:[^"]|"")*"(?P<tail>[^{re.escape(sign)}\r\n]*)|(?!")[^{re.escape(sign)}\r\n]*)(?P<end>{re.escape(sign)}|\r\n|\r|\n|$)'
    )
    rows: list[list[Cell]] = []
    ends: list[str] = []
    row: list[Cell] = []
    at = 0
    while at < len(text) or row:
        m = one.match(text, at)
        if m is None:
            raise ValueError(f"{name}:{len(rows) + 1}: a quotation mark is never closed")
        raw = m["raw"]
        said = (
            raw[1 : len(raw) - len(m["tail"]) - 1].replace('""', '"') + m["tail"] if raw.startswith('"') and m["tail"] is not None else raw
        )
        row.append(Cell(raw, said))
        at = m.end()
        if m["end"] != sign:
            rows.append(row)
            ends.append(m["end"])
            row = []
            if not m["end"]:
                break
    return rows, ends
