"""What the course knows, as validated and frozen values: the shapes of every file under ``book/``.

Nothing here reads a file or knows the subject; `thirdcorner.content` fills these models from YAML, and
`thirdcorner.check` compares them with one another.
"""

from .activities import Activity, ActivityBase, FactCheck, FactCheckCase, SourceCard, Timeline
from .argument import Claim, Paragraph, Perspective, Relation
from .base import Grade, Model
from .dealings import Figure, Flow, Forecast, Obligation, Treaty
from .question import (
    Blank,
    Criterion,
    Essay,
    FillIn,
    Interpretive,
    KeyIdea,
    Matching,
    MultipleChoice,
    Numeric,
    Option,
    Ordering,
    Pair,
    Question,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)
from .record import About, Actor, Check, Concept, Event, Outcome, Source, Term

__all__ = [
    "About",
    "Activity",
    "ActivityBase",
    "Actor",
    "Blank",
    "Check",
    "Claim",
    "Concept",
    "Criterion",
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
    "Perspective",
    "Question",
    "Relation",
    "ShortAnswer",
    "SingleChoice",
    "Source",
    "SourceCard",
    "Term",
    "Timeline",
    "Treaty",
    "TrueFalse",
]
