"""Which work can meet which outcome: what a learner has to do for a tag to be true.

An outcome is a thing that a learner can do; a question meets it by asking for that, not by being about it. What an outcome asks
for stands with it, as ``work:`` in ``outcomes.yml``: kinds of question and the lowest of Bloom's levels. (Constructive alignment: Biggs 1996.)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import get_args

from ...model import Outcome, Question
from ...model.question_base import Bloom

_LEVELS = get_args(Bloom)


def unmet(q: Question, outcomes: Mapping[str, Outcome]) -> Iterator[tuple[str, str]]:
    """Yield each outcome that a question names and its work does not meet."""
    for id in q.outcomes:
        if id not in outcomes:
            continue
        needs = outcomes[id].work
        if needs.kinds and q.kind not in needs.kinds:
            yield (
                f"it is tagged {id}, which a question of kind {q.kind} does not meet",
                f"ask for {' or '.join(needs.kinds)}, or drop the tag",
            )
        elif _LEVELS.index(q.bloom) < _LEVELS.index(needs.bloom):
            yield (
                f"it is tagged {id}, which work at bloom `{q.bloom}` does not meet",
                f"ask for more (`{needs.bloom}` or higher), or drop the tag",
            )
