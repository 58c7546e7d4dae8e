"""How an exercise is worked by keys, each kind of control in turn, for tests that look at it meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from thirdcorner.course.read import load
from thirdcorner.widgets import WIDGETS

STEPS = (
    ("input[type=radio]:not(:disabled)", "Space"),
    ("input[type=checkbox]:not(:disabled)", "Space"),
    ("input[type=range]:not(:disabled)", "ArrowLeft"),
    ("select:not(:disabled)", "ArrowDown"),
    ("input[type=number]:not(:disabled), input[type=text]:not(:disabled), textarea:not(:read-only)", "7"),
    ("details:not([open]) > summary", "Enter"),
    ("button:not(:disabled)", "Enter"),
)
"""Each kind of control, and the key that uses it."""
EACH = 12
"""So many controls of a kind are used in a round; there are two rounds, as the first opens what the second finds."""


def first_places() -> list[tuple[str, str]]:
    """Each widget with the first chapter in which it stands."""
    names = {cls.__name__: cls.name for cls in WIDGETS.values()}
    found: dict[str, str] = {}
    for chapter in load().chapters.values():
        for call in chapter.calls:
            if call.name in names:
                found.setdefault(names[call.name], chapter.id)
    return sorted(found.items())


def work(page: Any, widget: str, after: Callable[[str], None] = lambda selector: None) -> None:
    """Use every kind of control of the page's first exercise of a kind by key, in two rounds, calling `after` once a kind was used."""
    root = page.locator(f".tc-island[data-widget={widget}] .tc-live").first
    for _ in range(2):
        for selector, key in STEPS:
            found, used = root.locator(selector), 0
            for n in range(min(EACH, found.count())):
                control = found.nth(n) if n < found.count() else None
                if control is None or not control.is_visible() or (control.text_content() or "").strip() == "Begin again":
                    continue
                control.focus()
                page.keyboard.press(key)
                used += 1
            if used:
                after(selector)
