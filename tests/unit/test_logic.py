"""The pure JavaScript (scoring, the learner's record) under the Node of a locked package."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thirdcorner.islands.bundle import classic

ISLANDS = Path(__file__).resolve().parents[2] / "thirdcorner" / "islands"


def node() -> str:
    beside = Path(sys.executable).with_name("node")
    found = str(beside) if beside.exists() else shutil.which("node")
    assert found, "Node is missing: pip install -r requirements-dev.txt"
    return found


def run(expression: str, value: object = None, module: str = "scoring", folder: Path | None = None) -> object:
    """Evaluate `expression` (which sees the module as `m` and `value`) under Node."""
    script = classic([module], **({"folder": folder} if folder else {}))
    code = f"{script}\nconst m = globalThis.thirdcorner.modules.{module}; const value = {json.dumps(value)};\nconsole.log(JSON.stringify({expression}));"
    done = subprocess.run([node(), "-"], input=code, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


OPTIONS = [{"correct": c} for c in (False, True, True)]


@pytest.mark.parametrize(
    ("question", "answer", "score", "right"),
    [
        ({"kind": "single", "options": OPTIONS}, 1, 1, True),
        ({"kind": "single", "options": OPTIONS}, 0, 0, False),
        ({"kind": "multiple", "options": OPTIONS}, [1, 2], 1, True),
        ({"kind": "multiple", "options": OPTIONS}, [1], 0.5, False),
        ({"kind": "multiple", "options": OPTIONS}, [0, 1], 0, False),
        ({"kind": "multiple", "options": OPTIONS}, [0, 1, 2], 0.5, False),
        ({"kind": "true-false", "correct": False}, False, 1, True),
        ({"kind": "matching", "pairs": [{"answer": "A"}, {"answer": "B"}]}, ["A", "A"], 0.5, False),
        ({"kind": "ordering"}, [0, 1, 2], 1, True),
        ({"kind": "ordering"}, [2, 1, 0], 0, False),
        ({"kind": "numeric", "answer": 98.3, "tolerance": 0.1}, "98,4 %", 1, True),
        ({"kind": "numeric", "answer": 1190, "tolerance": 0}, "1,190", 1, True),
        ({"kind": "numeric", "answer": -5, "tolerance": 0}, "−5", 1, True),
        ({"kind": "numeric", "answer": 5, "tolerance": 0}, "five", 0, False),
        ({"kind": "fill-in", "blanks": [{"accepted": ["Hwasong-18"]}]}, ["hwasong–18 "], 1, True),
        ({"kind": "interpretive"}, 0, None, False),
    ],
)
def test_each_kind_is_scored_by_its_rule(question: dict, answer: object, score: float | None, right: bool) -> None:
    result = run("m.score(value[0], value[1])", [question, answer])
    assert result["score"] == score
    assert result["right"] is right


@pytest.mark.parametrize(
    ("question", "marks", "score"),
    [
        ({"kind": "short-answer", "ideas": [{}, {}, {}, {}]}, [True, None, True, False], 0.5),
        ({"kind": "short-answer", "ideas": [{}, {}]}, [], None),
        ({"kind": "essay", "rubric": [{"levels": "abc"}, {"levels": "abcd"}]}, [1, 3], 0.75),
        ({"kind": "essay", "rubric": [{"levels": "abc"}, {"levels": "abcd"}]}, [1, None], None),
    ],
)
def test_what_a_writer_marks_is_scored_by_its_rule(question: dict, marks: list, score: float | None) -> None:
    assert run("m.score(value[0], 'text', value[1])", [question, marks])["score"] == score


def test_shuffles_are_permutations_fixed_by_the_seed_and_never_the_key() -> None:
    found = run("[...Array(200).keys()].map(s => [2 + (s % 6), m.shuffled(2 + (s % 6), `${s}/q`), m.shuffled(2 + (s % 6), `${s}/q`)])")
    for n, one, two in found:
        assert sorted(one) == list(range(n))
        assert one == two
        assert one != list(range(n))


ENTRY = st.fixed_dictionaries({"v": st.just(1), "hash": st.sampled_from("ab"), "at": st.integers(0, 3), "state": st.dictionaries(st.sampled_from("xy"), st.integers(0, 2), max_size=2)})
RECORD = st.dictionaries(st.sampled_from(["q1", "q2", "q3"]), ENTRY, max_size=3)


@settings(max_examples=25, deadline=None)
@given(st.lists(RECORD, min_size=3, max_size=3))
def test_merging_records_is_commutative_idempotent_and_loses_nothing(records: list[dict]) -> None:
    ab, ba, aa, left, right = run(
        "(([a, b, c]) => [m.merged(a, b), m.merged(b, a), m.merged(a, a), m.merged(m.merged(a, b), c), m.merged(a, m.merged(b, c))])(value)",
        records, "store", ISLANDS,
    )  # fmt: skip
    a, b, _ = records
    assert ab == ba
    assert aa == a
    assert left == right
    assert set(ab) == set(a) | set(b)


STORE = """((before, file) => {
  const kept = new Map(before);
  const storage = { get length() { return kept.size; }, key: i => [...kept.keys()][i], getItem: k => kept.get(k) ?? null, setItem: (k, v) => kept.set(k, v), removeItem: k => kept.delete(k) };
  const told = [];
  const steps = { 0: e => ({ ...e, state: { answer: e.state.given } }) };
  const store = m.openStore({ course: "c", edition: "e", storage, tell: (what, id) => told.push([what, id]), now: () => 9, steps });
  const count = file && store.load(JSON.stringify(file));
  return { entries: store.entries(), aside: store.file().aside, told, count };
})(value[0], value[1])"""


def test_entries_of_an_older_version_are_brought_up_and_those_of_a_newer_one_put_aside() -> None:
    old, new = {"v": 0, "hash": "h", "at": 1, "state": {"given": 2}}, {"v": 2, "hash": "h", "at": 1, "state": {}}
    before = [["tc:c:e:old", json.dumps(old)], ["tc:c:e:new", json.dumps(new)]]
    file = {"format": "thirdcorner-record", "v": 0, "course": "c", "items": {"other": old}}
    found = run(STORE, [before, file], "store", ISLANDS)
    lifted = {"v": 1, "hash": "h", "at": 1, "state": {"answer": 2}}
    assert found["entries"] == {"old": lifted, "other": lifted}
    assert found["told"] == [["unreadable", "new"]]
    assert [json.loads(text) for text in found["aside"].values()] == [new]
    assert found["count"] == 1


def test_the_register_of_claims_is_filtered_by_what_is_chosen_together() -> None:
    claims = [
        {"kind": "fact", "verdict": "wrong", "paragraph": "A1", "text": "The missile of December"},
        {"kind": "fact", "verdict": "holds", "paragraph": "A2", "text": "The treaty of June"},
    ]
    choices = [("", "", "", ""), ("fact", "wrong", "", ""), ("", "", "A2", "JUNE treaty"), ("", "holds", "A1", "")]
    found = run("value[1].map(([kind, verdict, paragraph, text]) => m.fits(value[0], { kind, verdict, paragraph, text }))", [claims, choices], "filter", ISLANDS)
    assert found == [[True, True], [True, False], [False, True], [False, False]]
