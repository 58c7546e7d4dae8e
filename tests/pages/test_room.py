"""Nothing is cut while there is room: every page, every exercise, at the widths of a phone, a tablet, a laptop and a desk."""

from __future__ import annotations

from typing import Any

import pytest

from tests.pages.test_pages import PAGES

WIDTHS = (375, 768, 1280, 1600)
CUT = """(within) => {
  const wrong = [], say = (node, what) => wrong.push(`${node.closest('.tc-island')?.dataset.widget ?? ''} ${node.tagName.toLowerCase()}.${node.getAttribute('class') ?? ''}: ${what}`);
  const skip = (node) => node.closest('.tc-sr, [hidden], .tc-answer-sheet, dialog:not([open])');
  const main = document.querySelector(within ?? '.bd-article'), style = getComputedStyle(main), all = main.getBoundingClientRect();
    const room = main.clientWidth - 2 * parseFloat(style.paddingInlineEnd);
  for (const node of main.querySelectorAll('*')) {
    if (node.closest('svg') || skip(node) || !node.checkVisibility() || node.clientWidth < 2) continue;
    const css = getComputedStyle(node);
    if (css.overflowX !== 'visible' && node.scrollWidth > node.clientWidth + 1 && node.clientWidth < room - 4 && !node.matches('input, select'))
      say(node, `shows ${node.clientWidth} of ${node.scrollWidth} px, with room for ${Math.round(room)}`);
  }
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const node = text.parentElement;
    if (!text.data.trim() || node.closest('svg, script, style, option, textarea') || skip(node) || !node.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    let scrolls = null;
    for (let up = node; up && up !== main; up = up.parentElement) if (getComputedStyle(up).overflowX !== 'visible') { scrolls = up; break; }
    if (scrolls) continue;
    const box = range.getBoundingClientRect();
    if (box.width && (box.right > all.right + 1 || box.left < all.left - 1)) say(node, `text leaves the page: ${text.data.trim().slice(0, 30)}`);
    let block = node;
    while (getComputedStyle(block).display.startsWith('inline') && block.parentElement) block = block.parentElement;
    const own = block.getBoundingClientRect();
    const start = range.getClientRects()[0]?.left ?? Infinity;
    for (let up = block; up !== main && up.parentElement; up = up.parentElement) {
      const css = getComputedStyle(up), rule = css.borderInlineStartStyle === 'none' ? 0 : parseFloat(css.borderInlineStartWidth);
      if (rule && css.borderCollapse !== 'collapse' && start - up.getBoundingClientRect().left - rule < 3 && start > up.getBoundingClientRect().left) say(up, `text touches the rule beside it: ${text.data.trim().slice(0, 30)}`);
    }
    if (box.width && box.right > own.right + 2) say(node, `text leaves its box by ${Math.round(box.right - own.right)} px: ${text.data.trim().slice(0, 30)}`);
  }
  for (const cell of innerWidth < 768 ? [] : main.querySelectorAll(':is(td, th):not(:has(td))')) {  // a word is broken nowhere but on a phone
    if (skip(cell) || !cell.checkVisibility()) continue;
    const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), range = document.createRange();
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      if (text.parentElement.closest('code, svg, script, style') || getComputedStyle(text.parentElement).hyphens === 'auto') continue;
      for (const { 0: word, index } of text.data.matchAll(/[\\p{L}\\p{M}]+/gu)) {
        range.setStart(text, index), range.setEnd(text, index + word.length);
        if (new Set([...range.getClientRects()].map((r) => Math.round(r.top))).size > 1) say(cell, `breaks ${word}`);
      }
    }
  }
  for (const svg of main.querySelectorAll('svg')) {
    if (skip(svg) || !svg.checkVisibility() || svg.matches('.tc-icon')) continue;
    const turned = (t) => {  // a label's own rectangle, which for a turned one is not the upright box around it
      const box = t.getBBox(), m = t.getScreenCTM(), at = (x, y) => new DOMPoint(x, y).matrixTransform(m);
      const [o, u, v] = [at(box.x, box.y), at(box.x + box.width, box.y), at(box.x, box.y + box.height)];
      return { points: [o, u, v, at(box.x + box.width, box.y + box.height)], height: Math.hypot(v.x - o.x, v.y - o.y), along: [u.x - o.x, u.y - o.y], across: [v.x - o.x, v.y - o.y] };
    };
    const shared = (a, b, [dx, dy]) => {
      const length = Math.hypot(dx, dy), on = (c) => c.points.map((p) => (p.x * dx + p.y * dy) / length), [p, q] = [on(a), on(b)];
      return Math.min(Math.max(...p), Math.max(...q)) - Math.max(Math.min(...p), Math.min(...q));
    };
    const labels = [...svg.querySelectorAll('text, .role-legend-symbol > path')].filter((t) => getComputedStyle(t).opacity > 0 && (t.matches('path') || t.textContent.trim()) && t.getBoundingClientRect().width > 0).map((t) => [t, turned(t)]);
    for (let i = 0; i < labels.length; i++) for (let j = i + 1; j < labels.length; j++) {
      const [a, b] = [labels[i][1], labels[j][1]], low = Math.min(a.height, b.height) * 0.3;
      if ([a, b].every((c) => shared(a, b, c.along) > 1 && shared(a, b, c.across) > low)) say(svg, `${svg.closest('figure')?.id ?? ''} “${labels[i][0].textContent}” on “${labels[j][0].textContent}”`);
    }
  }
  return [...new Set(wrong)];
}"""


def walked(open_page: Any, url: str, prepare: str = "") -> list[str]:
    """Return what is cut on a page at any width."""
    watched = open_page(url, width=WIDTHS[-1], prepare=prepare)
    if watched.page.locator(".tc-island").count():
        watched.mount_all()
    return measured(watched)


def measured(watched: Any, within: str | None = None) -> list[str]:
    """Return what is cut at any width on a page as it stands, or within one element of it, with every fold open."""
    wrong = []
    watched.page.evaluate("document.querySelectorAll('main details').forEach((d) => (d.open = true))")
    for width in WIDTHS:
        watched.page.set_viewport_size({"width": width, "height": 900})
        wrong += [f"{width}: {w}" for w in watched.page.evaluate(CUT, within)]
        if watched.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append(f"{width}: the page is wider than the window")
    return wrong


@pytest.mark.long
@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_cut_while_there_is_room(open_page: Any, served_book: str, path: str) -> None:
    assert walked(open_page, f"{served_book}/{path}") == []


def test_a_box_that_is_cut_a_label_on_another_and_text_on_a_rule_are_seen(open_page: Any) -> None:
    watched = open_page("about:blank", width=800, drawn=False)
    watched.page.set_content(
        '<main class="bd-article" style="display:block;width:780px"><div class="wide" style="overflow:auto;width:100px"><p style="width:300px">x</p></div>'
        '<p class="out" style="width:40px;white-space:nowrap">Longer than its box</p><p class="rule" style="border-left:2px solid">Touching</p>'
        '<p class="fine" style="border-left:2px solid;padding-left:8px">Beside</p>'
        '<table style="width:60px;table-layout:fixed;overflow-wrap:anywhere"><tr><td class="cell">unbreakable</td></tr></table>'
        '<svg width="100" height="20"><text y="15">one</text><text x="4" y="15">two</text></svg>'
        '<svg width="200" height="200"><g transform="rotate(45)"><text x="60" y="0">a turned label</text><text x="60" y="17">another beside it</text><text x="62" y="20">over</text></g></svg></main>'
    )
    seen = " ".join(watched.page.evaluate(CUT))
    assert all(f".{name}: " in seen for name in ("wide", "out", "rule")) and "breaks unbreakable" in seen and "“one” on “two”" in seen
    assert ".fine" not in seen
    assert "“another beside it” on “over”" in seen and "“a turned label”" not in seen
