"""Every page of the course: accessible (WCAG 2.2 A and AA by axe), quiet, within its width, asking nobody else for anything."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import violations

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(p.relative_to(ROOT).with_suffix(".html").as_posix() for p in (ROOT / "book").rglob("*.md"))
CHAPTER = "book/chapters/05-renewed-alliance.html"


def looked_at(open_page, url: str, width: int, dark: bool) -> None:
    watched = open_page(url, width=width, dark=dark)
    if watched.page.locator(".tc-island").count():
        watched.mount_all()
    assert violations(watched.page) == []
    assert watched.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert watched.wrong == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_quiet_and_fits(open_page, served_book: str, path: str) -> None:
    looked_at(open_page, f"{served_book}/{path}", 1280, False)


@pytest.mark.long
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("width", "dark"), [(1280, True), (375, False), (375, True)])
def test_a_page_is_accessible_in_the_other_widths_and_themes(open_page, served_book: str, path: str, width: int, dark: bool) -> None:
    looked_at(open_page, f"{served_book}/{path}", width, dark)


@pytest.mark.long
@pytest.mark.parametrize("path", [CHAPTER, "book/index.html", "book/reference/claims.html"])
@pytest.mark.parametrize("setting", [{"forced_colors": "active"}, {"reduced_motion": "reduce"}, {"device_scale_factor": 2}])
def test_a_page_holds_in_the_readers_own_settings(open_page, served_book: str, path: str, setting: dict[str, object]) -> None:
    # 200 % zoom of a window 1280 px wide is a viewport of 640 CSS px at twice the density.
    watched = open_page(f"{served_book}/{path}", width=640 if "device_scale_factor" in setting else 1280, **setting)
    page = watched.page
    if page.locator(".tc-island").count():
        watched.mount_all()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if "reduced_motion" in setting:
        page.mouse.wheel(0, 2000)
        assert page.evaluate("document.getAnimations().length") == 0
    assert watched.wrong == []


@pytest.mark.parametrize("dark", [False, True])
def test_the_chapter_is_accessible_after_answering(open_page, served_book: str, dark: bool) -> None:
    watched = open_page(f"{served_book}/{CHAPTER}", dark=dark)
    page = watched.page
    watched.mount_all()
    desk = page.locator(".tc-live .tc-fact-check")
    desk.get_by_label("Card 1", exact=True).check()
    desk.get_by_label("It holds as written").check()
    desk.get_by_label("90 %").check()
    desk.get_by_role("button", name="Compare with the record").click()
    question = page.locator(".tc-live .tc-question-single").first
    question.get_by_role("radio").first.check()
    question.get_by_role("button", name="Check").click()
    assert violations(page) == []
    assert watched.wrong == []


@pytest.mark.parametrize("slower", [1, 6])
def test_mounting_islands_does_not_move_what_is_read(open_page, served_book: str, slower: int) -> None:
    watch = "window.shift = 0; new PerformanceObserver(l => l.getEntries().forEach(e => { if (!e.hadRecentInput) window.shift += e.value; })).observe({ type: 'layout-shift', buffered: true });"
    watched = open_page("about:blank", prepare=watch)
    page = watched.page
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.goto(f"{served_book}/{CHAPTER}")
    end = page.evaluate("document.documentElement.scrollHeight")
    for _ in range(0, end, 400):
        page.mouse.wheel(0, 400)
        page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.locator(".tc-island:not([data-state='live'])").first.wait_for(state="detached")
    assert page.evaluate("window.shift") < 0.02


@pytest.mark.parametrize(("path", "budget"), [(p, 250_000 if "chapters" in p or "review" in p else 150_000) for p in PAGES])
def test_a_cold_page_stays_within_its_budget(open_page, served_book: str, book: Path, path: str, budget: int) -> None:
    import gzip

    watched = open_page("about:blank")
    page = watched.page
    seen: set[str] = set()
    page.on("request", lambda r: seen.add(r.url.split("?")[0]))
    page.goto(f"{served_book}/{path}")
    if page.locator(".tc-island").count():
        watched.mount_all()
    files = [book / url.removeprefix(served_book).lstrip("/") for url in seen]
    total = sum(len(gzip.compress(f.read_bytes(), 6)) for f in files if f.is_file())
    assert 20_000 < total <= budget
    assert not any("searchindex" in url for url in seen)


def test_search_finds_a_word_and_loads_its_index_only_there(open_page, served_book: str) -> None:
    watched = open_page(f"{served_book}/search.html?q=Vostochny")
    watched.page.locator("#search-results li a").first.wait_for()
    assert watched.wrong == []


def test_the_register_of_claims_can_be_filtered(open_page, served_book: str) -> None:
    page = open_page(f"{served_book}/book/reference/claims.html").page
    page.get_by_text(re.compile(r"^(\d+) of \1 claims\.$")).wait_for()
    page.get_by_label("Verdict").select_option("wrong")
    shown = page.locator("[data-claim]:visible")
    assert {c.get_attribute("data-verdict") for c in shown.all()} == {"wrong"}
    page.get_by_label("Words").fill("no claim says this")
    page.get_by_text(re.compile(r"^0 of \d+ claims\.$")).wait_for()
    assert shown.count() == 0


def test_what_is_out_of_sight_is_skipped_and_found_all_the_same(open_page, served_book: str) -> None:
    watched = open_page(f"{served_book}/{CHAPTER}", width=375, drawn=False, prepare="window.moved = 0; new PerformanceObserver((l) => l.getEntries().forEach((e) => { if (!e.hadRecentInput) window.moved += e.value; })).observe({ type: 'layout-shift', buffered: true });")
    page = watched.page
    page.locator(".tc-island[data-state=live]").first.wait_for()
    last = page.locator("#further-reading")
    assert last.locator("li").first.evaluate("(node) => node.checkVisibility({ contentVisibilityAuto: true })") is False
    assert "Further reading" in page.locator("main").aria_snapshot()
    page.goto(f"{served_book}/{CHAPTER}#further-reading")
    page.wait_for_function("Math.abs(document.querySelector('#further-reading h2').getBoundingClientRect().top) < innerHeight")
    assert last.locator("li").first.evaluate("(node) => node.checkVisibility({ contentVisibilityAuto: true })") is True
    for _ in range(60):
        page.keyboard.press("PageUp")
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate("scrollY") < 200
    assert page.evaluate("window.moved") < 0.1
    for paragraph in page.locator(".tc-siglum-id").all()[:2]:
        paragraph.scroll_into_view_if_needed()
        assert paragraph.is_visible()
    assert watched.wrong == []


SPACED = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }"
"""What WCAG 2.2, criterion 1.4.12, lets a reader set."""
CLIPPED = """() => [...document.querySelectorAll("main *")].filter((node) => {
  const style = getComputedStyle(node);
  return node.clientWidth > 1 && !node.closest(".tc-sr, svg") && [style.overflowX, style.overflowY].some((v) => v === "hidden" || v === "clip")
    && (node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1);
}).map((node) => `${node.tagName}.${node.className}`)"""


@pytest.mark.parametrize("path", [CHAPTER, "book/chapters/11-competing-explanations.html", "book/chapters/16-data-lab.html"])
def test_text_may_be_spaced_wider_without_being_cut(open_page, served_book: str, path: str) -> None:
    watched = open_page(f"{served_book}/{path}", width=375)
    watched.mount_all()
    watched.page.add_style_tag(content=SPACED)
    assert watched.page.evaluate(CLIPPED) == []
    assert watched.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
