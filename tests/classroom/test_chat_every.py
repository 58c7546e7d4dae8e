"""The code of every exercise goes through each thing that chat does, alone and in pairs, and out of every platform and kind of file."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from thirdcorner.classroom.chat import find
from thirdcorner.classroom.transcripts import texts

from .test_chat import read, written
from .test_codes import KNOWN, LAYOUTS, ask, twin
from .transcripts import CHAT, NAMES, PLATFORMS, random_code

__all__ = ["twin"]
PAIRS = [(first, second) for n, first in enumerate(CHAT) for second in [*CHAT][n + 1 :] if {first, second} != {"full width", "code"}]
"""Two things that can happen to a code, in the order in which they can."""


def test_the_code_of_every_exercise_survives_each_thing_that_chat_does_and_any_two(twin: Path) -> None:
    treated = {}
    for layout in LAYOUTS:
        code = random_code(random.Random(layout.id), layout)
        said = [change(code) for change in CHAT.values()] + [CHAT[second](CHAT[first](code)) for first, second in PAIRS]
        treated[code] = "\n".join(f"before {text}\nafter" for text in said)
    assert len(treated) == len(LAYOUTS)
    met = [[*find(text, KNOWN)] for text in treated.values()]
    for code, found in zip(treated, met, strict=True):
        broken = [treated[code].splitlines()[m.line - 1] for m in found if not m.code]
        assert not broken, (code, broken)
    assert [read(text) for text in treated.values()] == [[code] * (len(CHAT) + len(PAIRS)) for code in treated]
    mine = [[[m.line, m.why, m.code and [m.code.layout.name, m.code.mark, [*m.code.digits]]] for m in found] for found in met]
    assert ask(twin, [{"text": text} for text in treated.values()]) == mine


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_code_of_every_exercise_comes_out_of_every_platform(twin: Path, platform: str) -> None:
    """As it is, and after something that chat does; each code in a message of its own."""
    rng, form = random.Random(platform), PLATFORMS[platform]
    posted = [random_code(rng, layout) for layout in LAYOUTS for _ in range(2)]
    said = [change(code) for code, change in zip(posted, [c for _ in LAYOUTS for c in (CHAT["as it is"], rng.choice([*CHAT.values()]))], strict=True)]
    text = "\n".join(form(rng.choice(NAMES), one, rng.randrange(10)) for one in said)
    assert read(text) == posted
    (found,) = ask(twin, [{"text": text}])
    assert [[why, name, mark] for _, why, (name, mark, _) in found] == [["", code.split("-")[1], code.split("-")[3]] for code in posted]


def test_the_code_of_every_exercise_comes_out_of_every_kind_of_file(tmp_path: Path) -> None:
    rng = random.Random(21)
    posted = [random_code(rng, layout) for layout in LAYOUTS]
    files = written(tmp_path, posted)
    assert {path.suffix for path in files} == {".txt", ".html", ".json", ".csv", ".mbox", ".xlsx"}
    for path in files:
        unread: list[str] = []
        found = [code for _, text in texts(path, lambda _: None, unread) for code in read(text)]
        assert (found, unread) == (posted, []), path.name


def test_an_entity_in_which_the_line_of_a_mail_ends_is_whole_again_and_lines_keep_their_numbers(twin: Path) -> None:
    code = random_code(random.Random(1), LAYOUTS[0])
    entities = code.replace("-", "&#8209;")
    cut = [f"Ada:\n{entities[:n]}=\n{entities[n:]}\nBo: {code[:-1]}" for n in range(1, len(entities))]
    mine = [[[m.line, m.why] for m in find(text, KNOWN)] for text in cut]
    assert mine == [[[2, ""], [4, "damaged"]]] * len(cut)
    assert [[m[:2] for m in met] for met in ask(twin, [{"text": text} for text in cut])] == mine
