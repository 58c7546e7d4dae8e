"""The assignment's page holds no key, in any form, and what is answered on it is graded as it was meant."""

from __future__ import annotations

import csv
import html
import io
import json
import random
import re
import shutil
from pathlib import Path

import pytest

from tests import ROOT
from tests.classroom.test_grade import assignment, graded, put, record
from tests.conftest import build
from tests.widgets.test_logic import run_front
from thirdcorner.classroom import gradebooks
from thirdcorner.classroom.assignments import Sheet, read
from thirdcorner.classroom.editions import assigned, files_in, folded, leaks
from thirdcorner.classroom.grading import grade_one
from thirdcorner.classroom.publish import order_shown, published, write_page
from thirdcorner.classroom.submissions import parse, word_of
from thirdcorner.cli import main
from thirdcorner.course.read import load, load_pool

COURSE = load()
POOL = load_pool(COURSE)


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    """One question of each kind of the pool."""
    kinds: dict[str, str] = {}
    for q in POOL.questions.values():
        kinds.setdefault(q.kind, q.id)
    assert len(kinds) == 11
    path = tmp_path / "all.yml"
    path.write_text(f"id: all\ntitle: All kinds\nfeedback: never\nseed: 7\nquestions: [{', '.join(f'{{id: {id}}}' for id in kinds.values())}]\n", "utf-8")
    return read(path, COURSE, POOL)


def test_what_is_published_holds_no_key_feedback_or_model_answer(sheet: Sheet) -> None:
    text = folded(json.dumps(published(sheet), ensure_ascii=False))
    for q in sheet.questions:
        secret = [q.explanation_md, *(o.feedback_md for o in getattr(q, "options", ())), getattr(q, "model_answer_md", ""), *(i.text_md for i in getattr(q, "ideas", ()))]
        secret += [f for b in getattr(q, "blanks", ()) for f in b.accepted] + [c.criterion for c in getattr(q, "rubric", ())]
        for words in secret:
            assert not words or len(folded(words)) < 12 or folded(words) not in text, (q.id, words)
    fields = {k for q in published(sheet)["questions"] for k in q} | {k for q in published(sheet)["questions"] for o in q.get("parts", []) for k in o}
    assert fields <= {"id", "kind", "prompt_html", "parts", "html", "choices", "gaps", "unit", "words_min", "words_max", "points", "was", "fingerprint", "versions", "draw"}
    assert {k for q in published(sheet)["questions"] for version in q.get("versions", []) for k in version} == {"id", "prompt_html"}


@pytest.mark.parametrize("form", ["ids", "numbers"])
def test_an_ordering_is_published_in_an_order_of_its_own_and_comes_back_right(sheet: Sheet, form: str) -> None:
    q = next(q for q in sheet.questions if q.kind == "ordering")
    shown = order_shown(sheet, q)
    assert shown != list(range(len(shown)))
    (page,) = [one for one in published(sheet)["questions"] if one["id"] == q.id]
    assert [part["id"] for part in page["parts"]] == [q.items[i].id for i in shown]
    key = [item.id for item in q.items] if form == "ids" else [shown.index(i) for i in range(len(shown))]
    entry = {"v": 1, "hash": q.wording, "at": 1, "state": {"answer": key}}
    file = {"format": "thirdcorner-record", "v": 1, "course": "third-corner", "items": {f"assign/all/{q.id}": entry}}
    row = grade_one(sheet, parse("ada.json", json.dumps(file).encode(), "third-corner"))
    assert row.scores[sheet.questions.index(q)] == 1


@pytest.mark.long
def test_one_build_publishes_on_every_page_and_executes_no_chapter_that_did_not_change(sheet: Sheet, tmp_path: Path) -> None:
    book = tmp_path / "book"
    shutil.copytree(ROOT / "tests" / "sample", book, ignore=shutil.ignore_patterns("_build"))
    (book / "book" / "assignments").mkdir()
    (book / "book" / "assignments" / "all.json").write_text("{}", "utf-8")  # of an edition before: no chapter depends on it
    ran, quiz = tmp_path / "ran.txt", book / "book" / "quiz.md"
    quiz.write_text(quiz.read_text("utf-8") + f"\n```{{code-cell}} python\n:tags: [remove-cell]\nwith open({str(ran)!r}, 'a') as file:\n    file.write('x')\n```\n", "utf-8")
    first = build(book)
    assert first.returncode == 0, first.stdout + first.stderr
    assert ran.read_text("utf-8") == "x"
    pages = book / "_build" / "html" / "book"
    for keys, name in ((None, "publish"), (load(ROOT), "release")):
        write_page(book, sheet, keys)
        made = build(book)
        assert made.returncode == 0, made.stdout + made.stderr
        read = re.findall(r"reading sources\.\.\..*?(book/[\w/-]+)", made.stdout)
        assert set(read) <= {"book/index", "book/assignments/all"}, (name, read)
        assert "book/assignments/all" in read, name
        assert ran.read_text("utf-8") == "x", name
        for page in ("index", "quiz", "other", "my-work"):
            assert "assignments/all.html" in (pages / f"{page}.html").read_text("utf-8"), (name, page)
        assert ('"feedback":"released"' in (pages / "assignments" / "all.html").read_text("utf-8").replace(" ", "")) == (name == "release")


def test_the_page_and_the_gradebook_know_a_file_by_the_same_word(tmp_path: Path) -> None:
    rng = random.Random(4)
    files = [b"", b"a", "ł\ud83d".encode("utf-8", "replace"), *(rng.randbytes(rng.randrange(1, 5000)) for _ in range(40))]
    assert run_front("value.map((bytes) => m.wordOf(Uint8Array.from(bytes)))", [[*data] for data in files], "logic/receipt") == [word_of(data) for data in files]
    sheet = assignment(tmp_path)
    data = record(sheet, 2)
    assert word_of(data) != word_of(data.replace(b'"words"', b'"Words"'))
    made = graded(sheet, put(tmp_path / "in", **{"ada.json": data}))
    for form in (gradebooks.plain, gradebooks.detail):
        assert [r["word"] for r in csv.DictReader(io.StringIO("".join(form(made))))] == [word_of(data)]


def test_a_receipt_says_what_a_file_holds(sheet: Sheet) -> None:
    content = published(sheet)
    content["exercises"] = [{"id": "x", "title": "X", "points": 2, "items": ["x/one", "x/two"]}]
    kinds = {q.kind: f"assign/all/{q.id}" for q in sheet.asked}
    states = {"assign/all/number": {"answer": "0412"}, kinds["short-answer"]: {"answer": "Because."}, kinds["essay"]: {"answer": " "}, kinds["true-false"]: {"answer": False}, "x/one": {"why_text": "since", "more_text": "", "low": 2}, "other/q1": {"answer": "a"}}
    file = {"format": "thirdcorner-record", "exported": "2026-11-27T18:04:00.000Z", "items": {id: {"v": 1, "hash": "", "at": 1, "state": state} for id, state in states.items()}}

    def reopened(made: object) -> str:
        data = json.dumps(made)
        said = run_front("m.reopened(value[0], 'a.json', new TextEncoder().encode(value[1]))", [content, data], "logic/receipt")
        assert isinstance(said, str)
        return said.replace(word_of(data.encode()), "WORD")

    told = reopened(file)
    assert told.startswith(f"a.json holds 2 of {len(content['questions'])} answers, your work on 1 of 1 exercise and 2 texts. It was saved on 27 November 2026 at ")
    assert told.endswith("Its word is WORD.")
    assert "does not say when" in reopened({**file, "exported": "soon"})
    for nothing in ({**file, "items": {"other/q1": {"state": {}}}}, {**file, "items": {}}):
        assert reopened(nothing) == "a.json holds nothing of this assignment."
    for none in ([], None, "x", {"format": "x", "items": {}}, {**file, "items": None}):
        assert reopened(none) == "a.json is not a file saved by this book."


def test_a_student_s_sheet_says_how_to_hand_in_and_holds_no_question(tmp_path: Path) -> None:
    assert main(["assign", "instructor/assignments/week3.yml", "--to", str(tmp_path)]) == 0
    text = (tmp_path / "week-3-for-students.html").read_text("utf-8")
    page = published(read(ROOT / "instructor" / "assignments" / "week3.yml", COURSE, POOL))
    assert "<code>week-3-submission.json</code>" in text and page["dates"] in html.unescape(text)
    for device in ("iPhone", "Android", "library"):
        assert re.search(rf"<dt><b>On an? [^<]*{device}", text), device
    source = (ROOT / "thirdcorner/front/src/widgets/Assignment.svelte").read_text("utf-8")
    for label in ("Save my submission to a file", "Look into a file that I saved"):
        assert f"<b>{label}</b>" in text and label in source
    assert not [q["id"] for q in page["questions"] if q["id"] in text or q["prompt_html"] in text]
    assert "<script" not in text and "http" not in text.replace("http-equiv", "")


def test_a_student_answers_saves_and_is_graded_and_the_build_holds_no_key(sheet: Sheet, tmp_path: Path, open_page: object) -> None:
    book = tmp_path / "book"
    shutil.copytree(ROOT / "tests" / "sample", book, ignore=shutil.ignore_patterns("_build"))
    write_page(book, sheet)
    done = build(book)
    assert done.returncode == 0, done.stdout + done.stderr
    site = book / "_build" / "html"
    assert list(leaks(POOL.questions.values(), files_in(site), assigned(book))) == []
    watched = open_page((site / "book" / "assignments" / "all.html").as_uri(), width=375)  # type: ignore[operator]
    page = watched.page
    page.locator(".tc-island[data-state=live]").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.get_by_label("Your student number").fill("0412")
    answered = {q.kind: q for q in sheet.questions if q.kind in ("single", "true-false", "numeric", "fill-in")}

    def slot(kind: str) -> object:
        return page.locator(f"[data-question='{answered[kind].id}']")

    key = next(o.id for o in answered["single"].options if o.correct)
    slot("single").locator(f"input[value='{key}']").focus()  # type: ignore[attr-defined]
    page.keyboard.press("Space")
    slot("true-false").get_by_label("True" if answered["true-false"].correct else "False").check()  # type: ignore[attr-defined]
    slot("numeric").locator("input").fill(str(answered["numeric"].answer))  # type: ignore[attr-defined]
    for n, blank in enumerate(answered["fill-in"].blanks):
        slot("fill-in").locator("input").nth(n).fill(blank.accepted[0])  # type: ignore[attr-defined]
    page.reload()
    page.locator(".tc-island[data-state=live]").wait_for()
    assert slot("single").locator(f"input[value='{key}']").is_checked()  # type: ignore[attr-defined]
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save my submission to a file").click()
    file = tmp_path / "ada.json"
    saved.value.save_as(file)
    word = word_of(file.read_bytes())
    page.get_by_text("holds 4 of 11 answers and 0 texts").wait_for()
    page.get_by_text(f"Its word is {word}. Hand the file in").wait_for()
    page.get_by_label("Look into a file that I saved").set_input_files(file)
    page.get_by_text("ada.json holds 4 of 11 answers and 0 texts. It was saved on").wait_for()
    assert page.get_by_text(f"Its word is {word}.").inner_text().endswith(f"{word}.")
    other = tmp_path / "other.json"
    other.write_text("[]", "utf-8")
    page.get_by_label("Look into a file that I saved").set_input_files(other)
    page.get_by_text("other.json is not a file saved by this book").wait_for()
    assert set(json.loads(file.read_text("utf-8"))["items"]) == {f"assign/all/{q.id}" for q in answered.values()} | {"assign/all/number"}
    row = grade_one(sheet, parse("ada.json", file.read_bytes(), "third-corner"))
    assert row.word == word
    scores = {q.kind: s for q, s in zip(sheet.questions, row.scores, strict=True)}
    assert [scores[k] for k in answered] == [1, 1, 1, 1]
    assert scores["multiple"] == 0
    assert watched.wrong == []
