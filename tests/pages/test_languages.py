"""What is in another language than the book's says in which: by its letters, by the titles that the bibliography knows, by the words that no English text has; in tips as well."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag

from tests.pages.test_pages import PAGES
from thirdcorner.course.read import load

SCRIPTS = {
    "Greek": (r"\u0370-\u03ff", ("el",)),
    "Cyrillic": (r"\u0400-\u052f", ("ru", "uk", "be", "bg", "sr")),
    "Hebrew": (r"\u0590-\u05ff", ("he", "yi")),
    "Arabic": (r"\u0600-\u06ff", ("ar", "fa")),
    "Thai": (r"\u0e00-\u0e7f", ("th",)),
    "Kana": (r"\u3040-\u30ff", ("ja",)),
    "Han": (r"\u3400-\u9fff", ("zh", "ja", "ko")),
    "Hangul": (r"\u1100-\u11ff\u3130-\u318f\uac00-\ud7af", ("ko",)),
}
"""The letters that no English word has, and the languages that are written with them."""
WORD = re.compile(r"[^\W\d_]+")
ENGLISH = {"Delcassé", "Détente", "François", "Günter", "Jakóbowski", "Poincaré", "Satopää", "Schröder", "communiqué"}
"""Names of people, and words that English has taken in with their accents: as WCAG 2.2, 3.1.2, excepts them."""
SPOKEN = ("title", "aria-label", "alt", "placeholder", "data-definition")
"""The attributes of which a reader hears the text, in the language of their element."""


def accented(text: str) -> set[str]:
    """Return the words of a text with a Latin letter that English has not, but for those that it has taken in."""
    return {w for w in WORD.findall(text) if any(not c.isascii() and unicodedata.name(c, "").startswith("LATIN") for c in w)} - ENGLISH


def said(page: Tag) -> Iterator[tuple[str, str]]:
    """Yield every text of a page, and of its attributes, with the language that it is said to be in."""
    for text in page.find_all(string=True):
        if text.parent.name not in ("script", "style"):
            yield str(text), tongue(text.parent)
    for node in page.find_all(True):
        for name in SPOKEN:
            if node.get(name):
                yield str(node[name]), tongue(node)


def tongue(node: Tag) -> str:
    """Return the language of an element: that of the nearest around it that names one."""
    return next((str(n["lang"]) for n in (node, *node.parents) if n.get("lang")), "")


def unmarked(page: Tag, titles: dict[str, str]) -> list[str]:
    """Return what stands on a page in another language than it is said to be in."""
    wrong = []
    for text, lang in said(page):
        wrong += [f"{script} in “{lang}”: {text.strip()}" for script, (letters, langs) in SCRIPTS.items() if re.search(f"[{letters}]", text) and lang not in langs]
        wrong += [f"{theirs} in “{lang}”: {title}" for title, theirs in titles.items() if title in text and lang != theirs]
        if lang in ("", "en"):
            wrong += [f"in “{lang}”: {word}" for word in sorted(accented(text))]
    return list(dict.fromkeys(wrong))


@pytest.mark.parametrize("path", PAGES)
def test_what_is_in_another_language_says_in_which(book: Path, path: str) -> None:
    page = BeautifulSoup((book / path).read_text("utf-8"), "lxml")
    assert page.html and page.html["lang"] == "en"
    assert unmarked(page.html, {s.title: s.lang for s in load().sources.values() if s.lang and s.title}) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<p>Договор о дружбе</p>", 1),
        ('<p lang="pl">Договор о дружбе</p>', 1),
        ('<p lang="ru">Договор о дружбе</p>', 0),
        ('<p>조약과 <b lang="ko">조약</b></p>', 1),
        ('<p lang="ja">条約の</p>', 0),
        ('<p lang="zh">条約の</p>', 1),
        ('<p title="同盟">An alliance</p>', 1),
        ('<p lang="zh" title="同盟"><span lang="en">An alliance</span></p>', 0),
        ("<p>Einkreisung und Bündnis</p>", 1),
        ('<p>A <i lang="de">Bündnis</i> of Schröder’s</p>', 0),
        ("<p>O chem dogovorilis</p>", 1),
        ('<p lang="ru-Latn">O chem dogovorilis</p>', 0),
        ('<p lang="pl">O chem dogovorilis</p>', 1),
    ],
)
def test_what_does_not_say_its_language_or_says_another_is_seen(text: str, found: int) -> None:
    page = BeautifulSoup(f'<html lang="en"><body>{text}</body></html>', "lxml")
    assert len(unmarked(page, {"O chem dogovorilis": "ru-Latn"})) == found


def test_a_title_in_another_language_says_in_which(book: Path) -> None:
    sources = load().sources.values()
    assert [s.title for s in sources if s.title and not s.lang and accented(s.title)] == []
    listed = BeautifulSoup((book / "book/reference/bibliography.html").read_text("utf-8"), "lxml")
    marked = {(span["lang"], span.text) for span in listed.select(".tc-bibliography [lang]")}
    assert marked == {(s.lang, s.title) for s in sources if s.lang}
    assert len(marked) > 4
