"""The record in prose: directives and roles that show a paragraph, event, claim, term or source from the data.

Prose so never repeats a date or a source by hand, and an id that does not exist is a warning (so an error) with its line.
"""

from __future__ import annotations

import html
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

from ..course.read import nearest
from ..course.words import date_words, markdown_html
from .cards import CARDS
from .links import at_publisher, original_url, page_link, source_link
from .nodes import course_of
from .registers import Register

logger = logging.getLogger(__name__)


def register(app: Sphinx) -> None:
    """Register the directives and roles."""
    app.add_directive("paragraph", ParagraphDirective)
    app.add_directive("claim", ClaimDirective)
    app.add_directive("record", RecordDirective)
    app.add_directive("register", Register)
    app.add_role("event", EventRole())
    app.add_role("gloss", GlossRole())
    app.add_role("src", SourceRole())


class ParagraphDirective(SphinxDirective):
    """The walk through one paragraph, its siglum and opening words in the margin."""

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return a section-like container with the siglum before the prose."""
        course, id = course_of(self.env), self.arguments[0].strip()
        if id not in course.paragraphs:
            logger.warning(
                "no paragraph %r: %s", id, nearest(id, list(course.paragraphs)), location=self.get_location(), type="thirdcorner"
            )
            return []
        seen = self.env.metadata.setdefault(self.env.docname, {}).setdefault("tc_paragraphs", [])
        first = id not in seen
        seen.append(id)
        p = course.paragraphs[id]
        opens = html.escape(p.opens)
        words = f'<span class="tc-opens">“{opens}”</span>' if first else ""
        where = html.escape(at_publisher(course))
        link = f'<a class="tc-siglum-id" href="{original_url(course)}" title="{id} opens: {opens} ({where})">{id}</a>'
        box = nodes.container(classes=["tc-paragraph"], ids=[f"par-{id}"] if first else [])
        box += nodes.raw("", f'<aside class="tc-siglum" role="note" aria-label="Paragraph {id} of the text">{link}{words}</aside>', format="html")
        body = nodes.container(classes=["tc-paragraph-body"])
        self.state.nested_parse(self.content, self.content_offset, body)
        box += body
        return [box]


class RecordDirective(SphinxDirective):
    """``{record} KIND ID [part]``: a claim, event, treaty (or one article of it) or figure's row, with its source."""

    required_arguments = 2
    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Return the card; what does not exist is a warning (so an error) that says what does."""
        kind, id, part = self.arguments[0], self.arguments[1], (self.arguments[2:] or [""])[0].strip()
        return self.card(kind, id, part)

    def card(self, kind: str, id: str, part: str) -> list[nodes.Node]:
        """Return one card of `cards.CARDS`."""
        course = course_of(self.env)
        try:
            if kind not in CARDS:
                raise KeyError(f"no kind {kind!r} of record: {nearest(kind, list(CARDS))}")
            return [nodes.raw("", CARDS[kind](self.env, course, id, part), format="html")]
        except (KeyError, ValueError, FileNotFoundError) as error:
            logger.warning("%s", error.args[0], location=self.get_location(), type="thirdcorner")
            return []


class ClaimDirective(RecordDirective):
    """``{claim} ID``: short for ``{record} claim ID``."""

    required_arguments = 1
    optional_arguments = 0

    def run(self) -> list[nodes.Node]:
        """Return the claim's card."""
        return self.card("claim", self.arguments[0].strip(), "")


class _Role(SphinxRole):
    def missing(self, what: str, id: str, known: Any) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Warn of an id that does not exist and leave the text standing."""
        logger.warning("no %s %r: %s", what, id, nearest(id, list(known)), location=self.get_location(), type="thirdcorner")
        return [nodes.Text(self.text)], []


class EventRole(_Role):
    """An event's date, in words, with its title and sources at hand."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the date as a link to the register's entry."""
        course, id = course_of(self.env), self.text.strip()
        if id not in course.events:
            return self.missing("event", id, course.events)
        event = course.events[id]
        named = "; ".join(course.sources[k].short for k in event.sources if k in course.sources)
        one = ", one source" if event.grade == "B" else ""
        text = (
            f'<a class="tc-event" href="{page_link(self.env, "book/reference/timeline", f"event-{id}")}" '
            f'title="{html.escape(event.title)} ({html.escape(named)}{one})"><time datetime="{event.date.isoformat()}">{date_words(event)}</time></a>'
        )
        return [nodes.raw("", text, format="html")], []


class GlossRole(_Role):
    """A glossary term, with its definition on hover, focus and tap."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the words as a link to the term's entry."""
        import re

        course = course_of(self.env)
        match = re.fullmatch(r"(.+?)\s*<([^<>]+)>", self.text.strip(), re.S)
        words, id = match.groups() if match else (self.text.strip(), self.text.strip())
        id = id.lower().replace(" ", "-")
        if id not in course.glossary:
            return self.missing("glossary term", id, course.glossary)
        definition = re.sub(r"<[^>]+>", "", markdown_html(course.glossary[id].definition_md))
        if not match:
            words = course.glossary[id].term if words == id else words
        text = (
            f'<a class="tc-gloss" href="{page_link(self.env, "book/reference/glossary", f"term-{id}")}" '
            f'data-definition="{html.escape(html.unescape(definition))}">{html.escape(words)}</a>'
        )
        return [nodes.raw("", text, format="html")], []


class SourceRole(_Role):
    """One or more sources as short marks that link to the bibliography."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the marks in brackets."""
        course = course_of(self.env)
        keys = [k.strip() for k in self.text.split(",") if k.strip()]
        for key in keys:
            if key not in course.sources:
                return self.missing("source", key, course.sources)
        marks = "; ".join(source_link(self.env, course, key) for key in keys)
        return [nodes.raw("", f'<span class="tc-cite">[{marks}]</span>', format="html")], []
