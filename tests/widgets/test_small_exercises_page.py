"""The memo builder: worked by keyboard, kept, undone."""

from __future__ import annotations


def test_a_memo_takes_over_earlier_work_and_is_saved(open_page, served_book: str) -> None:
    watched = open_page(served_book + "/book/chapters/11-competing-explanations.html")
    page = watched.page
    watched.mount_all()
    text = page.locator(".tc-island[data-widget=ach_workbench] textarea")
    text.fill("Item 10 decides. <script>alert(1)</script>")
    text.press("Tab")
    page.goto(served_book + "/book/chapters/15-policy-memo.html")
    watched.mount_all()
    memo = page.locator(".tc-live .tc-memo-builder")
    part = memo.locator("[data-part=grounds]")
    part.get_by_text("You wrote, in The workbench for competing hypotheses").press("Enter")
    part.get_by_role("button", name="Take it over").press("Enter")
    assert part.locator("textarea").input_value() == "Item 10 decides. <script>alert(1)</script>"
    memo.get_by_role("button", name="Check what can be checked").press("Enter")
    assert "The judgement is empty." in page.evaluate("document.activeElement.innerText")
    with page.expect_download() as download:
        memo.get_by_role("button", name="Save as Markdown").click()
    saved = download.value.path().read_text("utf-8")
    assert "Item 10 decides. &lt;script>" in saved
    page.reload()
    watched.mount_all()
    assert part.locator("textarea").input_value().startswith("Item 10 decides.")
    assert memo.get_by_text("Mark it yourself, after a night").count() == 1
    assert watched.wrong == []
