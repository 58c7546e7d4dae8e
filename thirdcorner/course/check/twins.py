"""What a graded pool shares with the book: a stem in other words, a figure, an answer. Students have seen all three.

Only pairs that have something rare in common are compared, so that the work grows with the questions and not with their square.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from ...model import FillIn, Numeric, Question
from .giveaways import NUMBERS, number

ALIKE = 0.5
"""Which share of the shorter stem's words, at least, makes two stems one."""
COMMON = 0.05
"""A word in more than this share of the book's stems (and in more than `FEW`) is what the course is about, and tells no stem from another."""
FEW = 6
SMALL = 12
"""Numbers up to this one count options, steps and years, and are nobody's figures."""
_WORD = re.compile(r"[^\W\d_]{3,}|\d[\d.,]*\d|\d")
_EMPTY = frozenset(
    re.findall(
        r"\w+",
        """the and for that what which does did was were has had have not its from with this these those they them you your one two than whom who
        how are but can may into says say said because match each order put give gives following between""",
    )
)


def words(text: str) -> frozenset[str]:
    """Return what a text is about: its words without the empty ones, cut to what inflection leaves alone; gaps are no words."""
    return frozenset(w[:6] for w in (m.casefold() for m in _WORD.findall(re.sub(r"\{\{\d+\}\}", "", text))) if w not in _EMPTY)


def figures(text: str) -> frozenset[float]:
    """Return the figures of a text that name a fact: three digits at least, or a decimal, and no year."""
    found = set()
    bare = re.sub(r"\b[A-Z]{2,}[ /-]\d[\w/.-]*", "", text)  # ICD 203 and ES-11/1 are names
    for sign, digits in re.findall(r"(−|-)?(?<![\w.,/])(\d[\d,]*(?:\.\d+)?|\.\d+)(?![\w/])", bare):
        value = float(digits.replace(",", ""))
        if ("." in digits or value >= 100) and not (value == int(value) and 1800 <= value <= 2100 and "." not in digits):
            found.add(-value if sign else value)
    return frozenset(found)


def answers(q: Question) -> frozenset[float]:
    """Return the numbers that answer a question."""
    if isinstance(q, Numeric):
        return frozenset([q.answer])
    if isinstance(q, FillIn):
        return frozenset(n for b in q.blanks for form in b.accepted if (n := number(form)) is not None and not 1800 <= n <= 2100)
    return frozenset()


def _numbers(text: str) -> frozenset[float]:
    """Return every number of a text, those in words included."""
    return frozenset(
        n
        for w in re.findall(r"\d[\d.,]*\d|\d|[^\W\d_]+", text)
        if (w.casefold() in NUMBERS or w[0].isdigit()) and (n := number(w)) is not None
    )


def twins(pool: Iterable[Question], book: Iterable[Question]) -> Iterator[tuple[str, str, str]]:
    """Yield each question of a pool that gives students what they know from the book: its id, what is shared, what to do."""
    seen, pool = list(book), list(pool)
    met = Counter(w for q in seen for w in words(q.prompt_md))
    common = {w for w, times in met.items() if times > max(FEW, COMMON * len(seen))}
    stems = {q.id: words(q.prompt_md) - common for q in seen}
    by_word: dict[str, list[str]] = defaultdict(list)
    by_figure: dict[float, list[str]] = defaultdict(list)
    by_source: dict[str, list[Question]] = defaultdict(list)
    for q in seen:
        for word in stems[q.id]:
            by_word[word].append(q.id)
        for figure in figures(q.prompt_md) | answers(q):
            by_figure[figure].append(q.id)
        for source in q.sources:
            by_source[source].append(q)
    by_source = {source: of for source, of in by_source.items() if len(of) <= max(FEW, COMMON * len(seen))}
    for q in pool:
        own = words(q.prompt_md) - common
        shared = Counter(id for w in own for id in by_word.get(w, ()))
        for id, times in sorted(shared.items()):
            if times >= 3 and times >= ALIKE * min(len(own), len(stems[id])):
                yield q.id, f"its stem is nearly that of {id} ({', '.join(sorted(own & stems[id]))})", "ask of another case"
        for figure in sorted((figures(q.prompt_md) | answers(q)) & by_figure.keys()):
            yield q.id, f"its figure {figure:g} stands in {by_figure[figure][0]}", "use another figure"
        yield from _answered(q, by_source)


def _answered(q: Question, by_source: dict[str, list[Question]]) -> Iterator[tuple[str, str, str]]:
    """Yield where the stem of one has the number that answers the other, and both have it from one source."""
    said = _numbers(q.prompt_md)
    for other in {o.id: o for source in q.sources for o in by_source.get(source, ())}.values():
        for answer in sorted((answers(other) & said) | (answers(q) & _numbers(other.prompt_md))):
            if answer not in figures(q.prompt_md) | figures(other.prompt_md):  # those are told above
                yield q.id, f"the answer {answer:g} links it with {other.id}, which has the same source", "ask of another figure"
        both = {n for n in said & _numbers(other.prompt_md) if n > SMALL and not 1800 <= n <= 2100}
        if len(both) > 1:
            yield (
                q.id,
                f"its numbers {' and '.join(f'{n:g}' for n in sorted(both))} stand in {other.id}, which has the same source",
                "ask of other figures",
            )
