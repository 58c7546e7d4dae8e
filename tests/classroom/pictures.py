"""The pictures under Teach: taken of the book's own pages with the made-up class of `make demo-class`, never drawn by hand.

`python -m tests.classroom.pictures` takes them anew after `make book demo-class`; `test_demo.py` holds those in the repository to what the pages show now.
"""

from __future__ import annotations

import base64
import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests import ROOT
from tests.browsers import chromium
from tests.conftest import build, serve
from thirdcorner.classroom.assignments import read
from thirdcorner.classroom.publish import write_page
from thirdcorner.course.read import load, load_pool

FOLDER = ROOT / "book" / "teach" / "pictures"
SIZE = {"width": 900, "height": 600}
SHARPNESS = 1.5
"""How many points of a picture stand for one CSS px."""
PACKED = """async (png) => {
  const image = new Image();
  image.src = `data:image/png;base64,${png}`;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  canvas.getContext("2d").drawImage(image, 0, 0);
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/webp", quality: 0.7 })).arrayBuffer());
  return btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ""));
}"""
APART = """async ([one, other]) => {
  const seen = async (webp) => {
    const image = new Image();
    image.src = `data:image/webp;base64,${webp}`;
    await image.decode();
    const canvas = new OffscreenCanvas(45, 30), context = canvas.getContext("2d");
    context.drawImage(image, 0, 0, 45, 30);
    return context.getImageData(0, 0, 45, 30).data;
  };
  const [a, b] = [await seen(one), await seen(other)];
  return a.reduce((sum, value, n) => sum + Math.abs(value - b[n]), 0) / a.length;
}"""
"""How far two pictures are apart: the mean difference of 45 × 30 points, of 255."""


def _shot(page: Any) -> str:
    """Return what is in view, packed as WebP by the browser itself, in base64."""
    png = base64.b64encode(page.screenshot(animations="disabled", caret="hide")).decode()
    page.goto("about:blank")  # where no policy keeps the picture out
    return page.evaluate(PACKED, png)


def _class(page: Any, address: str, graded: Path) -> None:
    page.goto(f"{address}/book/teach/class.html")
    page.get_by_role("button", name="Rehearse with a made-up class").click()
    page.get_by_role("group", name="The class on one question").evaluate("e => { e.scrollIntoView(); scrollBy(0, -60); }")


def _mark(page: Any, address: str, graded: Path) -> None:
    page.goto((graded / "mark.html").as_uri())
    page.locator("[data-handed] .tc-live").first.wait_for()
    page.get_by_role("heading", level=2).first.blur()  # where the page puts the focus


def _items(page: Any, address: str, graded: Path) -> None:
    page.goto((graded / "items.html").as_uri())


def _feedback(page: Any, address: str, graded: Path) -> None:
    page.goto(sorted((graded / "feedback").glob("*.html"))[0].as_uri())


ASSIGNED = """id: week-5
title: 'Week 5: a renewed alliance'
feedback: never
questions: [{id: 05-renewed-alliance/q02}, {id: 05-renewed-alliance/q03}, {id: 05-renewed-alliance/q04}]
"""
"""Of the book's own questions: a graded one is in no picture."""


def _receipt(page: Any, address: str, graded: Path) -> None:
    book = graded.parent / "book"
    shutil.rmtree(book, ignore_errors=True)
    shutil.copytree(ROOT / "tests" / "sample", book, ignore=shutil.ignore_patterns("_build"))
    (graded.parent / "week5.yml").write_text(ASSIGNED, "utf-8")
    course = load()
    write_page(book, read(graded.parent / "week5.yml", course, load_pool(course)))
    done = build(book)
    assert done.returncode == 0, done.stdout + done.stderr
    page.goto((book / "_build" / "html" / "book" / "assignments" / "week-5.html").as_uri())
    page.locator(".tc-island[data-state=live]").wait_for()
    for question in page.locator("[data-question]").all()[:2]:
        question.locator("input").first.check()
    save = page.get_by_role("button", name="Save my submission to a file")
    with page.expect_download():
        save.click()
    page.get_by_text("Its word is").evaluate("e => { e.scrollIntoView({ block: 'end' }); scrollBy(0, 40); }")
    page.mouse.move(0, 0)  # off the option that it has come to stand on


PAGES = {"class": _class, "mark": _mark, "items": _items, "feedback": _feedback, "receipt": _receipt}


def taken(browser: Any, address: str, graded: Path) -> Iterator[tuple[str, str, Any]]:
    """Yield each picture's name, its bytes in base64, and the page it was taken of."""
    for name, go in PAGES.items():
        page = browser.new_page(viewport=SIZE, device_scale_factor=SHARPNESS, reduced_motion="reduce")
        go(page, address, graded)
        yield name, _shot(page), page
        page.close()


def main() -> None:
    """Take every picture and put it where the pages under Teach show it."""
    from playwright.sync_api import sync_playwright

    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright, contextlib.contextmanager(serve)(ROOT / "_build" / "html") as address:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        for name, webp, _ in taken(browser, address, ROOT / "_build" / "demo-class" / "graded-moodle"):
            (FOLDER / f"{name}.webp").write_bytes(base64.b64decode(webp))
        browser.close()


if __name__ == "__main__":
    main()
