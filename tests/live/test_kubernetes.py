"""A hub on Kubernetes: values hold what the page documents, their limits are the simulation's, and the simulation is what the page shows."""

from __future__ import annotations

import csv
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bench import sizing
from bench.sizing import CLASSES, FOLDER, Assumed, Class, at, server, simulate
from tests import ROOT

COSTS = server(json.loads(sizing.MEASURED.read_text("utf-8")))
TYPES = {"text": str, "list": list, "yes or no": bool, "whole number": int, "number": float}
DOCUMENTED = {row["key"]: row["type"] for row in csv.DictReader((FOLDER / "keys.csv").open(encoding="utf-8"))}
PAGE = (ROOT / "book" / "teach" / "hub-kubernetes.md").read_text("utf-8")


def leaves(values: dict[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        key = f"{above}{name}"
        if isinstance(value, dict):
            yield from leaves(value, f"{key}.")
        else:
            yield key, value


def values(name: str) -> dict[str, Any]:
    return dict(leaves(yaml.safe_load((FOLDER / name).read_text("utf-8"))))


SIZES = {one.students: f"size-{one.students}.yaml" for one in CLASSES}


@pytest.mark.parametrize("size", SIZES)
def test_every_key_is_documented_with_its_type_and_nothing_is_documented_that_is_not_there(size: int) -> None:
    whole = {**values("values.yaml"), **values(SIZES[size])}
    assert set(whole) == set(DOCUMENTED)
    assert [key for key, value in whole.items() if type(value) is not TYPES[DOCUMENTED[key]]] == []


@pytest.mark.parametrize("one", CLASSES, ids=lambda one: str(one.students))
def test_limits_are_those_that_the_simulation_came_to(one: Class) -> None:
    made = values(SIZES[one.students])
    found = next(row for row in csv.DictReader((FOLDER / "sizes.csv").open(encoding="utf-8")) if row["class"].endswith(f" {one.students:,}"))
    assert made["singleuser.memory.guarantee"] == f"{COSTS.guarantee}M"
    assert made["singleuser.memory.limit"] == f"{COSTS.limit}M"
    assert made["scheduling.userPlaceholder.replicas"] == int(found["placeholders"])
    assert made["scheduling.userPlaceholder.enabled"] is (int(found["placeholders"]) > 0)
    assert made["cull.timeout"] == Assumed().idle
    assert made["hub.concurrentSpawnLimit"] == Assumed().at_once
    assert int(found["most servers"]) <= made["hub.activeServerLimit"] <= 1.35 * int(found["most servers"])
    assert int(found["95 in 100 wait at most (s)"]) <= sizing.PATIENCE
    assert values("values.yaml")["singleuser.startTimeout"] > Assumed().new_node + Assumed().placing + COSTS.start


@pytest.mark.long
def test_the_files_are_those_that_the_script_writes(tmp_path: Path) -> None:
    sizing.write(tmp_path)
    assert [p.name for p in sorted(tmp_path.iterdir()) if p.read_bytes() != (FOLDER / p.name).read_bytes()] == []
    assert {p.name for p in tmp_path.glob("*.csv")} <= set(re.findall(r":file: hub/(\S+)", PAGE)), "each table stands on the page"


def test_every_file_that_the_page_offers_is_there_and_every_assumption_is_told() -> None:
    named = re.findall(r"(?<![a-z])hub/[\w.-]+\.(?:csv|yaml|json)", PAGE)
    assert named
    assert [name for name in named if not (ROOT / "book" / "teach" / name).is_file()] == []
    measured = json.loads(sizing.MEASURED.read_text("utf-8"))
    assert all(f"{measured[key]:g}" in PAGE for key in ("server_mib", "kernel_mib", "server_seconds", "kernel_seconds"))


QUICK = Class("test", 40, lambda chance: chance.uniform(0, 60), lambda chance: 600.0)


def test_a_class_that_fits_waits_for_nothing_but_its_start() -> None:
    cluster = simulate(QUICK, COSTS, 0)
    assert len(cluster.waits) == 40
    assert min(cluster.waits) == pytest.approx(Assumed().placing + COSTS.start)
    assert max(cluster.waits) < Assumed().placing + COSTS.start + 40 * COSTS.start / Assumed().cores + 1
    assert cluster.most["nodes"] == 1
    assert cluster.servers == 0, "idle servers were stopped"


def test_whoever_comes_to_a_full_node_waits_for_a_new_one_and_placeholders_spare_that() -> None:
    crowd = Class("crowd", 150, QUICK.comes, QUICK.works)
    alone, spared = simulate(crowd, COSTS, 0), simulate(crowd, COSTS, 150)
    room = Assumed().memory // COSTS.guarantee
    assert sum(wait > Assumed().new_node / 2 for wait in alone.waits) == 150 - room
    assert max(spared.waits) < Assumed().new_node / 2
    assert spared.hours > alone.hours


def test_a_share_of_the_waits_is_counted() -> None:
    assert at([1.0, 2.0, 3.0, 4.0], 0.5) == 2.0
    assert at([5.0], 0.95) == 5.0


def test_arrivals_lie_where_the_page_says() -> None:
    chance = random.Random(1)
    assert all(0 <= sizing.seminar(chance) <= 600 for _ in range(200))
    hours = [int(sizing.day(chance) // 3600) for _ in range(24_000)]
    quiet, busy = hours.count(0) + hours.count(23), hours.count(11) + hours.count(12)
    assert 2.5 < busy / quiet < 3.5
