"""What the page *Accessibility* says is what the tests do now: pages, cases, rules and criteria; what does not apply is in no page; nothing is claimed that no look bears out."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.conformance import (
    ABSENT,
    KEPT,
    KNOWN,
    LOOKS,
    Collector,
    Look,
    composed,
    criteria_of,
    declared,
    facts,
    tables,
    written,
)
from tests.pages.test_pages import PAGES
from tests.pages.test_second_checker import ANSWERED

KEPT_NOW = json.loads(KEPT.read_text("utf-8"))


def test_the_record_names_the_pages_cases_and_answers_that_the_tests_have_now() -> None:
    """Where this fails, say `python -m tests.conformance` with the names of the looks that changed, or with none for all."""
    assert KEPT_NOW["pages"] == PAGES
    assert KEPT_NOW["answered"] == sorted(ANSWERED)
    assert {name: look["cases"] for name, look in KEPT_NOW["looks"].items()} == {name: declared(LOOKS[name]) for name in KEPT_NOW["looks"]}
    assert [name for name in LOOKS if name in KEPT_NOW["looks"]] == list(KEPT_NOW["looks"])


def test_the_record_names_the_rules_that_the_checkers_have_now_with_their_criteria(open_page: Any) -> None:
    now = facts(open_page("about:blank", drawn=False).page)
    assert {k: KEPT_NOW[k] for k in now} == now
    assert len(now["wcag"]) == 55 and sum(level == "A" for _, level in now["wcag"].values()) == 31


def test_the_numbers_of_the_record_are_those_of_the_book(book: Path) -> None:
    islands = {p: (book / p).read_text("utf-8").count('class="tc-island') for p in PAGES}
    now = {
        ("States", "exercises"): sum(islands.values()),
        ("Second checker", "pages"): len(PAGES) - 1,
        ("Second checker", "worked"): sum("/chapters/" in p and n > 0 for p, n in islands.items()),
    }
    kept = {(name, what): KEPT_NOW["looks"][name][what] for name, what in now if name in KEPT_NOW["looks"]}
    assert kept == {key: number for key, number in now.items() if key in kept}
    assert len(kept) >= 2


def test_what_is_said_follows_from_what_was_looked_at_and_stands_on_the_page(book: Path) -> None:
    assert KEPT_NOW["tables"] == tables(KEPT_NOW)
    assert KEPT.read_text("utf-8") == written(KEPT_NOW)
    page = BeautifulSoup((book / "book/teach/accessibility.html").read_text("utf-8"), "lxml")
    shown = [[[cell.text.replace("\xa0", " ") for cell in row.select("th, td")] for row in table.select("tr")] for table in page.select("table.tc-register")]
    assert shown == list(KEPT_NOW["tables"].values())


@pytest.mark.parametrize("ids", ABSENT)
def test_what_does_not_apply_is_in_no_page(book: Path, ids: str) -> None:
    _, sign = ABSENT[ids]
    if isinstance(sign, str):
        assert [p for p in PAGES if BeautifulSoup((book / p).read_text("utf-8"), "lxml").select(sign)] == []
    else:
        assert [p.name for p in (book / "_static").rglob("*.js") if sign.search(p.read_text("utf-8"))] == []
    assert set(ids.split()) <= set(KEPT_NOW["wcag"])


@pytest.fixture
def small() -> dict[str, Any]:
    """Return a record of one look by axe and one criterion of each sort."""
    ids = ("1.1.1", "1.4.4", "2.4.1", "2.5.4", "3.3.1")
    rules = {"image-alt": ["1.1.1"], "bypass": ["2.4.1"], "label": ["3.3.1"]}
    tally = {"image-alt": {"passed": 2, "unsure": 1}, "bypass": {"passed": 3, "unsure": 0}, "label": {"passed": 0, "unsure": 0}, "of-level-aaa": {"passed": 9, "unsure": 9}}
    return {"checkers": {"axe": {"rules": rules}, "IBM": {"rules": {"img": ["1.1.1"]}}}, "wcag": {i: ["Name", "A"] for i in ids}, "answered": ["img"], "looks": {"Pages": {"cases": 3, "axe": tally}, "Zoom": {"cases": 1}}}


def test_a_claim_is_as_strong_as_what_bears_it_out(small: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    assert [row[1] for row in composed(small)] == ["no failure found", "supports", "no failure found", "not applicable", "not evaluated"]
    assert composed(small)[0][2] == "axe: image-alt (2); left to the eye by a checker, and not counted: 1; answered, not mended: img"
    without = deepcopy(small)
    del without["looks"]["Zoom"]
    without["looks"]["Pages"]["axe"]["bypass"]["passed"] = 0
    assert [row[1] for row in composed(without)][1:3] == ["not evaluated", "not evaluated"]
    monkeypatch.setitem(KNOWN, "1.4.4", "print does not grow")
    assert composed(small)[1][1:] == ["partly", "print does not grow; our tests: Zoom"]


def test_the_criterion_of_a_rule_is_read_from_its_tags() -> None:
    assert criteria_of(["cat.color", "wcag2aa", "wcag143", "wcag1412", "TTv5", "EN-9.1.4.3"]) == ["1.4.3", "1.4.12"]


class Report:
    """As much of pytest's report as is read of it."""

    def __init__(self, case: str, when: str, told: list[tuple[str, Any]], passed: bool = True) -> None:
        self.nodeid, self.when, self.passed, self.user_properties = f"tests/{case}", when, passed, told


def test_a_look_is_written_down_only_where_every_case_of_it_passed() -> None:
    look = Look("pages/test_conformance.py::test_what_does_not_apply_is_in_no_page", "")
    cases = [f"{look.test}[{ids}]" for ids in ABSENT]
    told = [("axe", {"label": {"passed": 1, "unsure": 0}}), ("states", 2), ("told", "x")]

    def collected(*reports: Report) -> dict[str, Any] | None:
        collector = Collector()
        for report in reports:
            collector.pytest_runtest_logreport(report)  # type: ignore[arg-type]
        return collector.result(look)

    good = [report for case in cases for report in (Report(case, "call", []), Report(case, "teardown", told))]
    n = len(ABSENT)
    assert collected(*good) == {"cases": n, "axe": {"label": {"passed": n, "unsure": 0}}, "states": 2 * n}
    assert collected(*good[:-2]) is None
    assert collected(*good, Report(cases[0], "call", [], passed=False)) is None
