"""What gives a single question away, or leaves it without an answer: hints, elimination, traps that are right, gaps without a blank."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import singledispatch

from ...model import (
    FillIn,
    Interpretive,
    Matching,
    MultipleChoice,
    Numeric,
    Parameterised,
    Question,
    SingleChoice,
    TrueFalse,
)

Fault = tuple[str, str]
"""What is wrong with a question, and what would be right."""

_WORDS = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
]  # fmt: skip
NUMBERS = {**{word: n for n, word in enumerate(_WORDS)}, "both": 2, "nought": 0}
"""Numbers that authors write in words."""

_NUMBER = r"(?:\d+|" + "|".join(NUMBERS) + ")"
_COUNTS = re.compile(
    rf"\b{_NUMBER}\s+(?:of|out of)\s+(?:the\s+|these\s+|them\b)?(?:{_NUMBER}\b|options|answers|statements)?|\ball but {_NUMBER}\b"
    rf"|\b(?:only|exactly|there are)\s+{_NUMBER}\b|^\W*{_NUMBER}\W*$"
    rf"|^\W*{_NUMBER}\s+(?:hold|are|fit|count|apply|belong|work|stand|is|holds|fits|counts|applies|belongs)\b",
    re.I,
)
_PLACE = re.compile(
    r"\b(?:first|second|third|fourth|fifth|last|next to last|top|bottom)\s+(?:option|answer|statement|of the (?:options|answers))\b"
    r"|\b(?:choose|take|tick|pick)\s+(?:option|answer)\s+\w\b",
    re.I,
)
_SAID = re.compile(
    r"\b(?:it|this|that|the (?:statement|sentence|claim))\s+(?:is|was)\s+(?:indeed\s+|quite\s+|in fact\s+)?(?:not\s+)?"
    r"(?:true|false|wrong|right|correct)\b|^\W*(?:true|false|yes|no)\W*$",
    re.I,
)
_WORD = re.compile(r"[^\W\d_]{4,}|\d[\d.,]*")
_EMPTY = {
    "which",
    "that",
    "what",
    "this",
    "with",
    "from",
    "they",
    "them",
    "does",
    "were",
    "there",
    "their",
    "than",
    "have",
    "been",
}


def giveaways(q: Question) -> Iterator[Fault]:
    """Yield what is wrong with a question by itself, as far as its kind has a way to be wrong."""
    yield from _of_kind(q)
    yield from _hints(q)


def number(text: str) -> float | None:
    """Return the number that a text is, however it is written, or None."""
    bare = text.casefold().strip(" .%").removesuffix("per cent").strip().replace("−", "-").replace(",", ".")
    if bare in NUMBERS:
        return float(NUMBERS[bare])
    return float(bare) if re.fullmatch(r"-?\d*\.?\d+", bare) else None


def same(one: str, other: str) -> bool:
    """Whether two short texts say the same: as numbers, or letter by letter but for case, stops and spaces."""
    a, b = number(one), number(other)
    if a is not None and b is not None:
        return a == b
    return _bare(one) == _bare(other)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


@singledispatch
def _of_kind(q: Question) -> Iterator[Fault]:
    yield from ()


@_of_kind.register
def _(q: SingleChoice) -> Iterator[Fault]:
    key = next(o for o in q.options if o.correct)
    for option in q.options:
        if option is not key and same(option.text_md, key.text_md):
            yield f"its option {option.id!r} says the same as the key", "write a real distractor"


@_of_kind.register
def _(q: Numeric) -> Iterator[Fault]:
    for trap, _said in q.traps:
        if abs(trap - q.answer) <= q.tolerance:
            yield (
                f"its trap {trap:g} counts as right (the answer is {q.answer:g}, give or take {q.tolerance:g})",
                "drop the trap or narrow the tolerance",
            )


@_of_kind.register
def _(q: Parameterised) -> Iterator[Fault]:
    for version in q.drawn:
        yield from ((f"in version {version}, {what}", do) for what, do in _of_kind(q.version(version)))


@_of_kind.register
def _(q: FillIn) -> Iterator[Fault]:
    for gap in sorted({int(n) for n in re.findall(r"\{\{(\d+)\}\}", q.prompt_md)}):
        if not 1 <= gap <= len(q.blanks):
            yield f"its prompt has the gap {{{{{gap}}}}}, for which there is no blank", f"its blanks are 1 to {len(q.blanks)}"
    said = _bare(q.prompt_md)
    for n, blank in enumerate(q.blanks, 1):
        for form in blank.accepted:
            if number(form) is None and len(form) > 3 and re.search(rf"\b{re.escape(_bare(form))}\b", said):
                yield f"its prompt has the word {form!r}, which fills gap {n}", "say it otherwise"


@_of_kind.register
def _(q: Interpretive) -> Iterator[Fault]:
    standing = sum(r.defensible for r in q.readings)
    if standing < 2:
        yield f"{standing or 'none'} of its readings is defensible", "give at least two, or ask a question that has a key"


@_of_kind.register
def _(q: Matching) -> Iterator[Fault]:
    answers = [p.answer for p in q.pairs]
    for distractor in q.distractors:
        if any(same(distractor, a) for a in answers):
            yield f"its distractor {distractor!r} is an answer", "write one that belongs to no stem"
    if len(set(answers)) == len(answers) and not q.distractors:
        yield (
            "each of its answers is used once and none is left over, so that the last pair needs no thought",
            "add a distractor, or let an answer serve twice",
        )


def _hints(q: Question) -> Iterator[Fault]:
    for hint in q.hints_md:
        if isinstance(q, MultipleChoice) and (found := _COUNTS.search(hint)):
            yield f"its hint “{hint}” counts the keys (“{found[0].strip()}”)", "hint at how to judge an option"
        if isinstance(q, SingleChoice | MultipleChoice) and (found := _PLACE.search(hint)):
            yield f"its hint “{hint}” names an option by its place (“{found[0]}”)", "hint at how to judge an option"
        if isinstance(q, TrueFalse) and (found := _SAID.search(hint)):
            yield f"its hint “{hint}” says whether it is true (“{found[0]}”)", "hint at the way, not at the end of it"
        if _states(q, hint):
            yield f"its hint “{hint}” states the key", "hint at the way, not at the end of it"


@singledispatch
def _states(q: Question, hint: str) -> bool:
    """Return whether a hint says what is right: a key's own words, a number or a form that counts as right, an answer."""
    return False


@_states.register
def _(q: FillIn, hint: str) -> bool:
    forms = [form for blank in q.blanks for form in blank.accepted]
    return any(re.search(rf"(?<![\w.,]){re.escape(form)}(?!\w|[.,]\d)", hint, re.I) for form in forms)


@_states.register
def _(q: Numeric, hint: str) -> bool:
    said = [number(word) for word in re.findall(r"[−-]?\d[\d.,]*\d|\d|[^\W\d_]+", hint)]
    return any(abs(n - q.answer) <= q.tolerance for n in said if n is not None)


@_states.register
def _(q: Matching, hint: str) -> bool:
    said = _bare(hint)
    return any(len(p.answer) > 3 and re.search(rf"\b{re.escape(_bare(p.answer))}\b", said) for p in q.pairs)


@_states.register(SingleChoice)
@_states.register(MultipleChoice)
def _(q: SingleChoice | MultipleChoice, hint: str) -> bool:
    others = {word for o in q.options if not o.correct for word in _words(o.text_md)} | _words(q.prompt_md)
    own = [_words(o.text_md) - others for o in q.options if o.correct]
    return any(words and len(words & _words(hint)) >= min(2, len(words)) for words in own)


def _words(text: str) -> set[str]:
    """Return the words of a text that carry meaning, cut to what inflection leaves alone."""
    return {w.casefold()[:6] for w in _WORD.findall(text)} - _EMPTY
