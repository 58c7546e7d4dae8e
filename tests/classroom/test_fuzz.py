"""Files that others made, broken in every way: no traceback, no hang, no file without its line. Seeded; short here, longer in `make test-long`."""

from __future__ import annotations

import io
import json
import random
import re
import time
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.classroom.broken import (
    MOODLE,
    NAMES,
    SECONDS,
    TOKENS,
    broken,
    file_of,
    fuzzed,
    held_to,
    place,
    samples,
    sheet,
    whole,
    zipped,
)
from tests.classroom.test_grade import record
from tests.widgets.test_logic import run_front
from thirdcorner.classroom import (
    feedback,
    gradebooks,
    item_page,
    marking,
    similarity,
    transcripts,
)
from thirdcorner.classroom.analysis import analyse
from thirdcorner.classroom.collect import grade
from thirdcorner.classroom.grading import OPEN, Job
from thirdcorner.classroom.several import Work, graded
from thirdcorner.classroom.sources import Limits
from thirdcorner.classroom.submissions import Context, parse
from thirdcorner.course.yaml import ContentError


@pytest.mark.parametrize("name", NAMES)
def test_a_sound_file_is_read(name: str) -> None:
    reader, sound = samples()[name]
    reader(sound[0])


def workbook(row: str, column: str = "A") -> bytes:
    """A workbook of one cell that says it stands far down."""
    sheet = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/><sheetData><row r="{row}"><c r="{column}{row}" t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>'
    folder = place() / f"book-{row[:9]}"
    if not folder.is_dir():
        folder.mkdir()
        from openpyxl import Workbook

        Workbook().save(folder / "one.xlsx")
    with zipfile.ZipFile(folder / "one.xlsx") as archive:
        files = {m.filename: archive.read(m) for m in archive.infolist()}
    return zipped(files | {"xl/worksheets/sheet1.xml": sheet.encode()})


KEPT: list[tuple[str, Callable[[], bytes], str]] = [
    ("submission", lambda: record(sheet(), 1).replace(b'"at": 1', b'"at": 1e999', 1), "is no number"),
    ("submission", lambda: record(sheet(), 1).replace(b'"at": 1', b'"at": NaN', 1), "is no number"),
    ("submission", lambda: record(sheet(), 1).replace(b'"at": 1', b'"at": ' + b"[" * 99_999, 1), "nests too deeply"),
    ("submission", lambda: record(sheet(), 1).replace(b'"at": 1', b'"at": ' + b"[" * 30 + b"]" * 30, 1), "nests too deeply"),
    ("submission", lambda: b"true", "not a file saved by this book"),
    ("record", lambda: b"1", ""),
    ("record", lambda: record(sheet(), 1).replace(b'"at": 1', b'"at": 1e999'), ""),
    ("marks", lambda: b"number,question,work,mark,comment,parts\n1,%s,x,,,%s\n" % (next(q.id for q in whole().questions if q.kind in OPEN).encode(), b"[" * 20_000), ""),
    ("xlsx", lambda: workbook("999999999999"), "too large"),
    ("xlsx", lambda: workbook("1048576", "XFD"), ""),
    ("xlsx", lambda: b"PK", "no workbook"),
    ("json", lambda: b'"' + b'\\"' * 40_000, ""),
    ("roster", lambda: ",".join(f"c{n}" for n in range(20_000)).encode() + b",id\n1\n", "neither id nor name"),
    ("worksheet", lambda: MOODLE.replace("10.00", "1e999").encode(), ""),
    ("worksheet", lambda: MOODLE.replace("2026", "0001").encode(), ""),
    ("worksheet", lambda: MOODLE.replace("10.00", "1" * 50_000 + "x").encode(), ""),
    *(("yaml", lambda text=text: text, "") for text in (b"!!int ''", b"!!float ''", b"!!bool x", b"!!timestamp x", b"0001-01-01 00:00:00 +10:00", b"&a [*a]", b"[" * 900 + b"]" * 900, b"a: &a [x]\n" + b"\n".join(b"%c: &%c [%s]" % (n, n, b",".join([b"*%c" % (n - 1)] * 9)) for n in range(98, 110)))),
    ("mbox", lambda: b"From a\nContent-Type: text/plain; charset=undefined\n\nx\n", ""),
    ("copy", lambda: b"\xff\xfe", "is no plain text"),
]  # fmt: skip
"""What once ended in a traceback, took minutes, or put `inf` into a gradebook; and what is said of it now, where something is."""


@pytest.mark.parametrize("n", range(len(KEPT)))
def test_what_once_broke_a_reader_is_read_or_told(n: int) -> None:
    name, data, wanted = KEPT[n]
    said: list[str] = []

    def look(broken: bytes) -> None:
        try:
            samples()[name][0](broken)
        except (ContentError, ValueError) as error:
            said.append(str(error))
            raise

    held_to(look, data())
    assert wanted in "".join(said)
    assert not wanted or said


@pytest.mark.parametrize("stem", ["record" + "1" * 60 + "x", "record" + "-1 1" * 30 + "x", "a" * 60_000 + "_1" * 100, "_1_" * 20_000, "1-1" * 20_000, "x_attempt_0001-01-01-00-00-00_r", "x_attempt_9999-12-31-23-59-59_r"])
def test_no_name_of_a_file_takes_long_or_stops_a_class(stem: str) -> None:
    began = time.monotonic()
    path = file_of(zipped({f"{stem}.json": record(sheet(), 1), f"{stem}/r.json": record(sheet(), 2), "ada.json": record(sheet(), 2)}), "names.zip")
    rows, unread = graded([path], Work(Job(sheet()), Context("third-corner", zone=sheet().assignment.due.tzinfo), Limits()), 1)  # type: ignore[union-attr, arg-type]
    assert len(rows) + len(unread) == 3
    assert "ada" in {r.student for r in rows}
    assert time.monotonic() - began < SECONDS


def test_every_member_of_a_bad_zip_has_its_line() -> None:
    good = record(sheet(), 1)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        link = zipfile.ZipInfo("link.json")
        link.external_attr = 0o120777 << 16
        for name, data in {"good.json": good, "/etc/abs.json": good, "C:\\x\\win.json": good, "../../up.json": good, "bomb.json": b"0" * 1_900_000, "inner.zip": zipped({"a.json": good}), "bad.json": good, "locked.json": good}.items():
            archive.writestr(name, data)
        archive.writestr(link, "/etc/passwd")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("good.json", record(sheet(), 2))
    raw = bytearray(out.getvalue())
    for name in (b"bad.json", b"locked.json"):
        at = raw.rfind(name) - 46
        if name == b"bad.json":
            raw[at + 16] ^= 1  # its check sum
        else:
            raw[at + 8] |= 1  # encrypted
    path = file_of(bytes(raw), "bad.zip")
    rows, unread = graded([path], Work(Job(sheet()), Context("third-corner"), Limits()), 1)
    told = {u.file: u.why for u in unread}
    assert [r.file for r in rows] == ["good.json", "/etc/abs.json", "../../up.json", "good.json"]
    assert "may be the student" in told["C:\\x\\win.json"], "what a path does not settle is asked"
    assert len(rows) + len(unread) == 10
    for name, why in {"bomb.json": "200 times its size", "inner.zip": "zip inside", "bad.json": "damaged", "locked.json": "encrypted", "link.json": "not JSON"}.items():
        assert why in told[name]
    assert not (place().parent / "up.json").exists()


@pytest.mark.parametrize(("limits", "read"), [(Limits(), 3), (Limits(files=1), 1)])
def test_one_bad_transcript_is_told_and_the_others_are_read_up_to_the_limit(limits: Limits, read: int) -> None:
    path = file_of(zipped({"a.txt": b"a", "b.xlsx": b"no workbook", "c.txt": b"c", "d.txt": b"d"}), "chats.zip")
    unread: list[str] = []
    assert len([*transcripts.texts(path, unread=unread, limits=limits)]) == read
    assert len(unread) == 4 - read
    assert any("no workbook" in line for line in unread) or limits.files == 1
    assert all("--max-files" in line for line in unread if "workbook" not in line)


@pytest.mark.parametrize("name", NAMES)
def test_a_broken_file_is_read_or_told(name: str) -> None:
    fuzzed(name, 60)


JSONS = st.recursive(st.none() | st.booleans() | st.integers(-3, 10**400) | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=6) | st.sampled_from(["a", "b", "c1"]), lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4) | st.sampled_from(["answer", "marks", "version", "tries", "factors"]), inner, max_size=4), max_leaves=12)


def any_answers(count: int) -> None:
    ids = [*(q.id for q in whole().asked), *(id for e in whole().exercises for id in e.items)]
    prints = {q.id: q.wording for q in whole().asked} | {id: hash for e in whole().exercises for id, hash in e.items.items()}

    @settings(max_examples=count, deadline=timedelta(seconds=4 * SECONDS), derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(JSONS, min_size=len(ids), max_size=len(ids)), st.dictionaries(st.sampled_from(["answer", "marks", "tries", "version", "x"]), JSONS))
    def run(values: list[Any], more: dict[str, Any]) -> None:
        files = []
        for name, extra in (("ada", {}), ("bob", more)):
            items = {id: {"v": 1, "hash": prints[id], "at": 1, "state": {"answer": value, **(value if isinstance(value, dict) else {}), **extra}} for id, value in zip(ids, values, strict=True)}
            data = json.dumps({"format": "thirdcorner-record", "v": 1, "course": "third-corner", "exported": "2026-11-20T10:00:00Z", "items": items}).encode()
            files.append(parse(f"{name}.json", data, "third-corner"))
        made = grade(Job(whole(), keep="all"), files)
        for row in made.rows:
            feedback.feedback(made, row, True)
            assert 0 <= made.points(row) <= made.total
        content = marking.mark_page(made)
        json.loads(content.split('<script type="application/json">')[1].split("</script>")[0], parse_constant=lambda name: pytest.fail(f"{name} is no JSON for a page"))
        found = analyse(made)
        item_page.items_page(made, found)
        "".join([*gradebooks.report(made), *gradebooks.to_mark(made), *gradebooks.detail(made), *similarity.similarity_csv(made)]).encode("utf-8", "strict")

    run()


def test_any_answers_are_graded_and_told_without_a_traceback() -> None:
    any_answers(8)


@pytest.mark.long
def test_any_answers_are_graded_and_told_without_a_traceback_at_length() -> None:
    any_answers(300)


RESTORED = """value.map((text) => { const kept = new Map(), told = [];
  const storage = { getItem: (k) => kept.get(k) ?? null, setItem: (k, v) => void kept.set(k, String(v)), removeItem: (k) => void kept.delete(k), key: (n) => [...kept.keys()][n] ?? null, get length() { return kept.size; } };
  const store = m.openStore({ course: "third-corner", edition: "e", storage, tell: (what) => told.push(what) });
  store.write("a/q01", { answer: "mine", why_text: "words" }, "h"); const before = JSON.stringify(store.entries());
  let said = ""; try { store.load(text); } catch (error) { said = `${error.name}: ${error.message}`; }
  const mine = JSON.stringify([store.entries(), store.asides().map((a) => a.text)]);
  kept.set("tc:third-corner:e:b/q01", text); store.read("b/q01", "h"); const aside = store.asides().some((a) => a.text === text) || kept.get("tc:third-corner:e:b/q01") === text;
  return [said, mine.includes("mine") && mine.includes("words"), !said || JSON.stringify(store.entries()).includes(before.slice(1, -1)), aside, JSON.stringify(store.file()).length > 0]; })"""
"""Load each text into a page's record that holds an answer, and find each in the browser's store as well: what is said, and whether anything is lost."""


def restored(count: int) -> None:
    rng = random.Random(23)
    items = {"a/q01": {"v": 1, "hash": "h", "at": 2, "n": 9, "state": {"answer": "theirs", "why_text": "other"}}, "c": {"v": 1, "hash": "h", "at": 1, "state": {}}}
    good = json.dumps({"format": "thirdcorner-record", "v": 1, "course": "third-corner", "edition": "e", "items": items, "aside": {"x:1:again": "old"}}).encode()
    texts = [good.decode(), good.decode().replace('"state": {}', '"state": {"x":' + "[" * 5000 + "]" * 5000 + "}")]
    for _ in range(count):
        how = [(rng.choice(["put", "cut", "twice", "flip", "end", "swap"]), rng.random(), rng.random() / 5, rng.choice(TOKENS)) for _ in range(rng.randint(1, 3))]
        texts.append(broken(good, how).decode("utf-8", "replace"))
    answers: Any = run_front(RESTORED, texts, "page/store")
    for text, (said, kept, unchanged, aside, whole_file) in zip(texts, answers, strict=True):
        assert (kept, unchanged, aside, whole_file) == (True, True, True, True), (text[:400], said)
        assert not said or re.match(r"Error: This (file|record) ", said), said
    assert answers[0][0] == ""
    assert "nests too deeply" in answers[1][0]


def test_a_page_restores_or_refuses_any_record_and_loses_nothing() -> None:
    restored(300)


@pytest.mark.long
def test_a_page_restores_or_refuses_any_record_and_loses_nothing_at_length() -> None:
    restored(20_000)


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_a_broken_file_is_read_or_told_at_length(name: str) -> None:
    fuzzed(name, 1500)
