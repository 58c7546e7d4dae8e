"""What a chapter's source says it holds: the paragraphs it walks, the claims it shows, the widgets it calls.

A chapter is read as text, never run: a widget's cell is one literal call, so that what it asks can be known without a kernel.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .drawn import Picture, pictures, source_of

CELL = re.compile(r"^(?P<fence>`{3,})\{code-cell\}[^\n]*\n(?P<body>.*?)^(?P=fence)[ \t]*$", re.M | re.S)
_PARAGRAPH = re.compile(r"^:{3,}\{paragraph\}\s+(\S+)", re.M)
_CLAIM = re.compile(r"^`{3,}\{claim\}\s+(\S+)", re.M)
_GLOSS = re.compile(r"\{gloss\}`(?:[^`<]*<([^>`]+)>|([^`<]+))`")
_DISCUSSION = re.compile(r"^\*\*Discussion\.\*\*\s*(.+)$", re.M)
_MINUTES = re.compile(r"\*\*Minutes\*\*\D*(\d+)")


@dataclass(frozen=True)
class Call:
    """A cell that is one literal call, such as ``Quiz("05-renewed-alliance", tags=["a1"])``."""

    name: str
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    line: int = 0
    """Where its cell begins, from 1."""


@dataclass(frozen=True)
class Chapter:
    """A chapter as the course sees it.

    `words` counts its prose without cells, tables and directives' heads; `plain` is what of it may want a glossary link: prose
    without headings, quotations, emphasis and roles. `glosses` are the terms that it links, `pictures` the charts it publishes;
    `discussion_md` are the questions for a seminar in its note for instructors.
    """

    id: str
    title: str
    file: str
    paragraphs: tuple[str, ...]
    claims: tuple[str, ...]
    calls: tuple[Call, ...]
    minutes: int | None
    words: int
    glosses: frozenset[str] = frozenset()
    plain: str = ""
    pictures: tuple[Picture, ...] = ()
    discussion_md: str = ""

    @property
    def number(self) -> str:
        """The number that begins the slug."""
        return self.id.split("-")[0].lstrip("0")


def read_chapter(id: str, file: str, text: str) -> Chapter:
    """Read a chapter's source; what it lacks is empty, never an error."""
    title = re.search(r"^# (.+)$", text, re.M)
    minutes = _MINUTES.search(text)
    return Chapter(
        id=id,
        title=title[1].strip() if title else id,
        file=file,
        paragraphs=tuple(dict.fromkeys(_PARAGRAPH.findall(text))),
        claims=tuple(dict.fromkeys(_CLAIM.findall(text))),
        calls=tuple(call for match in CELL.finditer(text) if (call := literal_call(match["body"], text.count("\n", 0, match.start()) + 1))),
        minutes=int(minutes[1]) if minutes else None,
        words=len(re.findall(r"[\w’'-]+", prose(text))),
        glosses=frozenset((a or b).strip().lower().replace(" ", "-") for a, b in _GLOSS.findall(text)),
        plain=_plain(text),
        pictures=pictures([match["body"] for match in CELL.finditer(text)]) if "charts.publish(" in text else (),
        discussion_md=found[1].strip() if (found := _DISCUSSION.search(text)) else "",
    )


def literal_call(cell: str, line: int = 0) -> Call | None:
    """Return the cell's call where it is nothing but one; raise `ValueError` where an argument is no literal."""
    code = source_of(cell)
    try:
        statements = [s for s in ast.parse(code).body if not _is_own_import(s)]
    except SyntaxError:
        return None
    if len(statements) != 1 or not isinstance(statements[0], ast.Expr) or not isinstance(statements[0].value, ast.Call):
        return None
    call = statements[0].value
    if not isinstance(call.func, ast.Name):
        return None
    try:
        args = tuple(ast.literal_eval(a) for a in call.args)
        kwargs = {k.arg: ast.literal_eval(k.value) for k in call.keywords if k.arg}
    except ValueError:
        return None
    return Call(call.func.id, args, kwargs, line)


def _is_own_import(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and (statement.module or "").split(".")[0] == "thirdcorner"


def prose(text: str) -> str:
    """Return a chapter's sentences as they stand in its Markdown, without cells, tables, sources, dates and heads of directives."""
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)
    text = re.sub(r"^(`{3,}).*?^\1[ \t]*$", "", text, flags=re.M | re.S)
    text = re.sub(r"\{src\}`[^`]*`|\{event\}`[^`]*`", "", text)
    return re.sub(r"^(\||:|%).*$", "", text, flags=re.M)


def _plain(text: str) -> str:
    found = re.sub(r"\{[a-z]+\}`[^`]*`|`[^`\n]*`|“[^”]*”|\[[^\]]*\]\([^)]*\)|\*[^*\n]+\*", " ", prose(text))
    return re.sub(r"^(?:#.*|\*\*Paragraphs.*)$", "", found, flags=re.M)


def shown(chapter: Chapter, banks: Mapping[str, Iterable[Any]], activities: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield what a learner works on in the chapter: ``("questions", question)`` and ``("activities", activity)``.

    `banks` are the questions by chapter, `activities` those by id.
    """
    for call in chapter.calls:
        if call.name == "Quiz" and call.args:
            tags, ids = set(call.kwargs.get("tags") or ()), {str(i).split("/")[-1] for i in call.kwargs.get("ids") or ()}
            for question in banks.get(call.args[0], ()):
                if question.id.split("/")[1] in ids if ids else not tags or tags & set(question.tags):
                    yield "questions", question
        elif call.args and call.args[0] in activities:
            yield "activities", activities[call.args[0]]
