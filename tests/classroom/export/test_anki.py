"""Anki packages, read with sqlite as Anki lays its database out: the cards, their stable names, their words and pictures."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import zipfile

import pytest

from tests.classroom.export.conftest import PIXEL
from thirdcorner.classroom.export import FORMATS
from thirdcorner.classroom.export.common import answers_of


class Package:
    """An .apkg as a reader sees it."""

    def __init__(self, data: bytes):
        self.archive = zipfile.ZipFile(io.BytesIO(data))
        database = sqlite3.connect(":memory:")
        database.deserialize(self.archive.read("collection.anki2"))
        self.notes = {guid: (mid, tags.split(), fields.split("\x1f")) for guid, mid, tags, fields in database.execute("select guid, mid, tags, flds from notes")}
        self.times = dict(database.execute("select guid, mod from notes"))
        self.cards = database.execute("select n.guid, c.ord, c.did from cards c join notes n on n.id = c.nid").fetchall()
        decks, models = database.execute("select decks, models from col").fetchone()
        self.decks = {int(k): v["name"] for k, v in json.loads(decks).items()}
        self.models = {int(k): v for k, v in json.loads(models).items()}
        self.media = json.loads(self.archive.read("media"))
        database.close()


@pytest.fixture(scope="module")
def made(course, bank):
    return FORMATS["anki"].write(course, bank, "The course")


@pytest.fixture(scope="module")
def package(made):
    return Package(made.data)


def test_each_term_and_each_question_that_fits_a_card_is_a_note(package, made, course, bank):
    out = {id for id, why in made.left_out if why.startswith("left out")}
    assert out == {q.id for q in bank if q.kind in ("interpretive", "essay")}
    ids = [fields[0] for _, _, fields in package.notes.values()]
    assert sorted(ids) == sorted([*course.glossary, *(q.id for q in bank if q.id not in out)])
    assert len(package.cards) == 2 * len(course.glossary) + len(bank) - len(out)
    for mid, _, fields in package.notes.values():
        assert len(fields) == len(package.models[mid]["flds"])


def test_each_chapter_has_its_deck_beside_the_glossary(package, bank, course):
    names = {package.decks[did] for _, _, did in package.cards}
    slugs = {q.id.split("/")[0] for q in bank}
    expected = {f"The course::Questions::{s.split('-')[0]} {course.chapters[s].title}" for s in slugs}
    assert names == expected | {"The course::Glossary"}


def test_a_card_shows_the_question_and_then_the_key(package, bank):
    by_id = {fields[0]: (tags, fields) for _, tags, fields in package.notes.values()}
    for q in bank:
        if q.id not in by_id:
            continue
        tags, (_, front, back, why, _) = by_id[q.id]
        assert front and back and why and f"bloom_{q.bloom}" in tags and f"difficulty_{q.difficulty}" in tags
        if q.kind in ("single", "multiple"):
            marks = re.findall(r"<b>([A-Z]) ([✓✗])</b>", back)
            assert [mark == "✓" for _, mark in marks] == [o.correct for o in q.options] and "✓" not in front
        elif q.kind == "true-false":
            assert f"<b>{q.correct}</b>" in back
        elif q.kind == "matching":
            assert all(a.split("&")[0] in front for a in answers_of(q)) and back.count("<strong>") >= len(q.pairs)
        elif q.kind == "numeric":
            assert re.search(rf"<b>{re.escape(f'{q.answer:g}')}", back) and f"{q.answer:g}</b>" not in front
        elif q.kind == "fill-in":
            assert all(b.accepted[0].replace("&", "&amp;") in back for b in q.blanks) and front.count("<b>[") == len(q.blanks)


def test_an_order_is_not_shown_as_it_is_right(package, bank, course):
    from thirdcorner.classroom.export.wording import rich

    by_id = {fields[0]: fields for _, _, fields in package.notes.values()}
    for q in bank:
        if q.kind == "ordering":
            front, right = by_id[q.id][1], [rich(i.text_md) for i in q.items]
            found = sorted(right, key=front.index)
            assert found != right


def test_a_second_export_has_the_same_names_whatever_was_edited(package, course, bank):
    edited = [q.model_copy(update={"prompt_md": q.prompt_md + " Really?"}) for q in reversed(bank)]
    again = Package(FORMATS["anki"].write(course, edited, "The course, second edition").data)
    names = {fields[0]: (guid, mid) for guid, (mid, _, fields) in package.notes.items()}
    assert {fields[0]: (guid, mid) for guid, (mid, _, fields) in again.notes.items()} == names
    assert set(again.decks) == set(package.decks) and len(names) == len(package.notes)
    for guid, (_, _, fields) in package.notes.items():  # Anki takes a note for changed where its time is another
        assert (again.times[guid] != package.times[guid]) == ("/q" in fields[0])


def test_formulas_and_pictures_go_along(course, pictured):
    found = Package(FORMATS["anki"].write(course, [pictured], "T").data)
    (front,) = [fields[1] for _, _, fields in found.notes.values() if fields[0] == pictured.id]
    assert r"\(\frac{1}{2}\)" in front
    (name,) = found.media.values()
    assert f'src="{name}"' in front and found.archive.read("0") == PIXEL
