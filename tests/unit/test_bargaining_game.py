"""The solver: no profitable one-shot deviation, equal to brute force over all pure strategies, and its map and turns are true."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.test_logic import run
from thirdcorner import BargainingGame
from thirdcorner.content import load
from thirdcorner.model.activities import BargainingGame as Activity

PARAMETERS = [{"id": "p", "low": -3, "high": 3}, {"id": "q", "low": -3, "high": 3}]
PLAYERS = ["a", "b"]


@st.composite
def games(draw: st.DrawFn) -> dict:
    """A random tree with up to five nodes and perfect information."""
    count = draw(st.integers(1, 5))
    nodes = [{"id": f"n{i}", "player": draw(st.sampled_from(PLAYERS)), "moves": [{"id": f"n{i}m{k}", "label": "m", "to": ""} for k in range(draw(st.integers(2, 3)))]} for i in range(count)]
    for i in range(1, count):  # hang each node under a free move of an earlier one
        free = [m for n in nodes[:i] for m in n["moves"] if not m["to"]]
        draw(st.sampled_from(free))["to"] = f"n{i}"
    endings = []
    terms = st.dictionaries(st.sampled_from(["p", "q"]), st.integers(-2, 2))
    for move in (m for n in nodes for m in n["moves"] if not m["to"]):
        move["to"] = f"o{len(endings)}"
        endings.append({"id": move["to"], "label": "o", "payoffs": {player: draw(terms) for player in PLAYERS}})
    return {"nodes": nodes, "endings": endings}


VALUES = st.fixed_dictionaries({"p": st.integers(-3, 3), "q": st.integers(-3, 3)})


def worth(game: dict, values: dict, at: str, strategy: dict[str, str], player: str) -> int:
    """Play a strategy from a place to its end."""
    nodes = {n["id"]: n for n in game["nodes"]}
    while at in nodes:
        at = next(m["to"] for m in nodes[at]["moves"] if m["id"] == strategy[at])
    terms = next(o for o in game["endings"] if o["id"] == at)["payoffs"][player]
    return sum(times * values[name] for name, times in terms.items())


def perfect(game: dict, values: dict, strategy: dict[str, str]) -> bool:
    """Whether no player can gain by any pure strategy of its own from any node on: brute force."""
    for start in game["nodes"]:
        for player in PLAYERS:
            mine = [n for n in game["nodes"] if n["player"] == player]
            has = worth(game, values, start["id"], strategy, player)
            for other in itertools.product(*[[m["id"] for m in n["moves"]] for n in mine]):
                if worth(game, values, start["id"], {**strategy, **{n["id"]: m for n, m in zip(mine, other, strict=True)}}, player) > has:
                    return False
    return True


@settings(max_examples=60, deadline=None)
@given(games(), VALUES)
def test_the_solution_is_subgame_perfect(game: dict, values: dict) -> None:
    found = run("m.solve(value[0], value[1])", [game, values], "game_logic")
    for node in game["nodes"]:  # no profitable one-shot deviation
        has = worth(game, values, node["id"], found["best"], node["player"])
        for move in node["moves"]:
            assert worth(game, values, node["id"], {**found["best"], node["id"]: move["id"]}, node["player"]) <= has
        assert found["worth"][node["id"]][node["player"]] == has
    assert perfect(game, values, found["best"])


@settings(max_examples=30, deadline=None)
@given(games(), VALUES)
def test_without_ties_it_is_the_only_one(game: dict, values: dict) -> None:
    found = run("m.solve(value[0], value[1])", [game, values], "game_logic")
    choices = [[m["id"] for m in n["moves"]] for n in game["nodes"]]
    every = [dict(zip((n["id"] for n in game["nodes"]), moves, strict=True)) for moves in itertools.product(*choices)]
    kept = [s for s in every if perfect(game, values, s)]
    assert found["best"] in kept
    if not found["ties"]:
        assert kept == [found["best"]]


@settings(max_examples=25, deadline=None)
@given(games(), VALUES)
def test_the_map_the_turns_and_the_reasons_are_true(game: dict, values: dict) -> None:
    found, grid, turns, reasons = run(
        "[m.solve(value[0], value[1]), m.regions(value[0], value[1], value[2][0], value[2][1]), m.turns(value[0], value[1], value[2]), value[0].endings.map((o) => m.leaves(value[0], value[1], o.id))]",
        [game, values, PARAMETERS], "game_logic",
    )  # fmt: skip
    assert grid["cells"][grid["ys"].index(values["q"])][grid["xs"].index(values["p"])] == found["outcome"]
    again = [run("m.solve(value[0], value[1]).outcome", [game, {**values, t["id"]: t["to"]}], "game_logic") for t in turns]
    assert again == [t["outcome"] for t in turns]
    assert found["outcome"] not in again
    for ending, why in zip(game["endings"], reasons, strict=True):
        assert (why is None) == (ending["id"] == found["outcome"])
        if why:
            assert why["gets"] >= why["would"]


def test_a_tree_that_is_none_is_refused() -> None:
    data = load().activities["lean-08"].model_dump(mode="json")
    data["nodes"][0]["moves"][1]["to"] = "complied"
    with pytest.raises(ValueError, match="exactly one move"):
        Activity.model_validate(data)


def test_the_frame_has_the_payoffs_of_the_learner() -> None:
    game = BargainingGame("lean-08")
    game.work = {"lean-08": {"values": {"gain": -2}}}
    frame = game.to_frame().set_index(["outcome", "player"])["payoff"]
    assert frame["accepted", "beijing"] == -2
    assert frame["let-go", "beijing"] == -5
