"""Class codes: a learner's work on one exercise as a short text that a chat carries, and back (`front/src/logic/codes.ts` is its twin).

``TC1-ACH11-3G7-K7Q4ZD-…-9M2X``: the format, the exercise's name, its layout and two signs of its wording, the learner's mark, the answers as
one number in mixed radix, a check of twenty bits over all before. Pure: text and numbers in, text and numbers out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from ..course.codes import SIGNS
from ..model.codes import CodedPart, CodeLayout
from .lots import seed_of

FORMAT = "TC1"
LONGEST = 110
FOLDED = str.maketrans("OILoil", "011011")
_VALUE = {sign: n for n, sign in enumerate(SIGNS)}
_HEAD = re.compile(r"TC1-([0-9A-HJKMNP-TV-Z]{2,8})-([0-9A-HJKMNP-TV-Z])([0-9A-HJKMNP-TV-Z]{2})-([0-9A-HJKMNP-TV-Z]{6})-")
_MARK = re.compile("[0-9A-HJKMNP-TV-Z]{6}")

Work = Mapping[str, Any]


@dataclass(frozen=True)
class Code:
    """A code as read: which layout, which wording, whose mark, and the digits (0 where nothing was said)."""

    layout: CodeLayout
    wording: str
    mark: str
    digits: tuple[int, ...]

    def rows(self) -> Iterator[tuple[str, str, str, Any]]:
        """Yield block, row, part and value of whatever was said."""
        at = iter(self.digits)
        for block in self.layout.blocks:
            for row in block.ids:
                for part in block.parts:
                    if digit := next(at):
                        yield block.id, row, part.id, value_of(part, digit)


def crc20(text: str) -> int:
    """Return a check over ASCII text: a cyclic code of degree 20, so that whatever changes within twenty bits is always found."""
    check = 0xFFFFF
    for byte in text.encode("ascii"):
        check = (check << 8 & 0xFFFFF) ^ _TABLE[check >> 12 ^ byte]
    return check


def _shifted(byte: int) -> int:
    check = byte << 12
    for _ in range(8):
        check = (check << 1) ^ 0x100009 if check & 0x80000 else check << 1  # x²⁰ + x³ + 1
    return check


_TABLE = [_shifted(byte) for byte in range(256)]


def signs(number: int, length: int) -> str:
    """Return a number in `length` signs."""
    return "".join(SIGNS[number >> 5 * n & 31] for n in range(length - 1, -1, -1))


def number_of(text: str) -> int:
    """Return the number that signs write."""
    found = 0
    for sign in text:
        found = found << 5 | _VALUE[sign]
    return found


def digit_of(part: CodedPart, state: Any, row: str) -> int:
    """Return the digit of a judgement in a state; 0 where there is none that the scale has."""
    found = [_follow(state, path, row) for path in part.paths]
    value: Any = found if len(found) == 2 else found[0]
    match part.kind:
        case "steps":
            return 0 if not _number(value) else 1 + _step(part, value)
        case "range":
            if not (isinstance(value, list) and len(value) == 2 and _number(value[0]) and _number(value[1])):
                return 0
            low, high = sorted((_step(part, value[0]), _step(part, value[1])))
            return 1 + high * (high + 1) // 2 + low
        case "choice":
            text = "true" if value is True else "false" if value is False else str(int(value)) if _number(value) and value == int(value) else value
            return part.values.index(text) + 1 if isinstance(text, str) and text in part.values else 0
        case "set":
            return 1 + sum(1 << n for n, one in enumerate(part.values) if one in value) if isinstance(value, list) else 0
    return 0 if not _number(value) else 1 if value <= 0 else 3 if value >= 1 else 2


def value_of(part: CodedPart, digit: int) -> Any:
    """Return what a digit above 0 says: a number, ``[low, high]``, a value, a list of values, or 0, 0.5, 1."""
    n = digit - 1
    match part.kind:
        case "steps":
            return round(part.low + n * part.step, 6)
        case "range":
            high = 0
            while (high + 1) * (high + 2) // 2 <= n:
                high += 1
            return [part.low + (n - high * (high + 1) // 2) * part.step, part.low + high * part.step]
        case "choice":
            return part.values[n]
        case "set":
            return [one for i, one in enumerate(part.values) if n >> i & 1]
    return n / 2


def digits_of(layout: CodeLayout, work: Work) -> tuple[int, ...]:
    """Return the digits of a learner's work; what was not committed says nothing."""
    found = []
    for block in layout.blocks:
        for row in block.ids:
            state = work.get(block.at.replace("{id}", row), {})
            committed = _follow(work.get(block.when_at, {}) if block.when_at else state, block.when, row)
            counts = committed is not None and committed is not False and committed != 0
            found += [digit_of(part, state, row) if counts else 0 for part in block.parts]
    return tuple(found)


def encode(layout: CodeLayout, wording: str, mark: str, digits: Sequence[int]) -> str:
    """Return the code."""
    number = 0
    for digit, radix in zip(digits, layout.radices, strict=True):
        number = number * radix + digit
    body = f"{FORMAT}-{layout.name}-{SIGNS[layout.number]}{wording}-{mark}-{signs(number, layout.length)}-"
    return body + signs(crc20(body), 4)


@dataclass(frozen=True)
class Coded:
    """An exercise whose work in a file is read as a code: its newest layout and wording, where its mark is kept, and the fingerprint of each piece of work."""

    layout: CodeLayout
    wording: str
    mark_at: str
    prints: Mapping[str, str]


def of_file(text: str, exercises: Iterable[Coded]) -> str | None:
    """Return the codes that a learner's file holds, a line each; `None` where the text is no such file.

    Nothing else of it is read. The mark is the learner's own where the file has one; else it is made from the file, so that the same
    file counts once. Work done on another wording is a code of another wording.
    """
    try:
        data = json.loads(text, parse_constant=_refused)
    except (ValueError, RecursionError):
        return None
    items = data.get("items") if isinstance(data, dict) and data.get("format") == "thirdcorner-record" else None
    if not isinstance(items, dict):
        return None
    known = {id: e for id, e in items.items() if isinstance(e, dict) and isinstance(e.get("state"), dict)}
    lines, made = [], ""
    for one in exercises:
        digits = digits_of(one.layout, {id: known[id]["state"] for id in one.prints if id in known})
        if not any(digits):
            continue
        made = made or signs(seed_of(text) & 0x3FFFFFFF, 6)
        mark = known[one.mark_at]["state"].get("mark") if one.mark_at in known else None
        same = all(known[id].get("hash") == one.prints[id] for id in one.prints if id in known)
        wording = one.wording if same else "00" if one.wording != "00" else "01"
        lines.append(encode(one.layout, wording, mark if isinstance(mark, str) and _MARK.fullmatch(mark) else made, digits))
    return "\n".join(lines)


def _refused(name: str) -> Any:
    raise ValueError(name)


def whole(layout: CodeLayout) -> int:
    """Return how many characters a layout's codes have."""
    return 4 + len(layout.name) + 1 + 4 + 7 + layout.length + 5


def decode(text: str, layouts: Mapping[tuple[str, str], CodeLayout]) -> Code | None:
    """Return the code that a text is, whole and without spaces (either case, O for 0, I and L for 1); `None` where it is none."""
    text = text.translate(FOLDED).upper()
    head = _HEAD.match(text)
    layout = layouts.get((head[1], head[2])) if head else None
    if head is None or layout is None or len(text) != whole(layout) or text[-5] != "-":
        return None
    answers, check = text[head.end() : -5], text[-4:]
    if not all(s in _VALUE for s in answers + check) or number_of(check) != crc20(text[:-4]):
        return None
    number = number_of(answers)
    if number >= prod(layout.radices):
        return None
    digits = []
    for radix in reversed(layout.radices):
        number, digit = divmod(number, radix)
        digits.append(digit)
    return Code(layout, head[3], head[4], tuple(reversed(digits)))


def layouts_by_sign(layouts: Sequence[CodeLayout]) -> dict[tuple[str, str], CodeLayout]:
    """Return layouts by name and the sign of their number."""
    return {(layout.name, SIGNS[layout.number]): layout for layout in layouts}


def _follow(state: Any, path: Sequence[str], row: str) -> Any:
    for name in path:
        state = state.get(name.replace("{id}", row)) if isinstance(state, Mapping) else None
    return state


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9


def _step(part: CodedPart, value: float) -> int:
    return max(0, min(part.steps - 1, int((value - part.low) / part.step + 0.5))) if value > part.low else 0
