"""What is decided is read, applied and told; a run says who moved, from what to what, and why; nothing of it reaches a student's files."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.classroom.test_grade import COURSE, DUE, POOL, assignment, keyed, put, record
from tests.classroom.test_parameterised import graded as graded_versions
from tests.classroom.test_parameterised import sheet_of
from thirdcorner.classroom import results
from thirdcorner.classroom.collect import Graded, grade
from thirdcorner.classroom.decisions import read_decisions, sheet_after
from thirdcorner.classroom.findings import findings
from thirdcorner.classroom.grading import Job
from thirdcorner.classroom.submissions import Context, read
from thirdcorner.cli import main
from thirdcorner.course.yaml import ContentError

WHO = "assignment: quiz, by: M. Kowalska, why: a secret reason"


def decided(folder: Path, *entries: str, files: dict[str, bytes] | None = None, sheet: object = None) -> Graded:
    """Grade two students (ada 4, bob 0 of 6) under decisions."""
    sheet = sheet or assignment(folder)
    (folder / "decisions.yml").write_text("".join(f"- {{{e}, {WHO}}}\n" for e in entries) or "[]\n", "utf-8")
    found = read_decisions(folder / "decisions.yml", sheet)  # type: ignore[arg-type]
    job = Job(sheet_after(sheet, found), found, "all")  # type: ignore[arg-type]
    place = put(folder / "in", **(files or {"ada.json": record(sheet, 2), "bob.json": record(sheet, 0)}))  # type: ignore[arg-type]
    return grade(job, read(place, Context("third-corner", zone=sheet.assignment.due.tzinfo)))  # type: ignore[attr-defined]


def points(made: Graded) -> dict[str, object]:
    return {r.student: "exempt" if made.exempt(r) else made.points(r) for r in made.rows}


def late_file(sheet: object) -> dict[str, bytes]:
    return {"Quiz_ada_attempt_2026-12-09-10-00-00_r.json": record(sheet, 2), "Quiz_bob_attempt_2026-12-07-10-00-00_r.json": record(sheet, 2, text="others")}  # type: ignore[arg-type]


FIRST, SECOND = [q.id for q in POOL.questions.values() if q.kind == "single"][:2]


@pytest.mark.parametrize(
    ("entry", "after", "total"),
    [
        ("do: drop, question: Q1, give: full", {"ada": 4, "bob": 2}, 6),
        ("do: drop, question: Q1, give: out", {"ada": 2, "bob": 0}, 4),
        ("do: accept, question: Q1, answer: WRONG", {"ada": 4, "bob": 2}, 6),
        ("do: accept, question: Q1, answer: WRONG, score: 0.5", {"ada": 4, "bob": 1}, 6),
        ("do: exempt, students: [bob]", {"ada": 4, "bob": "exempt"}, 6),
        ("do: bonus, students: [bob, ada], points: 1.5", {"ada": 5.5, "bob": 1.5}, 6),
        ("do: bonus, students: [bob], points: -3", {"ada": 4, "bob": 0}, 6),
        ("do: mark, student: bob, question: Q2, score: 0.25", {"ada": 4, "bob": 0.5}, 6),
        ("do: late, students: [ada], keep: 0.5", {"ada": 2, "bob": 0}, 6),
    ],
)
def test_each_decision_does_what_it_says_and_is_told(tmp_path: Path, entry: str, after: dict, total: float) -> None:
    q = POOL.questions[FIRST]
    wrong = q.options[(keyed(q) + 1) % len(q.options)].id
    made = decided(tmp_path, entry.replace("Q1", FIRST).replace("Q2", SECOND).replace("WRONG", wrong))
    assert points(made) == after
    assert made.sheet.total == total
    told = [what for _, _, what in findings(made) if what.startswith("decided")]
    assert len(told) == 1
    assert "a secret reason (M. Kowalska)" in told[0]


def test_extensions_and_clocks_change_what_lateness_costs(tmp_path: Path) -> None:
    sheet = assignment(tmp_path)
    assert points(decided(tmp_path, files=late_file(sheet))) == {"ada": 3, "bob": 4}
    for entry in ("do: extend, students: [ada], until: 2026-12-10T00:00:00+01:00", "do: late, students: [ada], keep: 1"):
        made = decided(tmp_path, entry, files=late_file(sheet))
        assert points(made) == {"ada": 4, "bob": 4}
        assert not any(s == "ada" and "late" in what for s, _, what in findings(made))
    own = {"cy.json": record(sheet, 2, DUE.replace(day=9))}
    (tmp_path / "own").mkdir()
    assert points(decided(tmp_path / "own", files=own, sheet=sheet)) == {"cy": 4}
    assert points(decided(tmp_path / "own", "do: clock", files=own, sheet=sheet)) == {"cy": 3}
    assert points(decided(tmp_path / "own", "do: clock, students: [dee]", files=own, sheet=sheet)) == {"cy": 4}


@pytest.mark.parametrize(("give", "earned"), [("as-now", 4), ("full", 4), ("nothing", 2), (None, 2)])
def test_an_answer_to_another_wording_becomes_what_is_decided(tmp_path: Path, give: str | None, earned: float) -> None:
    sheet = assignment(tmp_path)
    data = json.loads(record(sheet, 2))
    data["items"][FIRST]["hash"] = "0" * 12
    made = decided(tmp_path, *([f"do: wording, question: {FIRST}, give: {give}"] if give else []), files={"ada.json": json.dumps(data).encode()})
    assert points(made) == {"ada": earned}
    assert made.undecided(made.rows[0]) == ([] if give else [FIRST])


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        ("do: drop, question: nope/q01, give: out", "the assignment does not ask it"),
        ("do: drop, question: Q1, give: half", "give"),
        ("do: accept, question: Q1, answer: 3", "is no answer to a question of kind single"),
        ("do: accept, question: Q1, answer: zzz", "is no answer"),
        ("do: accept, question: Q1, answer: WRONG, version: v01", "it has no versions"),
        ("do: extend, students: [ada], until: 24:00", "base 60"),
        ("do: extend, students: [ada], until: 2026-12-10 18:00", "names no `zone:`"),
        ("do: mark, student: ada, question: Q1, score: 2", "score"),
        ("do: praise, students: [ada]", "praise"),
        ("do: exempt, students: []", "students"),
        ("do: exempt, students: [ada], colour: red", "colour"),
    ],
)
def test_a_decision_that_cannot_be_read_names_its_line(tmp_path: Path, entry: str, what: str) -> None:
    with pytest.raises(ContentError) as error:
        decided(tmp_path, "do: exempt, students: [zed]", entry.replace("Q1", FIRST))
    assert what in str(error.value)
    assert "decisions.yml:2:" in str(error.value)


def test_by_whom_and_why_must_be_said_and_another_assignment_s_are_left(tmp_path: Path) -> None:
    sheet = assignment(tmp_path)
    path = tmp_path / "decisions.yml"
    path.write_text("- {do: exempt, assignment: quiz, students: [ada]}\n", "utf-8")
    with pytest.raises(ContentError, match="why: Field required"):
        read_decisions(path, sheet)
    path.write_text("- {do: drop, assignment: other, question: nope/q01, give: out, by: a, why: b}\n", "utf-8")
    assert read_decisions(path, sheet).made == ()
    path.write_text("do: drop\n", "utf-8")
    with pytest.raises(ContentError, match="it is not a list"):
        read_decisions(path, sheet)
    assert read_decisions(tmp_path / "none.yml", sheet).made == ()


def test_a_decision_about_nobody_is_told(tmp_path: Path) -> None:
    made = decided(tmp_path, "do: bonus, students: [zed], points: 1")
    assert any(s == "zed" and "decisions.yml:1: nobody here is known as 'zed'" in what for s, _, what in findings(made))


def moved(to: Path) -> list[tuple[str, ...]]:
    return [tuple(r.values()) for r in csv.DictReader((to / "moved.csv").open(encoding="utf-8", newline=""))]


def test_a_mended_key_regrades_every_earlier_answer_and_says_who_moved(tmp_path: Path) -> None:
    sheet = assignment(tmp_path)
    to = tmp_path / "out"
    files = {"ada.json": record(sheet, 2), "bob.json": record(sheet, 0)}
    results.write(decided(tmp_path, sheet=sheet, files=files), to)
    assert not (to / "moved.csv").exists()
    q = sheet.questions[0]
    wrong = (keyed(q) + 1) % len(q.options)
    options = [o.model_dump() | {"correct": n == wrong} for n, o in enumerate(q.options)]
    mended = type(q).model_validate(q.model_dump() | {"options": options, "explanation_md": "Mended words."})
    assert mended.wording == q.wording
    assert mended.marking != q.marking
    said = results.write(decided(tmp_path, sheet=replace(sheet, questions=(mended, *sheet.questions[1:])), files=files), to)
    assert moved(to) == [
        ("ada", "ada", "points", "4.0", "2.0", f"{q.id}: how it is marked was mended"), ("ada", "ada", q.id, "1.0", "0.0", "how it is marked was mended"),
        ("bob", "bob", "points", "0.0", "2.0", f"{q.id}: how it is marked was mended"), ("bob", "bob", q.id, "0.0", "1.0", "how it is marked was mended"),
    ]  # fmt: skip
    assert "2 students moved" in said[0]
    results.write(decided(tmp_path, sheet=replace(sheet, questions=(mended, *sheet.questions[1:])), files=files), to)
    assert moved(to) == []


def test_a_decision_a_new_file_a_mark_and_who_is_gone_are_told_apart(tmp_path: Path) -> None:
    to = tmp_path / "out"
    results.write(decided(tmp_path), to)
    results.write(decided(tmp_path, f"do: drop, question: {FIRST}, give: full"), to)
    assert moved(to)[0][:5] == ("bob", "bob", "points", "0.0", "2.0")
    assert "a decision" in moved(to)[0][5]
    sheet = assignment(tmp_path)
    made = decided(tmp_path, files={"bob.json": record(sheet, 1), "cy.json": record(sheet, 2)})
    results.write(made, to)
    why = {(student, what): reason for student, _, what, _, _, reason in moved(to)}
    assert why["cy", "points"] == "handed in since"
    (tmp_path / "in" / "ada.json").unlink()
    results.write(decided(tmp_path, files={"bob.json": record(sheet, 2)}), to)
    why = {(student, what): reason for student, _, what, _, _, reason in moved(to)}
    assert why["ada", "points"] == "nothing of this student was found this time"
    assert why["bob", SECOND] == "another file counts (bob.json)"
    (to / "details.csv").write_text("spoilt", "utf-8")
    assert "was changed since the last run" in results.write(decided(tmp_path), to)[0]


def test_decisions_are_never_written_and_in_nothing_that_a_student_gets(tmp_path: Path) -> None:
    sheet = assignment(tmp_path)
    put(tmp_path / "in", **{"ada.json": record(sheet, 2), "bob.json": record(sheet, 0)})
    path, to = tmp_path / "decisions.yml", tmp_path / "out"
    path.write_text(f"- {{do: extend, students: [ada], until: 2026-12-31T00:00:00Z, {WHO}}}\n- {{do: drop, question: {FIRST}, give: full, {WHO}}}\n", "utf-8")
    before = path.read_bytes(), path.stat().st_mtime_ns
    assert main(["grade", str(tmp_path / "in"), "--assignment", str(tmp_path / "quiz.yml"), "--to", str(to)]) == 0
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert "a secret reason" in (to / "report.csv").read_text("utf-8")
    for file in [*(to / "feedback").iterdir(), to / "gradebook-moodle.csv", to / "gradebook-canvas.csv", to / "mark.html", to / "to-mark.csv", to / "moderation.csv"]:
        assert "secret" not in file.read_text("utf-8"), file
        assert "Kowalska" not in file.read_text("utf-8"), file


@pytest.mark.parametrize(
    ("kind", "answer", "given", "earns"),
    [
        ("numeric", "12", "12,0", True), ("numeric", "12", "13", False), ("true-false", None, None, True), ("fill-in", ["nothing", "at all", "x", "y"], ["NOTHING", "At  all", "x", "y"], True),
        ("multiple", None, None, True), ("matching", None, None, True), ("ordering", None, None, True),
    ],
)  # fmt: skip
def test_a_further_answer_is_accepted_for_every_kind_that_a_key_scores(tmp_path: Path, kind: str, answer: object, given: object, earns: bool) -> None:
    q = next(q for q in [*POOL.questions.values(), *COURSE.questions.values()] if q.kind == kind)
    ids = [p.id for p in q.parts]
    answer = answer or {"true-false": not q.correct if kind == "true-false" else None, "multiple": ids[-1:], "matching": {ids[0]: q.answers[-1]} if kind == "matching" else None, "ordering": ids[::-1]}[kind]
    if kind == "fill-in":
        answer, given = answer[: len(q.blanks)], given[: len(q.blanks)]  # type: ignore[index]
    path = tmp_path / "k.yml"
    path.write_text(f"id: quiz\ntitle: K\nfeedback: never\ndue: 2026-12-08T18:00:00Z\nquestions: [{{id: {q.id}}}]\n", "utf-8")
    from thirdcorner.classroom.assignments import read as read_sheet

    sheet = read_sheet(path, COURSE, POOL)
    state = {"answer": answer if given is None else given}
    file = json.dumps({"format": "thirdcorner-record", "v": 1, "course": "third-corner", "items": {q.id: {"hash": q.wording, "state": state}}}).encode()
    made = decided(tmp_path, f"do: accept, question: {q.id}, answer: {json.dumps(answer)}", files={"ada.json": file}, sheet=sheet)
    assert (made.points(made.rows[0]) == 1) == earns


def test_a_further_answer_is_a_formula_or_a_number_of_one_version(tmp_path: Path) -> None:
    """What is accepted is worked out for each version, or named with it; the key goes on counting."""
    sheet = sheet_of(tmp_path)
    (q,) = sheet.asked
    numbers = {id: next(n for n in map(str, range(1, 999)) if sheet.version_of(q, n) == id) for id in ("v01", "v02")}
    said = {id: f"{100 * (row['total'] - row['part']) / row['total']:.1f}" for id, row in q.drawn.items()}

    def earned(decision: str) -> dict[str, float]:
        states = {n: (n, {"version": id, "answer": said[id]}) for id, n in numbers.items()} | {"own": ("own", {"version": (own := sheet.version_of(q, "own")), "answer": f"{q.version(own).answer}"})}
        made = graded_versions(sheet, tmp_path, states, f"- {{assignment: it, by: X, why: Y, do: accept, question: pool-o8/q50, {decision}}}\n" if decision else "[]")
        return {row.student: made.points(row) for row in made.rows}

    first, second = numbers["v01"], numbers["v02"]
    assert earned("") == {first: 0, second: 0, "own": 2}
    assert earned("answer: 100 * (total - part) / total") == {first: 2, second: 2, "own": 2}
    assert earned("answer: 100 * (total - part) / total, score: 0.5") == {first: 1, second: 1, "own": 2}
    assert earned(f"version: v02, answer: '{said['v02']}'") == {first: 0, second: 2, "own": 2}
    assert earned(f"version: v01, answer: {said['v02']}") == {first: 0, second: 0, "own": 2}


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        ("answer: '15.4'", "'15.4' may be right in one of its 8 versions and wrong in another"),
        ("answer: 15.4", "say of which version it is (`version: v01`), or write a formula of part, total"),
        ("answer: 100 * 2", "may be right in one"),
        ("version: v09, answer: '15.4'", "it has no version 'v09'"),
        ("version: v01, answer: part / total", "is no number"),
        ("answer: parts / total", "'parts'"),
        ("answer: part / (total - total)", "divides by zero"),
        ("answer: part /", "cannot be read"),
        ("answer: [1]", "say of which version it is"),
        ("answer: true", "say of which version it is"),
    ],
)
def test_a_further_answer_that_is_not_told_for_each_version_is_refused(tmp_path: Path, decision: str, said: str) -> None:
    sheet = sheet_of(tmp_path)
    (tmp_path / "decisions.yml").write_text(f"- {{assignment: it, by: X, why: Y, do: accept, question: pool-o8/q50, {decision}}}\n", "utf-8")
    with pytest.raises(ContentError) as told:
        read_decisions(tmp_path / "decisions.yml", sheet)
    assert said in str(told.value)
    assert [(p.line, p.id) for p in told.value.problems] == [(1, "pool-o8/q50")]
