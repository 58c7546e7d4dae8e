"""What a class hands in that is no answer, or attacks: bad files, archives that lie, odd letters, disks that refuse; the rest is graded."""

from __future__ import annotations

import csv
import json
import struct
from pathlib import Path

import pytest

from tests.classroom.test_grade import COURSE, POOL, SAMPLE, assignment, graded, put, record, zipped
from thirdcorner.classroom.assignments import read
from thirdcorner.classroom.feedback import file_name
from thirdcorner.classroom.submissions import MAX_BYTES, Submission, Unread, parse
from thirdcorner.classroom.submissions import read as read_submissions
from thirdcorner.cli import main

DEEP = b'{"format":"thirdcorner-record","v":1,"course":"third-corner","items":{"q":{"hash":"x","state":{"answer":' + b"[" * 40 + b"]" * 40 + b"}}}}"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"[" * 200_000, "nests too deeply"),
        (DEEP, "nests too deeply"),
        (b"[]", "not a file saved by this book"),
        (b'{"format":"thirdcorner-record","v":1,"course":"third-corner","items":{"q":[]}}', "cannot be read"),
        (b'{"format":"thirdcorner-record","v":9,"course":"third-corner","items":{}}', "version 9"),
        (b'{"format":"thirdcorner-record","v":1,"course":"other","items":{}}', "another course"),
        (b'{"format":"thirdcorner-record","v":1,"course":"third-corner","items":{"q":{"hash":"","state":{"answer":NaN}}}}', "not JSON"),
        (b'{"v":' + b"9" * 10_000 + b"}", "not JSON"),
        (b"x" * (MAX_BYTES + 1), "larger than"),
        (b"<script>alert(1)</script>", "not JSON"),
    ],
)
def test_one_bad_file_is_reported_and_the_rest_is_graded(tmp_path: Path, data: bytes, why: str) -> None:
    sheet = assignment(tmp_path)
    made = graded(sheet, put(tmp_path / "in", **{"a-bad.json": data, "bob.json": record(sheet, 2)}))
    assert [r.student for r in made.rows] == ["bob"]
    assert [u.file for u in made.unread] == ["a-bad.json"]
    assert why in made.unread[0].why
    assert (tmp_path / "in" / "a-bad.json").read_bytes() == data


def test_links_are_not_followed(tmp_path: Path) -> None:
    sheet = assignment(tmp_path)
    put(tmp_path, **{"secret.json": record(sheet, 2)})
    folder = put(tmp_path / "in", **{"bob.json": record(sheet, 1)})
    (folder / "ada.json").symlink_to(tmp_path / "secret.json")
    made = graded(sheet, folder)
    assert [r.student for r in made.rows] == ["bob"]
    assert "link" in made.unread[0].why


def test_a_zip_is_read_in_place_with_bombs_and_wandering_paths_held_off(tmp_path: Path) -> None:
    sheet = assignment(tmp_path)
    path = zipped(tmp_path / "all.zip", {
        "Week/ada_1_assignsubmission_file_/r.json": record(sheet, 2), "../../etc/record.json": record(sheet, 1),
        "bomb.json": b" " * 1_900_000, "big.json": b" " * (MAX_BYTES + 1), "__MACOSX/._x.json": b"", "nested.zip": b"PK\x05\x06" + b"\0" * 18,
    })  # fmt: skip
    made = graded(sheet, path)
    assert [r.student for r in made.rows] == ["1", "etc"]
    assert {u.file: u.why.split(" than")[0] for u in made.unread} == {"bomb.json": "it unpacks to more", "big.json": "it is larger", "nested.zip": "it is a zip inside what was handed in: unpack it there and grade again"}
    assert not (tmp_path.parent.parent / "etc").exists()


def test_a_zip_that_lies_about_a_members_size_or_is_damaged_loses_only_that_member(tmp_path: Path) -> None:
    sheet = assignment(tmp_path)
    path = zipped(tmp_path / "all.zip", {"ada.json": record(sheet, 1), "bob.json": record(sheet, 2)})
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 5)  # the directory says that the first member has five bytes
    path.write_bytes(bytes(data))
    made = graded(sheet, path)
    assert [r.student for r in made.rows] == ["bob"]
    assert [u.file for u in made.unread] == ["ada.json"]
    (tmp_path / "no.zip").write_bytes(b"not a zip")
    with pytest.raises(ValueError, match="no zip"):
        graded(sheet, tmp_path / "no.zip")


def test_unread_and_read_are_told_apart() -> None:
    assert isinstance(next(iter(read_submissions(SAMPLE.parent, "third-corner"))), Unread)
    assert isinstance(parse("a.json", record(read(SAMPLE, COURSE, POOL), 0), "third-corner"), Submission)


LONE = "a\ud800b\udfff=\x00\u202e"
"""Lone surrogates, a control character and a mark that turns the direction of writing."""


@pytest.mark.parametrize("where", ["answer", "name", "student", "note", "mark", "key"])
def test_no_bytes_in_any_answer_name_or_mark_stop_a_class(tmp_path: Path, where: str) -> None:
    sheet = assignment(tmp_path)
    data = json.loads(record(sheet, 1, text=LONE if where == "answer" else "words"))
    if where == "note":
        data["items"][f"x{LONE}"] = {"hash": LONE, "state": {}}
    if where == "key":
        data["items"][sheet.questions[0].id]["hash"] = LONE
        data["items"][sheet.questions[0].id]["state"][LONE] = LONE
    folder = {"name": f"{LONE[:2]}é_7_assignsubmission_file_", "student": f"g{LONE[1:2]}h"}.get(where, "ada").encode("utf-8", "replace").decode()
    place, to = put(tmp_path / "in", **{f"{folder}/r.json": json.dumps(data).encode(), "bob/r.json": record(sheet, 2)}), tmp_path / "out"
    odd = bytes(tmp_path / "in") + b"/\xff\xfe.json"
    Path(odd.decode("utf-8", "surrogateescape")).write_bytes(record(sheet, 0))  # a name that is no UTF-8
    argv = ["grade", str(place), "--assignment", str(tmp_path / "quiz.yml"), "--to", str(to)]
    if where == "mark":
        (tmp_path / "m.csv").write_bytes(b"student,question,mark\r\n\xff,x,1\r\n")
        assert main([*argv, "--marks", str(tmp_path / "m.csv")]) == 1
        (tmp_path / "m.csv").write_text("student,question,work,mark,comment\r\n\u202e,x,y,\x00,\r\n", "utf-8")
        assert main([*argv, "--marks", str(tmp_path / "m.csv")]) == 0
    assert main(argv) == 0
    for path in (p for p in to.rglob("*") if p.is_file() and p.suffix != ".zip"):
        path.read_text("utf-8")
    assert len(list((to / "feedback").iterdir())) == 3
    assert len(list(csv.reader((to / "gradebook-plain.csv").open(encoding="utf-8-sig", newline="")))) == 4
    assert len(list(csv.reader((to / "gradebook-moodle.csv").open(encoding="utf-8", newline="")))) == 1 + (where == "name"), "Moodle's own numbers alone"


def test_nothing_read_changes_nothing_that_stands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = assignment(tmp_path)
    to = tmp_path / "out"
    argv = ["--assignment", str(tmp_path / "quiz.yml"), "--to", str(to)]
    assert main(["grade", str(put(tmp_path / "in", **{"ada.json": record(sheet, 2)})), *argv]) == 0
    before = {p: p.read_bytes() for p in to.rglob("*") if p.is_file()}
    (tmp_path / "empty").mkdir()
    inner = zipped(tmp_path / "inner.zip", {"bob.json": record(sheet, 1)}).read_bytes()
    for place in (tmp_path / "empty", zipped(tmp_path / "outer.zip", {"inner.zip": inner}), tmp_path / "nowhere"):
        assert main(["grade", str(place), *argv]) == 1
    said = capsys.readouterr().err
    assert "no submission could be read" in said
    assert "a zip inside" in said
    assert {p: p.read_bytes() for p in to.rglob("*") if p.is_file()} == before


@pytest.mark.parametrize("blocked", ["gradebook-moodle.csv", "items.html", "feedback/ada.html"])
def test_what_cannot_be_written_is_told_and_nothing_else_is_changed(tmp_path: Path, blocked: str, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = assignment(tmp_path)
    to = tmp_path / "out"
    argv = ["grade", str(put(tmp_path / "in", **{"ada.json": record(sheet, 2)})), "--assignment", str(tmp_path / "quiz.yml"), "--to", str(to)]
    (to / blocked).mkdir(parents=True)
    assert main(argv) == 1
    assert "a folder stands where this file belongs" in capsys.readouterr().err
    assert [p for p in to.rglob("*") if p.is_file()] == []


def test_names_that_some_systems_take_for_the_same_or_for_a_device_get_files_of_their_own() -> None:
    names = ["ada", "Ada", "ADA", "con", "NUL", "com1", "a b", "a-b", "../a", "", "\udcff", "\ufffd", "x" * 300, "x" * 301]
    files = [file_name(n).casefold() for n in names]
    assert len(set(files)) == len(names)
    assert not {"con", "nul", "com1"} & set(files)
    assert all(len(f) < 80 for f in files)


def test_sheets_that_cannot_be_written_are_told_without_a_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assignment(tmp_path)
    to = tmp_path / "out"
    (to / "quiz-A.html").mkdir(parents=True)
    assert main(["assign", str(tmp_path / "quiz.yml"), "--to", str(to)]) == 1
    assert "a folder stands where this file belongs" in capsys.readouterr().err
    assert [p for p in to.rglob("*") if p.is_file()] == []
    (to / "quiz-A.html").rmdir()
    assert main(["assign", str(tmp_path / "quiz.yml"), "--to", str(to)]) == 0
    assert (to / "key" / "quiz-key.html").is_file()


def test_a_command_that_the_disk_refuses_says_which_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    assert main(["schema", "--to", str(tmp_path / "file" / "below")]) == 1
    assert str(tmp_path / "file") in capsys.readouterr().err
