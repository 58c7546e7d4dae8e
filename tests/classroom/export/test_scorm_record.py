"""In a SCORM package: My work, a computer that several use, what was forgotten, and whose record a page takes up."""

from __future__ import annotations

import json
import re

import pytest

from tests.classroom.export.lms import Platform
from tests.classroom.export.scorm_learner import Learner, packed, score
from tests.conftest import WHEEL
from thirdcorner.front import asked

MINE, GLOSSARY = "../my-work.html", "../reference/glossary.html"


def test_every_script_that_a_page_asks_for_is_in_the_package(files):
    pages = {name: text.decode() for name, text in files.items() if name.endswith(".html")}
    wanted = {script: name for name, text in pages.items() for script in asked(text)}
    assert {"mine.js", "core.js", "some.js"} <= set(wanted)
    assert not {script: name for script, name in wanted.items() if f"_static/thirdcorner/{script}" not in files}


@pytest.mark.long
def test_my_work_saves_to_a_file_that_another_browser_loads(browser, platform, tmp_path):
    one = Learner(browser, platform)
    id = one.answers()
    one.goes(MINE)
    with one.page.expect_download() as saved:
        one.sco.get_by_role("button", name="Save my answers to a file").click()
    saved.value.save_as(tmp_path / "mine.json")
    assert list(json.loads((tmp_path / "mine.json").read_text("utf-8"))["items"]) == [id]
    two = Learner(browser, platform, "elsewhere")
    two.goes(MINE)
    two.sco.locator("[data-tc-record] input[type=file]").set_input_files(tmp_path / "mine.json")
    two.sco.get_by_text("1 answer is new or newer").wait_for()
    assert list(two.record()) == [id]
    assert not one.errors + two.errors


def test_my_work_says_who_keeps_the_record_and_what_is_forgotten_there_stays_so(browser, platform):
    one = Learner(browser, platform)
    one.answers()
    one.committed(lambda k: score(k) == "3")
    one.goes(MINE)
    said = one.sco.locator("main article").inner_text()
    assert "Your learning platform keeps your record of each chapter" in said
    assert "Nothing is sent" not in said and "Shared computer" not in said
    forget = one.sco.get_by_role("button", name="orget everything")
    forget.click()
    forget.click()
    one.sco.get_by_text("is gone from this browser").wait_for()
    one.enter()
    assert one.record() == {}
    assert score(one.committed(lambda k: score(k) != "3")) == "0"
    assert Learner(browser, platform).record() == {}
    id = one.answers()  # and what is done anew is kept, here and there
    one.committed(lambda k: score(k) == "3")
    one.enter()
    assert list(one.record()) == [id] == list(Learner(browser, platform).record())


@pytest.mark.long
def test_a_computer_said_to_be_shared_loses_nothing_and_shows_nothing_to_the_next(browser, platform):
    """Said in the book itself, on the same site, or in a package of an earlier edition."""
    first = Learner(browser, platform, "anna")
    first.sco.evaluate(
        "() => { const f = document.createElement('iframe'); document.body.append(f); f.contentWindow.localStorage.setItem('tc-shared', 'yes'); sessionStorage.setItem('tc-shared', 'yes'); }"
    )
    first.enter()
    first.sco.locator(".tc-reading summary").first.evaluate("summary => summary.click()")
    assert not first.sco.get_by_label("Shared computer").is_visible()
    id = first.answers()
    first.committed(lambda k: score(k) == "3")
    assert not [key for key in first.sco.evaluate("() => Object.keys(sessionStorage)") if key.startswith("tc:")]
    first.enter()
    assert list(first.record()) == [id]
    assert list(Learner(browser, platform, "anna").record()) == [id]
    first.student = "bert"
    first.enter()
    assert first.record() == {}


@pytest.mark.long
def test_a_page_without_a_students_number_takes_up_a_record_only_from_within_the_package(browser, platform):
    one = Learner(browser, platform, "anna")
    id = one.answers()
    one.committed(lambda k: score(k) == "3")
    one.page.evaluate("API.LMSFinish('')")
    one.goes(GLOSSARY)
    assert list(one.record()) == [id]
    one.student = "bert"
    one.enter(student_id="")
    assert one.record() == {}
    one.sco.evaluate("() => { location.reload(); }")
    one.sco.wait_for_function("() => document.readyState === 'complete' && performance.getEntriesByType('navigation')[0].type === 'reload'")
    assert one.record() == {}
    one.goes(GLOSSARY)
    assert one.record() == {}


@pytest.mark.long
def test_every_instrument_of_every_chapter_is_alive_under_the_policy(browser, course, book, tmp_path):
    platform = Platform(packed(course, *course.chapters), tmp_path)
    context = browser.new_context()
    context.add_init_script("addEventListener('securitypolicyviolation', (e) => console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI));")
    one = Learner(browser, platform, context=context)
    refused = []
    one.page.on("console", lambda message: refused.append(message.text) if re.search("policy", message.text, re.I) else None)
    awake = 0
    for slug in course.chapters:
        one.enter(slug)
        one.sco.evaluate(WHEEL)
        one.sco.wait_for_function("() => !document.querySelector('.tc-island:not([data-state])')")
        states = one.sco.locator(".tc-island").evaluate_all("all => all.map((i) => i.dataset.state)")
        assert set(states) <= {"live"}, slug
        awake += len(states)
    assert awake > 100 and not refused and not one.errors
    platform.close()
