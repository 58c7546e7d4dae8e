"""Orders that are shown: a secret decides them, and neither an order nor an identifier follows from what students can know."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from tests.classroom.export.conftest import make_bank
from thirdcorner.classroom.export import FORMATS
from thirdcorner.classroom.export.common import Job, order_seed, shuffled

SHOWS = ("qti-1.2", "qti-2.1", "qti-3.0", "gift", "nbgrader", "anki")


@pytest.fixture
def instructor(monkeypatch, tmp_path):
    """Return the folder of an instructor who has not exported anything yet."""
    monkeypatch.setenv("THIRDCORNER_INSTRUCTOR", str(tmp_path / "mine"))
    return tmp_path / "mine"


def orderings(count):
    """Return ordering questions of eight items whose texts begin with their places."""
    one = next(q for q in make_bank("text") if q.kind == "ordering")
    item = one.items[0]
    items = tuple(item.model_copy(update={"id": letter, "text_md": f"{letter * 9} comes"}) for letter in "abcdefgh")
    return [one.model_copy(update={"id": f"ch/q{n:02}", "items": items, "hints_md": ()}) for n in range(count)]


def test_a_secret_is_drawn_once_and_kept(course, instructor):
    first = order_seed(course.root)
    assert re.fullmatch("[0-9a-f]{64}", first) and order_seed(course.root) == first
    (instructor / "secret").unlink()
    assert order_seed(course.root) != first


def test_the_order_shown_is_the_secrets_and_no_function_of_the_id(course, instructor):
    bank = orderings(6)
    before = [Job(course, bank, "T").order(q, 8) for q in bank]
    assert before == [Job(course, bank, "T").order(q, 8) for q in bank] and len({tuple(o) for o in before}) > 1
    assert before != [shuffled(8, q.id) for q in bank]
    (instructor / "secret").write_text("ab" * 32, "utf-8")
    assert before != [Job(course, bank, "T").order(q, 8) for q in bank]


@pytest.mark.parametrize("name", SHOWS)
def test_another_secret_makes_another_file_and_the_same_secret_the_same(course, instructor, name):
    bank = orderings(6)
    first = FORMATS[name].write(course, bank, "T").data
    assert FORMATS[name].write(course, bank, "T").data == first
    (instructor / "secret").write_text("ab" * 32, "utf-8")
    assert FORMATS[name].write(course, bank, "T").data != first


@pytest.mark.parametrize("name", ["json", "csv"])
def test_a_format_that_shows_no_order_draws_no_secret(course, instructor, name):
    FORMATS[name].write(course, orderings(1), "T")
    assert not instructor.exists()


@pytest.mark.parametrize("name", [*SHOWS, "common-cartridge", "moodle-xml"])
def test_a_secret_is_in_no_file(course, instructor, name):
    made = FORMATS[name].write(course, orderings(2), "T").data
    assert order_seed(course.root).encode() not in made


def text_of(data):
    """Return an export's text, unpacked where it is a zip."""
    if not data.startswith(b"PK"):
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        return "\n".join(made.read(name).decode("utf-8", "replace") for name in sorted(made.namelist()))


@pytest.mark.parametrize("kind", ["single", "multiple"])
@pytest.mark.parametrize(
    ("name", "word"),
    [("moodle-xml", "<shuffleanswers>{}</shuffleanswers>"), ("qti-1.2", "<shuffle_answers>{}</shuffle_answers>"), ("qti-2.1", 'shuffle="{}"'), ("qti-3.0", 'shuffle="{}"')],
)
def test_a_platform_shuffles_options_unless_they_are_a_scale(course, instructor, name, word, kind):
    q = next(q for q in make_bank("text") if q.kind == kind)
    q = q.model_copy(update={"options": tuple(o.model_copy(update={"text_md": f"It is {o.id}."}) for o in q.options)})
    for made, shuffled_ in ((q, "true"), (q.model_copy(update={"ordered": True}), "false")):
        text = text_of(FORMATS[name].write(course, [made], "T").data)
        other = "false" if shuffled_ == "true" else "true"
        assert word.format(shuffled_) in text
        assert word.format(other) not in text
