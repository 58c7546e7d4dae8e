"""The sorting bench: chosen before the book answers, by keyboard, kept, and cleared only when asked twice; readings are never wrong."""

from __future__ import annotations


def test_a_statement_is_sorted_by_keyboard_and_kept(open_page, served_book: str) -> None:
    watched = open_page(served_book + "/book/chapters/01-how-to-read.html")
    page = watched.page
    watched.mount_all()
    bench = page.locator(".tc-live .tc-sorting-bench")
    second = bench.locator("[data-statement='claim-sorter-01/s2']")
    assert "Parts, drawings or people" not in second.inner_text()
    second.get_by_role("radio", name="fact").focus()
    page.keyboard.press("Space")
    second.get_by_role("textbox").fill("Parts that somebody found <b>")
    second.get_by_role("button", name="Compare").press("Enter")
    assert second.locator(".tc-verdict").evaluate("n => n === document.activeElement")
    assert "otherwise" in second.locator(".tc-verdict").inner_text()
    second.get_by_role("button", name="Try again").press("Enter")
    second.get_by_role("radio", name="inference").check()
    second.get_by_role("button", name="Compare").press("Enter")
    assert "Parts, drawings or people" in second.inner_text()
    bench.get_by_text("1 of 8 sorted; at the first try 0 of 1").wait_for()
    page.reload()
    watched.mount_all()
    assert second.get_by_role("textbox").input_value() == "Parts that somebody found <b>"
    bench.get_by_role("button", name="Begin again").click()
    bench.get_by_role("button", name="Yes, forget my work here").click()
    assert second.get_by_role("textbox").input_value() == ""
    assert watched.wrong == []


def test_a_reading_is_answered_and_never_called_wrong(open_page, served_book: str) -> None:
    watched = open_page(served_book + "/book/chapters/09-rivalry-with-washington.html")
    page = watched.page
    watched.mount_all()
    bench = page.locator(".tc-live .tc-sorting-bench")
    for choice in ("they agree", "they pull apart", "it depends on a reading"):
        first = bench.locator("[data-statement='consistency-09/p1']")
        first.get_by_role("radio", name=choice).check()
        first.get_by_role("button", name="Compare").click()
        assert f"Your reading: {choice}" in first.inner_text()
        assert "✗" not in first.inner_text()
        first.get_by_role("button", name="Sort it again").click()
    assert watched.wrong == []
