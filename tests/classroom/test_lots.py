"""Questions drawn by a student's number: the same on the page and at grading, fair, and nothing for whoever types another's number."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import ROOT
from tests.classroom.test_grade import COURSE, POOL
from tests.conftest import build, violations
from tests.widgets.test_logic import run_front
from thirdcorner.classroom.analysis import analyse
from thirdcorner.classroom.assignments import Sheet, read
from thirdcorner.classroom.collect import Graded, grade
from thirdcorner.classroom.decisions import read_decisions
from thirdcorner.classroom.feedback import feedback
from thirdcorner.classroom.findings import findings
from thirdcorner.classroom.grading import Job
from thirdcorner.classroom.lots import drawn, folded
from thirdcorner.classroom.publish import published, write_page
from thirdcorner.classroom.roster import Roster, Student
from thirdcorner.classroom.sheets import sheet_html
from thirdcorner.classroom.submissions import Context
from thirdcorner.classroom.submissions import read as read_submissions
from thirdcorner.course.yaml import ContentError

TEXT = "id: it\ntitle: It\nfeedback: never\nquestions: [{id: 05-renewed-alliance/q01, points: 2}]\nselect:\n  - {count: 2, among: 6, bank: pool, kind: single, points: 3}\n"
CLASS = {"0412": "Ada Byron", "s-77": "Bo Lind", "900": "Chen Wei"}
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cn", "Cc")), max_size=20)
IDS = st.lists(st.from_regex(r"pool-o[0-9]/q[0-9]{2}", fullmatch=True), unique=True, min_size=2, max_size=12)


def sheet_of(folder: Path, text: str = TEXT) -> Sheet:
    path = folder / "it.yml"
    path.write_text(text, "utf-8")
    return read(path, COURSE, POOL)


def graded(sheet: Sheet, folder: Path, typed: dict[str, str], roster: bool = True, decisions: str = "") -> Graded:
    """Grade a class that answers whatever its numbers draw rightly; `typed` is by the student."""
    place = folder / "in"
    place.mkdir(exist_ok=True)
    for student, number in typed.items():
        mine = [q for q in sheet.asked if q.id not in sheet.drawn or q.id in sheet.falls_to(number)]
        items = {f"assign/it/{q.id}": {"v": 1, "hash": q.wording, "at": 1, "state": {"answer": next(o.id for o in q.options if o.correct) if q.kind == "single" else None}} for q in mine}
        items["assign/it/number"] = {"v": 1, "hash": "number", "at": 1, "state": {"answer": number}}
        file = {"format": "thirdcorner-record", "v": 1, "course": "third-corner", "exported": "2026-12-01T10:00:00+00:00", "items": items}
        (place / f"{student}.json").write_text(json.dumps(file), "utf-8")
    (folder / "decisions.yml").write_text(decisions or "[]", "utf-8")
    known = Roster({id: Student(id, name, (id, f"u-{id}", f"{id}@x.org")) for id, name in CLASS.items()}) if roster else None
    job = Job(sheet, read_decisions(folder / "decisions.yml", sheet), "all")
    return grade(job, read_submissions(place, Context("third-corner", known)), roster=known)


@settings(max_examples=150, deadline=None)
@given(IDS, st.integers(1, 11), WORDS, WORDS)
def test_the_page_and_the_grader_draw_the_same(ids: list[str], count: int, seed: str, number: str) -> None:
    ours = drawn(ids, count, seed, number)
    assert run_front("[m.folded(value.number), m.drawn(value, value.number)]", {"ids": ids, "count": count, "seed": seed, "number": number}, "logic/lots") == [folded(number), ours]
    assert len(ours) == min(count, len(ids))
    assert ours == [id for id in ids if id in ours]


def test_every_question_falls_to_as_many_as_any_other() -> None:
    ids = [f"q{n}" for n in range(6)]
    falls = Counter(id for n in range(6000) for id in drawn(ids, 2, "1/it/0", f"s{n}"))
    pairs = Counter(tuple(drawn(ids, 2, "1/it/0", f"s{n}")) for n in range(6000))
    assert all(abs(n - 2000) < 180 for n in falls.values()), falls
    assert len(pairs) == 15
    assert min(pairs.values()) > 300


@pytest.mark.parametrize("written", ["0412", "412", " 04-12", "０４１２", "041 2"])
def test_a_number_is_one_however_it_is_written(written: str) -> None:
    assert folded(written) == "412"


def test_a_lot_counts_what_falls_to_each_and_what_does_not_fall_is_no_zero(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path)
    assert (len(sheet.asked), sheet.total) == (7, 8)
    made = graded(sheet, tmp_path, {"0412": "0412", "s-77": "S77", "900": "900"})
    assert [made.points(r) for r in made.rows] == [8 - 2 * (q := sheet.asked[0].kind != "single")] * 3, q
    assert not any(r.notes for r in made.rows)
    assert sum(item.n for item in analyse(made).items) == 3 * 3
    for row in made.rows:
        assert feedback(made, row, tell=False).count("<h2>") == 3
    assert sheet_html(sheet, "B").count("<section>") == 3


def test_another_s_number_is_told_and_earns_nothing_until_it_is_decided(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path)
    other = next(n for n in ("900", "s-77") if sheet.falls_to(n) != sheet.falls_to("0412"))
    own = 8 - 6 - 2 * (sheet.asked[0].kind != "single")
    for said, points, waiting in (("", own, 2), ("as-typed", own + 6, 0), ("nothing", own, 0)):
        decided = f"- {{assignment: it, by: X, why: Y, do: draw, students: ['0412'], give: {said}}}\n" if said else ""
        made = graded(sheet, tmp_path, {"0412": other}, decisions=decided)
        (row,) = made.rows
        assert made.points(row) == points, said
        assert len(made.undecided(row)) == waiting
        assert any("do: draw" in why for why in row.notes) == (not said)


def test_of_several_numbers_of_a_student_one_alone_is_their_own(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path)
    own = 8 - 2 * (sheet.asked[0].kind != "single")
    others = [n for n in ("u-0412", "0412@x.org") if sheet.falls_to(n) != sheet.falls_to("0412")]
    assert others
    for typed in ("0412", " 412", *others):
        (row,) = (made := graded(sheet, tmp_path, {"0412": typed})).rows
        assert made.points(row) == own - 6 * (typed in others)
        assert any("not by the student’s own, '0412'" in note and "do: draw" in note for note in row.notes) == (typed in others)
    row = next(r for r in graded(sheet, tmp_path, {"nobody": "nobody"}).rows if not r.known)
    assert row.states.count("w") == 2
    assert any("nobody in the roster" in note for note in row.notes)


def test_a_number_that_nothing_holds_against_is_told(tmp_path: Path) -> None:
    made = graded(sheet_of(tmp_path), tmp_path, {"0412": "anything"}, roster=False)
    assert any("give a roster" in note for note in made.rows[0].notes)
    assert made.points(made.rows[0]) >= 6
    made = graded(sheet_of(tmp_path), tmp_path, {"0412": " - "})
    assert any("no number" in note for note in made.rows[0].notes)
    assert "no number" in "".join(str(f) for f in findings(made))


def test_a_published_lot_says_what_is_drawn_and_no_key(tmp_path: Path) -> None:
    made = published(sheet_of(tmp_path))
    assert made["points"] == "8"
    assert [(lot["count"], len(lot["ids"])) for lot in made["lots"]] == [(2, 6)]
    assert all("key" not in q for q in made["questions"])


@pytest.mark.long
def test_a_student_types_a_number_and_hands_in_what_it_draws(tmp_path: Path, open_page: Any) -> None:
    sheet, book = sheet_of(tmp_path), tmp_path / "book"
    shutil.copytree(ROOT / "tests" / "sample", book, ignore=shutil.ignore_patterns("_build"))
    write_page(book, sheet)
    done = build(book)
    assert done.returncode == 0, done.stdout + done.stderr
    watched = open_page((book / "_build" / "html" / "book" / "assignments" / "it.html").as_uri(), width=375)
    page = watched.page
    page.locator(".tc-island[data-state=live]").wait_for()

    def asked() -> list[str]:
        return [page.locator("[data-question]").nth(n).get_attribute("data-question") for n in range(page.locator("[data-question]").count())]

    assert asked() == [q.id for q in sheet.asked if q.id not in sheet.drawn]
    page.get_by_role("button", name="Save my submission").click()
    page.get_by_text("Type your number at the top first").wait_for()
    page.get_by_text("All variants can be read in this page’s source").wait_for()
    page.get_by_label("Your student number").press_sequentially("s 77")
    assert asked() == [q.id for q in sheet.asked if q.id not in sheet.drawn or q.id in sheet.falls_to("S77")]
    own = next(q for q in sheet.asked if q.id in sheet.falls_to("S77"))
    key = next(o.id for o in own.options if o.correct)
    page.locator(f"[data-question='{own.id}'] input[value='{key}']").check()
    page.reload()
    page.locator(".tc-island[data-state=live]").wait_for()
    assert page.get_by_label("Your student number").input_value() == "s 77"
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save my submission").click()
    (tmp_path / "in").mkdir()
    saved.value.save_as(tmp_path / "in" / "s-77.json")
    known = Roster({"s-77": Student("s-77", "Bo Lind", ("s-77",))})
    (row,) = grade(sheet, read_submissions(tmp_path / "in", Context("third-corner", known)), roster=known).rows
    assert row.scores[sheet.asked.index(own)] == 1
    assert row.notes == ()
    assert watched.wrong == []
    assert violations(page, ".tc-assignment") == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{count: 2, among: 2, bank: pool}", "more than `count`"),
        ("{count: 1, among: 2, bank: exercises}", "is for questions"),
        ("{count: 1, among: 190, bank: pool}", "190 are wanted"),
    ],
)
def test_a_lot_that_cannot_be_drawn_is_refused(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(ContentError, match=said):
        sheet_of(tmp_path, f"id: it\ntitle: It\nfeedback: never\nselect:\n  - {line}\n")
