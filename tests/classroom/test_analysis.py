"""Figures are numbers and agree with their definitions; advice fits them; what was picked stands by ability group; answers alike are found."""

from __future__ import annotations

import csv
import io
import json
import random
from pathlib import Path

import numpy as np
import pytest

from tests.classroom.test_answers import strategy
from tests.classroom.test_grade import COURSE, POOL
from tests.classroom.test_scoring import BANK
from thirdcorner.classroom import analysis, item_page, picked, similarity
from thirdcorner.classroom.assignments import Sheet, read
from thirdcorner.classroom.collect import Graded, collect, grade
from thirdcorner.classroom.grading import Job, grade_one
from thirdcorner.classroom.scoring import score
from thirdcorner.classroom.submissions import Submission


def sheet_of(folder: Path, ids: list[str]) -> Sheet:
    (folder / "a.yml").write_text(f"id: a\ntitle: A\nfeedback: never\nquestions: [{', '.join(f'{{id: {i}}}' for i in ids)}]\n", "utf-8")
    return read(folder / "a.yml", COURSE, POOL)


def one(student: str, sheet: Sheet, answers: dict[str, object]) -> Submission:
    items = {q.id: {"hash": q.wording, "state": {"answer": answers[q.id]}} for q in sheet.questions if q.id in answers}
    return Submission(student, student, f"{student}.json", None, False, items)


def class_of(sheet: Sheet, students: list[dict[str, object]]) -> Graded:
    job = Job(sheet, keep="open")
    return collect(job, [grade_one(job, one(f"s{n:04}", sheet, answers)) for n, answers in enumerate(students)], [])


SINGLES = [q for q in BANK if q.kind == "single"][:6]


def key(q: object) -> str:
    return next(o.id for o in q.options if o.correct)  # type: ignore[attr-defined]


def wrong(q: object, n: int = 0) -> str:
    return [o.id for o in q.options if not o.correct][n]  # type: ignore[attr-defined]


def mixed(sheet: Sheet, n: int = 100, last: str = "usual", chosen: int = 2) -> Graded:
    """A class in which student k has every question right that is easier than k, or chooses one of the first `chosen` distractors; the last is as told."""
    students = []
    for k in range(n):
        answers: dict[str, object] = {q.id: key(q) if k >= 8 * i + 10 else wrong(q, k % chosen) for i, q in enumerate(sheet.questions)}
        q = sheet.questions[-1]
        answers[q.id] = {"usual": answers[q.id], "upside down": wrong(q) if k > 50 else key(q), "easy": key(q), "hard": wrong(q, k % 2), "flat": key(q) if k % 2 else wrong(q)}[last]
        students.append(answers)
    return class_of(sheet, students)


@pytest.mark.parametrize(
    ("last", "what", "sign"),
    [("usual", "It works", 1), ("upside down", "Look at its key", -1), ("easy", "Nearly all have it right", 0), ("hard", "Few have it right", 0), ("flat", "hardly tells the stronger", 0)],
)
def test_every_item_is_given_a_sentence_that_fits_its_figures(tmp_path: Path, last: str, what: str, sign: int) -> None:
    found = analysis.analyse(mixed(sheet_of(tmp_path, [q.id for q in SINGLES]), last=last))
    item = found.items[-1]
    assert item.advice.startswith(what) or what in item.advice
    if sign:
        assert np.sign(item.discrimination) == sign
    rows = list(csv.DictReader(io.StringIO("".join(analysis.items_csv(found)))))
    assert rows[-1]["discrimination"] == ("" if np.isnan(item.discrimination) else str(round(item.discrimination, 4)))
    assert not any(cell.startswith("'") for row in rows for cell in row.values())
    told = json.loads(analysis.items_json(found))
    assert told["items"][-1]["discrimination"] == (None if np.isnan(item.discrimination) else round(item.discrimination, 6))
    assert told["alpha"] == pytest.approx(found.alpha, abs=1e-6)


def test_an_option_that_nobody_of_a_class_chose_is_named_and_one_that_somebody_chose_is_not(tmp_path: Path) -> None:
    four = [q for q in BANK if q.kind == "single" and len(q.options) == 4][:6]
    sheet = sheet_of(tmp_path, [q.id for q in four])
    for chosen in (2, 3):
        advice = analysis.analyse(mixed(sheet, chosen=chosen)).items[-1].advice
        joke = next(o.text_md for o in four[-1].options if o.id == wrong(four[-1], 2))
        assert advice == "It works; keep it." if chosen == 3 else "nobody, or nearly nobody, chose" in advice and joke[:12] in advice


def test_figures_agree_with_their_definitions(tmp_path: Path) -> None:
    made = mixed(sheet_of(tmp_path, [q.id for q in SINGLES]))
    scores = np.array([r.scores for r in made.rows], np.float64)
    found = analysis.analyse(made)
    k = scores.shape[1]
    assert found.alpha == pytest.approx(k / (k - 1) * (1 - scores.var(axis=0, ddof=1).sum() / scores.sum(axis=1).var(ddof=1)))
    for i, item in enumerate(found.items):
        assert item.difficulty == pytest.approx(scores[:, i].mean())
        assert item.discrimination == pytest.approx(np.corrcoef(scores[:, i], np.delete(scores, i, axis=1).sum(axis=1))[0, 1])
    assert found.group == 27
    order = np.argsort(scores.sum(axis=1), kind="stable")
    for i, q in enumerate(made.sheet.questions):
        for (text, keyed, every, upper, lower), option in zip(found.items[i].chosen, q.options, strict=True):
            mine = np.array([r.picks[i] == q.options.index(option) for r in made.rows])
            assert (text, keyed, every, upper, lower) == (option.text_md, option.correct, mine.sum(), mine[order[-27:]].sum(), mine[order[:27]].sum())


@pytest.mark.parametrize("kind", ["single", "multiple", "true-false", "matching", "ordering", "numeric", "fill-in", "interpretive"])
def test_what_was_picked_stands_by_group_for_every_kind(tmp_path: Path, kind: str) -> None:
    chance = random.Random(4)
    q = next(q for q in BANK if q.kind == kind)
    sheet = sheet_of(tmp_path, [q.id, *(o.id for o in SINGLES if o.id != q.id)])
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        given = [strategy(q).example() for _ in range(12)]
    students: list[dict[str, object]] = [{q.id: chance.choice(given), **{o.id: key(o) if chance.random() < 0.5 else wrong(o) for o in sheet.questions[1:]}} for _ in range(60)]
    made = class_of(sheet, students)
    found = analysis.analyse(made)
    chosen = found.items[0].chosen
    assert len(chosen) == len(picked.choices(q))
    assert all(0 <= lower <= found.group and 0 <= upper <= found.group and max(upper, lower) <= every <= 60 for _, _, every, upper, lower in chosen)
    if kind in ("single", "true-false", "interpretive", "numeric"):
        assert sum(every for _, _, every, _, _ in chosen) == 60
    if kind == "multiple":
        assert [every for _, _, every, _, _ in chosen] == [sum(o.id in s[q.id] for s in students) for o in q.options]  # type: ignore[operator]
    if kind in ("matching", "fill-in"):
        assert sum(every for _, _, every, _, _ in chosen) == pytest.approx(sum(len(chosen) * float(score(q, s[q.id]) or 0) for s in students))
    page = item_page.items_page(made, found)
    assert f"{found.group} students each" in page
    assert page.count("upper 27 %") == len(found.items)


def test_a_small_class_is_told_to_wait() -> None:
    q = SINGLES[0]
    assert analysis.advice(q, 0.5, -0.9, (), 29, 8).startswith("Wait")


ESSAY = next(q for q in POOL.questions.values() if q.kind == "essay")
WORDS = [f"word{n}" for n in range(4000)]


def essays(sheet: Sheet, texts: list[str]) -> Graded:
    return class_of(sheet, [{ESSAY.id: t} for t in texts])


def test_texts_alike_are_found_and_others_are_not(tmp_path: Path) -> None:
    chance = random.Random(5)
    sheet = sheet_of(tmp_path, [ESSAY.id])
    own = [" ".join(chance.sample(WORDS, 200)) for _ in range(40)]
    run = " ".join(chance.sample(WORDS, 14))
    own[3] = f"{own[3]} {run}"
    own[7] = f"{run} {own[7]}"
    own[9] = own[8].upper().replace(" ", ",\n ")
    common = " ".join(WORDS[:12])
    own[11:40] = [f"{common} {t} {ESSAY.prompt_md}" for t in own[11:40]]
    found, notes = similarity.alike(essays(sheet, own))
    assert [(a.kind, a.one, a.other) for a in found] == [("shared words", "s0003", "s0007"), ("the same text", "s0008", "s0009")]
    assert found[0].strength == 14
    assert run.split()[0] in found[0].what
    assert any("were not compared" in n for n in notes)
    table = "".join(similarity.similarity_csv(essays(sheet, own)))
    assert "not a verdict" in table
    assert "not compared" in table


def test_texts_of_few_words_and_wrong_answers_of_many_are_not_compared_and_that_is_told(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, [ESSAY.id])
    few, enough = " ".join(WORDS[:7]), " ".join(WORDS[:8])
    found, notes = similarity.alike(essays(sheet, [few, few, enough, enough]))
    assert [(a.kind, a.one, a.other) for a in found] == [("the same text", "s0002", "s0003")]
    assert f"{ESSAY.id}: 2 texts of fewer than 8 words were not compared" in notes
    q = SINGLES[0]
    for many, told in ((25, False), (26, True)):
        made = class_of(sheet_of(tmp_path, [q.id]), [{q.id: wrong(q) if n < many else key(q)} for n in range(600)])
        assert any("were given by more than 25 students each and were not compared" in n for n in similarity.alike(made)[1]) == told


def test_of_more_texts_than_can_be_compared_it_says_which_were_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(7)
    sheet = sheet_of(tmp_path, [ESSAY.id])
    own = [" ".join(chance.sample(WORDS, 60)) for _ in range(30)]
    run = " ".join(chance.sample(WORDS, 14))
    own[1], own[2], own[28] = f"{own[1]} {run}", f"{run} {own[2]}", f"{own[28]} {run}"
    own[29] = own[27]
    assert [(a.one, a.other) for a in similarity.alike(essays(sheet, own))[0]] == [("s0001", "s0002"), ("s0001", "s0028"), ("s0002", "s0028"), ("s0027", "s0029")]
    monkeypatch.setattr(similarity, "TEXTS", 20)
    found, notes = similarity.alike(essays(sheet, own))
    assert [(a.one, a.other) for a in found] == [("s0001", "s0002"), ("s0027", "s0029")]
    assert any("9 of 29 texts were compared as wholes only" in note for note in notes)


def test_the_same_rare_wrong_answers_are_found_and_chance_is_not(tmp_path: Path) -> None:
    chance = random.Random(6)
    questions = [q for q in BANK if q.kind == "single" and len(q.options) >= 4][:20]
    sheet = sheet_of(tmp_path, [q.id for q in questions])
    students: list[dict[str, object]] = [{q.id: key(q) if chance.random() < 0.7 else wrong(q, chance.choice([0, 0, 0, 1])) for q in questions} for _ in range(200)]
    for q in questions[:8]:
        students[17][q.id] = students[42][q.id] = wrong(q, 2)
    found, _ = similarity.alike(class_of(sheet, students))
    assert [(a.one, a.other) for a in found] == [("s0017", "s0042")]
    assert "8 wrong answers that few gave" in found[0].what
    few, notes = similarity.alike(class_of(sheet, students[:5]))
    assert few == []
    assert "fewer than ten students" in notes[0]


def test_what_was_typed_is_the_same_by_its_letters_and_a_number_by_its_value(tmp_path: Path) -> None:
    gaps, numbers = ([q for q in BANK if q.kind == kind][:6] for kind in ("fill-in", "numeric"))
    sheet = sheet_of(tmp_path, [q.id for q in (*gaps, *numbers)])

    def typed(word: str, number: str) -> dict[str, object]:
        return {q.id: [word for _ in q.blanks] for q in gaps} | {q.id: number for q in numbers}

    right: dict[str, object] = {q.id: [b.accepted[0] for b in q.blanks] for q in gaps} | {q.id: f"{q.answer:.6f}" for q in numbers}
    students = [right] * 196 + [typed("Some  pact", "9000000.5"), typed("some pact", "9000000,5"), typed("a league", "8000000"), typed("a bloc", "none")]
    found, _ = similarity.alike(class_of(sheet, students))
    assert [(a.one, a.other) for a in found] == [("s0196", "s0197")]
    assert "12 wrong answers that few gave" in found[0].what


def test_grading_alone_and_in_any_order_gives_the_same(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, [q.id for q in SINGLES])
    files = [one(f"s{n}", sheet, {q.id: key(q) if (n + i) % 3 else wrong(q) for i, q in enumerate(SINGLES)}) for n in range(30)]
    shuffled = files[:]
    random.Random(1).shuffle(shuffled)
    assert [(r.student, r.raw) for r in grade(sheet, files).rows] == [(r.student, r.raw) for r in grade(sheet, shuffled).rows]
