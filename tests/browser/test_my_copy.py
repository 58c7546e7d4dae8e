"""A reader's own copy: recognised, marked, kept only when asked, shown in the chapter, and gone when unticked. The text is made up here."""

from __future__ import annotations

import json

from thirdcorner.sketch import sketch

PAGE = "/book/my-copy.html"
MADE = "It is likely that this sentence was written for a test and for nothing else in the world, with <b>signs</b> in it."


def test_a_copy_is_recognised_kept_shown_and_forgotten(open_page, served_book: str) -> None:
    watched = open_page(served_book + PAGE)
    page = watched.page

    def planted(route) -> None:  # the real text is not ours to hold: give a paragraph of the page the sketch of our own sentence
        answer = route.fetch()
        body = answer.text()
        at = body.index('"sketch"', body.index('"id":"A1"') if '"id":"A1"' in body else body.index('"id": "A1"'))
        start, end = body.index("[", at), body.index("]", at) + 1
        body = body[:start] + json.dumps(sketch(MADE)) + body[end:]
        route.fulfill(response=answer, body=body)

    page.route("**/my-copy.html", planted)
    page.reload()
    watched.mount_all()
    desk = page.locator(".tc-live .tc-my-copy")
    desk.get_by_role("button", name="Find the paragraphs").press("Enter")
    assert "No paragraph of the commentary was recognised" in desk.inner_text()
    desk.get_by_label("Or paste it here").fill(f"Something else entirely stands here first.\n\n{MADE}\n")
    desk.get_by_role("button", name="Find the paragraphs").press("Enter")
    assert "1 of 20 paragraphs recognised" in desk.inner_text()
    own = desk.locator("[data-paragraph=A1]")
    assert "<b>signs</b>" in own.locator("blockquote").inner_text()
    assert "likely" in own.locator("mark").all_inner_texts()[0].lower()
    chapter = served_book + "/book/chapters/05-renewed-alliance.html"
    page.goto(chapter)
    assert page.locator(".tc-own-copy").count() == 0
    page.goto(served_book + PAGE)
    watched.mount_all()
    desk.get_by_label("Or paste it here").fill(MADE)
    desk.get_by_role("button", name="Find the paragraphs").click()
    desk.get_by_label("Keep it on this device").press("Space")
    page.goto(chapter)
    shown = page.locator("#par-A1 .tc-own-copy")
    shown.locator("summary").press("Enter")
    assert "<b>signs</b>" in shown.locator("blockquote").inner_text()
    page.goto(served_book + PAGE)
    watched.mount_all()
    assert "1 of 20 paragraphs recognised" in desk.inner_text()
    desk.get_by_label("Keep it on this device").press("Space")
    page.goto(chapter)
    assert page.locator(".tc-own-copy").count() == 0
    assert watched.wrong == []
