r"""Formulas in Markdown: ``$x^2$`` and ``$$…$$`` become MathML when the book is built, so that no page needs a script for them.

The TeX stands in the MathML as its annotation: a reader's software can read it, and an export that wants TeX finds it there.
A dollar sign is money unless a formula is plainly meant: no space inside, no digit before the first or after the last sign;
``\$`` is always a dollar sign.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from latex2mathml.converter import convert_to_element
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

_NEEDS = {"mfrac": 2, "msup": 2, "msub": 2, "mroot": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3}
"""How many children MathML asks of an element; the converter leaves out what a command has not been given."""


@lru_cache(maxsize=4096)
def mathml(tex: str, display: bool = False) -> str:
    """Return TeX as MathML with the TeX as its annotation.

    Raises
    ------
    ValueError
        Where the TeX cannot be converted whole: a command that is unknown or lacks an argument, a brace that is not closed,
        or words that are no formula (an amount of money between two dollar signs).
    """
    said = fault(tex)
    if said:
        raise ValueError(said)
    made = convert_to_element(tex, display="block" if display else "inline")
    row = list(made)
    for child in row:
        made.remove(child)
    both = ElementTree.SubElement(made, "semantics")
    both.extend(row)
    ElementTree.SubElement(both, "annotation", encoding="application/x-tex").text = tex
    return _clean(ElementTree.tostring(made, encoding="unicode"))


def _clean(text: str) -> str:
    """Undo the entities that the converter has written into the text of its elements."""
    return re.sub(r"&amp;#x0*([0-9A-Fa-f]+);", lambda found: html.escape(chr(int(found[1], 16)), quote=False), text)


def fault(tex: str) -> str:
    """Return what keeps TeX from being converted whole; empty where nothing does."""
    if not tex.strip():
        return "it is empty"
    if _wordy(tex):
        return "it has words: write a dollar sign as \\$ and words of a formula as \\text{…}"
    if _unbalanced(tex):
        return "a brace is not closed or not opened"
    try:
        made = convert_to_element(tex)
    except Exception as error:  # the converter's own errors share no class, and its words say little
        return f"the TeX is not whole ({type(error).__name__.removesuffix('Error')})"
    for node in made.iter():
        if node.tag in _NEEDS and len(node) != _NEEDS[node.tag]:
            return "a command lacks an argument"
        if node.tag == "mi" and (node.text or "").startswith("\\"):
            return f"the command {node.text} is not known"
    return ""


def _wordy(tex: str) -> bool:
    """Return whether TeX holds words: one of three letters that stands by itself, or two of two."""
    left = re.sub(r"\\(text|mathrm|operatorname|textrm|textit|mathit|begin|end)\*?\s*\{[^{}]*\}|\\[A-Za-z]+", " ", tex)
    words = [w for w in re.split(r"[\s,.;]+", left) if re.fullmatch(r"[^\W\d_]{2,}", w)]
    return len(words) >= 2 or any(len(w) >= 3 for w in words)


def _unbalanced(tex: str) -> bool:
    depth = 0
    for sign in re.sub(r"\\\\|\\[{}]", "", tex):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth < 0:
            return True
    return depth != 0


def enable(md: MarkdownIt) -> MarkdownIt:
    """Teach a Markdown parser formulas; one that cannot be converted is shown as it was written."""

    def drawn(tex: str, options: dict[str, Any]) -> str:
        display = bool(options.get("display_mode"))
        try:
            return mathml(tex.strip(), display)
        except ValueError:
            sign = "$$" if display else "$"
            return html.escape(f"{sign}{tex}{sign}", quote=False)

    dollarmath_plugin(md, allow_labels=False, allow_space=False, allow_digits=False, double_inline=True, renderer=drawn)
    for name in ("math_inline", "math_inline_double", "math_block"):

        def rule(renderer: Any, tokens: Any, at: int, options: Any, env: Any, name: str = name) -> str:
            made = drawn(tokens[at].content, {"display_mode": name != "math_inline"})
            return f"<p>{made}</p>\n" if name == "math_block" else made

        md.add_render_rule(name, rule)
    return md


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    return enable(MarkdownIt("commonmark", {"html": False}).enable(["table"]))


def formulas(source: str) -> Iterator[str]:
    """Yield the TeX of each formula of a Markdown text."""
    if "$" not in source:
        return
    for token in _reader().parse(source):
        for part in (token, *(token.children or ())):
            if part.type in ("math_inline", "math_inline_double", "math_block"):
                yield part.content.strip()


def wrong(source: str) -> Iterator[tuple[str, str]]:
    """Yield each formula of a Markdown text that cannot be converted, and why."""
    for tex in formulas(source):
        if said := fault(tex):
            yield tex, said


FORMULA = re.compile(r'<math[^>]*? display="(inline|block)"[^>]*>.*?<annotation encoding="application/x-tex">(.*?)</annotation></semantics></math>', re.S)
"""A formula in HTML that `enable` has made: how it is displayed, and its TeX, escaped."""


def with_tex(markup: str, inline: tuple[str, str], block: tuple[str, str]) -> str:
    """Return HTML with each formula as TeX between the signs that a program knows it by."""
    def told(found: re.Match[str]) -> str:
        left, right = block if found[1] == "block" else inline
        return f"{left}{found[2]}{right}"

    return FORMULA.sub(told, markup)
