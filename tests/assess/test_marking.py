"""Written answers are marked on a local page by keyboard; what it saves is what the gradebook gets; answers are text."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from tests.assess.test_grade import COURSE, POOL, put
from thirdcorner.assess.assignment import read
from thirdcorner.cli import main

EVIL = "<img src=x onerror=alert(1)></script><script>document.title='bad'</script>\n=1+1"


def test_an_answer_is_marked_by_keyboard_kept_over_a_reload_saved_and_graded(tmp_path: Path, open_page: object) -> None:
    kinds = {q.kind: q for q in POOL.questions.values() if q.kind in ("short-answer", "essay")}
    path = tmp_path / "open.yml"
    path.write_text(f"id: open\ntitle: Open\nfeedback: never\nquestions: [{', '.join(f'{{id: {q.id}}}' for q in kinds.values())}]\n", "utf-8")
    sheet = read(path, COURSE, POOL)
    items = {q.id: {"v": 1, "hash": q.fingerprint, "at": 1, "state": {"answer": EVIL, "marks": [True] * 9}} for q in sheet.questions}
    file = {"format": "thirdcorner-record", "v": 1, "course": "third-corner", "items": items}
    place, to = put(tmp_path / "in", **{"ada.json": json.dumps(file).encode()}), tmp_path / "out"
    argv = ["grade", str(place), "--assignment", str(path), "--to", str(to)]
    assert main(argv) == 0
    watched = open_page((to / "mark.html").as_uri(), width=375)  # type: ignore[operator]
    page = watched.page
    expected = {}
    for n, q in enumerate(sheet.questions):
        page.get_by_role("heading", name=f"{n + 1} of 2: {q.id}").wait_for()
        assert page.locator("blockquote").inner_text().startswith("<img src=x")
        if q.kind == "short-answer":
            page.get_by_role("checkbox").first.focus()
            page.keyboard.press("Space")
            expected[q.id] = 1 / len(q.ideas)
        else:
            for c in range(len(q.rubric)):
                page.locator(f"input[name=c{c}]").last.focus()
                page.keyboard.press("Space")
            expected[q.id] = 1.0
        page.get_by_text(f"Mark {expected[q.id]:.2f}. {n + 1} of 2 marked.").wait_for()
        if n == 0:
            page.get_by_role("button", name="Next").focus()
            page.keyboard.press("Enter")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.reload()
    page.get_by_text("2 of 2 marked.").wait_for()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save marks to a file").click()
    marked = tmp_path / "marked.csv"
    saved.value.save_as(marked)
    assert page.title() == "Mark"
    assert watched.wrong == []
    assert main([*argv, "--marks", str(marked)]) == 0
    row = list(csv.reader((to / "gradebook-moodle.csv").open(encoding="utf-8", newline="")))[1]
    assert float(row[2]) == round(sum(expected.values()), 2)
