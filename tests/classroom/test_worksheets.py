"""The file that the instructor downloaded comes back with grades and nothing else changed, and the platform's own importer takes it.

`Moodle` below follows the rules of Moodle's offline importer (mod/assign/feedback/offline, read on 26 November 2026): which heads it
looks for, how it reads a number and a date, and whom it skips.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.classroom.test_grade import DUE, POOL, assignment, put, record
from thirdcorner.classroom.collect import Graded, grade
from thirdcorner.classroom.decisions import read_decisions
from thirdcorner.classroom.gradebooks import moodle as moodle_book
from thirdcorner.classroom.grading import Job
from thirdcorner.classroom.grids import parse
from thirdcorner.classroom.handed_in import date_in, times_in
from thirdcorner.classroom.lateness import zone_of
from thirdcorner.classroom.submissions import Context, read
from thirdcorner.classroom.worksheets import fill
from thirdcorner.cli import main

LANGUAGES = {
    "en": ("Identifier", "Full name", "Email address", "Status", "Grade", "Maximum grade", "Grade can be changed", "Last modified (submission)", "Last modified (grade)", "Feedback comments"),
    "pl": ("identyfikator", "Imię i nazwisko", "Adres e-mail", "Status", "Ocena", "Maksymalna ocena", "Ocena może być zmieniona", "Ostatnia modyfikacja (przesłane rozwiązanie)", "Ostatnia aktualizacja (ocena)", "Komentarz zwrotny"),
    "de": ("ID", "Vollständiger Name", "E-Mail-Adresse", "Status", "Bewertung", "Bestwertung", "Bewertung kann geändert werden", "Zuletzt geändert (Abgabe)", "Zuletzt geändert (Bewertung)", "Feedback als Kommentar"),
    "xx": ("Aa", "Bb", "Cc", "Dd", "Ee", "Ff", "Gg", "Hh", "Ii", "Jj"),
}
HIDDEN = {"en": "Participant ", "pl": "Uczestnik ", "de": "Teilnehmer/in", "xx": "Zz-"}
DAYS = {"en": "Tuesday, 8 December 2026, 5:30 PM", "pl": "wtorek, 8 grudnia 2026, 17:30", "de": "Dienstag, 8. Dezember 2026, 17:30", "xx": "2026 mm 8"}


class Moodle:
    """A Moodle of one language: its users' grades, its worksheet, and its importer."""

    def __init__(self, language: str, users: dict[int, str], maximum: float = 100.0):
        self.language, self.users, self.maximum = language, users, maximum
        self.grades: dict[int, float] = {}
        self.modified: dict[int, datetime] = {}
        self.comments: dict[int, str] = {}

    def number(self, value: float) -> str:
        text = f"{value:.2f}"
        return text if self.language == "en" else text.replace(".", ",")

    def date(self, at: datetime) -> str:
        return f"Wednesday, {at.day} December {at.year}, {at.hour % 12 or 12}:{at.minute:02} {'AM' if at.hour < 12 else 'PM'}" if self.language == "en" else f"{at.day} grudnia {at.year}, {at.hour}:{at.minute:02}"

    def worksheet(self) -> bytes:
        out = io.StringIO(newline="")
        write = csv.writer(out, lineterminator="\n")
        write.writerow(LANGUAGES[self.language])
        for id, name in self.users.items():
            graded = self.number(self.grades[id]) if id in self.grades else ""
            write.writerow([f"{HIDDEN[self.language]}{id}", name, f"u{id}@x.org", "…", graded, self.number(self.maximum), "…", DAYS[self.language], self.date(self.modified[id]) if id in self.modified else "-", self.comments.get(id, "")])
        return out.getvalue().encode()

    def unformat(self, text: str) -> float | None:
        text = text.strip().replace(" ", "")
        text = text if self.language == "en" else text.replace(",", ".")
        return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else None

    def strtotime(self, text: str) -> datetime | None:
        """PHP's reads English alone."""
        m = re.fullmatch(r"\w+, (\d+) December (\d+), (\d+):(\d+) ([AP])M", text)
        return datetime(int(m[2]), 12, int(m[1]), int(m[3]) % 12 + (12 if m[5] == "P" else 0), int(m[4])) if m else None

    def take(self, data: bytes, at: datetime, allow: bool = False) -> list[int]:
        """Import a worksheet; return who was given a grade."""
        heads = LANGUAGES[self.language]
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        where = {name: rows[0].index(heads[i]) for name, i in (("id", 0), ("grade", 4), ("modified", 8))}  # one missing: the whole import is refused
        comment = rows[0].index(heads[9]) if heads[9] in rows[0] else None
        done = []
        for row in rows[1:]:
            id = int(row[where["id"]][len(HIDDEN[self.language]) :] or 0)
            if id not in self.users:
                continue
            grade, modified, old = self.unformat(row[where["grade"]]), self.strtotime(row[where["modified"]]), self.modified.get(id)
            stale = old is not None and (modified is None or (old - modified).total_seconds() > 60)
            skip = self.grades.get(id) == grade or grade is None or grade < 0 or (not allow and stale) or grade > self.maximum
            if not skip and grade is not None:
                self.grades[id], self.modified[id] = grade, at
                done.append(id)
            if comment is not None and (allow or not stale):
                self.comments[id] = row[comment]
        return done


USERS = {812: "Ada Byron", 9: "Łukasz Żak", 44: "Bob Cole", 45: "Cy Young"}


def class_of(folder: Path, right: dict[int, int]) -> Graded:
    sheet = assignment(folder)
    files = {f"{USERS[id]}_{id}_assignsubmission_file_/quiz-submission.json": record(sheet, n, text=f"words of {id}") for id, n in right.items()}
    return grade(sheet, read(put(folder / "in", **files), Context("third-corner", zone=zone_of("Europe/Warsaw"))))


@pytest.mark.parametrize("language", ["en", "pl", "de"])
def test_moodle_takes_the_worksheet_regraded_and_imported_again(tmp_path: Path, language: str) -> None:
    there = Moodle(language, USERS)
    first = fill(there.worksheet(), "Grades.csv", class_of(tmp_path, {812: 2, 9: 1, 44: 0}))
    assert there.take(first.data, datetime(2026, 12, 9, 10, 0)) == [812, 9, 44]
    assert there.grades == {812: 66.67, 9: 33.33, 44: 0.0}
    assert any("scaled to the platform's maximum of 100" in n for n in first.notes)
    assert "3 students have answers still to be marked or decided: these grades are not final" in first.notes
    again = fill(there.worksheet(), "Grades.csv", class_of(tmp_path, {812: 1, 9: 2, 44: 0}))
    told = [n for n in again.notes if "had a grade" in n]
    assert len(told) == 1
    assert ("in English only" in told[0]) == (language != "en")
    assert there.take(again.data, datetime(2026, 12, 10, 10, 0), allow=language != "en") == [812, 9]
    assert there.grades == {812: 33.33, 9: 66.67, 44: 0.0}
    if language != "en":  # what the note says is what happens
        other = fill(there.worksheet(), "Grades.csv", class_of(tmp_path, {812: 2, 9: 2, 44: 0}))
        assert there.take(other.data, datetime(2026, 12, 11, 10, 0)) == []


def test_moodle_takes_the_gradebook_that_was_made_without_its_worksheet(tmp_path: Path) -> None:
    there = Moodle("en", USERS, maximum=6)
    data = "".join(moodle_book(class_of(tmp_path, {812: 2, 9: 1}))).encode()
    assert there.take(data, datetime(2026, 12, 9, 10, 0)) == [812, 9]
    assert there.grades == {812: 4.0, 9: 2.0}
    data = "".join(moodle_book(class_of(tmp_path, {812: 1, 9: 1}))).encode()
    assert there.take(data, datetime(2026, 12, 9, 10, 0)) == []  # graded after the last file came in: the box is to be ticked
    assert there.take(data, datetime(2026, 12, 9, 10, 0), allow=True) == [812]


def test_a_worksheet_in_a_language_that_nobody_listed_is_known_by_its_shape(tmp_path: Path) -> None:
    there = Moodle("xx", USERS)
    made = fill(there.worksheet(), "Grades.csv", class_of(tmp_path, {812: 2}))
    assert there.take(made.data, datetime(2026, 12, 9)) == [812]
    lame = there.worksheet().replace(b"100,00", b"?")
    with pytest.raises(ValueError, match="name it with --column"):
        fill(lame, "Grades.csv", class_of(tmp_path, {812: 2}))
    assert b"4,00" in fill(lame, "Grades.csv", class_of(tmp_path, {812: 2}), "ee").data or b"4.00" in fill(lame, "Grades.csv", class_of(tmp_path, {812: 2}), "ee").data


FILES = {
    "canvas": "Student,ID,SIS User ID,SIS Login ID,Section,=Quiz (4711),Other (12),Final Score (read only)\n    Points Possible,,,,,12,5,(read only)\n\"Byron, Ada\",812,s812,abyron,S1,,3,1\n\"Żak, Łukasz\",9,s9,lzak,S1,7,3,1\nTest Student,1,,,S1,,,\n",
    "blackboard": '"Last Name"\t"First Name"\t"Username"\t"=Quiz [Total Pts: 12 Score] |664617"\t"Other [Total Pts: 5 Score] |1"\r\n"Byron"\t"Ada"\t"812"\t""\t"3"\r\n"Żak"\t"Łukasz"\t"9"\t"7"\t"3"\r\n',
    "brightspace": "OrgDefinedId,Username,Last Name,First Name,=Quiz Points Grade <Numeric MaxPoints:12 Weight:10>,End-of-Line Indicator\r\n#00812,#812,Byron,Ada,,#\r\n#9,#9,Żak,Łukasz,7,#\r\n",
    "plain": "Nr;Numer albumu;Nazwisko;Imię;Ocena;Uwagi\r\n1;812;Byron;Ada;;x\r\n2;9;Żak;Łukasz;3,5;\r\n",
}
EXPECTED = {"canvas": ("8.00", "4.00"), "blackboard": ("8.00", "4.00"), "brightspace": ("8.00", "4.00"), "plain": ("4,00", "2,00")}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250"])
@pytest.mark.parametrize("platform", FILES)
def test_every_platform_s_file_has_its_grades_and_every_other_byte(tmp_path: Path, platform: str, encoding: str) -> None:
    data = FILES[platform].encode(encoding)
    made = fill(data, "book.csv", class_of(tmp_path, {812: 2, 9: 1}))
    before, after = parse(data, "a"), parse(made.data, "b")
    changed = [(n, i, new.text) for n, (old_row, new_row) in enumerate(zip(before.rows, after.rows, strict=True)) for i, (old, new) in enumerate(zip(old_row, new_row, strict=True)) if old.raw != new.raw]
    assert tuple(text for _, _, text in changed) == EXPECTED[platform]
    assert len({i for _, i, _ in changed}) == 1
    assert all(after.rows[n][i].raw.startswith('"') == before.rows[n][i].raw.startswith('"') for n, i, _ in changed)
    assert (before.mark, before.encoding, before.sign, before.ends) == (after.mark, after.encoding, after.sign, after.ends)
    assert parse(fill(made.data, "book.csv", class_of(tmp_path, {812: 2, 9: 1})).data, "c").rows == after.rows  # again, and nothing more


CELL = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0\ufeff"), max_size=8)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=6), st.sampled_from([",", ";", "\t"]), st.sampled_from(["\r\n", "\n", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), st.booleans(),
)  # fmt: skip
def test_any_file_comes_back_byte_for_byte(rows: list[list[str]], sign: str, end: str, encoding: str, quoting: int, last: bool) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=sign, lineterminator=end, quoting=quoting).writerows([["id", "name", "grade"], *rows])  # type: ignore[arg-type]
    text = out.getvalue()
    data = (text if last else text.removesuffix(end)).encode(encoding)
    grid = parse(data, "x.csv", ("id", "name", "grade"))
    assert grid.dump() == data
    if len(grid.rows) > 1 and len(grid.rows[1]) > 2:
        was = [[c.raw for c in row] for row in grid.rows]
        grid.put(1, 2, f"1{sign}5")
        again = parse(grid.dump(), "x.csv", ("id", "name", "grade"))
        assert again.rows[1][2].text == f"1{sign}5"
        assert [[c.raw for j, c in enumerate(row) if (i, j) != (1, 2)] for i, row in enumerate(again.rows)] == [[c for j, c in enumerate(row) if (i, j) != (1, 2)] for i, row in enumerate(was)]


def test_a_bonus_above_the_platform_s_maximum_is_cut_and_told(tmp_path: Path) -> None:
    sheet = assignment(tmp_path)
    (tmp_path / "decisions.yml").write_text("- {do: bonus, assignment: quiz, students: ['812'], points: 50, by: a, why: b}\n", "utf-8")
    job = Job(sheet, read_decisions(tmp_path / "decisions.yml", sheet))
    place = put(tmp_path / "in", **{"Ada Byron_812_assignsubmission_file_/q.json": record(sheet, 2)})
    made = fill(Moodle("pl", USERS).worksheet(), "G.csv", grade(job, read(place, Context("third-corner"))))
    there = Moodle("pl", USERS)
    assert there.take(made.data, datetime(2026, 12, 9)) == [812]
    assert there.grades == {812: 100.0}
    assert any("Moodle skips a grade above it" in n for n in made.notes)


def test_who_is_not_found_or_found_twice_is_told_and_left(tmp_path: Path) -> None:
    there = Moodle("en", {812: "Ada Byron", 7: "Jan Nowak"})
    made = fill(there.worksheet(), "G.csv", class_of(tmp_path, {812: 2, 44: 1}))
    assert any(n.startswith("44: not found in G.csv") for n in made.notes)
    assert "1 of 2 students stand in it" in made.notes
    twice = there.worksheet() + there.worksheet().split(b"\n")[1] + b"\n"
    assert any("a second time" in n for n in fill(twice, "G.csv", class_of(tmp_path, {812: 2})).notes)


def test_the_platform_s_time_stands_in_its_worksheet_and_lateness_goes_by_it(tmp_path: Path) -> None:
    zone = zone_of("Europe/Warsaw")
    for language in ("en", "pl", "de"):
        times, note = times_in(Moodle(language, USERS).worksheet(), "G.csv", zone)
        assert note == ""
        assert times["812"] == datetime(2026, 12, 8, 17, 30, tzinfo=zone)
    assert "not known here" in times_in(Moodle("xx", USERS).worksheet(), "G.csv", zone)[1]
    assert date_in("Dienstag, 8. März 2026, 09:05") == datetime(2026, 3, 8, 9, 5)
    assert date_in("8 styczeń 2026, 09:05") is None
    sheet = assignment(tmp_path)
    put(tmp_path / "in", **{"Ada Byron_812_assignsubmission_file_/q.json": record(sheet, 2, DUE.replace(day=1))})
    (tmp_path / "G.csv").write_bytes(Moodle("en", USERS).worksheet().replace(b"8 December 2026, 5:30 PM", b"9 December 2026, 5:30 PM"))
    assert main(["grade", str(tmp_path / "in"), "--assignment", str(tmp_path / "quiz.yml"), "--to", str(tmp_path / "out"), "--worksheet", str(tmp_path / "G.csv")]) == 0
    assert b"50.00" in (tmp_path / "out" / "worksheet-G.csv").read_bytes()  # three quarters of 4 of 6 points
    assert "late: 75% of the points kept" in (tmp_path / "out" / "report.csv").read_text("utf-8")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "no table of text"),
        (b"PK\x03\x04\0\0", "no table of text"),
        (b'a,"b\nc', "never closed"),
        (b"name,colour\nAda,red\n", "name it with --column"),
        (b"Student,ID,Quiz A (1),Quiz B (2)\nAda,812,,\n", "name the one with --column"),
    ],
)
def test_a_file_that_cannot_be_filled_in_asks_for_what_is_missing(tmp_path: Path, data: bytes, what: str) -> None:
    with pytest.raises(ValueError, match=r"G\.csv") as error:
        fill(data, "G.csv", class_of(tmp_path, {812: 2}))
    assert what in str(error.value)
    assert POOL
