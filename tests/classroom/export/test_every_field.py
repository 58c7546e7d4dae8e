"""Nothing is lost in silence: a word, a formula, a picture and a table in every field of every kind are in every file, or told by id."""

from __future__ import annotations

import base64
import re

import pytest
from pydantic import TypeAdapter

from tests.classroom.export.conftest import PIXEL, make_bank
from tests.classroom.export.test_declared import words
from thirdcorner.classroom.export import FORMATS
from thirdcorner.course import pictures
from thirdcorner.model import Question

TOLD = {
    "word": r"left out|no hints",
    "formula": r"left out|no hints|plain text",
    "picture": r"left out|no hints|plain text|address of a picture|prompt alone",
    "table": r"left out|no hints|plain text",
}
"""What a note must speak of where a thing is not in the file as what it is."""


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """Return a question of each kind, each field of Markdown with a text of its own, and the fields by number."""
    folder = tmp_path_factory.mktemp("book") / "questions"
    (folder / "images").mkdir(parents=True)
    fields: dict[int, tuple[str, str]] = {}

    def text(id: str, name: str, before: str = "") -> str:
        n = 100 + len(fields)
        fields[n] = (id, name)
        (folder / "images" / f"p{n}.png").write_bytes(PIXEL + b"%d" % n)
        return f"{before}zephyr{n} and $f_{{{n}}}$ beside ![a dot](images/p{n}.png).\n\n|cell{n}|b|\n|-|-|\n|c|d|"

    def fill(id: str, name: str, value: object) -> object:
        if isinstance(value, dict):
            return {key: fill(id, key, part) for key, part in value.items()}
        if isinstance(value, (list, tuple)):
            return [[part[0], text(id, name)] if name == "traps" else fill(id, name, part) for part in value]
        return text(id, name, " ".join(re.findall(r"\{\{\d\}\}", str(value))) + " ") if name.endswith("_md") else value

    read = TypeAdapter(Question)
    bank = [read.validate_python(fill(q.id, "", q.model_dump())) for q in make_bank("text")]
    pictures.look_in(folder)
    yield bank, fields
    assert len(fields) > 70


def there(shape: str, n: int, text: str, raw: bool) -> bool:
    if shape == "picture":
        return base64.b64encode(PIXEL + b"%d" % n).decode() in text
    if shape == "table":
        return f"|cell{n}|" in text if raw else re.search(rf"<t[hd][^<>]*>(<p[^>]*>)?cell{n}<", text) is not None
    return f"zephyr{n}" in text if shape == "word" else f"f_{{{n}}}" in text


@pytest.mark.parametrize("name, version", [(name, v) for name, form in FORMATS.items() for v in (form.versions or ("",))])
def test_what_stands_in_a_field_is_in_the_file_or_told(course, filled, name, version):
    bank, fields = filled
    made = FORMATS[name].write(course, bank, "T", version=version)
    text = words(made.data)
    told: dict[str, str] = {}
    for id, why in made.left_out:
        told[id] = f"{told.get(id, '')} | {why}"
    lost = [
        (id, field, shape)
        for n, (id, field) in fields.items()
        for shape, why in TOLD.items()
        if not there(shape, n, text, name in ("csv", "json")) and not re.search(why, told.get(id, ""))
    ]
    assert not lost
