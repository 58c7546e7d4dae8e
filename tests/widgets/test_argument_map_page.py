"""The argument map worked to its end: by mouse, by keyboard alone, by touch at 375 px; an old record, reloaded, undone, printed, read aloud."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import unspoken, violations
from tests.front.test_hydration import keeping
from tests.widgets.test_argument_map import COURSE
from thirdcorner.widgets.argument_map import ArgumentMap

PAGE = "/book/chapters/06-risks.html"
ISLAND = ".tc-island[data-widget=argument_map]"
ITEMS = ArgumentMap.resolve(COURSE, ArgumentMap.refer("map-06")).items


PLACES = {"map-04": "04-thesis", "map-06": "06-risks", "map-07": "07-benefits"}


def opened(open_page: Any, served_book: str, page: str = PAGE, **options: Any) -> tuple[Any, Any, Any]:
    watched = open_page(served_book + page, **options)
    shown = watched.page.locator(ISLAND)
    shown.scroll_into_view_if_needed()
    watched.page.locator(f"{ISLAND}[data-state=live]").wait_for()
    return watched, watched.page, shown


def says(shown: Any) -> str:
    return shown.locator(".says").text_content()


def box(shown: Any, id: str) -> Any:
    return shown.locator(f"[data-box='{id}']")


def keeps(shown: Any, id: str) -> float:
    return float(box(shown, id).get_attribute("data-keeps"))


def test_a_claim_is_struck_by_mouse_and_felt_up_to_the_thesis(open_page: Any, served_book: str) -> None:
    watched, page, shown = opened(open_page, served_book)
    assert "Nothing is struck, and T2.1 keeps all" in says(shown)
    box(shown, "R2.2").click()
    assert shown.locator("[data-claim='R2.2']").is_visible()
    shown.get_by_role("radio", name="Strike it").check()
    assert "You have struck R2.2. It is felt in 3 claims above, most in R2.3, which keeps nothing of its ground" in says(shown)
    assert keeps(shown, "R2.3") == 0
    assert keeps(shown, "R0.1") == pytest.approx(6 / 7, abs=0.001)
    assert shown.locator("path.felt").count() == 3
    shown.get_by_role("radio", name="Correct it").check()
    assert keeps(shown, "R2.3") == 0.5
    page.reload()
    page.locator(f"{ISLAND}[data-state=live]").wait_for()
    assert "You have corrected R2.2." in says(shown)
    box(shown, "R2.2").click()
    assert shown.get_by_role("radio", name="Correct it").is_checked()
    box(shown, "R3.4").click()
    shown.get_by_role("radio", name="Strike it").check()
    assert "Struck, R3.4 no longer tells against B3.4." in says(shown)
    shown.get_by_role("button", name="Undo").click()
    assert keeps(shown, "R3.4") == 1
    shown.get_by_role("button", name="Begin again").click()
    shown.get_by_role("button", name="Yes, forget my work here").click()
    assert "Nothing is struck" in says(shown)
    shown.get_by_role("button", name="Undo").click()
    assert keeps(shown, "R2.3") == 0.5
    assert watched.wrong == []


def act(target: Any, by: str) -> None:
    target.press("Space" if target.get_attribute("type") == "radio" else "Enter") if by == "press" else getattr(target, by)()


def solve(shown: Any, id: str, by: str) -> None:
    """Find what each task asks for, after a wrong answer to the first, and change it in the picture; by mouse, touch or keys."""
    for n, task in enumerate(ArgumentMap.resolve(COURSE, ArgumentMap.refer(id)).content["tasks"]):
        act(shown.get_by_role("tab", name=f"Task {n + 1}"), by)
        card = shown.locator(f"[data-task={task['id']}]")
        for correct in (False, True) if n == 0 else (True,):
            option = next(o for o in task["options"] if bool(o.get("correct")) is correct)
            act(card.locator(f"input[value='{option['id']}']"), by)
            act(card.get_by_role("button", name="Check", exact=True), by)
            if not correct:
                act(card.get_by_role("button", name="Try again"), by)
        assert "Found. The picture shows it." in card.inner_text()
        act(card.get_by_role("button", name=f"{task['claim']} in the picture"), by)
        assert task["claim"] in says(shown)
        assert keeps(shown, task["claim"]) < 1 or task["claim"].split(".")[0] in says(shown)


@pytest.mark.parametrize("id", ["map-06", *(pytest.param(id, marks=pytest.mark.long) for id in ("map-04", "map-07"))])
def test_by_mouse_every_task_is_done_and_comes_back(open_page: Any, served_book: str, id: str) -> None:
    watched, page, shown = opened(open_page, served_book, f"/book/chapters/{PLACES[id]}.html")
    solve(shown, id, "click")
    before = says(shown)
    page.reload()
    page.locator(f"{ISLAND}[data-state=live]").wait_for()
    assert says(shown) == before
    assert shown.get_by_role("tab").count() == shown.get_by_role("tab").filter(has_text="✓").count()
    assert unspoken(page, ISLAND) == []
    assert watched.wrong == []


def test_by_keyboard_alone_every_task_is_done(open_page: Any, served_book: str) -> None:
    watched, _, shown = opened(open_page, served_book)
    solve(shown, "map-06", "press")
    assert watched.wrong == []


def test_by_keyboard_alone_a_premise_is_filled_and_shown(open_page: Any, served_book: str) -> None:
    watched, page, shown = opened(open_page, served_book)
    assert "R3.p1, a premise to be filled" in shown.aria_snapshot()
    words = COURSE.claims["R3.p1"].text_md.split(".")[0][:30]
    assert words not in shown.inner_text()
    box(shown, "R0.1").focus()
    for key in ("ArrowDown", "ArrowRight", "End", "Home"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.dataset.box") == "T2.1"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Delete")
    assert "You have struck" in says(shown)
    page.keyboard.press("Delete")
    assert "Nothing is struck" in says(shown)
    shown.get_by_role("tab", name="Read and strike").focus()
    page.keyboard.press("ArrowRight")
    task = shown.locator("[data-task=t1]")
    check = task.get_by_role("button", name="Check", exact=True)
    check.press("Enter")
    shown.get_by_role("status").filter(has_text="Choose first; then check it.").wait_for(state="attached")
    task.get_by_role("radio").first.press("Space")
    assert "✎" in box(shown, "R3.p1").text_content()
    assert "has become unpredictable" in shown.locator(".claim").inner_text()
    check.press("Enter")
    assert "Look again" in page.evaluate("document.activeElement.innerText")
    task.get_by_role("button", name="Try again").press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    check.press("Enter")
    assert "Found. The picture shows it." in page.evaluate("document.activeElement.innerText")
    assert words in shown.locator(".claim").inner_text()
    assert "filled" in box(shown, "R3.p1").get_attribute("class")
    task.get_by_role("button", name="Strike R3.p1 in the picture").press("Enter")
    assert "You have struck R3.p1." in says(shown)
    kept = page.evaluate("JSON.parse(localStorage.getItem('tc:third-corner:2026-autumn:map-06/t1')).state")
    assert kept == {"answer": "control-to-lose", "checked": True, "first": 0}
    assert watched.wrong == []


def test_a_record_by_places_is_read_and_one_that_fits_nothing_is_put_aside(open_page: Any, served_book: str) -> None:
    old = {"map-06/t1": {"answer": 2, "checked": True, "first": 1}, "map-06/t2": {"answer": 1}, "map-06/t3": {"answer": 7, "checked": True}}
    record = {id: {"v": 1, "hash": ITEMS[id], "at": 1, "state": state} for id, state in old.items()}
    watched, page, shown = opened(open_page, served_book, prepare=keeping(record))
    assert "Task 1: a premise ✓" in shown.get_by_role("tablist").inner_text().replace("\xa0", " ")
    shown.get_by_role("tab", name="Task 2").click()
    assert shown.get_by_role("radio", name="that a war is coming").is_checked()
    shown.get_by_role("radio", name="has no treaty").check()
    shown.get_by_role("button", name="Check", exact=True).click()
    kept = page.evaluate("JSON.parse(localStorage.getItem('tc:third-corner:2026-autumn:map-06/t2')).state")
    assert kept == {"answer": "no-treaty", "checked": True, "first": 1}
    shown.get_by_role("tab", name="Task 3").click()
    assert shown.locator("[data-task=t3] input:checked").count() == 0
    shown.get_by_role("radio", name="the alliances of Washington matter less").check()
    shown.get_by_role("button", name="Check", exact=True).click()
    assert shown.locator("[data-claim='B1.4']").is_visible()
    assert "named" in box(shown, "B1.4").get_attribute("class")
    assert watched.wrong == []


@pytest.mark.parametrize("dark", [False, pytest.param(True, marks=pytest.mark.long)])
def test_at_375_px_the_outline_stands_for_the_picture(open_page: Any, served_book: str, dark: bool) -> None:
    watched, page, shown = opened(open_page, served_book, width=375, dark=dark, has_touch=True)
    assert not shown.locator(".drawn").is_visible()
    row = shown.locator(".outline [data-row='R0.1']")
    row.locator("summary").first.tap()
    row.locator("[data-row='R1.6'] > button").tap()
    assert page.evaluate("document.activeElement.dataset.claim") == "R1.6"
    shown.get_by_text("Strike it", exact=True).tap()
    assert "keeps 86 per cent" in row.locator("summary").first.inner_text()
    shown.get_by_role("button", name="Find it in the outline").tap()
    assert page.evaluate("document.activeElement.parentElement.dataset.row") == "R1.6"
    solve(shown, "map-06", "tap")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    over = shown.evaluate("n => [...n.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && e.checkVisibility() && !e.closest('.tc-sr')).length")
    assert over == 0
    assert violations(page, ISLAND) == []
    assert watched.wrong == []


def test_without_script_and_on_paper_all_claims_and_tasks_stand(open_page: Any, served_book: str) -> None:
    page = open_page(served_book + PAGE, java_script_enabled=False).page
    shown = page.locator(ISLAND)
    assert shown.locator("[data-box]").count() == len(scope_ids())
    assert shown.locator(".sheet .tc-choice").locator("visible=true").count() == 9
    assert not shown.locator(".claim").is_visible()
    page.emulate_media(media="print")
    assert shown.locator(".drawn svg").is_visible()
    for id in scope_ids():
        assert shown.locator(f"[data-row='{id}']").first.is_visible()
    assert not shown.get_by_role("button", name="Undo").is_visible()


def scope_ids() -> list[str]:
    content = ArgumentMap.resolve(COURSE, ArgumentMap.refer("map-06")).content
    return [c["id"] for c in content["claims"]]


def test_everything_has_a_name_and_speaks_its_state(open_page: Any, served_book: str) -> None:
    _, _, shown = opened(open_page, served_book)
    box(shown, "R3.3").click()
    shown.get_by_role("radio", name="Strike it").check()
    tree = shown.aria_snapshot()
    assert 'button "R3.3, struck"' in tree
    assert "R3.4, keeps nothing of its ground" in tree
    assert 'button "T2.1, the thesis' in tree
    assert unspoken(shown.page, ISLAND) == []


@pytest.mark.long
def test_every_box_is_large_enough_to_touch_and_axe_finds_nothing(open_page: Any, served_book: str) -> None:
    _, page, shown = opened(open_page, served_book)
    assert shown.locator("[data-box]").evaluate_all("n => Math.min(...n.map((b) => b.getBoundingClientRect().height))") >= 24
    assert violations(page, ISLAND) == []
