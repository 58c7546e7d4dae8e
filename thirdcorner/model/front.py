"""What the front end reads and keeps: the shape of a widget's content and of a learner's work.

The types of the front end, and the check of what a record restores, are generated from the JSON Schemas of these models; a field
renamed here breaks the front end's type check. Text whose name ends in ``html`` was rendered from the course's own Markdown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter  # noqa: F401 (a new shape may stand here at first)

from .shapes import marking
from .shapes.ach import AchContent, AchWork
from .shapes.alliances import AlliancesTimeContent, YearsSeen
from .shapes.analogy import AnalogyContent, Compared
from .shapes.argument import ArgumentContent, Mapped
from .shapes.asked import AssignmentContent, Given, QuizContent, Shape
from .shapes.bargaining import Bargained, GameContent
from .shapes.crisis import CrisisContent, Played
from .shapes.dilemma import DilemmaContent, Placed
from .shapes.draw_first import DrawFirstContent, Drawn
from .shapes.fact_check import Checked, DeskContent
from .shapes.forecast import ForecastContent, Foretold
from .shapes.gains import GainContent, Gained
from .shapes.glance import Glanced, TextGlanceContent
from .shapes.hedges import Heard, HedgeContent
from .shapes.klass import ClassContent, Nothing
from .shapes.ledger import LedgerContent, Weighed
from .shapes.memo_builder import Drafted, MemoContent
from .shapes.my_copy import CopyContent
from .shapes.my_work import MineContent
from .shapes.pathways import PathwaysContent, Weighted
from .shapes.place_map import PlaceMapContent, Toured
from .shapes.review import ReviewContent, Scheduled
from .shapes.sorting import Binned, SortingContent
from .shapes.timeline import Dated, TimelineContent
from .shapes.triangle import DayOneContent, Looked, Remembered, TriangleContent

__all__ = ["CONTENT", "WORK", "Shape", "schemas"]


CONTENT: Mapping[str, type[Shape]] = {
    "class_page": ClassContent,
    "marking": marking.MarkingContent,
    "quiz": QuizContent,
    "assignment": AssignmentContent,
    "ledger": LedgerContent,
    "ach_workbench": AchContent,
    "analogy_lab": AnalogyContent,
    "gain_matrix": GainContent,
    "hedge_translator": HedgeContent,
    "argument_map": ArgumentContent,
    "risk_pathways": PathwaysContent,
    "sorting_bench": SortingContent,
    "triangle": TriangleContent,
    "bargaining_game": GameContent,
    "dilemma_explorer": DilemmaContent,
    "day_one": DayOneContent,
    "review": ReviewContent,
    "my_copy": CopyContent,
    "timeline": TimelineContent,
    "crisis": CrisisContent,
    "fact_check": DeskContent,
    "draw_first": DrawFirstContent,
    "my_work": MineContent,
    "text_glance": TextGlanceContent,
    "memo_builder": MemoContent,
    "forecast_desk": ForecastContent,
    "place_map": PlaceMapContent,
    "alliances_time": AlliancesTimeContent,
}
"""The content of each widget of the front end, by the widget's name."""
WORK: Mapping[str, type[BaseModel]] = {
    "quiz": Given,
    "assignment": Given,
    "ledger": Weighed,
    "ach_workbench": AchWork,
    "analogy_lab": Compared,
    "argument_map": Mapped,
    "class_page": Nothing,
    "marking": marking.Judged,
    "bargaining_game": Bargained,
    "gain_matrix": Gained,
    "hedge_translator": Heard,
    "risk_pathways": Weighted,
    "dilemma_explorer": Placed,
    "sorting_bench": Binned,
    "triangle": Looked,
    "day_one": Remembered,
    "review": Scheduled,
    "my_copy": Nothing,
    "timeline": Dated,
    "crisis": Played,
    "fact_check": Checked,
    "draw_first": Drawn,
    "my_work": Nothing,
    "text_glance": Glanced,
    "memo_builder": Drafted,
    "forecast_desk": Foretold,
    "place_map": Toured,
    "alliances_time": YearsSeen,
}
"""What a learner does on one thing of it."""


def schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON Schemas of every content and work model by its name; a field with a default may be left out."""
    made = {model.__name__: TypeAdapter(model).json_schema() for model in CONTENT.values()}
    made |= {m.__name__: TypeAdapter(m).json_schema() | {"$id": m.__name__, "x-work": True} for m in WORK.values()}
    return dict(sorted(made.items()))
