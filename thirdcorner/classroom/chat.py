"""Find class codes in whatever a class pasted: a chat, a forum, a mail, a column of a table (`front/src/logic/chat.ts` is its twin).

Chat programs break lines, quote, put dashes and emphasis of their own, and make links. So the text is folded first, and white space
inside a code is crossed for as long as its length and check come out. Nothing of the text but codes and line numbers leaves here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ..course.codes import SIGNS
from ..model.codes import CodeLayout
from .codes import FOLDED, LONGEST, Code, crc20, decode, number_of, whole

_NAMED = {
    "nbsp": " ", "ndash": "-", "mdash": "-", "minus": "-", "hyphen": "-", "dash": "-", "shy": " ", "zwj": " ",
    "zwnj": " ", "lrm": " ", "rlm": " ", "amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'",
}  # fmt: skip
_ENTITY = re.compile(r"&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z]{2,6}));", re.I)
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:[ \t\n][^<>]*)?/?>")
_QUOTE = re.compile(r"^[ \t]*(?:[>|][ \t]*)+", re.M)
_SPLIT = re.compile(r"(&#?[0-9a-z]{0,8})=[ \t]*\n([#0-9a-z]{0,8};)", re.I)
"""An entity in which a mail's line ends."""
_SOFT_END = re.compile(r"=[ \t]*\n")
_NOTHING = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff*_~`\\\\]")
_DASH = re.compile("[\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d]")
_START = re.compile(r"(?<![A-Za-z0-9])[Tt][ \n\t]{0,9}[Cc][ \n\t]{0,9}[1IiLl][ \n\t]{0,9}-")
_LIKE = re.compile(r"(?<![A-Za-z0-9-])[A-Za-z0-9]{2,4}-([A-Za-z0-9]{2,8})-[A-Za-z0-9]{3}-[A-Za-z0-9]")
_CUT = re.compile(r"\.\.\.(?![A-Za-z0-9-])")
_TAIL = re.compile(r"[A-Za-z0-9]{3}-(?=[A-Za-z0-9]{6}-[A-Za-z0-9])")
"""A layout, a wording and a mark: where a code's beginning is spoilt, what follows is whole."""
_BLANK = " \t\n"
_HEAD = 24
"""So many characters at most stand before a code's tail."""
_ALIKE = frozenset("0123456789ABCDEFGHJKMNPQRSTVWXYZ-")


@dataclass(frozen=True)
class Met:
    """Something like a code in a text: on which line, and the code where it is one; else why not (``damaged``, ``newer``, ``unknown``)."""

    line: int
    code: Code | None
    why: str = ""


@dataclass
class Tally:
    """What a class's texts hold, after doublets: by name of exercise and mark, the last code."""

    codes: dict[tuple[str, str], Code] = field(default_factory=dict)
    twice: int = 0
    damaged: list[tuple[str, int]] = field(default_factory=list)
    newer: int = 0
    unknown: int = 0

    def take(self, met: Iterable[Met], where: str = "") -> None:
        """Add what was met in a text; the same mark again replaces the code before."""
        for one in met:
            if one.code:
                key = (one.code.layout.name, one.code.mark)
                self.twice += key in self.codes
                self.codes[key] = one.code
            elif one.why == "damaged":
                self.damaged.append((where, one.line))
            elif one.why == "newer":
                self.newer += 1
            else:
                self.unknown += 1


def folded(text: str) -> str:
    """Return a text with what chat adds taken back, its lines as they were."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _ENTITY.sub(_entity, _SOFT_END.sub("\n", _SPLIT.sub(r"\1\2\n", text)))
    text = unicodedata.normalize("NFKC", text)
    text = _TAG.sub(lambda m: " " + "\n" * m[0].count("\n"), text)
    text = _NOTHING.sub(" ", text)
    return _QUOTE.sub("", _DASH.sub("-", text))


def find(text: str, layouts: Mapping[tuple[str, str], CodeLayout]) -> Iterator[Met]:
    """Yield every code of a text, in order, and every place where one is damaged or of an edition not known here."""
    text = folded(text)
    names = {name for name, _ in layouts}
    near = {form for name in names for form in _nearly(f"TC1{name}")}
    line, counted, end, told = 1, 0, 0, -_HEAD
    for start, tail in _starts(text, names):
        if start < end or (tail and (start - told < _HEAD or not _headed(text[max(0, start - _HEAD) : start], near))):
            continue
        line, counted = line + text.count("\n", counted, start), start
        met, after = ((None, "damaged"), start) if tail else _read(text, start, layouts, near)
        end = max(after, start + 3)
        if met is not None:
            told = start
            yield Met(line, *met)


def _starts(text: str, names: set[str]) -> list[tuple[int, bool]]:
    """Return where codes begin, where something begins that has a code's shape and a known name but another beginning, and (true) where
    what follows a code's beginning may stand.
    """
    sure = [m.start() for m in _START.finditer(text)]
    like = [m.start() for m in _LIKE.finditer(text) if m[1].translate(FOLDED).upper() in names]
    return sorted([*((n, False) for n in {*sure, *like}), *((m.start(), True) for m in _TAIL.finditer(text))])


def _nearly(head: str) -> set[str]:
    """Return a head without its hyphens, and what is left of it without one sign: two that share a form differ by a slip."""
    return {head, *(head[:n] + head[n + 1 :] for n in range(len(head)))}


def _headed(before: str, near: set[str]) -> bool:
    """Return whether what stands before a code's tail is its beginning, but for a slip."""
    head = "".join(s for s in before.translate(FOLDED).upper() if s in SIGNS)
    return any(not near.isdisjoint(_nearly(head[-length:])) for length in range(4, min(13, len(head)) + 1))


def _read(text: str, start: int, layouts: Mapping[tuple[str, str], CodeLayout], near: set[str]) -> tuple[tuple[Code | None, str] | None, int]:
    """Return what stands at a place, and where it ends; nothing where nothing like a code does, or the beginning of one that a reply quotes (``TC1-ACH11-3G…``)."""
    found: list[str] = []
    ends: list[int] = []
    at, gap = start, 0
    while at < len(text) and len(found) < LONGEST and gap < 60:
        sign = text[at]
        at += 1
        if sign in _BLANK:
            gap += 1
            continue
        sign = sign.translate(FOLDED).upper() if sign.isascii() else ""
        if sign not in _ALIKE:
            break
        gap = 0
        found.append(sign)
        ends.append(at)
    canon = "".join(found)
    parts = canon.split("-", 3)
    layout = layouts.get((parts[1], parts[2][:1])) if len(parts) > 2 else None
    if ends and len(canon) < (whole(layout) if layout else LONGEST) - 1 and _CUT.match(text, ends[-1]):
        return None, ends[-1]
    if len(parts) < 4 or not 2 <= len(parts[1]) <= 8 or len(parts[2]) != 3:
        told = len(parts) > 2 and parts[0] == "TC1" and not near.isdisjoint(_nearly(f"TC1{parts[1]}"))
        return (None, "damaged") if told else None, start + 3
    if layout is not None and len(canon) >= (length := whole(layout)) and _bounded(text, ends[length - 1]):
        code = decode(canon[:length], layouts)
        if code:
            return (code, ""), ends[length - 1]
    elif layout is None and (length := _closed(text, canon, ends)):
        return (None, "newer" if any(name == parts[1] for name, _ in layouts) else "unknown"), ends[length - 1]
    return (None, "damaged"), start + 3


def _closed(text: str, canon: str, ends: list[int]) -> int:
    """Return the length of a code whose layout is not known here; 0 where no check comes out."""
    for length in range(24, len(canon) + 1) if canon.startswith("TC1-") else ():
        check = canon[length - 4 : length]
        shaped = canon[length - 5] == "-" and all(s in SIGNS for s in check) and _bounded(text, ends[length - 1])
        if shaped and number_of(check) == crc20(canon[: length - 4]):
            return length
    return 0


def _bounded(text: str, end: int) -> bool:
    return end >= len(text) or not (text[end].isascii() and (text[end].isalnum() or text[end] == "-"))


def _entity(match: re.Match[str]) -> str:
    if match[3]:
        return _NAMED.get(match[3].lower(), match[0])
    number = int(match[1], 16) if match[1] else int(match[2])
    return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else match[0]
