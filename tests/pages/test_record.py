"""The record keeps its word in a real browser: two tabs, hostile records, shared computers, what was put aside, what vanished."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.conftest import violations
from tests.pages.working import first_places
from thirdcorner.classroom import submissions
from thirdcorner.course.read import load

CHAPTER = "/book/chapters/05-renewed-alliance.html"
RISKS = "/book/chapters/06-risks.html"
MEMO = "/book/chapters/15-policy-memo.html"
PLACE = "tc:third-corner:2026-autumn:"
ALIVE = "!document.querySelector('.tc-island:not([data-state])')"


def watching(open_page: Any, url: str) -> Any:
    """Open a page in which a test may wait for a condition, which the page's own policy would not let it evaluate."""
    return open_page(url, bypass_csp=True)


def another(page: Any, url: str) -> Any:
    """Open a page in another tab of the same window, and wait until it is alive."""
    made = page.context.new_page()
    made.goto(url)
    made.wait_for_function(ALIVE)
    return made


def island(book: Path, page: str, widget: str) -> dict[str, Any]:
    """Return the data of a page's first island of a widget."""
    found = BeautifulSoup((book / page.lstrip("/")).read_text("utf-8"), "lxml").select_one(f".tc-island[data-widget={widget}] script")
    return json.loads(found.string)


def entry(hash: str, state: object, **more: object) -> str:
    return json.dumps({"v": 1, "hash": hash, "at": 1_764_000_000_000, "state": state, **more})


def test_what_is_typed_is_kept_at_each_letter_and_a_save_elsewhere_takes_neither_letter_nor_caret_nor_focus(open_page, served_book: str) -> None:
    watched = watching(open_page, served_book + MEMO)
    page = watched.page
    watched.mount_all()
    boxes = page.locator(".tc-memo-builder textarea")
    other = another(page, served_book + MEMO)
    theirs = other.locator(".tc-memo-builder textarea")
    boxes.nth(0).press_sequentially("What I wr")
    page.keyboard.press("ArrowLeft")
    theirs.nth(1).fill("Another part, elsewhere")
    page.wait_for_function("p => Object.entries(localStorage).some(([k, v]) => k.startsWith(p) && v.includes('Another part'))", arg=PLACE)
    theirs.nth(0).fill("The same part, elsewhere")
    page.wait_for_function("p => Object.entries(localStorage).some(([k, v]) => k.startsWith(p) && v.includes('The same part'))", arg=PLACE)
    assert boxes.nth(0).evaluate("n => [n === document.activeElement, n.value, n.selectionStart]") == [True, "What I wr", 8]
    page.keyboard.type("ite")
    told = page.locator(".tc-told")
    told.get_by_text("The other tab wrote something else; kept on My work.").wait_for()
    assert boxes.nth(0).input_value() == "What I witer"
    boxes.nth(2).focus()
    assert boxes.nth(1).input_value() != "Another part, elsewhere", "an exercise waits while another of its texts is in hand"
    page.get_by_role("heading", level=1).evaluate("n => { n.tabIndex = -1; n.focus(); }")
    page.wait_for_function("document.querySelectorAll('.tc-memo-builder textarea')[1].value === 'Another part, elsewhere'")
    page.reload()
    watched.mount_all()
    assert [boxes.nth(0).input_value(), boxes.nth(1).input_value()] == ["What I witer", "Another part, elsewhere"]
    page.goto(served_book + "/book/my-work.html")
    aside = page.locator(".tc-aside li")
    aside.first.wait_for()
    aside.locator("summary").first.click()
    assert "The same part, elsewhere" in aside.first.inner_text()
    assert watched.wrong == []


def test_a_component_is_brought_up_to_date_beside_the_field_that_is_typed_in(open_page, served_book: str) -> None:
    watched = watching(open_page, served_book + RISKS)
    page = watched.page
    watched.mount_all()
    other = another(page, served_book + RISKS)
    written = page.locator("[data-question] textarea").first
    written.evaluate("n => n.scrollIntoView()")
    written.press_sequentially("Half a sen")
    other.evaluate("document.querySelectorAll('details:has(.tc-island)').forEach((d) => (d.open = true))")
    other.locator("[data-question='06-risks/q04']").get_by_role("radio").nth(1).check()
    page.wait_for_function("document.querySelectorAll(\"[data-question='06-risks/q04'] input\")[1].checked")
    page.keyboard.type("tence")
    assert written.evaluate("n => [n === document.activeElement, n.value]") == [True, "Half a sentence"]
    assert watched.wrong == []


def test_what_was_put_aside_is_seen_taken_back_and_deleted_on_my_work(open_page, served_book: str, book: Path, tmp_path: Path) -> None:
    id = "05-renewed-alliance/q02"
    hash = load().questions[id].wording
    put = {
        f"{PLACE}{id}": entry(hash, {"answer": "b"}, n=4),
        f"tc-aside:third-corner:2026-autumn:{id}:1764000000000:import": entry(hash, {"answer": "a", "confidence": 70}),
        "tc-aside:third-corner:2026-autumn:ledger-12:1764000000001": "{broken <img src=x onerror=alert(1)>",
    }
    watched = watching(open_page, served_book + "/book/my-work.html")
    page = watched.page
    page.evaluate("put => Object.entries(put).forEach(([k, v]) => localStorage.setItem(k, v))", put)
    page.reload()
    watched.mount_all()
    items = page.locator(".tc-aside li")
    items.nth(1).wait_for()
    assert "Chapter 5" in items.nth(1).inner_text()
    assert "a file that you loaded said something else" in items.nth(1).inner_text()
    assert items.nth(0).get_by_text("Take back").count() == 0, "what cannot be read cannot stand again"
    items.nth(1).get_by_role("button", name="Take back").click()
    assert json.loads(page.evaluate("k => localStorage.getItem(k)", PLACE + id))["state"] == {"answer": "b"}, "the first press asks"
    items.nth(1).get_by_role("button", name="Yes, take it back").click()
    assert json.loads(page.evaluate("k => localStorage.getItem(k)", PLACE + id))["state"] == {"answer": "a", "confidence": 70}
    assert page.get_by_role("heading", name="Put aside").evaluate("n => n === document.activeElement")
    assert "you took something else back" in items.nth(0).inner_text()
    items.nth(1).get_by_role("button", name="Delete").click()
    items.nth(1).get_by_role("button", name="Yes, delete it for good").click()
    page.get_by_text("It is deleted.").wait_for()
    assert items.count() == 1
    assert violations(page, ".tc-record") == []
    with page.expect_download() as download:
        page.get_by_role("button", name="Save my answers to a file").click()
    download.value.save_as(tmp_path / "record.json")
    read = submissions.parse("tan_wei_812_record.json", (tmp_path / "record.json").read_bytes(), "third-corner")
    assert read.items[id]["state"] == {"answer": "a", "confidence": 70}, "Python reads what the page saves"
    assert watched.wrong == []


@pytest.mark.long
def test_a_shared_computer_reaches_every_tab_and_asks_before_it_forgets(open_page, served_book: str) -> None:
    watched = watching(open_page, served_book + CHAPTER)
    page = watched.page
    watched.mount_all()
    before = another(page, served_book + "/book/review.html")
    page.locator(".tc-reading summary").click()
    with before.expect_navigation(), page.expect_navigation():
        page.get_by_label("Shared computer").click()
    watched.mount_all()
    page.locator("[data-question='05-renewed-alliance/q02']").get_by_role("radio").nth(2).check()
    after = another(page, served_book + CHAPTER)
    after.wait_for_function("document.querySelectorAll(\"[data-question='05-renewed-alliance/q02'] input\")[2].checked")
    for tab in (page, before, after):
        kept = "Object.keys(thirdcorner.lasting).filter((k) => k.startsWith('tc:')).length"
        assert tab.evaluate(kept) == 0
        assert tab.evaluate("sessionStorage.getItem('tc-shared')") == "yes"
    after.close()
    before.close()
    page.locator(".tc-reading summary").click()
    page.get_by_label("Shared computer").click()
    page.get_by_text("This session holds 1 answer").wait_for()
    page.get_by_role("button", name="Stay as it is").press("Enter")
    assert page.get_by_label("Shared computer").is_checked()
    page.get_by_label("Shared computer").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Keep them in this browser").press("Enter")
    page.wait_for_function("document.querySelectorAll(\"[data-question='05-renewed-alliance/q02'] input\")[2].checked")
    assert page.evaluate("k => localStorage.getItem(k) !== null && sessionStorage.getItem('tc-shared') === null && sessionStorage.getItem(k) === null", PLACE + "05-renewed-alliance/q02")
    assert watched.wrong == []


def test_storage_that_was_thrown_away_is_told_and_what_the_page_holds_is_put_back(open_page, served_book: str) -> None:
    watched = watching(open_page, served_book + RISKS)
    page = watched.page
    watched.mount_all()
    for n in ("04", "08", "10"):
        page.locator(f"[data-question='06-risks/q{n}']").get_by_role("radio").first.check()
    held = page.evaluate("p => Object.keys(localStorage).filter((k) => k.startsWith(p)).length", PLACE)
    assert held > 1
    page.evaluate("localStorage.clear()")
    page.evaluate("dispatchEvent(new Event('focus'))")
    box = page.locator("#tc-notice-vanished")
    box.get_by_text("has been deleted while this page was open").wait_for()
    box.get_by_role("button", name="Put back what this page holds").click()
    page.get_by_text("What this page held is kept again.").wait_for()
    assert page.evaluate("p => Object.keys(localStorage).filter((k) => k.startsWith(p)).length", PLACE) == held
    assert watched.wrong == []


def test_an_exercise_that_fails_on_its_work_begins_again_alone_and_opens_no_answers(open_page, served_book: str, book: Path) -> None:
    url, widget = MEMO, "memo_builder"
    data = island(book, url, widget)
    own = [id for id in data["items"] if id not in data.get("reads", [])]
    watched = watching(open_page, served_book + url)
    page = watched.page
    page.evaluate("put => Object.entries(put).forEach(([k, v]) => localStorage.setItem(k, v))", {PLACE + own[-1]: entry(data["items"][own[-1]], {"part_text": "Mine"}), PLACE + "elsewhere": entry("h", {"a": 1})})
    page.add_init_script(  # its script breaks on any work
        "globalThis.thirdcorner = new Proxy({}, { set: (o, k, v) => { o[k] = v; return true; }, get: (o, k) => k === 'widgets' && o.widgets?.memo_builder && !o.wrapped ? (o.wrapped = true,"
        " ((w) => { const come = w.hydrate; w.hydrate = (live, model, ...more) => { const take = model.take.bind(model);"
        " model.take = (work) => { if (Object.values(work).some((s) => s.part_text)) throw new Error('broken'); take(work); }; return come(live, model, ...more); }; })(o.widgets.memo_builder), o.widgets) : o[k] });"
    )
    page.reload()
    watched.mount_all()
    failed = page.locator(f".tc-island[data-widget={widget}]")
    assert failed.get_attribute("data-state") == "failed"
    assert failed.locator("details.tc-answers[open], .tc-shown").count() == 0
    failed.get_by_role("button", name="Put this exercise’s earlier work aside and begin again").press("Enter")
    page.locator(f".tc-island[data-widget={widget}][data-state=live] textarea").first.wait_for()
    assert page.evaluate("p => Object.keys(localStorage).filter((k) => k.startsWith(p))", PLACE) == [PLACE + "elsewhere"]
    aside = page.evaluate("Object.entries(localStorage).filter(([k]) => k.startsWith('tc-aside:'))")
    assert [[k.endswith(":again"), "Mine" in v] for k, v in aside] == [[True, True]]


HELD = {"analogy_lab": {"step": "weigh"}}
"""What stands in the record first, so that fields of a later step are there."""
KEPT = "p => Object.entries(localStorage).filter(([k]) => k.startsWith(p)).map(([, v]) => JSON.stringify(JSON.parse(v).state))"


@pytest.mark.long
@pytest.mark.parametrize(("widget", "chapter"), first_places())
def test_every_field_of_an_exercise_is_kept_while_it_is_typed(open_page, served_book: str, book: Path, widget: str, chapter: str) -> None:
    url = f"/book/chapters/{chapter}.html"
    watched = watching(open_page, served_book + url)
    page = watched.page
    if widget in HELD:
        data = island(book, url, widget)
        id = data["content"]["id"]
        page.evaluate("([k, v]) => localStorage.setItem(k, v)", [PLACE + id, entry(data["items"][id], HELD[widget])])
        page.reload()
    watched.mount_all()
    page.evaluate("document.querySelectorAll('.tc-island details').forEach((d) => (d.open = true))")
    boxes = page.locator(f".tc-island[data-widget={widget}] .tc-live :is(textarea, input[type=text], input[type=number]):not([readonly], :disabled)")
    for n in range(boxes.count()):
        box = boxes.nth(n)
        if not box.is_visible():
            continue
        before = page.evaluate(KEPT, PLACE)
        if box.get_attribute("type") == "number":
            word = str(float(box.input_value() or 36) + 1).removesuffix(".0")
            box.fill(word)  # as it is typed: the field is not left
        else:
            word = f"word{n} "
            box.press_sequentially(word)
        after = page.evaluate(KEPT, PLACE)
        assert after != before and any(word in text for text in after), (n, word, box.evaluate("e => e.outerHTML"))
    assert watched.wrong == []
