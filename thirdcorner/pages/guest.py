"""In a book that is not the engine's own: what a page with a widget needs is added to it, and every other page stays as its author's book made it.

A page with a widget gets style sheets and scripts at the end of its head, and nothing else: the theme's scripts, the search and whatever policy
the author set stand. ``thirdcorner_whole_book: true`` asks for the other way, in which `thirdcorner.pages.page` finishes every page.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import tinycss2

from ..front import HERE as FRONT

_OURS = re.compile(r'\sclass="(?:[^"]*\s)?tc-[^"]*"|\sdata-tc-')


def finish(text: str, context: dict[str, Any]) -> str:
    """Return a page: as it was where it shows nothing of ours, else with what that needs."""
    static = context.get("tc_static")
    if static is None or "</head>" not in text or not _OURS.search(text):
        return text
    widgets = context["tc_widgets"]
    head = "".join(f'<link rel="stylesheet" href="{static}{name}.css">' for name in ("guest", *(["core", *widgets] if widgets else [])))
    head += f'<script src="{static}first.js"{held(text)}></script>'
    head += f'<script defer src="{static}core.js"></script>' if widgets else ""
    head += f'<script defer src="{static}host.js" data-guest data-course="{context["tc_course"]}" data-edition="{context["tc_edition"]}"></script>'
    return text.replace("</head>", head + "</head>", 1)


_ITEMS = re.compile(r'"items":(\{[^{}]*\})')


def held(text: str) -> str:
    """Return for the first script under which ids, up to their slash, a learner's record holds work of a page; nothing where it has no exercise."""
    ids = {id.partition("/")[0] for items in _ITEMS.findall(text) for id in json.loads(items)}
    return f' data-holds="{" ".join(sorted(ids))}"' if ids else ""


def shown(out: Path) -> bool:
    """Whether any page of a built book shows something of ours."""
    return any("_static/thirdcorner/host.js" in page.read_text("utf-8") for page in out.rglob("*.html"))


def style(book: str) -> str:
    """Return what widgets share, and of the whole book's style the rules for our own elements alone, which touch nothing of the author's."""
    return (FRONT / "base.css").read_text("utf-8") + _own(tinycss2.parse_stylesheet(book, skip_comments=True, skip_whitespace=True))


_OWN = re.compile(r"^[a-z]*\.tc-|^:root$|^html\[data-theme=[^\]]*\]$")


def _own(rules: list[Any]) -> str:
    out = []
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [s.strip() for s in tinycss2.serialize(rule.prelude).split(",")]
            body = tinycss2.serialize(rule.content)
            if all(_OWN.match(s) for s in selectors) and ("tc-" in selectors[0] or re.fullmatch(r"(?:\s*--tc-[\w-]+:[^;]*;?)*", body.strip())):
                out.append(f"{','.join(selectors)}{{{body}}}")
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports") and rule.content is not None:
            inner = _own(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))
            out.append(f"@{rule.lower_at_keyword} {tinycss2.serialize(rule.prelude).strip()}{{{inner}}}" if inner else "")
    return "".join(out)
