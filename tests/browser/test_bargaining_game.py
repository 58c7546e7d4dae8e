"""The game: a prediction is committed, the tree is solved step by step, a wrong one is explained, the map answers, undo works."""

from __future__ import annotations

PAGE = "/book/chapters/08-weakness-or-strength.html"


def test_a_prediction_is_solved_by_keyboard(open_page, served_book: str) -> None:
    watched = open_page(served_book + PAGE, width=375)
    page = watched.page
    watched.mount_all()
    game = page.locator(".tc-live .tc-bargaining-game")
    solve = game.get_by_role("button", name="Solve it from the end")
    solve.press("Enter")
    game.get_by_role("status").filter(has_text="Choose first").wait_for()
    game.get_by_label("B Moscow complies").press("Space")
    solve.press("Enter")
    game.get_by_role("button", name="Next step").press("Enter")
    game.get_by_role("button", name="Next step").press("Enter")
    assert "Otherwise than you predicted: A acceptance" in page.evaluate("document.activeElement.innerText")
    assert "fails where Moscow would have to comply" in game.inner_text()
    slider = game.locator("[data-parameter=ruin]")
    for _ in range(8):
        slider.press("ArrowLeft")
    slider = game.locator("[data-parameter=gain]")
    for _ in range(4):
        slider.press("ArrowLeft")
    assert "As you predicted: B Moscow complies" in game.inner_text()
    assert game.locator(".tc-here").inner_text().startswith("B")
    game.get_by_label("Across").select_option("shame")
    assert "cost of being refused across" in game.inner_text()
    page.reload()
    watched.mount_all()
    assert "As you predicted" in game.inner_text()
    game.get_by_role("button", name="Undo").click()
    game.get_by_role("status").filter(has_text="There is nothing to undo.").wait_for()
    game.get_by_role("button", name="Predict again").click()
    assert game.locator(".tc-verdict").count() == 0
    game.get_by_role("button", name="Undo").click()
    assert "As you predicted" in game.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert watched.wrong == []
