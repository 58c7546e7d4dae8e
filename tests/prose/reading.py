"""The reading grade of every page, by two formulas that count letters, words and sentences; ``make lint`` calls it.

The grades are those of a school in the United States; 13 is a student's first year. Sources: Senter & Smith 1967 (ARI), Coleman & Liau 1975.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import textstat

from thirdcorner.chapters import prose

ROOT = Path(__file__).resolve().parents[2]
HARDEST = 10.0
"""The highest mean of both grades that a page may have: many read it in their second language."""
FEWEST = 150
"""A page of fewer words says nothing by such a formula."""


def plain(text: str) -> str:
    """Return a page's sentences without markup."""
    text = re.sub(r"\{[a-z]+\}`([^`<]*?)(?:\s*<[^>]*>)?`|\[([^\]]*)\]\([^)]*\)", lambda m: m[1] or m[2] or "", prose(text))
    text = re.sub(r"^#.*$|^\s*(?:-|\d+\.)\s", "", text, flags=re.M)
    return re.sub(r"[*_`>]", "", text)


def main() -> int:
    """Print each page's grade, and return 1 where one is too hard."""
    hard = 0
    for path in sorted((ROOT / "book").rglob("*.md")):
        text = plain(path.read_text("utf-8"))
        if textstat.lexicon_count(text) < FEWEST:
            continue
        grade = (textstat.automated_readability_index(text) + textstat.coleman_liau_index(text)) / 2
        if grade > HARDEST:
            hard += 1
            print(f"{path.relative_to(ROOT)}: its reading grade is {grade:.1f}: shorten sentences until it is at most {HARDEST:g}")
    print(f"Reading grades are at most {HARDEST:g}." if not hard else f"{hard} pages are too hard to read.")
    return 1 if hard else 0


if __name__ == "__main__":
    sys.exit(main())
