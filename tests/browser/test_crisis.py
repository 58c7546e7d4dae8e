"""The crisis: predict before advising, by keyboard; the debrief replays; going back opens another road; nothing is lost."""

from __future__ import annotations

PAGE = "/book/chapters/14-simulation.html"
ROAD = (("silent", "ask"), ("small", "step"), ("doing", "second"), ("picture", "telephone"))


def test_a_road_is_played_to_its_debrief(open_page, served_book: str) -> None:
    watched = open_page(served_book + PAGE, width=375)
    page = watched.page
    watched.mount_all()
    crisis = page.locator(".tc-live .tc-crisis")
    crisis.locator("[data-advice=ask]").press("Enter")
    crisis.get_by_role("status").filter(has_text="Say first what the other side will do.").wait_for()
    for predict, advice in ROAD:
        scene = crisis.locator(".tc-crisis-now")
        scene.locator(f"input[value={predict}]").press("Space")
        scene.locator("textarea").fill(f"<b>{predict}</b>")
        scene.locator(f"[data-advice={advice}]").press("Enter")
    end = crisis.locator("[data-ending=a-telephone]")
    assert page.evaluate("document.activeElement.dataset.ending") == "a-telephone"
    assert "<b>small</b>" in end.inner_text()
    assert "V1.2" in end.inner_text()
    page.reload()
    watched.mount_all()
    assert end.count() == 1
    crisis.locator(".tc-crisis-past summary").nth(1).click()
    crisis.get_by_role("button", name="Go back to this point: A word over tea").click()
    scene = crisis.locator("[data-scene=tea]")
    assert scene.locator("input[value=small]").is_checked()
    scene.locator("[data-advice=decline]").click()
    assert crisis.locator("[data-scene=collision]").count() == 1
    crisis.get_by_role("button", name="Undo").click()
    crisis.get_by_role("button", name="Undo").click()
    assert end.count() == 1
    crisis.get_by_role("button", name="Begin again").click()
    crisis.get_by_role("button", name="Yes, forget my work here").click()
    assert crisis.locator("[data-scene=rumour]").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert watched.wrong == []
