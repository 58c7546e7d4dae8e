"""Anki: a deck of the glossary and a deck a chapter with its questions, for those who review there.

A note is known by a guid made from its permanent id, a deck and a note type by numbers made from their names: a second import
changes what has changed and keeps each card's history. Anki takes a note for changed where its time is another, and by default
where it is later: so the time is the day of the course's newest reading against the record, and a second that its words decide.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from string import ascii_uppercase

import genanki

from ...course.maths import with_tex
from ...course.pictures import unpacked
from ...model import (
    FillIn,
    Interpretive,
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    Question,
    SingleChoice,
    Term,
    TrueFalse,
)
from .common import STAMP, Job, answers_of, by_chapter, key, labels, section_name, zipped
from .forms import decimal
from .phrases import say
from .wording import block, escape, hints_list, html_list, marker_notes, number_note, part_feedback, rich, with_gaps

_STYLE = """.card { font-family: Charter, Cambria, Georgia, serif; font-size: 20px; line-height: 1.45; text-align: left; max-width: 36em; margin: 0 auto; }
.where { color: #5b6472; font-size: 14px; margin-top: 1em; } .night_mode .where { color: #a3abb6; } img { max-width: 100%; }"""
_ANSWER = '{{FrontSide}}<hr id="answer">'


def make(job: Job) -> bytes:
    """Return the decks as an Anki package."""
    pictures: dict[str, bytes] = {}
    decks = []
    if job.bank:
        decks.append(_deck(job, say("glossary"), [_term_note(job, t, pictures) for t in sorted(job.course.glossary.values(), key=lambda t: t.id)]))
    for slug, questions in by_chapter(job.bank).items():
        name = section_name(job.course, slug, questions)
        decks.append(_deck(job, f"{say('questions')}::{name}", [_question_note(job, q, pictures) for q in questions], slug))
    names = sorted(pictures)
    files: dict[str, str | bytes] = {"collection.anki2": _collection(job, decks), "media": json.dumps({str(n): name for n, name in enumerate(names)})}
    return zipped(files | {str(n): pictures[name] for n, name in enumerate(names)})


def number(*parts: str) -> int:
    """Return a number that is the same for the same parts, within what Anki takes for an id."""
    return int.from_bytes(hashlib.sha256("\x1f".join(parts).encode()).digest()[:5], "big") + (1 << 30)


def _course(job: Job) -> str:
    return job.course.about.id if job.course.about else "course"


def _deck(job: Job, name: str, notes: list[genanki.Note], slug: str = "glossary") -> genanki.Deck:
    deck = genanki.Deck(number(_course(job), "deck", slug), f"{job.title.replace('::', ': ')}::{name}")
    for note in notes:
        deck.add_note(note)
    return deck


def _model(job: Job, name: str, fields: tuple[str, ...], templates: list[dict[str, str]]) -> genanki.Model:
    title = f"{job.title} ({say(name)})"
    return genanki.Model(number(_course(job), "model", name), title, fields=[{"name": f} for f in fields], templates=templates, css=_STYLE)


def _field(html: str, pictures: dict[str, bytes]) -> str:
    """Return HTML as a field: formulas in Anki's own signs, pictures as media."""
    made, found = unpacked(with_tex(html, (r"\(", r"\)"), (r"\[", r"\]")), "")
    pictures |= found
    return made


def _term_note(job: Job, term: Term, pictures: dict[str, bytes]) -> genanki.Note:
    sources = "; ".join(job.course.sources[s].short for s in term.sources if s in job.course.sources)
    model = _model(job, "term", ("Id", "Term", "Definition", "Where"), [
        {"name": say("defines"), "qfmt": "<b>{{Term}}</b>", "afmt": _ANSWER + '{{Definition}}<div class="where">{{Where}}</div>'},
        {"name": say("defined"), "qfmt": "{{Definition}}", "afmt": _ANSWER + '<b>{{Term}}</b><div class="where">{{Where}}</div>'},
    ])  # fmt: skip
    fields = [term.id, escape(term.term), _field(rich(term.definition_md), pictures), escape(sources)]
    return genanki.Note(model, fields, guid=key(_course(job), "term", term.id), tags=["glossary"])


def _question_note(job: Job, q: Question, pictures: dict[str, bytes]) -> genanki.Note:
    where = "; ".join(job.course.sources[s].short for s in q.sources if s in job.course.sources)
    model = _model(job, "question", ("Id", "Question", "Answer", "Why", "Where"), [
        {"name": say("question"), "qfmt": "{{Question}}", "afmt": _ANSWER + '{{Answer}}<div>{{Why}}</div><div class="where">{{Where}}</div>'},
    ])  # fmt: skip
    sides = [_field(side, pictures) for side in (_front(job, q), _back(q), block(q.explanation_md))]
    tags = [label.replace(" ", "_") for label in labels(job.course, q)]
    return genanki.Note(model, [q.id, *sides, escape(where)], guid=key(_course(job), "question", q.id), tags=tags)


def _lettered(items: list[str]) -> str:
    return html_list([f"<b>{letter}</b> {item}" for letter, item in zip(ascii_uppercase, items, strict=False)])


def _front(job: Job, q: Question) -> str:
    if isinstance(q, FillIn):
        return with_gaps(q, lambda n: f"<b>[{n}]</b>") + hints_list(q)
    made = block(q.prompt_md)
    if isinstance(q, (SingleChoice, MultipleChoice)):
        made += _lettered([rich(o.text_md) for o in q.options])
    elif isinstance(q, TrueFalse):
        made += f"<p>{say('true')} / {say('false')}</p>"
    elif isinstance(q, Matching):
        made += html_list([rich(p.stem_md) for p in q.pairs], ordered=True) + _lettered([escape(a) for a in answers_of(q)])
    elif isinstance(q, Ordering):
        made += _lettered([rich(q.items[i].text_md) for i in job.order(q, len(q.items))])
    elif isinstance(q, Numeric):
        made += number_note(q)
    return made + hints_list(q)


def _back(q: Question) -> str:
    if isinstance(q, (SingleChoice, MultipleChoice)):
        marks = [f"<b>{letter} {'✓' if o.correct else '✗'}</b> {rich(o.text_md)} — {rich(o.feedback_md)}" for letter, o in zip(ascii_uppercase, q.options, strict=False)]
        return html_list(marks)
    if isinstance(q, TrueFalse):
        sides = [("true", q.feedback_true_md), ("false", q.feedback_false_md)]
        right, wrong = sides if q.correct else sides[::-1]
        return f"<p><b>{say(right[0])}</b>. {rich(right[1])}</p><p>{say(wrong[0])} ✗ {rich(wrong[1])}</p>"
    if isinstance(q, (Matching, Ordering)):
        return part_feedback(q)
    if isinstance(q, Numeric):
        reach = f" ± {decimal(q.tolerance)}" if q.tolerance else ""
        traps = html_list([f"{decimal(value)}: {rich(words)}" for value, words in q.traps]) if q.traps else ""
        return f"<p><b>{decimal(q.answer)}{reach}</b> {escape(q.unit)}. {rich(q.feedback_right_md)}</p>{traps}{_otherwise(q)}"
    if isinstance(q, FillIn):
        return html_list([" / ".join(f"<b>{escape(form)}</b>" for form in b.accepted) for b in q.blanks], ordered=True) + block(q.feedback_right_md) + _otherwise(q)
    return marker_notes(q)


def _otherwise(q: Numeric | FillIn) -> str:
    """Return what is said to any other answer."""
    return f"<p>{say('wrong')} {rich(q.feedback_wrong_md)}</p>"


def also(q: Question) -> Iterator[str]:
    """Yield what a card makes of single questions."""
    if isinstance(q, Interpretive):
        return
    if q.kind in ("single", "multiple", "ordering", "matching"):
        yield "in part: a card shows its choices in the same order each time"


def _changed(job: Job, note: genanki.Note) -> int:
    """Return the time of a note: the day on which the course was last read against the record, and a second that its words decide."""
    day = max((c.date for c in job.course.checks.values()), default=date(*STAMP[:3]))
    words = int(key(*note.fields, *note.tags), 16) % 86400
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) + words


def _collection(job: Job, decks: list[genanki.Deck]) -> bytes:
    """Return Anki's database, made in memory at a fixed time, so that equal decks give equal bytes."""
    at = datetime(*STAMP, tzinfo=UTC).timestamp()
    package = genanki.Package(decks)
    connection = sqlite3.connect(":memory:")
    try:
        package.write_to_db(connection.cursor(), at, itertools.count(int(at * 1000)))
        times = [(_changed(job, note), note.guid) for deck in decks for note in deck.notes]
        connection.executemany("UPDATE notes SET mod = ? WHERE guid = ?", times)
        connection.commit()
        return connection.serialize()
    finally:
        connection.close()
