"""Codings that a text names, against the data that hold them: the kind and verdict of a claim, the type of a treaty, what a register has.

A text codes in passing ("T1.2, the judgement that …", "Art. 4 is a defence pact", "both record one from 1961"), and the data may say
otherwise. Only wordings that can be read without doubt are read; a sentence that denies or compares is let be.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, get_args

from ...model.activities import AlliancesTime, AnalogyLab, SortingBench
from ...model.argument import ClaimKind
from ...model.dealings import ObligationType
from ..read import Course
from ..tables import read_table
from ..yaml import Problem

_KINDS = (*get_args(ClaimKind), "premise")
_ID = r"(?<![\w-])[A-Z]\d\.p?\d+(?!\w)"
_NO = re.compile(r"\b(?:no|not|nor|neither|never|than|if|would|could|whether|supports?|needs?)\b", re.I)
_KIND = "|".join(_KINDS)
_NAMED = (  # each is tried on the words around a claim's id and nowhere else, so that a text is searched once
    re.compile(rf"(?P<id>{_ID})(?P<between>(?:(?!{_ID})[^.;()\"|\n]){{0,60}}?)\b(?:an?|the)\s(?:hidden |unsaid |unstated )?(?P<kind>{_KIND})\b"),
    re.compile(rf"\b(?P<between>)(?P<kind>{_KIND})\s(?P<id>{_ID})"),
)
_JUDGED = (
    re.compile(rf"(?P<id>{_ID})(?:,? which)?(?: is)? (?P<verdict>contested|wrong)\b"),
    re.compile(rf"(?P<id>{_ID})(?:,? which)? (?P<verdict>holds|cannot be checked)\b(?! that| back)"),
    re.compile(rf"\b(?P<verdict>contested|wrong|cannot be checked) \((?P<id>{_ID})\)"),
)
BEFORE, AFTER = 24, 120
"""How many characters before and after a claim's id may code it."""
_TYPES = "|".join(get_args(ObligationType))
_ARTICLE = re.compile(rf"\bArt(?:\.|icle)\s(?P<article>[IVX]+|\d+)\b(?P<between>(?:(?!\bArt)[^.;()\"\n]){{0,60}}?)\b(?P<type>{_TYPES})\s(?:pact|promise|duty)\b")
_SIGNED = re.compile(rf"\btreat(?:y|ies) of (?:[A-Z][a-z]+ )?(?P<year>\d{{4}})\b(?P<between>[^.;()\"\n]{{0,50}}?)\b(?:is|are|was|were) (?:an? )?(?P<type>{_TYPES}) pacts?\b")
_LEVEL = {"defence": "fight", "offence": "fight", "neutrality": "pact", "non-aggression": "pact", "entente": "talk", "consultation": "talk"}
"""The types of both registers as the tables pack them."""
_WHEN = re.compile(r"\b(?P<how>from|since|in|before|until|to) (?P<year>1[89]\d\d|20\d\d)\b")


def codings(course: Course, kinds: Iterable[str] = ("chapters", "questions", "activities")) -> Iterator[Problem]:
    """Yield each coding in chapters, questions and activities that the data do not have."""
    registers = _registers(course)
    for chapter in course.chapters.values() if "chapters" in kinds else ():
        text = _visible((course.root / chapter.file).read_text("utf-8"))
        for what in (*_named(text, course), *_typed(text, course), *_read(text, registers)):
            yield Problem(chapter.file, 1, chapter.id, what, "say what the data have, or mend them")
    for kind in (k for k in kinds if k != "chapters"):
        for thing in getattr(course, kind).values():
            text = _visible(thing.model_dump_json().replace("\\n", "\n"))
            for what in (*_named(text, course), *_typed(text, course), *_keyed(thing, course, registers)):
                yield course.problem(kind, thing.id, what, "say what the data have, or mend them")


def _visible(text: str) -> str:
    """Return a text without the marks of Markdown, roles as the words that a reader sees."""
    return re.sub(r"[*_`]", "", re.sub(r"\{(?:src|event)\}`[^`]*`|\{[a-z]+\}`([^`<]*?)\s*(?:<[^>`]*>)?`", lambda m: m[1] or "", text))


def _named(text: str, course: Course) -> Iterator[str]:
    """Yield kinds and verdicts of claims that the register has otherwise."""
    near = [text[max(0, m.start() - BEFORE) : m.end() + AFTER] for m in re.finditer(_ID, text) if text[m.start() - 1 : m.end() + 1] != f'"{m[0]}"']
    found = {(m["id"], m["kind"]) for pattern in _NAMED for part in near for m in pattern.finditer(part) if not _NO.search(m["between"])}
    said = [*sorted(found), *(_rows(text) if "|" in text else ())]
    for id, kind in said:
        if id in course.claims and course.claims[id].kind != (coded := kind.replace("premise", "assumption")):
            yield f"it calls {id} {'an' if coded[0] in 'aio' else 'a'} {kind}, and the register has it as {course.claims[id].kind}"
    for id, judged in sorted({(m["id"], m["verdict"]) for pattern in _JUDGED for part in near for m in pattern.finditer(part)}):
        verdict = course.claims[id].verdict if id in course.claims else ""
        if verdict and not verdict.replace("-", " ").startswith(judged):
            yield f"it says that {id} {judged}, and the register’s verdict is {verdict}"


def _rows(text: str) -> Iterator[tuple[str, str]]:
    """Yield each claim of a table's row with the kind that a cell of the row is."""
    for row in re.findall(r"^\|.*\|$", text, re.M):
        kinds = [c for c in (cell.strip() for cell in row.split("|")) if c in _KINDS]
        if len(kinds) == 1:
            yield from ((id, kinds[0]) for id in re.findall(_ID, row))


def _typed(text: str, course: Course) -> Iterator[str]:
    """Yield types of articles and treaties that no treaty has."""
    for match in _ARTICLE.finditer(text) if "Art" in text else ():
        held = {o.type for t in course.treaties.values() for o in t.obligations if o.article and re.search(rf"\b{match['article']}\b", o.article)}
        if not _NO.search(match["between"]) and course.treaties and match["type"] not in held:
            yield f"it calls Art. {match['article']} a {match['type']} pact, and no treaty has that type there"
    for match in _SIGNED.finditer(text) if "treat" in text else ():
        there = [t for t in course.treaties.values() if t.signed.year == int(match["year"])]
        if not _NO.search(match["between"]) and there and not any(o.type == match["type"] for t in there for o in t.obligations):
            yield f"it calls a treaty of {match['year']} a {match['type']} pact, and {there[0].id} is none"


def _keyed(thing: Any, course: Course, registers: _Registers | None) -> Iterator[str]:
    """Yield keys of a sorter, ties of a laboratory and right options that the data have otherwise."""
    if isinstance(thing, SortingBench):
        for s in thing.statements:
            if len(s.claims) == 1 and s.key in _KINDS and (kind := course.claims[s.claims[0]].kind) != s.key:
                yield f"its key for {s.id} is {s.key}, and the register has {s.claims[0]} as {kind}"
    if isinstance(thing, AnalogyLab):
        for tie in (t for case in thing.cases for t in case.ties):
            held = {o.type for id in tie.treaties for o in course.treaties[id].obligations}
            if set(tie.types) != held:
                yield f"it codes {tie.id} as {', '.join(tie.types) or 'nothing'}, and the treaties have {', '.join(sorted(held)) or 'nothing'}"
    for option in getattr(thing, "options", ()):
        if option.correct:
            yield from _read(f"{thing.prompt_md.rstrip('?.')}, {option.text_md}", registers)


class _Registers:
    """What the tables of ties hold: by register and pair each tie with its first and last year, and what the text calls the states."""

    def __init__(self, course: Course, tables: Iterable[str]) -> None:
        self.spans: dict[tuple[str, frozenset[str]], list[tuple[str, int, int]]] = defaultdict(list)
        for table in tables:
            for row in read_table(course, table)[1]:
                if row["first"].isdecimal() and row["last"].isdecimal():  # what is not is told of the table itself
                    self.spans[row["data_set"], frozenset((row["a"], row["b"]))].append((row["tie"], int(row["first"]), int(row["last"])))
        self.names = {actor.name: {id for id, a in course.actors.items() if a.name.startswith(actor.name)} for actor in course.actors.values()}
        self.words = re.compile(r"\b(?:" + "|".join(sorted({k.upper() for k, _ in self.spans})) + r")\b")
        self.states = re.compile(r"(?<!-)\b(?:" + "|".join(sorted(map(re.escape, self.names), key=len, reverse=True)) + r")\b")

    def of(self, register: str, pair: list[str]) -> list[tuple[str, int, int]]:
        """Return the spans of a pair, by the names that a text gives its states; one of several states of one name is meant."""
        return [s for a in self.names[pair[0]] for b in self.names[pair[1]] for s in self.spans.get((register.casefold(), frozenset((a, b))), ())]


def _registers(course: Course) -> _Registers | None:
    tables = {a.ties for a in course.activities.values() if isinstance(a, AlliancesTime)}
    return _Registers(course, sorted(tables)) if tables else None


def _read(text: str, registers: _Registers | None) -> Iterator[str]:
    """Yield readings of a register that it does not have: a sentence of one pair, each register with its type and its year."""
    if registers is None or not registers.words.search(text):
        return
    for sentence in re.split(r"(?<=[.?!])\s|\n\n", text):
        heads = list(registers.words.finditer(sentence))
        pair = list(dict.fromkeys(registers.states.findall(sentence))) if heads else []
        if len(pair) != 2:
            continue
        pieces = [sentence[h.end() : n] for h, n in zip(heads, [*(h.start() for h in heads[1:]), len(sentence)], strict=True)]
        shared = next((p for p in reversed(pieces) if re.search(r"\bboth\b", sentence) and _WHEN.search(p)), "")
        last = _level(pieces[-1]) if shared else None  # "COW and ATOP both record a defence pact from …"
        for head, piece in zip(heads, pieces, strict=True):
            own = _level(piece) or last
            when = _WHEN.search(piece) or _WHEN.search(shared)
            if when and (what := _contrary(registers.of(head[0], pair), own, when["how"], int(when["year"]), bool(re.search(r"\bnothing\b", piece)))):
                yield f"it says that {head[0]} has {what} for {' and '.join(pair)}, which the table does not have"


def _level(text: str) -> str | None:
    """Return the type that a text names, where it names one."""
    return next((word for word in _LEVEL if re.search(rf"\b{word}\b", text)), None)


def _contrary(spans: list[tuple[str, int, int]], level: str | None, how: str, year: int, nothing: bool) -> str | None:
    """Return what is said of the spans where it is not so."""
    of = [(first, last) for tie, first, last in spans if level is None or tie == _LEVEL[level]]
    if nothing:
        return f"nothing {how} {year}" if how == "before" and any(first < year for first, _ in of) else None
    fits = {"from": lambda a, b: a == year, "since": lambda a, b: a == year, "in": lambda a, b: a <= year <= b, "until": lambda a, b: b == year, "to": lambda a, b: b == year}
    if level is None or how not in fits or any(fits[how](*span) for span in of):
        return None
    return f"{level} {how} {year}"
