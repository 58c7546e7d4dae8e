"""The crisis: every path of the content ends, all of it is reachable, and what a check must refuse is refused."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.unit.test_logic import run
from thirdcorner import Crisis
from thirdcorner.content import load
from thirdcorner.model.activities import Crisis as Activity


def graph() -> list[dict[str, Any]]:
    scenes = load().activities["crisis-14"].scenes
    return [{"id": s.id, "advice": [{"id": a.id, "to": a.to} for a in s.advice]} for s in scenes]


def walks(scenes: list[dict[str, Any]], at: str) -> list[list[str]]:
    """Every way to an end: an independent walk."""
    scene = next((s for s in scenes if s["id"] == at), None)
    return [[]] if scene is None else [[at, *rest] for a in scene["advice"] for rest in walks(scenes, a["to"])]


def test_every_path_ends_after_four_decisions_and_everything_is_reached() -> None:
    scenes = graph()
    crisis = load().activities["crisis-14"]
    found = run("m.paths(value)", scenes, "crisis_logic")
    assert sorted([s for s, _ in p["steps"]] for p in found) == sorted(walks(scenes, scenes[0]["id"]))
    assert min(len(p["steps"]) for p in found) >= 4
    assert {p["ending"] for p in found} == {e.id for e in crisis.endings}
    assert len(crisis.endings) >= 8
    assert {s for p in found for s, _ in p["steps"]} == {s["id"] for s in scenes}


def test_a_path_follows_the_choices_and_stops_where_none_is_made() -> None:
    scenes = graph()
    chosen = {"rumour": "ask", "tea": "step", "slow-weeks": "nothing-of-the-kind"}
    found = run("m.pathOf(value[0], (s) => value[1][s])", [scenes, chosen], "crisis_logic")
    assert [s["scene"] for s in found["steps"]] == ["rumour", "tea"]
    assert (found["at"], found["ended"]) == ("slow-weeks", False)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda d: d["scenes"][0]["advice"][0].update(to="nowhere"), "no scene and no ending"),
        (lambda d: d["scenes"][5]["advice"][0].update(to="rumour"), "leads back"),
        (lambda d: d["endings"].append({**d["endings"][0], "id": "lost"}), "no choice leads to ending lost"),
        (lambda d: d["scenes"][3]["advice"][1].update(to="a-chair"), "is reached after 2 decisions"),
        (lambda d: d["endings"][0].update(id="tea"), "is a scene and an ending"),
    ],
)
def test_a_broken_graph_is_refused(change: Any, says: str) -> None:
    data = copy.deepcopy(load().activities["crisis-14"].model_dump(mode="json"))
    change(data)
    with pytest.raises(ValueError, match=says):
        Activity.model_validate(data)


def test_the_frame_has_the_path() -> None:
    crisis = Crisis("crisis-14")
    crisis.work = {"crisis-14/rumour": {"predict": "silent", "choice": "wait"}, "crisis-14/seoul": {"choice": "patience"}}
    frame = crisis.to_frame()
    assert frame["leads_to"].tolist() == ["seoul", "collision"]
    assert frame["prediction"].tolist()[0] == "silent"
