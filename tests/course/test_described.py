"""A picture's words against its table: a number that no cell bears out is told, with what the table has; the right one is let be."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest

from tests import SAMPLE
from thirdcorner.course.check import check
from thirdcorner.course.check.cells import facts_of
from thirdcorner.course.check.described import described, pictured
from thirdcorner.course.drawn import Picture, pictures
from thirdcorner.course.read import load

POINTS = {("Ruritania", 2000): -0.32, ("Ruritania", 2001): -2.36, ("Ruritania", 2002): -1.33, ("Atlantis", 2000): 1.29, ("Atlantis", 2001): 0.01, ("Atlantis", 2002): -1.41}
ROWS = [{"year": str(year), "state": state, "point": str(value), "source": "s"} for (state, year), value in POINTS.items()]
SHARES = [
    {"year": "1913", "state": "France (Paris)", "side": "Entente", "soldiers": "600", "source": "s"},
    {"year": "1913", "state": "Germany", "side": "Central", "soldiers": "400", "source": "s"},
]
DATED = [{"date": f"2022-0{n}-01", "text": f"Resolution {1700 + n}", "vote": v, "source": "s"} for n, v in ((1, "for"), (2, "for"), (3, "veto"))]


def said(alt: str, rows: list[dict[str, str]] = ROWS, title: str = "", name: str = "points") -> list[str]:
    return list(pictured(Picture(name, "points", title, alt), facts_of(rows, name != "points")))


@pytest.mark.parametrize(
    ("wrong", "told", "right"),
    [
        ("Ruritania moves between minus 0.6 and minus 2.4.", "between -2.4 and -0.6, and the table has -2.36 and -0.32", "Ruritania moves between minus 2.4 and minus 0.3."),
        ("Atlantis falls from 1.29 in 2000 to 0.5 in 2001.", "0.5, which no cell bears out (the nearest is 0.01)", "Atlantis falls from 1.29 in 2000 to about zero in 2001."),
        ("Ruritania stands at minus 1.41 in 2002.", "−1.41, which no cell bears out (the nearest is -1.33)", "Ruritania stands at minus 1.33 in 2002, Atlantis at minus 1.41."),
        ("In 2002 Atlantis is at 1.41.", "1.41, which no cell bears out", "In 2002 Atlantis is at −1.41."),
        ("Lines from 1990 to 2002.", "1990, which lies outside the table (2000 to 2002)", "Lines from 2000 to 2002."),
        ("Atlantis lies above 0 up to 2001 and Ruritania below −1.", "below −1, and -0.32 is not", "Atlantis lies above 0 up to 2001 and Ruritania below 0."),
        ("From 2001 on, that is from 2001 on every year of Ruritania lies below −2.", "below −2, and -1.33 is not", "From 2001 on, that is from 2001 on every year of Ruritania lies below −1."),
        ("Atlantis falls from 1.2 in 2000.", "1.2, which no cell bears out (the nearest is 1.29)", "Atlantis falls from about 1.2 in 2000."),
        ("Atlantis falls from about 0.9 in 2000.", "0.9, which no cell bears out", "Atlantis falls from nearly 1.4 in 2000."),
        ("Eight lines.", "“Eight lines”, and the table has no such number", "Two lines."),
        ("All seventeen are there.", "“seventeen are”, and the table has no such number", "For eleven years the three were there."),
    ],
)  # fmt: skip
def test_a_number_that_the_table_does_not_bear_out_is_told(wrong: str, told: str, right: str) -> None:
    found = said(wrong)
    assert any(told in what for what in found), found
    assert said(right) == []


def test_titles_are_held_to_the_table_as_alternative_texts_are() -> None:
    assert "its title says 9, which no cell bears out" in said("", title="Atlantis came to 9 in the end")[0]


def test_a_picture_that_computes_may_say_differences_and_shares_and_nothing_else() -> None:
    assert said("Ruritania to Atlantis: 1.6 in 2000, 2.4 in 2001 and 0.1 in 2002.", name="lab") == []
    assert "0.5, which no cell bears out" in said("Ruritania to Atlantis: 0.5 in 2002.", name="lab")[0]
    assert said("Entente 60 per cent in 1913, France 60, Germany 40.", SHARES, name="lab") == []
    assert said("Entente 64 per cent in 1913.", SHARES, name="lab") != []
    assert said("Entente 60 per cent in 1913.", SHARES) != []  # the table itself has no shares


def test_numbers_in_names_and_dates_are_no_claims() -> None:
    assert said("Resolution 1701 was for; on 13 March 2022 came a veto.", DATED) == []


def test_the_pictures_of_a_chapter_are_read_with_the_table_before_them() -> None:
    cells = ['a = charts.read("one")', ':tags: [hide]\nb = 1\ncharts.publish("pic", b, data=a, title="T", alt="A")', 'charts.publish("x", charts.read("two"), alt=f"{b}")']
    assert pictures(cells) == (Picture("pic", "one", "T", "A"), Picture("x", "two", "", ""))
    assert pictures(["charts.publish(", "charts.publish(name)"]) == ()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("period: 2022–2023", "period: 2022–2024", "its period is 2022–2024, and its table runs from 2022 to 2023"),
        ('period: 2022–2023', 'period: "2021"', "its period is 2021, and its table runs from 2022 to 2023"),
        ("title: A share", "title: A share of seven states", "“seven states”, and the table has no such number of anything"),
    ],
)  # fmt: skip
def test_what_figures_yml_says_is_held_to_its_table(tmp_path: Path, old: str, new: str, told: str) -> None:
    folder = tmp_path / "course"
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("_build"))
    path = folder / "book/data/figures.yml"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    assert told in "\n".join(map(str, check(load(folder))))


def test_a_picture_of_flows_is_held_to_the_flows() -> None:
    course = load()
    chapter = course.chapters["07-benefits"]
    (picture,) = (p for p in chapter.pictures if p.flows)
    assert picture.flows == ("russia", "dprk") and picture.table is None
    lying = dataclasses.replace(picture, title=picture.title.replace("eight are attested", "eleven are attested"))
    changed = dataclasses.replace(course, chapters={chapter.id: dataclasses.replace(chapter, pictures=(lying,))})
    assert ["“eleven are”" in str(what) and "flows.yml" in str(what) for what in described(changed)] == [True]
    assert [*described(dataclasses.replace(course, chapters={chapter.id: chapter}))] == []


def test_a_chapter_whose_picture_misstates_its_table_is_told_by_check(tmp_path: Path) -> None:
    folder = tmp_path / "course"
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("_build"))
    chapter = folder / "book/chapters/00-one.md"
    chapter.parent.mkdir(exist_ok=True)
    cell = '# One\n\n```{code-cell} python\nshare = charts.read("shares")\ncharts.publish("shares", share, data=share, alt="It is 96.7 in 2022 and 99.3 in 2023.")\n```\n'
    chapter.write_text(cell, "utf-8")
    told = "\n".join(map(str, check(load(folder))))
    assert "picture shares: its alternative text says 99.3, which no cell bears out (the nearest is 98.3)" in told
    assert "96.7" not in told
