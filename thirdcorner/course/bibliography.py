"""The bibliography: BibTeX entries as lines of text that a page prints."""

from __future__ import annotations

import re
from typing import Any

from ..model import Source
from .words import nice_date


def entries(text: str) -> dict[str, Any]:
    """Parse BibTeX; raise `ValueError` with the line (as its first argument) and what is wrong."""
    from pybtex.database import BibliographyDataError, parse_string
    from pybtex.scanner import PybtexSyntaxError

    try:
        return dict(parse_string(text, "bibtex").entries)  # type: ignore[no-untyped-call]
    except (PybtexSyntaxError, BibliographyDataError) as error:
        raise ValueError(getattr(error, "lineno", 1) or 1, str(error)) from None


def lines(text: str) -> dict[str, int]:
    """Return the line on which each entry begins."""
    found = re.finditer(r"^@\w+\s*\{\s*([^,\s]+)", text, re.M)
    return {m.group(1).strip(): text.count("\n", 0, m.start()) + 1 for m in found}


def source_of(key: str, entry: Any) -> Source:
    """Write an entry as one line of text, with its short form, address and date."""
    def clean(text: str) -> str:
        return re.sub(r"[{}]", "", text.replace("\\&", "&").replace("\\%", "%").replace("\\_", "_").replace("--", "–")).strip()

    fields = {k.lower(): clean(v) for k, v in entry.fields.items()}
    people = [clean(str(p)) for role in ("author", "editor") for p in entry.persons.get(role, [])]
    people = ["and others" if p == "others" else p for p in people] or ([fields["organization"]] if "organization" in fields else [])
    when = fields.get("date", fields.get("year", ""))
    title = fields.get("title", key)
    bracketed = title.startswith("[") or entry.type in ("article", "incollection")
    parts = [", ".join(people), f"“{title}”" if entry.type == "article" else title if bracketed else f"“{title}”"]
    parts += [fields[k] for k in ("journal", "journaltitle", "booktitle", "publisher") if k in fields]
    if "volume" in fields:
        parts.append(fields["volume"] + (f"({fields['number']})" if "number" in fields else ""))
    parts += [p for p in (fields.get("pages"), nice_date(when)) if p]
    text = tip = ", ".join(p for p in parts if p) + "."
    if "note" in fields:
        text += f" {fields['note'].rstrip('.')}."
    year = re.search(r"\d{4}", when)
    short = (people[0].split(",")[0] if people else title.strip("[]")) + (f" {year.group()}" if year else "")
    return Source(
        id=key,
        text=text,
        tip=tip,
        short=short,
        url=entry.fields.get("url"),
        year=int(year.group()) if year else None,
        date=when or None,
        label="state media" if "state media" in fields.get("keywords", "") else None,
        title=title,
        lang=fields.get("langid"),
    )
