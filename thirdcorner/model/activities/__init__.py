"""The content of the larger exercises, one file each under ``book/activities/``, told apart by ``kind``.

A new kind is one module here, one line in the union below, and its widget.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .ach_workbench import AchWorkbench
from .alliances_time import AlliancesTime
from .analogy_lab import AnalogyLab
from .argument_map import ArgumentMap
from .bargaining_game import BargainingGame
from .base import ActivityBase
from .crisis import Crisis
from .day_one import DayOne
from .dilemma_explorer import DilemmaExplorer
from .draw_first import DrawFirst
from .fact_check import FactCheck, FactCheckCase, SourceCard
from .forecast_desk import ForecastDesk
from .gain_matrix import GainMatrix
from .hedge_translator import HedgeTranslator
from .ledger import Ledger
from .memo_builder import MemoBuilder
from .place_map import PlaceMap
from .risk_pathways import RiskPathways
from .sorting_bench import SortingBench
from .text_glance import TextGlance
from .timeline import Timeline
from .triangle import Triangle

Activity = Annotated[
    AchWorkbench
    | AlliancesTime
    | AnalogyLab
    | ArgumentMap
    | BargainingGame
    | Crisis
    | DayOne
    | DilemmaExplorer
    | DrawFirst
    | FactCheck
    | ForecastDesk
    | GainMatrix
    | HedgeTranslator
    | Ledger
    | MemoBuilder
    | PlaceMap
    | RiskPathways
    | SortingBench
    | TextGlance
    | Timeline
    | Triangle,
    Field(discriminator="kind"),
]  # fmt: skip

__all__ = [
    "AchWorkbench",
    "Activity",
    "ActivityBase",
    "AlliancesTime",
    "AnalogyLab",
    "ArgumentMap",
    "BargainingGame",
    "Crisis",
    "DayOne",
    "DilemmaExplorer",
    "DrawFirst",
    "FactCheck",
    "FactCheckCase",
    "ForecastDesk",
    "GainMatrix",
    "HedgeTranslator",
    "Ledger",
    "MemoBuilder",
    "PlaceMap",
    "RiskPathways",
    "SortingBench",
    "SourceCard",
    "TextGlance",
    "Timeline",
    "Triangle",
]
