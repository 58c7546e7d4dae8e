"""Finish each page as it is written: no script in the markup, no icon font, one style sheet, one strict policy.

The theme's pages carry inline scripts, inline handlers, links to CDNs and a 1.5 MB icon script. All of it is machine-made
and regular, so it is taken out of the rendered text by tag; nothing else of the page is touched.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from ..course.read import find_root, load
from . import guest
from .contents import bound_page, description, placed
from .icons import ICONS

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'self'"
)
"""What a page may load: itself only. ``form-action`` lets the search form work; inline styles are the theme's and Vega's."""

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>\s*", re.S)
_ICON = re.compile(r'<(?:i|span) class="([^"]*\bfa-[^"]*)"([^>]*)></(?:i|span)>')


def register(app: Sphinx) -> None:
    """Wrap the builder's templates, so that only pages written in this build are worked on."""
    app.connect("builder-inited", _wrap)
    app.connect("html-page-context", _context)
    app.connect("env-updated", _listed)


def _listed(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """Return every page where what the side bar lists has changed: each is written anew, so that one build lists a new page on all; none is read or run again."""
    if not app.config.thirdcorner_whole_book:
        return ()
    told = [[name, env.titles[name].astext(), list(env.toctree_includes.get(name, ()))] for name in sorted(env.titles)]
    listed = hashlib.sha256(json.dumps(told).encode()).hexdigest()
    before, env.thirdcorner_listed = getattr(env, "thirdcorner_listed", listed), listed  # type: ignore[attr-defined]
    return () if before == listed else env.found_docs


def _wrap(app: Sphinx) -> None:
    templates = getattr(app.builder, "templates", None)
    if templates is None or app.builder.format != "html":
        return
    render = templates.render
    done = finish if app.config.thirdcorner_whole_book else guest.finish
    templates.render = lambda name, context: done(render(name, context), context)


def _context(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    meta = app.env.metadata.get(pagename, {})
    up = "../" * pagename.count("/")
    context["tc_static"] = f"{up}_static/thirdcorner/"
    context["tc_widgets"] = meta.get("tc_widgets", [])
    context["tc_course"] = app.config.thirdcorner_course
    context["tc_edition"] = app.config.thirdcorner_edition
    context["tc_about"] = _about(app) if app.config.thirdcorner_whole_book else ""


def _about(app: Sphinx) -> str:
    """Return what the course is about, for pages without a paragraph of their own."""
    course = load(find_root(Path(app.srcdir)))
    return course.about.title if course.about else str(app.config.project)


def finish(text: str, context: dict[str, Any]) -> str:
    """Return a finished page."""
    pagename = str(context.get("pagename", ""))
    static = context.get("tc_static")
    if static is None or "</head>" not in text:
        return text
    text = _SCRIPT.sub(_script, text)
    # Firefox fetches a `next` page ahead, against the policy; its link stands at the page's foot.
    text = re.sub(r'<link\b[^>]*rel="(?:stylesheet|preload|prefetch|next|prev)"[^>]*/?>\s*', "", text)
    text = _ICON.sub(_icon, text)
    text = re.sub(r'\sonclick="window\.print\(\)"', ' data-tc-do="print"', text)
    text = re.sub(r'\sonclick="[^"]*"', "", text)
    text = re.sub(r'src="[^"]*mark\.svg"( class="logo__image only-dark)', rf'src="{static}mark-dark.svg"\1', text)
    text = text.replace('<summary aria-label="Toggle hidden content">', "<summary>")  # its own words name it
    text = text.replace('<summary><span class="toctree-toggle"', '<summary aria-label="Pages below this one"><span class="toctree-toggle"')
    text = _searching(_BUTTON.sub(_button, text), "../" * pagename.count("/"))
    text = _frame(bound_page(placed(text, context)))
    here = context["tc_widgets"]
    widgets = "".join(f'<link rel="stylesheet" href="{static}{name}.css">' for name in (["core", *here] if here else []))
    head = (
        f'<meta http-equiv="Content-Security-Policy" content="{html.escape(POLICY, quote=False)}">'
        '<meta name="color-scheme" content="light dark">'
        f'<meta name="description" content="{html.escape(description(str(context.get("body") or ""), context["tc_about"]))}">'
        + ("" if 'rel="icon"' in text else f'<link rel="icon" href="{static}mark.svg">')
        + f'<script src="{static}first.js"{guest.held(text)}></script>'
        f'<link rel="stylesheet" href="{static}theme.css"><link rel="stylesheet" href="{static}book.css">{widgets}'
        f'<script defer src="{static}course.js"></script>'
        + (f'<script defer src="{static}core.js"></script>' if here else "")  # the widgets' own come as they come near
        + f'<script defer src="{static}host.js" data-course="{context["tc_course"]}" data-edition="{context["tc_edition"]}"></script>'
    )
    return re.sub(r"(<meta charset=[^>]*>)", lambda m: m[1] + head, text, count=1)


def _script(match: re.Match[str]) -> str:
    """Keep data; drop inline code, CDNs, icons, and the scripts of Sphinx and the theme: the host does what the book needs of them."""
    return match[0] if re.search(r"application/(?:ld\+)?json", match[1]) else ""


_ARTICLE = re.compile(r"(<article\b.*</article>)", re.S)


def _frame(text: str) -> str:
    """Return a page whose frame, which is all but its article, has none of the theme's comments and blank lines."""
    parts = _ARTICLE.split(text)
    parts[::2] = [re.sub(r"\s*\n\s*", "\n", re.sub(r"<!--.*?-->", "", part, flags=re.S)) for part in parts[::2]]
    return "".join(parts)


_BUTTON = re.compile(r"<button\b[^>]*\bdata-bs-toggle=[^>]*>")
_SEARCH_BUTTON = re.compile(r"(<button[^>]*search-button-field.*?</button>)", re.S)
_NO_SCRIPT = re.compile(r"<noscript>.*?</noscript>", re.S)


def _button(match: re.Match[str]) -> str:
    """Return a button with a title instead of Bootstrap's tip, as its name where it has no other."""
    text = match[0].replace("Color mode", "Light or dark").replace("Toggle primary sidebar", "Contents of the book")
    text = text if " title=" in text else text.replace(" data-bs-title=", " title=")
    text = re.sub(r'\s+data-bs-[\w-]+="[^"]*"', "", text)
    return re.sub(r'\s+aria-label="[^"]*"', "", text)


def _searching(text: str, top: str) -> str:
    """Return a page with its search fields as the host makes them answer, and a way to the alphabetical index for where there is none."""
    index = f'href="{top}genindex.html"'
    text = re.sub(r'<form class="bd-search', '<form role="search" class="bd-search', text)
    text = re.sub(r'<input type="search"(\s+)class="form-control"', r'<input type="text" enterkeyhint="search"\1class="form-control"', text)
    text = text.replace('placeholder="Search..."', 'placeholder="A word, a name, a claim"').replace('aria-label="Search..."', 'aria-label="Search the book"')
    foot = f'<p class="tc-search-foot">Or look in the <a {index}>alphabetical index</a>.</p>'
    text = re.sub(r"(</form>)(\s*</dialog>)", rf"\1{foot}\2", text)
    text = _SEARCH_BUTTON.sub(rf'\1<a class="tc-index-link" {index}>Alphabetical index</a>', text)
    return _NO_SCRIPT.sub("", text).replace('<div id="search-results"></div>', foot)


def _icon(match: re.Match[str]) -> str:
    """Return our drawing of an icon, keeping the classes by which the theme shows and hides it."""
    classes = match[1]
    mode = re.search(r'\sdata-mode="\w+"', match[2])  # by which the theme shows one of three
    for name in classes.split():
        if name in ICONS:
            kept = " ".join(c for c in classes.split() if not c.startswith("fa"))
            return (
                f'<svg class="tc-icon {kept}" viewBox="0 0 24 24" width="18" height="18" fill="none" stroke="currentColor" '
                f'stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"{mode[0] if mode else ""}>{ICONS[name]}</svg>'
            )
    return f'<span class="{classes}" aria-hidden="true"></span>'
