"""Pages of the built book as a SCORM package holds them: which pages and files go in, and how links and scripts change.

The pages are machine-made and regular, so they are changed by tag in their text, as `pages.page` makes them; what islands were built
to is left as it is, or they would not come to life.
"""

from __future__ import annotations

import html
import json
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

OURS = "_static/thirdcorner/"
_LINK = re.compile(r'(?<=[\s"\'])(?:href|src)=\\?"([^"\\]*)\\?"')
_ANCHOR = re.compile(r"<a\b[^>]*>", re.S)
_HREF = re.compile(r'\shref="([^"]*)"')
_DATA = re.compile(r'<script type="application/json">(.*?)</script>', re.S)
_SEARCH = re.compile(
    r'<dialog id="pst-search-dialog">.*?</dialog>|<button\b[^>]*\bsearch-button\b[^>]*>.*?</button>|<button\b[^>]*search-button__button[^>]*>.*?</button>', re.S
)
_META = re.compile(r'<link\b[^>]*rel="(?:index|search)"[^>]*/?>\s*')
_NAV = re.compile(r'<li class="toctree-l\d"><a class="reference internal" href="([^"]*)">.*?</a></li>\n?', re.S)
_EMPTY = re.compile(r'<p aria-level="2" class="caption" role="heading">(?:(?!</p>).)*</p>\s*<ul class="nav bd-sidenav">\s*</ul>\s*', re.S)
_NEXT = re.compile(r'<a class="(?:left-prev|right-next)"\s+href="([^"]*)".*?</a>', re.S)


def target(here: str, link: str) -> str | None:
    """Return the file of the book that a link of a page leads to, as a path from its top; `None` where it leads out, or stays on the page."""
    parts = urlsplit(html.unescape(link))
    if parts.scheme or parts.netloc or not parts.path:
        return None
    path = posixpath.normpath(posixpath.join(posixpath.dirname(here), unquote(parts.path)))
    return None if path.startswith(("..", "/")) else path


def article(text: str) -> str:
    """Return what a page says, without the lists of pages around it."""
    start, end = text.find('<article class="bd-article">'), text.rfind("</article>")
    return text[start:end] if 0 <= start < end else ""


def links(here: str, text: str) -> Iterator[str]:
    """Yield the files of the book that a text refers to, the contents of islands included."""
    for found in _LINK.findall(text):
        if (path := target(here, found)) is not None:
            yield path


def islands(text: str) -> Iterator[dict[str, Any]]:
    """Yield what the islands of a page were built from: their content, and the fingerprints of the work that is done on them."""
    for found in _DATA.findall(text):
        data = json.loads(found)
        if isinstance(data, dict) and isinstance(data.get("items"), dict):
            yield data


class Book:
    """The built book: reads its pages and says which files a selection of them needs."""

    def __init__(self, folder: Path, dynamic: Callable[[str], Iterable[str]]):
        self.folder, self.dynamic = folder, dynamic

    def page(self, here: str) -> str:
        """Return a page's text; raise `FileNotFoundError` in words where the book has none."""
        path = self.folder / here
        if not path.is_file():
            raise FileNotFoundError(f"{path}: the built book has no such page; run `make book`")
        return path.read_text("utf-8")

    def looked_up(self, chapters: Iterable[str], others: Iterable[str]) -> list[str]:
        """Return the pages that chapters send their reader to, chapters and pages for instructors apart: registers, glossary, sources."""
        closed, found = set(others), set[str]()
        for here in chapters:
            for path in links(here, article(self.page(here))):
                if path.endswith(".html") and path not in closed and "/teach/" not in path and (self.folder / path).is_file():
                    found.add(path)
        mine = "book/my-work.html"
        return sorted(found | ({mine} if (self.folder / mine).is_file() else set()))

    def files(self, pages: Mapping[str, str]) -> list[str]:
        """Return every file besides pages that these pages load or link, those that a script or a style loads included."""
        found: set[str] = set()
        for here, text in pages.items():
            found |= {path for path in links(here, text) if not path.endswith(".html")}
            found |= {OURS + name for name in self.dynamic(text)}
        for style in [path for path in found if path.endswith(".css") and (self.folder / path).is_file()]:
            inside = re.findall(r"url\(\s*['\"]?([^'\")]+)", (self.folder / style).read_text("utf-8"))
            found |= {path for url in inside if (path := target(style, url)) is not None}
        return sorted(path for path in found if (self.folder / path).is_file())


def packed(here: str, text: str, inside: frozenset[str], at: str, config: Mapping[str, Any]) -> str:
    """Return a page as it goes into the package: its links held to what is inside, no search, and the package's script before all others."""
    text = _META.sub("", _SEARCH.sub("", text))
    text = _NAV.sub(lambda m: m[0] if target(here, m[1]) in inside else "", text)
    text = _EMPTY.sub("", text)
    text = _NEXT.sub(lambda m: m[0] if target(here, m[1]) in inside else "", text)
    text = _ANCHOR.sub(lambda m: _held(m[0], here, inside, at), text)
    static = "../" * here.count("/") + OURS
    data = json.dumps(config, ensure_ascii=False, sort_keys=True, separators=(",", ":")).replace("<", "\\u003c")
    ours = f'<script type="application/json" id="tc-scorm">{data}</script><script src="{static}scorm.js"></script><link rel="stylesheet" href="{static}scorm.css">'
    return re.sub(r'(<script src="[^"]*thirdcorner/first\.js"[^>]*></script>)', lambda m: m[1] + ours, text, count=1)


def _held(tag: str, here: str, inside: frozenset[str], at: str) -> str:
    """Return a link's tag: as it is where the package has the page, to the published book or without an address where it has not."""
    found = _HREF.search(tag)
    if found is None:
        return tag
    address = html.unescape(found[1])
    path = target(here, address)
    if path is not None and path not in inside and path != here:
        if not at:
            return _HREF.sub("", tag)
        parts = urlsplit(address)
        address = f"{at}/{path}" + (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
        tag = _HREF.sub(lambda m: f' href="{html.escape(address)}"', tag)
    if re.match(r"https?:", address) and "target=" not in tag:
        tag = tag[:-1] + ' target="_blank" rel="noopener">'
    return tag
