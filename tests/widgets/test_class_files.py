"""The page Class with files: a folder, a zip, a workbook and a mailbox, opened or dropped."""

from __future__ import annotations

import random
import re
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.classroom.test_chat import written
from tests.classroom.test_class_more import handed_in
from tests.classroom.test_codes import COURSE
from tests.classroom.transcripts import random_code
from tests.widgets.test_class_page import HEDGES, opened
from thirdcorner.course.codes import wording


def test_a_folder_and_a_zip_of_files_handed_in_become_the_picture_and_no_name_is_read(open_page: Any, served_book: str, tmp_path: Path) -> None:
    rng, folder = random.Random(2), tmp_path / "handed in"
    for n in range(6):
        (folder / f"SECRET PERSON {n}").mkdir(parents=True)
        (folder / f"SECRET PERSON {n}" / "week-3.json").write_text(handed_in(rng), "utf-8")
        (folder / f"SECRET PERSON {n}" / "essay.pdf").write_bytes(b"%PDF SECRET")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for path in sorted(folder.rglob("*.json")):
            archive.write(path, path.relative_to(folder))
    watched, page = opened(open_page, served_book)
    page.get_by_label("or a folder of files handed in").set_input_files(folder)
    page.locator(".took").wait_for()
    first = page.locator(".took").inner_text()
    page.get_by_label("Exercise", exact=True).select_option("HEDGE1")
    page.get_by_role("group", name="The class on one question").locator("svg").first.wait_for()
    page.get_by_label("or open saved chats").set_input_files(tmp_path / "all.zip")
    page.get_by_text("twice, of which the last counts").first.wait_for()
    assert page.locator(".took").inner_text().startswith(first), "the same files once more are the same students"
    assert "SECRET" not in page.content()
    assert watched.wrong == []


DROP = """(node, files) => {
  const fileOf = (name, text) => ({ name, isFile: true, isDirectory: false, file: (done) => done(new File([text], name)) });
  const folder = (name, all) => ({ name, isFile: false, isDirectory: true, createReader: () => ({ left: [...all], readEntries(done) { done(this.left.splice(0, 2)); } }) });
  const inner = files.map(([who, text]) => folder(who, [fileOf("week-3.json", text), fileOf("essay.pdf", "SECRET"), fileOf(".hidden.txt", "SECRET")]));
  const event = new Event("drop", { bubbles: true, cancelable: true });
  Object.defineProperty(event, "dataTransfer", { value: { getData: () => "", files: [], items: [{ webkitGetAsEntry: () => folder("handed in", inner) }] } });
  node.dispatchEvent(event);
  return event.defaultPrevented;
}"""


def test_a_folder_dropped_anywhere_on_the_field_is_read_as_one_that_is_opened(open_page: Any, served_book: str) -> None:
    rng = random.Random(2)
    watched, page = opened(open_page, served_book)
    files = [[f"SECRET PERSON {n}", handed_in(rng)] for n in range(6)]
    assert page.get_by_text("or a folder of files handed in").evaluate(DROP, files)
    page.locator(".took").wait_for()
    page.get_by_label("Exercise", exact=True).select_option("HEDGE1")
    page.get_by_role("group", name="The class on one question").get_by_text("6 codes").first.wait_for()
    assert page.get_by_label("Paste the chat here").evaluate(DROP, files)
    page.get_by_text("twice, of which the last counts").first.wait_for()
    assert "SECRET" not in page.content()
    assert watched.wrong == []


def test_a_workbook_and_a_mailbox_are_opened_by_a_script_that_comes_only_then(open_page: Any, served_book: str, tmp_path: Path) -> None:
    watched, page = opened(open_page, served_book)
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url.rpartition("/")[2]))
    rng = random.Random(8)
    codes = [random_code(rng, HEDGES, wording(COURSE, HEDGES)) for _ in range(6)]
    files = {p.name: p for p in written(tmp_path, codes)}
    chosen = page.get_by_label("or open saved chats")
    chosen.set_input_files(files["zoom.txt"])
    page.get_by_text("Read: 6 codes.").wait_for()
    assert "opener.js" not in asked
    for name in ("form.xlsx", "class.mbox"):
        page.get_by_role("button", name="Forget all codes").click()
        chosen.set_input_files(files[name])
        page.get_by_text("Read: 6 codes.").wait_for()
        page.get_by_role("group", name="The class on one question").locator("svg").first.wait_for()
    assert asked.count("opener.js") == 1
    (tmp_path / "bad.xlsx").write_bytes(b"no workbook")
    chosen.set_input_files(tmp_path / "bad.xlsx")
    page.get_by_text("bad.xlsx: it cannot be read as a .xlsx file.").wait_for()
    assert watched.wrong == []


def taken(page: Any) -> tuple[str, int]:
    """Return what the page says that it took, and how many dots its picture has."""
    stage = page.get_by_role("group", name="The class on one question")
    stage.locator("svg circle").first.wait_for()
    return page.locator(".took").inner_text(), stage.locator("svg circle").count()


def with_six(open_page: Any, served_book: str, folder: Path) -> tuple[Any, Any, Any]:
    """Open the page and let it read six codes from a file; return what was watched, the page and its field for files."""
    watched, page = opened(open_page, served_book)
    rng = random.Random(8)
    (folder / "chat.txt").write_text("\n".join(random_code(rng, HEDGES, wording(COURSE, HEDGES)) for _ in range(6)), "utf-8")
    chosen = page.get_by_label("or open saved chats")
    chosen.set_input_files(folder / "chat.txt")
    page.get_by_text("Read: 6 codes.").wait_for()
    return watched, page, chosen


def sparse(path: Path, size: int, head: bytes = b"") -> Path:
    """Write a file that says to be so large and takes hardly any room."""
    with path.open("wb") as file:
        file.write(head)
        file.truncate(size)
    return path


COUNTED = "window.readings = 0; const real = Blob.prototype.arrayBuffer; Blob.prototype.arrayBuffer = function () { window.readings += 1; return real.call(this); }; 0"


@pytest.mark.parametrize("sizes", [[200_000_001], [120_000_000, 80_000_001]], ids=["one file", "two files together"])
def test_more_than_two_hundred_megabytes_are_refused_in_words_unread_and_nothing_is_lost(open_page: Any, served_book: str, tmp_path: Path, sizes: list[int]) -> None:
    watched, page, chosen = with_six(open_page, served_book, tmp_path)
    before = taken(page)
    page.evaluate(COUNTED)
    chosen.set_input_files([sparse(tmp_path / f"large-{n}.txt", size) for n, size in enumerate(sizes)])
    page.get_by_text("That is more than 200 MB: choose fewer files.").wait_for()
    assert page.evaluate("window.readings") == 0, "nothing of it comes into memory"
    assert taken(page) == before
    chosen.set_input_files(tmp_path / "chat.txt")
    page.get_by_text("6 twice, of which the last counts").first.wait_for()
    assert page.evaluate("window.readings") == 1 and taken(page)[1] == before[1]
    assert watched.wrong == []


EXACTLY = """(field, text) => {
  const file = new File([text], "just.txt");
  Object.defineProperty(file, "size", { value: 200_000_000 });
  Object.defineProperty(field, "files", { value: [file] });
  field.dispatchEvent(new Event("change", { bubbles: true }));
  delete field.files;
}"""


def test_two_hundred_megabytes_themselves_are_read(open_page: Any, served_book: str, tmp_path: Path) -> None:
    _, page = opened(open_page, served_book)
    rng = random.Random(9)
    page.get_by_label("or open saved chats").evaluate(EXACTLY, "\n".join(random_code(rng, HEDGES, wording(COURSE, HEDGES)) for _ in range(7)))
    page.get_by_text("Read: 7 codes.").wait_for()


def zipped(path: Path, files: dict[str, bytes], claims: int | None = None) -> Path:
    """Write a zip; `claims` is the size that it says of every file, whatever the file has."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    data = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        for start in [m.start() for m in re.finditer(re.escape(mark), data)] if claims is not None else []:
            struct.pack_into("<I", data, start + at, claims)
    path.write_bytes(data)
    return path


LARGEST = """() => {
  const made = Uint8Array;
  const construct = (of, given) => { const one = new of(...given); window.largest = Math.max(window.largest, one.length); return one; };
  window.largest = 0;
  window.Uint8Array = new Proxy(made, { construct });
}"""
"""Keeps how long the longest array of bytes is that a script makes from now on."""


def bombs(folder: Path) -> dict[str, list[Path]]:
    """Return choices of files that say, alone, inside one another or together, that they unpack to more than 200 MB."""
    half = {"xl/worksheets/sheet1.xml": b"0"}
    inner = zipped(folder / "inner.xlsx", half, 120_000_000).read_bytes()
    return {
        "bomb.zip": [zipped(folder / "bomb.zip", {"chat.txt": b"0" * 1000}, 200_000_001)],
        "many.zip": [zipped(folder / "many.zip", {f"{n}.txt": b"0" for n in range(21)}, 10_000_000)],
        "bomb.xlsx": [zipped(folder / "bomb.xlsx", half, 200_000_001)],
        "two.zip": [zipped(folder / "two.zip", {"one.xlsx": inner, "other.xlsx": inner})],
        "b.xlsx": [zipped(folder / f"{n}.xlsx", half, 120_000_000) for n in "ab"],
    }


@pytest.mark.parametrize("name", ["bomb.zip", "many.zip", "bomb.xlsx", "two.zip", "b.xlsx"])
def test_what_unpacks_to_more_is_refused_before_it_is_unpacked_and_nothing_is_lost(open_page: Any, served_book: str, tmp_path: Path, name: str) -> None:
    """One file, many in a zip, a workbook, two workbooks in a zip, and two chosen together; two halves are no way round."""
    watched, page, chosen = with_six(open_page, served_book, tmp_path)
    before = taken(page)
    page.evaluate(LARGEST)
    chosen.set_input_files(bombs(tmp_path)[name])
    page.get_by_text(": unpacked it is too large to be read.").wait_for()
    assert taken(page) == before
    assert page.evaluate("window.largest") <= (120_000_000 if name in ("two.zip", "b.xlsx") else 1_000_000), "at most the half for which there was room"
    chosen.set_input_files(tmp_path / "chat.txt")
    page.get_by_text("6 twice, of which the last counts").first.wait_for()
    assert watched.wrong == []


def test_a_zip_that_says_less_than_it_holds_gives_no_more_than_it_says(open_page: Any, served_book: str, tmp_path: Path) -> None:
    rng = random.Random(11)
    codes = [random_code(rng, HEDGES, wording(COURSE, HEDGES)) for _ in range(12)]
    head = "\n".join(codes[:7]).encode() + b"\n"
    whole = head + b"\0" * 3_000_000 + "\n".join(codes[7:]).encode()
    watched, page = opened(open_page, served_book)
    page.evaluate(LARGEST)
    page.get_by_label("or open saved chats").set_input_files(zipped(tmp_path / "lies.zip", {"chat.txt": whole}, len(head)))
    page.get_by_text("Read: 7 codes.").wait_for()
    assert 0 < page.evaluate("window.largest") < 100_000
    page.get_by_label("or open saved chats").set_input_files(zipped(tmp_path / "honest.zip", {"chat.txt": whole}))
    page.get_by_text("Read: 5 codes", exact=False).or_(page.locator(".took", has_text="12")).first.wait_for()
    assert page.evaluate("window.largest") == len(whole)
    assert watched.wrong == []
