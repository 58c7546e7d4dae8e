"""Reference pages made from the data: timeline, actors, glossary, register of claims, bibliography, paragraphs."""

from __future__ import annotations

import html
from collections.abc import Callable

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from ..content import Course
from ..words import date_words, markdown_html
from .nodes import course_of
from .record import claim_html, osw_url, source_link

logger = logging.getLogger(__name__)


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


def _sources(env: BuildEnvironment, course: Course, keys: tuple[str, ...]) -> str:
    return "; ".join(source_link(env, course, key) for key in keys if key in course.sources)


def timeline(env: BuildEnvironment, course: Course) -> str:
    """Return every event in order, a heading a period."""
    rows = []
    for event in sorted(course.events.values(), key=lambda e: (e.date, e.id)):
        who = ", ".join(course.actors[a].short for a in event.actors if a in course.actors)
        text = f" {markdown_html(event.text_md)}" if event.text_md else ""
        mark = ' <span class="tc-label">one source</span>' if event.grade == "B" else ' <span class="tc-label">standard history</span>' if event.grade == "C" else ""
        rows.append(
            f'<tr id="event-{event.id}"><th scope="row"><time datetime="{event.date.isoformat()}">{date_words(event)}</time></th>'
            f"<td><b>{html.escape(event.title)}.</b>{text}{mark}<br><small>{_sources(env, course, event.sources)}</small></td>"
            f"<td>{html.escape(who)}</td></tr>"
        )
    return _table(("Date", "Event", "Actors"), rows, "Events in order")


def glossary(env: BuildEnvironment, course: Course) -> str:
    """Return every term, in alphabetical order."""
    items = []
    for term in sorted(course.glossary.values(), key=lambda t: t.term.casefold()):
        sources = f"<br><small>{_sources(env, course, term.sources)}</small>" if term.sources else ""
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
        items.append(f'<li id="src-{source.id}">{html.escape(source.text)}{label}{url}</li>')
    return f'<ul class="tc-bibliography">{"".join(items)}</ul>'


def claims(env: BuildEnvironment, course: Course) -> str:
    """Return every claim as a card, by paragraph."""
    out = []
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
    link = f'<p><a href="{osw_url(course)}">The original at OSW</a></p>'
    return link + _table(("Id", "Opens with", "What it says, in brief", "Words"), rows, "The twenty paragraphs")


def actors(env: BuildEnvironment, course: Course) -> str:
    """Return the actors with their colour and marker."""
    rows = [
        f'<tr><th scope="row">{html.escape(a.name)}</th><td><span class="tc-swatch tc-actor-{a.id}" aria-hidden="true"></span> {a.marker}</td>'
        f"<td>{sum(a.id in e.actors for e in course.events.values())}</td></tr>"
        for a in course.actors.values()
    ]
    return _table(("Actor", "Marker", "Events"), rows, "Actors")


def _table(head: tuple[str, ...], rows: list[str], label: str) -> str:
    cells = "".join(f'<th scope="col">{h}</th>' for h in head)
    return (
        f'<div class="tc-scroll" tabindex="0" role="region" aria-label="{label}"><table class="tc-register">'
        f"<thead><tr>{cells}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


REGISTERS: dict[str, Callable[[BuildEnvironment, Course], str]] = {
    f.__name__: f for f in (timeline, glossary, bibliography, claims, paragraphs, actors)
}
