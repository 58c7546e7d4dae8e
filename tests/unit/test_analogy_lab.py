"""The laboratory's reckoning agrees with an independent Python one; its content and its frame are what they should be."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.test_logic import run
from thirdcorner import AnalogyLab
from thirdcorner.content import load
from thirdcorner.model.activities import AnalogyLab as Activity

TYPES = ["defence", "offence", "neutrality", "non-aggression", "consultation"]
SIDES, MARKS = ["likeness", "difference"], ["known", "unclear", "presumed"]
CARDS = st.lists(st.fixed_dictionaries({}, optional={"side": st.sampled_from(SIDES), "mark": st.sampled_from([*MARKS, ""]), "weight": st.integers(0, 3)}), max_size=8)


@settings(max_examples=30, deadline=None)
@given(CARDS, st.sampled_from(SIDES), st.sampled_from(MARKS))
def test_sums_and_the_heaviest_are_those_of_python(cards: list[dict], side: str, mark: str) -> None:
    cards = [{**c, "id": n} for n, c in enumerate(cards)]
    sums, heaviest = run("[m.sums(value[0]), m.heaviest(value[0], value[1], value[2])]", [cards, side, mark], "analogy_logic")
    for s in SIDES:
        for k in MARKS:
            mine = [c for c in cards if c.get("side") == s and c.get("mark") == k]
            assert sums[s][k] == {"n": len(mine), "weight": sum(c.get("weight", 0) for c in mine)}
    mine = [c for c in cards if c.get("side") == side and c.get("mark") == mark]
    most = max((c.get("weight", 0) for c in mine), default=0)
    assert [c["id"] for c in heaviest] == [c["id"] for c in mine if most and c.get("weight", 0) == most]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(TYPES), unique=True), st.lists(st.sampled_from(TYPES), unique=True), st.lists(st.one_of(st.none(), st.floats(0.001, 1000)), min_size=3, max_size=3))
def test_codings_are_compared_and_parts_add_up(mine: list[str], theirs: list[str], values: list[float | None]) -> None:
    found, parts = run("[m.against(value[0], value[1]), m.parts(value[2])]", [mine, theirs, values], "analogy_logic")
    assert set(found["both"]) == set(mine) & set(theirs)
    assert set(found["only"]) == set(mine) - set(theirs)
    assert set(found["missed"]) == set(theirs) - set(mine)
    if None in values:
        assert parts == [None] * 3
    else:
        assert sum(parts) == pytest.approx(1)


def test_the_ties_show_words_and_mark_paraphrase() -> None:
    content = AnalogyLab("analogy-1914").content
    ties = {t["id"]: t["treaties"][0]["lines"] for t in content["cases"][0]["ties"]}
    assert all(bool(line["quote"]) != bool(line["paraphrase"]) for lines in ties.values() for line in lines)
    assert any("diplomatic support" in line["quote"] for line in ties["paris-london"])
    assert not any(line["quote"] for line in ties["beijing-moscow"] if "Art. 9" in line["article"])
    shape = content["cases"][0]["shapes"][-1]
    assert shape["values"]["spending"]["North Korea"] is None
    assert shape["values"]["cinc"]["China"] == 0.234


def test_a_casting_that_names_a_stranger_is_refused() -> None:
    data = load().activities["analogy-1914"].model_dump(mode="json")
    data["cases"][0]["castings"][0]["cast"]["paris"] = "atlantis"
    with pytest.raises(ValueError, match="must give each of"):
        Activity.model_validate(data)


def test_the_frame_is_tidy() -> None:
    lab = AnalogyLab("analogy-1914")
    lab.work = {
        "analogy-1914/r1/roles": {"cast": {"paris": "pyongyang"}},
        "analogy-1914/r1/tie-paris-london": {"types": ["consultation"]},
        "analogy-1914/y1950/cards": {"cards": {"junior": {"side": "difference", "weight": 2}}},
    }
    frame = lab.to_frame()
    assert frame.to_dict("records")[0] == {"case": "r1", "step": "role", "item": "paris", "field": "played by", "value": "pyongyang"}
    assert list(frame["step"]) == ["role", "tie", "card", "card"]
