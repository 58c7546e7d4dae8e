"""Reference pages made from the data: timeline, actors, glossary, register of claims, bibliography, paragraphs."""

from __future__ import annotations

import html
import json
from collections.abc import Callable

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from ..course.coverage import coverage as measured
from ..course.read import Course
from ..course.since import later
from ..course.words import date_words, markdown_html, nice_date
from ..model import Source
from .cards import claim_html, event_html, sources_html, treaty_html
from .formats import formats
from .links import at_publisher, original_url
from .nodes import course_of, table_html

logger = logging.getLogger(__name__)
_UP_TO = {"day": 10, "month": 7, "year": 4}


class Register(SphinxDirective):
    """``{register} NAME``: one of the registers below, whole."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the register as HTML; an unknown name is a warning that lists the known ones."""
        name = self.arguments[0]
        if name not in REGISTERS:
            logger.warning("no register %r; there are %s", name, ", ".join(REGISTERS), location=self.get_location(), type="thirdcorner")
            return []
        return [nodes.raw("", REGISTERS[name](self.env, course_of(self.env)), format="html")]


def timeline(env: BuildEnvironment, course: Course) -> str:
    """Return every event in order, a heading a period."""
    rows = []
    for event in sorted(course.events.values(), key=lambda e: (e.date, e.id)):
        who = ", ".join(course.actors[a].short for a in event.actors if a in course.actors)
        text = f" {markdown_html(event.text_md)}" if event.text_md else ""
        mark = ' <span class="tc-label">one source</span>' if event.grade == "B" else ' <span class="tc-label">standard history</span>' if event.grade == "C" else ""
        rows.append(
            f'<tr id="event-{event.id}"><th scope="row"><time datetime="{event.date.isoformat()}">{date_words(event)}</time></th>'
            f"<td><b>{html.escape(event.title)}.</b>{text}{mark}<br><small>{sources_html(env, course, event.sources)}</small></td>"
            f"<td>{html.escape(who)}</td></tr>"
        )
    return table_html(("Date", "Event", "Actors"), rows, "Events in order")


def since(env: BuildEnvironment, course: Course) -> str:
    """Return the events after the day on which the graded record ends, in order, each with the claims on which it bears."""
    return "".join(event_html(env, course, e.id) for e in later(course)) or "<p>Nothing later is in the record yet.</p>"


def glossary(env: BuildEnvironment, course: Course) -> str:
    """Return every term, in alphabetical order."""
    items = []
    for term in sorted(course.glossary.values(), key=lambda t: t.term.casefold()):
        sources = f"<br><small>{sources_html(env, course, term.sources)}</small>" if term.sources else ""
        see = ", ".join(f'<a href="#term-{s}">{html.escape(course.glossary[s].term)}</a>' for s in term.see if s in course.glossary)
        items.append(
            f'<dt id="term-{term.id}">{html.escape(term.term)}</dt><dd>{markdown_html(term.definition_md)}{sources}'
            + (f"<br><small>See also {see}</small>" if see else "")
            + "</dd>"
        )
    return f'<dl class="tc-glossary">{"".join(items)}</dl>'


def bibliography(env: BuildEnvironment, course: Course) -> str:
    """Return every source, alphabetically, with its address where one is known."""
    items = []
    for source in sorted(course.sources.values(), key=lambda s: s.text.strip("[“").casefold()):
        url = f' <a href="{html.escape(str(source.url))}">{html.escape(str(source.url))}</a>' if source.url else ""
        label = f' <span class="tc-label">{source.label}</span>' if source.label else ""
        items.append(f'<li id="src-{source.id}">{_named(source)}{label}{url}</li>')
    return f'<ul class="tc-bibliography">{"".join(items)}</ul>'


def _named(source: Source) -> str:
    """Return a source's line, in which a title of another language says which."""
    text = html.escape(source.text)
    title = html.escape(source.title) if source.lang and source.title else None
    return text.replace(title, f'<span lang="{html.escape(str(source.lang))}">{title}</span>', 1) if title else text


def checks(env: BuildEnvironment, course: Course) -> str:
    """Return every reading of a chapter against the record, newest first."""
    rows = [
        f'<tr><th scope="row"><time datetime="{c.date.isoformat()}">{nice_date(c.date.isoformat())}</time></th>'
        f"<td>{html.escape(course.chapters[c.chapter].title)}</td><td>{markdown_html(c.against_md)}</td><td>{markdown_html(c.changed_md)}</td></tr>"
        for c in sorted(course.checks.values(), key=lambda c: (c.date, c.chapter), reverse=True)
    ]
    return table_html(("Date", "Chapter", "Held against", "What was changed"), rows, "Readings against the record")


def claims(env: BuildEnvironment, course: Course) -> str:
    """Return every claim as a card, by paragraph; script adds a filter above."""
    out = ['<div data-tc-filter></div>']
    for id, paragraph in course.paragraphs.items():
        mine = [c.id for c in course.claims.values() if c.paragraph == id]
        if mine:
            out.append(f'<p class="tc-register-head"><span class="tc-siglum-id">{id}</span> {markdown_html(paragraph.gist_md)}</p>')
            out += [claim_html(env, course, c, f' id="claim-{c}"') for c in mine]
    return "".join(out)


def paragraphs(env: BuildEnvironment, course: Course) -> str:
    """Return the sheet by which a reader finds a paragraph in the original."""
    rows = [
        f'<tr><th scope="row">{p.id}</th><td>“{html.escape(p.opens)}”</td><td>{markdown_html(p.gist_md)}</td><td>{p.words}</td></tr>'
        for p in course.paragraphs.values()
    ]
    where = at_publisher(course)
    link = f'<p><a href="{original_url(course)}">{html.escape(where[0].upper() + where[1:])}</a></p>'
    return link + table_html(("Id", "Opens with", "What it says, in brief", "Words"), rows, "The paragraphs of the text")


def actors(env: BuildEnvironment, course: Course) -> str:
    """Return the actors with their colour and marker."""
    rows = [
        f'<tr><th scope="row">{html.escape(a.name)}</th><td><span class="tc-swatch tc-actor-{a.id}" aria-hidden="true"></span> {a.marker}</td>'
        f"<td>{sum(a.id in e.actors for e in course.events.values())}</td></tr>"
        for a in course.actors.values()
    ]
    return table_html(("Actor", "Marker", "Events"), rows, "Actors")


def treaties(env: BuildEnvironment, course: Course) -> str:
    """Return every treaty with its obligations, oldest first."""
    return "".join(f'<div id="treaty-{t.id}">{treaty_html(env, course, t.id)}</div>' for t in sorted(course.treaties.values(), key=lambda t: (t.signed, t.id)))


def flows(env: BuildEnvironment, course: Course) -> str:
    """Return who gave what to whom, and how well it is attested."""
    rows = [
        f'<tr id="flow-{f.id}"><th scope="row">{nice_date(f.start.isoformat()[: _UP_TO[f.precision]])}</th><td>{course.actors[f.giver].short} → {course.actors[f.receiver].short}</td>'
        f"<td><b>{html.escape(f.what)}.</b> {markdown_html(f.says_md)}<br><small>{sources_html(env, course, f.sources)}</small></td><td>{f.attestation}</td></tr>"
        for f in sorted(course.flows.values(), key=lambda f: (f.start, f.id))
    ]
    return table_html(("When", "From → to", "What", "How well attested"), rows, "Who gave what to whom")


def figures(env: BuildEnvironment, course: Course) -> str:
    """Return what each table of figures counts, its denominator, its caveat and its sources."""
    rows = [
        f'<tr id="figure-{f.id}"><th scope="row">{html.escape(f.title)}</th><td>{html.escape(f.unit)}<br>{html.escape(f.period)}</td><td>{html.escape(f.denominator)}</td>'
        f"<td>{markdown_html(f.caveat_md)}<br><small>{sources_html(env, course, f.sources)}</small></td></tr>"
        for f in sorted(course.figures.values(), key=lambda f: f.title)
    ]
    return table_html(("Figure", "Unit and period", "Share of what", "Caveat and sources"), rows, "Sources of figures")


def voices(env: BuildEnvironment, course: Course) -> str:
    """Return the published perspectives, by the paragraph they bear on first."""
    order = list(course.paragraphs)
    rows = [
        f'<tr id="voice-{p.id}"><th scope="row">{html.escape(p.who)}<br><small>{html.escape(p.place)}, {p.role.replace("-", " ")}, {nice_date(p.date.isoformat()[: _UP_TO[p.precision]])}</small></th>'
        f"<td>{markdown_html(p.says_md)}" + (f" <q>{html.escape(p.quoted)}</q>" if p.quoted else "")
        + (' <span class="tc-label">one source</span>' if p.grade == "B" else "")
        + f"<br><small>{sources_html(env, course, p.sources)}</small></td><td>{', '.join(p.paragraphs)}</td><td>{p.stance.replace('-', ' ')}</td></tr>"
        for p in sorted(course.perspectives.values(), key=lambda p: (min((order.index(i) for i in p.paragraphs), default=99), p.date))
    ]
    return table_html(("Who", "What they argue", "Bears on", "It"), rows, "Published perspectives")


def concepts(env: BuildEnvironment, course: Course) -> str:
    """Return what each concept makes a reader look for, with one case."""
    rows = [
        f'<tr id="concept-{c.id}"><th scope="row"><a href="#term-{c.term}">{html.escape(course.glossary[c.term].term)}</a></th><td>{markdown_html(c.look_for_md)}</td>'
        f"<td>{markdown_html(c.case_md)}<br><small>{sources_html(env, course, c.sources)}</small></td></tr>"
        for c in course.concepts.values()
    ]
    return table_html(("Concept", "Look for", "A case"), rows, "Concepts at work")


def coverage(env: BuildEnvironment, course: Course) -> str:
    """Return, for instructors, which exercises meet which paragraph and which outcome, by chapter."""
    known = measured(course)
    shown = course.chapters.values()
    out = []
    for title, table, named in (
        ("Paragraph × chapter", known.paragraphs, {p.id: p.opens for p in course.paragraphs.values()}),
        ("Outcome × chapter", known.outcomes, {o.id: o.short for o in course.outcomes.values()}),
    ):
        rows = []
        for id, row in table.items():
            cells = "".join(_cell(row.get(c.id, []), course) for c in shown)
            rows.append(f'<tr><th scope="row">{id} <small>{html.escape(named[id])}</small></th>{cells}<td><b>{sum(map(len, row.values()))}</b></td></tr>')
        head = (title.split(" × ")[0], *(f'<abbr title="{html.escape(c.title)}">{c.number}</abbr>' for c in shown), "all")
        out.append(f"<h2>{title}</h2>{table_html(head, rows, title, 'tc-grid')}")
    met = sum(map(bool, known.met.values()))
    out.append(f"<p>Claims: {len(course.claims)} in the register, {met} met by a question or an exercise.</p>")
    return "".join(out)


def _cell(ids: list[str], course: Course) -> str:
    """Return how many exercises stand there; larger ones are named in the cell's title and count with a mark."""
    larger = [i for i in ids if i in course.activities]
    if not ids:
        return "<td></td>"
    title = html.escape(", ".join(course.activities[i].title for i in larger))
    return f'<td title="{title}">{len(ids)}{"*" if larger else ""}</td>'


def conformance(env: BuildEnvironment, course: Course) -> str:
    """Return the tables that the course's tests made of what they saw, their cells in HTML."""
    path = course.root / "book/teach/conformance.json"
    env.note_dependency(str(path))
    made = json.loads(path.read_text("utf-8"))["tables"]
    return "".join(table_html(head, [f'<tr><th scope="row">{"<td>".join(row)}' for row in rows], label) for label, (head, *rows) in made.items())


REGISTERS: dict[str, Callable[[BuildEnvironment, Course], str]] = {
    f.__name__: f for f in (timeline, since, glossary, bibliography, claims, checks, paragraphs, actors, treaties, flows, figures, voices, concepts, coverage, conformance, formats)
}
