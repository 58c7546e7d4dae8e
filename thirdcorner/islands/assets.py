"""Write what pages load: the host, a script and a style a widget, the theme pruned to what is used, Vega when asked for."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import tinycss2
from sphinx.application import Sphinx
from sphinx.util import logging

from .bundle import WIDGETS as FRONT_ENDS
from .bundle import classic, shared

logger = logging.getLogger(__name__)
HERE = Path(__file__).resolve().parent
THEME_STYLES = ("styles/theme.css", "styles/bootstrap.css", "styles/pydata-sphinx-theme.css", "styles/sphinx-book-theme.css", "pygments.css")


def register(app: Sphinx) -> None:
    """Write the assets once the pages stand."""
    app.connect("build-finished", _write)


def _write(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.format != "html":
        return
    from ..widgets import WIDGETS

    static = Path(app.outdir) / "_static"
    ours = static / "thirdcorner"
    ours.mkdir(parents=True, exist_ok=True)
    names = sorted(WIDGETS)
    common = shared(names)
    _save(ours / "first.js", (HERE / "first.js").read_text("utf-8"))
    _save(ours / "host.js", classic(sorted(common)) + classic(["host"], folder=HERE))
    _save(ours / "book.css", _minified((FRONT_ENDS / "base.css").read_text("utf-8") + (HERE / "book.css").read_text("utf-8") + _actor_styles(app)))
    for name in names:
        _save(ours / f"{name}.js", classic([name], have=common))
        _save(ours / f"{name}.css", _minified((FRONT_ENDS / f"{name}.css").read_text("utf-8")))
    _save(ours / "course.js", _course_map(Path(app.srcdir)))
    for icon in HERE.glob("*.svg"):
        _save(ours / icon.name, icon.read_text("utf-8"))
    if any(m.get("tc_charts") for m in app.env.metadata.values()):
        import vl_convert as vlc

        _made(app, ours / "vega.js", version("vl-convert-python"), lambda: f"(() => {{\n{vlc.javascript_bundle()}\n}})();\n")  # type: ignore[call-arg]  # its stub asks for an argument that has a default
    css, used = theme_styles(static), tokens(Path(app.outdir), static)
    _made(app, ours / "theme.css", " ".join([css, *sorted(used)]), lambda: prune(css, used))


def _made(app: Sphinx, path: Path, source: str, make: Callable[[], str]) -> None:
    """Make a file that takes a second or more only where what it is made of, or the engine, has changed."""
    stamp = Path(app.doctreedir) / f"{path.name}.sha256"
    digest = hashlib.sha256(f"{app.config.thirdcorner_engine}{source}".encode()).hexdigest()
    if not (path.is_file() and stamp.is_file() and stamp.read_text("utf-8") == digest):
        _save(path, make())
        stamp.write_text(digest, "utf-8")


def _save(path: Path, text: str) -> None:
    """Write a file only where it changed, so that a build without changes touches nothing."""
    if not path.is_file() or path.read_text("utf-8") != text:
        path.write_text(text, "utf-8")


def _course_map(root: Path) -> str:
    """Return which pieces of work stand in which chapter, for the marks of progress around every page."""
    from ..content import find_root, load
    from ..widgets.my_work import MyWork

    course = load(find_root(root))
    chapters = MyWork.resolve(course, MyWork.refer()).content["chapters"]
    data = {c["id"]: [item["id"] for item in c["items"]] for c in chapters}
    return f"(globalThis.thirdcorner ??= {{}}).course = {json.dumps({'chapters': data}, separators=(',', ':'))};\n"


def _actor_styles(app: Sphinx) -> str:
    """Return each actor's colour, light and dark, as custom properties, and a class a swatch."""
    from ..content import find_root, load

    actors = load(find_root(Path(app.srcdir))).actors.values()
    light = "".join(f"--tc-actor-{a.id}:{a.colour};" for a in actors)
    dark = "".join(f"--tc-actor-{a.id}:{a.colour_dark};" for a in actors)
    swatches = "".join(f".tc-actor-{a.id}{{--tc-mine:var(--tc-actor-{a.id})}}" for a in actors)
    return f':root{{{light}}}html[data-theme="dark"]{{{dark}}}@media print{{html[data-theme="dark"]{{{light}}}}}{swatches}'


def theme_styles(static: Path) -> str:
    """Return the theme's own style sheets, in the order in which its pages load them."""
    return "\n".join((static / name).read_text("utf-8") for name in THEME_STYLES if (static / name).is_file())


def tokens(out: Path, static: Path) -> frozenset[str]:
    """Return every word that occurs as a class, id, tag or attribute in a page, or anywhere in the scripts pages load."""
    found: set[str] = set()
    for page in out.rglob("*.html"):
        text = page.read_text("utf-8")
        for value in re.findall(r'(?:class|id|role|type|rel)="([^"]*)"', text):
            found.update(re.findall(r"[\w-]+", value))
        found.update(re.findall(r"<([a-z][\w-]*)", text))
    for script in ("scripts/pydata-sphinx-theme.js", "scripts/sphinx-book-theme.js", "doctools.js", "sphinx_highlight.js", "searchtools.js"):
        if (static / script).is_file():
            found.update(re.findall(r"[\w-]{2,}", (static / script).read_text("utf-8")))
    return frozenset(found)


SAFE = frozenset({"show", "showing", "collapsing", "collapse", "collapsed", "active", "fade", "open", "modal-open"})
"""Classes that Bootstrap's script sets while a page is used."""


def prune(css: str, used: frozenset[str]) -> str:
    """Return a style sheet without rules whose selectors name a class, id or element that no page has.

    Only the names in a selector are judged, never its structure, so no rule that could match is lost. Fonts of the theme
    and custom properties of Bootstrap that nothing reads are dropped as well.
    """
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    text = _prune_rules(rules, used | SAFE)
    return _drop_unread(text)


def _prune_rules(rules: list[object], used: frozenset[str]) -> str:
    out = []
    for rule in rules:
        if rule.type == "qualified-rule":  # type: ignore[attr-defined]
            kept = [s for s in _selectors(rule.prelude) if _may_match(s, used)]  # type: ignore[attr-defined]
            body = tinycss2.serialize(rule.content).strip()  # type: ignore[attr-defined]
            if kept and body:
                out.append(f"{','.join(kept)}{{{_squeeze(body)}}}")
        elif rule.type == "at-rule":  # type: ignore[attr-defined]
            keyword = rule.lower_at_keyword  # type: ignore[attr-defined]
            if keyword in ("media", "supports", "layer") and rule.content is not None:  # type: ignore[attr-defined]
                inner = _prune_rules(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True), used)  # type: ignore[attr-defined]
                if inner:
                    out.append(f"@{keyword} {tinycss2.serialize(rule.prelude).strip()}{{{inner}}}")  # type: ignore[attr-defined]
            elif keyword not in ("font-face", "charset", "import"):
                out.append(_squeeze(rule.serialize()))  # type: ignore[attr-defined]
    return "".join(out)


def _selectors(prelude: list[object]) -> list[str]:
    parts: list[list[object]] = [[]]
    for token in prelude:
        if getattr(token, "type", "") == "literal" and token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return [tinycss2.serialize(part).strip() for part in parts]


_FUNCTION = re.compile(r":(?:not|is|where|has|nth-[a-z-]+|lang|dir)\((?:[^()]|\([^()]*\))*\)")


def _may_match(selector: str, used: frozenset[str]) -> bool:
    plain = re.sub(r"\[[^\]]*\]", "", _FUNCTION.sub("", selector)).replace("\\", "")
    plain = re.sub(r"::?[a-z-]+", "", plain)
    names = re.findall(r"[.#]([\w-]+)", plain) + re.findall(r"(?:^|[\s>+~])([a-z][a-z0-9]*)", plain)
    return all(name in used for name in names if name not in ("html", "body", "root"))


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", text, flags=re.S)).replace("; ", ";").replace(": ", ":").strip()


def _drop_unread(css: str) -> str:
    """Drop custom properties that no rule reads, as often as that frees others."""
    while True:
        read = set(re.findall(r"var\(\s*(--[\w-]+)", css))
        smaller = re.sub(r"(?<=[{;])(--[\w-]+):[^;{}]*;?", lambda m, read=read: m[0] if m[1] in read else "", css)  # type: ignore[misc]
        if smaller == css:
            return css
        css = smaller


def _minified(css: str) -> str:
    return re.sub(r"\s*([{};,])\s*", r"\1", _squeeze(css))
