"""Every link within the book lands: the heading at the top, below the bar that stays there, and it stays where it landed."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.front.test_hydration import islands, keeping, worked
from tests.pages.test_pages import CHAPTER, PAGES, SPECIMENS

CHAPTERS = [p for p in PAGES if "/chapters/" in p]
REST = """() => new Promise((done) => { let last = -1, same = 0; const look = () => {
  const now = Math.round(scrollY * 4) + document.documentElement.scrollHeight * 1e6; same = now === last ? same + 1 : 0; last = now;
  same > FRAMES ? done() : requestAnimationFrame(look); }; look(); })"""
QUIET = REST.replace("FRAMES", "8")
"""Waits until neither the place nor the height of the page has changed for some frames."""
WHERE = """(id) => { const top = document.getElementById(id).getBoundingClientRect().top; const bars = [...document.querySelectorAll('.bd-header, .bd-header-article')]
  .filter((b) => b.checkVisibility() && getComputedStyle(b).position !== 'static').map((b) => b.getBoundingClientRect()).filter((b) => b.top < 5).map((b) => b.bottom);
  return { top, bar: Math.max(0, ...bars), left: document.documentElement.scrollHeight - innerHeight - scrollY }; }"""

LANDED = f"async (id) => {{ await ({REST.replace('FRAMES', '2')})(); const at = ({WHERE})(id); await ({QUIET})(); return [at, ({WHERE})(id)]; }}"
"""Where it stands as soon as the page stands still, and where it is some frames later."""


def landed(page: Any, id: str) -> str:
    """Return what is wrong with where a link to an element has led; nothing where it is at the top, or the page's end is on screen."""
    at, later = page.evaluate(LANDED, id)
    near = later["bar"] <= later["top"] <= later["bar"] + 48
    if abs(at["top"] - later["top"]) > 2:
        return f"#{id} moves from {at['top']} to {later['top']}"
    return "" if near or (later["left"] <= 2 and later["top"] > 0) else f"#{id} at {later}"


@pytest.mark.parametrize(
    ("path", "width"),
    [pytest.param(p, width, marks=[pytest.mark.long] * (p[14:16] not in {"05", "12"} or width == 375)) for p in PAGES for width in (1280, 375) if width == 1280 or "/chapters/" in p],
)
def test_every_contents_link_lands(open_page: Any, served_book: str, book: Path, path: str, width: int) -> None:
    anchors = [a["href"][1:] for a in BeautifulSoup((book / path).read_text("utf-8"), "lxml").select("#pst-primary-sidebar .tc-contents a")]
    if not anchors:  # as test_contents.py says of which pages
        return
    watched = open_page(f"{served_book}/{path}", width=width, drawn=False)
    watched.ready()
    page, wrong = watched.page, []
    for n, anchor in enumerate(anchors):
        if width == 375:
            page.locator("button.primary-toggle:visible").first.click()
        page.locator(".tc-contents a:visible").nth(n).click()
        wrong.append(landed(page, anchor))
    assert [w for w in wrong if w] == []


def test_on_a_phone_a_contents_link_closes_the_drawer_and_lands(open_page: Any, served_book: str) -> None:
    watched = open_page(f"{served_book}/{CHAPTER}", width=375, drawn=False)
    watched.ready()
    page = watched.page
    for n in (0, 3):
        page.locator("button.primary-toggle:visible").first.click()
        link = page.locator("#pst-primary-sidebar-modal[open] .tc-contents > li > a").nth(n)
        link.click()
        page.locator("#pst-primary-sidebar-modal[open]").wait_for(state="detached")
        assert landed(page, (page.url).split("#")[1]) == ""
    assert watched.wrong == []


def _anchors(book: Path, path: str) -> list[str]:
    """Every anchor of a page that is a section's."""
    soup = BeautifulSoup((book / path).read_text("utf-8"), "lxml")
    return [s["id"] for s in soup.select("article section[id]")][1:]


@pytest.mark.long
@pytest.mark.parametrize(
    ("path", "width", "state"),
    [
        *((p, 1280, "fresh") for p in PAGES if p != SPECIMENS),
        *((p, width, state) for p in CHAPTERS for width, state in ((375, "fresh"), (1280, "worked"))),
    ],
)
def test_every_deep_link_lands(open_page: Any, served_book: str, book: Path, path: str, width: int, state: str) -> None:
    chance = random.Random(2)
    data = islands((book / path).read_text("utf-8"))
    quizzes = [one for one in data if "questions" in one["content"]] if state == "worked" else []
    record = {k: v for one in quizzes for k, v in worked(one["content"], one["items"], chance).items()}
    wrong = []
    watched = open_page("about:blank", width=width, drawn=False, prepare=keeping(record) if record else "")
    for id in _anchors(book, path):
        watched.page.goto("about:blank")
        watched.page.goto(f"{served_book}/{path}#{id}")
        watched.ready()
        wrong.append(landed(watched.page, id))
        if data:
            watched.begin()
            wrong.append(landed(watched.page, id))
    assert [w for w in wrong if w] == []
