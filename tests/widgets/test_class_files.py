"""The page Class with files: a folder, a zip, a workbook and a mailbox, opened or dropped."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from tests.classroom.test_chat import written
from tests.classroom.test_class_more import handed_in
from tests.classroom.test_codes import COURSE
from tests.classroom.transcripts import random_code
from tests.widgets.test_class_page import HEDGES, opened
from thirdcorner.course.codes import wording


def test_a_folder_and_a_zip_of_files_handed_in_become_the_picture_and_no_name_is_read(open_page: Any, served_book: str, tmp_path: Path) -> None:
    import zipfile

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
