"""What the book says of its own codings, and the kinds themselves by the rule that chapter 1 teaches: each fault is told, and the book has none."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from thirdcorner.course.check import check
from thirdcorner.course.check.codings import codings
from thirdcorner.course.check.kinds import unlike
from thirdcorner.course.read import Course, load
from thirdcorner.model import Claim


@pytest.fixture(scope="module")
def course() -> Course:
    return load()


def told(course: Course, text: str, tmp_path: Path) -> str:
    """What is told of a chapter that holds nothing but this text."""
    chapter = next(iter(course.chapters.values()))
    path = tmp_path / chapter.file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    shutil.copytree(course.root / "book/data/figures", tmp_path / "book/data/figures", dirs_exist_ok=True)
    return "\n".join(p.what for p in codings(replace(course, root=tmp_path, chapters={chapter.id: chapter}), ("chapters",)))


@pytest.mark.parametrize(
    ("wrong", "says", "right"),
    [
        ("On the map it leads to T1.2, the inference that weighs most.", "it calls T1.2 an inference, and the register has it as judgement", "It leads to T1.2, the judgement that weighs most."),
        ("The meeting, A1.3, is by contrast a *judgement*.", "it calls A1.3 a judgement, and the register has it as fact", "The meeting, A1.3, is by contrast a *fact*."),
        ("It needs the {gloss}`fact` T2.p1 here.", "it calls T2.p1 a fact, and the register has it as assumption", "It needs the {gloss}`hidden premise <premise>` T2.p1 here."),
        ("| {gloss}`fact` | owes a record | Moscow wants it (T1.3) |", "it calls T1.3 a fact", "| {gloss}`inference` | owes a step | Moscow wants it (T1.3) |"),
        ("The transfer is wrong (A1.6).", "it says that A1.6 wrong, and the register’s verdict is contested", "The transfer is contested (A1.6)."),
        ("It rests on A1.7, which holds, and more.", "it says that A1.7 holds, and the register’s verdict is wrong", "It rests on A1.3, which holds, and more."),
        ("For all that W2.3 is contested.", "it says that W2.3 contested, and the register’s verdict is holds-with-correction", "For all that W2.3 holds, with a correction."),
        ("Art. 3 is a {gloss}`neutrality pact <neutrality-pact>` by type.", "it calls Art. 3 a neutrality pact, and no treaty has that type there", "Art. 3 is a {gloss}`consultation pact <consultation-pact>` by type."),
        ("The treaty of 2000 is a defence pact.", "it calls a treaty of 2000 a defence pact, and russia-dprk-2000 is none", "The two treaties of July 1961 are defence pacts."),
        ("For Britain and France COW has an entente from 1904.", "COW has entente from 1904 for Britain and France", "For Britain and France COW has an entente from 1907."),
        ("For Britain and France {gloss}`COW <cow>` has an entente and ATOP a defence pact, both from 1907.", "ATOP has defence from 1907", "For Britain and France COW has an entente and ATOP a consultation, both from 1907."),
        ("For France and Russia ATOP has nothing before 1893.", "ATOP has nothing before 1893 for France and Russia", "For Britain and Russia ATOP has nothing before 1914."),
        ("COW and ATOP both record a defence pact between China and North Korea from 1950.", "COW has defence from 1950", "COW and ATOP both record a defence pact between China and North Korea from 1961."),
        ("For Russia and North Korea COW has a defence pact until 1996.", "COW has defence until 1996", "For Russia and North Korea COW has a defence pact until 1995."),
    ],
)
def test_a_coding_that_the_data_do_not_have_is_told(course: Course, tmp_path: Path, wrong: str, says: str, right: str) -> None:
    assert says in told(course, wrong, tmp_path)
    assert told(course, right, tmp_path) == ""


@pytest.mark.parametrize("text", ["T1.2 is not a fact.", "T2.5 is an inference and no longer the model of a judgement.", "T1.1 supports a judgement.", "Art. 4 is no consultation pact.", "Who holds that B3.1 holds back?"])
def test_what_denies_or_only_sounds_like_a_coding_is_let_be(course: Course, tmp_path: Path, text: str) -> None:
    assert told(course, text, tmp_path) == ""


def broken(course: Course, id: str, change: Any) -> str:
    """What is told of an activity or a question that a change has broken."""
    kind = "activities" if id in course.activities else "questions"
    return "\n".join(p.what for p in codings(replace(course, **{kind: {id: change(getattr(course, kind)[id])}}), (kind,)))


def test_keys_of_a_sorter_ties_of_a_laboratory_and_right_options_are_held_to_the_data(course: Course) -> None:
    def other_key(sorter: Any) -> Any:
        return sorter.model_copy(update={"statements": tuple(s.model_copy(update={"key": "judgement"}) if s.id == "s1" else s for s in sorter.statements)})

    def other_tie(lab: Any) -> Any:
        case = lab.cases[0]
        ties = tuple(t.model_copy(update={"types": ("defence",)}) if t.id == "paris-london" else t for t in case.ties)
        return lab.model_copy(update={"cases": (case.model_copy(update={"ties": ties}), *lab.cases[1:])})

    def other_option(q: Any) -> Any:
        return q.model_copy(update={"options": tuple(o.model_copy(update={"text_md": o.text_md.replace("1914", "1907")}) for o in q.options)})

    for id, change, says in (
        ("claim-sorter-01", other_key, "its key for s1 is judgement, and the register has A1.3 as fact"),
        ("analogy-1914", other_tie, "it codes paris-london as defence, and the treaties have nothing"),
        ("10-analogy-1914/q08", other_option, "ATOP has consultation in 1907 for Britain and Russia"),
    ):
        assert says in broken(course, id, change)
        assert broken(course, id, lambda same: same) == ""


def claim(kind: str, text: str, id: str = "X1.1", **more: Any) -> Claim:
    return Claim.model_validate({"id": id, "paragraph": "X1", "text_md": text, "kind": kind, "verdict": "contested", "verdict_md": "v", **more})


@pytest.mark.parametrize(
    ("wrong", "says", "right"),
    [
        (claim("fact", "The ministry knows of the risks."), "reports a state of mind (“The ministry knows”)", claim("fact", "The ministry has named the risks.")),
        (claim("fact", "Rome knows of the risks."), "coded fact, and reports a state of mind (“Rome knows”)", claim("inference", "Rome knows of the risks.")),
        (claim("judgement", "Its leaders think that it is useful."), "coded judgement, and reports a state of mind", claim("judgement", "It is useful.")),
        (claim("forecast", "Rome would gain what its leaders want."), "coded forecast, and reports a state of mind", claim("forecast", "Rome would gain a port.")),
        (claim("fact", "It will probably be sold."), "coded fact, and says “will”", claim("forecast", "It will probably be sold.")),
        (claim("fact", "It was probably sold."), "coded fact, and says “probably”", claim("fact", "There is concern that it may be sold.")),
        (claim("forecast", "It was sold."), "nothing in it looks ahead", claim("forecast", "It could be sold.")),
        (claim("fact", "It may be sold in May 1999."), "coded fact, and says “may”", claim("fact", "It was sold in May 1999.")),
        (claim("inference", "It is to be sold in 2003."), "speaks of 2003, after the text appeared", claim("forecast", "It may be sold in 2003.")),
        (claim("assumption", "It was sold."), "its id says that the text states it", claim("assumption", "It was sold.", "X1.p1")),
        (claim("fact", "It was sold.", "X1.p1"), "its id says that the text leaves it unsaid", claim("fact", "It was sold.")),
        (claim("assumption", "It was sold.", "X1.p1", hedge="sold"), "has a hedge of the text (“sold”)", claim("assumption", "It was sold.", "X1.p1")),
    ],
)
def test_a_kind_that_the_words_do_not_allow_is_told(wrong: Claim, says: str, right: Claim) -> None:
    assert says in " ".join(what for what, _ in unlike(wrong, 1999))
    assert list(unlike(right, 1999)) == []


def test_check_tells_both(course: Course) -> None:
    claims = {**course.claims, "B0.1": course.claims["B0.1"].model_copy(update={"text_md": "China knows of these risks."}), "T1.2": course.claims["T1.2"].model_copy(update={"kind": "inference"})}
    out = "\n".join(map(str, check(replace(course, claims=claims))))
    assert "B0.1: it is coded fact, and reports a state of mind (“China knows”)" in out
    assert "04-thesis: it calls T1.2 a judgement, and the register has it as inference" in out


def test_the_book_agrees_with_its_data(course: Course) -> None:
    assert [*map(str, codings(course))] == []
    assert [(c.id, what) for c in course.claims.values() for what, _ in unlike(c, 2024)] == []
