"""Whose file it is, as every platform writes it; a roster settles the rest; what cannot be told is asked, and every file is accounted for."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.classroom.test_grade import DUE, assignment, put, record, zipped
from thirdcorner.classroom import gradebooks, results
from thirdcorner.classroom.collect import Graded, grade
from thirdcorner.classroom.decisions import read_decisions
from thirdcorner.classroom.findings import accounts, findings
from thirdcorner.classroom.gradebooks import plain
from thirdcorner.classroom.grading import Job
from thirdcorner.classroom.lateness import zone_of
from thirdcorner.classroom.marks import read_marks
from thirdcorner.classroom.names import Batch
from thirdcorner.classroom.roster import Roster, Student, forms, read_roster
from thirdcorner.classroom.submissions import Context, Submission, Unread, parse, read
from thirdcorner.classroom.worksheets import fill
from thirdcorner.cli import main

SAVED = "third-corner-record.json"
PLATFORMS = {
    "moodle folders": {"Ada Byron_812_assignsubmission_file_/quiz-submission.json": "812", "Łukasz Żak_9_assignsubmission_file_/quiz-submission.json": "9"},
    "moodle flat": {"Ada Byron_812_assignsubmission_file_quiz-submission.json": "812", "Group 1-Bob_9_assignsubmission_file_quiz-submission.json": "9"},
    "moodle anonymous": {"Participant 812_812_assignsubmission_file_/q.json": "812", "Uczestnik 9_9_assignsubmission_file_/q.json": "9"},
    "canvas": {f"byronada_812_4411_{SAVED}": "812", f"zakukasz_LATE_9_4412_{SAVED}": "9", f"van_der_berg_jan_77_4413_{SAVED}": "77"},
    "canvas anonymous": {f"anon_aB3xZ_4411_{SAVED}": "aB3xZ", f"LATE_anon_9QkLm_4412_{SAVED}": "9QkLm"},
    "blackboard": {f"Quiz_a_smith500_attempt_2026-11-20-10-11-12_{SAVED}": "a_smith500", f"Quiz_b_smith500_attempt_2026-11-20-10-11-13_{SAVED}": "b_smith500"},
    "blackboard alone": {f"Quiz_asmith_attempt_2026-11-20-10-11-12_{SAVED}": "asmith"},
    "brightspace": {f"1234-5678 - Ada Byron - Nov 20, 2026 1011 AM/{SAVED}": "Ada Byron", f"1235-5678 - Bob Cole - Nov 20, 2026 912 PM/{SAVED}": "Bob Cole"},
    "brightspace elsewhere": {f"1234-5678 - Ada Byron - 20 November, 2026 1011 AM/{SAVED}": "Ada Byron", f"1235-5678 - Bob Cole - 2 Nov, 2026 2112 - {SAVED}": "Bob Cole"},
    "google classroom": {f"Ada Byron - {SAVED}": "Ada Byron", "Bob Cole - quiz-submission.json": "Bob Cole"},
    "ilias": {f"Quiz/Byron_Ada_abyron_1234/20261120101112_{SAVED}": "abyron", f"Quiz/Cole_Bob_b_cole_1235/{SAVED}": "b_cole"},
    "openolat": {f"Quiz/Byron_Ada_abyron/2_submissions/{SAVED}": "abyron", f"Quiz/Cole_Bob_bcole/2_submissions/{SAVED}": "bcole"},
    "folders": {f"Week 3/ada/{SAVED}": "ada", f"Week 3/bob/{SAVED}": "bob"},
    "files zipped with their folder": {"Week 3/ada.json": "ada", "Week 3/bob.json": "bob"},
    "files": {"ada.json": "ada", "bob.json": "bob"},
    "folders in groups": {f"Tuesday/ada/{SAVED}": "ada", f"Thursday/bob/{SAVED}": "bob"},
    "Windows": {f"Week 3\\ada\\{SAVED}": "ada", f"Week 3\\bob\\{SAVED}": "bob"},
    "a plain name with numbers": {"essay_1_24_ada.json": "essay_1_24_ada", "essay_1_24_bob.json": "essay_1_24_bob"},
    "one file in its folder": {f"ada/{SAVED}": "ada"},
}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_platform_s_names_tell_who_is_who(platform: str) -> None:
    batch = Batch(PLATFORMS[platform])
    assert {path: batch.who(path).key for path in PLATFORMS[platform]} == PLATFORMS[platform]


ASKED = {
    "a title and a name with _": [f"Mid_term_a_smith_attempt_2026-11-20-10-11-12_{SAVED}", f"Mid_term_a_jones_attempt_2026-11-20-10-11-12_{SAVED}"],
    "all as the book saves them": [SAVED, "third-corner-record (1).json", "third-corner-record(2).json", "third-corner-record-3.json", "quiz-submission.json"],
    "the same in one folder": [f"Week 3/{SAVED}", "Week 3/third-corner-record (1).json"],
    "one file in one folder": ["Week 3/ada.json"],
    "folders within folders": ["Tuesday/ada/final/work.json", "Thursday/bob/final/work.json"],
}


@pytest.mark.parametrize("case", ASKED)
def test_what_names_do_not_settle_is_asked(case: str) -> None:
    batch = Batch(ASKED[case])
    assert [batch.who(path).key for path in ASKED[case]] == [""] * len(ASKED[case])
    assert all(batch.who(path).asks for path in ASKED[case])


def test_a_receipt_of_blackboard_settles_the_user_name(tmp_path: Path) -> None:
    names = ["a_smith500", "b_smith500", "b"]
    files = {f"Mid_term_{n}_attempt_2026-11-20-10-11-1{i}_{SAVED}": record(assignment(tmp_path), 1) for i, n in enumerate(names)}
    files |= {f"Mid_term_{n}_attempt_2026-11-20-10-11-1{i}.txt": f"Imię i nazwisko: X ({n})\nZadanie: Mid\n".encode() for i, n in enumerate(names[:1])}
    found = list(read(put(tmp_path / "in", **files), Context("third-corner")))
    assert sorted(s.student for s in found if isinstance(s, Submission)) == sorted(names)
    assert [u.kind for u in found if isinstance(u, Unread)] == ["receipt"]
    assert {s.clock for s in found if isinstance(s, Submission)} == {"platform"}


def roster(*rows: tuple[str, ...]) -> Roster:
    return Roster({id: Student(id, name, (id, *more)) for id, name, *more in rows})


CLASS = roster(("00812", "Ada Byron", "abyron", "812"), ("9", "Łukasz Żak", "lzak"), ("a_smith", "Ann Smith"), ("smith", "Bea Smith"), ("t1", "Jan Nowak"), ("t2", "Jan Nowak"))


@pytest.mark.parametrize(
    ("path", "student"),
    [
        (f"byronada_4410_4411_{SAVED}", "00812"),
        ("Byron, Ada.json", "00812"),
        ("ADA BYRON.json", "00812"),
        ("abyron.json", "00812"),
        ("Lukasz Zak.json", "9"),
        (unicodedata.normalize("NFD", "Łukasz Żak.json"), "9"),
        ("Group 3-Ada Byron_55_assignsubmission_file_/x.json", "00812"),
        (f"Tuesday/Ada Byron/final/{SAVED}", "00812"),
        ("Tuesday/Ada Byron/final/work.json", "00812"),
        (f"Quiz/Byron_Ada_abyron_1234/{SAVED}", "00812"),
        (f"anon_aB3xZ_4411_{SAVED}", None),
        ("Jan Nowak.json", ""),
        (f"Jan Nowak_812_assignsubmission_file_/{SAVED}", ""),
        (f"Mid_a_smith_attempt_2026-11-20-10-11-12_{SAVED}", ""),
        ("Nobody Known.json", None),
    ],
)
def test_a_roster_settles_who_it_is_or_says_what_cannot_be_told(tmp_path: Path, path: str, student: str | None) -> None:
    """A student; nobody of the roster (`None`); or asked (empty)."""
    (found,) = read(put(tmp_path / "in", **{path: record(assignment(tmp_path), 1)}), Context("third-corner", CLASS))
    if student:
        assert isinstance(found, Submission)
        assert (found.student, found.known) == (student, True)
    elif student is None:
        assert isinstance(found, Submission)
        assert not found.known
    else:
        assert isinstance(found, Unread)
        assert found.kind == "asked"
        assert "whose is it?" in found.why
        assert "do: whose" in found.why


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text("abcdefgh_", min_size=1, max_size=6).filter(lambda t: t.strip("_") == t), min_size=2, max_size=6, unique=True), st.sampled_from(["Quiz", "Mid_term", "Week 3"]))
def test_two_students_of_blackboard_are_never_taken_for_one(users: list[str], title: str) -> None:
    paths = [f"{title}_{u}_attempt_2026-11-20-10-11-12_{SAVED}" for u in users]
    batch = Batch(paths)
    keys = [batch.who(p).key for p in paths]
    known = [k for k in keys if k]
    assert len(set(known)) == len(known)
    assert all(k in ("", u) or f"{title}_{u}".endswith(f"_{k}") for k, u in zip(keys, users, strict=True))
    settled = Batch(paths, {f"{title}_{users[0]}_attempt_2026-11-20-10-11-12.txt": f"Name: X ({users[0]})\n"})
    assert [settled.who(p).key for p in paths] == users


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20), min_size=1, max_size=8))
def test_any_name_is_somebody_s_or_asked_and_never_an_error(paths: list[str]) -> None:
    batch = Batch(paths)
    for path in paths:
        who = batch.who(path)
        assert bool(who.key) != bool(who.asks)
        CLASS.find(who)


def test_names_zipped_by_macos_and_by_an_old_windows_are_read(tmp_path: Path) -> None:
    data = record(assignment(tmp_path), 1)
    for page in ("utf-8", "cp852", "cp1250"):
        path = tmp_path / f"{page}.zip"
        name = "Łukasz Żak.json".encode(page) if page != "utf-8" else unicodedata.normalize("NFD", "Łukasz Żak.json").encode()
        blank = "N" * len(name)
        with zipfile.ZipFile(path, "w") as made:
            made.writestr(blank, data)
            made.writestr("other.json", data)
        path.write_bytes(path.read_bytes().replace(blank.encode(), name))  # with no sign of the encoding, as these systems write it
        found = [s for s in read(path, Context("third-corner", roster(("9", "Łukasz Żak")))) if isinstance(s, Submission)]
        assert {s.student for s in found} == {"9", "other"}, page


def folder_graded(folder: Path, files: dict[str, bytes], text: str, yaml: str = "") -> Graded:
    sheet = assignment(folder, yaml)
    (folder / "roster.csv").write_text(text, "utf-8")
    students = read_roster(folder / "roster.csv")
    return grade(sheet, read(put(folder / "in", **files), Context("third-corner", students, zone_of("Europe/Warsaw"))), roster=students)


def test_the_report_says_who_is_missing_twice_unknown_and_every_file_is_accounted_for_once(tmp_path: Path) -> None:
    sheet = assignment(tmp_path)
    other = json.dumps({"format": "thirdcorner-record", "v": 1, "course": "third-corner", "items": {"assign/other/x": {"hash": "", "state": {}}}}).encode()
    files = {
        f"Quiz_a_attempt_2026-12-01-10-11-12_{SAVED}": record(sheet, 1), "Quiz_a_attempt_2026-12-01-10-11-12.txt": b"Name: A (a)\n", f"Quiz_a_attempt_2026-12-02-10-11-12_{SAVED}": record(sheet, 2),
        "Quiz_a_attempt_2026-12-02-10-11-12.txt": b"Name: A (a)\n", f"Quiz_zz_attempt_2026-12-02-10-11-12_{SAVED}": record(sheet, 0), f"Quiz_b_attempt_2026-12-02-10-11-12_{SAVED}": other,
        "Quiz_b_attempt_2026-12-02-10-11-13_photo.jpg": b"\xff\xd8", f"Quiz_d_attempt_2026-12-12-10-11-12_{SAVED}": record(sheet, 1),
    }  # fmt: skip
    made = folder_graded(tmp_path, files, "username;first name;last name;group\na;Ada;Byron;Tue\nb;Bob;Cole;Tue\nc;Cy;Young;Thu\nd;Di;Dee;Thu\n")
    said = [f"{s}|{what}" for s, _, what in findings(made)]
    assert any("c|nothing was handed in by Cy Young, group Thu" in one for one in said)
    assert any("a|an earlier or second file" in one for one in said)
    assert any(one.startswith("zz|nobody in the roster") for one in said)
    assert any("2 are receipts" in one for one in said)
    assert any("b|it holds another assignment (other)" in one for one in said)
    assert any(one.startswith("d|late: 0% ") or one.startswith("d|late:") for one in said)
    assert any("not read" in one for one in said)
    told = [f for f, _, _ in accounts(made)]
    assert sorted(told) == sorted(files)
    rows = list(csv.DictReader(io.StringIO("".join(plain(made)))))
    assert {r["student"]: r["group"] for r in rows} == {"a": "Tue", "b": "Tue", "d": "Thu", "zz": ""}


def test_one_file_counts_for_a_group(tmp_path: Path) -> None:
    sheet = assignment(tmp_path)
    yaml = (tmp_path / "quiz.yml").read_text("utf-8") + "groups: true\n"
    made = folder_graded(tmp_path, {"a.json": record(sheet, 1), "b.json": record(sheet, 2, DUE.replace(hour=18)), "d.json": record(sheet, 0)}, "id,name,group\na,A,1\nb,B,1\nc,C,1\nd,D,\n", yaml)
    assert {r.student: r.file for r in made.rows} == {"a": "b.json", "b": "b.json", "c": "b.json", "d": "d.json"}
    assert made.missing() == []
    assert made.same == []
    assert any("one file for group 1: a, b, c" in what for _, _, what in findings(made))


def group_of_three(folder: Path, **change: Any) -> Graded:
    """A group whose file the second member handed in, with a roster whose ids could be Moodle's numbers; and a student alone."""
    sheet = assignment(folder)
    yaml = (folder / "quiz.yml").read_text("utf-8") + "groups: true\n"
    sheet = assignment(folder, yaml)
    (folder / "roster.csv").write_text("id,name,group\n5001,Ada Byron,1\n5002,Bob Cole,1\n5003,Cy Young,1\n5004,Di Dee,\n", "utf-8")
    files = {f"Bob Cole_812_assignsubmission_file_/{SAVED}": record(sheet, 2, text="ours"), f"Di Dee_5002_assignsubmission_file_/{SAVED}": record(sheet, 0, text="mine")}
    (folder / "decisions.yml").write_text(f"- {{do: whose, assignment: quiz, file: '{list(files)[1]}', student: '5004', by: me, why: hers}}\n", "utf-8")
    students = read_roster(folder / "roster.csv")
    job = Job(sheet, read_decisions(folder / "decisions.yml", sheet), "all")
    found = read(put(folder / "in", **files), Context("third-corner", students, zone_of("Europe/Warsaw"), job.decisions.whose))
    return grade(job, found, roster=students, **change)


def test_a_group_s_answer_is_marked_once_for_all_of_its_members(tmp_path: Path) -> None:
    made = group_of_three(tmp_path)
    group, alone = sorted(gradebooks.open_answers(made), key=lambda a: a["text"] == "mine")
    assert (group["text"], alone["text"]) == ("ours", "mine")
    assert group["whose"] == made.number("5001") == made.number("5002") == made.number("5003") != alone["whose"]
    assert [a["whose"] for a in gradebooks.open_answers(made, names=True)] == ["5001", "5004"]
    assert json.loads(gradebooks.summary(made))["to_mark"] == 2
    for marker, value in (("one", 0.5), ("two", 1)):
        (tmp_path / f"{marker}.csv").write_text(f"number,question,work,mark,comment\n{group['whose']},{group['question']},{group['work']},{value},good\n", "utf-8")
    open_ones = {q.id: q for q in made.sheet.questions if q.kind == "short-answer"}
    made = group_of_three(tmp_path, marks=read_marks([tmp_path / "one.csv", tmp_path / "two.csv"], open_ones))
    assert {r.student: made.points(r) for r in made.rows} == {"5001": 5.5, "5002": 5.5, "5003": 5.5, "5004": 0}
    assert made.marks.unused() == []
    assert len(list(gradebooks.differing_answers(made))) == 1
    assert "".join(gradebooks.moderation(made)).count("differ") == 1
    assert sum("markers differ" in what for _, _, what in findings(made)) == 1


def test_no_number_of_the_roster_is_taken_for_one_of_moodle_s(tmp_path: Path) -> None:
    made = group_of_three(tmp_path)
    said = results.write(made, tmp_path / "out", now=DUE)
    rows = list(csv.DictReader((tmp_path / "out" / "gradebook-moodle.csv").open(encoding="utf-8", newline="")))
    assert {r["Identifier"]: r["Full name"] for r in rows} == {"Participant 812": "Bob Cole", "Participant 5002": "Di Dee"}
    assert any("leave out 2 whose number in Moodle" in one and "5001, 5003" in one for one in said)
    names = "Identifier,Full name,Status,Grade,Maximum grade\nParticipant 811,Ada Byron,-,,6.00\nParticipant 812,Bob Cole,-,,6.00\nParticipant 5001,Zoe Other,-,,6.00\nParticipant 5002,Di Dee,-,,6.00\nParticipant 5003,Cy Young,-,,6.00\n"
    filled = fill(names.encode(), "Grades.csv", made)
    assert [line.split(",")[3] for line in filled.data.decode().splitlines()[1:]] == ["4.00", "4.00", "", "0.00", "4.00"]
    said = results.write(made, tmp_path / "out", filled=("Grades.csv", filled), now=DUE)
    assert not any("leave out" in one for one in said)
    with zipfile.ZipFile(tmp_path / "out" / "feedback-moodle.zip") as archive:
        assert sorted(name.split("_")[1] for name in archive.namelist()) == ["5002", "5003", "811", "812"]


def test_a_decision_settles_whose_a_file_is(tmp_path: Path) -> None:
    sheet = assignment(tmp_path)
    place = put(tmp_path / "in", **{SAVED: record(sheet, 2), "third-corner-record (1).json": record(sheet, 1)})
    argv = ["grade", str(place), "--assignment", str(tmp_path / "quiz.yml"), "--to", str(tmp_path / "out")]
    assert main(argv) == 1
    (tmp_path / "decisions.yml").write_text(f"- {{do: whose, assignment: quiz, file: {SAVED}, student: ada, by: me, why: she wrote}}\n", "utf-8")
    assert main(argv) == 0
    rows = list(csv.DictReader((tmp_path / "out" / "files.csv").open(encoding="utf-8", newline="")))
    assert {r["file"]: (r["student"], r["what became of it"]) for r in rows} == {SAVED: ("ada", "counts"), "third-corner-record (1).json": ("", "asked: whose is it?")}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("colour\nred\n", "no column tells who is who"),
        ("id,name\na,A\na,B\n", "roster.csv:3: 'a' is in the roster twice"),
        ("id,name\n,\n", "names no student"),
        ("id,group\n,1\n", "roster.csv:2"),
    ],
)
def test_a_roster_that_cannot_be_used_says_why(tmp_path: Path, text: str, what: str) -> None:
    (tmp_path / "roster.csv").write_text(text, "utf-8")
    with pytest.raises(ValueError, match=r"roster\.csv") as error:
        read_roster(tmp_path / "roster.csv")
    assert what in str(error.value)


@pytest.mark.parametrize("head", ["Student ID,First name,Last name", "Numer albumu;Imię;Nazwisko", "Matrikelnummer\tVorname\tNachname"])
def test_a_roster_is_read_in_three_languages(tmp_path: Path, head: str) -> None:
    sign = next(s for s in ",;\t" if s in head)
    (tmp_path / "r.csv").write_text(f"{head}\n00812{sign}Ada{sign}Byron\n", "utf-8-sig")
    found = read_roster(tmp_path / "r.csv").students["00812"]
    assert (found.name, found.ids) == ("Ada Byron", ("00812",))
    assert forms("Byron, Ada") & forms("Ada Byron")


def real(sheet: object, **change: object) -> bytes:
    return record(sheet, 2, **change)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["empty", "without an answer", "another assignment's", "older", "not JSON", "another course's", "of answers that are none"])
def test_what_is_no_submission_never_replaces_one_and_has_its_line(tmp_path: Path, kind: str) -> None:
    sheet = assignment(tmp_path)
    later = DUE.replace(day=8, hour=16)
    data = {
        "empty": b"", "without an answer": real(sheet, at=later, items={}), "older": record(sheet, 0, DUE.replace(day=1)), "not JSON": b"{", "another course's": real(sheet, at=later, course="other"),
        "another assignment's": real(sheet, at=later, items={"assign/other/pool-o1/q01": {"hash": "x", "state": {"answer": "a"}}}),
        "of answers that are none": real(sheet, at=later, items={sheet.questions[0].id: {"hash": sheet.questions[0].wording, "state": {"answer": None}}}),
    }[kind]  # fmt: skip
    names = ["Ada_7_assignsubmission_file_/quiz-submission.json", "Ada_7_assignsubmission_file_/zz.json"]
    made = grade(sheet, read(put(tmp_path / "in", **{names[0]: real(sheet, at=DUE.replace(day=7)), names[1]: data}), Context("third-corner")))
    assert [(r.file, made.points(r)) for r in made.rows] == [(names[0], 4)]
    assert any(file == names[1] for _, file, _ in findings(made))
    assert {f for f, _, _ in accounts(made)} == set(names)


def test_the_same_answers_saved_again_later_do_not_make_them_late(tmp_path: Path) -> None:
    sheet = assignment(tmp_path)
    names = {f"Quiz_ada_attempt_2026-12-0{day}-10-11-12_{SAVED}": record(sheet, 2) for day in (7, 9)}
    made = grade(sheet, read(put(tmp_path / "in", **names), Context("third-corner", zone=zone_of("Europe/Warsaw"))))
    assert made.points(made.rows[0]) == 4
    assert "the same answers" in made.replaced[0][1]


def test_a_zip_of_the_platform_gives_the_same_as_its_folder(tmp_path: Path) -> None:
    sheet = assignment(tmp_path)
    files = {path: record(sheet, n % 3) for n, path in enumerate(PLATFORMS["moodle folders"])}
    one, two = (sorted((s.student, s.file) for s in read(place, Context("third-corner")) if isinstance(s, Submission)) for place in (put(tmp_path / "in", **files), zipped(tmp_path / "in.zip", files)))
    assert one == two
    assert isinstance(parse(SAVED.replace("third", "ada/third"), record(sheet, 1), "third-corner"), Submission)


@pytest.mark.parametrize(("time", "wall"), [("Nov 20, 2026 1011 AM", "2026-11-20 10:11"), ("Nov 2, 2026 912 PM", "2026-11-02 21:12"), ("November 20, 2026 12:05 AM", "2026-11-20 00:05"), ("20 November, 2026 1011 AM", "2026-11-20 10:11"), ("20 Nov 2026 2211", "2026-11-20 22:11"), ("2 November, 2026 9:05 pm", "2026-11-02 21:05"), ("20. November 2026 0011", "2026-11-20 00:11"), ("20 listopada, 2026 1011", None), ("Nov 31, 2026 1011 AM", None), ("Xyz 3, 2026 1011 AM", None)])
def test_brightspace_s_time_is_the_platform_s(tmp_path: Path, time: str, wall: str | None) -> None:
    path = f"1-2 - Ada Byron - {time}/{SAVED}"
    (found,) = read(put(tmp_path / "in", **{path: record(assignment(tmp_path), 1)}), Context("third-corner", zone=zone_of("Europe/Warsaw")))
    assert isinstance(found, Submission)
    assert (found.student, found.name) == ("Ada Byron", "Ada Byron")
    assert (f"{found.at:%Y-%m-%d %H:%M}" == wall) if wall else True
    assert found.clock == ("platform" if wall else "device")


def test_zeros_that_a_spreadsheet_took_away_are_found_again_unless_two_would_fit() -> None:
    one = roster(("812", "Ada"), ("9", "Bob"))
    assert one.find(Batch(["00812.json"]).who("00812.json"))[0].key == "812"  # type: ignore[union-attr]
    both = roster(("812", "Ada"), ("00812", "Bob"))
    assert both.find(Batch(["00812.json"]).who("00812.json"))[0].key == "00812"  # type: ignore[union-attr]
    assert "would fit" in both.find(Batch(["0812.json"]).who("0812.json"))[1]
    assert roster(("a0", "Ada"), ("a", "Bob")).find(Batch(["a0.json"]).who("a0.json"))[0].key == "a0"  # type: ignore[union-attr]
