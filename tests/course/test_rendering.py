"""Formulas become MathML and pictures travel with their text; what cannot is found by `check`, at its file, line and id."""

from __future__ import annotations

import base64
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests import SAMPLE
from thirdcorner.course import maths, pictures
from thirdcorner.course.check import check
from thirdcorner.course.read import load
from thirdcorner.course.words import markdown_html

PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==")


@pytest.mark.parametrize("tex", [r"\frac{1}{2}", "a < b", r"\sum_{i=1}^{n} x_i", r"p(\text{war} \mid E)", "F=ma", r"\sqrt[3]{2} \leq \alpha"])
def test_a_formula_becomes_mathml_that_keeps_its_tex(tex):
    for source, display in ((f"so ${tex}$.", "inline"), (f"$${tex}$$", "block")):
        made = etree.fromstring(f"<p>{markdown_html(source)}</p>").find(".//{*}math")
        assert made.get("display") == display and made.findtext(".//{*}annotation") == tex
        assert len(list(made.iter())) > 3


@pytest.mark.parametrize("source", [
    "US$5 to US$6", "from $ 5 to 6 $", r"\$x\$ is money", "trade of $5 bn, then 6 US$", "5$ and 6$", "one $ alone", "$unknown$",
])  # fmt: skip
def test_money_stays_money(source):
    assert "<math" not in markdown_html(source) and "$" in markdown_html(source)


@pytest.mark.parametrize("tex, said", [
    (r"\frac{1}", "lacks an argument"), (r"\foo", r"\foo is not known"), ("{x", "brace"), ("x^", "not whole"), ("cost of trade", "words"), ("5 and 6", "words"),
])  # fmt: skip
def test_what_is_no_whole_formula_is_said_and_shown_as_written(tex, said):
    assert said in maths.fault(tex)
    assert [t for t, _ in maths.wrong(f"so ${tex}$.")] == [tex]
    assert "<math" not in markdown_html(f"so ${tex}$.")
    with pytest.raises(ValueError):
        maths.mathml(tex)


@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_no_text_stops_the_rendering(text):
    markdown_html(f"${text}$ and $${text}$$")


@given(st.sampled_from(["x", r"\frac{a}{b}", "a<b", "a & b"]), st.booleans())
def test_a_program_that_wants_tex_gets_it(tex, display):
    sign = "$$" if display else "$"
    told = maths.with_tex(markdown_html(f"so {sign}{tex}{sign} it is"), (r"\(", r"\)"), (r"\[", r"\]"))
    left, right = (r"\[", r"\]") if display else (r"\(", r"\)")
    assert etree.fromstring(f"<p>{told}</p>").text.replace("\n", "") == f"so {left}{tex}{right} it is"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "course"
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("_build"))
    return folder


def ask(folder: Path, prompt: str) -> Path:
    """Put a prompt into the first question of the sample's bank, and return its file."""
    path = next((folder / "book" / "questions").glob("*.yml"))
    lines = path.read_text("utf-8").splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("  prompt_md:"))
    after = next((n for n in range(at + 1, len(lines)) if not lines[n].startswith("    ")), len(lines))
    path.write_text("\n".join([*lines[:at], f"  prompt_md: '{prompt}'", *lines[after:]]) + "\n", "utf-8")
    return path


@pytest.mark.parametrize("prompt, what", [
    (r"What is $\frac{1}$?", "lacks an argument"), ("See ![](images/dot.png).", "no words"), ("See ![a dot](images/none.png).", "there is no picture"),
    ("See ![a dot](https://example.org/x.png).", "there is no picture"), ("See ![a dot](images/not.png).", "no PNG"), ("See ![a dot](images/../quiz.yml).", "there is no picture"),
    ("See ![a dot](images/big.png).", "bytes"), ("1907. No word of war?", "numbered list"),
])  # fmt: skip
def test_check_finds_what_cannot_be_shown(folder, prompt, what):
    images = folder / "book" / "questions" / "images"
    images.mkdir()
    for name, data in (("dot.png", PIXEL), ("not.png", b"<svg/>"), ("big.png", PIXEL + bytes(pictures.LIMIT))):
        (images / name).write_bytes(data)
    before = {str(p) for p in check(load(folder))}
    path = ask(folder, prompt)
    course = load(folder)
    found = [p for p in check(course) if str(p) not in before]
    (problem,) = [p for p in found if what in p.what]
    assert problem.file == path.relative_to(folder).as_posix() and problem.line > 0 and problem.id in course.questions


def test_a_picture_is_in_the_page_and_comes_out_as_the_file_it_was(folder):
    images = folder / "book" / "questions" / "images"
    images.mkdir()
    (images / "dot.png").write_bytes(PIXEL)
    ask(folder, "See ![a dot](images/dot.png) and $x$.")
    course = load(folder)
    assert not [p for p in check(course) if "picture" in p.what or "formula" in p.what]
    made = markdown_html("See ![a dot](images/dot.png), ![a dot](images/dot.png).")
    assert made.count('src="data:image/png;base64,') == 2 and 'alt="a dot"' in made
    packed, files = pictures.unpacked(made, "media/")
    (name,) = files
    assert files[name] == PIXEL and packed.count(f'src="media/{name}"') == 2 and "data:" not in packed
