"""Every instrument, fresh and worked, at 400 and 200 per cent zoom and in the reader's own colours: nothing is cut, overlaid or moved, and all of it can be told apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests import ROOT
from tests.pages.test_matrix import worked

SEEN = Path(__file__).with_name("seen.js").read_text("utf-8")
CHAPTERS = sorted(p.relative_to(ROOT).with_suffix(".html").as_posix() for p in (ROOT / "book" / "chapters").glob("*.md"))
PAGES = ["book/index.html", *CHAPTERS]
WORKED = [*PAGES, "book/my-work.html", "book/review.html", "book/reference/paragraphs.html"]
SMALLEST = 9.0
"""Print in a picture, in CSS px, below which nobody reads it."""


MOVED = """window.moved = []; for (const kind of ["transitionrun", "animationstart"])
  addEventListener(kind, ({ type, target, propertyName, animationName }) => target.closest?.(".tc-island") &&
    window.moved.push(`${type} of ${propertyName ?? animationName}: ${target.closest("[data-widget]").dataset.widget} ${target.nodeName}.${target.getAttribute("class")}`), true);"""
"""Notes what moves in an instrument; nothing may where the reader has asked for less motion."""


def found(page: Any, how: str) -> list[str]:
    """Return what one of the looks of `seen.js` finds wrong in the islands of a page."""
    return page.evaluate(f"async () => {{ const wrong = []; for (const root of document.querySelectorAll('.tc-island')) wrong.push(...(await {how})); return wrong }}")


@pytest.mark.long
@pytest.mark.parametrize("path", PAGES)
def test_the_instruments_of_a_page_hold_at_any_zoom_and_in_any_colours(open_page: Any, served_book: str, path: str) -> None:
    # 400 % of a window of 1280 × 1024 is a viewport of 320 × 256 CSS px (WCAG 2.2, 1.4.10); 200 % is one of 640 × 512.
    watched = open_page(f"{served_book}/{path}", width=320, reduced_motion="reduce")
    page = watched.page
    watched.mount_all()
    page.evaluate(SEEN)
    for width, height in ((320, 256), (640, 512)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{width}: the page scrolls sideways"
        assert found(page, f"seen.cut(root, {SMALLEST})") == [], width
    for colours, scheme in (("none", "light"), ("none", "dark"), ("active", "light"), ("active", "dark")):
        page.emulate_media(color_scheme=scheme, forced_colors=colours)
        assert found(page, "seen.faint(root)") == [], (colours, scheme)
        assert found(page, "seen.unseen(root)") == [], (colours, scheme)
    page.emulate_media(color_scheme="light", forced_colors="active")
    assert found(page, "seen.alike(root)") == []
    assert watched.wrong == []


@pytest.mark.long
@pytest.mark.parametrize("path", WORKED)
def test_once_worked_they_hold_at_any_zoom_and_in_any_colours_and_nothing_moves(open_page: Any, served_book: str, path: str) -> None:
    watched = open_page(f"{served_book}/{path}", width=320, reduced_motion="reduce", prepare=MOVED)
    page = watched.page
    watched.mount_all()
    page.evaluate(SEEN)
    for state in worked(page):
        for width, height in ((320, 256), (640, 512)):
            page.set_viewport_size({"width": width, "height": height})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{state}, {width}: the page scrolls sideways"
            assert found(page, f"seen.cut(root, {SMALLEST})") == [], (state, width)
        for colours, scheme in (("none", "light"), ("none", "dark"), ("active", "light"), ("active", "dark")):
            page.emulate_media(color_scheme=scheme, forced_colors=colours, reduced_motion="reduce")
            assert found(page, "seen.faint(root)") == [], (state, colours, scheme)
            assert found(page, "seen.unseen(root)") == [], (state, colours, scheme)
        page.emulate_media(color_scheme="light", forced_colors="none", reduced_motion="reduce")
    assert page.evaluate("window.moved") == []
    assert watched.wrong == []
