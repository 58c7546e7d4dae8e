"""A page that stands alone, in light and dark, and may load nothing."""

from __future__ import annotations

import hashlib
import html
import re

from .tables import clean

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.I)
_STYLE = (
    ":root{color-scheme:light dark}body{font:1.05rem/1.55 Charter,Cambria,Georgia,serif;max-width:44rem;margin:2rem auto;padding:0 1rem}"
    "blockquote{white-space:pre-wrap;overflow-wrap:anywhere;border-inline-start:3px solid #8888;margin-inline:0;padding-inline-start:1rem}label{display:block;padding:.3rem 0}"
    "button,textarea{font:inherit}button{padding:.3rem .8rem}textarea{inline-size:100%;box-sizing:border-box}:focus-visible{outline:3px solid currentColor;outline-offset:2px}"
    "table{border-collapse:collapse}td,th{padding:.2rem .6rem;border-bottom:1px solid #8888;text-align:left;vertical-align:top}svg{max-width:100%;height:auto}"
    ".scroll{overflow-x:auto}@media print{h2{break-after:avoid}.sheet{break-before:page}}"
)


def page(title: str, body: str, policy: str = POLICY) -> str:
    """Return a page as HTML."""
    return clean(
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{html.escape(policy, quote=False)}">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{html.escape(title)}</title><style>{_STYLE}</style></head><body><main>{body}</main></body></html>\n'
    )


def file_name(student: str) -> str:
    """Return a file name for a student's feedback that is safe on every system, and different for different students."""
    flat = re.sub(r"[^A-Za-z0-9_-]+", "-", student).strip("-")[:60] or "student"
    plain = flat == student == student.lower() and not _RESERVED.fullmatch(flat)  # some systems do not tell A from a
    return flat if plain else f"{flat}-{hashlib.sha256(student.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
