"""What a format is declared to hold is what its file holds: for every feature a question that has it, and a word by which it is found."""

from __future__ import annotations

import base64
import html
import io
import re
import sqlite3
import zipfile

import pytest

from tests.classroom.export.conftest import PIXEL, make_bank
from thirdcorner.classroom.export import FORMATS
from thirdcorner.classroom.export.common import ident_of
from thirdcorner.course import pictures
from thirdcorner.course.formats import DECLARED, FEATURES, HIDDEN
from thirdcorner.model import Blank

KINDS = ("single", "multiple", "true-false", "matching", "ordering", "numeric", "interpretive", "short-answer", "essay")


def of(kind, **update):
    return next(q for q in make_bank("text") if q.kind == kind).model_copy(update={"hints_md": (), "confidence": False, **update})


def parts(kind, field, **words):
    q = of(kind)
    return q.model_copy(update={field: tuple(p.model_copy(update=words) for p in getattr(q, field))})


def probes():
    """Return, for each feature, a question that has it and the words by which a file that holds it is known."""
    found = {kind: (of(kind, prompt_md="Zephyr asks"), ["Zephyr asks"]) for kind in KINDS}
    gap = of("fill-in", prompt_md="It is {{1}}.")
    return found | {
        "fill-in": (gap.model_copy(update={"blanks": (Blank(accepted=("Zephyr",)),)}), ["Zephyr"]),
        "gaps": (gap.model_copy(update={"prompt_md": "{{1}} and {{2}}", "blanks": (Blank(accepted=("Zephyr",)), Blank(accepted=("Boreas",)))}), ["Zephyr", "Boreas"]),
        "choices": (parts("single", "options", feedback_md="Zephyr says"), ["Zephyr says"]),
        "parts": (parts("matching", "pairs", feedback_md="Zephyr says"), ["Zephyr says"]),
        "traps": (of("numeric", traps=((0.2, "Zephyr says"),), tolerance=0.05), ["Zephyr says"]),
        "units": (of("numeric", unit="zephyrs"), ["zephyrs"]),
        "comma": (of("numeric", answer=9.5, tolerance=0.1), ["9,5"]),
        "exact": (of("numeric", answer=9.5, tolerance=0.0), ["9,5"]),
        "signs": (of("numeric", answer=1190.0, tolerance=5.0), ["1,190"]),
        "folding": (gap.model_copy(update={"blanks": (Blank(accepted=("Zephyr-Boreas",)),)}), ["Zephyr–Boreas", "Zephyr—Boreas"]),
        "markers": (parts("short-answer", "ideas", text_md="Zephyr knows"), ["Zephyr knows"]),
        "hints": (of("single", hints_md=("Zephyr hints",)), ["Zephyr hints"]),
        "open-hints": (of("short-answer", hints_md=("Zephyr hints",)), ["Zephyr hints"]),
        "confidence": (of("single", confidence=True), []),
        "tags": (of("single", tags=("zephyr",)), ["zephyr"]),
        "maths": (of("single", prompt_md=r"So $\frac{1}{2}$."), [r"\frac{1}{2}"]),
        "pictures": (of("single", prompt_md="See ![a dot](images/dot.png)."), [base64.b64encode(PIXEL).decode()]),
        "control": (of("single", prompt_md="bell\x07"), []),
        "infinite": (of("numeric", answer=float("nan")), []),
        "aligned": (of("single", prompt_md="|a|b|\n|:-|-:|\n|c|d|"), []),
    }


ABSENT = {(name, feature) for name, d in DECLARED.items() for feature, why in d.lacks.items() if "the format has no" in why or "not the picture" in why}
"""What is in part because it is not there at all: the words must not be found."""
BY_PROGRAM = {("nbgrader", "comma"): "def number", ("nbgrader", "exact"): "def number", ("nbgrader", "folding"): "def fold", ("nbgrader", "signs"): "def number", ("moodle-xml", "signs"): "numerical"}
"""What a file holds as a program, and not as a list."""
READ_BY_PEOPLE = {(name, feature) for name in ("csv", "json", "anki") for feature in ("comma", "exact", "folding", "signs")}
"""Where nothing compares an answer letter by letter."""


@pytest.fixture(autouse=True)
def folder(tmp_path):
    (tmp_path / "questions" / "images").mkdir(parents=True)
    (tmp_path / "questions" / "images" / "dot.png").write_bytes(PIXEL)
    pictures.look_in(tmp_path / "questions")


def words(data):
    """Return everything that can be read in a file, pictures in base 64 included, escapes undone."""
    if data[:2] != b"PK":
        return undone(data.decode("utf-8-sig"))
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            member = archive.read(name)
            if name.endswith(".anki2"):
                database = sqlite3.connect(":memory:")
                database.deserialize(member)
                found += [f"{a} {b}" for a, b in database.execute("select flds, tags from notes")]
                database.close()
            else:
                try:
                    found.append(member.decode("utf-8"))
                except UnicodeDecodeError:
                    found.append(base64.b64encode(member).decode())
    return undone("\n".join(found))


def undone(text):
    plain = html.unescape(html.unescape(text))
    return "\n".join([plain, plain.replace("\\\\", "\\"), re.sub(r"\\([\\~=#{}:])", r"\1", plain)])


def test_every_format_is_declared_and_every_feature_known():
    assert list(DECLARED) == [*FORMATS, "scorm"]  # which holds chapters, not questions (test_scorm)
    assert all(set(d.lacks) <= set(FEATURES) for d in DECLARED.values())
    assert all(why.startswith(("in part: ", "left out: ")) for d in DECLARED.values() for why in d.lacks.values())
    assert set(probes()) == set(FEATURES) >= set(HIDDEN)


@pytest.mark.parametrize("feature", list(FEATURES))
def test_a_probe_has_its_feature(feature):
    assert FEATURES[feature].has(probes()[feature][0])


@pytest.mark.parametrize("feature", list(FEATURES))
@pytest.mark.parametrize("name", list(FORMATS))
def test_a_file_holds_what_its_format_declares(course, name, feature):
    q, tokens = probes()[feature]
    made = FORMATS[name].write(course, [q], "T", at="https://example.org")
    why = DECLARED[name].lacks.get(feature)
    told = [w for _, w in made.left_out]
    if why and why.startswith("left out"):
        assert told == [why] and q.id not in words(made.data) and ident_of(q) not in words(made.data)
        return
    assert not [w for w in told if w.startswith("left out")]
    own = {w for d in DECLARED.values() for f, w in d.lacks.items() if f == feature} - {w for d in DECLARED.values() for f, w in d.lacks.items() if f != feature}
    assert why in told if why else not own & set(told)
    text = words(made.data)
    assert q.id in text or ident_of(q) in text
    if (name, feature) in BY_PROGRAM:
        assert BY_PROGRAM[name, feature] in text
    elif (name, feature) in ABSENT:
        assert not any(t in text for t in tokens)
    elif feature in ("comma", "exact", "signs") and why:
        assert {"comma": "point for decimals", "exact": "", "signs": "digits alone"}[feature] in text
    elif (name, feature) not in READ_BY_PEOPLE:
        assert all(t in text for t in tokens), [t for t in tokens if t not in text]


def test_the_table_under_teach_says_what_is_declared():
    from lxml import etree

    from thirdcorner.pages.formats import formats

    root = etree.HTML(formats(None, None))
    rows = root.findall(".//tbody/tr")
    shown = {name: feature for name, feature in FEATURES.items() if name not in HIDDEN}
    assert [row.findtext("th") for row in rows] == [f.label for f in shown.values()]
    for row, feature in zip(rows, shown, strict=True):
        for cell, declared in zip(row.findall("td"), DECLARED.values(), strict=True):
            why = declared.lacks.get(feature, "")
            assert cell.text == ("no" if why.startswith("left") else "part" if why else "yes")
            assert not why or why[1:] in "".join(root.xpath(f"//h2[@id='format-{declared.name}']/following-sibling::ul[1]//text()"))
