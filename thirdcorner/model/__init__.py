"""What the course knows, as validated and frozen values: the shapes of every file under ``book/``.

Nothing here reads a file or knows the subject; `thirdcorner.course.read` fills these models from YAML, and
`thirdcorner.course.check.rules` compares them with one another.
"""

from .activities import Activity, ActivityBase, FactCheck, FactCheckCase, SourceCard, Timeline
from .argument import Claim, Paragraph, Perspective, Relation, Search
from .base import Grade, Model
from .codes import CodeLayout
from .dealings import Figure, Flow, Forecast, Obligation, Treaty
from .numeric import Numeric, Parameterised
from .question import (
    Blank,
    Criterion,
    Essay,
    FillIn,
    Interpretive,
    KeyIdea,
    Matching,
    MultipleChoice,
    Option,
    Ordering,
    Pair,
    Question,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)
from .record import About, Actor, Check, Concept, Earlier, Event, Outcome, Source, Term

__all__ = [
    "About",
    "Activity",
    "ActivityBase",
    "Actor",
    "Blank",
    "Check",
    "Claim",
    "CodeLayout",
    "Concept",
    "Criterion",
    "Earlier",
    "Essay",
    "Event",
    "FactCheck",
    "FactCheckCase",
    "Figure",
    "FillIn",
    "Flow",
    "Forecast",
    "Grade",
    "Interpretive",
    "KeyIdea",
    "Matching",
    "Model",
    "MultipleChoice",
    "Numeric",
    "Obligation",
    "Option",
    "Ordering",
    "Outcome",
    "Pair",
    "Paragraph",
    "Parameterised",
    "Perspective",
    "Question",
    "Relation",
    "Search",
    "ShortAnswer",
    "SingleChoice",
    "Source",
    "SourceCard",
    "Term",
    "Timeline",
    "Treaty",
    "TrueFalse",
]
