"""Rules over the record: no event is known only from sources older than itself, and no absence is stated without its search."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...model.activities import AchWorkbench
from ..author import WRITE
from ..read import Course
from ..yaml import Problem

ABSENCE = re.compile(
    r"\bwe (?:have )?(?:found|saw|seen|know of) (?:no|none|nothing|nobody|not)\b"
    r"|\bwe did not (?:find|see|check|look)\b|\bwe (?:have )?looked for none\b|\bthis we did not check\b"
    r"|\bwe have no (?:measure|figure|source|record|count)"
    r"|\b(?:no|none|nothing|nobody)\b[^.;:|]{0,80}?\b(?:found|(?:is|are|was|were) known|in print|not public)\b"
    r"|\b(?:no|none|nothing)\b[^.;:|,]{0,60}?\bseen\b"
    r"|\b(?:was|were|has been|have been) not (?:been )?(?:found|seen)\b|\bhas not been (?:found|seen|tried|tested)\b"
    r"|\bno (?:source|voice|copy|figures?|text|statement|instance) (?:is|are|was|were|has been|have been) (?:known|seen|public)\b"
    r"|\bnobody has (?:counted|argued|shown|measured|published)\b",
    re.I,
)
"""Wordings that say that something was looked for, or exists nowhere; what the text itself does not name is no such thing."""
_TREATY = re.compile(r"\{record\} treaty ([\w-]+)")
_CLAIM = re.compile(r"(?<![\w-])[A-Z]\d\.p?\d+")
_YEAR = re.compile(r"\b\d{4}\b")
_OTHERS = re.compile(r"\bnone of (?:the|them)\b", re.I)
"""What others are said not to have found is no absence of ours."""


def record(course: Course) -> Iterator[Problem]:
    """Yield every problem of events, claims, treaties and flows that these rules can see."""
    yield from foresight(course)
    yield from absences(course)
    yield from hindsight(course)
    for kind in ("events", "claims"):
        for thing in getattr(course, kind).values():
            if WRITE in thing.model_dump_json():
                yield course.problem(kind, thing.id, "it still has words of the skeleton", "write them")


def foresight(course: Course) -> Iterator[Problem]:
    """Yield each event all of whose sources are older than itself."""
    for event in course.events.values():
        if all(course.sources[key].older_than(event) for key in event.sources):
            named = ", ".join(f"{key} ({course.sources[key].date})" for key in event.sources)
            yield course.problem("events", event.id, f"every source of it is older than it is: {named}", f"name a source of {event.written} or later")


def hindsight(course: Course) -> Iterator[Problem]:
    """Yield each item of evidence that a reader of an earlier day rates although every source of it is later."""
    for bench in course.activities.values():
        if not isinstance(bench, AchWorkbench):
            continue
        for reader in bench.readers:
            if reader.until is None:
                continue
            for item in bench.evidence:
                dates = [course.sources[key].date or "" for key in item.sources]
                if all(day > reader.until.isoformat()[: len(day)] for day in dates) and set(reader.cells[item.id].values()) != {"na"}:
                    yield course.problem(
                        "activities",
                        bench.id,
                        f"reader {reader.id} of {reader.until} rates {item.id}, published {min(dates)}",
                        "rate it na, or name an earlier source",
                    )


def absences(course: Course) -> Iterator[Problem]:
    """Yield each statement of absence that names no search, and each verdict that rests on nothing but one."""
    for claim in course.claims.values():
        found = ABSENCE.search(claim.verdict_md)
        if found and not claim.searches:
            yield _unsearched(course, "claims", claim.id, found[0])
        elif found and not claim.sources and claim.verdict != "cannot-be-checked":
            yield course.problem(
                "claims",
                claim.id,
                f"its verdict “{claim.verdict}” rests on an absence alone (“{found[0]}”)",
                "name what it rests on under `sources:`, or say cannot-be-checked",
            )
    for treaty in course.treaties.values():
        said = (treaty.note_md, treaty.no_obligation_md, *(o.says_md for o in treaty.obligations))
        if not treaty.searches and (found := ABSENCE.search(" ".join(filter(None, said)))):
            yield _unsearched(course, "treaties", treaty.id, found[0])
    searched = {id for things in (course.claims, course.treaties) for id, thing in things.items() if thing.searches}
    signed = {str(treaty.signed.year) for treaty in course.treaties.values() if treaty.searches}
    for chapter in course.chapters.values():
        text = (course.root / chapter.file).read_text("utf-8")
        for section in re.split(r"\n(?=## )", text):
            shown = {*_TREATY.findall(section), *_CLAIM.findall(section)}
            for words in _said(section, signed) if not shown & searched else ():
                line = 1 + text[: text.index(section)].count("\n")
                yield Problem(
                    chapter.file,
                    line,
                    chapter.id,
                    f"it says “{words}” in a section that shows no claim and no treaty that was searched for",
                    "say it of a claim or a treaty with `searches:`, and show that",
                )
    for kind in ("questions", "forecasts"):
        for thing in getattr(course, kind).values():
            text = " ".join(_texts(thing.model_dump()))
            named = {*getattr(thing, "claims", ())} & searched or signed & set(_YEAR.findall(text))
            for words in _said(text, signed) if not named else ():
                yield course.problem(kind, thing.id, f"it says “{words}” and names no claim and no treaty that was searched for", "name a claim with `searches:`")
    for kind, field in (("events", "text_md"), ("flows", "says_md")):
        for thing in getattr(course, kind).values():
            if found := ABSENCE.search(getattr(thing, field) or ""):
                yield course.problem(kind, thing.id, f"it says “{found[0]}”, and has no place for the search", "say it of a claim or a treaty, with `searches:`")


def _said(text: str, signed: set[str]) -> list[str]:
    """Return the absences that a text states; those of a sentence that names a searched treaty by its year are searched for."""
    found = [(m[0], re.split(r"[.;\n]", text[: m.start()])[-1] + m[0]) for m in ABSENCE.finditer(text)]
    return [words for words, sentence in found if not words.endswith(("tried", "tested")) and not _OTHERS.search(words) and not signed & set(_YEAR.findall(sentence))]


def _texts(value: Any) -> Iterator[str]:
    """Yield every text in a value made of mappings and sequences."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def _unsearched(course: Course, kind: str, id: str, words: str) -> Problem:
    return course.problem(kind, id, f"it says “{words}” and no search", "add `searches:`, each with query, where, date and result_md")
