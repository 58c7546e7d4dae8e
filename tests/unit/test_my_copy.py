"""Recognising a copy: the page's sketches equal Python's, small changes do not hide a paragraph, and marking loses no letter."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.test_logic import run
from thirdcorner.content import load
from thirdcorner.sketch import fnv, sketch, words

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=120)
WORDS = st.lists(st.sampled_from(["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa"]), min_size=30, max_size=60)


@settings(max_examples=40, deadline=None)
@given(st.text(st.sampled_from("abcXYZ éÉüß-'’.,0123 "), max_size=80))
def test_words_and_hashes_are_those_of_python(text: str) -> None:
    found, hashed, runs = run("[m.words(value), m.fnv(value), [...m.runs(value)].sort((a, b) => a - b)]", text, "copy_logic")
    assert found == words(text)
    assert hashed == fnv(text)
    assert runs[:16] == sketch(text)


@settings(max_examples=25, deadline=None)
@given(WORDS, st.integers(0, 29))
def test_one_changed_word_hides_nothing_and_another_text_is_not_taken(made: list[str], at: int) -> None:
    first = " ".join(f"{w}{i % 7}" for i, w in enumerate(made))
    changed = first.split(" ")
    changed[at] = "CHANGED"
    paragraphs = [{"id": "P1", "sketch": sketch(first)}, {"id": "P2", "sketch": sketch("quite another text " * 8)}]
    found = run("m.recognised(value[0], value[1])", [["something short", " ".join(changed).upper()], paragraphs], "copy_logic")
    assert "P2" not in found
    shared = set(sketch(first)) & set(run("[...m.runs(value)]", " ".join(changed), "copy_logic"))
    assert ("P1" in found) == (len(shared) / len(sketch(first)) >= 0.5)


@settings(max_examples=40, deadline=None)
@given(TEXT, st.lists(st.text(min_size=1, max_size=8), max_size=4))
def test_marking_keeps_every_letter(text: str, hedges: list[str]) -> None:
    parts = run("m.marked(value[0], value[1])", [text, hedges], "copy_logic")
    assert "".join(part for part, _ in parts) == text


def test_no_sketch_is_large_enough_to_rebuild_a_paragraph() -> None:
    for p in load().paragraphs.values():
        assert len(p.sketch) == 16
        assert all(0 <= n < 2**32 for n in p.sketch)
