"""What a page says of its own place: numbers, Contents, a description; and text that keeps a number with its unit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.pages.test_pages import CHAPTER, PAGES
from thirdcorner.pages.contents import LONGEST, bound, bound_content, bound_page, contents, description, number


@pytest.mark.parametrize(
    ("address", "n"),
    [("05-renewed-alliance.html", "5"), ("../chapters/16-data-lab.html", "16"), ("book/chapters/10-analogy-1914", "10"), ("../review.html", ""), ("../1914.html", "")],
)
def test_a_chapters_number_is_read_from_its_address(address: str, n: str) -> None:
    assert number(address) == n


def test_contents_are_what_stands_below_the_title() -> None:
    toc = '<ul>\n<li><a href="#">Title</a><ul>\n<li><a href="#a">A</a></li>\n</ul></li>\n</ul>'
    assert '<a href="#a">A</a>' in contents(toc) and "Title" not in contents(toc)
    assert contents('<ul><li><a href="#">Title</a></li></ul>') == ""


@pytest.mark.parametrize(
    ("text", "made"),
    [("99 % of it", "99\u00a0% of it"), ("about 12 million", "about 12\u00a0million"), ("in 2024 a", "in 2024 a"), ("7 tons", "7 tons"), ("% 5", "% 5")],
)
def test_a_number_keeps_its_unit(text: str, made: str) -> None:
    assert bound(text) == made
    assert bound_page(f'<p title="{text}">{text}</p><code>{text}</code>') == f'<p title="{text}">{made}</p><code>{text}</code>'
    assert bound_content({"prompt_html": text, "id": text, "parts": [{"label_html": text}]}) == {"prompt_html": made, "id": text, "parts": [{"label_html": made}]}


def test_a_description_is_the_first_paragraphs_beginning() -> None:
    long = "A first sentence that says a good deal about the page, and about why. " + "More words follow on this. " * 20
    assert description(f"<h1>T</h1><p>Short.</p><p>{long}</p>", "else").startswith("A first sentence")
    assert len(description(f"<p>{long}</p>", "else")) <= LONGEST + 2
    assert description("<p>Short.</p>", "What the course is about") == "What the course is about"


@pytest.mark.parametrize("path", PAGES)
def test_every_page_describes_itself_and_lists_its_sections_where_one_is(book: Path, path: str) -> None:
    soup = BeautifulSoup((book / path).read_text("utf-8"), "lxml")
    said = soup.select_one('meta[name="description"]')["content"]
    assert 20 <= len(said) <= LONGEST + 2 and "<" not in said
    assert soup.select_one("#pst-secondary-sidebar, .secondary-toggle") is None
    sections = [s["id"] for s in soup.select("article > section > section[id]")]
    listed = [a["href"].removeprefix("#") for a in soup.select(".toctree-l1.current > .tc-contents > li > a")]
    assert listed == (sections if soup.select_one(".toctree-l1.current") else [])
    for link in soup.select("#pst-primary-sidebar .toctree-l1 > a"):
        shown = link.select_one(".tc-chapter-number")
        assert (shown.text if shown else "") == number(path if link["href"] == "#" else link["href"])


BLOCKED = """for (const name of ['localStorage', 'sessionStorage'])
  Object.defineProperty(window, name, { configurable: true, get() { throw new DOMException('denied', 'SecurityError'); } });"""


@pytest.mark.parametrize("prepare", ["", BLOCKED], ids=["kept", "blocked"])
def test_what_the_themes_scripts_did_works_with_and_without_storage(open_page: Any, served_book: str, prepare: str) -> None:
    watched = open_page(f"{served_book}/{CHAPTER}", width=375, prepare=prepare)
    page = watched.page
    page.locator(".tc-island:not([data-state])").first.wait_for(state="detached")
    page.locator("button.primary-toggle:visible").click()
    page.locator("#pst-primary-sidebar-modal[open]").get_by_role("link", name="Glossary").wait_for()
    page.keyboard.press("Escape")
    page.locator("#pst-primary-sidebar-modal[open]").wait_for(state="detached")
    assert page.locator("button.primary-toggle:visible").evaluate("node => node === document.activeElement")
    page.locator("button.primary-toggle:visible").click()
    page.mouse.click(370, 400)
    page.locator("#pst-primary-sidebar-modal[open]").wait_for(state="detached")
    assert page.locator("#pst-primary-sidebar .toctree-l1").count() > 20
    page.keyboard.press("Control+k")
    page.locator("#pst-search-dialog[open] input").wait_for()
    page.keyboard.press("Escape")
    before = page.evaluate("document.documentElement.dataset.mode")
    page.locator(".theme-switch-button:visible").click()
    assert page.evaluate("document.documentElement.dataset.mode") != before
    assert page.locator(".theme-switch-button svg:visible").count() == 1
    assert watched.wrong == []


def test_the_menu_beside_the_text_can_be_put_away_and_keeps_its_place(open_page: Any, served_book: str) -> None:
    watched = open_page(f"{served_book}/{CHAPTER}")
    page = watched.page
    bar, button = page.locator("#pst-primary-sidebar"), page.get_by_role("button", name="Contents of the book")
    button.click()
    bar.wait_for(state="hidden")
    button.click()
    bar.wait_for(state="visible")
    bar.evaluate("node => (node.scrollTop = 300)")
    page.goto(f"{served_book}/book/reference/claims.html")
    assert page.locator("#pst-primary-sidebar").evaluate("node => node.scrollTop") == 300
    assert watched.wrong == []


def test_light_and_dark_follow_the_system_until_the_reader_chooses(open_page: Any, served_book: str) -> None:
    page = open_page(f"{served_book}/{CHAPTER}").page
    shown = "document.documentElement.dataset.theme"
    page.emulate_media(color_scheme="dark")
    page.locator("html[data-theme=dark]").wait_for()
    button, seen = page.get_by_role("button", name="Light or dark"), []
    for _ in range(3):
        button.click()
        seen.append(page.evaluate(f"[document.documentElement.dataset.mode, {shown}].join(' ')"))
    assert sorted(seen) == ["auto dark", "dark dark", "light light"]
    button.click()
    chosen = page.evaluate("document.documentElement.dataset.mode")
    page.reload()
    assert page.evaluate("document.documentElement.dataset.mode") == chosen


def test_a_button_says_what_it_does_where_it_is_reached_by_key(open_page: Any, served_book: str) -> None:
    page = open_page(f"{served_book}/{CHAPTER}").page
    button = page.get_by_role("button", name="Light or dark")
    tip = "node => getComputedStyle(node, '::after').content"
    assert button.evaluate(tip) == "none"
    button.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert "Light or dark" in button.evaluate(tip)
    page.keyboard.press("Escape")
    assert button.evaluate(tip) == "none"


def test_far_down_a_button_leads_back_to_the_top(open_page: Any, served_book: str) -> None:
    page = open_page(f"{served_book}/{CHAPTER}", width=375).page
    button = page.locator("#pst-back-to-top")
    assert not button.is_visible()
    page.evaluate("scrollTo(0, 5000)")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => (scrollTo(0, 4800), done()))))")
    button.click()
    page.wait_for_function("() => scrollY === 0")
    assert not button.is_visible()


def test_the_welcome_page_goes_on_where_one_was(open_page: Any, served_book: str) -> None:
    watched = open_page(f"{served_book}/book/index.html")
    page = watched.page
    assert page.get_by_role("link", name="Continue").count() == 0
    page.goto(f"{served_book}/{CHAPTER}")
    page.locator(".tc-contents a").nth(3).click()
    page.locator(".tc-contents a[aria-current=location]").wait_for()
    section = page.locator(".tc-contents a[aria-current=location]").get_attribute("href")
    page.goto(f"{served_book}/book/index.html")
    page.get_by_text("Chapter 5 · A renewed Russia–North Korea alliance").wait_for()
    page.get_by_role("link", name="Continue").click()
    page.wait_for_url(f"**/{CHAPTER}{section}")
    page.goto(f"{served_book}/book/my-work.html")
    page.get_by_role("button", name="Forget everything").click()
    page.get_by_role("button", name="Yes, forget everything").click()
    assert page.evaluate("[localStorage.getItem('tc-read'), localStorage.getItem('tc-room')]") == [None, None]
    assert watched.wrong == []


def test_permalinks_and_the_skip_link_show_when_they_are_wanted(open_page: Any, served_book: str) -> None:
    page = open_page(f"{served_book}/{CHAPTER}").page
    heading = page.locator("article h2").first
    seen = "node => getComputedStyle(node).opacity"
    page.mouse.move(5, 5)
    assert heading.locator(".headerlink").evaluate(seen) == "0"
    heading.hover()
    assert heading.locator(".headerlink").evaluate(seen) == "1"
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    page.keyboard.press("Tab")
    skip = page.locator(".skip-link a")
    assert skip.evaluate("node => node === document.activeElement")
    assert skip.evaluate("node => getComputedStyle(node).fontFamily").startswith("system-ui")
    assert skip.bounding_box()["y"] >= 0
