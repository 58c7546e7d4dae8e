"""The measures of a chapter's voice: connected prose holds them, a telegraph does not, and each can fail by itself."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import ROOT
from tests.prose.reading import MEASURES, dropped, faults, kept, read, report, sentences
from thirdcorner.course.chapters import Chapter
from thirdcorner.course.read import load

CONNECTED = """
On 3 March 1875 a customs official at a mountain crossing wrote down that forty wagons of grain had passed before noon. His superior in the
valley had forbidden the trade a week earlier. He knew it, because the order hung on the wall behind the officer’s chair. One can read
the entry as a deliberate act of defiance. One can also read it as obedience of a different kind, since the order said nothing about grain that
had been paid for before it was signed. Nobody in the valley, moreover, wished to see the mills stand idle.

Which of the two it was matters more than it appears to, because the whole argument about the frontier rests on entries of this sort. If the
officers ignored their orders, the government was weaker than its letters suggest, and the letters are unreliable evidence of what happened on the
road. If they followed orders that we have only in part, then the gap lies in our archive and not in the government’s hold upon its servants. An
entry that fits both stories cannot decide between them, although it is often quoted as if it did.

What would decide is a record that one story forbids. Suppose that the officer had been dismissed in April for
these very wagons. The second story could hardly survive that. Suppose instead that the valley’s accounts for the spring show a fee for exactly forty
wagons, paid by the mills and entered without remark. Then it is the first that is in trouble, because defiance does not send its receipts
to the office that it defies. Before you look at the accounts, write down which of the two you expect, and how sure you are of it.
"""

TELEGRAPH = """
A ledger is made of entries, and an entry is the smallest thing in it that could have been otherwise. It is the part that one can check
best. Entries have dates. Read the first of them now, and look for its weak point.

The officer wrote down forty wagons before noon. The order on the wall forbade it. He knew. There are two answers, and they lead in opposite
directions. One is defiance. The other is obedience of another kind, in which the letter of an order is kept and its purpose let go. The
entry does not say which. Paper is patient.

So look for the fee. If it stands in the accounts of the valley for that spring, the first answer falls. If not, wait. An archive keeps what it
wants to keep.
"""

PLAIN = ["the", "letter", "of", "a", "minister", "shows", "what", "his", "office", "knew", "about", "these", "plans"]
LONG = ["administration", "deliberately", "of", "interdepartmental", "the", "consultations", "a", "corresponding"]
EASY = ["he", "had", "it", "and", "we", "did", "not", "see", "a", "boat", "so", "they", "went"]


def made(lengths: list[int], paragraphs: int, words: list[str] = PLAIN) -> str:
    """Return a chapter of so many paragraphs, each of sentences of these lengths."""
    stream = itertools.cycle(words)

    def sentence(n: int) -> str:
        said = [next(stream) for _ in range(n)]
        return " ".join([said[0].capitalize(), *said[1:]]) + "."

    return "\n\n".join(" ".join(map(sentence, lengths)) for _ in range(paragraphs))


def failing(source: str) -> set[str]:
    return {measure.name for measure, _ in faults(source)}


SOUND = [18, 12, 24, 18, 20]


def test_connected_prose_of_a_chapters_length_holds_every_measure() -> None:
    assert failing(CONNECTED * 6) == set()


def test_a_telegraph_fails_in_its_sentences_its_grade_and_its_paragraphs() -> None:
    assert failing(TELEGRAPH * 15) == {"mean sentence", "sentences under 8 words", "reading grade", "paragraphs outside 60–160 words"}


@pytest.mark.parametrize(
    ("source", "alone"),
    [
        (made(SOUND, 20), None),
        (made(SOUND, 16), "running prose"),
        (made(SOUND, 29), "running prose"),
        (made([13] * 7, 20, ["the", "letters", "of", "a", "minister", "showed", "whatever", "offices"]), "mean sentence"),
        (made([24] * 4, 20, ["the", "letter", "of", "a", "visitor", "shows", "what", "he", "noticed", "then", "while"]), "mean sentence"),
        (made([7, 19, 20, 21, 20, 20], 20), "sentences under 8 words"),
        (made([46, *[14] * 4], 20), "longest sentence"),
        (made(SOUND, 20, LONG), "reading grade"),
        (made(SOUND, 20, EASY), "reading grade"),
        (made([18, 18], 45), "paragraphs outside 60–160 words"),
        (made([18] * 9, 12), "paragraphs outside 60–160 words"),
    ],
)
def test_each_measure_can_fail_by_itself(source: str, alone: str | None) -> None:
    assert failing(source) == ({alone} if alone else set())


def test_every_measure_is_made_to_fail_above() -> None:
    tried = {case[1] for mark in test_each_measure_can_fail_by_itself.pytestmark for case in mark.args[1]}
    assert {m.name for m in MEASURES} <= tried


@pytest.mark.parametrize(
    "aside",
    [
        "## A heading of five words",
        "- An item.\n- Another item,\n  which goes on.",
        "1. First.\n2. Second.",
        "| a | b |\n|---|---|\n| c. | d. |",
        '```{code-cell} python\nQuiz("a", tags=["b"])\n```',
        "```{claim} A1.1\n```",
        ":::{admonition} For instructors\n:class: dropdown\n\nTheirs. Not ours.\n:::",
        '::::{admonition} Warm-up\n:class: dropdown\n\n```{code-cell} python\nQuiz("a")\n```\n::::',
        "![A picture. Of two sentences.](a.png)",
    ],
)
def test_what_is_not_running_prose_is_not_measured(aside: str) -> None:
    assert read(f"{CONNECTED}\n{aside}\n\n{CONNECTED}") == read(CONNECTED + CONNECTED)


def test_a_walk_through_a_paragraph_is_running_prose() -> None:
    assert read(f":::{{paragraph}} A1\n{CONNECTED.strip()}\n:::") == read(CONNECTED)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("It met on {event}`2018-06-12-singapore` again.", [7]),
        ("A {gloss}`base case <base-rate>` it is {src}`one-2020,two-2021`.", [5]),
        ("He saw [the page](https://a.example/b.html). It was V3.p1 that mattered.", [4, 5]),
        ("Mr. Hill paid 2.5 per cent, e.g. on oil, to G. H. Snyder.", [13]),
        ("“Will it hold?” he asked. “It will.” Nobody moved.", [5, 2, 2]),
        ("Did it hold? No. Nobody moved.", [3, 1, 2]),
    ],
)
def test_roles_are_read_as_words_and_sentences_end_where_they_do(written: str, words: list[int]) -> None:
    assert read(written).lengths == words


def test_a_sentence_may_end_in_a_quotation() -> None:
    assert sentences("They called it “a plan.” It was *not one.* So it ended.") == ["They called it “a plan.", "It was *not one.", "So it ended."]


def test_the_report_names_chapter_measure_value_and_limit(tmp_path: Path) -> None:
    files = {"01-a": CONNECTED * 6, "02-b": made(SOUND, 16), "03-c": CONNECTED * 6, "04-d": made([46, *[14] * 4], 20)}
    for name, text in files.items():
        (tmp_path / f"{name}.md").write_text(text, "utf-8")
    assert report(sorted(tmp_path.glob("*.md"))) == [
        "02-b: running prose: 1472.0 words, allowed 1500 to 2600",
        "04-d: longest sentence: 46.0 words, allowed at most 45",
    ]


BEFORE = """
:::{paragraph} A1
On {event}`2024-06-19-treaty` it was signed {src}`tass-2024,kcna-2024`, in June 2024, for 90 per cent (A1.2).
:::

```{claim} A1.1
```

```{code-cell} python
Quiz("05-x", tags=["a1"])
```

A {gloss}`buffer` it is.
"""


@pytest.mark.parametrize(
    ("gone", "instead", "lost"),
    [
        (" (A1.2)", "", {"claim ids": ["A1.2"]}),
        ("```{claim} A1.1\n```", "A1.1", {"claim cards": ["A1.1"]}),
        (",kcna-2024", "", {"source keys": ["kcna-2024"]}),
        ("{event}`2024-06-19-treaty`", "a day", {"events": ["2024-06-19-treaty"]}),
        ("for 90 per cent", "in part", {"figures": ["90"]}),
        ("in June 2024", "in 2024", {"dates": ["June 2024"]}),
        ("{gloss}`buffer`", "buffer", {"terms": ["buffer"]}),
        ('tags=["a1"]', 'tags=["a2"]', {"calls": ["Quiz('05-x', ['a1'])"]}),
        (":::{paragraph} A1", ":::{paragraph} A2", {"paragraphs": ["A1"]}),
    ],
)
def test_what_a_rewrite_lost_is_told_by_kind(gone: str, instead: str, lost: dict[str, list[str]]) -> None:
    assert gone in BEFORE
    assert dropped(BEFORE, BEFORE.replace(gone, instead)) == lost


def test_nothing_is_lost_where_all_is_kept_in_another_order() -> None:
    parts = BEFORE.strip().split("\n\n")
    assert dropped(BEFORE, "\n\n".join(reversed(parts))) == {}
    assert all(kept(BEFORE).values())


SITTINGS = re.compile(r"^\*\*Minutes\.\*\*.*?\bin [a-z]+ sittings: ([\d, ]+?) and (\d+)", re.M)


@pytest.mark.parametrize("chapter", load().chapters.values(), ids=lambda chapter: chapter.id)
def test_a_chapter_goes_in_sittings_of_ten_to_fifteen_minutes(chapter: Chapter) -> None:
    told = SITTINGS.search((ROOT / chapter.file).read_text("utf-8"))
    assert told, "the instructor's fold says how long each sitting takes"
    minutes = [int(n) for n in (*told[1].split(", "), told[2])]
    assert all(10 <= n <= 15 for n in minutes), minutes
    assert chapter.minutes and abs(sum(minutes) - chapter.minutes) <= 5, (sum(minutes), chapter.minutes)


def test_an_unknown_revision_is_told_in_a_sentence() -> None:
    got = subprocess.run([sys.executable, "-m", "tests.prose.reading", "--dropped", "no-such-revision"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert (got.returncode, got.stderr) == (1, "there is no git revision 'no-such-revision': name a commit, a branch or a tag\n")
