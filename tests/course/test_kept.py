"""The record beside the notebooks: what one kernel writes, no other loses, and what cannot be read is never written over."""

from __future__ import annotations

import json
import multiprocessing
import sys
import types
from pathlib import Path

import pytest

from thirdcorner.course.kept import FILE, Record, Unreadable

IDS = {f"q{n}": f"print {n}" for n in range(40)}


@pytest.fixture
def record(tmp_path: Path) -> Record:
    return Record(tmp_path / FILE, "a-course", "2026")


def _write(path: Path, ids: list[str]) -> None:
    before: dict[str, object] = {}
    for id in ids:
        for text in ("a", "ab", "abc"):
            after = {**before, id: {"text": text}}
            Record(path, "a-course", "2026").keep(before, after, IDS, 7)
            before = after


def test_three_kernels_at_once_lose_nothing(record: Record) -> None:
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_write, args=(record.path, list(IDS)[n::3])) for n in range(3)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
        assert one.exitcode == 0
    held = record.held(IDS, {})
    assert held.work == {id: {"text": "abc"} for id in IDS}
    assert set(held.times) == set(IDS)
    assert record.read()["aside"] == {}
    assert {p.name for p in record.path.parent.iterdir()} == {FILE, f".{FILE}.lock"}


def test_an_answer_of_another_kernel_to_the_same_question_is_put_aside_before_it_is_replaced(record: Record) -> None:
    record.keep({}, {"q1": {"text": "of one"}}, IDS, 7)
    record.keep({}, {"q1": {"text": "of two"}}, IDS, 7)
    assert record.held(IDS, {}).work == {"q1": {"text": "of two"}}
    assert [json.loads(old)["state"] for old in record.read()["aside"].values()] == [{"text": "of one"}]


def test_an_answer_to_an_earlier_wording_is_stale_and_put_aside_by_a_new_one(record: Record) -> None:
    record.keep({}, {"q1": {"text": "old"}, "q2": {"text": "same"}}, IDS, 7)
    now = {**IDS, "q1": "another print", "q2": "a new sort of print"}
    held = record.held(now, {"q2": IDS["q2"]})
    assert (held.stale, held.work) == (["q1"], {"q2": {"text": "same"}})
    record.keep(held.work, {**held.work, "q1": {"text": "new"}}, now, 7)
    assert record.held(now, {"q2": IDS["q2"]}).stale == []
    assert [json.loads(old)["state"] for old in record.read()["aside"].values()] == [{"text": "old"}]


def test_what_a_later_edition_added_stays(record: Record) -> None:
    entry = {"v": 1, "hash": IDS["q1"], "at": 5, "state": {"text": "a"}, "count": 3}
    record.path.write_text(json.dumps({"format": "thirdcorner-record", "v": 1, "course": "a-course", "edition": "x", "items": {"q1": entry, "q2": entry}, "aside": {}, "more": [1]}), "utf-8")
    record.keep({"q1": {"text": "a"}}, {"q1": {"text": "b"}}, IDS, 7)
    made = record.read()
    assert (made["more"], made["items"]["q2"], made["items"]["q1"]["count"], made["aside"]) == ([1], entry, 3, {})


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "thirdcorner-record", "v": 2, "course": "a-course", "items": {}}', '{"format": "thirdcorner-record", "v": 1, "course": "b", "items": {}}', "[" * 100_000])
def test_a_file_that_cannot_be_used_is_kept_beside_under_another_name(record: Record, text: str) -> None:
    record.path.write_text(text, "utf-8")
    with pytest.raises(Unreadable):
        record.held(IDS, {})
    assert record.path.read_text("utf-8") == text
    record.keep({}, {"q1": {"text": "a"}}, IDS, 7)
    assert record.path.with_name("third-corner-record.unreadable-1.json").read_text("utf-8") == text
    assert record.held(IDS, {}).work == {"q1": {"text": "a"}}


def test_an_entry_that_cannot_be_read_is_passed_over_and_put_aside_by_an_answer(record: Record) -> None:
    record.path.write_text(json.dumps({"format": "thirdcorner-record", "v": 1, "course": "a-course", "items": {"q1": "what", "q2": {"v": 9}}}), "utf-8")
    assert record.held(IDS, {}).work == {}
    record.keep({}, {"q1": {"text": "a"}}, IDS, 7)
    assert list(record.read()["aside"].values()) == ['"what"']


def test_what_is_taken_back_is_gone(record: Record) -> None:
    record.keep({}, {"q1": {"text": "a"}, "q2": {"text": "b"}}, IDS, 7)
    record.keep({"q1": {"text": "a"}, "q2": {"text": "b"}}, {"q2": {"text": "b"}}, IDS, 7)
    assert record.held(IDS, {}).work == {"q2": {"text": "b"}}


def test_a_saved_file_is_taken_in_and_the_newer_of_two_answers_stands(record: Record, tmp_path: Path) -> None:
    other = Record(tmp_path / "other.json", "a-course", "2025")
    other.keep({}, {"q1": {"text": "earlier"}, "q2": {"text": "only here"}}, IDS, 7)
    text = other.path.read_text("utf-8")
    record.keep({}, {"q1": {"text": "later"}}, IDS, 9)
    made = record.read()
    made["items"]["q1"]["at"] += 10
    record.path.write_text(json.dumps(made), "utf-8")
    assert [record.merge(text), record.merge(text)] == [1, 0]
    assert record.held(IDS, {}).work == {"q1": {"text": "later"}, "q2": {"text": "only here"}}
    assert "earlier" in str(record.read()["aside"])
    with pytest.raises(Unreadable, match="q2"):
        record.merge(text.replace('"hash"', '"h"', 2).replace('"h"', '"hash"', 1))


def test_a_folder_that_takes_nothing_leaves_the_record_as_it_was(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    record.keep({}, {"q1": {"text": "a"}}, IDS, 7)
    before = record.path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("thirdcorner.course.kept.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        record.keep({"q1": {"text": "a"}}, {"q1": {"text": "b"}}, IDS, 7)
    assert record.path.read_bytes() == before
    assert not list(record.path.parent.glob("*.part"))


def test_where_the_machine_has_no_locks_as_in_a_browser_answers_are_kept_all_the_same(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fcntl", types.ModuleType("fcntl"))
    record.keep({}, {"q": {"answer": 1}}, {"q": "x"}, 7)
    assert record.held({"q": "x"}, {}).work == {"q": {"answer": 1}}
