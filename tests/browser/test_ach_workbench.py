"""The workbench: rated by mouse and keyboard, others shown only after commitment, own rows, undo, reset, and all of it kept."""

from __future__ import annotations

PAGE = "/book/chapters/11-competing-explanations.html"
SIGNS = ["C C C C C", "I C II N N", "C N I C C", "I C II C N", "C N CC N N", "C N C N N"]


def test_a_matrix_is_rated_and_the_others_show_after_it(open_page, served_book: str) -> None:
    watched = open_page(served_book + PAGE)
    page = watched.page
    watched.mount_all()
    bench = page.locator(".tc-live .tc-ach-workbench")
    items = bench.locator("fieldset[data-item]")
    compare = bench.get_by_role("button", name="Compare with other readers")
    compare.click()
    assert bench.locator("[data-reader]").count() == 0
    bench.get_by_role("status").filter(has_text="Rate 6 more").wait_for(state="attached")
    for n, row in enumerate(SIGNS):
        for m, sign in enumerate(row.split()):
            items.nth(n).locator(".tc-cells select").nth(m).select_option(sign)
    says = bench.locator(".tc-ach-says")
    says.filter(has_text="most against H3 Coordination (5.0)").wait_for()
    first = items.nth(1).get_by_label("Item 2: credibility")
    first.focus()
    page.keyboard.press("ArrowUp")
    assert first.input_value() == "low"
    says.filter(has_text="most against H3 Coordination (4.4)").wait_for()
    bench.get_by_role("button", name="Undo").click()
    assert "(5.0)" in says.inner_text()
    bench.get_by_label("An item of your own").fill("<b>my item</b>")
    bench.get_by_label("An item of your own").press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Item 15, H1 Acceptance"
    page.keyboard.press("ArrowDown")
    assert "<b>my item</b>" in items.last.inner_text()
    compare.click()
    assert bench.locator("[data-reader]").count() == 3
    bench.locator("[data-reader=second] summary").click()
    assert "Sets aside, where you did not: item 2." in bench.locator("[data-reader=second]").inner_text()
    bench.locator("[data-reader=osw] summary").click()
    assert "item 2 under H3 Coordination: you −−, here 0" in bench.locator("[data-reader=osw]").inner_text()
    page.reload()
    watched.mount_all()
    assert bench.locator("[data-reader]").count() == 3
    assert items.count() == 15
    assert items.last.locator("select").first.input_value() == "II"
    bench.get_by_role("button", name="Remove item 15").click()
    assert items.count() == 14
    bench.get_by_role("button", name="Begin again").click()
    assert "(5.0)" in says.inner_text()
    bench.get_by_role("button", name="Yes, forget my work here").click()
    assert says.count() == 0
    bench.get_by_role("button", name="Undo").click()
    assert "(5.0)" in says.inner_text()
    assert watched.wrong == []
