"""The PDF: continuous page numbers, a table of contents that is right, an outline, worksheets, and answers at the end of one copy only."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import pytest

from tests import ROOT

NAMES = ["book/index", "book/chapters/03-toolkit", "book/reference/treaties", "book/chapters/11-competing-explanations"]


@pytest.mark.long
def test_books_and_handouts(browser: object, book: Path, tmp_path: Path) -> None:
    from pypdf import PdfReader

    from thirdcorner.pages.pdf import make

    (tmp_path / "_build").mkdir()
    (tmp_path / "_build" / "html").symlink_to(book)
    shutil.copy(ROOT / "_config.yml", tmp_path)
    written = make(tmp_path, tmp_path / "pdf", browser, NAMES)
    assert [p.name for p in written] == ["03-toolkit.pdf", "11-competing-explanations.pdf", "third-corner.pdf", "third-corner-instructor.pdf"]
    students, instructors = (PdfReader(p) for p in written[2:])
    texts = [page.extract_text() for page in students.pages]
    assert [re.findall(r"(\d+)\s*$", t)[-1] for t in texts] == [str(n) for n in range(1, len(texts) + 1)]
    assert [o["/Title"] for o in students.outline] == ["The Third Corner", "A toolkit of concepts", "Treaties", "Competing explanations"]
    for outline in students.outline:
        start = students.get_destination_page_number(outline)
        assert outline["/Title"] in texts[start] or outline["/Title"] == "The Third Corner"  # the welcome page shows it as its mark
        assert f"{outline['/Title']} {start + 1}" in texts[0]
    told = "it stood closer."
    assert not any("Answers\n" in t or told in t for t in texts)
    assert any("Fear of being left (0–10)" in t for t in texts)
    ends = [page.extract_text() for page in instructors.pages]
    first = next(n for n, t in enumerate(ends) if told in t)
    assert first >= len(texts)
    assert len(ends) > len(texts)
    handout = "".join(page.extract_text() for page in PdfReader(written[1]).pages)
    assert "write −−, −, 0, + or ++ into each cell" in handout
    assert "Reader B" not in handout


def test_options_stand_in_one_order_on_everybodys_paper(browser: object, book: Path) -> None:
    from pypdf import PdfReader

    from thirdcorner.pages.pdf import printed

    texts = []
    for _ in range(2):
        made = printed(browser, book, ["book/chapters/05-renewed-alliance"], "a {}")[0]
        texts.append("".join(page.extract_text() for page in PdfReader(io.BytesIO(made.data)).pages))
    assert "USSR and the DPRK, 6 July 1961" in texts[0]
    assert texts[0] == texts[1]
