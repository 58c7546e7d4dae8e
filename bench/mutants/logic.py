"""A seeded sample of the mutants of each instrument's logic, and of the Python that scores, checks and lays out.

The state file remembers what became of each, by a digest of the mutated file and of its tests: a run that was broken off goes on
where it was, and a second one does only what has changed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

from .run import Verdict, tried, warm, warm_front
from .sources import HERE, ROOT, Mutant, mutants

STATE = ROOT / "_build" / "mutants" / "logic"
TARGETS = HERE / "targets.yml"
EQUIVALENT = HERE / "equivalent.yml"
SLOWER = 8
"""How many times the processor time as without a mutant tests may take, and LEAST seconds of it, before they count as hanging."""
LEAST = 8.0


@dataclass(frozen=True)
class Target:
    """What is sampled together: an instrument, or a part of the engine."""

    name: str
    files: tuple[str, ...]
    tests: tuple[str, ...]
    language: str

    @property
    def digest(self) -> str:
        """What a verdict depends on."""
        read_too = ["tests/widgets/test_logic.py", "tests/conftest.py"]
        paths = sorted({test.split("::")[0] for test in self.tests} | set(self.files) | set(read_too))
        return hashlib.sha256(b"\0".join((ROOT / path).read_bytes() for path in paths)).hexdigest()[:16]


def targets() -> list[Target]:
    """Return them as ``targets.yml`` names them."""
    found = YAML(typ="safe").load(TARGETS)
    return [
        Target(name, tuple(f"{one['in']}/{file}" for file in files.split()), tuple(f"{one['tests_in']}/{test}" for test in tests.split()), one["language"])
        for one in found
        for name, (files, tests) in one["targets"].items()
    ]


def drawn(target: Target, seed: int) -> list[Mutant]:
    """Return a target's mutants in the order of their digests with the seed, so that an edit moves few of them."""
    every = [mutant for file in target.files for mutant in mutants(file)]
    return sorted(every, key=lambda mutant: hashlib.sha256(f"{seed}{mutant.key}".encode()).digest())


def sample(every: list[Mutant], reasons: Mapping[tuple[str, str, str], str], size: int) -> tuple[list[Mutant], list[tuple[Mutant, str]]]:
    """Return as many mutants as are wanted, the first ones, and the equivalent ones that were passed over on the way with their reasons."""
    wanted, unseen = list[Mutant](), list[tuple[Mutant, str]]()
    for mutant in every:
        if len(wanted) == size:
            break
        if why := reasons.get(place(mutant)):
            unseen.append((mutant, why))
        else:
            wanted.append(mutant)
    return wanted, unseen


def equivalent() -> dict[tuple[str, str, str], str]:
    """Return why a mutant changes nothing that anybody could see, by its file and the lines before and after."""
    return {(one["file"], " ".join(one["was"].split()), " ".join(one["now"].split())): one["why"] for one in YAML(typ="safe").load(EQUIVALENT) or []}


def place(mutant: Mutant) -> tuple[str, str, str]:
    """Return how ``equivalent.yml`` names a mutant."""
    return mutant.file, " ".join(mutant.was.split()), " ".join(mutant.now.split())


class State:
    """What became of a target's mutants in this run and in earlier ones; a file each, so that two runs may share the targets."""

    def __init__(self, folder: Path, target: Target) -> None:
        self.path = folder / f"{target.name.replace(' ', '-')}.json"
        self.digest = target.digest
        self.held: dict[str, dict[str, object]] = json.loads(self.path.read_text("utf-8")) if self.path.exists() else {}

    def of(self, mutant: Mutant) -> Verdict | None:
        held = self.held.get(mutant.key, {})
        return Verdict(str(held["said"]), str(held["by"]), float(str(held["seconds"]))) if held.get("digest") == self.digest else None

    def keep(self, mutant: Mutant, verdict: Verdict) -> None:
        self.held[mutant.key] = {"digest": self.digest, "said": verdict.said, "by": verdict.by, "seconds": verdict.seconds}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        beside = self.path.with_suffix(".new")
        beside.write_text(json.dumps(self.held), "utf-8")
        beside.replace(self.path)


@dataclass(frozen=True)
class Row:
    """A target's line of the table."""

    target: Target
    found: list[tuple[Mutant, Verdict]]
    unseen: list[tuple[Mutant, str]]
    """Those that are equivalent, with the reason: the next mutant stands in the place of each."""
    wanted: int
    """How many were to be tried: fewer than asked for only where the target has no more."""

    @property
    def killed(self) -> int:
        return sum(verdict.said != "survived" for _, verdict in self.found)

    @property
    def hung(self) -> int:
        return sum(verdict.said == "timeout" for _, verdict in self.found)

    @property
    def survivors(self) -> list[Mutant]:
        return [mutant for mutant, verdict in self.found if verdict.said == "survived"]

    @property
    def passes(self) -> bool:
        """All that were to be tried were, and nine of ten are killed."""
        return 0 < self.wanted == len(self.found) and 10 * self.killed >= 9 * self.wanted


def measured(target: Target, seed: int, size: int, state: State, until: float) -> Row:
    """Run a target's sample, as far as time allows."""
    limit, tests = 0.0, target.tests
    wanted, unseen = sample(drawn(target, seed), equivalent(), size)
    row = Row(target, [], unseen, len(wanted))
    for mutant in wanted:
        verdict = state.of(mutant)
        if verdict is None:
            if time.monotonic() > until:
                break
            if not limit:
                whole = tried(tests, None, 300)
                limit, tests = max(LEAST, SLOWER * whole.seconds), whole.asked or tests
            verdict = tried(tests, mutant, limit)
            state.keep(mutant, verdict)
        row.found.append((mutant, verdict))
    return row


def lines(rows: list[Row], every: bool) -> Iterator[str]:
    """Yield the table, and each equivalent mutant with its reason."""
    yield "| | language | mutants | killed | of these by time | survivors | not tried | equivalent, replaced |"
    yield "|---|---|---:|---:|---:|---:|---:|---:|"
    for row in rows:
        yield f"| {row.target.name} | {row.target.language} | {row.wanted} | {row.killed} | {row.hung} | {len(row.survivors)} | {row.wanted - len(row.found)} | {len(row.unseen)} |"
    wanted, mutants, killed, unseen = (sum(n) for n in zip(*((r.wanted, len(r.found), r.killed, len(r.unseen)) for r in rows), strict=True))
    yield f"| **together** | | {wanted} | {killed} | {sum(r.hung for r in rows)} | {mutants - killed} | {wanted - mutants} | {unseen} |"
    yield f"\n{killed} of {mutants} that are not equivalent are killed: {100 * killed / max(1, mutants):.1f} %.\n"
    for mutant, why in (one for row in rows for one in row.unseen if every):
        yield f"equivalent · {told(mutant)}\n    because {why}"


def told(mutant: Mutant) -> str:
    """Return a mutant as a reader finds it."""
    now, was = ("\n      ".join(text.splitlines()[:6]) for text in (mutant.now, mutant.was))
    return f"{mutant.file}:{mutant.line} ({mutant.kind})\n    - {was}\n    + {now}"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("only", nargs="*", help="targets by name; all without")
    parser.add_argument("--seed", type=int, default=1, help="which sample")
    parser.add_argument("--size", type=int, default=40, help="how many mutants a target")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="begin no further mutant after this time")
    parser.add_argument("--state", type=Path, default=STATE, help="what is known already, and where it is written")
    parser.add_argument("--quiet", action="store_true", help="leave the equivalent mutants out")


def main(args: argparse.Namespace) -> int:
    """Sample, run, and print; return 1 where a target's tests miss too many, or not all were tried."""
    chosen = [target for target in targets() if not args.only or target.name in args.only]
    if unknown := set(args.only) - {target.name for target in chosen}:
        print(f"no such target: {', '.join(sorted(unknown))}; there are {', '.join(t.name for t in targets())}")
        return 2
    warm()
    rows, until = [], time.monotonic() + args.seconds
    for target in sorted(chosen, key=lambda target: target.language):  # Python first: TypeScript's tests import what it mutates
        if target.language == "TypeScript":
            warm_front(target.tests)
        rows.append(measured(target, args.seed, args.size, State(args.state, target), until))
        row = rows[-1]
        print("\n".join([f"{target.name}: {row.killed} of {len(row.found)} killed", *(f"  survives · {told(mutant)}" for mutant in row.survivors)]), flush=True)
    print("\n".join(["", *lines(rows, not args.quiet)]))
    return int(not all(row.passes for row in rows))
