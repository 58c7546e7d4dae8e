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

from ..course.built import fingerprint
from ..course.read import find_root, load
from ..front import ASKED_FOR, asked, built
from ..front import HERE as FRONT
from . import guest

logger = logging.getLogger(__name__)
HERE = Path(__file__).resolve().parent
THEME_STYLES = ("styles/theme.css", "styles/bootstrap.css", "styles/pydata-sphinx-theme.css", "styles/sphinx-book-theme.css", "pygments.css")
STYLES = (FRONT / "base.css", HERE / "book.css", HERE / "layout.css", HERE / "search.css", HERE / "paper.css")
"""What every page wears, in this order."""


def register(app: Sphinx) -> None:
    """Write the assets once the pages stand."""
    app.connect("build-finished", _write)
    app.connect("builder-inited", _stamped)
    app.connect("build-finished", _unpublished, priority=999)  # once every extension has copied its own files


def _stamped(app: Sphinx) -> None:
    """Leave beside the pages, once they stand without a warning, the fingerprint that their sources had when the build began."""
    if app.builder.format != "html" or not app.config.thirdcorner_whole_book:
        return
    stamp = Path(app.outdir).parent / "built.sha256"
    before = fingerprint(find_root(Path(app.srcdir)))
    stamp.unlink(missing_ok=True)

    def write(app: Sphinx, error: Exception | None) -> None:
        if error is None and not app._warncount:
            stamp.write_text(before, "utf-8", newline="\n")

    app.connect("build-finished", write, priority=1000)


def _write(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    ours = static / "thirdcorner"
    whole = app.config.thirdcorner_whole_book
    if not whole and not guest.shown(Path(app.outdir)):
        return
    write(ours, find_root(Path(app.srcdir)))
    if whole:
        save(ours / "course.js", _course_map(Path(app.srcdir)))
    else:
        save(ours / "guest.css", guest.style("".join(f.read_text("utf-8") for f in STYLES[1:]) + _actor_styles(find_root(Path(app.srcdir)))))
    if any(m.get("tc_charts") for m in app.env.metadata.values()):
        import vl_convert as vlc

        _made(app, ours / "vega.js", version("vl-convert-python"), lambda: f"(() => {{\n{vlc.javascript_bundle()}\n}})();\n")  # type: ignore[call-arg]  # its stub asks for an argument that has a default
    if not whole or not (static / THEME_STYLES[0]).is_file():  # a build in which nothing changed copies no theme: ours stands from the last
        return
    css, used = theme_styles(static), tokens(Path(app.outdir))
    _made(app, ours / "theme.css", " ".join([css, *sorted(used)]), lambda: prune(css, used))


def write(ours: Path, root: Path) -> bool:
    """Write into the folder `ours` what no page has a say in: the host, the core, each widget's script and style, the book's style; return whether any changed."""
    from ..widgets import WIDGETS

    ours.mkdir(parents=True, exist_ok=True)
    texts = {f"{name}.js": built(f"{name}.js") for name in ("first", "host", "mine", "some", "core", "search", *ASKED_FOR, *WIDGETS)}
    texts |= {f"{name}.css": _minified(built(f"{name}.css")) for name in ("core", *WIDGETS)}
    texts["book.css"] = _minified("".join(f.read_text("utf-8") for f in STYLES) + _actor_styles(root))
    texts |= {icon.name: icon.read_text("utf-8") for icon in HERE.glob("*.svg")}
    return any([save(ours / name, text) for name, text in texts.items()])


def _unpublished(app: Sphinx, error: Exception | None) -> None:
    """Take away the files that no page loads: fonts, translations, scripts and maps of themes and extensions, widgets that stand nowhere."""
    if error or app.builder.format != "html":
        return
    out = Path(app.outdir)
    static = out / "_static" if app.config.thirdcorner_whole_book else out / "_static" / "thirdcorner"  # a guest takes away its own only
    kept = loaded(out)
    for file in sorted([*(p for p in static.rglob("*") if p.is_file()), *([out / "searchindex.js"] if app.config.thirdcorner_whole_book else [])]):
        if file.relative_to(out).as_posix() not in kept:
            file.unlink(missing_ok=True)
    for folder in sorted((p for p in static.rglob("*") if p.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def loaded(out: Path) -> frozenset[str]:
    """Return the files under ``_static`` that a page loads, at once or when asked to, as paths from the book's top."""
    found = {"_static/thirdcorner/search.js", "_static/thirdcorner/search-index.js"}
    for page in out.rglob("*.html"):
        text = page.read_text("utf-8")
        found.update(f"_static/{m}" for m in re.findall(r'(?:src|href)="(?:\.\./)*_static/([^"?#]+)', text))
        found.update(f"_static/thirdcorner/{name}" for name in asked(text))
    for style in [name for name in found if name.endswith(".css")]:
        if (out / style).is_file():
            inside = re.findall(r"url\([\"']?([\w.-]+)[\"']?\)", (out / style).read_text("utf-8"))
            found.update(f"{style.rpartition('/')[0]}/{name}" for name in inside)
    return frozenset(found)


def _made(app: Sphinx, path: Path, source: str, make: Callable[[], str]) -> None:
    """Make a file that takes a second or more only where what it is made of, or the engine, has changed."""
    stamp = Path(app.doctreedir) / f"{path.name}.sha256"
    digest = hashlib.sha256(f"{app.config.thirdcorner_engine}{source}".encode()).hexdigest()
    if not (path.is_file() and stamp.is_file() and stamp.read_text("utf-8") == digest):
        save(path, make())
        stamp.write_text(digest, "utf-8", newline="\n")


def save(path: Path, text: str) -> bool:
    """Write a file only where it changed, so that a build without changes touches nothing; return whether it did."""
    if path.is_file() and path.read_text("utf-8") == text:
        return False
    path.write_text(text, "utf-8", newline="\n")
    return True


def _course_map(root: Path) -> str:
    """Return which pieces of work stand in which chapter, for the marks of progress around every page."""
    from ..widgets.my_work import MyWork

    course = load(find_root(root))
    chapters = MyWork.resolve(course, MyWork.refer()).content["chapters"]
    data = {c["id"]: [item["id"] for item in c["items"]] for c in chapters}
    return f"(globalThis.thirdcorner ??= {{}}).course = {json.dumps({'chapters': data}, separators=(',', ':'))};\n"


def _actor_styles(root: Path) -> str:
    """Return each actor's colour, light, dark and in the reader's own palette, as custom properties, and a class a swatch."""
    actors = load(root).actors.values()
    light = "".join(f"--tc-actor-{a.id}:{a.colour};" for a in actors)
    dark = "".join(f"--tc-actor-{a.id}:{a.colour_dark};" for a in actors)
    swatches = "".join(f".tc-actor-{a.id}{{--tc-mine:var(--tc-actor-{a.id})}}" for a in actors)
    own = "".join(f"--tc-actor-{a.id}:CanvasText;" for a in actors)
    forced = f"@media (forced-colors:active){{:root:root,html[data-theme][data-theme]{{{own}}}}}"
    return f':root{{{light}}}html[data-theme="dark"]{{{dark}}}@media print{{html[data-theme="dark"]{{{light}}}}}{forced}{swatches}'


def theme_styles(static: Path) -> str:
    """Return the theme's own style sheets, in the order in which its pages load them."""
    return "\n".join((static / name).read_text("utf-8") for name in THEME_STYLES if (static / name).is_file())


def tokens(out: Path) -> frozenset[str]:
    """Return every word that occurs as a class, id, tag or attribute in a page."""
    found: set[str] = set()
    for page in out.rglob("*.html"):
        text = page.read_text("utf-8")
        for value in re.findall(r'(?:class|id|role|type|rel)="([^"]*)"', text):
            found.update(re.findall(r"[\w-]+", value))
        found.update(re.findall(r"<([a-z][\w-]*)", text))
    return frozenset(found)


SAFE = frozenset({"active", "open", "pst-sidebar-hidden"})
"""Classes and attributes that are set while a page is used."""


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
