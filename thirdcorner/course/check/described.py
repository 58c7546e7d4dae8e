"""What a picture's title and alternative text say in numbers, against the table it draws: a reader who cannot see has only the words.

A number holds if a cell of the table rounds to it, the cell being of the state (or whatever the table tells of) that the
sentence named last and of the year that it gives; *between A and B* holds if A and B are the ends; *above* and *below* hold
if they do throughout; *about* gives a little room.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..drawn import Picture
from ..read import Course
from ..tables import read_table
from .cells import Cell, Facts, facts_of
from .giveaways import NUMBERS

ROOM = 0.05
"""How far *about* may lie from a cell, as a share of it or of the spread of its column."""

_YEAR = r"(?:1[89]|20)\d\d"
_NUMBER = re.compile(
    r"(?P<sign>(?:minus\s|−|(?<![\w])-))?(?P<digits>(?<![\w.,/])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\w/])|\b(?:nought|zero)\b)",
    re.I,
)
_MONTH = r"\s(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_UNITS = r"(?:\s(?:per cent|percentage points|million|billion|thousand|US|dollars|points))*"
_COUNTED = re.compile(
    r"(?<!\bthe )\b(?P<number>"
    + "|".join(w for w, n in NUMBERS.items() if n > 1 and w != "both")
    + r")\b(?!\s(?:more\s)?(?:years?|months?|weeks?|days?|times|steps|tenths|pairs|lines of|rows of|points on)\b)(?:\s[a-z]+)?",
    re.I,
)
"""A number in words that counts something, with the next word; a length of time, a share and the make of a picture are no counts."""


@dataclass(frozen=True)
class _Said:
    """A number as a sentence says it, and what the sentence says of it."""

    value: float
    decimals: int
    start: int
    end: int
    sentence: str
    offset: int

    @property
    def before(self) -> str:
        return self.sentence[: self.start - self.offset]

    @property
    def after(self) -> str:
        return self.sentence[self.end - self.offset :]

    def rounds(self, cell: Cell) -> bool:
        half = 0.5 / 10.0**self.decimals
        return abs(cell.value - self.value) <= half + 1e-9


def described(course: Course) -> Iterator:  # type: ignore[type-arg]
    """Yield each number in a picture's title or alternative text, or in a figure's title and period, that its table does not bear out."""
    known: dict[tuple[str, bool], Facts] = {}

    def facts(table: str, derived: bool) -> Facts | None:
        if (table, derived) not in known:
            try:
                rows = read_table(course, table)[1]
            except FileNotFoundError:
                rows = []
            known[table, derived] = facts_of(rows, derived)
        return known[table, derived] if known[table, derived].cells or known[table, derived].names else None

    for chapter in course.chapters.values():
        for picture in chapter.pictures:
            if picture.flows:
                rows = [
                    f.model_dump(mode="json", include={"giver", "receiver", "what", "attestation", "start"})
                    for f in course.flows.values()
                    if {f.giver, f.receiver} <= {*picture.flows}
                ]
                for where, text in (("title", picture.title), ("alternative text", picture.alt)):
                    for what in counted(text, facts_of(rows, False)):
                        yield course.problem("chapters", chapter.id, f"picture {picture.name}: its {where} has {what}", "say what book/data/flows.yml has")
            if picture.table and (found := facts(picture.table, picture.name != picture.table)):
                for what in pictured(picture, found):
                    yield course.problem(
                        "chapters",
                        chapter.id,
                        f"picture {picture.name}: {what}",
                        f"say what book/data/figures/{picture.table}.csv has",
                    )
    for figure in course.figures.values():
        if found := facts(figure.id, False):
            for what in [*counted(figure.title, found), *_period(figure.period or "", found)]:
                yield course.problem("figures", figure.id, what, f"say what book/data/figures/{figure.id}.csv has")


def pictured(picture: Picture, facts: Facts) -> Iterator[str]:
    """Yield what the title and the alternative text of a picture say wrongly."""
    for where, text in (("title", picture.title), ("alternative text", picture.alt)):
        yield from (f"its {where} says {what}" for what in wrong(text, facts))
        if picture.name == picture.table:
            yield from (f"its {where} has {what}" for what in counted(text, facts))


def counted(text: str, facts: Facts) -> Iterator[str]:
    """Yield numbers in words that count what the table counts otherwise."""
    for match in _COUNTED.finditer(text):
        if NUMBERS[match["number"].casefold()] not in facts.counts:
            yield f"“{match[0]}”, and the table has no such number of anything"


def _period(period: str, facts: Facts) -> Iterator[str]:
    years = sorted(int(y) for y in re.findall(_YEAR, period))
    if not years or not facts.years:
        return
    first, last = min(facts.years), max(facts.years)
    spans = re.fullmatch(rf"{_YEAR}–{_YEAR}", period)
    if (years[0], years[-1]) != (first, last) if spans else not first <= years[0] <= years[-1] <= last:
        yield f"its period is {period}, and its table runs from {first} to {last}"


def wrong(text: str, facts: Facts) -> Iterator[str]:
    """Yield the numbers of a text that no cell bears out, each with what the table has."""
    names = _finder(facts)
    window = _window(text)
    spans = [m.span() for m in names.finditer(text)] if names else []
    for said in _numbers(text):
        if any(a <= said.start < b for a, b in spans) or re.match(_MONTH, said.after):
            continue
        if said.decimals == 0 and re.fullmatch(_YEAR, text[said.start : said.end]):
            year = int(said.value)
            if facts.years and not min(facts.years) <= year <= max(facts.years):
                yield f"{year}, which lies outside the table ({min(facts.years)} to {max(facts.years)})"
            continue
        cells = _meant(said, facts, names, window)
        if what := _fault(said, cells, facts):
            yield what


def _fault(said: _Said, cells: list[Cell], facts: Facts) -> str | None:
    number = f"{said.value:.{said.decimals}f}".replace("-", "−")
    if re.search(r"\b(?:above|over|below|under)\s$", said.before):
        up = said.before.rstrip().endswith(("above", "over"))
        off = [c.value for c in cells if (c.value <= said.value if up else c.value >= said.value)]
        return f"{'above' if up else 'below'} {number}, and {off[0]:g} is not" if off else None
    if found := re.match(rf"{_UNITS}\sand\s(?P<other>.*)", said.after) if re.search(r"\bbetween\s$", said.before) else None:
        other = next(iter(_numbers(found["other"])), None)
        if other and cells:
            ends = sorted([said, other], key=lambda s: s.value)
            low, high = min(cells, key=lambda c: c.value), max(cells, key=lambda c: c.value)
            if not (ends[0].rounds(low) and ends[1].rounds(high)):
                return f"between {ends[0].value:g} and {ends[1].value:g}, and the table has {low.value:g} and {high.value:g}"
            return None
    if re.search(r"\bbetween\s.{0,25}\sand\s$", said.before) or (
        said.value in (0, 100) and re.search(r"\b(?:nought|zero|0) to 100\b", said.sentence)
    ):
        return None
    if any(said.rounds(c) for c in cells):
        return None
    spread = max((c.value for c in facts.cells), default=0) - min((c.value for c in facts.cells), default=0)
    if re.search(r"\b(?:about|nearly|almost|some)\s$", said.before) and any(
        abs(c.value - said.value) <= ROOM * max(abs(c.value), spread) for c in cells
    ):
        return None
    near = min(cells, key=lambda c: abs(c.value - said.value), default=None)
    return f"{number}, which no cell bears out" + (f" (the nearest is {near.value:g})" if near else "")


def _numbers(text: str) -> Iterator[_Said]:
    offset = 0
    for sentence in re.split(r"(?<=[.;])(?=\s)", text):
        for match in _NUMBER.finditer(sentence):
            digits = match["digits"]
            value = float(digits.replace(",", "")) if digits[0].isdigit() else 0.0
            decimals = len(digits.partition(".")[2])
            yield _Said(
                -value if match["sign"] else value, decimals, offset + match.start(), offset + match.end(), sentence, offset
            )
        offset += len(sentence)


def _finder(facts: Facts) -> re.Pattern[str] | None:
    by_length = sorted(facts.names, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, by_length)) + r")(?!\w)", re.I) if by_length else None


def _window(text: str) -> tuple[int, int, int]:
    """Return the years of which a text speaks as a whole, and from which place on: those of its first sentence, where it has any."""
    first = re.split(r"(?<=[.;])\s", text)[0]
    years = [int(y) for y in re.findall(rf"\b{_YEAR}\b", first)]
    if first.endswith(".") and len(years) == 1:
        return years[0], years[0], len(first)
    if first.endswith(".") and re.search(rf"{_YEAR}\s(?:to|–)\s{_YEAR}", first):
        return min(years), max(years), 0
    return 0, 9999, 0


def _meant(said: _Said, facts: Facts, names: re.Pattern[str] | None, window: tuple[int, int, int]) -> list[Cell]:
    """Return the cells that a number can mean, by the names before it and the years around it."""
    low, high = window[:2] if said.start >= window[2] else (0, 9999)
    if own := re.match(rf"{_UNITS}\s(?:in|by)\s(?:[a-z ]+\s)?({_YEAR})(?:\s(?:to|and)\s({_YEAR}))?", said.after):
        low, high = int(own[1]), int(own[2] or own[1])
    elif own := re.search(rf"\bfrom ({_YEAR}) on\b|\bin ({_YEAR}) and (?:stays|lies)\b", said.before):
        low = int(own[1] or own[2])
    elif own := re.search(rf"\bup to ({_YEAR})\b", said.after):
        high = int(own[1])
    cells = [c for c in facts.cells if c.year is None or low <= c.year <= high]
    mentions = list(names.finditer(said.before)) if names else []
    subject = {mentions[-1][0].casefold()} if mentions else set()
    if len(mentions) > 1 and re.fullmatch(r"\s*(?:to|–|and)\s*", said.before[mentions[-2].end() : mentions[-1].start()]):
        subject.add(mentions[-2][0].casefold())
    for fits in (lambda c: subject <= c.names, lambda c: bool(subject & c.names)):
        if subject and (found := [c for c in cells if fits(c)]):
            return [c for c in found if not (len(subject) > 1 and c.column.endswith("share"))]
    return cells
