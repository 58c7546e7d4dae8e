"""Tables as instructors send and get them back: written so that no cell can act, read whatever a spreadsheet did to them.

A cell that a spreadsheet would run as a formula begins with an apostrophe; reading takes it off again. A spreadsheet may have put
semicolons or tabs for commas, added a byte-order mark or saved UTF-16, quoted or reordered columns: all of that is read. What cannot
be told apart (an old code page) is asked for.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_ACTS = re.compile(r"\s*[=+\-@|%\t\r\n]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
_LONE = re.compile("[\ud800-\udfff]")
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}[. -]?[^\W\d_]{3,10}\.?|[^\W\d_]{3,10}\.?[ -]\d{2,4}")
csv.field_size_limit(16_000_000)


def clean(text: str) -> str:
    """Return text that any program can hold: lone surrogates are U+FFFD."""
    return _LONE.sub("\ufffd", text)


def told(text: str) -> str:
    """Return a line as a terminal may show it: no sign of somebody's name or file moves the cursor, turns the writing round, or is lost."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def safe(value: object) -> object:
    """Return a cell that no spreadsheet runs; numbers stay numbers."""
    if isinstance(value, str):
        if value[:1].isalnum() and value.isprintable():
            return value
        value = _CONTROL.sub(" ", clean(value))
        if _ACTS.match(value):
            return f"'{value}"
    return value


def unsafe(cell: str) -> str:
    """Return what `safe` was given, as far as it can be known."""
    return cell[1:] if cell.startswith("'") and _ACTS.match(cell[1:]) else cell


def lines(head: Iterable[object], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield a CSV in pieces, every cell safe, so that a long one is never held whole."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n")
    write.writerow([safe(cell) for cell in head])
    for n, row in enumerate(rows, 1):
        write.writerow([safe(cell) for cell in row])
        if n % 2000 == 0:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def table(head: Iterable[object], rows: Iterable[Iterable[object]]) -> str:
    """Return a CSV with every cell safe."""
    return "".join(lines(head, rows))


@dataclass(frozen=True)
class Table:
    """A table that was read: its head as written, and each row by folded head, with its line."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]

    def column(self, *names: str) -> str | None:
        """Return the first of these heads that the table has, folded."""
        have = {folded(h) for h in self.head}
        return next((n for n in map(folded, names) if n in have), None)


def folded(text: str) -> str:
    """Return a head as it is compared: letter case, marks and spaces apart."""
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


def decode(data: bytes, name: str, encoding: str | None = None) -> str:
    """Return a table's text; raise `ValueError` where its encoding cannot be told."""
    if encoding:
        try:
            return data.decode(encoding).removeprefix("\ufeff")
        except (LookupError, UnicodeDecodeError):
            raise ValueError(f"{name}: it cannot be read as {encoding}; save it from the spreadsheet as “CSV UTF-8”") from None
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        found = "utf-16"
    elif data[:200].count(b"\0") > len(data[:200]) // 4:
        found = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
    else:
        found = "utf-8-sig"
    try:
        return data.decode(found)
    except UnicodeDecodeError:
        raise ValueError(
            f"{name}: it is not UTF-8, and which old code page it is in cannot be told; save it as “CSV UTF-8”, or say --encoding windows-1250 (or -1252)"
        ) from None


def separator_of(text: str, wanted: Sequence[str] = ()) -> str:
    """Return what separates the cells: the sign under which most wanted heads are found, else the commonest in the first line."""
    first = re.split(r"\r\n|\n|\r", text, maxsplit=1)[0]
    want = {folded(w) for w in wanted}

    def found(sign: str) -> tuple[int, int]:
        cells = next(csv.reader([first], delimiter=sign), [])
        return sum(folded(c) in want for c in cells), len(cells)

    return max(",;\t|", key=found)


def read(data: bytes, name: str, wanted: Sequence[str] = (), encoding: str | None = None) -> Table:
    """Read a table whatever a spreadsheet did to it; `wanted` heads help to tell what separates its cells.

    Raises
    ------
    ValueError
        Where it cannot be read, naming the file and line.
    """
    text = decode(data, name, encoding)
    sign = None
    if m := re.match(r"sep=([,;\t|])\r?\n", text):  # a line that a spreadsheet writes for itself
        sign, text = m[1], text[m.end() :]
    sign = sign or separator_of(text, wanted)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    rows: list[tuple[int, Mapping[str, str]]] = []
    head: tuple[str, ...] = ()
    heads: list[str] = []
    line = 1
    try:
        for cells in reader:
            if not head:
                head = tuple(c.strip() for c in cells) if any(c.strip() for c in cells) else ()
                heads = [folded(h) for h in head]
            elif any(c.strip() for c in cells):
                rows.append((line, {h: unsafe(c).strip() for h, c in zip(heads, cells, strict=False)}))
            line = reader.line_num + 1
    except csv.Error as error:
        raise ValueError(f"{name}:{line}: it is no table that can be read ({error})") from None
    twice = next((h for h, n in Counter(heads).items() if h and n > 1), None)
    if twice:
        raise ValueError(f"{name}:1: two columns are called {twice!r}; keep one of them")
    return Table(name, head, tuple(rows))


def read_file(path: Path, wanted: Sequence[str] = (), encoding: str | None = None) -> Table:
    """Read a table from a file; see `read`."""
    try:
        return read(path.read_bytes(), str(path), wanted, encoding)
    except OSError as error:
        raise ValueError(f"{path}: it cannot be read ({error.strerror})") from None


def number_in(text: str) -> float:
    """Return a number as a spreadsheet of any language writes it; raise `ValueError` in words where it is none."""
    flat = re.sub(r"[\s\u00a0\u202f']", "", text)
    share = flat.endswith("%")
    flat = flat.removesuffix("%").replace("−", "-")
    if flat.count(",") == 1 and "." not in flat:
        flat = flat.replace(",", ".")
    if re.fullmatch(r"-?(\d++(\.\d*+)?|\.\d++)([eE][-+]?\d{1,3})?", flat, re.ASCII) and math.isfinite(value := float(flat)):
        return value / (100 if share else 1)
    if _DATE.fullmatch(text.strip()):
        raise ValueError(f"{text!r} is a date: a spreadsheet has made one of the number that stood there; write it again, as text")
    raise ValueError(f"{text[:80]!r} is no number")
