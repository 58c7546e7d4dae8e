"""The book's exercises in an assignment: on its page, in the file, on the marking page, in the gradebook; feedback and tries."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from tests import ROOT
from tests.classroom.test_grade import COURSE, POOL, put
from tests.conftest import build, violations
from thirdcorner.classroom import analysis, item_page
from thirdcorner.classroom.assignments import Sheet, read
from thirdcorner.classroom.collect import grade
from thirdcorner.classroom.findings import findings
from thirdcorner.classroom.gradebooks import open_answers
from thirdcorner.classroom.grading import grade_one
from thirdcorner.classroom.marks import Mark, Marks
from thirdcorner.classroom.publish import published, write_page
from thirdcorner.classroom.sheets import key_html, sheet_html, solutions_md
from thirdcorner.classroom.submissions import Submission, parse
from thirdcorner.classroom.submissions import read as read_submissions
from thirdcorner.cli import main
from thirdcorner.course.read import load
from thirdcorner.course.yaml import ContentError

DESK = "fact-check-05"


def sheet_of(folder: Path, text: str) -> Sheet:
    path = folder / "it.yml"
    path.write_text(f"id: it\ntitle: It\nfeedback: never\n{text}\n", "utf-8")
    return read(path, COURSE, POOL)


def submission(items: dict[str, object], name: str = "ada.json", at: datetime | None = None) -> Submission:
    file = {"format": "thirdcorner-record", "v": 1, "course": "third-corner", "exported": (at or datetime(2026, 12, 1, tzinfo=UTC)).isoformat(), "items": items}
    return parse(name, json.dumps(file).encode(), "third-corner")


def entry(hash: str, state: object) -> dict[str, object]:
    return {"v": 1, "hash": hash, "at": 1, "state": state}


def test_an_exercise_is_marked_by_hand_and_counts_once_it_is(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, f"exercises: [{{id: {DESK}, points: 6}}]\nquestions: [{{id: 05-renewed-alliance/q01, points: 2}}]")
    assert sheet.total == 8
    one, two = list(sheet.exercises[0].items.items())[:2]
    done = submission({one[0]: entry(one[1], {"judgement": "wrong", "effect_text": "It falls.\n=1+1"}), two[0]: entry("0" * 12, {"judgement": "holds"})})
    row = grade_one(sheet, done)
    assert np.isnan(row.scores[1])
    assert f"{two[0]}: it was done on another wording" in row.notes[0]
    made = grade(sheet, [done])
    assert made.unmarked(made.rows[0]) == [DESK]
    (shown,) = open_answers(made)
    assert shown["question"] == DESK
    assert "effect: It falls." in shown["text"]
    assert two[0] not in shown["text"]
    marks = Marks()
    marks.given["ada", DESK, shown["work"]]["kowalska"] = Mark(0.5, "kowalska")
    again = grade(sheet, [done], marks)
    assert again.points(again.rows[0]) == 3
    assert grade_one(sheet, submission({})).scores[1] == 0
    found = analysis.analyse(grade(sheet, [done, submission({}, "bob.json")]))
    assert [i.id for i in found.items] == ["05-renewed-alliance/q01", DESK]


@pytest.mark.parametrize("state", [{"judgement": [[["deep"]]], "x" * 50: None}, {}, {"cells": 3, "why_text": "<script>"}, {"confidence": "eighty"}])
def test_work_that_was_made_by_hand_is_shown_and_never_stops_the_rest(tmp_path: Path, state: dict[str, object]) -> None:
    for activity in COURSE.activities:
        sheet = sheet_of(tmp_path, f"exercises: [{{id: {activity}}}]")
        done = submission({id: entry(hash, state) for id, hash in sheet.exercises[0].items.items()})
        assert len(list(open_answers(grade(sheet, [done])))) == 1
        assert grade_one(sheet, done).student == "ada"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("exercises: [{id: fact-check-06}]", "there is no such exercise"),
        (f"exercises: [{{id: {DESK}}}, {{id: {DESK}}}]", "it is set twice"),
        ("select: [{count: 9, bank: exercises, kind: ledger}]", "1 exercises fit and 9 are wanted"),
        ("select: [{count: 1, bank: exercises, bloom: apply}]", "0 exercises fit"),
        (f"exercises: [{{id: {DESK}, rubric: []}}]", "exercises.0.rubric"),
    ],
)
def test_an_exercise_that_cannot_be_set_says_why(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(ContentError) as error:
        sheet_of(tmp_path, text)
    assert what in str(error.value)


def test_exercises_are_drawn_by_what_they_are_for_and_where_they_stand(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, "select: [{count: 1, bank: exercises, chapter: 12-ledger, points: 4}]")
    assert [e.id for e in sheet.exercises] == ["ledger-12"]
    assert "handout of chapter 12" in sheet_html(sheet, "A")
    assert "all that the exercise asks" in key_html(sheet, "A")
    assert "all that the exercise asks" not in sheet_html(sheet, "A")
    assert "all that the exercise asks" in solutions_md(sheet, COURSE)


def test_only_so_many_files_count_as_there_are_tries(tmp_path: Path) -> None:
    q = next(q.id for q in COURSE.questions.values() if q.kind == "single" and len(q.options) >= 4)
    given = [o.id for o in COURSE.questions[q].options]
    sheet = sheet_of(tmp_path, f"tries: 2\nquestions: [{{id: {q}}}]")
    first = datetime(2026, 12, 1, tzinfo=UTC)
    files = [submission({q: entry(COURSE.questions[q].wording, {"answer": given[n]})}, f"ada/record-{n}.json", first + timedelta(days=n)) for n in range(4)]
    for order in (files, files[::-1]):
        made = grade(sheet, order)
        assert [r.file for r in made.rows] == ["ada/record-1.json"]
        assert [r.file for r, _ in made.replaced] == ["ada/record-0.json"]
        assert [r.file for r in made.surplus] == ["ada/record-2.json", "ada/record-3.json"]
    assert [f for _, f, what in findings(made) if "does not count" in what] == ["ada/record-2.json", "ada/record-3.json"]
    checked = submission({f"assign/it/{q}": entry(COURSE.questions[q].wording, {"answer": given[0], "tries": 3})})
    assert "earns nothing" in grade_one(sheet, checked).notes[0]


def test_feedback_at_once_is_refused_for_graded_questions_and_released_only_when_due(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pool = next(iter(POOL.questions))
    with pytest.raises(ContentError) as error:
        (tmp_path / "now.yml").write_text(f"id: now\ntitle: Now\nfeedback: now\nquestions: [{{id: {pool}}}]\n", "utf-8")
        read(tmp_path / "now.yml", COURSE, POOL)
    assert "feedback: now" in str(error.value)
    later = (datetime.now(UTC) + timedelta(days=2)).isoformat()
    (tmp_path / "later.yml").write_text(f"id: later\ntitle: L\ndue: {later}\nquestions: [{{id: {pool}}}]\n", "utf-8")
    assert main(["assign", str(tmp_path / "later.yml"), "--to", str(tmp_path / "out"), "--book", "--release"]) == 1
    assert "may not be seen yet" in capsys.readouterr().err
    assert not (ROOT / "book" / "assignments").exists()


def book_with(sheet: Sheet, folder: Path, told: bool) -> Path:
    """Build the sample book with an assignment on a page of its own."""
    book = folder / "book"
    shutil.copytree(ROOT / "tests" / "sample", book, ignore=shutil.ignore_patterns("_build"))
    write_page(book, sheet, load(ROOT) if told else None)
    done = build(book)
    assert done.returncode == 0, done.stdout + done.stderr
    return book / "_build" / "html" / "book" / "assignments" / f"{sheet.assignment.id}.html"


def test_an_exercise_on_the_page_goes_into_the_file_and_the_page_is_accessible(tmp_path: Path, open_page: object) -> None:
    sample = load(ROOT / "tests" / "sample")
    (activity,) = [a.id for a in sample.activities.values() if a.kind == "fact-check"]
    path = tmp_path / "desk.yml"
    path.write_text(f"id: desk\ntitle: Desk\nfeedback: never\nquestions: [{{id: quiz/q01}}]\nexercises: [{{id: {activity}, points: 3}}]\n", "utf-8")
    sheet = read(path, sample, sample)
    watched = open_page(book_with(sheet, tmp_path, told=False).as_uri(), width=375)  # type: ignore[operator]
    page = watched.page
    page.locator(".tc-island[data-state=live]").nth(1).wait_for()
    page.locator(".tc-island-fact_check input[type=radio]").first.check()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save my submission to a file").click()
    saved.value.save_as(tmp_path / "in" / "ada.json")
    page.get_by_text("holds 0 of 1 answer, your work on 1 of 1 exercise and").wait_for()
    (one,) = read_submissions(tmp_path / "in", "third-corner")
    assert isinstance(one, Submission)
    assert [a["question"] for a in open_answers(grade(sheet, [one]))] == [activity]
    assert watched.wrong == []
    assert violations(page) == []  # at the end: from a file, axe asks in vain for the style sheets


def test_feedback_at_once_shows_it_and_stops_after_the_tries(tmp_path: Path, open_page: object) -> None:
    kinds = {q.kind: q.id for q in COURSE.questions.values() if q.kind in ("single", "ordering")}
    path = tmp_path / "now.yml"
    path.write_text(f"id: now\ntitle: Now\nfeedback: now\ntries: 2\nseed: 7\nquestions: [{', '.join(f'{{id: {i}}}' for i in kinds.values())}]\n", "utf-8")
    sheet = read(path, COURSE, POOL)
    watched = open_page(book_with(sheet, tmp_path, told=True).as_uri())  # type: ignore[operator]
    page = watched.page
    page.locator(".tc-island[data-state=live]").wait_for()
    single = COURSE.questions[kinds["single"]]
    slot = page.locator(f"[data-question='{single.id}']")
    wrong = next(o.id for o in single.options if not o.correct)
    for left in (2, 1):
        slot.get_by_role("button", name=f"Check ({left} left)").wait_for()
        slot.locator(f"input[value='{wrong}']").check()
        slot.get_by_role("button", name=f"Check ({left} left)").click()
        slot.get_by_text("Not right.").wait_for()
        if left == 2:
            slot.get_by_role("button", name="Try again").click()
    slot.locator(".tc-explanation").wait_for()
    assert slot.get_by_role("button").count() == 0
    order = page.locator(f"[data-question='{kinds['ordering']}']")
    for place, item in enumerate(COURSE.questions[kinds["ordering"]].items):  # put each item where it belongs, from the top
        while order.locator("li").nth(place).get_attribute("data-item") != item.id:
            order.locator(f"li[data-item='{item.id}'] button").first.click()
    order.get_by_role("button", name="Check (2 left)").click()
    order.get_by_text("Right.").wait_for()
    assert violations(page) == []
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save my submission to a file").click()
    saved.value.save_as(tmp_path / "in" / "ada.json")
    row = grade_one(sheet, parse("ada.json", (tmp_path / "in" / "ada.json").read_bytes(), "third-corner"))
    assert dict(zip([q.kind for q in sheet.questions], row.scores, strict=True)) == {"single": 0, "ordering": 1}


def test_released_feedback_stands_beside_what_was_answered(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, "questions: [{id: 05-renewed-alliance/q01}]")
    made = published(sheet, COURSE)
    assert made["feedback"] == "released"
    assert made["questions"][0]["key"]["explanation_html"]
    assert "hints_html" not in made["questions"][0]
    assert "key" not in published(sheet)["questions"][0]


@pytest.mark.long
def test_the_marking_page_is_accessible_and_shows_an_exercise_with_its_rubric(tmp_path: Path, open_page: object) -> None:
    path = tmp_path / "ex.yml"
    path.write_text(f"id: ex\ntitle: Ex\nfeedback: never\nexercises: [{{id: {DESK}}}]\n", "utf-8")
    sheet = read(path, COURSE, POOL)
    id, hash = next(iter(sheet.exercises[0].items.items()))
    file = {"format": "thirdcorner-record", "v": 1, "course": "third-corner", "items": {id: entry(hash, {"effect_text": "<b>It falls.</b>"})}}
    place, to = put(tmp_path / "in", **{"ada.json": json.dumps(file).encode()}), tmp_path / "out"
    assert main(["grade", str(place), "--assignment", str(path), "--to", str(to)]) == 0
    watched = open_page((to / "mark.html").as_uri(), bypass_csp=True)  # type: ignore[operator]
    page = watched.page
    page.get_by_role("heading", name=f"1 of 1: {COURSE.activities[DESK].title}, ").wait_for()
    exercise = page.locator("[data-handed]")
    states = "l => l.map((c) => c.checked)"
    before = exercise.locator("input").evaluate_all(states)
    exercise.locator("input[type=radio]:not(:checked)").first.click()  # nothing of the work can be changed
    page.get_by_role("status").get_by_text("nothing in it can be changed here").wait_for()
    assert exercise.locator("input").evaluate_all(states) == before
    page.get_by_text("The work in words").click()
    assert "<b>It falls.</b>" in page.locator(".handed blockquote").inner_text()
    page.get_by_label("2 for each choice that matters, to the point").check()
    page.get_by_label("1 a part of what the exercise asks").check()
    page.locator(".where", has_text="Mark 0.75. 1 of 1 marked.").wait_for()
    assert violations(page) == []
    for name in ("items.html", "feedback/ada.html"):
        page.goto((to / name).as_uri())
        assert violations(page) == [], name


def test_the_analysis_draws_how_much_was_reached_and_tells_it_in_words(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, "questions: [{id: 05-renewed-alliance/q01, points: 3}, {id: 05-renewed-alliance/q02, points: 1}]")
    q = COURSE.questions["05-renewed-alliance/q02"]
    key = next(o.id for o in q.options if o.correct)
    made = grade(sheet, [submission({q.id: entry(q.wording, {"answer": key})}, "ada.json"), submission({}, "bob.json")])
    assert item_page.reached(made) == [25, 0]
    assert 'aria-label="Students by part of the points reached. 0–10 per cent: 1; 20–30 per cent: 1"' in item_page.spread(made)
    assert "nobody has handed in" in item_page.spread(grade(sheet, []))
