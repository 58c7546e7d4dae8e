"""What was read against the record: a silent change is named at its file, another way of writing is none, and a table is a table."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests import ROOT, SAMPLE
from thirdcorner.cli import main
from thirdcorner.course.check import check
from thirdcorner.course.read import load, load_pool
from thirdcorner.course.readings import keep, lock, stamps, unread
from thirdcorner.course.tables import read_table
from thirdcorner.course.yaml import ContentError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "course"
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("_build"))
    (folder / "book/chapters").mkdir()
    (folder / "book/chapters/01-one.md").write_text("# One\n\nA pair.\n", "utf-8")
    keep(load(folder))
    return folder


def test_the_book_and_the_pool_stand_as_they_were_read() -> None:
    course = load(ROOT)
    assert [*unread(course), *unread(load_pool(course), ROOT / "instructor")] == []
    assert len(stamps(course)) > 1000


def test_no_stamp_of_the_pool_stands_in_the_book() -> None:
    course = load(ROOT)
    pool = load_pool(course).questions
    held = lock(course).read_text("utf-8")
    assert pool and not any(f"questions/{id} " in held for id in pool)


@pytest.mark.parametrize(
    ("file", "was", "now", "named"),
    [
        ("book/data/figures/shares.csv", "98.3", "98.4", "book/data/figures/shares.csv:1: shares"),
        ("book/questions/quiz.yml", "Which are even?", "Which are odd?", "book/questions/quiz.yml:"),
        ("book/data/claims.yml", "{id: A1.1,", "{id: A1.11,", "A1.11"),
        ("book/chapters/01-one.md", "A pair.", "No pair.", "book/chapters/01-one.md:1: 01-one"),
    ],
)
def test_what_changed_is_named_and_read_again(folder: Path, file: str, was: str, now: str, named: str) -> None:
    path = folder / file
    text = path.read_text("utf-8")
    assert was in text
    path.write_text(text.replace(was, now, 1), "utf-8")
    told = [str(p) for p in unread(load(folder))]
    assert any(named in line for line in told), told
    keep(load(folder))
    assert list(unread(load(folder))) == []


def test_how_a_thing_is_written_changes_no_stamp(folder: Path) -> None:
    before = stamps(load(folder))
    for path in [*(folder / "book").rglob("*.yml"), *(folder / "book").rglob("*.md"), *(folder / "book").rglob("*.csv")]:
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    bank = folder / "book/questions/quiz.yml"
    bank.write_text(f"# A comment.\n{bank.read_text('utf-8')}", "utf-8")
    assert stamps(load(folder)) == before


def test_one_thing_is_said_to_be_read_and_an_unknown_one_refused(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    table, page = folder / "book/data/figures/shares.csv", folder / "book/chapters/01-one.md"
    table.write_text(table.read_text("utf-8").replace("98.3", "98.4"), "utf-8")
    page.write_text("# One\n\nNo pair.\n", "utf-8")
    monkeypatch.setenv("THIRDCORNER_ROOT", str(folder))
    assert main(["read", "tables/shares"]) == 0
    assert [p.id for p in unread(load(folder))] == ["01-one"]
    page.unlink()
    assert [p.what for p in unread(load(folder))] == ["it was read against the record, and is gone"]
    before = lock(load(folder)).read_bytes()
    assert main(["read", "tables/share"]) == 1
    assert "tables/share" in capsys.readouterr().err
    assert lock(load(folder)).read_bytes() == before


def test_a_course_without_stamps_is_not_asked_for_them(folder: Path) -> None:
    lock(load(folder)).unlink()
    assert list(unread(load(folder))) == []


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (b"year,share,source\n2022,96.7\n", "shares.csv:2: shares: this row has 2 cells and the head 3"),
        (b"year,share,source\n2022,96.7,standard,1\n", "shares.csv:2: shares: this row has 4 cells"),
        (b'year,share,source\n2022,"96.7,standard\n', "shares.csv:"),
        (b"year,share,source\n2022,\xff,standard\n", "shares.csv:1: shares: it is not UTF-8"),
        (b"\xef\xbb\xbfyear,share,source\n2022,96.7,standard\n", "it begins with a byte-order mark"),
        (b"year,year,source\n2022,96.7,standard\n", "a column has no name, or the name of another"),
        (b"year,share,source\n2022,96.7,standard\n2023,many,standard\n2024,98,standard\n", "shares.csv:3: shares: 'many' in column 'share' is no number"),
        (b"", "shares.csv:1: shares: it has no column 'share'"),
    ],
)
def test_a_table_that_is_none_is_told_by_file_and_line(folder: Path, table: bytes, told: str) -> None:
    (folder / "book/data/figures/shares.csv").write_bytes(table)
    assert any(told in str(p) for p in check(load(folder))), [str(p) for p in check(load(folder))]


def test_a_table_with_a_comma_in_a_cell_and_empty_lines_is_read(folder: Path) -> None:
    (folder / "book/data/figures/shares.csv").write_text('year,share,source\n\n2022,96.7,"a, b"\n', "utf-8")
    assert read_table(load(folder), "shares") == (["year", "share", "source"], [{"year": "2022", "share": "96.7", "source": "a, b"}])
    (folder / "book/data/figures/shares.csv").write_text('year\n"2022\n', "utf-8")
    with pytest.raises(ContentError, match="shares"):
        read_table(load(folder), "shares")
