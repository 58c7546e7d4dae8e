"""The explorer: fears set by keyboard, conduct chosen, compared only after commitment, shown on plane and table, kept, undone."""

from __future__ import annotations

PAGE = "/book/chapters/03-toolkit.html"


def test_an_ally_is_placed_by_keyboard(open_page, served_book: str) -> None:
    watched = open_page(served_book + PAGE, width=375)
    page = watched.page
    watched.mount_all()
    desk = page.locator(".tc-live .tc-dilemma-explorer")
    ally = desk.locator("[data-ally=pyongyang-moscow]")
    ally.get_by_role("button", name="Compare").press("Enter")
    desk.get_by_role("status").filter(has_text="Set both fears").wait_for()
    for name, key, times in (("Fear of being left", "ArrowRight", 3), ("Fear of being dragged", "ArrowLeft", 3)):
        slider = ally.get_by_label(name)
        for _ in range(times):
            slider.press(key)
    assert "expects it to stand closer" in ally.inner_text()
    ally.get_by_label("What if it stood").press("ArrowRight")
    assert "to be left 8 → 7, to be dragged in 2 → 3" in ally.inner_text()
    ally.get_by_label("kept its distance").press("Space")
    ally.get_by_role("button", name="Compare").press("Enter")
    said = page.evaluate("document.activeElement.innerText")
    assert "The book: it stood closer." in said
    assert "point different ways" in said
    assert "6 Pyongyang toward Moscow" in desk.get_by_role("region", name="Your placings").inner_text()
    page.reload()
    watched.mount_all()
    assert "The book: it stood closer." in ally.inner_text()
    ally.get_by_role("button", name="Place it again").click()
    assert "The book" not in ally.inner_text()
    desk.get_by_role("button", name="Undo").click()
    assert "The book: it stood closer." in ally.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert watched.wrong == []
