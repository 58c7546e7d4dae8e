"""The mutants of a file, made on its syntax tree: of TypeScript by Stryker's instrumenter, of Python by mutmut's operators and two more."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import libcst as cst
from mutmut.mutation import mutators

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


@dataclass(frozen=True)
class Mutant:
    """One fault.

    `file` is a path in the repository, `was` and `now` are the lines that differ, `nth` counts equal faults of one file.
    `module` is the whole file with the fault in it, or with all faults in it, of which `switch` names this one.
    """

    file: str
    kind: str
    line: int
    was: str
    now: str
    nth: int
    module: str
    switch: str = ""

    @property
    def key(self) -> str:
        """A name that stays when other lines of the file change."""
        return hashlib.sha256("\0".join((self.file, self.was, self.now, str(self.nth))).encode()).hexdigest()[:16]


def mutants(file: str) -> tuple[Mutant, ...]:
    """Return all mutants of a file of the repository, in its order."""
    return tuple(of_typescript(file) if file.endswith(".ts") else of_python(file))


# ----------------------------------------------------------------------------------------------------------------- TypeScript


@cache
def instrumenter() -> subprocess.Popen[str]:
    """Return the one Node process that instruments modules, its package installed from the lock."""
    lock, installed = HERE / "package-lock.json", HERE / "node_modules" / ".package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        subprocess.run([tool("npm"), "ci", "--silent", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=HERE, check=True)
        installed.touch()
    return subprocess.Popen([tool("node"), "instrument.mjs"], cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")


def tool(name: str) -> str:
    """Return where `node` or `npm` is, beside Python or on the path."""
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    if not found:
        raise FileNotFoundError(f"{name} is missing: make .venv/dev")
    return found


def of_typescript(file: str) -> Iterator[Mutant]:
    process = instrumenter()
    assert process.stdin
    assert process.stdout
    process.stdin.write(f"{ROOT / file}\n")
    process.stdin.flush()
    told = json.loads(process.stdout.readline())
    found = ((m["kind"], m["line"], m["was"], m["now"], told["module"], m["id"]) for m in told["mutants"])
    yield from numbered(file, found)


# --------------------------------------------------------------------------------------------------------------------- Python

TRIVIAL = {"operator_string", "operator_dict_arguments", "operator_arg_removal", "operator_lambda", "operator_assignment"}
"""What any call of a function finds, and words."""


def swapped_branch(node: cst.CSTNode) -> Iterable[cst.CSTNode]:
    """Turn the condition of a branch or of a comprehension round."""
    if isinstance(node, cst.If | cst.CompIf | cst.IfExp):
        test = node.test.with_changes(lpar=[*node.test.lpar, cst.LeftParen()], rpar=[*node.test.rpar, cst.RightParen()])
        yield node.with_changes(test=cst.UnaryOperation(cst.Not(), test))


def removed_statement(node: cst.CSTNode) -> Iterable[cst.CSTNode]:
    """Leave out a call, an addition, a raised error or a jump."""
    if isinstance(node, cst.SimpleStatementLine) and len(node.body) == 1:
        only = node.body[0]
        said = isinstance(only, cst.Expr) and isinstance(only.value, cst.BaseString)
        if isinstance(only, cst.Expr | cst.AugAssign | cst.Raise | cst.Continue) and not said:
            yield node.with_changes(body=[cst.Pass()])


OPERATORS = [
    *((kind, name.__name__.removeprefix("operator_"), name) for kind, name in mutators.mutation_operators if name.__name__ not in TRIVIAL),
    (cst.CSTNode, "swapped_branch", swapped_branch),
    (cst.CSTNode, "removed_statement", removed_statement),
]


class Places(cst.CSTVisitor):
    """Collects every node and what may stand in its place; types, decorators and imports stay."""

    def __init__(self) -> None:
        self.found: list[tuple[str, cst.CSTNode, cst.CSTNode]] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.Annotation | cst.Decorator | cst.Import | cst.ImportFrom | cst.TypeAlias):
            return False
        self.found += [(name, node, other) for kind, name, make in OPERATORS if isinstance(node, kind) for other in make(node)]
        return True


def of_python(file: str) -> Iterator[Mutant]:
    source = (ROOT / file).read_text("utf-8")
    tree, places = cst.parse_module(source), Places()
    tree.visit(places)
    yield from numbered(file, filter(None, (changed(source, tree, *place) for place in places.found)))


def changed(source: str, tree: cst.Module, kind: str, node: cst.CSTNode, other: cst.CSTNode) -> tuple[str, int, str, str, str, str] | None:
    """Return a mutant's parts; none where the tree with the change reads as before or is no Python."""
    module = tree.deep_replace(node, other).code
    try:
        compile(module, "mutant", "exec")
    except SyntaxError:
        return None
    before, after = source.split("\n"), module.split("\n")
    if before == after:
        return None
    start = same(before, after)
    end = same(before[start:][::-1], after[start:][::-1])
    return kind, start + 1, "\n".join(before[start : len(before) - end]), "\n".join(after[start : len(after) - end]), module, ""


def same(one: list[str], other: list[str]) -> int:
    """Return how many lines two lists begin with alike."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def numbered(file: str, found: Iterable[tuple[str, int, str, str, str, str]]) -> Iterator[Mutant]:
    """Yield each different change once a place: two operators that write the same lines are one mutant."""
    seen: dict[tuple[str, str], list[int]] = {}
    for kind, line, was, now, module, switch in found:
        lines = seen.setdefault((was, now), [])
        if line in lines:
            continue
        lines.append(line)
        yield Mutant(file, kind, line, was.strip(), now.strip(), len(lines), module, switch)
