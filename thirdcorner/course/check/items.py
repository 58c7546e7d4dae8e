"""What item writing asks of a bank of questions, as far as a program can see it (Haladyna, Downing & Rodriguez 2002).

The rules are those of the course's own guide: a source, feedback on every option that differs from the others, no stem
twice, no option that points at the others, keys that neither stand in one place nor give themselves away by their length.
What a bank as a whole gives away is in `balance`, what a single question does in `giveaways`, which work meets which outcome in `work`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby

from ...model import MultipleChoice, Outcome, Question, SingleChoice
from ..asked import ordered
from .balance import balance
from .giveaways import giveaways
from .work import unmet

_DEGREE = re.compile(
    r"^\W*(?:(?:an?|the|at|as|about|almost|very|quite|much|far|somewhat|slightly|rather)\s+)*(?:never|rarely|seldom|sometimes|often|usually|always|none|nothing|little|few|some|many|much|most|all|great|everything"
    r"|low|medium|moderate|high|lower|higher|less|fewer|same|equal|more|unlikely|likely|certain|worse|better|smaller|larger|weaker|stronger|earlier|later)\b",
    re.I,
)
_OTHERS = re.compile(r"^\W*(?:none|neither|both|either|all(?: (?:three|four|five))?)(?: of (?:them|these|the (?:others|options|answers)))?\W*(?:$|[,;:.])", re.I)
LONGER = 1.5
"""A key may not be this many times as long as the longest distractor."""

Place = Callable[[str, str, str, str], object]


def questions(bank: Iterable[Question], problem: Callable[..., object], outcomes: Mapping[str, Outcome]) -> Iterator:  # type: ignore[type-arg]
    """Yield what is wrong with the questions of a bank, as `problem` ("questions", id, what, do) makes it."""
    bank = list(bank)
    stems = Counter(q.prompt_md.casefold().strip() for q in bank)
    for q in bank:
        if "(write this)" in q.model_dump_json():
            yield problem("questions", q.id, "it still has words of the skeleton", "write them")
        if not q.sources:
            yield problem("questions", q.id, "it names no source", "add `sources:` with keys of sources.bib")
        if stems[q.prompt_md.casefold().strip()] > 1:
            yield problem("questions", q.id, "another question has the same prompt", "ask it differently or drop one")
        if isinstance(q, (SingleChoice, MultipleChoice)):
            for what, do in _options(q):
                yield problem("questions", q.id, what, do)
        for what, do in (*giveaways(q), *unmet(q, outcomes)):
            yield problem("questions", q.id, what, do)
    yield from (problem("questions", id, what, do) for id, what, do in balance(bank))
    for _, of_chapter in groupby(bank, key=lambda q: q.id.split("/")[0]):
        yield from (problem("questions", id, what, do) for id, what, do in _positions(list(of_chapter)))


def _options(q: SingleChoice | MultipleChoice) -> Iterator[tuple[str, str]]:
    said = Counter(o.feedback_md.casefold() for o in q.options)
    if max(said.values()) > 1:
        yield "two options have the same feedback", "say what each choice overlooked"
    if any(o.text_md.casefold().strip(" .") in ("all of the above", "none of the above") for o in q.options):
        yield "it has an option that points at the others", "write a real distractor"
    if len({o.text_md.casefold().strip(" .") for o in q.options}) < len(q.options):
        yield "two of its options say the same", "drop one of them"
    degrees, others = (sum(bool(of.search(o.text_md)) for o in q.options) for of in (_DEGREE, _OTHERS))
    if not ordered(q) and (others or degrees > len(q.options) - 2):
        yield "its options are a scale, or one speaks of the others, and each learner sees them in another order", "write them in their order, with `ordered: true`"
    if q.kind == "single":
        key = next(len(o.text_md) for o in q.options if o.correct)
        other = max(len(o.text_md) for o in q.options if not o.correct)
        if key > LONGER * other and key > 40:
            yield f"its key is {key / other:.1f} times as long as the longest other option", "even out the lengths"


def _positions(bank: list[Question]) -> Iterator[tuple[str, str, str]]:
    """Yield a bank of at least six single choices that has more than half of its keys in one place."""
    singles = [q for q in bank if isinstance(q, SingleChoice)]
    places = Counter(next(i for i, o in enumerate(q.options, 1) if o.correct) for q in singles)
    if len(singles) >= 6:
        place, times = places.most_common(1)[0]
        if times > len(singles) / 2:
            last = [q for q in singles if q.options[place - 1].correct][-1]
            yield last.id, f"{times} of {len(singles)} keys of its bank stand at place {place}", "move some keys"
