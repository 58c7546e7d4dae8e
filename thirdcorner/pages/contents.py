"""What a page says of its own place: chapter numbers, its Contents under its name in the side bar, a description in its head."""

from __future__ import annotations

import html
import re
from typing import Any

_CHAPTER = re.compile(r"(?:^|/)chapters/0*(\d+)-[\w-]+(?:\.html)?$|^0*(\d+)-[\w-]+\.html$")
_ENTRY = re.compile(r'(<li class="toctree-l1[^"]*"><a class="[^"]*" href=")([^"]*)(">)')
_HERE = re.compile(r'(<li class="toctree-l1 current active"><a class="current reference internal")( href="#">.*?</a>)', re.S)
_NEXT = re.compile(r'(<a class="(?:left-prev|right-next)"\s+href=")([^"]*)(".*?<p class="prev-next-title">)', re.S)
_LIST = re.compile(r"<ul[^>]*>(.*)</ul>", re.S)
_SECOND = re.compile(r'<(dialog|div) id="pst-secondary-sidebar(?:-modal)?"[^>]*>')
_TOGGLE = re.compile(r'<button class="[^"]*\bsecondary-toggle\b[^>]*>.*?</button>', re.S)
_HEADER = re.compile(r'<header id="pst-header".*?</header>', re.S)
_TAG = re.compile(r"<[^>]+>")
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.S)
EMPTY = '<header id="pst-header" class="bd-header" hidden></header>'
"""The theme's own bar, emptied: its hidden button took the menu's handler from the one that is seen on a phone; scripts measure it."""
LONGEST = 200
"""How many characters of a page's first paragraph describe it; what search engines show is about as long."""


def number(address: str) -> str:
    """Return a chapter's number from its page's name or address, which carries it; nothing for other pages."""
    found = _CHAPTER.search(address)
    return (found[1] or found[2]) if found else ""


def placed(text: str, context: dict[str, Any]) -> str:
    """Return a page with chapter numbers, with its Contents in the side bar, and without the theme's second side bar."""
    here = str(context.get("pagename", ""))

    def mark(address: str) -> str:
        n = number(here if address == "#" else address)
        return f'<span class="tc-chapter-number">{n}</span> ' if n else ""

    text = _ENTRY.sub(lambda m: m[0] + mark(m[2]), text)
    text = _NEXT.sub(lambda m: m[0] + mark(m[2]), text)
    inner = contents(str(context.get("toc") or ""))
    text = _HERE.sub(lambda m: f'{m[1]} aria-current="page"{m[2]}{inner}', text, count=1)
    if number(here):
        head, article, rest = text.partition("<article")
        text = head + article + rest.replace("<h1>", f'<p class="tc-eyebrow">Chapter {number(here)}</p><h1>', 1)
    return _TOGGLE.sub("", _HEADER.sub(EMPTY, _without_second(text)))


def contents(toc: str) -> str:
    """Return the entries below a page's title as a list for the side bar, from Sphinx's own nested list."""
    outer = _LIST.search(toc)
    inner = _LIST.search(outer[1]) if outer else None
    if inner is None:
        return ""
    return f'<ul class="tc-contents" aria-label="On this page">{inner[1]}</ul>'


def _without_second(text: str) -> str:
    """Take out the theme's column of Contents and its drawer, whose place is now in the side bar."""
    while found := _SECOND.search(text):
        depth, end = 0, found.start()
        for tag in re.finditer(rf"<(/?){found[1]}\b[^>]*>", text[found.start() :]):
            depth += -1 if tag[1] else 1
            end = found.start() + tag.end()
            if depth == 0:
                break
        text = text[: found.start()] + text[end:]
    return text


def description(body: str, otherwise: str) -> str:
    """Return what a page is about: its first paragraph's beginning, to the end of a sentence or a word; else `otherwise`."""
    shown = re.sub(r"<(script|style|details|figure|aside)\b.*?</\1>", "", body, flags=re.S)
    texts = (" ".join(html.unescape(_TAG.sub("", p)).replace("\u00a0", " ").split()) for p in _PARAGRAPH.findall(shown))
    text = re.sub(r"\s*\[[^\]]*\]", "", next((t for t in texts if len(t) >= 40), otherwise))
    if len(text) <= LONGEST:
        return text
    cut = text[: LONGEST + 1]
    stop = max(cut.rfind(mark) for mark in (". ", "? ", "! "))
    return cut[: stop + 1] if stop > LONGEST // 3 else cut[: cut.rfind(" ")].rstrip(",;:") + " …"


_UNIT = re.compile(r"(?<=\d) (?=(?:%|per cent\b|percentage points?\b|km\b|kg\b|mm\b|MW\b|GW\b|tonnes?\b|million\b|billion\b|°))")
_APART = re.compile(r'(<div class="tc-island .*?</script></div>|<(script|style|pre|code|title|textarea|svg)\b.*?</\2>|<[^>]+>)', re.S)


def bound(text: str) -> str:
    """Return text in which a number and its unit stand on one line."""
    return _UNIT.sub("\u00a0", text)


def bound_page(page: str) -> str:
    """Return a page whose text, but not its code, data or islands (which are bound as they are made), keeps number and unit together."""
    out, at = [], 0
    for match in _APART.finditer(page):
        out += [bound(page[at : match.start()]), match[0]]
        at = match.end()
    return "".join([*out, bound(page[at:])])


def bound_content(content: Any) -> Any:
    """Return an island's content with every text that is shown as HTML bound."""
    if isinstance(content, dict):
        return {k: bound(v) if isinstance(v, str) and k.endswith("_html") else bound_content(v) for k, v in content.items()}
    if isinstance(content, (list, tuple)):
        return [bound_content(v) for v in content]
    return content
