"""The assignment's page holds no key, in any form, and what is answered on it is graded as it was meant."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT, build
from thirdcorner.assess.assignment import Sheet, read
from thirdcorner.assess.grade import grade_one
from thirdcorner.assess.publish import order_shown, published, write_page
from thirdcorner.assess.submissions import parse
from thirdcorner.content import load, load_pool
from thirdcorner.editions import assigned, files_in, folded, leaks

COURSE = load()
POOL = load_pool(COURSE)


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    """One question of each kind of the pool."""
    kinds: dict[str, str] = {}
    for q in POOL.questions.values():
        kinds.setdefault(q.kind, q.id)
    assert len(kinds) == 10
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
    fields = {k for q in published(sheet)["questions"] for k in q} | {k for q in published(sheet)["questions"] for o in q.get("options", []) for k in o}
    assert not fields & {"correct", "answer", "tolerance", "traps", "accepted", "feedback", "explanation", "ideas", "rubric", "model_answer", "hints", "distractors"}


def test_the_numbers_of_a_published_ordering_do_not_give_its_order_and_come_back_right(sheet: Sheet) -> None:
    q = next(q for q in sheet.questions if q.kind == "ordering")
    shown = order_shown(sheet, q)
    assert shown != list(range(len(shown)))
    key = [shown.index(i) for i in range(len(shown))]
    entry = {"v": 1, "hash": q.fingerprint, "at": 1, "state": {"answer": key}}
    file = {"format": "thirdcorner-record", "v": 1, "course": "third-corner", "items": {f"assign/all/{q.id}": entry}}
    row = grade_one(sheet, parse("ada.json", json.dumps(file).encode(), "third-corner"), {})
    assert row.scores[sheet.questions.index(q)] == 1


def test_a_student_answers_saves_and_is_graded_and_the_build_holds_no_key(sheet: Sheet, tmp_path: Path, open_page: object) -> None:
    book = tmp_path / "book"
    shutil.copytree(ROOT / "tests" / "sample", book, ignore=shutil.ignore_patterns("_build"))
    write_page(book, sheet)
    done = build(book)
    assert done.returncode == 0, done.stdout + done.stderr
    html = book / "_build" / "html"
    assert list(leaks(POOL.questions.values(), files_in(html), assigned(book))) == []
    watched = open_page((html / "book" / "assignments" / "all.html").as_uri(), width=375)  # type: ignore[operator]
    page = watched.page
    page.locator(".tc-island[data-state=live]").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    answered = {q.kind: q for q in sheet.questions if q.kind in ("single", "true-false", "numeric", "fill-in")}

    def slot(kind: str) -> object:
        return page.locator(f"[data-question='{answered[kind].id}']")

    key = next(i for i, o in enumerate(answered["single"].options) if o.correct)
    slot("single").locator("input").nth(key).focus()  # type: ignore[attr-defined]
    page.keyboard.press("Space")
    slot("true-false").get_by_label("True" if answered["true-false"].correct else "False").check()  # type: ignore[attr-defined]
    slot("numeric").locator("input").fill(str(answered["numeric"].answer))  # type: ignore[attr-defined]
    for n, blank in enumerate(answered["fill-in"].blanks):
        slot("fill-in").locator("input").nth(n).fill(blank.accepted[0])  # type: ignore[attr-defined]
    page.reload()
    page.locator(".tc-island[data-state=live]").wait_for()
    assert slot("single").locator("input").nth(key).is_checked()  # type: ignore[attr-defined]
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save my submission to a file").click()
    file = tmp_path / "ada.json"
    saved.value.save_as(file)
    page.get_by_text("holds 4 of 10 answers").wait_for()
    assert set(json.loads(file.read_text("utf-8"))["items"]) == {f"assign/all/{q.id}" for q in answered.values()}
    row = grade_one(sheet, parse("ada.json", file.read_bytes(), "third-corner"), {})
    scores = {q.kind: s for q, s in zip(sheet.questions, row.scores, strict=True)}
    assert [scores[k] for k in answered] == [1, 1, 1, 1]
    assert scores["multiple"] == 0
    assert watched.wrong == []
