"""The forms of a typed answer, listed: what the book folds when it compares, and a platform compares letter by letter."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from itertools import product

from ...course.formats import PER_CENT, finite
from ...model import Blank, Numeric
from .wording import xml_text

ROOM = 120
"""At most so many forms are listed for one gap; what the author wrote comes first."""
MIXED = 1000
"""Where one form could be written in more ways, those that write the same sign in two ways are not gone through."""
_DASH = re.compile("[-\u2010-\u2015\u2212]")
_DASHES = ("-", "–", "—", "−")
_QUOTE, _APOSTROPHE = re.compile('["\u201c\u201d]'), re.compile("['\u2018\u2019\u02bc]")


def decimal(value: float) -> str:
    """Return a finite number in plain decimal digits, without an exponent or a superfluous ``.0``."""
    text = format(Decimal(repr(float(value))), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def forms(blank: Blank) -> list[str]:
    """Return the forms accepted for a gap: as written, and with the dashes, quotation marks, spaces and accents that the book folds.

    A form that differs in letter case alone is the same. Those with the fewest changes come first.
    """
    written = [text for form in blank.accepted if (text := re.sub(r"\s+", " ", xml_text(form)).strip())]
    same = [varied for text in written for varied in _varied(text)]
    mixed = [varied for text in written if _count(text) <= MIXED for varied in _mixed(text)]
    return _once([*written, *same, *mixed])[:ROOM]


def cut(blank: Blank) -> bool:
    """Return whether the list of `forms` had to end before all were in it."""
    written = [re.sub(r"\s+", " ", xml_text(form)).strip() for form in blank.accepted]
    if any(_count(text) > MIXED for text in written):
        return True
    return len(_once(varied for text in written for varied in (*_varied(text), *_mixed(text)))) > ROOM


def _once(texts: Iterable[str]) -> list[str]:
    found: dict[str, str] = {}
    for text in texts:
        found.setdefault(text.casefold(), text)
    return [text for text in found.values() if text]


def _varied(text: str) -> list[str]:
    """Return a form with each kind of sign written in each way, the fewest changes first."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.category(c).startswith("M"))
    ways = [
        [text, bare] if bare != text else [text],
        [None, *_DASHES] if _DASH.search(bare) else [None],
        [None, '""', "“”"] if _QUOTE.search(bare) else [None],
        [None, "'", "’"] if _APOSTROPHE.search(bare) else [None],
        [None, "\u00a0", "  "] if " " in bare else [None],
    ]
    made = []
    for n, (base, dash, quotes, apostrophe, space) in enumerate(product(*ways)):
        form = str(base)
        form = _DASH.sub(dash, form) if dash else form
        form = _quoted(form, quotes) if quotes else form
        form = _APOSTROPHE.sub(apostrophe, form) if apostrophe else form
        form = form.replace(" ", space) if space else form
        made.append((sum(w is not None for w in (dash, quotes, apostrophe, space)) + (base != text), n, form))
    return [form for _, _, form in sorted(made)]


def _ways(text: str) -> list[list[str]]:
    """Return each sign of a form in every way that it may be written."""
    found = []
    for c in unicodedata.normalize("NFC", text):
        bare = "".join(part for part in unicodedata.normalize("NFKD", c) if not unicodedata.category(part).startswith("M"))
        if _DASH.fullmatch(c):
            found.append([c, *_DASHES])
        elif _APOSTROPHE.fullmatch(c):
            found.append([c, "'", "’"])
        elif c == " ":
            found.append([c, "\u00a0", "  "])
        else:
            found.append([c, bare] if bare != c and not _QUOTE.fullmatch(c) else [c])
    return found


def _count(text: str) -> int:
    """Return in how many ways a form can be written."""
    return math.prod(len(set(ways)) for ways in _ways(text))


def _mixed(text: str) -> list[str]:
    """Return a form with each single sign in each way, the fewest changes first: one dash typed otherwise, one accent left out."""
    ways = [list(dict.fromkeys(some)) for some in _ways(text)]
    made = [(sum(c != some[0] for c, some in zip(one, ways, strict=True)), n, "".join(one)) for n, one in enumerate(product(*ways))]
    return [form for _, _, form in sorted(made)]


def _quoted(text: str, pair: str) -> str:
    """Return text with its quotation marks as the pair, opening and closing in turn."""
    count = iter(range(len(text)))
    return _QUOTE.sub(lambda found: pair[next(count) % 2], text)


def number_forms(q: Numeric, room: int = ROOM) -> list[str] | None:
    """Return every form of the numbers that a numeric question accepts, to the decimals of its answer and tolerance.

    `None` where they are more than `room`: then no list can stand for the tolerance.
    """
    if not finite(q):
        return None
    middle, reach = Decimal(repr(q.answer)), Decimal(repr(q.tolerance))
    places = max(-int(middle.normalize().as_tuple().exponent), -int(reach.normalize().as_tuple().exponent), 0)
    step = Decimal(1).scaleb(-places)
    count = int(2 * reach / step) + 1
    if count > room:
        return None
    values = sorted((middle - reach + step * n for n in range(count)), key=lambda v: (abs(v - middle), v))
    found = _once(form for value in values for form in written(value, q.unit))
    more = _once([*found, *(form for value in values for form in written(value, q.unit, loose=True))])
    return more if len(more) <= room else found if len(found) <= room else None


def written(value: Decimal, unit: str = "", loose: bool = False) -> list[str]:
    """Return a number as people write it: point or comma, hyphen or minus, thousands grouped, with a sign of per cent.

    A comma before three decimals is left out, since the book reads it as one before thousands. `loose` adds a zero at the end
    (9.50) and leaves one out at the beginning (.5).
    """
    text = format(abs(value), "f")
    text = (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
    whole, _, part = text.partition(".")
    wholes = [whole, f"{int(whole):,}"] if len(whole) > 3 else [whole]
    parts = [part, part + "0"] if loose else [part]
    wholes += [""] if loose and whole == "0" and part else []
    found = [f"{w}{mark}{p}" if p else w for p in parts for w in wholes for mark in ((".", ",") if p and "," not in w and len(p) != 3 else (".",))]
    if value < 0:
        found = [sign + form for sign in ("-", "−") for form in found]
    if unit in PER_CENT:
        found = [form + ending for ending in ("", "%", " %") for form in found]
    return list(dict.fromkeys(found))
