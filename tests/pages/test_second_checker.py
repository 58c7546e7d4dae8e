"""A second checker beside axe: IBM's engine looks at every page fresh and at every chapter worked; what it finds is mended, or answered here."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.pages.engines.engine import TOOLS, installed
from tests.pages.test_matrix import worked
from tests.pages.test_pages import PAGES, SPECIMENS

RULES = "WCAG_2_2"
ENGINE = TOOLS / "node_modules" / "accessibility-checker-engine" / "ace-window.js"
CHECK = """async (rules) => { const { results } = await new window.ace_ibma.Checker().check(document, [rules]);
  const ids = (...verdicts) => [...new Set(results.filter((r) => verdicts.includes(r.value[1])).map((r) => r.ruleId))];
  return [results.filter((r) => r.value[0] === "VIOLATION" && r.value[1] === "FAIL").map((r) => [r.ruleId, r.snippet]), ids("PASS"), ids("POTENTIAL", "MANUAL"), ids("FAIL")]; }"""
ANSWERED = {
    "aria_role_valid": (r"<dialog [^>]*class=\"tc-bench", "An instrument stands in the page as a group; only on the whole screen is it a dialog, and has that role."),
    "fieldset_label_valid": (r"<(section|fieldset|div)", "Each question, and how sure one is of it, is named within its own quiz, whose name a reader hears first."),
    "input_checkboxes_grouped": (r"-ally\"", "The pairs of today and of 1914 stand under two headings and are one choice, of which one is in hand."),
    "label_content_exists": (r"<label class=\"is-", "The label's words are there for a screen reader; the eye has the sign that the key above explains."),
    "label_name_visible": (r"<button style=\"--w: ", "A bar of the text at a glance shows signs and years; its name says them as a sentence, in the same order."),
}
"""What the engine finds and we leave, by rule: in what, and why. An answer that meets nothing is out of date, and fails."""
_met: set[str] = set()
_judged: dict[str, dict[str, int]] = {}
"""On how many pages each rule passed whole, and on how many it left the answer to the eye."""


def unanswered(page: Any) -> list[tuple[str, str]]:
    """Return what the engine finds on a page as it stands, but for what is answered."""
    page.evaluate("document.querySelectorAll('main details').forEach((d) => (d.open = true))")  # it takes what is folded away for missing
    found, passed, unsure, failed = page.evaluate(CHECK, RULES)
    for kind, rules in (("passed", {*passed} - {*failed}), ("unsure", unsure)):
        for rule in rules:
            _judged.setdefault(rule, {"passed": 0, "unsure": 0})[kind] += 1
    _met.update(rule for rule, snippet in found if _answered(rule, snippet))
    return [(rule, snippet[:200]) for rule, snippet in found if not _answered(rule, snippet)]


def _answered(rule: str, snippet: str) -> bool:
    return rule in ANSWERED and re.search(ANSWERED[rule][0], snippet) is not None


def looked_at(open_page: Any, url: str) -> Any:
    """Open a page with the engine in it."""
    installed()
    watched = open_page(url, bypass_csp=True, reduced_motion="reduce")
    watched.mount_all()
    watched.page.evaluate(ENGINE.read_text("utf-8"))
    return watched


@pytest.mark.long
def test_a_second_checker_agrees_or_is_answered(open_page: Any, served_book: str, book: Path, record_property: Any) -> None:
    """*Instruments* is left out: it shows what other pages show, many times over, and takes the engine minutes."""
    wrong: dict[str, Any] = {}
    _judged.clear()
    for path in (p for p in PAGES if p != SPECIMENS):
        watched = looked_at(open_page, f"{served_book}/{path}")
        wrong[path] = unanswered(watched.page)
        if "/chapters/" in path and 'class="tc-island' in (book / path).read_text("utf-8"):
            for _ in worked(watched.page):
                pass
            wrong[f"{path}, worked"] = unanswered(watched.page)
        watched.page.context.close()
    for name, told in (("IBM", _judged), ("pages", len({path.partition(",")[0] for path in wrong})), ("worked", sum(", " in path for path in wrong))):
        record_property(name, told)
    assert {path: found for path, found in wrong.items() if found} == {}
    assert ANSWERED.keys() - _met == set()


@pytest.mark.long
def test_a_fault_is_seen_by_the_second_checker(open_page: Any, served_book: str) -> None:
    watched = looked_at(open_page, f"{served_book}/book/teach/privacy.html")
    assert unanswered(watched.page) == []
    watched.page.evaluate("document.querySelector('main article').insertAdjacentHTML('beforeend', '<img src=\"x.png\"><input type=\"text\">')")
    assert {rule for rule, _ in unanswered(watched.page)} >= {"img_alt_valid", "input_label_exists"}
