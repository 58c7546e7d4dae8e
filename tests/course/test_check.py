"""The rules over a whole course: each one fires on a course that breaks it, at the right file, and is still on the sample."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests import SAMPLE
from thirdcorner.course.check import check, spread
from thirdcorner.course.check.record import hindsight
from thirdcorner.course.read import load

CHAPTER = """# One

:::{paragraph} A1
Walked.
:::

```{code-cell} python
Quiz("quiz")
```

```{code-cell} python
FactCheckDesk("desk")
```

```{code-cell} python
TimelineExplorer("line")
```
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "course"
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("_build"))
    return folder


def chapters(folder: Path, text: str = CHAPTER, times: int = 3) -> None:
    for n in range(times):
        path = folder / f"book/chapters/{n:02}-one.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")


def told(folder: Path) -> str:
    return "\n".join(map(str, check(load(folder))))


def test_a_claim_that_no_chapter_teaches_or_no_exercise_meets_is_told(folder: Path) -> None:
    claims = folder / "book/data/claims.yml"
    extra = "- {id: A1.99, paragraph: A1, text_md: t, kind: judgement, verdict: contested, verdict_md: v}\n- {id: T1.99, paragraph: T1, text_md: t, kind: judgement, verdict: contested, verdict_md: v}\n"
    claims.write_text(claims.read_text("utf-8") + extra, "utf-8")
    chapters(folder)
    out = told(folder)
    assert "A1.99: no question or activity meets it" in out
    assert "T1.99: no chapter teaches it" in out


def test_an_outcome_practised_in_too_few_chapters_is_told(folder: Path) -> None:
    chapters(folder, times=3)
    (folder / "book/chapters/02-one.md").write_text("# Nothing to do\n", "utf-8")
    assert "O1: it is practised in 2 chapters (00-one, 01-one)" in told(folder)
    chapters(folder, times=3)
    assert "O1: it is practised" not in told(folder)


def test_an_outcome_that_nothing_assesses_is_told(folder: Path) -> None:
    chapters(folder)
    assert "O1: no question with a key" not in told(folder)
    bank = folder / "book/questions/quiz.yml"
    bank.write_text(bank.read_text("utf-8").replace("bloom: apply", "bloom: remember").replace("bloom: analyse", "bloom: remember").replace("bloom: create", "bloom: remember"), "utf-8")
    assert "O1: no question with a key or a rubric assesses it" in told(folder)


def test_an_exercise_that_stands_in_no_chapter_is_told(folder: Path) -> None:
    chapters(folder, CHAPTER.replace('Quiz("quiz")', 'Quiz("quiz", tags=["one"])').replace('TimelineExplorer("line")', "1"))
    out = told(folder)
    assert "quiz/q04: no chapter shows it" in out
    assert "line: no chapter shows it" in out
    assert "quiz/q01: no chapter" not in out


def test_a_quiz_that_asks_for_an_unknown_tag_is_told(folder: Path) -> None:
    chapters(folder, CHAPTER.replace('Quiz("quiz")', 'Quiz("quiz", tags=["one", "twwo"])'))
    assert "a quiz asks for the tag 'twwo', which no question has: did you mean two?" in told(folder)


def test_series_that_mix_denominators_are_told(folder: Path) -> None:
    table = folder / "book/data/figures/shares.csv"
    table.write_text("year,share,denominator,source\n2022,96.7,with the South,standard\n2023,98.3,without the South,standrd\n", "utf-8")
    out = told(folder)
    assert "series '' mixes denominators (with the South; without the South)" in out
    assert "book/data/figures/shares.csv:3: shares: there is no source 'standrd': did you mean standard?" in out


def test_a_table_that_nothing_describes_and_a_figure_without_table_are_told(folder: Path) -> None:
    (folder / "book/data/figures/shares.csv").rename(folder / "book/data/figures/other.csv")
    out = told(folder)
    assert "book/data/figures/other.csv:1: other: figures.yml does not say what it counts" in out
    assert "there is no book/data/figures/shares.csv" in out


def test_what_is_graded_on_a_later_source_is_told(folder: Path) -> None:
    (folder / "book/data/about.yml").write_text("{id: s, title: t, text_title: t, text_date: 2024-12-03, facts_until: 1999-12-31}\n", "utf-8")
    bib = folder / "book/data/sources.bib"
    bib.write_text(bib.read_text("utf-8") + "\n@misc{late, title = {[Late]}, date = {2026-03-01}}\n", "utf-8")
    bank = folder / "book/questions/quiz.yml"
    bank.write_text(bank.read_text("utf-8").replace("sources: [standard]", "sources: [late]", 1), "utf-8")
    assert "quiz/q01: it is graded on late, published after 1999-12-31" in told(folder)


def test_a_key_that_its_length_or_place_gives_away_is_told(folder: Path) -> None:
    bank = folder / "book/questions/quiz.yml"
    text = bank.read_text("utf-8").replace("text_md: The second,", "text_md: The second one of them and by far the longest and the best,")
    first = text[: text.index("- id: quiz/q02")]
    more = "".join(first.replace("quiz/q01", f"quiz/q{n}").replace("Which of these", f"Number {n}, which of these") for n in range(20, 26))
    bank.write_text(text + more, "utf-8")
    out = told(folder)
    assert "quiz/q01: its key is" in out and "times as long" in out
    assert "7 of 7 keys of its bank stand at place 2" in out


def test_a_whole_bank_that_leans_on_one_bloom_level_or_leaves_one_out_is_told() -> None:
    course = load()
    assert list(spread(course)) == []
    lean = {id: q.model_copy(update={"bloom": "remember"}) if n % 3 == 0 or q.bloom == "create" else q for n, (id, q) in enumerate(course.questions.items())}
    out = "\n".join(map(str, spread(replace(course, questions=lean))))
    assert "questions stand at bloom `remember`" in out
    assert "no question of the bank stands at bloom `create`" in out


def test_a_chapter_without_a_reading_against_the_record_is_told_where_a_course_keeps_them(folder: Path) -> None:
    chapters(folder, times=3)
    (folder / "book/chapters/02-one.md").write_text("# Nothing to do\n", "utf-8")
    assert "read against the record" not in told(folder)
    (folder / "book/data/checks.yml").write_text("- {id: one, chapter: 00-one, date: 2026-11-25, against_md: a, changed_md: b}\n", "utf-8")
    out = told(folder)
    assert "01-one: no entry of book/data/checks.yml" in out
    assert "00-one: no entry" not in out
    (folder / "book/data/checks.yml").write_text("- {id: one, chapter: 07-none, date: 2026-11-25, against_md: a, changed_md: b}\n", "utf-8")
    assert "there is no chapter '07-none'" in told(folder)


def test_a_term_is_linked_by_the_first_chapter_that_uses_its_word(folder: Path) -> None:
    term = next(iter(load(folder).glossary.values()))
    chapters(folder, f"# One\n\nHere is {term.term}.\n", times=2)
    assert f"00-one: it uses the term “{term.term}” first and does not link it" in told(folder)
    assert f"01-one: it uses the term “{term.term}”" not in told(folder)
    (folder / "book/chapters/00-one.md").write_text(f"# One\n\nHere is {{gloss}}`{term.term} <{term.id}>`.\n", "utf-8")
    assert f"it uses the term “{term.term}”" not in told(folder)


def test_a_term_of_several_words_counts_its_plural_and_no_part_of_a_longer_word(folder: Path) -> None:
    glossary = folder / "book/data/glossary.yml"
    extra = "".join(f"- {{id: {id}, term: {term}, definition_md: t}}\n" for id, term in (("red-line", "red line"), ("nato", "NATO"), ("pact", "pact"), ("line", "line")))
    glossary.write_text(glossary.read_text("utf-8") + extra, "utf-8")
    chapters(folder, "# One\n\nAn impact on a nato-like line-up; the credline.\n", times=1)
    (folder / "book/chapters/01-one.md").write_text("# Two\n\nBeyond two Red lines lie PACTS, and NATO.\n", "utf-8")
    out = told(folder)
    assert all(f"01-one: it uses the term “{term}” first" in out for term in ("red line", "NATO", "pact", "line"))
    assert not any(f"00-one: it uses the term “{term}”" in out for term in ("red line", "NATO", "pact", "line"))


def test_a_term_that_only_a_later_chapter_links_is_told_at_the_first_that_uses_it(folder: Path) -> None:
    term = next(iter(load(folder).glossary.values()))
    chapters(folder, f"# One\n\nHere is {term.term}.\n", times=1)
    (folder / "book/chapters/01-one.md").write_text(f"# Two\n\n{{gloss}}`{term.term} <{term.id}>`.\n", "utf-8")
    assert f"00-one: it uses the term “{term.term}” first and does not link it" in told(folder)


def claim(verdict_md: str, more: str = "") -> str:
    return f'- {{id: A1.98, paragraph: A1, text_md: t, kind: judgement, verdict: contested, verdict_md: "{verdict_md}"{more}}}\n'


SEARCH = ", searches: [{query: a few words, where: stored pages, date: 2026-11-26, result_md: nothing}]"


@pytest.mark.parametrize(
    "says",
    ["We found no figures.", "Nobody in print argues it.", "It was not seen.", "No statement of it was found.", "It has not been tried.", "Nobody has counted them.", "Of these we have no measure.", "We looked for none.", "No offer of it seen so far."],
)
def test_an_absence_needs_its_search_and_something_else_to_carry_the_verdict(folder: Path, says: str) -> None:
    claims = folder / "book/data/claims.yml"
    before = claims.read_text("utf-8")
    claims.write_text(before + claim(says), "utf-8")
    out = told(folder)
    assert "book/data/claims.yml:2: A1.98: it says “" in out and "and no search: add `searches:`" in out
    claims.write_text(before + claim(says, SEARCH), "utf-8")
    assert "A1.98: its verdict “contested” rests on an absence alone" in told(folder)
    claims.write_text(before + claim(says, SEARCH + ", sources: [standard]"), "utf-8")
    assert "A1.98: it says" not in told(folder) and "absence alone" not in told(folder)


@pytest.mark.parametrize("says", ["No state is named in the text.", "Three writers argue it.", "He was found guilty.", "The text leaves it open."])
def test_what_the_text_leaves_unsaid_is_no_absence(folder: Path, says: str) -> None:
    claims = folder / "book/data/claims.yml"
    claims.write_text(claims.read_text("utf-8") + claim(says), "utf-8")
    assert "A1.98: it says" not in told(folder)


@pytest.mark.parametrize(("shown", "elsewhere", "told_of"), [("", "", True), ("A1.98", "", False), ("A1.1", "", True), ("", "A1.98", True)])
def test_a_section_that_says_an_absence_shows_what_was_searched_for(folder: Path, shown: str, elsewhere: str, told_of: bool) -> None:
    claims = folder / "book/data/claims.yml"
    claims.write_text(claims.read_text("utf-8") + claim("Two say so; no text of it was found.", SEARCH + ", sources: [standard]"), "utf-8")
    card = "\n```{{claim}} {}\n```\n".format
    parts = ("\n## One\n\nThe wording was not found for this course.\n", card(shown) if shown else "", "\n## Two\n", card(elsewhere) if elsewhere else "")
    chapters(folder, CHAPTER + "".join(parts))
    assert ("it says “was not found” in a section that shows no claim" in told(folder)) == told_of


def test_a_second_absence_of_a_chapter_and_one_of_a_question_are_asked_too(folder: Path) -> None:
    claims = folder / "book/data/claims.yml"
    claims.write_text(claims.read_text("utf-8") + claim("Two say so; no text of it was found.", SEARCH + ", sources: [standard]"), "utf-8")
    chapters(folder, CHAPTER + "\n## One\n\nIts wording was not found.\n\n```{claim} A1.98\n```\n\n## Two\n\nWe found no case of it.\n")
    quiz = folder / "book/questions/quiz.yml"
    quiz.write_text(quiz.read_text("utf-8").replace("feedback_md: Yes the second.", "feedback_md: Of the first no figure is known.", 1), "utf-8")
    out = told(folder)
    assert "it says “We found no” in a section" in out and "it says “was not found” in" not in out
    assert "quiz/q01: it says “no figure is known” and names no claim" in out


def test_an_absence_stands_at_a_claim_or_a_treaty_and_not_at_an_event(folder: Path) -> None:
    events = folder / "book/data/events.yml"
    events.write_text(events.read_text("utf-8").replace("With *a* note.", "Its wording was not found."), "utf-8")
    assert "book/data/events.yml:3: e3: it says “was not found”, and has no place for the search" in told(folder)


@pytest.mark.parametrize(
    ("happened", "precision", "appeared", "refused"),
    [
        ("2026-06-08", "day", "2024-12-03", True),
        ("2026-06-08", "day", "2026-06-07", True),
        ("2026-06-08", "day", "2026-06-08", False),
        ("2026-06-08", "day", "2026-06", False),
        ("2026-06-08", "day", "2026-05", True),
        ("2026-06-08", "day", "2026", False),
        ("2026-06-08", "day", "2025", True),
        ("2026-06-01", "month", "2026-06-30", False),
        ("2026-01-01", "year", "2025-12-31", True),
        ("2026-01-01", "year", "2026-01-01", False),
    ],
)
def test_an_event_known_only_from_older_sources_is_told(folder: Path, happened: str, precision: str, appeared: str, refused: bool) -> None:
    bib = folder / "book/data/sources.bib"
    bib.write_text(bib.read_text("utf-8") + f"\n@misc{{one, title = {{[One]}}, date = {{{appeared}}}}}\n@misc{{two, title = {{[Two]}}, date = {{1999}}}}\n", "utf-8")
    events = folder / "book/data/events.yml"
    line = f"- {{id: e9, date: {happened}, precision: {precision}, title: Later, kind: treaty, actors: [russia], grade: B, sources: [two, one]}}\n"
    events.write_text(events.read_text("utf-8") + line, "utf-8")
    assert ("book/data/events.yml:4: e9: every source of it is older than it is" in told(folder)) == refused


def test_an_event_that_bears_on_a_claim_that_is_not_there_is_told(folder: Path) -> None:
    events = folder / "book/data/events.yml"
    events.write_text(events.read_text("utf-8").replace('text_md: "With *a* note."', "claims: [A1.11]"), "utf-8")
    assert "book/data/events.yml:3: e3: there is no claim 'A1.11': did you mean A1.1?" in told(folder)


def test_a_reader_who_rates_what_was_published_after_their_day_is_told() -> None:
    course = load()
    bench = course.activities["ach-11"]
    reader = bench.readers[0]
    late = reader.model_copy(update={"cells": {**reader.cells, "e11": dict.fromkeys(reader.cells["e11"], "C")}})
    told = {id: list(hindsight(replace(course, activities={id: bench.model_copy(update={"readers": (one,)})}))) for id, one in (("now", reader), ("late", late))}
    assert told["now"] == []
    assert "reader osw of 2024-12-03 rates e11, published 2026-01-20" in str(told["late"][0])
