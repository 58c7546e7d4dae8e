"""The ledger's arithmetic agrees with an independent Python one, draw for draw, and its break-even values do break even."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.test_logic import run

WIDEN = {"low": 1.6, "medium": 1, "high": 0.6}


def ranges(top: float) -> st.SearchStrategy[list[float]]:
    return st.tuples(st.floats(0, top), st.floats(0, top)).map(sorted)


FACTORS = st.lists(
    st.fixed_dictionaries({"side": st.sampled_from(["risk", "benefit"]), "likelihood": ranges(100), "magnitude": ranges(10), "years": ranges(20), "confidence": st.sampled_from(list(WIDEN))}),
    min_size=2, max_size=7,
).map(lambda fs: [{**f, "id": f"f{n}", "name": f"F{n}"} for n, f in enumerate(fs)])  # fmt: skip


class Mulberry:
    """The same generator in Python's integers."""

    def __init__(self, seed: int):
        self.a = seed & 0xFFFFFFFF

    def __call__(self) -> float:
        mask = 0xFFFFFFFF
        self.a = (self.a + 0x6D2B79F5) & mask
        t = ((self.a ^ (self.a >> 15)) * (1 | self.a)) & mask
        t = ((t + (((t ^ (t >> 7)) * (61 | t)) & mask)) & mask) ^ t
        return ((t ^ (t >> 14)) & mask) / 4294967296


def widened(f: dict, name: str) -> tuple[float, float]:
    low, high = f[name]
    if name == "years":
        return low, high
    top = {"likelihood": 100, "magnitude": 10}[name]
    mid, half = (low + high) / 2, (high - low) / 2 * WIDEN[f["confidence"]]
    return max(0, mid - half), min(top, mid + half)


def worth(f: dict, p: float, m: float, t: float, rate: float) -> float:
    return (1 if f["side"] == "benefit" else -1) * p / 100 * m / (1 + rate / 100) ** t


def simulated(factors: list[dict], together: str, rate: float, seed: int, draws: int) -> list[float]:
    draw, nets = Mulberry(seed), []
    for _ in range(draws):
        shared, net = draw(), 0.0
        for f in factors:
            own = draw()
            at = shared if together == "all" or (together == "risks" and f["side"] == "risk") else own
            values = []
            for name, u in (("likelihood", at), ("magnitude", draw()), ("years", draw())):
                low, high = widened(f, name)
                values.append(low + (high - low) * u)
            net += worth(f, *values, rate)
        nets.append(net)
    return sorted(nets)


@settings(max_examples=25, deadline=None)
@given(FACTORS, st.sampled_from(["none", "risks", "all"]), st.floats(0, 20), st.integers(1, 2**31))
def test_the_draws_are_those_of_python(factors: list[dict], together: str, rate: float, seed: int) -> None:
    found = run("m.simulated(value[0], value[1])", [factors, {"together": together, "rate": rate, "seed": seed, "draws": 40}], "ledger_logic")
    assert found == pytest.approx(simulated(factors, together, rate, seed, 40), abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(FACTORS, st.floats(0, 20))
def test_break_even_values_break_even_and_the_tornado_is_sorted(factors: list[dict], rate: float) -> None:
    found, nets, tornado = run(
        "((r) => [r, r.map((b) => m.middle(value[0], value[1], { [`${b.id}/${b.name}`]: b.value })), m.tornado(value[0], value[1])])(m.breakEven(value[0], value[1]))",
        [factors, rate], "ledger_logic",
    )  # fmt: skip
    assert nets == pytest.approx([0] * len(nets), abs=1e-6)
    assert [b["change"] for b in found] == sorted(b["change"] for b in found)
    for b in found:
        assert 0 <= b["value"] <= {"likelihood": 100, "magnitude": 10}[b["name"]]
    assert [t["swing"] for t in tornado] == sorted((t["swing"] for t in tornado), reverse=True)
    assert len(tornado) == 3 * len(factors)


def test_a_histogram_counts_every_draw() -> None:
    bins, told = run("((n) => [m.histogram(n), m.described(n)])(m.simulated(value, { together: 'none', rate: 0, seed: 7 }))", [
        {"id": "a", "side": "benefit", "name": "A", "likelihood": [50, 80], "magnitude": [2, 5], "years": [0, 2], "confidence": "medium"},
        {"id": "b", "side": "risk", "name": "B", "likelihood": [10, 40], "magnitude": [3, 9], "years": [2, 9], "confidence": "low"},
    ], "ledger_logic")  # fmt: skip
    assert sum(b["n"] for b in bins) == 2000
    assert told["low"] <= told["median"] <= told["high"]
