"""The crisis: its ways and its map agree with an independent Python walk; what a check must refuse is refused; ids are what is kept."""

from __future__ import annotations

import copy
import itertools
from collections import Counter
from fractions import Fraction
from random import Random
from statistics import mean
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.widgets.test_logic import run_front
from thirdcorner import Crisis
from thirdcorner.course.read import load
from thirdcorner.model.activities import Crisis as Activity

Graph = list[dict[str, Any]]


def run(expression: str, value: object) -> Any:
    return run_front(expression, value, "logic/crisis")


def graph() -> Graph:
    scenes = load().activities["crisis-14"].scenes
    return [{"id": s.id, "advice": [{"id": a.id, "to": a.to} for a in s.advice]} for s in scenes]


def wild(seed: int, many: int, ends: int) -> Graph:
    """A graph without circles of so many scenes and endings at most, its moves drawn evenly; what nothing leads to is left out."""
    chance, made, reached = Random(seed), [], {"s0"}
    for n in range(many):
        targets = [f"s{m}" for m in range(n + 1, many)] + [f"e{m}" for m in range(ends)]
        to = chance.choices(targets, k=chance.randint(1, 3))
        if f"s{n}" in reached:
            reached |= set(to)
            made.append({"id": f"s{n}", "advice": [{"id": f"a{k}", "to": t} for k, t in enumerate(to)]})
    return made


SEEDS = st.integers(0, 10**9)
GRAPHS = st.builds(wild, SEEDS, st.integers(1, 6), st.integers(1, 3))
LARGE = st.builds(wild, SEEDS, st.integers(6, 16), st.integers(2, 8))


def walks(scenes: Graph, at: str) -> list[tuple[list[tuple[str, str]], str]]:
    """Every way to an end, as its decisions and its ending: an independent walk."""
    scene = next((s for s in scenes if s["id"] == at), None)
    if scene is None:
        return [([], at)]
    return [([(at, a["id"]), *rest], end) for a in scene["advice"] for rest, end in walks(scenes, a["to"])]


def decided(way: dict[str, Any]) -> tuple[list[tuple[str, str]], str]:
    return [(s["scene"], s["choice"]) for s in way["steps"]], way["ending"]


def test_every_path_ends_after_four_decisions_and_everything_is_reached() -> None:
    scenes = graph()
    crisis = load().activities["crisis-14"]
    found = [decided(p) for p in run("m.paths(value)", scenes)]
    assert sorted(found) == sorted(walks(scenes, scenes[0]["id"]))
    assert min(len(steps) for steps, _ in found) >= 4
    assert {end for _, end in found} == {e.id for e in crisis.endings}
    assert len(crisis.endings) >= 8
    assert {s for steps, _ in found for s, _ in steps} == {s["id"] for s in scenes}


def test_a_path_follows_the_choices_and_stops_where_none_is_made() -> None:
    scenes = graph()
    chosen = {"rumour": "ask", "tea": "step", "slow-weeks": "nothing-of-the-kind"}
    found = run("m.pathOf(value[0], (s) => value[1][s])", [scenes, chosen])
    assert [s["scene"] for s in found["steps"]] == ["rumour", "tea"]
    assert (found["at"], found["ended"]) == ("slow-weeks", False)


@settings(max_examples=40, deadline=None)
@given(GRAPHS, SEEDS)
def test_the_nearest_way_to_each_place_shares_most_with_ones_own(scenes: Graph, seed: int) -> None:
    ways = walks(scenes, "s0")
    assert [decided(w) for w in run("m.paths(value)", scenes)] == ways
    own, _ = Random(seed).choice(ways)
    places = sorted({s["id"] for s in scenes} | {end for _, end in ways})
    every = run("value[2].map((target) => m.nearest(value[0], value[1], target))", [scenes, [{"scene": s, "choice": c} for s, c in own], places])

    def shared(steps: list[tuple[str, str]]) -> int:
        return next((n for n, (a, b) in enumerate(zip(steps, own, strict=False)) if a != b), min(len(steps), len(own)))

    for target, found in zip(places, every, strict=True):
        through = [w for w in ways if w[1] == target or target in [s for s, _ in w[0]]]
        nearest = max(through, key=lambda way: shared(way[0]))  # of those that share as much, the first
        assert (decided(found["way"]), found["shared"]) == (nearest, shared(nearest[0]))


@settings(max_examples=40, deadline=None)
@given(GRAPHS)
def test_on_the_map_each_way_goes_on_and_no_two_places_lie_on_one_another(scenes: Graph) -> None:
    ways = walks(scenes, "s0")
    ends = sorted({end for _, end in ways})
    places = {p["id"]: p for p in run("m.layout(value[0], value[1])", [scenes, ends])}
    assert set(places) == {s["id"] for s in scenes} | set(ends)
    for scene in scenes:
        assert all(places[a["to"]]["column"] > places[scene["id"]]["column"] for a in scene["advice"])
    assert {places[e]["column"] for e in ends} == {max(p["column"] for p in places.values())}
    assert len({(p["x"], p["y"]) for p in places.values()}) == len(places)
    assert all(0 < p["x"] < 1 and 0 < p["y"] < 1 for p in places.values())
    lines = run("m.joints(value)", scenes)
    assert sorted((j["from"], j["to"], m) for j in lines for m in j["moves"]) == sorted((s["id"], a["to"], a["id"]) for s in scenes for a in s["advice"])


def drawn(scenes: Graph, ends: list[str]) -> list[tuple[str, int, float, float]]:
    """The map anew, in fractions: columns by the longest way, each place beside the mean of its neighbours, four times to and fro, once more forth."""
    ids = [*(s["id"] for s in scenes), *ends]
    depth = {scenes[0]["id"]: 0}
    for s in scenes:
        for a in s["advice"]:
            depth[a["to"]] = max(depth.get(a["to"], 0), depth[s["id"]] + 1)
    last = max(depth.values())
    depth |= dict.fromkeys(ends, last)
    columns = [[id for id in ids if depth[id] == c] for c in range(last + 1)]
    into = {id: [s["id"] for s in scenes if any(a["to"] == id for a in s["advice"])] for id in ids}
    out = {s["id"]: list(dict.fromkeys(a["to"] for a in s["advice"])) for s in scenes}
    y: dict[str, Fraction] = {}

    def settle(column: list[str]) -> None:
        y.update({id: Fraction(2 * n + 1, 2 * len(column)) for n, id in enumerate(column)})

    def sort(column: list[str], beside: dict[str, list[str]]) -> None:
        column.sort(key={id: mean(y[o] for o in beside.get(id) or [id]) for id in column}.__getitem__)
        settle(column)

    for column in columns:
        settle(column)
    for turn in range(5):
        for column in columns[1:]:
            sort(column, into)
        for column in columns[-2::-1] if turn < 4 else []:
            sort(column, out)
    return [(id, c, (c + 0.5) / (last + 1), float(y[id])) for c, column in enumerate(columns) for id in column]


@settings(max_examples=12, deadline=None)
@given(st.lists(LARGE, min_size=8, max_size=16))
@example([wild(*made) for made in [(1894, 14, 8), (2718, 9, 3), (2931, 11, 4), (2480, 16, 7)]])  # few graphs as these need all four rounds, or their way back
def test_the_map_lies_as_python_lays_it(several: list[Graph]) -> None:
    given_ = [[scenes, sorted({a["to"] for s in scenes for a in s["advice"]} - {s["id"] for s in scenes})] for scenes in several]
    for (scenes, ends), found in zip(given_, run("value.map((v) => m.layout(v[0], v[1]))", given_), strict=True):
        expected = drawn(scenes, ends)
        assert [(p["id"], p["column"]) for p in found] == [(id, column) for id, column, _, _ in expected]
        assert [n for p in found for n in (p["x"], p["y"])] == pytest.approx([n for _, _, x, y in expected for n in (x, y)])


def crossings(scenes: Graph, places: list[dict[str, Any]]) -> int:
    """How many pairs of lines between neighbouring columns cross."""
    at = {p["id"]: p for p in places}
    lines = [(at[s["id"]], at[to]) for s in scenes for to in {a["to"] for a in s["advice"]}]
    lines = [(a, b) for a, b in lines if b["column"] == a["column"] + 1]
    return sum(a["column"] == c["column"] and (a["y"] - c["y"]) * (b["y"] - d["y"]) < 0 for (a, b), (c, d) in itertools.combinations(lines, 2))


def test_few_lines_cross_however_the_scenes_are_listed() -> None:
    branches = {"start": ["up", "middle", "down"], "down": ["low", "lower"], "middle": ["level"], "up": ["high", "higher"]}
    leaves = {"low": ["d"], "lower": ["d", "e"], "level": ["c"], "high": ["a"], "higher": ["a", "b"]}
    for order in itertools.permutations(leaves):
        tree = [{"id": id, "advice": [{"id": to, "to": to} for to in tos]} for id, tos in [*branches.items(), *((id, leaves[id]) for id in order)]]
        assert crossings(tree, run("m.layout(value, ['e', 'b', 'c', 'a', 'd'])", tree)) == 0, order


def test_two_that_pull_alike_keep_the_order_in_which_they_are_listed() -> None:
    roads = {"a": "outer", "b": "inner", "c": "inner", "d": "outer", "e": "last"}  # the means of 0.1 and 0.7, of 0.3 and 0.5, which no computer adds up alike
    for listed in (["outer", "inner", "last"], ["inner", "outer", "last"]):
        scenes = [{"id": id, "advice": [{"id": to, "to": to} for to in tos]} for id, tos in [("start", [*roads]), *((id, [to]) for id, to in roads.items()), *((id, ["end"]) for id in listed)]]
        assert [p["id"] for p in run("m.layout(value, ['end'])", scenes) if p["column"] == 2] == listed


def test_endings_have_letters_and_a_way_that_nobody_goes_is_none() -> None:
    assert run("[0, 1, 7].map(m.letter)", None) == ["a", "b", "h"]
    scenes = [{"id": "s", "advice": [{"id": "a", "to": "e"}, {"id": "b", "to": "f"}]}]
    assert run("[m.nearest(value, [], 'nowhere') ?? null, m.nearest(value, [], 'e').shared, m.nearest(value, [{ scene: 's', choice: 'a' }], 'e').shared]", scenes) == [None, 0, 1]
    assert run("m.pathOf(value, () => 'b')", scenes) == {"steps": [{"scene": "s", "choice": "b"}], "at": "f", "ended": True}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.sampled_from("abcd"), max_size=4), max_size=5))
def test_what_was_leaned_on_most_is_counted_once_a_decision(claims: list[list[str]]) -> None:
    counts = Counter(c for step in claims for c in set(step))
    most = max(counts.values(), default=0)
    found = run("m.leaned(value)", claims)
    assert found["times"] == (most if most > 1 else 0)
    assert sorted(found["ids"]) == (sorted(c for c, n in counts.items() if n == most) if most > 1 else [])


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda d: d["scenes"][0]["advice"][0].update(to="nowhere"), "no scene and no ending"),
        (lambda d: d["scenes"][5]["advice"][0].update(to="rumour"), "leads back"),
        (lambda d: d["endings"].append({**d["endings"][0], "id": "lost"}), "no choice leads to ending lost"),
        (lambda d: d["scenes"][3]["advice"][1].update(to="a-chair"), "is reached after 2 decisions"),
        (lambda d: d["endings"][0].update(id="tea"), "is a scene and an ending"),
        (lambda d: d["scenes"][2]["seen"].pop(), "scene own-matter: seen by east, china, allies; it must say once what it is to each of"),
        (lambda d: d["scenes"][0]["advice"][0]["crosses"][0].update(role="press"), "press is no role of this exercise"),
        (lambda d: d.update(cast=None), "of no role"),
        (lambda d: [a.update(crosses=[c for c in a["crosses"] if c["role"] != "east"]) for s in d["scenes"] for a in s["advice"]], "nothing crosses the red line of east"),
    ],
)
def test_a_broken_graph_is_refused(change: Any, says: str) -> None:
    data = copy.deepcopy(load().activities["crisis-14"].model_dump(mode="json"))
    change(data)
    with pytest.raises(ValueError, match=says):
        Activity.model_validate(data)


def test_what_crosses_a_role_is_found_on_ones_own_way_only() -> None:
    scenes = load().activities["crisis-14"].model_dump(mode="json")["scenes"]
    way = [{"scene": "rumour", "choice": "wait"}, {"scene": "seoul", "choice": "patience"}, {"scene": "collision", "choice": "host"}]
    found = {role: run("m.crossed(value[0], value[1], value[2])", [scenes, way, role]) for role in ("allies", "china")}
    assert found == {"allies": ["seoul", "collision"], "china": []}


def test_roles_leave_the_fingerprints_of_ways_walked_without_them() -> None:
    crisis = load().activities["crisis-14"]
    data = crisis.model_dump(mode="json")
    for scene in data["scenes"]:
        scene["seen"] = []
        for advice in scene["advice"]:
            advice["crosses"] = []
    assert Activity.model_validate({**data, "cast": None}).items() == crisis.items()


def test_the_frame_has_the_path() -> None:
    crisis = Crisis("crisis-14")
    crisis.work = {"crisis-14/rumour": {"predict": "silent", "choice": "wait"}, "crisis-14/seoul": {"choice": "patience"}}
    frame = crisis.to_frame()
    assert frame["leads_to"].tolist() == ["seoul", "collision"]
    assert frame["prediction"].tolist()[0] == "silent"
    assert frame["crosses"].tolist() == [False, False]
    crisis.work = {**crisis.work, "crisis-14": {"role": "allies"}}
    assert crisis.to_frame()["crosses"].tolist() == [False, True]
