"""The content of the larger exercises, one file each under ``book/activities/``, told apart by ``kind``.

A new kind is one module here, one line in the union below, and its widget.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .ach_workbench import AchWorkbench
from .analogy_lab import AnalogyLab
from .argument_map import ArgumentMap
from .bargaining_game import BargainingGame
from .base import ActivityBase
from .crisis import Crisis
from .dilemma_explorer import DilemmaExplorer
from .fact_check import FactCheck, FactCheckCase, SourceCard
from .forecast_desk import ForecastDesk
from .gain_matrix import GainMatrix
from .hedge_translator import HedgeTranslator
from .ledger import Ledger
from .memo_builder import MemoBuilder
from .risk_pathways import RiskPathways
from .sorting_bench import SortingBench
from .timeline import Timeline

Activity = Annotated[
    AchWorkbench
    | AnalogyLab
    | ArgumentMap
    | BargainingGame
    | Crisis
    | DilemmaExplorer
    | FactCheck
    | ForecastDesk
    | GainMatrix
    | HedgeTranslator
    | Ledger
    | MemoBuilder
    | RiskPathways
    | SortingBench
    | Timeline,
    Field(discriminator="kind"),
]  # fmt: skip

__all__ = ["AchWorkbench", "Activity", "ActivityBase", "AnalogyLab", "ArgumentMap", "BargainingGame", "Crisis", "DilemmaExplorer", "FactCheck", "FactCheckCase", "ForecastDesk", "GainMatrix", "HedgeTranslator", "Ledger", "MemoBuilder", "RiskPathways", "SortingBench", "SourceCard", "Timeline"]
