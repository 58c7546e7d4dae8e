"""What a page costs: bytes, requests and files, held for every page; nothing is published that no page loads."""

from __future__ import annotations

import gzip
import html
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from tests.pages.test_pages import CHAPTER, PAGES, SPECIMENS
from thirdcorner.pages.assets import loaded

PROSE_BYTES, ISLAND_BYTES = 90_000, 180_000
PROSE_REQUESTS, ISLAND_REQUESTS = 10, 24
MADE = ["search.html", "genindex.html"]
"""Pages that no source states: the builder makes them."""
AWAKE = {"book/chapters/05-renewed-alliance.html": 222_000}
"""Chapter 5 has seven instruments and seven quizzes: with all of them awake it is over the budget that others keep even then."""
SHELL = {"host.js": 12_000, "some.js": 2_500, "core.js": 30_000, "core.css": 2_000, "theme.css": 10_500, "book.css": 9_500, "search.js": 9_000, "first.js": 1_650}
"""What every page wears, and what searching adds; gzipped."""
NEVER = re.compile(r"\.(map|woff2?|ttf|mo|po)$|thebe|bootstrap|pydata|sphinx|doctools|searchindex|fontawesome")


def packed(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 6))


@pytest.mark.parametrize("path", [*(p for p in PAGES if p != SPECIMENS), *MADE])
def test_a_cold_page_stays_within_its_budget(open_page: Any, served_book: str, book: Path, path: str) -> None:
    """Hold every page but *Instruments*, which shows each of them in each of its states: specimens have no budget."""
    watched = open_page("about:blank", drawn=False)
    page = watched.page
    seen: list[str] = []
    page.on("request", lambda r: seen.append(r.url.split("?")[0]))
    page.goto(f"{served_book}/{path}", wait_until="networkidle")  # cold, before the reader begins
    island = page.locator(".tc-island").count() > 0
    cold = {url: packed(file) for url in seen if (file := book / url.removeprefix(served_book).lstrip("/")).is_file()}
    assert 20_000 < sum(cold.values()) <= (ISLAND_BYTES if island else PROSE_BYTES), cold
    if island:
        page.mouse.wheel(0, 1)
        watched.mount_all()
    sizes = {url: packed(file) for url in seen if (file := book / url.removeprefix(served_book).lstrip("/")).is_file()}
    asked = [url for url in seen if not url.endswith("/mark.svg")]  # the browser takes it as the tab's icon and as the logo
    assert len(asked) == len(set(asked)), "something is asked for twice"
    assert sum(sizes.values()) <= AWAKE.get(path, ISLAND_BYTES if island else PROSE_BYTES), sizes
    assert 5 < len(seen) <= (ISLAND_REQUESTS if island else PROSE_REQUESTS) + 2 * (path in AWAKE), seen
    assert not [url for url in seen if ("search" in url and path not in MADE) or "vega" in url]
    assert watched.wrong == []


def test_what_every_page_wears_stays_small(book: Path) -> None:
    sizes = {name: packed(book / "_static" / "thirdcorner" / name) for name in SHELL}
    assert {name: size for name, size in sizes.items() if size > SHELL[name]} == {}


def test_nothing_is_published_that_no_page_loads(book: Path) -> None:
    files = {p.relative_to(book).as_posix() for p in (book / "_static").rglob("*") if p.is_file()}
    assert files == loaded(book)
    assert [f for f in files if NEVER.search(f)] == []
    assert not (book / "searchindex.js").exists()
    assert sum(packed(book / f) for f in files if not re.search("vega|search-index|opener|picture", f)) < 400_000  # these four come only when asked for


def test_a_file_that_no_page_names_is_seen(tmp_path: Path) -> None:
    (tmp_path / "_static" / "thirdcorner").mkdir(parents=True)
    (tmp_path / "_static" / "thirdcorner" / "book.css").write_text('a{background:url("mark.svg")}', "utf-8")
    (tmp_path / "index.html").write_text('<link href="_static/thirdcorner/book.css"><div data-widget="quiz"></div><script src="../_static/x.js?v=1"></script>', "utf-8")
    named = {"book.css", "mark.svg", "quiz.js", "search.js", "search-index.js"}
    assert loaded(tmp_path) == {f"_static/thirdcorner/{name}" for name in named} | {"_static/x.js"}


def test_no_page_names_a_script_of_the_theme(book: Path) -> None:
    for path in ("search.html", "genindex.html", CHAPTER):
        scripts = re.findall(r'<script[^>]*src="([^"]+)"', (book / path).read_text("utf-8"))
        assert scripts and all("/thirdcorner/" in s for s in scripts), path


FOR_OTHERS = {
    ".buildinfo": "by it Sphinx knows with which settings the pages were written",
    "objects.inv": "by it another Sphinx book links to this one’s sections",
    ".nojekyll": "by it GitHub Pages serves folders like _static",
    "_headers": "by it Netlify and Cloudflare Pages send the policy",
    ".htaccess": "by it Apache does",
}
"""What is published and read by no page, and why."""
ATTRIBUTE = re.compile(r"""(?:\s(?:href|src|data|poster|action)=["']|; url=)([^"'#?]+)""")
WIDGET = re.compile(r'data-widget="(\w+)"')
NAMED = re.compile(r"""["'`/}]([\w-]+\.(?:js|css|svg|json))["'`?]""")
CALLED = re.compile(r"""\(["'`]([\w-]{1,40})["'`]\)""")
URL = re.compile(r"""url\(["']?([^"')#?]+)""")


def refers(book: Path, file: Path) -> set[Path]:
    """Return what may be files of the book that a page, a script or a style names, however it reaches them."""
    if file.suffix not in {".html", ".js", ".css", ".svg"}:
        return set()
    text, ours = file.read_text("utf-8"), book / "_static" / "thirdcorner"
    named = {file.parent / unquote(html.unescape(m)) for m in [*ATTRIBUTE.findall(text), *URL.findall(text)] if "//" not in m and not m.startswith(("data:", "mailto:"))}
    if file.suffix == ".html":
        named |= {ours / f"{widget}.{end}" for widget in WIDGET.findall(text) for end in ("js", "css")}
    if file.suffix == ".js":
        named |= {ours / name for name in NAMED.findall(text)} | {ours / f"{name}.js" for name in CALLED.findall(text)}
    return {Path(os.path.normpath(path)) for path in named}


def test_no_file_is_published_that_no_page_leads_to(book: Path) -> None:
    files = {p for p in book.rglob("*") if p.is_file()}
    found: set[Path] = set()
    waiting = {book / "index.html"}
    while waiting:
        file = waiting.pop()
        found.add(file)
        waiting |= (refers(book, file) & files) - found
    assert len(found) > 100
    assert sorted(p.relative_to(book).as_posix() for p in files - found) == sorted(FOR_OTHERS)
