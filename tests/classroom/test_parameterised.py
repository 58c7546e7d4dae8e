"""Questions by a formula: a fixed list of drawn versions, the same on the page and at grading, and no key of a graded one where students look."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from tests import ROOT
from tests.classroom.test_grade import COURSE, POOL
from tests.conftest import build, violations
from tests.widgets.test_logic import run_front
from thirdcorner.classroom.assignments import Sheet, read
from thirdcorner.classroom.collect import Graded, grade
from thirdcorner.classroom.decisions import read_decisions
from thirdcorner.classroom.editions import leaks
from thirdcorner.classroom.export import FORMATS
from thirdcorner.classroom.feedback import feedback
from thirdcorner.classroom.grading import Job
from thirdcorner.classroom.lots import one_of
from thirdcorner.classroom.picked import choices
from thirdcorner.classroom.publish import published, write_page
from thirdcorner.classroom.roster import Roster, Student
from thirdcorner.classroom.sheets import key_html, sheet_html
from thirdcorner.classroom.submissions import Context
from thirdcorner.classroom.submissions import read as read_submissions
from thirdcorner.course.asked import shown
from thirdcorner.course.read import load_pool
from thirdcorner.course.yaml import ContentError
from thirdcorner.model import Parameterised

BASE: dict[str, Any] = {
    "id": "pool-o8/q50", "kind": "parameterised", "prompt_md": "Of {total} dollars {part} are the partner’s. Which share is that?", "outcomes": ["O8"],
    "bloom": "apply", "difficulty": 1, "sources": ["osw-2024-12-03"], "versions": 8, "answer": "100 * part / total", "between": [0, 100], "tolerance": 0.1,
    "values": {"part": [20, 30, 40], "total": {"low": 110, "high": 190, "step": 10}}, "unit": "per cent",
    "feedback_right_md": "{part} of {total}.", "feedback_wrong_md": "Divide.", "traps": [["total / part", "You divided the other way round."]],
    "explanation_md": "That makes {answer} per cent.",
}  # fmt: skip
TEXT = "id: it\ntitle: It\nfeedback: never\nquestions: [{id: pool-o8/q50, points: 2}]\n"


def question(**changes: Any) -> Parameterised:
    return Parameterised(**{**BASE, **changes})


def sheet_of(folder: Path, q: Parameterised | None = None, text: str = TEXT) -> Sheet:
    from dataclasses import replace

    (folder / "it.yml").write_text(text, "utf-8")
    q = q or question()
    return read(folder / "it.yml", COURSE, replace(POOL, questions={**POOL.questions, q.id: q}))


def graded(sheet: Sheet, folder: Path, states: dict[str, tuple[str, dict[str, Any]]], decisions: str = "[]") -> Graded:
    """Grade a class; `states` is, by student, the number that was typed, and what the question's entry holds."""
    place = folder / "in"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    (q,) = sheet.asked
    for student, (number, state) in states.items():
        items = {f"assign/it/{q.id}": {"v": 1, "hash": q.wording, "at": 1, "state": state}, "assign/it/number": {"v": 1, "hash": "number", "at": 1, "state": {"answer": number}}}
        file = {"format": "thirdcorner-record", "v": 1, "course": "third-corner", "exported": "2026-12-01T10:00:00+00:00", "items": items}
        (place / f"{student}.json").write_text(json.dumps(file), "utf-8")
    (folder / "decisions.yml").write_text(decisions, "utf-8")
    known = Roster({id: Student(id, id, (id,)) for id in states})
    return grade(Job(sheet, read_decisions(folder / "decisions.yml", sheet), "all"), read_submissions(place, Context("third-corner", known)), roster=known)


def test_the_list_is_fixed_and_its_versions_differ() -> None:
    q = question()
    assert list(q.drawn) == [f"v{n:02}" for n in range(1, 9)]
    assert [tuple(row.values()) for row in q.drawn.values()][:3] == [(20, 130), (30, 180), (40, 110)]  # on every machine
    assert len({tuple(row.values()) for row in q.drawn.values()}) == 8
    assert [*question(versions=5).drawn.values()] == [*q.drawn.values()][:5]
    assert question(seed=2).wording != q.wording
    assert question(tolerance=0.2).wording == q.wording
    first = q.version("v01")
    assert (first.id, first.answer, first.prompt_md) == ("pool-o8/q50v01", 15.385, "Of 130 dollars 20 are the partner’s. Which share is that?")
    assert (first.explanation_md, first.traps[0][0]) == ("That makes 15.4 per cent.", 6.5)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"answer": "100 * part /"}, "cannot be read"),
        ({"answer": "100 * parts / total"}, "names 'parts', which is none of its values"),
        ({"answer": "part / (total - total)"}, "divides by zero"),
        ({"traps": [["total / (part - part)", "Nought."]]}, "divides by zero"),
        ({"between": [0, 15]}, "out of the range from 0 to 15"),
        ({"values": {}, "rows": [{"part": 1, "total": 2}, {"part": 1, "total": 2}]}, "version v02 has the same values as v01"),
        ({"values": {}, "rows": [{"part": 1, "total": 2}, {"part": 1}]}, "do not all name"),
        ({"values": {"part": [1], "total": [2]}}, "only 1 different sets of values"),
        ({"where": "part > total"}, "only 0 different sets of values"),
        ({"rows": [{"part": 1, "total": 2}]}, "either"),
        ({"explanation_md": "{whole}"}, "none of its values"),
        ({"prompt_md": "Of {total} {answer} are the partner’s."}, "{answer}"),
        ({"hints_md": ["Not {part}."]}, "a hint names a value"),
        ({"versions": 51}, "less than or equal to 50"),
        ({"answer": "__import__('os').getpid()"}, "cannot be worked out"),
        ({"answer": "part.real"}, "cannot be worked out"),
        ({"answer": "'x' * 999999999"}, "cannot be worked out"),
        ({"answer": "9 ** 9 ** 9 ** 9"}, "cannot be worked out"),
        ({"answer": "exp(1000) * part"}, "cannot be worked out"),
        ({"answer": "1" + "+1" * 300}, "longer than"),
    ],
)
def test_what_a_question_cannot_be_is_told_at_once(changes: dict[str, Any], said: str) -> None:
    start = time.process_time()
    with pytest.raises(ValidationError) as told:
        question(**changes)
    assert said in str(told.value)
    assert time.process_time() - start < 2


def test_a_fault_is_told_with_file_line_and_id(tmp_path: Path) -> None:
    (tmp_path / "questions").mkdir()
    bad = [{**BASE, "id": f"pool-o8/q5{n}", **change} for n, change in enumerate(({}, {"answer": "part / nothing"}, {"between": [90, 95]}))]
    (tmp_path / "questions" / "pool-o8.yml").write_text("\n".join(f"- {json.dumps(one, ensure_ascii=False)}" for one in bad), "utf-8")
    with pytest.raises(ContentError) as told:
        load_pool(COURSE, tmp_path)
    assert [(p.file, p.line, p.id) for p in told.value.problems] == [("questions/pool-o8.yml", n, f"pool-o8/q5{n - 1}") for n in (2, 3)]


def test_the_page_draws_the_version_that_the_grader_draws(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path)
    (q,) = sheet.asked
    (page,) = published(sheet)["questions"]
    numbers = ["0412", "s 77", "９００", "x", "", "--"]
    assert run_front("value.numbers.map((n) => m.versionFor(value.page, n))", {"page": page, "numbers": numbers}, "logic/versions") == [sheet.version_of(q, n) for n in numbers]
    assert {sheet.version_of(q, f"s{n}") for n in range(200)} == set(q.drawn)
    own = shown(COURSE, COURSE.questions["12-ledger/q13"]).model_dump(mode="json")
    assert run_front("m.versionFor(value, '77')", own, "logic/versions") == one_of([v["id"] for v in own["versions"]], "12-ledger/q13", "77")


def test_what_is_kept_belongs_to_its_version() -> None:
    q = {"id": "a/q01", "kind": "numeric", "prompt_html": "first", "key": {"right": 1}, "draw": "d", "versions": [{"id": f"v0{n}", "prompt_html": str(n), "key": {"right": n}} for n in (1, 2)]}
    code = "[m.inVersion(value, 'v02'), m.inVersion(value, 'v09'), m.ownWork(m.inVersion(value, 'v02'), {version: 'v01', answer: '1'}), m.keptWith(m.inVersion(value, 'v02'), {version: 'v01', tries: 3}, {answer: '2'})]"
    second, none, work, kept = run_front(code, q, "logic/versions")
    assert (second["prompt_html"], second["key"], none["prompt_html"]) == ("2", {"right": 2}, "first")
    assert work == {}
    assert (kept["version"], kept["answer"], kept["tries"]) == ("v02", "2", 0)


def test_no_key_and_no_formula_of_a_graded_one_is_in_a_students_file(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path)
    (q,) = sheet.asked
    told = published(sheet)["questions"]
    text = json.dumps(told, ensure_ascii=False)
    assert all("key" not in one for one in (*told, *told[0]["versions"]))
    assert len(told[0]["versions"]) == 8
    for version in q.numerics:
        assert version.prompt_md in text
        assert f"{version.answer:g}" not in text
    assert q.answer not in text
    known = ({q.id}, " ".join(v.prompt_md for v in q.numerics).casefold())
    public = {q.id}, "".join(c if c.isalnum() else " " for c in known[1]).replace("  ", " ")
    assert list(leaks([q], [("page.json", text.encode())], public)) == []
    for secret in (q.answer, q.version("v03").prompt_md):
        assert [p.id for p in leaks([q], [("page.html", f"<p>{secret}</p>".encode())])] == [q.id], secret
    assert [p.id for p in leaks([q], [("page.html", q.answer.encode())], public)] == [q.id]


def test_the_sample_pool_has_two_and_the_book_four() -> None:
    pool = [q for q in POOL.questions.values() if q.kind == "parameterised"]
    own = [q for q in COURSE.questions.values() if q.kind == "parameterised"]
    assert len(pool) >= 2
    assert len({q.id.split("/")[0] for q in own}) >= 4
    for q in own:
        assert all(v.key and v.key.right == q.version(v.id).answer for v in shown(COURSE, q).versions)


def test_the_version_of_a_students_number_counts_and_another_is_told(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path)
    (q,) = sheet.asked
    mine = sheet.version_of(q, "0412")
    other = next(id for id in q.drawn if id != mine)
    key, wrong = (f"{q.version(mine).answer:.1f}", f"{q.version(mine).traps[0][0]:g}")

    def one(state: dict[str, Any], number: str = "0412", decisions: str = "[]") -> tuple[float, str, str]:
        (row,) = (made := graded(sheet, tmp_path, {"0412": (number, state)}, decisions)).rows
        return made.points(row), row.states, " ".join(row.notes)

    assert one({"answer": key, "version": mine}) == (2, "a", "")
    assert one({"answer": wrong, "version": mine})[:2] == (0, "a")
    assert one({}) == (0, "-", "it holds no answer of this assignment")
    for state in ({"answer": f"{q.version(other).answer:.1f}", "version": other}, {"answer": key}, {"answer": key, "version": ["v01"]}, {"answer": key, "version": "v99"}):
        points, states, notes = one(state)
        assert (points, states) == (0, "w")
        assert f"{mine} falls to its number" in notes
    assert one({"answer": key, "version": mine}, number="")[:2] == (0, "w")
    twin = next(n for n in map(str, range(900, 999)) if sheet.version_of(q, n) != mine)
    theirs = {"answer": f"{q.version(sheet.version_of(q, twin)).answer:.1f}", "version": sheet.version_of(q, twin)}
    assert one(theirs, twin)[:2] == (0, "w")
    for give, points in (("as-typed", 2), ("nothing", 0)):
        decided = f"- {{assignment: it, by: X, why: Y, do: draw, students: ['0412'], give: {give}}}\n"
        assert one(theirs, twin, decided)[:2] == (points, "a")


def test_a_mended_formula_regrades_and_other_values_ask_for_a_decision(tmp_path: Path) -> None:
    wrong = question(answer="100 * (total - part) / total")
    sheet = sheet_of(tmp_path, wrong)
    mine = sheet.version_of(wrong, "0412")
    state = {"answer": f"{question().version(mine).answer:.1f}", "version": mine}
    assert graded(sheet, tmp_path, {"0412": ("0412", state)}).rows[0].scores[0] == 0
    mended = sheet_of(tmp_path, question())
    assert wrong.wording == question().wording != question(versions=9).wording
    made = graded(mended, tmp_path, {"0412": ("0412", state)})
    assert made.rows[0].scores[0] == 1
    page = feedback(made, made.rows[0], tell=True)
    assert f"Of {question().drawn[mine]['total']:g} dollars" in page
    assert "{" not in page.split("<h1>")[1]
    pick = made.rows[0].picks[0]
    assert choices(question())[pick] == ("100 * part / total per cent", True)


def test_paper_and_exports_hold_the_drawn_versions(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, text=TEXT + "variants: 4\n")
    (q,) = sheet.asked
    for letter in "ABCD":
        assert q.prompt(sheet.version_of(q, letter)) in sheet_html(sheet, letter)
    assert f"{q.version(sheet.version_of(q, 'C')).answer:g}" in key_html(sheet, "ABCD")
    for name, form in FORMATS.items():
        if name in ("anki", "common-cartridge"):
            continue
        made = form.write(COURSE, [q], "It")
        assert not [why for _, why in made.left_out if why.startswith("left out")], name
        if name in ("gift", "csv", "moodle-xml", "json"):
            text = made.data.decode("utf-8-sig")
            assert all(f"pool-o8/q50{id}" in text and f"{q.drawn[id]['total']:g}" in text for id in q.drawn), name
            assert text.count("Which share is that?") >= 8, name


def test_other_figures_go_round_the_list_and_the_review_has_ones_own() -> None:
    q = {"id": "a/q01", "prompt_html": "1", "key": {"right": 1}, "draw": "d", "versions": [{"id": f"v0{n}", "prompt_html": str(n), "key": {"right": n}} for n in (1, 2, 3)]}
    assert run_front("['v01', 'v02', 'v03'].map((id) => m.otherVersion(value, id))", q, "logic/versions") == ["v02", "v03", "v01"]
    assert run_front("[m.otherVersion(value, 'v01'), m.otherVersion({}, 'v01')]", {"versions": q["versions"][:1]}, "logic/versions") == ["", ""]
    kept, drawn, plain = run_front("[m.ownVersion(value, {version: 'v03'}, 7), m.ownVersion(value, {}, 7), m.ownVersion({id: 'b'}, {version: 'v03'}, 7)]", q, "logic/versions")
    assert (kept["prompt_html"], kept["key"], kept["versions"]) == ("3", {"right": 3}, [])
    assert drawn["version"] == one_of(["v01", "v02", "v03"], "d", "7")
    assert plain == {"id": "b"}


def test_other_figures_after_committing_and_the_first_answer_stays_the_first(open_page: Any, served_book: str) -> None:
    """In a chapter, by keys at 375 px: a version is offered after committing, never before; what was scored first is kept."""
    q = COURSE.questions["12-ledger/q13"]
    watched = open_page(f"{served_book}/book/chapters/12-ledger.html", width=375)
    watched.mount_all()
    page, slot = watched.page, watched.page.locator(f"[data-question='{q.id}']")
    kept = f"JSON.parse(localStorage.getItem('tc:third-corner:2026-autumn:{q.id}')).state"
    slot.locator("input").fill("123456789")
    assert slot.get_by_role("button", name="Other figures").count() == 0
    slot.get_by_role("button", name="Check").click()
    slot.get_by_text("Not yet.").wait_for()
    before = page.evaluate(kept)
    slot.get_by_role("button", name="Other figures").press("Enter")
    assert slot.locator("input").evaluate("n => n === document.activeElement && n.value === ''")
    now = page.evaluate(kept)
    assert now["version"] == run_front("m.otherVersion(value[0], value[1])", [shown(COURSE, q).model_dump(mode="json"), before["version"]], "logic/versions") != before["version"]
    assert slot.get_by_role("button", name="Other figures").count() == 0
    page.keyboard.type(f"{q.version(now['version']).answer}")
    slot.get_by_role("button", name="Check").click()
    slot.get_by_text("Right.").wait_for()
    done = page.evaluate(kept)
    assert (done["first"], done["score"], done["tries"], done["version"]) == (0, 1, 2, now["version"])
    page.reload()
    watched.mount_all()
    slot.get_by_text("Right.").wait_for()
    assert violations(page, f"[data-question='{q.id}']") == []
    assert watched.wrong == []


def learns(watched: Any, q: Parameterised) -> None:
    """Look at the question in a quiz: before the script its first version, then the one of the record's seed, which stays."""
    page, slot = watched.page, watched.page.locator("[data-question='quiz/q50']")
    page.locator(".tc-island[data-state=live] [data-question='quiz/q50']").wait_for()
    seed = page.evaluate("localStorage.getItem('tc-seed:third-corner') ?? Object.entries(localStorage).find(([k]) => k.startsWith('tc-seed'))[1]")
    mine = one_of(tuple(q.drawn), q.id, seed)
    slot.get_by_text(q.prompt(mine)).wait_for()
    other = next(id for id in q.drawn if abs(q.version(id).answer - q.version(mine).answer) > 1)
    slot.locator("input").fill(f"{q.version(other).answer:.1f}")
    slot.get_by_role("button", name="Check").click()
    slot.get_by_text("Not yet.").wait_for()
    slot.get_by_role("button", name="Try again").click()
    slot.locator("input").fill(f"{q.version(mine).answer:.1f}")
    slot.get_by_role("button", name="Check").click()
    slot.get_by_text(q.version(mine).explanation_md).wait_for()
    page.reload()
    page.locator(".tc-island[data-state=live] [data-question='quiz/q50']").wait_for()
    slot.get_by_text(q.prompt(mine)).wait_for()
    assert slot.get_by_text("Right.").is_visible()
    assert slot.get_by_role("button", name="Other figures").is_visible()
    assert watched.wrong == []
    assert violations(page, "[data-question='quiz/q50']") == []


@pytest.mark.long
def test_a_learner_keeps_a_version_and_a_number_changes_the_figures(tmp_path: Path, open_page: Any) -> None:
    sheet, book = sheet_of(tmp_path), tmp_path / "book"
    shutil.copytree(ROOT / "tests" / "sample", book, ignore=shutil.ignore_patterns("_build"))
    write_page(book, sheet)
    (q,) = sheet.asked
    own = {**BASE, "id": "quiz/q50", "outcomes": ["O1"], "sources": ["standard"], "tags": ["two"]}
    with (book / "book" / "questions" / "quiz.yml").open("a", encoding="utf-8") as bank:
        bank.write(f"- {json.dumps(own, ensure_ascii=False)}\n")
    done = build(book)
    assert done.returncode == 0, done.stdout + done.stderr
    learns(open_page((book / "_build" / "html" / "book" / "quiz.html").as_uri(), width=375), Parameterised(**own))
    watched = open_page((book / "_build" / "html" / "book" / "assignments" / "it.html").as_uri(), width=375)
    page = watched.page
    page.locator(".tc-island[data-state=live]").wait_for()
    assert page.locator("[data-question]").count() == 0
    for number in ("0412", "s77"):
        page.get_by_label("Your student number").fill(number)
        page.get_by_text(q.prompt(sheet.version_of(q, number))).wait_for()
    mine = sheet.version_of(q, "s77")
    assert page.get_by_role("button", name="Other figures").count() == 0
    page.locator("[data-question] input").fill(f"{q.version(mine).answer:.1f}")
    page.reload()
    page.locator(".tc-island[data-state=live]").wait_for()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save my submission").click()
    (tmp_path / "in").mkdir()
    saved.value.save_as(tmp_path / "in" / "s77.json")
    known = Roster({"s77": Student("s77", "Bo Lind", ("s77",))})
    (row,) = grade(sheet, read_submissions(tmp_path / "in", Context("third-corner", known)), roster=known).rows
    assert (row.scores[0], row.notes) == (1, ())
    assert watched.wrong == []
