"""What the export formats share: the contract, Markdown to HTML, plain text, XML text, and zips with the same bytes each time."""

from __future__ import annotations

import hashlib
import html
import io
import math
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..content import Course
from ..model import Blank, FillIn, Interpretive, Matching, Numeric, Question
from ..words import markdown_html

STAMP = (2024, 12, 3, 0, 0, 0)
"""The time that every file of a zip bears, so that equal content gives equal bytes."""

Notes = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Exported:
    """A finished export, and what it does not hold: (question id, why) for whatever is missing or changed."""

    data: bytes
    left_out: Notes


@dataclass(frozen=True)
class Format:
    """A format: its name on the command line, its file suffix, what it is for, and the function that writes it."""

    name: str
    suffix: str
    help: str
    write: Callable[[Course, Sequence[Question], str], Exported]


def rich(source: str) -> str:
    """Return Markdown as HTML in which no character is one that XML forbids."""
    return xml_text(markdown_html(source))


def block(source: str) -> str:
    """Return Markdown as HTML that stands by itself: a lone paragraph keeps its ``<p>``."""
    made = rich(source)
    return made if re.match(r"<(p|ul|ol|pre|table|blockquote|h\d|hr)\b", made) else f"<p>{made}</p>"


def plain(source: str) -> str:
    """Return Markdown as one line of plain text."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", "", rich(source)))).strip()


def short(source: str, room: int = 60) -> str:
    """Return the beginning of Markdown as plain text, cut at a word where it is longer than `room`; gaps are ``___``."""
    text = re.sub(r"\{\{\d+\}\}", "___", plain(source))
    return text if len(text) <= room else text[:room].rsplit(" ", 1)[0] + " …"


_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Return `text` with U+FFFD for each character that XML 1.0 forbids, and plain line ends."""
    return _FORBIDDEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def escape(text: str) -> str:
    """Return plain text as HTML or XML."""
    return html.escape(xml_text(text), quote=False)


def xml_notes(bank: Sequence[Question]) -> Iterator[tuple[str, str]]:
    """Yield the questions with a character that XML forbids."""
    for q in bank:
        if any(_FORBIDDEN.search(text) for text in _texts(q.model_dump())):
            yield q.id, "in part: a control character that XML forbids stands as U+FFFD"


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _texts(part)


def tag_notes(bank: Sequence[Question]) -> Iterator[tuple[str, str]]:
    """Yield every question, for a format that has no tags."""
    for q in bank:
        yield q.id, "in part: the format has no tags: outcomes, Bloom level, difficulty, sources and tags are not in it"


def hint_notes(bank: Sequence[Question]) -> Iterator[tuple[str, str]]:
    """Yield the questions with hints, for a format that has none."""
    for q in bank:
        if q.hints_md:
            yield q.id, "in part: the format has no hints"


def confidence_notes(bank: Sequence[Question]) -> Iterator[tuple[str, str]]:
    """Yield the questions that ask how sure the learner is, which no learning management system does."""
    for q in bank:
        if q.confidence:
            yield q.id, "in part: the format cannot ask how sure the learner is"


def chapter_of(q: Question) -> str:
    """Return the slug of a question's chapter."""
    return q.id.rsplit("/", 1)[0]


def by_chapter(bank: Sequence[Question]) -> dict[str, list[Question]]:
    """Return the questions by chapter, in the order met."""
    found: dict[str, list[Question]] = {}
    for q in bank:
        found.setdefault(chapter_of(q), []).append(q)
    return found


def labels(q: Question) -> list[str]:
    """Return the tags of a question: its own, and its outcomes, Bloom level, difficulty, paragraphs, claims and sources."""
    found = [*q.tags, *(f"outcome {o}" for o in q.outcomes), f"bloom {q.bloom}", f"difficulty {q.difficulty}"]
    found += [f"{name[:-1]} {id}" for name, ids in q.names() if name != "outcomes" for id in ids]
    return list(dict.fromkeys(found))


def key(*parts: str) -> str:
    """Return sixteen hexadecimal digits that are the same for the same parts."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:16]


def shuffled(n: int, seed: str) -> list[int]:
    """Return an order of 0 … n-1 that is the same for the same seed and never the key itself."""
    order = sorted(range(n), key=lambda i: hashlib.sha256(f"{seed}#{i}".encode()).digest())
    return order if order != sorted(order) or n < 2 else [*order[1:], order[0]]


def answers_of(q: Matching) -> list[str]:
    """Return the different answers of a matching question, distractors included, sorted so that their order says nothing."""
    return sorted({*(p.answer for p in q.pairs), *q.distractors}, key=lambda a: (a.casefold(), a))


def forms(blank: Blank) -> list[str]:
    """Return the forms accepted for a gap, with plain dashes and quotes and without accents, each once.

    The book folds these when it compares; a learning management system compares letter by letter, save for their case.
    """
    found: dict[str, str] = {}
    for form in blank.accepted:
        flat = "".join(c for c in unicodedata.normalize("NFKD", form) if not unicodedata.combining(c))
        flat = re.sub("[\u2010-\u2015\u2212]", "-", re.sub("[\u2018\u2019\u02bc]", "'", re.sub("[\u201c\u201d]", '"', flat)))
        for text in (form, flat):
            text = re.sub(r"\s+", " ", xml_text(text)).strip()
            found.setdefault(text.casefold(), text)
    return [text for text in found.values() if text]


def with_gaps(q: FillIn, gap: Callable[[int], str], text: Callable[[str], str] = lambda t: t) -> str:
    """Return the prompt as HTML with ``gap(n)`` for the first ``{{n}}``, and `text` applied to all between.

    A gap that Markdown has swallowed (in a link's address, say) is put at the end, so that none is lost.
    """
    parts = re.split(r"\{\{(\d+)\}\}", block(q.prompt_md))
    left = list(range(1, len(q.blanks) + 1))
    out = [text(parts[0])]
    for number, after in zip(parts[1::2], parts[2::2], strict=True):
        n = int(number)
        if n in left:
            left.remove(n)
            out.append(gap(n))
        else:
            out.append(f"[{number}]" if 1 <= n <= len(q.blanks) else text(f"{{{{{number}}}}}"))
        out.append(text(after))
    return "".join(out) + "".join(f" {gap(n)}" for n in left)


def html_list(items: Sequence[str], ordered: bool = False) -> str:
    """Return an HTML list of items that are HTML already."""
    tag = "ol" if ordered else "ul"
    return f"<{tag}>" + "".join(f"<li>{item}</li>" for item in items) + f"</{tag}>"


def readings_prompt(q: Interpretive) -> str:
    """Return the prompt of an interpretive question with its readings, as a task to write about."""
    readings = html_list([rich(r.text_md) for r in q.readings], ordered=True)
    return f"{block(q.prompt_md)}{readings}<p>Say which reading you would defend, and what it must explain. This earns no marks.</p>"


def readings_feedback(q: Interpretive) -> str:
    """Return what each reading must explain, as HTML."""
    return html_list(
        [
            f"{rich(r.text_md)} <em>{'Defensible' if r.defensible else 'Strained'}; it must explain:</em> {rich(r.must_explain_md)}"
            for r in q.readings
        ],
        ordered=True,
    )


def marker_notes(q: Question) -> str:
    """Return what a marker needs as HTML: key ideas or rubric, and the model answer; empty for other kinds."""
    if q.kind == "interpretive":
        return readings_feedback(q)
    if q.kind == "short-answer":
        ideas = html_list([f"{rich(i.text_md)} — {rich(i.feedback_md)}" for i in q.ideas])
        return f"<p>Key ideas (the mark is the share of them that the answer has):</p>{ideas}<p>Model answer:</p>{block(q.model_answer_md)}"
    if q.kind == "essay":
        rows = "".join(
            f"<tr><th>{escape(c.criterion)}</th>" + "".join(f"<td>{n}: {rich(level)}</td>" for n, level in enumerate(c.levels_md)) + "</tr>"
            for c in q.rubric
        )
        return f"<p>Rubric (the mark is the mean of level / best level):</p><table><tbody>{rows}</tbody></table><p>Model answer:</p>{block(q.model_answer_md)}"
    return ""


def length_note(q: Question) -> str:
    """Return how long the answer of an open question should be, as HTML; empty for other kinds."""
    if q.kind == "short-answer":
        return f"<p>At most {q.words_max} words.</p>"
    return f"<p>{q.words_min} to {q.words_max} words.</p>" if q.kind == "essay" else ""


def points(q: Question) -> int:
    """Return what a question is worth: one mark, as in the book, and none for an interpretive question."""
    return 0 if q.kind == "interpretive" else 1


def decimal(value: float) -> str:
    """Return a finite number in plain decimal digits, without an exponent or a superfluous ``.0``."""
    text = format(Decimal(repr(float(value))), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def finite(q: Question) -> bool:
    """Return whether every number that a question needs is one."""
    return q.kind != "numeric" or all(math.isfinite(n) for n in (q.answer, q.tolerance, *(t for t, _ in q.traps)))


NOT_FINITE = "left out: its answer, tolerance or a trap is not a finite number"


def number_note(q: Numeric) -> str:
    """Return what to type, as HTML: a number, and its unit."""
    unit = escape(q.unit)
    return f"<p>Give a number {unit}.</p>" if unit.startswith("(") else f"<p>Give a number (unit: {unit}).</p>"


def part_feedback(q: Question) -> str:
    """Return the feedback on each part of a matching or an ordering question in one list, as HTML; empty for other kinds."""
    if q.kind == "matching":
        return html_list([f"{rich(p.stem_md)} — <strong>{escape(p.answer)}</strong>. {rich(p.feedback_md)}" for p in q.pairs])
    if q.kind == "ordering":
        return html_list([f"{rich(i)} — {rich(f)}" for i, f in zip(q.items_md, q.feedback_md, strict=True)], ordered=True)
    return ""


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """Return a zip of `files` in the order given, with fixed times and modes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, STAMP)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            archive.writestr(entry, data if isinstance(data, bytes) else data.encode("utf-8"))
    return out.getvalue()
