"""Walking the argument agrees with an independent Python walk on random arguments."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.test_logic import run


@st.composite
def arguments(draw: st.DrawFn) -> list[dict]:
    n = draw(st.integers(2, 9))
    claims = []
    for i in range(n):  # relations run upwards only, so that there is no circle
        targets = draw(st.lists(st.integers(0, i - 1), max_size=3, unique=True)) if i else []
        claims.append({"id": f"c{i}", "relations": [{"kind": draw(st.sampled_from(["supports", "presumes", "attacks"])), "to": f"c{t}"} for t in targets]})
    return claims


def reached(claims: list[dict], id: str) -> set[str]:
    up: dict[str, set[str]] = {c["id"]: set() for c in claims}
    for c in claims:
        for r in c["relations"]:
            if r["kind"] == "supports":
                up[c["id"]].add(r["to"])
            if r["kind"] == "presumes":
                up[r["to"]].add(c["id"])
    found, waiting = set(), [id]
    while waiting:
        for to in up[waiting.pop()] - found:
            found.add(to)
            waiting.append(to)
    return found - {id}


@settings(max_examples=40, deadline=None)
@given(arguments())
def test_a_correction_reaches_what_leans_on_it_and_every_claim_has_a_place(claims: list[dict]) -> None:
    steps, places = run(
        "[Object.fromEntries(value.map((c) => [c.id, m.upward(value, c.id)])), [...m.placed(value, 'c0').places].map(([id, p]) => [id, p.column, p.row])]", claims, "argument_logic"
    )
    for c in claims:
        mine = steps[c["id"]]
        assert {s["id"] for s in mine} == reached(claims, c["id"])
        depth = {s["id"]: s["depth"] for s in mine} | {c["id"]: 0}
        assert all(depth[s["via"]] == s["depth"] - 1 for s in mine)
    assert len({(column, row) for _, column, row in places}) == len(claims)
    assert next(column for id, column, _ in places if id == "c0") == 0
