"""The laboratory worked to its end: by mouse, by keyboard alone, by touch at 375 px; reloaded half-way, undone, printed, read aloud."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.conftest import unspoken, violations

PAGE = "/book/chapters/10-analogy-1914.html"
ISLAND = ".tc-island[data-widget=analogy_lab]"
CAST = {"Paris": "Pyongyang", "London": "Beijing", "St Petersburg": "Moscow", "Berlin": "Washington"}


def opened(open_page: Any, served_book: str, **options: Any) -> tuple[Any, Any, Any]:
    watched = open_page(served_book + PAGE, **options)
    return watched, watched.page, come(watched.page)


def come(page: Any) -> Any:
    page.locator(ISLAND).scroll_into_view_if_needed()
    page.locator(f"{ISLAND}[data-state=live]").wait_for()
    return page.locator(ISLAND)


def says(lab: Any) -> str:
    return lab.locator(".says").text_content()


def step(lab: Any, name: str) -> None:
    lab.get_by_role("tab", name=name).click()


def centre(target: Any) -> tuple[float, float]:
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def dragged(page: Any, source: Any, target: Any) -> None:
    (x, y), to = centre(source), centre(target)
    page.mouse.move(x, y)
    page.mouse.down()
    for n in range(1, 6):
        page.mouse.move(x + (to[0] - x) * n / 5, y + (to[1] - y) * n / 5)
    page.mouse.up()


def body(lab: Any, what: str) -> Any:
    return lab.locator(f".picture figure {what} circle.body")


def cast_all(lab: Any, by: str = "click") -> None:
    for part, player in CAST.items():
        getattr(lab.get_by_role("group", name=f"{part} is now").get_by_role("radio", name=player), by)()


def commit_all(lab: Any, by: str = "click") -> None:
    sides = lab.get_by_role("group", name="Side in hand").get_by_role("radio")
    for n in range(sides.count()):
        getattr(sides.nth(n), by)()
        if n in (0, 3, 4):
            getattr(lab.get_by_label(re.compile("to fight if")), by)()
        getattr(lab.get_by_role("button", name="Commit this side"), by)()


def place_all(lab: Any, by: str = "click") -> None:
    for n in range(12):
        hand = lab.locator("[data-card-in-hand]")
        getattr(hand.get_by_role("radio", name="known", exact=True), by)()
        getattr(hand.get_by_role("radio", name="difference" if n % 2 else "likeness", exact=True), by)()
        if n == 1:
            getattr(hand.get_by_role("radio", name="decides"), by)()
        getattr(lab.get_by_role("button", name="Next card"), by)()


def test_the_five_steps_by_mouse_reloaded_half_way_and_undone(open_page: Any, served_book: str) -> None:
    watched, page, lab = opened(open_page, served_book)
    assert says(lab).startswith("Nobody is cast yet")
    assert lab.get_by_role("radio", checked=True).count() == 1  # the case on the bench; nothing that is to be judged is preset
    dragged(page, body(lab, "[data-player=pyongyang]"), body(lab, "svg[data-age=then] [data-seat=paris]"))  # onto then
    assert "Paris is now Pyongyang" in says(lab)
    dragged(page, body(lab, "[data-player=beijing]"), body(lab, "svg[data-age=now] [data-seat=berlin]"))  # onto now
    assert "Berlin is now Beijing" in says(lab)
    lab.get_by_role("button", name="Undo").click()
    body(lab, "[data-player=beijing]").click()
    body(lab, "[data-player=beijing]").click()  # where it stands by chance is where it belongs
    assert "London is now Beijing" in says(lab)
    body(lab, "[data-player=moscow]").click()
    body(lab, "svg[data-age=then] [data-seat=petersburg]").click()  # a click and a click
    lab.get_by_role("button", name="See how others cast it").click()
    lab.get_by_role("status").filter(has_text="Still without a player: Berlin").wait_for()
    assert lab.get_by_role("radio", name=re.compile("keystone")).count() == 0
    lab.get_by_role("button", name="Undo").click()
    assert "St Petersburg is now" not in says(lab)
    cast_all(lab)
    lab.get_by_role("button", name="See how others cast it").click()
    lab.get_by_role("radio", name="By the newest tie").check()
    assert "You differ over Paris, St Petersburg." in lab.inner_text()
    assert lab.locator(".picture svg[data-age=now] [data-seat=paris]").get_attribute("data-player") == "moscow"  # the picture turns to theirs
    lab.get_by_role("radio", name="my casting").check()
    step(lab, "Code")
    picture = lab.locator(".picture svg").first
    assert "COW" not in lab.locator(".live").all_inner_texts()[1]
    lab.locator(".picture svg [data-tie=paris-london] path.hit").click(force=True)
    lab.get_by_label(re.compile("to talk it over")).check()
    assert picture.locator("[data-tie=paris-london] path.mine.s1").count() == 1
    assert picture.locator("path.set").count() == 0
    lab.get_by_role("button", name="Commit this side").click()
    assert picture.locator("[data-tie=paris-london] path.set.s1").count() == 2
    assert "none of the five. You also read consultation." in lab.inner_text()
    lab.get_by_role("button", name="Code it again").click()
    lab.get_by_label(re.compile("to talk it over")).uncheck()
    commit_all(lab)
    assert says(lab).startswith("The old triangle has one side that promises to fight; today’s has two sides")
    page.reload()
    come(page)
    assert lab.get_by_role("tab", name="Code").get_attribute("aria-selected") == "true"
    assert says(lab).startswith("The old triangle has one side")
    step(lab, "Lay over")
    assert lab.locator(".sign").count() == 0
    lab.get_by_label("the corner Paris / Pyongyang").check()
    lab.get_by_role("button", name="Lay it over").click()
    assert lab.locator(".sign").count() == 6
    assert "Paris / Pyongyang has 1/4.7 of the share it had" in says(lab)
    left = lab.locator(".picture figure.now").bounding_box()["x"]
    lab.get_by_label("Slide now onto then").fill("100")
    assert abs(lab.locator(".picture figure.now").bounding_box()["x"] - lab.locator(".picture figure").first.bounding_box()["x"]) < 2 < left
    lab.get_by_role("radio", name="military spending").check()
    assert "a number is missing" in says(lab)
    step(lab, "Weigh")
    lab.get_by_role("button", name="Compare the cards").click()
    lab.get_by_role("status").filter(has_text="12 cards have no place on the balance yet.").wait_for()
    dragged(page, lab.locator("[data-card=bomb]"), lab.locator("[data-arm=difference][data-band=known]"))
    assert lab.locator("[data-arm=difference][data-band=known] [data-card=bomb]").count() == 1
    assert lab.locator(".ghost").count() == 0
    lab.locator("[data-card=tied-to-two]").click()
    place_all(lab)
    assert "Your heaviest known difference: “The power in the middle is the weakest of the three by far”." in says(lab)
    lab.get_by_role("button", name="Compare the cards").click()
    assert lab.locator(".ghost").count() > 0
    step(lab, "Break")
    lab.get_by_role("button", name="Compare with two readings").click()
    lab.get_by_role("status").filter(has_text="Choose a difference first").wait_for()
    lab.get_by_role("radio", name=re.compile("weakest of the three")).check()
    assert lab.locator(".picture svg[data-age=then] [data-seat=paris].struck").count() == 1
    essay = lab.get_by_label(re.compile("In about 150 words"))
    essay.fill("<b>word</b> " * 45)
    assert "Model reading" not in lab.locator(".live").last.inner_text()
    lab.get_by_role("button", name="Compare with two readings").click()
    lab.get_by_role("group", name="Readings that disagree").get_by_text("Model reading B").wait_for()
    lab.get_by_label(re.compile("What do both years share")).fill("a third who pays")
    page.reload()
    come(page)
    assert essay.input_value() == "<b>word</b> " * 45
    assert lab.get_by_label(re.compile("What do both years share")).input_value() == "a third who pays"
    assert watched.wrong == []


def test_by_keyboard_alone(open_page: Any, served_book: str) -> None:
    watched, page, lab = opened(open_page, served_book)
    press = page.keyboard.press

    def onto(words: str) -> None:
        """Tab on until what has the focus is named so."""
        for _ in range(40):
            named = page.evaluate("(() => { const e = document.activeElement; return (e.labels?.[0]?.textContent || e.getAttribute('aria-label') || e.textContent).trim(); })()")
            if re.search(words, named):
                return
            press("Tab")
        pytest.fail(f"the focus never came to {words}")

    lab.locator("summary").first.focus()
    onto("R1’s 1914")
    for player in ("Moscow", "Beijing", "Pyongyang", "Washington"):
        press("Tab")
        onto("^Beijing$")
        press("Space")
        for _ in range(["Beijing", "Moscow", "Pyongyang", "Washington"].index(player)):
            press("ArrowRight")
    assert says(lab) == "Paris is now Moscow, London is now Beijing, St Petersburg is now Pyongyang, Berlin is now Washington."
    onto("See how others cast it")
    press("Enter")
    lab.get_by_role("tab", name="Cast").focus()
    press("ArrowRight")
    assert lab.get_by_role("tab", name="Code").get_attribute("aria-selected") == "true"
    press("Tab")
    press("Tab")
    onto("to fight if")
    press("Space")
    onto("Commit this side")
    press("Enter")
    assert "one side that promises to fight, with two sides still to code" in says(lab)
    lab.get_by_role("tab", name="Code").focus()
    press("ArrowRight")
    press("Tab")
    onto("Lay it over")
    press("Enter")
    slider = lab.get_by_label("Slide now onto then")
    slider.focus()
    press("End")
    assert slider.get_attribute("aria-valuetext") == "100 per cent of the way"
    lab.get_by_role("tab", name="Lay").focus()
    press("ArrowRight")
    press("Tab")
    onto("^Card 3:")
    press("Enter")
    onto("^known$")
    press("Space")
    press("Tab")
    press("ArrowRight")
    assert "Card 3: Not every side of the triangle is a promise to fight. known likeness" in lab.get_by_role("group", name="Likenesses, known").aria_snapshot() or (
        lab.locator("[data-arm=difference][data-band=known] [data-card=weaker-side]").count() == 1
    )
    press("Shift+Tab")
    assert lab.locator("[data-card=weaker-side][aria-pressed=true]").count() == 1
    lab.get_by_role("tab", name="Weigh").focus()
    press("End")
    press("Tab")
    onto("No difference breaks it|Not every side")
    press("Space")
    assert "No difference is chosen yet" not in says(lab)
    assert watched.wrong == []


@pytest.mark.long
@pytest.mark.parametrize("dark", [False, True])
def test_at_375_px_by_touch_nothing_is_cut_and_axe_finds_nothing(open_page: Any, served_book: str, dark: bool) -> None:
    watched, page, lab = opened(open_page, served_book, width=375, dark=dark, has_touch=True)
    body(lab, "[data-player=beijing]").tap()
    lab.get_by_role("status").filter(has_text="Beijing is in hand").wait_for()
    body(lab, "svg[data-age=then] [data-seat=petersburg]").tap()
    assert "St Petersburg is now Beijing" in says(lab)
    cast_all(lab, "tap")
    lab.get_by_role("button", name="See how others cast it").tap()
    assert lab.get_by_role("radio", name="By the newest tie").count() == 1
    for name in ("Cast", "Code", "Lay over", "Weigh", "Break"):
        lab.get_by_role("tab", name=name).tap()
        if name == "Code":
            commit_all(lab, "tap")
            assert says(lab).startswith("The old triangle has one side that promises to fight; today’s has two sides")
        if name == "Lay over":
            lab.get_by_label("the corner Paris / Pyongyang").tap()
            lab.get_by_role("button", name="Lay it over").tap()
            assert lab.locator(".sign").count() == 6
        if name == "Weigh":
            lab.locator("[data-card=bomb]").tap()
            lab.locator("[data-arm=likeness][data-band=unclear]").tap(position={"x": 5, "y": 40})
            assert lab.locator("[data-arm=likeness][data-band=unclear] [data-card=bomb]").count() == 1
            lab.locator("[data-card=tied-to-two]").tap()  # the first
            place_all(lab, "tap")
            lab.get_by_role("button", name="Compare the cards").tap()
            assert lab.locator(".ghost").count() > 0
        if name == "Break":
            lab.get_by_role("radio", name=re.compile("weakest of the three")).tap()
            lab.get_by_label(re.compile("In about 150 words")).tap()
            page.keyboard.type("word " * 45)
            lab.get_by_role("button", name="Compare with two readings").tap()
            lab.get_by_role("group", name="Readings that disagree").get_by_text("Model reading B").wait_for()
        wide = lab.evaluate("n => [...n.querySelectorAll('*')].filter(e => e.getClientRects().length && !e.matches('.tc-sr, .tc-sr *') && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 90))")
        assert wide == [], name
        assert violations(page, ISLAND) == [], name
    assert watched.wrong == []


def test_the_static_form_is_the_same_picture_empty_and_paper_has_the_learners_work(open_page: Any, served_book: str) -> None:
    page = open_page(served_book + PAGE, java_script_enabled=False).page
    lab = page.locator(ISLAND)
    assert lab.locator(".sheet svg").first.is_visible() and lab.locator(".sheet svg").count() == 8
    text = lab.locator(".sheet").inner_text()
    assert "diplomatic support" in text and "Paris (tied to both of the others) is now" in re.sub(r"\s+", " ", text)
    assert not lab.get_by_role("tab", name="Cast").is_visible()
    assert "Here:" not in text and "COW" not in text
    _, page, lab = opened(open_page, served_book)
    cast_all(lab)
    page.emulate_media(media="print")
    assert lab.locator(".sheet svg").first.is_visible() and not lab.get_by_role("tab", name="Cast").is_visible()
    assert "is now Pyongyang" in re.sub(r"\s+", " ", lab.locator(".sheet li").first.inner_text())


def test_every_value_is_spoken_and_nothing_is_without_a_name(open_page: Any, served_book: str) -> None:
    _, _, lab = opened(open_page, served_book)
    for name in ("Cast", "Code", "Lay over", "Weigh", "Break"):
        step(lab, name)
        tree = lab.aria_snapshot()
        assert unspoken(lab.page, ISLAND) == [], name
        if name == "Code":
            assert "Beijing, .234, not cast yet" in tree and "Paris and London: not coded" in tree
        if name == "Weigh":
            assert "Card 8: All four of today’s players have nuclear weapons. not placed yet" in tree
