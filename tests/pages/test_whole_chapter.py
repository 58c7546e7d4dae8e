"""A learner plays a whole chapter, by mouse and by keyboard; it survives a reload and a restart, and a fresh profile takes it over whole."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.browsers import chromium
from tests.conftest import WHEEL
from tests.pages.working import KEPT, play

CHAPTER = "/book/chapters/03-toolkit.html"

@pytest.mark.parametrize("keyboard", [False, True], ids=["mouse", "keyboard"])
def test_a_chapter_is_played_kept_restarted_and_taken_over(served_book: str, tmp_path: Path, open_page, keyboard: bool) -> None:
    path = chromium()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("no browser under CI")
        pytest.skip("no browser")
    launch = open_page(served_book + CHAPTER).page.context.browser.browser_type.launch_persistent_context
    options = {"executable_path": path, "args": ["--no-sandbox", "--disable-gpu"], "viewport": {"width": 1280, "height": 900}}
    first = launch(str(tmp_path / "profile"), **options)
    page = first.pages[0]
    page.goto(served_book + CHAPTER)
    page.evaluate(WHEEL)
    page.locator(".tc-island:not([data-state])").first.wait_for(state="detached")
    played = play(page, keyboard)
    kept = page.evaluate(KEPT)
    ids = {key.split(":", 3)[3] for key in kept}
    assert len(played) >= 10
    assert set(played) <= ids
    page.reload()
    page.evaluate(WHEEL)
    page.locator(".tc-island:not([data-state])").first.wait_for(state="detached")
    assert page.evaluate(KEPT) == kept
    assert page.locator(".tc-live [data-question] .tc-verdict").count() >= len(played) - 2
    first.close()

    second = launch(str(tmp_path / "profile"), **options)
    page = second.pages[0]
    page.goto(served_book + "/book/my-work.html")
    page.evaluate(WHEEL)
    page.locator(".tc-island:not([data-state])").first.wait_for(state="detached")
    assert page.evaluate(KEPT) == kept
    with page.expect_download() as download:
        page.get_by_role("button", name="Save my answers to a file").click()
    record = tmp_path / "record.json"
    download.value.save_as(record)
    second.close()
    assert len(json.loads(record.read_text("utf-8"))["items"]) == len(kept)

    fresh = open_page(served_book + "/book/my-work.html")
    fresh.mount_all()
    fresh.page.locator("[data-tc-record] input[type=file]").set_input_files(record)
    fresh.page.get_by_text(f"{len(kept)} answers").first.wait_for()
    assert fresh.page.evaluate(KEPT) == kept
    fresh.page.goto(served_book + CHAPTER)
    fresh.mount_all()
    assert fresh.page.locator(".tc-live [data-question] .tc-verdict").count() >= len(played) - 2
    assert fresh.wrong == []
