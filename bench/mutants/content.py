"""Content that cannot break it: small faults in the book's YAML, Markdown and CSV, one at a time, and what `thirdcorner check --read` says.

Each fault is written into a copy of the content, which is then read and checked as the command does it. None may end in a traceback. A
fault after which every stamp (`thirdcorner.course.readings`) is what it was has changed no meaning. Of all others at least 95 per cent are
to be caught: by a rule, with the file named, or by the stamps of what was read. What slips through stands in the table.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from thirdcorner.course import read as reading
from thirdcorner.course.check import check, graded
from thirdcorner.course.readings import stamps, unread
from thirdcorner.course.yaml import ContentError, Lines, Problem

from .sources import ROOT

STATE = ROOT / "_build" / "mutants"
SIZE, SEED = 2000, 20241203
LEAST = 0.95
GIVEN = ("read.lock",)
"""Files that are no content: what they hold is what content is held against."""

Draw = random.Random
Operator = Callable[[str, Draw], str | bytes | None]


def _at(text: str, pattern: str, draw: Draw, change: Callable[[re.Match[str]], str]) -> str | None:
    found = list(re.finditer(pattern, text, re.M))
    if not found:
        return None
    match = draw.choice(found)
    return text[: match.start()] + change(match) + text[match.end() :]


def _lines(text: str, draw: Draw, change: Callable[[list[str], int], list[str]]) -> str | None:
    rows = text.split("\n")
    full = [n for n, row in enumerate(rows) if row.strip() and not row.lstrip().startswith("#")]
    return "\n".join(change(rows, draw.choice(full))) if full else None


SCALAR = r"(?<=: )(?![|>&*{\[]|$)([^\n]+)$"
ANY: dict[str, Operator] = {
    "not-utf8": lambda t, d: t.encode()[: len(t.encode()) // 2] + b"\xff\xfe" + t.encode()[len(t.encode()) // 2 :],
    "byte-order-mark": lambda t, d: "\ufeff" + t,
    "line-ends": lambda t, d: t.replace("\n", "\r\n").encode(),
    "control-character": lambda t, d: _at(t, r"[a-z] [a-z]", d, lambda m: m[0].replace(" ", "\x07")),
    "number": lambda t, d: _at(t, r"(?<![\w.#-])\d{1,6}(?![\w-])", d, lambda m: str(int(m[0]) + d.choice((1, 7, 10)))),
    "emptied": lambda t, d: "",
    "cut-short": lambda t, d: t[: d.randrange(len(t))] if t else None,
}
YAML: dict[str, Operator] = {
    "line-dropped": lambda t, d: _lines(t, d, lambda r, n: r[:n] + r[n + 1 :]),
    "line-doubled": lambda t, d: _lines(t, d, lambda r, n: r[: n + 1] + r[n:]),
    "lines-changed-over": lambda t, d: _lines(t, d, lambda r, n: [*r[:n], *r[n + 1 : n + 2], r[n], *r[n + 2 :]]),
    "key-renamed": lambda t, d: _at(t, r"^(\s*(?:- )?)(\w+)(?=:)", d, lambda m: f"{m[1]}{m[2]}s"),
    "id-renamed": lambda t, d: _at(t, r"^(\s*- id: )(\S+)$", d, lambda m: f"{m[1]}{m[2]}x"),
    "id-doubled": lambda t, d: _second_id(t, d),
    "reference": lambda t, d: _at(t, r"(?<=\[)[\w./-]+(?=[,\]])", d, lambda m: f"{m[0]}x"),
    "date": lambda t, d: _at(t, r"\b(\d{4})-(\d\d)-(\d\d)\b", d, lambda m: d.choice((f"{m[1]}-13-{m[3]}", f"{int(m[1]) + 1}-{m[2]}-{m[3]}", f"{m[1]}-{m[2]}-41"))),
    "key-moved": lambda t, d: _at(t, r"correct: true", d, lambda m: "correct: false"),
    "truth": lambda t, d: _at(t, r"\b(true|false)\b", d, lambda m: "false" if m[1] == "true" else "true"),
    "word-for-number": lambda t, d: _at(t, r"(?<=: )-?\d[\d.]*$", d, lambda m: "many"),
    "list-for-text": lambda t, d: _at(t, SCALAR, d, lambda m: "[1, 2]"),
    "mapping-for-text": lambda t, d: _at(t, SCALAR, d, lambda m: "{a: b}"),
    "text-emptied": lambda t, d: _at(t, SCALAR, d, lambda m: '""'),
    "null": lambda t, d: _at(t, SCALAR, d, lambda m: "null"),
    "grade": lambda t, d: _at(t, r"(?<=grade: )[A-C]\b", d, lambda m: d.choice([g for g in "ABCD" if g != m[0]])),
    "words": lambda t, d: _at(t, r"\b(not|no|more|less|before|after|all|some|first|last)\b", d, lambda m: "never"),
    "indent": lambda t, d: _lines(t, d, lambda r, n: [*r[:n], f" {r[n]}", *r[n + 1 :]]),
    "tab": lambda t, d: _lines(t, d, lambda r, n: [*r[:n], f"\t{r[n]}", *r[n + 1 :]]),
    "quote": lambda t, d: _at(t, SCALAR, d, lambda m: f'"{m[1]}'),
    "colon": lambda t, d: _at(t, SCALAR, d, lambda m: f"{m[1]}: so"),
    "anchor": lambda t, d: _at(t, SCALAR, d, lambda m: "*nowhere"),
    "tag": lambda t, d: _at(t, SCALAR, d, lambda m: f"!!python/object:os.system {m[1]}"),
    "comment": lambda t, d: _lines(t, d, lambda r, n: [*r[:n], f"{r[n]}  ", *r[n + 1 :]]),
}
MARKDOWN: dict[str, Operator] = {
    "line-dropped": YAML["line-dropped"],
    "line-doubled": YAML["line-doubled"],
    "fence-dropped": lambda t, d: _at(t, r"^(`{3,}|:{3,})\S*.*$", d, lambda m: ""),
    "role-target": lambda t, d: _at(t, r"(?<=\}`)[^`\n]+(?=`)", d, lambda m: f"{m[0]}x"),
    "role-renamed": lambda t, d: _at(t, r"\{(\w+)\}(?=`)", d, lambda m: f"{{{m[1]}s}}"),
    "directive-renamed": lambda t, d: _at(t, r"(?<=```\{)\w[\w-]*(?=\})", d, lambda m: f"{m[0]}s"),
    "cell": lambda t, d: _at(t, r'(?<=\(")[\w./-]+(?=")', d, lambda m: f"{m[0]}x"),
    "link": lambda t, d: _at(t, r"(?<=\]\()[^)\s]+(?=\))", d, lambda m: f"{m[0]}x"),
    "front-matter": lambda t, d: t.replace("---\n", "", 1),
    "title-dropped": lambda t, d: _at(t, r"^# .*$", d, lambda m: ""),
    "words": YAML["words"],
    "words-parted": lambda t, d: _at(t, r"(?<=[a-z]) (?=[a-z])", d, lambda m: "\n"),
}
CSV: dict[str, Operator] = {
    "row-dropped": YAML["line-dropped"],
    "row-doubled": YAML["line-doubled"],
    "rows-changed-over": YAML["lines-changed-over"],
    "column-renamed": lambda t, d: re.sub(r"^\w+", "other", t, count=1),
    "cell-dropped": lambda t, d: _at(t, r",[^,\n\"]*$", d, lambda m: ""),
    "cell-added": lambda t, d: _at(t, r"$(?<!\n)", d, lambda m: ",1"),
    "word-for-number": lambda t, d: _at(t, r"(?<=,)-?\d[\d.]*(?=,|$)", d, lambda m: "many"),
    "text-emptied": lambda t, d: _at(t, r"(?<=,)[^,\n\"]+(?=,|$)", d, lambda m: ""),
    "quote": lambda t, d: _at(t, r"(?<=,)(?=[^\"])", d, lambda m: '"'),
    "source": lambda t, d: _at(t, r"(?<=,)[a-z][\w-]+$", d, lambda m: f"{m[0]}x"),
    "decimal-comma": lambda t, d: _at(t, r"(?<=\d)\.(?=\d)", d, lambda m: ","),
}
OPERATORS = {".yml": {**ANY, **YAML}, ".md": {**ANY, **MARKDOWN}, ".csv": {**ANY, **CSV}}


def _second_id(text: str, draw: Draw) -> str | None:
    ids = re.findall(r"^- id: (\S+)$", text, re.M)
    return re.sub(rf"^- id: {re.escape(ids[-1])}$", f"- id: {draw.choice(ids[:-1])}", text, flags=re.M) if len(ids) > 1 else None


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add this kind's options."""
    parser.add_argument("--size", type=int, default=SIZE)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--quiet", action="store_true")
    parser.add_argument("--state", type=Path, default=STATE)


def files(root: Path) -> list[Path]:
    """Return the files of the book and the pool that are content of their own: chapters, reference pages, data, questions, activities, tables."""
    parts = ("chapters/*.md", "reference/*.md", "data/*.yml", "data/figures/*.csv", "questions/*.yml", "activities/*.yml")
    found = [p for part in parts for p in (root / "book").glob(part)] + list((root / "instructor" / "questions").glob("*.yml"))
    return sorted(found)


def faults(root: Path, size: int, seed: int) -> Iterator[tuple[str, Path, str, bytes]]:
    """Yield `size` different faults: a name, the file, the operator, the file's new bytes. Kinds of file and operators have equal chances."""
    draw, seen = random.Random(seed), set()
    by_kind = {kind: [p for p in files(root) if p.suffix == kind] for kind in OPERATORS}
    while len(seen) < size:
        kind = draw.choice([k for k in OPERATORS if by_kind[k]])
        path, name = draw.choice(by_kind[kind]), draw.choice(list(OPERATORS[kind]))
        text = path.read_text("utf-8")
        made = OPERATORS[kind][name](text, draw)
        new = made.encode() if isinstance(made, str) else made
        key = (path, new)
        if new is not None and new != text.encode() and key not in seen:
            seen.add(key)
            yield f"{len(seen):04} {path.relative_to(root).as_posix()} {name}", path, name, new


def said(root: Path, before: dict[str, str]) -> tuple[str, str]:
    """Return what becomes of the content as it stands: ``rule``, ``stamp``, ``same``, ``missed`` or ``traceback``, and the first words on it."""
    try:
        try:
            course = reading.load(root)
            pool = reading.load_pool(course, root / "instructor")
            problems: list[Problem] = [*check(course), *graded(course, pool)]
            if not problems:
                changed = [*unread(course), *unread(pool, root / "instructor")]
                if changed:
                    return "stamp", str(changed[0])
                return ("same", "") if {**stamps(course), **_pool(stamps(pool, root / "instructor"))} == before else ("missed", "")
        except ContentError as error:
            problems = error.problems
        return ("rule", str(problems[0])) if all(p.file and p.what and p.do for p in problems) else ("missed", f"names no file: {problems[0]}")
    except Exception:
        return "traceback", traceback.format_exc()[-1500:]


def _pool(found: dict[str, str]) -> dict[str, str]:
    return {f"pool/{name}": stamp for name, stamp in found.items()}


def main(args: argparse.Namespace) -> int:
    """Make the faults, go on where an earlier run broke off, print the table; return 1 where one ends in a traceback or too many are missed."""
    console = Console(quiet=args.quiet)
    args.state.mkdir(parents=True, exist_ok=True)
    path = args.state / f"content-{args.seed}.json"
    done: dict[str, list[str]] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    with tempfile.TemporaryDirectory() as made, _yaml_once():
        root = Path(made).resolve() / "course"
        for part in ("book", "instructor"):
            shutil.copytree(ROOT / part, root / part)
        for part in ("_toc.yml", "_config.yml"):
            shutil.copy(ROOT / part, root / part)
        course = reading.load(root)
        before = {**stamps(course), **_pool(stamps(reading.load_pool(course, root / "instructor"), root / "instructor"))}
        told = time.monotonic()
        for name, file, _, new in faults(root, args.size, args.seed):
            if name in done:
                continue
            old = file.read_bytes()
            try:
                file.write_bytes(new)
                done[name] = list(said(root, before))
            finally:
                file.write_bytes(old)
            if time.monotonic() - told > 10:
                told = time.monotonic()
                path.write_text(json.dumps(done, indent=0), "utf-8")
                console.print(f"{len(done)} of {args.size}", dict(Counter(v[0] for v in done.values())))
    path.write_text(json.dumps(done, indent=0), "utf-8")
    return told_of(dict(list(done.items())[: args.size]), console)


class _yaml_once:
    """Read a YAML file whose bytes were read before from memory, which is most of the time that a reading takes."""

    def __enter__(self) -> None:
        self.plain, known = reading.read_yaml, dict[tuple[Path, bytes], tuple[object, Lines]]()

        def once(root: Path, path: Path, problems: list[Problem]) -> tuple[object, Lines]:
            key = (path, path.read_bytes())
            if key not in known:
                seen = len(problems)
                got = self.plain(root, path, problems)
                if len(problems) > seen or len(known) > 400:
                    return got
                known[key] = got
            return known[key]

        reading.read_yaml = once

    def __exit__(self, *_: object) -> None:
        reading.read_yaml = self.plain


def told_of(done: dict[str, list[str]], console: Console) -> int:
    """Print the table of a run and each fault that was missed; return 1 where the promise is broken."""
    kinds = ("rule", "stamp", "same", "missed", "traceback")
    table = Table("fault", *kinds, title=f"{len(done)} faults in the content")
    rows: dict[str, Counter[str]] = {}
    for name, (what, _) in done.items():
        _, file, operator = name.split(" ")
        rows.setdefault(f"{Path(file).suffix[1:]} {operator}", Counter())[what] += 1
    for row, counts in sorted(rows.items()):
        table.add_row(row, *(str(counts[k] or "") for k in kinds))
    total = Counter(what for what, _ in done.values())
    table.add_row("all", *(str(total[k]) for k in kinds))
    console.print(table)
    for name, (what, words) in done.items():
        if what in ("missed", "traceback"):
            console.print(f"{what}: {name}: {words}", markup=False)
    changing = len(done) - total["same"]
    caught = total["rule"] + total["stamp"]
    console.print(f"{caught} of {changing} that change a meaning are caught ({caught / max(1, changing):.1%}), {total['rule']} of them by a rule; {total['same']} change none.")
    return int(bool(total["traceback"]) or caught < LEAST * changing)
