"""The platform's own words: every language has every phrase, with the same gaps in it."""

from __future__ import annotations

import dataclasses
import re
import string

import pytest

from tests.classroom.export.conftest import make_bank
from tests.classroom.export.test_declared import words
from thirdcorner.classroom.export import FORMATS
from thirdcorner.classroom.export.phrases import PHRASES, say, speaking


def gaps(text):
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


@pytest.mark.parametrize("lang", list(PHRASES))
def test_every_language_says_everything(lang):
    assert {name: gaps(text) for name, text in PHRASES[lang].items()} == {name: gaps(text) for name, text in PHRASES["en"].items()}


def test_a_language_is_spoken_for_as_long_as_its_block():
    assert say("true") == "True"
    with speaking("de"):
        assert say("true") == "Richtig"
    assert say("true") == "True"


@pytest.mark.parametrize("lang", [lang for lang in PHRASES if lang != "en"])
@pytest.mark.parametrize("name", [name for name in FORMATS if name not in ("csv", "json")])
def test_no_format_says_an_english_phrase_in_another_language(course, name, lang):
    """Whatever the export in English has of the phrases, the other has in its own language and not in English."""
    bank, course = make_bank("qqq", "qqq"), dataclasses.replace(course, glossary={})
    english, other = (words(FORMATS[name].write(course, bank, "qqq", lang=one).data) for one in ("en", lang))
    pieces = lambda text: [p.strip() for p in re.split(r"\{\w+\}", text) if len(p.strip()) > 5]  # noqa: E731
    said = [key for key, text in PHRASES["en"].items() if pieces(text) and text != PHRASES[lang][key] and all(p in english for p in pieces(text)) and " " in text]
    assert said
    assert [key for key in said if any(p in other for p in pieces(PHRASES["en"][key]))] == []
    assert [key for key in said if not all(p in other for p in pieces(PHRASES[lang][key]))] == []
    assert f"{PHRASES[lang]['difficulty']} 1".replace(" ", "_" if name == "anki" else " ") in other or name in ("common-cartridge", "qti-1.2")
    assert 'language="en"' not in other


def test_the_page_says_that_no_native_speaker_has_read_the_languages():
    from thirdcorner.course.read import load

    page = (load().root / "book" / "teach" / "lms.md").read_text("utf-8")
    (told,) = [line for line in page.splitlines() if "`--lang` puts" in line]
    assert "German, French, Polish or Spanish" in told and "No native speaker has read these words yet." in told
