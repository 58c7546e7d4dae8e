"""Who gains: sums with and without what is only claimed, and what they say, against an independent Python; content from the data."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.widgets.test_logic import run_front as run
from thirdcorner import GainMatrix

ACTORS = ["a", "b", "c"]
SIGNS = st.integers(-2, 2)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "attestation": st.sampled_from(["attested", "claimed", "inferred"]),
            "values": st.dictionaries(st.sampled_from(ACTORS), SIGNS),
            "compared": st.booleans(),
            "book": st.fixed_dictionaries({a: SIGNS for a in ACTORS}),
        }
    ),
    max_size=7,
)
NAMED = [{"id": a, "name": a.upper()} for a in ACTORS]


@settings(max_examples=40, deadline=None)
@given(ROWS, st.booleans())
def test_sums(rows: list[dict], only: bool) -> None:
    totals, first = run("((t) => [t, m.gainers(t)])(m.totals(value[0], value[1], value[2]))", [rows, ACTORS, only], "logic/gains")
    counted = [r for r in rows if r["attestation"] == "attested" or not only]
    assert totals == {a: sum(r["values"].get(a, 0) for r in counted) for a in ACTORS}
    assert first == [a for a in ACTORS if totals[a] == max(totals.values())]


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_where_one_differs_from_the_book(rows: list[dict]) -> None:
    found = run("m.apart(value[0], value[1])", [rows, ACTORS], "logic/gains")
    gaps = {a: [abs(r["values"].get(a, 0) - r["book"][a]) for r in rows if r["compared"]] for a in ACTORS}
    differ = sum(g > 0 for row in gaps.values() for g in row)
    assert (found["cells"], found["differ"]) == (sum(map(len, gaps.values())), differ)
    assert found["most"] == ([a for a in ACTORS if sum(gaps[a]) == max(map(sum, gaps.values()))] if differ else [])


def row(values: dict[str, int], book: dict[str, int], compared: bool = True) -> dict:
    return {"attestation": "attested", "values": values, "compared": compared, "book": book}


SAME = {"a": 1, "b": -1, "c": 0}


@settings(max_examples=60, deadline=None)
@given(ROWS)
@example([row(SAME, SAME)])
@example([row({"a": 1, "b": -1}, SAME, False)])
def test_what_it_says_names_who_gains_and_counts_what_is_empty(rows: list[dict]) -> None:
    said = run("m.told(value[0], value[1])", [rows, NAMED], "logic/gains")
    rated = sum(len(r["values"]) for r in rows)
    if not rated:
        assert said == []
        return
    sums, firm = ({a: sum(r["values"].get(a, 0) for r in rows if r["attestation"] in kinds) for a in ACTORS} for kinds in (("attested", "claimed", "inferred"), ("attested",)))
    first, hard = (named(s, max) if max(s.values()) > 0 else "nobody" for s in (sums, firm))
    solid = any(r["values"] for r in rows if r["attestation"] == "attested")
    if max(sums.values()) <= 0:
        expected = ["By your signs nobody gains so far."]
    elif not solid:  # nothing is summed where nothing is rated
        expected = [f"Most is gained by {first} so far, and of what is attested nothing is rated yet."]
    elif first == hard:
        expected = [f"Most is gained by {first}, whether or not you count what is only claimed or inferred."]
    else:
        expected = [f"Counting everything, most is gained by {first}; counting only what is attested, by {hard}."]
    if min(sums.values()) < 0:
        expected.append(f"Most is lost by {named(sums, min)} (−{-min(sums.values())}).")
    gaps = {a: [abs(r["values"].get(a, 0) - r["book"][a]) for r in rows if r["compared"]] for a in ACTORS}
    cells, differ = sum(map(len, gaps.values())), sum(g > 0 for row in gaps.values() for g in row)
    if differ:
        expected.append(f"Of the {cells} cells compared you read {differ} otherwise than the book, most of all over {named({a: sum(g) for a, g in gaps.items()}, max)}.")
    elif cells:  # the book is not spoken of before a row is compared
        expected.append(f"In all {cells} cells compared you and the book write the same sign.")
    empty = 3 * len(rows) - rated
    if empty:
        expected.append(f"{empty} of {3 * len(rows)} cells {'is' if empty == 1 else 'are'} still empty and count nothing.")
    assert said == expected


def named(sums: dict[str, int], which: Callable) -> str:
    ids = [a.upper() for a in ACTORS if sums[a] == which(sums.values())]
    return " and ".join(filter(None, [", ".join(ids[:-1]), ids[-1]]))


def test_a_sign_has_its_words_and_a_sum_its_sign() -> None:
    values = [-2, -1, 0, 1, 2, None, 7]
    assert run("value.map((v) => [m.sign(v ?? undefined), m.spoken(v ?? undefined)])", values, "logic/gains") == [
        ["−−", "loses much"], ["−", "loses"], ["0", "neither"], ["+", "gains"], ["++", "gains much"], ["", "not yet rated"], ["", "not yet rated"],
    ]  # fmt: skip
    assert run("m.SIGNS.map((s) => s.key).join('')", None, "logic/gains") == "12345"
    assert run("[-3, -1, 0, 1, 4].map(m.signed)", None, "logic/gains") == ["−3", "−1", "0", "+1", "+4"]
    unread = [{"attestation": "attested", "values": {"a": 1}, "compared": True}]
    assert run("m.apart(value, ['a'])", unread, "logic/gains") == {"cells": 0, "differ": 0, "most": []}


def test_rows_take_their_words_from_the_flows() -> None:
    matrix = GainMatrix("gains-07")
    row = next(r for r in matrix.content["rows"] if r["key"] == "dprk-troops-2024")
    assert (row["attestation"], row["head"]) == ("attested", "DPRK to Russia, October 2024")
    matrix.work = {row["id"]: {"values": {"china": -1}}}
    assert matrix.to_frame().to_dict("records") == [{"flow": "dprk-troops-2024", "attestation": "attested", "actor": "china", "value": -1}]
