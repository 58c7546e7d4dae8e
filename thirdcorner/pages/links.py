"""Links that several kinds of page share: to the original, to an anchor on another page, to a source's entry."""

from __future__ import annotations

import html
import re

from sphinx.environment import BuildEnvironment

from ..course.read import Course


def original_url(course: Course) -> str:
    """Return the address of the text that the course reads, from the bibliography's entry for it; nothing where none is named."""
    source = course.sources.get(course.about.original or "") if course.about else None
    return str(source.url) if source and source.url else ""


def at_publisher(course: Course) -> str:
    """Return ``the original, at OSW``, or as much of it as the course says."""
    return f"the original, at {course.about.published_by}" if course.about and course.about.published_by else "the original"


def page_link(env: BuildEnvironment, docname: str, anchor: str) -> str:
    """Return a relative link from the page being read to an anchor on another page of the book."""
    up = "../" * env.docname.count("/")
    return f"{up}{docname}.html#{anchor}"


def source_link(env: BuildEnvironment, course: Course, key: str) -> str:
    """Return a source's short form as a link to its entry, with its label where it has one."""
    source = course.sources[key]
    label = f' <span class="tc-label">{html.escape(source.label)}</span>' if source.label else ""
    short, lang = html.escape(source.short), ""
    if source.lang:  # of the title, in the tip
        short, lang = f'<span lang="{env.config.language}">{short}</span>', f' lang="{source.lang}"'
    return (
        f'<a class="tc-src"{lang} href="{page_link(env, "book/reference/bibliography", f"src-{key}")}" '
        f'title="{html.escape(source.tip)}">{short}</a>{label}'
    )


FOLDED = 4
"""So many sources of one publisher are named one by one under a chart; more are counted and folded."""


def source_list(env: BuildEnvironment, course: Course, keys: list[str]) -> tuple[str, str]:
    """Return sources as links, and in a fold those of a publisher of many, which the line names: ``KOTRA 2004–2025, 24 releases``."""
    links = {key: source_link(env, course, key) for key in keys}
    groups: dict[str, list[str]] = {}
    for key in keys:
        groups.setdefault(re.sub(r"[\s,]*\b(?:19|20)\d\d[a-z]?\b.*$", "", course.sources[key].short), []).append(key)
    shown, folded = [], []
    for name, mine in groups.items():
        if len(mine) <= FOLDED:
            shown += [links[key] for key in mine]
            continue
        years = sorted(y for key in mine for y in re.findall(r"\b(?:19|20)\d\d\b", course.sources[key].short))
        span = f" {'–'.join(dict.fromkeys((years[0], years[-1])))}" if years else ""
        shown.append(f"{html.escape(name)}{span}, {len(mine)} releases")
        folded += [links[key] for key in mine]
    fold = f"<details><summary>Every release</summary>{'; '.join(folded)}</details>" if folded else ""
    return "; ".join(shown), fold
