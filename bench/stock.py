"""What a chapter's cells call, with the means of a stock Jupyter Book: ipywidgets' controls and Altair's own renderer.

The bench copies this module into every folder of the stock book that holds cells, so that the same cells run there.
"""

from __future__ import annotations

import ipywidgets as w

from thirdcorner import charts as ours
from thirdcorner import check_task as check_task
from thirdcorner.course.read import load
from thirdcorner.widgets.quiz import choose


def Quiz(slug: str, tags: list[str] | None = None, ids: list[str] | None = None, title: str | None = None, earlier: int = 0) -> w.VBox:
    """Return the same questions as radio buttons or text fields, each with a button and a place for feedback."""
    rows: list[w.Widget] = []
    for question in choose(load(), slug, tags, ids):
        options = [o.text_md for o in getattr(question, "options", ())]
        control = w.RadioButtons(options=options, value=None) if options else w.Text()
        rows += [w.HTML(question.prompt_md), control, w.Button(description="Check"), w.Output()]
    return w.VBox(rows)


def FactCheckDesk(activity: str) -> w.VBox:
    """Return the same cases as text, radio buttons and a slider."""
    rows: list[w.Widget] = []
    for case in load().activities[activity].cases:
        rows += [w.HTML(case.claim_md), *(w.HTML(card.says_md) for card in case.cards)]
        rows += [w.RadioButtons(options=[j.value for j in case.judgements], value=None), w.IntSlider(min=50, max=99)]
    return w.VBox(rows)


def TimelineExplorer(activity: str) -> w.VBox:
    """Return the same events as a filterable list."""
    course = load()
    task = course.activities[activity]
    events = [e for e in course.events.values() if task.start <= e.date <= task.end]
    return w.VBox([w.SelectMultiple(options=sorted({a for e in events for a in e.actors})), *(w.HTML(f"{e.date} {e.title}") for e in events)])


def exercise(activity: str, **_: object) -> w.VBox:
    """Return any other exercise as its texts, each with a field to answer in."""
    found: list[str] = []
    waiting: list[object] = [load().activities[activity].model_dump(mode="json")]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            found += [value] if " " in value else []
        elif isinstance(value, (dict, list)):
            waiting.extend(value.values() if isinstance(value, dict) else value)
    return w.VBox([part for text in found for part in (w.HTML(text), w.Text())])


SortingBench = HedgeTranslator = DilemmaExplorer = ArgumentMap = RiskPathways = GainMatrix = BargainingGame = exercise
AnalogyLab = AchWorkbench = Ledger = ForecastDesk = Crisis = MemoBuilder = exercise
TextGlance = AlliancesTime = DrawFirst = DayOne = Triangle = PlaceMap = exercise


def own(**_: object) -> w.VBox:
    """Return a page of one's own work as a stock book can have it: a file, a text, a button."""
    return w.VBox([w.FileUpload(), w.Textarea(), w.Button(description="Read")])


MyWork = Review = MyCopy = ClassPage = own


class charts:
    """The same charts, drawn by Altair's default renderer."""

    read = staticmethod(ours.read)
    colour = staticmethod(lambda name: {"second": "#1f4e79", "caution": "#8a5a00", "accent": "#9b2d20"}.get(name, "#1d2129"))
    actors = staticmethod(ours.actors)
    flows = staticmethod(ours.flows)

    @staticmethod
    def publish(name: str, chart: object, **_: object) -> object:
        """Return the chart as it is."""
        return chart
