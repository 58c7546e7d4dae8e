"""How large a hub on Kubernetes has to be: what a student's server costs is measured here, how a class arrives is simulated.

``python -m bench.sizing --measure`` starts a JupyterLab server and a kernel, as a hub starts them for a student, and writes
``book/teach/hub/measured.json``. ``python -m bench.sizing`` simulates four classes with these figures and writes the tables that
the page shows and the Helm values of each size. The same measurements and seeds give the same files on every machine.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import random
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import simpy
import yaml

FOLDER = Path(__file__).resolve().parent.parent / "book" / "teach" / "hub"
MEASURED = FOLDER / "measured.json"
MINUTE, HOUR, MIB = 60.0, 3600.0, 2**20
PATIENCE = 60.0
"""Placeholders are chosen so that of a hundred students ninety-five wait at most so many seconds."""
OFFERED = (0, 25, 50, 75, 100, 150, 200, 300, 400)


@dataclass(frozen=True)
class Assumed:
    """What nobody measured here, and stands on the page as assumed.

    Attributes
    ----------
    cores, memory
        What a node leaves to students' servers: processor cores, and MiB.
    pods
        How many servers a node takes at most, whatever their size.
    new_node
        Seconds from asking for a node until servers can start on it, the image pulled.
    placing
        Seconds of Kubernetes for placing a server on a node and creating its container.
    at_once
        How many servers the hub starts at the same time; more wait for their turn.
    idle, look
        Seconds after which an idle server is stopped, and between two looks for idle ones.
    empty
        Seconds after which an empty node is given back.
    """

    cores: int = 7
    memory: int = 28 * 1024
    pods: int = 100
    new_node: float = 180.0
    placing: float = 5.0
    at_once: int = 64
    idle: float = HOUR
    look: float = 10 * MINUTE
    empty: float = 10 * MINUTE


@dataclass(frozen=True)
class Class:
    """How many come, when (seconds from the beginning, drawn by a generator), and how long each works."""

    name: str
    students: int
    comes: Callable[[random.Random], float]
    works: Callable[[random.Random], float]


def seminar(chance: random.Random) -> float:
    """Ten minutes around the hour, most of them in the middle."""
    return chance.triangular(0, 10 * MINUTE, 5 * MINUTE)


def evening(chance: random.Random) -> float:
    """Three hours after a sheet is opened, most of them in the first."""
    return chance.triangular(0, 3 * HOUR, HOUR)


def day(chance: random.Random) -> float:
    """One day around the world: in its busiest hour three times as many as in its quietest."""
    while True:
        at = chance.uniform(0, 24 * HOUR)
        if chance.uniform(0, 3) <= 2 - math.cos(2 * math.pi * at / (24 * HOUR)):
            return at


CLASSES = (
    Class("a seminar", 30, seminar, lambda chance: chance.uniform(80 * MINUTE, 90 * MINUTE)),
    Class("a large seminar", 300, seminar, lambda chance: chance.uniform(80 * MINUTE, 90 * MINUTE)),
    Class("a lecture’s weekly sheet", 3000, evening, lambda chance: chance.lognormvariate(math.log(HOUR), 0.5)),
    Class("an open course", 30_000, day, lambda chance: chance.lognormvariate(math.log(45 * MINUTE), 0.7)),
)


@dataclass(frozen=True)
class Server:
    """A student's server as Helm values have it: MiB guaranteed and at most, cores guaranteed and at most, and processor seconds to start."""

    guarantee: int
    limit: int
    cpu_guarantee: float
    cpu_limit: float
    start: float


def server(measured: dict[str, Any]) -> Server:
    """Return the limits that follow from what was measured: room for one notebook with a fifth to spare, at most for four."""
    one = measured["server_mib"] + measured["kernel_mib"]
    up = lambda mib: 64 * math.ceil(mib / 64)  # noqa: E731
    return Server(up(1.2 * one), up(1.2 * (one + 3 * measured["kernel_mib"])), 0.05, 2.0, measured["server_seconds"])


@dataclass
class Node:
    """A node: its cores, which starting servers share, how many servers it has, and since when it is empty."""

    cores: simpy.Resource
    servers: int = 0
    since: float = 0.0


@dataclass
class Cluster:
    """A hub and its nodes; placeholders keep room free, and give it up to whoever comes."""

    env: simpy.Environment
    assumed: Assumed
    server: Server
    placeholders: int
    fixed: int = 1
    nodes: list[Node] = field(default_factory=list)
    coming: int = 0
    hours: float = 0.0
    waiting: list[simpy.Event] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    arrived: int = 0
    most: dict[str, int] = field(default_factory=lambda: {"waiting": 0, "servers": 0, "nodes": 0})
    timeline: list[dict[str, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.hub = simpy.Resource(self.env, self.assumed.at_once)
        self.room = min(self.assumed.memory // self.server.guarantee, self.assumed.pods)
        first = max(self.fixed, math.ceil(self.placeholders / self.room))
        self.nodes = [self._node() for _ in range(first)]

    def _node(self) -> Node:
        return Node(simpy.Resource(self.env, self.assumed.cores), since=self.env.now)

    @property
    def servers(self) -> int:
        """How many servers there are, starting ones included."""
        return sum(n.servers for n in self.nodes)

    def grow(self) -> None:
        """Ask for as many nodes as those who wait, and the placeholders, need."""
        wanted = math.ceil((self.servers + len(self.waiting) + self.placeholders) / self.room)
        for _ in range(wanted - len(self.nodes) - self.coming):
            self.coming += 1
            self.env.process(self._arrive())

    def _arrive(self) -> Iterator[Any]:
        yield self.env.timeout(self.assumed.new_node)
        self.coming -= 1
        self.nodes.append(self._node())
        for event in self.waiting:
            if not event.triggered:
                event.succeed()

    def student(self, comes: float, works: float) -> Iterator[Any]:
        """Come, wait for a server, work, and leave it idle until it is stopped."""
        yield self.env.timeout(comes)
        self.arrived += 1
        begun = self.env.now
        with self.hub.request() as turn:
            yield turn
            node = yield from self._place()
            yield self.env.timeout(self.assumed.placing)
            with node.cores.request() as core:
                yield core
                yield self.env.timeout(self.server.start)
        self.waits.append(self.env.now - begun)
        yield self.env.timeout(works + self.assumed.idle + self.assumed.look * (1 - (begun / self.assumed.look) % 1))
        node.servers -= 1
        node.since = self.env.now

    def _place(self) -> Iterator[Any]:
        """Take room on the fullest node that has some, as the chart's scheduler does, or wait for a node."""
        while not (free := [n for n in self.nodes if n.servers < self.room]):
            event = self.env.event()
            self.waiting.append(event)
            self.grow()
            yield event
            self.waiting.remove(event)
        node = max(free, key=lambda n: n.servers)
        node.servers += 1
        self.grow()
        return node

    def watch(self, every: float) -> Iterator[Any]:
        """Give empty nodes back, and note how things stand."""
        keep = max(self.fixed, math.ceil(self.placeholders / self.room))
        while True:
            for node in [n for n in self.nodes if not n.servers and self.env.now - n.since >= self.assumed.empty]:
                if len(self.nodes) > keep and (len(self.nodes) - 1) * self.room >= self.servers + self.placeholders:
                    self.nodes.remove(node)
            waiting = self.arrived - len(self.waits)
            now = {"waiting": waiting, "servers": self.servers, "nodes": len(self.nodes) + self.coming}
            self.most = {k: max(v, now[k]) for k, v in self.most.items()}
            if self.env.now % (2 * MINUTE) == 0:
                self.timeline.append({"minute": round(self.env.now / MINUTE), "arrived": self.arrived, **now})
            self.hours += now["nodes"] * every / HOUR
            yield self.env.timeout(every)


def simulate(one: Class, server: Server, placeholders: int, assumed: Assumed | None = None, seed: int = 1) -> Cluster:
    """Let a class come and go; return the cluster as it was, with each student's wait in seconds."""
    chance, env = random.Random(f"{one.name}/{seed}"), simpy.Environment()
    cluster = Cluster(env, assumed or Assumed(), server, placeholders)
    for _ in range(one.students):
        env.process(cluster.student(one.comes(chance), one.works(chance)))
    env.process(cluster.watch(30.0))
    env.run(until=(26 if one.comes is day else 8) * HOUR)
    return cluster


def at(waits: list[float], share: float) -> float:
    """Return the wait that a share of the students does not exceed."""
    return sorted(waits)[max(0, math.ceil(share * len(waits)) - 1)]


def sized(one: Class, server: Server) -> tuple[int, Cluster]:
    """Return the fewest placeholders with which nearly all wait less than `PATIENCE`, and how that went; the most offered where none suffices."""
    for placeholders in OFFERED:
        cluster = simulate(one, server, placeholders)
        if at(cluster.waits, 0.95) <= PATIENCE:
            break
    return placeholders, cluster


def row(one: Class, placeholders: int, cluster: Cluster) -> dict[str, Any]:
    """Return a class as a line of the page's table."""
    return {
        "class": f"{one.name}, {one.students:,}", "placeholders": placeholders,
        "half wait at most (s)": round(at(cluster.waits, 0.5)), "95 in 100 wait at most (s)": round(at(cluster.waits, 0.95)),
        "longest wait (s)": round(max(cluster.waits)), "most waiting at once": cluster.most["waiting"],
        "most servers": cluster.most["servers"], "most nodes": cluster.most["nodes"],
        "node hours": round(cluster.hours),
    }  # fmt: skip


def values(one: Class, server: Server, placeholders: int, cluster: Cluster) -> dict[str, Any]:
    """Return the Helm values of a size, which are laid over those that all sizes share."""
    return {
        "hub": {
            "concurrentSpawnLimit": Assumed().at_once,
            "activeServerLimit": int(math.ceil(1.2 * cluster.most["servers"] / 10) * 10),
            "db": {"type": "sqlite-pvc" if one.students <= 300 else "postgres"},
        },
        "singleuser": {
            "memory": {"guarantee": f"{server.guarantee}M", "limit": f"{server.limit}M"},
            "cpu": {"guarantee": server.cpu_guarantee, "limit": server.cpu_limit},
        },
        "scheduling": {
            "userPlaceholder": {"enabled": placeholders > 0, "replicas": placeholders},
            "podPriority": {"enabled": placeholders > 0},
        },
        "cull": {"enabled": True, "timeout": int(Assumed().idle), "every": int(Assumed().look)},
    }


def write(to: Path = FOLDER) -> None:
    """Simulate every class and write what follows from it."""
    costs = server(json.loads(MEASURED.read_text("utf-8")))
    rows, tried = [], []
    for one in CLASSES:
        placeholders, cluster = sized(one, costs)
        rows.append(row(one, placeholders, cluster))
        body = yaml.safe_dump(values(one, costs, placeholders, cluster), sort_keys=False)
        (to / f"size-{one.students}.yaml").write_text(
            f"# {one.students:,} students, {one.name}: written by python -m bench.sizing from its simulation; lay it over values.yaml\n{body}",
            "utf-8",
        )
        if one.students == 300:
            for more in sorted({0, placeholders, 2 * placeholders}):
                for wait in (60.0, 180.0, 300.0):
                    slow = simulate(one, costs, more, replace(Assumed(), new_node=wait))
                    tried.append(
                        {
                            "a new node takes (s)": round(wait),
                            **{k: v for k, v in row(one, more, slow).items() if k != "class"},
                        }
                    )
            _csv(to / "seminar.csv", cluster.timeline[:9])
    _csv(to / "sizes.csv", rows)
    _csv(to / "nodes.csv", tried)
    _csv(to / "assumed.csv", [{"what": k, "value": f"{v:g}"} for k, v in asdict(Assumed()).items()])


def _csv(path: Path, rows: list[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        out.writeheader()
        out.writerows(rows)


def main() -> None:
    """Measure, or simulate."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--measure", action="store_true", help="measure first what a student's server costs on this machine"
    )
    if parser.parse_args().measure:
        from bench.student import measure

        MEASURED.write_text(json.dumps(measure(), indent=1) + "\n", "utf-8")
    write()


if __name__ == "__main__":
    main()
