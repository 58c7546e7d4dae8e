"""Whatever field was filled in before the script came is kept, by every widget."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.pages.working import first_places

UNTOUCHED = """[...document.querySelectorAll(".tc-front :is(input, select, textarea)")]
  .filter((e) => e.options ? e.selectedIndex > 0 : /radio|box/.test(e.type) ? e.checked !== e.defaultChecked : e.value !== e.defaultValue).map((e) => e.outerHTML)"""
"""The fields that look as if a reader had filled them in."""
FILL = """([widget, kinds]) => [...document.querySelectorAll(`.tc-island[data-widget=${widget}] .tc-front :is(${kinds})`)].filter((e) => !e.disabled && !e.readOnly).map((e, n) => {
  const by = Number(e.step || 1) * (e.type === "range" ? 2 : 1);
  if (e.options) e.selectedIndex = e.options.length - 1;
  else if (e.type === "checkbox") e.checked = !e.checked;
  else if (["range", "number"].includes(e.type)) e.value = e.value === "" ? 30 : Number(e.value) + (Number(e.value) + by > Number(e.max) ? -by : by);
  else e.value = "Before the script.";
  return [(e.dataset.filled = String(n)), e.value, e.checked ?? null];
})"""
"""Fills in an exercise's fields of some kinds, as a reader may while the script is under way; returns what each then shows."""
SHOWN = "[...document.querySelectorAll('[data-filled]')].map((e) => [e.dataset.filled, e.value, e.checked ?? null])"
DRAWN_AGAIN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
KINDS = ("input[type=range], input[type=text], textarea, select", "input[type=number], input[type=checkbox]")
"""Two rounds, since a scale's range and its number are the same thing."""
KEPT = {
    "forecast_desk": ("probability", "knew"),
    "draw_first": ("points",),
    "timeline": ("at",),
    "hedge_translator": ("low", "high"),
    "ledger": ("factors", "rate"),
    "ach_workbench": ("reading_text", "item_text"),
}
"""What the record then holds, of fields that no component binds, and of one that does."""


@pytest.mark.parametrize(("widget", "chapter"), [pytest.param(*place, marks=[pytest.mark.long] * (place[0] != "forecast_desk")) for place in first_places()])
def test_whatever_field_was_filled_in_before_the_script_came_is_kept(open_page: Callable[..., Any], served_book: str, widget: str, chapter: str) -> None:
    kept = ""
    held: list[Any] = []
    for kinds in KINDS:
        watched = open_page("about:blank")
        page = watched.page
        page.route("**/host.js*", lambda route: held.append(route))
        page.goto(f"{served_book}/book/chapters/{chapter}.html", wait_until="commit")
        page.locator("footer").first.wait_for(state="attached")
        assert page.evaluate(UNTOUCHED) == []
        filled = page.evaluate(FILL, [widget, kinds])
        held[-1].continue_()
        watched.mount_all()
        page.evaluate(DRAWN_AGAIN)
        assert page.evaluate(SHOWN) == filled
        kept += page.evaluate("JSON.stringify(Object.entries(localStorage).filter(([k]) => k.startsWith('tc:')).map(([, v]) => JSON.parse(v).state))")
        assert watched.wrong == []
        page.context.close()
    assert [name for name in KEPT.get(widget, ()) if f'"{name}":' not in kept] == []
