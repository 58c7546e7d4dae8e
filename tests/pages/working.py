"""How an exercise is worked by keys, each kind of control in turn, and a whole chapter by keys or mouse, in whichever engine."""

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

KEPT = "() => Object.fromEntries(Object.entries(localStorage).filter(([k]) => k.startsWith('tc:')).map(([k, v]) => [k, JSON.parse(v).state]).sort())"
"""What the record keeps of the learner's work, by key."""


def first_places() -> list[tuple[str, str]]:
    """Each widget with the first chapter in which it stands."""
    names = {cls.__name__: cls.name for cls in WIDGETS.values()}
    found: dict[str, str] = {}
    for chapter in load().chapters.values():
        for call in chapter.calls:
            if call.name in names:
                found.setdefault(names[call.name], chapter.id)
    return sorted(found.items())


def work(page: Any, widget: str, after: Callable[[str], None] = lambda selector: None, each: int = EACH) -> None:
    """Use every kind of control of the page's first exercise of a kind by key, in two rounds, calling `after` once a kind was used."""
    root = page.locator(f".tc-island[data-widget={widget}] .tc-live").first
    for _ in range(2):
        for selector, key in STEPS:
            found, used = root.locator(selector), 0
            for n in range(min(each, found.count())):
                control = found.nth(n) if n < found.count() else None
                if control is None or not control.is_visible() or (control.text_content() or "").strip() == "Begin again":
                    continue
                control.focus()
                page.keyboard.press(key)
                used += 1
            if used:
                after(selector)


def play(page: Any, keyboard: bool) -> list[str]:
    """Answer every question of the page with whatever it offers first; return the ids."""
    done = []

    def press(control: Any) -> None:
        if keyboard:
            control.focus()
            page.keyboard.press("Enter" if control.evaluate("n => n.tagName") == "BUTTON" else "Space")
        else:
            control.click()

    page.evaluate("document.querySelectorAll('details:has(.tc-island)').forEach(d => (d.open = true))")  # the warm-up is folded
    for question in page.locator(".tc-live [data-question]").all():
        for group in question.locator("fieldset.tc-choices:not(.tc-confidence)").all():
            offered = group.locator("input[type=radio], input[type=checkbox]")
            if offered.count():
                press(offered.first)
        if question.locator(".tc-confidence input").count():
            press(question.locator(".tc-confidence input").nth(2))
        for choice in question.locator("select").all():
            choice.focus()
            page.keyboard.press("ArrowDown")
        for field in question.locator("input[type=text], textarea").all():
            numeric = field.get_attribute("inputmode") == "decimal"
            field.fill("1" if numeric else "consultation")
            field.press("Tab")
        press(question.locator(".tc-primary").first)
        done.append(question.get_attribute("data-question"))
    return done
