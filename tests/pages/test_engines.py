"""The learner's journeys in Firefox and WebKitGTK; Chromium's stand in the tests of what they show."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import serve
from tests.pages.engines.engine import Engine, Page, listening, started
from tests.pages.test_contents import BLOCKED
from tests.pages.test_firefox import STRICT
from tests.pages.test_matrix import KEEP_NOTHING
from tests.pages.test_whole_chapter import CHAPTER
from tests.pages.working import KEPT, first_places, play, work

pytestmark = pytest.mark.long

ENGINES = ("firefox", "webkit")
MY_WORK = "/book/my-work.html"
RENEWED = "/book/chapters/05-renewed-alliance.html"


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Start each engine in turn, as it comes."""
    with started(request.param, tmp_path_factory.mktemp(request.param)) as running:
        yield running


@pytest.fixture(scope="session")
def pages(book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the course's pages, each of which keeps what goes wrong on it."""
    return listening(book, tmp_path_factory.mktemp("listening") / "book")


@pytest.fixture(scope="session")
def site(pages: Path) -> Iterator[str]:
    """Serve those pages."""
    yield from serve(pages)


def opened(page: Page, url: str) -> None:
    """Open a page and what is folded there, and begin to read."""
    page.goto(url)
    page.begin()
    page.evaluate("document.querySelectorAll('details:has(.tc-island)').forEach((d) => (d.open = true))")


@pytest.mark.parametrize("keyboard", [False, True], ids=["mouse", "keyboard"])
def test_a_chapter_is_played_kept_and_taken_over(engine: Engine, site: str, tmp_path: Path, keyboard: bool) -> None:
    page = engine.fresh()
    opened(page, site + CHAPTER)
    played = play(page, keyboard)
    kept = page.evaluate(KEPT)
    assert len(played) >= 10
    assert set(played) <= {key.split(":", 3)[3] for key in kept}
    page.reload()
    page.begin()
    assert page.evaluate(KEPT) == kept
    verdicts = page.locator(".tc-live [data-question] .tc-verdict").count()
    assert verdicts >= len(played) - 2
    opened(page, site + MY_WORK)
    page.button("Save my answers to a file").click()
    record = tmp_path / "record.json"
    record.write_text(page.saved(), "utf-8", newline="\n")
    assert len(json.loads(record.read_text("utf-8"))["items"]) == len(kept)
    assert page.wrong() == []

    page = engine.fresh()
    opened(page, site + MY_WORK)
    assert page.evaluate(KEPT) == {}
    page.locator("[data-tc-record] input[type=file]").set_input_files(record)
    page.until(f"document.querySelector('[data-tc-record]').textContent.includes('{len(kept)} answers')")
    assert page.evaluate(KEPT) == kept
    opened(page, site + CHAPTER)
    assert page.locator(".tc-live [data-question] .tc-verdict").count() == verdicts
    assert page.wrong() == []


@pytest.mark.parametrize(("widget", "chapter"), first_places())
def test_an_instrument_is_worked_by_keys_and_its_work_is_kept(engine: Engine, site: str, widget: str, chapter: str) -> None:
    page = engine.fresh()
    opened(page, f"{site}/book/chapters/{chapter}.html")
    page.evaluate("window.print = () => {}")
    work(page, widget, each=2)
    kept = page.evaluate(KEPT)
    assert widget in KEEP_NOTHING or kept
    page.reload()
    page.begin()
    assert page.evaluate(KEPT) == kept
    assert page.locator(f".tc-island[data-widget={widget}]").get_attribute("data-state") == "live"
    assert page.wrong() == []


QUESTION = '.tc-live [data-question="05-renewed-alliance/q08"]'
EARLIER = '.tc-live [data-question="05-renewed-alliance/q02"]'
FILL = """() => { for (let size = 2 ** 20, n = 0; size >= 1;)
  try { localStorage.setItem(`full${n}`, "x".repeat(size)); n += 1; } catch { size = Math.floor(size / 2); } }"""
"""Fills the browser's real store, to the last letters."""


@pytest.fixture(scope="session")
def refusing(book: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the course's pages as they are where all site data are blocked: both stores throw."""
    yield from serve(listening(book, tmp_path_factory.mktemp("refusing") / "book", BLOCKED))


def answered(page: Page, question: str) -> str:
    """Choose the second answer of a question, and return what the question says."""
    slot = page.locator(question)
    slot.locator("input[type=radio][value=b]").click()
    slot.locator(".tc-actions .tc-primary").click()
    return slot.locator(".tc-verdict").text_content()


def told(page: Page, notice: str) -> str:
    """Return the words of a notice, once they are there."""
    return str(page.until(f"document.querySelector('#tc-notice-{notice} > p')?.textContent"))


def theme_works(page: Page) -> None:
    """Hold what the theme's scripts did: light and dark, the menu beside the text, the menu as a dialog."""
    root = "document.documentElement.dataset"
    before, shown = page.evaluate(f"{root}.mode"), set()
    button = page.locator(".theme-switch-button")
    for _ in range(3):
        button.click()
        shown.add(page.evaluate(f"{root}.theme"))
    assert shown == {"light", "dark"}
    assert page.evaluate(f"{root}.mode") == before
    menu, bar = page.locator(".primary-toggle"), page.locator("#pst-primary-sidebar")
    for state in ("hidden", "visible"):
        menu.click()
        bar.wait_for(state)
    page.size(700)
    menu.click()
    assert page.locator("#pst-primary-sidebar-modal[open] .toctree-l1").count() > 20
    page.keyboard.press("Escape")
    page.until("!document.querySelector('#pst-primary-sidebar-modal').open")
    assert bar.locator(".toctree-l1").count() > 20
    page.size(1280)


def keeps_nothing(page: Page, url: str) -> None:
    """Hold what is true where nothing can be kept: an answer counts until the page is closed, and can be saved."""
    opened(page, url + RENEWED)
    assert page.evaluate("localStorage.blocked") is True
    assert answered(page, QUESTION) in ("Right.", "Not yet.")
    assert "Your browser keeps nothing for this page (its storage is blocked)" in told(page, "blocked")
    page.button("Save my answers to a file").click()
    assert list(json.loads(page.saved())["items"]) == ["05-renewed-alliance/q08"]
    theme_works(page)
    page.reload()
    page.begin()
    assert page.locator(f"{QUESTION} input:checked").count() == 0
    theme_works(page)
    assert page.wrong() == []


def test_where_all_site_data_are_blocked_the_page_says_so_and_works(engine: Engine, refusing: str) -> None:
    keeps_nothing(engine.fresh(), refusing)


@pytest.mark.parametrize(
    ("name", "prefs", "options"),
    [
        ("firefox", {"network.cookie.cookieBehavior": 2}, ()),
        ("firefox", {"dom.storage.enabled": False}, ()),
        ("webkit", {}, ("--enable-html5-local-storage=false",)),
    ],
    ids=["firefox-cookies", "firefox-storage", "webkit-storage"],
)
def test_where_the_browser_is_set_to_keep_nothing_the_page_says_so_and_works(site: str, tmp_path: Path, name: str, prefs: dict[str, object], options: tuple[str, ...]) -> None:
    with started(name, tmp_path, prefs, options) as engine:
        keeps_nothing(engine.fresh(), site)


def test_a_full_store_is_told_and_nothing_earlier_is_lost(engine: Engine, site: str) -> None:
    page = engine.fresh()
    opened(page, site + RENEWED)
    answered(page, EARLIER)
    kept = page.evaluate(KEPT)
    page.evaluate(FILL)
    assert answered(page, QUESTION) in ("Right.", "Not yet.")
    assert "store for this site is full: what you just did is not kept, and nothing earlier was overwritten" in told(page, "full")
    assert page.evaluate(KEPT) == kept != {}
    page.reload()
    page.begin()
    assert page.locator(f"{QUESTION} input:checked").count() == 0
    assert page.locator(f"{EARLIER} .tc-verdict").count() == 1
    theme_works(page)
    assert page.wrong() == []


@pytest.mark.parametrize("name", ENGINES)
def test_a_chapter_is_played_from_a_file_and_what_is_said_of_its_store_is_true(pages: Path, tmp_path: Path, name: str) -> None:
    with started(name, tmp_path, {STRICT: True}) as engine:
        page = engine.fresh()
        opened(page, pages.as_uri() + CHAPTER)
        played = play(page, keyboard=True)
        kept = page.evaluate(KEPT)
        assert set(played) <= {key.split(":", 3)[3] for key in kept}
        page.reload()
        page.begin()
        assert page.evaluate(KEPT) == kept
        assert page.locator(".tc-live [data-question] .tc-verdict").count() >= len(played) - 2
        apart = page.locator("#tc-notice-separate").count()
        opened(page, pages.as_uri() + MY_WORK)
        assert page.evaluate(KEPT) == ({} if apart else kept)
        assert page.wrong() == []
