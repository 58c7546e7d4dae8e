"""What gives the keys of a whole bank away: their length, their place, and the side of true and false on which they fall.

Each rule asks whether chance would often do the same, by an exact test at `SURPRISING`; a bank of a few questions is therefore let be, and one
of hundreds is held to little more than chance.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ...model import Question, SingleChoice, TrueFalse
from .chance import SURPRISING, at_least, at_most

Told = tuple[str, str, str]
"""The id of a question, what is wrong, and what would be right."""


def balance(bank: Iterable[Question]) -> Iterator[Told]:
    """Yield each habit by which someone who has not read a word could guess the keys of a bank."""
    bank = list(bank)
    singles = [q for q in bank if isinstance(q, SingleChoice)]
    yield from _lengths(singles)
    yield from _places(singles)
    yield from _sides([q for q in bank if isinstance(q, TrueFalse)])


def length(text: str) -> int:
    """Return how long an option looks: its characters without the marks of Markdown."""
    return len(re.sub(r"[*_`]|\]\([^)]*\)|\[", "", text).strip())


def outstanding(q: SingleChoice, most: bool) -> bool | None:
    """Whether the one longest (or the one shortest) option is the key; None where no option stands out."""
    lengths = sorted(((length(o.text_md), o.correct) for o in q.options), reverse=most)
    return None if lengths[0][0] == lengths[1][0] else lengths[0][1]


def _lengths(singles: list[SingleChoice]) -> Iterator[Told]:
    """Yield lengths that tell: a key that stands out too often, or is the longest so seldom that one can strike out the longest."""
    for most, word in ((True, "longest"), (False, "shortest")):
        judged = [q for q in singles if outstanding(q, most) is not None]
        keyed = [q for q in judged if outstanding(q, most)]
        chances = [1 / len(q.options) for q in judged]
        what = f"the key is the {word} option in {len(keyed)} of {len(judged)} single choices that have one, where chance gives {sum(chances):.0f}"
        if keyed and at_least(chances, len(keyed)) < SURPRISING:
            yield keyed[-1].id, what, "let distractors say as much as keys do"
        elif most and judged and at_most(chances, len(keyed)) < SURPRISING / 2:
            yield judged[-1].id, f"{what}; the longest can be struck out unread", "let some keys be the longest"


def _places(singles: list[SingleChoice]) -> Iterator[Told]:
    for place in range(max((len(q.options) for q in singles), default=0)):
        there = [q for q in singles if len(q.options) > place]
        chances = [1 / len(q.options) for q in there]
        keyed = [q for q in there if q.options[place].correct]
        many, few = at_least(chances, len(keyed)), at_most(chances, len(keyed))
        if min(many, few) < SURPRISING / 2:
            what = (
                f"{len(keyed)} of {len(there)} keys of the bank stand at place {place + 1}, where chance gives {sum(chances):.0f}"
            )
            yield (keyed or there)[-1].id, what, "move some keys from there" if many < few else "move some keys there"


def _sides(statements: list[TrueFalse]) -> Iterator[Told]:
    half = [0.5] * len(statements)
    for side in (True, False):
        here = [q for q in statements if q.correct is side]
        if at_least(half, len(here)) < SURPRISING / 2:
            word = "true" if side else "false"
            yield (
                here[-1].id,
                f"{word} is right in {len(here)} of {len(statements)} statements of the bank",
                "turn some of them round",
            )
