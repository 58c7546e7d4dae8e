"""Reading the course: what is written comes back, and broken content is told by file, line and id, never by a traceback."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import SAMPLE
from thirdcorner.course.check import check
from thirdcorner.course.drawn import source_of
from thirdcorner.course.read import load
from thirdcorner.course.yaml import ContentError


@pytest.fixture
def course_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "course"
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("_build"))
    return folder


def test_the_sample_loads_and_is_sound() -> None:
    course = load(SAMPLE)
    assert len(course.questions) == 10
    assert check(course) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("data/events.yml", "2023-04-13", "2023-02-30", "book/data/events.yml:1"),
        ("data/events.yml", "id: e2", "id: e1", "e1: the id is already used at book/data/events.yml:1"),
        ("data/events.yml", "kind: treaty", "kind: treety", "book/data/events.yml:3: e3: kind"),
        ("data/glossary.yml", "term: alliance,", "", "term is missing: add `term:`"),
        ("data/claims.yml", "verdict: holds,", "verdikt: holds, verdict: holds,", "there is no field verdikt"),
        ("questions/quiz.yml", "feedback_md: Yes the second., correct: true", "feedback_md: Yes.", "0 options with `correct: true`"),
        ("questions/quiz.yml", "- id: quiz/q01\n", "- id: quiz/q01\n\tkind: x\n", "indent with spaces, not tabs"),
        ("questions/quiz.yml", "kind: ordering", "kind: orderly", "unknown kind 'orderly'"),
        ("questions/quiz.yml", "id: quiz/q02", "id: other/q02", "begin it with quiz/"),
        ("activities/desk.yml", "effect_key: weakens", "effect_key: turns", "effect_key is 'turns', which is none of weakens, leaves, refutes"),
        ("data/sources.bib", "title = {[A report]}", "title = {[A report]", "mend the BibTeX"),
    ],
)
def test_broken_content_is_told_in_words(course_folder: Path, file: str, old: str, new: str, told: str) -> None:
    path = course_folder / "book" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ContentError) as caught:
        load(course_folder)
    assert told in str(caught.value)


@pytest.mark.parametrize(("content", "told"), [(b"", "it is empty"), (b"\xef\xbb\xbf- id: a", "byte-order mark"), (b"\xff\xfe", "not UTF-8"), (b"a: 1", "not a list")])
def test_files_that_are_no_list_are_told(course_folder: Path, content: bytes, told: str) -> None:
    (course_folder / "book/data/events.yml").write_bytes(content)
    with pytest.raises(ContentError, match=told):
        load(course_folder)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_give_a_traceback(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("fuzz")
    (folder / "book/data").mkdir(parents=True)
    (folder / "book/data/events.yml").write_bytes(content)
    try:
        load(folder)
    except ContentError as error:
        assert all(p.file == "book/data/events.yml" and p.line >= 1 for p in error.problems)


def test_dangling_ids_and_circles_are_told(course_folder: Path) -> None:
    path = course_folder / "book/data/claims.yml"
    path.write_text(
        "- {id: a, paragraph: ZZ, text_md: t, kind: fact, verdict: holds, verdict_md: v, relations: [{kind: supports, to: b}]}\n"
        "- {id: b, paragraph: A1, text_md: t, kind: fact, verdict: holds, verdict_md: v, relations: [{kind: presumes, to: a}]}\n"
    , "utf-8")
    told = "\n".join(map(str, check(load(course_folder))))
    assert "book/data/claims.yml:1: a: there is no paragraph 'ZZ'" in told
    assert "circle (a → b → a)" in told


def test_an_edit_changes_the_wording_of_that_question_only(course_folder: Path) -> None:
    before = {q.id: q.wording for q in load(course_folder).questions.values()}
    path = course_folder / "book/questions/quiz.yml"
    path.write_text(path.read_text("utf-8").replace("Which are even?", "Which are not odd?"), "utf-8")
    after = {q.id: q.wording for q in load(course_folder).questions.values()}
    assert [id for id in before if before[id] != after[id]] == ["quiz/q02"]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (":tags: [remove-input]\nimport altair\nx = 1\n", "\nimport altair\nx = 1\n"),
        (":tags: [a]\n:name: b\nx = {':a:': 1}\n", "\n\nx = {':a:': 1}\n"),
        ("---\ntags: [a]\nmystnb:\n  code_prompt_show: b\n---\nx = 1\n", "\n\n\n\n\nx = 1\n"),
        ("x = 1\n---\n", "x = 1\n---\n"),
        ("", ""),
    ],
)
def test_a_cell_s_options_are_no_code_and_its_lines_keep_their_numbers(cell: str, code: str) -> None:
    assert source_of(cell) == code
