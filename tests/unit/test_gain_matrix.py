"""Who gains: sums with and without what is only claimed, against an independent Python, and content from the data."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.test_logic import run
from thirdcorner import GainMatrix

ACTORS = ["a", "b", "c"]
ROWS = st.lists(
    st.fixed_dictionaries({"attestation": st.sampled_from(["attested", "claimed", "inferred"]), "values": st.dictionaries(st.sampled_from(ACTORS), st.integers(-2, 2))}),
    max_size=7,
)


@settings(max_examples=40, deadline=None)
@given(ROWS, st.booleans())
def test_sums(rows: list[dict], only: bool) -> None:
    totals, first = run("((t) => [t, m.gainers(t)])(m.totals(value[0], value[1], value[2]))", [rows, ACTORS, only], "gain_logic")
    counted = [r for r in rows if r["attestation"] == "attested" or not only]
    assert totals == {a: sum(r["values"].get(a, 0) for r in counted) for a in ACTORS}
    assert first == [a for a in ACTORS if totals[a] == max(totals.values())]


def test_rows_take_their_words_from_the_flows() -> None:
    matrix = GainMatrix("gains-07")
    row = next(r for r in matrix.content["rows"] if r["key"] == "dprk-troops-2024")
    assert (row["attestation"], row["head"]) == ("attested", "DPRK to Russia, October 2024")
    matrix.work = {row["id"]: {"values": {"china": -1}}}
    assert matrix.to_frame().to_dict("records") == [{"flow": "dprk-troops-2024", "attestation": "attested", "actor": "china", "value": -1}]
