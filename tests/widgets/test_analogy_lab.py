"""The laboratory's reckoning agrees with an independent Python one; its content, its frame and what it restores are what they should be."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.widgets.test_logic import run_front as run
from thirdcorner import AnalogyLab
from thirdcorner.course.read import load
from thirdcorner.model.activities import AnalogyLab as Activity

TYPES = ["defence", "offence", "neutrality", "non-aggression", "consultation"]
SIDES, MARKS = ["likeness", "difference"], ["known", "unclear", "presumed"]
CARDS = st.lists(st.fixed_dictionaries({}, optional={"side": st.sampled_from(SIDES), "mark": st.sampled_from([*MARKS, ""]), "weight": st.integers(0, 3)}), max_size=8)
PARTS, PLAYERS = ["p0", "p1", "p2", "rival"], ["a", "b", "c", "d", "e"]
CASTS = st.dictionaries(st.sampled_from(PARTS), st.sampled_from([*PLAYERS, "nobody", ""]))
CODING = st.one_of(st.none(), st.lists(st.sampled_from(TYPES), unique=True))
VALUES = st.lists(st.one_of(st.none(), st.floats(0.001, 1000)), min_size=3, max_size=3)


def many(case: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    """Twelve cases or more for one run of Node, whose start costs more than they do."""
    return st.lists(case, min_size=12, max_size=24)


def each(expression: str, cases: list[Any]) -> list[Any]:
    """Evaluate an expression of the module `m` for each case, which it sees as `v`."""
    return list(zip(cases, run(f"value.map((v) => {expression})", cases, "logic/analogy"), strict=True))


SOME = settings(max_examples=4, deadline=None)


@SOME
@given(many(st.tuples(CARDS, st.sampled_from(SIDES), st.sampled_from(MARKS))))
def test_the_heaviest_are_those_of_python(cases: list[Any]) -> None:
    named = [([{**c, "id": n, "name": f"card {n}"} for n, c in enumerate(cards)], side, mark) for cards, side, mark in cases]
    for (cards, side, mark), (heaviest, says) in each("[m.heaviest(v[0], v[1], v[2]), m.weighedSays(v[0])]", named):
        weighed_as_in_python(cards, side, mark, heaviest, says)


def weighed_as_in_python(cards: list[dict], side: str, mark: str, heaviest: list[dict], says: str) -> None:
    mine = [c for c in cards if c.get("side") == side and c.get("mark") == mark]
    most = max((c.get("weight", 0) for c in mine), default=0)
    assert [c["id"] for c in heaviest] == [c["id"] for c in mine if most and c.get("weight", 0) == most]
    assert says == weighed(cards)


def listed(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def weighed(cards: list[dict]) -> str:
    placed = [c for c in cards if c.get("side") and c.get("mark")]
    if not placed:
        return "Nothing lies on the balance yet."
    told = [f"{f'All {len(cards)}' if len(placed) == len(cards) else f'{len(placed)} of {len(cards)}'} cards lie on the balance."]
    for side in SIDES:
        known = [c for c in placed if c["side"] == side and c["mark"] == "known" and c.get("weight")]
        top = [f"“{c['name']}”" for c in known if c["weight"] == max(k["weight"] for k in known)]
        told += [f"Your heaviest known {side}: {listed(top)}."] if top else []
    unsure = [f"“{c['name']}”" for c in placed if c["mark"] == "presumed" and c.get("weight", 0) >= 2]
    told += [f"Much weight lies on what is only presumed: {listed(unsure)}. Say what would settle it."] if unsure else []
    return " ".join(told)


@SOME
@given(many(st.tuples(st.permutations(PLAYERS).flatmap(lambda p: st.integers(2, 5).map(lambda n: p[:n])), CASTS)))
def test_the_triangle_turns_so_that_whoever_is_cast_stands_on_its_part(cases: list[Any]) -> None:
    for (players, cast), found in each(f"m.seated({PARTS}, v[0], v[1])", cases):
        free = [p for p in players if p not in cast.values()]
        seats = []
        for part in PARTS:
            who = cast.get(part)
            seats.append(None if who == "nobody" else who if who in players else free.pop(0) if free else None)
        assert found == {"seats": seats, "waiting": free}


@SOME
@given(many(st.tuples(CASTS, st.sampled_from(PLAYERS), st.sampled_from(PARTS))))
def test_a_capital_brought_to_a_part_leaves_the_one_it_had(cases: list[Any]) -> None:
    for (cast, player, part), found in each("m.brought(v[0], v[1], v[2])", cases):
        assert found == {**{p: who for p, who in cast.items() if p != part and who != player}, part: player}


@SOME
@given(many(st.tuples(st.lists(st.sampled_from(TYPES), unique=True), st.lists(st.sampled_from(TYPES), unique=True), VALUES)))
def test_codings_are_compared_and_parts_add_up(cases: list[Any]) -> None:
    for (mine, theirs, values), (found, parts) in each("[m.against(v[0], v[1]), m.parts(v[2])]", cases):
        assert set(found["both"]) == set(mine) & set(theirs)
        assert set(found["only"]) == set(mine) - set(theirs)
        assert set(found["missed"]) == set(theirs) - set(mine)
        if None in values:
            assert parts == [None] * 3
        else:
            assert sum(parts) == pytest.approx(1)


def binds(types: list[str]) -> int:
    """How far a coding binds, written anew: to fight, to stay out, to talk, to nothing."""
    if {"defence", "offence"} & set(types):
        return 3
    if {"neutrality", "non-aggression"} & set(types):
        return 2
    return int("consultation" in types)


CORNERS = [[0, 1], [0, 2], [1, 2]]
NAMES = ["P / Q", "R / S", "T / U"]


CODED = [(["defence"], ["neutrality"]), (["consultation"], ["consultation"]), ([], ["offence", "consultation"])]
TURNED = [(["defence"], ["consultation"]), ([], ["non-aggression"]), (["neutrality"], ["offence"])]


@SOME
@given(many(st.tuples(st.lists(st.tuples(CODING, CODING), min_size=3, max_size=3), VALUES, VALUES)))
@example([(sides, then, now) for sides in (CODED, TURNED, [*CODED[:2], (None, [])]) for then in ([1, 1, 2], [5, 1, 1]) for now in ([4, 1, 1], [1, 9, 1], [1, 1, 2])])
def test_what_agrees_when_one_lies_on_the_other_is_that_of_python_and_is_said(cases: list[Any]) -> None:
    given_ = [([{"between": b, "then": a, "now": z} for b, (a, z) in zip(CORNERS, sides, strict=True)], then, now) for sides, then, now in cases]
    told = each(f"((l) => [l, m.laidSays(l, {NAMES}), m.codedSays(v[0].map((s) => s.then), v[0].map((s) => s.now))])(m.laid(v[0], v[1], v[2]))", given_)
    for (sides, then, now), (_, (found, says, coded)) in zip(cases, told, strict=True):
        laid_as_in_python(sides, then, now, found, says, coded)


def laid_as_in_python(sides: list[tuple], then: list, now: list, found: dict, says: str, coded: str) -> None:
    verdicts = []
    for a, b in sides:
        change = None if a is None or b is None else binds(b) - binds(a)
        verdicts.append("uncoded" if change is None else "kept" if change == 0 else "stronger" if change > 0 else "weaker")
    assert [s["verdict"] for s in found["sides"]] == verdicts
    known = None not in then and None not in now
    for n, corner in enumerate(found["corners"]):
        if not known:
            assert corner == {"times": None, "verdict": "unknown"}
            continue
        times = now[n] / sum(now) / (then[n] / sum(then))
        assert corner["times"] == pytest.approx(times)
        if abs(times - 2) > 1e-9 and abs(times - 0.5) > 1e-9:
            assert corner["verdict"] == ("grown" if times > 2 else "shrunk" if times < 0.5 else "kept")
    assert says == lies(verdicts, found["corners"])
    assert coded == both_coded([a for a, _ in sides], [b for _, b in sides])


COUNT = ["no", "one", "two", "three"]


def lies(verdicts: list[str], corners: list[dict]) -> str:
    """Return the sentence on what agrees."""
    kept, coded = verdicts.count("kept"), 3 - verdicts.count("uncoded")
    told = ["no side is coded in both triangles yet"]
    if coded:
        told = [f"{COUNT[kept]} {'side binds' if kept == 1 else 'sides bind'} to the same in both{f' (of {COUNT[coded]} coded)' if coded < 3 else ''}"]
        for verdict, words in (("stronger", "more"), ("weaker", "less")):
            named = [f"{NAMES[a]} with {NAMES[b]}" for (a, b), v in zip(CORNERS, verdicts, strict=True) if v == verdict]
            told += [f"now binds to {words}: {listed(named)}"] if named else []
    out = [f"{name} has {run('m.factor(value)', c['times'], 'logic/analogy')} the share it had" for name, c in zip(NAMES, corners, strict=True) if c["verdict"] in ("grown", "shrunk")]
    if corners[0]["times"] is None:
        told.append("a number is missing, so the corners cannot be compared by this measure")
    else:
        told.append(f"out of proportion: {listed(out)}" if out else "the corners keep their proportions")
    told[0] = told[0][0].upper() + told[0][1:]
    return "; ".join(told) + "."


def both_coded(then: list, now: list) -> str:
    """Return the sentence on the sides of both triangles."""

    def one(which: str, sides: list) -> str:
        coded = [binds(s) for s in sides if s is not None]
        if not coded:
            return f"{which} is not coded yet"
        fight, left = coded.count(3), len(sides) - len(coded)
        words = f"{which} has {COUNT[fight]} {'side that promises' if fight == 1 else 'sides that promise'} to fight"
        return words + (f", with {COUNT[left]} {'side' if left == 1 else 'sides'} still to code" if left else "")

    first = f"{one('The old triangle', then)}; {one('today’s', now)}."
    if None in then + now:
        return first
    same = sorted(map(binds, then)) == sorted(map(binds, now))
    return f"{first} By what the papers promise, the two {'have' if same else 'do not have'} the same set of sides."


def test_a_factor_keeps_its_sense_below_one_and_the_bounds_of_a_proportion() -> None:
    assert run("[3, 2.04, 1, 0.5, 1 / 6, 0.8].map(m.factor)", None, "logic/analogy") == ["3 times", "2 times", "1 times", "1/2 of", "1/6 of", "1/1.3 of"]
    corners = "m.laid([], value[0], value[1]).corners.map((c) => c.verdict)"
    assert run(corners, [[1, 1, 2], [2, 1, 1]], "logic/analogy") == ["kept", "kept", "kept"]  # exactly twice, exactly half
    assert run(corners, [[0, 1, 1], [1, 1, 2]], "logic/analogy") == ["unknown", "kept", "kept"]
    assert run("[m.parts([0, 0, 0]), m.parts([0, 1, 3])]", None, "logic/analogy") == [[0, 0, 0], [0, 0.25, 0.75]]
    assert run("m.laidSays(m.laid(value, [], []), ['A', 'B'])", [{"between": [0, 1], "then": [], "now": []}], "logic/analogy") == "One side binds to the same in both."
    unknown = run("m.laidSays(m.laid([], [0, 1, 1], [1, 1, 2]), ['A', 'B', 'C'])", None, "logic/analogy")
    assert unknown.endswith("a number is missing, so the corners cannot be compared by this measure.")


def test_the_ties_show_words_and_mark_paraphrase_and_know_the_data_sets() -> None:
    content = AnalogyLab("analogy-1914").content
    r1, y1950, westad, blank = content["cases"]
    ties = {t["id"]: t for t in r1["ties"]}
    lines = [line for t in r1["ties"] for w in t["treaties"] for line in w["lines"]]
    assert all(bool(line["quote"]) != bool(line["paraphrase_html"]) for line in lines)
    assert any("diplomatic support" in line["quote"] for line in ties["paris-london"]["treaties"][0]["lines"])
    assert [k["types"] for k in ties["moscow-pyongyang"]["codings"]] == [None, None]
    assert [k["types"] for k in ties["london-petersburg"]["codings"]] == [[], []]
    assert ties["paris-london"]["codings"][0] == {"name": "COW", "says": "entente 1907–14 (nothing for 1904–06)", "types": ["consultation"]}
    values = r1["now_years"][-1]["values"]
    assert values["spending"]["pyongyang"] is None
    assert values["cinc"]["beijing"] == 0.234
    assert y1950["then_years"][0]["values"]["cinc"] == {"stalin": 0.181, "kim": 0.003, "mao": 0.118}
    for other in (y1950, westad):  # what is coded of today counts in every case
        assert {t["item"] for t in other["ties"] if t["age"] == "now"} == {t["item"] for t in r1["ties"] if t["age"] == "now"}
    assert blank["blank"]
    assert len(blank["ties"]) == 6


@pytest.mark.parametrize(
    ("change", "match"),
    [
        (lambda case: case["castings"][0]["cast"].update(paris="atlantis"), "must give each of"),
        (lambda case: case["ties"][0].update(between=["paris", "atlantis"]), "must join two of"),
        (lambda case: case["ties"][0].update(treaties=[]), "name its treaties"),
        (lambda case: case["cards"][0].update(concerns=["atlantis"]), "can concern only"),
        (lambda case: case["then"][0].update(rival=True), "three corners"),
    ],
)
def test_a_case_that_does_not_hold_together_is_refused(change, match: str) -> None:
    data = load().activities["analogy-1914"].model_dump(mode="json")
    change(data["cases"][0])
    with pytest.raises(ValueError, match=match):
        Activity.model_validate(data)


def test_the_frame_is_tidy() -> None:
    lab = AnalogyLab("analogy-1914")
    lab.work = {
        "analogy-1914/r1/roles": {"cast": {"paris": "pyongyang"}},
        "analogy-1914/r1/tie-paris-london": {"types": ["consultation"]},
        "analogy-1914/r1/lay": {"expects": ["paris"], "compared": True},
        "analogy-1914/y1950/cards": {"cards": {"junior": {"side": "difference", "weight": 2}}},
    }
    frame = lab.to_frame()
    assert frame.to_dict("records")[0] == {"case": "r1", "step": "role", "item": "paris", "field": "played by", "value": "pyongyang"}
    assert list(frame["step"]) == ["role", "tie", "lay", "card", "card"]


def test_a_notebook_holds_less_than_90_kb_of_it() -> None:
    assert len(AnalogyLab("analogy-1914")._esm.encode()) < 90 * 1024
