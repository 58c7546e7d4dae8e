"""Every reader of foreign files with its sound files, and how a file is broken byte by byte."""

from __future__ import annotations

import io
import json
import random
import re
import time
import zipfile
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.classroom.test_chat import written
from tests.classroom.test_codes import LAYOUTS
from tests.classroom.test_grade import COURSE, POOL, assignment, record
from tests.classroom.transcripts import random_code
from thirdcorner.classroom import (
    chat,
    feedback,
    roster,
    tables,
    transcripts,
    worksheets,
)
from thirdcorner.classroom.assignments import Sheet, read
from thirdcorner.classroom.codes import layouts_by_sign
from thirdcorner.classroom.collect import grade
from thirdcorner.classroom.decisions import read_decisions
from thirdcorner.classroom.grading import OPEN, Job
from thirdcorner.classroom.handed_in import times_in
from thirdcorner.classroom.marks import read_marks
from thirdcorner.classroom.several import Work, graded
from thirdcorner.classroom.sources import Limits, Source
from thirdcorner.classroom.submissions import Context, parse
from thirdcorner.course.kept import Record, Unreadable
from thirdcorner.course.sketch import lines_of, sketch
from thirdcorner.course.yaml import ContentError, read_yaml

SECONDS = 5
"""What no small file may take, on a slow machine that does other things as well."""
KNOWN = layouts_by_sign(LAYOUTS)
TOKENS = [
    b"\0", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x1a", b"\r", b"\n", b"\r\n", b"\t", b'"', b'""', b"'", b",", b";", b"\\", b"\\u", b"\\ud800", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x80\xae",
    b"{", b"}", b"[" * 50, b"[" * 3000, b"]", b":", b"null", b"NaN", b"-Infinity", b"1e999", b"-1", b"9" * 30, b"9" * 5000, b"1" * 300 + b"x", b"true", b"__proto__", b"&a [*a]", b"!!timestamp x", b"!!int ''", b"!!bool x", b"0001-01-01 00:00:00 +10:00",
    b"<!ENTITY a 'b'>", b"&a;", b"]]>", b"--", b"sep=\"\n", b"=cmd|' /C calc'!A0", b"Participant 1", b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"From a\n", b"Content-Type: text/plain; charset=undefined\n", b"TC1-", b"A" * 4000, b"=?utf-8?b?//?=", b"0001", b"9999",
]  # fmt: skip
"""What breaks readers of text, tables, JSON, YAML, XML, mail and zips, put in where it does not belong."""
_PYTHON = re.compile(r"codec can't|invalid literal|embedded null|not enough values|values to unpack|object has no|NoneType|bad delimiter|must be a 1-character|strptime|substring not found|year \d+ is out|Errno")


def edits() -> st.SearchStrategy[list[tuple[str, float, float, bytes]]]:
    """Draw how a file is broken: what is done, where it begins and how much it takes (as shares of the file), and what is put in."""
    one = st.tuples(st.sampled_from(["put", "cut", "twice", "flip", "end", "swap"]), st.floats(0, 1), st.floats(0, 0.2), st.sampled_from(TOKENS) | st.binary(max_size=6))
    return st.lists(one, min_size=1, max_size=6)


def broken(data: bytes, how: list[tuple[str, float, float, bytes]]) -> bytes:
    """Return the file broken in that way."""
    for do, where, much, put in how:
        at = int(where * len(data))
        to = min(len(data), at + 1 + int(much * len(data)))
        match do:
            case "put":
                data = data[:at] + put + data[at:]
            case "cut":
                data = data[:at] + data[to:]
            case "twice":
                data = data[:to] + data[at:]
            case "flip":
                data = data[:at] + bytes(b ^ (put[0] if put else 1) for b in data[at : at + 1]) + data[at + 1 :]
            case "end":
                data = data[:at] + put
            case _:
                data = data[at:to] + data[:at] + data[to:]
    return data


def held_to(read_it: Callable[[bytes], object], data: bytes) -> None:
    """Read a file; what cannot be read is told in one's own words, and soon."""
    began = time.monotonic()
    try:
        read_it(data)
    except (ContentError, ValueError) as error:
        said = str(error)
        assert said.strip(), "an error without words"
        assert not _PYTHON.search(said), said
        assert not isinstance(error, UnicodeError), said
    assert time.monotonic() - began < SECONDS


# -- the readers, and a sound file of each -------------------------------------------------------------------------------------------


@cache
def place() -> Path:
    """A folder that lasts for as long as the tests of this file."""
    made = TemporaryDirectory()
    place.kept = made  # type: ignore[attr-defined]
    return Path(made.name)


@cache
def sheet() -> Sheet:
    return assignment(place())


@cache
def whole() -> Sheet:
    """Every kind of question that is asked, in one assignment."""
    kinds = {q.kind: q.id for q in (*POOL.questions.values(), *COURSE.questions.values())}
    path = place() / "whole.yml"
    path.write_text(f"id: whole\ntitle: T\nfeedback: never\nquestions: [{', '.join(f'{{id: {id}}}' for id in kinds.values())}]\nexercises: [{{id: ledger-12}}]\n", "utf-8")
    return read(path, COURSE, POOL)


def file_of(data: bytes, name: str) -> Path:
    path = place() / name
    path.write_bytes(data)
    return path


def submission(data: bytes) -> None:
    made = grade(Job(sheet()), [parse("ada.json", data, "third-corner")])
    feedback.feedback(made, made.rows[0], True)


def own_record(data: bytes) -> None:
    one = Record(file_of(data, "record.json"), "third-corner", "e")
    other = Record(place() / "other.json", "third-corner", "e")
    (place() / "other.json").unlink(missing_ok=True)
    ids = {q.id: q.wording for q in sheet().asked}
    try:
        held = one.held(ids, {})
        one.seed()
    except Unreadable:
        one.keep({}, {next(iter(ids)): {"answer": "a"}}, ids, 1)  # what cannot be read stands beside, and the new answer is kept
        assert any(p.read_bytes() == data for p in place().glob("record.unreadable-*.json"))
        for path in place().glob("record.unreadable-*.json"):
            path.unlink()
        return
    one.keep(held.work, {**held.work, next(iter(ids)): {"answer": "fuzz"}}, ids, 1)
    other.merge(one.path.read_text("utf-8"))
    json.loads(one.path.read_text("utf-8"), parse_constant=lambda name: pytest.fail(f"{name} is no JSON for a page"))


def an_archive(data: bytes) -> None:
    path = file_of(data, "class.zip")
    source = Source(path)
    rows, unread = graded([path], Work(Job(sheet()), Context("third-corner"), Limits()), 1)
    assert sorted([*(r.file for r in rows), *(u.file for u in unread)]) == sorted(source.names), "a file without its line"


def a_roster(data: bytes) -> None:
    roster.read_roster(file_of(data, "roster.csv"))


def a_table(data: bytes) -> None:
    for encoding in (None, "cp1250", "utf-16", "idna", "hex", "no-such"):
        held_to(lambda d, e=encoding: tables.read(d, "t.csv", ("id", "name"), e), data)  # type: ignore[misc]


def some_marks(data: bytes) -> None:
    read_marks([file_of(data, "kowalska.csv")], {q.id: q for q in whole().questions if q.kind in OPEN})


@cache
def a_class() -> Any:
    made = grade(Job(sheet()), [parse(f"S{n} Byron_{n}_assignsubmission_file_/r.json", record(sheet(), n % 3), "third-corner") for n in range(1, 5)])
    return made


def a_worksheet(data: bytes) -> None:
    made = worksheets.fill(data, "w.csv", a_class())
    assert "inf" not in made.data.decode("latin-1") or b"inf" in data
    times_in(data, "w.csv", sheet().assignment.due.tzinfo)  # type: ignore[union-attr, arg-type]


def decided(data: bytes) -> None:
    read_decisions(file_of(data, "decisions.yml"), sheet())


def some_yaml(data: bytes) -> None:
    problems: list[Any] = []
    read_yaml(place(), file_of(data, "any.yml"), problems)
    assert all(str(p).strip() for p in problems)


def a_copy(data: bytes) -> None:
    for line in lines_of(file_of(data, "copy.txt")):
        assert len(sketch(line)) <= 16


def said_in(end: str) -> Callable[[bytes], None]:
    def look(data: bytes) -> None:
        for _, text in transcripts.texts_in(data, f"x.{end}"):
            for met in chat.find(text, KNOWN):
                assert met.code or met.why

    return look


def zipped(files: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, how)
    return out.getvalue()


MOODLE = "Identifier,Full name,Email address,Status,Grade,Maximum grade,Grade can be changed,Last modified (submission),Last modified (grade),Feedback comments\r\n" + "".join(
    f'Participant {n},S{n} Byron,s{n}@x.org,Submitted for grading,,10.00,Yes,"Friday, 20 November 2026, 10:11 AM",-,\r\n' for n in range(1, 5)
)
CANVAS = "Student,ID,SIS User ID,SIS Login ID,Section,=Quiz (123)\r\n    Points Possible,,,,,6.0\r\nS1 Byron,1,,,x,\r\n"
DECIDED = """- {do: drop, assignment: quiz, by: m, why: the key was wrong, question: QUESTION, give: full}
- {do: extend, assignment: quiz, by: m, why: a reason, students: [a, b], until: 2026-12-09 18:00:00 +01:00}
- {do: accept, assignment: quiz, by: m, why: "x: y", question: QUESTION, answer: a, score: 0.5}
- {do: bonus, assignment: quiz, by: m, why: &w because, students: [a], points: 1.5}
"""


@cache
def samples() -> dict[str, tuple[Callable[[bytes], None], list[bytes]]]:
    """Each reader, with sound files to break."""
    good = record(sheet(), 1)
    rng = random.Random(23)
    folder = place() / "chats"
    folder.mkdir()
    said = {p.suffix[1:]: p.read_bytes() for p in written(folder, [random_code(rng, LAYOUTS[0]) for _ in range(6)])}
    mail = b"From a Mon Jan 1\nFrom: =?utf-8?q?A?= <a@x>\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\nPGI+VEMxLTwvYj4=\n--b--\n"
    return {
        "submission": (submission, [good, good.decode().encode("utf-16"), json.dumps(json.loads(good), indent=1).encode()]),
        "record": (own_record, [good]),
        "zip": (an_archive, [zipped({"Ada_1_assignsubmission_file_/r.json": good, "b/é.json": good, "c.txt": b"x"}), zipped({"a.json": good, "b.json": good}, zipfile.ZIP_STORED), zipped({"a.json": good}, zipfile.ZIP_LZMA), zipped({"a.json": good}, zipfile.ZIP_BZIP2)]),
        "roster": (a_roster, ["id;name;group\n007;Łucja Żak;1\n8;\"B, C\";2\n".encode(e) for e in ("utf-8", "utf-16", "cp1250")]),
        "table": (a_table, [b"sep=;\r\nid;name\r\n1;x\r\n", "id,name\n1,\"é\n\"\n".encode("utf-16-le")]),
        "marks": (some_marks, [f"number,question,work,mark,comment,parts\n12,{next(q.id for q in whole().questions if q.kind in OPEN)},x0123,\"0,5\",well,\"[{{\"\"id\"\": \"\"c1\"\", \"\"level\"\": 1}}]\"\n".encode()]),
        "worksheet": (a_worksheet, [MOODLE.encode(), MOODLE.replace("Grade", "Ocena").encode("utf-8-sig"), MOODLE.encode("cp1250"), CANVAS.encode("utf-16")]),
        "decisions": (decided, [DECIDED.replace("QUESTION", sheet().questions[0].id).encode()]),
        "yaml": (some_yaml, [DECIDED.encode(), b"a: &x {b: 1}\nc: [*x, *x, 2026-01-01, 0x1f, 1:30, ~]\n? [k]\n: |\n  text\n"]),
        "copy": (a_copy, ["A paragraph with some six or seven words.\n\nAnother “one” — with signs, and more words.\n".encode()]),
        "xlsx": (said_in("xlsx"), [said["xlsx"]]),
        "mbox": (said_in("mbox"), [said["mbox"], mail]),
        "eml": (said_in("eml"), [mail.split(b"\n", 1)[1]]),
        "json": (said_in("json"), [said["json"], b'"' + b'\\"' * 3000]),
        "chat": (said_in("txt"), [said["txt"], said["html"], said["csv"], *[random_code(rng, one).encode() for one in LAYOUTS[::9]]]),
    }


NAMES = ["submission", "record", "zip", "roster", "table", "marks", "worksheet", "decisions", "yaml", "copy", "xlsx", "mbox", "eml", "json", "chat"]
MANY = {"xlsx": 0.3, "zip": 0.5, "table": 0.5}
"""Of slow readers, a part of the examples."""


def fuzzed(name: str, count: int) -> None:
    reader, sound = samples()[name]

    @settings(max_examples=max(10, int(count * MANY.get(name, 1))), deadline=timedelta(seconds=SECONDS), derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(sound), edits())
    def run(data: bytes, how: list[tuple[str, float, float, bytes]]) -> None:
        held_to(reader, broken(data, how))

    run()
