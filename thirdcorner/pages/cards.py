"""One thing of the record as a card: a claim, an event, a treaty or one article of it, a row of a figure; always with its source."""

from __future__ import annotations

import html
from collections.abc import Callable

from sphinx.environment import BuildEnvironment

from ..course.forecasts import table
from ..course.read import Course, nearest
from ..course.tables import read_table
from ..course.words import date_words, markdown_html, nice_date
from ..model import Event, Search, Treaty
from ..model.activities import ForecastDesk
from ..model.argument import VERDICTS
from .links import page_link, source_link


def sources_html(env: BuildEnvironment, course: Course, keys: tuple[str, ...]) -> str:
    """Return the sources as links, in the order given."""
    return "; ".join(source_link(env, course, key) for key in keys if key in course.sources)


def claim_html(env: BuildEnvironment, course: Course, id: str, anchor: str = "") -> str:
    """Return a claim: what it says, its kind and hedge, the verdict and its sources."""
    if id not in course.claims:
        raise KeyError(f"no claim {id!r}: {nearest(id, list(course.claims))}")
    claim = course.claims[id]
    sign, words = VERDICTS[claim.verdict]
    hedge = f'<span class="tc-hedge">hedge: “{html.escape(claim.hedge)}”</span>' if claim.hedge else '<span class="tc-hedge">no hedge</span>'
    sources = sources_html(env, course, claim.sources)
    evidence = f'<p class="tc-claim-evidence"><b>Evidence given.</b> {markdown_html(claim.evidence_md)}</p>' if claim.evidence_md else ""
    return (
        f'<article class="tc-claim tc-verdict-{claim.verdict}"{anchor} data-claim="{id}" data-paragraph="{claim.paragraph}" '
        f'data-kind="{claim.kind}" data-verdict="{claim.verdict}">'
        f'<p class="tc-claim-head"><span class="tc-siglum-id">{id}</span> <span class="tc-kind">{claim.kind}</span> {hedge}</p>'
        f'<div class="tc-claim-text">{markdown_html(claim.text_md)}</div>{evidence}'
        f'<div class="tc-claim-verdict"><b><span aria-hidden="true">{sign}</span> {words}.</b> {markdown_html(claim.verdict_md)}</div>'
        + _searches(claim.searches)
        + _bearing(env, course, id)
        + (f'<p class="tc-claim-sources">{sources}</p>' if sources else "")
        + "</article>"
    )


def _lang(lang: str | None) -> str:
    return f' lang="{html.escape(lang)}"' if lang else ""


def _searches(searches: tuple[Search, ...]) -> str:
    """Return what was looked for and hardly found: query, where, when, and with what result."""
    items = "".join(
        f'<li>“<span{_lang(s.lang)}>{html.escape(s.query)}</span>”, {html.escape(s.where)}, <time datetime="{s.date.isoformat()}">{nice_date(s.date.isoformat())}</time>: {markdown_html(s.result_md)}</li>'
        for s in searches
    )
    return f'<details class="tc-claim-evidence"><summary>How it was looked for</summary><ul>{items}</ul></details>' if items else ""


def _bearing(env: BuildEnvironment, course: Course, id: str) -> str:
    """Return the events that name a claim, those after the text’s day apart."""
    named = sorted((e for e in course.events.values() if id in e.claims), key=lambda e: (e.date, e.id))
    day = course.about.text_date if course.about else None
    parts = (("In the record", [e for e in named if day is None or e.date <= day]), ("Since publication", [e for e in named if day is not None and e.date > day]))
    return "".join(
        f'<div class="tc-claim-evidence"><b>{label}.</b><ul>{"".join(f"<li>{_dated(env, e)}</li>" for e in events)}</ul></div>' for label, events in parts if events
    )


def _dated(env: BuildEnvironment, event: Event) -> str:
    link = f'<a href="{page_link(env, "book/reference/timeline", f"event-{event.id}")}"><time datetime="{event.date.isoformat()}">{date_words(event)}</time></a>'
    return f"{link}: {html.escape(event.title)}." + (f" {markdown_html(event.bears_md)}" if event.bears_md else "")


def event_html(env: BuildEnvironment, course: Course, id: str, part: str = "") -> str:
    """Return an event: date, title, what happened, its sources."""
    if id not in course.events:
        raise KeyError(f"no event {id!r}: {nearest(id, list(course.events))}")
    event = course.events[id]
    text = f" {markdown_html(event.text_md)}" if event.text_md else ""
    mark = {"B": ' <span class="tc-label">one source</span>', "C": ' <span class="tc-label">standard history</span>'}.get(event.grade, "")
    when = f'<time datetime="{event.date.isoformat()}">{date_words(event)}</time>'
    named = f" <small>Bears on {', '.join(event.claims)}.</small>" if event.claims else ""
    bears = f"<p>{markdown_html(event.bears_md)}{named}</p>" if event.bears_md else named
    return _card(f"{when}", f"<b>{html.escape(event.title)}.</b>{text}{mark}{bears}", sources_html(env, course, event.sources))


def treaty_html(env: BuildEnvironment, course: Course, id: str, part: str = "") -> str:
    """Return a treaty with its obligations by ATOP type; `part` names one article, such as ``Art. 4``."""
    if id not in course.treaties:
        raise KeyError(f"no treaty {id!r}: {nearest(id, list(course.treaties))}")
    treaty = course.treaties[id]
    chosen = [o for o in treaty.obligations if not part or o.article == part]
    if part and not chosen:
        known = [o.article for o in treaty.obligations if o.article]
        raise KeyError(f"treaty {id!r} has no {part!r} in the data: {nearest(part, known)}")
    duties = "".join(
        f"<li><b>{o.type}</b>{f' ({html.escape(o.article)})' if o.article else ''}: {markdown_html(o.says_md)}"
        + (f" <q>{html.escape(o.wording)}</q>" if o.wording else "")
        + (f" <small>{sources_html(env, course, o.sources)}</small>" if o.sources else "")
        + "</li>"
        for o in chosen
    )
    words = "".join(
        f"<li>{html.escape(e.article)}: <q>{html.escape(e.wording)}</q> <small>{sources_html(env, course, e.sources)}</small></li>" for e in treaty.excerpts if not part
    )
    none = f"<p>{markdown_html(treaty.no_obligation_md)}</p>" if treaty.no_obligation_md and not part else ""
    note = f"<p>{markdown_html(treaty.note_md)}</p>" if treaty.note_md and not part else ""
    coded = _coded(treaty) if not part else ""
    parties = "–".join(course.actors[a].short for a in treaty.parties)
    head = f"{parties} · signed {nice_date(treaty.signed.isoformat()[: {'day': 10, 'month': 7, 'year': 4}[treaty.precision]])}"
    looked = _searches(treaty.searches) if not part else ""
    return _card(head, f"<b>{html.escape(treaty.name)}</b><ul>{duties}{words}</ul>{none}{note}{coded}{looked}", sources_html(env, course, treaty.sources))


def _coded(treaty: Treaty) -> str:
    atop = ", ".join(treaty.atop) or "not in the data"
    return f"<p><small>COW: {html.escape(treaty.cow or 'not in the data')} · ATOP: {atop}</small></p>"


def figure_html(env: BuildEnvironment, course: Course, id: str, part: str = "") -> str:
    """Return the rows of a figure that fit `part` (``year=2014 partner=China``), with unit, denominator and source."""
    if id not in course.figures:
        raise KeyError(f"no figure {id!r}: {nearest(id, list(course.figures))}")
    figure = course.figures[id]
    wanted = dict(pair.split("=", 1) for pair in part.split() if "=" in pair)
    columns, rows = read_table(course, id)
    unknown = [c for c in wanted if c not in columns]
    if unknown:
        raise KeyError(f"figure {id!r} has no column {unknown[0]!r}: {nearest(unknown[0], columns)}")
    found = [row for row in rows if all(row[c] == v for c, v in wanted.items())]
    if not found:
        raise KeyError(f"figure {id!r} has no row with {part}")
    lines = []
    for row in found:
        of = row.get("denominator") or figure.denominator
        share = "" if of == "none" else f" of {html.escape(of)}"
        named = ", ".join(html.escape(row[c]) for c in columns if c not in (figure.value, "source", "denominator", "grade", "note") and row[c])
        lines.append(f"<li>{named}: <b>{html.escape(row[figure.value])}</b> {html.escape(figure.unit)}{share}</li>")
    keys = tuple(dict.fromkeys(k for row in found for k in row["source"].split(";")))
    return _card(html.escape(figure.title), f"<ul>{''.join(lines)}</ul><p><small>{markdown_html(figure.caveat_md)}</small></p>", sources_html(env, course, keys))


def _card(head: str, body: str, sources: str) -> str:
    return f'<article class="tc-claim tc-record-card"><p class="tc-claim-head">{head}</p><div>{body}</div><p class="tc-claim-sources">{sources}</p></article>'


def check_html(env: BuildEnvironment, course: Course, id: str, part: str) -> str:
    """Return when a chapter was last read against the record, and what was changed."""
    last = course.last_check(id)
    if last is None:
        raise KeyError(f"no check of the chapter {id!r}: {nearest(id, sorted({c.chapter for c in course.checks.values()}))}")
    day = f'<time datetime="{last.date.isoformat()}">{nice_date(last.date.isoformat())}</time>'
    return f'<p class="tc-checked"><i>Last checked against the record: {day}.</i> Held against {markdown_html(last.against_md)}. Changed: {markdown_html(last.changed_md)}</p>'


def forecasters_html(env: BuildEnvironment, course: Course, id: str, part: str) -> str:
    """Return what simple forecasters score on a desk's resolved questions, by set; computed, so that it follows the questions."""
    desk = course.activities.get(id)
    if not isinstance(desk, ForecastDesk):
        raise KeyError(f"no forecast desk {id!r}: {nearest(id, [a.id for a in course.activities.values() if isinstance(a, ForecastDesk)])}")
    heads, scores = table(course, desk)
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    rows = "".join(f'<tr><th scope="row">{who}</th>{"".join(f"<td>{s}</td>" for s in given)}</tr>' for who, given in scores.items())
    return f'<table class="table tc-forecasters"><caption>Mean Brier score, on the scale from 0 (best) to 1</caption><thead><tr><th scope="col">forecaster</th>{head}</tr></thead><tbody>{rows}</tbody></table>'


CARDS: dict[str, Callable[[BuildEnvironment, Course, str, str], str]] = {
    "claim": lambda env, course, id, part: claim_html(env, course, id),
    "event": event_html,
    "treaty": treaty_html,
    "figure": figure_html,
    "check": check_html,
    "forecasters": forecasters_html,
}
