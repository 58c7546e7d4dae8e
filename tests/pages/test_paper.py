"""A chapter on paper: its text fills the sheet, no sheet is mostly empty, and chapter 5 keeps to its number of sheets."""

from __future__ import annotations

import io
import itertools
from typing import Any

import pytest
from pypdf import PdfReader

from tests.pages.test_pages import CHAPTER, PAGES

MARGIN = 15 / 25.4 * 72
"""At the left and right of a sheet, in points, as paper.css states it."""


def advances(font: Any) -> tuple[int, dict[int, float], float]:
    """Return how many bytes name a glyph of a font, how wide each is in thousandths of its size, and how wide any other."""
    if "/DescendantFonts" not in font:
        return 1, {font["/FirstChar"] + n: float(width) for n, width in enumerate(font.get("/Widths", []))}, 0.0
    inner = font["/DescendantFonts"][0].get_object()
    table: dict[int, float] = {}
    items = list(inner.get("/W", []))
    while items:
        first, then = items.pop(0), items.pop(0)
        table |= {first + n: float(width) for n, width in enumerate(then)} if isinstance(then, list) else dict.fromkeys(range(first, then + 1), float(items.pop(0)))
    return 2, table, float(inner.get("/DW", 1000))


def boxes(page: Any) -> list[tuple[float, float, float]]:
    """Return where each run of text on a sheet begins, ends and stands, in points from its lower left corner."""
    fonts = {name: advances(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}
    found, set_in = [], ("", 0.0)

    def see(operator: bytes, operands: list[Any], cm: list[float], tm: list[float]) -> None:
        nonlocal set_in
        if operator == b"Tf":
            set_in = (operands[0], float(operands[1]))
        elif operator in (b"Tj", b"TJ"):
            bytes_each, table, other = fonts[set_in[0]]
            width = 0.0
            for part in operands[0] if operator == b"TJ" else operands:
                if isinstance(part, (int, float)):
                    width -= float(part)
                else:
                    raw = part.original_bytes
                    width += sum(table.get(int.from_bytes(raw[n : n + bytes_each], "big"), other) for n in range(0, len(raw), bytes_each))
            x, y = (tm[4] * cm[i] + tm[5] * cm[i + 2] + cm[i + 4] for i in (0, 1))
            found.append((x, x + width / 1000 * set_in[1] * tm[0] * cm[0], y))

    page.extract_text(visitor_operand_before=see)
    return found


@pytest.mark.parametrize("path", [CHAPTER, *(pytest.param(p, marks=pytest.mark.long) for p in PAGES if p[14:16] in {"03", "11"})])
def test_a_printed_chapter_fills_its_paper(open_page: Any, served_book: str, path: str) -> None:
    watched = open_page(f"{served_book}/{path}")
    watched.page.locator(".tc-island:not([data-state])").first.wait_for(state="detached")
    sheets = PdfReader(io.BytesIO(watched.page.pdf(format="A4"))).pages
    if path == CHAPTER:
        assert len(sheets) <= 22
    room = float(sheets[0].mediabox.width) - 2 * MARGIN
    ends: dict[tuple[int, int], float] = {}
    for n, sheet in enumerate(sheets):
        runs, high = boxes(sheet), float(sheet.mediabox.height)
        left, right = min(x for x, _, _ in runs), max(x for _, x, _ in runs)
        assert left >= MARGIN - 1 and right <= MARGIN + room + 3, f"sheet {n + 1}: text leaves the paper's room"
        assert right - left >= 0.9 * room, f"sheet {n + 1}: the text is {right - left:.0f} points wide, of {room:.0f}"
        goes_on = n + 1 < len(sheets) and not sheets[n + 1].extract_text().lstrip().startswith("Answers")  # which begin a sheet of their own
        heights = sorted({high, *(y for _, _, y in runs), *([0.0] if goes_on else [])})
        assert max(b - a for a, b in itertools.pairwise(heights)) < high / 2, f"sheet {n + 1} is mostly empty"
        for _, x, y in runs:
            ends[n, round(y)] = max(x, ends.get((n, round(y)), 0))
    full = sum(x > MARGIN + 0.9 * room for x in ends.values()) / len(ends)
    assert full > 0.25, f"{full:.0%} of the lines come near the margin"
