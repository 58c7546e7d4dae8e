"""The layouts of class codes: what each exercise would hold now, what was laid down before, and that the two agree.

The file ``book/data/codes.yml`` is append-only. A code that a class pasted last year must be readable this year, so an exercise whose ids
or scale change gets a layout with the next number, and `check` says so until it has one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from itertools import count, product
from typing import Any

from ..model import Question
from ..model.codes import CodeLayout
from .chosen import choose, quiz_id, sections_of
from .read import Course
from .yaml import Problem

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's thirty-two."""
LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ"
ITEM = "class-code"
"""The fingerprint under which a mark is kept: it outlives every change of the exercise."""
SCORED = ("single", "multiple", "true-false", "matching", "ordering", "numeric", "fill-in")
"""Questions with a score of their own; what was written in words makes no code."""
SURE = ("50", "60", "70", "80", "90", "99")
TYPES = ("defence", "offence", "neutrality", "non-aggression", "consultation")
CLAIM_KINDS = ("fact", "inference", "judgement", "forecast", "assumption")

Blocks = list[dict[str, Any]]


def _part(id: str, kind: str, *paths: list[str], **scale: Any) -> dict[str, Any]:
    return {"id": id, "paths": [list(p) for p in paths], "kind": kind, **scale}


def _block(id: str, at: str, when: list[str], ids: list[str], *parts: dict[str, Any], when_at: str = "") -> dict[str, Any]:
    return {"id": id, "at": at, "when": when, **({"when_at": when_at} if when_at else {}), "ids": ids, "parts": list(parts)}


def _ach(a: Any, course: Course) -> Blocks:
    cells = [_part(h.id, "choice", ["cells", h.id], values=["II", "I", "N", "C", "CC", "na"]) for h in a.hypotheses]
    weights = [_part(w, "choice", [w], values=["low", "medium", "high"]) for w in ("credibility", "relevance")]
    return [_block("matrix", f"{a.id}/{{id}}", ["compared"], [e.id for e in a.evidence], *cells, *weights, when_at=a.id)]


def _analogy(a: Any, course: Course) -> Blocks:
    made = []
    for case in a.cases:
        if case.then:
            players = [*(p.id for p in case.now), "nobody"]
            cast = _part("cast", "choice", ["cast", "{id}"], values=players)
            made.append(_block(f"{case.id}-cast", f"{a.id}/{case.id}/roles", ["compared"], [p.id for p in case.then], cast))
        if case.ties:
            made.append(_block(f"{case.id}-ties", f"{a.id}/{case.id}/tie-{{id}}", ["compared"], [t.id for t in case.ties], _part("types", "set", ["types"], values=list(TYPES))))
        if case.readings:
            cards = [*(c.id for c in case.cards), "none"]
            made.append(_block(f"{case.id}-breaks", f"{a.id}/{case.id}/verdict", ["compared"], ["breaks"], _part("breaks", "choice", ["breaks"], values=cards)))
    return made


def _bargaining(a: Any, course: Course) -> Blocks:
    guess = _part("guess", "choice", ["guess"], values=[e.id for e in a.endings])
    values = [_block(f"value-{p.id}", a.id, ["steps"], [p.id], _part("value", "steps", ["values", "{id}"], low=p.low, high=p.high, step=1)) for p in a.parameters]
    return [_block("guess", a.id, ["steps"], ["end"], guess), *values]


def _dilemma(a: Any, course: Course) -> Blocks:
    fears = [_part(f, "steps", [f], low=0, high=10, step=1) for f in ("abandonment", "entrapment")]
    return [_block("allies", f"{a.id}/{{id}}", ["compared"], [x.id for x in a.allies], *fears, _part("did", "choice", ["did"], values=["closer", "distance", "both"]))]


def _forecasts(a: Any, course: Course) -> Blocks:
    chance = _part("probability", "steps", ["probability"], low=0, high=100, step=1)
    return [_block("questions", f"{a.id}/{{id}}", ["locked"], [*a.resolved, *a.open], chance, _part("knew", "choice", ["knew"], values=["true"]))]


def _hedges(a: Any, course: Course) -> Blocks:
    return [_block("hedges", f"{a.id}/{{id}}", ["compared"], [x.id for x in a.hedges], _part("range", "range", ["low"], ["high"], low=0, high=100, step=5))]


def _ledger(a: Any, course: Course) -> Blocks:
    scales = (("likelihood", 100, 5), ("magnitude", 10, 0.5), ("years", 20, 1))
    ranges = [_part(name, "range", ["factors", "{id}", name], low=0, high=high, step=step) for name, high, step in scales]
    sure = _part("confidence", "choice", ["factors", "{id}", "confidence"], values=["low", "medium", "high"])
    whole = [_part("together", "choice", ["together"], values=["none", "risks", "all"]), _part("rate", "steps", ["rate"], low=0, high=20, step=1)]
    return [_block("factors", a.id, ["committed"], [f.id for f in a.factors], *ranges, sure), _block("whole", a.id, ["committed"], ["all"], *whole)]


def _years(a: Any, course: Course) -> Blocks:
    asked = next(t for t in a.theatres if t.id == a.asked)
    year = _part("year", "steps", ["year"], low=asked.first, high=asked.last, step=1)
    return [_block("expected", f"{a.id}/first-year", ["year"], [a.asked], year)]


def _first_day(a: Any, course: Course) -> Blocks:
    answers = [h.id for h in getattr(course.activities.get(a.answers_of), "hypotheses", ())]

    def said(when: str) -> list[dict[str, Any]]:
        return [_part(when, "choice", [when, "answer"], values=answers), _part(f"{when}-sure", "steps", [when, "sure"], low=0, high=100, step=1)]

    return [_block("answers", a.id, ["first", "answer"], ["why"], *said("first"), *said("latest"))] if answers else []


def _drawing(a: Any, course: Course) -> Blocks:
    scale = {"low": 0, "high": len(a.levels) - 1, "step": 1} if a.levels else {"low": a.low, "high": a.high, "step": a.step}
    lines = [x for x in a.lines if not x.given]
    return [_block(x.id, a.id, ["committed"], [*a.draw], _part("drawn", "steps", ["points", f"{x.id}/{{id}}"], **scale)) for x in lines]


def _glance(a: Any, course: Course) -> Blocks:
    sections = [id for id, _, _ in sections_of(course)]
    sentences = [f"{p.id}.{s.id}" for p in course.paragraphs.values() for s in p.sentences]
    made = [_block("expected", f"{a.id}/first-expected", ["section"], ["section"], _part("section", "choice", ["section"], values=sections))]
    if a.measured == "facts":
        made.append(_block("kinds", a.id, ["section"], sentences, _part("kind", "choice", ["kinds", "{id}"], values=list(CLAIM_KINDS)), when_at=f"{a.id}/first-expected"))
    return made


KINDS: dict[str, tuple[str, Callable[[Any, Course], Blocks]]] = {
    "ach-workbench": ("ACH", _ach),
    "alliances-time": ("YEAR", _years),
    "analogy-lab": ("CAST", _analogy),
    "bargaining-game": ("GAME", _bargaining),
    "day-one": ("DAY", _first_day),
    "dilemma-explorer": ("FEAR", _dilemma),
    "draw-first": ("DRAW", _drawing),
    "forecast-desk": ("FCAST", _forecasts),
    "hedge-translator": ("HEDGE", _hedges),
    "ledger": ("NET", _ledger),
    "text-glance": ("TEXT", _glance),
}
"""By the kind of an activity: how its codes' names begin, and what they hold.

The place map makes none: its one question has one right answer, and what lies on it afterwards is looked at and not judged.
"""


def _quiz(slug: str, questions: list[Question]) -> Blocks:
    ids = [q.id.split("/")[1] for q in questions if q.kind in SCORED]
    if not ids:
        return []
    scores = [_part("first", "score", ["first"]), _part("last", "score", ["score"])]
    return [_block("questions", f"{slug}/{{id}}", ["tries"], ids, *scores, _part("sure", "choice", ["confidence"], values=list(SURE)))]


def wanted(course: Course) -> Iterator[tuple[str, str, str, Blocks]]:
    """Yield each exercise that stands in a chapter and makes a code: its id, its name's stem, its chapter's number, its blocks as they are now.

    The first day's question stands in several chapters and is one exercise, so that its codes bear no chapter's number.
    """
    seen: set[str] = set()
    for chapter in course.chapters.values():
        for call in chapter.calls:
            first = call.args[0] if call.args else None
            if call.name == "Quiz":
                tags, ids = call.kwargs.get("tags"), call.kwargs.get("ids")
                if isinstance(first, str) and (blocks := _quiz(first, choose(course, first, tags, ids))):
                    yield quiz_id(first, tags, ids), "QZ", chapter.number, blocks
            elif isinstance(first, str) and (activity := course.activities.get(first)) and activity.kind in KINDS:
                stem, blocks_of = KINDS[activity.kind]
                blocks = [] if activity.id in seen else blocks_of(activity, course)
                seen.add(activity.id)
                if blocks:
                    yield activity.id, stem, "" if activity.kind == "day-one" else chapter.number, blocks


def plain(layout: CodeLayout) -> Blocks:
    """Return a layout's blocks as they are written."""
    return [b.model_dump(mode="json", exclude_defaults=True) for b in layout.blocks]


def newest(course: Course) -> dict[str, CodeLayout]:
    """Return the newest layout of each exercise that has one."""
    found: dict[str, CodeLayout] = {}
    for layout in course.codes.values():
        if layout.exercise not in found or found[layout.exercise].number < layout.number:
            found[layout.exercise] = layout
    return found


def wording(course: Course, layout: CodeLayout) -> str:
    """Return two signs that change when the words of the exercise do."""
    if (activity := course.activities.get(layout.exercise)) is not None:
        said: Any = activity.model_dump(mode="json", exclude={"outcomes", "minutes", "claims", "sources"})
    else:
        said = [course.questions[id].wording for b in layout.blocks for row in b.ids if (id := b.at.replace("{id}", row)) in course.questions]
    number = int.from_bytes(hashlib.sha256(json.dumps(said, sort_keys=True).encode()).digest()[:2], "big")
    return SIGNS[number % 32] + SIGNS[number // 32 % 32]


def missing(course: Course) -> list[CodeLayout]:
    """Return the layouts that the file lacks: of an exercise without one, or of one that is another since the newest was laid down."""
    last, names, made = newest(course), {c.name for c in course.codes.values()}, []
    free: dict[str, Iterator[str]] = {}
    for exercise, stem, chapter, blocks in wanted(course):
        old = last.get(exercise)
        candidates = free.setdefault(stem + chapter, _names(stem + chapter, lettered=stem == "QZ"))
        name = old.name if old else next(n for n in candidates if n not in names)
        number = old.number + 1 if old else 1
        new = CodeLayout(id=f"{name}-{number}", exercise=exercise, name=name, number=number, blocks=blocks)
        if old is None or plain(old) != plain(new):
            made.append(new)
            names.add(name)
    return made


def _names(stem: str, *, lettered: bool) -> Iterator[str]:
    if not lettered:
        yield stem
    for digits in count():
        yield from (stem + letter + "".join(more) for letter in LETTERS for more in product(SIGNS[:10], repeat=digits))


def unlaid(course: Course) -> list[Problem]:
    """Return each exercise whose codes have no layout, where the course makes codes at all."""
    if not course.codes:
        return []
    found = []
    for layout in missing(course):
        kind = "activities" if layout.exercise in course.activities else "codes"
        was = "its ids or scales are not those of its newest layout" if layout.number > 1 else "its class codes have no layout"
        found.append(course.problem(kind, layout.exercise, was, f"run `thirdcorner class --layouts`, which adds {layout.id} to book/data/codes.yml"))
    return found
