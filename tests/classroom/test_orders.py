"""What is shown gives no key away: code, page, assignment and ids are public, and no order follows from them."""

from __future__ import annotations

import hashlib
import itertools
import os
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.classroom.test_grade import COURSE, POOL
from thirdcorner.classroom.assignments import Sheet, read
from thirdcorner.classroom.export.common import shuffled
from thirdcorner.classroom.orders import number_of, secret_of, secret_order
from thirdcorner.classroom.publish import order_shown, published
from thirdcorner.classroom.sheets import key_html, sheet_html
from thirdcorner.course.words import markdown_html
from thirdcorner.course.yaml import ContentError

ORDERINGS = [q for q in POOL.questions.values() if q.kind == "ordering"]


def sheet_with(folder: Path, secret: str | None, monkeypatch: pytest.MonkeyPatch) -> Sheet:
    """An assignment of every graded ordering and choice, drawn with a secret of its own."""
    keys = folder / "keys"
    keys.mkdir(exist_ok=True)
    if secret is not None:
        (keys / "secret").write_text(secret, "utf-8")
    ids = [q.id for q in POOL.questions.values() if q.kind in ("ordering", "single", "multiple")]
    (folder / "s.yml").write_text(f"id: s\ntitle: S\nfeedback: never\nseed: 1\nvariants: 4\nquestions: [{', '.join(f'{{id: {i}}}' for i in ids)}]\n", "utf-8")
    monkeypatch.setenv("THIRDCORNER_INSTRUCTOR", str(keys))
    return read(folder / "s.yml", COURSE, POOL)


def guesses(sheet: Sheet, q: object) -> list[list[int]]:
    """Every order of a question's items that the public parts give by the ways this project has ever drawn one."""
    n, a = len(q.parts), sheet.assignment  # type: ignore[attr-defined]
    words = [str(a.seed), a.id, q.id, "A", "B", "C", "D", "published", "paper"]  # type: ignore[attr-defined]
    seeds = ["/".join(some) for size in (1, 2, 3, 4) for some in itertools.permutations(words, size)]
    public = [b"", b"secret", str(a.seed).encode()]
    return [shuffled(n, s) for s in seeds] + [sorted(range(n), key=lambda i, s=s: hashlib.sha256(f"{s}#{i}".encode()).digest()) for s in seeds] + [secret_order(n, key, *s.split("/")) for key in public for s in seeds[:200]]


def test_the_order_published_is_another_with_another_secret_and_the_page_alone_cannot_tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ORDERINGS
    sheets = [sheet_with(tmp_path, f"{n:064x}", monkeypatch) for n in range(60)]
    sheets = [Sheet(s.assignment, s.questions, s.points, s.was, {}, tmp_path / f"k{n}") for n, s in enumerate(sheets)]
    for n in range(60):
        (tmp_path / f"k{n}").mkdir()
        (tmp_path / f"k{n}" / "secret").write_text(f"{n + 1:064x}", "utf-8")
    for q in ORDERINGS:
        orders = [tuple(order_shown(s, q)) for s in sheets]
        assert len(set(orders)) > min(20, 0.3 * len(orders))
        assert all(o != tuple(range(len(o))) for o in orders)
        for place in range(len(q.items)):  # whatever stands at a place of the page may be any item
            assert len(Counter(o[place] for o in orders)) == len(q.items)
        tried = Counter(map(tuple, guesses(sheets[0], q)))
        hits = [sum(o == guess for o in orders) for guess in tried]
        assert max(hits) < 0.35 * len(orders)  # no public way of drawing gives the orders of many secrets


def test_no_way_in_which_orders_were_ever_drawn_recovers_one_more_often_than_chance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = sheet_with(tmp_path, "5" * 64, monkeypatch)
    longest = max(ORDERINGS, key=lambda q: len(q.items))
    shown = order_shown(sheet, longest)
    before = f"{sheet.assignment.seed}/{sheet.assignment.id}/{longest.id}"
    assert shown != shuffled(len(shown), before)
    assert order_shown(sheet, longest) == shown  # published twice, it is the same


def test_paper_variants_follow_the_secret_and_their_key_follows_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = sheet_with(tmp_path, "1" * 64, monkeypatch)
    pages = {letter: sheet_html(one, letter) for letter in "ABCD"}
    assert pages == {letter: sheet_html(sheet_with(tmp_path, "1" * 64, monkeypatch), letter) for letter in "ABCD"}
    two = sheet_with(tmp_path, "2" * 64, monkeypatch)
    assert all(sheet_html(two, letter) != page for letter, page in pages.items())
    key = key_html(one, "ABCD")
    q = next(q for q in one.questions if q.kind == "single")
    right = next(o for o in q.options if o.correct)
    for letter in "ABCD":
        places = re.findall(r"<li>☐ (.*?)</li>", sheet_html(one, letter).split(_mark(q))[1].split("</ol>")[0])
        at = "abcdefgh"[next(n for n, text in enumerate(places) if _mark(right) in text)]
        section = key.split(f"<h2>Variant {letter}</h2>")[1].split("</section>")[0]
        assert f"<b>Key: {at}</b>" in section.split(f". {q.id} ")[1].split("<h3>")[0]


def _mark(thing: object) -> str:
    from thirdcorner.course.words import markdown_html

    return markdown_html(getattr(thing, "prompt_md", None) or thing.text_md)  # type: ignore[attr-defined]


def test_a_secret_is_made_once_kept_to_its_owner_and_never_replaced(tmp_path: Path) -> None:
    made = secret_of(tmp_path / "new")
    assert len(made) == 32
    assert secret_of(tmp_path / "new") == made
    assert secret_of(tmp_path / "other") != made
    if os.name == "posix":
        assert (tmp_path / "new" / "secret").stat().st_mode & 0o077 == 0
    (tmp_path / "new" / "secret").write_text("not it", "utf-8")
    with pytest.raises(ContentError, match="restore it from a copy"):
        secret_of(tmp_path / "new")
    assert (tmp_path / "new" / "secret").read_text("utf-8") == "not it"
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(ContentError, match="cannot be kept"):
        secret_of(tmp_path / "file")


def test_the_secret_is_in_no_page_and_git_ignores_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import json

    sheet = sheet_with(tmp_path, "ab" * 32, monkeypatch)
    for text in (json.dumps(published(sheet)), sheet_html(sheet, "B"), key_html(sheet, "ABCD")):
        assert "abababab" not in text
    assert "instructor/secret" in (COURSE.root / ".gitignore").read_text("utf-8").split()


def test_a_student_s_number_says_nothing_of_the_name_and_stays() -> None:
    one, two = b"1" * 32, b"2" * 32
    assert number_of(one, "ada") == number_of(one, "ada")
    assert number_of(one, "ada") != number_of(two, "ada")
    assert len({number_of(one, f"s{n}") for n in range(5000)}) == 5000
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{8}", number_of(one, "\udcff"))


def test_on_paper_a_scale_stands_as_it_was_written_in_every_variant_and_its_key_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = sheet_with(tmp_path, "3" * 64, monkeypatch)
    choices = [q for q in sheet.questions if q.kind in ("single", "multiple")]
    scales = [q for q in choices if q.ordered]
    assert len(scales) > 1
    stood = {q.id: [[page.index(markdown_html(o.text_md)) for o in q.options] for letter in "ABCD" if (page := section(sheet_html(sheet, letter), q))] for q in choices}
    assert all(places == sorted(places) for q in scales for places in stood[q.id])
    assert any(places != sorted(places) for q in choices for places in stood[q.id])
    for letter in "ABCD":
        key = key_html(sheet, letter)
        for q in scales:
            keyed = [place for place, o in zip("abcdef", q.options, strict=False) if o.correct]
            assert f"Key: {', '.join(keyed)}" in key[key.index(f" {q.id} (") :].split("</b>")[0] + "</b>"


def section(page: str, q: object) -> str:
    """What a sheet says from a question's prompt on."""
    return page[page.index(markdown_html(q.prompt_md)) :]  # type: ignore[attr-defined]
