"""How surprising a count is: how many of several independent events happen, each with a chance of its own."""

from __future__ import annotations

import math
from collections.abc import Sequence

SURPRISING = 0.05
"""A count is told where chance alone would give one as far out in fewer than this share of banks."""
EXACT = 300
"""Up to so many events the distribution is exact; beyond, the normal curve with the half step is right to four digits, and cheap."""


def at_least(chances: Sequence[float], count: int) -> float:
    """Return how likely chance alone is to give `count` successes or more."""
    if len(chances) > EXACT:
        mean, variance = sum(chances), sum(p * (1 - p) for p in chances)
        return 0.5 * math.erfc((count - 0.5 - mean) / math.sqrt(2 * variance))
    return min(1.0, sum(_counts(chances)[max(count, 0) :]))


def at_most(chances: Sequence[float], count: int) -> float:
    """Return how likely chance alone is to give `count` successes or fewer."""
    return at_least([1 - p for p in chances], len(chances) - count)


def _counts(chances: Sequence[float]) -> list[float]:
    """Return the chance of each number of successes, from none to all: the binomial, where all chances are equal.

    Questions have three to six options, so that a key is the longest by chance in a third to a sixth of them; the
    distribution is built one question at a time.
    """
    found = [1.0]
    for chance in chances:
        with_it, without = [0.0, *(p * chance for p in found)], [*(p * (1 - chance) for p in found), 0.0]
        found = [a + b for a, b in zip(with_it, without, strict=True)]
    return found
