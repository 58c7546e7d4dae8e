"""How each chapter's running prose reads, and what a rewrite of a chapter lost; ``make lint`` calls the first.

Running prose is what a reader reads without stopping: no headings, lists, tables, captions, cells, folded notes, directives' heads or
texts of exercises. The grades are those of a school in the United States; 13 is a student's first year. Sources: Senter & Smith 1967
(ARI), Coleman & Liau 1975. ``python -m tests.prose.reading --dropped BASE`` compares the chapters with the git revision BASE.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from tests import ROOT
from thirdcorner.course.chapters import CELL, literal_call, prose, read_chapter

SHORT = 8
"""A sentence of fewer words is short."""
PARAGRAPH = range(60, 161)
"""How many words a paragraph has."""


@dataclass(frozen=True)
class Measure:
    """One measure of a chapter's prose, its unit and the values between which it may lie."""

    name: str
    unit: str
    least: float
    most: float
    of: Callable[[Text], float]

    @property
    def limit(self) -> str:
        """What is allowed, in words."""
        return f"{self.least:g} to {self.most:g}" if self.least else f"at most {self.most:g}"


@dataclass(frozen=True)
class Text:
    """Running prose as its paragraphs, each a tuple of sentences, each a tuple of words."""

    paragraphs: tuple[tuple[tuple[str, ...], ...], ...]

    @property
    def lengths(self) -> list[int]:
        """The words of each sentence."""
        return [len(sentence) for paragraph in self.paragraphs for sentence in paragraph]

    @property
    def words(self) -> list[str]:
        """All words, in order."""
        return [word for paragraph in self.paragraphs for sentence in paragraph for word in sentence]

    def grade(self) -> float:
        """Return the mean of the Automated Readability Index and the Coleman–Liau index."""
        words, sentences = len(self.words), len(self.lengths)
        letters = sum(len(re.findall(r"[^\W_]", word)) for word in self.words)
        ari = 4.71 * letters / words + 0.5 * words / sentences - 21.43
        coleman_liau = 5.88 * letters / words - 29.6 * sentences / words - 15.8
        return (ari + coleman_liau) / 2

    def outside(self) -> float:
        """Return how many per cent of the paragraphs are shorter or longer than one idea needs."""
        counts = [sum(map(len, paragraph)) for paragraph in self.paragraphs]
        return 100 * sum(n not in PARAGRAPH for n in counts) / len(counts)


MEASURES = (
    Measure("running prose", "words", 1500, 2600, lambda t: len(t.words)),
    Measure("mean sentence", "words", 15, 21, lambda t: len(t.words) / len(t.lengths)),
    Measure(f"sentences under {SHORT} words", "%", 0, 12, lambda t: 100 * sum(n < SHORT for n in t.lengths) / len(t.lengths)),
    Measure("longest sentence", "words", 0, 45, lambda t: max(t.lengths)),
    Measure("reading grade", "", 8, 12, Text.grade),
    Measure(f"paragraphs outside {PARAGRAPH[0]}–{PARAGRAPH[-1]} words", "%", 0, 10, Text.outside),
)

_FOLD = re.compile(r"^(:{3,})\{(?!paragraph)[^}]*\}[^\n]*\n.*?^\1[ \t]*$", re.M | re.S)
_LIST = re.compile(r"^[ ]*(?:[-*+]|\d+[.)])[ ]+.*(?:\n(?![ ]*\n).+)*", re.M)
_END = re.compile(r"(?<=[.!?…])[”’\"')\]*_]*\s+(?=[“‘\"'(\[*_]*[A-Z0-9À-Ý])")
_NO_END = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|vol|pp?|cf|e\.g|i\.e|[A-Z])\.$")
_WORD = re.compile(r"[^\W_]+(?:[.,’'–-][^\W_]+)*")
_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]


def _date(match: re.Match[str]) -> str:
    """Return about what the page writes for an event: its day in words."""
    return f"{int(match[3])} {_MONTHS[int(match[2]) - 1]} {match[1]}"


def running(source: str) -> str:
    """Return a chapter's running prose, its paragraphs apart by an empty line, roles as the words that a reader sees."""
    text = re.sub(r"\{event\}`(\d{4})-(\d\d)-(\d\d)[^`]*`", _date, source)
    text = _LIST.sub("", _FOLD.sub("", text))
    text = re.sub(r"^#.*$|^\s*!\[.*$|^\s*>.*$|^\([\w-]+\)=$", "", prose(text), flags=re.M)
    text = re.sub(r"\{[a-z]+\}`([^`<]*?)(?:\s*<[^>]*>)?`|\[([^\]]*)\]\([^)]*\)", lambda m: m[1] or m[2] or "", text)
    return re.sub(r"[*_`]|\s+(?=[.,;:])", "", text)


def sentences(paragraph: str) -> list[str]:
    """Return a paragraph's sentences; an initial or a known abbreviation ends none."""
    found: list[str] = []
    for piece in _END.split(" ".join(paragraph.split())):
        if found and _NO_END.search(found[-1]):
            found[-1] += f" {piece}"
        else:
            found.append(piece)
    return found


def read(source: str) -> Text:
    """Return a chapter's running prose as words."""
    paragraphs = (tuple(words for s in sentences(p) if (words := tuple(_WORD.findall(s)))) for p in re.split(r"\n\s*\n", running(source)))
    return Text(tuple(p for p in paragraphs if p))


def faults(source: str) -> list[tuple[Measure, float]]:
    """Return each measure that a chapter's source does not hold, with its value."""
    text = read(source)
    if not text.words:
        return [(MEASURES[0], 0.0)]
    return [(m, value) for m in MEASURES if not m.least <= (value := m.of(text)) <= m.most]


def report(chapters: Iterable[Path]) -> list[str]:
    """Return a line for each fault of a chapter."""
    found = ((path, *fault) for path in chapters for fault in faults(path.read_text("utf-8")))
    return [f"{path.stem}: {m.name}: {value:.1f}{m.unit and ' ' + m.unit}, allowed {m.limit}" for path, m, value in found]


def kept(source: str) -> dict[str, set[str]]:
    """Return what a chapter must not lose unawares, by kind: ids, keys, calls, figures and dates."""
    calls = {f"{c.name}({', '.join(map(repr, [*c.args, *c.kwargs.values()]))})" for m in CELL.finditer(source) if (c := literal_call(m["body"]))}
    words = re.sub(r"\{(?:src|event|gloss)\}`[^`]*`", " ", prose(CELL.sub("", source)))
    return {
        "paragraphs": set(read_chapter("", "", source).paragraphs),
        "claim ids": set(re.findall(r"(?<![\w-])[A-Z]\d\.p?\d+(?!\w)", source)),
        "claim cards": set(read_chapter("", "", source).claims),
        "source keys": {key.strip() for found in re.findall(r"\{src\}`([^`]*)`", source) for key in found.split(",")},
        "events": set(re.findall(r"\{event\}`\s*([^`\s]+)\s*`", source)),
        "terms": set(read_chapter("", "", source).glosses),
        "calls": calls,
        "dates": set(re.findall(rf"(?:\d{{1,2}} )?(?:{'|'.join(_MONTHS)})(?: \d{{4}})?", words)),
        "figures": set(re.findall(r"(?<![\w.])\d[\d.,]*(?:–\d+)?(?![\w])", re.sub(r"(?<=\d)[.,](?!\d)", "", words))),
    }


def dropped(before: str, now: str) -> dict[str, list[str]]:
    """Return what `before` had and `now` has not, by kind; a kind of which nothing was lost is left out."""
    old, new = kept(before), kept(now)
    return {kind: lost for kind in old if (lost := sorted(old[kind] - new[kind]))}


def _at(base: str, path: Path) -> str | None:
    """Return a file's text at a git revision; `None` where it was not there."""
    got = subprocess.run(["git", "show", f"{base}:{path.relative_to(ROOT).as_posix()}"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    return got.stdout if got.returncode == 0 else None


def main() -> int:
    """Print what the chapters do not hold, and return 1 where there is any; with ``--dropped``, what they lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.prose.reading", description="How the chapters read.")
    parser.add_argument("--dropped", metavar="BASE", help="print what each chapter lost against this git revision, and measure nothing")
    base = parser.parse_args().dropped
    chapters = sorted((ROOT / "book" / "chapters").glob("*.md"))
    if base:
        if subprocess.run(["git", "rev-parse", "-q", "--verify", f"{base}^{{commit}}"], cwd=ROOT, capture_output=True).returncode:
            print(f"there is no git revision {base!r}: name a commit, a branch or a tag", file=sys.stderr)
            return 1
        for path in chapters:
            for kind, lost in dropped(_at(base, path) or "", path.read_text("utf-8")).items():
                print(f"{path.stem}: {kind}: {', '.join(lost)}")
        return 0
    lines = report(chapters)
    print("\n".join(lines) if lines else f"The prose of all {len(chapters)} chapters holds its measures.")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
