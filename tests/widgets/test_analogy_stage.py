"""The stage of the analogy laboratory: who stands where, how large, what a side says and what is read aloud agree with an independent Python."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.widgets.test_analogy_lab import CORNERS, TYPES, binds, many
from tests.widgets.test_logic import run_front
from thirdcorner import AnalogyLab
from thirdcorner.course.read import load

LAB = AnalogyLab.resolve(load(), AnalogyLab.refer("analogy-1914")).content
ITEM = "lab/case"
CODING = st.fixed_dictionaries({}, optional={"types": st.lists(st.sampled_from(TYPES), unique=True, max_size=3), "compared": st.booleans()})
NUMBERS = st.one_of(st.none(), st.integers(0, 999), st.integers(0, 10**7), st.sampled_from([0, 1, 999.7, 1000])).map(lambda n: None if n is None else n / 1000)
DATA = [{"name": "COW", "says": "nothing"}, {"name": "ATOP", "says": "defence"}]


def run(expression: str, value: object = None) -> Any:
    return run_front(expression, value, "parts/analogy")


@st.composite
def made(draw: st.DrawFn) -> dict[str, Any]:
    """A case of three corners, with a rival or without, too few players or too many, and numbers that may be missing; and some work on it."""
    rival = draw(st.booleans())
    then = [{"id": f"p{n}", "name": f"Old {n}", **draw(st.sampled_from([{}, {"actor": f"old-{n}"}]))} for n in range(3)]
    if rival:
        then.insert(draw(st.integers(0, 3)), {"id": "r", "name": "Old rival", "rival": True})
    names = draw(st.permutations(["Ada", "Bonn", "Cork", "Delhi", "Essen"]))[: draw(st.integers(2, 5))]
    now = [{"id": f"n{n}", "name": name, **draw(st.sampled_from([{}, {"actor": f"new-{n}"}]))} for n, name in enumerate(names)]
    parts = {"then": [p["id"] for p in then], "now": [q["id"] for q in now]}
    years = {age: [{"year": y, "values": {"c": draw(st.dictionaries(st.sampled_from(ids), NUMBERS))}} for y in (1900, 1910)] for age, ids in parts.items()}
    ties = []
    for age, ids in parts.items():
        for n, pair in enumerate(draw(st.lists(st.sampled_from(list(itertools.permutations(ids, 2))), max_size=4, unique_by=frozenset))):
            ties.append({"item": f"{age}{n}", "id": f"{age}{n}", "age": age, "between": pair, "name": draw(st.sampled_from(["", f"Side {age} {n}"])), **draw(st.sampled_from([{}, {"codings": DATA}]))})
    cast = draw(st.dictionaries(st.sampled_from(parts["then"]), st.sampled_from([*parts["now"], *parts["now"], "nobody", "", "gone"])))
    work = {tie["item"]: draw(CODING) for tie in ties} | {f"{ITEM}/roles": {"cast": cast}}
    case = {"id": "case", "then": then, "now": now, "ties": ties, "then_years": years["then"], "now_years": years["now"]}
    seen = {"column": draw(st.sampled_from(["c", "c", "c", "d"])), "then": draw(st.sampled_from([1900, 1910])), "now": draw(st.sampled_from([1900, 1910, 1999]))}
    return {"content": "lab", "case": case, "work": work, "seen": seen, "other": draw(st.sampled_from([None, None, {"p0": parts["now"][-1], "p2": parts["now"][0]}]))}


@st.composite
def blank(draw: st.DrawFn) -> dict[str, Any]:
    """A blank bench, whose names are the learner's own; a field may be empty or never opened."""
    ids = ["a", "b", "c", "rival"]
    corners = [{"id": id, "name": "", "rival": id == "rival"} for id in ids]
    ties = [{"item": f"{age}-{a}-{b}", "id": f"{age}-{a}-{b}", "name": "", "age": age, "between": [a, b]} for age in ("then", "now") for a, b in (("a", "b"), ("c", "b"))]
    roles = draw(st.sampled_from([{}, {"pairs": draw(st.lists(st.lists(st.sampled_from(["", " ", " Rome ", "Troy"]), min_size=2, max_size=2), max_size=4))}]))
    work = {tie["item"]: draw(CODING) for tie in ties} | {f"{ITEM}/roles": roles}
    return {"content": "lab", "case": {"id": "case", "blank": True, "then": corners, "now": corners, "ties": ties}, "work": work, "seen": {"column": "", "then": 0, "now": 0}, "other": None}


@st.composite
def of_the_course(draw: st.DrawFn) -> dict[str, Any]:
    """A case of the course, worked as far as it may be."""
    case = draw(st.sampled_from([c for c in LAB["cases"] if not c["blank"]]))
    players = [*(q["id"] for q in case["now"]), "nobody"]
    work = {tie["item"]: draw(CODING) for tie in case["ties"]}
    work[f"{LAB['id']}/{case['id']}/roles"] = {"cast": draw(st.dictionaries(st.sampled_from([p["id"] for p in case["then"]]), st.sampled_from(players)))}
    seen = {"column": draw(st.sampled_from(LAB["measures"]))["column"]} | {age: draw(st.sampled_from(case[f"{age}_years"]))["year"] for age in ("then", "now")}
    return {"content": LAB["id"], "case": case, "work": work, "seen": seen, "other": None}


def standing(given_: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Who stands on each place of both triangles: corners first, then the rivals, then whoever waits."""
    case, work, seen = given_["case"], given_["work"], given_["seen"]
    roles = work[f"{given_['content']}/{case['id']}/roles"]
    cast = roles.get("cast", {}) if given_["other"] is None else given_["other"]
    parts = [*(p for p in case["then"] if not p.get("rival")), *(p for p in case["then"] if p.get("rival"))]
    if case.get("blank"):
        pairs = [*roles.get("pairs", []), ["", ""], ["", ""], ["", ""], ["", ""]]
        own = [[pairs[n][side].strip() or ("rival" if p["rival"] else f"corner {n + 1}") for n, p in enumerate(parts)] for side in (0, 1)]
        return {age: [{"part": p["id"], "id": p["id"], "name": name, "actor": "", "size": 30, "said": "", "settled": True} for p, name in zip(parts, names, strict=True)] for age, names in zip(("then", "now"), own, strict=True)}
    players = {q["id"]: q for q in case["now"]}
    idle = sorted((id for id in players if id not in [cast.get(p["id"]) for p in parts]), key=lambda id: players[id]["name"])
    now = []
    for p in parts:
        who = cast.get(p["id"])
        now.append((p["id"], None if who == "nobody" else who if who in players else idle.pop(0) if idle else None))
    measured = {age: next((y["values"].get(seen["column"], {}) for y in case[f"{age}_years"] if y["year"] == seen[age]), {}) for age in ("then", "now")}
    return {
        "then": [{"part": p["id"], "id": p["id"], "name": p["name"], "actor": p.get("actor", ""), **sized(measured["then"], p["id"]), "settled": True} for p in parts],
        "now": [
            {"part": part, "id": id, "name": players[id]["name"] if id else "nobody", "actor": players[id].get("actor", "") if id else "", **sized(measured["now"], id), "settled": part != "" and cast.get(part) == (id or "nobody")}
            for part, id in [*now, *(("", id) for id in idle)]
        ],
    }  # fmt: skip


def sized(values: dict[str, float | None], id: str | None) -> dict[str, Any]:
    """A disc whose area is its part of all, never too small to be seen, and its number as tables write it: no zero before the point."""
    number = values.get(id or "")
    if number is None:
        return {"size": None, "said": "not in the data" if id in values else ""}
    whole = sum(v for v in values.values() if v) or 1
    said = f"{number:.3f}".removeprefix("0") if number < 1 else f"{number:,.3f}".rstrip("0").rstrip(".")
    return {"size": pytest.approx(max(5, 62 * (number / whole) ** 0.5)), "said": said}


def sides_of(given_: dict[str, Any], stands: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Each tie with the places of its two ends, its coding and its name."""
    found = []
    for tie in given_["case"]["ties"]:
        of = [s["id"] for s in stands[tie["age"]]]
        ends = [of.index(end) for end in tie["between"]]
        work = given_["work"].get(tie["item"], {})
        name = tie["name"] or " and ".join(stands[tie["age"]][n]["name"] for n in ends)
        found.append({"id": tie["id"], "age": tie["age"], "ends": ends, "mine": work.get("types"), "committed": work.get("compared", False), "name": name, "codings": tie.get("codings", [])})
    return found


def spoken(given_: dict[str, Any], stands: dict[str, list[dict[str, Any]]], sides: list[dict[str, Any]], age: str) -> str:
    """What a screen reader is told of one of the two triangles."""
    case, told, tied = given_["case"], [], []
    for n, s in enumerate(stands[age]):
        words = [s["name"], s["said"]]
        if age == "now" and not case.get("blank"):
            words.append(f"as {stands['then'][n]['name']}" if s["settled"] else "not cast yet")
        told.append(", ".join(filter(None, words)))
    for side in (s for s in sides if s["age"] == age):
        mine, committed = side["mine"], side["committed"]
        says = " and ".join(mine) if mine else "none of the five" if mine is not None and committed else "not coded"
        tied.append("; ".join([f"{side['name']}: {says}", *(f"{k['name']}: {k['says']}" for k in side["codings"] if committed)]))
    return f"{title(given_, age)}. {'; '.join(told)}. Sides: {'. '.join(tied)}."


def title(given_: dict[str, Any], age: str) -> str:
    return age.capitalize() + ("" if given_["case"].get("blank") else f", corners of {given_['seen'][age]}")


SHOWN = """value.map(({ content, case: c, work, seen, other }) => {
  const view = m.viewOf({ id: content }, c, (item) => work[item] ?? {}, seen, other ?? undefined);
  const ties = view.ties.map((t) => ({ id: t.tie.id, age: t.tie.age, ends: [t.from, t.to], mine: t.mine, committed: t.committed, name: view.sideName(t), codings: t.tie.codings ?? [] }));
  return { stands: { then: view.then, now: [...view.now, ...view.waiting] }, waiting: view.waiting.length, ties, sides: view.sides, lain: view.lain, names: view.names,
    titles: view.titles, labels: view.labels, places: view.places.map((p) => p.id) };
})"""


@settings(max_examples=5, deadline=None, phases=[Phase.generate])
@given(many(st.one_of(made(), made(), made(), blank(), of_the_course())))
def test_what_the_stage_shows_and_says_of_a_case_is_that_of_python(cases: list[Any]) -> None:
    for given_, shown in zip(cases, run(SHOWN, cases), strict=True):
        stands = standing(given_)
        assert shown["stands"] == stands
        assert shown["waiting"] == len(stands["now"]) - len(stands["then"])
        assert shown["places"] == [s["part"] for s in stands["then"]]
        sides = sides_of(given_, stands)
        assert shown["ties"] == sides
        assert shown["titles"] == [title(given_, age) for age in ("then", "now")]
        assert shown["labels"] == [spoken(given_, stands, sides, age) for age in ("then", "now")]
        assert shown["names"] == [f"{a['name']} / {b['name']}" for a, b in zip(stands["then"][:3], stands["now"], strict=False)]
        coded = {(s["age"], *sorted(s["ends"])): s["mine"] or [] for s in sides if s["committed"]}
        both = [[coded.get((age, *corners)) for age in ("then", "now")] for corners in CORNERS]
        assert shown["sides"] == [{"between": corners, "then": a, "now": b} for corners, (a, b) in zip(CORNERS, both, strict=True)]
        assert [s["verdict"] for s in shown["lain"]["sides"]] == ["uncoded" if a is None or b is None else ["weaker", "kept", "stronger"][1 + (binds(b) > binds(a)) - (binds(b) < binds(a))] for a, b in both]
        proportions(given_, stands, shown["lain"]["corners"])


def proportions(given_: dict[str, Any], stands: dict[str, list[dict[str, Any]]], corners: list[dict[str, Any]]) -> None:
    """Check how many times a corner's part of the three has grown; a blank bench has no numbers, and one that is missing leaves all open."""
    case, seen = given_["case"], given_["seen"]
    if case.get("blank"):
        assert corners == []
        return
    numbers = []
    for age in ("then", "now"):
        values = next((y["values"].get(seen["column"], {}) for y in case[f"{age}_years"] if y["year"] == seen[age]), {})
        numbers.append([values.get(s["id"]) for s in stands[age][:3]])
    was, now = numbers
    for n, corner in enumerate(corners):
        if None in was + now or not was[n]:
            assert corner == {"times": None, "verdict": "unknown"}
        else:
            assert corner["times"] == pytest.approx(now[n] / (sum(now) or 1) / (was[n] / sum(was)))


def test_corners_make_a_triangle_and_whoever_is_no_corner_stands_outside_it() -> None:
    places = [(p["x"], p["y"]) for p in run("[0, 1, 2, 3, 4].map(m.at)")]
    corners, outside, plane = places[:3], places[3:], run("m.PLANE")
    for (x, y), (ox, oy) in itertools.combinations(places, 2):
        assert ((x - ox) ** 2 + (y - oy) ** 2) ** 0.5 > 80, "no two stand on one another"
    assert all(30 < x < plane["width"] - 30 and 30 < y < plane["height"] - 30 for x, y in places)
    turns = lambda p: {(b[0] - a[0]) * (p[1] - a[1]) > (b[1] - a[1]) * (p[0] - a[0]) for a, b in zip(corners, [*corners[1:], corners[0]], strict=True)}  # noqa: E731
    assert turns((sum(x for x, _ in corners) / 3, sum(y for _, y in corners) / 3)) in ({True}, {False}), "within it"
    assert all(turns(p) == {True, False} for p in outside)
    assert run("m.at(9)") in run("m.OUTSIDE"), "a sixth has no place of its own, but one outside"
    for a, b in run("m.CORNERS"):
        middle = run("m.middle(value[0], value[1])", [a, b])
        assert (middle["x"], middle["y"]) == tuple((p + q) / 2 for p, q in zip(places[a], places[b], strict=True))


SORTS = st.dictionaries(st.sampled_from(["a", "b", "o1"]), st.fixed_dictionaries({}, optional={"side": st.sampled_from(["likeness", "difference"]), "weight": st.integers(0, 3)}))


@settings(max_examples=4, deadline=None)
@given(many(st.fixed_dictionaries({}, optional={"cards": SORTS, "own": st.just([{"id": "o1", "name": "both <fell>."}])})))
def test_the_books_cards_come_first_and_ones_own_after_them_each_with_what_was_said_of_it(works: list[dict[str, Any]]) -> None:
    case = {"cards": [{"id": "a", "text_html": "<p>It <em>held</em> &amp; fell. </p>", "side": "likeness"}, {"id": "b", "text_html": "<p>No</p>"}]}
    for work, found in zip(works, run("value[1].map((mine) => m.cardsOf(value[0], mine))", [case, works]), strict=True):
        cards = [("a", "It held & fell", False), ("b", "No", False), *((o["id"], o["name"], True) for o in work.get("own", []))]
        assert found == [{"id": id, "name": name, "own": own, **work.get("cards", {}).get(id, {})} for id, name, own in cards]
    assert run("m.cardsOf({}, {})") == [], "a blank bench has none of the book's"


def test_one_sees_the_last_years_first_and_the_first_measure() -> None:
    assert [run("m.firstSeen(value[0], value[1])", [LAB, c]) for c in LAB["cases"]] == [
        {"column": "cinc", "then": 1913, "now": 2022}, {"column": "cinc", "then": 1950, "now": 2022}, {"column": "cinc", "then": 1913, "now": 2022}, {"column": "cinc", "then": 0, "now": 0},
    ]  # fmt: skip


def test_todays_capitals_suggest_no_casting() -> None:
    for c in LAB["cases"][:3]:
        assert run("m.playersOf(value)", c) == [q["id"] for q in sorted(c["now"], key=lambda q: q["name"])]


@settings(max_examples=3, deadline=None)
@given(many(st.tuples(st.permutations(range(len(LAB["cases"]))), st.lists(CODING, min_size=len(LAB["cases"][0]["ties"]) * 3, max_size=30), st.sampled_from(["cinc", "spending"]))))
def test_another_case_stands_beside_with_its_own_year_and_no_blank_bench_does(draws: list[Any]) -> None:
    cases = []
    for (here, there, *_), codings, column in draws:
        ties = [t for c in LAB["cases"] for t in c["ties"]]
        cases.append({"here": here, "there": there, "work": {t["item"]: coding for t, coding in zip(ties, codings, strict=False)}, "column": column})
    code = "value[1].map((v) => m.besideOf(value[0], value[0].cases[v.here], value[0].cases[v.there].id, (item) => v.work[item] ?? {}, v.column) ?? null)"
    for v, found in zip(cases, run(code, [LAB, cases]), strict=True):
        other = LAB["cases"][v["there"]]
        if other["blank"]:
            assert found is None
            continue
        seen = {"column": v["column"]} | {age: other[f"{age}_years"][-1]["year"] for age in ("then", "now")}
        given_ = {"content": LAB["id"], "case": other, "work": {f"{LAB['id']}/{other['id']}/roles": {}} | v["work"], "seen": seen, "other": None}
        stands = standing(given_)
        sides = [s for s in sides_of(given_, stands) if s["age"] == "then"]
        coded = sum(s["committed"] for s in sides)
        assert (found["title"], found["stands"]) == (f"{other['name']}: then, corners of {seen['then']}", stands["then"])
        assert [t["tie"]["id"] for t in found["ties"]] == [s["id"] for s in sides]
        assert found["label"] == f"{other['name']}. {spoken(given_, stands, sides, 'then')}"
        assert found["says"] == f" Beside them stands {other['name']}, of whose {len(sides)} sides you have coded {coded or 'none'}."
    assert run("[value.cases[0].id, 'nowhere', ''].map((id) => m.besideOf(value, value.cases[0], id, () => ({}), 'cinc') ?? null)", LAB) == [None] * 3, "neither itself nor what is not there"
