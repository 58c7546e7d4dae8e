"""What the book says of its accessibility, from what the tests looked at: ``python -m tests.conformance [LOOK …]``.

Runs the tests named in `LOOKS`, all or some, and keeps what they saw in ``book/teach/conformance.json``, of which the page
*Accessibility* is made. A look is written down where every one of its cases passed, struck out where one failed, and otherwise left as it
stands. Which criterion a rule bears on is what its checker says of it; which one a test bears on stands in `LOOKS`.
"""

from __future__ import annotations

import html
import importlib
import json
import os
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from math import prod
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from tests import ROOT
from tests.browsers import chromium
from tests.conftest import TAGS

KEPT = ROOT / "book" / "teach" / "conformance.json"


@dataclass(frozen=True)
class Look:
    """A test that looks at the built book: where it stands, what it looks at, in numbers where it counts them, and on which criteria it bears by itself."""

    test: str
    words: str
    criteria: tuple[str, ...] = ()


LOOKS = {
    "Pages": Look("pages/test_pages.py::test_a_page_is_accessible_quiet_and_fits", "axe by all rules on each of {cases} pages, 1280 px wide, light"),
    "Widths and themes": Look(
        "pages/test_pages.py::test_a_page_is_accessible_in_the_other_widths_and_themes",
        "axe on each of {cases} pages, 375 px wide by all rules, and at 375 and 1280 px in dark by those about colour; nothing scrolls sideways",
        ("1.4.10",),
    ),
    "Settings": Look(
        "pages/test_pages.py::test_a_page_holds_in_the_readers_own_settings",
        "axe by all rules on three pages with forced colours, with reduced motion and at 200 per cent zoom ({cases} in all)",
        ("1.4.4",),
    ),
    "States": Look(
        "pages/test_matrix.py::test_every_exercise_is_accessible_in_every_state_width_and_theme",
        "axe on each of {exercises} exercises in the states that its work leads to ({states} in all), at 375 and 1280 px, in light and dark; nothing is cut at 375, 768, 1280 and 1600 px",
    ),
    "Keys": Look(
        "pages/test_matrix.py::test_an_exercise_is_accessible_in_the_states_that_work_leads_to",
        "{cases} kinds of exercise, each kind of control used by key, looked at by axe after each; 375 px, dark",
        ("2.1.1",),
    ),
    "Second checker": Look(
        "pages/test_second_checker.py::test_a_second_checker_agrees_or_is_answered",
        "IBM’s engine by its rules for WCAG 2.2 on {pages} pages, and again on {worked} of them with every exercise worked",
    ),
    "Zoom": Look(
        "pages/test_zoom.py::test_the_instruments_of_a_page_hold_at_any_zoom_and_in_any_colours",
        "{cases} pages at 200 and 400 per cent: nothing in an exercise is cut or overlaid; words in pictures at 4.5 to 1 and what can be taken in hand at 3 to 1, in light, dark and forced colours",
        ("1.4.3", "1.4.4", "1.4.10", "1.4.11"),
    ),
    "Zoom, worked": Look(
        "pages/test_zoom.py::test_once_worked_they_hold_at_any_zoom_and_in_any_colours_and_nothing_moves",
        "the same on {cases} pages with every exercise in the states that its work leads to; nothing moves where less motion is asked for",
        ("1.4.3", "1.4.4", "1.4.10", "1.4.11"),
    ),
    "Spacing": Look("pages/test_pages.py::test_text_may_be_spaced_wider_without_being_cut", "{cases} chapters at 375 px with the spacing of the criterion: nothing is cut", ("1.4.12",)),
    "More contrast": Look(
        "pages/test_contrast.py::test_a_page_answers_a_reader_who_asks_for_more_contrast",
        "axe’s rule for 7 to 1 on each of {cases} pages, light and dark, where the reader asks for more contrast; edges of controls at 3 to 1",
        ("1.4.11",),
    ),
    "More contrast, worked": Look(
        "pages/test_contrast.py::test_worked_exercises_answer_a_reader_who_asks_for_more_contrast",
        "the same on a chapter with every exercise in the states that its work leads to ({states} in all)",
        ("1.4.11",),
    ),
    "Languages": Look("pages/test_languages.py::test_what_is_in_another_language_says_in_which", "{cases} pages, read for letters, titles and words of other languages", ("3.1.1", "3.1.2")),
    "Names and values": Look(
        "widgets/test_every_instrument_page.py::test_it_is_spoken_and_printed_fresh_and_worked",
        "{cases} pages, each large exercise fresh and worked: every control and picture has a name in the accessibility tree, and every value that is drawn is in it",
        ("1.1.1", "4.1.2"),
    ),
    "Screen reader": Look(
        "pages/test_orca.py::test_a_screen_reader_reads_how_a_chapter_begins",
        "Orca in Firefox says how chapter 5 begins: its title as a heading, its first paragraph in order, and a control of its first picture with name, role and state",
        ("1.3.2", "4.1.2"),
    ),
}
ABSENT = {
    "1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.4.2": ("no page has sound, video or anything embedded", "audio, video, track, object, embed, iframe"),
    "2.5.4": ("nothing is worked by moving the device", re.compile("devicemotion|deviceorientation|DeviceMotionEvent|Accelerometer|Gyroscope")),
    "3.3.4": ("nothing is bought, signed or sent: no page hands a form to a server", "form[method=post i], form[action*='//']"),
    "3.3.8": ("there is no log-in", "input[type=password]"),
}
"""Criteria about what no page has, and how a test sees that it has none: by a selector, or in the scripts."""
KNOWN: dict[str, str] = {}
"""What is known to be missing, by criterion."""
UNRUN = "it has not been run to its end since it was last changed, and nothing is said from it"
TALLY = ("passed", "unsure")
MENDED = {
    "2.5.7": ["Dragging Movements", "AA"],
    "2.5.8": ["Target Size (Minimum)", "AA"],
    "3.2.6": ["Consistent Help", "A"],
    "3.3.7": ["Redundant Entry", "A"],
}
"""Where the list of IBM’s engine departs from the Recommendation of 2023 in a name or a level."""
GONE = "4.1.1"
"""The criterion that WCAG 2.2 has struck out, and IBM’s engine still lists."""


def declared(look: Look) -> int:
    """Return how many cases a look has: those that its test is given."""
    file, name = look.test.split("::")
    test = getattr(importlib.import_module(f"tests.{file.removesuffix('.py').replace('/', '.')}"), name)
    return prod(len(mark.args[1]) for mark in getattr(test, "pytestmark", []) if mark.name == "parametrize")


def criteria_of(tags: list[str]) -> list[str]:
    """Return the success criteria that axe’s tags of a rule name: ``wcag1410`` is 1.4.10."""
    return [".".join(found.groups()) for tag in tags if (found := re.fullmatch(r"wcag(\d)(\d)(\d+)", tag))]


def composed(kept: dict[str, Any]) -> list[list[str]]:
    """Return a row a criterion: its number, name and level as IBM’s engine has them, what came of the looks, and which they were."""
    return [[f"{c} {name} ({level})", *_result(c, kept)] for c, (name, level) in kept["wcag"].items()]


def _result(criterion: str, kept: dict[str, Any]) -> tuple[str, str]:
    absent = next((why for ids, (why, _) in ABSENT.items() if criterion in ids.split()), "")
    rules = {checker: _rules(criterion, checker, kept) for checker in kept["checkers"]}
    looks = [name for name in kept["looks"] if criterion in LOOKS[name].criteria]
    how = [f"{checker}: {', '.join(f'{rule} ({times})' for rule, times in found.items())}" for checker, found in rules.items() if found]
    how += [f"our tests: {', '.join(looks)}"] if looks else []
    unsure = sum(look[checker][rule]["unsure"] for look in kept["looks"].values() for checker in rules for rule in look.get(checker, {}) if criterion in kept["checkers"][checker]["rules"].get(rule, []))
    how += [f"left to the eye by a checker, and not counted: {unsure}"] if unsure else []
    how += [f"answered, not mended: {rule}" for rule in kept["answered"] if criterion in kept["checkers"]["IBM"]["rules"][rule]]
    if absent:
        return "not applicable", absent
    if criterion in KNOWN:
        return "partly", "; ".join([KNOWN[criterion], *how])
    found = "supports" if looks else "no failure found" if any(rules.values()) else "not evaluated"
    return found, "; ".join(how) or "no rule or test of ours bears on it"


def _rules(criterion: str, checker: str, kept: dict[str, Any]) -> dict[str, int]:
    """Return the rules on a criterion that had something to judge, each with how many looks at a page it passed."""
    found: Counter[str] = Counter()
    for look in kept["looks"].values():
        for rule, tally in look.get(checker, {}).items():
            if criterion in kept["checkers"][checker]["rules"].get(rule, []) and tally["passed"]:
                found[rule] += tally["passed"]
    return dict(sorted(found.items()))


def looked(kept: dict[str, Any]) -> list[list[str]]:
    """Return a row a look: its name, what it looked at with its numbers, or that it was not run to its end, and its test."""
    found = kept["looks"]
    what = {name: look.words.format(**found[name]) if name in found else UNRUN for name, look in LOOKS.items()}
    return [[name, what[name], look.test.rpartition("/")[2].partition("::")[0]] for name, look in LOOKS.items()]


def facts(page: Any) -> dict[str, Any]:
    """Return what a record of looks rests on: the checkers and their rules, each with its criteria, the criteria themselves, the pages, and what is answered."""
    from axe_playwright_python.sync_playwright import Axe

    from tests.pages.test_firefox import installed
    from tests.pages.test_pages import PAGES
    from tests.pages.test_second_checker import ANSWERED, ENGINE, RULES

    installed()
    page.evaluate(Axe().axe_script)
    page.evaluate(ENGINE.read_text("utf-8"))
    axe = page.evaluate("tags => [axe.version, axe.getRules(tags).map((r) => [r.ruleId, r.tags])]", TAGS)
    points = page.evaluate("id => new ace_ibma.Checker().getGuidelines().find((g) => g.id === id).checkpoints", RULES)
    bears: defaultdict[str, list[str]] = defaultdict(list)
    for point in points:
        for rule in point.get("rules") or []:
            bears[rule["id"]].append(point["num"])
    return {
        "checkers": {
            "axe": {"version": axe[0], "rules": {rule: criteria_of(tags) for rule, tags in sorted(axe[1])}},
            "IBM": {"version": json.loads((ENGINE.parent / "package.json").read_text("utf-8"))["version"], "rules": {rule: sorted(set(ids)) for rule, ids in sorted(bears.items())}},
        },
        "wcag": {p["num"]: MENDED.get(p["num"], [p["name"], p["wcagLevel"]]) for p in sorted(points, key=lambda p: [int(n) for n in p["num"].split(".")]) if p["wcagLevel"] in ("A", "AA") and p["num"] != GONE},
        "answered": sorted(ANSWERED),
        "pages": PAGES,
    }


class Collector:
    """A pytest plugin that gathers what the cases of each look told, and which passed."""

    def __init__(self) -> None:
        self.passed: defaultdict[str, set[str]] = defaultdict(set)
        self.failed: set[str] = set()
        self.told: defaultdict[str, list[tuple[str, Any]]] = defaultdict(list)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note an outcome, and at a test's end what it told."""
        test = report.nodeid.removeprefix("tests/").partition("[")[0]
        if not report.passed:
            self.failed.add(test)
        elif report.when == "call":
            self.passed[test].add(report.nodeid)
        elif report.when == "teardown":
            self.told[test] += report.user_properties

    def result(self, look: Look) -> dict[str, Any] | None:
        """Return what came of a look, its numbers summed over its cases; `None` where a case failed or did not run."""
        if look.test in self.failed or len(self.passed[look.test]) != declared(look):
            return None
        sums: dict[str, Any] = {"cases": declared(look)}
        for name, value in self.told[look.test]:
            if name in ("axe", "IBM"):
                tallies = sums.setdefault(name, {})
                for rule, tally in value.items():
                    one = tallies.setdefault(rule, dict.fromkeys(TALLY, 0))
                    for kind in TALLY:
                        one[kind] += tally[kind]
            elif name in ("pages", "worked", "exercises", "states"):
                sums[name] = sums.get(name, 0) + value
        return {k: dict(sorted(v.items())) if isinstance(v, dict) else v for k, v in sums.items()}


def tables(kept: dict[str, Any]) -> dict[str, list[list[str]]]:
    """Return what the page shows, by the name of each table: its head and its rows, in HTML."""
    made = {
        "WCAG 2.2, levels A and AA": [["Success criterion", "Result", "How it was checked"], *composed(kept)],
        "What the tests look at": [["Look", "At what", "Test"], *looked(kept)],
    }
    return {name: [[html.escape(cell, quote=False) for cell in row] for row in rows] for name, rows in made.items()}


def written(kept: dict[str, Any]) -> str:
    """Return the file of what was looked at, a rule or a row a line."""
    return json.dumps(kept, ensure_ascii=False, indent=1) + "\n"


def main(names: list[str]) -> int:
    """Run the looks, write down what came of them, and return pytest's status."""
    chosen = {name: LOOKS[name] for name in names or LOOKS}
    collector = Collector()
    status = pytest.main(["-q", "-n", os.environ.get("WORKERS", "2"), *(f"tests/{look.test}" for look in chosen.values())], plugins=[collector])
    before = json.loads(KEPT.read_text("utf-8"))["looks"] if KEPT.is_file() else {}
    looks = {name: before[name] for name in LOOKS if name in before and LOOKS[name].test not in collector.failed}
    looks |= {name: found for name, look in chosen.items() if (found := collector.result(look))}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        kept = facts(browser.new_page()) | {"looks": {name: looks[name] for name in LOOKS if name in looks}}
        browser.close()
    KEPT.write_text(written(kept | {"tables": tables(kept)}), "utf-8", newline="\n")
    print(f"{len(kept['looks'])} of {len(LOOKS)} looks stand in {KEPT.relative_to(ROOT).as_posix()}")
    return int(status)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
