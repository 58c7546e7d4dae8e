"""Which chapter uses a term of the glossary first, found in one pass over each chapter however many terms there are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ..chapters import Chapter
from ..read import Course

_TOKEN = re.compile(r"(?<![\w-])[\w-]+")


def glossary(course: Course) -> Iterator:  # type: ignore[type-arg]
    """Yield terms that no chapter links, and those which the first chapter that uses the word does not link."""
    if not course.chapters:
        return
    chapters = list(course.chapters.values())
    links: dict[str, int] = {}
    for n, chapter in enumerate(chapters):
        for id in chapter.glosses:
            links.setdefault(id, n)
    uses = first_uses({t.term for t in course.glossary.values()}, chapters)
    for term in course.glossary.values():
        found = [n for n in (links.get(term.id), uses.get(term.term)) if n is not None]
        if not found:
            yield course.problem(
                "glossary", term.id, "no chapter uses or links it", "link it where it is first meant, or drop it"
            )
        elif term.id not in (first := chapters[min(found)]).glosses:
            yield course.problem(
                "chapters",
                first.id,
                f"it uses the term “{term.term}” first and does not link it",
                f"write {{gloss}}`{term.term} <{term.id}>` there once",
            )


def first_uses(terms: set[str], chapters: list[Chapter]) -> dict[str, int]:
    """Return, for each term that is used, the place of the first chapter whose plain text has it (or its plural in s).

    Terms are looked up by their first word, so that a chapter is read once; the case of a word in capitals counts.
    """
    waiting: dict[str, dict[str, re.Pattern[str]]] = defaultdict(dict)
    for term in terms:
        first = _TOKEN.match(term)
        exact = re.compile(rf"(?<![\w-]){re.escape(term)}s?(?![\w-])", re.I if term.upper() != term else 0)
        waiting[first[0].casefold() if first else ""][term] = exact
    found: dict[str, int] = {}
    for n, chapter in enumerate(chapters):
        for token in _TOKEN.finditer(chapter.plain):
            word = token[0].casefold()
            for key in {word, word.removesuffix("s")} & waiting.keys():
                for term in [t for t, exact in waiting[key].items() if exact.match(chapter.plain, token.start())]:
                    found[term] = n
                    del waiting[key][term]
                if not waiting[key]:
                    del waiting[key]
        for term in [t for t, exact in waiting.get("", {}).items() if exact.search(chapter.plain)]:
            found[term] = n
            del waiting[""][term]
    return found
