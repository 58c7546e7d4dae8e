"""The laboratory: every step is committed before others show, by mouse and keyboard, on four benches, and all of it is kept."""

from __future__ import annotations

PAGE = "/book/chapters/10-analogy-1914.html"
CAST = {"paris": "pyongyang", "london": "beijing", "petersburg": "moscow", "berlin": "washington"}


def test_the_five_steps_of_a_case(open_page, served_book: str) -> None:
    watched = open_page(served_book + PAGE)
    page = watched.page
    watched.mount_all()
    lab = page.locator(".tc-live .tc-analogy-lab")
    said = lab.get_by_role("status").last
    lab.get_by_role("button", name="See how others cast it").click()
    said.filter(has_text="Still without a player: Paris, London, St Petersburg, Berlin").wait_for()
    for part, player in CAST.items():
        lab.locator(f"[data-part={part}] select").select_option(player)
    lab.get_by_role("button", name="See how others cast it").press("Enter")
    assert "You cast it the same way." in lab.locator(".tc-explanation").first.inner_text()
    for title in ("Code the ties", "Compare the shapes", "Sort and weigh", "Name what breaks it"):
        lab.locator(".tc-step > summary", has_text=title).press("Enter")
    tie = lab.locator("[data-tie=paris-london]")
    tie.get_by_label("consultation").press("Space")
    tie.get_by_role("button", name="Compare").click()
    assert "none of the five. You also read consultation." in tie.inner_text()
    assert "COW: entente 1907–14" in tie.inner_text()
    lab.get_by_label("Measure").select_option("spending")
    assert "not in the data" in lab.get_by_role("region", name="The corners").inner_text()
    lab.get_by_label("Measure").select_option("cinc")
    lab.get_by_label("Year, then").select_option("1907")
    assert "France 1907 (the middle)" in lab.get_by_role("region", name="The corners").inner_text()
    lab.get_by_role("button", name="Compare the cards").click()
    said.filter(has_text="12 cards have no side or no mark yet.").wait_for()
    cards = lab.locator("[data-card]")
    for n in range(12):
        card = cards.nth(n)
        card.get_by_label(f"Card {n + 1}: side").select_option("difference" if n % 2 else "likeness")
        card.get_by_label(f"Card {n + 1}: how well known").select_option("known")
    lab.get_by_label("Card 2: weight").select_option("3")
    assert "Your heaviest known difference: The power in the middle is the weakest" in lab.inner_text()
    lab.get_by_role("button", name="Compare the cards").click()
    assert "Here: difference, known." in cards.nth(1).inner_text()
    lab.get_by_role("button", name="Compare with two readings").click()
    said.filter(has_text="Choose a difference first").wait_for()
    lab.get_by_label("The difference that breaks the analogy").select_option("middle-corner")
    lab.locator("textarea").last.fill("word " * 45)
    lab.locator("textarea").last.press("Tab")
    lab.get_by_role("button", name="Compare with two readings").click()
    assert "Model reading B" in lab.inner_text()
    page.reload()
    watched.mount_all()
    lab.locator(".tc-step > summary", has_text="Name what breaks it").click()
    assert "Model reading B" in lab.inner_text()
    assert watched.wrong == []


def test_another_case_and_a_blank_one(open_page, served_book: str) -> None:
    watched = open_page(served_book + PAGE, width=375)
    page = watched.page
    watched.mount_all()
    lab = page.locator(".tc-live .tc-analogy-lab")
    lab.get_by_label("A blank bench").check()
    lab.get_by_label("Then 1").fill("<i>Rome</i>")
    lab.get_by_label("Then 1").press("Tab")
    lab.locator(".tc-step > summary", has_text="Sort and weigh").click()
    lab.get_by_label("A card of your own").fill("both fell")
    lab.get_by_role("button", name="Add").click()
    assert lab.locator("[data-card]").count() == 1
    lab.get_by_label("Card 1: side").select_option("likeness")
    lab.get_by_role("button", name="Undo").click()
    assert lab.get_by_label("Card 1: side").input_value() == ""
    page.reload()
    watched.mount_all()
    assert lab.get_by_label("A blank bench").is_checked()
    assert lab.get_by_label("Then 1").input_value() == "<i>Rome</i>"
    lab.get_by_role("button", name="Begin again").click()
    lab.get_by_role("button", name="Yes, forget my work here").click()
    assert lab.get_by_label("R1’s 1914").is_checked()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert watched.wrong == []
