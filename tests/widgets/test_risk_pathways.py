"""Chains: the product, the stations, the weakest link and what ten points more would add, against an independent Python; old records."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.widgets.test_logic import run_front
from thirdcorner import RiskPathways
from thirdcorner.widgets.risk_pathways import shuffled

CHANCES = st.lists(st.integers(0, 100), min_size=1, max_size=7)
LINKS = ["a", "b", "c"]


@settings(max_examples=60, deadline=None)
@given(CHANCES)
@example([100, 100])
@example([100])
@example([50, 50, 90])
@example([100, 50])
def test_a_chain(chances: list[int]) -> None:
    end, along, weakest, gains, said = run_front("[m.end(value), m.along(value), m.weakest(value), value.map((_, i) => m.gain(value, i)), m.told(value)]", chances, "logic/pathways")
    shares = [c / 100 for c in chances]
    assert end == pytest.approx(100 * math.prod(shares))
    assert along == pytest.approx([100 * math.prod(shares[: n + 1]) for n in range(len(shares))])
    assert along == sorted(along, reverse=True)
    assert weakest == [n for n, c in enumerate(chances) if c == min(chances)]
    for n, gain in enumerate(gains):
        other = [*shares[:n], min(1, shares[n] + 0.1), *shares[n + 1 :]]
        assert gain == pytest.approx(100 * math.prod(other) - end, abs=1e-9)
    if max(chances) <= 90:
        assert max(gains) == pytest.approx(gains[weakest[0]], abs=1e-9)
    spoken, more = run_front("[m.ofHundred(value[0]), value[1].toFixed(1)]", [end, gains[weakest[0]]], "logic/pathways")
    links = [str(n + 1) for n in weakest]
    some = len(links) > 1
    thin = f"The chain is thinnest at link{'s' if some else ''} {listed(links)}; ten points more there{', at one of them,' if some else ''} would add {more} to the end."
    assert said == f"By your numbers the end comes in {spoken}. {'No link is in doubt.' if min(chances) == 100 else thin}"


def listed(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def test_cases_of_a_hundred_are_never_none_where_there_are_some() -> None:
    assert run_front("[0, 0.2, 0.5, 1.4, 99.6].map(m.ofHundred)", None, "logic/pathways") == ["0 of 100", "fewer than 1 of 100", "1 of 100", "1 of 100", "100 of 100"]
    assert run_front("[m.weakest([undefined, 40, 20, 20]), m.gain([undefined, 40], 1), m.gain([95, 50], 0)]", None, "logic/pathways") == [[2, 3], 0, 2.5]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.none() | st.integers(0, 100), min_size=1, max_size=7))
def test_a_link_without_a_chance_leaves_the_end_open_and_none_is_supposed(chances: list[int | None]) -> None:
    end, along, said, gains = run_front("((c) => [m.end(c), m.along(c), m.told(c), c.map((_, i) => m.gain(c, i))])(value.map((v) => v ?? undefined))", chances, "logic/pathways")
    open_ = [n for n, c in enumerate(chances) if c is None]
    assert not open_ or gains == [0] * len(chances), "ten points more add nothing to an end that is open"
    assert (end is None) == bool(open_)
    assert [v is None for v in along] == [bool(open_) and n >= open_[0] for n in range(len(chances))]
    if len(open_) == len(chances):
        assert said.startswith("No link has a chance yet.")
    elif open_:
        before = open_[0]
        spoken = before and run_front("m.ofHundred(value)", along[before - 1], "logic/pathways")
        so = f" Up to link {before} the chain holds in {spoken}." if before else ""
        assert said == f"{'One link has' if len(open_) == 1 else f'{len(open_)} links have'} no chance yet, so the end is open.{so}"
    else:
        assert said.startswith("By your numbers the end comes in ")


SOUND = st.fixed_dictionaries(
    {"compared": st.booleans()},
    optional={
        "order": st.none() | st.permutations(range(3)) | st.permutations(LINKS) | st.permutations([0, "b", 2]),
        "chances": st.dictionaries(st.sampled_from(LINKS), st.integers(0, 100)),
        "weak": st.sampled_from(["", *LINKS]),
    },
)


def modern(state: dict[str, Any]) -> Any:
    return run_front("m.modern(value[0].map((id) => ({ id })), value[1])", [LINKS, state], "logic/pathways")


@settings(max_examples=60, deadline=None)
@given(SOUND)
def test_a_record_by_places_is_converted_and_all_else_of_it_is_kept(state: dict[str, Any]) -> None:
    expected = {key: value for key, value in state.items() if key != "order" or value is not None}
    if "order" in expected:
        expected["order"] = [LINKS[o] if isinstance(o, int) else o for o in expected["order"]]
    chances = state.get("chances", {})
    if state["compared"] and len(chances) < len(LINKS):
        expected["chances"] = {id: chances.get(id, 50) for id in LINKS}  # the edition before let a link stand at 50
    assert modern(state) == expected


ORDERS = st.sampled_from([[], ["a"], ["a", "b"], ["a", "a", "b"], ["a", "b", "z"], [0, 1, 3], [0, 1, -1], [0, "a", "b"]]) | st.tuples(st.permutations(LINKS), st.sampled_from([*LINKS, 0, "z"])).map(lambda o: [*o[0], o[1]])
FAULT = st.one_of(
    st.fixed_dictionaries({"order": ORDERS}),
    st.fixed_dictionaries({"chances": st.tuples(st.sampled_from(LINKS), st.integers(max_value=-1) | st.integers(min_value=101)).map(lambda one: dict([one]))}),
    st.fixed_dictionaries({"chances": st.integers(0, 100).map(lambda p: {"a": p, "z": p})}),
    st.fixed_dictionaries({"weak": st.sampled_from(["z", "A", " "])}),
)


@settings(max_examples=60, deadline=None)
@given(SOUND, FAULT)
def test_a_record_in_which_one_thing_fits_no_such_chain_is_refused(state: dict[str, Any], fault: dict[str, Any]) -> None:
    assert modern(state) is not None
    assert modern({**state, **fault}) is None


@settings(max_examples=30, deadline=None)
@given(st.floats(-3, 3))
def test_a_link_is_dragged_by_its_edge(distance: float) -> None:
    assert run_front("m.dragged(value)", distance, "logic/pathways") == pytest.approx(100 * min(1, abs(distance)), abs=0.51)


def test_the_start_is_never_the_order_of_the_text() -> None:
    for pathway in RiskPathways("pathways-06").content["pathways"]:
        ids = [link["id"] for link in pathway["links"]]
        assert sorted(pathway["start"]) == sorted(ids)
        assert pathway["start"] != ids
    assert all(shuffled(["a", "b"], str(seed)) == ["b", "a"] for seed in range(20))


def test_the_frame_has_products() -> None:
    pathways = RiskPathways("pathways-06")
    pathways.work = {"pathways-06/arms": {"chances": {"help": 60, "faster": 50}, "compared": True}, "pathways-06/bloc": {"chances": {"shown": 90, "ranks": 40}}}
    frame = pathways.to_frame().set_index("pathway")
    assert frame.loc["arms", "so_far"].tolist() == pytest.approx([60, 30, 15, 7.5])
    assert frame.loc["bloc", "link"].tolist() == ["shown", "ranks"]
    assert frame.loc["bloc", "so_far"].tolist() == pytest.approx([90, math.nan], nan_ok=True)
