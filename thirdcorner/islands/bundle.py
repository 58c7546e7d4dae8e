"""Put JavaScript modules together, for pages and for JupyterLab alike.

A widget's front end is one ES module that may import *named* functions from sibling modules. JupyterLab loads it from a
Blob URL, where relative imports fail; a page loads classic scripts, since module scripts do not load from ``file://``.
`esm` and `classic` serve the two from the same source. Anything but named sibling imports and plain exports is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WIDGETS = Path(__file__).resolve().parent.parent / "widgets"

_IMPORT = re.compile(r"^import\s*\{([^}]*)\}\s*from\s*[\"']\./([a-z_]+)\.js[\"'];?[ \t]*$", re.M)
_EXPORT = re.compile(r"^export\s+((?:async\s+)?function\*?|const|class)\s+([A-Za-z_$][\w$]*)", re.M)
_DEFAULT = re.compile(r"^export default \{\s*([a-z_, ]+)\s*\};?[ \t]*$", re.M)
_REFUSED = re.compile(r"^(?:import\b|export\b)|(?<![\w.*])import\(", re.M)


class BundleError(ValueError):
    """A module uses an import or export that the concatenator does not resolve."""


@dataclass(frozen=True)
class Module:
    """A module cut into its parts: what it imports, what it exports, and the code between."""

    name: str
    imports: tuple[tuple[str, str], ...]
    exports: tuple[str, ...]
    default: str | None
    body: str


@cache
def read(name: str, folder: Path = WIDGETS) -> Module:
    """Return the module `name` (without ``.js``) of `folder`, refusing what cannot be resolved."""
    path = folder / f"{name}.js"
    if not path.is_file():
        raise BundleError(f"{path.name}: there is no such module in {folder.name}/")
    source = path.read_text(encoding="utf-8")
    imports = tuple((m.group(2), " ".join(m.group(1).split()).strip(" ,")) for m in _IMPORT.finditer(source))
    default = _DEFAULT.search(source)
    body = _IMPORT.sub(lambda m: "\n" * m.group().count("\n"), source)
    exports = tuple(m.group(2) for m in _EXPORT.finditer(body))
    body = _DEFAULT.sub("", _EXPORT.sub(r"\1 \2", body))
    code = re.sub(r"/\*.*?\*/", lambda m: "\n" * m.group().count("\n"), body, flags=re.S)
    code = re.sub(r"^[ \t]*//.*$", "", code, flags=re.M)
    refused = _REFUSED.search(code)
    if refused:
        line = code.count("\n", 0, refused.start()) + 1
        raise BundleError(
            f"{path.name}:{line}: only `import {{ a }} from \"./sibling.js\"`, `export function|const|class` and "
            f"`export default {{ render }}` can be put together; found {refused.group().strip()!r}"
        )
    return Module(name, imports, exports, default.group(1).strip(" ,") if default else None, body.strip("\n"))


def order(name: str, folder: Path = WIDGETS) -> list[Module]:
    """Return the module and all it needs, each after what it imports."""
    done: dict[str, Module] = {}

    def visit(current: str, trail: tuple[str, ...]) -> None:
        if current in trail:
            raise BundleError(f"{current}.js imports itself: {' → '.join((*trail, current))}")
        if current not in done:
            module = read(current, folder)
            for sibling, _ in module.imports:
                visit(sibling, (*trail, current))
            done[current] = module

    visit(name, ())
    return list(done.values())


def _names(imported: str) -> str:
    """Turn ``a, b as c`` into the pattern ``a, b: c``."""
    return re.sub(r"\s+as\s+", ": ", imported)


def _function(module: Module, source_of: str) -> str:
    """Return the module as a function expression that returns its exports."""
    needs = "".join(f"  const {{ {_names(names)} }} = {source_of.format(sibling)};\n" for sibling, names in module.imports)
    gives = ", ".join([*module.exports, *([f"default: {{ {module.default} }}"] if module.default else [])])
    return f'() => {{\n  "use strict";\n{needs}{module.body}\n  return {{ {gives} }};\n}}'


def esm(name: str, folder: Path = WIDGETS) -> str:
    """Return one self-contained ES module with the widget's default export, for anywidget."""
    modules = order(name, folder)
    if modules[-1].default is None:
        raise BundleError(f"{name}.js: a widget ends with `export default {{ render }};`")
    parts = [f"const $m_{module.name} = ({_function(module, '$m_{}')})();" for module in modules]
    return "\n".join([*parts, f"export default $m_{name}.default;", ""])


def classic(names: list[str], have: frozenset[str] = frozenset(), folder: Path = WIDGETS) -> str:
    """Return a classic script that defines the modules `names` and their needs, those in `have` excepted.

    Modules live in ``globalThis.thirdcorner.modules``; each is run once, when its script runs.
    """
    modules = {m.name: m for name in names for m in order(name, folder) if m.name not in have}
    parts = ["(() => {", "const $m = ((globalThis.thirdcorner ??= {}).modules ??= {});"]
    parts += [f"$m.{m.name} ??= ({_function(m, '$m.{}')})();" for m in modules.values()]
    return "\n".join([*parts, "})();", ""])


def shared(widgets: list[str], folder: Path = WIDGETS) -> frozenset[str]:
    """Return the modules that more than one of `widgets` needs: they go into the host's script, once."""
    counts: dict[str, int] = {}
    for widget in widgets:
        for module in order(widget, folder)[:-1]:
            counts[module.name] = counts.get(module.name, 0) + 1
    return frozenset(name for name, count in counts.items() if count > 1)
