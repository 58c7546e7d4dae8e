"""From files as platforms deliver them to gradebooks: identity, lateness, limits, hostile input, and what is written."""

from __future__ import annotations

import csv
import io
import json
import struct
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from thirdcorner.assess import analysis, command, gradebook
from thirdcorner.assess.assignment import Sheet, read, variant
from thirdcorner.assess.grade import Graded, grade, read_marks
from thirdcorner.assess.sheets import key_html, sheet_html
from thirdcorner.assess.submissions import MAX_BYTES, Submission, Unread, parse, whose
from thirdcorner.assess.submissions import read as read_submissions
from thirdcorner.cli import main
from thirdcorner.content import load, load_pool
from thirdcorner.reading import ContentError

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
    return next(i for i, o in enumerate(q.options) if o.correct)  # type: ignore[attr-defined]


def record(sheet: Sheet, right: int, at: datetime = DUE, text: str = "words", **change: object) -> bytes:
    """A file as the book saves it, its first `right` choices being right."""
    items = {}
    for n, q in enumerate(sheet.asked):
        answer = (keyed(q) if n < right else (keyed(q) + 1) % len(q.options)) if q.kind == "single" else text
        items[q.id] = {"v": 1, "hash": q.fingerprint, "at": 1, "state": {"answer": answer, "checked": True, "tries": 1, "score": 1}}
    whole = {"format": "thirdcorner-record", "v": 1, "course": "third-corner", "edition": "e", "exported": at.isoformat(), "items": items, "aside": {}}
    return json.dumps(whole | change).encode()


def graded(sheet: Sheet, place: Path, marks: dict | None = None) -> Graded:
    return grade(sheet, read_submissions(place, "third-corner"), marks)


def put(folder: Path, **files: bytes) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


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
    assert whose(path)[:3] == (student, name, late)


def test_answers_are_scored_again_and_what_the_file_says_of_its_score_is_not_believed(tmp_path: Path) -> None:
    sheet = assignment(tmp_path)
    made = graded(sheet, put(tmp_path / "in", **{"ada.json": record(sheet, 2), "bob.json": record(sheet, 0)}))
    assert {r.student: made.points(r) for r in made.rows} == {"ada": 4, "bob": 0}
    assert all(made.unmarked(r) == [sheet.questions[2].id] for r in made.rows)


def test_the_later_of_two_files_counts_whatever_order_they_come_in(tmp_path: Path) -> None:
    sheet = assignment(tmp_path)
    old = parse("ada/1.json", record(sheet, 0, DUE - timedelta(days=2)), "third-corner")
    new = parse("ada/2.json", record(sheet, 2, DUE - timedelta(days=1)), "third-corner")
    for order in ([old, new], [new, old]):
        made = grade(sheet, order)
        assert [(r.file, made.points(r)) for r in made.rows] == [("ada/2.json", 4)]
        assert [r.file for r in made.replaced] == ["ada/1.json"]


@pytest.mark.parametrize(("hours", "kept"), [(-1, 1.0), (0, 1.0), (1, 0.75), (24, 0.75), (25, 0.5), (24 * 9, 0.0)])
def test_each_day_begun_after_the_due_time_costs_the_penalty(tmp_path: Path, hours: int, kept: float) -> None:
    sheet = assignment(tmp_path)
    made = graded(sheet, put(tmp_path / "in", **{"ada.json": record(sheet, 2, DUE + timedelta(hours=hours))}))
    assert made.points(made.rows[0]) == 4 * kept
    assert ("late" in gradebook.report(made)) == (kept < 1)


def test_an_answer_to_another_wording_earns_nothing_and_is_told(tmp_path: Path) -> None:
    sheet = assignment(tmp_path)
    data = json.loads(record(sheet, 2))
    data["items"][sheet.questions[0].id]["hash"] = "0" * 12
    made = graded(sheet, put(tmp_path / "in", **{"ada.json": json.dumps(data).encode()}))
    assert made.points(made.rows[0]) == 2
    assert "another wording" in gradebook.report(made)


def test_the_same_answers_from_two_students_are_pointed_out(tmp_path: Path) -> None:
    sheet = assignment(tmp_path)
    made = graded(sheet, put(tmp_path / "in", **{"ada.json": record(sheet, 1), "bob.json": record(sheet, 1), "cy.json": record(sheet, 2)}))
    assert [(a.student, b.student) for a, b in made.same] == [("ada", "bob")]


DEEP = b'{"format":"thirdcorner-record","v":1,"course":"third-corner","items":{"q":{"hash":"x","state":{"answer":' + b"[" * 40 + b"]" * 40 + b"}}}}"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"[" * 200_000, "nests too deeply"),
        (DEEP, "nests too deeply"),
        (b"[]", "not a file saved by this book"),
        (b'{"format":"thirdcorner-record","v":1,"course":"third-corner","items":{"q":[]}}', "cannot be read"),
        (b'{"format":"thirdcorner-record","v":9,"course":"third-corner","items":{}}', "version 9"),
        (b'{"format":"thirdcorner-record","v":1,"course":"other","items":{}}', "another course"),
        (b'{"format":"thirdcorner-record","v":1,"course":"third-corner","items":{"q":{"hash":"","state":{"answer":NaN}}}}', "not JSON"),
        (b'{"v":' + b"9" * 10_000 + b"}", "not JSON"),
        (b"x" * (MAX_BYTES + 1), "larger than"),
        (b"<script>alert(1)</script>", "not JSON"),
    ],
)
def test_one_bad_file_is_reported_and_the_rest_is_graded(tmp_path: Path, data: bytes, why: str) -> None:
    sheet = assignment(tmp_path)
    made = graded(sheet, put(tmp_path / "in", **{"a-bad.json": data, "bob.json": record(sheet, 2)}))
    assert [r.student for r in made.rows] == ["bob"]
    assert [u.file for u in made.unread] == ["a-bad.json"]
    assert why in made.unread[0].why
    assert (tmp_path / "in" / "a-bad.json").read_bytes() == data


def test_links_are_not_followed(tmp_path: Path) -> None:
    sheet = assignment(tmp_path)
    put(tmp_path, **{"secret.json": record(sheet, 2)})
    folder = put(tmp_path / "in", **{"bob.json": record(sheet, 1)})
    (folder / "ada.json").symlink_to(tmp_path / "secret.json")
    made = graded(sheet, folder)
    assert [r.student for r in made.rows] == ["bob"]
    assert "link" in made.unread[0].why


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def test_a_zip_is_read_in_place_with_bombs_and_wandering_paths_held_off(tmp_path: Path) -> None:
    sheet = assignment(tmp_path)
    path = zipped(tmp_path / "all.zip", {
        "Week/ada_1_assignsubmission_file_/r.json": record(sheet, 2), "../../etc/bob.json": record(sheet, 1),
        "bomb.json": b" " * 1_900_000, "big.json": b" " * (MAX_BYTES + 1), "__MACOSX/._x.json": b"", "nested.zip": b"PK\x05\x06" + b"\0" * 18,
    })  # fmt: skip
    made = graded(sheet, path)
    assert [r.student for r in made.rows] == ["1", "etc"]
    assert {u.file: u.why.split(" than")[0] for u in made.unread} == {"bomb.json": "it unpacks to more", "big.json": "it is larger", "nested.zip": "it is not JSON (Expecting value: line 1 column 1 (char 0))"}
    assert not (tmp_path.parent.parent / "etc").exists()


def test_a_zip_that_lies_about_a_members_size_or_is_damaged_loses_only_that_member(tmp_path: Path) -> None:
    sheet = assignment(tmp_path)
    path = zipped(tmp_path / "all.zip", {"ada.json": record(sheet, 1), "bob.json": record(sheet, 2)})
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 5)  # the directory says that the first member has five bytes
    path.write_bytes(bytes(data))
    made = graded(sheet, path)
    assert [r.student for r in made.rows] == ["bob"]
    assert [u.file for u in made.unread] == ["ada.json"]
    (tmp_path / "no.zip").write_bytes(b"not a zip")
    with pytest.raises(ValueError, match="no zip"):
        graded(sheet, tmp_path / "no.zip")


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", " =1", "%0a=1"])
def test_no_cell_of_a_gradebook_starts_a_formula(text: str) -> None:
    cell = next(csv.reader(io.StringIO(gradebook.table([text], []))))[0]
    assert cell.startswith("'")
    assert gradebook.safe(-2.5) == -2.5


def test_gradebooks_have_the_columns_of_their_platforms_and_survive_names_that_attack(tmp_path: Path) -> None:
    sheet = assignment(tmp_path)
    evil = "=HYPERLINK(1)_7_assignsubmission_file_"
    made = graded(sheet, put(tmp_path / "in", **{f"{evil}/r.json": record(sheet, 1), "習, “é”_8_assignsubmission_file_/r.json": record(sheet, 2)}))
    books = {name: list(csv.reader(io.StringIO(form(made)))) for name, form in gradebook.GRADEBOOKS.items()}
    assert books["moodle"][0][:4] == ["Identifier", "Full name", "Grade", "Maximum Grade"]
    assert [row[:4] for row in books["moodle"][1:]] == [["Participant 7", "'=HYPERLINK(1)", "2.0", "6.0"], ["Participant 8", "習, “é”", "4.0", "6.0"]]
    assert books["canvas"][0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "'=Quiz"]
    assert books["canvas"][1] == ["    Points Possible", "", "", "", "", "6.0"]
    assert books["blackboard"][0][2:] == ["Username", "'=Quiz [Total Pts: 6 Score]"]


def test_feedback_shows_names_as_text_and_keys_only_when_it_may(tmp_path: Path) -> None:
    sheet = assignment(tmp_path)
    made = graded(sheet, put(tmp_path / "in", **{"<img src=x onerror=alert(1)>_9_assignsubmission_file_/r.json": record(sheet, 1)}))
    told, silent = (gradebook.feedback(made, made.rows[0], tell) for tell in (True, False))
    assert "<img" not in told
    assert "&lt;img src=x" in told
    assert "default-src 'none'" in told
    reason = gradebook.markdown_html(sheet.questions[0].explanation_md)
    assert reason in told
    assert reason not in silent
    a = sheet.assignment
    assert [a.tells(DUE + timedelta(hours=h)) for h in (-1, 1)] == [False, True]
    assert gradebook.file_name("../../x") != gradebook.file_name("x")
    assert "/" not in gradebook.file_name("../../x")


def test_marks_given_by_hand_come_back_and_a_wrong_one_names_its_line(tmp_path: Path) -> None:
    sheet = assignment(tmp_path)
    place, to = put(tmp_path / "in", **{"ada.json": record(sheet, 2, text="=1+1")}), tmp_path / "out"
    argv = ["grade", str(place), "--assignment", str(tmp_path / "quiz.yml"), "--to", str(to)]
    assert main(argv) == 0
    rows = list(csv.DictReader((to / "to-mark.csv").open(encoding="utf-8", newline="")))
    assert [(r["student"], r["answer"]) for r in rows] == [("ada", "'=1+1")]
    text = (to / "to-mark.csv").read_text("utf-8")
    marked = tmp_path / "marked.csv"
    marked.write_text(text.rstrip("\r\n") + "0.5\r\n", "utf-8", newline="")
    assert main([*argv, "--marks", str(marked)]) == 0
    assert list(csv.reader((to / "gradebook-moodle.csv").open(encoding="utf-8", newline="")))[1][2] == "5.0"
    marked.write_text(text.rstrip("\r\n") + "7\r\n", "utf-8", newline="")
    with pytest.raises(ValueError, match=r"marked\.csv:2: the mark '7'"):
        read_marks(marked, sheet)
    assert main([*argv, "--marks", str(marked)]) == 1


def test_grading_twice_writes_the_same_bytes(tmp_path: Path) -> None:
    sheet = assignment(tmp_path)
    place = put(tmp_path / "in", **{f"s{n}.json": record(sheet, n % 3) for n in range(12)})
    before = {p.name: p.read_bytes() for p in place.iterdir()}
    found = []
    for to in (tmp_path / "one", tmp_path / "two"):
        made = graded(sheet, place)
        command.write(made, [], to)
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
    assert [n for _, n, _, _ in found.items[0].chosen] == [3 if i == keyed(first) else 1 if i == (keyed(first) + 1) % len(first.options) else 0 for i in range(len(first.options))]
    page = analysis.items_page(made, found)
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
            assert gradebook.markdown_html(q.explanation_md) not in page
            for option in getattr(q, "options", ()):
                assert gradebook.markdown_html(option.text_md) in page
                assert gradebook.markdown_html(option.feedback_md) not in page
    key = key_html(sheet, "ABCD")
    assert all(gradebook.markdown_html(q.explanation_md) in key for q in sheet.asked)
    assert "Do not pass it on" in key


def test_a_student_may_hand_in_nothing_that_was_asked(tmp_path: Path) -> None:
    sheet = assignment(tmp_path)
    made = graded(sheet, put(tmp_path / "in", **{"ada.json": record(sheet, 0, items={}), "bob.json": record(sheet, 0, items={})}))
    assert [made.points(r) for r in made.rows] == [0, 0]
    assert made.same == []


def test_unread_and_read_are_told_apart() -> None:
    assert isinstance(next(iter(read_submissions(SAMPLE.parent, "third-corner"))), Unread)
    assert isinstance(parse("a.json", record(read(SAMPLE, COURSE, POOL), 0), "third-corner"), Submission)
