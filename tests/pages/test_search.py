"""The search: it finds what pages show and nothing that an exercise would tell, leads to the heading, and asks nobody for anything."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup

from tests import ROOT
from tests.conftest import build, violations
from tests.pages.test_landing import landed
from tests.pages.test_pages import CHAPTER
from thirdcorner.pages.search import alphabet, page

ASKED = ["Vostochny", "alliance treaty", "chain ganging", "ammunition Rason", "Article 4", "hedge"]


def written(html: Path) -> dict[str, Any]:
    """Return the index that a build wrote."""
    text = (html / "_static/thirdcorner/search-index.js").read_text("utf-8")
    return json.loads(text[text.index(".index = ") + 9 : text.rindex(";")])


def test_a_pages_sections_are_read_without_what_an_exercise_tells() -> None:
    one = page(
        "book/chapters/03-x.html",
        '<article class="bd-article"><section id="t"><h1>Title<a class="headerlink">#</a></h1><p>One <b>two</b> three.</p><p>Four.</p>'
        '<section id="s"><h2>Sub</h2><div class="tc-island"><p class="tc-prompt"><span class="tc-number">1</span>Which?</p><p>Told.</p></div>'
        '<dl><dt id="term-x">X</dt><dd>Meaning.</dd></dl><p class="tc-no-search">Not this.</p>After<ul><li>a</li><li>b</li></ul>'
        '<details class="tc-answers">Key</details></section></section></article>',
    )
    assert one.name == "Chapter 3 · Title" and one.answers == {"term-x"}
    assert [(p.anchor, p.heading, p.lines) for p in one.places] == [("t", "Title", ["One two three.", "Four."]), ("s", "Sub", ["Which?", "After", "a", "b"])]


def test_the_index_holds_the_record_once_and_every_place_in_it_stands(book: Path) -> None:
    index = written(book)
    known: dict[str, set[str]] = {}
    for url in [url for _, url, _, _ in index["answers"]] + [f"{index['pages'][n][0]}#{anchor}" for n, anchor, _, _ in index["places"]]:
        path, _, id = url.partition("#")
        if path not in known:
            known[path] = {e["id"] for e in BeautifulSoup((book / path).read_text("utf-8"), "lxml").select("[id]")}
        assert id in known[path], url
    assert {kind for kind, *_ in index["answers"]} == {"term", "claim", "event"}
    assert len(index["places"]) > 200 and all(text.strip() for *_, text in index["answers"])
    shown = "\n".join(text for *_, text in index["places"])
    for solution in re.findall(r'"explanation_html":"<p>([^<"\\]{40,80})', (book / CHAPTER).read_text("utf-8")):
        assert solution not in shown


def test_an_incremental_build_writes_the_index_of_a_clean_one(tmp_path: Path) -> None:
    def made(name: str, *edits: Callable[[Path], object]) -> Path:
        folder = tmp_path / name
        shutil.copytree(ROOT / "tests" / "sample", folder)
        toc = folder / "_toc.yml"
        toc.write_text(toc.read_text("utf-8").replace("  - file: book/quiz\n", "  - file: book/hidden\n"), "utf-8")
        (folder / "book/quiz.md").unlink()
        (folder / "book/hidden.md").write_text("---\nsearch: false\n---\n# Hidden\n\nNobody finds this.\n", "utf-8")
        if name == "again":
            assert build(folder).returncode == 0
        (folder / "book/other.md").write_text("# Other words\n\nA sentence on coal.\n\n## Deeper\n\nAnother on ore.\n", "utf-8")
        done = build(folder)
        assert done.returncode == 0, done.stdout + done.stderr
        return folder / "_build" / "html"

    again, clean = made("again"), made("clean")
    for file in ("_static/thirdcorner/search-index.js", "genindex.html"):
        assert (again / file).read_bytes() == (clean / file).read_bytes(), file
    assert [p.relative_to(again) for p in sorted(again.rglob("*"))] == [p.relative_to(clean) for p in sorted(clean.rglob("*"))]
    text = json.dumps(written(clean))
    assert "A sentence on coal." in text and "Deeper" in text and "Nobody finds this." not in text


def asked(page: Any, question: str) -> Any:
    """Open the dialog by key, ask, and return the options once they are there."""
    if not page.locator("#pst-search-dialog[open]").count():
        page.keyboard.press("Control+k")
    field = page.locator("#pst-search-dialog[open] input")
    field.fill("")
    field.press_sequentially(question)
    page.locator("#pst-search-dialog .tc-hits-said").filter(has_text=re.compile(r"\.\s*$")).wait_for()
    return page.locator(".tc-hit")


@pytest.mark.parametrize("kind", ["http", "file"])
def test_one_searches_by_keyboard_alone_and_lands_on_the_heading(open_page: Any, served_book: str, book: Path, kind: str) -> None:
    watched = open_page(f"{served_book}/{CHAPTER}" if kind == "http" else (book / CHAPTER).as_uri(), drawn=False)
    page, seen = watched.page, []
    page.on("request", lambda r: seen.append(r.url.rpartition("/")[2]))
    watched.ready()
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Search the book")
    assert field.evaluate("node => node === document.activeElement")
    assert not [name for name in seen if name.startswith("search")]
    options = asked(page, "Vostochny")
    page.locator(".tc-hit").first.wait_for()
    assert [name for name in seen if name.startswith("search")] == ["search-index.js", "search.js"]
    said = page.locator("#pst-search-dialog [role=status]")
    assert sum(map(int, re.findall(r"\d+", said.text_content()))) == options.count() > 3
    kinds = [text.split()[0] for text in options.all_inner_texts()]
    assert kinds[:2] == ["Claim", "Event"] and "Chapter" in kinds
    for option in options.all():
        assert "vostochny" in option.inner_text().lower()
    for key, at in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", options.count() - 1)):
        page.keyboard.press(key)
        chosen = page.locator("[role=option][aria-selected=true]")
        assert chosen.count() == 1 and field.get_attribute("aria-activedescendant") == chosen.get_attribute("id") == options.nth(at).get_attribute("id")
    target = chosen.get_attribute("href") or ""
    page.keyboard.press("Enter")
    page.wait_for_url(f"**#{target.partition('#')[2]}")
    watched.ready()
    assert landed(page, target.partition("#")[2]) == ""
    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")
    page.locator("#pst-search-dialog[open]").wait_for(state="detached")
    assert watched.wrong == []


@pytest.mark.parametrize(("question", "found"), [("vostochni", "Vostochny"), ("entrapm", "entrapment"), ("ENTRAPMENT", "entrapment"), ("A1.1", "Claim A1.1"), ("kursk 2024", "Kursk")])
def test_what_is_begun_or_mistyped_is_found(open_page: Any, served_book: str, question: str, found: str) -> None:
    page = open_page(f"{served_book}/book/index.html").page
    assert found in " ".join(asked(page, question).all_inner_texts()[:6])


def test_what_is_nowhere_is_said_and_the_search_goes_on(open_page: Any, served_book: str) -> None:
    page = open_page(f"{served_book}/book/index.html").page
    asked(page, "treaty qqxxzz <b>")  # nothing holds all: what holds some is shown
    assert page.locator(".tc-hit").count() > 3
    page.locator("#pst-search-dialog input").fill("qqxxzz")
    page.get_by_text("Nothing found.").wait_for()
    assert page.locator(".tc-hit").count() == 0
    page.locator("#pst-search-dialog input").fill("treaty")
    page.locator(".tc-hit").first.wait_for()


@pytest.mark.parametrize("setting", [{"width": 375}, {"width": 375, "dark": True}, {"forced_colors": "active"}, {"dark": True}])
@pytest.mark.parametrize("path", ["book/index.html", "search.html"])
def test_the_search_is_accessible_and_fits(open_page: Any, served_book: str, path: str, setting: dict[str, Any]) -> None:
    watched = open_page(f"{served_book}/{path}", **setting)
    page = watched.page
    if path == "book/index.html":
        asked(page, "alliance treaty")
    else:
        page.get_by_role("combobox").fill("alliance treaty")
        page.locator(".tc-hit").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.locator("[aria-selected=true]").wait_for()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for node in page.locator(".tc-hits, .tc-hit, .tc-hits-said").all():
        assert node.evaluate("n => n.scrollWidth <= n.clientWidth + 1")
    said, first = page.locator(".tc-hits-said:not(:empty)").bounding_box(), page.locator(".tc-hits-name").first.bounding_box()
    assert said["y"] + said["height"] <= first["y"]
    assert watched.wrong == []


def test_the_search_page_answers_an_address_with_a_question(open_page: Any, served_book: str, book: Path) -> None:
    for url in (f"{served_book}/search.html?q=Vostochny", f"{(book / 'search.html').as_uri()}?q=Vostochny"):
        watched = open_page(url)
        watched.page.locator(".tc-hit").first.wait_for()
        assert "Vostochny" in watched.page.locator("mark").first.text_content()
        assert watched.wrong == []


def test_without_script_the_alphabetical_index_leads_everywhere(open_page: Any, served_book: str, book: Path) -> None:
    page = open_page(f"{served_book}/{CHAPTER}", java_script_enabled=False, drawn=False).page
    page.locator(".tc-index-link:visible").click()
    page.wait_for_url("**/genindex.html")
    assert page.get_by_role("combobox").count() == 0 and page.locator("form.bd-search:visible").count() == 0
    page.get_by_role("link", name="Vostochny").first.click()
    page.wait_for_url("**/timeline.html#event-*")
    soup = BeautifulSoup((book / "genindex.html").read_text("utf-8"), "lxml")
    letters = [h.text for h in soup.select("article h2")]
    assert letters == sorted(letters) and len(letters) > 15
    links = [a["href"] for a in soup.select("table.genindextable a")]
    assert len(links) > 400 and all("#" in link for link in links)


def test_headings_that_repeat_are_no_entries_of_the_index() -> None:
    from thirdcorner.course.read import load

    made = [page(f"{n}.html", f'<article class="bd-article"><section id="a"><h1>Page {n}</h1><section id="k"><h2>Key points</h2></section></section></article>') for n in range(4)]
    titles = [title for _, entries in alphabet(made, load(ROOT / "tests" / "sample")) for title, _ in entries]
    assert titles == [f"Page {n}" for n in range(4)]


@pytest.mark.long
def test_hits_land(open_page: Any, served_book: str) -> None:
    watched = open_page(f"{served_book}/book/reference/glossary.html", drawn=False)
    wrong = []
    for question in ASKED[:3]:
        count = asked(watched.page, question).count()
        for n in range(0, count, max(1, count // 4)):
            link = asked(watched.page, question).nth(n)
            id = (link.get_attribute("href") or "").partition("#")[2]
            link.click()
            watched.page.wait_for_url(f"**#{id}")
            watched.ready()
            wrong.append(landed(watched.page, id))
    assert [w for w in wrong if w] == []


@pytest.mark.long
@pytest.mark.parametrize(("width", "half"), [(1280, 0), (375, 1)])
def test_every_place_of_the_index_lands(open_page: Any, served_book: str, book: Path, width: int, half: int) -> None:
    """Each at one of two widths: headings and exercises are gone to at both in `test_landing`."""
    index, wrong = written(book), []
    urls = [url for _, url, _, _ in index["answers"]] + [f"{index['pages'][n][0]}#{anchor}" for n, anchor, _, _ in index["places"]]
    watched = open_page("about:blank", width=width, drawn=False)
    for url in urls[half::2]:
        if urlsplit(watched.page.url).path != f"/{url.partition('#')[0]}":
            watched.page.goto(f"{served_book}/{url}")
            watched.ready()
        else:
            watched.page.evaluate("hash => (location.hash = hash)", url.partition("#")[2])
        wrong.append(landed(watched.page, url.partition("#")[2]))
    assert [w for w in wrong if w] == []
