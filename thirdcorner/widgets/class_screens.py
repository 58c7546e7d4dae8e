"""What the page Class shows of an exercise: its questions for the projector, one a screen, in the order in which a class would go through them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from ..course.chosen import sections_of
from ..course.read import Course
from ..course.words import markdown_html
from ..model.codes import CodedBlock, CodeLayout
from ..model.shapes.asked import Part
from ..model.shapes.draw_first import DrawFirstContent
from ..model.shapes.klass import ClassBand, ClassLine, ClassRow, ClassScreen
from ..model.shapes.ledger import LedgerFactor
from .alliances_time import AlliancesTime
from .draw_first import DrawFirst
from .hedge_translator import HedgeTranslator
from .ledger import Ledger

SCORES = {"0": "wrong", "0.5": "in part", "1": "right"}
RATINGS = {"II": "very inconsistent", "I": "inconsistent", "N": "neither", "C": "consistent", "CC": "very consistent", "na": "not applicable"}
DID = {"closer": "stood closer", "distance": "kept its distance", "both": "did both at once"}


def plain(source: str) -> str:
    """Return Markdown as a line of plain text, cut after the words that tell it from others."""
    text = " ".join(html.unescape(re.sub(r"<[^>]+>", "", markdown_html(source))).split())
    return text if len(text) <= 110 else text[:109].rsplit(" ", 1)[0] + " …"


def screens_of(course: Course, layout: CodeLayout) -> Iterator[ClassScreen]:
    """Yield the questions of an exercise, in the order in which a class would go through them."""
    blocks = {b.id: b for b in layout.blocks}
    activity: Any = course.activities.get(layout.exercise)
    match activity.kind if activity else "quiz":
        case "hedge-translator":
            shown = HedgeTranslator.present(course, activity)["hedges"]
            rows = [ClassRow(block="hedges", id=x["key"], label=f"“{x['hedge']}” ({x['claim']})") for x in shown]
            bands = [ClassBand(row=x["key"], low=s["range"][0], high=s["range"][1], label=s["scale"]) for x in shown for s in x["scales"] if s["scale"].startswith("ICD")]
            yield ClassScreen(title="What do we hear in these words?", kind="numbers", part="range", rows=rows, unit="%", bands=bands)
        case "ach-workbench":
            words = {e.id: f"{n}. {plain(e.text_md)}" for n, e in enumerate(activity.evidence, 1)}
            columns = [Part(id=h.id, html=html.escape(h.name)) for h in activity.hypotheses]
            steps = [Part(id=id, html=html.escape(said)) for id, said in RATINGS.items() if id != "na"]
            yield ClassScreen(title="Where do our matrices part?", kind="matrix", part="", rows=_rows(blocks["matrix"], words), columns=columns, values=steps)
            for h in activity.hypotheses:
                yield _choices(f"Against “{h.name}”, each item is …", h.id, _rows(blocks["matrix"], words), RATINGS)
        case "alliances-time":
            asked = next(t for t in activity.theatres if t.id == activity.asked)
            bands = list(_peaks(course, activity))
            rows = [ClassRow(block="expected", id=asked.id, label="The year we expected")]
            yield ClassScreen(title=_question(activity.asks), kind="numbers", part="year", rows=rows, low=asked.first, high=asked.last, bands=bands)
        case "analogy-lab":
            for case in activity.cases:
                if f"{case.id}-cast" in blocks:
                    players = {p.id: p.name for p in case.now} | {"nobody": "nobody"}
                    rivals = {p.id for p in case.then if p.rival}
                    cast = [r.model_copy(update={"outside": r.id in rivals}) for r in _rows(blocks[f"{case.id}-cast"], {p.id: p.name for p in case.then})]
                    yield ClassScreen(title=f"{case.name}: who plays whom?", kind="stage", part="cast", rows=cast, values=_parts(players))
                if f"{case.id}-ties" in blocks:
                    block = blocks[f"{case.id}-ties"]
                    yield _choices(f"{case.name}: what does each treaty promise?", "types", _rows(block, {t.id: t.name for t in case.ties}), {v: v for v in block.parts[0].values})
                if f"{case.id}-breaks" in blocks:
                    cards = {c.id: plain(c.text_md) for c in case.cards} | {"none": "No difference breaks it"}
                    yield _choices(f"{case.name}: which difference breaks it?", "breaks", _rows(blocks[f"{case.id}-breaks"], {"breaks": "It breaks on"}), cards)
        case "bargaining-game":
            yield _choices("How will it end? Your prediction", "guess", _rows(blocks["guess"], {"end": "It ends with"}), {e.id: e.label for e in activity.endings})
            rows = [ClassRow(block=f"value-{p.id}", id=p.id, label=p.name) for p in activity.parameters]
            low, high = min(p.low for p in activity.parameters), max(p.high for p in activity.parameters)
            yield ClassScreen(title="What does each care about?", kind="numbers", part="value", rows=rows, low=low, high=high)
        case "day-one":
            answers = {h.id: h.name for h in getattr(course.activities.get(activity.answers_of), "hypotheses", ())}
            now = ClassRow(block="answers", id="why", label="Our answers")
            yield _choices(f"{activity.question} The first answer", "first", [now], answers)
            yield _choices(f"{activity.question} The answer now", "latest", [now], answers)
            yield ClassScreen(title="Who moved, and where to?", kind="moves", part="first", then="latest", rows=[now], values=_parts(answers))
            rows = [ClassRow(block="answers", id="why", label=said, part=part) for part, said in (("first-sure", "sure at first"), ("latest-sure", "sure now"))]
            yield ClassScreen(title="How sure were we, and are we?", kind="numbers", part="first-sure", rows=rows)
        case "dilemma-explorer":
            eras = {e.id: e.label for e in activity.eras}
            rows = _rows(blocks["allies"], {a.id: f"{a.name}, {eras[a.era]}" for a in activity.allies})
            yield ClassScreen(title="How much did each fear to be left?", kind="numbers", part="abandonment", rows=rows, high=10)
            yield ClassScreen(title="How much did each fear to be dragged in?", kind="numbers", part="entrapment", rows=rows, high=10)
            yield _choices("By the record, what did each do?", "did", rows, DID)
        case "draw-first":
            yield from _drawings(course, activity, layout)
        case "forecast-desk":
            rows = _rows(blocks["questions"], {id: plain(course.forecasts[id].question_md) for id in blocks["questions"].ids if id in course.forecasts})
            yield ClassScreen(title="How likely is each, before the answer?", kind="numbers", part="probability", rows=rows, unit="%")
            known = [r.model_copy(update={"truth": float(course.forecasts[r.id].outcome == "yes")}) for r in rows if r.id in activity.resolved]
            yield ClassScreen(title="Does all of us forecast better than each of us?", kind="scores", part="probability", rows=known, high=1)
        case "ledger":
            shown = [LedgerFactor.model_validate({k: v for k, v in f.items() if k in LedgerFactor.model_fields}) for f in Ledger.present(course, activity)["factors"]]
            rows = _rows(blocks["factors"], {f.id: f.name for f in activity.factors})
            yield ClassScreen(title="On which side does our balance come out?", kind="nets", part="likelihood", rows=[], factors=shown)
            yield ClassScreen(title="How likely is each?", kind="numbers", part="likelihood", rows=rows, unit="%")
            yield ClassScreen(title="How much does each weigh?", kind="numbers", part="magnitude", rows=rows, high=10)
        case "text-glance":
            names = {id: name for id, name, _ in sections_of(course)}
            yield _choices(_question(activity.asks), "section", _rows(blocks["expected"], {"section": "We expected"}), names)
            if "kinds" in blocks:
                words = {f"{p.id}.{s.id}": _sentence(course, f"{p.id}.{s.id}", s.claims) for p in course.paragraphs.values() for s in p.sentences}
                kinds = {v: v for v in blocks["kinds"].parts[0].values}
                yield _choices("Of what kind is each sentence?", "kind", _rows(blocks["kinds"], words), kinds)
        case _:
            slug = layout.exercise.partition("/quiz")[0]
            rows = _rows(blocks["questions"], {id: plain(q.prompt_md) for id in blocks["questions"].ids if (q := course.questions.get(f"{slug}/{id}"))})
            yield _choices("How did the first answers come out?", "first", rows, SCORES)
            yield _choices("And the last ones, after talking?", "last", rows, SCORES)
            sure = next(p for p in blocks["questions"].parts if p.id == "sure")
            yield ClassScreen(title="Who was sure, and who was right?", kind="calibration", part="sure", rows=rows, values=[Part(id=v, html=f"{v} % sure") for v in sure.values])


def _rows(block: CodedBlock, words: dict[str, str]) -> list[ClassRow]:
    return [ClassRow(block=block.id, id=id, label=words.get(id, id)) for id in block.ids]


def _choices(title: str, part: str, rows: list[ClassRow], values: dict[str, str]) -> ClassScreen:
    return ClassScreen(title=title, kind="choices", part=part, rows=rows, values=_parts(values))


def _parts(values: dict[str, str]) -> list[Part]:
    return [Part(id=id, html=html.escape(words)) for id, words in values.items()]


def _question(asks: str) -> str:
    """Return what is asked, without what to do about it."""
    return asks.partition("?")[0] + "?" if "?" in asks else asks


def _sentence(course: Course, id: str, claims: tuple[str, ...]) -> str:
    """Return a sentence by its place and our paraphrase of what it claims."""
    return f"{id}: {plain('; '.join(course.claims[c].text_md for c in claims))}" if claims else id


def _peaks(course: Course, activity: Any) -> Iterator[ClassBand]:
    """Yield, by each data set, the years in which the most pairs were bound to fight: a band for each unbroken span."""
    theatre = next(t for t in AlliancesTime.present(course, activity)["theatres"] if t["id"] == activity.asked)
    for data, ties in theatre["ties"].items():
        years = range(theatre["first"], theatre["ends"][data] + 1)
        bound = {y: len({(t["a"], t["b"]) for t in ties if t["kind"] == "fight" and t["first"] <= y <= t["last"]}) for y in years}
        most = [y for y in years if bound[y] == max(bound.values())]
        for first in (y for y in most if y - 1 not in most):
            last = next(y for y in range(first, theatre["last"] + 2) if y + 1 not in most)
            yield ClassBand(row=activity.asked, low=first - 0.5, high=last + 0.5, label=f"the most, by {data.upper()}")


def _drawings(course: Course, activity: Any, layout: CodeLayout) -> Iterator[ClassScreen]:
    """Yield the class's lines, laid over one another under the record; on a scale of words, what was drawn year by year."""
    drawn = DrawFirstContent.model_validate(DrawFirst.resolve(course, DrawFirst.refer(activity.id)).content)
    lines = {x.id: x for x in drawn.lines if not x.given}
    truth = {(x.id, v.id): v.value for x in lines.values() for v in x.record}
    for block in layout.blocks:
        line = lines[block.id]
        rows = [ClassRow(block=block.id, id=year, label=year, truth=truth.get((block.id, year))) for year in block.ids]
        if drawn.levels:
            yield _choices(f"{line.name}: how did we draw it?", "drawn", rows, {str(n): word for n, word in enumerate(drawn.levels)})
            continue
        begun, record = ([v for v in line.record if (v.at <= drawn.until) == early] for early in (True, False))
        one = ClassLine(block=block.id, name=line.name, actor=line.actor, begun=begun, record=[*begun[-1:], *record])
        yield ClassScreen(title=f"{activity.title}: our lines", kind="lines", part="drawn", rows=rows, low=drawn.low, high=drawn.high, unit=drawn.unit, lines=[one])
