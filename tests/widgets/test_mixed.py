"""The order in which a learner sees options, by an independent statement of it: fair to every place, and none where order matters."""

from __future__ import annotations

import pytest

from tests.widgets.test_logic import run_front
from thirdcorner.course.read import load
from thirdcorner.model import Question

COURSE = load()
OF_CHAPTER = {q.id: q for q in COURSE.questions_of("05-renewed-alliance") if q.kind in ("single", "multiple") and q.id != "05-renewed-alliance/q02"}
"""Questions of a chapter whose options may stand in any order."""


def own(q: Question, seed: int) -> list[str]:
    """The order that falls to a seed, as mixed.ts states it: FNV-1a of option, seed and question, its upper bits stirred."""

    def rank(id: str) -> int:
        made = 0x811C9DC5
        for byte in f"{id}/{seed}/{q.id}".encode():
            made = (made ^ byte) * 0x01000193 % 2**32
        return (made ^ made >> 15) * 0x2C1B3C6D % 2**32

    return sorted((o.id for o in q.options), key=rank)  # type: ignore[union-attr]


def test_the_order_is_that_of_python_and_puts_no_key_first() -> None:
    one = next(iter(OF_CHAPTER.values()))
    seeds = list(range(1, 400))
    told = run_front("value[2].map((seed) => m.mixed(value[0], (id) => id, value[1], seed))", [[o.id for o in one.options], one.id, seeds], "logic/mixed")
    assert told == [own(one, seed) for seed in seeds]
    for q in OF_CHAPTER.values():
        key = next(o.id for o in q.options if o.correct)
        places = [own(q, seed).index(key) for seed in range(1, 2001)]
        fair = 2000 / len(q.options)
        assert all(abs(places.count(place) - fair) < 0.2 * fair for place in range(len(q.options))), q.id


@pytest.mark.parametrize(("kind", "ordered", "moved"), [("single", False, True), ("multiple", False, True), ("single", True, False), ("multiple", True, False), ("interpretive", False, False), ("ordering", False, False)])
def test_only_options_of_a_choice_that_is_no_scale_are_moved(kind: str, ordered: bool, moved: bool) -> None:
    q = next(iter(OF_CHAPTER.values()))
    parts = [{"id": o.id, "html": o.text_md} for o in q.options]
    shown = {"id": q.id, "kind": kind, "prompt_html": "Which?", "parts": parts, "ordered": ordered}
    told = run_front("value[1].map((seed) => m.ownOrder(value[0], seed))", [shown, [0, *range(1, 60)]], "logic/mixed")
    assert isinstance(told, list)
    assert all(sorted(p["id"] for p in one["parts"]) == sorted(p["id"] for p in parts) and {**one, "parts": parts} == shown for one in told)
    assert told[0] == shown  # nobody's
    assert [[p["id"] for p in one["parts"]] for one in told[1:]] == [own(q, seed) if moved else [p["id"] for p in parts] for seed in range(1, 60)]
