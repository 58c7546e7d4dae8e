"""Finish each page as it is written: no script in the markup, no icon font, one style sheet, one strict policy.

The theme's pages carry inline scripts, inline handlers, links to CDNs and a 1.5 MB icon script. All of it is machine-made
and regular, so it is taken out of the rendered text by tag; nothing else of the page is touched.
"""

from __future__ import annotations

import html
import re
from typing import Any

from sphinx.application import Sphinx

from .icons import ICONS

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'self'"
)
"""What a page may load: itself only. ``form-action`` lets the search form work; inline styles are the theme's and Vega's."""

KEPT = re.compile(r"(documentation_options|doctools|sphinx_highlight|bootstrap|pydata-sphinx-theme|sphinx-book-theme)\.js")
SEARCH = re.compile(r"(searchtools|language_data|searchindex)\.js")
_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>\s*", re.S)
_ICON = re.compile(r'<(?:i|span) class="([^"]*\bfa-[^"]*)"[^>]*></(?:i|span)>')


def register(app: Sphinx) -> None:
    """Wrap the builder's templates, so that only pages written in this build are worked on."""
    app.connect("builder-inited", _wrap)
    app.connect("html-page-context", _context)


def _wrap(app: Sphinx) -> None:
    templates = getattr(app.builder, "templates", None)
    if templates is None or app.builder.format != "html":
        return
    render = templates.render
    templates.render = lambda name, context: finish(render(name, context), context)


def _context(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    meta = app.env.metadata.get(pagename, {})
    up = "../" * pagename.count("/")
    context["tc_static"] = f"{up}_static/thirdcorner/"
    context["tc_widgets"] = meta.get("tc_widgets", [])
    context["tc_course"] = app.config.thirdcorner_course
    context["tc_edition"] = app.config.thirdcorner_edition


def finish(text: str, context: dict[str, Any]) -> str:
    """Return a finished page."""
    pagename = str(context.get("pagename", ""))
    static = context.get("tc_static")
    if static is None or "</head>" not in text:
        return text
    text = _SCRIPT.sub(lambda m: _script(m, pagename), text)
    # Firefox fetches a `next` page ahead, against the policy; its link stands at the page's foot.
    text = re.sub(r'<link\b[^>]*rel="(?:stylesheet|preload|prefetch|next|prev)"[^>]*/?>\s*', "", text)
    text = re.sub(r"<noscript>\s*<style>.*?</style>\s*</noscript>", "", text, flags=re.S)
    text = _ICON.sub(_icon, text)
    text = re.sub(r'\sonclick="window\.print\(\)"', ' data-tc-do="print"', text)
    text = re.sub(r'\sonclick="[^"]*"', "", text)
    text = text.replace('<summary aria-label="Toggle hidden content">', "<summary>")  # its own words name it
    text = re.sub(r'(<button[^>]*search-button[^>]*?)\s+aria-label="[^"]*"', r"\1", text)
    if 'id="pst-secondary-sidebar"' in text:  # its column is kept from the first paint on, before it has been parsed
        text = text.replace('<div class="bd-content">', '<div class="bd-content tc-with-contents">', 1)
    widgets = "".join(f'<link rel="stylesheet" href="{static}{w}.css">' for w in context["tc_widgets"])
    head = (
        f'<meta http-equiv="Content-Security-Policy" content="{html.escape(POLICY, quote=False)}">'
        '<meta name="color-scheme" content="light dark">'
        + ("" if 'rel="icon"' in text else f'<link rel="icon" href="{static}mark.svg">')
        + f'<script src="{static}first.js"></script>'
        f'<link rel="stylesheet" href="{static}theme.css"><link rel="stylesheet" href="{static}book.css">{widgets}'
        f'<script defer src="{static}course.js"></script>'
        f'<script defer src="{static}host.js" data-course="{context["tc_course"]}" data-edition="{context["tc_edition"]}"></script>'
    )
    return re.sub(r"(<meta charset=[^>]*>)", lambda m: m[1] + head, text, count=1)


def _script(match: re.Match[str], pagename: str) -> str:
    """Keep data and the theme's own files; drop inline code, CDNs, icons, thebe, and the search index where nobody searches."""
    attributes = match[1]
    if "application/json" in attributes or "application/ld+json" in attributes:
        return match[0]
    src = re.search(r'src="([^"]+)"', attributes)
    if src is None:
        return ""
    if KEPT.search(src[1]):
        return f'<script defer src="{src[1]}"></script>\n'
    if SEARCH.search(src[1]) and pagename == "search":
        return f'<script defer src="{src[1]}"></script>\n'
    return ""


def _icon(match: re.Match[str]) -> str:
    """Return our drawing of an icon, keeping the classes by which the theme shows and hides it."""
    classes = match[1]
    for name in classes.split():
        if name in ICONS:
            kept = " ".join(c for c in classes.split() if not c.startswith("fa"))
            return (
                f'<svg class="tc-icon {kept}" viewBox="0 0 24 24" width="18" height="18" fill="none" stroke="currentColor" '
                f'stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{ICONS[name]}</svg>'
            )
    return f'<span class="{classes}" aria-hidden="true"></span>'
