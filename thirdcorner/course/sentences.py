"""The text's sentences as numbers: how long each is, where its hedges lie, which years it names; never a word of it.

What the text is divided by is the same in ``front/src/logic/glance.ts``, which finds a sentence in a reader's own copy.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from .read import Course
from .sketch import lines_of
from .sketch import words as folded

_END = re.compile(r"(?<!\bSt\.)(?<!\bMr\.)(?<!\bMrs\.)(?<!\bDr\.)(?<=[.?!])([’”]?)(?:\[\d+\])?\s+(?=[‘“]?[A-Z0-9])")
_NOTE = re.compile(r"\[\d+\]")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def sentences(paragraph: str) -> list[str]:
    """Return the sentences of a paragraph, without the numbers of notes; nothing else is changed but white space."""
    parts = _END.split(" ".join(paragraph.split()))
    joined = [a + b for a, b in zip(parts[::2], [*parts[1::2], ""], strict=True)]
    return [_NOTE.sub("", s).strip() for s in joined if s.strip()]


def measured(sentence: str, hedges: list[str]) -> dict[str, Any]:
    """Return a sentence's number of words, the place of each hedge in it (how many words stand before), and the years it names."""
    flat = sentence.casefold().replace("'", "’")
    at = [flat.find(h.casefold().replace("'", "’")) for h in hedges]
    places = sorted({len(flat[:i].split()) for i in at if i >= 0})
    return {"words": len(sentence.split()), "hedges": places, "years": sorted({int(y) for y in _YEAR.findall(sentence)})}


def write_sentences(course: Course, copy: Path) -> int:
    """Write what `measured` finds in `copy` (plain text, a paragraph a line) into ``paragraphs.yml``; return how many sentences.

    Which claims a sentence makes is kept as it stands there. Raises `ValueError` where a paragraph is missing, is longer or shorter
    than it is said to be, or has another number of sentences, and where a claim's hedge stands in none of its sentences.
    """
    lines = lines_of(copy)
    path = course.root / "book" / "data" / "paragraphs.yml"
    yaml = YAML()
    yaml.width, yaml.preserve_quotes = 4000, True
    entries = yaml.load(path.read_text("utf-8"))
    many = 0
    for entry in entries:
        start = folded(entry["opens"])
        line = next((x for x in lines if folded(x)[: len(start)] == start), None)
        if line is None:
            raise ValueError(f"{copy.name} has no paragraph that opens like {entry['id']}: give the whole text, one paragraph a line")
        found, kept = sentences(line), entry.get("sentences") or []
        if kept and len(kept) != len(found):
            raise ValueError(f"{entry['id']} has {len(found)} sentences in {copy.name} and {len(kept)} in paragraphs.yml: mend the list by hand")
        if sum(len(s.split()) for s in found) != entry["words"]:
            raise ValueError(f"{entry['id']} has {sum(len(s.split()) for s in found)} words in {copy.name} and {entry['words']} in paragraphs.yml")
        made = [yaml.map(id=f"s{n}", words=0, claims=_flow(yaml, kept[n - 1]["claims"] if kept else []), hedges=[], years=[]) for n in range(1, len(found) + 1)]
        for sentence, text in zip(made, found, strict=True):
            hedges = [h for id in sentence["claims"] for h in hedges_of(course, id)]
            for name, value in measured(text, hedges).items():
                sentence[name] = _flow(yaml, value) if isinstance(value, list) else value
            sentence.fa.set_flow_style()
        _all_placed(course, entry["id"], made, found)
        entry["sentences"] = made
        many += len(made)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        yaml.dump(entries, file)
    return many


def hedges_of(course: Course, claim: str) -> list[str]:
    """Return the words by which the register says that the text hedges a claim."""
    return [h.strip() for h in (course.claims[claim].hedge or "").split(";") if h.strip()]


def _all_placed(course: Course, paragraph: str, made: list[Any], found: list[str]) -> None:
    for claim in (c for c in course.claims.values() if c.paragraph == paragraph):
        mine = " ".join(text for sentence, text in zip(made, found, strict=True) if claim.id in sentence["claims"])
        for hedge in hedges_of(course, claim.id) if mine else []:
            if measured(mine, [hedge])["hedges"] == []:
                raise ValueError(f"the hedge of {claim.id} stands in none of its sentences: name the claim in the right one")


def _flow(yaml: YAML, values: list[Any]) -> Any:
    made = yaml.seq(values)
    made.fa.set_flow_style()
    return made
