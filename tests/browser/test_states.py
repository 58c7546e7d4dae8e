"""Every exercise stays accessible while it is worked: axe looks again after each kind of control has been used."""

from __future__ import annotations

import pytest

from tests.conftest import violations
from thirdcorner.content import load
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


@pytest.mark.long
@pytest.mark.parametrize(("widget", "chapter"), first_places())
def test_an_exercise_is_accessible_in_the_states_that_work_leads_to(open_page, served_book: str, widget: str, chapter: str) -> None:
    watched = open_page(f"{served_book}/book/chapters/{chapter}.html", width=375, dark=True, prepare="window.print = () => {}")
    page = watched.page
    page.on("dialog", lambda dialog: dialog.accept())
    watched.mount_all()
    island = f".tc-island[data-widget={widget}] .tc-live"
    root = page.locator(island).first
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
                assert violations(page, island) == [], (selector, used)
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), selector
    assert watched.wrong == []
