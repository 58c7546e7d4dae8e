"""What the text at a glance counts and says agrees with an independent Python, and the text's numbers are whole; no word of it is kept."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import ROOT
from tests.widgets.test_logic import run_front as run
from thirdcorner.course.check import rules
from thirdcorner.course.read import load
from thirdcorner.course.sentences import measured, sentences, write_sentences
from thirdcorner.widgets.base import Reference
from thirdcorner.widgets.text_glance import TextGlance

KINDS = ["fact", "inference", "forecast", "judgement", "assumption"]
VERDICTS = ["wrong", "holds-with-correction", "contested", "cannot-be-checked", "holds"]
IDS = [f"c{n}" for n in range(9)]


@st.composite
def texts(draw: Any) -> tuple[list[dict], list[dict]]:
    """Return sections of a text, and claims whose relations run only from a later one to an earlier, so that there is no circle."""
    relation = st.tuples(st.sampled_from(["supports", "presumes", "attacks"]), st.integers(0, 8))
    claims = [
        {"id": id, "kind": draw(st.sampled_from(KINDS)), "verdict": draw(st.sampled_from(VERDICTS)), "relations": [{"kind": k, "to": IDS[t]} for k, t in draw(st.lists(relation, max_size=3)) if t < n]}
        for n, id in enumerate(IDS)
    ]  # fmt: skip
    sentence = st.tuples(st.integers(1, 40), st.lists(st.sampled_from(IDS), unique=True, max_size=3), st.lists(st.integers(0, 9), max_size=2))
    sections = []
    for s in range(draw(st.integers(2, 4))):
        said = draw(st.lists(sentence, min_size=1, max_size=4))
        made = [{"id": f"s{n}", "words": w, "claims": c, "hedges": h} for n, (w, c, h) in enumerate(said, 1)]
        sections.append({"id": f"sec{s}", "name": f"Section {s}", "paragraphs": [{"id": f"P{s}", "sentences": made, "unsaid": draw(st.lists(st.sampled_from(IDS), max_size=1))}]})
    return sections, claims


def fact_share(section: dict, claims: dict, kind: str) -> float:
    words = got = 0.0
    for p in section["paragraphs"]:
        for s in p["sentences"]:
            kinds = {claims[c]["kind"] for c in s["claims"]}
            words += s["words"]
            got += s["words"] / len(kinds) if kind in kinds else 0
    return got / words


@settings(max_examples=12, deadline=None)
@given(texts(), st.sampled_from(KINDS))
def test_the_share_of_a_kind(text: tuple[list[dict], list[dict]], kind: str) -> None:
    sections, claims = text
    by_id = {c["id"]: c for c in claims}
    found = run("value[0].map((s) => m.share([s], new Map(value[1].map((c) => [c.id, c])), value[2]))", [sections, claims, kind], "logic/glance")
    assert found == pytest.approx([fact_share(s, by_id, kind) for s in sections])


@settings(max_examples=12, deadline=None)
@given(texts(), st.sampled_from(IDS))
def test_what_falls_with_a_claim(text: tuple[list[dict], list[dict]], start: str) -> None:
    """Whoever a claim supports feels it, and whoever presumes it; found here by going round until nothing is added."""
    _, claims = text
    felt = {start}
    while True:
        more = {r["to"] for c in claims if c["id"] in felt for r in c["relations"] if r["kind"] == "supports"}
        more |= {c["id"] for c in claims for r in c["relations"] if r["kind"] == "presumes" and r["to"] in felt}
        if more <= felt:
            break
        felt |= more
    steps = dict(run("[...m.feltBy(new Map(value[0].map((c) => [c.id, c])), [value[1]])]", [claims, start], "logic/glance"))
    assert set(steps) == felt - {start}
    drawn = run("m.linesOf(new Map(value[0].map((c) => [c.id, c])), [value[1]])", [claims, start], "logic/glance")
    every = [(c["id"], r["to"], r["kind"]) for c in claims for r in c["relations"]]
    assert {(line["from"], line["to"], line["kind"]) for line in drawn} <= set(every)
    assert all(line["near"] == (start in (line["from"], line["to"])) for line in drawn)
    assert {(a, b) for a, b, _ in every if start in (a, b)} == {(line["from"], line["to"]) for line in drawn if line["near"]}


@settings(max_examples=12, deadline=None)
@given(texts())
def test_lines_to_the_thesis(text: tuple[list[dict], list[dict]]) -> None:
    sections, claims = text
    inside = [{c for p in s["paragraphs"] for x in p["sentences"] for c in x["claims"]} | set(s["paragraphs"][0]["unsaid"]) for s in sections]
    found = dict(run("[...m.linesTo(value[0], 'sec0', new Map(value[1].map((c) => [c.id, c])))]", [sections, claims], "logic/glance"))
    for s, mine in zip(sections[1:], inside[1:], strict=True):
        lines = [r["kind"] for c in claims if c["id"] in mine for r in c["relations"] if r["to"] in inside[0]]
        assert found[s["id"]] == {"for": lines.count("supports"), "against": lines.count("attacks")}


@settings(max_examples=12, deadline=None)
@given(texts(), st.sampled_from(["sec0", "sec1"]))
def test_the_sentence_says_what_the_picture_shows(text: tuple[list[dict], list[dict]], expected: str) -> None:
    sections, claims = text
    by_id = {c["id"]: c for c in claims}
    says = run("m.factWords(value[0], new Map(value[1].map((c) => [c.id, c])), value[2])", [sections, claims, expected], "logic/glance")
    shares = {s["id"]: fact_share(s, by_id, "fact") for s in sections}
    top = max(sections, key=lambda s: shares[s["id"]])
    assert f"of “{top['name']}”, more than of any other section" in says
    assert ("as you expected" in says) == (top["id"] == expected)
    hedged = sum(bool(x["hedges"]) for s in sections for x in s["paragraphs"][0]["sentences"])
    assert f"{hedged} sentence{'' if hedged == 1 else 's'} of {sum(len(s['paragraphs'][0]['sentences']) for s in sections)} " in says


MAP = "new Map(value[1].map((c) => [c.id, c]))"


@settings(max_examples=40, deadline=None)
@given(texts(), st.sampled_from(["sec0", "sec1", "gone"]))
def test_every_sentence_is_what_python_says(text: tuple[list[dict], list[dict]], expected: str) -> None:
    sections, claims = text
    by_id = {c["id"]: c for c in claims}
    facts, thesis, size = run(f"[m.factWords(value[0], {MAP}, value[2]), m.thesisWords(value[0], 'sec0', {MAP}, value[2]), m.sizeWords(value[0])]", [sections, claims, expected], "logic/glance")
    every = [s for sec in sections for p in sec["paragraphs"] for s in p["sentences"]]
    whole = {"paragraphs": [{"sentences": every}]}
    assert size == f"The text has {len(every)} sentences; the shortest is {min(s['words'] for s in every)} words long, the longest {max(s['words'] for s in every)}."
    shares = {s["id"]: fact_share(s, by_id, "fact") for s in sections}
    top, mine = max(sections, key=lambda s: shares[s["id"]]), next((s for s in sections if s["id"] == expected), None)
    own = "." if not mine else ", as you expected." if mine is top else f"; of “{mine['name']}”, which you expected, {cent(shares[expected])}."
    hedged = sum(bool(s["hedges"]) for s in every)
    judged = fact_share(whole, by_id, "inference") + fact_share(whole, by_id, "judgement")
    carry = f"{'1 sentence' if hedged == 1 else f'{hedged} sentences'} of {len(every)} {'carries' if hedged == 1 else 'carry'} a hedge."
    assert facts == (
        f"Facts fill {cent(shares[top['id']])} of “{top['name']}”, more than of any other section{own} "
        f"Of the whole text, {cent(fact_share(whole, by_id, 'fact'))} report and {cent(judged)} infer or judge; {carry}"
    )
    lines = dict(run(f"[...m.linesTo(value[0], 'sec0', {MAP})]", [sections, claims], "logic/glance"))
    others = sections[1:]
    top, mine = max(others, key=lambda s: lines[s["id"]]["for"]), next((s for s in others if s["id"] == expected), None)
    own = "." if not mine else ", as you expected." if mine is top else f"; from “{mine['name']}”, which you expected, {lines[expected]['for']}."
    total = sum(lines[s["id"]]["for"] for s in others)
    names = [f"“{s['name']}” ({lines[s['id']]['against']})" for s in others if lines[s["id"]]["against"]]
    told = " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
    assert thesis == (
        f"Of {total} line{'' if total == 1 else 's'} that hold the thesis up from outside it, {lines[top['id']]['for']} come from “{top['name']}”, more than from any other section{own} "
        + (f"Claims that tell against it stand in the text too: in {told}." if names else "Nothing in the text tells against it.")
    )


def cent(share: float) -> str:
    return f"{int(share * 100 + 0.5)} per cent"


@settings(max_examples=40, deadline=None)
@given(texts(), st.sampled_from(IDS), st.lists(st.sampled_from([*KINDS, None]), min_size=9, max_size=9))
def test_steps_bars_and_what_rests_on_them_are_those_of_python(text: tuple[list[dict], list[dict]], start: str, sorting: list[str | None]) -> None:
    sections, claims = text
    steps = dict(run("[...m.feltBy(new Map(value[0].map((c) => [c.id, c])), [value[1]])]", [claims, start], "logic/glance"))
    felt, edge = {start: 0}, [start]
    for id in edge:
        ups = [r["to"] for c in claims if c["id"] == id for r in c["relations"] if r["kind"] == "supports"]
        for up in ups + [c["id"] for c in claims if {"kind": "presumes", "to": id} in c["relations"]]:
            if up not in felt:
                felt[up] = felt[id] + 1
                edge.append(up)
    assert steps == {id: n for id, n in felt.items() if n}
    drawn = run("m.linesOf(new Map(value[0].map((c) => [c.id, c])), [value[1]])", [claims, start], "logic/glance")
    above = set(steps)
    assert [(x["from"], x["to"], x["kind"]) for x in drawn] == [
        (c["id"], r["to"], r["kind"]) for c in claims for r in c["relations"]
        if start in (c["id"], r["to"]) or (r["kind"] != "attacks" and {c["id"], r["to"]} <= above)
    ]  # fmt: skip
    bar = {"id": "P0.s1", "claims": [start]}
    says = run("m.restsWords(new Map(value[0].map((c) => [c.id, c])), value[1], new Set(value[2]))", [claims, bar, IDS[:3]], "logic/glance")
    top, n = len(above & set(IDS[:3])), len(above)
    far = f", {top} of them in the thesis" if top else ", none of them in the thesis"
    assert says == (f"A mistake in P0.s1 would be felt by {n} other claim{'' if n == 1 else 's'}{far}." if n else "Nothing in the register rests on P0.s1.")
    bars = run("value.flatMap((s) => s.paragraphs.flatMap(m.barsOf))", [{"paragraphs": [{**s["paragraphs"][0], "heading": ["c8"]}]} for s in sections], "logic/glance")
    expected = []
    for p in (s["paragraphs"][0] for s in sections):
        expected += [{"id": f"{p['id']}.{s['id']}", "paragraph": p["id"], "claims": s["claims"], "words": s["words"], "is": "said"} for s in p["sentences"]]
        expected += [{"id": "c8", "paragraph": p["id"], "claims": ["c8"], "words": 0, "is": "heading"}]
        expected += [{"id": c, "paragraph": p["id"], "claims": [c], "words": 0, "is": "unsaid"} for c in p["unsaid"]]
    assert bars == expected
    by_id = {c["id"]: c for c in claims}
    verdicts = run(f"value[0].map((b) => [m.verdictOf({MAP}, b.claims), m.kindsOf({MAP}, b.claims)])", [bars, claims], "logic/glance")
    for b, (verdict, kinds) in zip(bars, verdicts, strict=True):
        assert verdict == min((by_id[c]["verdict"] for c in b["claims"]), key=VERDICTS.index, default=None)
        assert kinds == list(dict.fromkeys(by_id[c]["kind"] for c in b["claims"]))
    mine = {b["id"]: kind for b, kind in zip(bars, sorting, strict=False)}
    sorted_ = [b for b in bars if b["claims"] and mine.get(b["id"])]
    like = sum(mine[b["id"]] in {by_id[c]["kind"] for c in b["claims"]} for b in sorted_)
    said = run(f"m.sortingWords(value[0], {MAP}, (b) => value[2][b.id] ?? null)", [bars, claims, mine], "logic/glance")
    many, rest = len(sorted_), len(sorted_) - like
    assert said == (f"You have sorted {many} bar{'' if many == 1 else 's'}: in {like} the register has your kind{f', in {rest} another' if rest else ''}." if many else "")


def test_a_sorting_counts_where_it_was_checked_and_a_copy_may_differ_by_two_words() -> None:
    sorted_ = [{"item": "i1", "claims": ["c1"]}, {"item": "i2", "claims": ["c1", "c2"]}, {"item": "i3", "claims": ["c3"]}]
    given_ = {"i1": {"answer": "fact"}, "i2": {"answer": "forecast", "checked": True}, "i3": {"answer": "nonsense", "checked": True}}
    assert run("[['c1'], ['c2'], ['c3'], ['c9'], []].map((c) => m.sortedKind(c, value[0], (id) => value[1][id]))", [sorted_, given_], "logic/glance") == ["forecast", "forecast", None, None, None]
    lengths = "[0, 1, 3, 4, 6, 7].map((words) => m.ownSentence('One two three four.', [{ id: 's1', words, claims: [] }], 0))"
    whole = "One two three four."
    assert run(lengths, None, "logic/glance") == [None, None, whole, whole, whole, None]
    assert run("m.share([], new Map(), 'fact')", None, "logic/glance") == 0
    assert run("m.sentences('Mr. X came. Mrs. Y and Dr. Z went.[3] “So?” He said no.  ')", None, "logic/glance") == ["Mr. X came.", "Mrs. Y and Dr. Z went.", "“So?”", "He said no."]


WORD = st.sampled_from(["Alpha", "beta", "gamma,", "St. Petersburg", "2024", "‘delta’", "U", "epsilon"])
SENTENCE = st.lists(WORD, min_size=1, max_size=8).map(lambda ws: "Once " + " ".join(ws))
PARAGRAPH = st.lists(st.tuples(SENTENCE, st.sampled_from([".", "?", "!", ".[1]", ".”"])), min_size=1, max_size=6).map(lambda all_: "  ".join(s + end for s, end in all_))


@settings(max_examples=30, deadline=None)
@given(PARAGRAPH)
def test_a_copy_is_divided_in_the_page_as_the_text_was_for_the_data(paragraph: str) -> None:
    found = run("m.sentences(value)", paragraph, "logic/glance")
    assert found == sentences(paragraph)
    assert len(found) == len(re.findall(r"Once ", paragraph))
    assert " ".join(found) == re.sub(r"\[1\]", "", " ".join(paragraph.split()))
    lengths = [{"id": f"s{n}", "words": len(s.split()), "claims": []} for n, s in enumerate(found)]
    assert [run("m.ownSentence(value[0], value[1], value[2])", [paragraph, lengths, n], "logic/glance") for n in range(len(found))] == found
    assert run("m.ownSentence(value[0], value[1], 0)", [paragraph, [*lengths, lengths[0]]], "logic/glance") is None


def test_a_hedge_lies_where_it_stands() -> None:
    assert measured("It is likely, in 2023 and 2024, that it can’t be.", ["Likely", "that it can't"]) == {"words": 11, "hedges": [2, 7], "years": [2023, 2024]}


def test_the_texts_numbers_are_whole_and_every_claim_has_its_sentence() -> None:
    course = load(ROOT)
    for p in course.paragraphs.values():
        assert sum(s.words for s in p.sentences) == p.words
        assert all(h < s.words for s in p.sentences for h in s.hedges)
    assert list(rules.placed(course)) == []
    text = (ROOT / "book/data/paragraphs.yml").read_text("utf-8")
    for line in re.findall(r"\{id: s\d+.*\}", text):
        assert re.fullmatch(r"\{id: s\d+, words: \d+, claims: \[[A-Z0-9., p]*\], hedges: \[[\d, ]*\], years: \[[\d, ]*\]\}", line), line


def test_the_numbers_are_written_from_a_copy_and_a_wrong_copy_is_refused(tmp_path: Path) -> None:
    (tmp_path / "book/data").mkdir(parents=True)
    (tmp_path / "_toc.yml").write_text("", "utf-8")
    (tmp_path / "_config.yml").write_text("", "utf-8")
    (tmp_path / "book/data/paragraphs.yml").write_text("- {id: T1, section: One, opens: Once there was …, words: 9, gist_md: A tale.}\n", "utf-8")
    copy = tmp_path / "copy.txt"
    copy.write_text("Once there was a king. He reigned in 1949.\n", "utf-8")
    assert write_sentences(load(tmp_path), copy) == 2
    made = load(tmp_path).paragraphs["T1"].sentences
    assert [(s.id, s.words, s.years) for s in made] == [("s1", 5, ()), ("s2", 4, (1949,))]
    assert "king" not in (tmp_path / "book/data/paragraphs.yml").read_text("utf-8")
    copy.write_text("Once there was a king. He reigned in 1949 or so.\n", "utf-8")
    with pytest.raises(ValueError, match="11 words"):
        write_sentences(load(tmp_path), copy)


def test_the_frame_has_a_row_a_sentence_with_the_learners_kind() -> None:
    resolved = TextGlance.resolve(load(ROOT), Reference("text_glance", "glance-01"))
    made = TextGlance("glance-01")
    made.work = {"glance-01": {"kinds": {"A1.s7": "inference"}}}
    frame = made.to_frame()
    assert len(frame) == sum(len(p["sentences"]) for s in resolved.content["sections"] for p in s["paragraphs"]) == 93
    row = frame.set_index("sentence").loc["A1.s7"]
    assert (row["words"], row["kinds"], row["years"], row["mine"]) == (45, ("inference", "fact"), (2023, 2024), "inference")
    assert "wrong" in row["verdicts"]
    assert "claim-sorter-01/s1" in resolved.reads
