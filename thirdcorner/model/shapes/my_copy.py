"""A reader's own copy of the text."""

from __future__ import annotations

from .asked import Shape


class CopyParagraph(Shape):
    """A paragraph of the text without its words: how it opens, what it says in ours, its sketch, its hedges, and the chapter that walks it."""

    id: str
    opens: str
    gist_html: str
    sketch: list[int]
    hedges: list[str]
    chapter: str = ""


class CopyContent(Shape):
    """Every paragraph by which a copy is recognised."""

    id: str
    paragraphs: list[CopyParagraph]
