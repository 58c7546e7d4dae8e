"""Every page of the course: accessible (WCAG 2.2 A and AA by axe), quiet, within its width, asking nobody else for anything."""

from __future__ import annotations

import re

import pytest

from tests import ROOT
from tests.conftest import violations

PAGES = sorted(p.relative_to(ROOT).with_suffix(".html").as_posix() for p in (ROOT / "book").rglob("*.md"))
CHAPTER = "book/chapters/05-renewed-alliance.html"


def looked_at(open_page, url: str, width: int, dark: bool) -> None:
    watched = open_page(url, width=width, dark=dark)
    if watched.page.locator(".tc-island").count():
        watched.mount_all()
    assert violations(watched.page) == []
    assert watched.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert watched.wrong == []


SPECIMENS = "book/teach/instruments.html"
"""Every widget in every state, as the chapters have them: what is looked at in the chapters, state by state or link by link, is not looked at here again."""


@pytest.mark.parametrize("path", [p if (n % 4 == 0 and p != SPECIMENS) or p == CHAPTER else pytest.param(p, marks=pytest.mark.long) for n, p in enumerate(PAGES)])
def test_a_page_is_accessible_quiet_and_fits(open_page, served_book: str, path: str) -> None:
    looked_at(open_page, f"{served_book}/{path}", 1280, False)


COLOURS = ["color-contrast", "link-in-text-block"]
"""All that axe asks of colours: the themes differ in nothing else, so that the other rules are asked in one of them."""


@pytest.mark.long
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_in_the_other_widths_and_themes(open_page, served_book: str, path: str) -> None:
    watched = open_page(f"{served_book}/{path}", width=375)
    page = watched.page
    if page.locator(".tc-island").count():
        watched.mount_all()
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    for width in (375, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
        assert violations(page, rules=COLOURS) == [], width
    assert watched.wrong == []


@pytest.mark.long
@pytest.mark.parametrize("path", [CHAPTER, "book/index.html", "book/reference/claims.html"])
@pytest.mark.parametrize("setting", [{"forced_colors": "active"}, {"reduced_motion": "reduce"}, {"device_scale_factor": 2}])
def test_a_page_holds_in_the_readers_own_settings(open_page, served_book: str, path: str, setting: dict[str, object]) -> None:
    # 200 % zoom of a window 1280 px wide is a viewport of 640 CSS px at twice the density.
    watched = open_page(f"{served_book}/{path}", width=640 if "device_scale_factor" in setting else 1280, **setting)
    page = watched.page
    if page.locator(".tc-island").count():
        watched.mount_all()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if "reduced_motion" in setting:
        page.mouse.wheel(0, 2000)
        assert page.evaluate("document.getAnimations().length") == 0
    assert watched.wrong == []


@pytest.mark.parametrize("dark", [False, True])
def test_the_chapter_is_accessible_after_answering(open_page, served_book: str, dark: bool) -> None:
    watched = open_page(f"{served_book}/{CHAPTER}", dark=dark)
    page = watched.page
    watched.mount_all()
    desk = page.locator(".tc-live .tc-fact-check")
    desk.get_by_label("Card 1", exact=True).check()
    desk.get_by_label("It holds as written").check()
    desk.get_by_label("90 %").check()
    desk.get_by_role("button", name="Compare with the record").click()
    question = page.locator(".tc-live .tc-question-single").first
    question.get_by_role("radio").first.check()
    question.get_by_role("button", name="Check").click()
    assert violations(page) == []
    assert watched.wrong == []


def test_the_register_of_claims_can_be_filtered(open_page, served_book: str) -> None:
    page = open_page(f"{served_book}/book/reference/claims.html").page
    page.get_by_text(re.compile(r"^(\d+) of \1 claims\.$")).wait_for()
    page.get_by_label("Verdict").select_option("wrong")
    shown = page.locator("[data-claim]:visible")
    assert {c.get_attribute("data-verdict") for c in shown.all()} == {"wrong"}
    page.get_by_label("Words").fill("no claim says this")
    page.get_by_text(re.compile(r"^0 of \d+ claims\.$")).wait_for()
    assert shown.count() == 0


@pytest.mark.parametrize("width", [375, 1280])
def test_a_screen_reader_finds_the_whole_page_at_once(open_page, served_book: str, width: int) -> None:
    watched = open_page(f"{served_book}/{CHAPTER}", width=width, drawn=False)
    watched.begin()
    page = watched.page
    tree = page.locator("main").aria_snapshot()
    for heading in page.locator("article :is(h1, h2, h3)").all():
        words = heading.evaluate("node => node.firstChild.textContent.trim()")
        assert words in tree
    assert page.locator("article section").evaluate_all("nodes => nodes.filter((n) => getComputedStyle(n).contentVisibility !== 'visible').length") == 0


SPACED = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }"
"""What WCAG 2.2, criterion 1.4.12, lets a reader set."""
CLIPPED = """() => [...document.querySelectorAll("main *")].filter((node) => {
  const style = getComputedStyle(node);
  return node.clientWidth > 1 && !node.closest(".tc-sr, svg, thead") && [style.overflowX, style.overflowY].some((v) => v === "hidden" || v === "clip")
    && (node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1);
}).map((node) => `${node.tagName}.${node.className}`)"""


@pytest.mark.parametrize("path", [CHAPTER, "book/chapters/11-competing-explanations.html", "book/chapters/16-data-lab.html"])
def test_text_may_be_spaced_wider_without_being_cut(open_page, served_book: str, path: str) -> None:
    watched = open_page(f"{served_book}/{path}", width=375)
    watched.mount_all()
    watched.page.add_style_tag(content=SPACED)
    assert watched.page.evaluate(CLIPPED) == []
    assert watched.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
