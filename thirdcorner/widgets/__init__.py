"""The widgets: a Python class each, and a component of the same name in ``front/src/widgets``."""

from __future__ import annotations

from ..front import components
from ..front.build import FrontError
from .ach_workbench import AchWorkbench
from .alliances_time import AlliancesTime
from .analogy_lab import AnalogyLab
from .argument_map import ArgumentMap
from .assignment import Assignment
from .bargaining_game import BargainingGame
from .base import ActivityIsland, Island, Reference, Resolved, widget_of
from .class_page import ClassPage
from .crisis import Crisis
from .day_one import DayOne
from .dilemma_explorer import DilemmaExplorer
from .draw_first import DrawFirst
from .fact_check import FactCheckDesk
from .forecast_desk import ForecastDesk
from .gain_matrix import GainMatrix
from .hedge_translator import HedgeTranslator
from .ledger import Ledger
from .memo_builder import MemoBuilder
from .my_copy import MyCopy
from .my_work import MyWork
from .place_map import PlaceMap
from .quiz import Quiz
from .review import Review
from .risk_pathways import RiskPathways
from .sorting_bench import SortingBench
from .text_glance import TextGlance
from .timeline import TimelineExplorer
from .triangle import Triangle

WIDGETS: dict[str, type[Island]] = {
    cls.name: cls
    for cls in (
        Quiz,
        AchWorkbench,
        AlliancesTime,
        AnalogyLab,
        ArgumentMap,
        Assignment,
        BargainingGame,
        ClassPage,
        Crisis,
        DayOne,
        DilemmaExplorer,
        DrawFirst,
        FactCheckDesk,
        ForecastDesk,
        GainMatrix,
        HedgeTranslator,
        Ledger,
        MemoBuilder,
        MyCopy,
        MyWork,
        PlaceMap,
        Review,
        RiskPathways,
        SortingBench,
        TextGlance,
        TimelineExplorer,
        Triangle,
    )
}

def paired() -> None:
    """Raise `FrontError` where a component has no Python class, or a class no component."""
    for name in sorted(set(components()) - set(WIDGETS)):
        raise FrontError(
            f"front/src/widgets has a component {name} without a Python class: add widgets/{name}.py with a class whose `name` is {name!r}, and name it in widgets/__init__.py"
        )
    for name, cls in WIDGETS.items():
        if name not in components():
            raise FrontError(f"widgets/{name}.py:1: {cls.__name__} has no component: add front/src/widgets/{cls.__name__}.svelte")


CONSTRUCTORS: dict[str, type[Island]] = {cls.__name__: cls for cls in WIDGETS.values()}

__all__ = ["CONSTRUCTORS", "WIDGETS", "ActivityIsland", "Island", "Reference", "Resolved", "widget_of", *CONSTRUCTORS]
