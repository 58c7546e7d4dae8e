"""The widgets, one triple each: a Python model, a front-end module, a style sheet, and the fallback's template."""

from .ach_workbench import AchWorkbench
from .analogy_lab import AnalogyLab
from .argument_map import ArgumentMap
from .assignment import Assignment
from .bargaining_game import BargainingGame
from .base import ActivityIsland, Island, Reference, Resolved
from .crisis import Crisis
from .dilemma_explorer import DilemmaExplorer
from .fact_check import FactCheckDesk
from .forecast_desk import ForecastDesk
from .gain_matrix import GainMatrix
from .hedge_translator import HedgeTranslator
from .ledger import Ledger
from .memo_builder import MemoBuilder
from .my_copy import MyCopy
from .my_work import MyWork
from .quiz import Quiz
from .review import Review
from .risk_pathways import RiskPathways
from .sorting_bench import SortingBench
from .timeline import TimelineExplorer

WIDGETS: dict[str, type[Island]] = {
    cls.name: cls
    for cls in (
        Quiz,
        AchWorkbench,
        AnalogyLab,
        ArgumentMap,
        Assignment,
        BargainingGame,
        Crisis,
        DilemmaExplorer,
        FactCheckDesk,
        ForecastDesk,
        GainMatrix,
        HedgeTranslator,
        Ledger,
        MemoBuilder,
        MyCopy,
        MyWork,
        Review,
        RiskPathways,
        SortingBench,
        TimelineExplorer,
    )
}
def widget_of(activity: object) -> type[ActivityIsland] | None:
    """Return the widget that shows an activity; `None` where none does."""
    return next((w for w in WIDGETS.values() if issubclass(w, ActivityIsland) and w.activity is type(activity)), None)


CONSTRUCTORS: dict[str, type[Island]] = {cls.__name__: cls for cls in WIDGETS.values()}

__all__ = ["CONSTRUCTORS", "WIDGETS", "ActivityIsland", "Island", "Reference", "Resolved", "widget_of", *CONSTRUCTORS]
