"""From files as platforms deliver them to gradebooks: identity, lateness, limits, hostile input, and what is written."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest

from thirdcorner.classroom import analysis, findings, gradebooks, item_page, results
from thirdcorner.classroom.assignments import Sheet, read, variant
from thirdcorner.classroom.collect import Graded, grade
from thirdcorner.classroom.feedback import feedback, file_name
from thirdcorner.classroom.names import Batch
from thirdcorner.classroom.sheets import key_html, sheet_html
from thirdcorner.classroom.submissions import Context, parse
from thirdcorner.classroom.submissions import read as read_submissions
from thirdcorner.classroom.tables import safe, table
from thirdcorner.course.read import load, load_pool
from thirdcorner.course.words import markdown_html
from thirdcorner.course.yaml import ContentError

COURSE = load()
POOL = load_pool(COURSE)
SAMPLE = COURSE.root / "instructor" / "assignments" / "week3.yml"
DUE = datetime(2026, 12, 8, 17, 0, tzinfo=UTC)


def assignment(folder: Path, text: str = "") -> Sheet:
    path = folder / "quiz.yml"
    single = [q.id for q in POOL.questions.values() if q.kind == "single"][:2]
    short = next(q.id for q in POOL.questions.values() if q.kind == "short-answer")
    asked = ", ".join(f"{{id: {id}, points: 2}}" for id in [*single, short])
    path.write_text(text or f"id: quiz\ntitle: =Quiz\ndue: 2026-12-08T18:00:00+01:00\nlate: penalty\npenalty: 0.25\nquestions: [{asked}]\n", "utf-8")
    return read(path, COURSE, POOL)


def keyed(q: object) -> int:
    """The place of the keyed option."""
    return next(i for i, o in enumerate(q.options) if o.correct)  # type: ignore[attr-defined]


def record(sheet: Sheet, right: int, at: datetime = DUE, text: str = "words", **change: object) -> bytes:
    """A file as the book saves it, its first `right` choices being right."""
    items = {}
    for n, q in enumerate(sheet.asked):
        answer = q.options[keyed(q) if n < right else (keyed(q) + 1) % len(q.options)].id if q.kind == "single" else text
        items[q.id] = {"v": 1, "hash": q.wording, "at": 1, "state": {"answer": answer, "checked": True, "tries": 1, "score": 1}}
    whole = {"format": "thirdcorner-record", "v": 1, "course": "third-corner", "edition": "e", "exported": at.isoformat(), "items": items, "aside": {}}
    return json.dumps(whole | change).encode()


def graded(sheet: Sheet, place: Path) -> Graded:
    zone = sheet.assignment.due.tzinfo if sheet.assignment.due else UTC
    return grade(sheet, read_submissions(place, Context("third-corner", zone=zone)))


def told(made: Graded) -> str:
    return "".join(gradebooks.report(made))


def put(folder: Path, **files: bytes) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize(
    ("path", "student", "name", "late"),
    [
        ("Ada Byron_812_assignsubmission_file_/third-corner-record.json", "812", "Ada Byron", False),
        ("Ada Byron_812_assignsubmission_file_third-corner-record.json", "812", "Ada Byron", False),
        ("byronada_812_99_third-corner-record-1.json", "812", "byronada", False),
        ("byronada_LATE_812_99_third-corner-record.json", "812", "byronada", True),
        ("Week 3_abyron_attempt_2026-11-20-10-11-12_record.json", "abyron", "abyron", False),
        ("group/ada/third-corner-record.json", "ada", "ada", False),
        ("ada.json", "ada", "ada", False),
        ("..\\..\\ada\\record.json", "ada", "ada", False),
    ],
)
def test_a_file_is_known_by_the_names_that_platforms_give(path: str, student: str, name: str, late: bool) -> None:
    who = Batch([path]).who(path)
    assert (who.key, who.name, who.late) == (student, name, late)


def test_answers_are_scored_again_and_what_the_file_says_of_its_score_is_not_believed(tmp_path: Path) -> None:
    sheet = assignment(tmp_path)
    made = graded(sheet, put(tmp_path / "in", **{"ada.json": record(sheet, 2), "bob.json": record(sheet, 0)}))
    assert {r.student: made.points(r) for r in made.rows} == {"ada": 4, "bob": 0}
    assert all(made.unmarked(r) == [sheet.questions[2].id] for r in made.rows)


def test_the_later_of_two_files_counts_whatever_order_they_come_in(tmp_path: Path) -> None:
    sheet = assignment(tmp_path)
    old = parse("ada/record (1).json", record(sheet, 0, DUE - timedelta(days=2)), "third-corner")
    new = parse("ada/record (2).json", record(sheet, 2, DUE - timedelta(days=1)), "third-corner")
    for order in ([old, new], [new, old]):
        made = grade(sheet, order)
        assert [(r.file, made.points(r)) for r in made.rows] == [("ada/record (2).json", 4)]
        assert [r.file for r, _ in made.replaced] == ["ada/record (1).json"]


def attempt(at: datetime) -> str:
    """A file name as Blackboard gives it: the time is the platform's."""
    return f"Quiz_ada_attempt_{at.astimezone(timezone(timedelta(hours=1))):%Y-%m-%d-%H-%M-%S}_r.json"


@pytest.mark.parametrize(("hours", "kept"), [(-1, 1.0), (0, 1.0), (1, 0.75), (24, 0.75), (25, 0.5), (24 * 9, 0.0)])
def test_each_day_begun_after_the_due_time_costs_the_penalty(tmp_path: Path, hours: int, kept: float) -> None:
    sheet = assignment(tmp_path)
    made = graded(sheet, put(tmp_path / "in", **{attempt(DUE + timedelta(hours=hours)): record(sheet, 2)}))
    assert made.points(made.rows[0]) == 4 * kept
    assert ("late" in told(made)) == (kept < 1)


@pytest.mark.parametrize(("at", "what"), [(DUE + timedelta(days=3), "late by 3 days by the clock of its own device"), (DUE.replace(year=1970), "its clock says 1970"), (DUE.replace(year=2031), "its clock says 2031"), (None, "it bears no time")])
def test_a_clock_that_is_the_student_s_own_takes_nothing_and_is_told(tmp_path: Path, at: datetime | None, what: str) -> None:
    sheet = assignment(tmp_path)
    data = json.loads(record(sheet, 2, at or DUE))
    if at is None:
        del data["exported"]
    made = graded(sheet, put(tmp_path / "in", **{"ada.json": json.dumps(data).encode()}))
    assert made.points(made.rows[0]) == 4
    assert what in told(made)


def test_an_answer_to_another_wording_waits_for_a_decision_and_is_told(tmp_path: Path) -> None:
    sheet = assignment(tmp_path)
    data = json.loads(record(sheet, 2))
    data["items"][sheet.questions[0].id]["hash"] = "0" * 12
    made = graded(sheet, put(tmp_path / "in", **{"ada.json": json.dumps(data).encode()}))
    assert made.points(made.rows[0]) == 2
    assert made.undecided(made.rows[0]) == [sheet.questions[0].id]
    assert "decide what becomes of it" in told(made)


def test_the_same_answers_from_two_students_are_pointed_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = assignment(tmp_path)
    made = graded(sheet, put(tmp_path / "in", **{"ada.json": record(sheet, 1), "bob.json": record(sheet, 1), "cy.json": record(sheet, 2)}))
    assert [(a.student, b.student) for a, b in made.same] == [("ada", "bob")]
    for listed, more in ((1, False), (0, True)):
        monkeypatch.setattr(findings, "SAME", listed)
        assert ("to the letter, as ada" in told(made)) != more
        assert ("1 more file holds the same answers as another, and is not listed" in told(made)) == more


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", " =1", "%0a=1"])
def test_no_cell_of_a_gradebook_starts_a_formula(text: str) -> None:
    cell = next(csv.reader(io.StringIO(table([text], []))))[0]
    assert cell.startswith("'")
    assert safe(-2.5) == -2.5


def test_gradebooks_have_the_columns_of_their_platforms_and_survive_names_that_attack(tmp_path: Path) -> None:
    sheet = assignment(tmp_path)
    evil = "=HYPERLINK(1)_7_assignsubmission_file_"
    made = graded(sheet, put(tmp_path / "in", **{f"{evil}/r.json": record(sheet, 1), "習, “é”_8_assignsubmission_file_/r.json": record(sheet, 2)}))
    books = {name: list(csv.reader(io.StringIO("".join(form(made))))) for name, form in gradebooks.GRADEBOOKS.items()}
    assert books["moodle"][0] == ["Identifier", "Full name", "Grade", "Maximum grade", "Last modified (grade)", "Feedback comments"]
    assert {row[4] for row in books["moodle"][1:]} == {"Tuesday, 8 December 2026, 6:00 PM"}
    assert [row[:4] for row in books["moodle"][1:]] == [["Participant 7", "'=HYPERLINK(1)", "2.0", "6.0"], ["Participant 8", "習, “é”", "4.0", "6.0"]]
    assert books["canvas"][0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "'=Quiz"]
    assert books["canvas"][1] == ["    Points Possible", "", "", "", "", "6.0"]
    assert books["blackboard"][0][2:] == ["Username", "'=Quiz [Total Pts: 6 Score]"]


def test_feedback_shows_names_as_text_and_keys_only_when_it_may(tmp_path: Path) -> None:
    sheet = assignment(tmp_path)
    made = graded(sheet, put(tmp_path / "in", **{"<img src=x onerror=alert(1)>_9_assignsubmission_file_/r.json": record(sheet, 1)}))
    open_, silent = (feedback(made, made.rows[0], tell) for tell in (True, False))
    assert "<img" not in open_
    assert "&lt;img src=x" in open_
    assert "default-src 'none'" in open_
    reason = markdown_html(sheet.questions[0].explanation_md)
    assert reason in open_
    assert reason not in silent
    a = sheet.assignment
    assert [a.tells(DUE + timedelta(hours=h)) for h in (-1, 1)] == [False, True]
    assert file_name("../../x") != file_name("x")
    assert "/" not in file_name("../../x")


def test_grading_twice_writes_the_same_bytes(tmp_path: Path) -> None:
    sheet = assignment(tmp_path)
    place = put(tmp_path / "in", **{f"s{n}.json": record(sheet, n % 3) for n in range(12)})
    before = {p.name: p.read_bytes() for p in place.iterdir()}
    found = []
    for to in (tmp_path / "one", tmp_path / "two"):
        made = graded(sheet, place)
        results.write(made, to)
        found.append({p.relative_to(to).as_posix(): p.read_bytes() for p in sorted(to.rglob("*")) if p.is_file()})
    assert found[0] == found[1]
    assert len([name for name in found[0] if name.startswith("feedback/")]) == 12
    assert {p.name: p.read_bytes() for p in place.iterdir()} == before


def test_item_analysis_agrees_with_the_definitions_computed_by_hand(tmp_path: Path) -> None:
    scores = np.array([[1, 1, 0.5], [1, 0, 0], [0, 1, 1], [0, 0, 0], [1, 1, 1]])
    k = scores.shape[1]
    by_hand = k / (k - 1) * (1 - sum(np.var(scores[:, i], ddof=1) for i in range(k)) / np.var([sum(row) for row in scores], ddof=1))
    assert analysis.alpha(scores) == pytest.approx(by_hand)
    assert np.isnan(analysis.alpha(scores[:, :1]))
    sheet = assignment(tmp_path)
    made = graded(sheet, put(tmp_path / "in", **{f"s{n}.json": record(sheet, [0, 1, 2, 2][n]) for n in range(4)}))
    found = analysis.analyse(made)
    assert [round(i.difficulty, 2) for i in found.items[:2]] == [0.75, 0.5]
    first = sheet.questions[0]
    assert [n for _, _, n, _, _ in found.items[0].chosen] == [3 if i == keyed(first) else 1 if i == (keyed(first) + 1) % len(first.options) else 0 for i in range(len(first.options))]
    page = item_page.items_page(made, found)
    assert "<svg" in page
    assert "Fewer than 30 students" in page


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("questions: [{id: 05-renewed-alliance/q999}]", "quiz.yml:4: 05-renewed-alliance/q999"),
        ("", "it asks nothing"),
        ("select:\n  - {count: 99, outcome: O3}", "questions fit and 99 are wanted"),
        ("late: refuse\nquestions: [{id: 05-renewed-alliance/q01}]", "no `due:`"),
        ("opens: 2026-12-08T18:00:00Z\ndue: 2026-12-08T18:00:00Z\nquestions: [{id: 05-renewed-alliance/q01}]", "which is not later"),
        ("colour: red\nquestions: [{id: 05-renewed-alliance/q01}]", "quiz.yml:4: quiz: colour"),
    ],
)
def test_an_assignment_that_cannot_be_set_says_where_and_why(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(ContentError) as error:
        assignment(tmp_path, f"id: x\ntitle: t\nfeedback: now\n{text}\n")
    assert what in str(error.value)


def test_sheets_ask_the_same_in_another_order_and_hold_no_key() -> None:
    sheet = read(SAMPLE, COURSE, POOL)
    orders = {letter: [q.id for q in variant(sheet, letter)] for letter in "ABCD"}
    assert all(sorted(o) == sorted(orders["A"]) for o in orders.values())
    assert len({tuple(o) for o in orders.values()}) > 1
    assert {o[-1] for o in orders.values()} == {"fact-check-05"}
    for letter in "ABCD":
        page = sheet_html(sheet, letter)
        for q in sheet.asked:
            assert markdown_html(q.explanation_md) not in page
            for option in getattr(q, "options", ()):
                assert markdown_html(option.text_md) in page
                assert markdown_html(option.feedback_md) not in page
    key = key_html(sheet, "ABCD")
    assert all(markdown_html(q.explanation_md) in key for q in sheet.asked)
    assert "Do not pass it on" in key


def test_a_student_may_hand_in_nothing_that_was_asked(tmp_path: Path) -> None:
    sheet = assignment(tmp_path)
    made = graded(sheet, put(tmp_path / "in", **{"ada.json": record(sheet, 0, items={}), "bob.json": record(sheet, 0, items={})}))
    assert [made.points(r) for r in made.rows] == [0, 0]
    assert made.same == []
