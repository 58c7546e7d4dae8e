"""SCORM 1.2: chapters of the built book as a package that a learning platform runs, each with its record, score and time.

A chapter is a SCO with a `suspend_data` of its own; the pages it sends its reader to come along and report nothing. What runs in the
page is `front/src/scorm`, which no page of the plain book loads.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote

from lxml import etree  # type: ignore[import-untyped]

from ...course.chapters import Chapter, shown
from ...course.formats import OPEN
from ...course.read import Course, load_pool
from ...course.words import markdown_html
from ...course.yaml import ContentError
from ...front import asked, built
from ...widgets.my_work import banks, pieces
from ..editions import leaks
from ..held import private
from .common import key, zipped
from .scorm_pages import OURS, Book, islands, packed
from .wording import xml_text

Node = Any
_IMS = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
_ADL = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"


@dataclass(frozen=True)
class Rule:
    """What an instructor sets at export: what the score counts, when a chapter is complete or passed, when time stops."""

    score: str = "done"
    complete: int = 100
    passed: int | None = None
    idle: int = 5

    def written(self) -> dict[str, Any]:
        """Return it as the page's script reads it."""
        return {("pass" if name == "passed" else name): value for name, value in asdict(self).items()}


def make(course: Course, chapters: Sequence[Chapter], title: str, rule: Rule, at: str = "") -> bytes:
    """Return the package of some chapters.

    Raises
    ------
    ContentError
        Where a file of it would hold a part of a graded question or what only instructors may read; nothing is packed then.
    FileNotFoundError
        Where the built book lacks a page.
    """
    book = Book(course.root / "_build" / "html", asked)
    at = at.rstrip("/")
    every = {page_of(c) for c in course.chapters.values()}
    places = {page_of(c): c for c in chapters}
    sources = {here: book.page(here) for here in [*places, *book.looked_up(places, every)]}
    inside = frozenset(sources)
    assets = book.files(sources)
    inside |= {path for path in assets if not path.startswith("_static/")}
    about = {"at": at, "pages": sorted(inside), "rule": rule.written()}
    files: dict[str, str | bytes] = {}
    for here, text in sources.items():
        files[here] = packed(here, text, inside, at, about | _of(course, places.get(here), here, text))
    files |= {path: (book.folder / path).read_bytes() for path in assets}
    files |= {f"{OURS}scorm.js": built("scorm.js"), f"{OURS}scorm.css": built("scorm.css")}
    files = dict(sorted(files.items()))
    read = [(name, data if isinstance(data, bytes) else data.encode("utf-8")) for name, data in files.items()]
    found = [*leaks(load_pool(course).questions.values(), read), *private(course.root, read)]
    if found:
        raise ContentError(found)
    return zipped({"imsmanifest.xml": manifest(course, places, list(files), title), **files})


def page_of(chapter: Chapter) -> str:
    """Return a chapter's page as a path from the book's top."""
    return chapter.file.removesuffix(".md").removesuffix(".ipynb") + ".html"


def _of(course: Course, chapter: Chapter | None, here: str, text: str) -> dict[str, Any]:
    """Return what the script is told of one page: whose record it keeps, the work on it, and what of that the score counts."""
    ours = re.search(r'data-course="([^"]*)" data-edition="([^"]*)"', text)
    found = {"course": ours[1] if ours else "", "edition": ours[2] if ours else "", "here": here}
    if chapter is None:
        return found | {"slug": "", "title": "", "items": {}, "counts": []}
    counts: dict[str, tuple[str, bool]] = {}
    for kind, thing in shown(chapter, banks(course), course.activities):
        if kind == "questions":
            counts[thing.id] = (_short(thing.prompt_md), thing.kind not in OPEN)
        else:
            counts |= {id: (thing.title, False) for id in pieces(course, thing)}
    items: dict[str, dict[str, Any]] = {}
    for data in islands(text):
        for id, print_ in data["items"].items():
            name, scored = counts.get(id, (id, False))
            items[id] = {"hash": print_, "name": name, **({"was": data["was"][id]} if id in data.get("was", {}) else {}), **({"scored": True} if scored else {})}
    return found | {"slug": chapter.id, "title": chapter.title, "items": items, "counts": [id for id in counts if id in items]}


def _short(prompt_md: str) -> str:
    """Return how a question begins, as plain text."""
    words = html.unescape(re.sub(r"<[^>]+>", " ", markdown_html(prompt_md))).split()
    text = " ".join(words)
    return text if len(text) <= 70 else text[:70].rsplit(" ", 1)[0] + " …"


def manifest(course: Course, places: Mapping[str, Chapter], files: Sequence[str], title: str) -> bytes:
    """Return the manifest: an item a chapter, each a SCO, and one asset with every other file, on which the chapters depend."""
    root = etree.Element(f"{{{_IMS}}}manifest", nsmap={None: _IMS, "adlcp": _ADL, "xsi": _XSI})
    root.set("identifier", "package_" + key(title, *places))
    root.set("version", "1.1")
    root.set(f"{{{_XSI}}}schemaLocation", f"{_IMS} imscp_rootv1p1p2.xsd {_ADL} adlcp_rootv1p2.xsd")
    about = _add(root, "metadata")
    _add(about, "schema", "ADL SCORM")
    _add(about, "schemaversion", "1.2")
    organizations = _add(root, "organizations", default="organization")
    organization = _add(organizations, "organization", identifier="organization")
    _add(organization, "title", title)
    resources = _add(root, "resources")
    for here, chapter in places.items():
        ident = key(chapter.id)
        item = _add(organization, "item", identifier=f"item_{ident}", identifierref=f"chapter_{ident}", isvisible="true")
        number = chapter.id.split("-")[0]
        _add(item, "title", f"{chapter.number} {chapter.title}" if number.isdigit() else chapter.title)
        etree.SubElement(item, f"{{{_ADL}}}datafromlms").text = chapter.id
        resource = _add(resources, "resource", identifier=f"chapter_{ident}", type="webcontent", href=quote(here))
        resource.set(f"{{{_ADL}}}scormtype", "sco")
        _add(resource, "file", href=quote(here))
        _add(resource, "dependency", identifierref="shared")
    shared = _add(resources, "resource", identifier="shared", type="webcontent")
    shared.set(f"{{{_ADL}}}scormtype", "asset")
    for name in files:
        if name not in places:
            _add(shared, "file", href=quote(name))
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return made


def _add(node: Node, tag: str, text: str | None = None, **attributes: str) -> Node:
    made = etree.SubElement(node, f"{{{_IMS}}}{tag}", **attributes)
    made.text = None if text is None else xml_text(text)
    return made
