"""Feedback shows what was answered, as text, with what it earned; it goes back to Moodle in the form that its bulk upload takes."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest

from tests.classroom.test_answers import EARLIER
from tests.classroom.test_grade import COURSE, DUE, POOL, assignment, put, record
from thirdcorner.classroom import results
from thirdcorner.classroom.assignments import Sheet, read
from thirdcorner.classroom.collect import Graded, grade
from thirdcorner.classroom.feedback import feedback, moodle_zip
from thirdcorner.classroom.grading import Job
from thirdcorner.classroom.submissions import parse
from thirdcorner.classroom.submissions import read as read_submissions
from thirdcorner.course.words import markdown_html

SHEET = read(EARLIER / "earlier.yml", COURSE, POOL)


def of(q: object, answer: object, sheet: Sheet = SHEET) -> Graded:
    file = {"format": "thirdcorner-record", "v": 1, "course": "third-corner", "items": {q.id: {"hash": q.wording, "state": {"answer": answer}}}}  # type: ignore[attr-defined]
    return grade(Job(sheet, keep="all"), [parse("ada.json", json.dumps(file).encode(), "third-corner")])


def block(page: str, sheet: Sheet, id: str) -> str:
    """The part of the page about one question."""
    at = [q.id for q in sheet.questions].index(id) + 1
    return page.split(f"<h2>{at}. ")[1].split("<h2>")[0]


EVIL = "<img src=x onerror=alert(1)>\u202e\ud800"


@pytest.mark.parametrize("kind", ["single", "multiple", "true-false", "matching", "ordering", "numeric", "fill-in", "interpretive", "short-answer", "essay"])
def test_the_answer_of_every_kind_is_shown_as_it_was_given(kind: str) -> None:
    q = next(q for q in SHEET.questions if q.kind == kind)
    ids = [p.id for p in q.parts]
    answer, shown = {
        "single": lambda: (ids[1], markdown_html(q.parts[1].text_md)), "interpretive": lambda: (ids[0], markdown_html(q.parts[0].text_md)), "multiple": lambda: (ids[:2], markdown_html(q.parts[1].text_md)),
        "true-false": lambda: (False, "false"), "matching": lambda: ({ids[0]: EVIL}, "→ &lt;img"), "ordering": lambda: (ids[::-1], f"1. {q.parts[-1].text_md[:10]}"),
        "numeric": lambda: (EVIL, "&lt;img"), "fill-in": lambda: ([EVIL] * len(q.blanks), "gap 1: &lt;img"), "short-answer": lambda: (EVIL, "<blockquote>&lt;img"), "essay": lambda: (EVIL, "<blockquote>&lt;img"),
    }[kind]()  # fmt: skip
    made = of(q, answer)
    page = feedback(made, made.rows[0], tell=False)
    assert shown.replace("“", "").split("’")[0] in block(page, SHEET, q.id).replace("“", "")
    assert "<img" not in page
    page.encode("utf-8")
    other = next(o for o in SHEET.questions if o.id != q.id)
    assert "You did not answer this." in block(page, SHEET, other.id)
    if kind not in ("interpretive", "short-answer", "essay"):
        assert re.match(r"<small>[\d.]+ of 1</small>", block(page, SHEET, q.id))


def test_keys_are_told_only_when_they_may_be() -> None:
    q = next(q for q in SHEET.questions if q.kind == "single")
    made = of(q, q.options[0].id)
    reason = markdown_html(q.explanation_md)
    assert reason in feedback(made, made.rows[0], tell=True)
    assert reason not in feedback(made, made.rows[0], tell=False)


def test_feedback_goes_back_in_the_form_of_moodle_s_bulk_upload(tmp_path: Path) -> None:
    sheet = assignment(tmp_path)
    names = {"Ada By_ron_812_assignsubmission_file_/q-submission.json": record(sheet, 2), "Bob: C/.._9_assignsubmission_file_q-submission.json".replace("/", "-"): record(sheet, 1), "plain.json": record(sheet, 0)}
    made = grade(Job(sheet, keep="all"), read_submissions(put(tmp_path / "in", **names), "third-corner"))
    for to in ("one", "two"):
        results.write(made, tmp_path / to, now=DUE)
    assert (tmp_path / "one" / "feedback-moodle.zip").read_bytes() == (tmp_path / "two" / "feedback-moodle.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one" / "feedback-moodle.zip") as archive:
        assert archive.namelist() == ["Ada By ron_812_assignsubmission_file_feedback.html", "Bob  C-.._9_assignsubmission_file_feedback.html"]
        for name in archive.namelist():  # as Moodle takes a name apart: who, number, plugin, file
            parts = name.split("_", 4)
            assert parts[1].isdigit()
            assert parts[2:4] == ["assignsubmission", "file"]
        assert archive.read(archive.namelist()[0]) == (tmp_path / "one" / "feedback" / "812.html").read_bytes()
    assert zipfile.ZipFile(io.BytesIO(moodle_zip(made, []))).namelist() == []
    assert not (tmp_path / "three").exists()


def test_work_that_is_not_moodle_s_makes_no_zip_for_it(tmp_path: Path) -> None:
    sheet = assignment(tmp_path)
    made = grade(Job(sheet, keep="all"), read_submissions(put(tmp_path / "in", **{"ada.json": record(sheet, 2)}), "third-corner"))
    results.write(made, tmp_path / "out", now=DUE)
    assert not (tmp_path / "out" / "feedback-moodle.zip").exists()
    assert (tmp_path / "out" / "feedback" / "ada.html").is_file()
