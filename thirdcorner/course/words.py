"""Data as a reader sees them: dates in words, Markdown as HTML, formulas as MathML, and the pictures that a question shows."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from ..model import Event

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]


def nice_date(text: str) -> str:
    """Return an ISO date, month or year in words; other text as it is."""
    match = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text)
    if not match:
        return text
    year, month, day = match.groups()
    return " ".join(p for p in (str(int(day)) if day else "", _MONTHS[int(month) - 1] if month else "", year) if p)


def date_words(event: Event) -> str:
    """Return an event's date as a reader would write it, to its precision: ``13 April 2023``, ``18–19 June 2024``."""
    def words(day: Any) -> str:
        return nice_date(day.isoformat()[: {"day": 10, "month": 7, "year": 4}[event.precision]])

    if event.end is None or event.end == event.date:
        return words(event.date)
    first, last = words(event.date), words(event.end)
    if event.precision == "day" and event.date.year == event.end.year:
        first = first.rsplit(" ", 1)[0]
        if event.date.month == event.end.month:
            first = first.rsplit(" ", 1)[0]
            return f"{first}–{last}"
    return f"{first} – {last}"


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    from . import maths, pictures  # with a converter that a kernel which shows no question does not need

    made = maths.enable(MarkdownIt("commonmark", {"html": False, "typographer": True}).enable(["table", "replacements"]))

    def image(renderer: Any, tokens: Any, at: int, options: Any, env: Any) -> str:
        tokens[at].attrs["src"] = pictures.embedded(str(tokens[at].attrs["src"]))
        return str(renderer.image(tokens, at, options, env))

    made.add_render_rule("image", image)
    return made


def markdown_html(source: str) -> str:
    """Render CommonMark (no raw HTML) as HTML; one lone paragraph comes without its ``<p>``."""
    html = str(_markdown().render(source)).strip()
    lone = re.fullmatch(r"<p>((?:(?!</?p>).)*)</p>", html, re.S)
    return lone.group(1) if lone else html
