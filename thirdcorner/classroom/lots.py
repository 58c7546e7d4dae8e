"""Which questions fall to whom: a function of the assignment and the student's number (`front/src/logic/lots.ts` is its twin).

The seed is public and so is the function, since a page without a server can keep neither to itself: beginning again draws the same,
and what another number would have drawn can be read in the page's source. Numbers are folded (NFKC, signs and spaces dropped, upper
case, no zeros before), so that ``s 0412`` and ``S0412`` are one student. The seed is FNV-1a of 32 bits (Fowler, Noll and Vo), the
draw Fisher and Yates’s shuffle with mulberry32.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence


def folded(number: str) -> str:
    """Return a student's number as it is compared and drawn with; empty where nothing of it is left."""
    kept = re.sub(r"[\s\x00-\x2f:-@\[-`{-\x7f\u2010-\u2015]", "", unicodedata.normalize("NFKC", number).upper())
    return re.sub(r"^0+(?=.)", "", kept, flags=re.S)


def seed_of(text: str) -> int:
    """Return FNV-1a of 32 bits over UTF-8."""
    made = 0x811C9DC5
    for byte in text.encode():
        made = (made ^ byte) * 0x01000193 & 0xFFFFFFFF
    return made


def one_of(ids: Sequence[str], seed: str, number: str) -> str:
    """Return the one of the ids that falls to a student; empty to no number."""
    return drawn(ids, 1, seed, number)[0] if folded(number) else ""


def drawn(ids: Sequence[str], count: int, seed: str, number: str) -> list[str]:
    """Return so many of the ids, in their own order, as they fall to a student.

    Parameters
    ----------
    ids
        What is drawn from.
    count
        How many fall to each student.
    seed
        What tells this draw from every other: the assignment's seed, its id and the place of the draw in it.
    number
        The student's number as typed.
    """
    at = seed_of(f"{seed}/{folded(number)}")
    made = list(ids)
    for n in range(len(made) - 1, 0, -1):
        at = at + 0x6D2B79F5 & 0xFFFFFFFF
        t = (at ^ at >> 15) * (1 | at) & 0xFFFFFFFF
        t = (t + ((t ^ t >> 7) * (61 | t) & 0xFFFFFFFF) & 0xFFFFFFFF) ^ t
        k = ((t ^ t >> 14) & 0xFFFFFFFF) * (n + 1) >> 32
        made[n], made[k] = made[k], made[n]
    kept = set(made[:count])
    return [id for id in ids if id in kept]
