"""The translator: a range by keyboard, the scales only after it, the same word compared with itself, undo, kept."""

from __future__ import annotations

PAGE = "/book/chapters/01-how-to-read.html"


def test_two_hedges_are_translated(open_page, served_book: str) -> None:
    watched = open_page(served_book + PAGE, width=375)
    page = watched.page
    watched.mount_all()
    desk = page.locator(".tc-live .tc-hedge-translator")
    first = desk.locator("[data-hedge=r1]")
    first.get_by_role("button", name="Compare").press("Enter")
    desk.get_by_role("status").filter(has_text="Move one of the ends first.").wait_for()
    for key, ends in (("r1", (14, 3)), ("a1", (18, 0))):
        hedge = desk.locator(f"[data-hedge={key}]")
        for _ in range(ends[0]):
            hedge.get_by_label("at least").press("ArrowRight")
        for _ in range(ends[1]):
            hedge.get_by_label("at most").press("ArrowLeft")
        hedge.get_by_role("button", name="Compare").press("Enter")
    assert "I hear 70 to 85 per cent." in first.inner_text()
    assert "ICD 203, “likely”: 55 to 80 per cent. You share 33 per cent" in first.inner_text()
    desk.get_by_text("your ranges have nothing in common").wait_for()
    page.reload()
    watched.mount_all()
    assert "I hear 70 to 85 per cent." in first.inner_text()
    first.get_by_role("button", name="Translate it again").click()
    assert "ICD 203" not in first.inner_text()
    desk.get_by_role("button", name="Undo").click()
    assert "ICD 203" in first.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert watched.wrong == []
