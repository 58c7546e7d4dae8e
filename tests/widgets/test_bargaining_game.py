"""The solver: no profitable one-shot deviation, equal to brute force over all pure strategies, and its map, turns and bars are true."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.widgets.test_logic import run_front
from thirdcorner import BargainingGame
from thirdcorner.course.read import load
from thirdcorner.model.activities import BargainingGame as Activity

MODULE = "logic/bargaining"
PARAMETERS = [{"id": "p", "low": -3, "high": 3}, {"id": "q", "low": -3, "high": 3}]
PLAYERS = ["a", "b"]


def run(expression: str, value: object) -> object:
    return run_front(expression, value, MODULE)


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
    terms = next(o for o in game["endings"] if o["id"] == ended(game, at, strategy))["payoffs"][player]
    return sum(times * values[name] for name, times in terms.items())


def ended(game: dict, at: str, strategy: dict[str, str]) -> str:
    nodes = {n["id"]: n for n in game["nodes"]}
    while at in nodes:
        at = next(m["to"] for m in nodes[at]["moves"] if m["id"] == strategy[at])
    return at


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


def solved(game: dict, values: dict) -> dict[str, str]:
    """Backward induction once more, by recursion: the first of the best moves at each node."""
    nodes, kept = {n["id"]: n for n in game["nodes"]}, {}

    def gets(at: str) -> dict[str, int]:
        if at not in nodes:
            return {p: sum(t * values[k] for k, t in terms.items()) for p, terms in next(o for o in game["endings"] if o["id"] == at)["payoffs"].items()}
        node = nodes[at]
        offered = [(m["id"], gets(m["to"])) for m in node["moves"]]
        kept[at], best = max(offered, key=lambda pair: pair[1][node["player"]])
        return best

    gets(game["nodes"][0]["id"])
    return kept


@settings(max_examples=60, deadline=None)
@given(games(), VALUES)
def test_the_solution_is_subgame_perfect(game: dict, values: dict) -> None:
    found = run("m.solve(value[0], value[1])", [game, values])
    for node in game["nodes"]:  # no profitable one-shot deviation
        has = worth(game, values, node["id"], found["best"], node["player"])
        for move in node["moves"]:
            assert worth(game, values, node["id"], {**found["best"], node["id"]: move["id"]}, node["player"]) <= has
        assert found["worth"][node["id"]][node["player"]] == has
    assert perfect(game, values, found["best"])
    assert found["best"] == solved(game, values)
    end, played = next((end, way) for end, way in ways(game, "n0") if all(found["best"][step["node"]] == step["move"] for step in way))
    assert (found["path"], found["outcome"]) == ([step["move"] for step in played], end)


@settings(max_examples=30, deadline=None)
@given(games(), VALUES)
def test_without_ties_it_is_the_only_one(game: dict, values: dict) -> None:
    found = run("m.solve(value[0], value[1])", [game, values])
    choices = [[m["id"] for m in n["moves"]] for n in game["nodes"]]
    every = [dict(zip((n["id"] for n in game["nodes"]), moves, strict=True)) for moves in itertools.product(*choices)]
    kept = [s for s in every if perfect(game, values, s)]
    assert found["best"] in kept
    if not found["ties"]:
        assert kept == [found["best"]]


def region(game: dict, values: dict, regions: list[dict]) -> int:
    """Whether the first mover has what it likes best; if not, what it would meet by moving otherwise: by playing it out."""
    best, root = solved(game, values), game["nodes"][0]
    end, mover = ended(game, root["id"], best), root["player"]
    gets = {o["id"]: sum(t * values[k] for k, t in o["payoffs"][mover].items()) for o in game["endings"]}
    others = [ended(game, m["to"], best) for m in root["moves"] if m["id"] != best[root["id"]]]
    instead = max(others, key=lambda e: gets[e])
    if gets[end] < max(gets.values()):
        for n, r in enumerate(regions):
            if (r["at"], r.get("instead")) == (end, instead):
                return n
    return next(n for n, r in enumerate(regions) if r["at"] == end and not r.get("instead"))


@settings(max_examples=25, deadline=None)
@given(games(), VALUES, st.data())
def test_the_map_the_turns_and_the_reasons_are_true(game: dict, values: dict, data: st.DataObject) -> None:
    ids = [o["id"] for o in game["endings"]]
    pairs = data.draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)), max_size=4, unique=True))
    regions = [{"at": a, "instead": b} for a, b in pairs] + [{"at": id} for id in ids]
    found, grid, turns, reasons = run(
        "[m.solve(value[0], value[1]), m.mapped(value[0], value[1], value[2][0], value[2][1], value[3]), m.turns(value[0], value[1], value[2]), value[0].endings.map((o) => m.leaves(value[0], value[1], o.id))]",
        [game, values, PARAMETERS, regions],
    )  # fmt: skip
    assert grid["ys"] == [3, 2, 1, 0, -1, -2, -3]
    for v, row in zip(grid["ys"], grid["cells"], strict=True):
        assert row == [region(game, {**values, "p": u, "q": v}, regions) for u in grid["xs"]]
    assert turns == turning(game, values)
    for ending, why in zip(game["endings"], reasons, strict=True):
        assert (why is None) == (ending["id"] == found["outcome"])
        if why:
            assert why["gets"] >= why["would"]


def turning(game: dict, values: dict) -> list[dict]:
    """For each parameter, the nearest value at which another ending is reached; of all these, the one nearest at hand first."""
    now, found = ended(game, "n0", solved(game, values)), []
    for p in PARAMETERS:
        has = values[p["id"]]
        ends = [(abs(to - has), to, ended(game, "n0", solved(game, {**values, p["id"]: to}))) for to in range(p["low"], p["high"] + 1)]
        if other := [one for one in ends if one[2] != now]:
            step, to, end = min(other)
            found.append((step, {"id": p["id"], "from": has, "to": to, "outcome": end}))
    return [turn for _, turn in sorted(found, key=lambda pair: pair[0])]


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(games(), VALUES), min_size=12, max_size=20))
def test_what_turns_a_game_comes_with_the_smallest_change_first(cases: list[tuple[dict, dict]]) -> None:
    found = run("value[0].map(([game, values]) => m.turns(game, values, value[1]))", [cases, PARAMETERS])
    assert found == [turning(game, values) for game, values in cases]


@settings(max_examples=40, deadline=None)
@given(games(), st.data())
def test_a_lever_adds_one_move_before_the_last_and_the_ending_it_leads_to(game: dict, data: st.DataObject) -> None:
    node = data.draw(st.sampled_from(game["nodes"]))
    ending = {"id": "new", "label": "o", "payoffs": {player: {"p": 1} for player in PLAYERS}}
    found = run("m.levered(value[0], value[1])", [game, {"node": node["id"], "move": {"id": "lever", "label": "m", "to": "new"}, "ending": ending}])
    ids = {n["id"]: [m["id"] for m in n["moves"]] for n in game["nodes"]}
    assert {n["id"]: [m["id"] for m in n["moves"]] for n in found["nodes"]} == ids | {node["id"]: [*ids[node["id"]][:-1], "lever", ids[node["id"]][-1]]}
    assert [end for end, _ in ways(found, "n0") if end != "new"] == [end for end, _ in ways(game, "n0")]
    assert sorted(e["id"] for e in found["endings"]) == sorted(end for end, _ in ways(found, "n0"))


CELLS = st.integers(1, 6).flatmap(lambda width: st.lists(st.lists(st.integers(0, 2), min_size=width, max_size=width), min_size=1, max_size=6))


@settings(max_examples=60, deadline=None)
@given(CELLS, st.integers(0, 2))
def test_the_room_for_a_name_is_the_largest_there_is(cells: list[list[int]], wanted: int) -> None:
    found = run("m.roomiest(value[0], value[1])", [cells, wanted])
    spans = [
        (x1 - x0) * (y1 - y0)
        for y0, y1 in itertools.combinations(range(len(cells) + 1), 2)
        for x0, x1 in itertools.combinations(range(len(cells[0]) + 1), 2)
        if all(cells[y][x] == wanted for y in range(y0, y1) for x in range(x0, x1))
    ]
    assert found["width"] * found["height"] == max(spans, default=0)
    assert all(cells[y][x] == wanted for y in range(found["y"], found["y"] + found["height"]) for x in range(found["x"], found["x"] + found["width"]))


@settings(max_examples=40, deadline=None)
@given(games(), VALUES, st.integers(-12, 12), st.data())
def test_a_dragged_bar_comes_as_near_as_its_number_can(game: dict, values: dict, to: int, data: st.DataObject) -> None:
    ending, player = data.draw(st.sampled_from(game["endings"])), data.draw(st.sampled_from(PLAYERS))
    held = data.draw(st.sampled_from(["", "", "p", "q"]))
    found, bounds, place = run(
        "[m.barred(value[0], value[1], value[2].filter((s) => s.id !== value[6]), value[3], value[4], value[5]), m.reach(value[0], value[2]), m.laid(value[0])]",
        [game, values, PARAMETERS, ending["id"], player, to, held],
    )  # fmt: skip
    terms = {k: t for k, t in ending["payoffs"][player].items() if t}
    gets = lambda v: sum(t * v[k] for k, t in terms.items())  # noqa: E731
    assert bounds[0] <= gets(values) <= bounds[1]
    uses = {k: sum(k in t and t[k] != 0 for o in game["endings"] for t in o["payoffs"].values()) for k in terms}
    fewest = [k for k in terms if uses[k] == min(uses.values())]
    assert (found is None) == (not terms or fewest[-1] == held), "a bar whose number has no scale stays"
    if found:
        assert found["id"] == fewest[-1], "the number that moves the fewest other bars"
        miss = [abs(gets({**values, found["id"]: v}) - to) for v in range(-3, 4)]
        assert abs(gets({**values, found["id"]: found["value"]}) - to) == min(miss)
    rows = [place["rows"][o["id"]] for o in game["endings"]]
    assert sorted(rows) == list(range(len(rows))), "each ending has a row of its own"


def ways(game: dict, at: str) -> list[tuple[str, list[dict]]]:
    """Every ending with the nodes and moves that lead to it, first moves first."""
    node = next((n for n in game["nodes"] if n["id"] == at), None)
    if node is None:
        return [(at, [])]
    return [(end, [{"node": at, "move": m["id"]}, *rest]) for m in node["moves"] for end, rest in ways(game, m["to"])]


@settings(max_examples=60, deadline=None)
@given(games(), VALUES)
def test_ways_reasons_and_rows_are_those_of_python(game: dict, values: dict) -> None:
    every, best = ways(game, "n0"), solved(game, values)
    ids = [end for end, _ in every]
    found, reasons, place, bounds = run("[value[2].map((id) => m.way(value[0], id)), value[2].map((id) => m.leaves(value[0], value[1], id)), m.laid(value[0]), m.reach(value[0], value[3])]", [game, values, ids, PARAMETERS])
    assert found == [way for _, way in every]
    nodes = {n["id"]: n for n in game["nodes"]}
    for (_, way), why in zip(every, reasons, strict=True):
        left = [step for step in way if best[step["node"]] != step["move"]]
        if not left:
            assert why is None
            continue
        last, player = left[-1], nodes[left[-1]["node"]]["player"]
        instead = {**best, last["node"]: last["move"]}
        assert why == {
            "node": last["node"], "player": player, "expected": last["move"], "better": best[last["node"]],
            "would": worth(game, values, last["node"], instead, player), "gets": worth(game, values, last["node"], best, player),
        }  # fmt: skip
    assert {id: place["rows"][id] for id in ids} == {id: n for n, id in enumerate(ids)}
    firsts = {n["id"]: ids.index(next(end for end, _ in ways(game, n["id"]))) for n in game["nodes"]}
    assert {id: place["rows"][id] for id in nodes} == firsts
    depths = {"n0": 0}
    for _, way in every:
        for depth, step in enumerate(way, 1):
            depths |= {m["to"]: depth for m in nodes[step["node"]]["moves"] if m["id"] == step["move"]}
    assert place["depths"] == depths
    assert (place["height"], place["deepest"]) == (len(ids), max(depths[n] for n in nodes))
    sums = [[sum(pick) for pick in itertools.product(*[[-3 * t, 3 * t] for t in terms.values()])] for e in game["endings"] for terms in e["payoffs"].values()]
    assert bounds == [min(0, *(min(s) for s in sums)), max(0, *(max(s) for s in sums))]


def test_words_are_wrapped_or_do_not_fit() -> None:
    cases = [("a bc def", 4, 3), ("a bc def", 8, 1), ("a bc def", 7, 1), ("a bc def", 7, 2), ("abcde f", 4, 3), ("abcd f", 4, 2), ("abcd f", 4, 1)]
    assert run("value.map((v) => m.wrapped(...v))", cases) == [["a bc", "def"], ["a bc def"], None, ["a bc", "def"], None, ["abcd", "f"], None]
    assert run("m.roomiest([], 1)", None) == {"x": 0, "y": 0, "width": 0, "height": 0}
    assert run("m.roomiest([[1, 0, 1], [1, 0, 1]], 1)", None) == {"x": 0, "y": 0, "width": 1, "height": 2}, "the first of two that are as large"
    assert run("m.roomiest([[1, 1], [0, 0], [1, 1]], 1)", None) == {"x": 0, "y": 0, "width": 2, "height": 1}, "the upper one"


def test_the_lever_is_believed_and_bites_or_it_changes_nothing() -> None:
    content = BargainingGame("lean-08").content
    game = {"nodes": content["nodes"], "endings": content["endings"]}
    base = {p["id"]: p["default"] for p in [*content["parameters"], *content["lever"]["parameters"]]} | {"gain": -2}
    cases = [(price, sting) for price in (0, 1, 3, 4, 5) for sting in (0, 3, 6, 7, 8, 10)]
    found = run("value[2].map(([price, sting]) => m.solve(m.levered(value[0], value[3]), { ...value[1], price, sting }).outcome)", [game, base, cases, content["lever"]])
    for (price, sting), outcome in zip(cases, found, strict=True):
        bites = price <= base["shame"] and -base["pride"] >= base["need"] - sting
        assert outcome == ("complied" if bites else "accepted")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda d: d["nodes"][0]["moves"][1].update(to="complied"), "exactly one move"),
        (lambda d: d["lever"]["move"].update(to="let-go"), "an ending of its own"),
        (lambda d: d["lever"]["ending"]["payoffs"].pop("moscow"), "each player's payoff"),
        (lambda d: d["regions"].pop(), "look at let-go"),
    ],
)
def test_a_game_that_is_none_is_refused(change, told: str) -> None:
    data = load().activities["lean-08"].model_dump(mode="json")
    change(data)
    with pytest.raises(ValueError, match=told):
        Activity.model_validate(data)


def test_the_lever_sets_no_earlier_work_aside() -> None:
    activity = load().activities["lean-08"]
    assert activity.items() == activity.model_copy(update={"lever": None}).items()


def test_the_frame_has_the_payoffs_of_the_learner() -> None:
    game = BargainingGame("lean-08")
    game.work = {"lean-08": {"values": {"gain": -2}}}
    frame = game.to_frame().set_index(["outcome", "player"])["payoff"]
    assert frame["accepted", "beijing"] == -2
    assert frame["let-go", "beijing"] == -5
    assert "slowed" not in frame
    game.work = {"lean-08": {"values": {"gain": -2, "sting": 8}, "lever_steps": 3}}
    frame = game.to_frame().set_index(["outcome", "player"])["payoff"]
    assert frame["slowed", "beijing"] == -3
    assert frame["slowed", "moscow"] == -2
