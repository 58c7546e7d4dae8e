"""Recognising a copy: the page's sketches equal Python's, small changes do not hide a paragraph, and marking loses no letter."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.widgets.test_logic import run_front as run
from thirdcorner.course.read import load
from thirdcorner.course.sketch import fnv, sketch, words

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=120)
WORDS = st.lists(st.sampled_from(["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa"]), min_size=30, max_size=60)


@settings(max_examples=40, deadline=None)
@given(st.text(st.sampled_from("abcXYZ éÉüß-'’.,0123 "), max_size=80))
def test_words_and_hashes_are_those_of_python(text: str) -> None:
    found, hashed, runs = run("[m.words(value), m.fnv(value), [...m.runs(value)].sort((a, b) => a - b)]", text, "logic/copy")
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
    found = run("m.recognised(value[0], value[1])", [["something short", " ".join(changed).upper()], paragraphs], "logic/copy")
    assert "P2" not in found
    shared = set(sketch(first)) & set(run("[...m.runs(value)]", " ".join(changed), "logic/copy"))
    assert ("P1" in found) == (len(shared) / len(sketch(first)) >= 0.5)


@settings(max_examples=40, deadline=None)
@given(TEXT, st.lists(st.text(min_size=1, max_size=8), max_size=4))
def test_marking_keeps_every_letter(text: str, hedges: list[str]) -> None:
    parts = run("m.marked(value[0], value[1])", [text, hedges], "logic/copy")
    assert "".join(part for part, _ in parts) == text


def test_pieces_marks_and_what_was_kept() -> None:
    text = "one two three four five\n\n  six   seven\teight nine ten \n too short here now\n"
    assert run("m.pieces(value)", text, "logic/copy") == ["one two three four five", "six seven eight nine ten"]
    marks = "[m.marked('It May, or may not; can’t.', ['may', 'may not', ' ', \"can't\"]), m.marked('plain', []), m.marked('a.c abc', ['a.c'])]"
    assert run(marks, None, "logic/copy") == [
        [["It ", False], ["May", True], [", or ", False], ["may not", True], ["; ", False], ["can’t", True], [".", False]], [["plain", False]], [["a.c", True], [" abc", False]],
    ]  # fmt: skip
    kept = ['{"P1": [["a", true], [5, 0]], "P2": "x", "P3": [1], "P4": []}', "null", "3", "not JSON", '"text"']
    assert run("[...value, null].map((v) => m.kept(v))", kept, "logic/copy") == [{"P1": [["a", True], ["5", False]], "P4": []}, {}, {}, {}, {}, {}]
    assert run("[m.fnv(''), m.fnv('a'), m.fnv('foobar')]", None, "logic/copy") == [0x811C9DC5, 0xE40C292C, 0xBF9CF968], "the published values"
    assert run("[[...m.runs('a b c d')].length, [...m.runs('a b c d e')].length, [...m.runs('a b c d e f')].length, m.words('!')]", None, "logic/copy") == [0, 1, 2, []]
    assert run("[m.LIMIT, m.ENOUGH]", None, "logic/copy") == [2_000_000, 0.5]


def test_the_piece_with_most_of_a_sketch_is_taken_from_half_of_it_on() -> None:
    whole = "a b c d e f g h"  # four runs of five
    runs = run("[...m.runs(value)]", whole, "logic/copy")
    recognised = "m.recognised(value[0], [{ id: 'P', sketch: value[1] }, { id: 'E', sketch: [] }])"
    assert run(recognised, [["a b c d e f"], runs], "logic/copy") == {"P": {"text": "a b c d e f", "share": 0.5}}
    assert run(recognised, [["a b c d e"], runs], "logic/copy") == {}
    assert run(recognised, [["a b c d e f", whole, "b c d e f g h"], runs], "logic/copy") == {"P": {"text": whole, "share": 1}}
    assert run(recognised, [["a b c d e f", "c d e f g h"], runs], "logic/copy") == {"P": {"text": "a b c d e f", "share": 0.5}}, "the first of two that are as good"


def test_no_sketch_is_large_enough_to_rebuild_a_paragraph() -> None:
    for p in load().paragraphs.values():
        assert len(p.sketch) == 16
        assert all(0 <= n < 2**32 for n in p.sketch)
