"""What the search finds, and the book's alphabetical index for those without script; both are read from the finished pages.

Reading what was written makes an incremental build equal to a clean one, and finds whatever a page shows, wherever it came from. A page with
``search: false`` in its front matter, and an element of class ``tc-no-search``, is left out; so are the answers of exercises.
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any
from unicodedata import normalize

from lxml import html as parser  # type: ignore[import-untyped]
from sphinx.application import Sphinx

from ..course.read import Course, find_root, load
from ..course.words import date_words, markdown_html
from .contents import number

SKIPPED_TAGS = frozenset({"script", "style", "svg"})
SKIPPED = frozenset(
    [
        "headerlink", "tc-eyebrow", "tc-answers", "tc-answer-sheet", "tc-chart-data", "tc-chart-tools",
        "tc-done-line", "tc-siglum", "tc-offers", "tc-formats", "cell_input", "tc-number", "tc-no-search",
    ]
)
ASKED = frozenset({"tc-prompt", "tc-bench-title", "tc-bench-task"})
"""Of an exercise that waits on the page, what it asks is found, and nothing that it would tell."""
BLOCKS = frozenset([
    "p", "li", "dt", "dd", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "div", "section", "article", "figure",
    "figcaption", "blockquote", "pre", "summary", "details", "legend", "caption", "table", "ul", "ol", "dl", "aside",
])  # fmt: skip
REPEATED = 3
"""A heading that stands on more pages than that (*Key points*) says nothing in an index."""
_ANSWER = re.compile(r"(term|claim|event)-(.+)")


@dataclass
class Place:
    """A section of a page: where it is, its heading, its text with a line a block."""

    anchor: str
    heading: str
    lines: list[str] = field(default_factory=list)


@dataclass
class Page:
    """A page as the search sees it: its name, its sections, and which entries of the record stand on it."""

    url: str
    name: str
    places: list[Place]
    answers: set[str]


def register(app: Sphinx) -> None:
    """Write the index once the pages stand, and fill Sphinx's own page of the alphabetical index."""
    app.connect("builder-inited", _instead)
    app.connect("html-collect-pages", lambda app: [("search", {}, "search.html")] if app.config.thirdcorner_whole_book else [])
    app.connect("html-page-context", _alphabet)
    app.connect("build-finished", _write, priority=400)


def _instead(app: Sphinx) -> None:
    """Let Sphinx write no index of its own, which nothing would read; its search page is written all the same."""
    if app.builder.format == "html" and app.config.thirdcorner_whole_book:
        app.builder.search = False  # type: ignore[attr-defined]


def _write(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.format != "html" or not app.config.thirdcorner_whole_book:
        return
    from .assets import save

    path = Path(app.outdir) / "_static" / "thirdcorner" / "search-index.js"
    path.parent.mkdir(parents=True, exist_ok=True)
    index = json.dumps(index_of(pages_of(app), load(find_root(Path(app.srcdir)))), ensure_ascii=False, separators=(",", ":"))
    save(path, f"(globalThis.thirdcorner ??= {{}}).index = {index};\n")


def pages_of(app: Sphinx) -> list[Page]:
    """Read every page that stands in the book and may be found, in the order of their names."""
    hidden = {name for name, meta in app.env.metadata.items() if str(meta.get("search", "")).lower() in ("false", "no")}
    files = ((name, Path(app.outdir) / f"{name}.html") for name in sorted(app.env.found_docs - hidden))
    return [_read_once(file, f"{name}.html", file.stat().st_mtime_ns) for name, file in files if file.is_file()]


@lru_cache(maxsize=256)  # the alphabetical index and the search read the same pages
def _read_once(file: Path, url: str, _changed: int) -> Page:
    return page(url, file.read_text("utf-8"))


def page(url: str, text: str) -> Page:
    """Read one page."""
    article = next((node for node in parser.document_fromstring(text).iter("article") if "bd-article" in _classes(node)), None)
    if article is None:
        return Page(url, "", [], set())
    for node in [n for n in article.iter("*") if n.tag in SKIPPED_TAGS or SKIPPED & _classes(n)]:
        node.drop_tree()
    answers = set()
    for node in [n for n in article.iter("*") if _ANSWER.fullmatch(n.get("id") or "")]:
        answers.add(node.get("id"))
        after = node.getnext() if node.tag == "dt" else None
        node.drop_tree()
        if after is not None and after.tag == "dd":
            after.drop_tree()
    places: list[Place] = []
    _read(article, places)
    title = places[0].heading if places else ""
    n = number(url)
    return Page(url, f"Chapter {n} · {title}" if n else title, places, answers)


def _read(node: Any, places: list[Place]) -> None:
    """Add a node's sections, and its text to the section in which it stands."""
    if "tc-island" in _classes(node):
        if (node.get("data-id") or "").startswith("specimen-"):  # it only shows a component's states
            return
        for asked in node.iter("*"):
            if ASKED & _classes(asked):
                _say(places, asked.text_content())
        return
    if node.tag == "section" and node.get("id"):
        heading = next((child for child in node if child.tag in ("h1", "h2", "h3", "h4", "h5", "h6")), None)
        if heading is not None:
            places.append(Place(node.get("id"), _one_line(heading.text_content())))
            heading.text = ""
            for child in list(heading):
                heading.remove(child)
    if any(isinstance(child.tag, str) and child.tag in BLOCKS for child in node):
        _say(places, node.text or "")
        for child in node:
            if isinstance(child.tag, str):
                _read(child, places) if child.tag in BLOCKS else _say(places, child.text_content())
            _say(places, child.tail or "")
    else:
        _say(places, node.text_content())


def _classes(node: Any) -> set[str]:
    return set((node.get("class") or "").split())


def _say(places: list[Place], text: str) -> None:
    line = _one_line(text)
    if line and places:
        places[-1].lines.append(line)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def index_of(pages: list[Page], course: Course) -> dict[str, Any]:
    """Return the index as the front end's `Index` describes it."""
    where = {id: f"{one.url}#{id}" for one in pages for id in sorted(one.answers)}
    shown = [one for one in pages if one.places]
    return {
        "pages": [[one.url, one.name] for one in shown],
        "places": [[n, place.anchor, place.heading, "\n".join(place.lines)] for n, one in enumerate(shown) for place in one.places],
        "answers": [[_ANSWER.fullmatch(id)[1], where[id], title, text] for id, title, text in record(course) if id in where],  # type: ignore[index]
    }


def record(course: Course) -> Iterator[tuple[str, str, str]]:
    """Yield the anchor, the name and the words of every term, claim and event."""
    for term in course.glossary.values():
        yield f"term-{term.id}", term.term, _plain(term.definition_md)
    for claim in course.claims.values():
        yield f"claim-{claim.id}", f"Claim {claim.id}", f"{_plain(claim.text_md)}\n{_plain(claim.verdict_md)}"
    for event in course.events.values():
        yield f"event-{event.id}", f"{date_words(event)}: {event.title}", _plain(event.text_md or event.title)


def _plain(text_md: str) -> str:
    return _one_line(html.unescape(re.sub(r"<[^>]+>", "", markdown_html(text_md))))


def _alphabet(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    if pagename == "genindex" and app.config.thirdcorner_whole_book:
        context["genindexentries"] = alphabet(pages_of(app), load(find_root(Path(app.srcdir))))
        context["genindexcounts"] = [len(entries) for _, entries in context["genindexentries"]]


def alphabet(pages: list[Page], course: Course) -> list[tuple[str, list[tuple[str, tuple[list[tuple[str, str]], list[Any], None]]]]]:
    """Return headings and terms by their first letter, as Sphinx's template of the index takes them."""
    where = {id: f"{one.url}#{id}" for one in pages for id in one.answers}
    named = [(term.term[0].upper() + term.term[1:], f"term-{term.id}") for term in course.glossary.values()]
    named += [(f"{event.title}, {date_words(event)}", f"event-{event.id}") for event in course.events.values()]
    entries: dict[str, list[tuple[str, str]]] = {}
    for title, id in named:
        if id in where:
            entries.setdefault(html.escape(title), []).append(("", where[id]))
    headings = Counter(place.heading for one in pages for place in one.places)
    for one in pages:
        for place in one.places:
            if headings[place.heading] <= REPEATED:
                entries.setdefault(html.escape(place.heading), []).append(("", f"{one.url}#{place.anchor}"))
    ordered = sorted(entries.items(), key=lambda entry: (_letter(entry[0]), normalize("NFD", entry[0]).lower()))
    return [(letter, [(title, (links, [], None)) for title, links in group]) for letter, group in groupby(ordered, lambda e: _letter(e[0]))]


def _letter(title: str) -> str:
    first = next((c for c in normalize("NFD", html.unescape(title)).upper() if c.isalnum()), "")
    return first if first.isalpha() else "0–9"
