"""The ledger's arithmetic agrees with an independent Python one, draw for draw, and its break-even values do break even."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.widgets.test_logic import run_front as run

WIDEN = {"low": 1.6, "medium": 1, "high": 0.6}


def ranges(top: float) -> st.SearchStrategy[list[float]]:
    return st.tuples(st.floats(0, top), st.floats(0, top)).map(sorted)


FACTORS = st.lists(
    st.fixed_dictionaries({"side": st.sampled_from(["risk", "benefit", "reversal"]), "likelihood": ranges(100), "magnitude": ranges(10), "years": ranges(20), "confidence": st.sampled_from(list(WIDEN))}),
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
    return (-1 if f["side"] == "risk" else 1) * p / 100 * m / (1 + rate / 100) ** t


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
    found = run("m.simulated(value[0], value[1])", [factors, {"together": together, "rate": rate, "seed": seed, "draws": 40}], "logic/ledger")
    assert found == pytest.approx(simulated(factors, together, rate, seed, 40), abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(FACTORS, st.floats(0, 20))
def test_break_even_values_break_even_and_the_tornado_is_sorted(factors: list[dict], rate: float) -> None:
    found, nets, tornado = run(
        "((r) => [r, r.map((b) => m.middle(value[0].map((e) => (e.id === b.id ? { ...e, [b.name]: [b.value, b.value] } : e)), value[1])), m.tornado(value[0], value[1])])(m.breakEven(value[0], value[1]))",
        [factors, rate], "logic/ledger",
    )  # fmt: skip
    assert nets == pytest.approx([0] * len(nets), abs=1e-6)
    assert [b["change"] for b in found] == sorted(b["change"] for b in found)
    for b in found:
        assert 0 <= b["value"] <= {"likelihood": 100, "magnitude": 10}[b["name"]]
    assert [t["swing"] for t in tornado] == sorted((t["swing"] for t in tornado), reverse=True)
    assert len(tornado) == 3 * len(factors)


def net(factors: list[dict], rate: float, fixed: dict[tuple[str, str], float]) -> float:
    """The sum with each belief in the middle of its range, but for those that are fixed."""
    names = ("likelihood", "magnitude", "years")
    return sum(worth(f, *(fixed.get((f["id"], name), sum(f[name]) / 2) for name in names), rate) for f in factors)


@settings(max_examples=40, deadline=None)
@given(FACTORS, st.floats(0, 20))
def test_swings_spans_and_break_even_values_are_those_of_python(factors: list[dict], rate: float) -> None:
    middle, tornado, spans, even = run("[m.middle, m.tornado, m.spans, m.breakEven].map((f) => f(value[0], value[1]))", [factors, rate], "logic/ledger")
    now = net(factors, rate, {})
    assert middle == pytest.approx(now)
    for t in tornado:
        f = next(f for f in factors if f["id"] == t["id"])
        low, high = sorted(net(factors, rate, {(f["id"], t["name"]): end}) for end in widened(f, t["name"]))
        assert (t["low"], t["high"], t["swing"]) == pytest.approx((low, high, high - low), abs=1e-9)
    for s in spans:
        f = next(f for f in factors if f["id"] == s["id"])
        ends = [
            net(factors, rate, {(f["id"], "likelihood"): p, (f["id"], "magnitude"): m, (f["id"], "years"): t})
            for p in widened(f, "likelihood") for m in widened(f, "magnitude") for t in widened(f, "years")
        ]  # fmt: skip
        assert (s["low"], s["high"]) == pytest.approx((min(ends), max(ends)), abs=1e-9)
    widths = [s["high"] - s["low"] for s in spans]
    assert widths == sorted(widths, reverse=True) and {s["id"] for s in spans} == {f["id"] for f in factors}
    found = {(b["id"], b["name"]): b for b in even}
    for f in factors:
        for name, top in (("likelihood", 100), ("magnitude", 10)):
            mid = sum(f[name]) / 2
            slope = net(factors, rate, {(f["id"], name): mid + 1}) - now
            if abs(slope) < 1e-9 or min(abs(mid - now / slope), abs(mid - now / slope - top)) < 1e-6:
                continue  # at the very end of a scale the last digit decides
            value = mid - now / slope
            assert ((f["id"], name) in found) == (0 <= value <= top)
            if (f["id"], name) in found:
                one = found[f["id"], name]
                assert (one["now"], one["value"], one["change"]) == pytest.approx((mid, value, abs(value - mid) / top), rel=1e-6, abs=1e-9)


def entry(**of: object) -> dict:
    return {"id": "f", "side": "benefit", "likelihood": [50, 50], "magnitude": [4, 4], "years": [0, 0], "confidence": "medium", **of}


def test_the_ends_of_a_scale_belong_to_it() -> None:
    certain = [entry(likelihood=[100, 100]), entry(id="r", side="risk", likelihood=[100, 100])]
    even = run("m.breakEven(value, 0).map((b) => [b.id, b.name, b.value])", certain, "logic/ledger")
    assert ["f", "likelihood", 100] in even and ["r", "likelihood", 100] in even
    assert run("m.breakEven(value, 0).map((b) => [b.name, b.value])", [entry(magnitude=[0, 0])], "logic/ledger") == [["magnitude", 0]]
    assert run("m.breakEven(value, 0)", [entry(likelihood=[0, 0], magnitude=[0, 0])], "logic/ledger") == [], "what moves nothing is left out"
    assert run("m.simulated(value, { together: 'none', rate: 0, seed: 1 }).length", [entry()], "logic/ledger") == 2000
    assert run("[m.moved([10, 20], 7, 100, 5), m.moved([10, 20], 90, 100, 5), m.moved([10, 20], -90, 100, 5)]", None, "logic/ledger") == [[15, 25], [90, 100], [0, 10]]
    assert run("[m.stretched([10, 20], 0, 33, 100, 5), m.stretched([10, 20], 1, 3, 100, 5), m.stretched([10, 20], 0, -9, 100, 5)]", None, "logic/ledger") == [[35, 35], [5, 5], [0, 20]]


def corners(factors: list[dict], size: dict) -> dict[str, str | None]:
    """Give each label, from the least likely on, the first corner that is free."""
    taken: list[tuple[float, float, float, float]] = []
    found: dict[str, str | None] = {}
    for f in sorted(factors, key=lambda f: f["likelihood"][0]):
        w, h = 7 * len(f["short"]) + 6, 16
        left, right = (v / 100 * size["width"] for v in f["likelihood"])
        bottom, top = (size["height"] * (1 - v / 10) for v in f["magnitude"])
        found[f["id"]] = None
        for corner, (x, y) in {"top-left": (left, top), "bottom-left": (left, bottom - h), "top-right": (right - w, top), "bottom-right": (right - w, bottom - h)}.items():
            free = all(x >= ox + ow or ox >= x + w or y >= oy + h or oy >= y + h for ox, oy, ow, _ in taken)
            if 0 <= x <= size["width"] - w and 0 <= y <= size["height"] - h and free:
                taken.append((x, y, w, h))
                found[f["id"]] = corner
                break
    return found


WHOLE = st.lists(st.tuples(*[st.integers(0, 10).map(lambda n: 10 * n)] * 2, *[st.integers(0, 10)] * 2), min_size=2, max_size=8).map(
    lambda rows: [entry(id=f"f{n}", short="turn" * (1 + n % 3), likelihood=sorted((a, b)), magnitude=sorted((c, d))) for n, (a, b, c, d) in enumerate(rows)]
)


@settings(max_examples=80, deadline=None)
@given(WHOLE)
def test_each_label_has_the_first_corner_that_is_free(factors: list[dict]) -> None:
    assert run("m.labelled(value[0], value[1])", [factors, {"width": 200, "height": 160}], "logic/ledger") == corners(factors, {"width": 200, "height": 160})


SIZE = {"width": 290, "height": 300}


@settings(max_examples=25, deadline=None)
@given(FACTORS)
def test_each_dot_is_an_equal_share_and_a_span_holds_every_belief_of_its_entry(factors: list[dict]) -> None:
    dots, nets, spans, single = run(
        "((n) => [m.quantiles(n, 50), n, m.spans(value, 0), m.tornado(value, 0)])(m.simulated(value, { together: 'none', rate: 0, seed: 7, draws: 500 }))", factors, "logic/ledger"
    )
    assert dots == sorted(dots)
    assert len(dots) == 50
    for n, dot in enumerate(dots):
        assert sum(v < dot for v in nets) <= 10 * n + 5 <= sum(v <= dot for v in nets)
    of = {s["id"]: s for s in spans}
    for one in single:
        assert of[one["id"]]["low"] <= one["low"] + 1e-9
        assert one["high"] <= of[one["id"]]["high"] + 1e-9


@settings(max_examples=40, deadline=None)
@given(ranges(100), st.floats(-150, 150), st.sampled_from([0, 1]))
def test_a_dragged_range_stays_in_order_and_on_its_scale(pair: list[float], by: float, end: int) -> None:
    moved, stretched = run("[m.moved(value[0], value[1], 100, 1), m.stretched(value[0], value[2], value[1], 100, 1)]", [pair, by, end], "logic/ledger")
    for low, high in (moved, stretched):
        assert 0 <= low <= high <= 100 + 1e-9
    assert moved[1] - moved[0] == pytest.approx(pair[1] - pair[0])


@settings(max_examples=25, deadline=None)
@given(FACTORS)
def test_labels_on_the_map_never_lie_on_one_another(factors: list[dict]) -> None:
    named = [{**f, "short": "turning back"} for f in factors]
    found = run("m.labelled(value[0], value[1])", [named, SIZE], "logic/ledger")
    boxes = []
    for f in named:
        corner = found[f["id"]]
        if corner is None:
            continue
        w, h = len(f["short"]) * 7 + 6, 16
        x = f["likelihood"][0] / 100 * SIZE["width"] if corner.endswith("left") else f["likelihood"][1] / 100 * SIZE["width"] - w
        y = SIZE["height"] * (1 - f["magnitude"][1] / 10) if corner.startswith("top") else SIZE["height"] * (1 - f["magnitude"][0] / 10) - h
        boxes.append((x, y, w, h))
    for i, (x, y, w, h) in enumerate(boxes):
        assert -1e-6 <= x <= SIZE["width"] - w + 1e-6
        for ox, oy, ow, oh in boxes[:i]:
            assert x >= ox + ow - 1e-6 or ox >= x + w - 1e-6 or y >= oy + oh - 1e-6 or oy >= y + h - 1e-6
