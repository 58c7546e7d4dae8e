"""A table comes back whatever a spreadsheet did to it, or the line is told; what is written cannot act and is whole or not there."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thirdcorner.classroom.outputs import Outputs
from thirdcorner.classroom.tables import number_in, read, safe, table, unsafe

HEAD = ("student", "question", "mark", "comment")
ROWS = [("x00812", "a/q1", "0.5", "good; really, “good”"), ("x7", "a/q2", "1", "two\nlines"), ("=x", "a/q1", "", "")]


def spoilt(sep: str = ",", encoding: str = "utf-8", quoting: int = csv.QUOTE_MINIMAL, order: tuple[int, ...] = (0, 1, 2, 3), first: str = "", ends: str = "\r\n", blank: bool = False) -> bytes:
    out = io.StringIO(newline="")
    out.write(first)
    write = csv.writer(out, delimiter=sep, quoting=quoting, lineterminator=ends)
    for row in [HEAD, *ROWS]:
        write.writerow([safe(row[i]) for i in order])
        if blank:
            write.writerow(["" for _ in order])
    return out.getvalue().encode(encoding)


WAYS = {
    "as it was": {}, "semicolons": {"sep": ";"}, "tabs": {"sep": "\t"}, "bars": {"sep": "|"}, "a byte-order mark": {"encoding": "utf-8-sig"},
    "UTF-16": {"encoding": "utf-16", "sep": "\t"}, "UTF-16 without a mark": {"encoding": "utf-16-le"}, "every cell quoted": {"quoting": csv.QUOTE_ALL, "sep": ";"},
    "columns in another order": {"order": (3, 1, 0, 2)}, "a line for itself": {"first": "sep=;\r\n", "sep": ";"}, "Unix line ends": {"ends": "\n"}, "old Mac line ends": {"ends": "\r", "quoting": csv.QUOTE_ALL},
    "empty lines": {"blank": True, "sep": ";"},
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_a_table_is_read_whatever_a_spreadsheet_did_to_it(way: str) -> None:
    found = read(spoilt(**WAYS[way]), "marked.csv", HEAD)  # type: ignore[arg-type]
    assert [tuple(row.get(h, "") for h in HEAD) for _, row in found.rows] == [tuple(c.strip() for c in row) for row in ROWS]
    assert all(line > 1 for line, _ in found.rows)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        ("student;mark\r\nMüller;1\r\n".encode("cp1252"), "not UTF-8"),
        (b'student,mark\r\n"a,1\r\n', "x.csv"),
        (b"mark,mark\r\n1,2\r\n", "two columns"),
    ],
)
def test_a_table_that_cannot_be_told_is_asked_about(data: bytes, what: str) -> None:
    try:
        found = read(data, "x.csv")
    except ValueError as error:
        assert what in str(error)
        assert "x.csv" in str(error)
    else:
        assert len(found.rows) == 1  # an open quote takes the rest in, and no mark is read of it
        assert "mark" not in found.rows[0][1]


def test_an_old_code_page_is_read_where_it_is_named() -> None:
    assert read("student;mark\r\nŁoś;1\r\n".encode("cp1250"), "x.csv", encoding="windows-1250").rows[0][1]["student"] == "Łoś"
    with pytest.raises(ValueError, match="cannot be read as"):
        read(b"\xff", "x.csv", encoding="utf-8")
    with pytest.raises(ValueError, match="cannot be read as"):
        read(b"a", "x.csv", encoding="nonsense")


@pytest.mark.parametrize(("text", "value"), [("0.5", 0.5), ("0,5", 0.5), (" 1 ", 1), ("50%", 0.5), ("50 %", 0.5), (".25", 0.25), (",25", 0.25), ("1,00", 1), ("5E-1", 0.5), ("−1", -1), ("1.", 1)])
def test_a_number_is_read_in_any_language(text: str, value: float) -> None:
    assert number_in(text) == value


@pytest.mark.parametrize("text", ["01.May", "5-Jan", "2026-01-05", "1/2/2026", "Mai 26", "01.05.2026"])
def test_a_number_that_became_a_date_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="is a date"):
        number_in(text)


@pytest.mark.parametrize("text", ["", "half", "1;2", "0x1", "nan", "inf", "1.2.3.4", "٣"])
def test_what_is_no_number_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no number|is a date"):
        number_in(text)


@settings(max_examples=400)
@given(st.lists(st.text(st.characters(), max_size=12), min_size=1, max_size=4))
def test_whatever_a_cell_holds_it_cannot_act_is_utf8_and_comes_back(cells: list[str]) -> None:
    text = table(["a", *(f"h{n}" for n in range(len(cells)))], [["x", *cells]])
    data = text.encode("utf-8")
    back = next(r for n, r in enumerate(csv.reader(io.StringIO(data.decode("utf-8"), newline=""))) if n == 1)
    for given_, cell in zip(cells, back[1:], strict=True):
        assert not cell.lstrip().startswith(("=", "+", "-", "@", "|", "%")) or cell.startswith("'")
        assert not cell.startswith(("\t", "\r", "\n"))
        if given_.isprintable() and not given_.startswith("'"):
            assert unsafe(cell) == given_


def test_everything_is_written_or_nothing(tmp_path: Path) -> None:
    with Outputs(tmp_path / "out") as out:
        out.text("a.csv", "one")
        out.text("feedback/x.html", iter(["l\udcffne", " surrogate"]))
    assert (tmp_path / "out" / "feedback" / "x.html").read_text("utf-8") == "l?ne surrogate"
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["a.csv", "feedback"]
    (tmp_path / "out" / "b.csv").mkdir()
    with pytest.raises(ValueError, match=r"b\.csv: a folder stands(.|\n)*nothing was written"), Outputs(tmp_path / "out") as out:
        out.text("a.csv", "two")
        out.text("b.csv", "two")
    assert (tmp_path / "out" / "a.csv").read_text("utf-8") == "one"
    assert not (tmp_path / "out" / ".writing").exists()
    with pytest.raises(ZeroDivisionError), Outputs(tmp_path / "out") as out:
        out.text("a.csv", "three")
        raise ZeroDivisionError
    assert (tmp_path / "out" / "a.csv").read_text("utf-8") == "one"


def test_a_file_where_a_folder_belongs_and_a_file_that_is_open_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(ValueError, match="name another folder"), Outputs(tmp_path / "file"):
        pass
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "feedback").write_text("x", "utf-8")
    with pytest.raises(ValueError, match="a file stands where this folder belongs"), Outputs(tmp_path / "out") as out:
        out.text("feedback/a.html", "x")
    (tmp_path / "out" / "g.csv").write_text("before", "utf-8")
    real = Path.open

    def locked(self: Path, mode: str = "r", *args: object, **kwargs: object) -> object:
        if self.name == "g.csv" and mode == "r+b":  # as Windows answers for a file that a spreadsheet holds open
            raise PermissionError(13, "Permission denied")
        return real(self, mode, *args, **kwargs)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", locked)
    with pytest.raises(ValueError, match="close it where it is open"), Outputs(tmp_path / "out") as out:
        out.text("g.csv", "after")
    assert (tmp_path / "out" / "g.csv").read_text("utf-8") == "before"
