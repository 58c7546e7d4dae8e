"""Walking and weighing the argument agree with an independent Python; the drawing is in order; answers are known by their options' ids."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import ROOT
from tests.widgets.test_logic import run_front
from thirdcorner import ArgumentMap
from thirdcorner.course.read import load
from thirdcorner.model.activities import ArgumentMap as Activity
from thirdcorner.widgets.argument_layout import HEIGHT, NODE, WIDTH, laid
from thirdcorner.widgets.argument_map import scope

COURSE = load(ROOT)
MAPS = [a for a in COURSE.activities.values() if isinstance(a, Activity)]
CHANGES = st.sampled_from(["stands", "stands", "corrected", "struck"])


@st.composite
def arguments(draw: st.DrawFn, least: int = 2, most: int = 9) -> list[dict[str, Any]]:
    """Return claims without a circle: each rests on later ones only, and may attack any other."""
    n = draw(st.integers(least, most))
    claims: list[dict[str, Any]] = [{"id": f"c{i}", "relations": []} for i in range(n)]
    for i in range(1, n):
        for above in draw(st.lists(st.integers(0, i - 1), max_size=3, unique=True)):
            if draw(st.booleans()):
                claims[i]["relations"].append({"kind": "supports", "to": f"c{above}"})
            else:
                claims[above]["relations"].append({"kind": "presumes", "to": f"c{i}"})
        if draw(st.booleans()):
            claims[i]["relations"].append({"kind": "attacks", "to": f"c{(i + draw(st.integers(1, n - 1))) % n}"})
    return claims


def grounds(claims: list[dict[str, Any]]) -> dict[str, dict[str, list[str]]]:
    """Return by claim what supports it, and what it presumes."""
    found: dict[str, dict[str, list[str]]] = {c["id"]: {"supports": [], "presumes": []} for c in claims}
    for c in claims:
        for r in c["relations"]:
            if r["kind"] == "supports":
                found[r["to"]]["supports"].append(c["id"])
            if r["kind"] == "presumes":
                found[c["id"]]["presumes"].append(r["to"])
    return found


def reached(claims: list[dict[str, Any]], id: str) -> set[str]:
    below, found, waiting = grounds(claims), set(), [id]
    while waiting:
        now = waiting.pop()
        for up, of in below.items():
            if now in of["supports"] + of["presumes"] and up not in found:
                found.add(up)
                waiting.append(up)
    return found


def keeps(claims: list[dict[str, Any]], changed: dict[str, str]) -> dict[str, float]:
    below, found = grounds(claims), {}
    for c in reversed(claims):  # grounds come later
        supports, presumes = below[c["id"]]["supports"], below[c["id"]]["presumes"]
        value = {"stands": 1.0, "corrected": 0.5, "struck": 0.0}[changed.get(c["id"], "stands")]
        for p in presumes:
            value *= found[p]
        found[c["id"]] = value * (sum(found[s] for s in supports) / len(supports) if supports else 1)
    return found


@settings(max_examples=40, deadline=None)
@given(arguments())
def test_a_change_reaches_what_leans_on_it_by_the_shortest_way(claims: list[dict[str, Any]]) -> None:
    steps = run_front("Object.fromEntries(value.map((c) => [c.id, m.upward(value, c.id)]))", claims, "logic/argument")
    for c in claims:
        mine = steps[c["id"]]
        assert {s["id"] for s in mine} == reached(claims, c["id"])
        depth = {s["id"]: s["depth"] for s in mine} | {c["id"]: 0}
        assert [(s["id"], s["depth"]) for s in mine] == list(steps_up(claims, c["id"]).items())
        assert all(depth[s["via"]] == s["depth"] - 1 for s in mine)


@settings(max_examples=60, deadline=None)
@given(arguments(), st.lists(CHANGES, min_size=9, max_size=9))
def test_what_each_claim_keeps_is_what_python_says_and_only_what_is_reached_loses(claims: list[dict[str, Any]], changes: list[str]) -> None:
    changed = {c["id"]: change for c, change in zip(claims, changes, strict=False) if change != "stands"}
    kept, said = run_front("[Object.fromEntries(m.kept(value[0], value[1])), m.told(value[0], 'c0', value[1])]", [claims, changed], "logic/argument")
    assert kept == pytest.approx(keeps(claims, changed))
    touched = set(changed).union(*(reached(claims, id) for id in changed))
    assert {id for id, value in kept.items() if value < 1} == touched
    assert said == told(claims, changed, kept)


def listed(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def spoken(value: float) -> str:
    rounded = math.floor(100 * value + 0.5)
    if rounded == 100:
        return "all" if value == 1 else "more than 99 per cent"
    if rounded == 0:
        return "nothing" if value == 0 else "less than 1 per cent"
    return f"{rounded} per cent"


def leaning(claims: list[dict[str, Any]], id: str) -> list[str]:
    own = next(c for c in claims if c["id"] == id)
    supported = [r["to"] for r in own["relations"] if r["kind"] == "supports"]
    return list(dict.fromkeys(supported + [c["id"] for c in claims if {"kind": "presumes", "to": id} in c["relations"]]))


def steps_up(claims: list[dict[str, Any]], id: str) -> dict[str, int]:
    """Return what a change reaches, nearest first, and in how many steps."""
    found, edge = {id: 0}, [id]
    for now in edge:
        for up in leaning(claims, now):
            if up not in found:
                found[up] = found[now] + 1
                edge.append(up)
    del found[id]
    return found


def told(claims: list[dict[str, Any]], changed: dict[str, str], kept: dict[str, float]) -> str:
    struck, corrected = ([c["id"] for c in claims if changed.get(c["id"]) == what] for what in ("struck", "corrected"))
    if not changed:
        return "Nothing is struck, and c0 keeps all of its ground. Choose a claim, strike it or correct it, and see how far up it is felt."
    did = ([f"struck {listed(struck)}"] if struck else []) + ([f"corrected {listed(corrected)}"] if corrected else [])
    said, reach = [f"You have {' and '.join(did)}."], {}
    for id in struck + corrected:
        for up, n in steps_up(claims, id).items():
            reach[up] = min(n, reach.get(up, n))
    felt = sorted((id for id in reach if id not in changed), key=lambda id: kept[id])
    others = [id for id in felt if id != "c0"]
    if not felt and "c0" not in changed:
        said.append("Nothing else leans on that, so nothing else gives way.")
    elif others:
        then = f", then in {listed([f'{id} ({spoken(kept[id])})' for id in others[1:3]])}" if others[1:] else ""
        many = f"{len(felt)} {'claim' if len(felt) == 1 else 'claims'}"
        said.append(f"It is felt in {many} above, most in {others[0]}, which keeps {spoken(kept[others[0]])} of its ground{then}.")
    if "c0" in reach and "c0" not in changed:
        said.append(f"The thesis, c0, {reach['c0']} {'step' if reach['c0'] == 1 else 'steps'} up, keeps {spoken(kept['c0'])}.")
    elif felt and "c0" not in changed:
        said.append("It does not reach the thesis, c0.")
    for id in struck[:2]:
        freed = [r["to"] for c in claims if c["id"] == id for r in c["relations"] if r["kind"] == "attacks"]
        said += [f"Struck, {id} no longer tells against {listed(freed)}."] if freed else []
    return " ".join(said)


def test_a_share_is_never_all_or_nothing_where_it_is_only_nearly_so() -> None:
    assert run_front("value.map((v) => m.share(v))", [0, 0.001, 0.005, 0.5, 0.994, 0.999, 1], "logic/argument") == [
        "nothing", "less than 1 per cent", "1 per cent", "50 per cent", "99 per cent", "more than 99 per cent", "all",
    ]  # fmt: skip
    assert run_front("[[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map((v) => m.listed(v))", None, "logic/argument") == ["", "a", "a and b", "a, b and c"]


def test_a_circle_is_cut_where_it_closes_and_two_steps_are_counted_as_two() -> None:
    ring = [{"id": "c0", "relations": [{"kind": "supports", "to": "c1"}]}, {"id": "c1", "relations": [{"kind": "supports", "to": "c0"}]}]
    assert run_front("[Object.fromEntries(m.kept(value, { c0: 'struck' })), Object.fromEntries(m.kept(value, { c1: 'corrected' }))]", ring, "logic/argument") == [
        {"c0": 0, "c1": 1}, {"c0": 0.5, "c1": 0.5},
    ]  # fmt: skip
    need = [{"id": "c0", "relations": [{"kind": "presumes", "to": "c1"}]}, {"id": "c1", "relations": [{"kind": "presumes", "to": "c0"}]}]
    assert run_front("Object.fromEntries(m.kept(value, { c1: 'corrected' }))", need, "logic/argument") == {"c0": 0.5, "c1": 0.5}
    assert run_front("m.upward(value, 'c0')", ring, "logic/argument") == [{"id": "c1", "via": "c0", "depth": 1}]
    two = [{"id": "c0", "relations": []}, {"id": "c1", "relations": [{"kind": "supports", "to": "c0"}]}, {"id": "c2", "relations": [{"kind": "supports", "to": "c1"}, {"kind": "attacks", "to": "c0"}]}]
    said = run_front("m.told(value, 'c0', { c2: 'struck' })", two, "logic/argument")
    assert said == (
        "You have struck c2. It is felt in 2 claims above, most in c1, which keeps nothing of its ground. The thesis, c0, 2 steps up, keeps nothing. "
        "Struck, c2 no longer tells against c0."
    )


@settings(max_examples=40, deadline=None)
@given(arguments())
def test_the_outline_unfolds_each_claim_once_and_shows_every_bond(claims: list[dict[str, Any]]) -> None:
    found = run_front("m.outlined(value, 'c0')", claims, "logic/argument")
    unfolded, bonds, waiting = [], set(), [found["top"], *found["beside"]]
    while waiting:
        branch = waiting.pop()
        waiting += branch["below"]
        bonds |= {(b["id"], b["how"], branch["id"]) for b in branch["below"]}
        unfolded += [] if branch["again"] else [branch["id"]]
    assert sorted(unfolded) == sorted(c["id"] for c in claims)
    given_ = {(c["id"], r["kind"], r["to"]) if r["kind"] != "presumes" else (r["to"], "presumes", c["id"]) for c in claims for r in c["relations"]}
    assert bonds == given_
    assert [b["id"] for b in found["beside"]] == beside(claims)
    assert found["top"]["id"] == "c0"


def beside(claims: list[dict[str, Any]]) -> list[str]:
    """Return where the outline begins anew: first with what leans on nothing else, then with what is left."""
    below, seen = grounds(claims), set()

    def unfold(id: str) -> None:
        if id not in seen:
            seen.add(id)
            attackers = [c["id"] for c in claims if {"kind": "attacks", "to": id} in c["relations"]]
            for sub in below[id]["supports"] + below[id]["presumes"] + attackers:
                unfold(sub)

    unfold("c0")
    begun = []
    for c in [*(c for c in claims if not leaning(claims, c["id"])), *claims]:
        if c["id"] not in seen:
            begun.append(c["id"])
            unfold(c["id"])
    return begun


def in_order(relations: dict[str, list[tuple[str, str]]], thesis: str) -> None:
    """Check that the thesis is on top, that all rests on what is drawn below it, and that no box lies on another or outside."""
    places, height = laid(relations, thesis)
    boxes = list(places.values())
    for i, (x, y) in enumerate(boxes):
        assert NODE / 2 <= x <= WIDTH - NODE / 2
        assert HEIGHT / 2 <= y <= height - HEIGHT / 2
        assert all(abs(x - ox) >= NODE or abs(y - oy) >= HEIGHT for ox, oy in boxes[:i])
    for id, own in relations.items():
        for kind, to in own:
            if kind != "attacks":
                low, high = (id, to) if kind == "supports" else (to, id)
                assert places[low][1] > places[high][1]
    if not any(kind == "presumes" and to == thesis for own in relations.values() for kind, to in own):
        assert places[thesis][1] == min(y for _, y in boxes)
    assert laid(relations, thesis) == (places, height)


@settings(max_examples=60, deadline=None)
@given(arguments())
def test_any_argument_is_drawn_in_order(claims: list[dict[str, Any]]) -> None:
    in_order({c["id"]: [(r["kind"], r["to"]) for r in c["relations"]] for c in claims}, "c0")


def drawing(relations: dict[str, list[tuple[str, str]]], thesis: str) -> tuple[dict[str, tuple[int, int]], int]:
    """The drawing anew, for claims without a circle: layers by the longest way, swept eight times without rounding, each layer in as many rows as it needs."""
    arrows = [(id, to) if kind == "supports" else (to, id) for id, own in relations.items() for kind, to in own if kind != "attacks"]
    level = {id: 0 if id == thesis else 1 for id in relations}
    for _ in relations:
        for low, high in arrows:
            level[low] = max(level[low], level[high] + 1)
    near = {id: {to for _, to in own} | {o for o, theirs in relations.items() if any(to == id for _, to in theirs)} for id, own in relations.items()}
    rows = [[id for id in relations if level[id] == n] for n in range(max(level.values()) + 1)]
    at = {id: Fraction(n, max(1, len(row) - 1)) for row in rows for n, id in enumerate(row)}
    for row in rows * 8:
        row.sort(key=lambda id: (sum((at[o] for o in near[id]), Fraction()) / len(near[id]) if near[id] else at[id], id))
        at.update({id: Fraction(n, len(row) - 1) for n, id in enumerate(row)} if len(row) > 1 else {id: Fraction(1, 2) for id in row})
    places, top = {}, 14
    for row in filter(None, rows):
        gaps = len(row) - 1
        deep = max(1, math.ceil(51 * gaps / 564))
        step = min(84, 564 / max(1, gaps))
        places |= {id: (round(308 + step * (n - gaps / 2)), top + 28 * (n % deep)) for n, id in enumerate(row)}
        top += 28 * deep + 20
    return places, top - 23


@settings(max_examples=80, deadline=None)
@given(arguments() | arguments(9, 18))
def test_the_drawing_is_that_of_python_written_anew(claims: list[dict[str, Any]]) -> None:
    relations = {c["id"]: [(r["kind"], r["to"]) for r in c["relations"]] for c in claims}
    assert laid(relations, "c0") == drawing(relations, "c0")


def test_what_rests_on_the_left_stands_on_the_left() -> None:
    crossed = {"t": [], "a": [("supports", "t")], "b": [("supports", "t")], "c": [("supports", "b")], "d": [("supports", "a")], "e": [("presumes", "d")]}
    places, height = laid(crossed, "t")
    assert (places, height) == drawing(crossed, "t")
    assert (places["a"][0] < places["b"][0]) == (places["d"][0] < places["c"][0])
    assert places["e"][1] < places["d"][1], "what is presumed lies below"


def test_a_layer_that_is_too_full_takes_several_rows() -> None:
    many = {"t": [], **{f"c{n:02}": [("supports", "t")] for n in range(25)}}
    places, height = laid(many, "t")
    assert (places, height) == drawing(many, "t")
    assert sorted({y for _, y in places.values()}) == [14, 62, 90, 118]
    assert laid({"t": [], "far": [("supports", "elsewhere")]}, "t") == ({"t": (308, 14), "far": (308, 62)}, 87), "what leads out of it is not drawn"


def test_a_circle_is_drawn_too() -> None:
    places, _ = laid({"a": [("supports", "b")], "b": [("supports", "a")]}, "a")
    assert len(set(places.values())) == 2


@pytest.mark.parametrize("activity", MAPS, ids=lambda a: a.id)
def test_the_maps_of_the_course_are_drawn_in_order(activity: Activity) -> None:
    ids = scope(COURSE, activity)
    in_order({c.id: [(r.kind, r.to) for r in c.relations if r.to in ids] for c in COURSE.claims.values() if c.id in ids}, activity.thesis)


@settings(max_examples=40, deadline=None)
@given(st.integers(-2, 5) | st.sampled_from(["a", "b", "c", "d", ""]) | st.none(), st.booleans())
def test_an_answer_is_read_by_its_id_and_one_by_place_is_converted(answer: Any, checked: bool) -> None:
    options = [{"id": id} for id in "abc"]
    state = {"answer": answer, "checked": checked, "first": 1}
    found = run_front("m.modern(value[0], value[1])", [options, state], "logic/argument")
    named = "abc"[answer] if isinstance(answer, int) and answer in range(3) else answer
    if answer is None:
        assert found == (None if checked else state)
    else:
        assert found == ({**state, "answer": named} if named in ("a", "b", "c") else None)


def test_the_frame_names_options_by_id_whatever_the_record_had() -> None:
    shown = ArgumentMap("map-06")
    shown.work = {"map-06/t1": {"answer": 2, "checked": True, "first": 1}, "map-06/t2": {"answer": "war-coming"}}
    frame = shown.to_frame().set_index("id")
    assert frame.loc["map-06/t1", "answer"] == "control-to-lose"
    assert frame.loc["map-06/t2", "answer"] == "war-coming"
