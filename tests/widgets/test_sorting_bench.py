"""The sorting bench's cards: how each stands, which comes next, and what the bins say, against an independent Python."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.widgets.test_logic import run_front as run
from thirdcorner import SortingBench

KINDS = ["fact", "forecast", "judgement"]
CARD = st.builds(
    lambda answer, key, checked, first: {"answer": answer, "key": key, "checked": checked and answer is not None, "first": None if key is None or not checked else first},
    st.none() | st.sampled_from(KINDS), st.none() | st.sampled_from(KINDS), st.booleans(), st.sampled_from([0, 1]),
)  # fmt: skip
CARDS = st.lists(CARD, min_size=1, max_size=9)


def standing(card: dict) -> str:
    if card["answer"] is None:
        return "loose"
    if not card["checked"]:
        return "placed"
    return "reading" if card["key"] is None else ("right" if card["key"] == card["answer"] else "otherwise")


@settings(max_examples=60, deadline=None)
@given(CARDS, st.integers(0, 8))
def test_standing_and_the_next_card(cards: list[dict], after: int) -> None:
    after %= len(cards)
    found, following = run("[value[0].map(m.standing), m.next(value[0], value[1])]", [cards, after], "logic/sorting")
    assert found == [standing(c) for c in cards]
    waiting = [(after + n) % len(cards) for n in range(1, len(cards) + 1) if not cards[(after + n) % len(cards)]["checked"]]
    assert following == (waiting[0] if waiting else -1)


@settings(max_examples=60, deadline=None)
@given(CARDS)
def test_what_it_says_counts_first_tries_of_what_has_a_key(cards: list[dict]) -> None:
    said = run("m.told(value)", cards, "logic/sorting")
    done = [c for c in cards if c["checked"]]
    keyed = [c for c in done if c["key"]]
    tries = f"; at the first try {sum(c['first'] == 1 for c in keyed)} of {len(keyed)} as the book has it" if keyed else ""
    expected = [f"{len(done)} of {len(cards)} sorted{tries}."] if done else []
    waiting, other = ([standing(c) for c in cards].count(word) for word in ("placed", "otherwise"))
    expected += ["1 card lies in a bin and is not compared yet."] if waiting == 1 else [f"{waiting} cards lie in a bin and are not compared yet."] if waiting else []
    expected += [f"The book has {'one' if other == 1 else other} of them otherwise: look again."] if other else []
    assert said == expected


def test_cards_name_bins_by_permanent_ids_and_work_has_a_frame() -> None:
    bench = SortingBench("claim-sorter-01")
    kinds = {k["id"] for k in bench.content["kinds"]}
    assert all(set(s["said_html"]) == kinds and s["key"] in kinds for s in bench.content["statements"])
    bench.work = {"claim-sorter-01/s1": {"answer": "fact", "checked": True, "first": 1}}
    assert bench.to_frame()["answer"].tolist() == ["fact"]
