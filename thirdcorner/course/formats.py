"""What each export format holds, and what it changes or leaves out: declared once, for the exporters and for the table under Teach.

A feature is something that a question may have. A format says of each feature that it lacks what becomes of it: ``in part: …``
where the question goes along changed, ``left out: …`` where it stays behind. What it does not name it holds whole.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

OPEN = ("interpretive", "short-answer", "essay")
"""Kinds that no program marks."""


@dataclass(frozen=True)
class Feature:
    """Something that a question may have: what it is called in the table, and whether a question has it."""

    label: str
    has: Callable[[Any], bool]


def _kind(*kinds: str) -> Callable[[Any], bool]:
    return lambda q: q.kind in kinds


def _in_text(pattern: str) -> Callable[[Any], bool]:
    found = re.compile(pattern)
    return lambda q: any(found.search(text) for text in texts(q.model_dump(exclude={"id", "tags"})))


def texts(value: object) -> Iterator[str]:
    """Yield every text in a dumped model."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from texts(part)


def finite(q: Any) -> bool:
    """Return whether every number that a question needs is one."""
    return q.kind != "numeric" or all(math.isfinite(n) for n in (q.answer, q.tolerance, *(t for t, _ in q.traps)))


def _decimals(q: Any) -> bool:
    """Return whether a right answer can be written with a decimal comma or a minus."""
    return q.kind == "numeric" and finite(q) and (q.answer < 0 or q.answer != int(q.answer) or q.tolerance != int(q.tolerance))


def exact(q: Any) -> bool:
    """Return whether a right answer is one number with a decimal comma or a minus, so that its forms can be listed."""
    return _decimals(q) and q.tolerance == 0


def _signs(q: Any) -> bool:
    """Return whether a right answer is written with a sign between thousands, or of per cent."""
    return q.kind == "numeric" and finite(q) and (q.unit in PER_CENT or abs(q.answer) + q.tolerance >= 1000)


PER_CENT = ("per cent", "percent", "%")
"""What a unit is called that people write as a sign."""


def _folded(q: Any) -> bool:
    return q.kind == "fill-in" and any(re.search(r"[-\u2010-\u2015\u2212'\"\u2018-\u201d\s]", f) or f != unicodedata.normalize("NFKD", f) for b in q.blanks for f in b.accepted)


FEATURES: Mapping[str, Feature] = {
    "single": Feature("One of several choices", _kind("single")),
    "multiple": Feature("Several of several choices", _kind("multiple")),
    "true-false": Feature("True or false", _kind("true-false")),
    "matching": Feature("Matching", _kind("matching")),
    "ordering": Feature("Ordering, marked by pairs in order", _kind("ordering")),
    "numeric": Feature("A number within a tolerance", _kind("numeric")),
    "fill-in": Feature("A gap", lambda q: q.kind == "fill-in" and len(q.blanks) == 1),
    "gaps": Feature("Several gaps", lambda q: q.kind == "fill-in" and len(q.blanks) > 1),
    "interpretive": Feature("Readings, never right or wrong", _kind("interpretive")),
    "short-answer": Feature("Short answer", _kind("short-answer")),
    "essay": Feature("Essay with a rubric", _kind("essay")),
    "choices": Feature("Feedback on each choice", _kind("single", "multiple", "true-false")),
    "parts": Feature("Feedback on each pair or item", _kind("matching", "ordering")),
    "traps": Feature("Feedback on a known wrong number", lambda q: q.kind == "numeric" and bool(q.traps)),
    "units": Feature("Unit beside a number", _kind("numeric")),
    "comma": Feature("Decimal comma, typographic minus", lambda q: _decimals(q) and not exact(q)),
    "exact": Feature("The same, where one number alone is right", exact),
    "signs": Feature("A comma before thousands, a sign of per cent", _signs),
    "folding": Feature("Other dashes, quotation marks, spaces, accents in a gap", _folded),
    "markers": Feature("Notes for markers only", _kind("short-answer", "essay")),
    "hints": Feature("Hints", lambda q: bool(q.hints_md) and q.kind not in OPEN),
    "open-hints": Feature("Hints to an open question", lambda q: bool(q.hints_md) and q.kind in OPEN),
    "confidence": Feature("How sure are you?", lambda q: q.confidence),
    "tags": Feature("Outcome, Bloom level, difficulty, tags", lambda q: True),
    "maths": Feature("Formulas", _in_text(r"\$[^\s$]")),
    "pictures": Feature("Pictures", _in_text(r"!\[")),
    "aligned": Feature("Alignment in tables", _in_text(r"\|\s*:?-+:?\s*\|")),
    "control": Feature("Control characters", _in_text("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")),
    "infinite": Feature("A number that is none", lambda q: not finite(q)),
}
"""What a question may have, by name; the table under Teach lists the features in this order."""

HIDDEN = ("control", "infinite", "aligned")
"""Features that are slips or trifles: told where they occur, and no row of the table."""

PLACES = "in part: {} has no ordering: items are matched with places, and the score is the share of items in place"
_TYPED = "in part: a decimal comma or a typographic minus may be refused: the prompt says how to type the number"
_DIGITS = "in part: a comma before thousands or a sign of per cent may be refused: the prompt asks for the digits alone"
_PARTS = "in part: the feedback on its parts stands together in the general feedback"
_MARKERS = "in part: there are no notes for markers: the rubric or key ideas stand in the feedback, seen after submission"
_EVERYWHERE = {
    "confidence": "in part: the format cannot ask how sure the learner is",
    "infinite": "left out: its answer, tolerance or a trap is not a finite number",
}
_XML = _EVERYWHERE | {"control": "in part: a control character that XML forbids stands as U+FFFD"}
_NO_HINTS = {name: "in part: the format has no hints" for name in ("hints", "open-hints")}
_NO_TAGS = {"tags": "in part: the format has no tags: outcomes, Bloom level, difficulty, sources and tags are not in it"}
_QTI = _XML | _NO_HINTS | {"parts": _PARTS, "comma": _TYPED, "exact": _TYPED, "signs": _DIGITS, "aligned": "in part: QTI has no alignment of table cells"}
_INSTEAD = "use moodle-xml, qti-2.1 or qti-3.0 for it"


@dataclass(frozen=True)
class Declared:
    """A format as it is declared: its name on the command line, its file suffix, what it is for, and what it lacks."""

    name: str
    suffix: str
    help: str
    lacks: Mapping[str, str] = field(default_factory=dict)

    def losses(self, q: Any) -> list[str]:
        """Return what becomes of a question's features that the format lacks."""
        return [why for name, why in self.lacks.items() if FEATURES[name].has(q)]


DECLARED: Mapping[str, Declared] = {
    made.name: made
    for made in (
        Declared("moodle-xml", ".xml", "Moodle's question bank: every kind, with feedback, hints and tags", _XML | {
            "gaps": "in part: Moodle gives a mark a gap until a quiz sets another maximum, and the feedback for all gaps right stands in the general feedback",
            "interpretive": "in part: Moodle has no unscored question to choose from: it is an essay worth no marks",
            "parts": _PARTS,
            "comma": _TYPED,
            "open-hints": "in part: Moodle's essay has no hints: they stand in its text for markers",
        }),
        Declared("common-cartridge", ".imscc", "Canvas, Moodle, Blackboard, Brightspace, Sakai: a module a chapter with its page, questions and discussion", _XML | _NO_TAGS | {
            "multiple": "in part: a cartridge scores several choices as all or nothing",
            "matching": "in part: a cartridge has no matching: each stem is a multiple choice of its own",
            "ordering": f"left out: a cartridge has no ordering; {_INSTEAD}",
            "numeric": "in part: a cartridge has no numbers: the accepted numbers are a list of forms to type",
            "gaps": "in part: a cartridge has one gap a question: each gap is a question of its own",
            "interpretive": "in part: a cartridge has no unscored choice: it is an essay worth no marks",
            "parts": _PARTS,
            "traps": "in part: the feedback on particular wrong numbers stands in the general feedback",
            "markers": _MARKERS,
            **{name: "in part: no platform shows a cartridge's hints, so they stand in the general feedback" for name in ("hints", "open-hints")},
        }),
        Declared("qti-1.2", ".zip", "Canvas classic quizzes", _XML | _NO_HINTS | _NO_TAGS | {
            "ordering": PLACES.format("Canvas"),
            "parts": _PARTS,
            "traps": "in part: the feedback on particular wrong numbers stands together in that for wrong answers",
            "comma": _TYPED,
            "exact": _TYPED,
            "signs": _DIGITS,
            "interpretive": "in part: it is an essay worth no points, since nothing in a Canvas quiz is a choice without a key",
            "markers": _MARKERS,
        }),
        Declared("qti-2.1", ".zip", "systems that read IMS QTI 2.1: items, a test and a manifest", _QTI),
        Declared("qti-3.0", ".zip", "systems that read 1EdTech QTI 3.0: items, rubrics, feedback, a test and a manifest", _QTI),
        Declared("gift", ".gift", "Moodle's plain text", _XML | _NO_HINTS | {
            "ordering": PLACES.format("GIFT"),
            "gaps": "in part: GIFT has one gap a question: each gap is a question of its own",
            "parts": _PARTS,
            "units": "in part: GIFT has no units: the unit stands in the prompt",
            "comma": _TYPED,
            "signs": _DIGITS,
            "interpretive": "in part: it is an essay, and GIFT cannot say that it earns no marks: set its mark to 0",
            "markers": "in part: GIFT has no notes for markers: the rubric or key ideas stand in the general feedback",
        }),
        Declared("csv", ".csv", "spreadsheets", {"pictures": "in part: it holds the address of a picture, not the picture"}),
        Declared("json", ".json", "programs: the whole of each question, without loss", {"pictures": "in part: it holds the address of a picture, not the picture"}),
        Declared("nbgrader", ".zip", "nbgrader: a source assignment with tests and cells to mark by hand", _EVERYWHERE),
        Declared("anki", ".apkg", "Anki: the glossary and the questions as cards to review", _XML | {
            **{name: "left out: it asks for an argument, which no card can hold" for name in ("interpretive", "essay")},
            **{name: "in part: nothing marks a card: its learner compares" for name in ("single", "multiple", "true-false", "matching", "ordering", "numeric", "fill-in", "gaps", "short-answer")},
            "markers": "in part: what a marker looks for stands on the back",
        }),
        Declared("scorm", ".zip", "Moodle, Brightspace, Blackboard, Canvas with its SCORM tool: whole chapters with every instrument, as SCORM 1.2 packages"),
    )
}  # fmt: skip
"""Every format by its name on the command line, in the order of the table."""
