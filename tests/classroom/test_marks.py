"""Marks belong to an answer: they come back whatever a spreadsheet did, do not stick to a student, and several markers are moderated."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.classroom.test_grade import DUE, POOL, assignment, put, record
from tests.classroom.test_tables import WAYS
from thirdcorner.classroom.assignments import read as read_sheet
from thirdcorner.classroom.marks import Mark, Marks, differ, parts_of, read_marks, said_of, value_of, work_of
from thirdcorner.cli import main
from thirdcorner.course.read import load
from thirdcorner.course.words import markdown_html


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.open(encoding="utf-8", newline="")))


class Class:
    """Two students with an essay-like answer each, graded again and again."""

    def __init__(self, folder: Path):
        self.folder, self.sheet, self.to = folder, assignment(folder), folder / "out"
        self.hand_in("ada", "Ada’s own words; with “marks”, and more")
        self.hand_in("bob", "Bob's words\nover two lines")

    def hand_in(self, student: str, text: str) -> None:
        put(self.folder / "in", **{f"{student}.json": record(self.sheet, 2, text=text)})

    def grade(self, *more: str) -> int:
        return main(["grade", str(self.folder / "in"), "--assignment", str(self.folder / "quiz.yml"), "--to", str(self.to), *more])

    def points(self) -> dict[str, float]:
        return {r["student"]: float(r["points"]) for r in rows(self.to / "gradebook-plain.csv")}

    def marked(self, name: str, values: dict[str, str], way: dict[str, object] | None = None, **more: str) -> Path:
        """Fill in `to-mark.csv` as a marker does in a spreadsheet, and save it in a way of its own."""
        way = way or {}
        numbers = {r["student"]: r["number"] for r in rows(self.to / "numbers.csv")}
        table = rows(self.to / "to-mark.csv")
        for row in table:
            who = next(s for s, n in numbers.items() if n == row["number"])
            row["mark"] = values.get(who, "")
            row |= more
        head = list(table[0])
        order = [head[i] for i in (8, 6, 5, 3, 4, 2, 1, 0, 7)] if "order" in way else head
        path = self.folder / f"{name}.csv"
        with path.open("w", encoding=str(way.get("encoding", "utf-8")), newline="") as file:
            file.write(str(way.get("first", "")))
            write = csv.DictWriter(file, order, delimiter=str(way.get("sep", ",")), quoting=way.get("quoting", csv.QUOTE_MINIMAL), lineterminator="\r\n")  # type: ignore[arg-type]
            write.writeheader()
            write.writerows(table)
        return path


@pytest.mark.parametrize("way", [w for w in WAYS if "line ends" not in w and w != "empty lines"])
def test_marks_come_back_whatever_a_spreadsheet_did(tmp_path: Path, way: str) -> None:
    one = Class(tmp_path)
    assert one.grade() == 0
    assert one.points() == {"ada": 4, "bob": 4}
    path = one.marked("kowalska", {"ada": "0,5", "bob": "100 %"}, WAYS[way])
    assert one.grade("--marks", str(path)) == 0
    assert one.points() == {"ada": 5, "bob": 6}
    assert rows(one.to / "to-mark.csv") == []


def test_no_name_is_on_the_table_or_the_page_unless_it_is_wanted(tmp_path: Path) -> None:
    one = Class(tmp_path)
    one.grade()
    page = (one.to / "mark.html").read_text("utf-8").split('<script type="application/json">')[1].split("</script>")[0]
    for text in ((one.to / "to-mark.csv").read_text("utf-8"), page):
        text = text.replace("Ada’s own words", "").replace("Bob's words", "")
        assert "ada" not in text.replace("metadata", "")
        assert "bob" not in text
    assert {r["student"] for r in rows(one.to / "numbers.csv")} == {"ada", "bob"}
    one.grade("--names")
    assert {r["student"] for r in rows(one.to / "to-mark.csv")} == {"ada", "bob"}


def test_an_answer_that_changed_is_unmarked_again_with_the_earlier_mark_beside_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = Class(tmp_path)
    one.grade()
    path = one.marked("kowalska", {"ada": "1", "bob": "1"})
    one.hand_in("ada", "lol")
    assert one.grade("--marks", str(path)) == 0
    assert one.points() == {"ada": 4, "bob": 6}
    (row,) = rows(one.to / "to-mark.csv")
    assert (row["answer"], row["earlier"]) == ("lol", "1.00, for another answer")
    assert "1.00, for another answer" in (one.to / "mark.html").read_text("utf-8")
    assert "it was 1.00 before the answer changed" in (one.to / "report.csv").read_text("utf-8")
    one.hand_in("ada", "Ada’s own words; with “marks”, and more")  # the marked answer comes back
    assert one.grade("--marks", str(path)) == 0
    assert one.points() == {"ada": 6, "bob": 6}
    (one.folder / "in" / "ada.json").unlink()
    capsys.readouterr()
    assert one.grade("--marks", str(path)) == 0
    assert "handed in no such answer" in capsys.readouterr().err


SPOILT = {
    "7": "is no number from 0 to 1", "-1": "is no number from 0 to 1", "good": "is no number", "01.May": "is a date", "5-Jan": "is a date", "1;0": "is no number", "nan": "is no number", "1E9": "is no number from 0 to 1",
}  # fmt: skip


@pytest.mark.parametrize("mark", SPOILT)
def test_a_mark_that_cannot_be_read_is_told_by_its_line_and_the_others_count(tmp_path: Path, mark: str, capsys: pytest.CaptureFixture[str]) -> None:
    one = Class(tmp_path)
    one.grade()
    path = one.marked("kowalska", {"ada": mark, "bob": "1"})
    assert one.grade("--marks", str(path)) == 0
    said = capsys.readouterr().err
    assert SPOILT[mark] in said
    assert "kowalska.csv:" in said
    assert one.points() == {"ada": 4, "bob": 6}
    assert SPOILT[mark] in (one.to / "report.csv").read_text("utf-8")


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ({"question": "nope/q01"}, "is no open question"),
        ({"work": "", "answer": ""}, "does not say which answer"),
        ({"number": ""}, "names no student"),
        ({"number": "812"}, "handed in no such answer"),
        ({"parts": "[{"}, "`parts` cannot be read"),
    ],
)
def test_what_belongs_to_nobody_is_told_line_by_line(tmp_path: Path, row: dict[str, str], what: str, capsys: pytest.CaptureFixture[str]) -> None:
    one = Class(tmp_path)
    one.grade()
    path = one.marked("kowalska", {"ada": "1", "bob": "1"}, None, **row)
    assert one.grade("--marks", str(path)) == 0
    assert capsys.readouterr().err.count(what) >= 1
    assert one.points() == {"ada": 4, "bob": 4}


def test_of_many_marks_that_belong_to_nobody_the_first_are_shown_and_the_rest_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = Class(tmp_path)
    (tmp_path / "m.csv").write_text("student,question,work,mark,comment\n" + "".join(f"ada,nope/q{n:02},w,1,\n" for n in range(25)), "utf-8")
    assert one.grade("--marks", str(tmp_path / "m.csv")) == 0
    said = capsys.readouterr().err
    assert (said.count("is no open question"), "and 5 more about marks in report.csv" in said) == (20, True)
    assert (one.to / "report.csv").read_text("utf-8").count("is no open question") == 25


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "question,mark\nx,1\n", "student,question\nx,1\n"])
def test_a_file_that_is_no_table_of_marks_stops_before_anything_is_written(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    one = Class(tmp_path)
    (tmp_path / "m.csv").write_text(text, "utf-8")
    assert one.grade("--marks", str(tmp_path / "m.csv")) == 1
    assert "has no column" in capsys.readouterr().err
    assert not one.to.exists()


def test_a_table_of_the_edition_before_is_taken_by_the_answer_it_shows(tmp_path: Path) -> None:
    one = Class(tmp_path)
    q = one.sheet.questions[2].id
    text = "Ada’s own words; with “marks”, and more"
    (tmp_path / "to-mark.csv").write_text(f'student,question,prompt,answer,mark\nada,{q},p,"{text}",0.5\nbob,{q},p,something else,1\n', "utf-8")
    assert one.grade("--marks", str(tmp_path / "to-mark.csv")) == 0
    assert one.points() == {"ada": 5, "bob": 4}


def test_markers_in_files_of_their_own_are_compared_and_the_mean_counts_until_decided(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = Class(tmp_path)
    one.grade()
    first = one.marked("kowalska", {"ada": "1", "bob": "0.5"}, None, comment="fine")
    second = one.marked("nowak", {"ada": "0.5", "bob": "0.5"})
    assert one.grade("--marks", str(first), str(second)) == 0
    assert one.points() == {"ada": 5.5, "bob": 5}
    told = rows(one.to / "moderation.csv")
    assert [(r["they"], r["apart"], r["counts now"]) for r in told] == [("differ", "0.50", "0.75"), ("agree", "0.00", "0.50")]
    assert "kowalska: 1.00 – fine; nowak: 0.50" in told[0]["marks"]
    assert "ada" not in (one.to / "moderation.csv").read_text("utf-8")
    assert "markers differ (kowalska 1.00, nowak 0.50)" in (one.to / "report.csv").read_text("utf-8")
    q = one.sheet.questions[2].id
    (tmp_path / "decisions.yml").write_text(f"- {{do: mark, assignment: quiz, student: ada, question: {q}, score: 1, by: me, why: read again}}\n", "utf-8")
    assert one.grade("--marks", str(first), str(second)) == 0
    assert one.points()["ada"] == 6
    assert "the later line counts" not in capsys.readouterr().err


def test_an_answer_is_known_by_what_it_says_and_no_spreadsheet_takes_its_name_for_a_number() -> None:
    names = {work_of("a/q1", text) for text in ("a", "b", "A", "a ", "\ud800", {"x": 1}, {"x": "1"})}
    assert len(names) == 7
    assert all(n.startswith("x") and len(n) == 13 for n in names)
    assert work_of("a/q1", {"x": 1, "y": 2}) == work_of("a/q1", {"y": 2, "x": 1})


def test_comments_by_criterion_and_on_the_whole_reach_the_feedback_with_the_levels(tmp_path: Path) -> None:
    course = load()
    essay = next(q for q in POOL.questions.values() if q.kind == "essay")
    (tmp_path / "e.yml").write_text(f"id: e\ntitle: E\nfeedback: never\nquestions: [{{id: {essay.id}, points: 4}}]\n", "utf-8")
    sheet = read_sheet(tmp_path / "e.yml", course, POOL)
    put(tmp_path / "in", **{"Ada Byron_7_assignsubmission_file_/e-submission.json": record(sheet, 0, DUE, text="My <b>essay</b>.")})
    argv = ["grade", str(tmp_path / "in"), "--assignment", str(tmp_path / "e.yml"), "--to", str(tmp_path / "out")]
    assert main(argv) == 0
    (row,) = rows(tmp_path / "out" / "to-mark.csv")
    best = [{"id": c.id, "level": len(c.levels_md) - 1, "comment": f"on {c.id} <i>"} for c in essay.rubric]
    with (tmp_path / "kowalska.csv").open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file)
        write.writerow(["number", "question", "work", "mark", "comment", "parts"])
        write.writerow([row["number"], row["question"], row["work"], "", "Well argued.", json.dumps(best)])
        write.writerow([row["number"], "", "", "", "See me about the last part.", ""])
    assert main([*argv, "--marks", str(tmp_path / "kowalska.csv")]) == 0
    assert rows(tmp_path / "out" / "gradebook-plain.csv")[0]["points"] == "4.0"
    page = (tmp_path / "out" / "feedback" / "7.html").read_text("utf-8")
    for text in ("My &lt;b&gt;essay&lt;/b&gt;.", "Well argued.", "See me about the last part.", *(f"on {c.id} &lt;i&gt;" for c in essay.rubric)):
        assert text in page
    assert "kowalska" not in page
    levels = page.split("<table>")[1].split("</table>")[0]
    assert all(markdown_html(level) in levels for c in essay.rubric for level in c.levels_md)
    assert [f"<b>given: {markdown_html(c.levels_md[-1])}</b>" in levels for c in essay.rubric] == [True] * len(essay.rubric)
    assert levels.count("given: ") == len(essay.rubric)
    assert all(c.criterion in page for c in essay.rubric)
    book = rows(tmp_path / "out" / "gradebook-moodle.csv")[0]
    assert "Well argued." in book["Feedback comments"]
    assert "See me" in book["Feedback comments"]


def test_several_marks_of_an_answer_and_what_parts_make() -> None:
    marks = [Mark(0.5, "b"), Mark(0.505, "a"), Mark(0.51, "c")]
    assert value_of(marks) == pytest.approx(0.505)
    assert [differ(m) for m in ([], marks[:1], [Mark(0.25, "a"), Mark(0.25, "b")], [Mark(0, "a"), Mark(0.005, "b")], marks)] == [False, False, False, False, True]
    held = Marks()
    for who, work, mark in (("ada", "w1", marks[0]), ("7", "w1", marks[1]), ("ada", "w0", marks[2])):
        held.given[who, "q", work][mark.marker] = mark
        held.works[who, "q"].add(work)
        held.where[who, "q", work].append(f"f:{who}")
    assert held.unused() == [f"f:{who}: {who!r} handed in no such answer to q; the mark does not count" for who in ("7", "ada", "ada")]
    assert held.of(["ada", "7", "bob"], "q", "w1") == [marks[1], marks[0]]
    assert len(held.unused()) == 1
    assert held.earlier(["ada", "7"], "q", "w1") == [marks[2]]
    assert held.unused() == []
    held.comments["ada"] |= {"nowak": "second", "kowalska": "first"}
    assert held.about(["ada", "bob"]) == ["first", "second"]


def test_levels_and_ideas_make_a_mark_and_words(tmp_path: Path) -> None:
    essay, short = (next(q for q in POOL.questions.values() if q.kind == kind) for kind in ("essay", "short-answer"))
    assert parts_of(short) == [(i.id, i.text_md, 1) for i in short.ideas]
    assert parts_of(essay) == [(c.id, c.criterion, len(c.levels_md) - 1) for c in essay.rubric]

    def read(*rows: dict[str, str]) -> Marks:
        path = tmp_path / "m.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            write = csv.DictWriter(file, ["number", "question", "work", "mark", "comment", "parts"], restval="")
            write.writeheader()
            write.writerows(rows)
        return read_marks([path], {essay.id: essay, short.id: short})

    def row(q: object, levels: dict[str, object], **more: str) -> dict[str, str]:
        return {"number": "1", "question": q.id, "work": "xw", "parts": json.dumps([{"id": id, "level": level, "comment": id.upper()} for id, level in levels.items()]), **more}  # type: ignore[attr-defined]

    def one(q: object, levels: dict[str, object], **more: str) -> Mark:
        return read(row(q, levels, **more)).given["1", q.id, "xw"]["m"]  # type: ignore[attr-defined]

    top = {id: best for id, _, best in parts_of(essay)}
    least = dict.fromkeys(top, 0)
    first = next(iter(top))
    assert one(essay, top).value == 1
    assert one(essay, {**least, first: 1}).value == pytest.approx(1 / top[first] / len(top))
    assert one(essay, {**least, first: 99}).value == pytest.approx(1 / len(top)), "no more than the best level"
    assert one(essay, {**least, first: -9}).value == 0
    assert one(essay, least, mark="0.25").value == 0.25, "a mark that is written counts"
    for levels, what in (({**top, first: None}, "some parts are not marked yet"), (dict.fromkeys(top), "it has a comment and no mark"), ({**top, "gone": 1}, "some parts")):
        found = read(row(essay, levels))
        assert not found.given and what in found.problems[0] and found.problems[0].startswith(f"{tmp_path / 'm.csv'}:2: ")
    ideas = {i.id: n % 2 for n, i in enumerate(short.ideas)}
    mark = one(short, ideas)
    assert mark.value == pytest.approx(sum(ideas.values()) / len(ideas))
    assert said_of(short, mark) == [(i.text_md, ["no", "yes"], n % 2, i.id.upper()) for n, i in enumerate(short.ideas)]
    assert said_of(essay, one(essay, top)) == [(c.criterion, list(c.levels_md), len(c.levels_md) - 1, c.id.upper()) for c in essay.rubric]
    assert said_of(essay, one(essay, {**top, first: 99}))[0][2] == len(essay.rubric[0].levels_md) - 1
    assert said_of(essay, Mark(0, "m", "", ((first, -3, "c"), ("gone", 1, ""), (first, None, "d")))) == [
        (essay.rubric[0].criterion, list(essay.rubric[0].levels_md), 0, "c"), (essay.rubric[0].criterion, list(essay.rubric[0].levels_md), None, "d"),
    ]  # fmt: skip
    twice = read(row(essay, least), row(essay, top))
    assert twice.given["1", essay.id, "xw"]["m"].value == 1
    assert twice.problems == [f"{tmp_path / 'm.csv'}:3: this answer is marked twice in this file; the later line counts"]
    assert read({"number": "1", "question": essay.id, "work": "xw"}).problems == [], "an empty line says nothing"
    assert read({"number": "1", "comment": "see me"}).about(["1"]) == ["see me"]
    for value, kept in (("0", True), ("1", True), ("1.01", False), ("-0.01", False)):
        assert bool(read({"number": "1", "question": essay.id, "work": "xw", "mark": value}).given) is kept


def test_marks_are_read_by_the_questions_that_are_open(tmp_path: Path) -> None:
    sheet = assignment(tmp_path)
    (tmp_path / "m.csv").write_text(f"student,question,answer,mark\nada,{sheet.questions[0].id},x,1\n", "utf-8")
    found = read_marks([tmp_path / "m.csv"], {sheet.questions[2].id: sheet.questions[2]})
    assert not found.given
    assert "is no open question" in found.problems[0]


def test_a_number_whose_zeros_are_gone_still_finds_its_student(tmp_path: Path) -> None:
    one = Class(tmp_path)
    one.hand_in("00812", "of a number")
    one.hand_in("044", "of another")
    one.hand_in("44", "of a third")
    one.grade("--names")
    q = one.sheet.questions[2].id
    (tmp_path / "m.csv").write_text(f"student,question,answer,mark\n812,{q},of a number,1\n44,{q},of a third,0.5\n44,{q},of another,1\n", "utf-8")
    assert one.grade("--names", "--marks", str(tmp_path / "m.csv")) == 0
    assert {s: p for s, p in one.points().items() if s[0] in "04"} == {"00812": 6, "044": 4, "44": 5}
