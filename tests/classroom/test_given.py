"""What each part of an item was given stands by ability group: pairs, places, gaps and bands of numbers, in CSV, JSON and on the page."""

from __future__ import annotations

import csv
import io
import json
import math
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.classroom.test_analysis import SINGLES, class_of, key, sheet_of, wrong
from tests.classroom.test_scoring import BANK
from thirdcorner.classroom import analysis, item_page, picked
from thirdcorner.classroom.collect import Graded
from thirdcorner.model import Matching

KINDS = ("matching", "ordering", "fill-in", "numeric")
STUDENTS = 60
WRONG = ("quite another thing", "a third")


def answers_to(q: Any, rng: random.Random) -> list[tuple[Any, list[tuple[str, str]]]]:
    """Return forty answers to a question, each with what its parts are given in words, worked out by other means than the code's."""
    made: list[tuple[Any, list[tuple[str, str]]]] = []
    for n in range(40):
        if q.kind == "matching":
            chosen = {p.id: rng.choice(q.answers) for p in q.pairs if n % 4 or rng.random() < 0.7} or {q.pairs[0].id: q.answers[0]}
            made.append((chosen, [(p.stem_md, chosen.get(p.id, "nothing")) for p in q.pairs]))
        elif q.kind == "ordering":
            order = rng.sample(q.items, len(q.items))
            made.append(([i.id for i in order], [(i.text_md, f"place {at}") for at, i in enumerate(order, 1)]))
        elif q.kind == "fill-in":
            said = [rng.choice(["", *b.accepted, *WRONG]) for b in q.blanks]
            said[0] = said[0] or q.blanks[0].accepted[0]
            shown = [f"“{one.upper()}”" if one in WRONG else one or "nothing" for one in said]
            made.append(([one.upper() for one in said], [(f"gap {g}", one) for g, one in enumerate(shown, 1)]))
        else:
            far = max(abs(q.answer) / 2, 4 * q.tolerance)
            low, high = q.answer - far, q.answer + far
            bands = [
                (low - 7, f"less than {low:g}"),
                (low, f"{low:g} to {q.answer:g}"),
                (high, f"{q.answer:g} to {high:g}"),
                (high + 7, f"more than {high:g}"),
                (math.nan, "no number that can be read"),
            ]
            known = [q.answer, *(t[0] for t in q.traps)]
            value, band = rng.choice([(q.answer, ""), *(b for b in bands if not any(abs(b[0] - k) <= q.tolerance for k in known))])
            made.append(("a lot" if math.isnan(value) else f"{value:.6f}", [("another number", band)] if band else []))
    return made


def graded(folder: Path, q: Any) -> tuple[Graded, list[list[tuple[str, str]]]]:
    """Return a class that was graded on a question and five others, and what its students gave, in their order."""
    rng = random.Random(q.id)
    sheet = sheet_of(folder, [q.id, *(o.id for o in SINGLES)])
    given = [rng.choice(answers_to(q, rng)) for _ in range(STUDENTS)]
    others = [{o.id: key(o) if rng.random() < 0.5 else wrong(o) for o in sheet.questions[1:]} for _ in given]
    return class_of(sheet, [{q.id: answer, **rest} for (answer, _), rest in zip(given, others, strict=True)]), [shown for _, shown in given]


@pytest.mark.parametrize("q", [q for kind in KINDS for q in [q for q in BANK if q.kind == kind][:3]], ids=lambda q: q.id)
def test_what_each_part_was_given_is_counted_for_all_and_in_both_groups(tmp_path: Path, q: Any) -> None:
    made, given = graded(tmp_path, q)
    found = analysis.analyse(made)
    totals = np.array([r.scores for r in made.rows], np.float64).sum(axis=1)
    order = np.argsort(totals, kind="stable")
    low, high = set(order[: found.group].tolist()), set(order[-found.group :].tolist())
    item = found.items[0]
    assert len({row[:2] for row in item.given}) == len(item.given)
    for part, text, _, every, upper, lower in item.given:
        who = {n for n, shown in enumerate(given) if (part, text) in shown}
        assert (every, upper, lower) == (len(who), len(who & high), len(who & low)), (part, text)
    assert {pair for shown in given for pair in shown} <= {row[:2] for row in item.given}
    right = sum(row[3] for row in item.given if row[2])
    if q.kind == "numeric":
        assert right == 0 and sum(row[3] for row in item.given) == item.chosen[-1][2]
    else:
        assert right == sum(c[2] for c in item.chosen), "what is right is what the choices count"


@pytest.mark.parametrize("kind", KINDS)
def test_it_stands_in_the_csv_in_the_json_and_on_the_page(tmp_path: Path, kind: str) -> None:
    q = next(q for q in BANK if q.kind == kind)
    made, _ = graded(tmp_path, q)
    found = analysis.analyse(made)
    item = found.items[0]
    rows = [r for r in csv.DictReader(io.StringIO("".join(analysis.choices_csv(found)))) if r["question"] == q.id]
    signs = {True: "yes", False: "no"}
    told = [(r["part"], r["given"], r["keyed"], int(r["all"]), int(r["upper"]), int(r["lower"])) for r in rows[len(item.chosen) :]]
    assert told == [(part, text, signs[keyed], *counts) for part, text, keyed, *counts in item.given]
    assert [(r["part"], r["given"], int(r["all"])) for r in rows[: len(item.chosen)]] == [("", c[0], c[2]) for c in item.chosen]
    kept = json.loads(analysis.items_json(found))["items"][0]["given"]
    assert [(g["part"], g["text"], g["keyed"], g["all"], g["upper"], g["lower"]) for g in kept] == list(item.given)
    page = item_page.items_page(made, found)
    assert page.count("What each part was given") == 1, "of the other items there is nothing more to say"
    fold = page[page.index("What each part was given") :].split("</details>")[0]
    assert fold.count("<tr><td>") == sum(1 for row in item.given if row[3])


FILLED = ["The Entente"] * 5 + ["  the  entente"] * 2 + ["<b>Pact</b>"] * 4 + ["pa\u200bct"] * 3 + ["x" * 70] * 2 + ["\ud800=1+1"]
SHOWN = [("“The Entente”", 7), ("“<b>Pact</b>”", 4), ("“pa\\u200bct”", 3), (f"“{'x' * 59}…”", 2), ("“\ufffd=1+1”", 1)]


@pytest.mark.parametrize(("spelled", "different", "stand", "rest"), [(20, 10_000, 5, 0), (3, 10_000, 3, 3), (20, 2, 2, 6)])
def test_a_wrong_gap_is_told_by_its_letters_the_commonest_first_and_the_rest_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spelled: int, different: int, stand: int, rest: int
) -> None:
    monkeypatch.setattr(analysis, "SPELLED", spelled)
    monkeypatch.setattr(analysis, "DIFFERENT", different)
    q = next(q for q in BANK if q.kind == "fill-in")
    others = [b.accepted[0] for b in q.blanks[1:]]
    made = class_of(sheet_of(tmp_path, [q.id]), [{q.id: [said, *others]} for said in FILLED])
    found = analysis.analyse(made)
    here = [row for row in found.items[0].given if row[0] == "gap 1"]
    assert [row[1:4] for row in here if row[3]] == [(text, False, count) for text, count in SHOWN[:stand]] + [("another answer", False, rest)] * bool(rest)
    assert sum(row[3] for row in here) == len(FILLED)
    page, table = item_page.items_page(made, found), "".join(analysis.choices_csv(found))
    assert "<b>Pact" not in page and "&lt;b&gt;Pact&lt;/b&gt;" in page and "“The Entente”" in table


def test_what_the_stronger_wrote_into_a_gap_is_to_be_read_again() -> None:
    q = next(q for q in BANK if q.kind == "fill-in")
    assert "Read “the Entente” again" in analysis.advice(q, 0.5, 0.3, (), 100, 27, [("a third", 9, 2, 7), ("the Entente", 20, 15, 2)])
    assert analysis.advice(q, 0.5, 0.3, (), 100, 27, [("a third", 9, 2, 7)]) == "It works; keep it."


def test_a_question_with_many_parts_is_counted_as_well_as_a_small_one() -> None:
    """Eight pairs with sixteen answers have seven thousand million combinations."""
    pairs = [{"id": f"p{n}", "stem_md": f"Stem {n}.", "answer": f"answer {n}", "feedback_md": "It is so."} for n in range(8)]
    small = next(q for q in BANK if q.kind == "matching")
    big = Matching.model_validate({**small.model_dump(), "pairs": pairs, "distractors": [f"other {n}" for n in range(8)]})
    kept = picked.kept_as([small, big])
    assert kept == np.int64 and picked.kept_as([]) == picked.kept_as(SINGLES) == np.int16
    rng = random.Random(3)
    answers = [{p.id: rng.choice(big.answers) for p in big.pairs} for _ in range(200)]
    counts = picked.given_to(big, np.array([picked.picked(big, a) for a in answers] + [-1], kept))
    assert counts == [sum(a[p.id] == text for a in answers) for p in big.pairs for text in ("nothing", *big.answers)]
    assert picked.tallies(big, np.array([picked.picked(big, a) for a in answers], kept)) == [sum(a[p.id] == p.answer for a in answers) for p in big.pairs]


def test_an_answer_that_names_none_of_the_answers_counts_as_nothing() -> None:
    q = next(q for q in BANK if q.kind == "matching")
    assert picked.picked(q, {q.pairs[0].id: "<script>"}) == 0
    assert picked.given_to(q, np.array([0], np.int16))[0] == 1
