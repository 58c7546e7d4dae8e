"""A reader who asks for more contrast gets it on every page and in every exercise: text at 7 to 1, edges of controls at 3 to 1, darker hairlines."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import violations
from tests.pages.test_matrix import worked
from tests.pages.test_pages import CHAPTER, PAGES
from tests.pages.test_zoom import SEEN, found

ENHANCED = ["color-contrast-enhanced"]
"""Axe’s rule for WCAG 2.2, 1.4.6, which is of level AAA."""
LEAST = "[7, 4.5]"
LINE = """() => { const box = document.createElement("p"); document.querySelector("main").append(box);
  const [line, paper] = ["--tc-rule", "--tc-paper"].map((name) => { box.style.color = `var(${name})`; return getComputedStyle(box).color.match(/[\\d.]+/g).slice(0, 3).map(Number); });
  box.remove();
  const light = (c) => c.map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)).reduce((sum, v, n) => sum + v * [0.2126, 0.7152, 0.0722][n], 0);
  const [low, high] = [light(line), light(paper)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05); }"""
"""How much a hairline stands out from the page."""


def lacking(page: Any) -> list[str]:
    """Return what lacks contrast on a page as it stands, in light and in dark: its text, the words of its pictures, the edges of its controls."""
    wrong = []
    for scheme in ("light", "dark"):
        page.emulate_media(contrast="more", color_scheme=scheme, reduced_motion="reduce")
        wrong += [f"{scheme}: {w}" for w in [*violations(page, rules=ENHANCED), *found(page, f"seen.faint(root, {LEAST})"), *page.evaluate("seen.edges(document.querySelector('main'))")]]
    return wrong


def opened(open_page: Any, url: str) -> Any:
    watched = open_page(url, contrast="more", reduced_motion="reduce")
    if watched.page.locator(".tc-island").count():
        watched.mount_all()
    watched.page.evaluate(SEEN)
    return watched


@pytest.mark.parametrize("path", [p if p in (CHAPTER, "book/index.html", "book/reference/claims.html") else pytest.param(p, marks=pytest.mark.long) for p in PAGES])
def test_a_page_answers_a_reader_who_asks_for_more_contrast(open_page: Any, served_book: str, path: str) -> None:
    watched = opened(open_page, f"{served_book}/{path}")
    assert lacking(watched.page) == []
    assert watched.wrong == []


@pytest.mark.long
@pytest.mark.parametrize("path", [CHAPTER])
def test_worked_exercises_answer_a_reader_who_asks_for_more_contrast(open_page: Any, served_book: str, path: str, record_property: Any) -> None:
    watched = opened(open_page, f"{served_book}/{path}")
    for state in worked(watched.page, record_property):
        assert lacking(watched.page) == [], state
    assert watched.wrong == []


@pytest.mark.parametrize("dark", [False, True])
def test_hairlines_are_darker_for_who_asks_and_text_is_the_plain_palette_for_who_does_not(open_page: Any, served_book: str, dark: bool) -> None:
    page = open_page(f"{served_book}/book/teach/privacy.html", dark=dark, reduced_motion="reduce").page
    plain, before = page.evaluate(LINE), violations(page, rules=ENHANCED)
    page.emulate_media(contrast="more")
    assert plain < 2 and page.evaluate(LINE) >= 3
    assert before and violations(page, rules=ENHANCED) == []


def test_a_faint_edge_faint_words_and_faint_print_are_seen(open_page: Any) -> None:
    page = open_page("about:blank", drawn=False).page
    page.set_content(
        '<main style="background:#fff"><button style="border:1px solid #aaa;background:#fff;color:#000" class="faint">a</button><button style="border:1px solid #777;background:#fff;color:#000" class="plain">b</button>'
        '<button style="border:1px solid #aaa;background:#05c;color:#fff" class="filled">c</button><p style="color:#666">so and so</p>'
        '<div class="tc-island"><svg width="99" height="30"><text y="20" style="fill:#666">e</text></svg></div></main>'
    )
    page.evaluate(SEEN)
    seen = " ".join(lacking(page))
    assert "faint edge:  button.faint" in seen and "plain" not in seen and "filled" not in seen
    assert "color-contrast-enhanced" in seen and "“e”" in seen
    assert found(page, "seen.faint(root)") == []
