"""Made-up transcripts: a class that posts its codes in a chat, and everything a chat does to a code."""

from __future__ import annotations

import html
import random
import textwrap
from collections.abc import Callable

from thirdcorner.classroom.codes import encode
from thirdcorner.course.codes import SIGNS
from thirdcorner.model.codes import CodeLayout

NAMES = ("Ada Nowak", "Bo Lind", "Chen Wei", "Dara O’Neill", "Eun-ji Park", "Fatima Zahra", "Łukasz Żak")
REMARKS = ("hello!", "is item 3 about the treaty?", "sorry I’m late", "TC1 is what we post, right?", "see https://example.org/a-b-c", "👍", "The USA-ROK-Japan talks")

CHAT: dict[str, Callable[[str], str]] = {
    "as it is": lambda c: c,
    "zero width": lambda c: "\u200b".join(textwrap.wrap(c, 7, break_on_hyphens=False)),
    "line breaks": lambda c: "\r\n".join(textwrap.wrap(c, 24, break_on_hyphens=False)),
    "quoted": lambda c: "> " + "\n> ".join(textwrap.wrap(c, 30, break_on_hyphens=False)),
    "smart quotes": lambda c: f"“{c}”",
    "dashes": lambda c: c.replace("-", "–"),
    "hard hyphens": lambda c: c.replace("-", "\u2011"),
    "full width": lambda c: "".join(chr(ord(s) + 0xFEE0) if s.isascii() and (s.isalnum() or s == "-") else s for s in c),
    "a link": lambda c: f'<a href="https://chat.example/?q=1">{c}</a>',
    "a Markdown link": lambda c: f"[{c}](https://chat.example/)",
    "bold": lambda c: f"**{c}**",
    "emphasis inside": lambda c: f"{c[:9]}_{c[9:14]}_{c[14:]}",
    "code": lambda c: f"`{c}`",
    "lower case": str.lower,
    "misread letters": lambda c: c[:12] + c[12:].replace("0", "O").replace("1", "l"),
    "soft hyphens": lambda c: c[:13] + "\u00ad" + c[13:],
    "byte order mark": lambda c: "\ufeff" + c,
    "escaped": lambda c: c.replace("-", "\\-"),
    "tags inside": lambda c: c[:17] + "<br>" + c[17:],
    "after a name": lambda c: f"{NAMES[0]}: {c}, thanks",
    "no-break spaces": lambda c: c[:11] + "\u00a0" + c[11:],
    "entities": lambda c: c.replace("-", "&#8209;"),
    "mail wraps": lambda c: "=\n".join([c[:24], c[24:]]),
}
"""What chat does to a code, by name, in the order in which it can happen: what encodes a whole message comes last."""


PLATFORMS: dict[str, Callable[[str, str, int], str]] = {
    "Zoom": lambda n, t, m: f"18:0{m}:12\t From  {n}  to  Everyone:\n\t{t}",
    "WhatsApp": lambda n, t, m: f"[27.11.2026, 09:1{m}] {n}: {t}",
    "Slack": lambda n, t, m: f"{n}\n9:1{m} AM\n{t}",
    "Teams": lambda n, t, m: f"[9:1{m} AM] {n}\n{t}",
    "Discord": lambda n, t, m: f"{n} — Today at 9:1{m} AM\n{t}",
    "a Moodle forum": lambda n, t, m: f'<div class="post"><h4>{html.escape(n)}</h4><p>{t}</p></div>',
}
"""A message as it comes out of a platform, of a name, a text and a minute."""


def random_code(rng: random.Random, layout: CodeLayout, wording: str = "G7") -> str:
    """Return a code of a layout with random answers and a random mark."""
    mark = "".join(rng.choice(SIGNS) for _ in range(6))
    return encode(layout, wording, mark, [rng.randrange(radix) for radix in layout.radices])


def transcript(layouts: list[CodeLayout], lines: int = 300, codes: int = 240, seed: int = 1) -> tuple[str, list[str]]:
    """Return a chat of so many messages, and the codes posted in it, each treated as one of the chats does."""
    rng = random.Random(seed)
    posted = [random_code(rng, rng.choice(layouts)) for _ in range(codes)]
    said = [(rng.choice(list(CHAT.values())))(code) for code in posted] + [rng.choice(REMARKS) for _ in range(lines - codes)]
    order = list(range(lines))
    rng.shuffle(order)
    forms = [*PLATFORMS.values()]
    return "\n".join(rng.choice(forms)(rng.choice(NAMES), said[n], rng.randrange(10)) for n in order), posted
