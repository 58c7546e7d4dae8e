"""Read a YAML file with the line of every value; what is wrong becomes a `Problem`, never a traceback.

The C parser composes the nodes, so that each value keeps its line; models do the validation afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True, order=True)
class Problem:
    """Something wrong in a file, and what to do about it."""

    file: str
    line: int
    id: str
    what: str
    do: str

    def __str__(self) -> str:
        """Return ``file:line: id: what: do this``."""
        return f"{self.file}:{self.line}: {self.id}: {self.what}: {self.do}"


class ContentError(Exception):
    """The course could not be read; `problems` lists all that was found."""

    def __init__(self, problems: list[Problem]):
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))


_WRONG = (ValueError, LookupError, TypeError, AttributeError, OverflowError, yaml.YAMLError)
"""What PyYAML raises where a tag does not fit its value (``!!bool x``, ``!!timestamp x``)."""
MOST = 300_000
"""Values of one file; what has more repeats itself by aliases."""


class Lines(dict[tuple[str | int, ...], int]):
    """The line of each value of a YAML file, by its path; a path that is missing has its parent's line."""

    def __missing__(self, path: tuple[str | int, ...]) -> int:
        return self[path[:-1]] if path else 1


class Loader(yaml.CSafeLoader):
    """The safe C loader, reading only the types that the models use."""


def read_yaml(root: Path, path: Path, problems: list[Problem]) -> tuple[Any, Lines]:
    """Return a file's data and the line of each value; `None` where it cannot be read."""
    name = path.relative_to(root).as_posix()
    lines = Lines({(): 1})
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        problems.append(Problem(name, 1, path.stem, f"it is not UTF-8 ({error.reason})", "save it as UTF-8"))
        return None, lines
    if text.startswith("\ufeff"):
        problems.append(Problem(name, 1, path.stem, "it begins with a byte-order mark", "save it as UTF-8 without BOM"))
        return None, lines
    try:
        node = yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = mark.line + 1 if mark else 1
        hint = "indent with spaces, not tabs" if "\t" in "".join(text.splitlines()[at - 1 : at]) else "mend the YAML"
        problems.append(Problem(name, at, path.stem, f"it is not valid YAML ({error.problem})", hint))
        return None, lines
    except yaml.YAMLError as error:
        problems.append(Problem(name, 1, path.stem, f"it is not valid YAML ({error})", "mend the YAML"))
        return None, lines
    if node is None:
        problems.append(Problem(name, 1, path.stem, "it is empty", "write its entries or delete the file"))
        return None, lines
    loader = Loader("")
    try:
        return _construct(loader, node, (), lines, name, path.stem, problems), lines
    except _WRONG as error:
        problems.append(Problem(name, 1, path.stem, f"a value cannot be read ({error})", "mend the value"))
        return None, lines
    except RecursionError:
        problems.append(Problem(name, 1, path.stem, "it nests too deeply, or a value stands within itself", "mend the YAML"))
        return None, lines
    finally:
        loader.dispose()


def _construct(
    loader: Loader, node: Any, path: tuple[str | int, ...], lines: Lines, file: str, stem: str, problems: list[Problem]
) -> Any:
    """Turn a YAML node into plain data, noting lines, duplicate keys and values that do not exist."""
    lines[path] = node.start_mark.line + 1
    if len(lines) > MOST:
        raise ValueError(f"it has more than {MOST:,} values")
    if isinstance(node, yaml.MappingNode):
        found: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = str(loader.construct_object(key_node, deep=True))
            if key in found:
                problems.append(
                    Problem(file, key_node.start_mark.line + 1, stem, f"the key {key} stands twice", "keep one of them")
                )
            found[key] = _construct(loader, value_node, (*path, key), lines, file, stem, problems)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_construct(loader, n, (*path, i), lines, file, stem, problems) for i, n in enumerate(node.value)]
    try:
        return loader.construct_object(node, deep=True)
    except _WRONG as error:
        problems.append(Problem(file, node.start_mark.line + 1, stem, f"{node.value!r}: {error}", "write a value that exists"))
        return None
