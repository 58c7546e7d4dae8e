"""The ledger: a belief is changed, the balance answers, undo and reset work, and all of it is kept."""

from __future__ import annotations

PAGE = "/book/chapters/12-ledger.html"


def test_a_belief_is_changed_and_the_balance_answers(open_page, served_book: str) -> None:
    watched = open_page(served_book + PAGE)
    page = watched.page
    watched.mount_all()
    ledger = page.locator(".tc-live .tc-ledger")
    verdict = ledger.locator(".tc-verdict")
    before = verdict.inner_text()
    assert "for acceptance" in before
    ledger.locator("[data-factor='r3'] > summary").press("Enter")
    high = ledger.get_by_label("draws China into a conflict: likelihood, to")
    high.fill("100")
    high.press("Tab")
    low = ledger.get_by_label("draws China into a conflict: likelihood, from")
    low.fill("100")
    low.press("Tab")
    assert "for pressure" in verdict.inner_text()
    low.fill("101")
    low.press("Tab")
    assert low.input_value() == "100"
    page.reload()
    watched.mount_all()
    assert "for pressure" in verdict.inner_text()
    assert "100–100 %" in ledger.locator("[data-factor='r3']").inner_text()
    ledger.get_by_role("button", name="Begin again").click()
    assert "for pressure" in verdict.inner_text()
    ledger.get_by_role("button", name="Yes, forget my work here").click()
    assert verdict.inner_text() == before
    ledger.get_by_role("button", name="Undo").click()
    assert "for pressure" in verdict.inner_text()
    assert watched.wrong == []
