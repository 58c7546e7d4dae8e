"""The learner's journeys in Firefox and WebKitGTK; Chromium's stand in the tests of what they show."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import serve
from tests.pages.engines.engine import Engine, Page, listening, started
from tests.pages.test_matrix import KEEP_NOTHING
from tests.pages.test_whole_chapter import CHAPTER
from tests.pages.working import KEPT, first_places, play, work

pytestmark = pytest.mark.long

ENGINES = ("firefox", "webkit")
MY_WORK = "/book/my-work.html"


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
    """Open a page, and begin to read."""
    page.goto(url)
    page.begin()


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
    page.evaluate("document.querySelectorAll('details:has(.tc-island)').forEach((d) => (d.open = true))")
    work(page, widget)
    kept = page.evaluate(KEPT)
    assert widget in KEEP_NOTHING or kept
    page.reload()
    page.begin()
    assert page.evaluate(KEPT) == kept
    assert page.locator(f".tc-island[data-widget={widget}]").get_attribute("data-state") == "live"
    assert page.wrong() == []
